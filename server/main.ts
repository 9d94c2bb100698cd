import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { v7 as uuid } from 'uuid';
import { createApp, createHttpServer } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import type { Db } from './database/db.ts';
import { inTurn } from './database/dialect.ts';
import { fillSearch } from './database/fill-search.ts';
import { migrateToLatest, openDatabase } from './database/open.ts';
import { readLibrary } from './definitions/library.ts';
import { demoAccounts, demoPassword, loadDemo, readDemoState } from './demo/load-demo.ts';
import type { Installation } from './kernel/installation.ts';
import { createLog } from './kernel/log.ts';
import { openMailer } from './kernel/mail.ts';
import { kindsAndEffects } from './kinds/index.ts';
import { createMetrics, createMetricsServer } from './metrics.ts';
import { fillDataSearch } from './records/fill-data-search.ts';
import { startRunner } from './runner.ts';
import { offerLibrary } from './studio/product-updates.ts';

/** Far beyond any statement of a request; what takes longer has lost its database. */
const STATEMENT_MS = 30_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

const nameDatabase = (url: string): string =>
  url.startsWith('sqlite:') ? `データベースのファイル（${url.slice('sqlite:'.length)}）` : 'データベース';

function config(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return refuse(`設定を確かめてください (please check the settings):\n${error.message}`);
  }
}

/** Opens the database and sees that it answers. Its URL may hold a password and is not repeated. */
async function connect(url: string): Promise<Db> {
  try {
    const db = openDatabase(url);
    await db.raw('select 1');
    return db;
  } catch (error) {
    return refuse(
      `DATABASE_URL: データベースを使えません。動いているか、名前とパスワードが正しいかを確かめてください (the database cannot be used): ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Begins to listen, or ends the process with the settings that say where. */
async function listen(server: Server, { host, port }: { host: string; port: number }, place: string): Promise<void> {
  await new Promise<void>((resolve) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) =>
      refuse(
        error.code === 'EADDRINUSE'
          ? `${place} はほかのプログラムが使っています。別の番号（PORT=3001 など）にしてください (port in use)`
          : `${place} では始められません (cannot listen there): ${error.message}`,
      ),
    );
    server.listen(port, host);
  });
}

const settings = config();
const log = createLog(settings.logLevel);
// Preparing may take as long as it does; a statement of a request may not.
const preparing = await connect(settings.databaseUrl);
const mail = settings.mail ? openMailer(settings.mail.url, settings.mail.from) : undefined;
const installation: Installation = {
  mail,
  db: preparing,
  clock: () => new Date(),
  newId: uuid,
  log,
  secret: settings.sessionSecret,
  publicUrl: settings.publicUrl,
  ...kindsAndEffects,
};

const applied = await migrateToLatest(installation.db);
say(
  applied.length > 0
    ? `データベースを用意しました (database prepared): ${applied.length}`
    : 'データベースは最新です (database is up to date)',
);

await fillSearch(installation.db);
await fillDataSearch(installation);

await inTurn(installation.db, 'demo', async () => {
  const demoHere = await readDemoState(installation.db);
  if (settings.production && demoHere !== 'none')
    refuse(
      '本番では、見本のデータが入ったデータベースを使えません。DATABASE_URL に別のデータベースを指定してください (this database holds demonstration accounts: refused in production)',
    );
  if (demoHere === 'partial')
    refuse(
      `見本のデータを入れる途中で止まっています。${nameDatabase(settings.databaseUrl)}を消して、もう一度始めてください (loading the demonstration was cut off: remove this database and start again)`,
    );
  if (settings.demo && demoHere === 'none') {
    say('見本の市のデータを入れています… (loading the demonstration)');
    await loadDemo(installation);
  }
});

await offerLibrary(installation, await readLibrary());

await preparing.destroy();
installation.db = openDatabase(settings.databaseUrl, { statementMs: STATEMENT_MS });

const metrics = settings.metrics && createMetrics(installation);
const app = createApp(installation, {
  secureCookies: settings.publicUrl?.startsWith('https:') ?? false,
  proxies: settings.proxies,
  demo: settings.demo,
  sessionIdleMinutes: settings.sessionIdleMinutes,
  answered: (request) => {
    metrics?.note(request);
    if (settings.accessLog) log.audit({ access: request }, 'access');
  },
});
const server = createHttpServer(app);
await listen(server, settings, `HOST=${settings.host} PORT=${settings.port}`);
const metricsServer = metrics && createMetricsServer(metrics);
if (metricsServer && settings.metrics)
  await listen(metricsServer, settings.metrics, `METRICS_LISTEN=${settings.metrics.host}:${settings.metrics.port}`);
const runner = startRunner(installation, { sendLines: settings.auditLog });

const { port } = server.address() as AddressInfo;
const hosts =
  settings.host === '0.0.0.0'
    ? [
        '127.0.0.1',
        ...Object.values(networkInterfaces()).flatMap((list) =>
          (list ?? []).filter((each) => each.family === 'IPv4' && !each.internal).map((each) => each.address),
        ),
      ]
    : [settings.host];
for (const host of hosts) say(`支え合い: http://${host}:${port}`);
if (settings.publicUrl) say(`利用者が開くアドレス (public address): ${settings.publicUrl}`);
if (settings.demo) {
  say(`見本のアカウント (demonstration accounts, パスワード/password: ${demoPassword})`);
  for (const account of demoAccounts)
    say(`  ${account.email.padEnd(36)} ${account.municipality} ${account.role} ${account.name}`);
}
say('止めるには Ctrl-C (stop with Ctrl-C)');

const PATIENCE_MS = 3_000;
/** After this the process ends whatever has not ended yet: it is in the database's transactions, which then have not happened. */
const END_MS = 10_000;
let stopping = false;
async function stop(exitCode: 0 | 1): Promise<void> {
  if (stopping) return;
  stopping = true;
  say('終了しています… (stopping)');
  // What is under way may end; a request that hangs must not keep the server.
  setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
  setTimeout(() => process.exit(exitCode), END_MS).unref();
  metricsServer?.close();
  metricsServer?.closeAllConnections();
  await Promise.allSettled([runner.stop(), new Promise((resolve) => server.close(resolve))]);
  await installation.db.destroy().catch(() => {});
  process.exit(exitCode);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

// Nothing should come here. What does has left something half done in memory, so this process ends and another is started
// (see docs/operations.md); transactions under way may end first.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (reason: unknown) => {
    log.fatal({ err: reason }, `${event}: the server ends`);
    void stop(1);
  });
