import type { z } from 'zod';
import type { Paging } from '../../../database/paging.ts';
import { nextNumber } from '../../../database/numbers.ts';
import { updateVersion } from '../../../database/versioned.ts';
import { addEffect } from '../../../effects/add-effect.ts';
import { numberTitle, tellChanges } from '../../../kernel/audit-details.ts';
import { dayInJapan, instantInJapan, yearsBefore } from '../../../kernel/clock.ts';
import { audit, type MunicipalContext } from '../../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../../kernel/errors.ts';
import { changedFields, newValues, staleConflict } from '../../../kernel/stale.ts';
import { say } from '../../../kernel/texts/index.ts';
import { readRoot } from '../../../settings/areas/areas.ts';
import { canEditSettings } from '../../../settings/policy.ts';
import type * as contract from './contract.ts';
import { areaLinkOf } from '../../../settings/closed-name.ts';
import {
  countDueNeeds,
  countListed,
  findWaitingList,
  insertErasureList,
  listDueNeeds,
  listErasureLists,
  listListedIds,
  listListedNeeds,
  listRootAdministrators,
  lockLists,
  readErasureList,
  readRetentionRow,
  setOutcome,
  type CountedListRow,
  type ErasureListRow,
  type NamedListRow,
} from './store.ts';

/** As many as somebody can look through; what is left comes with the next list. */
const MOST = 500;
/** Between two needs of a list that go: each is written in many tables, and on SQLite nobody else writes meanwhile. */
const PAUSE_MS = 1_000;

async function requireEditor(ctx: MunicipalContext): Promise<string> {
  const root = await readRoot(ctx);
  if (!canEditSettings(ctx.actor, root.path)) throw notAllowed();
  return root.id;
}

/** What is kept for how long, who approves, and the lists of before; for administrators of the whole municipality. */
export async function readRetention(ctx: MunicipalContext): Promise<z.infer<typeof contract.retention>> {
  const rootId = await requireEditor(ctx);
  const row = await readRetentionRow(ctx.db, ctx.municipality.id);
  const candidates = await listRootAdministrators(ctx.db, ctx.municipality.id, rootId, ctx.today);
  const waiting = await findWaitingList(ctx.db, ctx.municipality.id);
  return {
    needsKeptYears: row.needs_kept_years,
    auditKeptYears: row.audit_kept_years,
    approver: candidates.find((candidate) => candidate.id === row.erasure_approver) ?? null,
    candidates,
    due:
      row.needs_kept_years === null
        ? 0
        : await countDueNeeds(
            ctx.db,
            ctx.municipality.id,
            instantInJapan(yearsBefore(ctx.today, row.needs_kept_years)),
            ctx.now,
          ),
    waiting: waiting ? { id: waiting.id, number: waiting.number } : null,
    version: row.version,
  };
}

/** The lists of before, newest first; for administrators of the whole municipality. */
export async function readLists(
  ctx: MunicipalContext,
  paging: Paging,
): Promise<z.infer<typeof contract.erasureListPage>> {
  await requireEditor(ctx);
  const page = await listErasureLists(ctx.db, ctx.municipality.id, paging);
  return { ...page, items: page.items.map(presentList) };
}

const presentList = (row: CountedListRow) => ({
  id: row.id,
  number: row.number,
  closedBefore: row.closed_before,
  createdAt: row.created_at,
  createdBy: row.creator,
  approvedAt: row.approved_at,
  approvedBy: row.approver,
  needs: row.needs,
  erased: row.erased,
});

/** Says how long and who approves. Throws not-allowed, `stale`, and invalid for an approver who administers only a part, or nothing any more. */
export async function changeRetention(
  ctx: MunicipalContext,
  version: number,
  patch: z.infer<typeof contract.retentionPatch>,
): Promise<number> {
  const rootId = await requireEditor(ctx);
  const row = await readRetentionRow(ctx.db, ctx.municipality.id);
  if (patch.approverId) {
    const candidates = await listRootAdministrators(ctx.db, ctx.municipality.id, rootId, ctx.today);
    if (!candidates.some((candidate) => candidate.id === patch.approverId))
      throw invalid([{ path: '/approverId', code: 'unknown', message: say(ctx.language, 'retention.approver') }]);
  }
  const changed = changedFields(row, {
    needs_kept_years: patch.needsKeptYears,
    audit_kept_years: patch.auditKeptYears,
    erasure_approver: patch.approverId,
  });
  const next = await updateVersion(ctx.db, 'municipalities', ctx.municipality.id, version, newValues(changed));
  if (next === null)
    throw await staleConflict(ctx, 'municipality', ctx.municipality.id, version, { version: row.version });
  await audit(
    ctx,
    'retention.update',
    { kind: 'municipality', id: ctx.municipality.id, title: ctx.municipality.name },
    { version: next, changed: tellChanges(changed, ['needs_kept_years', 'audit_kept_years', 'erasure_approver']) },
  );
  return next;
}

const recordOf = (row: Pick<ErasureListRow, 'id' | 'number'>) => ({
  kind: 'erasure-list',
  id: row.id,
  title: numberTitle(row.number),
});

/** Draws up what is past its years, for the approver. Nothing goes by it. Throws `erasureListWaits` while another waits, and `nothingToErase`. */
export async function drawUpList(ctx: MunicipalContext): Promise<{ id: string; version: number }> {
  await requireEditor(ctx);
  const { needs_kept_years: years, erasure_approver } = await readRetentionRow(ctx.db, ctx.municipality.id);
  if (years === null || erasure_approver === null) throw refused('retentionUnset');
  await lockLists(ctx.db, ctx.municipality.id);
  const waiting = await findWaitingList(ctx.db, ctx.municipality.id);
  if (waiting) throw refused('erasureListWaits', { what: numberTitle(waiting.number) });
  const before = yearsBefore(ctx.today, years);
  const needs = await listDueNeeds(ctx.db, ctx.municipality.id, instantInJapan(before), ctx.now, MOST);
  if (needs.length === 0) throw refused('nothingToErase');
  const row: ErasureListRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    number: await nextNumber(ctx.db, 'erasure-list', ctx.municipality.id),
    closed_before: before,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    approved_by: null,
    approved_at: null,
    version: 1,
  };
  await insertErasureList(ctx.db, row, needs);
  await audit(ctx, 'retention.list', recordOf(row), { version: 1, counts: { needs: needs.length } });
  return { id: row.id, version: 1 };
}

async function findList(ctx: MunicipalContext, id: string): Promise<NamedListRow> {
  await requireEditor(ctx);
  const row = await readErasureList(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  return row;
}

/** A list, for administrators of the whole municipality. */
export async function readList(ctx: MunicipalContext, id: string): Promise<z.infer<typeof contract.erasureList>> {
  const row = await findList(ctx, id);
  const { erasure_approver } = await readRetentionRow(ctx.db, ctx.municipality.id);
  const [counted] = await countListed(ctx.db, [row]);
  if (!counted) throw notFound();
  return {
    ...presentList(counted),
    canApprove: row.approved_at === null && ctx.actor.id === erasure_approver,
    version: row.version,
  };
}

/** What stands on a list, for administrators of the whole municipality; with the list's number, for the record of who looked. */
export async function readListedNeeds(
  ctx: MunicipalContext,
  id: string,
  paging: Paging,
): Promise<{ number: number; page: z.infer<typeof contract.listedNeedPage> }> {
  const { number } = await findList(ctx, id);
  const page = await listListedNeeds(ctx.db, id, paging);
  return {
    number,
    page: {
      ...page,
      items: page.items.map((need) => ({
        id: need.need_id,
        number: need.number,
        title: need.title,
        area: areaLinkOf(ctx.language, need),
        closedOn: need.closed_at && dayInJapan(need.closed_at),
        outcome: need.outcome,
        doneAt: need.outcome === 'listed' ? null : need.done_at,
      })),
    },
  };
}

/**
 * Approves a list: what is personal in its needs goes, one need after the other, all but those that are left out. It cannot be taken
 * back. Throws not-found, not-allowed for anybody but the approver, `stale`, and `alreadyApproved`.
 */
export async function approveList(
  ctx: MunicipalContext,
  id: string,
  version: number,
  leaveOut: string[],
): Promise<number> {
  const row = await findList(ctx, id);
  const { erasure_approver } = await readRetentionRow(ctx.db, ctx.municipality.id);
  if (ctx.actor.id !== erasure_approver) throw refused('notApprover');
  if (row.approved_at) throw refused('alreadyApproved');
  const needs = await listListedIds(ctx.db, id);
  const unknown = leaveOut.find((need) => !needs.includes(need));
  if (unknown !== undefined)
    throw invalid([{ path: '/leaveOut', code: 'unknown', message: say(ctx.language, 'retention.notListed') }]);
  const next = await updateVersion(ctx.db, 'erasure_lists', id, version, {
    approved_by: ctx.actor.id,
    approved_at: ctx.now,
  });
  if (next === null) throw await staleConflict(ctx, 'erasure-list', id, version);
  for (const need of leaveOut) await setOutcome(ctx.db, id, need, 'left-out', ctx.now);
  const going = needs.filter((need) => !leaveOut.includes(need));
  for (const [place, need] of going.entries())
    await addEffect(ctx, {
      type: 'eraseListedNeed',
      params: { list: id, need },
      dueAt: new Date(Date.parse(ctx.now) + place * PAUSE_MS).toISOString(),
    });
  await audit(ctx, 'retention.approve', recordOf(row), { version: next, counts: { needs: going.length } });
  return next;
}
