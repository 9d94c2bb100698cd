import { tryTurn } from '../../database/dialect.ts';
import { dayInJapan, instantInJapan, yearsBefore } from '../../kernel/clock.ts';
import { audit } from '../../kernel/context.ts';
import type { Installation } from '../../kernel/installation.ts';
import { inTransaction, systemAsker } from '../../kernel/transaction.ts';
import { listAuditKept, type AuditKept } from '../municipality/store.ts';
import { listSealed, readAnchor, readHead, takeOutUntil } from './seals-store.ts';

/** Few enough that SQLite's writers wait some milliseconds only. */
const BATCH = 1_000;

const latest = new WeakMap<Installation, string>();

/**
 * Takes out what municipalities keep no longer, from the beginning of their chains, once a day of this server. What went is on record:
 * the line says how many, and the seal behind which the chain goes on. A chain's last seal always stays.
 */
export async function pruneAudit(installation: Installation): Promise<void> {
  const today = dayInJapan(installation.clock().toISOString());
  const kept = await listAuditKept(installation.db);
  const done = `${today} ${kept.map(({ id, years }) => `${id} ${years}`).join()}`;
  if (latest.get(installation) === done) return;
  for (const each of kept) while ((await pruneBatch(installation, each, today)) === BATCH);
  latest.set(installation, done);
}

/** How many lines went; 0 where another server is at it. */
async function pruneBatch(
  installation: Installation,
  { years, ...municipality }: AuditKept,
  today: string,
): Promise<number> {
  return inTransaction(installation, systemAsker, async (ctx) => {
    // Whoever seals goes on from the last seal.
    if (!(await tryTurn(ctx.db, 'seal'))) return 0;
    const chain = municipality.id;
    const head = await readHead(ctx.db, chain);
    if (!head) return 0;
    const before = instantInJapan(yearsBefore(today, years));
    const begun = (await readAnchor(ctx.db, chain))?.number ?? 0;
    const sealed = await listSealed(ctx.db, chain, begun, BATCH);
    const stays = sealed.findIndex(
      ({ seal, line }) => seal.number >= head.number || (line?.happened_at ?? seal.sealed_at) >= before,
    );
    const old = stays === -1 ? sealed : sealed.slice(0, stays);
    const last = old.at(-1)?.seal;
    if (!last) return 0;
    await takeOutUntil(ctx.db, { chain, number: last.number, hash: last.hash, before, made_at: ctx.now });
    await audit({ ...ctx, municipality }, 'audit.prune', null, {
      number: last.number,
      head: last.hash,
      counts: { lines: old.length },
    });
    return old.length;
  });
}
