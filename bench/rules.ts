import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Columns } from '../rules/columnar/columns.ts';
import type { Facts } from '../rules/index.ts';
import { makeColumns, prepareContenders } from './rules-contenders.ts';
import type { Contender } from './rules-contenders.ts';
import { makeCases, makeRuleSet } from './rules-data.ts';

export type RulesBench = {
  sizes: number[];
  counts: number[];
  /** How long a contender is measured in one round, and how many rounds; the median round counts. */
  budgetMs: number;
  rounds: number;
};

/** One contender at one number of rules and cases. `ratio` is to json-rules-engine in the same rounds; `measured` the cases really decided in a round. */
export type RulesFigure = {
  rules: number;
  cases: number;
  contender: string;
  perSecond: number;
  ratio: number;
  measured: number;
};

/** Cases kept as objects; more than these are the same ones over again, except for the columns. */
const mostObjects = 10_000;
const compared = 300;

/** Prints decisions per second of every way to the same answer, as ratios, and says which aims are reached. */
export async function benchRules(): Promise<void> {
  const plan = { sizes: [1, 10, 100], counts: [1, 1_000, 1_000_000], budgetMs: 200, rounds: 5 };
  console.log(
    `node ${process.version}; about six conditions a rule, 18 facts a case; each figure is the median of ${plan.rounds} rounds in which all take turns.`,
  );
  console.log(
    'from: so many cases were decided in a round; where there are fewer than the cases, the figure is taken to hold for all of them.',
  );
  console.log('columnar: from the rule set to the answers of all cases as bit sets; the columns are there already.');
  console.log('by hand: an if a rule in one JavaScript function. zen-engine: 16 cases in flight.\n');
  // First, while this process is small: the peak of a new process begins with the size of the one that starts it.
  const memory = measureMemory(100, 1_000_000);
  const figures = await measureRules(plan, printFigures);
  printBuild(figures);
  console.log(
    `\nmemory, 100 rules × 1,000,000 cases, a process of its own: columns ${memory.columnsMb.toFixed(0)} MB, peak of the whole process ${memory.peakMb.toFixed(0)} MB`,
  );
  printAims(figures, memory.peakMb);
}

/** Measures all contenders. Throws where one of them answers anything else than json-rules-engine. */
export async function measureRules(
  plan: RulesBench,
  report: (figures: RulesFigure[]) => void = () => undefined,
): Promise<RulesFigure[]> {
  const all: RulesFigure[] = [];
  for (const size of plan.sizes) {
    const contenders = await prepareContenders(makeRuleSet(size));
    await compareAnswers(contenders, [...makeCases(compared)]);
    for (const count of plan.counts) {
      const figures = await measureCell(contenders, size, count, plan);
      report(figures);
      all.push(...figures);
    }
  }
  return all;
}

/** Every contender's answers to the same cases, in any order within a case. */
export async function compareAnswers(contenders: Contender[], cases: Facts[]): Promise<void> {
  const columns = makeColumns(cases);
  const answers = await Promise.all(
    contenders.map(async (contender) => {
      const answerOf =
        'all' in contender ? contender.all(columns) : async (index: number) => contender.one(cases[index] ?? {});
      return Promise.all(cases.map(async (_, index) => (await answerOf(index)).toSorted().join()));
    }),
  );
  contenders.forEach((contender, at) => {
    const wrong = cases.findIndex((_, index) => answers[at]?.[index] !== answers[0]?.[index]);
    if (wrong >= 0)
      throw new Error(
        `${contender.name} answers [${answers[at]?.[wrong]}] and not [${answers[0]?.[wrong]}] to ${JSON.stringify(cases[wrong])}`,
      );
  });
}

async function measureCell(
  contenders: Contender[],
  rules: number,
  cases: number,
  { budgetMs, rounds }: RulesBench,
): Promise<RulesFigure[]> {
  const objects = [...makeCases(Math.min(cases, mostObjects))];
  const columns = makeColumns(makeCases(cases));
  const speeds = contenders.map((): { perSecond: number; measured: number }[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [at, contender] of contenders.entries()) {
      const speed =
        'all' in contender ? timeColumns(contender, columns, budgetMs) : await timeCases(contender, objects, budgetMs);
      // The first round is for the engine to warm up.
      if (round > 0) speeds[at]?.push(speed);
    }
  }
  return contenders.map(({ name }, at) => ({
    rules,
    cases,
    contender: name,
    perSecond: median((speeds[at] ?? []).map((speed) => speed.perSecond)),
    ratio: median((speeds[at] ?? []).map((speed, round) => speed.perSecond / (speeds[0]?.[round]?.perSecond ?? 1))),
    measured: Math.min(cases, median((speeds[at] ?? []).map((speed) => speed.measured))),
  }));
}

async function timeCases(
  { one: decideOne, inFlight = 1 }: Extract<Contender, { one: unknown }>,
  cases: Facts[],
  budgetMs: number,
): Promise<{ perSecond: number; measured: number }> {
  const end = performance.now() + budgetMs;
  const start = performance.now();
  let measured = 0;
  do {
    // Sixteen at a time, so that looking at the clock costs nothing.
    if (inFlight > 1)
      await Promise.all(
        Array.from({ length: inFlight }, async (_, step) => decideOne(cases[(measured + step) % cases.length] ?? {})),
      );
    else {
      for (let step = 0; step < 16; step += 1) {
        const answer = decideOne(cases[(measured + step) % cases.length] ?? {});
        if (answer instanceof Promise) await answer;
      }
    }
    measured += inFlight > 1 ? inFlight : 16;
  } while (performance.now() < end);
  return { perSecond: (measured / (performance.now() - start)) * 1000, measured };
}

function timeColumns(
  { all }: Extract<Contender, { all: unknown }>,
  columns: Columns,
  budgetMs: number,
): { perSecond: number; measured: number } {
  const start = performance.now();
  let measured = 0;
  do {
    all(columns);
    measured += columns.count;
  } while (performance.now() < start + budgetMs);
  return { perSecond: (measured / (performance.now() - start)) * 1000, measured };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const format = (value: number): string => Math.round(value).toLocaleString('en-US');
const formatRatio = (value: number): string => (value < 10 ? value.toFixed(2) : format(value));

function printFigures(figures: RulesFigure[]): void {
  const [first] = figures;
  if (!first) return;
  console.log(
    `${format(first.rules)} rules × ${format(first.cases)} cases${' '.repeat(8)}decisions/s   × json-rules-engine   from`,
  );
  for (const { contender, perSecond, ratio, measured, cases } of figures) {
    console.log(
      `  ${contender.padEnd(22)}${format(perSecond).padStart(16)}${formatRatio(ratio).padStart(22)}   ${measured < cases ? format(measured) : 'all'}`,
    );
  }
  console.log('');
}

/** What columns cost to make, against evaluating them: they are made once, and looked at for each draft. */
function printBuild(figures: RulesFigure[]): void {
  const cases = [...makeCases(mostObjects)];
  const times = 20;
  function* repeat(): Generator<Facts> {
    for (let time = 0; time < times; time += 1) yield* cases;
  }
  makeColumns(cases);
  const start = performance.now();
  makeColumns(repeat());
  const perSecond = ((times * cases.length) / (performance.now() - start)) * 1000;
  const columnar =
    figures.find((figure) => figure.rules === 100 && figure.cases === 1_000_000 && figure.contender === 'columnar')
      ?.perSecond ?? Number.NaN;
  console.log(
    `making columns from objects: ${format(perSecond)} cases/s; with it, 100 rules once over 1,000,000 cases: ${format(1 / (1 / perSecond + 1 / columnar))} decisions/s`,
  );
}

function measureMemory(rules: number, cases: number): { columnsMb: number; peakMb: number } {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('rules-memory.ts', import.meta.url)), String(rules), String(cases)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`rules-memory failed: ${stderr}`);
  return JSON.parse(stdout) as { columnsMb: number; peakMb: number };
}

function printAims(figures: RulesFigure[], peakMb: number): void {
  const of = (name: string): RulesFigure | undefined =>
    figures.find((figure) => figure.rules === 100 && figure.cases === 1_000_000 && figure.contender === name);
  const ratio = (name: string): number => of(name)?.ratio ?? Number.NaN;
  const peer = Math.max(ratio('zen-engine'), ratio('json-logic-engine'));
  const aims: [string, number, boolean][] = [
    ['compiled ÷ json-rules-engine, at least 500', ratio('compiled'), ratio('compiled') >= 500],
    ['columnar ÷ json-rules-engine, at least 4,000', ratio('columnar'), ratio('columnar') >= 4000],
    ['columnar ÷ best peer, at least 60', ratio('columnar') / peer, ratio('columnar') / peer >= 60],
    ['columnar ÷ by hand, more than 1', ratio('columnar') / ratio('by hand'), ratio('columnar') > ratio('by hand')],
    ['memory for a million cases in MB, below 300', peakMb, peakMb < 300],
  ];
  console.log('\n100 rules × 1,000,000 cases:');
  for (const [aim, value, reached] of aims)
    console.log(`  ${reached ? 'reached    ' : 'NOT reached'}  ${aim}: ${formatRatio(value)}`);
}
