import { answerOf } from '../../../forms/index.ts';
import { normaliseName } from '../../database/normalise.ts';
import { addEffect } from '../../effects/add-effect.ts';
import type { EffectToPerform, StepToTake } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { addMember } from './add-members.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { endTerms } from './give-role.ts';
import { mayCouncil } from './policy.ts';
import { isInOffice, listCouncilMembers, readCouncil } from './store.ts';

/** What a step of a register says of an office, by the roles of its form's fields. */
function officeOf({ event }: EffectToPerform): { council: string; name: string; day: string; body: unknown } | null {
  if (!event?.form) return null;
  const { form, answers } = event;
  const of = (role: string): unknown => answerOf(form, answers, role);
  const [council, name, day] = [of('council'), of('title'), of('done-on')];
  if (typeof council !== 'string' || typeof name !== 'string' || typeof day !== 'string') return null;
  return { council, name, day, body: of('body') };
}

/**
 * Effect: whom a register's step names is a coordinator of the council that it names, from its day on, or acts for the body that is. Whom the
 * council elected or appointed itself has the office already: it stays as it is.
 */
export async function holdOffice(ctx: MunicipalContext, effect: EffectToPerform): Promise<void> {
  const office = officeOf(effect);
  if (!office) return;
  const { council, name, day, body } = office;
  await addMember(ctx, council, { name, body, role: 'coordinator', startsOn: day });
  await evaluateCouncil(ctx, council);
}

/** Effect: that office ends on the step's day, and what is open of it waits to be handed over. */
export async function leaveOffice(ctx: MunicipalContext, effect: EffectToPerform): Promise<void> {
  const office = officeOf(effect);
  if (!office) return;
  const { council, name, day } = office;
  const held = (await listCouncilMembers(ctx.db, council)).filter(
    (member) =>
      member.role === 'coordinator' &&
      isInOffice(member, ctx.today) &&
      normaliseName(member.name) === normaliseName(name),
  );
  for (const member of await endTerms(ctx, held, day))
    await addEffect(ctx, {
      type: 'openHandover',
      params: { council, member: member.id, by: effect.event?.actorId ?? null },
    });
  await evaluateCouncil(ctx, council);
}

/** Only who keeps a council's records gives its offices. */
export async function refuseOffice(
  ctx: MunicipalContext,
  { form, answers }: StepToTake,
): Promise<{ role: string; code: string; message: string }[]> {
  const id = answerOf(form, answers, 'council');
  const council = typeof id === 'string' ? await readCouncil(ctx.db, ctx.municipality.id, id) : undefined;
  if (council && !council.closed_at && mayCouncil(ctx.actor, 'work', council)) return [];
  return [{ role: 'council', code: 'not-yours', message: say(ctx.language, 'councils.notYours') }];
}
