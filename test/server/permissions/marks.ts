import type { Asker } from './askers.ts';

/**
 * Words that stand somewhere in the records, and who may ever be told them, whatever they ask. The test looks for every
 * one of them in every answer, and sees to it that those who may be told are indeed told somewhere.
 */
export const marks: readonly { words: string; what: string; to: readonly Asker[] }[] = [
  { what: 'name of a resident who consents', words: '架空 ハナ', to: ['administrator', 'tier2', 'centre', 'provider', 'outsider'] },
].map((mark) => mark as { words: string; what: string; to: Asker[] });
