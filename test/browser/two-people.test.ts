import { describe, expect, it } from 'vitest';
import { day, expectGone, expectSeen, expectTitle, fillIn, openStage, partOf, takeStep } from './app.ts';

describe('two people who step at once', () => {
  const stage = openStage();

  it('are told apart: the first wins, the second hears what changed and loses nothing typed', async () => {
    const { items } = await stage.ask<{ items: { id: string; name: string }[] }>('tier1', 'councils?q=渡波');
    const at = `councils/${items[0]?.id}`;
    const [first, second] = [await stage.as('tier1', at), await stage.as('tier2-minato', at)];

    const plan = '座談会を計画する';
    await second.getByRole('button', { name: plan, exact: true }).click();
    const dialog = second.getByRole('dialog', { name: plan });
    await fillIn(dialog, { '目的・話し合いたいこと': 'あとから送る計画', 開催予定日: day(9) });
    await takeStep(first, plan, { '目的・話し合いたいこと': '先に送る計画', 開催予定日: day(7) });

    await dialog.getByRole('button', { name: '計画を記録する' }).click();
    await expectSeen(dialog.getByText('ほかの人が先に変更しました'));
    await expectSeen(dialog.getByText(/架空 一郎さん：.*座談会を計画する/));
    // The button is at the end of a long form: what it brought must not stay above, out of sight.
    await second.waitForFunction(
      (word) =>
        [...document.querySelectorAll('[role=status]')].some(
          (notice) =>
            notice.textContent?.includes(word) &&
            notice.getBoundingClientRect().top >= 0 &&
            notice.getBoundingClientRect().bottom <= innerHeight,
        ),
      '架空 一郎さん',
    );
    expect(await dialog.getByLabel('目的・話し合いたいこと').inputValue()).toBe('あとから送る計画');

    await dialog.getByRole('button', { name: '最新の内容を読み込む' }).click();
    await expectGone(dialog);
    await expectTitle(second, '渡波地区協議体（第2層）');
    await expectSeen(partOf(second, '今の状況').getByText('座談会の開催待ち'));
    expect(await second.getByRole('button', { name: plan, exact: true }).count()).toBe(0);
  });
});
