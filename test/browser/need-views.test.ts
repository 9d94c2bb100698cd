import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectSeen, openStage, press } from './app.ts';
import { checkAccessible, checkReflow } from './support.ts';

describe('saved views of the list of needs', () => {
  const stage = openStage();
  const chosen = (page: Page): Promise<string> =>
    page.getByLabel('表示', { exact: true }).locator('option:checked').innerText();

  it('are saved, opened, changed and removed by the keyboard', async () => {
    const page = await stage.as('tier2', 'needs');
    await expectSeen(page.getByRole('row').nth(1));
    await press(page, page.getByRole('button', { name: '列と条件' }), 'Enter');
    const columns = page.getByRole('dialog', { name: '一覧の列と条件' });
    await press(page, columns.getByRole('checkbox', { name: '手助けの種類' }), 'Space');
    await press(page, columns.getByRole('button', { name: '一覧に使う' }), 'Enter');
    await expect.poll(() => page.getByRole('columnheader', { name: '手助けの種類' }).count()).toBe(0);
    await page.getByLabel('並び順', { exact: true }).selectOption({ label: '古い順' });
    await press(page, page.getByRole('button', { name: 'この表示を保存' }), 'Enter');
    const dialog = page.getByRole('dialog', { name: 'この表示を保存' });
    await dialog.getByLabel('名前').fill('古いものから');
    await press(page, dialog.getByRole('checkbox', { name: '一覧を開いたとき、はじめにこの表示にする' }), 'Space');
    // Sharing is an administrator's.
    expect(await dialog.getByLabel('使う人').count()).toBe(0);
    await checkAccessible(page);
    await press(page, dialog.getByRole('button', { name: '保存する' }), 'Enter');
    await expect.poll(() => chosen(page)).toBe('古いものから');

    // The list opens with it, and can be seen without.
    await page.goto(page.url().replace(/\?.*/, ''));
    await expect.poll(() => chosen(page)).toBe('古いものから');
    await expectSeen(page.getByRole('row').nth(1));
    expect(await page.getByRole('columnheader', { name: '手助けの種類' }).count()).toBe(0);
    await page.getByLabel('表示', { exact: true }).selectOption({ label: '標準の表示' });
    await expectSeen(page.getByRole('columnheader', { name: '手助けの種類' }));
    await page.getByLabel('表示', { exact: true }).selectOption({ label: '古いものから' });
    await expect.poll(() => page.getByRole('columnheader', { name: '手助けの種類' }).count()).toBe(0);

    await page.getByLabel('急ぎ', { exact: true }).selectOption({ label: '急ぐ' });
    await expectSeen(page.getByText('保存したときから、列・しぼり込み・並び順を変えています。'));
    await checkAccessible(page);
    await press(page, page.getByRole('button', { name: '表示の名前などを変える' }), 'Enter');
    const change = page.getByRole('dialog', { name: '表示「古いものから」を変える' });
    await change.getByLabel('名前').fill('急ぐもの');
    await press(page, change.getByRole('checkbox', { name: '今の列・しぼり込み・並び順に置きかえる' }), 'Space');
    await press(page, change.getByRole('button', { name: '保存する' }), 'Enter');
    await expect.poll(() => chosen(page)).toBe('急ぐもの');
    await expect.poll(() => page.getByText('保存したときから').count()).toBe(0);

    await press(page, page.getByRole('button', { name: '表示の名前などを変える' }), 'Enter');
    await press(page, page.getByRole('button', { name: 'この表示を削除する' }), 'Enter');
    const sure = page.getByRole('dialog', { name: '表示「急ぐもの」を削除しますか' });
    await press(page, sure.getByRole('button', { name: 'この表示を削除する' }), 'Enter');
    await expect.poll(() => chosen(page)).toBe('標準の表示');
    await expect.poll(() => page.getByLabel('表示', { exact: true }).locator('option').count()).toBe(1);
  });

  it('are shared with a role by an administrator, and used on a phone', async () => {
    const office = await stage.as('admin', 'needs?urgency=high');
    await office.getByRole('button', { name: 'この表示を保存' }).click();
    const dialog = office.getByRole('dialog', { name: 'この表示を保存' });
    await dialog.getByLabel('名前').fill('課の急ぐもの');
    await dialog.getByLabel('使う人').selectOption({ label: '第2層コーディネーター' });
    await dialog.getByRole('button', { name: '保存する' }).click();
    await expect.poll(() => chosen(office)).toBe('課の急ぐもの（第2層コーディネーターで共有）');

    const page = await stage.as('tier2', 'needs', { width: 375, height: 812 });
    await page
      .getByLabel('表示', { exact: true })
      .selectOption({ label: '課の急ぐもの（第2層コーディネーターで共有）' });
    await expectSeen(page.getByRole('button', { name: '条件を外す：急ぎ 急ぐ' }));
    expect(await page.getByRole('button', { name: '表示の名前などを変える' }).count()).toBe(0);
    await page.getByRole('button', { name: 'この表示を保存' }).click();
    await expectSeen(page.getByRole('dialog', { name: 'この表示を保存' }));
    await checkReflow(page);
    await checkAccessible(page);
  });
});
