import { listRecordAudit } from './audit-store.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { hasText, say } from './texts/index.ts';

/** The text of an audit action: `need.read` → `audit.need_read`; of a kind that has none of its own, what is done with any record. */
export function actionName(ctx: Pick<Context, 'language'>, action: string): string {
  const own = `audit.${action.replace(/[.-]/g, '_')}`;
  return say(ctx.language, hasText(own) ? own : `audit.record_${action.slice(action.lastIndexOf('.') + 1)}`);
}

/** `step`: the name of the workflow's step, where the change was one. */
type ChangeDetails = { version?: number; step?: { ja: string; en: string } };

/**
 * The conflict to throw when somebody changed a record first: what is stored now, and which changes the asker had not
 * seen (audit lines of the record with a version above theirs).
 */
export async function staleConflict(
  ctx: Context,
  kind: string,
  id: string,
  seen: number,
  current?: unknown,
): Promise<AppError> {
  const lines = await listRecordAudit(ctx.db, kind, id);
  const changes = lines
    .map((line) => ({ line, details: JSON.parse(line.details ?? '{}') as ChangeDetails }))
    .filter(({ details }) => (details.version ?? 0) > seen)
    .map(({ line, details }) => ({
      at: line.happened_at,
      by: line.actor_name,
      what: details.step?.[ctx.language] ?? actionName(ctx, line.action),
    }));
  return new AppError('conflict', 'stale', { current, changes });
}

/** What a change alters, for its audit line: `{ field: [before, after] }`, fields that stay left out. */
export function changedFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, [unknown, unknown]> {
  const changed = Object.entries(after).filter(([field, value]) => value !== undefined && value !== before[field]);
  return Object.fromEntries(changed.map(([field, value]) => [field, [before[field] ?? null, value]]));
}

/** The values to store of what `changedFields` found. */
export const newValues = (changed: Record<string, [unknown, unknown]>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(changed).map(([field, [, after]]) => [field, after]));
