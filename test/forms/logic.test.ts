import { describe, expect, it } from 'vitest';
import { keepAsked, validate } from '../../forms/index.ts';
import { settle } from '../../forms/logic/settle.ts';
import type { Form, LogicRule } from '../../forms/types.ts';
import { answersToSend, applyLogic, logicIssues } from '../../client/forms/logic.tsx';
import { fits } from '../../client/forms/check-answers.ts';
import { localize } from '../../forms/localize.ts';
import type { LocalForm } from '../../client/lib/contract.ts';

const yes = (fact: string) => ({ all: [{ fact, operator: 'equal', value: true }] });

const schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1 },
    snow: { type: 'boolean' },
    days: { type: 'integer', minimum: 0, 'x-unit': { ja: '日', en: 'days' } },
    who: { enum: ['own', 'group', 'nobody'] },
    from: { type: 'string', format: 'date' },
    until: { type: 'string', format: 'date' },
    home: { type: 'object', properties: { floor: { type: 'integer' }, lift: { type: 'boolean' } } },
    members: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          age: { type: 'integer' },
          school: { type: 'string' },
          part: { enum: ['child', 'adult'] },
          hours: { type: 'number' },
        },
      },
    },
    hours: { type: 'number' },
    note: { type: 'string' },
  },
};

const rules: LogicRule[] = [
  { id: 'snow-days', when: yes('snow'), then: { show: ['days', 'who'] } },
  { id: 'snow-days-needed', when: yes('snow'), then: { require: ['days'] } },
  {
    id: 'long',
    when: { all: [{ fact: 'days', operator: 'greaterThan', value: 10 }] },
    then: { limit: 'who', to: ['own', 'group'] },
  },
  { id: 'note', when: { all: [{ fact: 'who', operator: 'equal', value: 'nobody' }] }, then: { want: ['note'] } },
  {
    id: 'order',
    when: { all: [{ fact: 'until', operator: 'before', value: { fact: 'from' } }] },
    then: {
      refuse: 'until',
      message: { ja: '終わりは始まりより後の日にしてください。', en: 'The end comes after the start.' },
    },
  },
  {
    id: 'lift',
    when: { all: [{ fact: 'home.floor', operator: 'greaterThan', value: 1 }] },
    then: { show: ['home.lift'] },
  },
  {
    id: 'school',
    when: { all: [{ fact: 'members[].part', operator: 'equal', value: 'child' }, yes('snow')] },
    then: { show: ['members[].school'] },
  },
  {
    id: 'child',
    when: { all: [{ fact: 'members[].age', operator: 'lessThan', value: 18 }] },
    then: { set: 'members[].part', value: 'child' },
  },
  { id: 'sum', then: { set: 'hours', value: { sum: ['members[].hours'] } } },
  {
    id: 'children',
    when: { all: [{ fact: 'members[].part', operator: 'contains', value: 'child' }] },
    then: { require: ['note'] },
  },
];

const form = { schema, logic: rules };
const at = (issues: { path: string; code: string }[]) => issues.map(({ path, code }) => `${path} ${code}`);
const judge = (answers: Record<string, unknown>) => at(validate(form, answers));
const stored = (answers: Record<string, unknown>) => keepAsked(form, answers);

const local = (of: Pick<Form, 'schema' | 'logic'>): LocalForm => ({
  id: '1',
  key: 'x',
  number: 1,
  ...localize({ key: 'x', purpose: 'record', texts: { ja: { name: 'x', fields: {} } }, ...of }, 'ja'),
});

describe("a form's logic", () => {
  it('asks a field only where a rule shows it, and keeps nothing that was typed in one that it hides', () => {
    expect(stored({ name: '佐藤', snow: true, days: 3, who: 'own' })).toEqual({
      name: '佐藤',
      snow: true,
      days: 3,
      who: 'own',
    });
    expect(stored({ name: '佐藤', snow: false, days: 3, who: 'own' })).toEqual({ name: '佐藤', snow: false });
    expect(stored({ name: '佐藤', days: 3 })).toEqual({ name: '佐藤' });
    expect(judge({ name: '佐藤', days: 'たくさん' })).toEqual([]);
  });

  it('demands a field while it is asked, in its own words', () => {
    expect(validate(form, { name: '佐藤', snow: true })).toEqual([
      { path: '/days', code: 'required', message: 'daysを入力してください' },
    ]);
    expect(judge({ name: '佐藤', snow: false })).toEqual([]);
  });

  it('takes only the choices that are offered now', () => {
    expect(judge({ name: '佐藤', snow: true, days: 11, who: 'nobody' })).toEqual(['/who enum']);
    expect(judge({ name: '佐藤', snow: true, days: 10, who: 'nobody' })).toEqual([]);
  });

  it('refuses with its own words, in the language that is asked for', () => {
    const answers = { name: '佐藤', from: '2026-11-02', until: '2026-11-01' };
    expect(validate(form, answers, 'en')).toEqual([
      { path: '/until', code: 'refused', message: 'The end comes after the start.' },
    ]);
    expect(judge({ ...answers, from: '2026-02-30' })).toEqual(['/from format']);
  });

  it('only says that a wanted field should be answered', () => {
    const answers = { name: '佐藤', snow: true, days: 1, who: 'nobody' };
    expect([...settle(form, answers, fits).outcome.wanted]).toEqual(['/note']);
    expect(judge(answers)).toEqual([]);
  });

  it('looks into groups, and at each entry of a list by itself', () => {
    expect(stored({ home: { floor: 1, lift: true } })).toEqual({ home: { floor: 1 } });
    const members = [
      { age: 8, school: '小学校', part: 'adult' },
      { age: 40, school: '大学', part: 'adult' },
    ];
    expect(stored({ snow: true, members })).toEqual({
      snow: true,
      members: [
        { age: 8, school: '小学校', part: 'child' },
        { age: 40, part: 'adult' },
      ],
    });
    expect(stored({ snow: false, members })).toEqual({
      snow: false,
      members: [
        { age: 8, part: 'child' },
        { age: 40, part: 'adult' },
      ],
    });
    expect(judge({ name: '佐藤', members })).toEqual(['/note required']);
  });

  it('adds up what is answered in the entries, whatever was sent for the sum', () => {
    expect(stored({ hours: 99, members: [{ hours: 0.1 }, { hours: 0.2 }, { age: 3 }] }).hours).toBe(0.3);
    expect(stored({ hours: 99 })).toEqual({});
    expect(stored({ members: [{ hours: 1234567890123 }, { hours: 1 }] }).hours).toBe(1234567890124);
  });

  it('takes a hidden field for one that is not answered, however many follow on each other', () => {
    const chain = (count: number): LogicRule[] =>
      Array.from({ length: count }, (_, index) => ({
        id: `r${index}`,
        when: yes(`f${index}`),
        then: { show: [`f${index + 1}`] },
      }));
    const long = {
      schema: {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`f${index}`, { type: 'boolean' }])),
      },
      logic: chain(40),
    };
    const all = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`f${index}`, true]));
    expect(keepAsked(long, all)).toEqual(all);
    expect(Object.keys(keepAsked(long, { ...all, f7: false }))).toHaveLength(8);
  });

  it('never asks fields that only show each other', () => {
    const circle: Pick<Form, 'schema' | 'logic'> = {
      schema: { type: 'object', properties: { a: { type: 'boolean' }, b: { type: 'boolean' } } },
      logic: [
        { id: '1', when: yes('b'), then: { show: ['a'] } },
        { id: '2', when: yes('a'), then: { show: ['b'] } },
      ],
    };
    expect(keepAsked(circle, { a: true, b: true })).toEqual({});
  });

  it("works beside the schema's own conditions, whichever of the two hides first", () => {
    const both = {
      schema: {
        type: 'object',
        properties: { a: { type: 'boolean' }, c: { type: 'boolean' }, d: { type: 'string' } },
        if: { properties: { a: { const: true } }, required: ['a'] },
        then: { properties: { b: { type: 'boolean' } } },
        else: { properties: { e: { type: 'string' } } },
      },
      logic: [
        { id: '1', when: yes('b'), then: { show: ['d'] } },
        { id: '2', when: yes('c'), then: { show: ['a'] } },
      ],
    };
    expect(keepAsked(both, { a: true, b: true, c: true, d: '1', e: '2' })).toEqual({
      a: true,
      b: true,
      c: true,
      d: '1',
    });
    expect(keepAsked(both, { a: false, b: true, c: true, d: '1', e: '2' })).toEqual({ a: false, c: true, e: '2' });
    expect(keepAsked(both, { a: true, b: true, c: false, d: '1', e: '2' })).toEqual({ c: false, e: '2' });
  });

  /** What the first rule sets decides what the schema asks, and that what it sets. */
  const undoing = (by: object): Pick<Form, 'schema' | 'logic'> => ({
    schema: {
      type: 'object',
      properties: { a: { type: 'integer' } },
      then: { properties: { d: { type: 'integer' } } },
      else: { properties: { c: { type: 'integer' } } },
      ...by,
    },
    logic: [{ id: '1', then: { set: 'a', value: { sum: ['c', 'd'] } } }],
  });

  it('sets nothing that hangs on itself by way of the schema, and comes to an end', () => {
    const circle = undoing({ if: { properties: { a: { const: 1 } }, required: ['a'] } });
    const kept = keepAsked(circle, { c: 1, d: 2 });
    expect(kept).toEqual({ c: 1 });
    expect(keepAsked(circle, kept)).toEqual(kept);
    expect(answersToSend(local(circle), { c: 1, d: 2 }).sent).toEqual({ c: 1, d: 2 });
  });

  it('refuses in words answers of which the rules and the schema do not agree, on the screen too', () => {
    const never = undoing({ if: { minProperties: 2 } });
    const message = expect.stringContaining('食い違い') as string;
    expect(validate(never, { c: 1 })).toEqual([{ path: '', code: 'refused', message }]);
    expect(validate(never, { c: 1 }, 'en')[0]?.message).toContain('contradict each other');
    const { sent } = answersToSend(local(never), { c: 1 });
    expect(logicIssues(applyLogic(local(never), sent), sent, 'ja')).toEqual([{ path: '', code: 'refused', message }]);
  });

  it('says what follows, and nothing of how it was found', () => {
    expect(Object.keys(settle(form, { name: '佐藤' }, fits).outcome).toSorted()).toEqual([
      'allowed',
      'held',
      'hidden',
      'refusals',
      'required',
      'values',
      'wanted',
    ]);
  });

  it('changes nothing where a form has no rules', () => {
    const answers = { name: '佐藤', days: 3 };
    expect(settle({ schema }, answers, fits).answers).toBe(answers);
    expect(
      localize({ key: 'x', purpose: 'record', texts: { ja: { name: 'x', fields: {} } }, schema }, 'ja'),
    ).not.toHaveProperty('logic');
  });

  it('stops at answers of more entries than anybody writes', () => {
    const members = Array.from({ length: 300_000 }, () => ({ age: 1 }));
    expect(at(validate(form, { name: '佐藤', members }))).toEqual([' too-much-text']);
  });
});

describe('the screen and the server', () => {
  it('sends what the server keeps, without entries in which only hidden answers stood', () => {
    const typed = { name: '佐藤', snow: false, days: 3, members: [{ school: '小学校' }, { age: 8 }, {}] };
    const { sent } = answersToSend(local(form), typed);
    expect(sent).toEqual({ name: '佐藤', snow: false, members: [{ age: 8, part: 'child' }] });
    expect(keepAsked(form, sent)).toEqual(sent);
  });

  it('keeps what was typed in hidden fields where it is sent from, at the places of what is sent', () => {
    const typed = {
      name: '佐藤',
      snow: false,
      days: 3,
      members: [{ school: '小学校' }, { age: 8, school: '大学' }, {}],
    };
    const { sent, typed: kept } = answersToSend(local(form), typed);
    expect(sent).toEqual({ name: '佐藤', snow: false, members: [{ age: 8, part: 'child' }] });
    expect(kept).toEqual({ name: '佐藤', snow: false, days: 3, members: [{ age: 8, school: '大学' }] });
  });

  it('says on the screen what the server would, at the same places', () => {
    const typed = {
      name: '佐藤',
      snow: true,
      days: 11,
      who: 'nobody',
      from: '2026-11-02',
      until: '2026-11-01',
      members: [{}, { age: 3 }],
    };
    const issues = logicIssues(applyLogic(local(form), typed), typed, 'ja');
    expect(at(issues)).toEqual(['/note required', '/who enum', '/until refused']);
    expect(at(validate(form, answersToSend(local(form), typed).sent)).toSorted()).toEqual(at(issues).toSorted());
  });
});

describe('a page that a rule shows', () => {
  const paged: Form = {
    key: 'pages',
    purpose: 'record-step',
    texts: { ja: { name: '頁', fields: {} } },
    schema: {
      type: 'object',
      properties: {
        snow: { type: 'boolean' },
        last: { type: 'null', 'x-shown': 'page' },
        note: { type: 'string' },
        second: { type: 'null', 'x-shown': 'page' },
        days: { type: 'integer' },
        sign: { type: 'null', 'x-shown': 'signature' },
        home: { type: 'object', properties: { floor: { type: 'integer' } } },
      },
    },
    uiSchema: { 'ui:order': ['snow', 'second', 'days', 'sign', 'home', 'last', 'note'] },
    logic: [
      { id: 'a-page', when: yes('snow'), then: { show: ['second'] } },
      { id: 'note', when: { all: [{ fact: 'days', operator: 'greaterThan', value: 3 }] }, then: { require: ['note'] } },
      { id: 'days', then: { require: ['days'] } },
    ],
  };
  const local = { id: '1', number: 1, ...localize(paged, 'ja'), key: paged.key } as LocalForm;
  const given = { days: 5, home: { floor: 2 } };

  it('takes along what stands on it up to the next in the order of the form, in the browser and on the server', () => {
    const hidden = ['/second', '/days', '/sign', '/home'];
    for (const { outcome, answers } of [settle(paged, given, fits), applyLogic(local, given)]) {
      expect([...outcome.hidden].toSorted()).toEqual(hidden.toSorted());
      // Neither are its answers facts, nor is anything asked for on it.
      expect([...outcome.required]).toEqual([]);
      expect(answers).toEqual({});
    }
    expect(validate(paged, given)).toEqual([]);
    expect(keepAsked(paged, { ...given, snow: true, note: 'あ' })).toEqual({ ...given, snow: true, note: 'あ' });
    expect(validate(paged, { ...given, snow: true }).map(({ path }) => path)).toEqual(['/note']);
  });

  it('hides a field of it that its own rule shows, and is the same with rules that list what stood on it', () => {
    const own = { id: 'own', when: yes('snow'), then: { show: ['days', 'home'] } };
    expect(keepAsked({ ...paged, logic: [...(paged.logic ?? []), own] }, given)).toEqual({});
    const always = { id: 'own', then: { show: ['days'] } };
    expect(keepAsked({ ...paged, logic: [...(paged.logic ?? []), always] }, given)).toEqual({});
  });
});
