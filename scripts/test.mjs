// npm test: format, lint, types, the client's build, every test on both databases, journeys in a browser. The last line counts them all.
// --long: only what is slow by nature (files named *.long.test.ts). --ci: both, the long ones for at most LONG_MINUTES.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { orderOfDay } from './order-of-day.mjs';
import { buildClient, checkNode, install, node24, root, run, tools } from './prepare.mjs';

const LONG_MINUTES = 25;
const count = { passed: 0, failed: 0, skipped: 0 };
/** What failed, by name: told once more at the end, where a cut log still shows it. */
const failures = [];

const check = async (title, task) => {
  console.log(`\n── ${title}`);
  const passed = (await task()) === 0;
  count[passed ? 'passed' : 'failed'] += 1;
  if (!passed) failures.push(title);
  return passed;
};

/** Runs tests and counts them. `endAt`: an instant (ms) at which it is cut off; answers false, and counts nothing, when it was. */
const runTests = async (title, args, { env = process.env, endAt = Infinity } = {}) => {
  console.log(`\n── ${title}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-report-'));
  const file = path.join(folder, 'report.json');
  const left = endAt - Date.now();
  const timeout = Number.isFinite(left) ? { timeout: Math.max(1, left), killSignal: 'SIGTERM' } : {};
  const code = await run(
    node24,
    [tools.vitest, 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { env, ...timeout },
  );
  const cutOff = Date.now() >= endAt;
  if (!cutOff) {
    const failedBefore = count.failed;
    try {
      addReport(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      console.error(`テストの結果を読めませんでした。 (No test report: ${error.message})`);
    }
    // A setup that broke or an error outside of any test fails no test of its own.
    if (code !== 0 && count.failed === failedBefore) {
      count.failed += 1;
      failures.push(title);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return !cutOff;
};

const addReport = (report) => {
  count.passed += report.numPassedTests;
  count.failed += report.numFailedTests;
  count.skipped += report.numPendingTests + report.numTodoTests;
  for (const file of report.testResults) {
    const name = path.relative(root, file.name);
    for (const test of file.assertionResults) {
      if (test.status === 'failed')
        failures.push(`${name}: ${test.fullName}: ${test.failureMessages.join(' ').slice(0, 500)}`);
    }
    // A file that could not be loaded has no tests to count.
    if (file.status === 'failed' && file.assertionResults.length === 0) {
      count.failed += 1;
      failures.push(`${name}: ${file.message}`);
    }
  }
};

const runSound = async () => {
  const sound =
    (await check('format (npm run format sets it right)', () =>
      run(node24, [tools.prettier, '--check', '.', '--log-level', 'warn']),
    )) &&
    (await check('lint', () => run(node24, [tools.oxlint, '--type-aware', '--deny-warnings']))) &&
    (await check('types', () => run(node24, [tools.tsc, '--noEmit']))) &&
    (await check('client', () => buildClient()));
  if (!sound) return;
  await runTests('tests on SQLite and PostgreSQL', ['--project=unit', '--project=sqlite', '--project=postgres']);
  await runTests('journeys in a browser', ['--project=browser']);
};

/** Which projects of vitest.config.ts run a file. */
const projectsOf = (file) => {
  if (file.startsWith('test/browser/')) return ['browser'];
  return /^test\/(server|commands|faults|releases)\b/.test(file) ? ['sqlite', 'postgres'] : ['unit'];
};

/** The long tests one by one, beginning elsewhere each day. */
const runLong = async (minutes) => {
  const files = readdirSync(path.join(root, 'test'), { recursive: true }).filter((name) =>
    name.endsWith('.long.test.ts'),
  );
  const all = files
    .map((name) => `test/${name.split(path.sep).join('/')}`)
    .sort()
    .flatMap((file) => projectsOf(file).map((project) => ({ file, project })));
  const waiting = orderOfDay(all, Date.now());
  const endAt = Date.now() + minutes * 60_000;
  const env = { ...process.env, SASAEAI_LONG: '1' };
  while (waiting.length > 0 && Date.now() < endAt) {
    const [{ file, project }] = waiting;
    if (!(await runTests(`${file} (${project})`, [`--project=${project}`, file], { env, endAt }))) break;
    waiting.shift();
  }
  if (waiting.length > 0)
    console.log(
      `\n時間内に終わらなかったもの (left for another day): ${waiting.map(({ file, project }) => `${file} (${project})`).join(', ')}`,
    );
};

checkNode();
await install();
if (process.argv.includes('--long')) {
  await runLong(Infinity);
} else {
  await runSound();
  if (process.argv.includes('--ci') && count.failed === 0) await runLong(LONG_MINUTES);
}
if (count.passed + count.failed === 0) {
  console.error('テストが一つも動きませんでした。 (No test ran.)');
  process.exitCode = 1;
}
if (count.failed > 0) process.exitCode = 1;
for (const failure of failures) console.log(`\n✗ ${failure}`);
console.log(`\n${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`);
