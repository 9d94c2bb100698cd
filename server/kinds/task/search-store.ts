import type { Db } from '../../database/db.ts';
import { orHolding } from '../../database/dialect.ts';
import { around, type Query } from '../../database/parts.ts';
import { selectFound } from '../../records/search-store.ts';

/**
 * Tasks and questions of councils below or above these paths, open ones first, whose text and council hold all of these words; none that is
 * about a need. `owner`: the council, `beside`: its id.
 */
export function searchTasks(
  db: Db,
  municipalityId: string,
  { paths, words }: { paths: string[]; words: string[] },
): Query {
  const tasks = around(
    db('tasks')
      .join('councils', 'councils.id', 'tasks.council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .where('tasks.municipality_id', municipalityId)
      .whereNull('tasks.need_id'),
    paths,
  );
  for (const word of words) void tasks.where((any) => orHolding(any, ['tasks.search', 'councils.search'], word));
  return selectFound(db, tasks, {
    id: 'tasks.id',
    title: 'tasks.text',
    owner: "coalesce(nullif(councils.local_name, ''), councils.name)",
    beside: 'tasks.council_id',
    day: 'tasks.due_on',
  }).orderByRaw("case when tasks.state = 'open' then 0 else 1 end, tasks.created_at desc, tasks.id desc");
}
