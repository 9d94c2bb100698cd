import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { largeBody } from '../../server/http/route.ts';
import { definitionLimits } from '../../server/definitions/definition-limits.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../support/app.ts';
import { testEngine } from '../support/database.ts';

type Body = Record<string, unknown>;
type Problem = { code: string; issues: { path: string; code: string; message: string }[] };
type Checked = { ok: boolean; issues: { path: string; code: string }[] };

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const named = (count: number, make: (index: number) => [string, unknown]): Body =>
  Object.fromEntries(many(count, make));
const read = (file: string): Body => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

const form = (schema: Body, more: Body = {}): Body => ({
  key: 'large',
  purpose: 'need-step',
  texts: { ja: { name: '大きなフォーム', fields: {} } },
  schema: { type: 'object', ...schema },
  ...more,
});
const workflow = (states: Body, more: Body = {}): Body => ({
  key: 'large',
  subject: 'council',
  texts: { ja: { name: '大きな流れ' } },
  machine: { initial: 's0', states },
  states: {},
  steps: {},
  ...more,
});
const leaf = (index: number): Body => ({
  fact: ['service.feeYen', 'service.openDays', 'match.areaDistance', 'match.activeReferrals'][index % 4],
  operator: ['lessThan', 'greaterThan', 'equal', 'notEqual'][(index >> 2) % 4],
  value: index,
});
const ruleSet = (rules: unknown, more: Body = {}): Body => ({
  key: 'large',
  purpose: 'referral',
  factModel: 'need-service',
  strategy: 'score',
  texts: { ja: { name: '大きなルール' } },
  rules,
  ...more,
});
const rule = (index: number, conditions: unknown[]): Body => ({
  name: `r${index}`,
  event: { type: 'score', params: { points: 1 } },
  conditions: { all: conditions },
});
const nested = (depth: number, inner: unknown): unknown =>
  depth === 0 ? inner : { any: [{ all: [nested(depth - 1, inner)] }] };

/** As large as a body may be, and what is said of it. */
const uploads: Record<'form' | 'workflow' | 'rules', Record<string, [body: Body, code: string]>> = {
  form: {
    'thousands of fields': [form({ properties: named(5000, (n) => [`f${n}`, {}]) }), 'limit-fields'],
    'fields that references multiply': [
      form({
        $defs: {
          one: { properties: named(70, (n) => [`a${n}`, { $ref: '#/$defs/two' }]) },
          two: { properties: named(70, (n) => [`b${n}`, {}]) },
        },
        properties: { x: { $ref: '#/$defs/one' } },
      }),
      'limit-fields',
    ],
    'a long chain of references': [
      form({ $defs: named(4000, (n) => [`d${n}`, { $ref: `#/$defs/d${n + 1}` }]) }),
      'limit-references',
    ],
    'thousands of branches': [form({ anyOf: many(9000, () => ({})) }), 'limit-branches'],
    'thousands of patterns': [form({ patternProperties: named(9000, (n) => [`^a${n}`, true]) }), 'limit-patterns'],
    'words for fields that there are not': [
      form({}, { texts: { ja: { name: '甲', fields: named(9000, (n) => [`f${n}`, 1]) } } }),
      'limit-texts',
    ],
    'thousands of rules of its logic': [form({}, { logic: many(5000, () => ({})) }), 'limit-logic'],
    'a rule of its logic with thousands of conditions': [
      form({}, { logic: [{ id: 'a', when: { all: many(4000, leaf) }, then: { show: ['a'] } }] }),
      'limit-ruleConditions',
    ],
    'many rules of many conditions in its logic': [
      form({}, { logic: many(30, (n) => ({ id: `r${n}`, when: { all: many(100, leaf) }, then: { show: ['a'] } })) }),
      'limit-conditions',
    ],
    'a long order': [form({}, { uiSchema: { 'ui:order': many(15_000, () => 'a') } }), 'limit-order'],
    'a text of two megabytes': [form({ description: 'あ'.repeat(600_000) }), 'limit-text'],
    'a name of a megabyte': [form({ properties: { ['a'.repeat(1_000_000)]: {} } }), 'limit-name'],
  },
  workflow: {
    'thousands of states': [workflow(named(6000, (n) => [`s${n}`, {}])), 'limit-states'],
    'a chain of states that follow by themselves': [
      workflow(named(6000, (n) => [`s${n}`, { always: `s${n + 1}` }])),
      'limit-states',
    ],
    'thousands of transitions': [workflow({ s0: { on: { GO: many(15_000, () => 's0') } } }), 'limit-transitions'],
    'thousands of targets': [workflow({ s0: { on: { GO: { target: many(15_000, () => 's0') } } } }), 'limit-targets'],
    'a target of a megabyte': [workflow({ s0: { on: { GO: `#${'a.'.repeat(500_000)}` } } }), 'limit-text'],
    'thousands of effects': [workflow({ s0: { entry: many(15_000, () => 'daily') } }), 'limit-effects'],
    'thousands of steps': [workflow({ s0: {} }, { steps: named(15_000, (n) => [`E${n}`, 1]) }), 'limit-steps'],
    'descriptions of thousands of states': [
      workflow({ s0: {} }, { states: named(15_000, (n) => [`s${n}`, 1]) }),
      'limit-notes',
    ],
    'thousands of stages': [workflow({ s0: {} }, { stages: many(15_000, () => 1) }), 'limit-stages'],
    'thousands of roles': [
      workflow({ s0: {} }, { steps: { GO: { roles: many(15_000, () => 'tier1') } } }),
      'limit-roles',
    ],
  },
  rules: {
    'thousands of rules': [ruleSet(many(5000, () => ({}))), 'limit-rules'],
    'a rule of thousands of conditions': [ruleSet([rule(0, many(4000, leaf))]), 'limit-ruleConditions'],
    'conditions that named ones multiply': [
      ruleSet([rule(0, [{ condition: 'c0' }])], {
        conditions: named(30, (n) => [
          `c${n}`,
          { all: n === 29 ? [leaf(1)] : many(2, () => ({ condition: `c${n + 1}` })) },
        ]),
      }),
      'limit-ruleConditions',
    ],
    'many rules of many conditions': [
      ruleSet(
        many(100, (n) =>
          rule(
            n,
            many(12, (at) => leaf(n * 12 + at)),
          ),
        ),
      ),
      'limit-conditions',
    ],
    'hundreds of examples': [
      ruleSet([rule(0, [leaf(0)])], { examples: many(6000, () => ({ name: '例', facts: {} })) }),
      'limit-examples',
    ],
    'a list of thousands of values': [
      ruleSet([rule(0, [{ fact: 'service.feeYen', operator: 'in', value: many(9000, (n) => n) }])]),
      'limit-list',
    ],
  },
};

/** Everything at its limit at once, as far as one allows the other: work that is done, and soon. */
const { fields } = definitionLimits.form;
const { states, transitions } = definitionLimits.workflow;
const { rules, conditions, examples } = definitionLimits.rules;
const events = Math.floor(transitions / states);
const needServiceFacts = (read('rules/library/referral.rules.json').examples as { facts: Body }[])[0]?.facts ?? {};
const largest: Record<'form' | 'workflow' | 'rules', Record<string, Body>> = {
  form: {
    'all fields': form(
      { properties: named(fields, (n) => [`f${n}`, { type: 'string', pattern: '\\S', minLength: 1 }]) },
      { texts: { ja: { name: '甲', fields: named(fields, (n) => [`f${n}`, { title: `項目${n}` }]) } } },
    ),
  },
  workflow: {
    'all states and transitions': workflow(
      named(states, (n) => [
        `s${n}`,
        { on: named(events, (at) => [`E${at}`, { target: `s${(n + at + 1) % states}` }]) },
      ]),
      {
        states: named(states, (n) => [`s${n}`, { texts: { ja: { name: `状態${n}`, meaning: '状態' } } }]),
        steps: named(events, (n) => [`E${n}`, { texts: { ja: { name: `手続き${n}` } }, roles: ['tier1'] }]),
      },
    ),
    'one chain that goes on by itself': workflow(
      named(states, (n) => [`s${n}`, n === states - 1 ? { type: 'final' } : { always: `s${n + 1}` }]),
      { states: named(states, (n) => [`s${n}`, { texts: { ja: { name: `状態${n}`, meaning: '状態' } } }]) },
    ),
  },
  rules: {
    'all rules, conditions and examples': ruleSet(
      many(rules, (n) =>
        rule(
          n,
          many(conditions / rules - 1, (at) => leaf(n * 7 + at)),
        ),
      ),
      {
        examples: many(examples, (n) => ({ name: `例${n}`, facts: needServiceFacts, expect: {} })).map((example) => ({
          ...example,
          expect: { outcomes: [] },
        })),
      },
    ),
    'conditions nested as deep as they may be': ruleSet([rule(0, [nested(13, leaf(0))])]),
  },
};

describe(`what is very large, on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  const path = (rest: string) => `/municipalities/${town.code}/${rest}`;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    administrator = await signIn(app, town.email('administrator'));
  });
  afterAll(async () => {
    expect(app.logged).toEqual([]);
    await app.close();
  });

  for (const kind of ['form', 'workflow', 'rules'] as const)
    it.each(Object.entries(uploads[kind]))(
      `as a ${kind} is refused with its limit: %s`,
      async (_what, [body, code]) => {
        expect(JSON.stringify(body).length).toBeLessThan(largeBody);
        const checked = await administrator.post<Checked>(path(`definitions/${kind}`), {
          body,
          reason: '試し',
          checkOnly: true,
        });
        expect([checked.status, checked.body.issues]).toMatchObject([200, [{ code }]]);
        const english = await administrator.ask<Problem>(
          'POST',
          path(`definitions/${kind}`),
          { body, reason: 'try' },
          { headers: { 'accept-language': 'en' } },
        );
        expect([english.status, english.body.issues]).toMatchObject([422, [{ code }]]);
        expect(english.body.issues[0]?.message).toMatch(/^[A-Z][^{}]*\d/);
      },
    );

  it.each(Object.entries(uploads.rules))(
    'as a draft of rules is kept, and nothing is computed of it: %s',
    async (_what, [body, code]) => {
      const check = await administrator.post<Checked>(path('rules/check'), { body });
      expect(check.body).toMatchObject({ ok: false, issues: [{ code }], findings: [], examples: [] });
      const saved = await administrator.put<{ version: number; check: Checked }>(
        path('rules/large/draft'),
        { body },
        { version: 0 },
      );
      expect(saved.body.check.issues).toMatchObject([{ code }]);
      expect((await administrator.get<unknown[]>(path('rules'))).status).toBe(200);
      const compared = await administrator.get<Problem>(path('rules/large/compare?from=draft&to=draft'));
      expect([compared.status, compared.body.issues]).toMatchObject([422, [{ code }]]);
      const tried = await administrator.post<Problem>(path('rules/large/try'), { body, facts: {} });
      expect([tried.status, tried.body.issues]).toMatchObject([422, [{ code }]]);
      await administrator.ask('DELETE', path('rules/large/draft'), undefined, { version: saved.body.version });
      await app.installation.db('drafts').where({ key: 'large' }).delete();
    },
  );

  for (const kind of ['form', 'workflow', 'rules'] as const)
    it.each(Object.entries(largest[kind]))(`as a ${kind} at its limits is checked: %s`, async (_what, body) => {
      const checked = await administrator.post<Checked>(path(`definitions/${kind}`), {
        body,
        reason: '試し',
        checkOnly: true,
      });
      expect(checked.status).toBe(200);
      expect(checked.body.issues.filter(({ code }) => code.startsWith('limit-'))).toEqual([]);
      if (kind === 'rules')
        expect((await administrator.post<Checked>(path('rules/check'), { body })).body.ok).toBe(true);
      else expect(checked.body.issues).toEqual([]);
    });

  it('as facts that rules are tried on is refused', async () => {
    const facts = { ...needServiceFacts, 'need.types': many(20_000, () => 'transport') };
    const tried = await administrator.post<Problem>(path('rules/referral/try'), { number: 1, facts });
    expect([tried.status, tried.body.issues]).toMatchObject([
      422,
      [{ path: '/facts/need.types', code: 'limit-facts' }],
    ]);
  });

  it('as thousands of values where few are asked is refused before each is looked at', async () => {
    const client = await signIn(app, town.email('tier2-north'));
    for (const [method, rest, body] of [
      ['POST', 'services', { name: '甲', areaIds: many(60_000, () => 1) }],
      ['POST', 'needs', { answers: named(20_000, (n) => [`f${n}`, 1]) }],
      ['POST', 'needs', { answers: { notes: many(60_000, () => 'x') } }],
    ] as const) {
      const refused = await client.ask<Problem>(method, path(rest), body);
      expect([refused.status, refused.body.issues]).toMatchObject([422, [{ code: 'many' }]]);
    }
  });
});
