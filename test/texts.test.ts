import { existsSync } from 'node:fs';
import { glob, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

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

const places = ['client/texts', 'server/kernel/texts'].filter((place) => existsSync(path.join(root, place, 'ja')));
const namespaces = (
  await Promise.all(
    places.map(async (place) => {
      const files = await Promise.all(['ja', 'en'].map((language) => readdir(path.join(root, place, language))));
      return [...new Set(files.flat())].filter((name) => name.endsWith('.json')).map((name) => ({ place, name }));
    }),
  )
).flat();

describe('texts', () => {
  it.each(namespaces)('have the same keys in both languages in $place/…/$name', async ({ place, name }) => {
    const [ja, en] = await Promise.all(['ja', 'en'].map((language) => readTexts(`${place}/${language}/${name}`)));
    expect(listKeys(en!)).toEqual(listKeys(ja!));
  });

  it.each(namespaces)('are none of them empty in $place/…/$name', async ({ place, name }) => {
    for (const language of ['ja', 'en']) {
      expect(listTexts(await readTexts(`${place}/${language}/${name}`)).filter((text) => text.trim() === '')).toEqual(
        [],
      );
    }
  });

  it('are never Japanese in the code of a component', async () => {
    const found: string[] = [];
    for await (const file of glob('client/**/*.tsx', { cwd: root })) {
      const lines = (await readFile(path.join(root, file), 'utf8')).split('\n');
      let inComment = false;
      lines.forEach((line, index) => {
        const { code, open } = withoutComments(line, inComment);
        inComment = open;
        // A language's own name is the same in every language.
        if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(code.replaceAll('日本語', '')))
          found.push(`${file}:${index + 1}: ${line.trim()}`);
      });
    }
    expect(found).toEqual([]);
  });
});

const withoutComments = (line: string, inComment: boolean): { code: string; open: boolean } => {
  let code = inComment ? line.replace(/^.*?(\*\/|$)/, '') : line;
  const stillOpen = inComment && !line.includes('*/');
  code = code.replaceAll(/\/\*.*?\*\//g, '');
  const open = stillOpen || code.includes('/*');
  return { code: code.replace(/\/\*.*$/, '').replace(/(^|\s)\/\/.*$/, ''), open };
};
