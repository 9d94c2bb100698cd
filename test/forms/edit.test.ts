import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkForm, listFields, type Form } from '../../forms/index.ts';
import {
  barToMove,
  canRemove,
  isInConditions,
  copyField,
  moveField,
  namesInConditions,
  neededRole,
  newName,
  putField,
  readChoices,
  readForm,
  removeField,
  setCalculation,
  setChoices,
  setDrawing,
  setKeywords,
  setRequired,
  setTelling,
  setWords,
  takeField,
} from '../../forms/edit.ts';
import { checkConditions } from '../../rules/index.ts';
import { localize } from '../../forms/localize.ts';
import { allItems, findItem, holderMadeBy, itemsOf, outlineOf } from '../../forms/outline.ts';
import { makeField, presets, presetsFor, type PresetId } from '../../forms/presets.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readFolder = (folder: string): [string, string][] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.form.json'))
    .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]);
const files = [...readFolder(path.join(root, 'forms/library')), ...readFolder(path.join(root, 'test/fixtures/forms'))];
const open = (text: string): Form => {
  const form = readForm(JSON.parse(text) as Record<string, unknown>);
  if (!form) throw new Error('no form');
  return form;
};
const library = (key: string): Form => open(readFileSync(path.join(root, `forms/library/${key}.form.json`), 'utf8'));
/** With the order of its keys. */
const written = (value: unknown): string => JSON.stringify(value);
let drawn = 0;
/** Each draw another, the same in every run. */
const lot = () => ((drawn += 1) * 0.618) % 1;
const words = { ja: { title: '雪の日数' }, en: { title: 'Days of snow' } };
const put = (form: Form, id: PresetId, index = 0, holder = ''): [Form, string] => {
  const name = newName(form, presets[id].stem, lot);
  const field = makeField(id);
  field.texts.ja = { ...field.texts.ja, '': { ...field.texts.ja[''], ...words.ja } };
  field.texts.en = { ...field.texts.en, '': { ...field.texts.en?.[''], ...words.en } };
  return [putField(form, field, { holder, index }, name), holder === '' ? name : `${holder}.${name}`];
};

describe.each(files)('the builder with %s', (_, text) => {
  const form = open(text);
  const items = allItems(outlineOf(form));
  // Of many alike a few are enough.
  const some = items.slice(0, items.length > 100 ? 5 : 20);

  it('shows every field that the form asks, each once, and changes nothing by opening it', () => {
    const shown = items.map((item) => item.path);
    expect(new Set(shown).size).toBe(shown.length);
    // A period is one field; so are its days.
    const hidden = items.filter(({ kind }) => kind === 'raw' || kind === 'period').map((item) => item.path);
    const within = (path: string) =>
      hidden.some((around) => path.startsWith(`${around}.`) || path.startsWith(`${around}[]`));
    const paths = listFields(form).map((field) => field.path);
    expect(paths.filter((path) => !within(path)).toSorted()).toEqual(shown.toSorted());
    expect(written(form)).toBe(written(JSON.parse(text)));
  });

  it('gives back the very form, byte for byte, when what was added anywhere is removed again', () => {
    for (const id of presetsFor(form.purpose))
      for (const index of new Set([0, 1, outlineOf(form).length])) {
        const [added, at] = put(form, id, index);
        expect(findItem(added, at)?.kind).toBe(presets[id].kind);
        expect(itemsOf(added, '')[index]?.path).toBe(at);
        const back = removeField(added, at);
        expect(back).toEqual(orderedLike(form, back));
        if (form.uiSchema?.['ui:order']) expect(written(back)).toBe(written(form));
      }
    expect(written(form)).toBe(written(JSON.parse(text)));
  });

  it('moves each field to each place and back, and only the order is another', () => {
    for (const item of some) {
      const siblings = itemsOf(form, item.holder);
      const here = siblings.findIndex((sibling) => sibling.path === item.path);
      for (const to of new Set([0, here + 2, siblings.length])) {
        if (to > siblings.length) continue;
        const moved = moveField(form, item.path, { holder: item.holder, index: to }, lot);
        const now = itemsOf(moved, item.holder).map((sibling) => sibling.path);
        const others = siblings.map((sibling) => sibling.path).filter((path) => path !== item.path);
        expect(now).toEqual(others.toSpliced(to > here ? to - 1 : to, 0, item.path));
        expect(moved.texts).toBe(form.texts);
        expect(moved.schema).toEqual(form.schema);
        const back = moveField(moved, item.path, { holder: item.holder, index: to > here ? here : here + 1 }, lot);
        expect(itemsOf(back, item.holder).map((sibling) => sibling.path)).toEqual(
          siblings.map((sibling) => sibling.path),
        );
      }
    }
  });

  it('changes words, marks and settings of one field and nothing beside it; the way back leads to the same form', () => {
    for (const item of some) {
      const before = form.texts.ja.fields[item.path]?.title ?? '';
      const renamed = setWords(form, item.path, 'ja', { title: '別の見出し' });
      expect(renamed.schema).toBe(form.schema);
      expect(renamed.texts.ja.fields[item.path]?.title).toBe('別の見出し');
      if (before) expect(written(setWords(renamed, item.path, 'ja', { title: before }))).toBe(written(form));
      if (!item.isOwn) {
        expect(setKeywords(form, item.path, { title: 'x' })).toBe(form);
        continue;
      }
      const marked = setKeywords(form, item.path, { 'x-test': 1 });
      expect(marked.texts).toBe(form.texts);
      expect(written(setKeywords(marked, item.path, { 'x-test': undefined }))).toBe(written(form));
      const drawn = setDrawing(form, item.path, { 'ui:test': 1 });
      expect(drawn.schema).toBe(form.schema);
      expect(setDrawing(drawn, item.path, { 'ui:test': undefined })).toEqual(form);
      const toggled = setRequired(form, item.path, !item.isRequired);
      expect(findItem(toggled, item.path)?.isRequired).toBe(!item.isRequired);
    }
  });

  it('copies and cuts each field that is its own with all its words, and no role is there twice', () => {
    const isFine = checkForm(form, 'ja', checkConditions).length === 0;
    for (const item of some) {
      const copied = copyField(form, item.path, lot);
      if (!copied) continue;
      if (isFine) expect(checkForm(copied.form, 'ja', checkConditions)).toEqual([]);
      const copy = findItem(copied.form, copied.path);
      expect(copy?.kind).toBe(item.kind);
      expect(copy?.isConditional).toBe(item.isConditional);
      const siblings = itemsOf(copied.form, item.holder).map((sibling) => sibling.path);
      expect(siblings.indexOf(copied.path)).toBe(siblings.indexOf(item.path) + 1);
      expect(removeField(copied.form, copied.path)).toEqual(orderedLike(form, removeField(copied.form, copied.path)));
    }
  });
});

/** A form that had no `ui:order` keeps the one that an addition among conditional fields made. */
function orderedLike(form: Form, made: Form): Form {
  const order = made.uiSchema?.['ui:order'];
  return order && !form.uiSchema?.['ui:order'] ? { ...form, uiSchema: { ...form.uiSchema, 'ui:order': order } } : form;
}

describe('a form in the builder', () => {
  it('can be published with every kind of field that is offered, in the form and in a list of it', () => {
    for (const [, text] of files.slice(0, 41).filter((_, index) => index % 4 === 0)) {
      let form = open(text);
      let inner: string;
      let counted: string;
      [form, counted] = put(form, 'list');
      [form] = put(form, 'text', 0, `${counted}[]`);
      form = setWords(form, counted, 'ja', { title: '数える項目' });
      for (const id of presetsFor(form.purpose)) {
        [form, inner] = put(form, id);
        const holder = holderMadeBy(findItem(form, inner) ?? { kind: 'raw', path: '' });
        if (holder !== undefined) [form] = put(form, 'number', 0, holder);
        if (id === 'calculated') form = setCalculation(form, inner, { count: counted });
        form = setWords(form, inner, 'ja', { title: `${id}の項目` });
      }
      expect(checkForm(form, 'ja', checkConditions)).toEqual([]);
    }
  });

  it('offers the lists that the server hands to forms of its purpose, and no others', () => {
    expect(presetsFor('need-intake')).toEqual(expect.arrayContaining(['area', 'serviceType', 'yesNo', 'number']));
    expect(presetsFor('need-intake')).not.toContain('member');
    expect(presetsFor('council-step')).toContain('member');
    expect(presetsFor('proposal')).not.toContain('area');
  });

  it('makes a field required so that blanks do not count, and optional again', () => {
    const [form, at] = put(library('need-intake'), 'text');
    const required = setRequired(form, at, true);
    expect(findItem(required, at)?.schema).toMatchObject({ minLength: 1, pattern: '\\S' });
    expect(setRequired(required, at, false)).toEqual(form);
    const [several, list] = put(form, 'several');
    expect(findItem(setRequired(several, list, true), list)?.schema).toMatchObject({ minItems: 1 });
  });

  it('keeps the values of choices when their words change, in both languages', () => {
    const form = library('need-intake');
    const before = readChoices(form, 'household');
    expect(before?.[0]).toEqual({ value: 'alone', ja: 'ひとり暮らし', en: 'Lives alone' });
    const changed = setChoices(form, 'household', [
      ...(before ?? []).map((choice) => (choice.value === 'alone' ? { ...choice, ja: '一人' } : choice)),
      { value: 'more', ja: 'そのほか' },
    ]);
    expect(readChoices(changed, 'household')?.map(({ value }) => value)).toEqual([
      'alone',
      'couple',
      'with-family',
      'other',
      'more',
    ]);
    expect(changed.texts.en?.fields['household']?.choices).toEqual(form.texts.en?.fields['household']?.choices);
    expect(written(setChoices(form, 'household', before ?? []))).toBe(written(form));
    expect(checkForm(changed)).toEqual([]);
  });

  it('tells an audience, tells it no more, and leaves the others alone', () => {
    const [form, at] = put(library('need-intake'), 'number');
    const marked = setTelling(setTelling(form, at, 'council', 'consent'), at, 'tier1', 'always');
    expect(findItem(marked, at)?.schema['x-tell']).toEqual({ council: 'consent', tier1: 'always' });
    expect(setTelling(setTelling(marked, at, 'council', undefined), at, 'tier1', undefined)).toEqual(form);
  });

  it('knows which fields conditions look at and which the program needs', () => {
    const form = library('need-intake');
    expect(namesInConditions(form)).toEqual(new Set(['scope', 'consent']));
    const logic = [
      {
        id: 'a',
        when: { all: [{ fact: 'members[].age', operator: 'greaterThan', value: 64 }] },
        then: { show: ['tried'] },
      },
    ];
    expect(namesInConditions({ schema: {}, logic })).toEqual(new Set(['members[].age', 'tried']));
    const role = (name: string) => {
      const item = findItem(form, name);
      return item && neededRole(form, item);
    };
    expect(role('title')).toBe('title');
    expect(role('tried')).toBeUndefined();
  });

  it('takes a field out of the branches that demand it, too', () => {
    const [form, at] = put(library('need-intake'), 'text');
    const conditional: Form = {
      ...form,
      schema: { ...form.schema, then: { ...(form.schema['then'] as object), required: ['consent', at] } },
    };
    expect(removeField(conditional, at).schema['then']).toMatchObject({ required: ['consent'] });
  });

  it('puts a field into a group and out again with its words, and never into itself', () => {
    let [form, list] = put(library('need-intake'), 'list');
    const [next, field] = put(form, 'number');
    form = next;
    const moved = moveField(form, field, { holder: `${list}[]`, index: 0 }, lot);
    const inside = `${list}[].${field}`;
    expect(moved.texts.ja.fields[inside]).toEqual(words.ja);
    expect(moved.texts.ja.fields[field]).toBeUndefined();
    expect(checkForm(moved)).toEqual([]);
    const out = moveField(moved, inside, { holder: '', index: 0 }, lot);
    expect(out.texts.ja.fields[field]).toEqual(words.ja);
    expect(checkForm(setWords(out, list, 'ja', { title: 'くり返し' }))).toEqual([]);
    expect(barToMove(form, list, `${list}[]`)).not.toBeNull();
    expect(barToMove(form, 'scope', `${list}[]`)).not.toBeNull();
    expect(moveField(form, list, { holder: `${list}[]`, index: 0 }, lot)).toBe(form);
  });

  it('carries a field with its words from one form to another', () => {
    const from = library('need-intake');
    const snippet = takeField(from, 'household');
    const to = library('need-outcome');
    const pasted = snippet && putField(to, snippet, { holder: '', index: 0 }, 'household');
    expect(pasted && checkForm(pasted)).toEqual([]);
    expect(pasted && readChoices(pasted, 'household')).toEqual(readChoices(from, 'household'));
  });

  it('draws names that two people do not draw at once, and none that is there', () => {
    const form = library('need-intake');
    let turn = 0;
    const name = newName(form, 'number', () => [0.1, 0.9][turn++ % 2] ?? 0);
    expect(name).toMatch(/^number-[2-9a-z]{4}$/);
    const [taken] = put(form, 'number');
    const there = outlineOf(taken).find((item) => item.name.startsWith('number-'))?.name ?? '';
    const letters = '23456789abcdefghjkmnpqrstuvwxyz';
    const draws = Array.from(there.slice(-4), (letter) => (letters.indexOf(letter) + 0.5) / letters.length);
    expect(newName(taken, 'number', () => draws.shift() ?? 0)).toBe('number-2222');
  });

  it('shows what it cannot build as one block that can be moved and removed', () => {
    const reference = open(readFileSync(path.join(root, 'test/fixtures/forms/g07-ref-property.form.json'), 'utf8'));
    const contact = findItem(reference, 'contact');
    expect(contact).toMatchObject({ kind: 'raw', items: [] });
    expect(canRemove(reference, 'contact')).toBe(true);
    const shared = open(readFileSync(path.join(root, 'test/fixtures/forms/g01-ref-in-then.form.json'), 'utf8'));
    expect(findItem(shared, 'visitor')).toMatchObject({ kind: 'text', isConditional: true, isOwn: true });
    expect(checkForm(removeField(shared, 'visitedWith'))).toEqual([]);
  });

  const bare = (schema: object, more: object = {}): Form => {
    const body = {
      key: 'bare',
      purpose: 'record-step',
      texts: { ja: { name: '様式', fields: {} } },
      schema: { type: 'object', ...schema },
      ...more,
    };
    const form = readForm(body);
    if (!form) throw new Error('no form');
    return form;
  };
  const text = { type: 'string' };

  it('keeps what it does not show when it moves, adds, or takes away', () => {
    const form = bare({ properties: { a: text, b: text, x: true } });
    const moved = moveField(form, 'b', { holder: '', index: 0 }, lot);
    expect(written(moved.schema['properties'])).toBe(written({ b: text, a: text, x: true }));
    const added = putField(form, makeField('date'), { holder: '', index: 0 }, 'day');
    expect(Object.keys(added.schema['properties'] as object)).toEqual(['day', 'a', 'b', 'x']);
    expect(removeField(added, 'day')).toEqual(form);
  });

  it('counts every field that decides what is asked or fits as one that cannot just go', () => {
    const properties = { aa: text, bb: text, cc: text };
    const named = (schema: object) => [...namesInConditions(bare({ properties, ...schema }))].toSorted();
    expect(named({ dependentRequired: { bb: ['aa'] } })).toEqual(['aa', 'bb']);
    expect(named({ anyOf: [{ required: ['aa'] }, { required: ['aa', 'bb'] }] })).toEqual(['aa', 'bb']);
    expect(named({ not: { required: ['cc'] } })).toEqual(['cc']);
    expect(named({ oneOf: [{ properties: { aa: { const: 'x' }, dd: text } }] })).toEqual(['aa']);
    expect(named({ required: ['aa'], allOf: [{ required: ['bb'] }] })).toEqual([]);
  });

  it('never takes a branch out of a list, nor a schema of which nothing is left', () => {
    const form = bare({
      properties: { aa: text, bb: text },
      anyOf: [{ required: ['aa'] }, { required: ['aa', 'bb'] }],
      then: { required: ['aa'] },
    });
    const { schema } = removeField(form, 'aa');
    expect(schema['anyOf']).toEqual([{}, { required: ['bb'] }]);
    expect(schema['then']).toEqual({});
    const group = bare({ properties: { g: { type: 'object', properties: { a: {} } } } });
    expect(setKeywords(setKeywords(group, 'g.a', { type: 'string' }), 'g.a', { type: undefined })).toEqual(group);
    const list = bare({
      properties: { l: { type: 'array', items: { type: 'object', properties: {}, required: ['a'] } } },
    });
    expect(
      removeField(
        putField(list, { ...makeField('date'), required: true }, { holder: 'l[]', index: 0 }, 'day'),
        'l[].day',
      ),
    ).toEqual(list);
  });

  it('tells fields in groups and lists from others of the same name, and holds a group for which a condition looks into it', () => {
    const group = { type: 'object', properties: { age: text } };
    const form = bare(
      {
        properties: {
          age: text,
          one: group,
          two: group,
          list: { type: 'array', items: { ...group, if: { required: ['age'] } } },
        },
      },
      { logic: [{ id: 'r', when: { fact: 'one.age', operator: 'equal', value: 'x' }, then: { show: ['two'] } }] },
    );
    const held = ['age', 'one', 'one.age', 'two', 'two.age', 'list', 'list[].age'].filter((path) =>
      isInConditions(form, path),
    );
    expect(held).toEqual(['one', 'one.age', 'two', 'list', 'list[].age']);
    expect(barToMove(form, 'age', 'two')).toBeNull();
    expect(barToMove(form, 'one', 'two')).not.toBeNull();
  });

  it('leaves a field where answers to it stand, and says why', () => {
    const form = bare({ properties: { a: text, b: text, g: { type: 'object', properties: {} } } });
    const isPublished = (path: string) => path === 'a';
    expect(barToMove(form, 'a', 'g', isPublished)).toBe('published');
    expect(barToMove(form, 'b', 'g', isPublished)).toBeNull();
    expect(barToMove(form, 'g', 'g')).toBe('shared');
  });

  it('copies whether a field is personal but not who is told of it', () => {
    const marks = { 'x-personal': false, 'x-tell': { provider: 'always' }, 'x-role': 'title' };
    const form = bare({
      properties: { a: { ...text, ...marks }, g: { type: 'object', properties: { 'x-tell': { ...text, ...marks } } } },
    });
    const copy = copyField(form, 'a', lot);
    expect(copy && findItem(copy.form, copy.path)?.schema).toEqual({ ...text, 'x-personal': false });
    const group = copyField(form, 'g', lot);
    expect(group && findItem(group.form, group.path)?.schema['properties']).toEqual({
      'x-tell': { ...text, 'x-personal': false },
    });
  });

  it('finds no words for a choice called like something that every object has', () => {
    const form = bare(
      { properties: { a: { type: 'string', enum: ['constructor', 'toString'] } } },
      { texts: { ja: { name: '様式', fields: { a: { title: 'A', choices: {} } } } } },
    );
    expect(readChoices(form, 'a')).toEqual([
      { value: 'constructor', ja: '' },
      { value: 'toString', ja: '' },
    ]);
  });

  const whole = {
    key: 'odd',
    purpose: 'need-step',
    texts: { ja: { name: '様式', fields: { a: { title: 'A' } } }, en: { name: 'Form', fields: {} } },
    schema: { type: 'object', properties: { a: { type: 'string', enum: ['x'] } } },
  };
  const ja = (words: unknown) => ({ ...whole, texts: { ja: words } });
  const field = (words: unknown) => ja({ name: '様式', fields: { a: words } });
  const odd: [string, Record<string, unknown>][] = [
    ['no purpose', { ...whole, purpose: undefined }],
    ['an unknown purpose', { ...whole, purpose: 'toString' }],
    ['a purpose that is no text', { ...whole, purpose: ['need-step'] }],
    ['a name that is a group', ja({ name: {}, fields: {} })],
    ['a description that is a number', ja({ name: '様式', description: 1, fields: {} })],
    ['no words of fields', ja({ name: '様式' })],
    ['no English words of fields', { ...whole, texts: { ...whole.texts, en: { name: 'Form' } } }],
    ['words that are no group', field('A')],
    ['a title that is a group', field({ title: {} })],
    ['a help that is a list', field({ title: 'A', help: [] })],
    ['choices that are null', field({ title: 'A', choices: null })],
    ['choices that are groups', field({ title: 'A', choices: { x: {} } })],
  ];
  it.each(odd)('leaves to the JSON a document with %s', (_, body) => expect(readForm(body)).toBeNull());

  it.each([
    ['all', whole],
    ['no English', ja(whole.texts.ja)],
    ['no name', ja({ fields: {} })],
    ['no title', field({})],
    ['fields that are true or null', { ...whole, schema: { properties: { a: true, b: null } } }],
    ['settings that are no groups', { ...whole, uiSchema: { a: 1, 'ui:order': 'a' } }],
    ['units that are no words', { ...whole, schema: { properties: { a: { type: 'number', 'x-unit': { ja: {} } } } } }],
    ['references that lead back', { ...whole, schema: { properties: { a: { $ref: '#' } } } }],
  ])('can show and offer what there is in a document with %s', (_, body) => {
    const form = readForm(body);
    if (!form) throw new Error('no form');
    expect(presetsFor(form.purpose).length).toBeGreaterThan(10);
    for (const language of ['ja', 'en'] as const) {
      const { schema } = localize(form, language);
      for (const { path: at } of listFields(form)) expect(typeof at).toBe('string');
      expect(schema).toBeTypeOf('object');
    }
    for (const { path: at } of allItems(outlineOf(form))) {
      readChoices(form, at);
      isInConditions(form, at);
    }
  });

  it.each([{}, { schema: 1 }, { schema: {}, texts: {} }, { schema: { properties: [] }, texts: { ja: {} } }])(
    'leaves a document that is no form to the JSON: %j',
    (body) => expect(readForm(body)).toBeNull(),
  );
});
