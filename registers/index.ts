export type * from './types.ts';
export { checkFit, checkRegister, type KnownNames, type Named } from './check.ts';
export { isSubject, isYearly, subjectOf, writeNumber } from './names.ts';
