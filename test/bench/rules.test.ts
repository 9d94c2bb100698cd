import { describe, expect, it } from 'vitest';
import { prepareContenders } from '../../bench/rules-contenders.ts';
import { makeCases, makeRuleSet } from '../../bench/rules-data.ts';
import { compareAnswers, measureRules } from '../../bench/rules.ts';

const names = ['json-rules-engine', 'zen-engine', 'json-logic-engine', 'by hand', 'decide', 'compiled', 'columnar'];

describe('npm run bench -- rules', () => {
  it('gets the same answers from every contender, and a figure for each', async () => {
    const figures = await measureRules({ sizes: [1, 12], counts: [1, 40], budgetMs: 1, rounds: 1 });
    expect(figures.map((figure) => figure.contender)).toEqual([1, 2, 3, 4].flatMap(() => names));
    expect(figures.filter((figure) => !(figure.perSecond > 0 && figure.ratio > 0))).toEqual([]);
  });

  it('does not measure contenders that answer something else', async () => {
    const [first] = await prepareContenders(makeRuleSet(12));
    const others = await prepareContenders(makeRuleSet(11));
    await expect(compareAnswers([first!, others[3]!], [...makeCases(100)])).rejects.toThrow(/^by hand answers \[/);
  });
});
