import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, fillIn, openStage, partOf, takeStep } from './app.ts';

describe('what an area lacks', () => {
  const stage = openStage();

  it('goes up to tier 1 as a proposal with its evidence, and the answer comes back', async () => {
    const page = await stage.as('tier2', 'councils');
    await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
    const candidates = partOf(page, /第1層へ上げる候補・気づき/);
    const card = candidates.getByRole('article').filter({ hasText: '外出支援・移動サービス' }).first();
    await expectSeen(card.getByText('第1層へ上げる候補', { exact: true }));
    await card.getByText('判断の根拠').click();
    await expectSeen(card.getByText(/満たす/));
    await expectSeen(card.getByRole('link', { name: /通院の足がない/ }));
    await card.getByRole('link', { name: '提案を書く' }).click();

    await expectTitle(page, '提案を書く');
    await expectSeen(page.getByText('根拠を入れてあります'));
    const background = await page.getByLabel('背景・根拠').inputValue();
    expect(background).toMatch(/4件/);
    await fillIn(page, {
      件名: '買い物と通院の足について',
      提案の内容: '乗合タクシーを試したい。',
      第1層にお願いしたいこと: '市全体で担い手を探してほしい。',
    });
    await page.getByRole('button', { name: '下書きを保存する' }).click();
    await expectTitle(page, /買い物と通院の足について/);
    const address = page.url();
    // Until it is sent, nobody above sees it.
    const tier1 = await stage.as('tier1', 'proposals?box=in');
    expect(await tier1.getByRole('link', { name: /買い物と通院の足について/ }).count()).toBe(0);
    await takeStep(page, '第1層に送る', null);

    await tier1.goto('/042021/home');
    await tier1
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: '買い物と通院の足について' })
      .getByRole('link')
      .last()
      .click();
    await expectTitle(tier1, /買い物と通院の足について/);
    await expectSeen(tier1.getByText('乗合タクシーを試したい。'));
    await tier1.getByText(/もとになった困りごと（\d+件）/).click();
    await expectSeen(tier1.getByText(/通院の足がない（釜・大街道）/));
    await takeStep(tier1, '受け取る', null);
    await takeStep(tier1, '採用する', { 理由: '市で乗合タクシーの試行を予算に入れます。' });

    await page.goto('/042021/home');
    await page
      .getByRole('main')
      .getByRole('link', { name: /買い物と通院の足について/ })
      .first()
      .click();
    await expectTitle(page, /買い物と通院の足について/);
    expect(page.url()).toBe(address);
    await expectSeen(page.getByText('市で乗合タクシーの試行を予算に入れます。'));
    await expectSeen(page.getByText('採用', { exact: true }));
    await page
      .getByRole('main')
      .locator('dl')
      .getByRole('link', { name: /釜・大街道/ })
      .click();
    await page.getByRole('tab', { name: '経過' }).click();
    await expectSeen(partOf(page, 'これまでの候補・気づき').getByText('上げました'));
    await page.getByRole('link', { name: /提案・報告.*件/ }).click();
    await expectSeen(page.getByRole('row', { name: /買い物と通院の足について.*採用/ }));
  });
});
