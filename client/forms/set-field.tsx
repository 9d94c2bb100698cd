import { useTranslation } from 'react-i18next';
import { kindsOfSource } from '../../forms/ties.ts';
import { choiceSchema } from '../../forms/walk.ts';
import { TextField } from '../components/text-field.tsx';
import { toText } from './describe-answers.ts';
import { useSaid, valueOf } from './logic.tsx';
import { useTitles } from './record-field.tsx';
import type { Schema } from './schema.ts';

type Props = { id: string; label: string; error?: string; schema: Schema };

/** What a field is set to: shown in words, not typed. */
export function SetField(props: Props) {
  return kindsOfSource(choiceSchema(props.schema)['x-source']) ? <SetRecord {...props} /> : <Shown {...props} />;
}

function SetRecord(props: Props) {
  return <Shown {...props} titleOf={useTitles()} />;
}

function Shown({ schema, titleOf, ...field }: Props & { titleOf?: (id: string) => string }) {
  const { t } = useTranslation('form');
  const value = useSaid(valueOf);
  const words = {
    yes: t('drawn.YesLabel'),
    no: t('drawn.NoLabel'),
    separator: t('common:list.separator'),
    ...(titleOf && { titleOf }),
  };
  return <TextField {...field} help={t('set')} value={toText(schema, value, words)} readOnly onChange={() => {}} />;
}
