import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeKinds, listChanges, touches, type ChangeKind, type ChangeLevel } from '../../forms/changes.ts';
import type { Form, JsonSchema, LogicEffect, LogicRule } from '../../forms/types.ts';

/** A form with one of everything: a group, a list of groups, a list of texts, choices, a condition, a reference, logic. */
const before: Form = {
  key: 'try',
  purpose: 'need-step',
  texts: {
    ja: {
      name: '試し',
      fields: {
        title: { title: '見出し' },
        days: { title: '雪の日数' },
        help: { title: '手助け', choices: { meals: '配食', snow: '雪かき' } },
        level: { title: '急ぎ', choices: { high: '高い', low: '低い' } },
        area: { title: '圏域' },
        address: { title: '住所' },
        'address.street': { title: '番地' },
        members: { title: '家族' },
        'members[].name': { title: '氏名' },
        'members[].age': { title: '年齢' },
        notes: { title: '覚え書き' },
        snow: { title: '雪かきが必要' },
        roof: { title: '屋根' },
        phone: { title: '電話' },
      },
    },
  },
  schema: {
    type: 'object',
    required: ['title'],
    properties: {
      title: { type: 'string', maxLength: 100 },
      days: { type: 'integer', minimum: 0, 'x-unit': { ja: '日', en: 'days' } },
      help: { type: 'array', items: { type: 'string', enum: ['meals', 'snow'] }, uniqueItems: true },
      level: { oneOf: [{ const: 'high' }, { const: 'low' }] },
      area: { type: 'string', 'x-source': 'areas' },
      address: { type: 'object', properties: { street: { type: 'string' } } },
      members: {
        type: 'array',
        items: {
          type: 'object',
          required: ['name'],
          properties: { name: { type: 'string' }, age: { $ref: '#/$defs/age' } },
        },
      },
      notes: { type: 'array', items: { type: 'string' } },
      snow: { type: 'boolean' },
      phone: { type: 'string', 'x-personal': true },
    },
    if: { properties: { snow: { const: true } }, required: ['snow'] },
    then: { properties: { roof: { type: 'string' } } },
    $defs: { age: { type: 'integer', minimum: 0 } },
  },
  uiSchema: { 'ui:order': ['title', 'days', '*'] },
  logic: [{ id: 'phone', when: { fact: 'snow', operator: 'equal', value: true }, then: { require: ['phone'] } }],
};

type Change = [what: string, change: (form: Form) => void, told: [ChangeKind, ChangeLevel, string]];
const at = (form: Form, ...names: string[]): JsonSchema =>
  names.reduce<JsonSchema>((inner, name) => inner[name] as JsonSchema, form.schema.properties as JsonSchema);
const put = (form: Form, name: string, schema: JsonSchema, title: string): void => {
  at(form)[name] = schema;
  form.texts.ja.fields[name] = { title };
};

const changes: Change[] = [
  ['a text', (form) => (form.texts.ja.fields.title = { title: '題' }), ['words', 'harmless', 'title']],
  [
    'a text of entries',
    (form) => (form.texts.ja.fields['members[].age'] = { title: '歳' }),
    ['words', 'harmless', 'members[].age'],
  ],
  [
    'the word of a choice',
    (form) => (form.texts.ja.fields.level = { title: '急ぎ', choices: { high: '急ぐ', low: '低い' } }),
    ['words', 'harmless', 'level'],
  ],
  ['the order', (form) => (form.uiSchema = { 'ui:order': ['days', 'title', '*'] }), ['order', 'harmless', '']],
  [
    'how it looks',
    (form) => (form.uiSchema = { ...form.uiSchema, title: { 'ui:widget': 'textarea' } }),
    ['appearance', 'harmless', 'title'],
  ],
  ['a field more', (form) => put(form, 'more', { type: 'string' }, 'もう一つ'), ['added', 'harmless', 'more']],
  [
    'one more field in entries',
    (form) => (at(form, 'members', 'items', 'properties').kana = { type: 'string' }),
    ['added', 'harmless', 'members[].kana'],
  ],
  ['optional', (form) => (form.schema.required = []), ['optional', 'harmless', 'title']],
  [
    'optional in entries',
    (form) => (at(form, 'members', 'items').required = []),
    ['optional', 'harmless', 'members[].name'],
  ],
  [
    'a choice more',
    (form) => (at(form, 'help', 'items').enum = ['meals', 'snow', 'walk']),
    ['choice-added', 'harmless', 'help'],
  ],
  [
    'a choice more by const',
    (form) => (at(form, 'level').oneOf = [{ const: 'high' }, { const: 'low' }, { const: 'none' }]),
    ['choice-added', 'harmless', 'level'],
  ],
  ['a longer text allowed', (form) => (at(form, 'title').maxLength = 200), ['wider', 'harmless', 'title']],
  ['a whole number to any', (form) => (at(form, 'days').type = 'number'), ['wider', 'harmless', 'days']],
  ['any text in place of choices', (form) => delete at(form, 'help', 'items').enum, ['wider', 'harmless', 'help']],
  ['asked always', (form) => (at(form).roof = { type: 'string' }), ['asked-more', 'harmless', 'roof']],
  ['a rule less', (form) => (form.logic = []), ['logic-eased', 'harmless', 'phone']],
  [
    'a field more that must be answered',
    (form) => {
      put(form, 'more', { type: 'string' }, 'もう一つ');
      form.schema.required = ['title', 'more'];
    },
    ['added-required', 'asks', 'more'],
  ],
  ['to be answered', (form) => (form.schema.required = ['title', 'days']), ['required', 'asks', 'days']],
  [
    'to be answered in entries',
    (form) => (at(form, 'members', 'items').required = ['name', 'age']),
    ['required', 'asks', 'members[].age'],
  ],
  ['a shorter text', (form) => (at(form, 'title').maxLength = 10), ['narrower', 'asks', 'title']],
  [
    'a least by reference',
    (form) => ((form.schema.$defs as JsonSchema).age = { type: 'integer', minimum: 18 }),
    ['narrower', 'asks', 'members[].age'],
  ],
  [
    'a format',
    (form) => (at(form, 'address', 'properties', 'street').format = 'date'),
    ['narrower', 'asks', 'address.street'],
  ],
  ['a unit', (form) => (at(form, 'days')['x-unit'] = { ja: '時間', en: 'hours' }), ['unit', 'asks', 'days']],
  [
    'asked in other cases',
    (form) => (form.schema.if = { properties: { snow: { const: false } }, required: ['snow'] }),
    ['asked-less', 'asks', 'roof'],
  ],
  ['who is told', (form) => delete at(form, 'phone')['x-personal'], ['marks', 'asks', 'phone']],
  ['a rule more', (form) => form.logic?.push({ id: 'more', then: { require: ['days'] } }), ['logic', 'asks', 'days']],
  [
    'another rule',
    (form) => (form.logic = [{ id: 'phone', then: { require: ['phone'] } }]),
    ['logic', 'asks', 'phone'],
  ],
  ['what nobody knows', (form) => (form.schema.not = { required: ['days'] }), ['other', 'asks', '']],
  ['what it is for', (form) => (form.purpose = 'need-intake'), ['other', 'asks', '']],
  [
    'no longer shown to who answers',
    (form) => (form.uiSchema = { ...form.uiSchema, title: { 'ui:widget': 'hidden' } }),
    ['asked-less', 'asks', 'title'],
  ],
  [
    'no longer shown in entries',
    (form) => (form.uiSchema = { ...form.uiSchema, members: { items: { name: { 'ui:widget': 'hidden' } } } }),
    ['asked-less', 'asks', 'members[].name'],
  ],
  [
    'a field more that a rule demands',
    (form) => {
      put(form, 'more', { type: 'string' }, 'もう一つ');
      form.logic?.push({ id: 'more', then: { require: ['more'] } });
    },
    ['added-required', 'asks', 'more'],
  ],
  [
    'calculated in place of typed',
    (form) => form.logic?.push({ id: 'days', then: { set: 'days', value: { count: 'members' } } }),
    ['calculated', 'loses', 'days'],
  ],
  ['a choice less', (form) => (at(form, 'help', 'items').enum = ['meals']), ['choice-removed', 'loses', 'help']],
  [
    'a choice less by const',
    (form) => (at(form, 'level').oneOf = [{ const: 'high' }]),
    ['choice-removed', 'loses', 'level'],
  ],
  ['another list', (form) => (at(form, 'area')['x-source'] = 'service-types'), ['source', 'loses', 'area']],
  ['another type', (form) => (at(form, 'days').type = 'string'), ['retyped', 'loses', 'days']],
  ['a text to choices', (form) => (at(form, 'title').enum = ['a']), ['to-choices', 'loses', 'title']],
  [
    'one in place of several',
    (form) => (at(form).help = { type: 'string', enum: ['meals', 'snow'] }),
    ['retyped', 'loses', 'help'],
  ],
  ['another type of entries', (form) => (at(form, 'notes').items = { type: 'integer' }), ['retyped', 'loses', 'notes']],
  ['a field less', (form) => delete at(form).days, ['removed', 'loses', 'days']],
  [
    'a field less in entries',
    (form) => delete at(form, 'members', 'items', 'properties').age,
    ['removed', 'loses', 'members[].age'],
  ],
  ['a group less', (form) => delete at(form).address, ['removed', 'loses', 'address']],
  [
    'a field in a case less',
    (form) => delete (form.schema.then as JsonSchema).properties,
    ['removed', 'loses', 'roof'],
  ],
];
const changed = (change: (form: Form) => void): Form => {
  const form = structuredClone(before);
  change(form);
  return form;
};

const full = {
  title: '通院',
  days: 3,
  help: ['meals', 'snow'],
  level: 'low',
  area: 'north',
  address: { street: '1番' },
  members: [
    { name: '架空 ハナ', age: 80 },
    { name: '架空 タロウ', age: 82 },
  ],
  notes: ['覚え'],
  snow: true,
  roof: '急',
  phone: '0225-00-0000',
};
const touchedWhereBlank: ChangeKind[] = ['added-required', 'required'];
const touchedNever: ChangeKind[] = ['added', 'choice-added', 'asked-more'];

describe('what a change of a form does to answers', () => {
  it.each(changes)('%s', (_what, change, expected) => {
    const [kind, level, place] = expected;
    const listed = listChanges(before, changed(change));
    expect(listed.map((each) => [each.kind, each.level, each.path])).toEqual([[kind, level, place]]);
    const [only] = listed;
    if (!only) throw new Error('no change');
    // None, one and many answers; those that are empty beside them.
    const counted = (answers: unknown[]): number => answers.filter((each) => touches(only, each)).length;
    for (const n of [0, 1, 40]) {
      const [filled, empty] = [full, {}].map((answers) => Array.from({ length: n }, () => answers));
      const inEntries = place.includes('[]');
      const always = place === '' || kind === 'logic';
      const [whenFilled, whenEmpty] = touchedNever.includes(kind)
        ? [0, 0]
        : always
          ? [n, n]
          : touchedWhereBlank.includes(kind)
            ? [inEntries || place === 'days' ? 0 : n, inEntries ? 0 : n]
            : [n, 0];
      expect([counted(filled ?? []), counted(empty ?? [])]).toEqual([whenFilled, whenEmpty]);
    }
  });

  it('has at least 18 kinds of change in this table, and all that there are', () => {
    const seen = new Set(changes.map(([, , expected]) => expected[0]));
    expect([...changeKinds].filter((kind) => !seen.has(kind))).toEqual([]);
    expect(changeKinds.length).toBeGreaterThanOrEqual(18);
  });

  const rule = (id: string, then: LogicEffect): LogicRule => ({
    id,
    when: { fact: 'snow', operator: 'equal', value: true },
    then,
  });
  const logicOf = (was: LogicRule[], is: LogicRule[]) =>
    listChanges({ ...before, logic: was }, { ...before, logic: is }).map(({ kind, path }) => [kind, path]);

  it('compares rules field by field and effect by effect', () => {
    expect(logicOf([rule('a', { show: ['days'] })], [rule('b', { want: ['days'] })])).toEqual([['logic', 'days']]);
    expect(logicOf([rule('a', { show: ['days', 'area'] })], [rule('a', { show: ['days'] })])).toEqual([
      ['logic', 'area'],
    ]);
    expect(logicOf([rule('a', { require: ['days'] })], [rule('a', { want: ['days'] })])).toEqual([
      ['logic-eased', 'days'],
    ]);
    expect(logicOf([rule('a', { require: ['days'] })], [rule('a', { show: ['days'] })])).toEqual([['logic', 'days']]);
    const split = [rule('b', { require: ['area'] }), rule('c', { require: ['days'] })];
    expect(logicOf([rule('a', { require: ['days', 'area'] })], split)).toEqual([]);
    const count = (list: string): LogicRule => rule('a', { set: 'days', value: { count: list } });
    expect(logicOf([count('members')], [count('notes')])).toEqual([['logic', 'days']]);
  });

  it('tells of a new field that answers are refused because of it, and of a new group that a rule demands what is in it', () => {
    const refuses = changed((form) => {
      put(form, 'more', { type: 'string' }, 'もう一つ');
      form.logic?.push(rule('more', { refuse: 'more', message: { ja: '送れません' } }));
    });
    const inGroup = changed((form) => {
      put(form, 'more', { type: 'object', properties: { inner: { type: 'string' } } }, 'もう一つ');
      form.logic?.push(rule('more', { require: ['more.inner'] }));
    });
    const kindsAndPaths = (form: Form) => listChanges(before, form).map(({ kind, path }) => [kind, path]);
    expect(kindsAndPaths(refuses)).toEqual([
      ['added', 'more'],
      ['logic', 'more'],
    ]);
    expect(kindsAndPaths(inGroup)).toEqual([
      ['added', 'more'],
      ['added-required', 'more.inner'],
    ]);
  });

  it('asks more, and hurts nothing, where what was hidden is asked', () => {
    const hidden = changed((form) => (form.uiSchema = { ...form.uiSchema, title: { 'ui:widget': 'hidden' } }));
    expect(listChanges(hidden, before).map(({ kind, path }) => [kind, path])).toEqual([['asked-more', 'title']]);
  });

  it('tells an entry that lacks what must be answered from one that has it', () => {
    const [required] = listChanges(
      before,
      changed((form) => (at(form, 'members', 'items').required = ['name', 'age'])),
    );
    if (!required) throw new Error('no change');
    expect([
      touches(required, full),
      touches(required, { members: [] }),
      touches(required, { members: [{ name: '架空 ハナ', age: 80 }, { name: '架空 タロウ' }] }),
    ]).toEqual([false, false, true]);
  });

  it('does not take the order of names for a change, nor a definition that moved', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([name, inner]) => [name, turned(inner)]),
            )
          : value;
    expect(listChanges(before, turned(before) as Form)).toEqual([]);
    const inline = changed((form) => {
      at(form, 'members', 'items', 'properties').age = { type: 'integer', minimum: 0 };
      delete form.schema.$defs;
    });
    expect(listChanges(before, inline)).toEqual([]);
  });

  it('finds nothing in any of the forms that come with it, and every field that goes', () => {
    const library = path.join(import.meta.dirname, '../../forms/library');
    for (const file of readdirSync(library)) {
      const form = JSON.parse(readFileSync(path.join(library, file), 'utf8')) as Form;
      expect(listChanges(form, structuredClone(form)), file).toEqual([]);
      const without = structuredClone(form);
      const [name] = Object.keys(without.schema.properties as object);
      delete (without.schema.properties as JsonSchema)[name ?? ''];
      without.schema.required = ((without.schema.required ?? []) as string[]).filter((each) => each !== name);
      expect(listChanges(form, without), file).toContainEqual(
        expect.objectContaining({ kind: 'removed', level: 'loses', path: name }),
      );
    }
  });
});
