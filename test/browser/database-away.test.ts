import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, openStage } from './app.ts';
import { checkAccessible } from './support.ts';

describe('while the database is away', () => {
  const stage = openStage();

  it('a form keeps what was typed and says so; sent again once it is back, it is stored once', async () => {
    const page = await stage.as('tier1', 'services/organisations/new');
    await page.getByLabel('名前', { exact: true }).fill('戻ってきた会');
    await page.getByLabel('電話').fill('0225-00-0001');
    await page.locator('form').getByRole('combobox').first().selectOption({ index: 1 });
    const save = page.locator('form').getByRole('button', { name: '保存' });
    await stage.withoutDatabase(async () => {
      await save.click();
      await expectSeen(page.getByText('ただいま利用できません'));
      await expectSeen(page.getByText('入力した内容は、この画面に残っています。'));
      await checkAccessible(page);
    });
    expect(await page.getByLabel('電話').inputValue()).toBe('0225-00-0001');
    await save.click();
    await expectTitle(page, '戻ってきた会');
    const { total } = await stage.ask<{ total: number }>(
      'tier1',
      `organisations?q=${encodeURIComponent('戻ってきた会')}`,
    );
    expect(total).toBe(1);
  });

  it('a page asks again by itself and is there when the database is; otherwise it says what is the matter', async () => {
    const page = await stage.as('tier1');
    await stage.withoutDatabase(async () => {
      const refused = page.waitForResponse((response) => response.status() === 503);
      await page.getByRole('navigation').first().getByRole('link', { name: '困りごと' }).click();
      await refused;
    });
    await expectSeen(page.getByRole('table'));
    await stage.withoutDatabase(async () => {
      await page.getByRole('navigation').first().getByRole('link', { name: '提案・報告' }).click();
      await expectSeen(page.getByText('ただいま利用できません'));
    });
    await page.getByRole('button', { name: 'もう一度試す' }).click();
    await expectTitle(page, '提案・報告');
    await expectSeen(page.getByRole('table'));
  });
});
