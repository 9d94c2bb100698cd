import type { z } from 'zod';
import { notAllowed } from '../../kernel/errors.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { tellDraftsOf } from '../../records/answer-drafts/own-drafts.ts';
import { presentStory } from '../../records/story.ts';
import { findPerson, mayErase, presentPerson } from '../people/index.ts';
import type * as contract from './contract.ts';
import { presentNeeds, undecidedOf } from './whose-need.ts';
import { readPersonLooks } from './read-looks.ts';
import { relatedToNeed } from './related.ts';
import { needSources } from './sources.ts';
import { listNeedsOf } from './store.ts';

export type PersonData = z.infer<typeof contract.personData>;

/** All that is stored of a resident, in words: for who asks what is kept of them (開示). With every version of what was answered. */
export async function gatherPerson(ctx: MunicipalContext, id: string): Promise<PersonData> {
  const person = await findPerson(ctx, id);
  if (!(await mayErase(ctx))) throw notAllowed();
  const sources = await needSources(ctx);
  const needs: PersonData['needs'] = [];
  const rows = await listNeedsOf(ctx.db, ctx.municipality.id, id);
  const ids = rows.map((row) => row.id);
  const related = relatedToNeed(ctx);
  const referralsOf = Map.groupBy(await related.referrals(ctx, ids), ({ shown }) => shown.need.id);
  const meetingsOf = Map.groupBy(await related.meetings(ctx, ids), (meeting) => meeting.need_id);
  const agendaOf = Map.groupBy(await related.agenda(ctx, ids), (item) => item.need_id);
  const tasksOf = Map.groupBy(await related.tasks(ctx, ids), (task) => task.need_id);
  const records = new Map(ids.map((need) => [need, need]));
  for (const [need, referrals] of referralsOf) for (const { row } of referrals) records.set(row.id, need);
  const notesOf = Map.groupBy(await related.handoverNotes(ctx, records), (note) => note.need_id);
  const drafts = await tellDraftsOf(ctx, [...records.keys()], sources);
  const draftsOf = Map.groupBy(drafts, ({ recordId }) => records.get(recordId));
  const shown = await presentNeeds(ctx, rows);
  for (const [index, row] of rows.entries()) {
    const need = shown[index];
    if (!need) continue;
    const referrals: (typeof needs)[number]['referrals'] = [];
    for (const referral of referralsOf.get(row.id) ?? [])
      referrals.push({ ...referral.shown, story: await presentStory(ctx, 'referral', referral.row, sources) });
    needs.push({
      ...need,
      story: await presentStory(ctx, 'need', row, sources),
      referrals,
      meetings: (meetingsOf.get(row.id) ?? []).map(({ title, held_on, plan }) => ({ title, heldOn: held_on, plan })),
      agenda: (agendaOf.get(row.id) ?? []).map(({ need_id: _need, held_on, ...item }) => ({
        ...item,
        heldOn: held_on,
      })),
      tasks: (tasksOf.get(row.id) ?? []).map(({ need_id: _need, due_on, ...task }) => ({ ...task, dueOn: due_on })),
      handovers: (notesOf.get(row.id) ?? []).map(({ from_name, ends_on, title, note }) => ({
        from: from_name,
        endsOn: ends_on,
        title,
        note,
      })),
      halfDone: (draftsOf.get(row.id) ?? []).map(({ recordId: _record, ...draft }) => draft),
    });
  }
  const undecided = await presentNeeds(ctx, await undecidedOf(ctx, person));
  const { opened, seen } = await readPersonLooks(ctx, id);
  return {
    gatheredAt: ctx.now,
    person: { ...presentPerson(ctx, person), createdAt: person.created_at },
    needs,
    undecided,
    opened,
    seen,
  };
}

/** The same as JSON to be read by people too, a piece for each need. */
export async function* writePersonData({ needs, ...about }: PersonData): AsyncGenerator<string> {
  const lines = (value: unknown): string => JSON.stringify(value, null, 2);
  yield `${lines(about).slice(0, -2)},\n  "needs": [`;
  for (const [index, need] of needs.entries())
    yield `${index === 0 ? '' : ','}\n    ${lines(need).replaceAll('\n', '\n    ')}`;
  yield needs.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}
