import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

type Line = { id: string; at: string; actor: string; action: string; actionName: string; recordTitle: string | null };
type Page = { items: Line[]; total: number; next: string | null };

describe(`audit on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  let base: string;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    const other = await createTown(app, '99902', '隣の市');
    await signIn(app, other.email('tier1'));
    app.clock.now = new Date('2026-11-23T14:50:00.000Z'); // ten to midnight in Japan
    administrator = await signIn(app, town.email('administrator'));
    app.clock.advanceMinutes(20);
    base = `/municipalities/${town.code}/audit`;
    for (const name of ['一', '二', '三'])
      await administrator.post(`/municipalities/${town.code}/areas`, {
        parentId: town.areas.root.id,
        kind: 'ward',
        name,
      });
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('shows an administrator what happened here, newest first, in words', async () => {
    const { items } = (await administrator.get<Page>(base)).body;
    expect(items.slice(0, 4).map((line) => [line.actor, line.actionName, line.recordTitle])).toEqual([
      ['見本市 administrator', '圏域の追加', '三'],
      ['見本市 administrator', '圏域の追加', '二'],
      ['見本市 administrator', '圏域の追加', '一'],
      ['見本市 administrator', 'サインイン', '見本市 administrator'],
    ]);
    expect(
      (await administrator.get<Page>(base, { headers: { 'Accept-Language': 'en' } })).body.items[0]?.actionName,
    ).toBe('Area added');
  });

  it('shows nothing of another municipality', async () => {
    expect((await administrator.get(`${base}?limit=200`)).text).not.toContain('隣の市');
  });

  it('finds by day in Japan, actor, action and record, page by page', async () => {
    expect((await administrator.get<Page>(`${base}?from=2026-11-24&to=2026-11-24`)).body.total).toBe(3);
    expect((await administrator.get<Page>(`${base}?to=2026-11-22`)).body.total).toBe(0);
    expect((await administrator.get<Page>(`${base}?action=sign-in`)).body.items.map((line) => line.action)).toEqual([
      'sign-in',
    ]);
    expect((await administrator.get<Page>(`${base}?actor=ADMINISTRATOR`)).body.total).toBe(4);
    expect((await administrator.get<Page>(`${base}?recordId=${town.users.administrator}`)).body.total).toBe(1);
    const first = (await administrator.get<Page>(`${base}?limit=2`)).body;
    const second = (await administrator.get<Page>(`${base}?limit=2&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items].map((line) => line.recordTitle)).toEqual([
      '三',
      '二',
      '一',
      '見本市 administrator',
    ]);
  });

  it('is closed to everybody else, an administrator of a part too', async () => {
    for (const person of [
      'administrator-ward',
      'tier1',
      'tier2-north',
      'member-north',
      'provider',
      'centre-north',
    ] as const) {
      const reply = await (await signIn(app, town.email(person))).get(base);
      expect([person, reply.status]).toEqual([person, 403]);
    }
  });

  it('cannot be changed or removed, not even by the program', async () => {
    const { db } = app.installation;
    await expect(db('audit').update({ actor_name: 'x' })).rejects.toThrow(/append-only/);
    await expect(db('audit').delete()).rejects.toThrow(/append-only/);
    expect((await administrator.get<Page>(`${base}?action=area.create`)).body.total).toBe(3);
  });
});
