import type { Db } from './db.ts';
import { updateJson } from './dialect.ts';
import { normaliseForSearch } from './normalise.ts';

const AT_ONCE = 1000;

/** What is searched, by table. A task about a need is found with the need. */
const texts = {
  meetings: { column: 'title', filter: {} },
  proposals: { column: 'title', filter: {} },
  tasks: { column: 'text', filter: { need_id: null } },
};

/**
 * Titles that are to be searched and that a server of an older release wrote, which knows nothing of that: while servers are replaced one by
 * one, old ones go on taking in meetings and proposals after the migration.
 */
export async function fillSearch(db: Db): Promise<void> {
  for (const [table, { column, filter }] of Object.entries(texts))
    for (let last = ''; ;) {
      const rows: { id: string; title: string }[] = await db(table)
        .where('id', '>', last)
        .where({ search: '', ...filter })
        .whereNot(column, '')
        .orderBy('id')
        .limit(AT_ONCE)
        .select('id', { title: column });
      const filled = rows.map(({ id, title }) => ({ id, search: normaliseForSearch(title) }));
      if (filled.length > 0)
        await updateJson(db, table, { search: 'text' }, JSON.stringify(filled), { isNextVersion: false });
      if (rows.length < AT_ONCE) break;
      last = rows.at(-1)?.id ?? '';
    }
}
