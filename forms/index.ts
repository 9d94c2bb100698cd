export type * from './types.ts';
export { checkForm } from './check.ts';
export { countFields } from './expand.ts';
export { describeAnswers, keepAsked, listFields, listSkippedPatterns, sayDate } from './fields.ts';
export { localize } from './localize.ts';
export { openPlainSchema } from './plain.ts';
export { validate, type Validatable } from './validate.ts';
