import type { z } from 'zod';
import { addEffect } from '../../effects/add-effect.ts';
import { instantInJapan } from '../../kernel/clock.ts';
import { audit, type Actor, type MunicipalContext } from '../../kernel/context.ts';
import { AppError, invalid, notFound, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { toMembership } from '../../settings/sign-in/recognise.ts';
import type { HomePart } from '../../records/home.ts';
import { listMembershipsInForce } from '../../settings/users/memberships-store.ts';
import { readUser } from '../../settings/users/store.ts';
import { findClosable, findSuccessor, type Closable, type ClosingKind } from './closable.ts';
import type * as contract from './contract.ts';
import { endClosing, insertClosing, readClosing, readPlanned, type ClosingRow } from './store.ts';

type Input = z.output<typeof contract.closingInput>;

/**
 * Closes something, now or from a day on; until then it is as before. With a successor what is open moves to that as it is closed,
 * in the same transaction. What was planned for it before is given up. For who may close it. Throws not-found, not-allowed, `stale`,
 * invalid for a day that is past or a successor that cannot be one, and a conflict where it cannot be closed as matters stand, or
 * somebody plans the same at this moment.
 */
export async function close(
  ctx: MunicipalContext,
  version: number,
  { kind, id, from, successorId }: Input,
  parts: readonly HomePart[],
): Promise<z.input<typeof contract.closed>> {
  const closable = await findClosable(ctx, kind, id, parts);
  if (closable.version !== version)
    throw await staleConflict(ctx, kind, id, version, { id, version: closable.version });
  if (closable.closed) throw invalid([issue(ctx, '/id', 'closedAlready')]);
  if (from !== null && from < ctx.today) throw invalid([issue(ctx, '/from', 'past')]);
  const successor = successorId === null ? null : await findSuccessor(closable, successorId);
  if (successor === undefined) throw invalid([issue(ctx, '/successorId', 'successor')]);
  await closable.check?.(from ?? ctx.today, successorId);
  const former = await readPlanned(ctx.db, ctx.municipality.id, kind, id);
  if (former) await endClosing(ctx.db, former.id, ctx.now);
  if (from === null || from === ctx.today) return { id, from: null, moved: await closeNow(ctx, closable, successor) };
  const planned = ctx.newId();
  const isOnly = await insertClosing(ctx.db, {
    id: planned,
    municipality_id: ctx.municipality.id,
    kind,
    record_id: id,
    from_on: from,
    successor_id: successorId,
    planned_by: ctx.actor.id,
    planned_at: ctx.now,
    ended_at: null,
  });
  if (!isOnly) throw refused('closingPlanned');
  const { kind: recordKind } = closable.record;
  await addEffect(ctx, {
    type: 'close',
    params: { id: planned },
    record: { kind: recordKind, id },
    dueAt: instantInJapan(from),
  });
  await audit(ctx, 'closing.plan', closable.record, { from, ...(successor ? { followedBy: successor.name } : {}) });
  return { id: planned, from, moved: {} };
}

/** Each that moves has its own line in the log; this one says how many there were. */
async function closeNow(
  ctx: MunicipalContext,
  closable: Closable,
  successor: { id: string; name: string } | null,
): Promise<Record<string, number>> {
  const moved = await closable.close(successor?.id ?? null);
  if (successor) await audit(ctx, 'closing.follow', closable.record, { followedBy: successor.name, moved });
  return moved;
}

const issue = (ctx: MunicipalContext, path: string, code: 'closedAlready' | 'past' | 'successor') => ({
  path,
  code,
  message: say(ctx.language, `closings.${code}`),
});

/** Gives up what was planned. For who may close it. */
export async function giveUpClosing(ctx: MunicipalContext, id: string, parts: readonly HomePart[]): Promise<void> {
  const row = await readClosing(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  const closable = await findClosable(ctx, row.kind as ClosingKind, row.record_id, parts);
  // Done, or given up by another, at this moment.
  if (!(await endClosing(ctx.db, id, ctx.now))) throw notFound();
  await audit(ctx, 'closing.cancel', closable.record, { from: row.from_on });
}

/**
 * Does what was planned, on its day, as whoever planned it and with the roles that they have by then; nothing where it was given up,
 * or closed meanwhile. Throws `closingPlanner` where they may not any more and `closingSuccessor` where what was to follow cannot: the
 * plan stands until it is planned anew, or given up.
 */
export async function performClosing(ctx: MunicipalContext, id: string, parts: readonly HomePart[]): Promise<void> {
  const row = await readClosing(ctx.db, ctx.municipality.id, id);
  if (!row || !(await endClosing(ctx.db, id, ctx.now))) return;
  const asPlanner: MunicipalContext = { ...ctx, actor: await plannerOf(ctx, row) };
  try {
    await closeAsPlanned(asPlanner, row, parts);
  } catch (error) {
    if (error instanceof AppError && ['not-allowed', 'not-found'].includes(error.kind))
      throw new PlanFailed('closingPlanner');
    throw error;
  }
}

async function closeAsPlanned(ctx: MunicipalContext, row: ClosingRow, parts: readonly HomePart[]): Promise<void> {
  const closable = await findClosable(ctx, row.kind as ClosingKind, row.record_id, parts);
  if (closable.closed) return;
  const successor = row.successor_id === null ? null : await findSuccessor(closable, row.successor_id);
  if (successor === undefined) throw new PlanFailed('closingSuccessor');
  await closable.check?.(row.from_on, row.successor_id);
  await closeNow(ctx, closable, successor);
}

async function plannerOf(ctx: MunicipalContext, { planned_by }: ClosingRow): Promise<Actor> {
  const user = planned_by === null ? undefined : await readUser(ctx.db, planned_by);
  if (!user || user.disabled_at) throw new PlanFailed('closingPlanner');
  const memberships = (await listMembershipsInForce(ctx.db, user.id, ctx.today))
    .map(toMembership)
    .filter(({ municipalityId }) => municipalityId === ctx.municipality.id);
  return { kind: 'user', id: user.id, name: user.name, email: user.email, memberships };
}

/** Why a plan was not done on its day. Nobody waits for an answer: what it says is `failures.CODE`. */
class PlanFailed extends Error {
  readonly code: 'closingPlanner' | 'closingSuccessor';
  constructor(code: PlanFailed['code']) {
    super(code);
    this.code = code;
  }
}
