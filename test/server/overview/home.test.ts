import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workflow } from '../../../workflows/types.ts';
import { persons, type Person } from '../../support/app.ts';
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
  recent: { text: string; by: string; path: string }[];
  first: { text: string; path: string }[];
};

const home = async (person: Person, language = 'ja') =>
  (await work.as(person)).get<Home>(work.path('home'), { headers: { 'Accept-Language': language } });
const waiting = async (person: Person, kind: string): Promise<Waiting[]> =>
  (await home(person)).body.waiting.filter((one) => one.kind === kind);

describe('the home page', () => {
  it('gives a new municipality its first three things to do, until they are done', async () => {
    expect((await home('administrator')).body.first.map((one) => one.path)).toEqual([
      'settings/councils',
      'services/import',
    ]);
    expect((await home('tier2-north')).body.first.map((one) => one.path)).toEqual(['needs/new']);
    expect((await home('provider')).body).toEqual({ waiting: [], noticed: [], recent: [], first: [] });
    await work.addCouncil('北の支え合い会議', 2, 'north');
    await work.addCouncil('見本市の協議体', 1, 'root');
    await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
    await work.takeIn('centre-north', { receivedOn: '2026-11-10', title: '通院の相談' });
    expect((await home('administrator')).body.first).toEqual([]);
    expect((await home('tier2-north')).body.first.map((one) => one.path)).toEqual([
      expect.stringMatching(/^councils\//),
    ]);
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
    expect((await home('tier2-north', 'en')).body.waiting.find((one) => one.kind === 'need-new')?.text).toContain(
      'Nobody has looked into',
    );
  });

  it('follows a referral: to the provider, back after a refusal, and to unmet', async () => {
    const path = (await waiting('tier2-north', 'need-new'))[0]!.path;
    await work.step('tier2-north', path, 'ASSESS', assessment);
    expect(await waiting('tier2-north', 'need-seeking')).toHaveLength(1);
    expect((await waiting('centre-north', 'need-mine'))[0]?.text).toContain('確認済み');
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
    const [asked] = await waiting('provider', 'referral-waiting');
    expect(asked).toMatchObject({ late: false, dueOn: '2026-11-30', path: `referrals/${first}` });
    expect(asked!.text).toContain('返事をしてください');
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
    const [candidate] = (await home('tier2-north')).body.waiting.filter((one) => one.kind === 'finding');
    expect(candidate?.path).toMatch(/^councils\//);
    expect((await home('tier1')).body.waiting.filter((one) => one.kind === 'finding')).toEqual([]);
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
    expect((await waiting('tier2-north', 'proposal-answered'))[0]?.text).toContain('共有済み');
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
    expect(seen.body.waiting.map((one) => one.kind).toSorted()).toEqual(['meeting', 'need-community']);
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
    const mine = async () => (await home('member-north')).body.waiting.filter((one) => one.kind.startsWith('need-'));
    const before = (await mine()).map((one) => one.kind);
    await work.takeIn('tier2-north', communityIntake(work.town, { receivedOn: '2026-11-12', title: 'みんなの足' }));
    const items = await mine();
    expect(items.filter((one) => one.kind === 'need-new').map((one) => one.text)).toEqual([
      expect.stringContaining('みんなの足'),
    ]);
    expect([before.includes('need-new'), before.includes('need-more')]).toEqual([false, false]);
    expect(items.some((one) => one.kind === 'need-more')).toBe(false);
    expect((await waiting('tier2-north', 'need-more')).length).toBe(1);
  });

  it('reminds of capacity and entries that nobody has confirmed for long', async () => {
    const [service] = await waiting('provider', 'capacity');
    expect(service).toBeUndefined();
    work.app.clock.advanceDays(95);
    expect((await waiting('provider', 'capacity')).map((one) => one.path)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^services\//)]),
    );
    const [stale] = await waiting('tier2-north', 'services-stale');
    expect(stale).toMatchObject({ path: 'services?staleDays=90', text: expect.stringContaining('1件') });
    expect(await waiting('tier2-east', 'services-stale')).toEqual([]);
    work.app.clock.advanceDays(-95);
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
    expect(items.find((one) => one.kind === 'membership-ending')?.text).toContain('2026年12月1日（令和8年）');
    expect((await home('administrator-ward')).body.waiting).toEqual([]);
  });

  it('notices a council that stands still', async () => {
    work.app.clock.advanceDays(200);
    await work.runDue();
    expect((await home('tier1')).body.noticed.map((one) => one.path)).toContainEqual(
      expect.stringMatching(/^councils\//),
    );
    await work.app.installation
      .db('councils')
      .where({ name: '北の支え合い会議' })
      .update({ local_name: '北のおたがいさま' });
    expect((await home('tier1')).body.noticed.map((one) => one.text)).toContainEqual(
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
        for (const one of [...items, ...recent, ...noticed])
          expect(one.text).not.toMatch(/^[a-z]+(\.[a-zA-Z]+)+$|\{\{|undefined/);
        for (const one of items) expect(one.action).not.toMatch(/^action\./);
      }
  });
});
