import { describe, expect, it } from 'vitest';
import { listChanges } from '../../forms/changes.ts';
import { putField, setKeywords } from '../../forms/edit.ts';
import {
  checkForm,
  eraseAnswers,
  heldIn,
  listTies,
  localize,
  marksOf,
  tellAnswers,
  validate,
  type Form,
  type Sources,
} from '../../forms/index.ts';
import { findItem } from '../../forms/outline.ts';
import { layOutBlank } from '../../forms/paper/lay-out.ts';
import { makeField, presetsFor } from '../../forms/presets.ts';
import { readSheets } from '../../forms/sheet/read-sheet.ts';
import { writeSheets } from '../../forms/sheet/write-sheet.ts';
import { sourceOfKinds } from '../../forms/ties.ts';
import { checkConditions } from '../../rules/index.ts';

const empty: Form = {
  key: 'ties',
  purpose: 'record',
  texts: { ja: { name: '例', fields: {} }, en: { name: 'Example', fields: {} } },
  schema: { type: 'object', properties: {} },
};
const add = (form: Form, id: 'record' | 'records', name: string, title: string): Form => {
  const field = makeField(id);
  field.texts.ja[''] = { title };
  return putField(form, { ...field, name }, { holder: '', index: 0 }, name);
};
const form = add(add(empty, 'records', 'helps', '手伝う先'), 'record', 'body', '所属');
const both = setKeywords(form, 'body', { 'x-source': sourceOfKinds(['organisation', 'service']) });
const codes = (document: unknown) =>
  checkForm(document, 'ja', checkConditions).flatMap(({ path, code }) =>
    ['role-missing'].includes(code) ? [] : [`${path} ${code}`],
  );
const bodies = 'records:organisation';
const sources: Sources = {
  [bodies]: [
    { value: 'a', label: '見本の会' },
    { value: 'b', label: '架空の店' },
  ],
};

describe('a field that is answered with another record', () => {
  it('takes only what the server has found for it, and what is held already', () => {
    expect(codes(form)).toEqual([]);
    const taken = (answers: object, given = sources) =>
      validate(form, answers, 'ja', given).map(({ path, code }) => [path, code]);
    expect(taken({ body: 'a', helps: ['a', 'b'] })).toEqual([]);
    expect(taken({ body: 'c', helps: ['a', 'c'] })).toEqual([
      ['/body', 'enum'],
      ['/helps/1', 'enum'],
    ]);
    expect(taken({ helps: ['a', 'a'] })).toEqual([['/helps', 'uniqueItems']]);
    const held = { [bodies]: [{ value: 'c', label: '', heldOnly: true, heldIn: ['body'] }] };
    expect(taken({ body: 'c' }, held)).toEqual([]);
    expect(taken({ helps: ['c'] }, held)).toEqual([['/helps/0', 'enum']]);
    expect([...heldIn(form, form, { body: 'c', helps: ['a'] }, {})]).toEqual([
      ['body', new Set(['c'])],
      ['helps', new Set(['a'])],
    ]);
  });

  it('is told by its title, and not at all where that is not known', () => {
    const wordsOf = (language: 'ja' | 'en', given: Sources = {}) =>
      tellAnswers(form, { body: 'a', helps: ['b', 'c'] }, 'staff', language, given).map(({ value }) => value);
    expect(wordsOf('ja', sources)).toEqual(['見本の会', '架空の店\n見られない記録']);
    expect(wordsOf('en')).toEqual([
      'A record that you may not see',
      'A record that you may not see\nA record that you may not see',
    ]);
    expect(tellAnswers(form, { body: 'a' }, [{ name: 'tier1', consent: true }], 'ja', sources)).toEqual([]);
  });

  it('names the records that answers hold, with where', () => {
    expect(listTies(both, { body: 'a', helps: ['b', 'c'], other: 'd' })).toEqual([
      { path: 'body', kinds: ['organisation', 'service'], source: 'records:organisation,service', id: 'a' },
      { path: 'helps', kinds: ['organisation'], source: bodies, id: 'b' },
      { path: 'helps', kinds: ['organisation'], source: bodies, id: 'c' },
    ]);
  });

  it('is drawn so that it is found by typing: nothing is listed', () => {
    const { schema, uiSchema } = localize(form, 'ja', sources);
    expect(schema['properties']).toMatchObject({ body: { type: 'string', 'x-source': bodies } });
    expect(JSON.stringify(schema)).not.toContain('見本の会');
    expect(uiSchema).toMatchObject({ body: { 'ui:widget': 'record' }, helps: { 'ui:widget': 'record' } });
    const [line] = layOutBlank(form, 'ja', {}).lines.filter((each) => JSON.stringify(each).includes('所属'));
    expect(JSON.stringify(line)).toContain('"as":"line"');
  });

  it('says of whom it may tell: a resident is personal, unless somebody says otherwise', () => {
    const of = (kinds: string[]) =>
      marksOf(setKeywords(form, 'body', { 'x-source': sourceOfKinds(kinds) })).get('body');
    expect(of(['organisation'])?.personal).toBe(false);
    expect(of(['organisation', 'person'])?.personal).toBe(true);
    const person = setKeywords(form, 'body', { 'x-source': sourceOfKinds(['person']) });
    expect(eraseAnswers(person, { body: 'p', helps: ['a'] }, '（消去）')).toEqual({ helps: ['a'] });
  });

  it('names kinds that there are, in a form of a register', () => {
    const named = (source: string) => codes(setKeywords(form, 'body', { 'x-source': source }));
    expect(named('records:register-supporter,need')).toEqual([]);
    expect(named('records:password')).toEqual(['/schema/properties/body/x-source unknown-kind']);
    expect(named('records:')).toEqual(['/schema/properties/body/x-source unknown-kind']);
    expect(codes({ ...form, purpose: 'proposal-step' })).toContain('/schema/properties/body/x-source records-purpose');
    expect(named('organisations')).toEqual(['/schema/properties/body/x-source list-not-handed']);
    expect(presetsFor('record')).toContain('record');
    expect(presetsFor('council-step')).not.toContain('record');
  });

  it('may take more kinds without asking anybody, and loses with each that goes', () => {
    const kinds = (before: Form, after: Form) => listChanges(before, after).map(({ kind, level }) => [kind, level]);
    expect(kinds(form, both)).toEqual([['wider', 'harmless']]);
    expect(kinds(both, form)).toEqual([['source', 'loses']]);
  });

  it('goes through an Excel sheet as it is', () => {
    const { form: read, notices } = readSheets(writeSheets(both), { purpose: both.purpose });
    expect(notices).toEqual([]);
    expect(read.schema).toEqual(both.schema);
    expect(findItem(both, 'body')?.kind).toBe('oneListed');
    expect(findItem(both, 'helps')?.kind).toBe('severalListed');
  });
});
