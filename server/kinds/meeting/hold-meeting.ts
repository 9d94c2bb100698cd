import type { MunicipalContext } from '../../kernel/context.ts';
import { invalid, refused } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { takeStep } from '../../records/take-step.ts';
import { findCouncil, recordingSteps } from '../council/index.ts';
import { meetingKind } from './contract.ts';
import { findMeeting } from './find-meeting.ts';

/**
 * Takes the step of a council's lifecycle that records a meeting. A planned meeting of the same kind becomes the one that was held; without one it is
 * made. Answers the meeting, which is held as soon as the step's effects have been performed. `version`: the council's. Throws as `takeStep` does.
 */
export async function holdMeeting(
  ctx: MunicipalContext,
  councilId: string,
  asked: { event: string; answers: Record<string, unknown>; meetingId: string | null; version: number },
): Promise<{ id: string; version: number; councilVersion: number }> {
  const { event, answers, version } = asked;
  const council = await findCouncil(ctx, councilId, 'read');
  const kind = meetingKind.safeParse((await recordingSteps(ctx, council)).find((step) => step.event === event)?.kind);
  if (!kind.success)
    throw invalid([{ path: '/event', code: 'noMeeting', message: say(ctx.language, 'meetings.noStep') }]);
  const planned = asked.meetingId === null ? null : await findMeeting(ctx, asked.meetingId, 'work');
  if (planned && (planned.council_id !== councilId || planned.kind !== kind.data || planned.state !== 'planned'))
    throw refused('meetingNotPlanned');
  const id = planned?.id ?? ctx.newId();
  const taken = await takeStep(ctx, 'council', councilId, { event, answers, version, details: { meeting: id } });
  return { id, version: (planned?.version ?? 0) + 1, councilVersion: taken.version };
}
