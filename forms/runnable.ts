import { readPattern } from './pattern.ts';
import type { PatternFault } from './translate-pattern.ts';
import type { JsonSchema } from './types.ts';
import { escapeToken, isObject, mapSchemas, visitSchemas } from './walk.ts';

/** A pattern in a schema: where it stands, and as it is written. */
export type PlacedPattern = { pointer: string; source: string };

/** The patterns of a schema: those of `pattern`, and the names of `patternProperties`. */
export function listPatterns(schema: JsonSchema): PlacedPattern[] {
  const patterns: PlacedPattern[] = [];
  visitSchemas(schema, '', ({ pattern, patternProperties }, pointer) => {
    if (typeof pattern === 'string') patterns.push({ pointer: `${pointer}/pattern`, source: pattern });
    if (!isObject(patternProperties)) return;
    for (const name of Object.keys(patternProperties))
      patterns.push({ pointer: `${pointer}/patternProperties/${escapeToken(name)}`, source: name });
  });
  return patterns;
}

/** Those that cannot be run, and why. */
export function listUnrunnable(schema: JsonSchema): (PlacedPattern & { fault: PatternFault })[] {
  return listPatterns(schema).flatMap((pattern) => {
    const read = readPattern(pattern.source);
    return 'code' in read ? [{ ...pattern, fault: read }] : [];
  });
}

const cannotRun = (source: string): boolean => 'code' in readPattern(source);

const runnableOf = new WeakMap<JsonSchema, JsonSchema>();

/**
 * The schema without the patterns that cannot be run, for forms published before `checkForm` refused them: what they forbade is allowed. A `not` around
 * such a pattern goes with it, and so does what forbids further names beside one in `patternProperties`; both would forbid what was allowed.
 * The schema itself where all can be run.
 */
export function runnable(schema: JsonSchema): JsonSchema {
  const made =
    runnableOf.get(schema) ?? (listUnrunnable(schema).length === 0 ? schema : mapSchemas(schema, withoutUnrunnable));
  runnableOf.set(schema, made);
  return made;
}

function withoutUnrunnable(schema: JsonSchema): JsonSchema {
  const { pattern, patternProperties, not, ...rest } = schema;
  const kept: JsonSchema = { ...rest };
  if (typeof pattern !== 'string' || !cannotRun(pattern)) Object.assign(kept, pattern !== undefined && { pattern });
  if (!isObject(not) || listUnrunnable(not).length === 0) Object.assign(kept, not !== undefined && { not });
  if (!isObject(patternProperties)) return kept;
  const named = Object.entries(patternProperties).filter(([name]) => !cannotRun(name));
  if (named.length < Object.keys(patternProperties).length)
    for (const key of ['additionalProperties', 'unevaluatedProperties']) delete kept[key];
  return { ...kept, patternProperties: Object.fromEntries(named) };
}
