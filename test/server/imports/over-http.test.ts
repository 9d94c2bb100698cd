import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteOldFiles } from '../../../server/files/passing-files.ts';
import type { ImportPreview } from '../../../server/imports/types.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';

let app: TestApp;
let town: Town;
let administrator: Client;
let list: Uint8Array;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  administrator = await signIn(app, town.email('administrator'));
  list = new Uint8Array(await readFile(new URL('../../fixtures/imports/activities-cp932.csv', import.meta.url)));
});
afterAll(() => app.close());

const path = (what: string) => `/municipalities/${town.code}/imports${what}`;
const handOver = async (bytes: Uint8Array, client = administrator): Promise<string> =>
  (await client.post<{ id: string }>(`${path('/files')}?fileName=${encodeURIComponent('通いの場.csv')}`, bytes)).body
    .id;

describe('imports over HTTP', () => {
  it('previews, imports with the mapping that the preview gave, lists and takes back', async () => {
    const fileId = await handOver(list);
    const preview = await administrator.post<ImportPreview>(path('/preview'), { fileId });
    // The town has no western area and calls a salon otherwise: what they stand for is proposed, and said to be.
    expect([preview.status, preview.body.encoding, preview.body.counts]).toEqual([
      200,
      'cp932',
      { rows: 3, created: 3, updated: 0, unchanged: 0, rejected: 0 },
    ]);
    expect([preview.body.mapping.defaultAreaId, preview.body.proposed]).toEqual([
      town.areas.root.id,
      { words: ['サロン'], area: true },
    ]);
    const mapping = {
      ...preview.body.mapping,
      types: { ...preview.body.mapping.types, サロン: 'salon' },
      defaultAreaId: town.areas.north.id,
    };
    const input = { fileId, mapping };
    expect((await administrator.post<ImportPreview>(path('/preview'), input)).body.counts).toMatchObject({
      created: 3,
      rejected: 0,
    });

    const record = await administrator.post<{ id: string; version: number }>(path(''), input, {
      key: 'import-1',
    });
    expect([record.status, record.headers.get('etag')]).toEqual([201, '"1"']);
    const again = await administrator.post<{ id: string }>(path(''), input, { key: 'import-1' });
    expect(again.body.id).toBe(record.body.id);
    const services = await administrator.get<{ total: number; items: { name: string }[] }>(
      `/municipalities/${town.code}/services?q=${encodeURIComponent('ﾋﾀﾞﾏﾘ')}`,
    );
    expect(services.body.items.map(({ name }) => name)).toEqual(['ひだまりサロン「陽だまり」']);

    const variant = await administrator.get<{ items: { name: string }[] }>(
      `/municipalities/${town.code}/services?q=${encodeURIComponent('高崎')}`,
    );
    expect(variant.body.items.map(({ name }) => name)).toEqual(['①番 見守り隊髙﨑']);

    const undone = await administrator.post(`/municipalities/${town.code}/imports/${record.body.id}/undo`, undefined, {
      version: 1,
    });
    expect(undone.status).toBe(200);
    expect((await administrator.get<{ total: number }>(`/municipalities/${town.code}/services`)).body.total).toBe(0);
    expect(
      (await administrator.get<{ items: object[] }>(`/municipalities/${town.code}/imports`)).body.items,
    ).toMatchObject([{ id: record.body.id, can: { undo: false } }]);
    // What a file is called may be somebody's name: the log holds how many rows of what, and is told the name when it is read.
    const lines = await app.installation
      .db('audit')
      .where({ record_kind: 'import', record_id: record.body.id })
      .orderBy('id');
    expect(lines.map((line) => [line.action, line.record_title, JSON.parse(line.details).kind])).toEqual([
      ['import.create', null, 'services'],
      ['import.undo', null, 'services'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('通いの場');
    const { body: log } = await administrator.get<{ items: { recordTitle: string | null }[] }>(
      `/municipalities/${town.code}/audit?action=import.create`,
    );
    expect(log.items.map((line) => line.recordTitle)).toEqual(['通いの場.csv']);
    expect(app.logged).toEqual([]);
  });

  it('names the trouble with a file in Japanese and in English', async () => {
    const prose = new TextEncoder().encode('ただの文章です。');
    const fileId = await handOver(prose);
    const inJapanese = await administrator.post(path('/preview'), { fileId });
    expect([inJapanese.status, inJapanese.text]).toEqual([
      422,
      expect.stringContaining('「通いの場.csv」を表として読み取れませんでした。'),
    ]);
    const inEnglish = await administrator.post(path('/preview'), { fileId }, { headers: { 'Accept-Language': 'en' } });
    expect(inEnglish.text).toContain('could not be read as a table');
  });

  it('is closed to a coordinator of one area, and does not exist for a stranger', async () => {
    const coordinator = await signIn(app, town.email('tier2-north'));
    expect((await coordinator.post(path('/files?fileName=a.csv'), list)).status).toBe(403);
    const other = await createTown(app, '99902', 'よその市');
    const stranger = await signIn(app, other.email('administrator'));
    expect((await stranger.post(path('/files?fileName=a.csv'), list)).status).toBe(404);
  });

  it('takes a mapping of any size, of a list that was sent once', async () => {
    const fileId = await handOver(list);
    const { mapping } = (await administrator.post<ImportPreview>(path('/preview'), { fileId })).body;
    const types = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`ことば${at}`.repeat(10), 'salon']));
    const reply = await administrator.post<ImportPreview>(path('/preview'), { fileId, mapping: { ...mapping, types } });
    expect(reply.status).toBe(200);
  });

  it('keeps a list for 24 hours, for who handed it over, and no more than five of them', async () => {
    const words = new TextEncoder().encode('名称,住所\n');
    // What cannot be packed is kept in several pieces.
    const large = Buffer.concat([words, randomBytes(2_500_000)]);
    const fileId = await handOver(large);
    const pieces = await app.installation.db('file_pieces').where({ file_id: fileId }).orderBy('number').pluck('bytes');
    expect(pieces.map((piece: Buffer) => piece.length).slice(0, -1)).toEqual([1_048_576, 1_048_576]);
    expect(gunzipSync(Buffer.concat(pieces as Buffer[])).equals(large)).toBe(true);
    // Nothing is made of a file that is not whole any more.
    await app.installation.db('file_pieces').where({ file_id: fileId, number: 2 }).delete();
    const half = await administrator.post(path('/preview'), { fileId });
    expect([half.status, half.text.includes('fileGone')]).toEqual([422, true]);

    const gone = async (client: Client) => {
      const reply = await client.post(path('/preview'), { fileId: kept });
      return [reply.status, reply.text.includes('fileGone')];
    };
    const kept = await handOver(list);
    const colleague = await signIn(app, town.email('tier1'));
    expect([await gone(administrator), await gone(colleague)]).toEqual([
      [200, false],
      [422, true],
    ]);
    for (let more = 0; more < 5; more++) await handOver(list);
    expect(await gone(administrator)).toEqual([422, true]);

    const last = await handOver(list);
    app.clock.now = new Date(app.clock.now.getTime() + 86_400_000);
    const late = await administrator.post(path('/preview'), { fileId: last });
    expect(late.text).toContain('24時間まで残します');
    await deleteOldFiles(app.installation);
    const left = await Promise.all(
      ['files', 'file_pieces'].map(async (table) => (await app.installation.db(table).select('*')).length),
    );
    expect(left).toEqual([0, 0]);
  });
});
