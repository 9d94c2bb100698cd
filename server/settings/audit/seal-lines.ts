import type { Db } from '../../database/db.ts';
import { tryTurn } from '../../database/dialect.ts';
import type { AuditRow } from '../../kernel/audit-store.ts';
import type { Installation } from '../../kernel/installation.ts';
import { BEGINNING, chainOf, digestOf, hashOf } from './chain.ts';
import {
  deleteWaiting,
  hasUnsealed,
  insertSeals,
  listWaiting,
  readHead,
  type Head,
  type SealRow,
} from './seals-store.ts';

/** Few enough that SQLite's writers wait some milliseconds only. */
const BATCH = 200;

export type SealOptions = {
  /** Send each sealed line to the log (`AUDIT_LOG=1`). */
  sendLines?: boolean;
  /** Asked between two batches: end early? */
  stopped?: () => boolean;
};

/**
 * Seals the lines that wait, oldest first, and answers the last head of each chain that has grown. Of several servers one
 * seals at a time, and the others go on without waiting; whoever writes lines never waits for a seal.
 */
export async function sealLines(installation: Installation, options: SealOptions = {}): Promise<Head[]> {
  const heads = new Map<string, Head>();
  while (!options.stopped?.() && (await hasUnsealed(installation.db))) {
    const sealed = await sealBatch(installation, options.sendLines ?? false);
    if (!sealed) break;
    for (const head of sealed) heads.set(head.chain, head);
  }
  return [...heads.values()];
}

/** Null: another server is at it. */
async function sealBatch(installation: Installation, sendLines: boolean): Promise<Head[] | null> {
  const sealedAt = installation.clock().toISOString();
  return installation.db.transaction(async (db) => {
    if (!(await tryTurn(db, 'seal'))) return null;
    const waiting = await listWaiting(db, BATCH);
    const lines = waiting.flatMap(({ line }) => (line ? [line] : []));
    const heads: Head[] = [];
    const seals = new Map<string, SealRow>();
    for (const [chain, own] of Map.groupBy(lines, chainOf)) {
      const made = await continueChain(db, chain, own, sealedAt);
      for (const seal of made) seals.set(seal.audit_id, seal);
      const last = made.at(-1);
      if (last) heads.push({ chain, number: last.number, hash: last.hash });
    }
    await insertSeals(db, [...seals.values()]);
    await deleteWaiting(
      db,
      waiting.map(({ id }) => id),
    );
    // Before the commit: a server that dies now sends them once more, instead of never.
    if (sendLines) for (const line of lines) send(installation, line, seals.get(line.id)?.number ?? 0);
    return heads;
  });
}

async function continueChain(db: Db, chain: string, lines: AuditRow[], sealedAt: string): Promise<SealRow[]> {
  let head: Pick<Head, 'number' | 'hash'> = (await readHead(db, chain)) ?? { number: 0, hash: BEGINNING };
  return lines.map((line) => {
    const unhashed = { audit_id: line.id, chain, number: head.number + 1, digest: digestOf(line), sealed_at: sealedAt };
    const seal = { ...unhashed, hash: hashOf(head.hash, unhashed) };
    head = seal;
    return seal;
  });
}

/** One line for whatever collects the log. People are their ids; the names are in the database only. */
function send(installation: Installation, line: AuditRow, number: number): void {
  const details: unknown = line.details === null ? null : JSON.parse(line.details);
  const {
    id,
    municipality_id: municipality,
    happened_at: at,
    actor_id: actor,
    action,
    record_kind: kind,
    record_id: record,
    request_id: request,
  } = line;
  installation.log.audit(
    { auditLine: { id, municipality, number, at, actor, action, kind, record, details, request } },
    'audit line',
  );
}
