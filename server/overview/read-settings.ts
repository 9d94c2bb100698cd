import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { ruleModels } from '../decisions/models.ts';
import { notFound } from '../kernel/errors.ts';
import { parseOwnWords } from '../settings/municipality/own-words.ts';
import { toPractice } from '../settings/municipality/practice.ts';
import { requireSettingsEditor } from '../settings/areas/areas.ts';
import { readWaitingDrafts } from '../studio/waiting-drafts.ts';
import type * as contract from './contract.ts';
import { countSettings, MOST_OF_A_PLACE, readCity } from './settings-store.ts';

/** How much of each place of the settings there is, what waits in it, and the drafts to go on with. */
export async function readSettings(ctx: MunicipalContext): Promise<z.infer<typeof contract.settings>> {
  await requireSettingsEditor(ctx);
  const counts = await countSettings(ctx.db, ctx.municipality.id);
  const city = await readCity(ctx.db, ctx.municipality.id);
  if (!city) throw notFound();
  return {
    most: MOST_OF_A_PLACE,
    ...counts,
    words: Object.values(parseOwnWords(city.own_words)).filter((word) => word !== null).length,
    practice: toPractice(city),
    offline: city.offline === 1,
    secondFactorRoles: city.second_factor_roles.split(',').filter((role) => role !== '').length,
    facts: Object.values(await ruleModels(ctx)).reduce((sum, { facts }) => sum + facts.length, 0),
    ...(await readWaitingDrafts(ctx)),
  };
}
