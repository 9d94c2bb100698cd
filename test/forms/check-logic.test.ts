import { describe, expect, it } from 'vitest';
import { checkForm, fieldOfRole, keepAsked, validate, type Form } from '../../forms/index.ts';
import { checkConditions } from '../../rules/index.ts';
import { checkShape } from '../../server/definitions/definition-shapes.ts';
import { withSnow } from '../support/form-logic.ts';
import { leaveOut, placesOf, spoil, strange } from '../support/spoil.ts';

const schema = {
  type: 'object',
  required: ['title'],
  properties: {
    title: { type: 'string', minLength: 1, 'x-role': 'title' },
    area: { type: 'string', 'x-source': 'areas', 'x-role': 'area' },
    snow: { type: 'boolean' },
    days: { type: 'integer', 'x-unit': { ja: '日' } },
    people: { type: 'integer', 'x-unit': { ja: '人' } },
    who: { enum: ['own', 'group'] },
    from: { type: 'string', format: 'date' },
    members: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          age: { type: 'integer' },
          name: { type: 'string' },
          days: { type: 'integer', 'x-unit': { ja: '日' } },
        },
      },
    },
  },
};
const titles: Record<string, string> = {
  title: '件名',
  area: '圏域',
  snow: '雪かきが必要',
  days: '雪の日数',
  people: '人数',
  who: 'だれが',
  from: 'いつから',
  members: '家族',
  'members[].age': '年',
  'members[].name': '名前',
  'members[].days': '日数',
};
const fields = Object.fromEntries(
  Object.entries(titles).map(([path, title]) => [
    path,
    { title, ...(path === 'who' && { choices: { own: '自分', group: '団体' } }) },
  ]),
);
const form = (logic: unknown, changed: object = {}) => ({
  key: 'snow',
  purpose: 'record-step',
  texts: { ja: { name: '雪', fields } },
  schema: { ...schema, properties: withoutRoles(schema.properties), ...changed },
  logic,
});
const withoutRoles = (properties: Record<string, object>) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const { 'x-role': _, ...rest } = field as Record<string, unknown>;
      return [name, rest];
    }),
  );
const check = (logic: unknown, changed?: object, language: 'ja' | 'en' = 'ja') =>
  checkForm(form(logic, changed), language, checkConditions);
const listIssues = (logic: unknown, changed?: object) =>
  check(logic, changed).map(({ path, code }) => `${path} ${code}`);

const is = (fact: string, value: unknown, operator = 'equal') => ({ fact, operator, value });
const when = (...all: object[]) => ({ all });

describe("the check of a form's logic", () => {
  it('finds nothing in rules that are in order', () => {
    expect(
      listIssues([
        { id: 'days', when: when(is('snow', true)), then: { show: ['days', 'who'] } },
        { id: 'needed', when: is('snow', true), then: { require: ['days'] } },
        { id: 'own', when: when(is('days', 3, 'lessThan')), then: { limit: 'who', to: ['own'] } },
        {
          id: 'name',
          when: when(is('members[].age', 18, 'lessThan'), is('snow', true)),
          then: { want: ['members[].name'] },
        },
        { id: 'sum', when: when(is('snow', false)), then: { set: 'days', value: { sum: ['members[].days'] } } },
        {
          id: 'many',
          when: { not: { fact: 'members', operator: 'lessThan', value: 9, path: '$.length' } },
          then: { refuse: 'members', message: { ja: '8人までです。' } },
        },
        { id: 'taro', when: when(is('members[].name', '太郎', 'contains')), then: { show: ['from'] } },
      ]),
    ).toEqual([]);
  });

  it.each([
    ['no list', {}, '/logic logic-no-list'],
    ['no rule', ['x'], '/logic/0 logic-shape'],
    ['no effect', [{ id: 'a', then: {} }], '/logic/0/then logic-effect'],
    ['two effects', [{ id: 'a', then: { show: ['days'], require: ['days'] } }], '/logic/0/then logic-effect'],
    ['something unknown', [{ id: 'a', if: {}, then: { show: ['days'] } }], '/logic/0/if unknown-key'],
    [
      'a condition that is none',
      [{ id: 'a', when: { all: [] }, then: { show: ['days'] } }],
      '/logic/0/when logic-condition',
    ],
    [
      'a name twice',
      [
        { id: 'a', then: { show: ['days'] } },
        { id: 'a', then: { show: ['who'] } },
      ],
      '/logic/1/id logic-twice',
    ],
    [
      'a field that is not there',
      [{ id: 'a', then: { show: ['days', 'gone'] } }],
      '/logic/0/then/show/1 unknown-field',
    ],
    [
      'a fact that is not there',
      [{ id: 'a', when: when(is('gone', 1)), then: { show: ['days'] } }],
      '/logic/0/when/all/0/fact unknown-field',
    ],
    [
      'an operator that does not fit',
      [{ id: 'a', when: when(is('snow', 3, 'lessThan')), then: { show: ['days'] } }],
      '/logic/0/when/all/0/operator operator-does-not-fit',
    ],
    [
      'an operator nobody knows',
      [{ id: 'a', when: is('snow', 3, 'like'), then: { show: ['days'] } }],
      '/logic/0/when/operator unknown-operator',
    ],
    [
      'a value of another type',
      [{ id: 'a', when: when(is('days', '3')), then: { show: ['who'] } }],
      '/logic/0/when/all/0/value wrong-value',
    ],
    [
      'a value that is no choice',
      [{ id: 'a', when: when(is('who', 'gone')), then: { show: ['days'] } }],
      '/logic/0/when/all/0/value unknown-choice',
    ],
    [
      'a number of all entries',
      [{ id: 'a', when: when(is('members[].age', 3)), then: { show: ['days'] } }],
      '/logic/0/when/all/0/fact logic-fact',
    ],
    [
      'fields of different entries',
      [{ id: 'a', then: { require: ['days', 'members[].age'] } }],
      '/logic/0/then logic-rows',
    ],
    ['no choices to limit', [{ id: 'a', then: { limit: 'days', to: [1] } }], '/logic/0/then/limit logic-no-choices'],
    [
      'a limit beside the choices',
      [{ id: 'a', then: { limit: 'who', to: ['own', 'gone'] } }],
      '/logic/0/then/to/1 logic-choice',
    ],
    [
      'a value that the field cannot hold',
      [{ id: 'a', then: { set: 'days', value: 1.5 } }],
      '/logic/0/then/value logic-value',
    ],
    [
      'a sum of what is no number',
      [{ id: 'a', then: { set: 'days', value: { sum: ['who'] } } }],
      '/logic/0/then/value/sum/0 logic-no-number',
    ],
    [
      'a sum of unlike units',
      [{ id: 'a', then: { set: 'days', value: { sum: ['people'] } } }],
      '/logic/0/then/value/sum/0 logic-unit',
    ],
    [
      'a copy of another kind',
      [{ id: 'a', then: { set: 'days', value: { fact: 'from' } } }],
      '/logic/0/then/value/fact logic-copy',
    ],
    [
      'a refusal without words',
      [{ id: 'a', then: { refuse: 'days', message: { en: 'No' } } }],
      '/logic/0/then/message logic-message',
    ],
    [
      'a required field that may be hidden',
      [{ id: 'a', when: is('snow', true), then: { show: ['title'] } }],
      '/schema/properties/title logic-required',
    ],
    [
      'a condition that never holds',
      [{ id: 'a', when: when(is('days', 3), is('days', 4)), then: { show: ['who'] } }],
      '/logic/0/when/all/1 never-true',
    ],
    [
      'a field that is shown only by one that is hidden then',
      [
        { id: 'a', when: when(is('snow', true)), then: { show: ['days'] } },
        { id: 'b', when: when(is('days', 3), is('snow', false)), then: { show: ['who'] } },
      ],
      '/logic/1/when never-true',
    ],
    [
      'two values at once',
      [
        { id: 'a', when: when(is('snow', true)), then: { set: 'days', value: 1 } },
        { id: 'b', when: when(is('who', 'own')), then: { set: 'days', value: 2 } },
      ],
      '/logic/1 logic-clash',
    ],
  ])('refuses %s, with its place', (_, logic, issue) => {
    expect(listIssues(logic)).toEqual([issue]);
    for (const language of ['ja', 'en'] as const)
      for (const { message, code } of check(logic, undefined, language)) expect(message).not.toBe(code);
  });

  it('lets two rules set one field where they exclude each other', () => {
    expect(
      listIssues([
        { id: 'a', when: when(is('snow', true)), then: { set: 'days', value: 1 } },
        { id: 'b', when: when(is('snow', false)), then: { set: 'days', value: 2 } },
      ]),
    ).toEqual([]);
  });

  it('tells a circle of fields that show or set each other, however long', () => {
    const logic = [
      { id: 'a', when: when(is('snow', true)), then: { show: ['days'] } },
      { id: 'b', when: when(is('days', 1)), then: { set: 'who', value: 'own' } },
      { id: 'c', when: when(is('who', 'own')), then: { show: ['snow'] } },
    ];
    expect(listIssues(logic)).toEqual(['/logic/0 logic-circle', '/logic/1 logic-circle', '/logic/2 logic-circle']);
    expect(check(logic)[0]?.message).toContain('「雪の日数」');
    expect(listIssues([{ id: 'a', when: when(is('snow', true)), then: { show: ['snow'] } }])).toEqual([
      '/logic/0 logic-circle',
    ]);
  });

  it('tells a circle that closes by way of the conditions of the schema', () => {
    const sum = [{ id: 'sum', then: { set: 'days', value: { sum: ['members[].days', 'extra'] } } }];
    const { texts, ...rest } = form(sum);
    const more = { extra: { title: '追加の日数' }, other: { title: 'その他' } };
    const circles = (by: { properties?: object; [keyword: string]: unknown }) =>
      checkForm(
        {
          ...rest,
          texts: { ja: { ...texts.ja, fields: { ...fields, ...more } } },
          schema: {
            type: 'object',
            ...by,
            properties: { ...withoutRoles(schema.properties), other: { type: 'boolean' }, ...by.properties },
          },
        },
        'ja',
        checkConditions,
      ).map(({ path, code }) => `${path} ${code}`);
    const extra = { properties: { extra: { type: 'integer', 'x-unit': { ja: '日' } } } };
    for (const by of [
      { if: { properties: { days: { const: 1 } }, required: ['days'] }, then: extra },
      { if: { not: { required: ['days'] } }, then: {}, else: extra },
      { allOf: [{ if: { required: ['days'] }, then: { if: { required: ['snow'] }, then: {}, else: extra } }] },
      { dependentSchemas: { days: extra } },
      { oneOf: [{ properties: { days: { const: 1 }, ...extra.properties } }, { properties: { days: { const: 2 } } }] },
    ])
      expect(circles(by)).toEqual(['/logic/0 logic-circle']);
    for (const by of [
      { if: { required: ['other'] }, then: extra },
      // Asked whatever is answered; the branch only narrows it.
      { ...extra, if: { required: ['days'] }, then: { properties: { extra: { minimum: 1 } } } },
    ])
      expect(circles(by)).toEqual([]);
  });

  it('looks at what shows a field, and what shows that, only as far as it is little', () => {
    const values = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const names = Array.from({ length: 8 }, (_, layer) => [`x${layer}`, `y${layer}`]);
    const properties = Object.fromEntries(names.flat().map((name) => [name, { enum: values }]));
    const logic = names.slice(1).flatMap((layer, index) =>
      values.map((value, at) => ({
        id: `${layer.join()} ${value}`,
        when: when(is(`x${index}`, value), is(`y${index}`, values[(at + 1) % 7])),
        then: { show: layer },
      })),
    );
    const most = { whole: 0 };
    const count = (condition: unknown): number =>
      Array.isArray(condition)
        ? condition.reduce<number>((sum, part) => sum + count(part), 0)
        : typeof condition === 'object' && condition !== null
          ? 'fact' in condition
            ? 1
            : count(Object.values(condition))
          : 0;
    const body = {
      key: 'snow',
      purpose: 'record-step',
      texts: {
        ja: {
          name: '雪',
          fields: Object.fromEntries(
            names
              .flat()
              .map((name) => [
                name,
                { title: name, choices: Object.fromEntries(values.map((value) => [value, value])) },
              ]),
          ),
        },
      },
      schema: { type: 'object', properties },
      logic,
    };
    expect(
      checkForm(body, 'ja', (conditions, ...rest) => {
        for (const { whole } of conditions) most.whole = Math.max(most.whole, count(whole));
        return checkConditions(conditions, ...rest);
      }),
    ).toEqual([]);
    expect(most.whole).toBeGreaterThan(7);
    expect(most.whole).toBeLessThanOrEqual(60);
  });

  it('asks of two rules that set a field whether both can hold only where one fact does not tell them apart', () => {
    const values = Array.from({ length: 250 }, (_, index) => `${index}`);
    const count = { pairs: 0 };
    const judge = (logic: unknown, more: object) =>
      checkForm(form(logic, { properties: { ...withoutRoles(schema.properties), ...more } }), 'ja', (...all) => {
        count.pairs += all[0].filter(({ name }) => name === '-').length;
        return checkConditions(...all);
      }).map(({ code }) => code);
    const byValue = values.map((value, index) => ({
      id: value,
      when: when(is('people', index)),
      then: { set: 'days', value: index },
    }));
    expect(judge(byValue, {})).toEqual([]);
    expect(count.pairs).toBe(0);
    const byRange = values.map((value, index) => ({
      id: value,
      when: when(is('people', index, 'greaterThanInclusive'), is('people', index + 1, 'lessThan')),
      then: { set: 'days', value: index },
    }));
    expect(judge(byRange, {})).toEqual([]);
    expect(count.pairs).toBeLessThanOrEqual(1000);
  });

  it('refuses to hide, set or limit what the program fills in itself', () => {
    const intake = withSnow();
    const judge = (then: object) =>
      checkForm({ ...intake, logic: [{ id: 'a', when: is('snow', true), then }] }, 'ja', checkConditions).flatMap(
        ({ path, code }) => (code === 'logic-filled' ? [path] : []),
      );
    const consent = fieldOfRole(intake, 'consent') ?? '';
    const scope = fieldOfRole(intake, 'consent-scope') ?? '';
    expect(judge({ set: consent, value: 'given' })).toEqual(['/logic/0/then/set']);
    expect(judge({ limit: consent, to: ['given'] })).toEqual(['/logic/0/then/limit']);
    expect(judge({ show: ['snowDays', scope] })).toEqual(['/logic/0/then/show/1']);
    expect(judge({ require: [scope] })).toEqual([]);
  });

  it('refuses to ask what nobody can answer: what is only shown, a group, what is always set', () => {
    const day = { type: 'string', format: 'date' };
    const properties = {
      days: { type: 'integer' },
      people: { type: 'integer' },
      heading: { type: 'null', 'x-shown': 'heading' },
      home: { type: 'object', properties: { town: { type: 'string' } } },
      stay: { type: 'object', 'x-period': true, properties: { from: day, to: day } },
    };
    const paths = [...Object.keys(properties), 'home.town', 'stay.from', 'stay.to'];
    const judge = (...thens: object[]) =>
      checkForm(
        {
          key: 'snow',
          purpose: 'record-step',
          texts: { ja: { name: '雪', fields: Object.fromEntries(paths.map((path) => [path, { title: path }])) } },
          schema: { type: 'object', properties },
          logic: thens.map((then, index) => ({ id: `${index}`, then })),
        },
        'ja',
        checkConditions,
      ).map(({ path, code }) => `${path} ${code}`);
    const always = { set: 'days', value: { sum: ['people'] } };
    for (const effect of ['require', 'want']) {
      expect(judge({ [effect]: ['people', 'heading'] })).toEqual([`/logic/0/then/${effect}/1 logic-shown`]);
      expect(judge({ [effect]: ['home'] })).toEqual([`/logic/0/then/${effect}/0 logic-group`]);
      expect(judge(always, { [effect]: ['people', 'days'] })).toEqual([`/logic/1/then/${effect}/1 logic-always-set`]);
      expect(judge({ [effect]: ['stay', 'home.town'] })).toEqual([]);
    }
    expect(judge({ refuse: 'heading', message: { ja: '送れません。' } })).toEqual(['/logic/0/then/refuse logic-shown']);
    expect(judge({ show: ['heading', 'home'] }, always, { refuse: 'days', message: { ja: '多すぎます。' } })).toEqual(
      [],
    );
  });

  it('lets a field take over what another holds only where it is told no wider', () => {
    const marked = (from: object, to: object) => ({
      properties: {
        ...withoutRoles(schema.properties),
        title: { type: 'string', ...from },
        area: { type: 'string', ...to },
        people: { type: 'integer', 'x-unit': { ja: '日' }, ...from },
        days: { type: 'integer', 'x-unit': { ja: '日' }, ...to },
      },
    });
    const copy = { id: 'copy', then: { set: 'area', value: { fact: 'title' } } };
    const sum = { id: 'sum', then: { set: 'days', value: { sum: ['people'] } } };
    const judge = (from: object, to: object) => listIssues([copy, sum], marked(from, to));
    const both = ['/logic/0/then/value/fact logic-told', '/logic/1/then/value/sum/0 logic-told'];
    const [no, yes] = [{ 'x-personal': false }, { 'x-personal': true }];
    const tellCouncil = (telling: string) => ({ ...no, 'x-tell': { council: telling } });
    expect(judge(yes, no)).toEqual(both);
    expect(judge(no, yes)).toEqual([]);
    expect(judge(no, tellCouncil('consent'))).toEqual(both);
    expect(judge(tellCouncil('consent'), tellCouncil('always'))).toEqual(both);
    expect(judge(tellCouncil('always'), tellCouncil('consent'))).toEqual([]);
    expect(judge(tellCouncil('always'), tellCouncil('always'))).toEqual([]);
    expect(judge(tellCouncil('always'), { ...no, 'x-tell': { members: 'always' } })).toEqual(both);
  });

  it('finds a field that only a branch of the schema demands, and that a rule may hide', () => {
    const show = [{ id: 'a', when: is('people', 1), then: { show: ['days'] } }];
    const plain = withoutRoles(schema.properties);
    const judge = (by: object) => listIssues(show, { properties: plain, ...by });
    const snow = { required: ['snow'] };
    expect(judge({ if: snow, then: { required: ['days'] } })).toEqual(['/schema/then/required logic-required']);
    expect(judge({ allOf: [{ required: ['days'] }] })).toEqual(['/schema/allOf/0/required logic-required']);
    expect(judge({ dependentRequired: { snow: ['days'] } })).toEqual(['/schema/dependentRequired/snow logic-required']);
    // Who does not see the one answers the other.
    expect(judge({ anyOf: [{ required: ['days'] }, { required: ['people'] }] })).toEqual([]);
  });

  it('leaves forms without rules as they were, and does not check rules without their judge', () => {
    const { logic: _, ...plain } = form([]);
    expect(checkForm(plain)).toEqual([]);
    expect(() => checkForm(form([]))).toThrow('needs the rules');
  });

  it('answers in words whatever stands in the rules, and what it lets through can be asked', () => {
    const whole = form([
      {
        id: 'days',
        when: when(is('snow', true), { not: is('days', { fact: 'people' }, 'lessThan') }),
        then: { show: ['who'] },
      },
      { id: 'name', when: { any: [is('members[].age', 18, 'lessThan')] }, then: { require: ['members[].name'] } },
      { id: 'own', then: { limit: 'who', to: ['own'] } },
      { id: 'sum', then: { set: 'days', value: { sum: ['members[].days'] } } },
      {
        id: 'many',
        when: is('from', '2026-11-01', 'after'),
        then: { refuse: 'from', message: { ja: '早い日にしてください。' } },
      },
    ]);
    const answers = { snow: true, days: 3, who: 'own', from: '2026-11-02', members: [{ age: 3 }] };
    const wrong: string[] = [];
    let refused = 0;
    for (const at of placesOf(whole.logic))
      for (const logic of [...strange.map((bad) => spoil(whole.logic, at, bad)), leaveOut(whole.logic, at)])
        try {
          const body = { ...whole, logic };
          const misshapen = checkShape('form', body, 'ja');
          const issues = misshapen.length > 0 ? misshapen : checkForm(body, 'ja', checkConditions);
          if (issues.some(({ path, message }) => typeof path !== 'string' || message === ''))
            wrong.push(JSON.stringify(issues));
          refused += issues.length > 0 ? 1 : 0;
          if (issues.length === 0) validate(body as Form, keepAsked(body as Form, answers));
        } catch (error) {
          wrong.push(`${at.join('/')}: ${JSON.stringify(logic)?.slice(0, 200)}: ${String(error)}`);
        }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(500);
  });
});

describe('a rule that shows a page', () => {
  const page = { type: 'null', 'x-shown': 'page' };
  const shows = (fact: string, properties: object, required: string[] = []) => {
    const all = { snow: { type: 'boolean' }, area: page, ...properties };
    const rule = { id: 'page', when: { all: [is(fact, true)] }, then: { show: ['area'] } };
    const document = form([rule], { properties: all, required });
    const texts = {
      ja: { name: '雪', fields: Object.fromEntries(Object.keys(all).map((name) => [name, { title: name }])) },
    };
    return { ...document, texts };
  };
  const codes = (document: object) => checkForm(document, 'ja', checkConditions).map(({ code, path }) => [code, path]);

  it('names the page break alone', () => {
    expect(codes(shows('snow', { title: { type: 'string' } }))).toEqual([]);
  });

  it('is refused where the page holds what is always to be answered, or decides about itself', () => {
    const required = shows('snow', { title: { type: 'string' } }, ['title']);
    expect(codes(required)).toEqual([['logic-required', '/schema/properties/title']]);
    const circle = codes(shows('who', { who: { type: 'boolean' } }));
    expect(circle.map(([code]) => code)).toContain('logic-circle');
    expect(circle.filter(([code]) => code === 'logic-circle').map(([, path]) => path)).toEqual([
      '/logic/0',
      '/logic/0',
    ]);
  });

  it('is refused where the page holds what the program fills in', () => {
    const intake = withSnow();
    intake.schema.properties.where = page;
    intake.texts.ja.fields.where = { title: '場所' };
    intake.uiSchema['ui:order'].splice(intake.uiSchema['ui:order'].indexOf('area'), 0, 'where');
    const rule = { id: 'page', when: { all: [is('snow', true)] }, then: { show: ['where'] } };
    expect(codes({ ...intake, logic: [rule] })).toContainEqual(['logic-filled', '/logic/0/then/show/0']);
  });

  it('never holds where it would ask about a page that is shown only otherwise', () => {
    const document = shows('snow', { days: { type: 'integer' }, from: page, people: { type: 'integer' } });
    const rules = document.logic as object[];
    const never = {
      id: 'never',
      when: {
        all: [
          { fact: 'snow', operator: 'equal', value: false },
          { fact: 'days', operator: 'greaterThan', value: 1 },
        ],
      },
      then: { show: ['people'] },
    };
    expect(codes({ ...document, logic: [...rules, never] }).map(([, path]) => path)).toEqual([
      expect.stringMatching(/^\/logic\/1/),
    ]);
  });
});
