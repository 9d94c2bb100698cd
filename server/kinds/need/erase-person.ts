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
import { relatedToNeed } from './related.ts';
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
  const { rows, referrals: all } = await readNeedsOf(ctx, id);
  for (const row of rows) {
    const referrals = all.filter(({ shown }) => shown.need.id === row.id).map((referral) => referral.row);
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

async function readNeedsOf(ctx: MunicipalContext, person: string) {
  const rows = await listNeedsOf(ctx.db, ctx.municipality.id, person);
  const ids = rows.map((row) => row.id);
  return { rows, referrals: await relatedToNeed(ctx).referrals(ctx, ids) };
}

/** Referrals first, as a step of theirs does that goes on to the need. */
async function lockNeedsOf(ctx: MunicipalContext, person: string): Promise<void> {
  const { rows, referrals } = await readNeedsOf(ctx, person);
  const sorted = (ids: { id: string }[]): string[] => ids.map(({ id }) => id).toSorted();
  for (const id of sorted(referrals.map(({ row }) => row)))
    await lockRecord(ctx.db, 'referrals', ctx.municipality.id, id);
  for (const id of sorted(rows)) await lockRecord(ctx.db, 'needs', ctx.municipality.id, id);
}
