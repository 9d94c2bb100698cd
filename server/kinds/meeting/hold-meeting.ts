import { definitionById, definitionInForce } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { invalid, refused } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import { takeStep } from '../../records/take-step.ts';
import { findCouncil, recordingSteps, type CouncilRow } from '../council/index.ts';
import { findMeeting } from './find-meeting.ts';
import { meetingOnRecord } from './meeting-on-record.ts';
import type { MeetingKind } from './store.ts';

/**
 * Takes the step of a council's workflow that records a meeting. A planned meeting of the same kind becomes the one that was held; without one it is
 * made. Answers the meeting, which is held as soon as the step's effects have been performed. `version`: the council's. Throws as `takeStep` does.
 */
export async function holdMeeting(
  ctx: MunicipalContext,
  councilId: string,
  request: { event: string; answers: Record<string, unknown>; meetingId: string | null; version: number },
): Promise<{ id: string; version: number; councilVersion: number }> {
  const { event, answers, version } = request;
  const council = await findCouncil(ctx, councilId, 'read');
  const kind = (await recordingSteps(ctx, council)).find((step) => step.event === event)?.kind;
  if (kind === undefined)
    throw invalid([{ path: '/event', code: 'noMeeting', message: say(ctx.language, 'meetings.noStep') }]);
  // Nobody drops or records it meanwhile.
  if (request.meetingId !== null) await lockRecord(ctx.db, 'meetings', ctx.municipality.id, request.meetingId);
  const planned = request.meetingId === null ? null : await findMeeting(ctx, request.meetingId, 'work');
  if (planned && (planned.council_id !== councilId || planned.kind !== kind || planned.state !== 'planned'))
    throw refused('meetingNotPlanned');
  const onRecord = await heldAlready(ctx, council, kind, event, answers);
  const meeting = onRecord?.chosen ? onRecord.meeting : (planned ?? onRecord?.meeting);
  const id = meeting?.id ?? ctx.newId();
  const taken = await takeStep(ctx, 'council', councilId, { event, answers, version, details: { meeting: id } });
  const isAsItWas = meeting !== undefined && meeting === onRecord?.meeting;
  return { id, version: isAsItWas ? meeting.version : (planned?.version ?? 0) + 1, councilVersion: taken.version };
}

/** The meeting on record to which an election belongs. */
async function heldAlready(
  ctx: MunicipalContext,
  council: CouncilRow,
  kind: MeetingKind,
  event: string,
  answers: Record<string, unknown>,
) {
  const { body } = await definitionById(ctx, 'workflow', council.workflow_id);
  const key = body.steps[event]?.form;
  const form = key === undefined ? null : await definitionInForce(ctx, 'form', key);
  return form && meetingOnRecord(ctx, council.id, kind, form.body, answers);
}
