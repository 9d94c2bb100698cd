import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clipField, cutField, pasteClip, readClip, titleOfClip, type Clip } from '../../forms/clipboard.ts';
import { readForm } from '../../forms/edit.ts';
import { checkForm, type Form } from '../../forms/index.ts';
import { findItem, itemsOf } from '../../forms/outline.ts';
import { checkConditions } from '../../rules/index.ts';

const root = path.resolve(import.meta.dirname, '../..');
const open = (body: Record<string, unknown>): Form => {
  const form = readForm(body);
  if (!form) throw new Error('no form');
  return form;
};
const library = (key: string): Form =>
  open(JSON.parse(readFileSync(path.join(root, `forms/library/${key}.form.json`), 'utf8')) as Record<string, unknown>);
const now = Date.parse('2026-11-28T09:00:00Z');
let drawn = 0;
const lot = () => ((drawn += 1) * 0.618) % 1;
/** As the browser keeps it. */
const kept = (clip: Clip | undefined): Clip => {
  const read = readClip(JSON.stringify(clip), now);
  if (!read) throw new Error('no clip');
  return read;
};
const words = (title: string) => ({ title });
const snow = (key: string, more: Record<string, object> = {}): Form =>
  open({
    key,
    purpose: 'record-step',
    schema: {
      type: 'object',
      properties: {
        region: { type: 'string', enum: ['coast', 'hill'] },
        snow: {
          type: 'object',
          properties: { days: { type: 'integer', 'x-unit': { ja: '日', en: 'days' } }, why: { type: 'string' } },
          required: ['days'],
        },
        note: { type: 'string', 'x-personal': true },
        ...more,
      },
      required: ['region'],
    },
    uiSchema: { snow: { 'ui:order': ['why', 'days'], why: { 'ui:widget': 'textarea' } } },
    texts: {
      ja: {
        name: '雪',
        fields: {
          region: { title: '地域', choices: { coast: '海', hill: '山' } },
          snow: words('雪のこと'),
          'snow.days': { title: '雪の日数', help: '冬の間' },
          'snow.why': words('わけ'),
          note: words('メモ'),
        },
      },
      en: {
        name: 'Snow',
        fields: {
          region: { title: 'Region', choices: { coast: 'Coast', hill: 'Hill' } },
          snow: words('Snow'),
          'snow.days': words('Days of snow'),
          'snow.why': words('Why'),
          note: words('Note'),
        },
      },
      easy: { fields: { 'snow.days': words('ゆきの ひ') } },
    },
    logic: [
      { id: 'hill', when: { fact: 'region', operator: 'equal', value: 'hill' }, then: { show: ['snow', 'note'] } },
      {
        id: 'many',
        when: { fact: 'snow.days', operator: 'greaterThanInclusive', value: 30 },
        then: { require: ['snow.why'] },
      },
    ],
  });
const empty = (purpose: Form['purpose'] = 'record-step'): Form =>
  open({
    key: 'other',
    purpose,
    schema: { type: 'object', properties: { first: { type: 'string' }, last: { type: 'string' } } },
    texts: {
      ja: { name: '別', fields: { first: words('はじめ'), last: words('おわり') } },
      en: { name: 'Other', fields: { first: words('First'), last: words('Last') } },
      easy: { fields: {} },
    },
  });
const codes = (form: Form) => checkForm(form, 'ja', checkConditions).map(({ code }) => code);

describe('fields on the clipboard', () => {
  it('are cut with what is in them, and come back as they were', () => {
    const form = snow('snow');
    expect(codes(form)).toEqual([]);
    const clip = kept(clipField(form, 'snow', true, now));
    expect([titleOfClip(clip, 'ja'), titleOfClip(clip, 'en')]).toEqual(['雪のこと', 'Snow']);
    const cut = cutField(form, 'snow');
    if (typeof cut === 'string') throw new Error(cut);
    expect(findItem(cut, 'snow')).toBeUndefined();
    expect(cut.logic).toEqual([{ ...form.logic?.[0], then: { show: ['note'] } }]);
    const back = pasteClip(cut, clip, { holder: '', index: 1 }, lot);
    const [hill, many] = form.logic ?? [];
    expect(back).toMatchObject({ path: 'snow', missing: [], isUntold: false });
    expect(back?.form).toEqual({
      ...form,
      logic: [{ ...hill, then: { show: ['note'] } }, { ...hill, id: 'hill 2', then: { show: ['snow'] } }, many],
    });
    expect(Object.keys(back?.form.schema['properties'] as object)).toEqual(['region', 'snow', 'note']);
    expect(back && codes(back.form)).toEqual([]);
  });

  it('take their own rules into another form, and name what the others ask about', () => {
    const form = snow('snow');
    const clip = kept(clipField(form, 'snow', false, now));
    const pasted = pasteClip(empty(), clip, { holder: '', index: 1 }, lot);
    expect(pasted).toMatchObject({ path: 'snow', missing: ['地域'] });
    expect(pasted?.form.logic).toEqual([form.logic?.[1]]);
    expect(pasted && itemsOf(pasted.form, '').map(({ name }) => name)).toEqual(['first', 'snow', 'last']);
    expect(pasted && itemsOf(pasted.form, 'snow').map(({ name }) => name)).toEqual(['why', 'days']);
    expect(pasted?.form.schema['properties']).toMatchObject({ snow: findItem(form, 'snow')?.schema });
    for (const language of ['ja', 'en', 'easy'] as const)
      expect(pasted?.form.texts[language]?.fields['snow.days']).toEqual(form.texts[language]?.fields['snow.days']);
    expect(pasted && codes(pasted.form)).toEqual([]);
  });

  it('have a name, a title and rules of their own beside the one that was copied', () => {
    const form = snow('snow');
    const clip = kept(clipField(form, 'snow', false, now));
    const pasted = pasteClip(form, clip, { holder: '', index: 2 }, lot);
    const at = pasted?.path ?? '';
    expect(at).toMatch(/^snow-[2-9a-z]{4}$/);
    expect(pasted?.form.texts.ja.fields[at]).toEqual(words('雪のこと（写し）'));
    expect(pasted?.form.logic?.slice(2)).toEqual([
      { ...form.logic?.[0], id: 'hill 2', then: { show: [at] } },
      {
        id: 'many 2',
        when: { fact: `${at}.days`, operator: 'greaterThanInclusive', value: 30 },
        then: { require: [`${at}.why`] },
      },
    ]);
    expect(pasted?.form.logic?.slice(0, 2)).toEqual(form.logic);
    expect(pasted && codes(pasted.form)).toEqual([]);
    const again = pasted && pasteClip(pasted.form, clip, { holder: 'snow', index: 0 }, lot);
    expect(again?.path).toMatch(/^snow\.snow-/);
    expect(new Set(again?.form.logic?.map(({ id }) => id)).size).toBe(6);
  });

  it('leave out a rule whose other field is another kind of field here', () => {
    const clip = kept(clipField(snow('snow'), 'snow', false, now));
    const other = empty();
    const form = { ...other, schema: { ...other.schema, properties: { region: { type: 'number' } } } };
    expect(pasteClip(form, clip, { holder: '', index: 0 }, lot)?.missing).toEqual(['地域']);
  });

  it('stay where others depend on them, or the system does', () => {
    expect(cutField(snow('snow'), 'region')).toBe('condition');
    expect(cutField(snow('snow'), 'snow.days')).toBe('condition');
    expect(cutField(library('proposal'), 'title')).toBe('role');
  });

  it('are personal wherever they are pasted, told to nobody there, and play no part that is taken', () => {
    const form = library('need-intake');
    const telling = itemsOf(form, '').find(
      ({ schema }) => schema['x-tell'] !== undefined && schema['x-role'] !== undefined,
    );
    if (!telling) throw new Error('no field is told');
    const clip = kept(clipField(form, telling.path, false, now));
    const beside = pasteClip(form, clip, { holder: '', index: 0 }, lot);
    const made = beside && findItem(beside.form, beside.path)?.schema;
    expect(beside?.isUntold).toBe(true);
    expect(made).not.toHaveProperty('x-tell');
    expect(made).not.toHaveProperty('x-role');
    const note = kept(clipField(snow('snow'), 'note', false, now));
    expect(pasteClip(empty(), note, { holder: '', index: 0 }, lot)?.form.schema['properties']).toMatchObject({
      note: { 'x-personal': true },
    });
  });

  it('are not read after a day, nor where they are made otherwise', () => {
    const clip = clipField(snow('snow'), 'snow', false, now);
    if (!clip) throw new Error('no clip');
    const day = 24 * 60 * 60 * 1000;
    expect(readClip(JSON.stringify(clip), now + day)).toEqual(clip);
    expect(readClip(JSON.stringify(clip), now + day + 1)).toBeNull();
    expect(readClip(JSON.stringify(clip), now - 1)).toBeNull();
    const foreign: unknown[] = [
      'text',
      null,
      [],
      {},
      { ...clip, form: {} },
      { ...clip, from: { form: 'snow', path: 'elsewhere' } },
      { ...clip, others: { region: '地域' } },
      { ...clip, form: { ...clip.form, logic: [{ id: 'x', then: { show: 'snow' } }] } },
      { ...clip, form: { ...clip.form, logic: [{ id: 'x', then: { show: ['region'] } }] } },
      { ...clip, form: { ...clip.form, schema: { properties: { a: {}, b: {} } } } },
      { ...clip, form: { ...clip.form, schema: { properties: { snow: { $ref: '#' } } } } },
      { ...clip, form: { ...clip.form, texts: { ja: { name: '', fields: { snow: { title: 1 } } } } } },
    ];
    for (const each of foreign) expect(readClip(JSON.stringify(each), now), JSON.stringify(each)).toBeNull();
    expect(readClip('{', now)).toBeNull();
    expect(readClip(JSON.stringify({ ...clip, more: 'x'.repeat(300_000) }), now)).toBeNull();
  });
});
