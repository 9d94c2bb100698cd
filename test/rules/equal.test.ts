import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkRuleSet, prepareDecide } from '../../rules/index.ts';
import { countBits, hasBit } from '../../rules/columnar/bits.ts';
import { buildColumns } from '../../rules/columnar/columns.ts';
import { evaluateColumns } from '../../rules/columnar/evaluate-columns.ts';
import { compileRuleSet } from '../../rules/compile/compile-rule-set.ts';
import { typedFacts, typedRuleSet } from './arbitrary.ts';
import { model } from './support.ts';

const perDocument = 12;
const documents = 1_700;
const seed = 20261123;

it('our rule sets: compiled and columnar say what decide says', async () => {
  const seen = { cases: 0, held: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(
      typedRuleSet,
      fc.array(typedFacts, { minLength: 1, maxLength: perDocument, size: 'max' }),
      async (ruleSet, cases) => {
        expect(checkRuleSet(ruleSet, { sample: model })).toEqual([]);
        const decide = prepareDecide(ruleSet, model, { allowMissing: true });
        const compiled = compileRuleSet(ruleSet, model);
        const columnar = evaluateColumns(ruleSet, model, buildColumns(model, cases));
        for (const [index, facts] of cases.entries()) {
          const { outcomes, score, excluded, rules } = await decide(facts);
          const held = rules.filter((rule) => rule.held === 'held').map((rule) => rule.name);
          const expected = { outcomes, held, ...(ruleSet.strategy === 'score' ? { score, excluded } : {}) };
          expect({ compiled: compiled(facts), columnar: columnar.decisionAt(index) }).toEqual({
            compiled: expected,
            columnar: expected,
          });
          const unknown = columnar.rules
            .filter((rule) => rule.unknown && hasBit(rule.unknown, index))
            .map((rule) => rule.name);
          expect(unknown).toEqual(rules.filter((rule) => rule.held === 'unknown').map((rule) => rule.name));
          if (columnar.first) expect(columnar.rules[columnar.first[index] ?? -1]?.name ?? null).toBe(held[0] ?? null);
          if (columnar.score && columnar.excluded)
            expect([columnar.score[index], hasBit(columnar.excluded, index)]).toEqual([score, excluded]);
          seen.cases += 1;
          seen.held += held.length;
          seen.unknown += unknown.length;
        }
        // No bit stands for a case that is not there.
        for (const { held, unknown } of columnar.rules)
          expect(countBits(held) + (unknown ? countBits(unknown) : 0)).toBeLessThanOrEqual(cases.length);
      },
    ),
    { numRuns: documents, seed },
  );
  expect(seen.cases).toBeGreaterThan(10_000);
  // Cases in which nothing ever happens would prove nothing.
  expect(seen.held / seen.cases).toBeGreaterThan(0.3);
  expect(seen.unknown / seen.cases).toBeGreaterThan(0.1);
});
