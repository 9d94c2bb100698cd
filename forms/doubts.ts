import { expand } from './expand.ts';
import type { JsonSchema } from './types.ts';
import { findFields, isObject, visitSchemas } from './walk.ts';

/** Fields that a condition asks for and `additionalProperties: false` refuses: who answers them can never send. With the place of that keyword. */
export function listShutOut(schema: JsonSchema): { pointer: string; name: string }[] {
  const shutOut: { pointer: string; name: string }[] = [];
  visitSchemas(expand(schema), '', (each, pointer) => {
    if (each.additionalProperties !== false) return;
    const own = isObject(each.properties) ? each.properties : {};
    const patterns = isObject(each.patternProperties) && Object.keys(each.patternProperties).length > 0;
    if (patterns) return;
    const fields = findFields({ ...each, properties: {} }).filter(
      ({ path, name }) => path === name && !Object.hasOwn(own, name),
    );
    for (const name of new Set(fields.map((field) => field.name)))
      shutOut.push({ pointer: `${pointer}/additionalProperties`, name });
  });
  return shutOut;
}

/** Places of `dependencies`, which draft 2020-12 no longer has: other programs pass it over. */
export function listOutdated(schema: JsonSchema): string[] {
  const pointers: string[] = [];
  visitSchemas(schema, '', (each, pointer) => {
    if ('dependencies' in each) pointers.push(`${pointer}/dependencies`);
  });
  return pointers;
}
