import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { finds } from '../../../client/lib/finds.ts';

it.each([
  ['高橋', '髙橋'],
  ['山﨑さんの会', '山崎'],
  ['渡邉', '渡辺'],
  ['齋藤', '斎藤'],
  ['ふれあいサロン', 'フレアイ'],
  ['No.12', 'ｎｏ．１２'],
])('%s is found by %s', (text, typed) => {
  expect(finds(text, typed)).toBe(true);
});

it('everything in the browser is searched by that one function', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const others = globSync('client/**/*.{ts,tsx}', { cwd: root }).filter((file) =>
    /toLowerCase\(\)\s*\.includes|includes\([^)]*toLowerCase/.test(readFileSync(path.join(root, file), 'utf8')),
  );
  expect(others).toEqual([]);
});
