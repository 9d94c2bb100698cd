import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { MunicipalContext } from '../../server/kernel/context.ts';
import { pagesOf } from '../../server/lists/export-list.ts';
import { writeExport, type ExportForm } from '../../server/lists/write-export.ts';
import { hasText } from '../../server/kernel/texts/index.ts';
import { routes } from '../../server/routes.ts';
import { readSheets, readZippedCsv } from '../support/machine-readable.ts';

type Row = { id: string; text: string };
const row = (id: string, text = id): Row => ({ id, text });

const bytesOf = async (pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};
const write = (text: string, form: ExportForm): Promise<Uint8Array> =>
  bytesOf(
    writeExport<Row>(
      'ja',
      {
        title: '表',
        columns: [{ key: 'text', label: 'ことば', type: 'text', values: (each) => [{ word: each.text }] }],
        about: () => [],
        pages: (async function* () {
          yield [row('a', text)];
        })(),
      },
      form,
      new Date('2026-11-23T00:00:00.000Z'),
    ),
  );

describe('a list as a file', () => {
  it('can name every filter of every list in words', () => {
    const shown = ['format', 'encoding', 'face', 'fields', 'hide'];
    const names = routes
      .filter(({ path }) => path.endsWith('/export/preview'))
      .flatMap(({ query }) => Object.keys((query as z.ZodObject | undefined)?.shape ?? {}))
      .filter((name) => !shown.includes(name));
    expect(names).toContain('staleDays');
    expect([...new Set(names)].filter((name) => !hasText(`log.filter.${name}`))).toEqual([]);
  });

  it('has a record once that moved behind its page while the file was made', async () => {
    const later = [
      { items: [row('b'), row('c')], total: 4, next: '2' },
      { items: [row('a')], total: 4, next: null },
    ];
    const first = { items: [row('a'), row('b')], total: 4, next: '1' };
    const list = { page: async () => later.shift() ?? first };
    const ids: string[][] = [];
    for await (const rows of pagesOf(list, first, (work) => work({} as MunicipalContext)))
      ids.push(rows.map(({ id }) => id));
    expect(ids).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps for programs what begins like a formula, and says what the file is for; for people it is a text', async () => {
    const machine = readZippedCsv(await write('+81-225', { format: 'csv', encoding: 'utf-8', face: 'machine' }));
    expect(machine[0]?.rows[1]?.map(({ value }) => value)).toContain('+81-225');
    expect(machine[1]?.rows[1]?.map(({ value }) => value).join()).toMatch(/^file,data.csv,.*表計算ソフトでは開かない/);
    const people = await write('+81-225', { format: 'csv', encoding: 'utf-8', face: 'people' });
    expect(new TextDecoder().decode(people)).toContain(`"'+81-225"`);
  });

  it('says where a cell of Excel ends that its text goes on', async () => {
    const long = 'あ'.repeat(32_768);
    const [sheet] = readSheets(await write(long, { format: 'xlsx', encoding: 'utf-8', face: 'people' }));
    const said = sheet?.rows[1]?.[0]?.value ?? '';
    expect([said.length, said.slice(0, 3)]).toEqual([32_767, 'あああ']);
    expect(said).toMatch(/Excelの1つのセルに入らない/);
    const whole = 'あ'.repeat(32_767);
    const [exact] = readSheets(await write(whole, { format: 'xlsx', encoding: 'utf-8', face: 'people' }));
    expect(exact?.rows[1]?.[0]?.value).toBe(whole);
  });
});
