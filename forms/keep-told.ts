import { fileKindOf } from './answer-files.ts';
import { valuesAt } from './changes.ts';
import { expand } from './expand.ts';
import { marksOf, tells } from './marks.ts';
import type { Audience, Form, JsonSchema } from './types.ts';
import { choiceSchema, fieldsByPath, isObject } from './walk.ts';

type Answers = Record<string, unknown>;

/** Answers without what the audience may not be told, in groups and lists too. A file is told as its field is. */
export function keepTold(form: Pick<Form, 'schema'>, answers: Answers, audience: Audience): Answers {
  if (audience === 'staff') return answers;
  const marks = marksOf(form);
  const fields = fieldsByPath(expand(form.schema));
  const keep = (values: Answers, at: string): Answers =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
        const path = at === '' ? name : `${at}.${name}`;
        const { schema = {} } = fields.get(path) ?? {};
        if (Array.isArray(value) && value.some(isObject) && !fileKindOf(schema))
          return [[name, value.map((entry: unknown) => (isObject(entry) ? keep(entry, `${path}[]`) : entry))]];
        if (isObject(value)) return [[name, keep(value, path)]];
        return tells(marks.get(path), audience) ? [[name, value]] : [];
      }),
    );
  return keep(answers, '');
}

/** What was chosen of a source (`x-source`) anywhere in answers. */
export function chosenFrom(form: Pick<Form, 'schema'>, answers: Answers, source: string): string[] {
  const asks = ([, { schema }]: [string, { schema: JsonSchema }]) => choiceSchema(schema)['x-source'] === source;
  return [...fieldsByPath(expand(form.schema))]
    .filter(asks)
    .flatMap(([path]) => valuesAt(answers, path).flatMap(({ value }): unknown[] => [value].flat()))
    .filter((value) => typeof value === 'string');
}

/** The fields, by path, that are chosen from a source. */
export const fieldsFrom = (form: Pick<Form, 'schema'>, source: string): string[] =>
  [...fieldsByPath(expand(form.schema))].flatMap(([path, { schema }]) =>
    choiceSchema(schema)['x-source'] === source ? [path] : [],
  );
