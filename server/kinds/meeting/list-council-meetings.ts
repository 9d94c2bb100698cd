import type { Page, Paging } from '../../database/paging.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { findCouncil } from '../council/index.ts';
import { showMeetings, type ShownMeeting } from './find-meeting.ts';
import { listMeetingsWithNeeds } from './store.ts';

/** A council's meetings, planned ones too, newest first. */
export async function listCouncilMeetings(
  ctx: MunicipalContext,
  councilId: string,
  paging: Paging,
): Promise<Page<ShownMeeting>> {
  await findCouncil(ctx, councilId, 'read');
  const { page, needs } = await listMeetingsWithNeeds(ctx.db, ctx.municipality.id, councilId, paging);
  return { ...page, items: showMeetings(ctx, page.items, needs) };
}
