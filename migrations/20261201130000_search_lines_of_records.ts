import type { Knex } from 'knex';

const batch = 500;

/**
 * `records.search` had the number, and the title where the rights of that day told it to all, before one line end. Who may search a title
 * is decided when it is asked: number, title and the rest stand in three lines. What stood before is told apart by the title's own repetition.
 */
export async function up(knex: Knex): Promise<void> {
  for (let last = ''; ;) {
    const rows = (await knex('records').where('id', '>', last).orderBy('id').limit(batch).select('id', 'search')) as {
      id: string;
      search: string;
    }[];
    for (const { id, search } of rows)
      await knex('records')
        .where({ id })
        .update({ search: inLines(search) });
    if (rows.length < batch) break;
    last = rows.at(-1)?.id ?? '';
  }
}

/** A title that was told apart nowhere stays with the rest, which only who knows names may search. */
function inLines(search: string): string {
  const [head = '', rest = ''] = search.split('\n');
  const words = head.split(' ');
  for (let from = 1; from < words.length; from++) {
    const title = words.slice(from).join(' ');
    if (rest === title || rest.startsWith(`${title} `))
      return `${words.slice(0, from).join(' ')}\n${title}\n${rest.slice(title.length + 1)}`;
  }
  return `${head}\n\n${rest}`;
}

/** The release before takes everything before the last line end for what all may search: titles go behind it. */
export async function down(knex: Knex): Promise<void> {
  const rows = (await knex('records').select('id', 'search')) as { id: string; search: string }[];
  for (const { id, search } of rows) {
    const [head = '', ...rest] = search.split('\n');
    await knex('records')
      .where({ id })
      .update({ search: `${head}\n${rest.join(' ').trim()}` });
  }
}
