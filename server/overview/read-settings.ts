import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { notAllowed } from '../kernel/errors.ts';
import { readRoot } from '../settings/areas/areas.ts';
import { canEditSettings } from '../settings/policy.ts';
import { readWaitingDrafts } from '../studio/waiting-drafts.ts';
import type * as contract from './contract.ts';
import { countSettings, MOST_OF_A_PLACE } from './settings-store.ts';

/** How much of each place of the settings there is, what waits in it, and the drafts to go on with. */
export async function readSettings(ctx: MunicipalContext): Promise<z.infer<typeof contract.settings>> {
  if (!canEditSettings(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const counts = await countSettings(ctx.db, ctx.municipality.id);
  return {
    most: MOST_OF_A_PLACE,
    ...counts,
    ...(await readWaitingDrafts(ctx)),
  };
}
