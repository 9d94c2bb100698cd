import type { Db } from '../database/db.ts';
import type { Query } from '../database/parts.ts';

/** What one statement brings of every noun; what a column holds is its noun's to say. */
export type SearchRow = {
  id: string;
  title: string;
  number: number | null;
  owner: string | null;
  beside: string | null;
  day: string | null;
};

const columns = ['id', 'title', 'number', 'owner', 'beside', 'day'] as const;

/** Selects these, in SQL, as a `SearchRow`. */
export const selectFound = (
  db: Db,
  query: Query,
  of: { id: string; title: string } & Partial<Record<(typeof columns)[number], string>>,
): Query =>
  query.select(
    columns.map((name) =>
      db.raw(`cast(${of[name] ?? 'null'} as ${name === 'number' ? 'integer' : 'text'}) as ${name}`),
    ),
  );
