import type { Db } from '../../server/database/db.ts';
import { besideOf, readersOf } from '../../server/database/open.ts';
import { isPostgres } from '../../server/database/dialect.ts';

/** What knex sends to begin, end or shape a transaction: not what a request asks. */
const frame = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION)\b/i;

/** The statements that `work` sends over the connections of a server, in order, without those that only frame a transaction. */
export async function statementsOf(db: Db, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const pools = new Set([db, readersOf(db), ...(isPostgres(db) ? [besideOf(db)] : [])]);
  const hear = ({ sql }: { sql: string }): void => void (frame.test(sql) || sent.push(sql));
  for (const pool of pools) pool.on('query', hear);
  try {
    await work();
  } finally {
    for (const pool of pools) pool.removeListener('query', hear);
  }
  return sent;
}
