import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, fillIn, openStage } from './app.ts';

describe('what is typed and is no date or number', () => {
  const stage = openStage();

  it('is not taken for nothing: an access token does not become one without an end', async () => {
    const page = await stage.as('tier2');
    await page.goto('/account');
    await expectTitle(page, 'アカウント');
    await page.getByRole('button', { name: 'アクセストークンを作る' }).click();
    await fillIn(page, { 名前: '毎月の集計', 使える期限: '2026-11-31' });
    await page.getByRole('textbox', { name: '名前' }).press('Enter');
    await expectSeen(page.getByText('日付として読み取れません'));
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await expectSeen(page.getByText('アクセストークンはありません。'));
    await page
      .getByRole('textbox', { name: '使える期限' })
      .fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
    await page.getByRole('button', { name: '作る', exact: true }).click();
    await expectSeen(page.getByText('「毎月の集計」を作りました。'));
  });

  it('stops a form from being sent, and is named', async () => {
    const page = await stage.as('tier2');
    await page.goto('/042021/needs/new');
    await page.getByLabel('個人（ひとりの方）').check();
    await page.getByRole('textbox', { name: '年齢' }).fill('三人');
    await page.getByRole('textbox', { name: '受け付けた日' }).fill('2026-02-30');
    await page.getByRole('textbox', { name: '見出し' }).press('Enter');
    const summary = page.getByRole('alert');
    await expectSeen(summary.getByText('年齢'));
    await expectSeen(summary.getByText('受け付けた日'));
    expect(await page.getByRole('textbox', { name: '年齢' }).inputValue()).toBe('三人');
    expect(await page.getByRole('textbox', { name: '受け付けた日' }).inputValue()).toBe('2026-02-30');
    await page.getByRole('textbox', { name: '年齢' }).fill('８２');
    await page.getByRole('textbox', { name: '受け付けた日' }).fill('R8.11.20');
    await page.getByRole('textbox', { name: '見出し' }).press('Enter');
    await expectSeen(summary);
    expect(await summary.getByText('年齢').count()).toBe(0);
    expect(await summary.getByText('受け付けた日').count()).toBe(0);
  });
});
