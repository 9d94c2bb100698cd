import type { Facts } from '../../../rules/types.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { addDays, dayInJapan, daysBetween } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { stageOf } from '../../records/standing.ts';
import { keysMarked } from '../../settings/codes/code-entries.ts';
import type { CodeMark } from '../../settings/codes/contract.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';
import { countForFacts } from './facts-store.ts';
import type { CouncilRow } from './store.ts';

/** How a council stands today, for the fact model `council`: step rules and the watch over councils become a formality. */
export async function councilFacts(ctx: MunicipalContext, council: CouncilRow): Promise<Facts> {
  const counts = await countForFacts(ctx.db, council, ctx.today, addDays(ctx.today, -365));
  const workflow = await definitionById(ctx, 'workflow', council.workflow_id);
  // A meeting is what its kind is marked as, whatever the city calls it and whoever brought it.
  const kinds = await codesOf(ctx, 'meeting-kind');
  const counted = (mark: CodeMark, what: 'held' | 'examined'): number => {
    const marked = keysMarked(kinds, mark);
    return counts.meetings.reduce((sum, row) => sum + (marked.includes(row.kind) ? row[what] : 0), 0);
  };
  const total = (what: 'attendance' | 'lastYear'): number => counts.meetings.reduce((sum, row) => sum + row[what], 0);
  const lastMeeting = counts.meetings
    .map((row) => row.last)
    .toSorted()
    .at(-1);
  return {
    'council.tier': council.tier,
    'council.state': council.state,
    'council.stage': stageOf(workflow.body, council.state, 'ja')?.key ?? '',
    'council.roundtablesHeld': counted('examined', 'held'),
    'council.roundtablesExamined': counted('examined', 'examined'),
    'council.trainingsHeld': counted('training', 'held'),
    'council.studyMeetingsHeld': counted('study', 'held'),
    'council.preparationMeetingsHeld': counted('preparation', 'held'),
    'council.councilMeetingsHeld': counted('council', 'held'),
    'council.briefingsHeld': counted('briefing', 'held'),
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
