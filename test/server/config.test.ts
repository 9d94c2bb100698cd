import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

const secret = '0123456789abcdef';
const production = {
  NODE_ENV: 'production',
  SESSION_SECRET: secret,
  PUBLIC_URL: 'https://sasaeai.example',
  TRUST_PROXY: '1',
};

const failure = (env: NodeJS.ProcessEnv): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

describe('the settings', () => {
  it('have a good default each, with demonstration data', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      demo: true,
      production: false,
      publicUrl: null,
      proxies: 0,
      logLevel: 'warn',
      sessionIdleMinutes: 60,
    });
    expect(config.databaseUrl).toMatch(/^sqlite:.+sasaeai\.sqlite$/);
    expect(config.sessionSecret.length).toBeGreaterThanOrEqual(16);
  });

  it.each<[string, NodeJS.ProcessEnv, object]>([
    ['a host', { HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
    ['a port', { PORT: '8080' }, { port: 8080 }],
    ['any free port', { PORT: '0' }, { port: 0 }],
    ['the last port', { PORT: '65535' }, { port: 65_535 }],
    ['a file', { DATABASE_URL: 'sqlite:./town.sqlite' }, { databaseUrl: 'sqlite:./town.sqlite' }],
    [
      'a server',
      { DATABASE_URL: 'postgres://town:pass@127.0.0.1:5432/town' },
      { databaseUrl: 'postgres://town:pass@127.0.0.1:5432/town' },
    ],
    [
      'a server by its other name',
      { DATABASE_URL: 'postgresql://127.0.0.1/town' },
      { databaseUrl: 'postgresql://127.0.0.1/town' },
    ],
    ['a secret', { SESSION_SECRET: secret }, { sessionSecret: secret }],
    ['shorter sessions', { SESSION_IDLE_MINUTES: '15' }, { sessionIdleMinutes: 15 }],
    ['no demonstration', { DEMO: '0' }, { demo: false }],
    ['a proxy in front', { TRUST_PROXY: '1' }, { proxies: 1 }],
    ['a proxy before a proxy', { TRUST_PROXY: '2' }, { proxies: 2 }],
    ['a public address', { PUBLIC_URL: 'https://Sasaeai.example:443/' }, { publicUrl: 'https://sasaeai.example' }],
    [
      'an unencrypted one on this machine',
      { ...production, PUBLIC_URL: 'http://127.0.0.1:3000', TRUST_PROXY: '0' },
      { publicUrl: 'http://127.0.0.1:3000' },
    ],
    [
      'an unencrypted one elsewhere, if that is meant',
      { ...production, PUBLIC_URL: 'http://town.example', INSECURE_HTTP: '1' },
      { publicUrl: 'http://town.example' },
    ],
    [
      'an address for metrics',
      { METRICS_LISTEN: '[::1]:9464', ACCESS_LOG: '1' },
      { metrics: { host: '::1', port: 9464 }, accessLog: true },
    ],
    ['production, without demonstration', production, { production: true, demo: false, sessionSecret: secret }],
    ['production that says so', { ...production, DEMO: '0' }, { production: true, demo: false }],
    [
      'empty variables as if they were not set',
      { HOST: '', PORT: '', DATABASE_URL: '', SESSION_SECRET: '', DEMO: '', NODE_ENV: '', TRUST_PROXY: '' },
      { host: '127.0.0.1', port: 3000, demo: true },
    ],
  ])('take %s', (_name, env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it.each<[string, NodeJS.ProcessEnv, string[]]>([
    ['a port that is a word', { PORT: 'web' }, ['PORT="web"']],
    ['a port too high', { PORT: '65536' }, ['PORT="65536"']],
    ['half a port', { PORT: '80.5' }, ['PORT="80.5"']],
    ['another kind of database', { DATABASE_URL: 'mysql://127.0.0.1/town' }, ['DATABASE_URL', 'postgres://']],
    ['a file without its kind', { DATABASE_URL: './town.sqlite' }, ['DATABASE_URL', 'sqlite:PATH']],
    ['a short secret', { SESSION_SECRET: 'short' }, ['SESSION_SECRET', '16']],
    ['sessions that end at once', { SESSION_IDLE_MINUTES: '4' }, ['SESSION_IDLE_MINUTES="4"', '720']],
    ['sessions without end', { SESSION_IDLE_MINUTES: '0' }, ['SESSION_IDLE_MINUTES="0"']],
    ['sessions longer than a day’s work', { SESSION_IDLE_MINUTES: '721' }, ['SESSION_IDLE_MINUTES="721"']],
    ['a half-hearted demonstration', { DEMO: 'yes' }, ['DEMO="yes"']],
    ['a port of spaces', { PORT: ' ' }, ['PORT=" "']],
    ['a port in another way of counting', { PORT: '0x10' }, ['PORT="0x10"', '65535']],
    ['a level of the log that there is not', { LOG_LEVEL: 'loud' }, ['LOG_LEVEL="loud"', 'warn']],
    ['metrics without a port', { METRICS_LISTEN: '127.0.0.1' }, ['METRICS_LISTEN="127.0.0.1"', 'HOST:PORT']],
    ['metrics at a port too high', { METRICS_LISTEN: '127.0.0.1:65536' }, ['METRICS_LISTEN=', '65535']],
    ['a proxy by name', { TRUST_PROXY: 'nginx' }, ['TRUST_PROXY="nginx"']],
    ['production without a public address', { ...production, PUBLIC_URL: '' }, ['PUBLIC_URL', 'https://']],
    [
      'a public address with a path',
      { PUBLIC_URL: 'https://town.example/sasaeai' },
      ['PUBLIC_URL="https://town.example/sasaeai"', 'path'],
    ],
    ['a public address with a name and a password', { PUBLIC_URL: 'https://me:pass@town.example' }, ['PUBLIC_URL']],
    ['a public address of another kind', { PUBLIC_URL: 'ftp://town.example' }, ['PUBLIC_URL="ftp://town.example"']],
    ['a public address that is only a name', { PUBLIC_URL: 'town.example' }, ['PUBLIC_URL="town.example"']],
    [
      'an unencrypted public address',
      { PUBLIC_URL: 'http://town.example' },
      ['PUBLIC_URL=http://town.example', 'INSECURE_HTTP=1'],
    ],
    ['one that only looks like this machine', { PUBLIC_URL: 'http://127.0.0.1.town.example' }, ['INSECURE_HTTP=1']],
    ['HTTPS that nobody in front speaks', { ...production, TRUST_PROXY: '0' }, ['TRUST_PROXY=1']],
    ['production without a secret', { NODE_ENV: 'production' }, ['SESSION_SECRET']],
    ['production with an empty secret', { NODE_ENV: 'production', SESSION_SECRET: '' }, ['SESSION_SECRET']],
    [
      'production with the secret that everybody knows',
      { NODE_ENV: 'production', SESSION_SECRET: readConfig({}).sessionSecret },
      ['SESSION_SECRET'],
    ],
    ['production with demonstration accounts', { ...production, DEMO: '1' }, ['DEMO=1', 'DEMO=0']],
    ['two mistakes, both named', { PORT: 'web', DEMO: 'yes' }, ['PORT="web"', 'DEMO="yes"']],
  ])('refuse %s', (_name, env, words) => {
    const message = failure(env);
    for (const word of words) expect(message).toContain(word);
  });

  it('never repeat a secret or a database password in a refusal', () => {
    expect(failure({ SESSION_SECRET: 'hunter2' })).not.toContain('hunter2');
    expect(failure({ DATABASE_URL: 'mysql://town:hunter2@127.0.0.1/town' })).not.toContain('hunter2');
  });
});
