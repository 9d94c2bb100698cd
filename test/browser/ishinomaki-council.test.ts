import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  closedStep,
  day,
  expectGone,
  expectSeen,
  expectTitle,
  fillIn,
  openStage,
  partOf,
  recordMeeting,
  takeStep,
} from './app.ts';

const members = [
  ['想定 きよし', 'NPO法人あおぞら手伝い隊'],
  ['想定 みつえ', 'はまなす生活協同組合（見本）'],
  ['想定 ひろ', '見本地区民生委員児童委員協議会'],
  ['想定 のり', '見本老人クラブ連合会'],
] as const;

const expectHere = async (page: Page, state: string): Promise<void> => {
  await expectSeen(partOf(page, '今の状況').getByText(state, { exact: true }));
  // The drawing marks the state as the one of now.
  await expectSeen(
    page
      .getByRole('tabpanel', { name: '道のり' })
      .locator('[data-here]')
      .filter({ hasText: '今ここ' })
      .getByText(state, { exact: true }),
  );
};

const holdRoundtable = async (page: Page, number: number, heldOn: string): Promise<void> => {
  await takeStep(page, '座談会を計画する', {
    '目的・話し合いたいこと': '渡波で困っていることを出し合う',
    開催予定日: heldOn,
    場所: '見本公民館',
  });
  await expectHere(page, '座談会の開催待ち');
  await recordMeeting(page, '座談会を開いた', {
    会議の名前: `第${number}回 渡波支え合い座談会`,
    開催した日: heldOn,
    '参加人数（人）': '２３',
    話し合ったこと: '買い物と通院の足が話題になりました。',
  });
  await expectHere(page, '座談会の精査');
  await takeStep(
    page,
    '座談会を精査する',
    { '出された困りごと・課題': '買い物に行く足がない。', 設置の話し合いに進む: true },
    async (dialog) => {
      const entry = async (list: string) => {
        await dialog.getByRole('button', { name: new RegExp(list) }).click();
        return dialog
          .getByRole('group', { name: new RegExp(list) })
          .getByRole('listitem')
          .last();
      };
      await fillIn(await entry('地域の困りごととして受け付けるもの'), {
        見出し: '渡波に買い物の足がない',
        手助けの種類: '外出支援・移動サービス',
      });
      await fillIn(await entry('協議体に加わってほしい人・団体'), { 名前: '想定 まこと', 所属: '見本商店会' });
      // One that is added and left empty keeps nothing back.
      await entry('協議体に加わってほしい人・団体');
    },
  );
  await expectHere(page, '座談会の準備（内容検討）');
};

describe('a council of Ishinomaki', () => {
  const stage = openStage();

  it('goes from its first roundtable to operation, refused with the reason while something is lacking', async () => {
    const page = await stage.as('tier2-minato', 'councils');
    await page.getByRole('link', { name: '渡波地区協議体（第2層）' }).click();
    await expectTitle(page, '渡波地区協議体（第2層）');
    await expectHere(page, '座談会の準備（内容検討）');
    const refused = closedStep(page, '設置の話し合いに進む');
    await expectSeen(refused.getByText('あと2回の座談会が必要です'));
    expect(await page.getByRole('button', { name: '設置の話し合いに進む' }).count()).toBe(0);

    await holdRoundtable(page, 1, day(-20));
    await expectSeen(refused.getByText('あと1回の座談会が必要です'));
    await refused.getByText('判断の根拠').click();
    await expectSeen(refused.getByText('開いた座談会: 1回（2回以上）'));

    await holdRoundtable(page, 2, day(-6));
    await expectGone(refused.getByText('あと1回の座談会が必要です'));
    await expectSeen(refused.getByText('あと5人の構成員が必要です'));

    await takeStep(
      page,
      '構成員を加える',
      { 選んだ日: day(-5), 選んだ考え方: '座談会に来た団体に声をかけました。' },
      async (dialog) => {
        for (const [index, [name, organisation]] of members.entries()) {
          await dialog.getByRole('button', { name: '構成員を加える' }).click();
          const entry = dialog
            .getByRole('group', { name: /^構成員/ })
            .getByRole('listitem')
            .nth(index);
          await fillIn(entry, { 氏名: name, 所属団体: organisation, 役割: index === 0 ? '会長' : '構成員' });
        }
      },
    );
    // The fifth by the members' own list.
    await page.getByRole('tab', { name: /構成員/ }).click();
    await page.getByRole('tabpanel').getByRole('button', { name: '構成員を加える' }).click();
    const dialog = page.getByRole('dialog');
    await fillIn(dialog, { 氏名: '想定 つとむ', 任期の始まり: day(-5) });
    await dialog.getByRole('combobox', { name: '所属団体' }).fill('シルバー');
    await page.getByRole('option', { name: '見本シルバー人材センター' }).click();
    await dialog.getByRole('button', { name: '保存する' }).click();
    await expectSeen(page.getByRole('tab', { name: /構成員\s*（5）/ }));
    // Both roundtables named the same person: one candidate.
    await expectSeen(page.getByText('想定 まこと（見本商店会）'));
    await page.getByRole('button', { name: '想定 まことを見送る' }).click();
    await expectGone(page.getByText('想定 まこと（見本商店会）'));
    const { items } = await stage.ask<{ items: { title: string }[] }>('tier2-minato', 'needs?q=渡波に買い物の足がない');
    expect(items.map(({ title }) => title)).toEqual(['渡波に買い物の足がない']);

    await page.getByRole('tab', { name: '道のり' }).click();
    await takeStep(page, '設置の話し合いに進む', null);
    await expectHere(page, '設置');
    await takeStep(page, '協議体を発足する', {
      設置した日: day(-1),
      協議体の呼び名: '渡波ささえあい会議',
      運営の仕方: '2か月に1回、昼に集まります。',
      '1年に会議を開く回数（回）': '6',
    });
    await expectTitle(page, '渡波ささえあい会議');
    await expectHere(page, '活動中');

    await takeStep(page, 'コーディネーターを任命する', {
      '推進員（生活支援コーディネーター）の氏名': '想定 きよし',
      就任する日: day(),
      選んだ理由: '構成員の全員が賛成しました。',
    });
    await expectSeen(page.getByRole('main').getByText('想定 きよし').first());
    await page.getByRole('tab', { name: /集まり\s*（2）/ }).click();
    await expectSeen(page.getByRole('link', { name: '第2回 渡波支え合い座談会' }));
    await page.getByRole('tab', { name: '経過' }).click();
    const story = page.getByRole('tabpanel', { name: '経過' });
    await expectSeen(story.getByText('「設置」から「活動中」へ進みました'));
    await expectSeen(story.getByText(/試作 あおい/).first());
  });
});
