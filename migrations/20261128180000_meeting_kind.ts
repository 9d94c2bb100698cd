import type { Knex } from 'knex';

/*
 * A form that asks which kind of meeting it was is for meetings that no step of a lifecycle records. The shipped one was known by its key: its
 * versions get the role of that field beside them.
 */
type Row = { id: string; body: string; supplement: string | null };
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...names: string[]): Json =>
  names.reduce<Json>((found, name) => (isObject(found[name]) ? found[name] : {}), isObject(value) ? value : {});
const read = (text: string | null): Json => (text === null ? {} : (JSON.parse(text) as Json));

/** Puts what `change` makes of the supplement's marks of the field `kind`; none: nothing of it is left. */
async function mark(knex: Knex, change: (marks: Json) => Json): Promise<void> {
  const rows: Row[] = await knex('definitions')
    .where({ kind: 'form', key: 'meeting' })
    .select('id', 'body', 'supplement');
  for (const { id, body, supplement } of rows) {
    const form = read(body);
    if (form['purpose'] !== 'meeting' || !isObject(at(form, 'schema', 'properties')['kind'])) continue;
    const before = read(supplement);
    const properties = at(before, 'schema', 'properties');
    const kind = change(at(properties, 'kind'));
    const after = { ...before, schema: { ...at(before, 'schema'), properties: { ...properties, kind } } };
    await knex('definitions')
      .where({ id })
      .update({ supplement: JSON.stringify(after) });
  }
}

export const up = (knex: Knex): Promise<void> => mark(knex, (marks) => ({ ...marks, 'x-role': 'kind' }));
export const down = (knex: Knex): Promise<void> => mark(knex, ({ 'x-role': _, ...marks }) => marks);
