import type { z } from 'zod';
import { addEffect } from '../../effects/add-effect.ts';
import { instantInJapan } from '../../kernel/clock.ts';
import { audit, systemActor, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notFound } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { readRoot } from '../../settings/areas/areas.ts';
import { findClosable, findSuccessor, type Closable, type ClosingKind } from './closable.ts';
import type * as contract from './contract.ts';
import { endClosing, insertClosing, readClosing, readPlanned } from './store.ts';

type Input = z.output<typeof contract.closingInput>;

/**
 * Closes something, now or from a day on; until then it is as before. With a successor what is open moves to that as it is closed,
 * in the same transaction. What was planned for it before is given up. For who may close it. Throws not-found, not-allowed, `stale`,
 * and invalid for a day that is past or a successor that cannot be one.
 */
export async function close(
  ctx: MunicipalContext,
  version: number,
  { kind, id, from, successorId }: Input,
): Promise<z.input<typeof contract.closed>> {
  const closable = await findClosable(ctx, kind, id);
  if (closable.version !== version)
    throw await staleConflict(ctx, kind, id, version, { id, version: closable.version });
  if (closable.closed) throw invalid([issue(ctx, '/id', 'closedAlready')]);
  if (from !== null && from < ctx.today) throw invalid([issue(ctx, '/from', 'past')]);
  const successor = successorId === null ? null : await findSuccessor(closable, successorId);
  if (successor === undefined) throw invalid([issue(ctx, '/successorId', 'successor')]);
  const former = await readPlanned(ctx.db, ctx.municipality.id, kind, id);
  if (former) await endClosing(ctx.db, former.id, ctx.now);
  if (from === null || from === ctx.today) return { id, from: null, moved: await closeNow(ctx, closable, successor) };
  const planned = ctx.newId();
  await insertClosing(ctx.db, {
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
  await addEffect(ctx, { type: 'close', params: { id: planned }, dueAt: instantInJapan(from) });
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
export async function giveUpClosing(ctx: MunicipalContext, id: string): Promise<void> {
  const row = await readClosing(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  const closable = await findClosable(ctx, row.kind as ClosingKind, row.record_id);
  await endClosing(ctx.db, id, ctx.now);
  await audit(ctx, 'closing.cancel', closable.record, { from: row.from_on });
}

/** Does what was planned, on its day, as an administrator would; nothing where it was given up, or closed meanwhile. */
export async function performClosing(ctx: MunicipalContext, id: string): Promise<void> {
  const row = await readClosing(ctx.db, ctx.municipality.id, id);
  if (!row || !(await endClosing(ctx.db, id, ctx.now))) return;
  const root = await readRoot(ctx);
  const administrator: MunicipalContext = {
    ...ctx,
    actor: {
      ...systemActor,
      memberships: [
        {
          id: '',
          municipalityId: ctx.municipality.id,
          role: 'administrator',
          areaId: root.id,
          areaPath: root.path,
          organisationId: null,
        },
      ],
    },
  };
  const closable = await findClosable(administrator, row.kind as ClosingKind, row.record_id);
  if (closable.closed) return;
  const successor = row.successor_id === null ? null : await findSuccessor(closable, row.successor_id);
  if (successor === undefined) throw new Error(`closing ${id}: its successor is closed itself`);
  await closeNow(administrator, closable, successor);
}
