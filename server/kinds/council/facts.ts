import type { Facts } from '../../../rules/types.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { addDays, dayInJapan, daysBetween } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { stageOf } from '../../records/standing.ts';
import { keysMarked } from '../../settings/codes/code-entries.ts';
import { countForFacts } from './facts-store.ts';
import type { CouncilRow } from './store.ts';

/** How a council stands today, for the fact model `council`: step rules and the watch over councils become a formality. */
export async function councilFacts(ctx: MunicipalContext, council: CouncilRow): Promise<Facts> {
  const counts = await countForFacts(ctx.db, council, ctx.today, addDays(ctx.today, -365));
  const workflow = await definitionById(ctx, 'workflow', council.workflow_id);
  const held = (kind: string): number => counts.meetings.find((row) => row.kind === kind)?.held ?? 0;
  // A roundtable is what is examined afterwards, whatever the city calls it; what was held as one before stays one.
  const asRoundtable = new Set(['roundtable', ...(await keysMarked(ctx, 'meeting-kind', 'examined'))]);
  const roundtables = (what: 'held' | 'examined'): number =>
    counts.meetings.reduce((sum, row) => sum + (asRoundtable.has(row.kind) ? row[what] : 0), 0);
  const total = (what: 'attendance' | 'lastYear'): number => counts.meetings.reduce((sum, row) => sum + row[what], 0);
  const lastMeeting = counts.meetings
    .map((row) => row.last)
    .toSorted()
    .at(-1);
  return {
    'council.tier': council.tier,
    'council.state': council.state,
    'council.stage': stageOf(workflow.body, council.state, 'ja')?.key ?? '',
    'council.roundtablesHeld': roundtables('held'),
    'council.roundtablesExamined': roundtables('examined'),
    'council.trainingsHeld': held('training'),
    'council.studyMeetingsHeld': held('study'),
    'council.preparationMeetingsHeld': held('preparation'),
    'council.councilMeetingsHeld': held('council'),
    'council.briefingsHeld': held('briefing'),
    'council.attendanceTotal': total('attendance'),
    'council.members': counts.members,
    'council.memberOrganisations': counts.memberOrganisations,
    'council.coordinators': counts.coordinators,
    ...(lastMeeting ? { 'council.daysSinceLastMeeting': daysBetween(lastMeeting, ctx.today) } : {}),
    'council.daysInState': daysBetween(dayInJapan(council.state_since), ctx.today),
    ...(council.established_on
      ? { 'council.daysSinceEstablished': daysBetween(council.established_on, ctx.today) }
      : {}),
    'council.meetingsLast365Days': total('lastYear'),
    'council.openNeeds': counts.openNeeds,
    'council.openFindings': counts.openFindings,
  };
}
