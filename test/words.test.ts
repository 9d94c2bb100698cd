import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const list = (...patterns: string[]): string[] => globSync(patterns, { cwd: root }).toSorted();

/** The table of `docs/words.md`: each word with those that are not used instead of it. */
const table = read('docs/words.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| word') && !line.startsWith('| ---'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, word = '', , , not = '']) => ({ word, not: not.split('、').map((synonym) => synonym.replaceAll('`', '')) }));

const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];
const catalogues = list('client/texts/ja/*.json', 'server/kernel/texts/ja/*.json', 'server/kinds/*/texts/ja.json');
const libraries = list('{forms,rules,workflows}/library/*.json');
/** Facts of rules, and what the engines say themselves: their texts stand in code. */
const engines = list('rules/*.ts', 'rules/models/*.ts', 'forms/*.ts', 'workflows/*.ts');
const texts: [file: string, text: string][] = [
  ...[...catalogues, ...libraries].flatMap((file) =>
    textsIn(JSON.parse(read(file))).map((text): [string, string] => [
      file,
      // Who helps puts themselves down: the sources' own word, and another act than keeping what was filled in.
      file.includes('/supporter') ? text.replaceAll('登録', '') : text,
    ]),
  ),
  ...engines.flatMap((file) =>
    [...read(file).matchAll(/'([^'\n]*)'|`([^`]*)`/g)].map(([, plain, made]): [string, string] => [
      file,
      plain ?? made ?? '',
    ]),
  ),
];

/** Others' own names of things. */
const names = /郵便番号|大口事業所|日常生活ニーズ調査|事業者間ネットワーク/g;

/** A verb (…する) is a button's where a text ends with it; in a sentence it may be the right one. */
const says = (text: string, word: string): boolean =>
  word.endsWith('する') ? text.endsWith(word) : text.includes(word);

it('knows the words from the table', () => {
  expect(table.map(({ word }) => word)).toEqual(
    expect.arrayContaining(['困りごと', '手助けの種類', '急ぎ', 'ルール', 'No.', '保存する', '加える']),
  );
  expect(table.every(({ not }) => not.length > 0 && not.every((synonym) => synonym !== ''))).toBe(true);
  expect(texts.length).toBeGreaterThan(3000);
});

it.each(table)('says $word, and nothing else for it', ({ word, not }) => {
  expect(
    texts.filter(([, text]) => not.some((synonym) => says(text.replaceAll(names, '').replaceAll(word, ''), synonym))),
  ).toEqual([]);
});

it('adds and saves: no text of a page, a form or a starting code speaks of 登録', () => {
  const codes = list('server/settings/codes/starting-codes.ts').map((file): [string, string] => [file, read(file)]);
  expect([...texts, ...codes].filter(([, text]) => text.includes('登録'))).toEqual([]);
});

it('speaks of a need, not of its having been talked about, where rules speak', () => {
  const ofRules = [...list('rules/library/*.json'), ...list('rules/models/*.ts')];
  expect(texts.filter(([file, text]) => ofRules.includes(file) && text.includes('相談'))).toEqual([]);
});
