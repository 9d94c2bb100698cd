import { describe, expect, it } from 'vitest';
import { expectSeen, openStage, press } from './app.ts';
import { checkAccessible } from './support.ts';

/** Answered in the demonstration's needs. */
const field = '内容の確認：確かめ方';

describe('the list of needs by fields of forms', () => {
  const stage = openStage();

  it('gets a column, a condition and an order by the keyboard, and keeps them in its address', async () => {
    const page = await stage.as('tier2', 'needs');
    await expectSeen(page.getByRole('row').nth(1));
    await press(page, page.getByRole('button', { name: '列と条件' }), 'Enter');
    const dialog = page.getByRole('dialog', { name: '一覧の列と条件' });
    await press(page, dialog.getByRole('checkbox', { name: field }), 'Space');
    await press(page, dialog.getByRole('button', { name: '条件を加える' }), 'Enter');
    const condition = dialog.getByRole('group', { name: '条件1' });
    await condition.getByLabel('項目').selectOption({ label: field });
    await condition.getByLabel('値').selectOption({ index: 1 });
    const chosen = await condition.getByLabel('値').locator('option:checked').innerText();
    await expectSeen(dialog.getByLabel('この項目で並べる'));
    await checkAccessible(page);
    await press(page, dialog.getByRole('button', { name: '一覧に使う' }), 'Enter');
    await expectSeen(page.getByRole('columnheader', { name: field }));
    await expectSeen(page.getByRole('button', { name: `条件を外す：${field} ${chosen}` }));
    const cells = page.getByRole('row').filter({ has: page.getByRole('link') });
    await expectSeen(cells.first());
    // The rows of before may stand there for a moment.
    await expect
      .poll(async () => {
        const last = await cells.evaluateAll((rows) => rows.map((row) => row.lastElementChild?.textContent ?? ''));
        return last.length > 0 && last.every((text) => text.includes(chosen));
      })
      .toBe(true);
    const some = await cells.count();
    await page.reload();
    await expectSeen(page.getByRole('columnheader', { name: field }));
    await press(page, page.getByRole('button', { name: `条件を外す：${field} ${chosen}` }), 'Enter');
    await expectSeen(page.getByRole('button', { name: '列と条件（1）' }));
    await expect.poll(() => cells.count()).toBeGreaterThan(some);
  });

  it('does so on a phone', async () => {
    const page = await stage.as('tier2', 'needs', { width: 375, height: 812 });
    await page.getByRole('button', { name: 'ほかの条件で絞り込む' }).click();
    await page.getByRole('button', { name: '列と条件' }).click();
    const dialog = page.getByRole('dialog', { name: '一覧の列と条件' });
    await dialog.getByRole('checkbox', { name: field }).click();
    await dialog.getByRole('button', { name: '条件を加える' }).click();
    await expectSeen(dialog.getByRole('group', { name: '条件1' }));
    const wider = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await wider()).toBeLessThanOrEqual(0);
    await dialog.getByRole('button', { name: '条件1を外す' }).click();
    await dialog.getByRole('button', { name: '一覧に使う' }).click();
    await expectSeen(page.getByText(field).first());
    expect(await wider()).toBeLessThanOrEqual(0);
  });
});
