import { checkCascades, checkWorkflow, isWorkflow, type SentBy } from '../../../workflows/index.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { readBody } from '../../definitions/definitions.ts';
import { listDefinitionKeys, listDefinitions, type DefinitionKind } from '../../definitions/store.ts';
import { effectOf } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { listRequires } from '../../records/record-kind.ts';
import { checkRegistersOf } from '../check-registers.ts';
import { checkWiring } from '../check-wiring.ts';
import { comparePlaces } from '../compare-places.ts';
import type { Candidate, Slot } from '../slot.ts';
import { checkPurpose, nothingFound } from './purpose.ts';
import { stepChoices } from '../../settings/municipality/practice.ts';

/** A workflow: it names forms, rule sets and effects, and workflows send each other on. */
export const workflowSlot: Slot<'workflow'> = {
  kind: 'workflow',
  stages: [],
  checkItself: async (ctx, { body }, beside) => {
    const keysOf = async (kind: DefinitionKind): Promise<string[]> => [
      ...(await listDefinitionKeys(ctx.db, ctx.municipality.id, kind)),
      ...beside.filter((definition) => definition.kind === kind).map((definition) => definition.key),
    ];
    const known = {
      choices: stepChoices,
      forms: await keysOf('form'),
      rules: await keysOf('rules'),
      effects: listEffectTypes(ctx),
      requires: listRequires(ctx.kinds, body['subject']),
    };
    return checkWorkflow(body, known, ctx.language);
  },
  checkAmong: async (ctx, candidate) => {
    const workflow = candidate.body;
    // Nothing was found in it by itself just before.
    if (!isWorkflow(workflow, [])) throw new Error('a lifecycle that nobody has checked');
    const wiring = [
      ...(await checkWiring(ctx, workflow, candidate.day)),
      ...checkCascades(workflow, await listOthers(ctx, candidate), sentBy(ctx), ctx.language),
      ...(await checkRegistersOf(ctx, 'workflow', workflow, candidate.day)),
    ];
    return nothingFound(wiring.length > 0 ? wiring : checkPurpose(ctx, candidate, 'subject'));
  },
  compare: (ctx, before, after) => Promise.resolve(comparePlaces(ctx, 'workflow', before, after)),
};

/** The types of effects that workflows may ask for. */
const listEffectTypes = (ctx: MunicipalContext): string[] =>
  Object.keys(ctx.effectTypes).filter((type) => {
    const declared = effectOf(ctx, type);
    return declared !== undefined && (declared.registers || declared.subjects.length > 0);
  });

const sentBy =
  (ctx: MunicipalContext): SentBy =>
  ({ type, params }) =>
    effectOf(ctx, type)?.sends(params) ?? null;

/** The newest version of every other workflow. */
async function listOthers(ctx: MunicipalContext, { key }: Candidate): Promise<Workflow[]> {
  const rows = await listDefinitions(ctx.db, ctx.municipality.id, 'workflow');
  return [...Map.groupBy(rows, (row) => row.key).values()].flatMap(([latest]) =>
    latest && latest.key !== key ? [readBody(latest) as Workflow] : [],
  );
}
