import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workflow } from '../../../workflows/types.ts';
import { connect, persons, type Person } from '../../support/app.ts';
import { assessment, communityIntake, startCasework, type Casework } from '../../support/casework.ts';

let work: Casework;
beforeAll(async () => {
  work = await startCasework();
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

type Waiting = {
  kind: string;
  text: string;
  action: string;
  path: string;
  since: string | null;
  dueOn: string | null;
  late: boolean;
  urgency: string | null;
};
type Home = {
  waiting: Waiting[];
  noticed: { text: string; path: string }[];
  recent: { text: string; by: string; path: string; others: { title: string; path: string }[] }[];
  first: { text: string; path: string; mark: string | null }[];
};

const home = async (person: Person, language = 'ja') =>
  (await work.as(person)).get<Home>(work.path('home'), { headers: { 'Accept-Language': language } });
const waiting = async (person: Person, kind: string): Promise<Waiting[]> =>
  (await home(person)).body.waiting.filter((item) => item.kind === kind);

describe('the home page', () => {
  it('gives a new municipality its first three things to do, until they are done', async () => {
    expect((await home('administrator')).body.first.map((thing) => thing.path)).toEqual([
      'settings/councils',
      'services/import',
    ]);
    expect((await home('tier2-north')).body.first.map((thing) => thing.path)).toEqual(['needs/new', 'services']);
    expect((await home('provider')).body).toMatchObject({ waiting: [], noticed: [], recent: [] });
    await work.addCouncil('北の支え合い会議', 2, 'north');
    await work.addCouncil('見本市の協議体', 1, 'root');
    await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
    await work.takeIn('centre-north', { receivedOn: '2026-11-10', title: '通院の相談' });
    expect((await home('administrator')).body.first).toEqual([]);
    expect((await home('centre-north')).body.first.map((thing) => thing.path)).toEqual(['services', 'needs']);
    const taken = (by: Person) => work.app.installation.db('needs').update({ created_by: work.town.users[by] });
    await taken('tier2-north');
    expect((await home('tier2-north')).body.first.map((thing) => thing.path)).toEqual([
      expect.stringMatching(/^councils\//),
      'services',
    ]);
    await taken('centre-north');
  });

  it('shows who is new three things to do first, by role, each until they have been there, and nobody who is not', async () => {
    const first = async (person: Person) => (await home(person)).body.first;
    expect((await first('provider')).map((thing) => thing.path)).toEqual([
      'services',
      'referrals',
      'services/organisations',
    ]);
    const [thing] = await first('tier1');
    expect(thing).toMatchObject({ path: 'councils', mark: 'first:seeCouncils' });
    await (await work.as('tier1')).post(work.path('news/read'), { ids: [thing!.mark] });
    expect((await first('tier1')).map((thing) => thing.path)).toEqual(['needs/lacks', 'proposals']);
    expect((await first('member-north')).map((thing) => thing.path)).toEqual(['councils', 'needs', 'services']);
    work.app.clock.advanceDays(31);
    for (const person of ['provider', 'tier1', 'member-north'] as const) expect(await first(person)).toEqual([]);
    work.app.clock.advanceDays(-31);
  });

  it('tells the second tier what came in, and not to another area', async () => {
    const [item] = await waiting('tier2-north', 'need-new');
    expect(item).toMatchObject({
      urgency: 'normal',
      late: true,
      dueOn: '2026-11-17',
      action: '内容を確かめる',
      path: expect.stringMatching(/^needs\//),
      since: '2026-11-10',
    });
    expect(item!.text).toContain('通院の相談');
    expect((await home('tier2-east')).text).not.toContain('通院の相談');
    expect(await waiting('centre-north', 'need-new')).toHaveLength(1);
    expect((await home('tier2-north', 'en')).body.waiting.find((item) => item.kind === 'need-new')?.text).toContain(
      'Nobody has looked into',
    );
  });

  it('follows a referral: to the provider, back after a refusal, and to unmet', async () => {
    const path = (await waiting('tier2-north', 'need-new'))[0]!.path;
    await work.step('tier2-north', path, 'ASSESS', assessment);
    expect(await waiting('tier2-north', 'need-seeking')).toHaveLength(1);
    const second = await work.addService({ name: '西の送迎', type: 'transport', areas: ['ward'] });
    const client = await work.as('tier2-north');
    const send = async () => {
      const { body } = await client.post<{ decisionId: string; candidates: { service: { id: string } }[] }>(
        work.path(`${path}/ranking`),
      );
      return (
        await client.post<{ id: string }>(work.path(`${path}/referrals`), {
          serviceId: body.candidates[0]!.service.id,
          decisionId: body.decisionId,
        })
      ).body.id;
    };
    const first = await send();
    const [item] = await waiting('provider', 'referral-waiting');
    expect(item).toMatchObject({ late: false, dueOn: '2026-11-30', path: `referrals/${first}` });
    expect(item!.text).toContain('返事をしてください');
    // As soon as somebody should have replied, the coordinator is told too; what is answered leaves both pages.
    expect(await waiting('tier2-north', 'referral-waiting')).toEqual([]);
    work.app.clock.advanceDays(7);
    expect(await waiting('provider', 'referral-waiting')).toMatchObject([{ late: true }]);
    expect(await waiting('tier2-north', 'referral-waiting')).toMatchObject([
      { late: false, dueOn: '2026-12-07', path: `referrals/${first}`, action: '紹介を確かめる' },
    ]);
    work.app.clock.advanceDays(-7);
    expect((await home('provider')).text).not.toContain('架空');
    await work.step('provider', `referrals/${first}`, 'REFUSE', { cause: 'staff', reason: '担い手不足' });
    const [next] = await waiting('tier2-north', 'need-next');
    expect(next).toMatchObject({ urgency: 'normal', path });
    expect(await waiting('tier2-north', 'need-seeking')).toEqual([]);
    expect(await waiting('provider', 'referral-waiting')).toEqual([]);
    expect(next!.text).toContain('次の候補');
    const other = await send();
    await work.step('provider', `referrals/${other}`, 'ACCEPT');
    expect(await waiting('provider', 'referral-accepted')).toHaveLength(1);
    await work.step('provider', `referrals/${other}`, 'STOP', { stoppedOn: '2026-11-23', reason: '故障' });
    expect(await waiting('tier2-north', 'need-unmet')).toMatchObject([{ path }]);
    expect(second).toBeTruthy();
  });

  it('shows candidates, drafts, what reached the first tier, and the answer that returned', async () => {
    const { id } = await work.takeIn('tier2-north', { title: '二件目の相談' });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '無い' });
    const [candidate] = (await home('tier2-north')).body.waiting.filter((item) => item.kind === 'finding');
    expect(candidate?.path).toMatch(/^councils\//);
    expect((await home('tier1')).body.waiting.filter((item) => item.kind === 'finding')).toEqual([]);
    const council = candidate!.path.slice('councils/'.length);
    const client = await work.as('tier2-north');
    const { body: form } = await client.get<{ to: { id: string }[] }>(
      work.path(`proposals/form?council=${council}&kind=report`),
    );
    const { body: draft } = await client.post<{ id: string }>(work.path('proposals'), {
      kind: 'report',
      fromCouncilId: council,
      toCouncilId: form.to[0]!.id,
      answers: { title: '北の足', body: '足りません' },
    });
    const path = `proposals/${draft.id}`;
    expect(await waiting('tier2-north', 'proposal-draft')).toMatchObject([{ path }]);
    expect(await waiting('tier1', 'proposal-sent')).toEqual([]);
    await work.step('tier2-north', path, 'SEND');
    expect(await waiting('tier2-north', 'proposal-draft')).toEqual([]);
    expect(await waiting('tier1', 'proposal-sent')).toMatchObject([{ path, late: false, dueOn: '2026-11-30' }]);
    await work.step('tier1', path, 'RECEIVE');
    expect(await waiting('tier1', 'proposal-received')).toMatchObject([{ path }]);
    await work.step('tier1', path, 'NOTE', { comment: '紹介しました' });
    expect(await waiting('tier1', 'proposal-received')).toEqual([]);
    const { body: news } = await client.get<{ items: { text: string; path: string; by: string }[] }>(work.path('news'));
    expect(news.items.find((item) => item.path === path)).toMatchObject({
      by: '見本市 tier1',
      text: expect.stringContaining('共有済み'),
    });
  });

  it('shows a member the council’s meetings and the community’s needs, never a resident’s', async () => {
    await work.takeIn('tier2-north', communityIntake(work.town, { title: '集会所の相談' }));
    const [item] = await waiting('tier2-north', 'council-turn');
    expect(item).toMatchObject({ action: '座談会を記録する', late: false });
    expect((await waiting('tier1', 'council-turn')).map(({ text }) => text)).toEqual([
      '見本市の協議体は「準備（座談会）」です。',
    ]);
    const council = item!.path;
    await (
      await work.as('tier2-north')
    ).post(work.path(`${council}/meetings`), {
      kind: 'council',
      title: '十一月の会議',
      heldOn: '2026-11-22',
      attendance: 8,
    });
    const seen = await home('member-north');
    expect(seen.body.waiting).toEqual([]);
    expect(seen.text).toContain('集会所の相談');
    expect(seen.text).not.toContain('通院の相談');
  });

  it('counts for a member, whose turn a city made it, only what they may see: the community’s need behind many others', async () => {
    const administrator = await work.as('administrator');
    const library = new URL('../../../workflows/library/need.workflow.json', import.meta.url);
    const workflow = JSON.parse(readFileSync(library, 'utf8')) as Workflow;
    for (const note of Object.values(workflow.states))
      for (const turn of note.turns ?? []) turn.roles = [...turn.roles, 'member'];
    const saved = await administrator.post(work.path('definitions/workflow'), { body: workflow, reason: '委員にも' });
    expect(saved.status, saved.text).toBe(201);
    for (let count = 0; count < 11; count += 1)
      await work.takeIn('tier2-north', { receivedOn: '2026-11-01', title: '個人の相談' });
    const mine = async () => (await home('member-north')).body.waiting.filter((item) => item.kind.startsWith('need-'));
    const before = (await mine()).map((item) => item.kind);
    await work.takeIn('tier2-north', communityIntake(work.town, { receivedOn: '2026-11-12', title: 'みんなの足' }));
    const items = await mine();
    expect(items.filter((item) => item.kind === 'need-new').map((item) => item.text)).toEqual([
      expect.stringContaining('みんなの足'),
    ]);
    expect([before.includes('need-new'), before.includes('need-more')]).toEqual([false, false]);
    expect(items.some((item) => item.kind === 'need-more')).toBe(false);
    expect((await waiting('tier2-north', 'need-more')).length).toBe(1);
  });

  it('reminds of capacity and entries that nobody has confirmed for long', async () => {
    const [service] = await waiting('provider', 'capacity');
    expect(service).toBeUndefined();
    work.app.clock.advanceDays(95);
    expect((await waiting('provider', 'capacity')).map((item) => item.path)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^services\//)]),
    );
    const [stale] = await waiting('tier2-north', 'services-stale');
    expect(stale).toMatchObject({ path: 'services?staleDays=90', text: expect.stringContaining('1件') });
    expect(await waiting('tier2-east', 'services-stale')).toEqual([]);
    work.app.clock.advanceDays(-95);
  });

  it('tells a token that is limited to kinds of those alone', async () => {
    await work.takeIn('tier2-north', { title: '鍵に話すこと' });
    const officer = await work.as('tier2-north');
    const isTold = async (page: string, kinds: string[]): Promise<boolean> => {
      const { body } = await officer.post<{ secret: string }>('/me/tokens', { name: '集計', kinds });
      const bearer = { headers: { Authorization: `Bearer ${body.secret}` } };
      const reply = await connect(work.app).get(work.path(page), bearer);
      expect(reply.status).toBe(200);
      return reply.text.includes('"path":"needs');
    };
    expect(await isTold('home', ['home', 'needs'])).toBe(true);
    expect(await isTold('home', ['home'])).toBe(false);
    expect(await isTold('home', ['home', 'councils', 'settings'])).toBe(false);
    // News are others' acts.
    const other = await work.as('centre-north');
    const news = async (kinds: string[]) => {
      const { body } = await other.post<{ secret: string }>('/me/tokens', { name: '集計', kinds });
      const bearer = { headers: { Authorization: `Bearer ${body.secret}` } };
      return (await connect(work.app).get<{ items: object[]; unread: number }>(work.path('news'), bearer)).body;
    };
    const { id } = await work.takeIn('centre-north', { title: 'センターが受けたこと' });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    expect((await news(['home', 'needs'])).items.length).toBeGreaterThan(0);
    expect(await news(['home', 'tasks'])).toMatchObject({ items: [], unread: 0 });
  });

  it('tells the administrator of the whole municipality what the server could not do and whose role ends', async () => {
    const { db } = work.app.installation;
    await db('memberships').where({ user_id: work.town.users['member-north'] }).update({ ends_on: '2026-12-01' });
    await db('effects').insert({
      id: 'failed-effect',
      municipality_id: work.town.id,
      type: 'seekNext',
      params: '{}',
      due_at: '2026-11-22T00:00:00.000Z',
      status: 'failed',
      attempts: 8,
      created_at: '2026-11-22T00:00:00.000Z',
    });
    const items = (await home('administrator')).body.waiting;
    expect(items[0]).toMatchObject({ kind: 'effects-failed', late: true });
    expect(items.find((item) => item.kind === 'membership-ending')?.text).toContain('2026年12月1日（令和8年）');
    expect((await home('administrator-ward')).body.waiting).toEqual([]);

    // What was given up leaves once somebody has decided: it is let be, or done once more.
    const admin = await work.as('administrator');
    const failures = async () =>
      (await admin.get<{ items: { id: string; type: string }[] }>(work.path('failures'))).body.items;
    expect(await failures()).toMatchObject([{ id: 'failed-effect', type: 'seekNext', path: null }]);
    const decide = (decision: string) => admin.post(work.path('failures/failed-effect/decision'), { decision });
    expect((await decide('later')).status).toBe(422);
    expect((await decide('drop')).status).toBe(204);
    expect((await decide('drop')).status).toBe(404);
    expect([await failures(), await waiting('administrator', 'effects-failed')]).toEqual([[], []]);
    await db('effects')
      .where({ id: 'failed-effect' })
      .update({
        status: 'failed',
        type: 'evaluateEscalation',
        params: JSON.stringify({ params: { types: ['transport'] }, event: null, depth: 1 }),
      });
    expect(await waiting('administrator', 'effects-failed')).toHaveLength(1);
    expect((await decide('again')).status).toBe(204);
    await work.runDue();
    expect((await db('effects').where({ id: 'failed-effect' }).first()).status).toBe('done');
    expect(await waiting('administrator', 'effects-failed')).toEqual([]);
  });

  it('leaves the second tier alone about a meeting once it is on record, and asks again when there was none for long', async () => {
    const id = await work.addCouncil('東の支え合い会議', 2, 'east');
    await work.app.installation
      .db('councils')
      .where({ id })
      .update({ established_on: '2026-01-10', state: 'operation.active', state_since: '2026-01-09T15:00:00.000Z' });
    const record = async (heldOn: string) =>
      (await work.as('tier2-east')).post(work.path(`councils/${id}/meetings`), {
        kind: 'council',
        title: '会議',
        heldOn,
        attendance: 5,
      });
    const turns = async () => (await waiting('tier2-east', 'council-turn')).map((item) => item.text);
    const silent = async () => (await waiting('tier1', 'council-silent')).map((item) => item.text);
    expect(await turns()).toEqual(['東の支え合い会議の会議の記録が、しばらくありません。開いたら記録してください。']);
    expect(await silent()).toEqual([expect.stringContaining('東の支え合い会議は2026年1月10日（令和8年）から')]);
    await record('2026-07-01');
    expect(await silent()).toEqual([expect.stringContaining('東の支え合い会議は2026年7月1日（令和8年）から')]);
    await record('2026-11-20');
    expect([await turns(), await silent()]).toEqual([[], []]);
    work.app.clock.advanceDays(58);
    expect((await turns()).length).toBe(1);
    expect(await silent()).toEqual([]);
    work.app.clock.advanceDays(-58);
    await work.app.installation.db('councils').where({ id }).update({ closed_at: work.app.clock.now.toISOString() });
  });

  it('tells the administrator of drafts that nobody has published and of a back-test that was cut off, until they are', async () => {
    const { db } = work.app.installation;
    const administrator = await work.as('administrator');
    const rules = new URL('../../../rules/library/escalation.rules.json', import.meta.url);
    const body: unknown = JSON.parse(readFileSync(rules, 'utf8'));
    const saved = await administrator.put(work.path('rules/escalation/draft'), { body }, { version: 0 });
    expect(saved.status, saved.text).toBeLessThan(300);
    expect(await waiting('administrator', 'draft-open')).toMatchObject([
      { text: expect.stringContaining('見本市 administratorが保存'), path: 'settings/rules/escalation' },
    ]);
    expect(await waiting('administrator-ward', 'draft-open')).toEqual([]);
    await db('drafts').where({ municipality_id: work.town.id }).update({ body: null });
    expect(await waiting('administrator', 'draft-open')).toEqual([]);
    const job = (id: string, status: string) =>
      db('backtests').insert({
        id,
        municipality_id: work.town.id,
        kind: 'backtest',
        rules_key: 'escalation',
        status,
        counts: '{}',
        created_at: '2026-11-22T00:00:00.000Z',
      });
    await job('job-1', 'failed');
    expect(await waiting('administrator', 'backtest-failed')).toMatchObject([
      { path: 'settings/rules/escalation/backtests/job-1', since: '2026-11-22' },
    ]);
    await job('job-2', 'done');
    expect(await waiting('administrator', 'backtest-failed')).toEqual([]);
  });

  it('shows what others did, as one line where one person did the same with several, and not what I did', async () => {
    await work.app.run(async ({ db }) => void (await db('events').update({ happened_at: '2026-11-01T00:00:00.000Z' })));
    for (const title of ['甲の相談', '乙の相談', '丙の相談']) await work.takeIn('centre-north', { title });
    const [line] = (await home('tier2-north')).body.recent;
    expect(line).toMatchObject({
      by: '見本市 centre-north',
      text: expect.stringMatching(/丙の相談ほか2件：受け付けた$/),
    });
    expect(line!.others.map((other) => other.title)).toEqual([
      expect.stringContaining('乙の相談'),
      expect.stringContaining('甲の相談'),
    ]);
    expect((await home('centre-north')).body.recent.map((line) => line.text).join()).not.toMatch(/[甲乙丙]の相談/);
  });

  it('counts the fiscal year of each asker’s areas beside the year before, the community’s needs alone for a member', async () => {
    type Figures = {
      from: string;
      before: object;
      groups: { items: { key: string; count: number; before: object }[] }[];
    };
    const figures = async (person: Person) => {
      const { body } = await (await work.as(person)).get<Figures>(work.path('figures'));
      return Object.fromEntries(body.groups.flatMap(({ items }) => items.map((figure) => [figure.key, figure])));
    };
    await work.takeIn('tier2-north', { receivedOn: '2025-10-01', title: '昨年の相談' });
    await work.takeIn('tier2-north', { receivedOn: '2025-12-01', title: '昨年の今より後の相談' });
    const { body } = await (await work.as('tier1')).get<Figures>(work.path('figures'));
    expect(body).toMatchObject({
      from: '2026-04-01',
      to: '2026-11-23',
      before: { from: '2025-04-01', to: '2025-11-23' },
    });
    const [all, member, east] = [await figures('tier1'), await figures('member-north'), await figures('tier2-east')];
    const total = await work.app.installation.db('needs').where('received_on', '>=', '2026-04-01').count({ n: '*' });
    expect(all.received).toMatchObject({ count: Number(total[0]!.n), said: `${total[0]!.n}件`, before: { count: 1 } });
    expect(all.unmet).toMatchObject({ before: null });
    expect(member.received!.count).toBeLessThan(all.received!.count);
    expect(member.received!.count).toBeGreaterThan(0);
    expect(member.sent).toBeUndefined();
    expect(east.received).toMatchObject({ count: 0 });
    expect(all.meetings!.count).toBeGreaterThan(0);
    expect((await (await work.as('provider')).get<Figures>(work.path('figures'))).body.groups).toEqual([]);
  });

  it('notices a council that stands still', async () => {
    work.app.clock.advanceDays(200);
    await work.runDue();
    expect((await home('tier1')).body.noticed.map((notice) => notice.path)).toContainEqual(
      expect.stringMatching(/^councils\//),
    );
    await work.app.installation
      .db('councils')
      .where({ name: '北の支え合い会議' })
      .update({ local_name: '北のおたがいさま' });
    expect((await home('tier1')).body.noticed.map((notice) => notice.text)).toContainEqual(
      expect.stringMatching(/^北のおたがいさま：/),
    );
    expect((await home('member-north')).status).toBe(404);
    expect((await home('centre-north')).body.noticed).toEqual([]);
  });

  it('answers every kind of asker, in both languages, without a missing text', async () => {
    for (const person of persons.filter((each) => each !== 'member-north'))
      for (const language of ['ja', 'en']) {
        const reply = await home(person, language);
        expect(reply.status).toBe(200);
        const { waiting: items, recent, noticed } = reply.body;
        for (const line of [...items, ...recent, ...noticed])
          expect(line.text).not.toMatch(/^[a-z]+(\.[a-zA-Z]+)+$|\{\{|undefined/);
        for (const item of items) expect(item.action).not.toMatch(/^action\./);
      }
  });
});
