// npm test: format, lint, types, the client's build, every test on both databases, journeys in a browser. The last line counts them all.
// --long: only what is slow by nature (files named *.long.test.ts). --ci: both, the long ones for at most LONG_MINUTES.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { orderOfDay } from './order-of-day.mjs';
import { buildClient, checkNode, install, node24, root, run, tools } from './prepare.mjs';

const LONG_MINUTES = 25;
// CI is cut off at 90 minutes, installing included: on a slow day the long tests get what the others have left.
const WHOLE_MINUTES = 75;
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

/** A few files that fail are run once more by themselves; more than these are a fault, and are not. */
const MOST_AGAIN = 3;
/** What failed among others and passed by itself: told at the end, so that a test which depends on the machine's pace is mended. */
const passedAgain = [];

/** Runs tests and counts them. `endAt`: an instant (ms) at which it is cut off; answers false, and counts nothing, when it was. */
const runTests = async (title, args, { env = process.env, endAt = Infinity } = {}) => {
  console.log(`\n── ${title}`);
  const first = await runVitest(args, { env, endAt });
  if (!first) return false;
  count.passed += first.passed;
  count.skipped += first.skipped;
  const files = [...new Set(first.failed.map(({ file }) => file))];
  if (files.length > 0 && files.length <= MOST_AGAIN && first.failed.every(({ test }) => test)) {
    console.log(`\n── ${title}: もう一度 (once more, by themselves): ${files.join(', ')}`);
    const again = await runVitest([...args.filter((arg) => arg.startsWith('--')), ...files], { env, endAt });
    if (again?.failed.length === 0) {
      count.passed += first.failed.length;
      passedAgain.push(...first.failed);
      return true;
    }
  }
  count.failed += first.failed.length;
  failures.push(
    ...first.failed.map(({ file, test, message }) => [file ?? title, test, message].filter(Boolean).join(': ')),
  );
  return true;
};

/** What Vitest found, or null where it was cut off. A failure without a test is a file that could not be loaded, one without a file a broken setup. */
const runVitest = async (args, { env, endAt }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-report-'));
  const file = path.join(folder, 'report.json');
  const left = endAt - Date.now();
  const timeout = Number.isFinite(left) ? { timeout: Math.max(1, left), killSignal: 'SIGTERM' } : {};
  try {
    const code = await run(
      node24,
      [tools.vitest, 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      { env, ...timeout },
    );
    if (Date.now() >= endAt) return null;
    const report = readReport(file);
    // A setup that broke or an error outside of any test fails no test of its own.
    if (code !== 0 && report.failed.length === 0) report.failed.push({});
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const readReport = (file) => {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      failed: report.testResults.flatMap(failuresOf),
    };
  } catch (error) {
    console.error(`テストの結果を読めませんでした。 (No test report: ${error.message})`);
    return { passed: 0, skipped: 0, failed: [] };
  }
};

const failuresOf = ({ name, status, message, assertionResults }) => {
  const file = path.relative(root, name);
  if (status === 'failed' && assertionResults.length === 0) return [{ file, message }];
  return assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => ({ file, test: test.fullName, message: test.failureMessages.join(' ').slice(0, 500) }));
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
  if (process.argv.includes('--ci') && count.failed === 0)
    await runLong(Math.min(LONG_MINUTES, WHOLE_MINUTES - process.uptime() / 60));
}
if (count.passed + count.failed === 0) {
  console.error('テストが一つも動きませんでした。 (No test ran.)');
  process.exitCode = 1;
}
if (count.failed > 0) process.exitCode = 1;
for (const { file, test, message } of passedAgain)
  console.log(`\n二度目に通ったもの (passed by itself, failed among others): ${file}: ${test}: ${message}`);
for (const failure of failures) console.log(`\n✗ ${failure}`);
console.log(`\n${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`);
