import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, refused } from '../../kernel/errors.ts';
import { findMeeting } from './find-meeting.ts';
import { listPeople, setAnswer, type PersonRow } from './store.ts';

/** Says whether the asker, who is invited, comes. It can be said again until the meeting has been held. */
export async function answerInvitation(
  ctx: MunicipalContext,
  id: string,
  input: { answer: NonNullable<PersonRow['answer']>; note: string | null },
): Promise<{ id: string; version: number }> {
  const meeting = await findMeeting(ctx, id, 'read');
  const person = (await listPeople(ctx.db, id)).find(({ user_id }) => user_id !== null && user_id === ctx.actor.id);
  if (!person) throw notAllowed();
  if (meeting.state !== 'planned') throw refused('meetingNotPlanned');
  const version = await setAnswer(ctx.db, id, person.id, { ...input, answered_at: ctx.now });
  await audit(ctx, 'meeting.answer', { kind: 'meeting', id, title: meeting.title }, { version });
  return { id, version };
}
