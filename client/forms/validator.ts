import type { RJSFSchema, RJSFValidationError, ValidatorType } from '@rjsf/utils';
import { toErrorSchema } from '@rjsf/utils';
import { checkAnswers, fits, type AnswerIssue } from './check-answers.ts';

type Say = (issue: AnswerIssue) => string;

/** rjsf's validator over `checkAnswers`; `say` gives an issue's words. */
export function createValidator(say: Say): ValidatorType {
  return {
    isValid: (schema: RJSFSchema, formData: unknown, rootSchema: RJSFSchema) => fits(schema, formData, rootSchema),
    rawValidation: () => ({ errors: [] }),
    validateFormData: (formData: unknown, schema: RJSFSchema) => {
      const errors = unique(checkAnswers(schema, formData)).map((issue) => toError(issue, say));
      return { errors, errorSchema: toErrorSchema(errors) };
    },
  };
}

function unique(issues: AnswerIssue[]): AnswerIssue[] {
  return issues.filter((issue, index) => issues.findIndex((other) => other.path === issue.path) === index);
}

function toError(issue: AnswerIssue, say: Say): RJSFValidationError {
  const message = say(issue);
  return { property: toProperty(issue.path), message, stack: message };
}

/** `/notes/0/text` → `.notes.0.text`, as rjsf names places. */
export function toProperty(pointer: string): string {
  return pointer.replaceAll('/', '.');
}
