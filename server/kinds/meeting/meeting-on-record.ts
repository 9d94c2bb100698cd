import { answerOf, fieldOfRole } from '../../../forms/index.ts';
import type { Form } from '../../../forms/types.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { isOf, readHeldOn, readMeeting, type MeetingKind, type MeetingRow } from './store.ts';

/**
 * The meeting on record that a step's answers tell of; null: it is one more. An election belongs to a meeting: the one that its
 * answers name (`chosen`), or the council's of that kind on that day, so that its people are counted once. A joint one is each of its councils'.
 */
export async function meetingOnRecord(
  ctx: MunicipalContext,
  councilId: string,
  kind: MeetingKind,
  form: Pick<Form, 'schema'>,
  answers: Record<string, unknown>,
): Promise<{ meeting: Pick<MeetingRow, 'id' | 'version'>; chosen: boolean } | null> {
  const named = answerOf(form, answers, 'meeting');
  if (typeof named === 'string') {
    const meeting = await readMeeting(ctx.db, ctx.municipality.id, named);
    return meeting && isOf(meeting, councilId) ? { meeting, chosen: true } : null;
  }
  const heldOn = answerOf(form, answers, 'held-on');
  if (fieldOfRole(form, 'starts-on') === undefined || typeof heldOn !== 'string') return null;
  const meeting = await readHeldOn(ctx.db, councilId, kind, heldOn);
  return meeting ? { meeting, chosen: false } : null;
}
