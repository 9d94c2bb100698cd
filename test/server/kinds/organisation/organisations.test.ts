import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

type Organisation = {
  id: string;
  name: string;
  phone: string | null;
  kind: { key: string; name: string };
  services: number;
  serviceList?: { name: string }[];
  can: Record<string, boolean>;
  version: number;
};
type Page = { items: Organisation[]; total: number };
type Saved = { id: string; version: number };
type Problem = { code: string; issues?: { path: string }[] };

describe(`organisations on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let coordinator: Client;
  let provider: Client;
  let base: string;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    coordinator = await signIn(app, town.email('tier2-north'));
    provider = await signIn(app, town.email('provider'));
    base = `/municipalities/${town.code}/organisations`;
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('are entered by coordinators, with a kind of the list, and found however the words are typed', async () => {
    const made = await coordinator.post<Saved>(base, {
      name: 'ＮＰＯひだまりの家',
      nameKana: 'エヌピーオーヒダマリノイエ',
      kind: 'npo',
      phone: '022-000-0000',
    });
    expect(made.status).toBe(201);
    for (const q of ['npo', 'ヒダマリ', 'ひだまり', 'ﾋﾀﾞﾏﾘ 家'])
      expect(
        (await coordinator.get<Page>(`${base}?q=${encodeURIComponent(q)}`)).body.items.map((each) => each.id),
      ).toEqual([made.body.id]);
    expect((await coordinator.get<Page>(`${base}?q=${encodeURIComponent('ひだまり 会')}`)).body.total).toBe(0);
    expect((await coordinator.get<Page>(`${base}?kind=company`)).body.total).toBe(0);
    const bad = await coordinator.post<Problem>(base, { name: 'x', kind: 'circus' });
    expect([bad.status, bad.body.issues?.[0]?.path]).toEqual([422, '/kind']);
  });

  it('are read by everybody and changed by coordinators and their own provider', async () => {
    const path = `${base}/${town.organisation.id}`;
    for (const person of ['member-north', 'centre-north'] as const) {
      const client = await signIn(app, town.email(person));
      expect((await client.get<Organisation>(path)).body.can).toEqual({ edit: false, close: false });
      expect((await client.patch(path, { phone: '1' }, { version: 1 })).status).toBe(403);
      expect((await client.post(base, { name: 'x', kind: 'npo' })).status).toBe(403);
    }
    expect((await provider.patch<Saved>(path, { phone: '022-111-1111' }, { version: 1 })).body.version).toBe(2);
    expect((await provider.patch(path, { closed: true }, { version: 2 })).status).toBe(403);
    expect((await provider.post(base, { name: 'x', kind: 'npo' })).status).toBe(403);
    const foreign = (await coordinator.post<Saved>(base, { name: 'ほかの会', kind: 'npo' })).body.id;
    expect((await provider.patch(`${base}/${foreign}`, { phone: '1' }, { version: 1 })).status).toBe(403);
    expect((await coordinator.get<Organisation>(path)).body).toMatchObject({
      name: '見本の会',
      phone: '022-111-1111',
      kind: { key: 'npo', name: 'NPO法人' },
      version: 2,
      can: { edit: true, close: true },
    });
  });

  it('keep what a change does not name', async () => {
    const { id } = (
      await coordinator.post<Saved>(base, {
        name: '変わる会',
        kind: 'volunteer',
        phone: '022-222-2222',
        address: '見本町1-1',
        note: '火曜のみ',
      })
    ).body;
    await coordinator.patch(`${base}/${id}`, { name: '変わった会' }, { version: 1 });
    expect((await coordinator.get<Organisation>(`${base}/${id}`)).body).toMatchObject({
      name: '変わった会',
      phone: '022-222-2222',
      address: '見本町1-1',
      note: '火曜のみ',
      kind: { key: 'volunteer' },
    });
    expect((await coordinator.get<Page>(`${base}?q=${encodeURIComponent('変わった')}`)).body.total).toBe(1);
  });

  it('leave the list when closed, and can be found among the closed', async () => {
    const { id } = (await coordinator.post<Saved>(base, { name: '終わる会', kind: 'npo' })).body;
    await coordinator.patch(`${base}/${id}`, { closed: true }, { version: 1 });
    expect((await coordinator.get<Page>(base)).body.items.map((each) => each.id)).not.toContain(id);
    expect((await coordinator.get<Page>(`${base}?closed=true`)).body.items.map((each) => each.id)).toEqual([id]);
    expect((await coordinator.get<Organisation>(`${base}/${id}`)).status).toBe(200);
  });
});
