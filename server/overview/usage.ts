import type { z } from 'zod';
import type { MunicipalContext } from '../kernel/context.ts';
import { notAllowed, notFound } from '../kernel/errors.ts';
import { mayOrganisation, readOrganisation } from '../kinds/organisation/index.ts';
import { standingsTagged } from '../records/standings.ts';
import { readRoot } from '../settings/areas/areas.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';
import { codesOf } from '../settings/codes/kept-codes.ts';
import { canEditArea, canEditSettings } from '../settings/policy.ts';
import { readWholeUser } from '../settings/users/users.ts';
import type * as contract from './contract.ts';
import {
  countInAreas,
  countOfOrganisation,
  countOfOrganisationKind,
  countOfType,
  countOfUser,
  type Uses,
} from './usage-store.ts';

type Asked = z.infer<typeof contract.usageQuery>;

/** What would hang on something if it were closed, in numbers and with where it is listed; for who may close it. Throws not-found and not-allowed. */
export async function readUsage(ctx: MunicipalContext, asked: Asked): Promise<z.infer<typeof contract.usage>> {
  const { uses, key } = await count(ctx, asked);
  const items = Object.entries(uses).flatMap(([what, total]) =>
    total === 0 ? [] : [{ what, count: total, list: listOf(asked, what, key) }],
  );
  return { items };
}

/** `key`: a code's own. */
async function count(ctx: MunicipalContext, { kind, id }: Asked): Promise<{ uses: Uses; key?: string }> {
  const municipalityId = ctx.municipality.id;
  if (kind === 'area') {
    const areas = await areasOf(ctx);
    const area = areas.find((one) => one.id === id);
    if (!area) throw notFound();
    if (!canEditArea(ctx.actor, area.path)) throw notAllowed();
    const within = areas.filter((one) => one.path.startsWith(area.path)).map((one) => one.id);
    return { uses: await countInAreas(ctx.db, municipalityId, within, ctx.today) };
  }
  if (kind === 'organisation') {
    if (!(await readOrganisation(ctx.db, municipalityId, id))) throw notFound();
    if (!mayOrganisation(ctx.actor, 'close', id)) throw notAllowed();
    const open = await standingsTagged(ctx, 'referral', 'open');
    return { uses: await countOfOrganisation(ctx.db, municipalityId, id, open, ctx.today) };
  }
  if (kind === 'user') {
    await readWholeUser(ctx, id);
    return { uses: await countOfUser(ctx.db, municipalityId, id, ctx.today) };
  }
  if (!canEditSettings(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const entry = (await codesOf(ctx, kind)).find((one) => one.id === id);
  if (!entry) throw notFound();
  const countUses = kind === 'service-type' ? countOfType : countOfOrganisationKind;
  return { uses: await countUses(ctx.db, municipalityId, entry.key), key: entry.key };
}

/** The list that shows them, below the municipality's page; null: there is none that does. */
function listOf({ kind, id }: Asked, what: string, key = ''): string | null {
  if (kind === 'area') {
    if (what === 'needs') return `needs?area=${id}&state=open`;
    if (what === 'people' || what === 'services') return `${what}?area=${id}`;
    return null;
  }
  if (kind === 'organisation-kind') return `services/organisations?kind=${key}`;
  if (kind === 'service-type') return what === 'needs' ? `needs?type=${key}&state=open` : `services?type=${key}`;
  return null;
}
