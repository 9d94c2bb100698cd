import type { MunicipalContext } from '../kernel/context.ts';
import { notAllowed } from '../kernel/errors.ts';
import { readRoot } from '../settings/areas/areas.ts';
import { canEditRules, canReadRules } from './policy.ts';

/** Throws not-allowed for who may not read rule sets. The server's own command line may. */
export function mustRead(ctx: MunicipalContext): void {
  if (ctx.actor.kind === 'user' && !canReadRules(ctx.actor)) throw notAllowed();
}

/** Throws not-allowed for who may not change them. */
export async function mustEdit(ctx: MunicipalContext): Promise<void> {
  if (ctx.actor.kind === 'user' && !canEditRules(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
}
