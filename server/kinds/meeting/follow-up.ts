import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import type { KeptTie } from '../../records/ties/tie-parts.ts';
import { tellTied } from '../../records/ties/with-tied.ts';
import { agendaKinds } from './agenda-ties.ts';
import { insertFollowing, listAgendaTies, listAgendaTiesTo } from './agenda-ties-store.ts';
import { findMeeting, showItem } from './find-meeting.ts';
import { raiseVersion } from './minutes-store.ts';
import { listItems, listItemsOf } from './store.ts';

/**
 * Keeps that a record was made of an item, also once the minutes are confirmed: it says what became of them, not what was said. For who
 * keeps the council's records and may see the record; not found where the item or the record is not there for them.
 */
export async function addFollowing(
  ctx: MunicipalContext,
  meetingId: string,
  itemId: string,
  made: { kind: string; id: string },
): Promise<{ id: string; version: number }> {
  const meeting = await findMeeting(ctx, meetingId, 'work');
  const item = (await listItems(ctx.db, meetingId)).find(({ id }) => id === itemId);
  if (!item || showItem(ctx, item).hidden) throw notFound();
  const record = (await tellTied(ctx, [{ id: made.id, kinds: [made.kind] }])).get(made.id);
  if (!record || ![...agendaKinds(ctx), 'need'].includes(made.kind)) throw notFound();
  await insertFollowing(ctx.db, {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    meeting_id: meetingId,
    item_id: itemId,
    kind: 'follows',
    to_kind: made.kind,
    to_id: made.id,
  });
  const version = await raiseVersion(ctx.db, meetingId);
  await audit(ctx, 'meeting.follow', { kind: 'meeting', id: meetingId, title: meeting.title }, { version });
  return { id: meetingId, version };
}

/** For a meeting what its agenda names, for another record the meetings that name it; of items that the asker may be told of. */
export async function keptByMeetings(ctx: MunicipalContext, kind: string, id: string): Promise<KeptTie[]> {
  const ties =
    kind === 'meeting'
      ? await listAgendaTies(ctx.db, id)
      : await listAgendaTiesTo(ctx.db, ctx.municipality.id, kind, id);
  if (ties.length === 0) return [];
  const items = await listItemsOf(ctx.db, [...new Set(ties.map(({ meeting_id }) => meeting_id))]);
  const hidden = new Set(items.filter((item) => showItem(ctx, item).hidden).map((item) => item.id));
  return ties
    .filter(({ item_id }) => !hidden.has(item_id))
    .map((tie) => ({
      from: ['meeting', tie.meeting_id],
      to: [tie.to_kind, tie.to_id],
      label: say(ctx.language, `meetings.tie.${tie.kind}`),
    }));
}
