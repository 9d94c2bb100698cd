import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { mayCouncil } from './policy.ts';
import { readCouncil, type CouncilRow } from './store.ts';

/** A council that the asker may read (`read`), record meetings and members of (`work`), or rename and close (`manage`). Throws not-found or not-allowed. */
export async function findCouncil(
  ctx: MunicipalContext,
  id: string,
  purpose: 'read' | 'work' | 'manage',
): Promise<CouncilRow> {
  const council = await readCouncil(ctx.db, ctx.municipality.id, id);
  if (!council) throw notFound();
  if (ctx.actor.kind === 'system') return council;
  if (!mayCouncil(ctx.actor, 'see', council)) throw notFound();
  if (purpose === 'work' && !mayCouncil(ctx.actor, 'work', council)) throw notAllowed();
  if (purpose === 'manage' && !mayCouncil(ctx.actor, 'change', council)) throw notAllowed();
  return council;
}
