import { describe, expect, it } from 'vitest';
import { count, words, type Column } from '../../server/lists/columns.ts';
import { writeExport, type ExportForm } from '../../server/lists/write-export.ts';

type Row = { id: string; name: string; size: number };
const columns: Column<Row>[] = [
  { key: 'name', label: '名前', type: 'text', values: ({ name }) => words(name) },
  { key: 'size', label: '大きさ', type: 'number', unit: '件', values: ({ size }) => count(size) },
];
const form = (format: 'csv' | 'xlsx', face: 'people' | 'machine'): ExportForm => ({
  format,
  face,
  encoding: 'utf-8',
});
const [pages, perPage] = [100, 300];

describe('a file of 30,000 rows', () => {
  it.each([form('csv', 'people'), form('csv', 'machine'), form('xlsx', 'people'), form('xlsx', 'machine')])(
    'goes out while it is read, $format for $face: nothing is kept until the end',
    async (kind) => {
      let [bytes, seed] = [0, 1];
      const sentAt: number[] = [];
      const read = async function* (): AsyncGenerator<Row[]> {
        for (let page = 0; page < pages; page += 1) {
          sentAt.push(bytes);
          yield Array.from({ length: perPage }, (_none, index): Row => {
            // Texts that cannot be pressed to nothing, the same in every run.
            seed = (seed * 48_271) % 2_147_483_647;
            return { id: `${page}-${index}`, name: `名前 ${seed.toString(36)}`, size: index };
          });
        }
      };
      const exported = { title: '表', columns, about: () => [], pages: read() };
      for await (const piece of writeExport('ja', exported, kind, new Date('2026-11-23T00:00:00Z')))
        bytes += piece.length;
      expect(sentAt).toHaveLength(pages);
      // When a page is read, what was read before it has gone out, but for what the packing holds back.
      const heldBack = sentAt.map((sent, page) => (bytes * page) / pages - sent);
      expect(Math.max(...heldBack)).toBeLessThan(Math.min(bytes / 2, 250_000));
    },
  );

  it('is read no further once its reader has gone', async () => {
    let readPages = 0;
    const read = async function* (): AsyncGenerator<Row[]> {
      for (; readPages < pages; readPages += 1) yield [{ id: String(readPages), name: 'あ', size: 1 }];
    };
    const exported = { title: '表', columns, about: () => [], pages: read() };
    let pieces = 0;
    for await (const _piece of writeExport('ja', exported, form('csv', 'people'), new Date(0)))
      if ((pieces += 1) === 3) break;
    expect(readPages).toBeLessThan(4);
  });
});
