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
  /** Behind a reverse proxy that speaks HTTPS: cookies are `Secure`, client addresses come from `X-Forwarded-For`. */
  behindProxy: boolean;
  logLevel: string;
  /** Each sealed line of the audit goes to the log as well. */
  auditLog: boolean;
  /** A session ends when it was not used for so many minutes. */
  sessionIdleMinutes: number;
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
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'sqlite:PATH か postgres://… の形で書いてください (must be sqlite:PATH or postgres://…)')
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
  TRUST_PROXY: either.default('0'),
  AUDIT_LOG: either.default('0'),
  LOG_LEVEL: z.enum(levels, `次のどれかにしてください (must be one of): ${levels.join(', ')}`).default('warn'),
});

/** What is written here goes to a terminal or a log: a secret, or a URL that may hold a password, is not repeated. */
const nameSetting = (name: string, env: NodeJS.ProcessEnv): string => (name === 'SESSION_SECRET' || name === 'DATABASE_URL' ? name : `${name}=${JSON.stringify(env[name])}`);

/** Reads and checks the settings. In production mode the default secret and demonstration data are refused. Throws ConfigError. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is one that was not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success)
    throw new ConfigError(result.error.issues.map((issue) => `${nameSetting(String(issue.path[0]), env)}: ${issue.message}`).join('\n'));
  const read = result.data;
  const production = read.NODE_ENV === 'production';
  const demo = read.DEMO === undefined ? !production : read.DEMO === '1';
  if (production && read.SESSION_SECRET === defaultSecret)
    throw new ConfigError('SESSION_SECRET: 本番では必ず設定してください。例: SESSION_SECRET=$(openssl rand -hex 32) (must be set in production)');
  if (production && demo) throw new ConfigError('DEMO=1: 本番では見本のアカウントを使えません。DEMO=0 にしてください (demonstration accounts are refused in production)');
  return { host: read.HOST, port: read.PORT, databaseUrl: read.DATABASE_URL, sessionSecret: read.SESSION_SECRET, demo, production, behindProxy: read.TRUST_PROXY === '1', logLevel: read.LOG_LEVEL, auditLog: read.AUDIT_LOG === '1', sessionIdleMinutes: read.SESSION_IDLE_MINUTES };
}
