import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, fillIn, openStage } from './app.ts';
import { checkAccessible } from './support.ts';

/** Years on, so that needs of the demonstration are past their time. */
const YEARS_MS = 7 * 366 * 86_400_000;

describe('needs that are past their years', () => {
  const stage = openStage(() => new Date(Date.now() + YEARS_MS));

  it('are drawn up, approved one by one and erased; what was marked to be kept stays', async () => {
    const page = await stage.as('admin', 'settings');
    await page.getByRole('link', { name: '保存期間' }).click();
    await expectTitle(page, '保存期間');
    await expectSeen(page.getByText('年数と承認する人を決めて保存すると、作れます。'));
    const approver = page.getByLabel('消去を承認する人');
    await fillIn(page, { 終わった困りごとを残す年数: '5' });
    await approver.selectOption({ index: 1 });
    await page.getByRole('button', { name: '保存する', exact: true }).click();
    await expectSeen(page.getByText('保存しました。'));
    await checkAccessible(page);
    await page.getByRole('button', { name: '一覧を作る' }).click();
    await expectTitle(page, '消去の一覧 No.1');
    await expectSeen(page.getByText('あなたの承認を待っています'));
    await page
      .getByLabel(/^No\.\d+を残す$/)
      .first()
      .check();
    await checkAccessible(page);
    await page.getByRole('button', { name: /件の消去を承認する$/ }).click();
    await checkAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: '承認して消去する' }).click();
    await expectSeen(page.getByRole('cell', { name: '残した' }).first());
    await expect
      .poll(
        async () => {
          await page.reload();
          await expectTitle(page, '消去の一覧 No.1');
          return page.getByRole('cell', { name: /これから/ }).count();
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(0);
    await expectSeen(page.getByRole('link', { name: /消去済み/ }).first());
    await page
      .getByRole('link', { name: /消去済み/ })
      .first()
      .click();
    await expectTitle(page, /消去済み/);
  });
});
