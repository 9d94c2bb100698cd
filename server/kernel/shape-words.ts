import type { z } from 'zod';
import type { Language } from '../../rules/types.ts';
import { say } from './texts/index.ts';

type Issue = z.core.$ZodRawIssue;

/**
 * What zod finds wrong with a value, in words that say how to mend it; to be handed to a shape (`safeParse(value, { error })`). zod's own
 * words name types (`string`) and choices (`prefer`), which are nothing to people; the choices are `allowedBy`'s.
 */
export const shapeWords: Record<Language, z.core.$ZodErrorMap> = {
  ja: (issue) => sayIssue(issue, 'ja'),
  en: (issue) => sayIssue(issue, 'en'),
};

/** What may stand there, for scripts; undefined: anything of the right form. */
export function allowedBy(issue: z.core.$ZodIssue): string[] | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return undefined;
  const choices = issue.errors.flat().flatMap((error) => (error.path.length === 0 ? (allowedBy(error) ?? []) : []));
  return choices.length > 0 ? choices : undefined;
}

const types = ['string', 'number', 'int', 'boolean', 'array', 'object'];
const typeNames: Record<string, string> = { record: 'object', nan: 'number', tuple: 'array' };
const formats = ['date', 'datetime', 'email', 'url'];

function sayIssue(issue: Issue, language: Language): string {
  const tell = (key: string, params?: Record<string, unknown>): string => say(language, `shapes.${key}`, params);
  const isMissing = issue.input === undefined || issue.input === null;
  switch (issue.code) {
    case 'invalid_type': {
      const type = typeNames[issue.expected] ?? issue.expected;
      return tell(isMissing ? 'missing' : types.includes(type) ? type : 'type');
    }
    case 'invalid_value':
      return tell(isMissing ? 'missing' : 'value');
    case 'too_small': {
      const limit = Number(issue.minimum);
      if (issue.origin === 'string') return tell(limit === 1 ? 'missing' : 'tooShort', { limit });
      if (issue.origin === 'array') return tell('tooFew', { limit });
      return tell(issue.inclusive === false ? 'moreThan' : 'atLeast', { limit });
    }
    case 'too_big': {
      const limit = Number(issue.maximum);
      if (issue.origin === 'string') return tell('tooLong', { limit, length: [...String(issue.input)].length });
      if (issue.origin === 'array')
        return tell('tooMany', { limit, length: Array.isArray(issue.input) ? issue.input.length : '' });
      return tell(issue.inclusive === false ? 'lessThan' : 'atMost', { limit });
    }
    case 'invalid_format':
      return tell(formats.includes(issue.format) ? issue.format : 'pattern');
    case 'not_multiple_of':
      return tell('multiple', { divisor: issue.divisor });
    case 'unrecognized_keys':
      return tell('unknown', {
        names: issue.keys.map((key) => (language === 'ja' ? `「${key}」` : `“${key}”`)).join(''),
      });
    case 'invalid_union':
      return tell(isMissing ? 'missing' : 'form');
    default:
      return tell('other');
  }
}
