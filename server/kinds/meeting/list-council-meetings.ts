import type { Page, Paging } from '../../database/paging.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { findCouncil } from '../council/index.ts';
import { showMeetings, type ShownMeeting } from './find-meeting.ts';
import { listMeetings } from './store.ts';

/** A council's meetings, planned ones too, newest first. */
export async function listCouncilMeetings(
  ctx: MunicipalContext,
  councilId: string,
  paging: Paging,
): Promise<Page<ShownMeeting>> {
  await findCouncil(ctx, councilId, 'read');
  const page = await listMeetings(ctx.db, ctx.municipality.id, councilId, paging);
  return { ...page, items: await showMeetings(ctx, page.items) };
}
