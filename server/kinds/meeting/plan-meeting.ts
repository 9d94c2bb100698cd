import { answerOf } from '../../../forms/index.ts';
import { normaliseName } from '../../database/normalise.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { listCouncilMembers, runsTo } from '../council/index.ts';
import { kindName } from './kind-name.ts';
import { lines, text } from './read-answers.ts';
import { writeMeeting } from './change-meeting.ts';
import { storeMeeting } from './record-meeting.ts';
import { readPlannedByStep, type MeetingKind, type MeetingRow, type PersonRow } from './store.ts';

type Planning = EffectToPerform<{ kind: MeetingKind }>;

/** Effect: the meeting that a step's form plans stands ahead, with its day, place, aim and who is invited. A form without a day plans none. */
export async function planMeeting(
  ctx: MunicipalContext,
  { id, record, params: { kind }, event }: Planning,
): Promise<void> {
  if (!record || !event?.form) return;
  const { form, answers } = event;
  const of = (role: string): unknown => answerOf(form, answers, role);
  const day = text(of('planned-on'));
  if (day === null) return;
  const values = {
    kind,
    state: 'planned',
    state_reason: null,
    title: text(of('title')) ?? (await kindName(ctx, kind)),
    held_on: day,
    starts_at: null,
    ends_at: null,
    place: text(of('place')),
    aim: text(of('aim')),
    bring: null,
    attendance: 0,
    attendees: '[]',
    minutes: null,
    decisions: '[]',
  } as const;
  const people = await invited(ctx, record.id, of('invited'));
  // By the effect's id it is known as a step's plan.
  await storeMeeting(ctx, record.id, { values, people }, event.actorId, id);
}

/** Those whom a list or a text names, one a line or between commas; members by their name. */
async function invited(ctx: MunicipalContext, councilId: string, answer: unknown): Promise<PersonRow[]> {
  const named = typeof answer === 'string' ? answer.split(/[\n、,，]/) : lines(answer);
  const names = [...new Set(named.map((name) => name.trim().slice(0, 200)).filter(Boolean))];
  const members =
    names.length === 0
      ? []
      : (await listCouncilMembers(ctx.db, councilId)).filter((member) => runsTo(member, ctx.today));
  return names.map((name) => {
    const member = members.find((candidate) => normaliseName(candidate.name) === normaliseName(name));
    return {
      id: ctx.newId(),
      member_id: member?.id ?? null,
      name: member?.name ?? name,
      body: member?.organisation_name ?? null,
      answer: null,
      note: null,
      answered_at: null,
      presence: null,
    };
  });
}

/** Effect: the meeting of the kind that a step of the council planned last will not be held. One that somebody planned by hand stays. */
export async function dropMeeting(ctx: MunicipalContext, { record, params: { kind } }: Planning): Promise<void> {
  const last = record && (await readPlannedByStep(ctx.db, record.id, kind));
  if (last) await writeMeeting(ctx, last, last.version, { values: { ...valuesOf(last), state: 'dropped' } });
}

const valuesOf = ({
  id: _id,
  municipality_id: _municipality,
  council_id: _council,
  examined_at: _examined,
  created_by: _by,
  created_at: _at,
  version: _version,
  minutes_state: _minutes,
  minutes_round: _round,
  minutes_sent_at: _sent,
  confirmed_at: _confirmed,
  confirmed_by: _confirmer,
  ...values
}: MeetingRow) => values;
