import type { Knex } from 'knex';

/** A connection pool, or the transaction that a request runs in. */
export type Db = Knex;
