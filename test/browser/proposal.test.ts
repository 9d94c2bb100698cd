import { describe, expect, it } from 'vitest';
import { day, expectGone, expectSeen, expectTitle, fillIn, openStage, partOf, takeStep } from './app.ts';
import { checkAccessible } from './support.ts';

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

    // Adopted is not the end: who does what by when, in which year's programme, is told to where it came from.
    await takeStep(tier1, '進め方を決めた', {
      行うこと: '乗合タクシーの試行',
      担当: '市 交通政策課',
      期限: day(200),
      行う年度: '令和9年度（2027年度）',
      事業の名前: '地域公共交通活性化事業',
    });
    await page.goto(address);
    await expectSeen(page.getByText('地域公共交通活性化事業'));
    await expectSeen(page.getByText('石巻市生活支援協議体（第1層）が進める番です。'));
    await checkAccessible(page);

    // What another council lacks of the same kind joins it instead of going up once more.
    const other = await stage.as('tier2', 'councils');
    await other.getByRole('link', { name: '石巻地区支え合い会議' }).click();
    const covered = partOf(other, /第1層へ上げる候補・気づき/)
      .getByRole('article')
      .filter({ hasText: '外出支援・移動サービス' })
      .first();
    await expectSeen(covered.getByText(/釜・大街道支え合い会議の採用された提案が、この足りないものに当たります/));
    await covered.getByRole('button', { name: 'この提案に加わる' }).click();
    const dialog = other.getByRole('dialog');
    await checkAccessible(other);
    await dialog.getByRole('button', { name: 'この提案に加わる' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expectGone(covered);
    await tier1.goto(address);
    await expectSeen(tier1.getByText(/石巻地区支え合い会議が加わりました/));
  });
});
