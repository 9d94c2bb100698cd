import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as uuid } from 'uuid';
import { createApp, type AppOptions } from '../../server/app.ts';
import type { Context, MunicipalContext, Role } from '../../server/kernel/context.ts';
import type { Installation } from '../../server/kernel/installation.ts';
import { inTransaction, systemAsker } from '../../server/kernel/transaction.ts';
import { kindsAndEffects } from '../../server/kinds/index.ts';
import { insertOrganisation } from '../../server/kinds/organisation/store.ts';
import { insertArea, type AreaRow } from '../../server/settings/areas/store.ts';
import { createMunicipality } from '../../server/settings/municipality/municipalities.ts';
import { insertMembership } from '../../server/settings/users/memberships-store.ts';
import { insertUser } from '../../server/settings/users/store.ts';
import { stopJobs } from '../../server/studio/run-back-test.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { cheapHash } from './cheap-hash.ts';

/** A clock that stands until it is moved. Begins on 2026-11-23 at nine in Japan. */
export class FakeClock {
  now = new Date('2026-11-23T00:00:00.000Z');
  advanceDays(days: number): void {
    this.now = new Date(this.now.getTime() + days * 86_400_000);
  }
  advanceMinutes(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }
}

export type TestApp = {
  url: string;
  databaseUrl: string;
  installation: Installation;
  clock: FakeClock;
  /** Errors that the server logged; a test that expects none looks here. */
  logged: object[];
  /** Runs a use case as the system, in a transaction of its own. */
  run<T>(work: (ctx: Context) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** The real app on a fresh database of this run's engine, listening on a free port. Close it in `afterAll`. */
export async function startTestApp(
  options: Pick<AppOptions, 'demo' | 'proxies' | 'answered'> & {
    database?: TestDatabase;
    /** Kinds of records beside the product's own. */
    kinds?: Installation['kinds'];
  } = {},
): Promise<TestApp> {
  const database = options.database ?? (await createTestDatabase());
  const clock = new FakeClock();
  const logged: object[] = [];
  const installation: Installation = {
    db: database.knex,
    clock: () => clock.now,
    newId: uuid,
    log: { info: () => {}, audit: () => {}, error: (details) => void logged.push(details) },
    secret: 'a secret of tests only',
    publicUrl: null,
    ...kindsAndEffects,
    kinds: { ...kindsAndEffects.kinds, ...options.kinds },
  };
  const { database: _, kinds: __, ...rest } = options;
  const app = createApp(installation, { secureCookies: false, ...rest });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening: Server = app.listen(0, '127.0.0.1', (error) => (error ? reject(error) : resolve(listening)));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl: database.url,
    installation,
    clock,
    logged,
    run: (work) => inTransaction(installation, systemAsker, work),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await stopJobs(installation);
      await database.destroy();
    },
  };
}

export const testPassword = 'correct horse battery';
export const testHash = cheapHash(testPassword);

export type TownArea = Pick<AreaRow, 'id' | 'name' | 'path'>;

/**
 * A town with areas `root → ward → (north, south)` and `root → east`, one organisation, and one user for each of `people`.
 * E-mails are `NAME@CODE.example`, for instance `tier2-north@99901.example`; the password is `testPassword`.
 */
export type Town = {
  code: string;
  id: string;
  areas: { root: TownArea; ward: TownArea; north: TownArea; south: TownArea; east: TownArea };
  organisation: { id: string; name: string };
  users: Record<Person, string>;
  email(person: Person): string;
};

const people = {
  administrator: ['administrator', 'root'],
  'administrator-ward': ['administrator', 'ward'],
  tier1: ['tier1', 'root'],
  'tier2-north': ['tier2', 'north'],
  'tier2-east': ['tier2', 'east'],
  'member-north': ['member', 'north'],
  provider: ['provider', 'root'],
  'centre-north': ['centre', 'north'],
} as const satisfies Record<string, readonly [Role, keyof Town['areas']]>;

export type Person = keyof typeof people;
export const persons = Object.keys(people) as Person[];

export async function createTown(app: TestApp, code = '99901', name = '見本市'): Promise<Town> {
  return app.run(async (base) => {
    const { ctx, root } = await createMunicipality(base, { code, name, nameKana: 'ミホンシ' });
    const ward = await addArea(ctx, root, 'ward', '中央区');
    const areas = {
      root,
      ward,
      north: await addArea(ctx, ward, 'daily-life', '北圏域'),
      south: await addArea(ctx, ward, 'daily-life', '南圏域'),
      east: await addArea(ctx, root, 'daily-life', '東圏域'),
    };
    const organisation = { id: ctx.newId(), name: '見本の会' };
    await insertOrganisation(ctx.db, {
      id: organisation.id,
      municipality_id: ctx.municipality.id,
      name: organisation.name,
      name_kana: 'ミホンノカイ',
      kind: 'npo',
      corporate_number: null,
      phone: null,
      email: null,
      url: null,
      postal_code: null,
      address: null,
      note: null,
      search: '見本ノ会 ミホンノカイ',
      closed_at: null,
      created_at: ctx.now,
      version: 1,
    });
    const users: Partial<Record<Person, string>> = {};
    for (const person of persons) {
      const [role, area] = people[person];
      const id = ctx.newId();
      users[person] = id;
      await insertUser(ctx.db, {
        id,
        municipality_id: ctx.municipality.id,
        email: emailOf(person, code),
        name: `${name} ${person}`,
        name_kana: person,
        password_hash: testHash,
        password_set_at: null,
        created_by: null,
        language: 'ja',
        demo: 0,
        credentials: 1,
        last_seen_at: null,
        disabled_at: null,
        created_at: ctx.now,
        version: 1,
      });
      await insertMembership(ctx.db, {
        id: ctx.newId(),
        user_id: id,
        municipality_id: ctx.municipality.id,
        area_id: areas[area].id,
        role,
        organisation_id: role === 'provider' ? organisation.id : null,
        starts_on: '2020-04-01',
        ends_on: null,
        version: 1,
      });
    }
    return {
      code,
      id: ctx.municipality.id,
      areas,
      organisation,
      users: users as Town['users'],
      email: (person) => emailOf(person, code),
    };
  });
}

const emailOf = (person: Person, code: string): string => `${person}@${code}.example`;

async function addArea(ctx: MunicipalContext, parent: AreaRow, kind: string, name: string): Promise<AreaRow> {
  const id = ctx.newId();
  const area: AreaRow = {
    id,
    municipality_id: ctx.municipality.id,
    parent_id: parent.id,
    kind,
    name,
    name_kana: name,
    path: `${parent.path}${id}/`,
    position: 0,
    closed_at: null,
    version: 1,
  };
  await insertArea(ctx.db, area);
  return area;
}

// The body is whatever the server said: each test names the shape it looks at.
export type Reply<T = Record<string, never>> = {
  status: number;
  body: T;
  text: string;
  bytes: Uint8Array;
  headers: Headers;
};
export type Ask = { version?: number; key?: string; headers?: Record<string, string> };

/** One asker over real HTTP, with the cookies that the server set. Paths are below `/api`; `BODY` is JSON, or bytes as they are. */
export type Client = {
  ask<T = Record<string, never>>(method: string, path: string, body?: unknown, options?: Ask): Promise<Reply<T>>;
  get<T = Record<string, never>>(path: string, options?: Ask): Promise<Reply<T>>;
  post<T = Record<string, never>>(path: string, body?: unknown, options?: Ask): Promise<Reply<T>>;
  put<T = Record<string, never>>(path: string, body?: unknown, options?: Ask): Promise<Reply<T>>;
  patch<T = Record<string, never>>(path: string, body?: unknown, options?: Ask): Promise<Reply<T>>;
  delete<T = Record<string, never>>(path: string, options?: Ask): Promise<Reply<T>>;
};

/** An asker whom nobody knows yet. */
export function connect(app: Pick<TestApp, 'url'>): Client {
  const cookies = new Map<string, string>();
  return clientOf(async <T>(method: string, path: string, body?: unknown, options: Ask = {}): Promise<Reply<T>> => {
    const isFile = body instanceof Uint8Array;
    const response = await fetch(`${app.url}/api${path}`, {
      method,
      headers: {
        ...(cookies.size > 0 ? { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...(body === undefined ? {} : { 'Content-Type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...(options.version === undefined ? {} : { 'If-Match': `"${options.version}"` }),
        ...(options.key ? { 'Idempotency-Key': options.key } : {}),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return {
      status: response.status,
      text,
      bytes,
      body: (text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null) as T,
      headers: response.headers,
    };
  });
}

function clientOf(ask: Client['ask']): Client {
  return {
    ask,
    get: (path, options) => ask('GET', path, undefined, options),
    post: (path, body, options) => ask('POST', path, body, options),
    put: (path, body, options) => ask('PUT', path, body, options),
    patch: (path, body, options) => ask('PATCH', path, body, options),
    delete: (path, options) => ask('DELETE', path, undefined, options),
  };
}

/** The code of the municipality that an e-mail has an account in. With accounts in several: name it yourself. */
export async function municipalityOf(app: TestApp, email: string): Promise<string | undefined> {
  const municipality = await app.installation
    .db('users')
    .join('municipalities', 'municipalities.id', 'users.municipality_id')
    .where({ email })
    .orderBy('users.id')
    .first<{ code: string } | undefined>('code');
  return municipality?.code;
}

/**
 * Signs somebody in, to the municipality of the account unless another is named; throws when the server will not have it.
 * Signs in anew by itself when the clock has been moved on since, as people do who come back the next day.
 */
export async function signIn(app: TestApp, email: string, password = testPassword, code?: string): Promise<Client> {
  const client = connect(app);
  const municipality = code ?? (await municipalityOf(app, email));
  const enter = () => client.post('/session', { municipality, email, password });
  const reply = await enter();
  if (reply.status !== 200) throw new Error(`${email} could not sign in: ${reply.status} ${reply.text}`);
  let since = app.clock.now.getTime();
  return clientOf(async (method, path, body, options) => {
    if (app.clock.now.getTime() - since > 50 * 60_000) {
      since = app.clock.now.getTime();
      await enter();
    }
    return client.ask(method, path, body, options);
  });
}

/** A link as an administrator is shown it. */
export type Shown = { id: string; link: string; expiresAt: string; mailed: boolean };

/** The secret of a link: what stands behind its `#`. */
export const secretOf = (link: string): string => link.slice(link.indexOf('#') + 1);

/** Opens a link as whoever holds it, sets a password by it, and signs in; throws where one of these is refused. */
export async function acceptLink(app: TestApp, link: string, password = testPassword): Promise<Client> {
  const reply = await connect(app).post<{ municipality: string; email: string }>('/invitations/accept', {
    secret: secretOf(link),
    password,
  });
  if (reply.status !== 200) throw new Error(`the link was not accepted: ${reply.status} ${reply.text}`);
  return signIn(app, reply.body.email, password, reply.body.municipality);
}
