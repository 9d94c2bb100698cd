import { eraseNeeds, type Erased, type ErasedNeed } from '../../erasure/erase-records.ts';
import { erasePersonRow } from '../../erasure/store.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { tagsOf } from '../../records/standings.ts';
import { findPerson, mayErase, personTitle } from '../people/index.ts';
import { listNeedReferrals } from '../referral/store.ts';
import { listNeedsOf } from './store.ts';

/**
 * Erases a resident: who they are, and what is personal in their needs, in what hangs on these and in others' texts. It cannot be
 * taken back. Throws not-found, not-allowed, `stale`, and `erasureOpen` while a need or a referral of theirs is not over.
 */
export async function erasePerson(
  ctx: MunicipalContext,
  id: string,
  version: number,
): Promise<{ id: string; version: number; erased: Erased }> {
  const person = await findPerson(ctx, id);
  if (!(await mayErase(ctx))) throw notAllowed();
  const needs: ErasedNeed[] = [];
  const open: string[] = [];
  for (const row of await listNeedsOf(ctx.db, ctx.municipality.id, id)) {
    const referrals = await listNeedReferrals(ctx.db, row.id);
    const states = await Promise.all([row, ...referrals].map((one) => tagsOf(ctx, one)));
    if (!states.every((tags) => tags.includes('over'))) open.push(numberTitle(row.number));
    needs.push({ id: row.id, number: row.number, title: row.title, referrals: referrals.map((one) => one.id) });
  }
  if (open.length > 0) throw refused('erasureOpen', { what: open.join(say(ctx.language, 'records.or')) });
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
