import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../server/config.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);

/** Settings that the README tells of. */
const known = new Set(['NODE_ENV', ...namesIn(read('README.md').replaceAll('`, `', '` | \n| `'), /^\| `([A-Z_]+)`/gm)]);

describe('what is shipped to install it by', () => {
  it.each([
    ['deploy/env.example', /^([A-Z_]+)=/gm, ['POSTGRES_PASSWORD']],
    ['deploy/compose.yaml', /^ {6}([A-Z_]+): /gm, ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB']],
    ['deploy/Dockerfile', /([A-Z_]+)=/g, []],
  ])('%s sets only what the server knows', (file, pattern, others) => {
    const names = namesIn(read(file), pattern);
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => name && !known.has(name) && !others.includes(name))).toEqual([]);
  });

  it('the settings to begin with start a server once the secret is there', () => {
    const lines = read('deploy/env.example')
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line));
    const env = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    expect(() => readConfig(env)).toThrow('SESSION_SECRET');
    expect(readConfig({ ...env, SESSION_SECRET: 'x'.repeat(32) })).toMatchObject({
      production: true,
      demo: false,
      accessLog: true,
      metrics: { host: '127.0.0.1', port: 9464 },
    });
  });

  it('the unit and the image start the same file, which is there', () => {
    expect(read('deploy/sasaeai.service')).toMatch(/^ExecStart=\S+ server\/main\.ts$/m);
    expect(read('deploy/Dockerfile')).toContain('CMD ["node", "server/main.ts"]');
    expect(existsSync(new URL('../server/main.ts', import.meta.url))).toBe(true);
  });
});
