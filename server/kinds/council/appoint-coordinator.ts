import { answerOf } from '../../../forms/index.ts';
import { normaliseName } from '../../database/normalise.ts';
import { addEffect } from '../../effects/add-effect.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import { addDays } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { addMember } from './add-members.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { endTerms } from './give-role.ts';
import { listCouncilMembers } from './store.ts';

/**
 * Effect: the person whom the step names becomes the council's coordinator from `startsOn`, or acts for the body that it names and that becomes it. With `replace` the terms of
 * the former ones end on the day before, and what is open of them waits to be handed over. What else they are in the council they stay.
 */
export async function appointCoordinator(
  ctx: MunicipalContext,
  { record, event, params }: EffectToPerform<{ replace?: boolean | undefined }>,
): Promise<void> {
  const of = (role: string): unknown => (event?.form ? answerOf(event.form, event.answers, role) : undefined);
  const [name, startsOn] = [of('name'), of('starts-on')];
  if (!record || typeof name !== 'string') return;
  const from = typeof startsOn === 'string' ? startsOn : ctx.today;
  if (params.replace === true) {
    const coordinators = (await listCouncilMembers(ctx.db, record.id)).filter(({ role }) => role === 'coordinator');
    const ended = await endTerms(ctx, coordinators, addDays(from, -1));
    // A term that was to begin later was never held: nothing is open of it.
    const held = ended.filter(({ starts_on: startedOn }) => startedOn < from);
    for (const member of held.filter((former) => normaliseName(former.name) !== normaliseName(name)))
      await addEffect(ctx, {
        type: 'openHandover',
        params: { council: record.id, member: member.id, by: event?.actorId ?? null },
      });
  }
  await addMember(ctx, record.id, {
    name,
    nameKana: of('kana'),
    organisation: of('organisation'),
    body: of('body'),
    role: 'coordinator',
    startsOn: from,
  });
  await evaluateCouncil(ctx, record.id);
}
