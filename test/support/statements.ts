import type { Db } from '../../server/database/db.ts';

/** What knex sends to begin, end or shape a transaction: not what a request asks. */
const frame = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION)\b/i;

/** The statements that `work` sends over these connections, in order, without those that only frame a transaction. */
export async function statementsOf(databases: readonly Db[], work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const hear = ({ sql }: { sql: string }): void => void (frame.test(sql) || sent.push(sql));
  for (const db of databases) db.on('query', hear);
  try {
    await work();
  } finally {
    for (const db of databases) db.removeListener('query', hear);
  }
  return sent;
}
