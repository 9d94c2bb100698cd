import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { safely } from '../../forms/ajv.ts';
import { openPlainSchema } from '../../forms/index.ts';
import { withinSteps } from '../../forms/pattern.ts';

/*
 * The whole JSON-Schema-Test-Suite (github.com/json-schema-org/JSON-Schema-Test-Suite), its optional part too, without what it keeps on a server. It is not ours and no
 * package carries it: `SCHEMA_TEST_SUITE` names the folder of a checkout, and without it nothing is compared, which the report says. What Ajv says is asked, not what
 * the suite says: the two are known to differ, and forms mean what Ajv means.
 */
type Group = { description: string; schema: unknown; tests: { description: string; data: unknown }[] };

const folder = process.env['SCHEMA_TEST_SUITE'];

function read(draft: string): (Group & { file: string })[] {
  const tests = path.join(folder ?? '', 'tests', draft);
  return readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .flatMap((file) =>
      (JSON.parse(readFileSync(path.join(tests, file), 'utf8')) as Group[]).map((group) => ({
        ...group,
        file: file.replace('.json', ''),
      })),
    )
    .filter(({ schema }) => !JSON.stringify(schema).includes('localhost:1234'));
}

/** Ajv as it comes, but for the engine that runs patterns. */
const options: Options = { strict: false, logger: false, code: safely.code };

/** Where ours is right and Ajv is not: its floating `multipleOf` overflows. */
const better = ['optional/float-overflow: valid if optional overflow handling is implemented'];

/** `endless`: Ajv follows some dynamic references round and round, which the command tells in one line. */
function ask(isValid: () => boolean): boolean | 'endless' {
  try {
    return isValid();
  } catch (error) {
    if (error instanceof RangeError) return 'endless';
    throw error;
  }
}

describe.each<[string, string, () => Ajv, least: number]>([
  ['draft7', 'http://json-schema.org/draft-07/schema', () => new Ajv(options), 1600],
  ['draft2019-09', 'https://json-schema.org/draft/2019-09/schema', () => new Ajv2019(options), 2000],
  ['draft2020-12', 'https://json-schema.org/draft/2020-12/schema', () => new Ajv2020(options), 2000],
])('form check and form validate by %s', (draft, $schema, make, least) => {
  const equipped = () => addFormats.default(make());
  const ajv = equipped();
  const compile = (schema: object | boolean): ValidateFunction | null => {
    try {
      // Made anew only where schemas compiled before would tell: a dynamic reference finds anchors of theirs.
      const isDynamic = JSON.stringify(schema).includes('$dynamic');
      return (isDynamic ? equipped() : ajv.removeSchema()).compile(schema);
    } catch {
      return null;
    }
  };

  it.skipIf(folder === undefined)('take the schemas that Ajv takes, and hold valid what Ajv holds valid', () => {
    const differing: string[] = [];
    let compared = 0;
    for (const { file, description, schema: given, tests } of read(draft)) {
      const schema = typeof given === 'boolean' ? given : { $schema, ...(given as object) };
      const ours = openPlainSchema(schema, 'en');
      const theirs = compile(schema);
      if ('validate' in ours !== (theirs !== null)) differing.push(`${file}: ${description}`);
      if (!('validate' in ours) || !theirs) continue;
      for (const { description: about, data } of tests) {
        compared += 1;
        const isValid = ask(() => ours.validate(data, 'en').length === 0);
        if (isValid !== ask(() => withinSteps(() => theirs(data)))) differing.push(`${file}: ${about}`);
      }
    }
    expect(differing).toEqual(better);
    expect(compared).toBeGreaterThan(least);
  });
});
