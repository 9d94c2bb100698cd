import { describe, expect, it } from 'vitest';
import { listChanges, touches } from '../../forms/changes.ts';
import { barToChoices, conversionOf, convertField, convertToChoices } from '../../forms/convert.ts';
import { putField, readChoices, setKeywords, setRequired } from '../../forms/edit.ts';
import { checkForm, validate } from '../../forms/index.ts';
import { findItem, uiOf, type Item } from '../../forms/outline.ts';
import { moveAnswers } from '../../forms/move-answers.ts';
import { makeField, presets, type PresetId } from '../../forms/presets.ts';
import type { Form } from '../../forms/types.ts';

const empty: Form = {
  key: 'try',
  purpose: 'need-step',
  texts: { ja: { name: '試し', fields: {} }, en: { name: 'Try', fields: {} } },
  schema: { type: 'object', properties: {} },
};
const made = (id: PresetId, holder = '', form = empty): Form => {
  const field = makeField(id);
  field.texts.ja[''] = { title: '様子' };
  field.texts.en = { '': { title: 'State' } };
  return putField(form, field, { holder, index: 0 }, 'it');
};
const inList = (id: PresetId): Form => {
  const list = makeField('list');
  list.texts.ja[''] = { title: '家族' };
  list.texts.en = { '': { title: 'Family' } };
  return made(id, 'members[]', putField(empty, list, { holder: '', index: 0 }, 'members'));
};
const itemAt = (form: Form, path = 'it'): Item => {
  const item = findItem(form, path);
  if (!item) throw new Error('no field');
  return item;
};
const convert = (form: Form, path = 'it'): Form => convertField(form, itemAt(form, path));
const levelsOf = (before: Form, after: Form): string[] =>
  listChanges(before, after).map(({ kind, level, path }) => `${kind} ${level} ${path}`);

describe('converting a field', () => {
  it.each<[PresetId, PresetId, string, string[]]>([
    ['text', 'longText', 'あ', ['appearance harmless it']],
    ['kana', 'text', 'かな', ['wider harmless it']],
    ['telephone', 'text', '0225-00-0000', ['wider harmless it', 'appearance harmless it']],
    ['email', 'text', 'someone@example.jp', ['wider harmless it']],
  ])('makes %s a %s, which is harmless to every answer', (from, to, answer, changes) => {
    const before = made(from);
    const after = convert(before);
    expect(itemAt(after).kind).toBe(to);
    expect(levelsOf(before, after)).toEqual(changes);
    expect(checkForm(after)).toEqual(checkForm(before));
    for (const form of [before, after]) expect(validate(form, { it: answer })).toEqual([]);
    expect(after.texts).toBe(before.texts);
  });

  it('leads from a short text to a long one and back to the same form, in a list too', () => {
    for (const [form, path] of [
      [made('text'), 'it'],
      [inList('text'), 'members[].it'],
    ] as const) {
      const long = convert(form, path);
      expect(itemAt(long, path).kind).toBe('longText');
      expect(convert(long, path)).toEqual(form);
    }
  });

  it('tells only answers with line breaks that a text has one line now', () => {
    for (const [before, path, held] of [
      [made('longText'), 'it', (text: string) => ({ it: text })],
      [inList('longText'), 'members[].it', (text: string) => ({ members: [{ it: text }] })],
    ] as const) {
      const narrower = listChanges(before, convert(before, path)).filter(({ level }) => level !== 'harmless');
      expect(narrower.map(({ kind, path: at }) => [kind, at])).toEqual([['narrower', path]]);
      const [change] = narrower;
      expect(change && [held('一行'), held('一行\n二行'), {}].map((answers) => touches(change, answers))).toEqual([
        false,
        true,
        false,
      ]);
    }
  });

  it('keeps that a text must be more than blanks, and what else is said of how it is drawn', () => {
    const kana = convert(setRequired(made('kana'), 'it', true));
    expect(itemAt(kana).schema).toMatchObject({ minLength: 1, pattern: '\\S', maxLength: 100 });
    expect(validate(kana, { it: '　' })).not.toEqual([]);
    const drawn = { ...made('text'), uiSchema: { it: { 'ui:options': { columns: 2 }, 'ui:placeholder': 'x' } } };
    const long = convert(drawn);
    expect(uiOf(long, 'it')).toMatchObject({ 'ui:options': { columns: 2, rows: 4 }, 'ui:placeholder': 'x' });
    expect(convert(long)).toEqual(drawn);
  });

  it('offers nothing where answers would be lost, nor for what is drawn in a way of its own', () => {
    for (const id of Object.keys(presets) as PresetId[])
      if (!['text', 'longText', 'kana', 'telephone', 'email'].includes(id)) {
        const form = made(id);
        expect([id, conversionOf(form, itemAt(form))]).toEqual([id, null]);
        expect(convert(form)).toBe(form);
      }
    const hidden = { ...made('text'), uiSchema: { it: { 'ui:widget': 'hidden' } } };
    expect(convert(hidden)).toBe(hidden);
  });

  it('makes choices of what was written, where that says nobody’s name: each answer among them stays what it is', () => {
    const text = setRequired(setKeywords(made('text'), 'it', { 'x-personal': false }), 'it', true);
    const values = ['徒歩', '家族の車'];
    const chosen = convertToChoices(text, itemAt(text), values);
    expect([itemAt(chosen).kind, readChoices(chosen, 'it')]).toEqual([
      'one',
      values.map((value) => ({ value, ja: value })),
    ]);
    expect(checkForm(chosen)).toEqual([]);
    const [change, ...others] = listChanges(text, chosen).filter(({ level }) => level !== 'harmless');
    expect([change?.kind, change?.level, others]).toEqual(['to-choices', 'loses', []]);
    expect(change && ['徒歩', 'バス', ''].map((it) => touches(change, { it }))).toEqual([false, true, false]);
    for (const it of values) expect(validate(chosen, { it })).toEqual([]);
    // Half-done answers too: what is no choice is put aside, the rest stays.
    expect(moveAnswers(text, chosen, { it: '徒歩' })).toMatchObject({ answers: { it: '徒歩' }, asks: [] });
    expect(moveAnswers(text, chosen, { it: 'バス' })).toMatchObject({
      answers: {},
      aside: [{ path: 'it', value: 'バス' }],
    });
    expect(uiOf(convertToChoices(text, itemAt(text), [...'一二三四五六七八']), 'it')?.['ui:widget']).toBe('select');
    for (const [form, bar] of [
      [made('text'), 'personal'],
      [made('longText'), 'kind'],
      [made('number'), 'kind'],
    ] as const) {
      expect(barToChoices(form, itemAt(form))).toBe(bar);
      expect(convertToChoices(form, itemAt(form), values)).toBe(form);
    }
    expect(convertToChoices(text, itemAt(text), [])).toBe(text);
  });

  it('keeps each number where it is told in which unit it is', () => {
    const plain = made('number');
    const counted = setKeywords(plain, 'it', { 'x-unit': { ja: '日', en: 'days' } });
    expect(levelsOf(plain, counted)).toEqual(['unit asks it']);
    expect(moveAnswers(plain, counted, { it: 3 }).answers).toEqual({ it: 3 });
    expect(validate(counted, { it: 3 })).toEqual([]);
  });
});
