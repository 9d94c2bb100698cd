import { expand } from './expand.ts';
import { marksOf } from './marks.ts';
import type { Form } from './types.ts';
import { fieldsByPath, isChoice, isObject, sayingOf } from './walk.ts';

/**
 * Answers without what is personal: a typed text becomes `word`, anything else that is personal (a day, a number, a choice) is
 * taken out. What the form does not know is taken for personal. The rest stays as it is, so that facts and counts still hold.
 */
export function eraseAnswers(
  form: Pick<Form, 'schema'>,
  answers: Record<string, unknown>,
  word: string,
): Record<string, unknown> {
  const marks = marksOf(form);
  const fields = fieldsByPath(expand(form.schema));
  const isText = (path: string): boolean => {
    const schema = fields.get(path)?.schema;
    return !schema || (!isChoice(schema) && typeof sayingOf(schema, 'format') !== 'string');
  };
  const erase = (value: unknown, path: string): unknown => {
    if (isObject(value)) {
      const kept = Object.entries(value).map(([name, inner]) => [name, erase(inner, path ? `${path}.${name}` : name)]);
      return Object.fromEntries(kept.filter(([, inner]) => inner !== undefined));
    }
    if (Array.isArray(value)) {
      const kept = value.map((each: unknown) => erase(each, `${path}[]`)).filter((each) => each !== undefined);
      return kept;
    }
    // An entry of a list of plain values is the list's own.
    const field = path.replace(/(\[\])+$/, '');
    if (marks.get(field)?.personal === false) return value;
    return typeof value === 'string' && value !== '' && isText(field) ? word : undefined;
  };
  // An object stays one.
  return erase(answers, '') as Record<string, unknown>;
}
