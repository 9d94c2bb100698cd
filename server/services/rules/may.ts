import { canEditRules, canReadRules } from '../../policies/rules.ts';
import { readRoot } from '../areas.ts';
import type { MunicipalContext } from '../context.ts';
import { notAllowed } from '../errors.ts';

/** Throws not-allowed for who may not read rule sets. */
export function mustRead(ctx: MunicipalContext): void {
  if (!canReadRules(ctx.actor)) throw notAllowed();
}

/** Throws not-allowed for who may not change them. */
export async function mustEdit(ctx: MunicipalContext): Promise<void> {
  if (!canEditRules(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
}
