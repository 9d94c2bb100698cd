import { prepareDecide } from '../../rules/index.ts';
import type { Decision, Facts } from '../../rules/types.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { readCaseOfDecision } from './cases-store.ts';
import { modelOf } from './models.ts';
import { knownFacts } from './run-cases.ts';
import type { DecisionRow } from './store.ts';
import type { StoredRanking } from './stored-ranking.ts';

/**
 * A stored decision, or the one at a place of a stored ranking. Of a ranking only what is shown is stored in full; the rest
 * is decided once more from its stored facts by the very version of the rules. Null: there is none at that place.
 */
export async function storedDecision(
  ctx: MunicipalContext,
  row: DecisionRow,
  position: number,
): Promise<Decision | null> {
  const stored = JSON.parse(row.decision) as Decision & Partial<StoredRanking>;
  const kept = stored.ranked ? stored.ranked[position]?.decision : stored;
  if (kept) return kept;
  const decisionCase = await readCaseOfDecision(ctx.db, ctx.municipality.id, row.id, position);
  if (!decisionCase) return null;
  const { body } = await definitionById(ctx, 'rules', decisionCase.rules_id);
  const model = await modelOf(ctx, body);
  return prepareDecide(body, model, { allowMissing: true })(knownFacts(model, JSON.parse(decisionCase.facts) as Facts));
}
