import { z } from 'zod';

type Schema = {
  $ref?: string;
  $defs?: Record<string, Schema>;
  const?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  default?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  type?: string;
  format?: string;
  minimum?: number;
  minLength?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};

const byFormat: Record<string, string> = {
  date: '2026-11-28',
  'date-time': '2026-11-28T01:23:45.000Z',
  email: 'hanako@example.jp',
  uri: 'https://example.jp/',
  uuid: '0199e0a4-7b1c-7000-8000-000000000001',
};

/**
 * A value of a shape for readers of the API's description, as it is sent (`input`) or answered (`output`): what must be there, each as
 * simple as it may be. Undefined where none can be made from the shape alone.
 */
export function exampleOf(shape: z.ZodType, io: 'input' | 'output'): unknown {
  const schema = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Schema;
  const example = sample(schema, schema.$defs ?? {}, 0);
  return shape.safeParse(example).success ? example : undefined;
}

function sample(schema: Schema, defs: Record<string, Schema>, depth: number): unknown {
  const inner = (item: Schema | undefined): unknown => sample(item ?? {}, defs, depth + 1);
  if (depth > 12) return null;
  if (schema.$ref !== undefined) return inner(defs[schema.$ref.replace('#/$defs/', '')]);
  const said = [schema.const, schema.examples?.[0], schema.enum?.[0], schema.default].find(
    (value) => value !== undefined,
  );
  if (said !== undefined) return said;
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways) return inner(ways.find((way) => way.type !== 'null') ?? ways[0]);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(inner));
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, inner(schema.properties?.[name])]));
    case 'array':
      return schema.items ? Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => inner(schema.items)) : [];
    case 'string':
      return byFormat[schema.format ?? ''] ?? '例'.repeat(Math.max(1, schema.minLength ?? 0));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}
