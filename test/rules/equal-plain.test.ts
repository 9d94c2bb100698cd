import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluatePlain } from '../../rules/index.ts';
import { hasBit } from '../../rules/columnar/bits.ts';
import { buildPlainColumns, evaluatePlainColumns } from '../../rules/columnar/evaluate-plain-columns.ts';
import { compilePlain } from '../../rules/compile/compile-plain.ts';
import { fullFacts, plainDocument, plainFacts } from './arbitrary.ts';

const perDocument = 12;
const documents = 850;
const seed = 20261123;

it.each([
  ['allowed', true, plainFacts],
  ['not allowed', false, fc.oneof({ weight: 5, arbitrary: fullFacts }, plainFacts)],
] as const)(
  'plain rules, undefined facts %s: compiled and columnar say what json-rules-engine says, in its order',
  { timeout: 120_000 },
  async (_name, allowUndefined, someFacts) => {
    const seen = { cases: 0, events: 0, errors: 0 };
    await fc.assert(
      fc.asyncProperty(
        plainDocument,
        fc.array(someFacts, { minLength: 1, maxLength: perDocument, size: 'max' }),
        async (document, cases) => {
          const options = { allowUndefined };
          const compiled = compilePlain(document, options);
          const columnar = evaluatePlainColumns(document, buildPlainColumns(cases), options);
          for (const [index, facts] of cases.entries()) {
            const expected = await evaluatePlain(document, facts, options);
            expect({ compiled: compiled(facts), columnar: columnar.resultAt(index) }).toEqual({
              compiled: expected,
              columnar: expected,
            });
            if (!hasBit(columnar.failed, index) && 'rules' in expected) {
              expect(
                columnar.rules
                  .filter((rule) => hasBit(rule.held, index))
                  .map((rule) => rule.name)
                  .toSorted(),
              ).toEqual(expected.rules.toSorted());
            }
            seen.cases += 1;
            if ('events' in expected) seen.events += expected.events.length;
            else seen.errors += 1;
          }
        },
      ),
      { numRuns: documents, seed },
    );
    expect(seen.cases).toBeGreaterThan(5_000);
    expect(seen.events / seen.cases).toBeGreaterThan(0.3);
    expect(seen.errors).toBeGreaterThan(100);
  },
);
