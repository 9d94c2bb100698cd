import { describe, expect, it } from 'vitest';
import { kenAll } from '../support/ken-all.ts';
import { expectGone, expectSeen, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('postal addresses', () => {
  const stage = openStage();

  it('an administrator loads the table, and a postal code fills in an address in a form that has one', async () => {
    const settings = await stage.as('admin', 'settings/postal-codes');
    await expectSeen(settings.getByText('まだ読み込んでいません'));
    const file = settings.getByLabel('CSVファイル');
    await file.setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('名称,電話\n') });
    await expectSeen(settings.getByText(/日本郵便の「住所の郵便番号」のCSVではありません/));
    const table = kenAll([
      ['9860825', '宮城県', '石巻市', '穀町'],
      ['9860001', '宮城県', '石巻市', '水沼'],
      ['9860001', '宮城県', '石巻市', '大瓜'],
    ]);
    await file.setInputFiles({ name: 'utf_ken_all.csv', mimeType: 'text/csv', buffer: table });
    await expectSeen(settings.getByText('2件の郵便番号、3件の町が読み取れました。'));
    await expectSeen(settings.getByText('まだ読み込んでいません'));
    await checkAccessible(settings);
    await checkReflow(settings);
    await shoot(settings, 'postal-codes');
    await settings.getByRole('button', { name: 'この表に入れ替える' }).click();
    await expectSeen(settings.getByText('2件の郵便番号の表に入れ替えました。'));
    await expectGone(settings.getByText('まだ読み込んでいません'));

    const page = await stage.as('admin', 'settings/definitions/form/need-closing', { width: 375, height: 812 });
    await page.getByRole('button', { name: '加える', exact: true }).click();
    await page.getByRole('button', { name: '住所', exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill('移った先');
    await expectSeen(page.getByText('確認で気になるところはありません'));
    await page.getByRole('tab', { name: '見え方' }).click();
    const address = page.getByRole('tabpanel').getByRole('group', { name: '移った先' });
    const part = (name: string) => address.getByLabel(name, { exact: false });
    await part('郵便番号').fill('９８６０８２５');
    await expect.poll(() => part('町名').inputValue()).toBe('穀町');
    expect(await part('都道府県').inputValue()).toBe('宮城県');
    expect(await part('郵便番号').inputValue()).toBe('986-0825');
    // What stands there is not written over: it is offered.
    await part('郵便番号').fill('986-0001');
    const town = page.getByRole('button', { name: '「宮城県石巻市大瓜」を入れる' });
    await expectSeen(town);
    expect(await part('町名').inputValue()).toBe('穀町');
    await shoot(page, 'form-address');
    await checkAccessible(page);
    await checkReflow(page);
    await town.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => part('町名').inputValue()).toBe('大瓜');
    await expectGone(town);
    await part('郵便番号').fill('100-0001');
    await expectSeen(page.getByText(/読み込んである表にありません/));
  });
});
