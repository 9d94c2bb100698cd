import { readFileSync } from 'node:fs';
import i18n from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { KeepUnread } from '../../../../client/components/unread.tsx';
import { PropertiesPanel } from '../../../../client/studio/forms/properties-panel.tsx';
import { findItem } from '../../../../forms/outline.ts';
import type { Form } from '../../../../forms/types.ts';

// Pages are drawn outside of a browser, where nobody acts.
vi.hoisted(() => Object.assign(globalThis, { addEventListener: () => {} }));

const read = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../../../client/texts/ja/${name}.json`, import.meta.url), 'utf8')) as object;

beforeAll(async () => {
  const ja = Object.fromEntries(['common', 'builder', 'rules'].map((name) => [name, read(name)]));
  await i18n.use(initReactI18next).init({ lng: 'ja', defaultNS: 'common', resources: { ja } });
});

describe('the properties of a field', () => {
  it.each([
    ['a text of a format that the builder does not know', { type: 'string', format: 'uri' }, true],
    ['a text', { type: 'string' }, true],
    ['a date', { type: 'string', format: 'date' }, false],
    ['a list of entries that are typed', { type: 'array', items: { type: 'string' } }, true],
    ['a text whose branch says so', { type: 'string', allOf: [{ 'x-personal': false }] }, false],
  ])('show the mark that the server goes by for %s', (_, schema, isPersonal) => {
    const form: Form = {
      key: 'a',
      purpose: 'record-step',
      texts: { ja: { name: '様式', fields: { a: { title: 'A' } } } },
      schema: { type: 'object', properties: { a: schema } },
    };
    const drawn = renderToStaticMarkup(
      <KeepUnread value={() => {}}>
        <PropertiesPanel form={form} item={findItem(form, 'a')} edit={() => {}} trouble={undefined} issues={[]} />
      </KeepUnread>,
    );
    const [, before = ''] = /(<input[^>]*>)(?:(?!<input).)*個人情報の印/s.exec(drawn) ?? [];
    expect(before).toContain('checkbox');
    expect(before.includes('checked=""')).toBe(isPersonal);
  });
});
