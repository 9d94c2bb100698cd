import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportPreview } from '../../../server/imports/types.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';

let app: TestApp;
let town: Town;
let administrator: Client;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  administrator = await signIn(app, town.email('administrator'));
});
afterAll(() => app.close());

const path = (what: string) => `/municipalities/${town.code}/${what}`;
type Found = { preview: ImportPreview; fileId: string };
const look = async (kind: string, text: string): Promise<Found> => {
  const file = `${path('imports/files')}?fileName=list.csv&kind=${kind}`;
  const { body } = await administrator.post<{ id: string }>(file, new TextEncoder().encode(text));
  const preview = await administrator.post<ImportPreview>(path('imports/preview'), { kind, fileId: body.id });
  expect([kind, preview.status]).toEqual([kind, 200]);
  return { preview: preview.body, fileId: body.id };
};
const said = ({ preview }: Found) => preview.issues.map(({ row, column, code, level }) => [row, column, code, level]);
const take = async (kind: string, { fileId, preview }: Found) => {
  const body = { kind, fileId, mapping: preview.mapping };
  const reply = await administrator.post<{ id: string; counts: { created: number }; can: { undo: boolean } }>(
    path('imports'),
    body,
  );
  expect([kind, reply.status]).toEqual([kind, 201]);
  return reply.body;
};
const undo = (id: string) =>
  administrator.post<{ code?: string }>(path(`imports/${id}/undo`), undefined, { version: 1 });

describe('a new city loads', () => {
  it('its areas, what lies below a ward with it, and takes them back while nothing lies in them', async () => {
    const list =
      '圏域名,ふりがな,区,種別\n山手圏域,やまて,港区,\n港区,みなとく,,区\n浜辺圏域,はまべ,港区,日常生活圏域\n谷圏域,たに,どこか,\n浜辺圏域,,,\n';
    const preview = await look('areas', list);
    expect(said(preview)).toEqual([
      [5, '区', 'parentUnknown', 'error'],
      [6, '圏域名', 'sameEntry', 'error'],
    ]);
    expect(preview.preview.counts).toMatchObject({ created: 3, rejected: 2 });
    expect(preview.preview.can).toEqual({ undo: true });
    const first = await take('areas', preview);
    expect((await undo(first.id)).status).toBe(200);
    await take('areas', await look('areas', list));
    const areas = (
      await administrator.get<{ id: string; name: string; kind: string; parentId: string }[]>(path('areas'))
    ).body;
    const ward = areas.find(({ name }) => name === '港区');
    expect([ward?.kind, ward?.parentId]).toEqual(['ward', town.areas.root.id]);
    expect(areas.filter(({ parentId }) => parentId === ward?.id).map(({ name, kind }) => [name, kind])).toEqual([
      ['山手圏域', 'daily-life'],
      ['浜辺圏域', 'daily-life'],
    ]);
    expect((await look('areas', list)).preview.counts).toMatchObject({ created: 0, unchanged: 3 });
  });

  it('its councils, each in its area', async () => {
    const preview = await look(
      'councils',
      '協議体名,圏域,層,進め方\n見本市協議体,,第１層,\n山手の協議体,山手圏域,第2層,\n浜辺の協議体,浜辺圏域,,\n谷の協議体,谷圏域,2,\n岸の協議体,山手圏域,三,なぞ\n',
    );
    expect(said(preview)).toEqual([
      [2, '圏域', 'areaMissing', 'error'],
      [5, '圏域', 'areaUnknown', 'error'],
      [6, '層', 'tierUnknown', 'error'],
      [6, '進め方', 'workflowUnknown', 'error'],
    ]);
    expect(preview.preview.can).toEqual({ undo: false });
    const made = await take('councils', preview);
    expect([made.counts.created, made.can.undo]).toEqual([2, false]);
    expect((await undo(made.id)).body.code).toBe('importStays');
    const councils = await administrator.get<{ items: { name: string; tier: number; area: { name: string } }[] }>(
      path('councils'),
    );
    expect(councils.body.items.map(({ name, tier, area }) => [name, tier, area.name]).toSorted()).toEqual([
      ['山手の協議体', 2, '山手圏域'],
      ['浜辺の協議体', 2, '浜辺圏域'],
    ]);
  });

  it('is told what lists there may be, which of them the asker may import, and the wizard has words for each', async () => {
    type Kinds = { key: string; page: string; name: string | null; can: boolean }[];
    const kindsOf = async (person: 'administrator' | 'administrator-ward' | 'tier1') =>
      // Registers are called as the city calls them (`registers/import.test.ts`).
      (await (await signIn(app, town.email(person))).get<Kinds>(path('imports/kinds'))).body.filter(
        ({ name }) => name === null,
      );
    const all = await kindsOf('administrator');
    expect(all.every(({ can }) => can)).toBe(true);
    for (const language of ['ja', 'en']) {
      const texts = JSON.parse(
        await readFile(new URL(`../../../client/texts/${language}/imports.json`, import.meta.url), 'utf8'),
      );
      for (const part of ['title', 'lead', 'from'])
        expect(Object.keys(texts[part]), part).toEqual(expect.arrayContaining(all.map(({ key }) => key)));
    }
    const allowed = async (person: 'administrator-ward' | 'tier1') =>
      (await kindsOf(person)).filter(({ can }) => can).map(({ key }) => key);
    expect(await allowed('tier1')).toEqual(['services', 'organisations']);
    // A list may hold what belongs to any area: an office over one ward is not enough.
    // Needs are entered where one enters them by hand.
    expect(await allowed('administrator-ward')).toEqual(['needs']);
  });

  it('its organisations, and takes them back while they are not used', async () => {
    const list =
      '団体名,団体の種別,電話番号,URL,住所\n社会福祉法人見本会,,225000101,mihon.example.jp,見本市東町1\n湊町内会,なぞの会,,,\n湊町内会,,,,\n';
    const preview = await look('organisations', list);
    expect(said(preview)).toEqual([
      [2, '電話番号', 'phoneMended', 'warning'],
      // As in a list of services.
      [2, 'URL', 'urlMended', 'warning'],
      [3, '団体の種別', 'kindUnknown', 'warning'],
      [4, '団体名', 'sameEntry', 'error'],
    ]);
    const made = await take('organisations', preview);
    const names = async () =>
      (await administrator.get<{ items: { name: string }[] }>(path('organisations?q=見本会'))).body.items.map(
        ({ name }) => name,
      );
    expect(await names()).toEqual(['社会福祉法人見本会']);
    expect((await look('organisations', list)).preview.counts).toMatchObject({ created: 0, unchanged: 2 });
    expect((await undo(made.id)).status).toBe(200);
    expect(await names()).toEqual([]);
  });

  it('its people, who are invited', async () => {
    const preview = await look(
      'users',
      [
        '氏名,メールアドレス,役割,担当圏域,所属',
        `架空 一郎,ichiro@new.example,第1層コーディネーター,,`,
        '架空 二郎,Jiro@new.example,第2層コーディネーター,山手圏域,',
        `架空 三郎,saburo@new.example,サービス提供主体,山手圏域,${town.organisation.name}`,
        '架空 四郎,shiro@new.example,サービス提供主体,山手圏域,どこにもない会',
        '架空 五郎,なし,協議体構成員,山手圏域,',
        '架空 六郎,rokuro@new.example,なぞ,山手圏域,',
        `架空 七郎,${town.email('tier1')},第1層コーディネーター,,`,
      ].join('\n'),
    );
    expect(said(preview)).toEqual([
      [5, '所属', 'bodyUnknown', 'error'],
      [6, 'メールアドレス', 'emailMissing', 'error'],
      [7, '役割', 'roleUnknown', 'error'],
    ]);
    expect(preview.preview.counts).toMatchObject({ created: 3, unchanged: 1, rejected: 3 });
    expect(preview.preview.can).toEqual({ undo: false });
    await take('users', preview);
    const { db } = app.installation;
    const invited = await db('invitations')
      .join('users', 'users.id', 'invitations.user_id')
      .join('membership_offers', 'membership_offers.invitation_id', 'invitations.id')
      .where('users.email', 'like', '%@new.example')
      .orderBy('users.email')
      .select('users.email', 'membership_offers.role', 'membership_offers.area_id');
    expect(invited.map(({ email, role }: { email: string; role: string }) => [email, role])).toEqual([
      ['ichiro@new.example', 'tier1'],
      ['jiro@new.example', 'tier2'],
      ['saburo@new.example', 'provider'],
    ]);
    expect(app.logged).toEqual([]);
  });

  it('no area away that somebody has come to work in', async () => {
    const imports = await administrator.get<{ items: { id: string; can: { undo: boolean } }[] }>(
      path('imports?kind=areas'),
    );
    const last = imports.body.items.find(({ can }) => can.undo);
    expect((await undo(last?.id ?? '')).body.code).toBe('importUsed');
  });

  it('nothing for who is no administrator of all of it, and no list of what there are none of', async () => {
    const file = (kind: string, client: Client) =>
      client.post(`${path('imports/files')}?fileName=list.csv&kind=${kind}`, new TextEncoder().encode('名称\na\n'));
    const tier1 = await signIn(app, town.email('tier1'));
    const replies = await Promise.all(['areas', 'councils', 'users', 'organisations'].map((kind) => file(kind, tier1)));
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 201]);
    expect((await file('secrets', administrator)).status).toBe(404);
  });
});
