import type { z } from 'zod';
import { readFieldQuestion, sayFieldValues } from '../../decisions/field-values.ts';
import type { Page, Paging } from '../../database/paging.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { searchedWords } from '../../records/search.ts';
import { standingsNamed } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { serviceTypeNames } from '../../settings/codes/service-types.ts';
import type * as contract from './contract.ts';
import { needAudience, needAudiences, needReach } from './policy.ts';
import { presentNeed } from './present-need.ts';
import { listNeeds as listRows } from './store.ts';

export type NeedQuery = z.infer<typeof contract.needQuery>;

/** What a list shows of fields, beside the need itself. */
export type ListedNeed = z.infer<typeof contract.listedNeed>;

/** Needs that the asker may see, a page of them. Every word of `q` must be found in number (`24`, `#24`, `No.24`), title or (where the asker may know) the resident's names. */
export async function listNeeds(ctx: MunicipalContext, query: NeedQuery, paging: Paging): Promise<Page<ListedNeed>> {
  const reach = needReach(ctx.actor);
  if (reach.length === 0) throw notAllowed();
  const areas = await areasOf(ctx);
  const area = areas.find(({ id }) => id === query.area);
  const fields = await readFieldQuestion(ctx, 'need', needAudiences(ctx.actor), {
    where: [query.where ?? []].flat(),
    sortBy: query.sortBy,
    fields: [query.fields ?? []].flat(),
  });
  if (query.area && !area) return { items: [], total: 0, next: null };
  const page = await listRows(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      areas,
      reach,
      words: searchedWords(query.q ?? ''),
      areaPath: area?.path,
      type: query.type,
      ...(query.state ? { standings: await standingsNamed(ctx, 'need', query.state) } : {}),
      urgency: query.urgency,
      scope: query.scope,
      fields: fields.filters,
    },
    fields.sort ?? query.sort,
    paging,
  );
  const ids = page.items.map((row) => row.id);
  const names = await serviceTypeNames(ctx);
  const valueOf = await sayFieldValues(ctx, ids, fields.shown);
  const items: ListedNeed[] = [];
  for (const row of page.items)
    items.push({
      ...(await presentNeed(ctx, row, row.type_keys?.split('\n').toSorted() ?? [], names)),
      fields: fields.shown.map((fact) => valueOf(row.id, fact, needAudience(ctx.actor, row)) ?? null),
    });
  return { ...page, items };
}
