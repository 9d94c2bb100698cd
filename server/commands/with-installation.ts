import { v7 as uuid } from 'uuid';
import { ConfigError, readConfig, type Config } from '../config.ts';
import type { Db } from '../database/db.ts';
import { openDatabase, pendingMigrations } from '../database/open.ts';
import type { Context, MunicipalContext } from '../kernel/context.ts';
import { AppError } from '../kernel/errors.ts';
import type { Installation } from '../kernel/installation.ts';
import { inTurn, say, speakFor } from '../kernel/texts/index.ts';
import { inTransaction, systemAsker } from '../kernel/transaction.ts';
import { kindsAndEffects } from '../kinds/index.ts';
import { withRegisters } from '../registers/registers-in-force.ts';
import { readMunicipalityByCode } from '../settings/municipality/store.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput, sayInOneLine } from './input.ts';

/** The answer is no: one line for stderr, and 1. */
export class Refused extends Error {}

/** Opens the database of `DATABASE_URL`, runs a command on it, and closes it. Unless told otherwise the schema must be up to date. */
export async function withInstallation<T>(
  io: CommandIo,
  work: (installation: Installation) => Promise<T>,
  options: { anySchema?: boolean } = {},
): Promise<T> {
  const settings = readSettings();
  const db = await open(settings.databaseUrl);
  const error = (details: object, message: string): void => io.err(`${message}: ${JSON.stringify(details)}`);
  try {
    const pending = options.anySchema ? [] : await pendingMigrations(db);
    if (pending.length > 0) throw new Refused('the database is not up to date: run "migrate" first');
    return await work({
      db,
      clock: () => new Date(),
      newId: uuid,
      log: { info: () => {}, error, audit: () => {} },
      secret: '',
      publicUrl: settings.publicUrl,
      ...kindsAndEffects,
    });
  } finally {
    await db.destroy();
  }
}

async function open(url: string): Promise<Db> {
  let db: Db | undefined;
  try {
    db = openDatabase(url);
    await db.raw('select 1');
    return db;
  } catch (cause) {
    await db?.destroy();
    throw new BadInput(`DATABASE_URL: the database cannot be opened (${sayInOneLine(cause)})`, { cause });
  }
}

/** The database, and what links begin with; a server's other settings may be missing. */
function readSettings(): Config {
  try {
    return readConfig({
      DATABASE_URL: process.env.DATABASE_URL,
      PUBLIC_URL: process.env.PUBLIC_URL,
      INSECURE_HTTP: process.env.INSECURE_HTTP,
    });
  } catch (error) {
    if (error instanceof ConfigError) throw new BadInput(error.message);
    throw error;
  }
}

/** Runs a use case as the system; what it refuses is bad input, in one line. */
export async function runAsSystem<T>(installation: Installation, work: (ctx: Context) => Promise<T>): Promise<T> {
  try {
    return await inTurn(() => inTransaction(installation, { ...systemAsker, language: 'en' }, work));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Options are called as the fields that they fill: /memberships/0/areaId is --area.
    const places = (error.extras.issues ?? [])
      .map((issue) => `--${/(\w*?)(?:Id)?$/.exec(issue.path)?.[1] ?? ''}: ${issue.message}`)
      .join('; ');
    const text = places || say('en', `errors.${error.code}.detail`, error.extras.params);
    throw error.kind === 'conflict' ? new Refused(text) : new BadInput(text);
  }
}

/** The context inside the municipality of a code. */
export async function enterAsSystem(ctx: Context, code: string): Promise<MunicipalContext> {
  const row = await readMunicipalityByCode(ctx.db, code);
  if (!row) throw new BadInput(`--municipality ${code}: there is no such municipality`);
  speakFor(row.own_words);
  return withRegisters({ ...ctx, municipality: { id: row.id, code: row.code, name: row.name } });
}
