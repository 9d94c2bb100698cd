// A process of its own, with nothing but the columnar form, so that the memory is its own. Prints JSON.
import { buildColumns } from '../rules/columnar/columns.ts';
import { evaluateColumns } from '../rules/columnar/evaluate-columns.ts';
import { benchModel, makeCases, makeRuleSet } from './rules-data.ts';

const [size = 100, count = 1_000_000] = process.argv.slice(2).map(Number);
const startMb = process.resourceUsage().maxRSS / 1e3;
const columns = buildColumns(benchModel, makeCases(count));
const bytes = [...columns.columns.values()].reduce(
  (sum, column) => sum + (column.kind === 'codes' ? column.codes : column.numbers).byteLength,
  0,
);
const decision = evaluateColumns(makeRuleSet(size), benchModel, columns);
console.log(
  JSON.stringify({
    startMb,
    columnsMb: bytes / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1e3,
    last: decision.decisionAt(count - 1).held.length,
  }),
);
