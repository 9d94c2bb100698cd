import { migrateToLatest } from '../database/open.ts';
import type { CommandIo } from './command-io.ts';
import { readOptions } from './read-options.ts';
import { withInstallation } from './with-installation.ts';

export const migrateUsage = 'migrate';

/** Brings the database's schema up to date; prints the names of the migrations that were run. */
export async function runMigrate(args: string[], io: CommandIo): Promise<0> {
  readOptions(args, migrateUsage, {});
  const names = await withInstallation(io, (installation) => migrateToLatest(installation.db), { anySchema: true });
  io.out(JSON.stringify({ migrated: names }));
  return 0;
}
