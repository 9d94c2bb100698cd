import { valuesAt } from './changes.ts';
import { expand } from './expand.ts';
import { kindsOfSource } from './ties.ts';
import type { Form } from './types.ts';
import { choiceSchema, fieldsByPath } from './walk.ts';

/** A record that answers name. `path`: of the field; `kinds`: what that field may be answered with. */
export type Tie = { path: string; kinds: readonly string[]; source: string; id: string };

/** The records that answers name, each as often as a field names it. */
export const listTies = (form: Pick<Form, 'schema'>, answers: Record<string, unknown>): Tie[] =>
  [...fieldsByPath(expand(form.schema))].flatMap(([path, { schema }]) => {
    const source = choiceSchema(schema)['x-source'];
    const kinds = kindsOfSource(source);
    if (!kinds) return [];
    return valuesAt(answers, path)
      .flatMap(({ value }): unknown[] => [value].flat())
      .flatMap((id) => (typeof id === 'string' && id !== '' ? [{ path, kinds, source: String(source), id }] : []));
  });
