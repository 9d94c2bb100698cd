import type { Locator, Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { day, emailOf, expectSeen, expectTitle, openStage, password } from './app.ts';

/** Walks by Tab until the control has the focus. */
const tabTo = async (page: Page, control: Locator): Promise<void> => {
  await control.first().waitFor();
  for (let presses = 0; presses < 150; presses += 1) {
    if (await control.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${control}`);
};

describe('the keyboard alone', () => {
  const stage = openStage();

  it('signs in, finds a need, and takes a step of it', async () => {
    const page = await stage.openPage('/sign-in');
    await tabTo(page, page.getByLabel('市町村'));
    await page.keyboard.press('ArrowDown');
    await tabTo(page, page.getByLabel('メールアドレス'));
    await page.keyboard.type(emailOf('tier2'));
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await expectTitle(page, 'きょう');

    // The search of everything, from any page.
    await page.keyboard.press('/');
    await page.keyboard.type('掃除とごみ');
    await page.keyboard.press('Enter');
    await expectTitle(page, '探す');
    await expectSeen(page.getByRole('link', { name: /掃除とごみ出しの手助けがほしい/ }));

    await tabTo(page, page.getByRole('navigation', { name: '主なページ' }).getByRole('link', { name: '困りごと' }));
    await page.keyboard.press('Enter');
    await expectTitle(page, '困りごと');
    await expectSeen(page.getByRole('row'));
    await page.keyboard.press('/');
    await page.keyboard.type('掃除とごみ');
    await expectSeen(page.getByText('1件中1件を表示しています'));
    await page.keyboard.press('Tab');
    await tabTo(page, page.getByRole('row').getByRole('link'));
    await page.keyboard.press('Enter');
    await expectTitle(page, /掃除とごみ出しの手助けがほしい/);

    await tabTo(page, page.getByRole('main').getByRole('button', { name: '内容を確かめた', exact: true }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByLabel('確かめた日', { exact: true }));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(day());
    await tabTo(page, dialog.getByRole('radio').first());
    await page.keyboard.press('ArrowDown');
    await tabTo(page, dialog.getByLabel('分かったこと', { exact: true }));
    await page.keyboard.type('ごみ出しだけでも手助けがあれば暮らせる。');
    await tabTo(page, dialog.locator('button[type=submit]'));
    await page.keyboard.press('Enter');
    await expectSeen(page.getByText(/を行いました。/));
    await expectSeen(page.getByText('確認済み').first());
  });
});
