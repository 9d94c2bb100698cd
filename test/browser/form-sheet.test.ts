import writeWorkbook from 'write-excel-file/node';
import { describe, expect, it } from 'vitest';
import { toTable, type Book } from '../../forms/sheet/book.ts';
import { writeSheets } from '../../forms/sheet/write-sheet.ts';
import type { Form } from '../../forms/types.ts';
import { expectSeen, expectTitle, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

/** A form's workbook with its first field called otherwise, and one text that says nothing to us. */
const edited = (form: Form): Promise<Uint8Array> => {
  const { survey, ...book } = writeSheets(form) as Required<Book>;
  const [first] = survey.rows;
  if (first) Object.assign(first.cells, { label: '見出し（Excelで直した）', relevant: "pulldata('a', 'b')" });
  return writeWorkbook(
    Object.entries({ survey, ...book }).map(([sheet, rows]) => ({
      sheet,
      data: toTable(rows).map((cells) => cells.map((value) => (value === '' ? null : { value, type: String }))),
    })),
  ).toBuffer();
};

describe('the Excel tab of the form studio', () => {
  const stage = openStage();

  it('gives the draft as a workbook, lists what an edited one changes, and takes that into the draft', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/report?tab=sheet');
    await expectTitle(page, /./);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Excel をダウンロードする' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^report-.*\.xlsx$/);
    const [inForce] = await stage
      .ask<{ key: string; current: number; versions: { id: string; number: number }[] }[]>('admin', 'definitions/form')
      .then((list) => list.filter(({ key }) => key === 'report'));
    const version = inForce?.versions.find(({ number }) => number === inForce.current);
    const { body } = await stage.ask<{ body: Form }>('admin', `definitions/form/${version?.id}`);
    const choose = async (name: string, buffer: Uint8Array) =>
      page
        .getByLabel('Excel のファイル（.xlsx）')
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) });

    await choose('list.csv', new TextEncoder().encode('名前\n'));
    await expectSeen(page.getByText(/list\.csv/).first());
    await choose('report.xlsx', await edited(body));
    await expectSeen(page.getByText('下書きと違うところ：2件'));
    await expectSeen(page.getByText(/pulldata/).first());
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'form-sheet');
    await page.getByRole('button', { name: '2件の違いを下書きに入れる' }).click();
    await expectSeen(page.getByText(/下書きに入れました/));
    await expectSeen(page.getByText(/保存しました（/));
    const { body: draft } = await stage.ask<{ body: Form }>('admin', 'definitions/form/report/draft');
    expect(Object.values(draft.texts.ja.fields).map(({ title }) => title)).toContain('見出し（Excelで直した）');
  });
});
