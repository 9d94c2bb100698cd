import type { z } from 'zod';
import { listFieldsFor } from '../decisions/field-values.ts';
import * as shared from '../http/contract.ts';
import { route, type Route } from '../http/route.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { beginFields } from '../records/fill-field.ts';
import * as contract from './contract.ts';
import type { Counts } from './count-list.ts';
import {
  changeView,
  listOwnViews,
  removeView,
  saveView,
  type ViewedList,
  type ViewInput,
  type ViewPatch,
} from './views.ts';

type Listed<P extends z.ZodObject, C extends z.ZodObject> = {
  /** Of the list itself. */
  path: string;
  tag: string;
  /** In English: `the list of needs`. */
  name: string;
  params: P;
  /** Whose list it is, as the asker reads it. Throws not-allowed for who reads none. */
  listed: (ctx: MunicipalContext, params: z.output<P>) => ViewedList;
  /** Its records are asked with forms, whose fields it can show, filter and sort by. */
  hasFields?: boolean;
  /** What is kept of its views. */
  views: { input: z.ZodType<ViewInput>; patch: z.ZodType<ViewPatch>; answer: z.ZodType };
  /** What it is narrowed to, and `by` what it is counted. */
  counts: C;
  /** `action`: as what it is on record that somebody counted; nothing: it tells of no resident. */
  count: (
    ctx: MunicipalContext,
    params: z.output<P>,
    query: z.output<C>,
  ) => Promise<{ counts: Counts; ids: string[]; action?: string }>;
};

/** What every list has beside its rows: saved views, counts, and where its records are asked with forms, their fields to show, filter and sort by. */
export function listRoutes<P extends z.ZodObject, C extends z.ZodObject>({
  path,
  tag,
  name,
  params,
  listed,
  hasFields = true,
  views,
  counts,
  count,
}: Listed<P, C>): Route[] {
  const byId = params.extend({ id: shared.id });
  // Checked by the very shapes that are handed in.
  const of = (ctx: MunicipalContext, given: unknown): ViewedList => listed(ctx, given as z.output<P>);
  const idOf = (given: unknown): string => (given as { id: string }).id;
  const ofFields = [
    route({
      method: 'get',
      path: `${path}/fields`,
      tag,
      summary: `Fields of forms that ${name} may show, filter and sort by`,
      access: 'municipality',
      params,
      answer: contract.listFields,
      handle: async (ctx, { params: given }) => {
        const { kind, audiences } = of(ctx, given);
        return { body: { items: await listFieldsFor(ctx, kind, audiences) } };
      },
    }),
    route({
      method: 'post',
      path: `${path}/fields`,
      tag,
      summary: `Make fields ready for ${name}: what was answered before is filled in`,
      access: 'municipality',
      params,
      body: contract.useFields,
      answer: contract.listFields,
      handle: async (ctx, { params: given, body: { fields } }) => {
        const { kind, audiences } = of(ctx, given);
        await beginFields(ctx, kind, audiences, fields);
        return { body: { items: await listFieldsFor(ctx, kind, audiences) } };
      },
    }),
  ];
  return [
    route({
      method: 'get',
      path: `${path}/counts`,
      tag,
      summary: hasFields
        ? `How many records ${name} finds, by area, state or stage, month, or a field of few choices`
        : `How many records ${name} finds, by something of theirs`,
      access: 'municipality',
      params,
      query: counts,
      answer: contract.listCounts,
      // Who narrows the list to somebody reads in the numbers what that person answered.
      looks: 'given',
      handle: async (ctx, { params: given, query }) => {
        const counted = await count(ctx, given as z.output<P>, query as z.output<C>);
        const filters = Object.entries(query).flatMap(([field, value]) => (value === undefined ? [] : [field]));
        const details = { filters, shown: counted.counts.total };
        const { action, ids } = counted;
        return { body: counted.counts, looks: action === undefined ? [] : [{ action, details, shows: ids }] };
      },
    }),
    ...(hasFields ? ofFields : []),
    route({
      method: 'get',
      path: `${path}/views`,
      tag,
      summary: `Saved views of ${name}: own ones, and those shared with a role of the asker`,
      access: 'municipality',
      params,
      answer: views.answer,
      handle: async (ctx, { params: given }) => ({ body: await listOwnViews(ctx, of(ctx, given)) }),
    }),
    route({
      method: 'post',
      path: `${path}/views`,
      tag,
      summary: `Save a view of ${name}, for oneself or for all who hold a role`,
      access: 'municipality',
      params,
      body: views.input,
      answer: shared.saved,
      status: 201,
      handle: async (ctx, { params: given, body }) => {
        const saved = await saveView(ctx, of(ctx, given), body);
        return { body: saved, version: saved.version };
      },
    }),
    route({
      method: 'patch',
      path: `${path}/views/{id}`,
      tag,
      summary: 'Rename a saved view, make it the default, or keep another filter, order and columns in it',
      access: 'municipality',
      params: byId,
      body: views.patch,
      ifMatch: true,
      answer: shared.saved,
      handle: async (ctx, { params: given, body, version }) => {
        const saved = await changeView(ctx, of(ctx, given), idOf(given), version, body);
        return { body: saved, version: saved.version };
      },
    }),
    route({
      method: 'delete',
      path: `${path}/views/{id}`,
      tag,
      summary: 'Take a saved view away',
      access: 'municipality',
      params: byId,
      ifMatch: true,
      handle: async (ctx, { params: given, version }) => {
        await removeView(ctx, of(ctx, given), idOf(given), version);
        return {};
      },
    }),
  ];
}
