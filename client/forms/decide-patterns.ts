import { fitsPattern } from '../../forms/pattern.ts';
import { endsBeforeItBegins, isPeriod, mapSchemas } from '../../forms/walk.ts';
import type { Schema } from './schema.ts';
import { isObject } from '../lib/is-object.ts';

/**
 * The schema with every pattern replaced by one that names those of the answers' texts which it fits. The interpreter runs patterns on the browser's own
 * engine, which may never end and which the server does not use: so it gets only what can be read off at once, and the same answer comes of it. A period, which
 * it does not know, may not be one of those in the answers that end before they begin.
 */
export function decidePatterns(schema: Schema | boolean, answers: unknown): Schema | boolean {
  if (typeof schema === 'boolean') return schema;
  const texts = new Set<string>();
  gatherTexts(answers, texts);
  const wrongPeriods = listWrongPeriods(answers);
  const decide = (source: string) => {
    const fitting = [...texts].filter((text) => fitsPattern(source, text));
    return fitting.length === 0 ? NEVER : `^(?:${fitting.map(escape).join('|')})$`;
  };
  return mapSchemas(schema, (each) => {
    const changed: Schema = { ...each };
    if (isPeriod(each) && wrongPeriods.length > 0)
      changed['allOf'] = [
        ...(Array.isArray(each['allOf']) ? (each['allOf'] as unknown[]) : []),
        { not: { enum: wrongPeriods } },
      ];
    if (typeof each['pattern'] === 'string') changed['pattern'] = decide(each['pattern']);
    if (isObject(each['patternProperties']))
      changed['patternProperties'] = decideNames(each['patternProperties'], decide);
    return changed;
  });
}

const NEVER = '[]';

/** Several patterns may fit the same names: each keeps its own schema. */
function decideNames(named: Schema, decide: (source: string) => string): Schema {
  const decided = new Map<string, unknown[]>();
  for (const [source, schema] of Object.entries(named)) {
    const names = decide(source);
    decided.set(names, [...(decided.get(names) ?? []), schema]);
  }
  return Object.fromEntries(
    [...decided].map(([source, schemas]) => [source, schemas.length === 1 ? schemas[0] : { allOf: schemas }]),
  );
}

function listWrongPeriods(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...(endsBeforeItBegins(value) ? [value] : []), ...Object.values(value).flatMap(listWrongPeriods)];
}

/** The texts that a pattern may be asked about: those in the answers, and the names of their fields. */
function gatherTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    texts.add(name);
    gatherTexts(inner, texts);
  }
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}
