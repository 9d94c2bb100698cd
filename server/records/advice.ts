import { decideByRuleSet, readFacts, type FactsOf, type MadeDecision } from '../decisions/decide.ts';
import { definitionInForce } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { InvalidFacts, InvalidRuleSet } from '../../rules/index.ts';
import type { MovingRow, RecordDescription } from './record-kind.ts';

/** The mark of a step that keeps what was advised beside what was decided. */
export const keepsAdvice = (does: string | undefined): boolean => does === 'advised';

/**
 * What the register's rule set says to do with a record now; null: it names none, or none that can be asked. It opens and closes nothing: a
 * person decides.
 */
export async function adviceOn(
  ctx: MunicipalContext,
  description: RecordDescription,
  factsOf: FactsOf,
): Promise<MadeDecision | null> {
  const key = description.data?.advice;
  const rules = key === undefined ? null : await definitionInForce(ctx, 'rules', key);
  if (!rules || !description.stepModels.includes(rules.body.factModel)) return null;
  try {
    return await decideByRuleSet(ctx, rules.key, factsOf);
  } catch (error) {
    if (error instanceof InvalidRuleSet || error instanceof InvalidFacts) return null;
    throw error;
  }
}

/** By the record as it was read: its page asks more than once. */
const readings = new WeakMap<MovingRow, FactsOf>();

/** What a record's facts are read with, once for all who ask. */
export function factsOfRecord<Row extends MovingRow>(
  ctx: MunicipalContext,
  description: RecordDescription<Row>,
  row: Row,
): FactsOf {
  const known = readings.get(row) ?? readFacts(ctx, row.id, (model) => description.facts(ctx, row, model), 'all');
  readings.set(row, known);
  return known;
}
