import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChildFailed, runInChild } from '../../server/files/run-in-child.ts';
import type { ChildHeader } from '../../server/imports/import-child.ts';
import { letter } from '../../server/imports/limits.ts';
import { planner } from '../../server/kinds/service/import/planner.ts';
import { serviceImport } from '../../server/kinds/service/import/service-import.ts';
import { planFile, type PlanAnswer } from '../../server/imports/plan-file.ts';
import { hasText } from '../../server/kernel/texts/index.ts';
import {
  listCells,
  pack,
  packRepeated,
  sheetHead,
  sheetTail,
  workbookOf,
  workbookOfCells,
  type Packed,
} from '../support/workbooks.ts';

const names = {
  organisations: [],
  types: [{ key: 'salon', name: 'サロン' }],
  organisationKinds: [{ key: 'other', name: 'その他' }],
  areas: [{ id: 'town', name: '全域' }],
};

/** How many rows were read, or the code of what is wrong. */
const outcome = (answer: PlanAnswer): number | string =>
  'summary' in answer ? answer.summary.counts.rows : 'error' in answer ? answer.error.code : 'noColumns';

async function inChild(bytes: Uint8Array): Promise<{ result: number | string; ms: number }> {
  const header: ChildHeader = {
    task: { fileName: 'a', changes: true },
    planner: serviceImport.planner.href,
    existing: names,
    lines: 0,
  };
  const began = performance.now();
  const lines = await runInChild({
    module: new URL('../../server/imports/import-child.ts', import.meta.url),
    input: [Buffer.from(`${JSON.stringify(header)}\n`), bytes],
    bytes: bytes.length,
    person: null,
  }).catch((error: unknown) => {
    if (error instanceof ChildFailed) return error.reason;
    throw error;
  });
  const result =
    typeof lines === 'string' ? lines : outcome(JSON.parse(lines[0]?.toString('utf8') ?? '') as PlanAnswer);
  return { result, ms: performance.now() - began };
}

/** The file was read, or is refused with a text; it did not break the child. */
function expectWords(result: number | string): void {
  if (typeof result === 'number') return;
  expect(result).not.toBe('died');
  expect([result, hasText(`imports.file.${result}`)]).toEqual([result, true]);
}

const row = '<row><c t="inlineStr"><is><t>サロン</t></is></c><c><v>1</v></c></row>';
const part = fc.constantFrom(
  row,
  '<row/>',
  '<c/>',
  '<x>',
  '</x>',
  '<x a="1"/>',
  'あ',
  '&amp;',
  '&#x3042;',
  '<si><t>x</t></si>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<row r="9"><c r="B9" s="1"><v>45000.5</v></c></row>',
  '<!-- -->',
  '<![CDATA[x]]>',
  '<?x y?>',
  '\n',
);
const repeated = (name: string) =>
  fc
    .tuple(part, fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 4000 }))
    .map(([text, inner, outer]): Packed =>
      packRepeated(
        name,
        name.includes('sheet1') ? sheetHead : '<sst>',
        text.repeat(inner),
        outer,
        name.includes('sheet1') ? sheetTail : '</sst>',
      ),
    );

describe('files made at random', () => {
  it('of any repetition, in sheet or words, true or lying about its size, are read or refused in words within the time', async () => {
    const size = fc.option(fc.integer({ min: 0, max: 2 ** 31 }), { nil: null });
    const file = fc.record({
      sheet: repeated('xl/worksheets/sheet1.xml'),
      words: fc.option(repeated('xl/sharedStrings.xml'), { nil: null }),
      size,
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ sheet, words, size: lie }) => {
        const { result, ms } = await inChild(
          workbookOf({ ...sheet, size: lie ?? sheet.size }, words ? () => words : undefined),
        );
        expectWords(result);
        expect(ms).toBeLessThan(35_000);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('of any cells are read, or one that is too far away is named', async () => {
    const cell = fc.tuple(fc.integer({ min: 0, max: 16_383 }), fc.integer({ min: 1, max: 1_048_576 }));
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 5 }), async (cells) => {
        const { result } = await inChild(
          workbookOfCells([...listCells, ...cells.map(([column, at]) => [`${letter(column)}${at}`, 'x'] as const)]),
        );
        expect(result === 'farCell' || typeof result === 'number').toBe(true);
        expect(result === 'farCell').toBe(cells.some(([column, at]) => column >= 500 || at > 200_000));
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });

  it('of any number of columns and rows, as CSV, are read or refused in words within the time', async () => {
    const list = fc.record({
      columns: fc.integer({ min: 1, max: 300_000 }),
      rows: fc.integer({ min: 0, max: 100_000 }),
      text: fc.constantFrom('', 'x', '"', '""', 'サロン', ' ', '0'.repeat(50)),
      tail: fc.constantFrom('', '"', ',\n', '\r', '\t;'),
    });
    await fc.assert(
      fc.asyncProperty(list, async ({ columns, rows, text, tail }) => {
        const line = `${Array<string>(columns).fill(text).join()}\n`;
        const most = Math.floor(15_000_000 / Buffer.byteLength(line));
        const { result, ms } = await inChild(Buffer.from(`名称,住所\n${line.repeat(Math.min(rows, most))}${tail}`));
        expectWords(result);
        expect(ms).toBeLessThan(35_000);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('of broken bytes are read or refused in words', async () => {
    const whole = workbookOfCells(listCells);
    const csv = Buffer.from('名称,住所,種別\nサロン,"架空市\n東町1",サロン\n');
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(whole, csv),
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.nat(), { nil: null }),
        async (file, changes, end) => {
          const bytes = Uint8Array.from(file);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          for await (const first of planFile(
            planner,
            { fileName: 'a', changes: true },
            { ...names, items: [] },
            end === null ? bytes : bytes.subarray(0, end % bytes.length),
          )) {
            expectWords(outcome(first as PlanAnswer));
            break;
          }
        },
      ),
      { numRuns: 3000, endOnFailure: true },
    );
  });

  it('with a sheet of any XML are read or refused in words', async () => {
    const xml = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(xml, async (text) => {
        for await (const first of planFile(
          planner,
          { fileName: 'a', changes: true },
          { ...names, items: [] },
          workbookOf((name) => pack(name, sheetHead + text + sheetTail)),
        )) {
          expectWords(outcome(first as PlanAnswer));
          break;
        }
      }),
      { numRuns: 1000, endOnFailure: true },
    );
  });
});
