import i18n from 'i18next';
import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AnswerForm } from '../../../client/forms/answer-form.tsx';
import { allowedOf, applyLogic } from '../../../client/forms/logic.tsx';
import { localize, type Form } from '../../../forms/index.ts';

// Pages are drawn outside of a browser, where nobody acts.
vi.hoisted(() => Object.assign(globalThis, { addEventListener: () => {} }));

beforeAll(async () => {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../client/texts/ja/${name}.json`, import.meta.url), 'utf8'));
  const ja = { common: read('common') as object, form: read('form') as object };
  await i18n.use(initReactI18next).init({ lng: 'ja', defaultNS: 'common', resources: { ja } });
});

const form: Form = {
  key: 'x',
  purpose: 'record-step',
  texts: { ja: { name: '甲', fields: { names: { title: '名前' }, helps: { title: '手伝い' } } } },
  schema: {
    type: 'object',
    properties: {
      names: { type: 'array', items: { type: 'string' } },
      helps: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] } },
    },
  },
  logic: [{ id: 'names', then: { set: 'names', value: ['仮名 竹夫', '仮名 松子'] } }],
};
const local = (of: Form) => ({ id: '1', key: of.key, number: 1, ...localize(of, 'ja') });
const draw = (of: Form): string =>
  renderToStaticMarkup(
    <AnswerForm
      isWindowOnly
      form={local(of)}
      record="new"
      initial={{ names: ['x'] }}
      onSubmit={() => Promise.resolve()}
    />,
  );

describe("a form's logic on the page", () => {
  it.each([
    ['a list of texts', {}],
    ['a list of names that are ticked', { names: { 'ui:field': 'ticked', 'ui:suggestions': ['仮名 竹夫', '他'] } }],
  ])('shows what %s is set to, and nothing that could be changed', (_, uiSchema) => {
    const { logic: _logic, ...free } = form;
    const add = '名前を加える';
    expect(draw({ ...free, uiSchema })).toContain(add);
    const html = draw({ ...form, uiSchema });
    expect(html).not.toContain(add);
    expect(html).toMatch(/<input[^>]*readonly=""[^>]*value="仮名 竹夫、仮名 松子"/i);
  });

  it('offers in each entry of a list of choices only those that the list is limited to', () => {
    const limited = { ...form, logic: [{ id: 'helps', then: { limit: 'helps', to: ['a', 'b'] } }] };
    const said = applyLogic(local(limited), { helps: ['a', 'b'] });
    expect(allowedOf(said, '/helps/1')).toEqual(['a', 'b']);
    expect(allowedOf(said, '/names/1')).toBeUndefined();
  });
});
