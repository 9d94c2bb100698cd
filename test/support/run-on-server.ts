import pg from 'pg';

/** Runs one statement on the server's own database; what creates and drops databases cannot run inside a transaction. */
export const runOnServer = async (server: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
