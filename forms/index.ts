export type * from './types.ts';
export { describeAnswers, keepAsked, listFields } from './fields.ts';
export { localize } from './localize.ts';
export { validate, type Validatable } from './validate.ts';
