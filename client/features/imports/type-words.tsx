import { useTranslation } from 'react-i18next';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { listCodeChoices } from '../../lib/choices.ts';
import type { ImportPreview } from '../../lib/contract.ts';
import { useMunicipality } from '../../lib/municipality.tsx';
import { roles } from '../../lib/roles.ts';

type Props = {
  kind: string;
  words: ImportPreview['typeWords'];
  types: Record<string, string>;
  proposed: string[];
  onChange: (types: Record<string, string>) => void;
};

/** Which of our service types, kinds of organisations or roles each word of the file means. */
export function TypeWords({ kind, words, types, proposed, onChange }: Props) {
  const { t } = useTranslation('imports');
  const { codes } = useMunicipality();
  const [first = '', ...others] = words.map(({ word }) => types[word] ?? '');
  const same = others.every((key) => key === first) ? first : '';
  const choices =
    kind === 'users'
      ? roles.map((role) => ({ value: role, label: t(`common:role.${role}`) }))
      : listCodeChoices(codes[kind === 'organisations' ? 'organisation-kind' : 'service-type']);
  const change = (word: string, key: string) => {
    const { [word]: _before, ...others } = types;
    onChange(key ? { ...others, [word]: key } : others);
  };
  return (
    <Section title={t('types.title')}>
      <p className="prose-line">{t('types.lead')}</p>
      {words.length > 1 && (
        <Select
          label={t('types.all')}
          empty={t('types.each')}
          value={same}
          choices={choices}
          onChange={(key) => onChange(key ? Object.fromEntries(words.map(({ word }) => [word, key])) : {})}
        />
      )}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {words.map(({ word, rows }) => (
          <Select
            key={word}
            label={t('types.word', { word, count: rows })}
            help={proposed.includes(word) && types[word] ? t('types.proposed') : undefined}
            empty={t('types.none')}
            value={types[word] ?? ''}
            choices={choices}
            onChange={(key) => change(word, key)}
          />
        ))}
      </div>
    </Section>
  );
}
