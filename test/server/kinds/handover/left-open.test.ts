import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as contract from '../../../../server/kinds/handover/contract.ts';
import type * as overview from '../../../../server/overview/contract.ts';
import type * as users from '../../../../server/settings/users/contract.ts';
import { readOpen } from '../../../../server/overview/read-home.ts';
import type { Person } from '../../../support/app.ts';
import { giveRole, startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';
import { addNiigataCouncil, gathering, letElect } from '../../../support/niigata.ts';
import { statementsOf } from '../../../support/statements.ts';

type Saved = z.infer<typeof shared.saved>;
type Handover = z.infer<typeof contract.handoverRecord>;
type Words = Record<string, unknown>;

let work: Casework;

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
  (await work.as(person)).ask<T>(method, work.path(path), body, version === undefined ? {} : { version });
const waitingOf = async (person: Person) =>
  (await ask<z.infer<typeof overview.home>>(person, 'GET', 'home')).body.waiting.filter(
    ({ kind }) => kind === 'handover-open',
  );
const handovers = () => work.app.installation.db('handovers').orderBy('id');
beforeAll(async () => {
  work = await startCasework();
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe(`a role that ends at once, on ${testEngine()}`, () => {
  it('is over now, and what is open of it waits on the administrator’s home page until somebody is named', async () => {
    await work.takeIn('tier2-east', { title: '東の買い物', area: work.town.areas.east.id });
    const account = (
      await ask<z.infer<typeof users.user>>('administrator', 'GET', `users/${work.town.users['tier2-east']}`)
    ).body;
    const membershipId = account.memberships[0]?.id;
    const ended = await ask<Saved>(
      'administrator',
      'POST',
      'handovers',
      { ended: { userId: account.id, membershipId }, endsOn: null, toUserId: null },
      1,
    );
    expect(ended.status, ended.text).toBe(201);
    expect((await ask('tier2-east', 'GET', 'home')).status).toBe(404);
    expect(await waitingOf('administrator')).toMatchObject([
      { path: `handovers/${ended.body.id}`, text: '見本市 tier2-eastさん（東圏域）の引き継ぎ先が決まっていません。' },
    ]);
    // A note can be written when somebody is named, too.
    await giveRole(work, 'centre-north', 'tier2', { area: 'east' });
    const { body } = await ask<Handover>('administrator', 'GET', `handovers/${ended.body.id}`);
    expect(body).toMatchObject({ endsOn: '2026-11-23', note: '', can: { name: true } });
    expect(body.items.map(({ title }) => title)).toEqual([expect.stringContaining('東の買い物')]);
    const named = await ask(
      'administrator',
      'PATCH',
      `handovers/${ended.body.id}`,
      { toUserId: work.town.users['centre-north'], note: '名簿は事務所の棚に。' },
      body.version,
    );
    expect(named.status, named.text).toBe(200);
    expect(await waitingOf('administrator')).toEqual([]);
    expect((await ask<Handover>('centre-north', 'GET', `handovers/${ended.body.id}`)).body).toMatchObject({
      note: '名簿は事務所の棚に。',
      can: { receive: true },
    });
  });

  it('leaves nothing to do where nothing was open of it', async () => {
    const membershipId = await giveRole(work, 'member-north', 'tier2', { area: 'east' });
    await work.app.installation.db('needs').update({ state: 'closed' });
    const count = (await handovers()).length;
    const ended = await ask<Saved>(
      'administrator',
      'POST',
      'handovers',
      { ended: { userId: work.town.users['member-north'], membershipId }, endsOn: null, toUserId: null },
      1,
    );
    expect(ended.status, ended.text).toBe(201);
    expect(await handovers()).toHaveLength(count + 1);
    expect(await waitingOf('administrator')).toEqual([]);
  });
});

describe(`a coordinator whom another is elected in place of, on ${testEngine()}`, () => {
  let council: string;
  const step = (event: string, answers: Words) => work.step('tier2-north', `councils/${council}`, event, answers);

  beforeAll(async () => {
    await letElect(work);
    council = await addNiigataCouncil(work, '圏域の会議');
    await step(
      'ELECT_COORDINATOR',
      gathering('選出', { name: '見本市 tier2-north', startsOn: '2026-11-10', reason: '互選' }),
    );
    await work.takeIn('tier2-north', { title: '通院の足' });
  });

  const ofOffices = () => work.app.installation.db('handovers').where({ council_id: council });
  const elect = (name: string, startsOn: string) =>
    step('REELECT_COORDINATOR', gathering('改選', { heldOn: '2026-11-22', name, startsOn, reason: '前任者の退任' }));

  it('hands over: it waits for whoever took the step and for the administrator, once, with the one elected to choose', async () => {
    // Elected again: nobody hands over to themself.
    await elect('見本市 tier2-north', '2026-11-20');
    expect(await ofOffices()).toEqual([]);

    await giveRole(work, 'centre-north', 'tier2');
    await elect('見本市 centre-north', '2026-11-23');
    const rows = await ofOffices();
    expect(rows).toMatchObject([
      {
        council_id: council,
        role: 'tier2',
        from_name: '見本市 tier2-north',
        ends_on: '2026-11-22',
        to_user_id: null,
        created_by: work.town.users['tier2-north'],
      },
    ]);
    const [row] = rows;
    for (const person of ['tier2-north', 'administrator'] as const)
      expect(await waitingOf(person), person).toMatchObject([{ path: `handovers/${row?.id}` }]);
    expect(await waitingOf('tier1')).toEqual([]);
    // Where whoever took the step has no role any more they could name nobody, and are not asked to.
    const move = (area: 'north' | 'east') =>
      work.app.installation.db('handovers').where({ id: row?.id }).update({ area_id: work.town.areas[area].id });
    await move('east');
    expect(await waitingOf('tier2-north')).toEqual([]);
    await move('north');
    const sheet = await ask<Handover>('tier2-north', 'GET', `handovers/${row?.id}`);
    expect(sheet.body).toMatchObject({ likely: work.town.users['centre-north'], can: { name: true } });
    expect(sheet.body.items.map(({ title }) => title)).toEqual(
      expect.arrayContaining([expect.stringContaining('通院の足')]),
    );
    expect(
      await ask(
        'tier2-north',
        'PATCH',
        `handovers/${row?.id}`,
        { toUserId: work.town.users['centre-north'] },
        sheet.body.version,
      ),
    ).toMatchObject({ status: 200 });
    for (const person of ['tier2-north', 'administrator'] as const) expect(await waitingOf(person), person).toEqual([]);
  });

  it('leaves the seat with the one elected, whoever goes on with what is open', async () => {
    await giveRole(work, 'member-north', 'tier2');
    const [row] = await ofOffices();
    const named = await ask(
      'administrator',
      'PATCH',
      `handovers/${row.id}`,
      { toUserId: work.town.users['member-north'] },
      row.version,
    );
    expect(named.status, named.text).toBe(200);
    const offices = { council_id: council, role: 'coordinator', ends_on: null };
    expect(await work.app.installation.db('council_members').where(offices).pluck('name')).toEqual([
      '見本市 centre-north',
    ]);
  });

  it('was handed over before: it is not asked for again', async () => {
    const { members } = (
      await ask<{ members: { id: string; name: string; role: string; version: number; current: boolean }[] }>(
        'administrator',
        'GET',
        `councils/${council}`,
      )
    ).body;
    const seat = members.find(({ role, current }) => role === 'coordinator' && current);
    const given = await ask(
      'administrator',
      'POST',
      'handovers',
      { ended: { councilId: council, memberId: seat?.id }, endsOn: '2026-12-31', toUserId: null },
      seat?.version,
    );
    expect(given.status, given.text).toBe(201);
    const count = (await ofOffices()).length;
    await elect('見本 改子', '2026-11-25');
    expect(await ofOffices()).toHaveLength(count);
  });

  it('is read with as many statements however much is open', async () => {
    const { db } = work.app.installation;
    const { north } = work.town.areas;
    const read = () =>
      statementsOf(db, () =>
        work.app.run(async (ctx) => {
          const place = { municipalityId: work.town.id, areaId: north.id, areaPath: north.path };
          const role = { id: '', role: 'tier2' as const, ...place, organisationId: null };
          const actor = { kind: 'user' as const, id: '', name: '', email: '', memberships: [role] };
          const municipality = { id: work.town.id, code: '', name: '' };
          await readOpen({ ...ctx, municipality, actor }, 'tier2', []);
        }),
      );
    const few = await read();
    for (const title of ['買い物の足', '庭の手入れ', '話し相手']) await work.takeIn('tier2-north', { title });
    expect(await read()).toHaveLength(few.length);
  });

  it('hands nothing over of an office that was to begin later and never did', async () => {
    await elect('見本 未就任', '2027-02-01');
    await elect('見本 就任子', '2027-01-01');
    const from = (await ofOffices()).map((row: { from_name: string }) => row.from_name);
    expect(from).toContain('見本 改子');
    expect(from).not.toContain('見本 未就任');
  });
});
