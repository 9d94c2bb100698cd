import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectSeen, openStage, press } from './app.ts';
import { checkAccessible, checkReflow } from './support.ts';
import { readSheets } from '../support/machine-readable.ts';

describe('writing a list out', () => {
  const stage = openStage();

  it('gives what the list shows as Excel and as CSV, by the keyboard', async () => {
    const page = await stage.as('tier2', 'needs?urgency=high&hide=types');
    await expectSeen(page.getByRole('row').nth(1));
    const shown = (await page.getByRole('row').count()) - 1;
    await press(page, page.getByRole('button', { name: '書き出す' }), 'Enter');
    const dialog = page.getByRole('dialog', { name: '「困りごと」を書き出す' });
    await expectSeen(dialog.getByText(`${shown}件`, { exact: true }));
    expect(await dialog.getByText('列：').innerText()).not.toContain('手助けの種類');
    await checkAccessible(page);
    const [workbook] = await Promise.all([
      page.waitForEvent('download'),
      press(page, dialog.getByRole('button', { name: 'ファイルに書き出す' }), 'Enter'),
    ]);
    const [sheet] = readSheets(await readFile(await workbook.path()));
    expect(sheet?.rows).toHaveLength(shown + 1);
    await expectSeen(dialog.getByText(`「${workbook.suggestedFilename()}」を書き出しました。`));

    await press(page, dialog.getByRole('radio', { name: /^CSV/ }), 'Space');
    await dialog.getByLabel('文字コード').selectOption({ label: 'Shift_JIS（CP932）' });
    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      press(page, dialog.getByRole('button', { name: 'ファイルに書き出す' }), 'Enter'),
    ]);
    expect(csv.suggestedFilename()).toMatch(/^need-\d+-.*\.csv$/);
    expect(new TextDecoder('shift_jis', { fatal: true }).decode(await readFile(await csv.path()))).toContain('受付日');
    await press(page, dialog.getByRole('radio', { name: /^機械で読む/ }), 'Space');
    await expectSeen(dialog.getByRole('radio', { name: 'CSV（データと説明の2つをZIPに）' }));
  });

  it('fits a phone, and can be stopped', async () => {
    const page = await stage.as('tier2', 'needs', { width: 375, height: 812 });
    await page.getByRole('button', { name: '書き出す' }).click();
    const dialog = page.getByRole('dialog', { name: '「困りごと」を書き出す' });
    await expectSeen(dialog.getByRole('heading', { name: '書き出されるもの' }));
    await checkReflow(page);
    await checkAccessible(page);
    let go = (): void => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    await page.route('**/needs/export?*', async (route) => {
      await held;
      await route.abort().catch(() => {});
    });
    await dialog.getByRole('button', { name: 'ファイルに書き出す' }).click();
    await dialog.getByRole('button', { name: '中止する' }).click();
    await expectSeen(dialog.getByText('中止しました。ファイルは残っていません。'));
    go();
  });

  it('is counted beside its table, drawn as bars', async () => {
    const page = await stage.as('tier2', 'needs?urgency=high', { width: 375, height: 812 });
    await press(page, page.getByRole('button', { name: '件数を見る' }), 'Enter');
    const counts = page.getByRole('region', { name: '件数を見る' });
    await expectSeen(counts.getByRole('table', { name: '圏域ごとの件数' }));
    await checkReflow(page);
    await checkAccessible(page);
    await counts.getByLabel('何ごとに数えるか').selectOption({ label: '急ぎ' });
    await expectSeen(counts.getByRole('rowheader', { name: '急ぐ' }));
    expect(await counts.getByRole('rowheader').count()).toBe(1);
    const shown = await counts.getByRole('row').nth(1).getByRole('cell').first().innerText();
    await expectSeen(counts.getByText(`あわせて${shown}件（今のしぼり込みに当てはまるもの）`));
    await page.setViewportSize({ width: 1280, height: 800 });
    await counts.getByLabel('何ごとに数えるか').selectOption({ label: '手助けの種類' });
    await expectSeen(counts.getByText('1件がいくつにも当てはまることがあります', { exact: false }));
  });
});
