import { useTranslation } from 'react-i18next';
import { NumberField } from '../../components/number-field.tsx';

type Props = { isNew: boolean; value: number | null; onChange: (position: number | null) => void };

/** Where an entry stands in its list; a new one goes last. */
export function PositionField({ isNew, value, onChange }: Props) {
  const { t } = useTranslation('settings');
  if (isNew) return <p>{t('field.positionLast')}</p>;
  return (
    <NumberField
      label={t('field.position')}
      required={false}
      help={t('field.positionHelp')}
      value={value}
      onChange={onChange}
    />
  );
}
