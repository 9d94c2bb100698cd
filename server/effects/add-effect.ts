import { audit, type MunicipalContext } from '../kernel/context.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { insertEffect } from './store.ts';

/** After this many effects that led to one another, something goes round in circles. */
export const MAX_EFFECT_DEPTH = 20;

/** What the `params` column holds. `event`: the id of the event that asked for it. */
export type StoredParams = { params: Record<string, unknown>; event: string | null; depth: number };

export type NewEffect = {
  /** One that `kinds/index.ts` lists. */
  type: string;
  params?: Record<string, unknown>;
  record?: { kind: RecordKind; id: string } | null;
  event?: string | null;
  /** When to perform it; left out: right after this transaction. */
  dueAt?: string;
  timerId?: string;
  /** Of several with the same key, only the first is added, ever. */
  uniqueKey?: string;
};

/**
 * Adds an effect to the running transaction: performed right after the commit (or when due), once, in a transaction of its own.
 * A chain of more than `MAX_EFFECT_DEPTH` effects is kept as failed instead of performed, and the log says so.
 */
export async function addEffect(ctx: MunicipalContext, effect: NewEffect): Promise<void> {
  const later = effect.dueAt !== undefined && effect.dueAt > ctx.now;
  // A timer begins a new chain: it waits, so it cannot spin.
  const depth = later ? 0 : (ctx.effectDepth ?? 0) + 1;
  const tooDeep = depth > MAX_EFFECT_DEPTH;
  const stored: StoredParams = { params: effect.params ?? {}, event: effect.event ?? null, depth };
  const id = ctx.newId();
  const added = await insertEffect(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    record_kind: effect.record?.kind ?? null,
    record_id: effect.record?.id ?? null,
    type: effect.type,
    params: JSON.stringify(stored),
    timer_id: effect.timerId ?? null,
    unique_key: effect.uniqueKey ?? null,
    due_at: effect.dueAt ?? ctx.now,
    status: tooDeep ? 'failed' : 'pending',
    attempts: 0,
    error: tooDeep ? tooMany : null,
    created_at: ctx.now,
    done_at: null,
  });
  if (added && tooDeep)
    await auditFailure(ctx, { id, type: effect.type, record: effect.record ?? null, failure: 'too-many-effects' });
  else if (added && !later) ctx.effects.push(id);
}

const tooMany = `more than ${MAX_EFFECT_DEPTH} effects led to one another`;

/** Says in the audit log what the server could not do by itself, so that the administrator can. `failure`: the error's code or class; its text may tell of people. */
export async function auditFailure(
  ctx: Parameters<typeof audit>[0],
  failed: { id: string; type: string; record: { kind: string; id: string } | null; failure: string },
): Promise<void> {
  const { id, type, record, failure } = failed;
  await audit(ctx, 'effect.failed', record && { ...record, title: type }, { effect: type, effectId: id, failure });
}
