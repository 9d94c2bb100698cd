import type { z } from 'zod';
import { updateVersion } from '../../database/versioned.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import type * as contract from './contract.ts';
import { findMeeting } from './find-meeting.ts';
import { insertAddendum, keepReply, raiseVersion, readUserName, type MinutesColumns } from './minutes-store.ts';
import { isAsked } from './show-minutes.ts';
import { listPeople, type MinutesState } from './store.ts';

type Saved = { id: string; version: number };

/** What may follow: sent minutes are taken back to be mended; what is confirmed stays confirmed. */
const follows: Record<MinutesState, readonly MinutesState[]> = {
  draft: ['confirming'],
  confirming: ['draft', 'confirmed'],
  confirmed: [],
};

const actions = { draft: 'meeting.unsend', confirming: 'meeting.send', confirmed: 'meeting.confirm' } as const;

/**
 * Sends the minutes to those who were there (`confirming`), takes them back to be mended (`draft`), or confirms them: then they are
 * frozen for everybody. For who keeps the council's records. Throws `stale`, and refuses of a meeting that was not held.
 */
export async function moveMinutes(
  ctx: MunicipalContext,
  id: string,
  version: number,
  to: MinutesState,
): Promise<Saved> {
  const meeting = await findMeeting(ctx, id, 'work');
  if (meeting.state !== 'held') throw refused('meetingNotHeld');
  if (!follows[meeting.minutes_state].includes(to)) throw refused('minutesElsewhere');
  const next = await updateVersion(ctx.db, 'meetings', id, version, {
    minutes_state: to,
    ...(to === 'confirming' ? { minutes_round: meeting.minutes_round + 1, minutes_sent_at: ctx.now } : {}),
    ...(to === 'confirmed' ? { confirmed_at: ctx.now, confirmed_by: ctx.actor.id } : {}),
  } satisfies Partial<MinutesColumns>);
  if (next === null)
    throw await staleConflict(ctx, 'meeting', id, version, {
      id,
      version: meeting.version,
      title: meeting.title,
      heldOn: meeting.held_on,
    });
  await audit(ctx, actions[to], { kind: 'meeting', id, title: meeting.title }, { version: next });
  return { id, version: next };
}

/** Keeps what one who was there says to the minutes that were sent in this round. They may say it again until the minutes go on. */
export async function replyToMinutes(
  ctx: MunicipalContext,
  id: string,
  { round, answer, words }: z.infer<typeof contract.minutesReply>,
): Promise<Saved> {
  const seen = await findMeeting(ctx, id, 'read');
  const person = (await listPeople(ctx.db, id)).find((each) => isAsked(each) && each.user_id === ctx.actor.id);
  if (!person || ctx.actor.id === null) throw notAllowed();
  await lockRecord(ctx.db, 'meetings', ctx.municipality.id, id);
  const meeting = await findMeeting(ctx, id, 'read');
  if (meeting.minutes_state !== 'confirming' || meeting.minutes_round !== round) throw refused('minutesElsewhere');
  await keepReply(ctx.db, {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    meeting_id: id,
    round,
    user_id: ctx.actor.id,
    name: person.name,
    kind: answer,
    words,
    replied_at: ctx.now,
  });
  const version = await raiseVersion(ctx.db, id);
  await audit(ctx, 'meeting.reply', { kind: 'meeting', id, title: seen.title }, { version });
  return { id, version };
}

/** Adds to confirmed minutes what was found later. It can be neither changed nor taken out again. */
export async function addToMinutes(
  ctx: MunicipalContext,
  id: string,
  { words, reason }: z.infer<typeof contract.minutesAddendum>,
): Promise<Saved> {
  const meeting = await findMeeting(ctx, id, 'work');
  if (meeting.minutes_state !== 'confirmed') throw refused('minutesElsewhere');
  await insertAddendum(ctx.db, {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    meeting_id: id,
    words,
    reason,
    name: (await readUserName(ctx.db, ctx.actor.id)) ?? say('ja', 'records.system'),
    added_by: ctx.actor.id,
    added_at: ctx.now,
  });
  const version = await raiseVersion(ctx.db, id);
  await audit(ctx, 'meeting.add', { kind: 'meeting', id, title: meeting.title }, { version });
  return { id, version };
}
