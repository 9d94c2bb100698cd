import type { Knex } from 'knex';

/*
 * The year's sheet adds up how often and for how long supporters were active: it finds the fields by their roles. Versions of the shipped form that were
 * published before it had them get them beside what they say.
 */
type Row = { id: string; body: string; supplement: string | null };
type Json = Record<string, unknown>;

const roles: Record<string, string> = { day: 'done-on', hours: 'hours', times: 'times' };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...names: string[]): Json =>
  names.reduce<Json>((inner, name) => (isObject(inner[name]) ? inner[name] : {}), isObject(value) ? value : {});
const read = (text: string | null): Json => (text === null ? {} : (JSON.parse(text) as Json));

/** Puts what `change` makes of the supplement's marks of each of these fields. */
async function mark(knex: Knex, change: (marks: Json, role: string) => Json): Promise<void> {
  const rows: Row[] = await knex('definitions')
    .where({ kind: 'form', key: 'supporter-log' })
    .select('id', 'body', 'supplement');
  for (const { id, body, supplement } of rows) {
    const fields = at(read(body), 'schema', 'properties');
    const before = read(supplement);
    const marks = { ...at(before, 'schema', 'properties') };
    for (const [field, role] of Object.entries(roles))
      if (isObject(fields[field]) && fields[field]['x-role'] === undefined)
        marks[field] = change(at(marks, field), role);
    const after = { ...before, schema: { ...at(before, 'schema'), properties: marks } };
    await knex('definitions')
      .where({ id })
      .update({ supplement: JSON.stringify(after) });
  }
}

export const up = (knex: Knex): Promise<void> => mark(knex, (marks, role) => ({ ...marks, 'x-role': role }));
export const down = (knex: Knex): Promise<void> => mark(knex, ({ 'x-role': _, ...marks }) => marks);
