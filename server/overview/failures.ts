import type { z } from 'zod';
import { readPage, type Page, type Paging } from '../database/paging.ts';
import { decideFailed, failedEffects, type EffectRow } from '../effects/store.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { sayFailure } from '../kernel/texts/index.ts';
import { requireSettingsEditor } from '../settings/areas/areas.ts';
import { recordKind } from '../records/record-kind.ts';
import type * as contract from './contract.ts';

/** What the server has given up to do and nobody has decided about, the latest first; for administrators of the whole municipality. */
export async function readFailures(
  ctx: MunicipalContext,
  paging: Paging,
): Promise<Page<z.input<typeof contract.failure>>> {
  await requireSettingsEditor(ctx);
  const page = await readPage<EffectRow>(
    failedEffects(ctx.db, ctx.municipality.id),
    [{ column: 'id', direction: 'desc' }],
    paging,
  );
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      type: row.type,
      since: row.created_at,
      attempts: row.attempts,
      reason: row.error === null ? null : sayFailure(ctx.language, row.error),
      path: row.record_kind && row.record_id ? pathOf(ctx, row.record_kind, row.record_id) : null,
    })),
  };
}

/** Of what is no moving record: the page where it is kept. */
const pages: Record<string, (id: string) => string> = {
  area: () => 'settings/areas',
  code: () => 'settings/codes',
  user: (id) => `settings/users/${id}`,
  organisation: (id) => `services/organisations/${id}`,
};

const pathOf = (ctx: MunicipalContext, kind: string, id: string): string | null =>
  Object.hasOwn(ctx.kinds, kind) ? `${recordKind(ctx, kind).page}/${id}` : (pages[kind]?.(id) ?? null);

/** Has it done once more, right after this, or lets it be. Throws not-found where somebody has decided already. */
export async function decideFailure(ctx: MunicipalContext, id: string, decision: 'again' | 'drop'): Promise<void> {
  await requireSettingsEditor(ctx);
  const row = await decideFailed(ctx.db, ctx.municipality.id, id, decision, ctx.now);
  if (!row) throw notFound();
  if (decision === 'again') ctx.effects.push(id);
  const record =
    row.record_kind && row.record_id ? { kind: row.record_kind, id: row.record_id, title: row.type } : null;
  await audit(ctx, `effect.${decision}`, record, { effect: row.type, effectId: id });
}
