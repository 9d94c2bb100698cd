import type { Register } from './types.ts';

/** What a register's records are called as a kind of record: the `subject` of its workflow. */
export const subjectOf = (key: string): string => `register-${key}`;

/** The fact model of its records, as rule sets name it. */
export const modelOfRegister = (key: string): string => `register:${key}`;

/** The register of a subject. */
export const registerOf = (subject: string): string => subject.replace(/^register-/, '');

export const isSubject = (subject: string): boolean => /^register-[a-z][a-z0-9-]{0,39}$/.test(subject);

/** What stands in the way numbers are written for what is counted. */
export const numberTokens = { year: '{年度}', number: '{number}' } as const;

/** Do its numbers begin anew each fiscal year? */
export const isYearly = ({ number }: Pick<Register, 'number'>): boolean => number.includes(numberTokens.year);

/** A record's number as it is written. */
export const writeNumber = ({ number }: Pick<Register, 'number'>, row: { year: number; number: number }): string =>
  number.replace(numberTokens.year, String(row.year)).replace(numberTokens.number, String(row.number));
