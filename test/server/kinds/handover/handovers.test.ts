import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as contract from '../../../../server/kinds/handover/contract.ts';
import type * as councils from '../../../../server/kinds/council/contract.ts';
import type * as tasks from '../../../../server/kinds/task/contract.ts';
import type * as overview from '../../../../server/overview/contract.ts';
import type * as users from '../../../../server/settings/users/contract.ts';
import type { Person } from '../../../support/app.ts';
import { assessment, giveRole, startCasework, type Casework } from '../../../support/casework.ts';
import { supporterAnswers } from '../../permissions/records.ts';

type Words = Record<string, unknown>;
type Problem = z.infer<typeof shared.problem>;
type Saved = z.infer<typeof shared.saved>;
type Open = z.infer<typeof contract.handoverOpen>;
type Handover = z.infer<typeof contract.handoverRecord>;
type Page = z.infer<typeof contract.handoverPage>;
type User = z.infer<typeof users.user>;

let work: Casework;
let council: string;
let needs: { id: string }[];
let task: string;

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
  (await work.as(person)).ask<T & Problem>(method, work.path(path), body, version === undefined ? {} : { version });
const made = async (person: Person, path: string, body: Words): Promise<string> => {
  const reply = await ask<Saved>(person, 'POST', path, body);
  if (reply.status !== 201) throw new Error(`${path}: ${reply.text}`);
  return reply.body.id;
};
const user = async (person: Person): Promise<User> =>
  (await ask<User>('administrator', 'GET', `users/${work.town.users[person]}`)).body;
const homeOf = async (person: Person) => (await ask<z.infer<typeof overview.home>>(person, 'GET', 'home')).body.waiting;
const openOf = (person: Person, asker: Person = 'administrator') =>
  user(person).then(({ id, memberships }) =>
    ask<Open>(asker, 'GET', `handovers/open?user=${id}&membership=${memberships[0]?.id}`),
  );
const endRole = async (membershipId: string, person: Person, more: Words = {}, version = 1) =>
  ask<Saved>(
    'administrator',
    'POST',
    'handovers',
    { ended: { userId: work.town.users[person], membershipId }, endsOn: '2026-11-30', toUserId: null, ...more },
    version,
  );
const listTasks = async () =>
  (await ask<z.infer<typeof tasks.taskPage>>('administrator', 'GET', 'tasks?limit=200')).body.items;
const assigneeOf = async (id: string) => (await listTasks()).find((task) => task.id === id)?.assignee;
const seatsOf = async (id = council) =>
  (await ask<z.infer<typeof councils.councilRecord>>('administrator', 'GET', `councils/${id}`)).body.members;
const read = (person: Person, id: string) => ask<Handover>(person, 'GET', `handovers/${id}`);

beforeAll(async () => {
  work = await startCasework();
  const { town } = work;
  await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
  council = await work.addCouncil('北の支え合い会議', 2, 'north');
  needs = [
    await work.takeIn('tier2-north', { title: '通院の足' }),
    await work.takeIn('tier2-north', { title: '買い物の足' }),
  ];
  await work.takeIn('tier2-east', { title: '東の困りごと', area: town.areas.east.id });
  const at = `needs/${needs[0]?.id}`;
  await work.step('tier2-north', at, 'ASSESS', assessment);
  const ranking = await ask<{ decisionId: string; candidates: { service: { id: string } }[] }>(
    'tier2-north',
    'POST',
    `${at}/ranking`,
  );
  await made('tier2-north', `${at}/referrals`, {
    decisionId: ranking.body.decisionId,
    serviceId: ranking.body.candidates[0]?.service.id,
  });
  const seat = await made('administrator', `councils/${council}/members`, {
    name: '見本市 tier2-north',
    role: 'coordinator',
    userId: town.users['tier2-north'],
    startsOn: '2026-04-01',
  });
  task = await made('tier2-north', 'tasks', { councilId: council, text: '商店会に聞く', memberId: seat });
  await made('tier2-north', `councils/${council}/meetings`, {
    kind: 'council',
    state: 'planned',
    title: '12月の会議',
    heldOn: '2026-12-20',
  });
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe('what is open of a role', () => {
  it('is its area’s records that are not over, what is planned, and what the person has taken on', async () => {
    const { status, body } = await openOf('tier2-north');
    expect(status).toBe(200);
    const titles = body.items.map(({ kind, title }) => `${kind}：${title}`);
    expect(titles).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^困りごと：No\.\d+ 通院の足$/),
        expect.stringMatching(/^困りごと：No\.\d+ 買い物の足$/),
        expect.stringMatching(/^紹介：.*通院の足.*北の送迎/),
        expect.stringContaining('12月の会議'),
        expect.stringContaining('商店会に聞く'),
      ]),
    );
    expect(titles.join()).not.toContain('東の困りごと');
    expect(body.items.find(({ title }) => title.includes('買い物の足'))).toMatchObject({
      state: expect.any(String),
      since: '2026-11-23',
      next: expect.any(String),
      path: `needs/${needs[1]?.id}`,
    });
    expect(body.seats).toEqual([{ id: council, name: '北の支え合い会議' }]);
    // Nobody else has the role.
    expect(body.successors).toEqual([]);
  });

  it('tells of a register’s record since when it stands there, whatever was recorded of it there since', async () => {
    const id = await made('tier2-north', 'registers/supporter/records', { answers: supporterAnswers(work.town) });
    const days = { state_since: '2026-11-02T00:00:00.000Z', moved_at: '2026-11-20T00:00:00.000Z' };
    await work.app.installation.db('records').where({ id }).update(days);
    const item = (await openOf('tier2-north')).body.items.find(({ path }) => path === `registers/supporter/${id}`);
    expect(item).toMatchObject({ since: '2026-11-02' });
    await work.app.installation.db('records').where({ id }).update({ area_id: work.town.areas.east.id });
  });

  it('is told to who may end it, and their look at the needs is on record', async () => {
    for (const person of ['tier1', 'tier2-north', 'provider'] as const)
      expect((await openOf('tier2-north', person)).status, person).toBe(403);
    expect((await openOf('tier2-east', 'administrator-ward')).status).toBe(404);
    expect(await ask('administrator', 'GET', 'handovers/open')).toMatchObject({ status: 422 });
    const lines = await work.app.installation.db('audit_looks').whereIn('record_id', [needs[1]?.id ?? '']);
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('a role that ends', () => {
  it('is handed over with its end: the successor’s home begins with it until they have received it', async () => {
    const { memberships } = await user('tier2-north');
    const membershipId = memberships[0]?.id ?? '';
    await giveRole(work, 'tier2-east', 'tier2');
    const successor = work.town.users['tier2-east'];
    const [need] = needs;
    const [east] = (
      await ask<{ items: { id: string }[] }>('tier2-east', 'GET', `needs?area=${work.town.areas.east.id}`)
    ).body.items;
    const refused = async (more: Words, path: string, version = 1) =>
      expect(await endRole(membershipId, 'tier2-north', more, version)).toMatchObject({
        status: 422,
        body: { issues: [{ path }] },
      });
    // Who has no such role; whose account is shut; what is of another area.
    await refused({ toUserId: work.town.users['member-north'] }, '/toUserId');
    await work.app.installation
      .db('users')
      .where({ id: successor })
      .update({ disabled_at: '2026-11-22T00:00:00.000Z' });
    await refused({ toUserId: successor }, '/toUserId');
    await work.app.installation.db('users').where({ id: successor }).update({ disabled_at: null });
    await refused({ notes: [{ key: `need needs/${east?.id}`, note: '東' }] }, '/notes/0/key');
    expect(await endRole(membershipId, 'tier2-north', {}, 7)).toMatchObject({ status: 409, body: { code: 'stale' } });
    expect((await user('tier2-north')).memberships[0]?.endsOn).toBeNull();
    expect(await work.app.installation.db('handovers')).toEqual([]);

    const given = await endRole(membershipId, 'tier2-north', {
      toUserId: successor,
      note: '月初に商店会へ。',
      notes: [{ key: `need needs/${need?.id}`, note: '家族にも連絡する' }],
    });
    expect(given.status, given.text).toBe(201);
    expect((await user('tier2-north')).memberships[0]).toMatchObject({ endsOn: '2026-11-30' });
    // So does the seat that they have by it; nobody else's has begun.
    expect(await seatsOf()).toMatchObject([{ name: '見本市 tier2-north', endsOn: '2026-11-30', current: true }]);
    // Until the last day is over, the task is theirs.
    expect(await assigneeOf(task)).toMatchObject({ name: '見本市 tier2-north' });

    const waiting = async (person: Person) => (await ask<Page>(person, 'GET', 'handovers?waiting=true')).body.items;
    expect(await waiting('tier2-east')).toMatchObject([
      { from: '見本市 tier2-north', role: 'tier2', endsOn: '2026-11-30' },
    ]);
    expect(await waiting('tier2-north')).toEqual([]);
    const { body } = await read('tier2-east', given.body.id);
    expect(body).toMatchObject({ note: '月初に商店会へ。', can: { name: false, receive: true } });
    // Who was told it is on record, beside whose needs they saw.
    expect(
      await work.app.installation.db('audit').where({ action: 'handover.read', record_id: given.body.id }),
    ).toHaveLength(1);
    expect(body.items.find(({ path }) => path === `needs/${need?.id}`)).toMatchObject({
      title: expect.stringContaining('通院の足'),
      note: '家族にも連絡する',
      over: false,
    });
    const planned = body.items.find(({ title }) => title.includes('12月の会議'));
    expect(planned).toMatchObject({ kind: '集まり', dueOn: '2026-12-20', over: false });
    // The task goes on with the successor, and what is done says so.
    const itsTask = async () =>
      (await read('tier2-east', given.body.id)).body.items.find(({ title }) => title.includes('商店会に聞く'));
    expect(await itsTask()).toMatchObject({ over: false, path: `tasks?council=${council}&task=${task}` });
    // Whom it does not concern.
    for (const person of ['tier1', 'member-north', 'provider'] as const) {
      expect((await read(person, given.body.id)).status, person).toBe(404);
      expect((await ask(person, 'POST', `handovers/${given.body.id}/receive`)).status, person).toBe(404);
    }
    expect((await ask('administrator', 'POST', `handovers/${given.body.id}/receive`)).status).toBe(403);
    expect((await ask('tier2-east', 'PATCH', `handovers/${given.body.id}`, { toUserId: successor }, 1)).status).toBe(
      403,
    );

    const received = await ask<Saved>('tier2-east', 'POST', `handovers/${given.body.id}/receive`);
    expect(received.body).toEqual({ id: given.body.id, version: 2 });
    // Once is enough.
    expect((await ask<Saved>('tier2-east', 'POST', `handovers/${given.body.id}/receive`)).body).toEqual(received.body);
    expect(await waiting('tier2-east')).toEqual([]);
    expect((await read('administrator', given.body.id)).body).toMatchObject({
      receivedAt: expect.any(String),
      can: { name: false, receive: false },
    });
  });

  it('passes its tasks on once its last day is over', async () => {
    const [handover] = (await ask<Page>('tier2-east', 'GET', 'handovers')).body.items;
    const itsTask = async () =>
      (await read('tier2-east', handover?.id ?? '')).body.items.find(({ path }) => path?.endsWith(task));
    work.app.clock.advanceDays(7);
    await work.runDue();
    expect(await assigneeOf(task)).toMatchObject({ name: '見本市 tier2-north' });
    work.app.clock.advanceDays(1);
    await work.runDue();
    // The successor has the seat now, in a term of their own.
    const seats = await seatsOf();
    expect(seats).toMatchObject([
      { name: '見本市 tier2-east', role: 'coordinator', startsOn: '2026-12-01', endsOn: null, current: true },
      { name: '見本市 tier2-north', role: 'coordinator', startsOn: '2026-04-01', endsOn: '2026-11-30', current: false },
    ]);
    expect(await assigneeOf(task)).toEqual({ memberId: seats[0]?.id, name: '見本市 tier2-east' });
    expect(await itsTask()).toMatchObject({ over: false });
    await ask('tier2-east', 'PATCH', `tasks/${task}`, { state: 'done' }, 2);
    expect(await itsTask()).toMatchObject({ over: true });
  });

  it('tells whoever has no right any more that something was open, and not what', async () => {
    work.app.clock.advanceDays(2);
    await giveRole(work, 'tier2-north', 'member', { area: 'east' });
    const { items } = (await ask<Page>('tier2-north', 'GET', 'handovers')).body;
    const { body, text } = await read('tier2-north', items[0]?.id ?? '');
    expect(body.items.length).toBeGreaterThan(4);
    expect(body.items.every(({ hidden, path, note }) => hidden && path === null && note === '')).toBe(true);
    expect(body.note).toBe('');
    for (const words of ['通院の足', '商店会に聞く', '家族にも連絡する', '月初に商店会へ'])
      expect(text).not.toContain(words);
  });

  it('without a successor waits on the administrator’s home until one is named', async () => {
    const membershipId = await giveRole(work, 'tier2-north', 'tier2', { starts: '2026-12-01' });
    const given = await endRole(membershipId, 'tier2-north', { endsOn: '2026-12-31' });
    expect(given.status, given.text).toBe(201);
    const open = async () => (await homeOf('administrator')).filter(({ kind }) => kind === 'handover-open');
    expect(await open()).toMatchObject([
      {
        path: `handovers/${given.body.id}`,
        text: expect.stringContaining('引き継ぎ先が決まっていません'),
        late: false,
      },
    ]);
    const name = (toUserId: string, version = 1) =>
      ask<Saved>('administrator', 'PATCH', `handovers/${given.body.id}`, { toUserId }, version);
    expect(await name(work.town.users.provider)).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/toUserId' }] },
    });
    expect(await name(work.town.users['tier2-east'], 9)).toMatchObject({ status: 409, body: { code: 'stale' } });
    expect((await name(work.town.users['tier2-east'])).status).toBe(200);
    expect(await open()).toEqual([]);
    // Whose account is shut before they have received it goes on with nothing.
    const shut = (at: string | null) =>
      work.app.installation.db('users').where({ id: work.town.users['tier2-east'] }).update({ disabled_at: at });
    await shut('2026-12-03T00:00:00.000Z');
    expect(await open()).toHaveLength(1);
    await shut(null);
  });
});

describe('an office in a council', () => {
  it('is handed over by who keeps its records, and its end is the term’s', async () => {
    const [seat] = await seatsOf();
    const at = `handovers/open?council=${council}&member=${seat?.id}`;
    expect((await ask('member-north', 'GET', at)).status).toBe(403);
    const { body } = await ask<Open>('tier2-east', 'GET', at);
    expect(body).toMatchObject({ council: { name: '北の支え合い会議' }, role: 'tier2', from: '見本市 tier2-east' });
    const given = await ask<Saved>(
      'tier2-east',
      'POST',
      'handovers',
      { ended: { councilId: council, memberId: seat?.id }, endsOn: '2026-12-31', toUserId: null, note: '名簿は棚に。' },
      seat?.version,
    );
    expect(given.status, given.text).toBe(201);
    expect((await seatsOf())[0]).toMatchObject({ endsOn: '2026-12-31' });
    expect((await read('tier2-east', given.body.id)).body.can).toEqual({ name: true, receive: false });
  });

  it('goes on with whom it is handed to from the next day, and with another who is named later from then on', async () => {
    const { users } = work.town;
    const east = await work.addCouncil('東の支え合い会議', 2, 'east');
    for (const person of ['member-north', 'provider'] as const)
      await giveRole(work, person, 'member', { area: 'east' });
    const seat = async (person: Person, role: string) =>
      made('administrator', `councils/${east}/members`, {
        name: `見本市 ${person}`,
        role,
        userId: users[person],
        startsOn: '2026-04-01',
      });
    const chair = await seat('tier2-north', 'chair');
    await seat('member-north', 'member');
    const terms = async () =>
      (await seatsOf(east))
        .map(({ name, role, startsOn, endsOn }) => [name.replace('見本市 ', ''), role, startsOn, endsOn])
        .toSorted();
    const given = await ask<Saved>(
      'administrator',
      'POST',
      'handovers',
      { ended: { councilId: east, memberId: chair }, endsOn: null, toUserId: users['member-north'] },
      1,
    );
    expect(given.status, given.text).toBe(201);
    const before = [
      // A member who takes the chair leaves the member's seat.
      ['member-north', 'member', '2026-04-01', '2026-12-03'],
      ['tier2-north', 'chair', '2026-04-01', '2026-12-03'],
    ];
    expect(await terms()).toEqual([['member-north', 'chair', '2026-12-04', null], ...before]);
    const again = await ask<Saved>(
      'administrator',
      'PATCH',
      `handovers/${given.body.id}`,
      { toUserId: users['provider'] },
      1,
    );
    expect(again.status, again.text).toBe(200);
    expect(await terms()).toEqual([
      // Never begun.
      ['member-north', 'chair', '2026-12-04', '2026-12-03'],
      before[0],
      ['provider', 'chair', '2026-12-04', null],
      before[1],
    ]);
  });

  it('is no seat of a role that the person has by another of theirs too', async () => {
    const ward = await giveRole(work, 'tier2-east', 'tier2', { area: 'ward' });
    expect(
      (
        await ask<Open>(
          'administrator',
          'GET',
          `handovers/open?user=${work.town.users['tier2-east']}&membership=${ward}`,
        )
      ).body.seats,
    ).toEqual([]);
  });
});

describe('a role that becomes another', () => {
  it('ends on the day before the other begins, which the person takes by a link', async () => {
    const { id, memberships } = await user('centre-north');
    const at = `users/${id}/memberships/${memberships[0]?.id}/role`;
    const role = { role: 'member', areaId: work.town.areas.north.id };
    // Not from today on: the person would have none until they take it.
    expect(
      await ask('administrator', 'POST', at, { ...role, startsOn: work.app.clock.now.toISOString().slice(0, 10) }, 1),
    ).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/startsOn', code: 'beforeTomorrow' }] },
    });
    expect(await ask('administrator', 'POST', at, { ...role, startsOn: '2020-04-01' }, 1)).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/startsOn' }] },
    });
    // Both or none: what cannot be offered ends nothing.
    expect(
      (
        await ask(
          'administrator-ward',
          'POST',
          at,
          { ...role, areaId: work.town.areas.east.id, startsOn: '2027-04-01' },
          1,
        )
      ).status,
    ).toBe(403);
    expect((await user('centre-north')).memberships[0]?.endsOn).toBeNull();
    const changed = await ask('administrator', 'POST', at, { ...role, startsOn: '2027-04-01' }, 1);
    expect(changed.status, changed.text).toBe(201);
    expect(await user('centre-north')).toMatchObject({
      memberships: [{ role: 'centre', endsOn: '2027-03-31' }],
      invitations: [{ state: 'open', roles: [{ role: 'member', startsOn: '2027-04-01' }] }],
    });
    expect(await ask('administrator', 'POST', at, { ...role, startsOn: '2027-04-01' }, 1)).toMatchObject({
      status: 409,
      body: { code: 'stale' },
    });
  });
});
