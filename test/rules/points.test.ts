import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseRuleSet, compileRuleSet, decide, factModels, runExamples, type RuleSet } from '../../rules/index.ts';
import { buildColumns } from '../../rules/columnar/columns.ts';
import { evaluateColumns } from '../../rules/columnar/evaluate-columns.ts';
import { compareScores, scalePoints, writeScore } from '../../rules/points.ts';
import { facts, model, ruleSetOf } from './support.ts';

const anything = {
  any: [
    { fact: 'b', operator: 'equal', value: true },
    { fact: 'b', operator: 'equal', value: false },
  ],
};
const scoring = (points: number[]): RuleSet => ({
  ...ruleSetOf(anything),
  strategy: 'score',
  rules: points.map((point, index) => ({
    name: `r${index}`,
    conditions: anything,
    event: { type: 'prefer', params: { points: point } },
  })),
});

async function scores(ruleSet: RuleSet): Promise<unknown[]> {
  return [
    (await decide(ruleSet, facts, model)).score,
    compileRuleSet(ruleSet, model)(facts).score,
    evaluateColumns(ruleSet, model, buildColumns(model, [facts])).score?.[0],
  ];
}

describe('points', () => {
  it.each([
    [[0.1, 0.2], 0.3],
    [[0.1, 0.7, 0.2], 1],
    [[1.005, -0.005], 1],
    [[0.000001, 0.000002], 0.000003],
  ])('%j add up to %d by all three evaluators', async (points, sum) => {
    expect(await scores(scoring(points))).toEqual([sum, sum, sum]);
  });

  it('add up to the same whatever the order of the rules', async () => {
    const point = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((whole) => whole / 1000);
    await fc.assert(
      fc.asyncProperty(fc.array(point, { minLength: 1, maxLength: 12 }), async (points) => {
        const [forward] = await scores(scoring(points));
        expect(await scores(scoring(points.toReversed()))).toEqual([forward, forward, forward]);
        expect(forward).toBe(points.reduce((sum, point) => sum + Math.round(point * 1000), 0) / 1000);
      }),
      { numRuns: 60 },
    );
  });

  it('that are beyond any sum are left as they are', () => {
    expect(scalePoints([1e300, 0.1])).toEqual({ whole: [1e300, 0.1], fraction: 1 });
  });

  it('of stored cases count as the same, and are told without what adding left behind', () => {
    expect([compareScores(0.1 + 0.2, 0.3), compareScores(0.3, 0.3000000008), compareScores(0.3, 0.301) < 0]).toEqual([
      0,
      0,
      true,
    ]);
    expect([writeScore(0.1 + 0.2), writeScore(-2.5)]).toEqual(['0.3', '-2.5']);
  });
});

it('finds what stands behind two conditions that together always hold', async () => {
  const ruleSet = JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../fixtures/rules/always-true-first.json'), 'utf8'),
  ) as RuleSet;
  const council = factModels.council;
  if (!council) throw new Error('no model of councils');
  const findings = analyseRuleSet(ruleSet, council);
  expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'shadowed', path: '/rules/1', rule: '8人以上', other: 'どちらか' },
  ]);
  expect(runExamples(ruleSet, council)).toEqual([]);
});
