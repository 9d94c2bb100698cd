import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inOwnWords, reword, rewordDefinition, type OwnWords } from '../server/kernel/texts/own-words.ts';
import type { Language } from '../rules/types.ts';

const root = path.resolve(import.meta.dirname, '..');
const words: OwnWords = {
  council: { ja: '支え合い会議', en: { one: 'assembly', many: 'assemblies' } },
  coordinator: { ja: '地域支え合い推進員', en: { one: 'organiser', many: 'organisers' } },
};
const shipped: Record<Language, RegExp> = {
  ja: /協議体|コーディネーター/,
  en: /(?<!residents’ )\b(councils?|coordinators?)\b/i,
};

const readAll = async (pattern: string): Promise<[file: string, body: unknown][]> => {
  const found: [string, unknown][] = [];
  for await (const file of glob(pattern, { cwd: root }))
    found.push([file, JSON.parse(await readFile(path.join(root, file), 'utf8')) as unknown]);
  return found;
};
/** Every text of a value that still has the product's word where nothing is to be filled in. */
const left = (value: unknown, language: Language): string[] => {
  if (typeof value === 'string') return shipped[language].test(value.replace(/\{\{.*?\}\}/g, '')) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((each) => left(each, language));
};
/** Likewise below the languages of a definition. */
const leftBelow = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === 'ja' || key === 'en' ? left(each, key) : leftBelow(each),
  );
};

describe('a city’s own words', () => {
  it.each(['ja', 'en'] as const)('stand in every text of pages and answers (%s)', async (language) => {
    const files = [
      ...(await readAll(`client/texts/${language}/*.json`)),
      ...(await readAll(`server/kernel/texts/${language}/*.json`)),
      ...(await readAll(`server/kinds/*/texts/${language}.json`)),
    ].filter(([file]) => !file.endsWith('/words.json'));
    expect(files.some(([, texts]) => left(texts, language).length > 0)).toBe(true);
    for (const [file, texts] of files)
      expect([file, left(reword(texts, language, words), language)]).toEqual([file, []]);
  });

  it('stand in whatever the shipped forms, rules and lifecycles say, and nowhere else in them', async () => {
    const files = await readAll('{forms,rules,workflows}/library/*.json');
    expect(files.length).toBeGreaterThan(50);
    for (const [file, body] of files) {
      const own = rewordDefinition(body, words);
      expect([file, leftBelow(own)]).toEqual([file, []]);
      const silent = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'ja' || key === 'en' ? '' : each)));
      expect(silent(own)).toEqual(silent(body));
    }
  });

  it('leave what is filled in as it is, and double nothing', () => {
    expect(inOwnWords('{{council}}の協議体会議に{{coordinator}}が出ました。', 'ja', words)).toBe(
      '{{council}}の支え合い会議に{{coordinator}}が出ました。',
    );
    expect(inOwnWords('生活支援コーディネーター（地域支え合い推進員）と第2層コーディネーター', 'ja', words)).toBe(
      '地域支え合い推進員と第2層地域支え合い推進員',
    );
  });

  it('are English where they stand: small and large letters, one and several, the article', () => {
    const say = (text: string) => inOwnWords(text, 'en', words);
    expect(say('Register a council')).toBe('Register an assembly');
    expect(say('Councils and their coordinators')).toBe('Assemblies and their organisers');
    expect(say('Open the council’s page: {{council}}')).toBe('Open the assembly’s page: {{council}}');
    expect(say('the ward’s residents’ council')).toBe('the ward’s residents’ council');
  });

  it('change only what the city has a word for', () => {
    const onlyJapanese: OwnWords = { council: { ja: '支え合い会議', en: null }, coordinator: null };
    expect(inOwnWords('協議体のコーディネーター', 'ja', onlyJapanese)).toBe('支え合い会議のコーディネーター');
    expect(inOwnWords('Councils', 'en', onlyJapanese)).toBe('Councils');
  });
});
