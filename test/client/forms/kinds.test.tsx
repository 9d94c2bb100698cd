import i18n from 'i18next';
import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { beforeAll, expect, it, vi } from 'vitest';
import { AnswerForm } from '../../../client/forms/answer-form.tsx';
import { applyLogic } from '../../../client/forms/logic.tsx';
import { pagesOf } from '../../../client/forms/pages.ts';
import { drawnFormats, drawnWidgets } from '../../../forms/check.ts';
import { putField } from '../../../forms/edit.ts';
import { localize, type Form, type JsonSchema } from '../../../forms/index.ts';
import { makeField, presets, type PresetId } from '../../../forms/presets.ts';

// Pages are drawn outside of a browser, where nobody acts.
vi.hoisted(() => Object.assign(globalThis, { addEventListener: () => {} }));

beforeAll(async () => {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../client/texts/ja/${name}.json`, import.meta.url), 'utf8'));
  const ja = { common: read('common') as object, form: read('form') as object };
  await i18n.use(initReactI18next).init({ lng: 'ja', defaultNS: 'common', resources: { ja } });
});

const form = (properties: Record<string, JsonSchema> = {}): Form => ({
  key: 'x',
  purpose: 'record-step',
  texts: {
    ja: { name: '甲', fields: Object.fromEntries(Object.keys(properties).map((name) => [name, { title: '題名' }])) },
  },
  schema: { type: 'object', properties },
});
const draw = (of: Form, initial: Record<string, unknown> = {}): string =>
  renderToStaticMarkup(
    <MemoryRouter>
      <AnswerForm
        isWindowOnly
        form={{ id: '1', key: of.key, number: 1, ...localize(of, 'ja') }}
        record="new"
        initial={initial}
        onSubmit={() => Promise.resolve()}
      />
    </MemoryRouter>,
  );
const undrawn = /入力できません|Unsupported|No widget/;

it.each(Object.keys(presets) as PresetId[])('what the builder offers as %s is drawn', (id) => {
  const field = makeField(id);
  field.texts.ja[''] = { ...field.texts.ja[''], title: '名づけたもの' };
  const html = draw(putField(form({ other: { type: 'string' } }), field, { holder: '', index: 0 }, 'one'));
  expect(html).toContain('名づけたもの');
  expect(html).not.toMatch(undrawn);
});

it.each([...drawnFormats])('what the check takes as format %s is drawn', (format) => {
  const html = draw(form({ one: { type: 'string', format } }));
  expect(html).toMatch(/<input[^>]*>/);
  expect(html).not.toMatch(undrawn);
});

const forWidgets: Record<string, JsonSchema> = {
  updown: { type: 'integer' },
  range: { type: 'integer' },
  calculated: { type: 'integer' },
  checkbox: { type: 'boolean' },
  checkboxes: { type: 'array', uniqueItems: true, items: { type: 'string', enum: ['a'] } },
  radio: { type: 'string', enum: ['a'] },
  select: { type: 'string', enum: ['a'] },
  date: { type: 'string', format: 'date' },
  'date-time': { type: 'string', format: 'date-time' },
};

it.each([...drawnWidgets])('what the check takes as ui:widget %s is drawn', (widget) => {
  const html = draw({
    ...form({ only: forWidgets[widget] ?? { type: 'string' } }),
    uiSchema: { only: { 'ui:widget': widget } },
  });
  expect(html).toMatch(/<(input|select|textarea)[^>]*>/);
  expect(html).not.toMatch(undrawn);
});

it('a moment is a day and a time of day, as it is here', () => {
  const html = draw(form({ one: { type: 'string', format: 'date-time' } }), { one: '2026-11-23T15:05:00Z' });
  expect(html).toMatch(/value="2026-11-24"/);
  expect(html).toMatch(/type="time"[^>]*value="00:05"/);
});

it('what is shown between fields takes no answer: neither a control nor 任意 stands there', () => {
  for (const kind of ['page', 'heading', 'explanation', 'signature'])
    expect(draw(form({ first: { type: 'null', 'x-shown': kind } }))).not.toMatch(/<input|任意|必須/);
});

const paged = form({
  a: { type: 'string' },
  second: { type: 'null', 'x-shown': 'page' },
  b: { type: 'string' },
  third: { type: 'null', 'x-shown': 'page' },
  c: { type: 'string' },
});
paged.logic = [{ id: 'b', when: { all: [{ fact: 'a', operator: 'equal', value: 'あ' }] }, then: { show: ['b'] } }];
const pages = (answers: Record<string, unknown>) => {
  const local = { id: '1', key: 'x', number: 1, ...localize(paged, 'ja') };
  return pagesOf(local, applyLogic(local, answers)).map(({ fields }) => fields);
};

it('a page on which nothing is asked is left out, and comes with the answer that asks for it', () => {
  expect(pages({})).toEqual([['a'], ['c']]);
  expect(pages({ a: 'あ' })).toEqual([['a'], ['b'], ['c']]);
});

it('a form of pages shows one of them, and how many there are with the summary', () => {
  const html = draw(paged, { a: 'あ' });
  expect(html).toContain('1／4ページ');
  expect(html.match(/<input/g)).toHaveLength(1);
  expect(html).toContain('次へ');
});

it('what stands below a heading, in a group or in entries is two columns where that is said', () => {
  const properties = { head: { type: 'null', 'x-shown': 'heading' }, a: { type: 'string' }, b: { type: 'string' } };
  const two = { 'ui:options': { columns: 2 } };
  const columns = (of: Form): number => (draw(of, { list: [{}] }).match(/sm:grid-cols-2/g) ?? []).length;
  expect(columns(form(properties))).toBe(0);
  expect(columns({ ...form(properties), uiSchema: { head: two } })).toBe(1);
  const group = form({ group: { type: 'object', properties: { a: { type: 'string' } } } });
  expect(columns({ ...group, uiSchema: { group: two } })).toBe(1);
  const list = form({ list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } } });
  expect(columns({ ...list, uiSchema: { list: { items: two } } })).toBe(1);
});
