import i18n from 'i18next';
import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, expect, it, vi } from 'vitest';
import { AnswerForm } from '../../../client/forms/answer-form.tsx';
import { drawnFormats } from '../../../forms/check.ts';
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
    <AnswerForm
      form={{ id: '1', key: of.key, number: 1, ...localize(of, 'ja') }}
      record="new"
      initial={initial}
      onSubmit={() => Promise.resolve()}
    />,
  );
const undrawn = /入力できません|Unsupported|No widget/;

it.each(Object.keys(presets) as PresetId[])('what the builder offers as %s is drawn', (id) => {
  const field = makeField(id);
  field.texts.ja[''] = { ...field.texts.ja[''], title: '題名' };
  const html = draw(putField(form(), field, { holder: '', index: 0 }, 'one'));
  expect(html).toContain('題名');
  expect(html).not.toMatch(undrawn);
});

it.each([...drawnFormats])('what the check takes as format %s is drawn', (format) => {
  const html = draw(form({ one: { type: 'string', format } }));
  expect(html).toMatch(/<input[^>]*>/);
  expect(html).not.toMatch(undrawn);
});

it('a moment is a day and a time of day, as it is here', () => {
  const html = draw(form({ one: { type: 'string', format: 'date-time' } }), { one: '2026-11-23T15:05:00Z' });
  expect(html).toMatch(/value="2026-11-24"/);
  expect(html).toMatch(/type="time"[^>]*value="00:05"/);
});

it('what is shown between fields takes no answer: neither a control nor 任意 stands there', () => {
  for (const kind of ['heading', 'explanation', 'signature'])
    expect(draw(form({ one: { type: 'null', 'x-shown': kind } }))).not.toMatch(/<input|任意|必須/);
});
