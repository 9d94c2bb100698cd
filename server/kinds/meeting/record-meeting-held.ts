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
  { record, params, event }: EffectToPerform,
): Promise<void> {
  if (!record || !event) return;
  const { answers } = event;
  const kind = String(params.kind) as MeetingKind;
  await storeMeeting(
    ctx,
    record.id,
    {
      kind,
      title: text(answers.title) ?? say('ja', `meetings.kind.${kind}`),
      heldOn: text(answers.heldOn) ?? dayInJapan(event.happenedAt),
      place: text(answers.place),
      attendance: Number(answers.attendance ?? 0),
      attendees: lines(answers.attendees),
      minutes: text(answers.minutes) ?? text(answers.opinions),
      decisions: lines(answers.decisions),
      needs: [],
    },
    await needsIn(ctx, answers.needs),
    event.actorId,
  );
}

/** The needs of a form's list, `{ needId, plan }` each; those that are not there any more are left out. */
async function needsIn(ctx: MunicipalContext, listed: unknown): Promise<MeetingNeed[]> {
  const asked = (Array.isArray(listed) ? listed : []).filter(
    (entry): entry is { needId: string; plan?: unknown } =>
      typeof entry === 'object' && entry !== null && 'needId' in entry && typeof entry.needId === 'string',
  );
  const known = (
    await readNeeds(
      ctx.db,
      asked.map((entry) => entry.needId),
    )
  ).filter((need) => need.municipality_id === ctx.municipality.id);
  return asked
    .filter((entry) => known.some((need) => need.id === entry.needId))
    .map((entry) => ({ need_id: entry.needId, plan: text(entry.plan) }));
}
