import { globSync, readdirSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EffectDeclaration } from '../server/effects/effect.ts';
import { hasText } from '../server/kernel/texts/index.ts';
import { kindsAndEffects } from '../server/kinds/index.ts';
import { listRequires } from '../server/records/record-kind.ts';
import { stepChoices } from '../server/settings/municipality/practice.ts';
import { commonWords } from '../workflows/check-turns.ts';

const root = path.resolve(import.meta.dirname, '..');

type Texts = { [key: string]: string | Texts };

/** Every key of a file, dotted; i18next's plural endings count as one key, because languages differ in them. */
const listKeys = (texts: Texts, prefix = ''): string[] => {
  const keys = Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string'
      ? [prefix + key.replace(/_(zero|one|two|few|many|other)$/, '')]
      : listKeys(text, `${prefix}${key}.`),
  );
  return [...new Set(keys)].toSorted();
};

const readTexts = async (file: string): Promise<Texts> => JSON.parse(await readFile(path.join(root, file), 'utf8'));

const listTexts = (texts: Texts): string[] =>
  Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : listTexts(text)));

/** The catalogues: a file in each language. What a kind says lies in its folder. */
const catalogues = globSync(
  ['client/texts/ja/*.json', 'server/kernel/texts/ja/*.json', 'server/kinds/*/texts/ja.json'],
  {
    cwd: root,
  },
).map((ja) => ({ ja, en: ja.replace(/\bja(?=\/|\.json$)/, 'en') }));

describe('texts', () => {
  it.each(catalogues)('have the same keys in both languages in $ja', async ({ ja, en }) => {
    expect(listKeys(await readTexts(en))).toEqual(listKeys(await readTexts(ja)));
  });

  it.each(catalogues)('are none of them empty in $ja and in English', async ({ ja, en }) => {
    for (const file of [ja, en])
      expect(listTexts(await readTexts(file)).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('say of everything that a city may choose why a step is not for it', () => {
    for (const name of Object.keys(stepChoices))
      expect([name, hasText(`records.otherChoice.${name}`)]).toEqual([name, true]);
  });

  it('name everything that the editor of lifecycles lets choose', async () => {
    const { effect, param, read, word, day, choice, value } = (await readTexts(
      'client/texts/ja/lifecycles.json',
    )) as Record<string, Texts>;
    const named = (group: Texts | undefined, names: Iterable<string>): void =>
      expect(Object.keys(group ?? {})).toEqual(expect.arrayContaining([...new Set(names)]));
    const effects = Object.values(kindsAndEffects.effectTypes)
      .map((declared) => declared as EffectDeclaration)
      .filter(({ subjects, registers }) => registers || subjects.length > 0);
    named(
      effect,
      effects.map(({ type }) => type),
    );
    named(
      param,
      effects.flatMap(({ params }) => Object.keys(params.shape)),
    );
    named(
      read,
      effects.flatMap(({ reads }) => reads),
    );
    const demands = Object.values(listRequires(kindsAndEffects.kinds));
    named(word, [...commonWords, ...demands.flatMap(({ words = [] }) => words)]);
    named(
      day,
      demands.flatMap(({ days = [] }) => days),
    );
    named(choice, Object.keys(stepChoices));
    named(value, Object.values(stepChoices).flat());
  });

  it('have no catalogue in one language only', () => {
    const english = ['client/texts/en/*.json', 'server/kernel/texts/en/*.json', 'server/kinds/*/texts/en.json'];
    expect(globSync(english, { cwd: root }).toSorted()).toEqual(catalogues.map(({ en }) => en).toSorted());
    expect(
      readdirSync(path.join(root, 'server/kinds'))
        .filter((name) => !name.endsWith('.ts'))
        .toSorted(),
    ).toEqual(catalogues.flatMap(({ ja }) => /^server\/kinds\/(\w+)\//.exec(ja)?.[1] ?? []).toSorted());
  });

  it('stand once: no kind says again what the kernel or another kind says', async () => {
    const server = catalogues.filter(({ ja }) => ja.startsWith('server/'));
    const keys = (
      await Promise.all(
        server.map(async ({ ja }) =>
          listKeys(await readTexts(ja), ja.startsWith('server/kinds/') ? '' : `${path.basename(ja, '.json')}.`),
        ),
      )
    ).flat();
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('of a noun stand in a file of its own, in the client too', async () => {
    const nouns = catalogues.flatMap(({ ja }) => /^server\/kinds\/(\w+)\//.exec(ja)?.[1] ?? []);
    const files = new Set(catalogues.flatMap(({ ja }) => /^client\/texts\/ja\/(\w+)\.json/.exec(ja)?.[1] ?? []));
    // An organisation is told on its services' pages, and something is closed where it is set.
    const elsewhere = ['organisation', 'closing'];
    const missing = [...nouns, 'retention'].filter((noun) => !files.has(noun) && !files.has(`${noun}s`));
    expect(missing.filter((noun) => !elsewhere.includes(noun))).toEqual([]);
    for (const [file, nouns] of [
      ['councils', ['meeting', 'finding', 'agenda', 'candidate']],
      ['settings', ['retention']],
    ] as const) {
      const groups = Object.keys(await readTexts(`client/texts/ja/${file}.json`));
      expect(groups.filter((group) => nouns.some((noun) => group.startsWith(noun)))).toEqual([]);
    }
  });

  it('that a component asks for by their whole name stand where it looks for them', async () => {
    const texts = new Map<string, Set<string>>();
    for (const { ja } of catalogues.filter(({ ja }) => ja.startsWith('client/')))
      texts.set(path.basename(ja, '.json'), new Set(listKeys(await readTexts(ja))));
    const missing: string[] = [];
    for await (const file of glob('client/**/*.tsx', { cwd: root })) {
      const code = await readFile(path.join(root, file), 'utf8');
      const namespaces = [...code.matchAll(/useTranslation\((?:'(\w+)')?\)/g)].map(([, name = 'common']) => name);
      // Where it is handed in, nobody sees from here which it is.
      if (namespaces.length === 0) continue;
      const keys = [
        ...code.matchAll(/\bt\(\s*'([\w:.-]+)'/g),
        ...code.matchAll(/\bt\([^'`(){}]*\? '([\w:.-]+)'/g),
        ...code.matchAll(/\bt\([^'`(){}]*\? '[\w:.-]+' : '([\w:.-]+)'/g),
      ];
      for (const [, key = ''] of keys) {
        const [name, inside] = key.includes(':') ? (key.split(':') as [string, string]) : [null, key];
        const places = name === null ? namespaces : [name];
        if (!places.some((place) => texts.get(place)?.has(inside))) missing.push(`${file}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('are never Japanese in the code of a component', async () => {
    const offences: string[] = [];
    for await (const file of glob('client/**/*.tsx', { cwd: root })) {
      const lines = (await readFile(path.join(root, file), 'utf8')).split('\n');
      let inComment = false;
      lines.forEach((line, index) => {
        const { code, open } = withoutComments(line, inComment);
        inComment = open;
        // A language's own name is the same in every language.
        if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(code.replaceAll('日本語', '')))
          offences.push(`${file}:${index + 1}: ${line.trim()}`);
      });
    }
    expect(offences).toEqual([]);
  });
});

const withoutComments = (line: string, inComment: boolean): { code: string; open: boolean } => {
  let code = inComment ? line.replace(/^.*?(\*\/|$)/, '') : line;
  const stillOpen = inComment && !line.includes('*/');
  code = code.replaceAll(/\/\*.*?\*\//g, '');
  const open = stillOpen || code.includes('/*');
  return { code: code.replace(/\/\*.*$/, '').replace(/(^|\s)\/\/.*$/, ''), open };
};
