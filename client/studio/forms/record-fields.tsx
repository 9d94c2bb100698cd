import { useTranslation } from 'react-i18next';
import { setKeywords } from '../../../forms/edit.ts';
import type { Item } from '../../../forms/outline.ts';
import { kindsOfSource, sourceOfKinds, tiedKinds } from '../../../forms/ties.ts';
import type { Form } from '../../../forms/types.ts';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import type { Page, Register } from '../../lib/contract.ts';
import { isObject } from '../../lib/is-object.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { sourceOf } from './sketch.tsx';
import type { Edit } from './words.ts';

/** Of which kinds the records may be that a field is answered with: those that there are everywhere, and the city's registers. */
export function RecordFields({ form, item, edit }: { form: Form; item: Item; edit: Edit }) {
  const { t } = useTranslation('builder');
  const { api } = usePaths();
  const registers = useGet<Page<Register>>(api('registers'));
  const kinds = kindsOfSource(sourceOf(item));
  if (!kinds) return null;
  const named = new Map<string, string>([
    ...tiedKinds.map((kind) => [kind, t(`record.${kind}`)] as const),
    ...(registers.data?.items ?? []).map(({ kind, name }) => [kind, t('record.register', { name })] as const),
  ]);
  // One that is named and not there any more can still be taken out.
  for (const kind of kinds) if (!named.has(kind)) named.set(kind, t('record.register', { name: kind }));
  const items = isObject(item.schema['items']) ? item.schema['items'] : {};
  const put = (next: readonly string[]): void => {
    if (next.length === 0) return;
    const source = { 'x-source': sourceOfKinds(next) };
    edit(setKeywords(form, item.path, item.kind === 'severalListed' ? { items: { ...items, ...source } } : source));
  };
  return (
    <CheckboxGroup
      label={t('record.kinds')}
      help={`${t('record.kindsHelp')}${kinds.length === 1 ? t('record.one') : ''}`}
      choices={[...named].map(([value, label]) => ({ value, label }))}
      value={kinds}
      onChange={put}
    />
  );
}
