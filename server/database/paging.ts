import type { Knex } from 'knex';

/** `more`: there are more than `total`, which nobody counted. */
export type Page<T> = { items: T[]; total: number; next: string | null; more?: boolean };
/** `counted`: the total is known already, and nobody counts again. `exact`: all are counted, however many there are. */
export type Paging = { cursor?: string | undefined; limit: number; counted?: number; exact?: boolean };

/**
 * One key of a list's order. `column` is what SQL sorts by (`needs.received_on`), never null; `field` is its name in the row
 * that the query selects (left out: the column's last part). The last key must be unique, usually the id.
 */
export type SortKey = {
  column: string | Knex.Raw;
  field?: string;
  direction?: 'asc' | 'desc';
  /** The column holds integers, or numbers of any kind; otherwise texts. */
  integer?: boolean;
  number?: boolean;
};

type CursorValue = string | number;

const encodeCursor = (values: CursorValue[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** The asker sent a `cursor` that no list of this kind gave out. */
export class BadCursor extends Error {}

/** Could the value stand in the column? PostgreSQL fails on a comparison with any other. */
const fits = (value: unknown, key: SortKey): value is CursorValue =>
  key.integer
    ? Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31
    : key.number
      ? Number.isFinite(value)
      : typeof value === 'string' && !value.includes('\0');

function decodeCursor(cursor: string, keys: SortKey[]): CursorValue[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(values) &&
      values.length === keys.length &&
      keys.every((key, index) => fits(values[index], key))
      ? values
      : null;
  } catch {
    return null;
  }
}

const fieldOf = ({ field, column }: SortKey): string =>
  field ?? String(column).slice(String(column).lastIndexOf('.') + 1);

/** Rows after the given place: those whose first differing key lies beyond it. */
function startAfter(query: Knex.QueryBuilder, keys: SortKey[], values: CursorValue[]): void {
  void query.where((any) => {
    for (const [index, key] of keys.entries())
      void any.orWhere((all) => {
        for (const [before, equal] of keys.slice(0, index).entries())
          // Knex takes a raw column as well.
          void all.where(equal.column as string, values[before] ?? '');
        void all.where(key.column as string, key.direction === 'desc' ? '<' : '>', values[index] ?? '');
      });
  });
}

/**
 * Reads one page of a list: `query` has its filters and selects, `keys` its order. `total` counts all rows of the query.
 * Rows that come or go between two pages neither repeat nor hide others. Throws `BadCursor` for a cursor that no list gave out.
 * `counting` finds the same rows without what only shows more of them, where that is much quicker; nobody counts beyond `most`.
 * `beside` may select more from the page's few rows, in their order. */
export async function readPage<Row>(
  query: Knex.QueryBuilder,
  keys: SortKey[],
  paging: Paging,
  counting: Knex.QueryBuilder = query,
  most = Infinity,
  beside: (page: Knex.QueryBuilder) => Knex.QueryBuilder = (page) => page,
): Promise<Page<Row>> {
  const count = async (): Promise<Pick<Page<Row>, 'total' | 'more'>> => {
    const all = counting.clone().clearSelect().clearOrder();
    const { client } = all;
    const some = (): Knex.QueryBuilder =>
      client.queryBuilder().from(
        all
          .select(client.raw('1'))
          .limit(most + 1)
          .as('some'),
      ) as Knex.QueryBuilder;
    const isWhole = paging.exact === true || most === Infinity;
    const counted = (await (isWhole ? all : some()).count({ total: '*' }).first()) as {
      total: number | string;
    };
    const total = Number(counted.total);
    return !isWhole && total > most ? { total: most, more: true } : { total };
  };
  const page = query.clone();
  if (paging.cursor !== undefined) {
    const values = decodeCursor(paging.cursor, keys);
    if (!values) throw new BadCursor();
    startAfter(page, keys, values);
  }
  const rows = (await beside(
    page.orderBy(keys.map((key) => ({ column: key.column, order: key.direction ?? 'asc' }))).limit(paging.limit + 1),
  )) as Record<string, CursorValue>[];
  // A first page that holds all of them needs no counting.
  const isAll = paging.cursor === undefined && rows.length <= paging.limit;
  const counted =
    paging.counted === undefined ? (isAll ? { total: rows.length } : await count()) : { total: paging.counted };
  const items = rows.slice(0, paging.limit);
  const last = items.at(-1);
  const next = rows.length > paging.limit && last ? encodeCursor(keys.map((key) => last[fieldOf(key)] ?? '')) : null;
  return { items: items as Row[], ...counted, next };
}
