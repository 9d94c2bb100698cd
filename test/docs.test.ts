import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
}).split('\n');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the answers to ASVS', () => {
  const text = read('docs/security/asvs.md');
  const ids = text.match(/(?<![\d.])\d{1,2}\.\d{1,2}\.\d{1,2}(?!\d|\.\d)/g)?.filter((id) => id !== '5.0.0') ?? [];

  it('answer each requirement once', () => {
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.length).toBe(253);
  });

  it('name files that exist, and folders', () => {
    const named = [...new Set(text.match(/(?<=`)[\w./-]+\.(?:ts|tsx|md|json)(?=`)/g) ?? [])];
    expect(named.length).toBeGreaterThan(20);
    expect(
      named.filter(
        (name) => !name.startsWith('/') && !files.some((file) => file === name || file.endsWith(`/${name}`)),
      ),
    ).toEqual([]);
    for (const folder of text.match(/(?<=`)test\/[\w/]+(?=`)/g) ?? [])
      expect(files.some((file) => file.startsWith(folder))).toBe(true);
  });
});

describe('the walk through the architecture', () => {
  const text = read('docs/architecture.md');

  it('is found from the README', () => expect(read('README.md')).toContain('](docs/architecture.md)'));

  it('names files and folders that exist', () => {
    const named = [...new Set(text.match(/(?<=`)[\w./-]+\.(?:ts|tsx|mjs)(?=`)/g) ?? [])];
    expect(named.length).toBeGreaterThan(25);
    expect(named.filter((name) => !files.some((file) => file === name || file.endsWith(`/${name}`)))).toEqual([]);
    const folders = [...new Set(text.match(/(?<=`)(?:server|client|test|migrations)\/[\w/-]*(?=`)/g) ?? [])];
    expect(folders.length).toBeGreaterThan(4);
    expect(folders.filter((folder) => !files.some((file) => file.startsWith(folder)))).toEqual([]);
  });
});
