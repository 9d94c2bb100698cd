import type { Db } from '../../database/db.ts';
import { rowsAtOnce } from '../../database/dialect.ts';
import type { AuditRow } from '../../kernel/audit-store.ts';

/** `chain`: the municipality's id, or '' for lines of none. `number` counts from 1 in its chain. */
export type SealRow = {
  audit_id: string;
  chain: string;
  number: number;
  digest: string;
  hash: string;
  sealed_at: string;
};

export type Head = Pick<SealRow, 'chain' | 'number' | 'hash'>;

/** Does any line wait for its seal? */
export async function hasUnsealed(db: Db): Promise<boolean> {
  return (await db('audit_unsealed').first('audit_id')) !== undefined;
}

/**
 * The first lines that wait, in the order of their ids. `line` is null for what is no longer there, and for what has its seal
 * already (a restored line): those need only be taken from the queue.
 */
export async function listWaiting(db: Db, limit: number): Promise<{ id: string; line: AuditRow | null }[]> {
  const ids: string[] = await db('audit_unsealed').orderBy('audit_id').limit(limit).pluck('audit_id');
  const lines: AuditRow[] = await db('audit')
    .select('audit.*')
    .leftJoin('audit_seals', 'audit_seals.audit_id', 'audit.id')
    .whereIn('audit.id', ids)
    .whereNull('audit_seals.audit_id');
  const byId = new Map(lines.map((line) => [line.id, line]));
  return ids.map((id) => ({ id, line: byId.get(id) ?? null }));
}

export async function deleteWaiting(db: Db, ids: string[]): Promise<void> {
  await db('audit_unsealed').whereIn('audit_id', ids).delete();
}

/** The last seal of a chain; undefined where it has none. */
export async function readHead(db: Db, chain: string): Promise<Head | undefined> {
  return db<SealRow>('audit_seals').where({ chain }).orderBy('number', 'desc').first('chain', 'number', 'hash');
}

/** With which seal a chain begins, because what was before it was not kept: the one after `number`, which covers `hash`. */
export type AnchorRow = { chain: string; number: number; hash: string; before: string; made_at: string };

/** A chain's latest anchor; undefined where it begins with its first seal. */
export async function readAnchor(db: Db, chain: string): Promise<AnchorRow | undefined> {
  return db<AnchorRow>('audit_anchors').where({ chain }).orderBy('number', 'desc').first();
}

/** Is it on record, as a line of the chain, that this anchor was made? */
export async function isAnchorTold(db: Db, { chain, number, hash }: AnchorRow): Promise<boolean> {
  const lines = await db<AuditRow>('audit').where({ municipality_id: chain, action: 'audit.prune' }).select('details');
  return lines.some(({ details }) => {
    const seal = JSON.parse(details ?? '{}') as { number?: number; head?: string };
    return seal.number === number && seal.head === hash;
  });
}

/** Makes an anchor, and takes out all that is before it: looks, lines, seals. The triggers let nothing else go. */
export async function takeOutUntil(db: Db, anchor: AnchorRow): Promise<void> {
  await db('audit_anchors').insert(anchor);
  const gone = db('audit_seals').where({ chain: anchor.chain }).where('number', '<=', anchor.number);
  await db('audit_looks').whereIn('audit_id', gone.clone().select('audit_id')).delete();
  await db('audit').whereIn('id', gone.clone().select('audit_id')).delete();
  await gone.clone().delete();
}

export async function insertSeals(db: Db, seals: SealRow[]): Promise<void> {
  for (let from = 0; from < seals.length; from += rowsAtOnce)
    await db('audit_seals').insert(seals.slice(from, from + rowsAtOnce));
}

export async function listChains(db: Db): Promise<string[]> {
  return db('audit_seals').distinct().orderBy('chain').pluck('chain');
}

/** A chain's seals after a number, in order, each with its line as it stands now (null: it is not there). */
export async function listSealed(
  db: Db,
  chain: string,
  after: number,
  limit: number,
): Promise<{ seal: SealRow; line: AuditRow | null }[]> {
  const seals = await db<SealRow>('audit_seals')
    .where({ chain })
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit);
  const lines = new Map<string, AuditRow>();
  for (let from = 0; from < seals.length; from += rowsAtOnce)
    for (const line of await db<AuditRow>('audit').whereIn(
      'id',
      seals.slice(from, from + rowsAtOnce).map((seal) => seal.audit_id),
    ))
      lines.set(line.id, line);
  return seals.map((seal) => ({ seal, line: lines.get(seal.audit_id) ?? null }));
}

/** Every line without a seal, after an id, in order; `waiting`: it is in the queue. Looks through all lines. */
export async function listUnsealed(db: Db, after: string, limit: number): Promise<(AuditRow & { waiting: boolean })[]> {
  const rows: (AuditRow & { queued: string | null })[] = await db('audit')
    .select('audit.*', 'audit_unsealed.audit_id as queued')
    .leftJoin('audit_seals', 'audit_seals.audit_id', 'audit.id')
    .leftJoin('audit_unsealed', 'audit_unsealed.audit_id', 'audit.id')
    .whereNull('audit_seals.audit_id')
    .where('audit.id', '>', after)
    .orderBy('audit.id')
    .limit(limit);
  return rows.map(({ queued, ...line }) => ({ ...line, waiting: queued !== null }));
}
