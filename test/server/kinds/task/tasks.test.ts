import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as contract from '../../../../server/kinds/task/contract.ts';
import type * as overview from '../../../../server/overview/contract.ts';
import type { Person } from '../../../support/app.ts';
import { startCasework, type Casework } from '../../../support/casework.ts';

type Page = z.infer<typeof contract.taskPage>;
type Saved = z.infer<typeof shared.saved>;
type Problem = z.infer<typeof shared.problem>;
type Home = z.infer<typeof overview.home>;
type Words = Record<string, unknown>;

let work: Casework;
let council: string;
const members: Record<'account' | 'none', string> = { account: '', none: '' };

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
  (await work.as(person)).ask<T & Problem>(method, work.path(path), body, version === undefined ? {} : { version });
const add = async (more: Words): Promise<string> => {
  const reply = await ask<Saved>('tier2-north', 'POST', 'tasks', { councilId: council, ...more });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body.id;
};
const list = async (query: string, person: Person = 'tier2-north') =>
  (await ask<Page>(person, 'GET', `tasks?${query}`)).body.items;
const homeOf = async (person: Person) =>
  (await ask<Home>(person, 'GET', 'home')).body.waiting.filter(({ kind }) => kind.startsWith('task'));
const end = (person: Person, id: string, body: Words, version = 1) =>
  ask(person, 'PATCH', `tasks/${id}`, body, version);

beforeAll(async () => {
  work = await startCasework();
  council = await work.addCouncil('北の支え合い会議', 2, 'north');
  const join = async (name: string, more: Words = {}): Promise<string> =>
    (
      await ask<Saved>('administrator', 'POST', `councils/${council}/members`, {
        name,
        role: 'member',
        startsOn: '2026-04-01',
        ...more,
      })
    ).body.id;
  members.account = await join('見本 委員', { userId: work.town.users['member-north'] });
  members.none = await join('架空 ひさし');
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe('a task', () => {
  it('stands on the home page of who does it until it is done, and of the coordinator where that has no account', async () => {
    const own = await add({ text: '商店会に聞く', memberId: members.account, dueOn: '2026-12-04' });
    const other = await add({ text: '鍵の預け先を決める', memberId: members.none, dueOn: '2026-11-20' });
    expect(await homeOf('member-north')).toMatchObject([
      { kind: 'task-mine', text: expect.stringContaining('商店会に聞く'), dueOn: '2026-12-04', late: false },
    ]);
    expect(await homeOf('tier2-north')).toMatchObject([
      { kind: 'task-others', text: expect.stringContaining('架空 ひさし'), late: true },
    ]);
    const adds = async (person: Person) => (await ask<Page>(person, 'GET', 'tasks')).body.can['add'];
    expect([await adds('tier2-north'), await adds('member-north')]).toEqual([true, false]);
    // Whose role in the council's area has ended is told nothing more of it.
    const roles = work.app.installation.db('memberships').where({ user_id: work.town.users['member-north'] });
    await roles.clone().update({ area_id: work.town.areas.south.id });
    expect(await homeOf('member-north')).toEqual([]);
    await roles.clone().update({ area_id: work.town.areas.north.id });
    // The first that is due comes first.
    expect((await list(`council=${council}`)).map(({ id, late }) => [id, late])).toEqual([
      [other, true],
      [own, false],
    ]);
    expect(await end('member-north', other, { state: 'done' })).toMatchObject({ status: 403 });
    expect(await end('member-north', own, { state: 'done', text: '別のこと' })).toMatchObject({ status: 403 });
    expect(await end('member-north', own, { state: 'done', result: '週1回なら出せる' })).toMatchObject({ status: 200 });
    expect(await end('tier2-north', own, { state: 'open' })).toMatchObject({ status: 409, body: { code: 'stale' } });
    expect(await homeOf('member-north')).toEqual([]);
    await end('tier2-north', other, { state: 'dropped', result: '要らなくなった' });
    expect(await homeOf('tier2-north')).toEqual([]);
    expect(await list(`council=${council}&state=done`)).toMatchObject([{ id: own, result: '週1回なら出せる' }]);
  });

  it('comes from a meeting or a need; one about a resident is told with the consent to it', async () => {
    const meeting = (
      await ask<Saved>('tier2-north', 'POST', `councils/${council}/meetings`, {
        kind: 'council',
        title: '会議',
        heldOn: '2026-11-20',
        attendance: 8,
      })
    ).body.id;
    const need = (await work.takeIn('tier2-north')).id;
    const id = await add({ text: '架空さんの足を調べる', assignee: '例示 まこと', meetingId: meeting, needId: need });
    expect(await list(`meeting=${meeting}`, 'member-north')).toMatchObject([
      { id, assignee: { memberId: null, name: '例示 まこと' }, meeting: { title: '会議' }, need: { canOpen: false } },
    ]);
    // A home page shows nothing of a resident that is not looked at on record.
    expect((await homeOf('tier2-north')).map(({ text }) => text).join()).not.toContain('架空さん');
    const silent = (await work.takeIn('tier2-north', { consent: 'not-given', consentScope: [] })).id;
    const refused = await ask('tier2-north', 'POST', 'tasks', { councilId: council, text: 'x', needId: silent });
    expect(refused.body.issues).toMatchObject([{ path: '/needId', code: 'noConsent' }]);
    await work.app.installation.db('needs').where({ id: need }).update({ consent: 'not-given' });
    expect(await list(`meeting=${meeting}`, 'member-north')).toEqual([]);
    // Nor is it counted for who may not hear of it, in the list or in its file.
    expect((await ask<Page>('member-north', 'GET', `tasks?need=${need}`)).body).toMatchObject({ items: [], total: 0 });
    expect((await ask('member-north', 'GET', `tasks/export/preview?need=${need}`)).body).toMatchObject({ rows: 0 });
    expect((await ask('tier2-north', 'GET', `tasks/export/preview?need=${need}`)).body).toMatchObject({ rows: 1 });
    await work.app.installation.db('needs').where({ id: need }).update({ consent_override: '["council"]' });
    expect((await ask<Page>('member-north', 'GET', `tasks?need=${need}`)).body).toMatchObject({ total: 1 });
    await work.app.installation.db('needs').where({ id: need }).update({ consent_override: '[]' });
    expect(await end('member-north', id, { state: 'done' })).toMatchObject({ status: 404 });
    expect(await list(`need=${need}`)).toMatchObject([{ id, need: { canOpen: true } }]);
    await end('tier2-north', id, { state: 'done' });
    const elsewhere = await work.addCouncil('東の支え合い会議', 2, 'east');
    expect(
      (await ask('administrator', 'POST', 'tasks', { councilId: elsewhere, text: 'x', meetingId: meeting })).body
        .issues,
    ).toMatchObject([{ path: '/meetingId', code: 'unknown' }]);
    expect(
      (await ask('administrator', 'POST', 'tasks', { councilId: elsewhere, text: 'x', memberId: members.none })).body
        .issues,
    ).toMatchObject([{ path: '/memberId', code: 'unknownMember' }]);
  });

  it('comes from a proposal: of the council that received it, shown with it, for who may see it', async () => {
    const upper = await work.addCouncil('市の協議体', 1, 'root');
    const sent = await ask<Saved>('tier2-north', 'POST', 'proposals', {
      kind: 'proposal',
      fromCouncilId: council,
      toCouncilId: upper,
      answers: { title: '移動の足', body: '足が足りません。', background: '三人の声', request: '市で考えてください。' },
    });
    expect(sent.status, sent.text).toBe(201);
    const proposalId = sent.body.id;
    const task = { councilId: upper, text: '交通の課に相談する', assignee: '例示 まこと', proposalId };
    // Not sent yet, it is there for its own council alone.
    expect((await ask('tier1', 'POST', 'tasks', task)).body.issues).toMatchObject([{ path: '/proposalId' }]);
    await work.step('tier2-north', `proposals/${proposalId}`, 'SEND');
    const given = await ask<Saved>('tier1', 'POST', 'tasks', task);
    expect(given.status, given.text).toBe(201);
    expect(await list(`proposal=${proposalId}`, 'tier1')).toMatchObject([
      { id: given.body.id, text: '交通の課に相談する', proposal: { id: proposalId, number: 1 } },
    ]);
    const other = await add({ text: 'ほかの宿題', memberId: members.none });
    await end('tier2-north', other, { state: 'done' });
    expect(await list(`proposal=${proposalId}`, 'tier1')).toHaveLength(1);
    expect((await end('tier1', given.body.id, { state: 'done', result: '来年度に試す' })).status).toBe(200);
    expect(await list(`proposal=${proposalId}&state=open`, 'tier1')).toEqual([]);
    expect(await list(`proposal=${proposalId}`, 'tier1')).toMatchObject([{ state: 'done', result: '来年度に試す' }]);
    // Of a proposal that is none of theirs nobody makes one.
    const elsewhere = await work.addCouncil('東の別の会議', 2, 'east');
    const theirs = { ...task, councilId: elsewhere };
    expect((await ask('tier2-east', 'POST', 'tasks', theirs)).body.issues).toMatchObject([{ path: '/proposalId' }]);
  });
});

describe('a question', () => {
  it('waits on the home page of the council’s members until they have answered, and of who asks until it is ended', async () => {
    const id = await add({ kind: 'question', text: 'Bさんを推進員に推せますか', memberId: members.none });
    expect(await homeOf('member-north')).toMatchObject([
      { kind: 'task-asked', text: expect.stringContaining('Bさん') },
    ]);
    expect(await homeOf('tier2-north')).toMatchObject([
      { kind: 'task-asking', text: expect.stringContaining('返事0件') },
    ]);
    const both = await Promise.all(
      ['考えます', '考えています'].map((text) => ask('member-north', 'POST', `tasks/${id}/replies`, { text })),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    // The same person's answer is mended, not counted twice; what others said by telephone is written down.
    await ask('member-north', 'POST', `tasks/${id}/replies`, { text: '適任です' });
    expect(await ask('member-north', 'POST', `tasks/${id}/replies`, { text: 'x', name: '架空 ひさし' })).toMatchObject({
      status: 403,
    });
    await ask('tier2-north', 'POST', `tasks/${id}/replies`, { text: '賛成（電話で）', name: '架空 ひさし' });
    expect(await homeOf('member-north')).toEqual([]);
    expect(await homeOf('tier2-north')).toMatchObject([{ text: expect.stringContaining('返事2件') }]);
    expect(await list('state=open', 'member-north')).toMatchObject([
      {
        id,
        assignee: null,
        replies: [
          { text: '適任です', mine: true },
          { name: '架空 ひさし', text: '賛成（電話で）', mine: false },
        ],
      },
    ]);
    await end('tier2-north', id, { state: 'done', result: '推すことにした' });
    expect(await homeOf('tier2-north')).toEqual([]);
    expect(await ask('member-north', 'POST', `tasks/${id}/replies`, { text: 'まだ' })).toMatchObject({
      status: 409,
      body: { code: 'taskNotAsked' },
    });
  });
});
