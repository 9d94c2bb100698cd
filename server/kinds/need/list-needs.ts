import type { z } from 'zod';
import {
  readFieldQuestion,
  sayFieldValues,
  tellFieldValues,
  type AskedFields,
  type FieldValue,
} from '../../decisions/field-values.ts';
import type { Page, Paging } from '../../database/paging.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { searchedWords } from '../../records/search.ts';
import { standingsNamed } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { serviceTypeNames } from '../../settings/codes/service-types.ts';
import type * as contract from './contract.ts';
import { needAudience, needAudiences, needReach } from './policy.ts';
import { presentNeed, type Need } from './present-need.ts';
import { listNeeds as listRows, type NeedFilter } from './store.ts';

export type NeedQuery = z.infer<typeof contract.needQuery>;

/** What a list shows of fields, beside the need itself. */
export type ListedNeed = z.infer<typeof contract.listedNeed>;

/** What the list is narrowed to, where the asker sees needs; null where it asks for an area that there is not. */
export async function filterOf(
  ctx: MunicipalContext,
  query: NeedQuery,
  fields: AskedFields,
): Promise<NeedFilter | null> {
  const areas = await areasOf(ctx);
  const area = areas.find(({ id }) => id === query.area);
  if (query.area && !area) return null;
  return {
    municipalityId: ctx.municipality.id,
    areas,
    reach: needReach(ctx.actor),
    words: searchedWords(query.q ?? ''),
    areaPath: area?.path,
    type: query.type,
    ...(query.state ? { standings: await standingsNamed(ctx, 'need', query.state) } : {}),
    urgency: query.urgency,
    scope: query.scope,
    receivedFrom: query.receivedFrom,
    receivedTo: query.receivedTo,
    fields: fields.filters,
  };
}

/** A need of a list with what is told of each of the fields that were asked for. */
export type FoundNeed = Need & { values: FieldValue[][] };

/** What the list is asked of fields, as whom the asker reads it. */
export const askedFields = (ctx: MunicipalContext, query: NeedQuery): Promise<AskedFields> =>
  readFieldQuestion(ctx, 'need', needAudiences(ctx.actor), {
    where: [query.where ?? []].flat(),
    sortBy: query.sortBy,
    fields: [query.fields ?? []].flat(),
  });

/** Needs that the asker may see, a page of them. Every word of `q` must be found in number (`24`, `#24`, `No.24`), title or (where the asker may know) the resident's names. */
export async function findNeeds(
  ctx: MunicipalContext,
  query: NeedQuery,
  fields: AskedFields,
  paging: Paging,
): Promise<Page<FoundNeed>> {
  const filter = await filterOf(ctx, query, fields);
  if (!filter) return { items: [], total: 0, next: null };
  const page = await listRows(ctx.db, filter, fields.sort ?? query.sort, paging);
  const ids = page.items.map((row) => row.id);
  const names = await serviceTypeNames(ctx);
  const valuesOf = await tellFieldValues(ctx, ids, fields.shown);
  const items: FoundNeed[] = [];
  for (const row of page.items)
    items.push({
      ...(await presentNeed(ctx, row, row.type_keys?.split('\n').toSorted() ?? [], names)),
      values: fields.shown.map((fact) => valuesOf(row.id, fact, needAudience(ctx.actor, row))),
    });
  return { ...page, items };
}

/** The same with the fields in words. */
export async function listNeeds(ctx: MunicipalContext, query: NeedQuery, paging: Paging): Promise<Page<ListedNeed>> {
  requireReader(ctx);
  const fields = await askedFields(ctx, query);
  const page = await findNeeds(ctx, query, fields, paging);
  const items = page.items.map(({ values, ...need }): ListedNeed => ({
    ...need,
    fields: fields.shown.map((fact, index) => sayFieldValues(ctx, fact, values[index] ?? []) ?? null),
  }));
  return { ...page, items };
}

/** Throws not-allowed for who sees no needs anywhere. */
export function requireReader({ actor }: MunicipalContext): void {
  if (needReach(actor).length === 0) throw notAllowed();
}
