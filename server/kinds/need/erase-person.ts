import { eraseNeeds, type Erased, type ErasedNeed } from '../../erasure/erase-records.ts';
import { erasePersonRow } from '../../erasure/store.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { instantInJapan } from '../../kernel/clock.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { lockRecord } from '../../records/store.ts';
import { tagsOf } from '../../records/standings.ts';
import { findPerson, mayErase, personTitle, type PlacedPerson } from '../people/index.ts';
import { relatedToNeed } from './related.ts';
import { listNeedsOf, readNeed } from './store.ts';
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
    const states = await Promise.all([row, ...referrals].map((record) => tagsOf(ctx, record)));
    if (!states.every((tags) => tags.includes('over'))) open.push(numberTitle(row.number));
    needs.push({
      id: row.id,
      number: row.number,
      title: row.title,
      referrals: referrals.map((referral) => referral.id),
    });
  }
  if (open.length > 0) throw refused('erasureOpen', { what: open.join(say(ctx.language, 'records.or')) });
  const undecided = (await undecidedOf(ctx, person)).map((row) => numberTitle(row.number));
  if (undecided.length > 0)
    throw refused('erasureUndecided', { what: undecided.join(say(ctx.language, 'records.or')) });
  if (!(await erasePersonRow(ctx.db, id, version, ctx.now))) throw await staleConflict(ctx, 'person', id, version);
  const erased = await eraseNeeds(ctx, needs, identityOf(person));
  const { namesakes: _namesakes, ...counts } = erased;
  await audit(ctx, 'person.erase', personTitle(person), { version: version + 1, counts });
  for (const need of needs)
    await audit(ctx, 'need.erase', { kind: 'need', id: need.id, title: numberTitle(need.number) });
  return { id, version: version + 1, erased };
}

/**
 * Erases one need of an approved list, and who the resident is where it was the last that held anything of theirs. False, and
 * nothing is erased, where the need or a referral of it is not over (any more), or it was closed later than the list says.
 */
export async function eraseNeedOfList(
  ctx: MunicipalContext,
  id: string,
  list: { number: number; closed_before: string },
): Promise<boolean> {
  const { db, municipality } = ctx;
  const before = await readNeed(db, municipality.id, id);
  if (before?.person_id) await lockRecord(db, 'people', municipality.id, before.person_id);
  for (const { row } of await relatedToNeed(ctx).referrals(ctx, [id]))
    await lockRecord(db, 'referrals', municipality.id, row.id);
  await lockRecord(db, 'needs', municipality.id, id);
  const row = await readNeed(db, municipality.id, id);
  if (!row) return false;
  if (row.erased_at) return true;
  const referrals = (await relatedToNeed(ctx).referrals(ctx, [id])).map((referral) => referral.row);
  const states = await Promise.all([row, ...referrals].map((record) => tagsOf(ctx, record)));
  const isPast = row.closed_at !== null && row.closed_at < instantInJapan(list.closed_before);
  if (!isPast || !states.every((tags) => tags.includes('over'))) return false;
  const need = { id, number: row.number, title: row.title, referrals: referrals.map((referral) => referral.id) };
  const person = row.person_id ? await lastNeedOf(ctx, row.person_id, id) : null;
  if (person) {
    if (!(await erasePersonRow(db, person.id, person.version, ctx.now))) throw new Error('the resident has changed');
    await eraseNeeds(ctx, [need], identityOf(person));
    await audit(ctx, 'person.erase', personTitle(person), { version: person.version + 1, number: list.number });
  } else await eraseNeeds(ctx, [need]);
  await audit(ctx, 'need.erase', { kind: 'need', id, title: numberTitle(row.number) }, { number: list.number });
  return true;
}

/** The resident of a need, where nothing else is kept of them and no need waits that may be theirs. */
async function lastNeedOf(ctx: MunicipalContext, personId: string, needId: string): Promise<PlacedPerson | null> {
  const person = await findPerson(ctx, personId);
  if (person.erased_at) return null;
  const others = (await listNeedsOf(ctx.db, ctx.municipality.id, personId)).filter((need) => need.id !== needId);
  if (others.some((need) => !need.erased_at)) return null;
  return (await undecidedOf(ctx, person)).length > 0 ? null : person;
}

const identityOf = (person: PlacedPerson) => ({
  person: person.id,
  names: [person.name, person.kana],
  telephones: person.telephone ? [person.telephone] : [],
});

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
