import type { z } from 'zod';
import type { AuditDetails } from '../../kernel/audit-details.ts';
import { countSeen, listOpened } from '../../kernel/audit-looks-store.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import { systemActor, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { actionName } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { listNeedReferrals } from '../referral/store.ts';
import type * as contract from './contract.ts';
import { mayNeed } from './policy.ts';
import { readNeed } from './store.ts';

/** More than anybody reads; an older look is found in the log. */
const OPENED_MAX = 500;
const HOURS_MAX = 5000;

/**
 * Who looked at a need: each who opened it or one of its referrals, newest first, and who was shown it in a list or on
 * another page, summed by person and day in Japan. For administrators of its area; that they asked is on record too.
 */
export async function readLooks(ctx: MunicipalContext, id: string): Promise<z.infer<typeof contract.needLooks>> {
  const need = await readNeed(ctx.db, ctx.municipality.id, id);
  if (!need || !mayNeed(ctx.actor, 'see', need)) throw notFound();
  if (!mayNeed(ctx.actor, 'looks', need)) throw notAllowed();
  const nameOf = (name: string): string => (name === systemActor.name ? say(ctx.language, 'records.system') : name);
  const referrals = (await listNeedReferrals(ctx.db, id)).map((referral) => referral.id);
  const records = [id, ...referrals];
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
  return { need: { id, number: need.number, title: need.title }, opened, seen: [...days.values()] };
}
