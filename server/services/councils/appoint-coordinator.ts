import type { MunicipalContext } from '../context.ts';
import { evaluateCouncil } from '../effects/add-effect.ts';
import type { EffectToPerform } from '../effects/perform-effects.ts';
import { addMember } from './add-members.ts';

/** Effect: the person whom the step names becomes the council's coordinator from `startsOn`. */
export async function appointCoordinator(ctx: MunicipalContext, { record, event }: EffectToPerform): Promise<void> {
  const { name, nameKana, organisation, startsOn } = event?.answers ?? {};
  if (!record || typeof name !== 'string') return;
  await addMember(ctx, record.id, { name, nameKana, organisation, role: 'coordinator', startsOn: startsOn ?? ctx.today });
  await evaluateCouncil(ctx, record.id);
}
