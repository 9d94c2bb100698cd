import type { z } from 'zod';
import type { AuditDetails } from '../../kernel/audit-details.ts';
import { countSeen, listOpened } from '../../kernel/audit-looks-store.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import { systemActor, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { actionName } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { findPerson, mayPerson } from '../people/index.ts';
import type * as contract from './contract.ts';
import { mayNeed } from './policy.ts';
import { relatedToNeed } from './related.ts';
import { listNeedsOf, readNeed } from './store.ts';

/** More than anybody reads; an older look is found in the log. */
const OPENED_MAX = 500;
const HOURS_MAX = 5000;

type Looks = Pick<z.infer<typeof contract.needLooks>, 'opened' | 'seen'>;

/**
 * Who looked at a need: each who opened it or one of its referrals, newest first, and who was shown it in a list or on
 * another page, summed by person and day in Japan. For administrators of its area; that they asked is on record too.
 */
export async function readLooks(ctx: MunicipalContext, id: string): Promise<z.infer<typeof contract.needLooks>> {
  const need = await readNeed(ctx.db, ctx.municipality.id, id);
  if (!need || !mayNeed(ctx.actor, 'see', need)) throw notFound();
  if (!mayNeed(ctx.actor, 'looks', need)) throw notAllowed();
  return { need: { id, number: need.number, title: need.title }, ...(await tellLooks(ctx, [id], [id])) };
}

/** The same for a resident: their page, and all needs of theirs that the asker administers with their referrals. */
export async function readPersonLooks(
  ctx: MunicipalContext,
  id: string,
): Promise<z.infer<typeof contract.personLooks>> {
  const person = await findPerson(ctx, id);
  if (!mayPerson(ctx.actor, 'looks', person.area_path)) throw notAllowed();
  const needs = (await listNeedsOf(ctx.db, ctx.municipality.id, id))
    .filter((need) => mayNeed(ctx.actor, 'looks', need))
    .map((need) => need.id);
  return {
    person: { id, number: person.number, name: person.name },
    ...(await tellLooks(ctx, [id, ...needs], needs)),
  };
}

/** Looks at these, and at the referrals of these needs. */
async function tellLooks(ctx: MunicipalContext, ids: string[], needIds: string[]): Promise<Looks> {
  const referrals = await relatedToNeed(ctx).referrals(ctx, needIds);
  const records = [...ids, ...referrals.map(({ row }) => row.id)];
  const nameOf = (name: string): string => (name === systemActor.name ? say(ctx.language, 'records.system') : name);
  const opened = (await listOpened(ctx.db, records, OPENED_MAX)).map((row) => {
    const details = JSON.parse(row.details ?? '{}') as AuditDetails;
    return {
      id: row.id,
      at: row.happened_at,
      by: nameOf(row.actor_name),
      what: actionName(ctx, row.action),
      names: details.names ?? details.contact ?? false,
    };
  });
  const days = new Map<string, { by: string; day: string; times: number }>();
  for (const row of await countSeen(ctx.db, records, HOURS_MAX)) {
    const day = dayInJapan(`${row.hour}:00:00.000Z`);
    const key = `${row.actor_id} ${day}`;
    days.set(key, { by: nameOf(row.actor_name), day, times: (days.get(key)?.times ?? 0) + row.times });
  }
  return { opened, seen: [...days.values()] };
}
