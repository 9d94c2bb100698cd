import { answerOf, entriesOf } from '../../../forms/index.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { readNeeds } from '../need/index.ts';
import { storeMeeting } from './record-meeting.ts';
import type { MeetingKind, MeetingNeed } from './store.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const lines = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((line) => typeof line === 'string') : [];

/** Effect: keeps the meeting that a step told of in its form's answers (title, heldOn, place, attendance, attendees, minutes, decisions, needs), of the kind that the lifecycle says. */
export async function recordMeetingHeld(
  ctx: MunicipalContext,
  { record, params: { kind }, event }: EffectToPerform<{ kind: MeetingKind }>,
): Promise<void> {
  if (!record || !event) return;
  const { form, answers } = event;
  const of = (role: string): unknown => (form ? answerOf(form, answers, role) : undefined);
  await storeMeeting(
    ctx,
    record.id,
    {
      kind,
      title: text(of('title')) ?? say('ja', `meetings.kind.${kind}`),
      heldOn: text(of('held-on')) ?? dayInJapan(event.happenedAt),
      place: text(of('place')),
      attendance: Number(of('attendance') ?? 0),
      attendees: lines(of('attendees')),
      minutes: text(of('minutes')),
      decisions: lines(of('decisions')),
      needs: [],
    },
    form ? await needsIn(ctx, entriesOf(form, answers, ['need', 'plan'])) : [],
    event.actorId,
  );
}

/** The needs of a form's list; those that are not there any more are left out. */
async function needsIn(ctx: MunicipalContext, listed: { need?: unknown; plan?: unknown }[]): Promise<MeetingNeed[]> {
  const asked = listed.flatMap(({ need, plan }) =>
    typeof need === 'string' ? [{ need_id: need, plan: text(plan) }] : [],
  );
  const known = (
    await readNeeds(
      ctx.db,
      asked.map((entry) => entry.need_id),
    )
  ).filter((need) => need.municipality_id === ctx.municipality.id);
  return asked.filter((entry) => known.some((need) => need.id === entry.need_id));
}
