import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCsv } from '../../../../server/kernel/csv.ts';
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

  it('says by which actions and kinds of records it can be asked, in words', async () => {
    const choices = async (language: 'ja' | 'en') =>
      (
        await administrator.get<Record<'actions' | 'kinds', { key: string; name: string }[]>>(`${base}/choices`, {
          headers: { 'Accept-Language': language },
        })
      ).body;
    const { actions, kinds } = await choices('ja');
    expect(actions).toContainEqual({ key: 'area.create', name: '圏域の追加' });
    expect(actions).toContainEqual({ key: 'sign-in', name: 'サインイン' });
    expect(kinds.map(({ key }) => key)).toEqual(expect.arrayContaining(['area', 'user']));
    for (const { key, name } of [...actions, ...kinds]) expect([key, name]).not.toEqual([key, key]);
    expect(new Set(actions.map(({ name }) => name)).size).toBe(actions.length);
    // Each finds something, and says itself what it found.
    for (const { key, name } of actions) {
      const { items } = (await administrator.get<Page>(`${base}?action=${key}`)).body;
      expect([key, items[0]?.action]).toEqual([key, key]);
      expect(name.startsWith(items[0]?.actionName ?? '-')).toBe(true);
    }
    expect((await choices('en')).actions).toContainEqual({ key: 'area.create', name: 'Area added' });
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

  it('says in words what a line holds, in the reader’s language', async () => {
    const area = town.areas.north;
    const { version } = await app.installation.db('areas').where({ id: area.id }).first('version');
    await administrator.patch(
      `/municipalities/${town.code}/areas/${area.id}`,
      { name: '新しい北', closed: true },
      { version },
    );
    const readLines = async (language: string) =>
      (
        await administrator.get<{ items: { recordName: string; told: { label: string; value: string }[] }[] }>(
          `${base}?action=area.update`,
          { headers: { 'Accept-Language': language } },
        )
      ).body.items[0];
    expect(await readLines('ja')).toMatchObject({
      recordName: '圏域 北圏域',
      told: [
        { label: '名前', value: '北圏域 → 新しい北' },
        { label: '終了した日時', value: expect.stringMatching(/^（なし） → 2026年11月24日（令和8年） 00:\d\d$/) },
        { label: '記録の版', value: String(version + 1) },
      ],
    });
    expect((await readLines('en'))?.told[1]).toMatchObject({
      label: 'Closed at',
      value: expect.stringMatching(/^\(none\) → 24 November 2026/),
    });
  });

  it('comes as a CSV file of all lines that are asked for, which is on record itself', async () => {
    await app.installation.db.transaction(async (db) => {
      const [line] = await db('audit').where({ action: 'area.create' }).limit(1);
      const many = Array.from({ length: 1_100 }, (_none, index) => ({
        ...line,
        id: app.installation.newId(),
        action: 'area.delete',
        record_title: index === 0 ? '=1+1' : '圏域',
      }));
      await db.batchInsert('audit', many, 50);
    });
    const reply = await administrator.ask<string>('GET', `${base}/export?action=area.delete`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(reply.headers.get('Content-Disposition')).toBe(`attachment; filename=audit-${town.code}-2026-11-24.csv`);
    // The one at its beginning is taken off where the answer is read as a text.
    expect([toCsv([['日時']]), reply.text.includes('\ufeff')]).toEqual(['\ufeff"日時"\r\n', false]);
    const lines = reply.text.trim().split('\r\n');
    expect([lines.length, lines[0]]).toEqual([1_101, '"日時","行った人","したこと","対象","詳しい内容","要求の番号"']);
    expect(lines.filter((line) => line.includes('"圏域の取り消し","圏域 圏域","記録の版: 1"'))).toHaveLength(1_099);
    const [own] = await app.installation.db('audit').where({ action: 'audit.export' });
    expect(JSON.parse(own.details)).toEqual({ filters: ['action'], rows: 1_100 });
  });

  it('cannot be changed or removed, not even by the program', async () => {
    const { db } = app.installation;
    await expect(db('audit').update({ actor_name: 'x' })).rejects.toThrow(/append-only/);
    await expect(db('audit').delete()).rejects.toThrow(/append-only/);
    expect((await administrator.get<Page>(`${base}?action=area.create`)).body.total).toBe(3);
  });
});
