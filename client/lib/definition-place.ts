import type { Definition } from './contract.ts';

/** Where the pages of a form, a rule set or a workflow are, below the municipality's. */
export const definitionPlace = ({ kind, key }: Pick<Definition, 'kind' | 'key'>): string =>
  kind === 'rules' ? `settings/rules/${key}` : `settings/definitions/${kind}/${key}`;
