import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../server/routes.ts';
import type { Reply } from '../support/app.ts';
import { askRow, goodStatus, routeOf } from './permissions/ask-row.ts';
import { askers, type Asker } from './permissions/askers.ts';
import { marks } from './permissions/marks.ts';
import { makeRecords, type Records } from './permissions/records.ts';
import { isRead, table, type Row } from './permissions/table.ts';

let records: Records;
/** Never told to anybody. */
let secrets: string[] = [];
const heardBy = new Map<string, Set<Asker>>(marks.map((mark) => [mark.what, new Set()]));

beforeAll(async () => {
  records = await makeRecords();
  const { db } = records.app.installation;
  const users: { password_hash: string }[] = await db('users').select('password_hash');
  const tokens: { hash: string }[] = [
    ...(await db('access_tokens').select('hash')),
    ...(await db('user_sessions').select('hash')),
  ];
  secrets = [...users.map((user) => user.password_hash), ...tokens.map((token) => token.hash)];
});
afterAll(async () => {
  expect(records.app.logged).toEqual([]);
  await records.app.close();
});

function expectedStatus(row: Row, asker: Asker): number {
  const isIn = (names: string | undefined): boolean => (names ?? '').split(' ').includes(asker);
  if (isIn(row.may)) return goodStatus(row);
  for (const [status, names] of Object.entries(row.refused ?? {})) if (isIn(names)) return Number(status);
  if (asker === 'anonymous') return 401;
  return asker === 'outsider' ? 404 : row.otherwise;
}

/** Which of the marks stand in an answer that is not for them. */
function wronglyTold(asker: Asker, text: string): string[] {
  const heard = marks.filter((mark) => text.includes(mark.words));
  for (const mark of heard) heardBy.get(mark.what)?.add(asker);
  return [
    ...heard.filter((mark) => !mark.to.includes(asker)).map((mark) => mark.what),
    ...(secrets.some((secret) => text.includes(secret)) ? ['a secret'] : []),
  ];
}

/** Which of the marks of residents stand in an answer that is not on record as a look, or a change, of theirs. */
async function unrecorded({ text, headers }: Reply<unknown>): Promise<string[]> {
  const heard = marks.filter((mark) => mark.of && text.includes(mark.words));
  if (heard.length === 0) return [];
  const { db } = records.app.installation;
  const lines = db('audit').where({ request_id: headers.get('x-request-id') });
  const shown: string[] = [
    ...(await lines
      .clone()
      .whereIn('record_kind', ['need', 'referral', 'person', 'register-supporter'])
      .pluck('record_id')),
    ...(await db('audit_looks').whereIn('audit_id', lines.clone().select('id')).pluck('record_id')),
  ];
  const needs = [
    ...shown,
    ...(await db('referrals').whereIn('id', shown).pluck<string[]>('need_id')),
    ...(await db('needs').whereIn('person_id', shown).pluck<string[]>('id')),
  ];
  return heard
    .filter(({ of }) => (of === 'a resident' || !of ? needs.length === 0 : !needs.includes(records.ids[of])))
    .map((mark) => mark.what);
}

/** Those who are refused come first, so that what is asked for is still there. */
const inOrder = (row: Row): Asker[] => {
  const isAllowed = (asker: Asker): boolean => expectedStatus(row, asker) === goodStatus(row);
  return [...askers.filter((asker) => !isAllowed(asker)), ...askers.filter(isAllowed)];
};

type Seen = Partial<Record<Asker, { status: number; wronglyTold: string[]; unrecorded: string[]; total?: number }>>;

/** Asks a row's question as everybody: what came, and what should have come. */
async function tryRow(row: Row): Promise<{ seen: Seen; expected: Seen }> {
  const seen: Seen = {};
  const expected: Seen = {};
  let made = row.made ? await records.make[row.made]() : '';
  for (const asker of inOrder(row)) {
    const reply = await askRow<{ total?: number; items?: unknown[] }>(records, row, asker, made);
    const good = reply.status === goodStatus(row);
    const counts = good && row.totals !== undefined;
    seen[asker] = {
      status: reply.status,
      wronglyTold: wronglyTold(asker, reply.text),
      unrecorded: await unrecorded(reply),
      ...(counts ? { total: reply.body.total ?? reply.body.items?.length ?? -1 } : {}),
    };
    expected[asker] = {
      status: expectedStatus(row, asker),
      wronglyTold: [],
      unrecorded: [],
      ...(counts ? { total: row.totals?.[asker] ?? 0 } : {}),
    };
    if (good && row.made) made = await records.make[row.made]();
  }
  return { seen, expected };
}

describe('who may what', () => {
  it('is written down for every route', () => {
    const known = new Set(table.map((row) => row.route));
    expect(routes.map((entry) => `${entry.method} ${entry.path}`).filter((route) => !known.has(route))).toEqual([]);
    expect(table.filter((row) => !routeOf(row)).map((row) => row.route)).toEqual([]);
  });

  const named = (rows: readonly Row[]) =>
    rows.map((row) => ({ name: row.note ? `${row.route} (${row.note})` : row.route, row }));
  describe('reading', () => {
    it.each(named(table.filter(isRead)))('$name', async ({ row }) => {
      const { seen, expected } = await tryRow(row);
      expect(seen).toEqual(expected);
    });
  });
  describe('writing', () => {
    it.each(named(table.filter((row) => !isRead(row))))('$name', async ({ row }) => {
      const { seen, expected } = await tryRow(row);
      expect(seen).toEqual(expected);
    });
  });
});

describe('what is told', () => {
  it('reaches those whom it is for', async () => {
    // Another town's administrator is told of the own town only there.
    const { outsider } = records.askers.clients;
    for (const path of ['', `/needs/${records.ids.foreignNeed}`])
      wronglyTold('outsider', (await outsider.get(`/municipalities/${records.other.code}${path}`)).text);
    // A provider is told who it is from when it takes the case until that is over.
    const base = `/municipalities/${records.town.code}/referrals`;
    const open = { provider: records.ids.referral, providerSouth: records.ids.southReferral };
    for (const [provider, id] of Object.entries(open) as ['provider' | 'providerSouth', string][]) {
      const client = records.askers.clients[provider];
      const reply = await client.get<{ version: number }>(`${base}/${id}`);
      expect(reply.text).not.toContain('0225-00-000');
      const { version } = reply.body;
      expect((await client.post(`${base}/${id}/steps`, { event: 'ACCEPT' }, { version })).status).toBe(200);
      wronglyTold(provider, (await client.get(`${base}/${id}`)).text);
    }
    const missed = marks.flatMap((mark) =>
      mark.to.filter((asker) => !heardBy.get(mark.what)?.has(asker)).map((asker) => `${mark.what}: ${asker}`),
    );
    expect(missed).toEqual([]);
  });

  type List = {
    total: number;
    next: string | null;
    items: { id: string; title?: string; residentName?: string | null }[];
  };
  const list = async (asker: Asker, query: string): Promise<List> =>
    (await records.askers.clients[asker].get<List>(`/municipalities/${records.town.code}/${query}`)).body;

  it.each(['秘密', 'タロウ', 'ひみつ', '秘密 タロウ', '秘密タロウ'])(
    'finds nobody by the name %s for who may not know it',
    async (name) => {
      const query = `needs?q=${encodeURIComponent(name)}`;
      for (const asker of ['administrator', 'tier2', 'centre'] as const)
        expect((await list(asker, query)).items.map((need) => need.id)).toEqual([records.ids.silent]);
      for (const asker of ['tier1', 'member', 'tier2South', 'centreSouth'] as const)
        expect(await list(asker, query)).toEqual({ items: [], total: 0, next: null });
      expect((await list('tier1', `needs?q=${encodeURIComponent('北の見守り')}`)).items).toMatchObject([
        { id: records.ids.silent, residentName: null },
      ]);
    },
  );

  it('is on record: who looked at why a resident’s need was decided so', async () => {
    const { app, askers, ids, town } = records;
    for (const path of [`decisions/${ids.ranking}`, `decisions/cases/${ids.case}`]) {
      const looks = async () =>
        (
          await app.installation
            .db('audit')
            .where({ action: 'need.read', record_id: ids.need, actor_id: town.users.tier1 })
        ).length;
      const before = await looks();
      expect((await askers.clients.tier1.get(`/municipalities/${town.code}/${path}`)).status).toBe(200);
      expect(await looks()).toBe(before + 1);
    }
  });

  it('does not widen with another’s cursor', async () => {
    const first = await list('administrator', 'needs?limit=1&sort=oldest');
    expect(first.next).not.toBeNull();
    for (const asker of ['member', 'tier2South'] as const) {
      const own = await list(asker, 'needs?limit=200&sort=oldest');
      const borrowed = await list(asker, `needs?limit=200&sort=oldest&cursor=${first.next}`);
      expect(borrowed.total).toBe(own.total);
      expect(own.items.map((need) => need.id)).toEqual(expect.arrayContaining(borrowed.items.map((need) => need.id)));
    }
  });

  it('does not widen by asking for an area, a council or a need of others', async () => {
    expect((await list('tier2South', `needs?area=${records.town.areas.north.id}`)).total).toBe(0);
    expect((await list('tier2South', `referrals?need=${records.ids.need}`)).total).toBe(0);
    expect((await list('tier2South', `proposals?council=${records.ids.council}`)).total).toBe(0);
    expect((await list('tier2South', `findings?council=${records.ids.council}`)).items).toEqual([]);
  });

  it('counts around a council only what the asker may see', async () => {
    type Council = { findings: number; counts: { openNeeds: number; unmetNeeds: number; proposals: number } };
    const { id } = await records.app.installation.db('councils').where({ id: records.ids.ward }).first('id');
    const findingsTold = async (asker: Asker, council: string) => {
      const { findings, counts } = (
        await records.askers.clients[asker].get<Council>(`/municipalities/${records.town.code}/councils/${council}`)
      ).body;
      return { findings, unmet: counts.unmetNeeds, open: counts.openNeeds, proposals: counts.proposals };
    };
    const whole = await findingsTold('administrator', id);
    const [south] = (await list('tier2South', 'needs')).items;
    expect(south?.id).toBe(records.ids.southNeed);
    expect(await findingsTold('tier2South', id)).toEqual({ findings: 0, unmet: 0, open: 1, proposals: 1 });
    expect(await findingsTold('memberSouth', id)).toEqual({ findings: 0, unmet: 0, open: 0, proposals: 0 });
    expect(await findingsTold('centre', records.ids.council)).toMatchObject({ findings: 0, unmet: 2, proposals: 0 });
    expect(await findingsTold('member', records.ids.council)).toMatchObject({
      findings: 0,
      unmet: 2,
      open: (await list('member', 'needs?state=open')).total,
    });
    expect(whole.open).toBe((await list('administrator', 'needs?state=open')).total);
    expect(whole.open).toBeGreaterThan(4);
  });

  it('is not who it was any more, once a referral is over', async () => {
    for (const [provider, id] of [
      ['provider', records.ids.referral],
      ['providerSouth', records.ids.southReferral],
    ] as const) {
      const client = records.askers.clients[provider];
      const path = `/municipalities/${records.town.code}/referrals/${id}`;
      const step = async (event: string, answers?: object) => {
        const { version } = (await client.get<{ version: number }>(path)).body;
        expect((await client.post(`${path}/steps`, { event, answers }, { version })).status).toBe(200);
      };
      await step('START');
      await step('COMPLETE', {
        completedOn: '2026-11-23',
        result: 'solved',
        note: '毎週の送迎',
        emergencyContact: '緊急 連絡夫',
      });
      const over = await client.get<{ standing: { done: boolean } }>(path);
      expect([over.body.standing.done, wronglyTold(provider, over.text)]).toEqual([true, []]);
      expect(over.text).toContain('毎週の送迎');
      for (const gone of ['0225-00-000', '架空 ハナ', '南野 ミナミ', 'への伝言']) expect(over.text).not.toContain(gone);
    }
  });

  it('is nothing under another town’s code', async () => {
    const { clients } = records.askers;
    for (const [asker, code, id] of [
      ['outsider', records.other.code, records.ids.need],
      ['administrator', records.town.code, records.ids.foreignNeed],
      ['administrator', records.other.code, records.ids.foreignNeed],
      ['administrator', '00000', records.ids.need],
    ] as const)
      expect((await clients[asker].get(`/municipalities/${code}/needs/${id}`)).status).toBe(404);
  });
});

describe('a session', () => {
  it.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a sister site', { 'Sec-Fetch-Site': 'same-site' }],
    ['a foreign origin', { Origin: 'https://elsewhere.example' }],
    ['an origin that hides itself', { Origin: 'null' }],
  ])('is of no use to %s', async (_name, headers) => {
    const { outsider } = records.askers.clients;
    const before = await records.app.installation
      .db('users')
      .where({ id: records.askers.ids.outsider })
      .first('language', 'version');
    for (const method of ['PATCH', 'POST', 'DELETE'] as const) {
      const path = { PATCH: '/me', POST: '/me/tokens', DELETE: '/session' }[method];
      expect(
        await outsider.ask(method, path, method === 'DELETE' ? undefined : { language: 'en', name: 'x' }, { headers }),
      ).toMatchObject({ status: 403, body: { code: 'crossSite' } });
    }
    expect(
      await records.app.installation
        .db('users')
        .where({ id: records.askers.ids.outsider })
        .first('language', 'version'),
    ).toEqual(before);
    expect((await outsider.get('/me', { headers })).status).toBe(200);
  });

  it('and a token end when the user is disabled or the membership is over', async () => {
    const { clients, ids } = records.askers;
    const { db } = records.app.installation;
    const { body: token } = await clients.centre.post<{ secret: string }>('/me/tokens', { name: '鍵' });
    const needs = `/municipalities/${records.town.code}/needs`;
    const bearer = { headers: { Authorization: `Bearer ${token.secret}` } };
    const statuses = async () => [
      (await clients.centre.get(needs)).status,
      (await clients.anonymous.get(needs, bearer)).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    await db('users').where({ id: ids.centre }).update({ disabled_at: records.app.clock.now.toISOString() });
    expect(await statuses()).toEqual([401, 401]);
    await db('users').where({ id: ids.centre }).update({ disabled_at: null });
    await db('memberships').where({ user_id: ids.centre }).update({ ends_on: '2026-11-22' });
    expect(await statuses()).toEqual([404, 404]);
    await db('memberships').where({ user_id: ids.centre }).update({ ends_on: null });
  });

  it('is not made by a token that is wrong', async () => {
    for (const secret of ['', 'x', '北'])
      expect(
        (
          await records.askers.clients.anonymous.get('/me', {
            headers: { Authorization: `Bearer ${encodeURIComponent(secret)}` },
          })
        ).status,
      ).toBe(401);
  });
});
