import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const texts = new URL('../../client/texts/', import.meta.url);
const client = new URL('../../client/', import.meta.url);
const files = readdirSync(new URL('ja/', texts)).filter((name) => name.endsWith('.json'));

function readTexts(language: string, file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${language}/${file}`, texts), 'utf8')) as Record<string, unknown>;
}

/** `a.b` for every text; the plural forms of a key are one. */
function listKeys(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path.replace(/_(one|other)$/, '')];
  return [
    ...new Set(
      Object.entries(value as Record<string, unknown>).flatMap(([key, below]) =>
        listKeys(below, path ? `${path}.${key}` : key),
      ),
    ),
  ];
}

function listParams(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string')
    return [
      [
        path.replace(/_(one|other)$/, ''),
        [...value.matchAll(/\{\{(\w+)\}\}/g)]
          .map((match) => match[1])
          .sort()
          .join(),
      ],
    ];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, below]) =>
    listParams(below, path ? `${path}.${key}` : key),
  );
}

describe('the client’s texts', () => {
  it('exist in both languages', () => {
    expect(files.length).toBeGreaterThan(3);
    expect(readdirSync(new URL('en/', texts)).sort()).toEqual(files.sort());
  });

  it.each(files)('have the same keys and parameters in both languages: %s', (file) => {
    expect(listKeys(readTexts('en', file)).sort()).toEqual(listKeys(readTexts('ja', file)).sort());
    expect(Object.fromEntries(listParams(readTexts('en', file)))).toEqual(
      Object.fromEntries(listParams(readTexts('ja', file))),
    );
  });

  it('are there for every key that a component names', () => {
    const known = new Set(
      files.flatMap((file) => listKeys(readTexts('ja', file)).map((key) => `${file.slice(0, -5)}:${key}`)),
    );
    const missing = listSources(client).flatMap((source) => {
      const code = readFileSync(source, 'utf8');
      const namespace = [...code.matchAll(/useTranslation\((?:'([\w-]+)')?\)/g)].map((match) => match[1] ?? 'common');
      return [...code.matchAll(/\bt\('([^']+)'/g)]
        .map((match) => match[1] ?? '')
        .filter((key) => !(key.includes(':') ? known.has(key) : namespace.some((name) => known.has(`${name}:${key}`))))
        .map((key) => `${source.pathname.split('/client/')[1]}: ${key}`);
    });
    expect(missing).toEqual([]);
  });
});

function listSources(folder: URL): URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => new URL(name, folder));
}
