import { readdirSync, readFileSync } from 'node:fs';
import { TranslatableString } from '@rjsf/utils';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18n from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AnswerForm } from '../../../client/forms/answer-form.tsx';
import type { Municipality } from '../../../client/lib/contract.ts';
import { MunicipalityProvider } from '../../../client/lib/municipality.tsx';
import { localize, validate } from '../../../forms/index.ts';
import type { Form, JsonSchema } from '../../../forms/index.ts';
import { findFields } from '../../../forms/walk.ts';
import { latinIn } from '../../support/latin.ts';

// Pages are drawn outside of a browser, where nobody acts.
vi.hoisted(() => Object.assign(globalThis, { addEventListener: () => {} }));

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
const texts = readdirSync(new URL('../../../client/texts/ja', import.meta.url));
const library = readdirSync(new URL('../../../forms/library', import.meta.url)).map(
  (file) => read(`forms/library/${file}`) as Form,
);

beforeAll(async () => {
  const ja = Object.fromEntries(
    texts.map((file) => [file.slice(0, -'.json'.length), read(`client/texts/ja/${file}`) as object]),
  );
  await i18n.use(initReactI18next).init({ lng: 'ja', defaultNS: 'common', resources: { ja } });
});

/** What a person reads of a form as the page draws it, controls' names and hints included. */
function draw(form: Pick<Form, 'key' | 'schema' | 'uiSchema' | 'texts'>): string {
  const local = localize(form as Form, 'ja', {
    areas: [{ value: 'a', label: '北' }],
    'service-types': [{ value: 'shopping', label: '買い物' }],
    organisations: [{ value: 'o', label: '見本の会' }],
    needs: [{ value: 'n', label: '買い物に行けない' }],
  });
  const html = renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <MunicipalityProvider value={{ code: '042021' } as Municipality}>
        <AnswerForm
          isWindowOnly
          form={{ id: '1', key: form.key, number: 1, ...local }}
          record="new"
          onSubmit={() => Promise.resolve()}
        />
      </MunicipalityProvider>
    </QueryClientProvider>,
  );
  const hints = [...html.matchAll(/(?:aria-label|placeholder|title|alt)="([^"]*)"/g)].map(([, hint]) => hint);
  return [html.replaceAll(/<[^>]*>/g, '\n'), ...hints].join('\n').replaceAll('&quot;', '"').replaceAll('&#x27;', "'");
}

/** Every field gone wrong in every way that JSON has. */
const wrong = (schema: JsonSchema): Record<string, unknown>[] => {
  const names = [...new Set(findFields(schema).map(({ path }) => path.split(/[.[]/)[0] ?? ''))];
  return [
    {},
    ...[null, 'x', '', -1, 1.5, 1e9, true, [], [1, 1], {}, 'あ'.repeat(9999)].flatMap((value) => [
      Object.fromEntries(names.map((name) => [name, value])),
    ]),
  ];
};

describe.each(library.map((form) => ({ key: form.key, form })))('in Japanese the form $key', ({ form }) => {
  it('is drawn without a word of another language', () => {
    const drawn = draw(form);
    expect(drawn.length).toBeGreaterThan(20);
    // The era in which a date may be typed, R8, and what files are called.
    expect(
      latinIn(drawn, [
        'R',
        'PDF',
        'JPEG',
        'PNG',
        'WebP',
        'HEIC',
        'Word',
        'docx',
        'Excel',
        'xlsx',
        'PowerPoint',
        'pptx',
      ]),
    ).toEqual([]);
  });

  it('refuses without a word of another language', () => {
    const said = wrong(form.schema).flatMap((answers) => validate(form, answers, 'ja').map(({ message }) => message));
    expect(said.flatMap((message) => latinIn(message))).toEqual([]);
  });
});

it('a question of yes or no that a form has no words for is asked in Japanese', () => {
  const drawn = draw({
    key: 'made',
    schema: { type: 'object', properties: { asked: { type: 'boolean' } } },
    uiSchema: { asked: { 'ui:widget': 'radio' } },
    texts: { ja: { name: '試し', fields: { asked: { title: '家族にも伝えますか' } } } },
  });
  expect(drawn).toMatch(/はい\s+いいえ/);
  expect(latinIn(drawn)).toEqual([]);
});

it('rjsf says nothing that has no words of ours', () => {
  for (const name of Object.keys(TranslatableString)) {
    expect(i18n.exists(`form:drawn.${name}`), name).toBe(true);
    expect(latinIn(i18n.t(`form:drawn.${name}`, { first: '一', second: '二' }))).toEqual([]);
  }
});
