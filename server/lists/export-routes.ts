import { z } from 'zod';
import { route, type Route } from '../http/route.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import { readSettingsVersion } from '../kernel/memory-store.ts';
import { recallOf } from '../kernel/memory.ts';
import { notFound } from '../kernel/errors.ts';
import { inSnapshot } from '../kernel/transaction.ts';
import { showing } from '../kernel/looks.ts';
import * as contract from './contract.ts';
import { exportList, previewExport, type AskedFilter, type InShort, type ListExport } from './export-list.ts';
import { countShown } from '../kernel/audit-looks-store.ts';
import { csvType, xlsxType, zipType } from './write-export.ts';

/** Each page in a transaction of its own, with what is kept of the municipality as it is then. */
const inPages =
  (installation: Installation, ctx: MunicipalContext): InShort =>
  (work) =>
    inSnapshot(installation, ctx, async ({ db, memory }) => {
      const settingsVersion = await readSettingsVersion(db, ctx.municipality.id);
      const recall =
        memory && settingsVersion !== undefined
          ? recallOf({ db, memory, today: ctx.today }, { id: ctx.municipality.id, settingsVersion })
          : undefined;
      return work({ ...ctx, db, recall });
    });

type Listed<P extends z.ZodObject, Q extends z.ZodObject, Row extends { id: string }> = {
  /** Of the list itself; the file is at `PATH/export`. */
  path: string;
  /** Of the path, where it names more than the municipality. */
  params?: P;
  tag: string;
  /** What is written out, in English: `Needs of the areas that the asker looks after`. */
  summary: string;
  /** The list's own filter, order and columns. */
  query: Q;
  describe: (ctx: MunicipalContext, query: z.output<Q>, params: z.output<P>) => Promise<ListExport<Row>>;
};

const orders = ['sort', 'sortBy', 'order'];
const shownOnly = ['fields', 'hide', 'format', 'encoding', 'face'];
/** What was searched for, and what was asked of answers, may be somebody's name. */
const free = ['q', 'where', 'actor', 'name'];

/** What of the list's question goes on record: all filters by name, and the values of those that are ids and codes. */
function askedOf(query: Record<string, unknown>, unasked: Record<string, unknown>): AskedFilter {
  const question = Object.entries(query).filter(([name, value]) => value !== undefined && !shownOnly.includes(name));
  return {
    names: question.map(([name]) => name),
    narrowed: question.flatMap(([name, value]) =>
      orders.includes(name) || value === unasked[name]
        ? []
        : [value].flat().map((part): [string, string] => [name, String(part)]),
    ),
    values: Object.fromEntries(
      question.flatMap(([name, value]) => (free.includes(name) ? [] : [[name, String(value)]])),
    ),
  };
}

/** A list's file, and what it would hold: the same for lists of every kind, with the filter and the columns that the list is shown with. */
export function exportRoutes<P extends z.ZodObject, Q extends z.ZodObject, Row extends { id: string }>({
  path,
  params,
  tag,
  summary,
  query,
  describe,
}: Listed<P, Q, Row>): Route[] {
  /** What is asked where nothing is said. */
  const unasked = query.safeParse({}).data ?? {};
  const question = query.extend(contract.exportForm.shape);
  const named = params ? { params } : {};
  // Checked by the very shapes that are handed in.
  const describedBy = (given: { query: unknown; params: unknown }) => (ctx: MunicipalContext) =>
    describe(ctx, given.query as z.output<Q>, given.params as z.output<P>);
  const formOf = (given: unknown) => {
    const { format, encoding, face } = given as z.output<typeof contract.exportForm>;
    return { format, encoding, face };
  };
  return [
    route({
      method: 'get',
      path: `${path}/export`,
      tag,
      summary: `${summary}, as a file: CSV or .xlsx, for people or machine-readable`,
      access: 'municipality',
      ...named,
      query: question,
      file: [xlsxType, csvType, zipType],
      looks: 'given',
      handle: async (ctx, { query: given, params: place }, { installation }) => {
        const list = await describedBy({ query: given, params: place })(ctx);
        const { file, id, looks, total } = await exportList(
          ctx,
          installation,
          list,
          askedOf(given, unasked),
          formOf(given),
          inPages(installation, ctx),
        );
        return { file, looks, headers: { 'X-Total-Rows': String(total), 'X-Export-Id': id } };
      },
    }),
    route({
      method: 'get',
      path: `${path}/export/preview`,
      tag,
      summary: `${summary}, as a file: how many rows and what will not be in it, before it is made`,
      access: 'municipality',
      ...named,
      query: question,
      answer: contract.exportPreview,
      looks: 'given',
      prepare: (inShort, { query: given, params: place }) =>
        previewExport((work) => inShort(work, 'reads'), describedBy({ query: given, params: place }), formOf(given)),
      handle: async (_ctx, _input, _wire, { preview, named: shown }) => ({
        body: preview,
        looks: showing('list.preview', shown),
      }),
    }),
  ];
}

export const exportProgressRoutes: Route[] = [
  route({
    method: 'get',
    path: '/municipalities/{municipality}/exports/{id}',
    tag: 'audit',
    summary: 'How far a file has come that the asker is being sent (`X-Export-Id` of its answer)',
    access: 'municipality',
    anyKind: true,
    params: z.object({ municipality: z.string(), id: z.string().max(100) }),
    answer: contract.exportProgress,
    handle: async (ctx, { params }) => {
      const rows = await countShown(ctx.db, {
        id: params.id,
        municipality_id: ctx.municipality.id,
        actor_id: ctx.actor.id,
      });
      if (rows === null) throw notFound();
      return { body: { rows } };
    },
  }),
];
