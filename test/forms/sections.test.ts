import { describe, expect, it } from 'vitest';
import { listChanges } from '../../forms/changes.ts';
import { readForm, setKeywords, setTelling, setWords } from '../../forms/edit.ts';
import { checkForm, keepAsked, validate, type Form } from '../../forms/index.ts';
import { findItem } from '../../forms/outline.ts';
import {
  barToLink,
  isAsSection,
  linkAround,
  listLinks,
  pinSection,
  putSection,
  unlinkSection,
} from '../../forms/sections.ts';
import { readSheets } from '../../forms/sheet/read-sheet.ts';
import { writeSheets } from '../../forms/sheet/write-sheet.ts';
import { checkConditions } from '../../rules/index.ts';

let drawn = 0;
const lot = () => ((drawn += 1) * 0.618) % 1;
const open = (body: Record<string, unknown>): Form => {
  const form = readForm(body);
  if (!form) throw new Error('no form');
  return form;
};

const household = (more: Record<string, object> = {}, words: Record<string, object> = {}): Form =>
  open({
    key: 'household',
    purpose: 'section',
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        people: { type: 'integer', minimum: 1, 'x-unit': { ja: '人', en: 'people' } },
        helped: { type: 'boolean' },
        by: { type: 'string', 'x-personal': true },
        ...more,
      },
      required: ['people'],
    },
    uiSchema: { 'ui:order': ['people', 'helped', 'by', ...Object.keys(more)], by: { 'ui:widget': 'textarea' } },
    logic: [
      { id: 'by whom', when: { all: [{ fact: 'helped', operator: 'equal', value: true }] }, then: { show: ['by'] } },
    ],
    texts: {
      ja: {
        name: '世帯のこと',
        description: '一緒に暮らす人のことです。',
        fields: {
          people: { title: '世帯の人数' },
          helped: { title: '手助けがあるか' },
          by: { title: 'だれの手助けか' },
          ...words,
        },
      },
      en: { name: 'Household', fields: { people: { title: 'People' }, helped: { title: 'Is there help?' } } },
    },
  });
const newer = household(
  { pets: { type: 'integer', minimum: 0 } },
  { pets: { title: '飼っている動物' }, people: { title: '一緒に暮らす人数' } },
);
const visit = (): Form =>
  open({
    key: 'visit',
    purpose: 'need-step',
    schema: { type: 'object', properties: { seen: { type: 'boolean' }, note: { type: 'string' } } },
    logic: [{ id: 'by whom', then: { want: ['note'] } }],
    texts: { ja: { name: '訪問', fields: { seen: { title: '会えたか' }, note: { title: 'メモ' } } } },
  });
const put = (form: Form, how: 'linked' | 'copied' = 'linked', section = household(), number = 1) => {
  const made = putSection(form, section, number, { holder: '', index: 1 }, how, lot);
  if (!made) throw new Error('it cannot stand there');
  return made;
};
const faults = (form: Form) => checkForm(form, 'ja', checkConditions).map(({ code }) => code);

describe('a section that forms share', () => {
  it('is a form without audiences of its own, and none that pages end in, refer or hold another', () => {
    expect(faults(household())).toEqual([]);
    const telling = setKeywords(household(), 'people', { 'x-tell': { members: 'always' } });
    expect(faults(telling)).toEqual(['unknown-audience']);
    const page = household({ end: { type: 'null', 'x-shown': 'page' } }, { end: { title: '次へ' } });
    expect(faults(page)).toEqual(['page-place']);
    const { form } = put({ ...visit(), purpose: 'need-step' });
    expect(faults({ ...form, purpose: 'section' })).toEqual(['section-in-section']);
    const referring = { ...household(), schema: { ...household().schema, $defs: { n: { type: 'integer' } } } };
    const referred = household({ n: { $ref: '#/$defs/n' } }, { n: { title: '数' } });
    expect(faults({ ...referred, schema: { ...referred.schema, $defs: referring.schema.$defs } })).toEqual([
      'section-ref',
    ]);
    expect(faults(setKeywords(visit(), 'note', { 'x-section': { key: 'household', number: 1 } }))).toEqual([
      'section-place',
    ]);
  });

  it('stands in a form whole: fields, words, drawing and logic, pinned to the version', () => {
    const { form, path } = put(visit());
    expect(faults(form)).toEqual([]);
    expect(listLinks(form)).toMatchObject([{ key: 'household', number: 1, item: { path } }]);
    expect(Object.keys(form.schema.properties as object)).toEqual(['seen', path, 'note']);
    expect(form.texts.ja.fields[path]).toEqual({ title: '世帯のこと', help: '一緒に暮らす人のことです。' });
    expect(form.texts.ja.fields[`${path}.by`]).toEqual({ title: 'だれの手助けか' });
    // A form that speaks one language goes on doing so.
    expect(form.texts.en).toBeUndefined();
    expect(form.logic?.map(({ id, then }) => [id, then])).toEqual([
      ['by whom', { want: ['note'] }],
      ['by whom 2', { show: [`${path}.by`] }],
    ]);
    expect(validate(form, { [path]: { helped: true } }, 'ja').map((issue) => issue.path)).toEqual([`/${path}/people`]);
    expect(keepAsked(form, { [path]: { people: 2, helped: false, by: '見本' } })).toEqual({
      [path]: { people: 2, helped: false },
    });
    expect(isAsSection(form, path, household())).toBe(true);
    expect(linkAround(form, `${path}.by`)?.key).toBe('household');
    expect(linkAround(form, 'note')).toBeUndefined();
  });

  it('is as its version whatever the form says of it by itself, and no more once a field, word or rule of it is another', () => {
    const { form, path } = put(visit());
    const own = setWords(setTelling(form, `${path}.people`, 'members', 'always'), path, 'ja', { title: 'ご家族' });
    expect(isAsSection(own, path, household())).toBe(true);
    const rule = { id: 'mine', when: { all: [] }, then: { require: [`${path}.by`] } };
    const shownByOther = {
      id: 'other',
      when: { all: [{ fact: 'seen', operator: 'equal', value: true }] },
      then: { show: [path] },
    };
    expect(isAsSection({ ...form, logic: [...(form.logic ?? []), shownByOther] }, path, household())).toBe(true);
    for (const other of [
      setKeywords(form, `${path}.people`, { minimum: 0 }),
      setWords(form, `${path}.by`, 'ja', { title: 'だれか' }),
      { ...form, logic: form.logic?.slice(0, 1) ?? [] },
      { ...form, logic: [...(form.logic ?? []), rule] },
    ])
      expect(isAsSection(other, path, household())).toBe(false);
    expect(isAsSection(form, path, newer)).toBe(false);
  });

  it('is taken over as a newer version says, whom a field is told to and the form’s own rules as they were', () => {
    const { form, path } = put(visit());
    const shownByOther = {
      id: 'other',
      when: { all: [{ fact: 'seen', operator: 'equal', value: true }] },
      then: { show: [path] },
    };
    const before: Form = {
      ...setTelling(form, `${path}.people`, 'members', 'always'),
      logic: [...(form.logic ?? []), shownByOther],
    };
    const after = pinSection(before, path, newer, 2);
    expect(faults(after)).toEqual([]);
    expect(listLinks(after)).toMatchObject([{ key: 'household', number: 2 }]);
    expect(isAsSection(after, path, newer)).toBe(true);
    expect(findItem(after, `${path}.people`)?.schema['x-tell']).toEqual({ members: 'always' });
    expect(after.logic?.at(-1)).toEqual(shownByOther);
    expect(listChanges(before, after).map(({ kind, level, path: at }) => [kind, level, at])).toEqual([
      ['words', 'harmless', `${path}.people`],
      ['added', 'harmless', `${path}.pets`],
      ['appearance', 'harmless', path],
    ]);
    // And back again, as it was.
    expect(pinSection(after, path, household(), 1)).toEqual(before);
  });

  it('is copied as the form’s own, or made that, and then changes with it no more', () => {
    const { form, path } = put(visit(), 'copied');
    expect([listLinks(form), faults(form)]).toEqual([[], []]);
    const linked = put(visit());
    const own = unlinkSection(linked.form, linked.path);
    expect(listLinks(own)).toEqual([]);
    expect(listChanges(linked.form, own)).toEqual([]);
    expect(findItem(form, `${path}.by`)?.kind).toBe('longText');
  });

  it('goes through an Excel sheet and comes back as it was, also where the form is read with nothing beside it', () => {
    const { form, path } = put(visit());
    const book = writeSheets(form);
    expect(readSheets(book, { onto: form }).form).toEqual(form);
    const again = readSheets(book, {}).form;
    expect(listLinks(again)).toMatchObject([{ key: 'household', number: 1, item: { path } }]);
    expect(isAsSection(again, path, household())).toBe(true);
  });

  it('stands only where its lists are handed, and in no other section', () => {
    const areas = household({ area: { type: 'string', 'x-source': 'areas' } }, { area: { title: '地域' } });
    expect(barToLink(visit(), areas)).toBeNull();
    expect(barToLink({ ...visit(), purpose: 'referral-step' }, areas)).toBe('source');
    expect(barToLink(household(), areas)).toBe('notSection');
    expect(barToLink(visit(), visit())).toBe('notSection');
    const { form, path } = put(visit());
    expect(putSection(form, areas, 1, { holder: path, index: 0 }, 'linked', lot)).toBeUndefined();
  });
});
