import type { MunicipalContext } from '../../kernel/context.ts';
import { may } from '../../kernel/rights.ts';
import { recordKind } from '../../records/record-kind.ts';
import type { ServiceRow } from './store.ts';

/** The record that a service came out of; null: none, or none that the asker sees. Its register may be in force no more. */
export async function readOrigin(
  ctx: MunicipalContext,
  { record_kind: kind, record_id: id }: Pick<ServiceRow, 'record_kind' | 'record_id'>,
): Promise<{ title: string; path: string } | null> {
  if (kind === null || id === null || !Object.hasOwn(ctx.kinds, kind)) return null;
  const description = recordKind(ctx, kind);
  const row = await description.load(ctx, id);
  if (!row || !may(description.rights, ctx.actor, 'see', description.judged(row))) return null;
  return { title: description.title(row), path: `${description.page}/${row.id}` };
}
