import type { Register } from './types.ts';

/** What a register's records are called as a kind of record: the `subject` of its workflow. */
export const subjectOf = (key: string): string => `register-${key}`;

export const isSubject = (subject: string): boolean => /^register-[a-z][a-z0-9-]{0,39}$/.test(subject);

/** Do its numbers begin anew each fiscal year? */
export const isYearly = ({ number }: Pick<Register, 'number'>): boolean => number.includes('{年度}');

/** A record's number as it is written. */
export const writeNumber = ({ number }: Pick<Register, 'number'>, row: { year: number; number: number }): string =>
  number.replace('{年度}', String(row.year)).replace('{number}', String(row.number));
