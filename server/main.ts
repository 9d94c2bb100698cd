import { networkInterfaces } from 'node:os';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { createApp } from './app.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { demoAccounts, demoPassword, loadDemo, readDemoState } from './demo/load-demo.ts';
import { startRunner } from './services/effects/runner.ts';
import type { Installation } from './services/installation.ts';
import { migrateToLatest, openDatabase } from './store/database.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function config(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`設定を確かめてください (please check the settings):\n${error.message}\n`);
    process.exit(1);
  }
}

const settings = config();
const installation: Installation = {
  db: openDatabase(settings.databaseUrl),
  clock: () => new Date(),
  newId: uuid,
  log: pino({ level: process.env.LOG_LEVEL ?? 'warn' }),
};

const applied = await migrateToLatest(installation.db);
say(applied.length > 0 ? `データベースを用意しました (database prepared): ${applied.length}` : 'データベースは最新です (database is up to date)');

const demoHere = await readDemoState(installation.db);
if (settings.production && demoHere !== 'none') {
  process.stderr.write('本番では、見本のデータが入ったデータベースを使えません。DATABASE_URL に別のデータベースを指定してください (this database holds demonstration accounts: refused in production)\n');
  process.exit(1);
}
if (demoHere === 'partial') {
  process.stderr.write(`見本のデータを入れる途中で止まっています。データベース（${settings.databaseUrl}）を消して、もう一度始めてください (loading the demonstration was cut off: remove this database and start again)\n`);
  process.exit(1);
}
if (settings.demo && demoHere === 'none') {
  say('見本の市のデータを入れています… (loading the demonstration)');
  await loadDemo(installation);
}

const app = createApp(installation, { sessionSecret: settings.sessionSecret, secureCookies: settings.production && settings.behindProxy, behindProxy: settings.behindProxy, demo: settings.demo });
const server = app.listen(settings.port, settings.host);
await new Promise<void>((resolve) => {
  server.once('listening', resolve);
  server.once('error', (error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EADDRINUSE' ? `PORT=${settings.port} はほかのプログラムが使っています。PORT=3001 npm start のように変えてください (port in use)` : error.message;
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  });
});
const runner = startRunner(installation);

const { port } = server.address() as AddressInfo;
const hosts = settings.host === '0.0.0.0' ? ['127.0.0.1', ...Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter((each) => each.family === 'IPv4' && !each.internal).map((each) => each.address))] : [settings.host];
for (const host of hosts) say(`支え合い: http://${host}:${port}`);
if (settings.demo) {
  say(`見本のアカウント (demonstration accounts, パスワード/password: ${demoPassword})`);
  for (const account of demoAccounts) say(`  ${account.email.padEnd(36)} ${account.municipality} ${account.role} ${account.name}`);
}
say('止めるには Ctrl-C (stop with Ctrl-C)');

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  say('終了しています… (stopping)');
  server.closeIdleConnections();
  await Promise.all([runner.stop(), new Promise((resolve) => server.close(resolve))]);
  await installation.db.destroy();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
