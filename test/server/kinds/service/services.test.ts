import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

type Service = {
  id: string;
  name: string;
  areas: { name: string }[];
  type: { key: string; name: string };
  capacity: string;
  capacityConfirmedOn: string | null;
  capacityConfirmedBy: string | null;
  days: string[];
  fee: string | null;
  can: Record<string, boolean>;
  version: number;
};
type Page = { items: Service[]; total: number; next: string | null };
type Saved = { id: string; version: number };
type Problem = { code: string; issues?: { path: string }[] };

describe(`services on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let coordinator: Client;
  let provider: Client;
  let base: string;
  const ids: Record<string, string> = {};
  const input = (name: string, areaId: string, more: object = {}) => ({
    organisationId: town.organisation.id,
    type: 'meals',
    name,
    nameKana: name,
    areaIds: [areaId],
    ...more,
  });
  const names = async (client: Client, query: string) =>
    (await client.get<Page>(`${base}?${query}`)).body.items.map((each) => each.name);

  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    coordinator = await signIn(app, town.email('tier1'));
    provider = await signIn(app, town.email('provider'));
    base = `/municipalities/${town.code}/services`;
    for (const [name, area, more] of [
      ['い配食', town.areas.north.id, { capacity: 'has', days: ['mon', 'holiday'], fee: '1回500円', feeYen: 500 }],
      ['ろサロン', town.areas.ward.id, { type: 'salon' }],
      ['は見守り', town.areas.east.id, { type: 'watching-over', capacity: 'none' }],
      ['に全域', town.areas.root.id, { capacity: 'waiting' }],
    ] as const) {
      const made = await coordinator.post<Saved>(base, input(name, area, more));
      expect([name, made.status]).toEqual([name, 201]);
      ids[name] = made.body.id;
    }
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('are shown whole to everybody here', async () => {
    const member = await signIn(app, town.email('member-north'));
    expect((await member.get<Service>(`${base}/${ids['い配食']}`)).body).toMatchObject({
      name: 'い配食',
      organisation: town.organisation,
      type: { key: 'meals', name: '配食' },
      areas: [{ name: '北圏域' }],
      days: ['mon', 'holiday'],
      fee: '1回500円',
      feeYen: 500,
      capacity: 'has',
      capacityConfirmedOn: '2026-11-23',
      capacityConfirmedBy: '見本市 tier1',
      can: { edit: false, setCapacity: false },
      version: 1,
    });
  });

  it('are found by words, type, capacity, organisation, area and how long ago they were confirmed', async () => {
    expect(await names(coordinator, `q=${encodeURIComponent('ﾊｲｼｮｸ')}`)).toEqual([]);
    expect(await names(coordinator, `q=${encodeURIComponent('イ配食')}`)).toEqual(['い配食']);
    expect(await names(coordinator, `q=${encodeURIComponent('ミホンノカイ さろん')}`)).toEqual(['ろサロン']);
    expect(await names(coordinator, 'type=salon')).toEqual(['ろサロン']);
    expect(await names(coordinator, 'capacity=waiting')).toEqual(['に全域']);
    expect(await names(coordinator, `organisation=${town.organisation.id}&limit=2`)).toHaveLength(2);
    // An area has its own services, those inside it and those around it.
    expect((await names(coordinator, `area=${town.areas.north.id}`)).sort()).toEqual(
      ['い配食', 'に全域', 'ろサロン'].sort(),
    );
    expect((await names(coordinator, `area=${town.areas.south.id}`)).sort()).toEqual(['に全域', 'ろサロン'].sort());
    expect((await names(coordinator, `area=${town.areas.root.id}`)).length).toBe(4);
    expect(await names(coordinator, 'staleDays=1')).toEqual(['ろサロン']);
    app.clock.advanceDays(30);
    expect((await names(coordinator, 'staleDays=30')).length).toBe(4);
    expect(await names(coordinator, 'staleDays=31')).toEqual(['ろサロン']);
    app.clock.advanceDays(-30);
    expect((await coordinator.get(`${base}?area=nowhere`)).status).toBe(422);
  });

  it('come page by page in one order', async () => {
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page: Page = (await coordinator.get<Page>(`${base}?limit=1${next ? `&cursor=${next}` : ''}`)).body;
      expect(page.total).toBe(4);
      seen.push(...page.items.map((each) => each.name));
      next = page.next;
    } while (next);
    expect(seen).toEqual(await names(coordinator, ''));
  });

  it('are entered and changed only where one is in charge', async () => {
    const north = await signIn(app, town.email('tier2-north'));
    expect((await north.post(base, input('北の人の', town.areas.north.id))).status).toBe(201);
    expect((await north.post(base, input('東の人の', town.areas.east.id))).status).toBe(403);
    expect((await north.patch(`${base}/${ids['は見守り']}`, { fee: '無料' }, { version: 1 })).status).toBe(403);
    for (const person of ['member-north', 'centre-north'] as const)
      expect((await (await signIn(app, town.email(person))).post(base, input('x', town.areas.north.id))).status).toBe(
        403,
      );
    expect(
      (await provider.patch<Saved>(`${base}/${ids['は見守り']}`, { fee: '無料' }, { version: 1 })).body.version,
    ).toBe(2);
    expect((await coordinator.get<Service>(`${base}/${ids['は見守り']}`)).body).toMatchObject({
      fee: '無料',
      capacity: 'none',
      name: 'は見守り',
      type: { key: 'watching-over' },
    });
  });

  it('are not handed by a provider to another organisation', async () => {
    const other = (
      await coordinator.post<Saved>(`/municipalities/${town.code}/organisations`, { name: 'ほかの会', kind: 'npo' })
    ).body.id;
    expect((await provider.post(base, { ...input('x', town.areas.east.id), organisationId: other })).status).toBe(403);
    expect((await provider.patch(`${base}/${ids['ろサロン']}`, { organisationId: other }, { version: 1 })).status).toBe(
      403,
    );
    const theirs = (
      await coordinator.post<Saved>(base, { ...input('ほかの会の', town.areas.east.id), organisationId: other })
    ).body.id;
    expect((await provider.put(`${base}/${theirs}/capacity`, { capacity: 'none' }, { version: 1 })).status).toBe(403);
  });

  it('have their capacity confirmed as of today, also with the same word', async () => {
    const path = `${base}/${ids['い配食']}`;
    app.clock.advanceDays(10);
    expect((await provider.put<Saved>(`${path}/capacity`, { capacity: 'has' }, { version: 1 })).body.version).toBe(2);
    expect((await coordinator.get<Service>(path)).body).toMatchObject({
      capacity: 'has',
      capacityConfirmedOn: '2026-12-03',
      capacityConfirmedBy: '見本市 provider',
    });
    const late = await coordinator.put<Problem>(`${path}/capacity`, { capacity: 'none' }, { version: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'stale']);
    app.clock.advanceDays(-10);
  });

  it('name only areas, types and organisations of this municipality', async () => {
    const far = await createTown(app, '99902', '隣の市');
    for (const [wrong, path] of [
      [{ areaIds: [far.areas.root.id] }, '/areaIds/0'],
      [{ organisationId: far.organisation.id }, '/organisationId'],
      [{ type: 'circus' }, '/type'],
      [{ areaIds: [] }, '/areaIds'],
    ] as const) {
      const reply = await coordinator.post<Problem>(base, { ...input('x', town.areas.north.id), ...wrong });
      expect([reply.status, reply.body.issues?.[0]?.path]).toEqual([422, path]);
    }
    const neighbour = await signIn(app, far.email('administrator'));
    expect((await neighbour.get(`/municipalities/${far.code}/services/${ids['い配食']}`)).status).toBe(404);
    expect((await neighbour.get<Page>(`/municipalities/${far.code}/services`)).body).toEqual({
      items: [],
      total: 0,
      next: null,
    });
  });

  it('change areas, close and open again', async () => {
    const { id } = (await coordinator.post<Saved>(base, input('移る', town.areas.north.id))).body;
    await coordinator.patch(
      `${base}/${id}`,
      { areaIds: [town.areas.south.id, town.areas.east.id], closed: true },
      { version: 1 },
    );
    expect(await names(coordinator, `q=${encodeURIComponent('移る')}`)).toEqual([]);
    expect(await names(coordinator, `closed=true&q=${encodeURIComponent('移る')}`)).toEqual(['移る']);
    await coordinator.patch(`${base}/${id}`, { closed: false }, { version: 2 });
    expect((await coordinator.get<Service>(`${base}/${id}`)).body.areas.map((area) => area.name).sort()).toEqual([
      '南圏域',
      '東圏域',
    ]);
  });
});
