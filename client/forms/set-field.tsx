import { useTranslation } from 'react-i18next';
import { TextField } from '../components/text-field.tsx';
import { toText } from './describe-answers.ts';
import { useSaid, valueOf } from './logic.tsx';
import type { Schema } from './schema.ts';

type Props = { id: string; label: string; error?: string; schema: Schema };

/** What a field is set to: shown in words, not typed. */
export function SetField({ schema, ...field }: Props) {
  const { t } = useTranslation('form');
  const value = useSaid(valueOf);
  const words = { yes: t('drawn.YesLabel'), no: t('drawn.NoLabel'), separator: t('common:list.separator') };
  return <TextField {...field} help={t('set')} value={toText(schema, value, words)} readOnly onChange={() => {}} />;
}
