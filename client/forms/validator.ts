import type { RJSFSchema, RJSFValidationError, ValidatorType } from '@rjsf/utils';
import { toErrorSchema } from '@rjsf/utils';
import { checkAnswers, fits, type AnswerIssue } from './check-answers.ts';

type Say = (issue: AnswerIssue) => string;

/** What a form's logic makes of what is typed, and what it asks for. */
type ByLogic = (typed: unknown) => { answers: unknown; issues: (AnswerIssue & { message?: string })[] };

/** rjsf's validator over `checkAnswers` and what the logic asks for; `say` gives an issue's words where it brings none. */
export function createValidator(say: Say, byLogic: ByLogic): ValidatorType {
  return {
    isValid: (schema: RJSFSchema, formData: unknown, rootSchema: RJSFSchema) => fits(schema, formData, rootSchema),
    rawValidation: () => ({ errors: [] }),
    validateFormData: (formData: unknown, schema: RJSFSchema) => {
      const { answers, issues } = byLogic(formData);
      const errors = unique([...issues, ...checkAnswers(schema, answers)]).map((issue) => toError(issue, say));
      return { errors, errorSchema: toErrorSchema(errors) };
    },
  };
}

function unique<T extends AnswerIssue>(issues: T[]): T[] {
  return issues.filter((issue, index) => issues.findIndex((other) => other.path === issue.path) === index);
}

function toError(issue: AnswerIssue & { message?: string }, say: Say): RJSFValidationError {
  const message = issue.message ?? say(issue);
  return { property: toProperty(issue.path), message, stack: message };
}

/** `/notes/0/text` → `.notes.0.text`, as rjsf names places. */
export function toProperty(pointer: string): string {
  return pointer.replaceAll('/', '.');
}
