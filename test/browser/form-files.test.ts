import { readFile } from 'node:fs/promises';
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { jpeg, png } from '../support/files.ts';
import { expectGone, expectSeen, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('files in a form', () => {
  const stage = openStage();
  const closing = async (): Promise<{ need: string; step: string }> => {
    type Need = { steps: { name: string; form: { key: string } | null }[] };
    const { items } = await stage.ask<{ items: { id: string }[] }>('tier2', 'needs');
    for (const { id } of items) {
      const { steps } = await stage.ask<Need>('tier2', `needs/${id}`);
      const step = steps.find(({ form }) => form?.key === 'need-closing');
      if (step) return { need: id, step: step.name };
    }
    throw new Error('no need can be closed');
  };
  const openStep = async (page: Page, step: string) => {
    await page.getByRole('main').getByRole('button', { name: step, exact: true }).click();
    return page.getByRole('dialog', { name: step, exact: true });
  };

  it('are asked for without JSON, sent as they are chosen, kept half-done, and opened from the record', async () => {
    const studio = await stage.as('admin', 'settings/definitions/form/need-closing');
    await studio.getByLabel('項目を探す').fill('しゃしん');
    await studio.getByRole('button', { name: '写真', exact: true }).click();
    await studio.getByLabel('見出し', { exact: true }).fill('片付いた様子');
    await studio.getByLabel('いくつまで').fill('2');
    await expectSeen(studio.getByText('確認で気になるところはありません'));
    await shoot(studio, 'form-files-studio');
    await checkAccessible(studio);
    await studio.getByRole('button', { name: '公開へ進む' }).click();
    await studio.getByLabel('変える理由').fill('写真で残すため');
    await studio.getByRole('button', { name: '公開する' }).click();
    await expectSeen(studio.getByText('第2版を公開しました'));

    const { need, step } = await closing();
    const page = await stage.as('tier2', `needs/${need}`, { width: 375, height: 812 });
    let dialog = await openStep(page, step);
    let field = dialog.getByRole('group', { name: '片付いた様子' });
    const choose = async (...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      const button = field.getByRole('button', { name: '片付いた様子：ファイルを選ぶ' });
      // By the keyboard.
      await button.focus();
      await page.keyboard.press('Enter');
      await (await chooser).setFiles(files);
    };
    await choose({ name: '様子.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html><script>1</script></html>') });
    await expectSeen(field.getByText(/写真ではありません/));
    await shoot(page, 'form-files-refused');
    await checkAccessible(page);
    await checkReflow(page);
    await field.getByRole('button', { name: '「様子.jpg」の知らせを閉じる' }).click();
    await expectGone(field.getByText(/写真ではありません/));

    // One that is still on its way is not left behind when the answers are sent, and can be stopped.
    const held: Route[] = [];
    await page.route('**/answer-files?*', (route) => void held.push(route));
    await choose({ name: '遅い.jpg', mimeType: 'image/jpeg', buffer: jpeg });
    await expectSeen(field.getByRole('progressbar', { name: '「遅い.jpg」を送っています' }));
    await dialog.getByRole('radio', { name: '解決した' }).check();
    await dialog.getByRole('button', { name: step, exact: true }).click();
    await expectSeen(field.getByText(/ファイルを送っています。終わってから/));
    await field.getByRole('button', { name: '「遅い.jpg」を送るのをやめる' }).click();
    await expectGone(field.getByRole('progressbar'));
    await page.unroute('**/answer-files?*');

    await choose(
      { name: '一.png', mimeType: 'image/png', buffer: png },
      { name: '二.jpg', mimeType: 'image/jpeg', buffer: jpeg },
      { name: '三.jpg', mimeType: 'image/jpeg', buffer: jpeg },
    );
    await expectSeen(field.getByText(/一\.png（/));
    await expectSeen(field.getByText(/二\.jpg（/));
    await expectSeen(field.getByText('2つまでしか入れられません。'));
    await field.getByRole('button', { name: '「三.jpg」の知らせを閉じる' }).click();
    await field.getByRole('button', { name: '「二.jpg」を取り除く' }).click();
    await expectGone(field.getByText(/二\.jpg（/));
    await expectSeen(dialog.getByText(/保存しました/));
    await shoot(page, 'form-files');
    await checkAccessible(page);

    await page.reload();
    dialog = await openStep(page, step);
    field = dialog.getByRole('group', { name: '片付いた様子' });
    await expectSeen(field.getByText(/一\.png（/));
    // The picture is really shown.
    await expect
      .poll(() => field.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
    await dialog.getByRole('button', { name: step, exact: true }).click();
    await expectSeen(page.getByText(`「${step}」を行いました。`));

    await page.goto(page.url().replace(/\?.*$/, ''));
    await page.getByRole('tab', { name: '経過' }).click();
    await page.locator('summary', { hasText: '終了の記録' }).first().click();
    const link = page.getByRole('link', { name: /一\.png（/ });
    await expectSeen(link);
    await shoot(page, 'form-files-story');
    const downloading = page.waitForEvent('download');
    await link.click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('一.png');
    expect((await readFile(await download.path())).equals(png)).toBe(true);
  });
});
