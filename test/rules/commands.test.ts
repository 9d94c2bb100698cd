import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from 'json-rules-engine';
import type { RuleProperties, TopLevelCondition } from 'json-rules-engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseRuleSet, factModels, findUntold } from '../../rules/index.ts';
import type { RuleSet } from '../../rules/types.ts';
import { findJsonFault } from '../../server/commands/find-json-fault.ts';
import { runRules } from '../../server/commands/rules.ts';
import { libraryKeys, readLibrary } from './support.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sasaeai-rules-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command on real files; texts are written as they are, everything else as JSON. */
async function run(command: 'eval' | 'check', rules: unknown, facts?: unknown, ...flags: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const files = await Promise.all(
    ['rules.json', 'facts.json'].map(async (name, index) => {
      const content = index === 0 ? rules : facts;
      await writeFile(
        join(folder, name),
        typeof content === 'string' || content instanceof Uint8Array ? content : (JSON.stringify(content) ?? ''),
      );
      return join(folder, name);
    }),
  );
  const code = await runRules([command, ...files.slice(0, command === 'eval' ? 2 : 1), ...flags], {
    readFile: (path) => readFile(path),
    out: (line) => out.push(line),
    err: (line) => err.push(line.replaceAll(`${folder}/`, '')),
  });
  return { code, err, lines: out.map((line) => JSON.parse(line) as unknown) };
}

type Plain = { rules: RuleProperties[]; conditions?: Record<string, TopLevelCondition> };

/** What json-rules-engine says when it is used as its documentation shows. */
async function runDirectly(plain: Plain, facts: Record<string, unknown>, allowUndefinedFacts: boolean) {
  const engine = new Engine(plain.rules, { allowUndefinedFacts });
  for (const [name, condition] of Object.entries(plain.conditions ?? {})) engine.setCondition(name, condition);
  try {
    const { events, results } = await engine.run(facts);
    return { events, rules: results.map((result) => result.name ?? null) };
  } catch (error) {
    return { error: { code: 'UNDEFINED_FACT', fact: /^Undefined fact: (.*)$/.exec((error as Error).message)?.[1] } };
  }
}

const when = (fact: string, operator: string, value: unknown, more: Record<string, unknown> = {}) => ({
  fact,
  operator,
  value,
  ...more,
});
const rule = (name: string | undefined, conditions: unknown, more: Record<string, unknown> = {}) =>
  ({
    ...(name === undefined ? {} : { name }),
    conditions,
    event: { type: `${name ?? 'nameless'}-event`, params: { of: name ?? 0 } },
    ...more,
  }) as RuleProperties;
const people = [
  { age: 20, tags: ['a', 'b'], home: { town: { name: '石巻' }, floors: [1, 2] } },
  { age: 70, tags: [], home: null },
  { age: 'old', tags: ['c'] },
  { tags: null },
  {},
];

describe('rules eval on plain json-rules-engine', () => {
  it.each<[string, Plain]>([
    [
      'priorities',
      {
        rules: [
          rule('low', { all: [when('age', 'greaterThan', 1)] }),
          rule('high', { all: [when('age', 'greaterThan', 1)] }, { priority: 10 }),
          rule('highest', { any: [when('age', 'lessThan', 99)] }, { priority: 100 }),
        ],
      },
    ],
    [
      'rules of one priority but different depth',
      {
        rules: [
          rule('deep', { all: [{ any: [{ all: [when('age', 'greaterThan', 1)] }] }] }),
          rule('flat', { all: [when('age', 'greaterThan', 1)] }),
          rule('middle', { not: { any: [when('age', 'equal', 3)] } }),
        ],
      },
    ],
    [
      'nested groups',
      {
        rules: [
          rule('nested', {
            any: [
              { all: [when('age', 'lessThan', 30), when('tags', 'contains', 'a')] },
              { not: { any: [when('age', 'lessThan', 65)] } },
            ],
          }),
        ],
      },
    ],
    ['a top-level not', { rules: [rule('not', { not: when('age', 'equal', 20) })] }],
    [
      'named conditions, one in another',
      {
        conditions: {
          young: { all: [when('age', 'lessThan', 30)] },
          tagged: { all: [{ condition: 'young' }, when('tags', 'contains', 'b')] },
        },
        rules: [
          rule('named', { condition: 'tagged' }),
          rule('within', { any: [{ condition: 'young' }, when('age', 'equal', 70)] }),
        ],
      },
    ],
    [
      'operator decorators',
      {
        rules: [
          rule('some', { all: [when('tags', 'someFact:equal', 'a')] }),
          rule('every', { all: [when('tags', 'everyFact:in', ['a', 'b'])] }),
          rule('value', { all: [when('age', 'someValue:equal', [20, 70])] }),
          rule('swapped', { all: [when('age', 'swap:lessThan', 30)] }),
          rule('negated', { all: [when('tags', 'not:contains', 'a')] }),
        ],
      },
    ],
    [
      'a comparison with another fact',
      { rules: [rule('compare', { all: [when('age', 'greaterThan', { fact: 'tags', path: '$.length' })] })] },
    ],
    ['params', { rules: [rule('params', { all: [when('age', 'equal', 20, { params: { unit: 'years' } })] })] }],
    [
      'path',
      {
        rules: [
          rule('path', { all: [when('home', 'equal', '石巻', { path: '$.town.name' })] }),
          rule('index', { all: [when('home', 'equal', 2, { path: '$.floors[1]' })] }),
        ],
      },
    ],
    [
      'condition priorities that skip an absent fact',
      {
        rules: [
          rule('skip', {
            any: [when('age', 'equal', 20, { priority: 9 }), when('missing', 'equal', 1, { priority: 1 })],
          }),
        ],
      },
    ],
    [
      'priorities of conditions as they are written',
      {
        rules: [
          rule('fraction', {
            any: [when('age', 'greaterThan', 1, { priority: 2.7 }), when('missing', 'equal', 1, { priority: 2 })],
          }),
          rule('text', {
            any: [when('age', 'greaterThan', 1, { priority: '3' }), when('missing', 'equal', 1, { priority: '2' })],
          }),
        ],
      },
    ],
    [
      'JSONPath with filters and wildcards',
      {
        rules: [
          rule('filter', { all: [when('home', 'contains', 2, { path: '$.floors[?(@ > 1)]' })] }),
          rule('all', { all: [when('home', 'contains', 1, { path: '$.floors[*]' })] }),
          rule('deep', { all: [when('home', 'contains', '石巻', { path: '$..name' })] }),
          rule('last', { all: [when('tags', 'equal', 'b', { path: '$[-1:]' })] }),
        ],
      },
    ],
    [
      'a condition of two kinds at once',
      {
        conditions: { yes: { all: [] } },
        rules: [
          rule('both', { all: [when('age', 'equal', 20)], any: [when('age', 'equal', 70)] }),
          rule('named', { condition: 'yes', all: [when('age', 'equal', 20)] }),
        ],
      },
    ],
    [
      'event params that name a fact',
      { rules: [rule('params', { all: [] }, { event: { type: 'x', params: { age: { fact: 'age' } } } })] },
    ],
    [
      'an absent fact with notEqual and not',
      {
        rules: [rule('a', { all: [when('missing', 'notEqual', 1)] }), rule('b', { not: when('missing', 'equal', 1) })],
      },
    ],
    ['empty groups', { rules: [rule('any', { any: [] }), rule('all', { all: [] })] }],
    [
      'rules without a name, and with 0 for a name',
      {
        rules: [
          rule(undefined, { all: [when('age', 'greaterThan', 1)] }),
          { ...rule('x', { all: [] }), name: 0 } as unknown as RuleProperties,
        ],
      },
    ],
    ['text taken for a number', { rules: [rule('text', { all: [when('age', 'lessThan', '9')] })] }],
    ['events without params', { rules: [rule('bare', { all: [] }, { event: { type: 'bare' } })] }],
  ])('gives what json-rules-engine gives: %s', async (_name, plain) => {
    for (const flags of [[], ['--allow-undefined']]) {
      const direct = [];
      for (const facts of people) direct.push(await runDirectly(structuredClone(plain), facts, flags.length > 0));
      const { code, lines, err } = await run('eval', plain, people, ...flags);
      expect({ code, err }).toEqual({ code: direct.some((answer) => 'error' in answer) ? 1 : 0, err: [] });
      expect(lines).toEqual(direct);
    }
  });

  it('takes one rule, a list and {"rules"}; an object, a list and NDJSON', async () => {
    const single = rule('one', { all: [when('age', 'equal', 20)] });
    const expected = { events: [{ type: 'one-event', params: { of: 'one' } }], rules: ['one'] };
    for (const rules of [single, [single], { rules: [single] }]) {
      expect((await run('eval', rules, { age: 20 })).lines).toEqual([expected]);
    }
    const none = { events: [], rules: [] };
    expect((await run('eval', single, [{ age: 20 }, { age: 1 }])).lines).toEqual([expected, none]);
    expect((await run('eval', single, '\uFEFF{"age":20}\r\n\r\n{"age":1}\n')).lines).toEqual([expected, none]);
    expect((await run('eval', single, '[]')).lines).toEqual([]);
    expect((await run('eval', single, '{\n  "age": 20\n}\n')).lines).toEqual([expected]);
  });

  it.each<[string, Plain]>([
    [
      'of the compiled form',
      {
        conditions: {
          tagged: {
            any: [
              when('tags', 'someFact:equal', 'a', { priority: 1.5 }),
              when('age', 'greaterThan', 50, { priority: 3 }),
            ],
          },
        },
        rules: [
          rule('a', {
            all: [
              { condition: 'tagged' },
              { not: { all: [when('age', 'in', [20, 21]), when('home', 'equal', '石巻', { path: '$.town.name' })] } },
            ],
          }),
          rule('b', { any: [when('age', 'lessThan', 30)] }),
          rule('c', { all: [] }, { priority: 2 }),
        ],
      },
    ],
    [
      'of what cannot be compiled',
      {
        rules: [
          rule('filter', { all: [when('home', 'contains', 2, { path: '$.floors[?(@ > 1)]' })] }),
          rule('b', { any: [when('age', 'lessThan', 30)] }),
        ],
      },
    ],
  ])('gives the same for many facts: %s', async (_name, plain) => {
    const direct: unknown[] = [];
    for (const facts of people) direct.push(await runDirectly(structuredClone(plain), facts, true));
    const lines = Array.from({ length: 400 }, () => people.map((facts) => JSON.stringify(facts)).join('\r\n')).join(
      '\n\n',
    );
    const answer = await run('eval', plain, lines, '--allow-undefined');
    expect(answer.code).toBe(0);
    expect(answer.lines).toEqual(Array.from({ length: 400 }, () => direct).flat());
  });

  it('prints nothing where the last of many lines is broken', async () => {
    expect(await run('eval', rule('x', { all: [] }), `${'{"a":1}\n'.repeat(2000)}{"a":}`)).toEqual({
      code: 2,
      lines: [],
      err: ['facts.json: line 2001, column 6: not valid JSON'],
    });
  });

  it('names the absent fact and goes on', async () => {
    const { code, lines } = await run('eval', rule('one', { all: [when('age', 'equal', 20)] }), '{}\n{"age":20}');
    expect(code).toBe(1);
    expect(lines).toEqual([
      { error: { code: 'UNDEFINED_FACT', fact: 'age' } },
      { events: [{ type: 'one-event', params: { of: 'one' } }], rules: ['one'] },
    ]);
  });

  it('is not disturbed by a failed object before it', async () => {
    const rules = [
      rule('first', { all: [when('age', 'greaterThan', 1)] }, { priority: 3 }),
      rule('second', { all: [] }, { priority: 2 }),
      rule('third', { all: [] }),
    ];
    const { lines } = await run('eval', rules, [{}, { age: 2 }]);
    expect(lines[1]).toMatchObject({ rules: ['first', 'second', 'third'] });
  });

  it('gives an event called "error" as any other', async () => {
    expect((await run('eval', rule('e', { all: [] }, { event: { type: 'error' } }), {})).lines).toEqual([
      { events: [{ type: 'error' }], rules: ['e'] },
    ]);
  });

  it('tells in its line what fails only while running', async () => {
    const { code, lines } = await run('eval', rule('one', { all: [when('age', 'is', 20)] }), { age: 20 });
    expect(lines).toEqual([{ error: { code: 'EVALUATION_FAILED', message: 'Unknown operator: is' } }]);
    expect(code).toBe(1);
  });

  it.each<[string, unknown, RegExp]>([
    ['a rule without event', { conditions: { all: [] } }, /^rules\.json: \/: .*"event" property/],
    [
      'a rule without conditions',
      [rule('ok', { all: [] }), { event: { type: 'x' } }],
      /^rules\.json: \/1: .*"conditions" property/,
    ],
    ['conditions that are null', rule('x', null), /^rules\.json: \/conditions: /],
    [
      'a fact at the root',
      { rules: [rule('x', when('age', 'equal', 1))] },
      /^rules\.json: \/rules\/0\/conditions: .*root must contain/,
    ],
    ['all that is no list', rule('x', { all: {} }), /^rules\.json: \/conditions: .*"all" must be an array/],
    [
      'a condition without operator',
      rule('x', { any: [{ all: [when('a', 'equal', 1)] }, { all: [{ fact: 'a', value: 1 }] }] }),
      /^rules\.json: \/conditions\/any\/1\/all\/0: .*"operator" property required/,
    ],
    [
      'a condition without value',
      rule('x', { not: { fact: 'a', operator: 'equal' } }),
      /^rules\.json: \/conditions\/not: .*"value" property required/,
    ],
    ['an event without type', rule('x', { all: [] }, { event: {} }), /^rules\.json: \/: .*"type" property/],
    [
      'a priority of 0 and less',
      rule('x', { all: [] }, { priority: -1 }),
      /^rules\.json: \/: .*Priority must be greater than zero/,
    ],
    [
      'a named condition that is a fact',
      { rules: [], conditions: { x: when('a', 'equal', 1) } },
      /^rules\.json: \/conditions\/x: .*root must contain/,
    ],
    [
      'named conditions that never end',
      {
        rules: [rule('x', { condition: 'a' })],
        conditions: { a: { all: [{ condition: 'b' }] }, b: { any: [{ condition: 'a' }] } },
      },
      /^rules\.json: \/conditions\/b: |^rules\.json: \/conditions\/a: /,
    ],
    [
      'named conditions that never end, beside a group',
      {
        rules: [rule('x', { condition: 'ok', all: [{ condition: 'a' }] })],
        conditions: { ok: { all: [] }, a: { all: [{ condition: 'a' }] } },
      },
      /^rules\.json: \/conditions\/a: /,
    ],
    [
      'a condition that is none',
      rule('x', { any: [{ all: [] }, { all: [null] }] }),
      /^rules\.json: \/conditions\/any\/1\/all\/0: /,
    ],
    ['rules that are no list', { rules: 3 }, /^rules\.json: \/rules: /],
    ['a number', '3', /^rules\.json: \/: /],
    ['null', 'null', /^rules\.json: \/: /],
    ['a list of null', '[null]', /^rules\.json: \/0: /],
    ['no JSON', '{\n  "rules": [x]\n}', /^rules\.json: line 2, column 13: not valid JSON$/],
    ['nothing', '', /^rules\.json: line 1, column 1: not valid JSON$/],
    [
      'nesting without end',
      `{"event":{"type":"x"},"conditions":${'{"all":['.repeat(20000)}${']}'.repeat(20000)}}`,
      /^rules\.json: /,
    ],
  ])('refuses %s with its place', async (_name, rules, message) => {
    const { code, lines, err } = await run('eval', rules, { age: 1 });
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(err).toEqual([expect.stringMatching(message)]);
    expect(err[0]).not.toContain('\n');
  });

  it('reads Shift_JIS, and refuses letters that it cannot tell', async () => {
    const letter = (...bytes: number[]) =>
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]);
    const rules = {
      rules: [{ conditions: { all: [{ fact: 'a', operator: 'equal', value: '名' }] }, event: { type: 'x' } }],
    };
    const shiftJis = await run('eval', rules, letter(0x96, 0xbc));
    expect({ code: shiftJis.code, err: shiftJis.err }).toEqual({ code: 0, err: [] });
    expect(JSON.stringify(shiftJis.lines)).toContain('"x"');
    const unknown = await run('eval', rules, letter(0xcc, 0xbe, 0xa4, 0xb5));
    expect(unknown).toEqual({
      code: 2,
      lines: [],
      err: ['facts.json: its letters cannot be read; save it as UTF-8 or Shift_JIS'],
    });
  });

  it.each<[string, string, string]>([
    ['nothing', ' \n', 'facts.json: no fact object in the file'],
    ['broken JSON', '{"a": 1,\n "b" 2}', 'facts.json: line 2, column 6: not valid JSON'],
    ['a broken line of NDJSON', '{"a":1}\n\n{"a":}\n', 'facts.json: line 3, column 6: not valid JSON'],
    ['a line that is no object', '{"a":1}\n7', 'facts.json: line 2: a fact object { } is needed here'],
    ['an entry that is no object', '[{"a":1},null]', 'facts.json: /1: a fact object { } is needed here'],
    ['a list in a list', '[[]]', 'facts.json: /0: a fact object { } is needed here'],
    ['a text', '"a"', 'facts.json: /: a fact object { } is needed here'],
  ])('refuses facts: %s', async (_name, facts, message) => {
    expect(await run('eval', rule('x', { all: [] }), facts)).toEqual({ code: 2, lines: [], err: [message] });
  });

  it('says how it is used, and which file it cannot read', async () => {
    const err: string[] = [];
    const io = {
      readFile: (path: string) => readFile(path),
      out: () => undefined,
      err: (line: string) => err.push(line),
    };
    for (const args of [[], ['eval', 'a'], ['check'], ['check', 'a', 'b'], ['eval', 'a', 'b', '--other'], ['run', 'a']])
      expect(await runRules(args, io)).toBe(2);
    expect(await runRules(['check', join(folder, 'nowhere.json')], io)).toBe(2);
    expect(err.at(-1)).toMatch(/nowhere\.json: the file cannot be read \(ENOENT\)$/);
    expect(err[0]).toContain('rules eval RULES FACTS');
  });
});

describe('rules eval on our rule sets', () => {
  it.each(libraryKeys)('%s gives what its examples say', async (key) => {
    const { ruleSet } = readLibrary(key);
    const { code, lines } = await run(
      'eval',
      ruleSet,
      ruleSet.examples?.map((example) => example.facts),
    );
    expect(code).toBe(0);
    expect(lines.map((line) => (line as { events: { type: string }[] }).events.map((event) => event.type))).toEqual(
      ruleSet.examples?.map((example) => example.expect.outcomes),
    );
  });

  it('prints score, exclusion and every rule that held', async () => {
    const { ruleSet } = readLibrary('referral');
    const { lines } = await run('eval', ruleSet, ruleSet.examples?.[3]?.facts);
    expect(lines).toEqual([
      {
        events: [{ type: 'exclude' }, { type: 'exclude' }, { type: 'prefer', params: { points: 10 } }],
        rules: ['other-area', 'no-capacity', 'few-referrals'],
        score: 10,
        excluded: true,
      },
    ]);
  });

  it('checks the facts first, and the others go on', async () => {
    const { ruleSet } = readLibrary('roundtable-examined');
    const good = ruleSet.examples?.[0]?.facts ?? {};
    const { 'council.roundtablesHeld': _held, ...less } = good;
    const { 'council.openNeeds': _unused, ...lessUnused } = good;
    const objects = [{ ...good, 'council.roundtablesHeld': '9' }, less, lessUnused, good];
    const { code, lines } = await run('eval', ruleSet, objects);
    const allowed = { events: [{ type: 'allow' }], rules: ['roundtable-waits'] };
    expect(lines).toMatchObject([
      { error: { code: 'INVALID_FACTS', issues: [{ path: '/council.roundtablesHeld', code: 'wrong-fact-type' }] } },
      { error: { code: 'UNDEFINED_FACT', fact: 'council.roundtablesHeld' } },
      allowed,
      allowed,
    ]);
    expect(code).toBe(1);
    expect((await run('eval', ruleSet, less, '--allow-undefined')).lines).toEqual([
      { events: [{ type: 'refuse' }], rules: [] },
    ]);
  });

  it('refuses one that is not in order, with its place', async () => {
    const { ruleSet } = readLibrary('escalation');
    expect(await run('eval', { ...ruleSet, strategy: 'last' }, {})).toEqual({
      code: 2,
      lines: [],
      err: ['rules.json: /strategy: 決め方「last」はありません。first・every・score のどれかです。'],
    });
  });
});

describe('findJsonFault', () => {
  const parses = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it('agrees with JSON.parse on every text with one character changed, left out or added', () => {
    const text = '{"a": [1, -2.5e+3, true, null, {}], "b\\u00e9": {"c": "\\n\\""}, "": []}\n';
    const changed = [...text].flatMap((_, at) =>
      ['', ',', '}', ']', '"', '0', ':', '\n', 'x', '\\', ' '].flatMap((mark) => [
        text.slice(0, at) + mark + text.slice(at + 1),
        text.slice(0, at) + mark + text.slice(at),
      ]),
    );
    const differing = [text, '', ' ', '01', '[', '{}{}', '"', ...changed].filter(
      (candidate) => parses(candidate) !== (findJsonFault(candidate) === null),
    );
    expect(differing).toEqual([]);
    expect(changed.filter(parses).length).toBeGreaterThan(50);
  });

  it.each([
    ['{"a":x}', 1, 6],
    ['[1,\n 2,]', 2, 4],
    ['[1', 1, 3],
    ['{"a" 1}', 1, 6],
    ['1 2', 1, 3],
  ])('finds the place in %j', (text, line, column) => {
    expect(findJsonFault(text)).toEqual({ line, column });
  });
});

describe('rules check', () => {
  it.each(libraryKeys)('finds %s in order', async (key) => {
    expect(await run('check', readLibrary(key).ruleSet)).toMatchObject({
      code: 0,
      err: [],
      lines: [{ valid: true, issues: [] }],
    });
  });

  it('tells each issue of ours, examples included', async () => {
    const { ruleSet } = readLibrary('escalation');
    const examples = [{ name: '違う', facts: ruleSet.examples?.[0]?.facts, expect: { outcomes: ['report'] } }];
    expect(await run('check', { ...ruleSet, examples })).toMatchObject({
      code: 1,
      lines: [{ valid: false, issues: [{ path: '/examples/0/expect/outcomes', code: 'example-failed' }] }],
    });
  });

  it('tells what the studio tells, also what keeps nothing from being published', async () => {
    const { ruleSet } = readLibrary('escalation');
    const model = factModels[ruleSet.factModel];
    if (!model) throw new Error(ruleSet.factModel);
    const [first, ...rest] = ruleSet.rules;
    const nameless: RuleSet = { ...ruleSet, rules: first ? [{ ...first, texts: undefined }, ...rest] : [] };
    const studio = [...analyseRuleSet(nameless, model), ...findUntold(nameless)];
    const { code, lines } = await run('check', nameless);
    expect(lines).toEqual([
      {
        valid: true,
        issues: [],
        findings: studio.map(({ severity, path, code, message }) => ({ severity, path, code, message })),
      },
    ]);
    expect([code, studio.map((finding) => finding.code)]).toEqual([0, expect.arrayContaining(['unnamed'])]);
    // An error stands among the issues, and the others beside it.
    const warned: unknown = expect.arrayContaining([
      expect.objectContaining({ severity: 'warning', code: 'always-true' }),
    ]);
    const shadowed = JSON.parse(
      await readFile(new URL('../fixtures/rules/always-true-first.json', import.meta.url), 'utf8'),
    ) as unknown;
    expect(await run('check', shadowed)).toMatchObject({
      code: 1,
      lines: [{ valid: false, issues: [{ path: '/rules/1', code: 'shadowed' }], findings: warned }],
    });
  });

  it('tells of a plain file also what would fail only while running', async () => {
    const plain = {
      rules: [
        rule('a', { all: [when('x', 'is', 1), when('x', 'not:in', [1])] }),
        rule('b', { any: [{ condition: 'none' }] }),
      ],
    };
    expect(await run('check', plain)).toMatchObject({
      code: 1,
      lines: [
        {
          valid: false,
          issues: [
            { path: '/rules/0/conditions/all/0/operator', code: 'unknown-operator' },
            { path: '/rules/1/conditions/any/0/condition', code: 'missing-condition' },
          ],
        },
      ],
    });
    expect((await run('check', rule('fine', { all: [when('x', 'equal', 1)] }))).code).toBe(0);
  });
});
