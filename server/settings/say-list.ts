import type { Language } from '../../rules/types.ts';

/** Names in a row: 東、西 / East and West; of which one is meant: 東または西 / East or West. */
export const sayList = (
  language: Language,
  names: Iterable<string>,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string => new Intl.ListFormat(language, { type }).format(names);
