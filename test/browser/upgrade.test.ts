import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, openStage } from './app.ts';

describe('a tab left open over an upgrade', () => {
  const stage = openStage();
  /** From now on pieces of the program that the tab has not loaded yet are away, as after an upgrade; with `back` until it is loaded anew. */
  const upgrade = async (page: Page, back: boolean) => {
    const seen = { loads: 0, away: new Set<string>() };
    await page.route('**/assets/**', async (route) => {
      const address = route.request().url();
      if (seen.loads === 0) seen.away.add(address);
      if (seen.loads === 0 || (!back && seen.away.has(address))) await route.fulfill({ status: 404, body: '' });
      else await route.continue();
    });
    page.on('request', (request) => {
      if (request.isNavigationRequest()) seen.loads += 1;
    });
    return seen;
  };
  const leaveHalfDone = async (page: Page): Promise<void> => {
    await page.getByLabel('個人（ひとりの方）').check();
    await page.getByRole('textbox', { name: '見出し' }).fill('ごみ出しに困っている');
    await expectSeen(page.getByText('入力内容を保存しました。送るまで、あとからでも、ほかの端末でも続けられます'));
  };

  it('is loaded anew by itself, once, goes on where it was going, and keeps what was typed', async () => {
    const page = await stage.as('tier2', 'needs/new');
    await leaveHalfDone(page);
    const seen = await upgrade(page, true);
    await page.getByRole('banner').getByRole('link', { name: '協議体' }).click();
    await expectTitle(page, '協議体');
    expect(seen.away.size).toBeGreaterThan(0);
    expect(seen.loads).toBe(1);
    await page.goto('/042021/needs/new');
    await page
      .getByRole('main')
      .getByRole('link', { name: /ごみ出しに困っている/ })
      .click();
    await expect.poll(() => page.getByRole('textbox', { name: '見出し' }).inputValue()).toBe('ごみ出しに困っている');
  });

  it('says what happened instead of being loaded round and round where the new one has it neither', async () => {
    const page = await stage.as('tier2', 'needs/new');
    const seen = await upgrade(page, false);
    await page.getByRole('banner').getByRole('link', { name: '協議体' }).click();
    await expect.poll(() => seen.loads).toBe(1);
    await page.waitForLoadState('load');
    await expectSeen(page.getByRole('button', { name: '読み込み直す' }));
    await expectTitle(page, '画面を読み込めませんでした');
    expect(seen.loads).toBe(1);
  });
});
