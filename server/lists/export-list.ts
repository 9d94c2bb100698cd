import type { Page, Paging } from '../database/paging.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { keepMoreLooks, type Look } from '../kernel/looks.ts';
import type { Installation } from '../kernel/installation.ts';
import { say } from '../kernel/texts/index.ts';
import { sayInstant } from '../settings/say-day.ts';
import type { Column } from './columns.ts';
import { sayFilters } from './say-filters.ts';
import { fileEndOf, fileTypeOf, unwritable, writeExport, type Exported, type ExportForm } from './write-export.ts';

/** A list as its kind hands it in for a file: with the filter and the columns that it is shown with. */
export type ListExport<Row extends { id: string }> = {
  /** What the audit calls it: `need` makes `need.export`. */
  kind: string;
  title: string;
  columns: readonly Column<Row>[];
  /** What the asker is not told, and is therefore not in it, in words. */
  notes?: readonly string[];
  /** Whose records a row tells of, where it is none itself. */
  residents?: (row: Row) => readonly string[];
  /** As what these are on record; nothing: as the kind's list. */
  residentsAs?: string;
  /** The list as the asker sees it, told as they may be told. */
  page: (ctx: MunicipalContext, paging: Paging) => Promise<Page<Row>>;
};

/**
 * The names of all that a list was asked, and the values of those that may be on record; `narrowed`: what of it leaves records out, for
 * the asker's own file.
 */
export type AskedFilter = {
  names: string[];
  values: Record<string, string>;
  narrowed: [name: string, value: string][];
};

/** Runs `work` in a transaction of its own that only reads. */
export type InShort = <T>(work: (ctx: MunicipalContext) => Promise<T>) => Promise<T>;

const PAGE = 500;
/** More letters than anybody reads. */
const MOST_LETTERS = 50;

/**
 * All rows of a list, a page at a time, each read in a transaction of its own; the first one has been read. A row that moved behind its
 * page meanwhile comes once.
 */
export async function* pagesOf<Row extends { id: string }>(
  { page }: Pick<ListExport<Row>, 'page'>,
  first: Page<Row>,
  inShort: InShort,
): AsyncGenerator<Row[]> {
  const sent = new Set(idsOf(first.items));
  yield first.items;
  for (let { next } = first; next !== null;) {
    const cursor = next;
    const more = await inShort((ctx) => page(ctx, { limit: PAGE, cursor, counted: first.total }));
    const rows = more.items.filter(({ id }) => !sent.has(id));
    for (const id of idsOf(rows)) sent.add(id);
    if (rows.length > 0) yield rows;
    ({ next } = more);
  }
}

export type Preview = {
  rows: number;
  columns: { key: string; label: string }[];
  notes: string[];
  unwritable: { letter: string; code: string; records: number; first: string }[];
};

/**
 * What a file of the list would hold; for CP932 all rows are looked through for letters that it has not. `named`: the ids of records that
 * are named with one.
 */
export async function previewExport<Row extends { id: string }>(
  inShort: InShort,
  describe: (ctx: MunicipalContext) => Promise<ListExport<Row>>,
  { format, encoding }: ExportForm,
): Promise<{ preview: Preview; named: string[] }> {
  const isLookedThrough = format === 'csv' && encoding === 'cp932';
  const { list, first, language } = await inShort(async (ctx) => {
    const described = await describe(ctx);
    return {
      list: described,
      first: await described.page(ctx, { limit: isLookedThrough ? PAGE : 1, exact: true }),
      language: ctx.language,
    };
  });
  const lacking = new Map<string, { records: number; first: string; id: string }>();
  if (isLookedThrough)
    for await (const rows of pagesOf(list, first, inShort))
      for (const row of rows)
        for (const letter of unwritable(language, list.columns, row)) {
          const before = lacking.get(letter);
          if (before) before.records += 1;
          else if (lacking.size < MOST_LETTERS)
            lacking.set(letter, { records: 1, first: nameOf(list.columns, row), id: row.id });
        }
  return {
    named: [...lacking.values()].map(({ id }) => id),
    preview: {
      rows: first.total,
      columns: list.columns.map(({ key, label }) => ({ key, label })),
      notes: [...(list.notes ?? [])],
      unwritable: [...lacking].map(([letter, { records, first }]) => ({
        letter,
        code: `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
        records,
        first,
      })),
    },
  };
}

/** What a record is called by: what its first columns say, until one has words. */
function nameOf<Row>(columns: readonly Column<Row>[], row: Row): string {
  const said = columns.slice(0, 2).flatMap((column) => column.values(row).map(({ word, number }) => word ?? number));
  return said.filter((part) => part !== undefined).join(' ');
}

export type ExportedFile = { name: string; type: string; content: AsyncIterable<Uint8Array> };

/**
 * A list as a file, made page by page while it is sent. Which records stand in it is on record before each page is sent: the first in the look that is
 * handed back, the others beside it. Whoever hangs up has had what is on record, and no more is read.
 */
export async function exportList<Row extends { id: string }>(
  ctx: MunicipalContext,
  installation: Installation,
  list: ListExport<Row>,
  filter: AskedFilter,
  form: ExportForm,
  inShort: InShort,
): Promise<{ file: ExportedFile; id: string; looks: Look[]; total: number }> {
  const first = await list.page(ctx, { limit: PAGE, exact: true });
  const residents = list.residents ? first.items.flatMap(list.residents) : [];
  const [id, residentsId] = [ctx.newId(), ctx.newId()];
  let written = 0;
  const pages = async function* (): AsyncGenerator<Row[]> {
    let isFirst = true;
    for await (const rows of pagesOf(list, first, inShort)) {
      if (!isFirst) await keepMoreLooks(installation, id, idsOf(rows));
      if (!isFirst && list.residents) await keepMoreLooks(installation, residentsId, rows.flatMap(list.residents));
      isFirst = false;
      written += rows.length;
      yield rows;
    }
  };
  const filters = await sayFilters(ctx, list.columns, first.items, filter.narrowed);
  const pagewise = { size: PAGE, total: first.total };
  const changing = {
    label: say(ctx.language, 'records.export.about.changing'),
    value: say(ctx.language, 'records.export.about.pages', pagewise),
  };
  const about = () => [
    { label: say(ctx.language, 'records.export.about.what'), value: list.title },
    { label: say(ctx.language, 'records.export.about.city'), value: ctx.municipality.name },
    { label: say(ctx.language, 'records.export.about.at'), value: sayInstant(ctx.language, ctx.now) },
    { label: say(ctx.language, 'records.export.about.by'), value: ctx.actor.name },
    { label: say(ctx.language, 'records.export.about.rows'), value: String(written) },
    { label: say(ctx.language, 'records.export.about.filters'), value: filters },
    ...(first.next === null ? [] : [changing]),
    ...(list.notes ?? []).map((value) => ({ label: say(ctx.language, 'records.export.about.leftOut'), value })),
  ];
  const exported: Exported<Row> = { title: list.title, columns: list.columns, about, pages: pages() };
  return {
    total: first.total,
    file: {
      name: `${list.kind}-${ctx.municipality.code}-${ctx.today}.${fileEndOf(form)}`,
      type: fileTypeOf(form),
      content: writeExport(ctx.language, exported, form, new Date(ctx.now)),
    },
    id,
    looks: [
      {
        id,
        action: `${list.kind}.export`,
        details: {
          filters: filter.names,
          filter: filter.values,
          rows: first.total,
          columns: list.columns.map(({ key }) => key),
          format: form.format === 'csv' ? `csv ${form.encoding}` : form.format,
          face: form.face,
        },
        shows: idsOf(first.items),
      },
      // Nobody is known to be told of before the last page.
      ...(residents.length > 0 || (list.residents && first.next !== null)
        ? [{ id: residentsId, action: list.residentsAs ?? `${list.kind}.list`, shows: residents }]
        : []),
    ],
  };
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
