import type { z } from 'zod';
import { normaliseForSearch } from '../../database/normalise.ts';
import type { Page, Paging } from '../../database/paging.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { standingsNamed } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { serviceTypeNames } from '../../settings/codes/service-types.ts';
import type * as contract from './contract.ts';
import { needReach } from './policy.ts';
import { presentNeed, type Need } from './present-need.ts';
import { listNeedTypes, listNeeds as listRows, type NeedReach } from './store.ts';

export type NeedQuery = z.infer<typeof contract.needQuery>;

/** Needs that the asker may see, a page of them. Every word of `q` must be found in number (`24`, `#24`, `No.24`), title or (where the asker may know) the resident's names. */
export async function listNeeds(ctx: MunicipalContext, query: NeedQuery, paging: Paging): Promise<Page<Need>> {
  const reach: NeedReach[] = needReach(ctx.actor).filter((one) => one.paths.length > 0);
  if (reach.length === 0) throw notAllowed();
  const areas = await areasOf(ctx);
  const area = areas.find(({ id }) => id === query.area);
  if (query.area && !area) return { items: [], total: 0, next: null };
  const page = await listRows(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      areas,
      reach,
      words: normaliseForSearch(query.q ?? '')
        .replace(/\bno\.? ?(?=\d)/g, '#')
        .split(' ')
        .filter((word) => word !== ''),
      areaPath: area?.path,
      type: query.type,
      ...(query.state ? { standings: await standingsNamed(ctx, 'need', query.state) } : {}),
      urgency: query.urgency,
      scope: query.scope,
    },
    query.sort,
    paging,
  );
  const types = await listNeedTypes(
    ctx.db,
    page.items.map((row) => row.id),
  );
  const names = await serviceTypeNames(ctx);
  const items: Need[] = [];
  for (const row of page.items) items.push(await presentNeed(ctx, row, types.get(row.id) ?? [], names));
  return { ...page, items };
}
