import { effectsOfStep } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';
import { InvalidFacts, InvalidRuleSet } from '../../rules/index.ts';
import { decideByRuleSet, type FactsOf, type MadeDecision } from '../decisions/decide.ts';
import { definitionInForce } from '../definitions/definitions.ts';
import { effectOf } from '../effects/effect.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import type { RecordDescription } from './record-kind.ts';

/**
 * Why a step cannot be taken as its workflow is written, in words of the asker's language: a form or a rule set that is not in
 * force or not of this kind, an effect that there is not. Publishing refuses such a workflow; one that was stored before, or by another
 * release, closes the step instead of failing its page. And what its rules decided, where they could.
 */
export async function examineStep(
  ctx: MunicipalContext,
  description: RecordDescription,
  workflow: Workflow,
  event: string,
  factsOf: FactsOf,
): Promise<{ broken: string[]; made: MadeDecision | null }> {
  const notes = Object.hasOwn(workflow.steps, event) ? workflow.steps[event] : undefined;
  const because = (what: 'form' | 'rules' | 'effect', name: string): string =>
    say(ctx.language, `records.broken.${what}`, { name });
  const unknown = effectsOfStep(workflow, event).filter(({ type }) => !effectOf(ctx, type));
  const broken = [...new Set(unknown.map(({ type }) => because('effect', type)))];
  if (notes?.form && !(await definitionInForce(ctx, 'form', notes.form))) broken.push(because('form', notes.form));
  if (!notes?.rules) return { broken, made: null };
  const rules = await definitionInForce(ctx, 'rules', notes.rules);
  if (!rules || !description.stepModels.includes(rules.body.factModel))
    return { broken: [...broken, because('rules', notes.rules)], made: null };
  try {
    const made = await decideByRuleSet(ctx, notes.rules, factsOf);
    return { broken, made };
  } catch (error) {
    if (!(error instanceof InvalidRuleSet || error instanceof InvalidFacts)) throw error;
    return { broken: [...broken, because('rules', notes.rules)], made: null };
  }
}
