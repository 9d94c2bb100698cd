import { useTranslation } from 'react-i18next';
import { parseObject } from '../../lib/parse-object.ts';
import type { Definition } from '../../lib/contract.ts';
import { JsonPanel, type FileTold, type Typed } from './json-panel.tsx';
import type { Draft } from './use-draft.ts';

/** What the file of a definition is called. */
export const fileNameOf = ({ kind, key }: Pick<Definition, 'kind' | 'key'>): string => `${key}.${kind}.json`;

type Props = {
  definition: Definition;
  draft: Draft;
  typed: Typed;
  onType: (typed: Typed) => void;
};

/** The draft of a form, workflow or register as its document: typed, saved, or taken from a file of the same key. */
export function WholeDocument({ definition, draft, typed, onType }: Props) {
  const { t } = useTranslation('settings');
  const { key } = definition;
  const readFile = (text: string): FileTold => {
    const body = parseObject(text);
    if (!body) return { issues: [] };
    return body['key'] === key
      ? { body, told: t('draft.read') }
      : { issues: [{ path: '/key', message: t('definition.otherKey', { key }) }] };
  };
  return (
    <JsonPanel
      body={draft.body}
      fileName={fileNameOf(definition)}
      label={t('draft.whole')}
      fileHelp={t('definition.uploadHelp')}
      typed={typed}
      onType={onType}
      onChange={(body) => draft.edit(body, 'json')}
      readFile={readFile}
    />
  );
}
