/*
 * A field that is answered with another record names the kinds that it may be of where others name their list: `x-source:
 * "records:organisation,service"`. The answer is the record's id; what is chosen from is found by the server, word by word.
 */

const prefix = 'records:';

/** Kinds of records that there are everywhere; a city's registers (`register-KEY`) come beside them. */
export const tiedKinds = ['organisation', 'service', 'council', 'meeting', 'proposal', 'need', 'person'] as const;

const registerKind = /^register-[a-z][a-z0-9-]{0,39}$/;

/** What a source that names kinds looks like, as a pattern. */
export const tiedPattern = `^${prefix}(?:(?:${tiedKinds.join('|')}|register-[a-z][a-z0-9-]{0,39})(?:,|$))+$`;

/** The purposes of forms that may have such fields: of other records nobody keeps what they are tied to. */
export const tiedPurposes: readonly string[] = ['record', 'record-step'];

export const isTiedKind = (kind: string): boolean =>
  (tiedKinds as readonly string[]).includes(kind) || registerKind.test(kind);

export const sourceOfKinds = (kinds: readonly string[]): string => `${prefix}${kinds.join(',')}`;

/** The kinds that a source names; undefined for one that is a list. */
export const kindsOfSource = (source: unknown): string[] | undefined =>
  typeof source === 'string' && source.startsWith(prefix) ? source.slice(prefix.length).split(',') : undefined;
