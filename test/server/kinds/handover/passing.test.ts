import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as contract from '../../../../server/kinds/handover/contract.ts';
import type * as tasks from '../../../../server/kinds/task/contract.ts';
import { nounAt } from '../../../../server/kinds/handover/open.ts';
import { passTasks, readTasksById } from '../../../../server/kinds/task/index.ts';
import type * as overview from '../../../../server/overview/contract.ts';
import type { MunicipalContext } from '../../../../server/kernel/context.ts';
import type * as users from '../../../../server/settings/users/contract.ts';
import type { Person } from '../../../support/app.ts';
import { giveRole, startCasework, type Casework } from '../../../support/casework.ts';

type Words = Record<string, unknown>;
type Problem = z.infer<typeof shared.problem>;
type Saved = z.infer<typeof shared.saved>;
type Handover = z.infer<typeof contract.handoverRecord>;

let work: Casework;
let need: string;
const councils = { one: '', other: '' };
const taskOf: Record<'one' | 'other' | 'member' | 'successor', string> = {
  one: '',
  other: '',
  member: '',
  successor: '',
};
const seatOf: Record<string, string> = {};

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
  (await work.as(person)).ask<T & Problem>(method, work.path(path), body, version === undefined ? {} : { version });
const made = async (person: Person, path: string, body: Words, version?: number): Promise<string> => {
  const reply = await ask<Saved>(person, 'POST', path, body, version);
  if (reply.status !== 201) throw new Error(`${path}: ${reply.text}`);
  return reply.body.id;
};
const membershipOf = async (person: Person): Promise<string> =>
  (await ask<z.infer<typeof users.user>>('administrator', 'GET', `users/${work.town.users[person]}`)).body
    .memberships[0]?.id ?? '';
const endRole = (membershipId: string, person: Person, more: Words, version = 1) =>
  ask<Saved>(
    'administrator',
    'POST',
    'handovers',
    { ended: { userId: work.town.users[person], membershipId }, toUserId: null, ...more },
    version,
  );
const name = (id: string, person: Person, version: number) =>
  ask<Saved>('administrator', 'PATCH', `handovers/${id}`, { toUserId: work.town.users[person] }, version);
const assignees = async () => {
  const { items } = (await ask<z.infer<typeof tasks.taskPage>>('administrator', 'GET', 'tasks?limit=200')).body;
  return Object.fromEntries(
    Object.entries(taskOf).map(([key, id]) => [key, items.find((task) => task.id === id)?.assignee?.name]),
  );
};
const waitingOf = async (person: Person) =>
  (await ask<z.infer<typeof overview.home>>(person, 'GET', 'home')).body.waiting.filter(
    ({ kind }) => kind === 'handover-open',
  );
const names = {
  one: '見本市 tier2-north',
  other: '見本市 tier2-north',
  member: '見本市 member-north',
  successor: '見本市 tier2-east',
};

beforeAll(async () => {
  work = await startCasework();
  councils.one = await work.addCouncil('北の支え合い会議', 2, 'north');
  councils.other = await work.addCouncil('北の移動の会議', 2, 'north');
  need = (await work.takeIn('tier2-north', { title: '通院の足' })).id;
  await giveRole(work, 'tier2-east', 'tier2');
  await giveRole(work, 'centre-north', 'tier2');
  const seat = async (council: string, person: Person, role: string): Promise<string> => {
    const id = await made('administrator', `councils/${council}/members`, {
      name: `見本市 ${person}`,
      role,
      userId: work.town.users[person],
      startsOn: '2026-04-01',
    });
    seatOf[`${council} ${person}`] = id;
    return id;
  };
  const task = (councilId: string, memberId: string, more: Words = {}) =>
    made('tier2-north', 'tasks', { councilId, text: '商店会に聞く', memberId, ...more });
  taskOf.one = await task(councils.one, await seat(councils.one, 'tier2-north', 'coordinator'), { needId: need });
  taskOf.other = await task(councils.other, await seat(councils.other, 'tier2-north', 'coordinator'));
  taskOf.member = await task(councils.other, await seat(councils.other, 'member-north', 'member'));
  taskOf.successor = await task(councils.other, await seat(councils.other, 'tier2-east', 'member'));
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe('tasks of a role that ends', () => {
  it('stay where the role is no one’s who works in councils, or another of theirs remains there', async () => {
    const provider = await giveRole(work, 'tier2-north', 'provider', { area: 'root' });
    const today = { endsOn: '2026-11-23' };
    const given = await endRole(provider, 'tier2-north', { ...today, toUserId: work.town.users.provider });
    expect(given.status, given.text).toBe(201);
    await giveRole(work, 'member-north', 'tier1', { area: 'root' });
    await giveRole(work, 'tier2-east', 'member');
    const member = await endRole(await membershipOf('member-north'), 'member-north', {
      ...today,
      toUserId: work.town.users['tier2-east'],
    });
    expect(member.status, member.text).toBe(201);
    expect(await assignees()).toEqual(names);
  });

  it('are of an office those in its council alone, and a successor named later gets those and no others', async () => {
    const ended = { councilId: councils.one, memberId: seatOf[`${councils.one} tier2-north`] };
    const id = await made(
      'administrator',
      'handovers',
      { ended, endsOn: '2026-11-23', toUserId: work.town.users['tier2-east'] },
      1,
    );
    // They have no seat there.
    expect(await assignees()).toEqual({ ...names, one: '見本市 tier2-east' });
    const db = work.app.installation.db;
    expect(await db('handover_items').where({ handover_id: id, record_id: taskOf.one })).toMatchObject([
      { need_id: need },
    ]);
    expect((await name(id, 'centre-north', 1)).status).toBe(200);
    expect(await assignees()).toEqual({ ...names, one: '見本市 centre-north' });
  });

  it('wait for a successor who does not hold the role yet, which the administrator is told', async () => {
    const offer = { role: 'tier2', areaId: work.town.areas.north.id, organisationId: null };
    const offered = await ask('administrator', 'POST', `users/${work.town.users.provider}/memberships`, offer);
    expect(offered.status, offered.text).toBe(201);
    const id = (
      await endRole(await membershipOf('tier2-north'), 'tier2-north', {
        endsOn: '2026-11-24',
        note: '鍵は棚に。',
        toUserId: work.town.users.provider,
      })
    ).body.id;
    work.app.clock.advanceDays(2);
    await work.runDue();
    expect(await assignees()).toMatchObject({ other: '見本市 tier2-north' });
    expect(await waitingOf('administrator')).toMatchObject([
      { path: `handovers/${id}`, text: expect.stringContaining('見本市 providerさんがまだその役割に就いていない') },
    ]);
    const noteFor = async (person: Person) => (await ask<Handover>(person, 'GET', `handovers/${id}`)).body.note;
    expect([await noteFor('provider'), await noteFor('administrator')]).toEqual(['', '鍵は棚に。']);
    await giveRole(work, 'provider', 'tier2');
    expect(await noteFor('provider')).toBe('鍵は棚に。');
    expect((await ask('provider', 'POST', `handovers/${id}/receive`)).status).toBe(200);
    expect(await assignees()).toMatchObject({ other: '見本市 provider', successor: names.successor });
    expect(await waitingOf('administrator')).toEqual([]);
  });

  it('are not passed over what somebody changed meanwhile', async () => {
    const { id, code } = work.town;
    const passing = work.app.run(async (ctx) => {
      const municipal: MunicipalContext = { ...ctx, municipality: { id, code, name: '見本市' } };
      const [task] = await readTasksById(ctx.db, [taskOf.other]);
      if (task) await passTasks(municipal, [{ ...task, version: task.version - 1 }], work.town.users['tier2-east']);
    });
    await expect(passing).rejects.toMatchObject({ kind: 'conflict', code: 'stale' });
  });
});

describe('what is open of a role', () => {
  it('is told without its address, its state or what comes next to whoever may not see it', async () => {
    const tier1 = await work.addCouncil('見本市の協議体', 1, 'root');
    const draft = await made('tier2-east', 'proposals', {
      kind: 'report',
      fromCouncilId: councils.other,
      toCouncilId: tier1,
      answers: { title: '北の足', body: '足りません' },
    });
    const at = `council=${councils.other}&member=${seatOf[`${councils.other} tier2-north`]}`;
    const openFor = async (person: Person) => {
      const reply = await ask<z.infer<typeof contract.handoverOpen>>(person, 'GET', `handovers/open?${at}`);
      return { ...reply, item: reply.body.items.find(({ kind }) => kind.includes('提案')) };
    };
    expect((await openFor('administrator')).item).toMatchObject({
      path: `proposals/${draft}`,
      title: expect.stringContaining('北の足'),
    });
    const hidden = await openFor('tier1');
    expect(hidden.item).toMatchObject({ path: null, state: null, next: null, dueOn: null, late: false });
    expect(hidden.text).not.toContain(draft);
    const body = {
      ended: { councilId: councils.other, memberId: seatOf[`${councils.other} tier2-north`] },
      endsOn: '2026-12-31',
      toUserId: null,
      notes: [{ key: hidden.item?.key, note: '見えないものへの添え書き' }],
    };
    expect(await ask('tier1', 'POST', 'handovers', body, hidden.body.version)).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/notes/0/key' }] },
    });
  });

  it('is of a kind whose name has parts as of any other', () => {
    const at = (kinds: Words, kind: string) =>
      nounAt({ kinds } as Pick<MunicipalContext, 'kinds'>, { kind, path: 'p' });
    expect(at({ 'care-plan': {} }, 'care-plan')).toBe('care-plan p');
    expect([at({ task: {} }, 'task-mine'), at({}, 'meeting-planned')]).toEqual(['task p', 'meeting p']);
  });
});

describe('a role that is over', () => {
  it('is handed over once, with the last day that it had', async () => {
    const id = await membershipOf('tier2-north');
    const { memberships } = (
      await ask<z.infer<typeof users.user>>('administrator', 'GET', `users/${work.town.users['tier2-north']}`)
    ).body;
    const version = memberships.find((membership) => membership.id === id)?.version ?? 0;
    const end = (endsOn: string) => endRole(id, 'tier2-north', { endsOn }, version);
    expect(await end('2027-01-31')).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/endsOn', code: 'over' }] },
    });
    const given = await end('2026-11-20');
    expect(given.status, given.text).toBe(201);
    expect((await ask<Handover>('administrator', 'GET', `handovers/${given.body.id}`)).body.endsOn).toBe('2026-11-24');
    expect(await end('2026-11-24')).toMatchObject({ status: 409, body: { code: 'stale' } });
  });
});
