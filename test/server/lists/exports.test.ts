import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEngine } from '../../support/database.ts';
import { breachesOf, readSheets, readZippedCsv } from '../../support/machine-readable.ts';
import { askers, type Asker } from '../permissions/askers.ts';
import { makeRecords, type Records } from '../permissions/records.ts';
import { exportedLists } from '../permissions/table.ts';

/* Every list as a file: it holds the rows that the list shows this asker, no others, and each is on record. */

describe(`lists as files, on ${testEngine()}`, () => {
  let records: Records;
  beforeAll(async () => {
    records = await makeRecords();
  });
  afterAll(async () => {
    expect(records.app.logged).toEqual([]);
    await records.app.close();
  });
  const ask = async <T>(asker: Asker, path: string) =>
    records.askers.clients[asker].get<T>(`/municipalities/${records.town.code}/${path}`);
  const insiders = askers.filter((asker) => asker !== 'anonymous' && asker !== 'outsider');

  it.each(exportedLists)('hold of %s what the list shows each asker, machine-readable', async (list) => {
    let rows = 0;
    for (const asker of insiders) {
      const shown = await ask<{ items: { id: string }[] }>(asker, `${list}?limit=200`);
      const file = await ask(asker, `${list}/export?format=csv&face=machine`);
      expect([asker, file.status]).toEqual([asker, shown.status]);
      if (shown.status !== 200) continue;
      const sheets = readZippedCsv(file.bytes);
      const ids = new Set(sheets[0]?.rows.slice(1).map((row) => row[0]?.value));
      expect([asker, [...ids]]).toEqual([asker, shown.body.items.map(({ id }) => id)]);
      expect([asker, breachesOf(sheets)]).toEqual([asker, []]);
      const { db } = records.app.installation;
      const onRecord = await db('audit_looks')
        .where({ audit_id: file.headers.get('x-export-id') })
        .pluck('record_id');
      expect((onRecord as string[]).toSorted()).toEqual(([...ids] as string[]).toSorted());
      rows += ids.size;
    }
    // Something is compared.
    expect(rows).toBeGreaterThan(0);
  });

  it.each(exportedLists)('name what %s hold in words, and the log says who took it out', async (list) => {
    for (const language of ['ja', 'en']) {
      const { bytes } = await records.askers.clients.administrator.get(
        `/municipalities/${records.town.code}/${list}/export`,
        { headers: { 'Accept-Language': language } },
      );
      const [sheet] = readSheets(bytes);
      // A text that is missing is its own key.
      for (const { value } of [...(sheet?.rows.flat() ?? []), { value: sheet?.name ?? '' }])
        expect(value).not.toMatch(/^[a-z]+(\.[\w-]+)+$/i);
    }
    const { body } = await ask<{ items: { action: string; actionName: string }[] }>('administrator', 'audit?limit=20');
    const line = body.items.find(({ action }) => action.endsWith('.export'));
    expect(line?.actionName).toMatch(/の一覧の書き出し$/);
  });
});
