import type { Knex } from 'knex';
import type { Db } from '../../database/db.ts';

/** The name by which a council is spoken of, for a `select`: its local one where it has one. `council` is its table or alias. */
export const councilName = (db: Db, as: string, council = 'councils'): Knex.Raw =>
  db.raw("coalesce(nullif(??, ''), ??) as ??", [`${council}.local_name`, `${council}.name`, as]);
