import { useTranslation } from 'react-i18next';
import { Disclosure } from '../../components/disclosure.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';

type Line = {
  name: string;
  label: string;
  help?: string;
  ja: string;
  en: string;
  isLong?: boolean;
  isRequired?: boolean;
};

type Props = {
  lines: Line[];
  onChange: (language: 'ja' | 'en', name: string, value: string) => void;
};

/** Words in Japanese, and below them, folded, in English. */
export function TwoLanguages({ lines, onChange }: Props) {
  const { t } = useTranslation('lifecycles');
  const field = ({ name, label, help, isLong, isRequired, ...line }: Line, language: 'ja' | 'en') => {
    const shared = {
      label: language === 'ja' ? label : t('english.of', { name: label }),
      value: line[language],
      onChange: (value: string) => onChange(language, name, value),
      ...(help !== undefined && language === 'ja' ? { help } : {}),
      ...(isRequired && language === 'ja' ? { error: line.ja.trim() === '' ? t('empty') : null } : {}),
    };
    return isLong ? <TextArea key={name} rows={3} {...shared} /> : <TextField key={name} {...shared} />;
  };
  return (
    <div className="space-y-4">
      {lines.map((line) => field(line, 'ja'))}
      <Disclosure title={t('english.title')}>
        <div className="space-y-4">{lines.map((line) => field(line, 'en'))}</div>
      </Disclosure>
    </div>
  );
}
