import { eraseNeeds, type Erased, type ErasedNeed } from '../../erasure/erase-records.ts';
import { erasePersonRow } from '../../erasure/store.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import { tagsOf } from '../../records/standings.ts';
import { findPerson, mayErase, personTitle } from '../people/index.ts';
import { listNeedReferrals } from '../referral/store.ts';
import { listNeedsOf } from './store.ts';
import { undecidedOf } from './whose-need.ts';

/**
 * Erases a resident: who they are, and what is personal in their needs, in what hangs on these and in others' texts. It cannot be
 * taken back. Throws not-found, not-allowed, `stale`, and `erasureOpen` while a need or a referral of theirs is not over,
 * and `erasureUndecided` while nobody has said whose a need is that may be theirs.
 */
export async function erasePerson(
  ctx: MunicipalContext,
  id: string,
  version: number,
): Promise<{ id: string; version: number; erased: Erased }> {
  // Whoever gives them a need, or takes a step in one, comes before or after.
  await lockRecord(ctx.db, 'people', ctx.municipality.id, id);
  const person = await findPerson(ctx, id);
  if (!(await mayErase(ctx))) throw notAllowed();
  await lockNeedsOf(ctx, id);
  const needs: ErasedNeed[] = [];
  const open: string[] = [];
  for (const row of await listNeedsOf(ctx.db, ctx.municipality.id, id)) {
    const referrals = await listNeedReferrals(ctx.db, row.id);
    const states = await Promise.all([row, ...referrals].map((one) => tagsOf(ctx, one)));
    if (!states.every((tags) => tags.includes('over'))) open.push(numberTitle(row.number));
    needs.push({ id: row.id, number: row.number, title: row.title, referrals: referrals.map((one) => one.id) });
  }
  if (open.length > 0) throw refused('erasureOpen', { what: open.join(say(ctx.language, 'records.or')) });
  const undecided = (await undecidedOf(ctx, person)).map((row) => numberTitle(row.number));
  if (undecided.length > 0)
    throw refused('erasureUndecided', { what: undecided.join(say(ctx.language, 'records.or')) });
  if (!(await erasePersonRow(ctx.db, id, version, ctx.now))) throw await staleConflict(ctx, 'person', id, version);
  const erased = await eraseNeeds(ctx, needs, {
    person: id,
    names: [person.name, person.kana],
    telephones: person.telephone ? [person.telephone] : [],
  });
  const { namesakes: _namesakes, ...counts } = erased;
  await audit(ctx, 'person.erase', personTitle(person), { version: version + 1, counts });
  for (const need of needs)
    await audit(ctx, 'need.erase', { kind: 'need', id: need.id, title: numberTitle(need.number) });
  return { id, version: version + 1, erased };
}

/** Referrals first, as a step of theirs does that goes on to the need. */
async function lockNeedsOf(ctx: MunicipalContext, person: string): Promise<void> {
  const needs = (await listNeedsOf(ctx.db, ctx.municipality.id, person)).map((need) => need.id).toSorted();
  const referrals: string[] = [];
  for (const need of needs) referrals.push(...(await listNeedReferrals(ctx.db, need)).map((one) => one.id));
  for (const id of referrals.toSorted()) await lockRecord(ctx.db, 'referrals', ctx.municipality.id, id);
  for (const id of needs) await lockRecord(ctx.db, 'needs', ctx.municipality.id, id);
}
