import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Servers and commands in processes of their own need not read all of their sources anew.
process.env.NODE_COMPILE_CACHE ??= path.resolve('node_modules/.cache/node');

// Tests that need a database run twice, once on each engine, with one body.
const databaseTests = [
  'test/server/**/*.test.ts',
  'test/commands/**/*.test.ts',
  'test/faults/**/*.test.ts',
  'test/migrations.test.ts',
  'test/releases.test.ts',
  'test/kinds.test.ts',
];
const browserTests = ['test/browser/**/*.test.ts'];

// What is slow by nature (kills, locks, random machines) runs by `npm run test:long`, file by file.
const long = process.env.SASAEAI_LONG === '1';
const slow = long ? [] : ['test/**/*.long.test.ts'];

const onEngine = (engine: 'sqlite' | 'postgres') => ({
  test: {
    name: engine,
    include: databaseTests,
    exclude: slow,
    globalSetup: `test/support/${engine}.ts`,
    env: { SASAEAI_TEST_DB: engine },
    testTimeout: long ? 600_000 : 240_000,
    hookTimeout: 240_000,
  },
});

export default defineConfig({
  test: {
    // By itself it leaves a core free, which on two cores means one file after the other.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...databaseTests, ...browserTests, ...slow],
          testTimeout: long ? 600_000 : 240_000,
          hookTimeout: 240_000,
        },
      },
      onEngine('sqlite'),
      onEngine('postgres'),
      {
        test: {
          name: 'browser',
          include: browserTests,
          exclude: slow,
          globalSetup: 'test/browser/set-up.ts',
          // One Chromium at a time: two share two cores badly, and journeys then wait on each other.
          fileParallelism: false,
          // What a page shows is waited for as long as Playwright waits for it: a busy machine is no fault.
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
