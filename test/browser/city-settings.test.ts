import { describe, expect, it } from 'vitest';
import { expectGone, expectSeen, fillIn, openStage } from './app.ts';
import { checkAccessible, checkReflow } from './support.ts';

describe('what a city sets for itself', () => {
  const stage = openStage();

  it('is what kinds of area it has, and which councils stand there', async () => {
    const page = await stage.as('admin', 'settings/codes');
    await page.getByRole('button', { name: '圏域の種類を加える' }).click();
    const dialog = page.getByRole('dialog');
    await fillIn(dialog, { 日本語の名前: '旧町', 記号: 'former-town' });
    await dialog.getByRole('radio', { name: '第2層' }).check();
    await checkAccessible(page);
    await dialog.getByRole('button', { name: '保存' }).click();
    await expectGone(dialog);
    const row = page.getByRole('row', { name: /旧町/ });
    await expectSeen(row.getByText('第2層'));
    await row.scrollIntoViewIfNeeded();
    await page.goto(page.url().replace('settings/codes', 'settings/areas'));
    await page.getByRole('button', { name: '石巻市の下に加える' }).click();
    await fillIn(dialog, { 名前: '旧雄勝町' });
    expect(
      await dialog.getByRole('radio').evaluateAll((all) => all.map((each) => each.parentElement?.innerText)),
    ).toEqual(['エリア', '地区', '旧町']);
    await dialog.getByRole('radio', { name: '旧町' }).check();
    await dialog.getByRole('button', { name: '保存' }).click();
    await expectGone(dialog);
    await expectSeen(page.getByRole('listitem').filter({ hasText: '旧雄勝町' }).getByText('旧町', { exact: true }));
  });

  it('is that no need is handed to a service', async () => {
    const page = await stage.as('admin', 'settings');
    await page.getByRole('link', { name: '取り組み方' }).click();
    await page.getByRole('radio', { name: /行わない/ }).check();
    await checkAccessible(page);
    await checkReflow(page);
    await page.getByRole('button', { name: '保存' }).click();
    await expectSeen(page.getByText('保存しました。画面と手続きが変わりました。'));

    const needs = await stage.ask<{ items: { id: string; standing: { tags: string[] } }[] }>(
      'tier2',
      'needs?limit=100',
    );
    const seeking = needs.items.find(({ standing }) => standing.tags.includes('seeking'));
    const coordinator = await stage.as('tier2', `needs/${seeking?.id}`);
    await expectSeen(coordinator.getByRole('heading', { name: '次にできること' }));
    expect(await coordinator.getByRole('button', { name: '合うサービスを探す' }).count()).toBe(0);
    const provider = await stage.as('provider', 'home');
    const menu = provider.getByRole('navigation').first();
    await expectSeen(menu.getByRole('link', { name: 'きょう' }));
    expect(await menu.getByRole('link', { name: '紹介' }).count()).toBe(0);
  });
});
