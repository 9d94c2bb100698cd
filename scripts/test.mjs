// npm test: lint, types, the client's build, every test on both databases, journeys in a browser. The last line counts them all.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildClient, checkNode, install, node24, run, tools } from './prepare.mjs';

const count = { passed: 0, failed: 0, skipped: 0 };

const check = async (title, task) => {
  console.log(`\n── ${title}`);
  const passed = (await task()) === 0;
  count[passed ? 'passed' : 'failed'] += 1;
  return passed;
};

const runTests = async (title, projects) => {
  console.log(`\n── ${title}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-report-'));
  const file = path.join(folder, 'report.json');
  const code = await run(node24, [
    tools.vitest, 'run', ...projects.map((project) => `--project=${project}`),
    '--reporter=default', '--reporter=json', `--outputFile.json=${file}`,
  ]);
  const failedBefore = count.failed;
  try {
    addReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`テストの結果を読めませんでした。 (No test report: ${error.message})`);
  }
  rmSync(folder, { recursive: true, force: true });
  // A setup that broke or an error outside of any test fails no test of its own.
  if (code !== 0 && count.failed === failedBefore) count.failed += 1;
};

const addReport = (report) => {
  count.passed += report.numPassedTests;
  count.failed += report.numFailedTests;
  count.skipped += report.numPendingTests + report.numTodoTests;
  // A file that could not be loaded has no tests to count.
  count.failed += report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
};

checkNode();
await install();
const sound =
  (await check('lint', () => run(node24, [tools.oxlint, '--type-aware', '--deny-warnings']))) &&
  (await check('types', () => run(node24, [tools.tsc, '--noEmit']))) &&
  (await check('client', () => buildClient()));
if (sound) {
  const before = count.passed + count.failed;
  await runTests('tests on SQLite and PostgreSQL', ['unit', 'sqlite', 'postgres']);
  await runTests('journeys in a browser', ['browser']);
  if (count.passed + count.failed === before) {
    console.error('テストが一つも動きませんでした。 (No test ran.)');
    process.exitCode = 1;
  }
}
if (count.failed > 0) process.exitCode = 1;
console.log(`\n${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`);
