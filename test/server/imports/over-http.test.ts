import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const path = (what: string, mapping?: object) =>
  `/municipalities/${town.code}/imports${what}?${new URLSearchParams({ fileName: '通いの場.csv', ...(mapping ? { mapping: JSON.stringify(mapping) } : {}) })}`;

describe('imports over HTTP', () => {
  it('previews, imports with the mapping that the preview gave, lists and takes back', async () => {
    const preview = await administrator.post<ImportPreview>(path('/preview'), list);
    expect([preview.status, preview.body.encoding, preview.body.counts]).toEqual([
      200,
      'cp932',
      { rows: 3, created: 1, updated: 0, unchanged: 0, rejected: 2 },
    ]);
    // The town has no western area and calls a salon otherwise: the person says what they stand for.
    const mapping = {
      ...preview.body.mapping,
      types: { ...preview.body.mapping.types, サロン: 'salon' },
      defaultAreaId: town.areas.north.id,
    };
    expect((await administrator.post<ImportPreview>(path('/preview', mapping), list)).body.counts).toMatchObject({
      created: 3,
      rejected: 0,
    });

    const record = await administrator.post<{ id: string; version: number }>(path('', mapping), list, {
      key: 'import-1',
    });
    expect([record.status, record.headers.get('etag')]).toEqual([201, '"1"']);
    const again = await administrator.post<{ id: string }>(path('', mapping), list, { key: 'import-1' });
    expect(again.body.id).toBe(record.body.id);
    const services = await administrator.get<{ total: number; items: { name: string }[] }>(
      `/municipalities/${town.code}/services?q=${encodeURIComponent('ﾋﾀﾞﾏﾘ')}`,
    );
    expect(services.body.items.map(({ name }) => name)).toEqual(['ひだまりサロン「陽だまり」']);

    const undone = await administrator.post(`/municipalities/${town.code}/imports/${record.body.id}/undo`, undefined, {
      version: 1,
    });
    expect(undone.status).toBe(200);
    expect((await administrator.get<{ total: number }>(`/municipalities/${town.code}/services`)).body.total).toBe(0);
    expect(
      (await administrator.get<{ items: object[] }>(`/municipalities/${town.code}/imports`)).body.items,
    ).toMatchObject([{ id: record.body.id, can: { undo: false } }]);
    expect(app.logged).toEqual([]);
  });

  it('names the trouble with a file in Japanese and in English', async () => {
    const prose = new TextEncoder().encode('ただの文章です。');
    const inJapanese = await administrator.post(path('/preview'), prose);
    expect([inJapanese.status, inJapanese.text]).toEqual([
      422,
      expect.stringContaining('「通いの場.csv」を表として読み取れませんでした。'),
    ]);
    const inEnglish = await administrator.post(path('/preview'), prose, { headers: { 'Accept-Language': 'en' } });
    expect(inEnglish.text).toContain('could not be read as a table');
  });

  it('is closed to a coordinator of one area, and does not exist for a stranger', async () => {
    const coordinator = await signIn(app, town.email('tier2-north'));
    expect((await coordinator.post(path('/preview'), list)).status).toBe(403);
    const other = await createTown(app, '99902', 'よその市');
    const stranger = await signIn(app, other.email('administrator'));
    expect((await stranger.post(path('/preview'), list)).status).toBe(404);
  });
});
