import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { requireSettingsEditor } from '../settings/areas/areas.ts';
import { readWaitingDrafts } from '../studio/waiting-drafts.ts';
import type * as contract from './contract.ts';
import { countSettings, MOST_OF_A_PLACE } from './settings-store.ts';

/** How much of each place of the settings there is, what waits in it, and the drafts to go on with. */
export async function readSettings(ctx: MunicipalContext): Promise<z.infer<typeof contract.settings>> {
  await requireSettingsEditor(ctx);
  const counts = await countSettings(ctx.db, ctx.municipality.id);
  return {
    most: MOST_OF_A_PLACE,
    ...counts,
    ...(await readWaitingDrafts(ctx)),
  };
}
