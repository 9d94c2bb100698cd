import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purposes } from '../forms/purposes.ts';
import { definitionById } from '../server/definitions/definitions.ts';
import type { Actor, MunicipalContext } from '../server/kernel/context.ts';
import { may, reachBy, stepsAs } from '../server/kernel/rights.ts';
import { actionName } from '../server/kernel/stale.ts';
import { kindsAndEffects } from '../server/kinds/index.ts';
import { withRegisters } from '../server/registers/registers-in-force.ts';
import { kindName, recordKind } from '../server/records/record-kind.ts';
import { startName } from '../server/records/standing.ts';
import type { Register } from '../registers/types.ts';
import { runDue } from '../server/runner.ts';
import { listMembershipsInForce } from '../server/settings/users/memberships-store.ts';
import { signIn, type Client, type Reply } from './support/app.ts';
import { askers, type Asker } from './server/permissions/askers.ts';
import { makeRecords, type Records } from './server/permissions/records.ts';

type Words = Record<string, unknown>;
type Saved = { id: string; version: number };
type Step = { event: string; open: boolean; reasons: string[] };
type Page = Saved & {
  number: string;
  title: string | null;
  standing: { state: string; name: string; stage: { key: string } | null };
  columns: { field: string; label: string; value: string | null }[];
  answers: { label: string; value: string }[];
  given: Words | null;
  steps: Step[];
  story: { event: string; name: string; by: string; version: number; from: string | null; answers: Words[] }[];
  can: Record<string, boolean>;
};
type List<T = Page> = { items: T[]; total: number; next: string | null };

const kindOfGathering = 'register-gathering-place';

/** A register made of nothing but this file. */
const gathering = JSON.parse(readFileSync(new URL('fixtures/kinds/gathering-place.json', import.meta.url), 'utf8')) as {
  register: Register;
  forms: { key: string }[];
  workflow: Words;
};

const names: readonly Asker[] = ['administrator', 'tier2', 'centre'];
const tier1: readonly Asker[] = ['tier1', 'tier1South'];
const southNames: readonly Asker[] = ['administrator', 'administratorSouth', 'tier2South', 'centreSouth'];

/** Words that stand in the records of that kind, and who may ever be told them. */
const marks: { words: string; to: readonly Asker[] }[] = [
  { words: '茶の間ひだまり', to: [...names, ...tier1] },
  { words: 'サロンきたかぜ', to: [...names, ...tier1, 'member'] },
  { words: '世話 ヤキコ', to: names },
  { words: '0225-77-0001', to: names },
  { words: '同意した願い', to: [...names, ...tier1] },
  { words: '同意しない願い', to: names },
  { words: '足した 項目', to: names },
  { words: '開所の内輪話', to: names },
  { words: '4431443', to: [...names, ...tier1] },
  { words: '5542554', to: [...names, ...tier1, 'member'] },
  { words: '南の世話人', to: southNames },
];

let records: Records;
let base: string;
/** Of the data kind: planned and running in the north, planned in the south. */
let ids: Record<'planned' | 'running' | 'south', string>;
const heard = new Map<string, Set<Asker>>(marks.map(({ words }) => [words, new Set()]));

const clientOf = (asker: Asker): Client => records.askers.clients[asker];

const answers = (area: 'north' | 'south', more: Words = {}): Words => ({
  name: '居場所',
  place: records.town.areas[area].id,
  leader: '世話 ヤキコ',
  ...more,
});

async function begin(more: Words = {}, area: 'north' | 'south' = 'north'): Promise<Saved> {
  const reply = await clientOf(area === 'north' ? 'tier2' : 'tier2South').post<Saved>(base, {
    answers: answers(area, more),
  });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body;
}

/** Nobody is told what is not for them, and whoever is told of residents is on record for it. */
async function wrong(asker: Asker, reply: Reply<unknown>): Promise<string[]> {
  const spoken = marks.filter(({ words }) => reply.text.includes(words));
  for (const { words } of spoken) heard.get(words)?.add(asker);
  const lines = records.app.installation.db('audit').where({ request_id: reply.headers.get('x-request-id') });
  const isOnRecord = spoken.length === 0 || (await lines).length > 0;
  return [
    ...spoken.filter(({ to }) => !to.includes(asker)).map(({ words }) => words),
    ...(isOnRecord ? [] : ['a look']),
  ];
}

/** Asks as everybody; who is named is answered so, nobody and strangers as always, the rest `otherwise`. */
async function askAll(
  ask: (client: Client, asker: Asker) => Promise<Reply<unknown>>,
  expected: Record<number, readonly Asker[]>,
  otherwise: number,
): Promise<{ seen: Words; wanted: Words }> {
  const seen: Words = {};
  const wanted: Words = {};
  for (const asker of askers) {
    const reply = await ask(clientOf(asker), asker);
    seen[asker] = [reply.status, await wrong(asker, reply)];
    const named = Object.entries(expected).find(([, who]) => who.includes(asker))?.[0];
    wanted[asker] = [named ? Number(named) : asker === 'anonymous' ? 401 : asker === 'outsider' ? 404 : otherwise, []];
  }
  return { seen, wanted };
}

beforeAll(async () => {
  records = await makeRecords();
  base = records.work.path('registers/gathering-place/records');
  const publish = async (what: string, body: unknown) => {
    const reply = await clientOf('administrator').post(records.work.path(`definitions/${what}`), {
      body,
      reason: '居場所台帳を始める',
    });
    if (reply.status !== 201) throw new Error(`${what}: ${reply.text}`);
  };
  for (const form of gathering.forms) await publish('form', form);
  await publish('workflow', gathering.workflow);
  await publish('register', gathering.register);
  const sentWords = { phone: '0225-77-0001', added: '足した 項目' };
  const planned = await begin({
    name: '茶の間ひだまり',
    seats: 4431443,
    wish: '同意した願い',
    agreed: 'given',
    ...sentWords,
  });
  const running = await begin({ name: 'サロンきたかぜ', seats: 5542554, wish: '同意しない願い', ...sentWords });
  const south = await begin({ name: '南のサロン', leader: '南の世話人' }, 'south');
  ids = { planned: planned.id, running: running.id, south: south.id };
  const opened = await clientOf('tier2').post(
    `${base}/${running.id}/steps`,
    { event: 'OPEN', answers: { day: '2026-11-20', talk: '開所の内輪話' } },
    { version: 1 },
  );
  if (opened.status !== 200) throw new Error(opened.text);
});
afterAll(async () => {
  expect(records.app.logged).toEqual([]);
  await records.app.close();
});

describe('a register', () => {
  const see = { planned: [...names, ...tier1], running: [...names, ...tier1, 'member'] as Asker[] };
  const listers: readonly Asker[] = [...see.running, 'administratorSouth', 'tier2South', 'memberSouth', 'centreSouth'];

  it('is seen, listed, begun, corrected, moved and written out by whom its table of rights says', async () => {
    const step = (event: string, more: Words) => async (client: Client) =>
      client.post(`${base}/${(await begin()).id}/steps`, { event, ...more }, { version: 1 });
    const questions: Parameters<typeof askAll>[] = [
      [(client) => client.get(`${base}/${ids.planned}`), { 200: see.planned }, 404],
      [(client) => client.get(`${base}/${ids.running}`), { 200: see.running }, 404],
      [(client) => client.get(`${base}/${ids.south}`), { 200: [...southNames, ...tier1] }, 404],
      [(client) => client.get(base), { 200: listers }, 403],
      [
        (client) => client.get(records.work.path('registers/gathering-place/form')),
        { 200: ['tier2', 'centre', 'tier2South', 'centreSouth'] },
        403,
      ],
      [
        (client) => client.post(base, { answers: answers('north') }),
        // The south's people begin records in the south only.
        { 201: ['tier2', 'centre'], 422: ['tier2South', 'centreSouth'] },
        403,
      ],
      [
        async (client) => client.patch(`${base}/${(await begin()).id}`, { answers: answers('north') }, { version: 1 }),
        { 200: ['tier2', 'centre'], 403: ['administrator', ...tier1] },
        404,
      ],
      [
        step('OPEN', { answers: { day: '2026-11-20' } }),
        { 200: ['tier2', 'centre'], 403: ['administrator', ...tier1] },
        404,
      ],
      [step('APPROVE', {}), { 200: tier1, 403: names }, 404],
      [(client) => client.get(`${base}/export`), { 200: ['administrator', 'administratorSouth'] }, 403],
    ];
    for (const question of questions) {
      const { seen, wanted } = await askAll(...question);
      expect(seen).toEqual(wanted);
    }
  });

  it('tells nobody what is not for them, however they ask', async () => {
    for (const { words, to } of marks) {
      const query = `${base}?q=${encodeURIComponent(words)}`;
      const { seen, wanted } = await askAll((client) => client.get(query), { 200: listers }, 403);
      expect(seen).toEqual(wanted);
      for (const asker of listers.filter((candidate) => !to.includes(candidate)))
        expect((await clientOf(asker).get<List>(query)).body.total, `${asker} finds ${words}`).toBe(0);
    }
    const missed = marks.flatMap(({ words, to }) =>
      to.filter((asker) => !heard.get(words)?.has(asker)).map((asker) => `${words}: ${asker}`),
    );
    expect(missed).toEqual([]);
    const about = JSON.stringify(
      await records.app.installation.db('audit').where({ record_kind: kindOfGathering }).select('*'),
    );
    expect(marks.filter(({ words }) => about.includes(words))).toEqual([]);
  });

  it('is found from every page by what its list finds, and by nothing more', async () => {
    type Group = {
      kind: string;
      name: string;
      total: number;
      items: { title: string; path: string }[];
      list: string | null;
    };
    let hits = 0;
    for (const { words, to } of marks) {
      const query = records.work.path(`search?q=${encodeURIComponent(words)}`);
      const { seen, wanted } = await askAll((client) => client.get(query), {}, 200);
      expect(seen).toEqual(wanted);
      for (const asker of listers) {
        const { body } = await clientOf(asker).get<{ groups: Group[] }>(query);
        const group = body.groups.find(({ kind }) => kind === kindOfGathering);
        const own = (await clientOf(asker).get<List>(`${base}?q=${encodeURIComponent(words)}`)).body.total;
        expect([asker, words, group?.total ?? 0]).toEqual([asker, words, own]);
        if (!to.includes(asker)) expect(own).toBe(0);
        hits += own;
      }
    }
    expect(hits).toBeGreaterThan(marks.length);
    const { body } = await clientOf('member').get<{ groups: Group[] }>(
      records.work.path(`search?q=${encodeURIComponent('ib-2026-2 サロンきたかぜ')}`),
    );
    expect(body.groups.find(({ kind }) => kind === kindOfGathering)).toMatchObject({
      name: '居場所台帳',
      items: [{ title: 'IB-2026-2 サロンきたかぜ', path: `registers/gathering-place/${ids.running}` }],
    });
  });

  it('lets titles be searched by what is in force when it is asked', async () => {
    const publish = async (what: string, body: unknown) =>
      expect(
        await clientOf('administrator').post(records.work.path(`definitions/${what}`), { body, reason: '見直し' }),
      ).toMatchObject({ status: 201 });
    const countFound = async (words: string) =>
      (await clientOf('member').get<List>(`${base}?q=${encodeURIComponent(words)}`)).body.total;
    const [form] = structuredClone(gathering.forms) as unknown as [
      { schema: { properties: Record<string, Words> } },
      Words,
    ];
    const narrow = structuredClone(gathering.register);
    for (const right of narrow.rights) if (right.roles.includes('member')) delete right.told;
    expect(await countFound('サロンきたかぜ')).toBe(1);
    await publish('register', narrow);
    expect(await countFound('サロンきたかぜ')).toBe(0);
    expect(await countFound('ib-2026-2')).toBeGreaterThan(0);
    await publish('register', gathering.register);
    expect(await countFound('サロンきたかぜ')).toBe(1);
    // What was answered on the version before is not given away by the search either.
    form.schema.properties['name']!['x-tell'] = { tier1: 'always', members: 'consent' };
    await publish('form', form);
    expect(await countFound('サロンきたかぜ')).toBe(0);
    expect(await countFound('ib-2026-2')).toBeGreaterThan(0);
    await publish('form', gathering.forms[0]);
    expect(await countFound('サロンきたかぜ')).toBe(1);
  });

  it('drops nothing that a newer form has no place for, unless it is told which form may drop it', async () => {
    type Moved = Page & {
      moved: { form: string; answers: Words; asks: string[]; aside: { label: string; value: string }[] } | null;
    };
    const publish = async (body: unknown) =>
      expect(
        await clientOf('administrator').post(records.work.path('definitions/form'), { body, reason: '見直し' }),
      ).toMatchObject({ status: 201 });
    const client = clientOf('tier2');
    const { id } = await begin({ phone: '0225-00-0199', seats: 12 });
    const read = async (asker: Asker = 'tier2') => (await clientOf(asker).get<Moved>(`${base}/${id}`)).body;
    expect((await read()).moved).toBeNull();
    const [form] = structuredClone(gathering.forms) as unknown as [
      { texts: { ja: { fields: Words } }; schema: { properties: Words } },
    ];
    delete form.schema.properties['phone'];
    delete form.texts.ja.fields['phone'];
    await publish(form);
    const { moved, given } = await read();
    expect(given).toMatchObject({ phone: '0225-00-0199' });
    expect(moved).toMatchObject({
      answers: { leader: '世話 ヤキコ', seats: 12 },
      aside: [{ label: '電話', value: '0225-00-0199' }],
    });
    expect(moved?.answers).not.toHaveProperty('phone');
    expect(moved?.asks.join()).toContain('電話');
    // Who may not correct it is not told what would go.
    expect([(await read('administrator')).moved, (await read('tier1')).moved]).toEqual([null, null]);
    const correct = (drop?: string) =>
      client.patch<{ issues?: { path: string; code: string; message: string }[] }>(
        `${base}/${id}`,
        { answers: moved?.answers, ...(drop && { drop }) },
        { version: 1 },
      );
    const [before] = await records.app.installation.db('records').where({ id }).pluck<string[]>('form_id');
    // Nor by the word of who was told of another version.
    for (const refused of [await correct(), await correct(before)]) {
      expect(refused).toMatchObject({ status: 422, body: { issues: [{ path: '/answers', code: 'lost' }] } });
      expect(refused.body.issues?.[0]?.message).toContain('電話');
      expect(refused.text).not.toContain('0225-00-0199');
    }
    expect(await read()).toMatchObject({ version: 1, given: { phone: '0225-00-0199' }, story: [{ event: 'START' }] });
    expect((await correct(moved?.form)).status).toBe(200);
    const after = await read();
    expect(after).toMatchObject({ version: 2, moved: null, given: { seats: 12 } });
    expect(after.given).not.toHaveProperty('phone');
    await publish(gathering.forms[0]);
    // What the newer form only adds is asked of nobody.
    expect(
      (await client.patch(`${base}/${id}`, { answers: answers('north', { seats: 13 }) }, { version: 2 })).status,
    ).toBe(200);
  });

  it('keeps how its numbers are written, and fits what begins later too', async () => {
    const publish = (what: string, body: unknown, effectiveOn?: string) =>
      clientOf('administrator').post<{ issues?: { path: string; code: string }[] }>(
        records.work.path(`definitions/${what}`),
        { body, reason: '見直し', ...(effectiveOn && { effectiveOn }) },
      );
    const refusedAt = async (more: Partial<Register>, effectiveOn?: string) => {
      const { status, body } = await publish('register', { ...gathering.register, ...more }, effectiveOn);
      return [status, ...(body.issues ?? []).map(({ code }) => code)];
    };
    expect(await refusedAt({ number: 'IB-{number}' })).toEqual([422, 'register-numbers']);
    expect(await refusedAt({ number: 'B-{年度}-{number}' }, '2027-04-01')).toEqual([422, 'register-numbers']);
    // `added` is asked no more from a later day on, while no register shows it.
    const [form] = structuredClone(gathering.forms) as unknown as [
      { texts: { ja: { fields: Words } }; schema: { properties: Words } },
    ];
    delete form.schema.properties['added'];
    delete form.texts.ja.fields['added'];
    expect((await publish('form', form, '2027-06-01')).status).toBe(201);
    expect(await refusedAt({ list: { columns: ['seats', 'added'] } })).toEqual([422, 'unknown-column']);
    expect((await publish('form', gathering.forms[0], '2027-06-01')).status).toBe(201);
    expect((await publish('register', gathering.register)).status).toBe(201);
  });

  it('shows where it stands, what can be done, and its history', async () => {
    const { body } = await clientOf('tier2').get<Page>(`${base}/${ids.running}`);
    expect(body).toMatchObject({
      number: 'IB-2026-2',
      title: 'サロンきたかぜ',
      standing: { state: 'running', name: '開いている', stage: { key: 'running' } },
      given: { phone: '0225-77-0001' },
      can: { names: true, change: true, export: false },
      steps: [{ event: 'CLOSE', open: true }],
      story: [
        { event: 'OPEN', name: '開いた', version: 2, by: '見本市 tier2-north' },
        { event: 'START', name: '加えた', version: 1, from: null, answers: [] },
      ],
    });
    expect(body.story[0]?.answers).toEqual([
      { label: '開いた日', value: '2026年11月20日（令和8年）' },
      { label: '内輪の話', value: '開所の内輪話' },
    ]);
    const { body: less } = await clientOf('member').get<Page>(`${base}/${ids.running}`);
    expect(less).toMatchObject({ title: 'サロンきたかぜ', given: null, can: { names: false, change: false } });
    expect(less.columns.map(({ label, value }) => [label, value])).toEqual([
      ['席の数', '5542554'],
      ['世話人', null],
      ['したいこと', null],
    ]);
    expect(less.story[0]?.answers).toHaveLength(1);
    expect(less.steps).toMatchObject([{ event: 'CLOSE', open: false }]);
  });

  it('lists by stage, area and words, a page at a time', async () => {
    const list = async (query: string, asker: Asker = 'administrator') =>
      (await clientOf(asker).get<List>(`${base}?${query}`)).body;
    const all = await list('limit=200');
    expect(all.total).toBe(all.items.length);
    expect(all.items.map(({ number }) => Number(number.split('-')[2]))).toEqual(
      all.items.map((_item, index) => all.total - index),
    );
    const gathered: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: List = await list(`limit=7${next && `&cursor=${next}`}`);
      expect(page.total).toBe(all.total);
      gathered.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(gathered).toEqual(all.items.map(({ id }) => id));
    const planning = all.items.filter(({ standing }) => standing.stage?.key === 'planning');
    expect((await list('limit=200&state=planning')).items).toEqual(planning);
    expect((await list('limit=200&state=waiting')).items).toEqual(
      all.items.filter(({ standing }) => standing.state === 'planned'),
    );
    const { south, ward, root } = records.town.areas;
    expect((await list(`area=${south.id}`)).items.map(({ id }) => id)).toEqual([ids.south]);
    expect((await list(`area=${ward.id}`)).total).toBe(all.total);
    expect((await list(`area=${root.id}&state=nonsense`)).total).toBe(0);
    expect((await list(`q=${encodeURIComponent('ひだまり　茶の間')}`)).items).toMatchObject([{ id: ids.planned }]);
    expect((await list('q=ib-2026-2')).items.map(({ id }) => id)).toContain(ids.running);
    // Who is told of those that are open only, counts no others.
    expect((await list('', 'member')).items.every(({ standing }) => standing.state === 'running')).toBe(true);
    expect((await list('state=planning', 'member')).total).toBe(0);
    const { body } = await clientOf('member').get<{ items: Words[] }>(
      records.work.path('standings?kind=register-gathering-place'),
    );
    expect(body.items).toContainEqual({ value: 'waiting', name: '計画中' });
    expect((await clientOf('member').get(records.work.path('standings?kind=toString'))).status).toBe(404);
  });

  it('is written out as JSON with its history, each record as far as the asker may be told', async () => {
    const { body } = await clientOf('administrator').get<List>(`${base}/export?limit=200`);
    const whole = body.items.find(({ id }) => id === ids.running);
    expect(whole?.given).toMatchObject({ leader: '世話 ヤキコ', added: '足した 項目' });
    expect(whole?.story.map(({ event }) => event)).toEqual(['OPEN', 'START']);
    const south = (await clientOf('administratorSouth').get<List>(`${base}/export`)).body;
    expect(south.items.map(({ id }) => id)).toEqual([ids.south]);
  });

  it('that tells of nobody is on record where it is written out, and not where it is listed', async () => {
    const publish = async (body: Register) =>
      expect(
        await clientOf('administrator').post(records.work.path('definitions/register'), { body, reason: '見直し' }),
      ).toMatchObject({ status: 201 });
    await publish({ ...gathering.register, personal: false });
    const { db } = records.app.installation;
    const linesOf = async (path: string) => {
      const reply = await clientOf('administratorSouth').get(`${base}${path}`);
      const lines = await db('audit').where({ request_id: reply.headers.get('x-request-id') });
      const shown = lines.map(({ id }: { id: string }) =>
        db('audit_looks').where({ audit_id: id }).pluck<string[]>('record_id'),
      );
      return { actions: lines.map(({ action }: { action: string }) => action), shown: await Promise.all(shown) };
    };
    expect(await linesOf('')).toEqual({ actions: [], shown: [] });
    expect(await linesOf('/export?state=planning')).toEqual({
      actions: [`${kindOfGathering}.export`],
      shown: [[ids.south]],
    });
    await publish(gathering.register);
  });

  it('waits on the home pages of those whose turn its workflow says it is', async () => {
    type Home = { waiting: { text: string; action: string; path: string; dueOn: string | null; late: boolean }[] };
    const path = `registers/gathering-place/${ids.planned}`;
    const item = { text: 'IB-2026-1が計画のままです。', action: '開く', path, dueOn: '2026-12-07', late: false };
    const { seen, wanted } = await askAll(
      (client) => client.get(records.work.path('home')),
      { 200: askers.filter((asker) => !['anonymous', 'outsider'].includes(asker)) },
      404,
    );
    expect(seen).toEqual(wanted);
    const waiting = async (asker: Asker) =>
      (await clientOf(asker).get<Home>(records.work.path('home'))).body.waiting.filter((item) =>
        item.path.startsWith('registers/gathering-place/'),
      );
    expect(await waiting('tier2')).toContainEqual(expect.objectContaining(item));
    expect((await waiting('tier2')).map((item) => item.path)).not.toContain(`registers/gathering-place/${ids.running}`);
    expect((await waiting('tier2South')).map((item) => item.path)).toEqual([`registers/gathering-place/${ids.south}`]);
    for (const asker of ['administrator', 'tier1', 'centre', 'member', 'provider'] as const)
      expect(await waiting(asker)).toEqual([]);
  });

  it('is corrected by nobody who is not told all of it, and tells of no more turns than the asker sees', async () => {
    const publish = async (body: Register) =>
      expect(
        await clientOf('administrator').post(records.work.path('definitions/register'), { body, reason: '見直し' }),
      ).toMatchObject({ status: 201 });
    const [keepers, ...others] = gathering.register.rights;
    if (!keepers) throw new Error('nobody keeps it');
    await publish({
      ...gathering.register,
      rights: [
        keepers,
        // Steps reach further than what is seen.
        { roles: ['tier2'], where: 'anywhere', may: ['step'] },
        ...others.map((right) =>
          right.roles.includes('tier1') ? { ...right, may: [...right.may, 'change' as const] } : right,
        ),
      ],
    });
    const path = `${base}/${ids.planned}`;
    const { db } = records.app.installation;
    const stored = () => db('records').where({ id: ids.planned }).first('version', 'answers');
    const before = await stored();
    const { body } = await clientOf('tier1').get<Page>(path);
    expect([body.given, body.can]).toMatchObject([null, { names: false, change: true }]);
    const blind = { answers: answers('north', { leader: '知らずに書いた' }) };
    expect((await clientOf('tier1').patch(path, blind, { version: body.version })).status).toBe(403);
    expect(await stored()).toEqual(before);

    const { count } = (await db('records')
      .where({ kind: kindOfGathering, state: 'planned' })
      .count({ count: '*' })
      .first()) as { count: number | string };
    const { waiting } = (
      await clientOf('tier2').get<{ waiting: { text: string; path: string }[] }>(records.work.path('home'))
    ).body;
    const gatherings = waiting.filter((item) => item.path.startsWith('registers/gathering-place'));
    // Ten were read, and the south's is one of them.
    expect(gatherings.filter((item) => item.path.startsWith('registers/gathering-place/'))).toHaveLength(9);
    expect(gatherings.filter((item) => item.path.includes('?')).map(({ text }) => /[0-9]+/.exec(text)?.[0])).toEqual([
      String(Number(count) - 10),
    ]);
    await publish(gathering.register);
  });

  it('keeps what was answered before, beside its correction', async () => {
    const { id } = await begin({ name: '前の名前' });
    const change = (version: number, name: string) =>
      clientOf('centre').patch(`${base}/${id}`, { answers: answers('north', { name }) }, { version });
    expect((await change(1, '今の名前')).status).toBe(200);
    expect(await change(1, '遅れた名前')).toMatchObject({ status: 409, body: { code: 'stale' } });
    const { body } = await clientOf('tier2').get<Page>(`${base}/${id}`);
    expect([body.title, body.version, body.story.map(({ name }) => name)]).toEqual([
      '今の名前',
      2,
      ['内容の訂正', '加えた'],
    ]);
    const countFound = async (word: string) =>
      (await clientOf('tier2').get<List>(`${base}?q=${encodeURIComponent(word)}`)).body.total;
    expect([await countFound('今の名前'), await countFound('前の名前')]).toEqual([1, 0]);
    const kept = await records.app.installation.db('submissions').where({ record_id: id }).select('answers');
    expect(kept).toHaveLength(2);
    const { sheets } = (
      await clientOf('tier2').get<{ sheets: { paper: object }[] }>(
        records.work.path(`paper/records/${kindOfGathering}/${id}`),
      )
    ).body;
    // On paper stands what is answered now: what was corrected is told to nobody else.
    expect(sheets.map(({ paper }) => /前の名前|今の名前/.exec(JSON.stringify(paper))?.[0])).toEqual(['今の名前']);
    // Nor may it be moved to where the asker keeps none, whatever stands in its other answers.
    const move = async (record: string, version: number) =>
      clientOf('centre').patch(`${base}/${record}`, { answers: answers('south') }, { version });
    expect(await move(id, 2)).toMatchObject({ status: 422, body: { issues: [{ path: '/answers/place' }] } });
    const { id: naming } = await begin({ name: records.town.areas.south.id });
    expect(await move(naming, 1)).toMatchObject({ status: 422, body: { issues: [{ path: '/answers/place' }] } });
  });

  it('stores all of a beginning or nothing, and says what is missing', async () => {
    const { db } = records.app.installation;
    const count = async () =>
      Promise.all(
        ['records', 'submissions', 'events', 'audit'].map(async (table) =>
          Number((await db(table).count({ n: '*' }).first<{ n: number | string }>()).n),
        ),
      );
    const before = await count();
    expect(await clientOf('tier2').post(base, { answers: { name: '名前だけ' } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/answers/place' }, { path: '/answers/leader' }] },
    });
    expect(await count()).toEqual(before);
  });

  it('is reached by the one description of the API, and another that is not there by nothing', async () => {
    const { paths } = (await clientOf('anonymous').get<{ paths: Record<string, object> }>('/openapi.json')).body;
    const own = Object.keys(paths).filter((path) => path.includes('/registers'));
    const place = '/api/municipalities/{municipality}/registers/{register}';
    expect(own).toEqual([
      '/api/municipalities/{municipality}/registers',
      ...['', '/form', '/records'].map((rest) => place + rest),
      `${place}/records/export`,
      ...['/export', '/export/preview'].map((rest) => place + rest),
      ...['counts', 'fields', 'views', 'views/{id}', '{id}', '{id}/steps'].map((rest) => `${place}/records/${rest}`),
      `${place}/gantt`,
    ]);
    for (const rest of [
      '',
      '/form',
      '/records',
      '/records/export',
      '/export',
      '/gantt',
      '/records/counts?by=area',
      '/records/fields',
      '/records/views',
      `/records/${ids.planned}`,
    ])
      expect((await clientOf('tier2').get(records.work.path(`registers/another${rest}`))).status, rest).toBe(404);
  });

  it('is told with its columns, views and how many stand where, to whom it lets see any', async () => {
    type Told = { key: string; name: string; stages: { key: string; name: string; count: number }[] };
    const all = await clientOf('member').get<{ items: Told[] }>(records.work.path('registers'));
    expect(all.body.items.find(({ key }) => key === 'gathering-place')).toMatchObject({
      name: '居場所台帳',
      one: '居場所',
      mayAdd: false,
    });
    const none = await clientOf('provider').get<{ items: Told[] }>(records.work.path('registers'));
    expect(none.body.items.map(({ key }) => key)).not.toContain('gathering-place');
    expect((await clientOf('provider').get(records.work.path('registers/gathering-place'))).status).toBe(403);
    const counts = async (asker: Asker) => {
      const { body } = await clientOf(asker).get<Told>(records.work.path('registers/gathering-place'));
      return body.stages.map(({ key, name, count }) => [key, name, count]);
    };
    expect(await counts('tier2South')).toEqual([
      ['planning', '準備', 1],
      ['running', '活動', 0],
    ]);
    const whole = (await clientOf('tier2').get<Told>(records.work.path('registers/gathering-place'))).body;
    expect(whole).toMatchObject({
      columns: [
        { field: 'seats', label: '席の数' },
        { field: 'leader', label: '世話人' },
        { field: 'wish', label: 'したいこと' },
      ],
      views: [{ key: 'planned', name: 'これから', state: 'waiting' }],
      mayAdd: true,
    });
    const { total } = (await clientOf('tier2').get<List>(base)).body;
    expect(whole.stages.reduce((sum, { count }) => sum + count, 0)).toBe(total);
  });
});

/** How each kind is listed, and some of its records. A new kind in `kinds/index.ts` has to be added here. */
const listed: Record<string, { list: string; of: () => string[] }> = {
  need: {
    list: 'needs',
    of: () => [records.ids.need, records.ids.silent, records.ids.community, records.ids.southNeed],
  },
  referral: { list: 'referrals', of: () => [records.ids.referral, records.ids.southReferral] },
  council: { list: 'councils', of: () => [records.ids.council, records.ids.ward] },
  proposal: { list: 'proposals', of: () => [records.ids.draft, records.ids.sent, records.ids.southDraft] },
  [kindOfGathering]: { list: 'registers/gathering-place/records', of: () => Object.values(ids) },
};

describe('every kind', () => {
  const kinds = [...Object.keys(kindsAndEffects.kinds), kindOfGathering];
  const inTown = <T>(work: (ctx: MunicipalContext) => Promise<T>): Promise<T> =>
    records.app.run((ctx) =>
      withRegisters({ ...ctx, municipality: { id: records.town.id, code: records.town.code, name: '見本市' } }).then(
        work,
      ),
    );

  async function actorOf(ctx: MunicipalContext, asker: Asker): Promise<Actor> {
    const rows = await listMembershipsInForce(ctx.db, records.askers.ids[asker] ?? '', ctx.today);
    return {
      kind: 'user',
      id: asker,
      name: asker,
      email: '',
      memberships: rows
        .filter((row) => row.municipality_id === records.town.id)
        .map((row) => ({
          id: row.id,
          municipalityId: row.municipality_id,
          role: row.role,
          areaId: row.area_id,
          areaPath: row.area_path,
          organisationId: row.organisation_id,
        })),
    };
  }

  it('is in this test', () => {
    expect(Object.keys(listed).toSorted()).toEqual(kinds.toSorted());
  });

  it.each(kinds)('%s: pages, lists and steps are open to whom the table of rights says', async (kind) => {
    const { list, of } = listed[kind]!;
    for (const asker of askers.filter((candidate) => candidate !== 'anonymous')) {
      const client = clientOf(asker);
      const { can = {} } = (await client.get<{ can?: Record<string, boolean> }>(records.work.path(''))).body;
      const items = new Set(
        ((await client.get<List | null>(records.work.path(`${list}?limit=200`))).body?.items ?? []).map(({ id }) => id),
      );
      for (const id of of()) {
        const page = await client.get<Page>(records.work.path(`${list}/${id}`));
        const { sees, steps } = await inTown(async (ctx) => {
          const actor = await actorOf(ctx, asker);
          const description = recordKind(ctx, kind);
          const row = await description.load(ctx, id);
          if (!row) throw new Error('no record');
          const { body } = await definitionById(ctx, 'workflow', row.workflow_id);
          const [rights, judged] = [description.rights, description.judged(row)];
          return {
            sees: may(rights, actor, 'see', judged),
            steps: Object.entries(body.steps).flatMap(([event, { roles }]) =>
              roles.some((role) => role !== 'system' && stepsAs(rights, actor, role, judged)) ? [event] : [],
            ),
          };
        });
        expect([asker, page.status, items.has(id)]).toEqual([asker, sees ? 200 : 404, sees]);
        // Who sees one is offered their page.
        if (sees) expect(can).toMatchObject({ [list.replace(/\/records$/, '')]: true });
        if (!sees) continue;
        expect(
          page.body.steps.filter(({ open, event }) => open && !steps.includes(event)),
          `${asker} may take`,
        ).toEqual([]);
      }
    }
  });

  it.each(kinds)('%s: its history has every version from the first', async (kind) => {
    const { list, of } = listed[kind]!;
    for (const id of of()) {
      const { body } = await clientOf('administrator').get<Page>(records.work.path(`${list}/${id}`));
      const versions = body.story.map(({ version }) => version).toReversed();
      expect(versions[0]).toBe(1);
      expect(versions).toEqual(versions.toSorted((version, other) => version - other));
      expect(body.story.at(-1)).toMatchObject({ event: 'START', from: null });
    }
  });

  it.each(kinds)('%s: who is told of it is known to its forms, and it has words in both languages', async (kind) => {
    await inTown(async (ctx) => {
      const { rights, stepForms } = recordKind(ctx, kind);
      const audiences = stepForms.flatMap((purpose) => purposes[purpose].audiences);
      expect(
        rights.flatMap(({ told: audience }) => audience ?? []).filter((audience) => !audiences.includes(audience)),
      ).toEqual([]);
      expect(rights.some(({ may: does }) => does.includes('see'))).toBe(true);
      for (const language of ['ja', 'en'] as const) {
        const words = [
          kindName({ ...ctx, language }, kind),
          ...['create', 'step', 'read'].map((action) => actionName({ language }, `${kind}.${action}`)),
          startName({ subject: kind } as never, language),
        ];
        expect(words.filter((text) => text === '' || /[a-z]+_[a-z]+|\b[a-z]+\.[a-z]+/.test(text))).toEqual([]);
        if (language === 'en') expect(words.join()).not.toMatch(/[ぁ-ん]/);
      }
    });
  });

  it.each(kinds)('%s: somebody sees it, and nobody without a role does', async (kind) => {
    await inTown(async (ctx) => {
      const { rights } = recordKind(ctx, kind);
      expect(reachBy(rights, await actorOf(ctx, 'administrator'), 'see')).not.toEqual([]);
      expect(reachBy(rights, await actorOf(ctx, 'outsider'), 'see')).toEqual([]);
    });
  });
});

// The last: it forgets everybody's sessions.
describe('half a year later, a register', () => {
  it('is moved by its workflow’s own time', async () => {
    const { id } = await begin();
    await clientOf('tier2').post(
      `${base}/${id}/steps`,
      { event: 'OPEN', answers: { day: '2026-11-20' } },
      { version: 1 },
    );
    records.app.clock.advanceDays(181);
    await runDue(records.app.installation);
    const client = await signIn(records.app, records.askers.emails.tier2);
    const { body } = await client.get<Page>(`${base}/${id}`);
    expect(body.standing.state).toBe('dormant');
    expect(body.story[0]?.name).toBe('期限による自動の移行');
  });
});
