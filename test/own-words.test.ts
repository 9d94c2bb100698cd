import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeTexts, inOwnWords, reword, type OwnWords } from '../server/kernel/texts/own-words.ts';
import type { Language } from '../rules/types.ts';

const root = path.resolve(import.meta.dirname, '..');
const words: OwnWords = {
  council: { ja: '支え合い会議', en: { one: 'assembly', many: 'assemblies' } },
  coordinator: { ja: '地域支え合い推進員', en: { one: 'organiser', many: 'organisers' } },
};
const shipped: Record<Language, RegExp> = {
  ja: /協議体|コーディネーター/,
  en: /(?<!(?:residents’|ward|district) )\b(councils?|coordinators?)\b/i,
};

const inTheirs = <T>(body: T): T => changeTexts(body, (text, language) => inOwnWords(text, language, words));

const readAll = async (pattern: string): Promise<[file: string, body: unknown][]> => {
  const files: [string, unknown][] = [];
  for await (const file of glob(pattern, { cwd: root }))
    files.push([file, JSON.parse(await readFile(path.join(root, file), 'utf8')) as unknown]);
  return files;
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

  it('stand in whatever the shipped forms, rules and workflows say, and nowhere else in them', async () => {
    const files = await readAll('{forms,rules,workflows}/library/*.json');
    expect(files.length).toBeGreaterThan(50);
    for (const [file, body] of files) {
      const own = inTheirs(body);
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
    for (const other of ['the ward’s residents’ council', 'Briefing of the ward council', 'Council of social welfare'])
      expect(say(other)).toBe(other);
  });

  it('are put in once: one word is not looked for within the other', () => {
    const alike: OwnWords = {
      council: { ja: '地域コーディネーター会議', en: { one: 'coordinator circle', many: 'coordinator circles' } },
      coordinator: { ja: '協議体推進員', en: { one: 'council helper', many: 'council helpers' } },
    };
    expect(inOwnWords('協議体会議とコーディネーター', 'ja', alike)).toBe('地域コーディネーター会議と協議体推進員');
    expect(inOwnWords('A council and its coordinators', 'en', alike)).toBe(
      'A coordinator circle and its council helpers',
    );
  });

  it('stand where a definition says something, not where its fields, states and values are called so', () => {
    const value = (of: string) => ({ type: 'string', const: of, pattern: of, enum: [of] });
    const body = {
      schema: {
        properties: {
          ja: value('協議体'),
          en: value('council'),
          texts: { type: 'object', properties: { ja: value('協議体') } },
          label: { 'x-unit': { ja: '協議体', en: 'council' }, ...value('協議体') },
        },
      },
      conditionTexts: { held: { ja: '協議体がある', en: 'There is a council' } },
      states: { ja: { texts: { ja: { name: '協議体' } }, turns: ['協議体'] } },
      texts: { ja: { fields: { ja: { label: '協議体の名前' } } } },
    };
    expect(inTheirs(body)).toEqual({
      schema: {
        properties: {
          ...body.schema.properties,
          label: { 'x-unit': { ja: '支え合い会議', en: 'assembly' }, ...value('協議体') },
        },
      },
      conditionTexts: { held: { ja: '支え合い会議がある', en: 'There is an assembly' } },
      states: { ja: { texts: { ja: { name: '支え合い会議' } }, turns: ['協議体'] } },
      texts: { ja: { fields: { ja: { label: '支え合い会議の名前' } } } },
    });
  });

  it('change only what the city has a word for', () => {
    const onlyJapanese: OwnWords = { council: { ja: '支え合い会議', en: null }, coordinator: null };
    expect(inOwnWords('協議体のコーディネーター', 'ja', onlyJapanese)).toBe('支え合い会議のコーディネーター');
    expect(inOwnWords('Councils', 'en', onlyJapanese)).toBe('Councils');
  });
});
