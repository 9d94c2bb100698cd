import type { ErrorSchema, RJSFValidationError } from '@rjsf/utils';
import { fieldsByPath, sayingOf } from '../../forms/walk.ts';
import type { SummaryError } from '../components/error-summary.tsx';
import type { Issue } from '../lib/contract.ts';
import { isObject } from '../lib/is-object.ts';

type Schema = Record<string, unknown>;

/** The server names places in the body; those of answers come as `/answers/title` or `/title`. */
export function toAnswerPath(path: string, schema: Schema): string {
  const own = isObject(schema['properties']) && 'answers' in schema['properties'];
  return !own && path.startsWith('/answers') ? path.slice('/answers'.length) : path;
}

/** The server's issues as rjsf's extra errors. */
export function toExtraErrors(issues: Issue[]): ErrorSchema {
  const root: ErrorSchema = {};
  for (const issue of issues) {
    let at: Record<string, ErrorSchema> & { __errors?: string[] } = root as Record<string, ErrorSchema>;
    for (const part of issue.path.split('/').filter(Boolean)) at = (at[part] ??= {}) as Record<string, ErrorSchema>;
    (at.__errors ??= []).push(issue.message);
  }
  return root;
}

/** rjsf's errors as lines of the summary, with the field's label and the id of its control. */
export function toSummary(errors: RJSFValidationError[], schema: Schema): SummaryError[] {
  return errors.map((error) => {
    const parts = (error.property ?? '').split('.').filter(Boolean);
    return {
      id: parts.length ? ['root', ...parts].join('_') : undefined,
      label: toLabel(parts, schema),
      message: error.message ?? error.stack,
    };
  });
}

/** The label of a field by the parts of its place, entries by their numbers. */
export function toLabel(parts: string[], schema: Schema): string | undefined {
  const fields = fieldsByPath(schema);
  const titles: string[] = [];
  let path = '';
  for (const part of parts) {
    const number = /^\d+$/.test(part);
    path = number ? `${path}[]` : path === '' ? part : `${path}.${part}`;
    const title = sayingOf(fields.get(path)?.schema ?? {}, 'title');
    if (number) titles.push(String(Number(part) + 1));
    else if (typeof title === 'string') titles.push(title);
  }
  return titles.join(' ') || undefined;
}

/** The value at a JSON pointer. */
export function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .filter(Boolean)
    .reduce<unknown>(
      (at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined),
      value,
    );
}

/** Are the entries that a place leads through in the answers? */
export function stands(answers: unknown, pointer: string): boolean {
  let at = answers;
  for (const part of pointer.split('/').slice(1)) {
    if (Array.isArray(at) && !(part in at)) return false;
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
  }
  return true;
}
