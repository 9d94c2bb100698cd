import { valuesAt } from './changes.ts';
import { expand } from './expand.ts';
import { fieldOfRole } from './roles.ts';
import type { Form } from './types.ts';
import { choiceSchema, fieldsByPath } from './walk.ts';

/** What a record holds in its fields that are chosen from the server's lists (`x-source`), by the field's path. */
export type Held = ReadonlyMap<string, ReadonlySet<unknown>>;

/**
 * What a record holds that was last answered with `former`. `columns`: by role, what the record is kept with; in the fields that have
 * these roles in `form` (the version that it is corrected with) this alone counts, whatever was answered.
 */
export function heldIn(
  form: Pick<Form, 'schema'>,
  former: Pick<Form, 'schema'>,
  answers: Record<string, unknown>,
  columns: Readonly<Record<string, readonly string[]>>,
): Held {
  const held = new Map<string, Set<unknown>>();
  for (const [path, { schema }] of fieldsByPath(expand(former.schema)))
    if (typeof choiceSchema(schema)['x-source'] === 'string')
      held.set(path, new Set(valuesAt(answers, path).flatMap(({ value }) => value)));
  for (const [role, values] of Object.entries(columns)) {
    const path = fieldOfRole(form, role);
    if (path !== undefined) held.set(path, new Set(values));
  }
  return held;
}
