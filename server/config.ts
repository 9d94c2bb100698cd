import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The settings of one server, read from the environment once. */
export type Config = {
  host: string;
  port: number;
  databaseUrl: string;
  sessionSecret: string;
  demo: boolean;
  production: boolean;
  /** Where people reach it, as an origin (`https://sasaeai.example.jp`). Null: not told, outside production only. */
  publicUrl: string | null;
  /** How many reverse proxies stand in front: so many of the last addresses in `X-Forwarded-For` are theirs. */
  proxies: number;
  logLevel: string;
  /** Each sealed line of the audit goes to the log as well. */
  auditLog: boolean;
  /** Each request goes to the log: its route, not its address. */
  accessLog: boolean;
  /** Where Prometheus may ask for metrics; null: nowhere. */
  metrics: { host: string; port: number } | null;
  /** A session ends when it was not used for so many minutes. */
  sessionIdleMinutes: number;
  /** Mail; null: links are handed over by hand. */
  mail: { url: string; from: string } | null;
};

/** What the environment says is not usable; `message` names each setting, what it was and how to mend it. */
export class ConfigError extends Error {}

const defaultSecret = 'sasaeai-development-secret';
const defaultDatabase = `sqlite:${fileURLToPath(new URL('../data/sasaeai.sqlite', import.meta.url))}`;

const portRange = '0 から 65535 までの整数にしてください (must be a whole number from 0 to 65535)';
const idleRange = '5 から 720 までの整数（分）にしてください (must be a whole number of minutes from 5 to 720)';
const either = z.enum(['0', '1'], '0 か 1 にしてください (must be 0 or 1)');
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, portRange)
    .transform(Number)
    .refine((port) => port <= 65_535, portRange)
    .default(3000),
  DATABASE_URL: z
    .string()
    .regex(
      /^(sqlite:.+|postgres(ql)?:\/\/.+)$/,
      'sqlite:PATH か postgres://… の形で書いてください (must be sqlite:PATH or postgres://…)',
    )
    .default(defaultDatabase),
  SESSION_SECRET: z.string().min(16, '16文字以上にしてください (at least 16 characters)').default(defaultSecret),
  SESSION_IDLE_MINUTES: z
    .string()
    .regex(/^\d{1,3}$/, idleRange)
    .transform(Number)
    .refine((minutes) => minutes >= 5 && minutes <= 720, idleRange)
    .default(60),
  DEMO: either.optional(),
  NODE_ENV: z.string().optional(),
  PUBLIC_URL: z
    .string()
    .transform(readOrigin)
    .refine(
      (origin) => origin !== null,
      'https://sasaeai.example.jp のように、パスのないアドレスで書いてください (must be an address without a path, like https://sasaeai.example.jp)',
    )
    .optional(),
  INSECURE_HTTP: either.default('0'),
  TRUST_PROXY: z
    .string()
    .regex(
      /^\d$/,
      'リバースプロキシの数を 0 から 9 までの整数で書いてください (must be the number of reverse proxies, from 0 to 9)',
    )
    .transform(Number)
    .default(0),
  ACCESS_LOG: either.default('0'),
  METRICS_LISTEN: z
    .string()
    .regex(/^.+:\d{1,5}$/, 'HOST:PORT の形で書いてください。例: 127.0.0.1:9464 (must be HOST:PORT)')
    .transform(readListen)
    .refine(({ port }) => port <= 65_535, portRange)
    .optional(),
  AUDIT_LOG: either.default('0'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+$/, 'smtp://… か smtps://… の形で書いてください (must be smtp://… or smtps://…)')
    .optional(),
  MAIL_FROM: z.string().min(3).max(300).optional(),
  LOG_LEVEL: z.enum(levels, `次のどれかにしてください (must be one of): ${levels.join(', ')}`).default('warn'),
});

/** The origin of an address that is nothing more than one; null for anything else. */
function readOrigin(text: string): string | null {
  const url = URL.parse(text);
  const isOrigin =
    url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.href === `${url.origin}/`;
  return isOrigin ? url.origin : null;
}

/** `HOST:PORT`, an IPv6 address in brackets. */
function readListen(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(colon + 1)) };
}

/** Only this machine hears what is sent there. */
const isLoopback = (origin: string): boolean =>
  /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname);

/** What is written here goes to a terminal or a log: a secret, or a URL that may hold a password, is not repeated. */
const nameSetting = (name: string, env: NodeJS.ProcessEnv): string =>
  name === 'SESSION_SECRET' || name === 'DATABASE_URL' || name === 'SMTP_URL'
    ? name
    : `${name}=${JSON.stringify(env[name])}`;

/**
 * Reads and checks the settings. In production mode the default secret, demonstration data and a missing `PUBLIC_URL` are
 * refused. Throws ConfigError.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is one that was not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success)
    throw new ConfigError(
      result.error.issues.map((issue) => `${nameSetting(String(issue.path[0]), env)}: ${issue.message}`).join('\n'),
    );
  const read = result.data;
  const production = read.NODE_ENV === 'production';
  const demo = read.DEMO === undefined ? !production : read.DEMO === '1';
  if (production && read.SESSION_SECRET === defaultSecret)
    throw new ConfigError(
      'SESSION_SECRET: 本番では必ず設定してください。例: SESSION_SECRET=$(openssl rand -hex 32) (must be set in production)',
    );
  if (production && demo)
    throw new ConfigError(
      'DEMO=1: 本番では見本のアカウントを使えません。DEMO=0 にしてください (demonstration accounts are refused in production)',
    );
  const publicUrl = read.PUBLIC_URL ?? null;
  if (production && publicUrl === null)
    throw new ConfigError(
      'PUBLIC_URL: 本番では、利用者が開くアドレスを必ず設定してください。例: PUBLIC_URL=https://sasaeai.example.jp (must be set in production)',
    );
  if (publicUrl?.startsWith('http:') && !isLoopback(publicUrl) && read.INSECURE_HTTP === '0')
    throw new ConfigError(
      `PUBLIC_URL=${publicUrl}: http:// では、パスワードも住民の情報も暗号化されずに流れます。https:// にしてください。危険を承知で続けるときだけ INSECURE_HTTP=1 を足してください (everything would travel unencrypted: use https://, or set INSECURE_HTTP=1 if you accept that)`,
    );
  if (production && publicUrl?.startsWith('https:') && read.TRUST_PROXY === 0)
    throw new ConfigError(
      'TRUST_PROXY: PUBLIC_URL が https:// のときは、HTTPS を受け持つリバースプロキシの数を設定してください。ふつうは TRUST_PROXY=1 です (with an https:// PUBLIC_URL set the number of reverse proxies, mostly TRUST_PROXY=1)',
    );
  if (read.SMTP_URL && !read.MAIL_FROM)
    throw new ConfigError(
      'MAIL_FROM: SMTP_URL を使うときは、差出人のアドレスを設定してください。例: MAIL_FROM="支え合い <no-reply@example.jp>" (the sender’s address must be set with SMTP_URL)',
    );
  return {
    host: read.HOST,
    port: read.PORT,
    databaseUrl: read.DATABASE_URL,
    sessionSecret: read.SESSION_SECRET,
    demo,
    production,
    publicUrl,
    proxies: read.TRUST_PROXY,
    logLevel: read.LOG_LEVEL,
    accessLog: read.ACCESS_LOG === '1',
    metrics: read.METRICS_LISTEN ?? null,
    auditLog: read.AUDIT_LOG === '1',
    sessionIdleMinutes: read.SESSION_IDLE_MINUTES,
    mail: read.SMTP_URL && read.MAIL_FROM ? { url: read.SMTP_URL, from: read.MAIL_FROM } : null,
  };
}
