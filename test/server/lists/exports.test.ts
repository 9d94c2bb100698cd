import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEngine } from '../../support/database.ts';
import { breachesOf, readSheets, readZippedCsv } from '../../support/machine-readable.ts';
import { askers, type Asker } from '../permissions/askers.ts';
import { marks } from '../permissions/marks.ts';
import { makeRecords, type Records } from '../permissions/records.ts';
import { exportedLists } from '../permissions/table.ts';

/* Every list as a file: it holds the rows that the list shows this asker, no others, and each is on record. */

/** `file`: where it is, where that is not the list's own place; `may`: who may have it, where not all may who read the list. */
type Exportable = { list: string; file: string; may?: readonly Asker[] };
const exportable: Exportable[] = [
  ...exportedLists.map((list) => ({ list, file: list })),
  {
    list: 'registers/supporter/records',
    file: 'registers/supporter',
    may: ['administrator', 'administratorSouth'],
  },
];
/** Both faces, each in one format: the other writes the same. */
const forms = [
  { format: 'xlsx', face: 'people' },
  { format: 'csv', face: 'machine' },
] as const;
const cases = exportable.flatMap((each) => forms.map((form) => ({ ...each, ...form })));

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

  it.each(exportable)(
    'hold of $list what the list shows each asker, machine-readable',
    async ({ list, file: place, may }) => {
      let rows = 0;
      for (const asker of insiders) {
        const shown = await ask<{ items: { id: string }[] }>(asker, `${list}?limit=200`);
        const file = await ask(asker, `${place}/export?format=csv&face=machine`);
        expect([asker, file.status]).toEqual([asker, !may || may.includes(asker) ? shown.status : 403]);
        if (file.status !== 200) continue;
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
    },
  );

  it.each(cases)(
    'tell of $list nobody what is not theirs to know, as $format for $face',
    async ({ file, format, face }) => {
      const marksSeen = new Set<string>();
      for (const asker of insiders) {
        const { status, bytes } = await ask(asker, `${file}/export?format=${format}&face=${face}`);
        if (status !== 200) continue;
        const said = JSON.stringify(format === 'csv' ? readZippedCsv(bytes) : readSheets(bytes));
        for (const { what, words, to } of marks) {
          if (!said.includes(words)) continue;
          expect([asker, what, to.includes(asker)]).toEqual([asker, what, true]);
          marksSeen.add(what);
        }
      }
      // Of a personal register administrators are told no name; of all else something is looked for that some are told.
      if (['needs', 'people', 'referrals', 'proposals'].includes(file)) expect([...marksSeen]).not.toEqual([]);
    },
  );

  it('of one record tell nobody what its page does not, and are on record', async () => {
    const { need, silent, southNeed, referral, council, sent, supporter } = records.ids;
    const places = [
      ...[need, silent, southNeed].map((id) => `need/${id}`),
      `referral/${referral}`,
      `council/${council}`,
      `proposal/${sent}`,
      `register-supporter/${supporter}`,
    ];
    const words = new Set<string>();
    for (const place of places)
      for (const asker of insiders) {
        const file = await ask(asker, `paper/records/${place}/sheet`);
        if (file.status !== 200) continue;
        // The register lets nobody else write out anything.
        if (place.startsWith('register-'))
          expect([asker, place]).toEqual([expect.stringMatching(/^administrator/), place]);
        const said = JSON.stringify(readSheets(file.bytes));
        for (const mark of marks) {
          if (!said.includes(mark.words)) continue;
          expect([asker, place, mark.what, mark.to.includes(asker)]).toEqual([asker, place, mark.what, true]);
          words.add(mark.words);
        }
      }
    expect(words.size).toBeGreaterThan(5);
    const lines = await records.app.installation.db('audit').where({ action: 'need.write' }).pluck('record_id');
    expect(lines).toContain(need);
  });

  it.each(exportable)('name what $list hold in words, and the log says who took it out', async ({ file }) => {
    for (const language of ['ja', 'en']) {
      const { bytes } = await records.askers.clients.administrator.get(
        `/municipalities/${records.town.code}/${file}/export`,
        { headers: { 'Accept-Language': language } },
      );
      const [sheet] = readSheets(bytes);
      // A text that is missing is its own key.
      for (const { value } of [...(sheet?.rows.flat() ?? []), { value: sheet?.name ?? '' }])
        expect(value).not.toMatch(/^[a-z]+(\.[\w-]+)+$/i);
    }
    const { body } = await ask<{ items: { action: string; actionName: string }[] }>('administrator', 'audit?limit=20');
    const line = body.items.find(({ action }) => action.endsWith('.export'));
    expect(line?.actionName).toMatch(/の(一覧の)?書き出し/);
  });
});
