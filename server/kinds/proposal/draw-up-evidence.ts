import { explainDecisionById } from '../../decisions/decide.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { serviceTypeNames } from '../../settings/codes/service-types.ts';
import { sayDay } from '../../settings/say-day.ts';
import { listDiscussions, listFindingNeeds, type NamedFinding } from '../finding/index.ts';
import { consentsTo } from '../need/index.ts';

/** What a proposal keeps of its finding, frozen when it is written: no names, only numbers and titles. */
export type StoredEvidence = {
  decisionId: string | null;
  needs: { number: number; title: string; area: string }[];
  meetings: { title: string; heldOn: string }[];
};

/** The needs behind a finding and the council's meetings that dealt with them. */
export async function drawUpEvidence(ctx: MunicipalContext, finding: NamedFinding): Promise<StoredEvidence> {
  const needs = (await listFindingNeeds(ctx.db, [finding.id])).get(finding.id) ?? [];
  const discussions = (
    await listDiscussions(
      ctx.db,
      needs.map((need) => need.id),
    )
  ).filter((discussion) => discussion.council_id === finding.council_id);
  const meetings = new Map(
    discussions.map((discussion) => [discussion.meeting_id, { title: discussion.title, heldOn: discussion.held_on }]),
  );
  return {
    decisionId: finding.decision_id,
    // The council above reads it: of a need that councils may not be told of there is only that it exists.
    needs: needs.map((need) => ({
      number: need.number,
      title: consentsTo(need, 'council') ? need.title : say(ctx.language, 'records.hiddenNeed'),
      area: need.area_name,
    })),
    meetings: [...meetings.values()],
  };
}

/** Answers that the finding already gives: title, body and the evidence in words, for the coordinator to go on from. */
export async function writeFirstAnswers(
  ctx: MunicipalContext,
  kind: 'proposal' | 'report',
  finding: NamedFinding,
): Promise<Record<string, unknown>> {
  const evidence = await drawUpEvidence(ctx, finding);
  const { sentence } = await explainDecisionById(ctx, finding.decision_id, 'staff');
  const type = (await serviceTypeNames(ctx)).get(finding.type_key) ?? finding.type_key;
  const text = (key: string, params: Record<string, unknown> = {}): string =>
    say(ctx.language, `proposals.${key}`, {
      type,
      council: finding.council_name,
      count: evidence.needs.length,
      sentence,
      ...params,
    });
  const lines = [
    text('background.needs'),
    ...evidence.needs.map((need) => text('background.need', need)),
    '',
    evidence.meetings.length > 0
      ? text('background.meetings', { count: evidence.meetings.length })
      : text('background.noMeetings'),
    ...evidence.meetings.map((meeting) =>
      text('background.meeting', { title: meeting.title, day: sayDay(ctx.language, meeting.heldOn) }),
    ),
    '',
    text('background.reason'),
  ];
  return { title: text(`title.${kind}`), body: text(`body.${kind}`), background: lines.join('\n') };
}
