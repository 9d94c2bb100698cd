import { z } from 'zod';
import { entriesOf } from '../../../forms/index.ts';
import { normaliseForSearch } from '../../database/normalise.ts';
import { addEffect } from '../../effects/add-effect.ts';
import { defineEffect, type EffectToPerform } from '../../effects/effect.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import { keysMarked } from '../../settings/codes/code-entries.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';
import { sayDay } from '../../settings/say-day.ts';
import { evaluateCouncil, findCouncil } from '../council/index.ts';
import { takeInCommunityNeed } from '../need/index.ts';
import { listCommunityTitles } from './candidates-store.ts';
import { nameCandidates } from './candidates.ts';
import { text } from './read-answers.ts';
import { readLatestUnexamined, readMeeting, setExamined } from './store.ts';

/** Effect: the latest meeting of a kind that is examined, and that nobody has examined yet counts as examined; what was found in it becomes needs of the community and candidates for the council. */
export async function examineMeeting(ctx: MunicipalContext, { record, event }: EffectToPerform): Promise<void> {
  const examined = keysMarked(await codesOf(ctx, 'meeting-kind'), 'examined');
  const meeting = record && (await readLatestUnexamined(ctx.db, record.id, examined));
  if (!meeting) return;
  await setExamined(ctx.db, meeting.id, ctx.now);
  await audit(ctx, 'meeting.examine', { kind: 'meeting', id: meeting.id, title: meeting.title });
  if (event?.form) {
    const { form, answers } = event;
    const problems = problemsOf(event);
    const words = problems.map((problem) => problem && bare(problem.title));
    for (const [entry, problem] of problems.entries())
      // Each by itself: one that a city's own intake form refuses is told to the administrator, and keeps nothing else back.
      if (problem && words.indexOf(bare(problem.title)) === entry)
        await addEffect(ctx, {
          type: takeInProblem.type,
          params: { entry, meeting: meeting.id },
          record: { kind: 'council', id: meeting.council_id },
          event: event.id,
        });
    const named = entriesOf(form, answers, ['candidate-name', 'candidate-body']).flatMap((entry) => {
      const name = text(entry['candidate-name']);
      return name === null ? [] : [{ name, body: text(entry['candidate-body']) }];
    });
    await nameCandidates(ctx, meeting.council_id, meeting.id, named);
  }
  await evaluateCouncil(ctx, meeting.council_id);
}

/** A problem that was voiced is taken in as a need of the council's area, unless one with the same words is open there. */
export const takeInProblem = defineEffect({
  type: 'takeInProblem',
  // Which of the form's entries: its words stay where they are erased.
  params: z.object({ entry: z.number().int(), meeting: z.string() }),
  perform: async (ctx, { params: { entry, meeting: meetingId }, event }) => {
    const problem = problemsOf(event)[entry];
    const meeting = await readMeeting(ctx.db, ctx.municipality.id, meetingId);
    if (!meeting || !problem) return;
    const { title, type } = problem;
    const council = await findCouncil(ctx, meeting.council_id, 'read');
    // Of two at once the second sees what the first has taken in.
    await lockRecord(ctx.db, 'areas', ctx.municipality.id, council.area_id);
    const same = bare(title);
    if ((await listCommunityTitles(ctx.db, council.area_id)).some((existing) => bare(existing) === same)) return;
    await takeInCommunityNeed(ctx, {
      areaId: council.area_id,
      title,
      type,
      words: say('ja', 'meetings.voiced', { title: meeting.title, day: sayDay('ja', meeting.held_on) }),
    });
  },
});

/** The problems that a step's form lists, each at its place; null for one that lacks its words or type. */
const problemsOf = (event: EffectToPerform['event']): ({ title: string; type: string } | null)[] =>
  event?.form
    ? entriesOf(event.form, event.answers, ['problem', 'problem-type']).map((entry) => {
        const [title, type] = [text(entry.problem), text(entry['problem-type'])];
        return title === null || type === null ? null : { title, type };
      })
    : [];

const bare = (words: string): string => normaliseForSearch(words).replaceAll(' ', '');
