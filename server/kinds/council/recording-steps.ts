import { advance, possible } from '../../../workflows/index.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { snapshotOf } from '../../records/record-kind.ts';
import type { CouncilRow } from './store.ts';
import { stepsOfCity } from '../../settings/municipality/practice.ts';

/** The effect by which a workflow's step keeps a meeting. */
export const RECORDS_MEETING = 'recordMeeting';

/** The steps known where a council stands that record a meeting, each with the kind of it; whether they are open to somebody is not asked. */
export async function recordingSteps(
  ctx: MunicipalContext,
  council: CouncilRow,
): Promise<{ event: string; kind: string }[]> {
  const { body } = await definitionById(ctx, 'workflow', council.workflow_id);
  const snapshot = snapshotOf(council);
  const isOfCity = await stepsOfCity(ctx);
  return possible(body, snapshot).flatMap((event) => {
    if (!isOfCity(body.steps[event] ?? {})) return [];
    const next = advance(body, snapshot, { type: event, answers: {}, decision: { allowed: true } });
    const kind = next?.effects.find(({ type }) => type === RECORDS_MEETING)?.params['kind'];
    return typeof kind === 'string' ? [{ event, kind }] : [];
  });
}
