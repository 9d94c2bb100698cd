import type { JsonSchema } from './types.ts';
import { innerSchemas, mapInner, visitSchemas } from './walk.ts';

/** More schemas than any form has: definitions that refer to each other twice unfold into millions. */
const MOST_SCHEMAS = 5000;

const expandedOf = new WeakMap<JsonSchema, JsonSchema | null>();

/**
 * The schema with what its `$ref`s mean in their place, so that whoever looks for fields finds them all. A reference that leads back to itself, or
 * nowhere, stays as it is (`findCircle` tells); so do all of them where they would unfold into too much (`unfolds` tells).
 */
export const expand = (schema: JsonSchema): JsonSchema => unfold(schema) ?? schema;

export const unfolds = (schema: JsonSchema): boolean => unfold(schema) !== null;

class TooMuch extends Error {}

function unfold(root: JsonSchema): JsonSchema | null {
  const known = expandedOf.get(root);
  if (known !== undefined) return known;
  const made = unfoldAnew(root);
  expandedOf.set(root, made);
  return made;
}

function unfoldAnew(root: JsonSchema): JsonSchema | null {
  if (!JSON.stringify(root).includes('"$ref"')) return root;
  const follow = indexSchemas(root);
  let count = 0;
  const within = (schema: JsonSchema, open: readonly string[]): JsonSchema => {
    count += 1;
    if (count > MOST_SCHEMAS) throw new TooMuch();
    const { $ref, ...beside } = schema;
    if (typeof $ref !== 'string' || open.includes($ref)) return mapInner(schema, (inner) => within(inner, open));
    const target = follow($ref);
    if (!target) return schema;
    return join(
      within(target, [...open, $ref]),
      mapInner(beside, (inner) => within(inner, open)),
    );
  };
  try {
    return within(root, []);
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

/** Words and hints, which forbid nothing: they stand beside a reference without changing what it means. */
const annotations = new Set([
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$comment',
  'x-personal',
  'x-role',
  'x-tell',
  'x-unit',
]);

/** Keywords whose meaning depends on others beside them: what is put together of two schemas would mean something else. */
const dependent = new Set([
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'maxContains',
  'minContains',
  'patternProperties',
  'prefixItems',
  'properties',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** What a reference means, and what stands beside it: both hold. */
function join(target: JsonSchema, beside: JsonSchema): JsonSchema {
  if (Object.keys(beside).every((key) => annotations.has(key) || (!(key in target) && !dependent.has(key))))
    return { ...target, ...beside };
  return { ...beside, allOf: [...(Array.isArray(beside.allOf) ? beside.allOf : []), target] };
}

/** Where references may lead: every schema by its pointer. (Anchors our forms do not have.) */
function indexSchemas(root: JsonSchema): (reference: string) => JsonSchema | undefined {
  const places = new Map<string, JsonSchema>();
  visitSchemas(root, '', (schema, pointer) => void places.set(pointer, schema));
  return (reference) => (reference.startsWith('#') ? places.get(decode(reference.slice(1))) : undefined);
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** The place of a reference that leads back to itself; undefined where there is none. Fields in fields without end cannot be drawn. */
export function findCircle(root: JsonSchema): string | undefined {
  const follow = indexSchemas(root);
  let circle: string | undefined;
  const seen = new Set<JsonSchema>();
  const look = (schema: JsonSchema, pointer: string, open: readonly JsonSchema[]): void => {
    if (circle !== undefined) return;
    const target = typeof schema.$ref === 'string' ? follow(schema.$ref) : undefined;
    if (target && open.includes(target)) circle = `${pointer}/$ref`;
    else if (target && !seen.has(target)) {
      look(target, pointer, [...open, target]);
      seen.add(target);
    }
    for (const [place, inner] of innerSchemas(schema)) look(inner, `${pointer}/${place}`, [...open, inner]);
  };
  look(root, '', [root]);
  return circle;
}

/** How many fields a form would draw with what its `$ref`s mean, in time that grows only with the schema as it is written. */
export function countFields(root: JsonSchema): number {
  const follow = indexSchemas(root);
  const counted = new Map<JsonSchema, number>();
  const count = (schema: JsonSchema): number => {
    const known = counted.get(schema);
    if (known !== undefined) return known;
    // One that leads back to itself is refused by the check.
    counted.set(schema, 0);
    const target = typeof schema.$ref === 'string' ? follow(schema.$ref) : undefined;
    const definitions = new Set(['$defs', 'definitions'].flatMap((name) => Object.values(schema[name] ?? {})));
    const fields = innerSchemas(schema)
      .filter(([, inner]) => !definitions.has(inner))
      .reduce((sum, [place, inner]) => sum + (place.startsWith('properties/') ? 1 : 0) + count(inner), 0);
    counted.set(schema, fields + (target ? count(target) : 0));
    return counted.get(schema) ?? 0;
  };
  return count(root);
}
