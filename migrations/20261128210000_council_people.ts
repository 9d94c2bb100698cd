import type { Knex } from 'knex';

type Entry = {
  id: string;
  council_id: string;
  organisation_id: string | null;
  name: string;
  role: string;
  starts_on: string;
  ends_on: string | null;
};

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/**
 * Entries that are one person's: of one council, name and body, in another role, or in the same one from the day after it ended.
 * Two who hold one role at once are two people; an entry that would fit both stays by itself.
 */
export function entriesByPerson(entries: Entry[]): Entry[][] {
  const inOrder = entries.toSorted((one, other) =>
    `${one.starts_on} ${one.id}` < `${other.starts_on} ${other.id}` ? -1 : 1,
  );
  const named = Map.groupBy(inOrder, (entry) => JSON.stringify([entry.council_id, entry.name, entry.organisation_id]));
  return [...named.values()].flatMap((same) => {
    const people: Entry[][] = [];
    for (const entry of same) {
      const fitting = people.filter((held) => {
        const before = held.findLast(({ role }) => role === entry.role);
        return !before || (before.ends_on !== null && dayAfter(before.ends_on) === entry.starts_on);
      });
      if (fitting.length === 1) fitting[0]?.push(entry);
      else people.push([entry]);
    }
    return people;
  });
}

/** A person may hold several roles in a council, each an entry with its own days. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('council_members', (table) => {
    table.text('first_id'); // the person's first entry in this council; null: this is it
  });
  for (const held of entriesByPerson(await knex<Entry>('council_members').select())) {
    const [first, ...others] = held.map(({ id }) => id).toSorted();
    if (first && others.length > 0) await knex('council_members').whereIn('id', others).update({ first_id: first });
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table council_members drop column first_id');
}
