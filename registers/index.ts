export type * from './types.ts';
export { checkFit, checkRegister, type KnownNames, type Named } from './check.ts';
export { isSubject, isYearly, modelOfRegister, numberTokens, registerOf, subjectOf, writeNumber } from './names.ts';
