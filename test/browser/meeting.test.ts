import { describe, expect, it } from 'vitest';
import { day, expectGone, expectSeen, expectTitle, fillIn, openStage, partOf } from './app.ts';

describe('a meeting of a council', () => {
  const stage = openStage();

  it('is planned, answered by who is invited, recorded by the council’s own step, and its minutes are written', async () => {
    const page = await stage.as('tier2', 'councils');
    await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
    await page.getByRole('tab', { name: /集まり/ }).click();
    await page.getByRole('link', { name: '会議を計画する' }).click();
    await expectTitle(page, '会議を計画する');
    await page.getByRole('button', { name: '計画を保存する' }).click();
    await expectSeen(page.getByRole('alert').getByRole('link', { name: /会議の名前/ }));
    await fillIn(page, {
      種類: '協議体会議',
      会議の名前: '第9回 支え合い会議',
      予定日: day(),
      始まる時刻: '１０：００',
      終わる時刻: '11時30分',
      場所: '見本交流センター',
      '持ち物・準備': '地域の地図',
    });
    // The plan opens with the agenda of its kind.
    expect(await page.getByRole('group', { name: /^議題/ }).count()).toBe(8);
    await fillIn(page.getByRole('group', { name: '議題1' }), { 件名: '買い物の手段がない' });
    await page.getByRole('button', { name: '構成員でない人・団体を加える' }).click();
    await page.getByRole('button', { name: '構成員でない人・団体を加える' }).click();
    await fillIn(page, { '構成員でない人・団体1の名前': '例示 まこと' });
    await page.getByRole('combobox', { name: /合同で開くほかの協議体/ }).fill('第1層');
    await page.getByRole('option', { name: /第1層/ }).first().click();
    await page.getByText(/第1層.*の構成員（\d+人）から加える/).click();
    await page.getByRole('button', { name: '全員を加える' }).click();
    // The second is left empty, and so is an item of the agenda.
    await page.getByRole('button', { name: '議題を加える' }).click();
    await page.getByRole('button', { name: '計画を保存する' }).click();
    await expectTitle(page, '第9回 支え合い会議');
    await expectSeen(page.getByText('10:00から11:30まで'));
    await expectSeen(page.getByText('合同で開くほかの協議体'));
    await expectSeen(page.getByRole('link', { name: /第1層/ }));
    await expectSeen(partOf(page, '招く人・団体').getByText('例示 まこと'));
    expect(await partOf(page, '議題').getByRole('listitem').count()).toBe(8);

    const member = await stage.as('member');
    await expectSeen(member.getByText(/招かれています.*（持ち物・準備：地域の地図）/));
    await member.getByRole('link', { name: '出席・欠席を答える' }).click();
    await expectTitle(member, '第9回 支え合い会議');
    await member.getByRole('button', { name: '出席', exact: true }).click();
    await expectSeen(member.getByRole('heading', { name: '「出席」と答えました' }));

    await page.reload();
    await expectSeen(partOf(page, '招く人・団体').getByText('出席', { exact: true }));
    await page.getByRole('link', { name: '開いた会議を記録する' }).click();
    await expectTitle(page, '開いた会議を記録する');
    // The step's own form, filled in from the plan, with the members to tick.
    expect(await page.getByLabel('会議の名前').inputValue()).toBe('第9回 支え合い会議');
    const main = page.getByRole('main');
    expect(await main.getByRole('checkbox', { checked: true }).count()).toBe(1);
    await main.getByRole('checkbox', { name: '例示 まこと' }).check();
    await main.getByRole('button', { name: /参加した人・団体/ }).click();
    await fillIn(main, { '参加人数（人）': '１２' });
    await main.locator('button[type=submit]').click();
    await expectTitle(page, '第9回 支え合い会議');
    await expectSeen(page.getByText('12人', { exact: true }));
    await expectGone(page.getByText('予定', { exact: true }));

    await page.getByRole('link', { name: '議事録を書く' }).click();
    await fillIn(page.getByRole('group', { name: '議題1' }), {
      話し合ったこと: '同じ声が3つの町内会で出ている。',
      決まったこと: '送り迎えを4回ためす\n保険を調べる',
      結果: '決まった',
    });
    const about = page.getByRole('group', { name: '議題1' }).getByRole('combobox', { name: /取り上げる記録/ });
    await about.fill('シルバー');
    await page
      .getByRole('option', { name: /シルバー/ })
      .first()
      .click();
    await expectSeen(page.getByRole('group', { name: '議題1' }).getByRole('link', { name: /シルバー/ }));
    // What was typed outlives a reload, and somebody else's saving behind it is told, not overwritten.
    const minutes = page.getByLabel('議題のほかに話し合ったこと');
    await minutes.fill('ほかに話したこと');
    await page.reload();
    expect(await minutes.inputValue()).toBe('ほかに話したこと');
    const other = await stage.as('tier2', new URL(page.url()).pathname.split('/').slice(2).join('/'));
    await fillIn(other, { 場所: '架空会館' });
    await other.getByRole('button', { name: '記録する' }).click();
    await expectTitle(other, '第9回 支え合い会議');
    await page.setViewportSize({ width: 375, height: 800 });
    await page.getByRole('button', { name: '記録する' }).click();
    await page.getByRole('button', { name: '最新の内容を読み込む' }).click();
    await expectGone(page.getByRole('button', { name: '最新の内容を読み込む' }));
    expect(await minutes.inputValue()).toBe('ほかに話したこと');
    await page.getByRole('button', { name: '記録する' }).click();
    await expectTitle(page, '第9回 支え合い会議');
    const agenda = partOf(page, '議題');
    await expectSeen(agenda.getByText('送り迎えを4回ためす'));
    await expectSeen(agenda.getByText('決まった', { exact: true }));
    await expectSeen(page.getByText('ほかに話したこと'));
    await expectSeen(partOf(page, '出席').getByText('例示 まこと'));

    await expectSeen(agenda.getByText('取り上げる記録'));
    await agenda.getByText('「買い物の手段がない」から加える').click();
    const followed = await stage.as('tier2', new URL(page.url()).pathname.split('/').slice(2).join('/'));
    await partOf(followed, '議題').getByText('「買い物の手段がない」から加える').click();
    await partOf(followed, '議題').getByRole('link', { name: '困りごとを受け付ける' }).click();
    await followed.waitForURL(/draft=.*item=|item=.*draft=/);
    // What was agreed to do is done; the minutes go to those who were there, and are confirmed.
    await page.getByRole('button', { name: '宿題・質問を加える' }).click();
    await fillIn(page.getByRole('dialog'), { すること: '保険を調べる' });
    await page.getByRole('dialog').getByRole('button', { name: '保存する' }).click();
    await page.getByRole('button', { name: '済みにする' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '済みにする' }).click();
    await expectSeen(partOf(page, '宿題・質問').getByText('済み'));
    await page.getByRole('button', { name: '出席した人に送る' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '出席した人に送る' }).click();
    const checking = partOf(page, '議事録の確認');
    await expectSeen(checking.getByText('返事なし'));
    await expectGone(page.getByRole('link', { name: '議事録を書く' }));
    await member.goto(member.url().replace(/meetings\/.*$/, 'home'));
    await member.getByRole('link', { name: '議事録を読む' }).click();
    await expectTitle(member, '第9回 支え合い会議');
    await member.getByRole('button', { name: '返事を送る' }).click();
    await expectSeen(member.getByText('このとおりです').first());
    await page.reload();
    await expectSeen(checking.getByText('このとおりです'));
    await page.getByRole('button', { name: '確定する' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '確定する' }).click();
    await expectSeen(checking.getByText(/さんが確定しました/));
    await page.getByRole('button', { name: '追記する' }).click();
    await fillIn(page.getByRole('dialog'), { 追記すること: '保険は見本市が払う', 追記する理由: '後日に確かめた' });
    await page.getByRole('dialog').getByRole('button', { name: '追記する' }).click();
    await expectSeen(checking.getByText('理由：後日に確かめた'));
    await expectGone(page.getByRole('button', { name: '下書きに戻して直す' }));
  });
});
