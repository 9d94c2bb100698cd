import type { WidgetProps } from '@rjsf/utils';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18n from 'i18next';
import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactElement } from 'react';
import { initReactI18next } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AnswerList } from '../../../client/components/key-facts.tsx';
import { DateTimeField } from '../../../client/components/date-time-field.tsx';
import { TextField } from '../../../client/components/text-field.tsx';
import { AnswerForm } from '../../../client/forms/answer-form.tsx';
import { applyLogic } from '../../../client/forms/logic.tsx';
import { errorsOn, findPage, pagesOf } from '../../../client/forms/pages.ts';
import { drawSection } from '../../../client/forms/templates.tsx';
import { drawn } from '../../../client/forms/widgets.tsx';
import { MunicipalityProvider } from '../../../client/lib/municipality.tsx';
import type { Municipality } from '../../../client/lib/contract.ts';
import { drawnFormats, drawnWidgets } from '../../../forms/drawn.ts';
import { putField } from '../../../forms/edit.ts';
import { localize, tellAnswers, validate, type Form, type JsonSchema } from '../../../forms/index.ts';
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
const town = { code: '042021' } as Municipality;
const draw = (of: Form, initial: Record<string, unknown> = {}, withSummary = true): string =>
  renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <MunicipalityProvider value={town}>
        <MemoryRouter>
          <AnswerForm
            isWindowOnly
            withSummary={withSummary}
            form={{ id: '1', key: of.key, number: 1, ...localize(of, 'ja') }}
            record="new"
            initial={initial}
            onSubmit={() => Promise.resolve()}
          />
        </MemoryRouter>
      </MunicipalityProvider>
    </QueryClientProvider>,
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
const local = { id: '1', key: 'x', number: 1, ...localize(paged, 'ja') };
const pages = (answers: Record<string, unknown>) =>
  pagesOf(local, applyLogic(local, answers)).map(({ fields }) => fields);

it('a page on which nothing is asked is left out, and comes with the answer that asks for it', () => {
  expect(pages({})).toEqual([['a'], ['c']]);
  expect(pages({ a: 'あ' })).toEqual([['a'], ['b'], ['c']]);
});

it('a page is found by its page break, whatever pages come or go before it', () => {
  const find = (name: string, answers: Record<string, unknown>) => findPage(local, applyLogic(local, answers), name);
  expect([find('third', {}), find('third', { a: 'あ' })]).toEqual([1, 2]);
  expect([find('', {}), find('', { a: 'あ' })]).toEqual([0, 0]);
  // One on which nothing is asked any more: the one before; one that the form does not have: the first.
  expect([find('second', {}), find('second', { a: 'あ' }), find('gone', {})]).toEqual([0, 1, 0]);
});

it('what is wrong is told on the page of its field, and what is about none on the last', () => {
  const all = ['.a', '.b.0.name', '.gone', ''].map((property) => ({ property }));
  const ofForm = pagesOf(local, applyLogic(local, { a: 'あ' }));
  const propertiesOn = (page: number, isLast: boolean) =>
    errorsOn(all, ofForm[page], ofForm, isLast).map(({ property }) => property);
  expect(propertiesOn(0, false)).toEqual(['.a']);
  expect(propertiesOn(1, false)).toEqual(['.b.0.name']);
  expect(propertiesOn(2, true)).toEqual(['.gone', '']);
  expect(propertiesOn(3, true)).toHaveLength(4);
});

it('a form of pages shows one of them, and how many there are with the summary', () => {
  const html = draw(paged, { a: 'あ' });
  expect(html).toContain('1／4ページ');
  expect(draw(paged, { a: 'あ' }, false)).toContain('1／3ページ');
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

it('two columns stay the same whichever of their fields comes first, so that nothing in them is drawn anew', () => {
  type Section = Parameters<typeof drawSection>[0];
  const properties = ['head', 'a', 'b'].map((name) => ({ name }) as Section['body'][number]);
  const draws = (body: string[], head = true) =>
    drawSection(
      {
        head: (head ? properties[0] : null) ?? null,
        columns: true,
        body: properties.filter(({ name }) => body.includes(name)),
      },
      () => true,
      ({ name }) => <p key={name} />,
    ).map(({ key }) => key);
  expect(draws(['a', 'b'])).toHaveLength(2);
  expect(draws(['b'])).toEqual(draws(['a', 'b']));
  expect(draws(['b'], false)).toEqual(draws(['a', 'b'], false));
  expect(new Set([...draws(['a']), ...draws(['a'], false)]).size).toBe(3);
});

describe('a time of day', () => {
  const time = { type: 'string', format: 'time' };

  it.each([{}, { one: { 'ui:widget': 'time' } }])('is shown as it is here (uiSchema %j)', (uiSchema) => {
    const drawTime = (value: string) => draw({ ...form({ one: time }), uiSchema }, { one: value });
    expect(drawTime('14:05:00+09:00')).toMatch(/type="time"[^>]*value="14:05"/);
    expect(drawTime('05:05:00Z')).toMatch(/type="time"[^>]*value="14:05"/);
  });

  it.each([
    [time, '14:05:00+09:00'],
    [{ type: 'string' }, '14:05'],
  ])('typed into %j is %s', (schema, written) => {
    const heard: unknown[] = [];
    const props = { id: 'one', label: '時刻', schema, options: {}, onChange: (value: unknown) => heard.push(value) };
    // The input itself, below what draws it.
    let element = drawn.time(props as unknown as WidgetProps) as ReactElement<{ onChange: (text: string) => void }>;
    while (element.type !== TextField) element = (element.type as (own: unknown) => typeof element)(element.props);
    element.props.onChange('14:05');
    expect(heard).toEqual([written]);
    expect(validate(form({ one: schema }), { one: written })).toEqual([]);
  });
});

it('the help of a moment is read out with it, as is what is wrong', () => {
  const html = renderToStaticMarkup(
    <DateTimeField id="at" label="受け取り" help="窓口で" error="入力" value={null} onChange={() => {}} />,
  );
  expect(html).toMatch(/<fieldset[^>]*aria-describedby="at-help at-error"/);
  expect(html).toMatch(/id="at-help"[^>]*>窓口で/);
});

it('a line to sign stands on paper only', () => {
  const lines = tellAnswers(form({ sign: { type: 'null', 'x-shown': 'signature' } }), {}, 'staff', 'ja');
  expect(lines).toHaveLength(1);
  const list = (value?: string) =>
    renderToStaticMarkup(<AnswerList answers={lines.map((line) => ({ ...line, ...(value && { value }) }))} />);
  expect(list()).toMatch(/class="[^"]*hidden print:grid/);
  expect(list('あ')).not.toContain('print:grid');
});
