import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A file that breaks one wall, and what lint says to it. */
const planted: [file: string, text: string, said: RegExp][] = [
  ['rules/clock.ts', 'export const now = () => new Date();', /new Date\(\)/],
  ['rules/clock-2.ts', 'export const now = () => Date.now();', /Date\.now/],
  ['workflows/chance.ts', 'export const chance = () => Math.random();', /Math\.random/],
  ['workflows/timer.ts', 'export const later = (work: () => void) => setTimeout(work, 1);', /setTimeout/],
  ['forms/process.ts', 'export const home = () => globalThis.process.cwd();', /globalThis/],
  ['forms/log.ts', "export const say = () => console.log('x');", /console/],
  ['server/kinds/need/policy.ts', 'export const may = () => Date.now() > 0;', /Date\.now/],
  ['rules/file.ts', "export { readFileSync } from 'node:fs';", /may not import node:fs/],
  ['server/records/step.ts', "export type { Need } from '../kinds/need/index.ts';", /may not import server\/kinds/],
  ['server/definitions/step.ts', "export type { Step } from '../records/steps.ts';", /may not import server\/records/],
  [
    'server/kinds/need/read.ts',
    "export { toCouncil } from '../council/index.ts';",
    /may not import server\/kinds\/council/,
  ],
  [
    'server/kinds/council/read.ts',
    "export { readNeed } from '../need/store.ts';",
    /may not import server\/kinds\/need\/store/,
  ],
  ['server/kinds/council/sql.ts', "export type { Knex } from 'knex';", /only stores know SQL/],
  ['server/kinds/council/http.ts', "export type { Route } from '../../http/route.ts';", /only routes know HTTP/],
  ['server/http/need.ts', "export type { Need } from '../kinds/need/index.ts';", /may not import server\/kinds/],
  [
    'client/features/need/page.tsx',
    "export { page } from '../council/page.tsx';",
    /may not import client\/features\/council/,
  ],
  [
    'client/studio/registers/fields.ts',
    "export { listFields } from '../../../forms/index.ts';",
    /may not import forms\/index/,
  ],
  [
    'server/database/first.ts',
    'export const first = (list: string[]) => list.find((one) => one > "");',
    /one says nothing/,
  ],
  ['client/features/need/raw.tsx', 'export const Raw = () => <form />;', /Form of client/],
  ['client/features/need/day.tsx', 'export const Day = () => <input type="date" />;', /drops what it cannot read/],
  ['server/records/rows.ts', 'export const rows = ({ told }: { told: string[] }) => told;', /told says nothing/],
  ['server/effects/one.ts', "import type { Two } from './two.ts';\nexport type One = { two: Two };", /cycle/i],
  ['server/effects/two.ts', "import type { One } from './one.ts';\nexport type Two = { one: One };", /cycle/i],
];

const root = path.resolve(import.meta.dirname, '..');
let folder: string;
const said = new Map<string, string>();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'walls-'));
  cpSync(path.join(root, 'scripts/lint'), path.join(folder, 'scripts/lint'), { recursive: true });
  writeFileSync(path.join(folder, '.oxlintrc.json'), readFileSync(path.join(root, '.oxlintrc.json')));
  for (const [file, text] of planted) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${text}\n`);
  }
  const lint = path.join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [lint, '--format=json'], { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(
    stdout || `{"diagnostics":[{"filename":"","message":${JSON.stringify(stderr)}}]}`,
  ) as {
    diagnostics: { filename: string; message: string }[];
  };
  for (const { filename, message } of diagnostics) said.set(filename, `${said.get(filename) ?? ''}${message}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('lint', () => {
  it.each(planted)('refuses what is planted in %s', (file, _text, expected) => {
    expect(said.get(file) ?? [...said].join('\n')).toMatch(expected);
  });
});
