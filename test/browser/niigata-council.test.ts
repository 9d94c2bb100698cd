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
} from './app.ts';

const expectHere = (page: Page, state: string): Promise<void> =>
  expectSeen(partOf(page, '今の状況').getByText(state, { exact: true }));

describe('a council of Niigata', () => {
  const stage = openStage();

  it('elects its coordinator at its first gathering, once the preparation meeting was held', async () => {
    const page = await stage.as('niigata-tier2', 'councils');
    await page.getByRole('link', { name: '小新・小針支え合いのしくみづくり会議' }).click();
    await expectHere(page, '準備会');
    // Somebody convenes the council and has not recorded the preparation meeting.
    await recordMeeting(page, '初回の協議体を開いた', {
      会議の名前: '第1回 しくみづくり会議',
      開催した日: day(-1),
      '参加人数（人）': '18',
      設置した日: day(-1),
    });
    await expectHere(page, '初回の協議体（推進員を決める）');
    const refused = closedStep(page, '推進員を選出する');
    await expectSeen(refused.getByText('あと1回の準備会が必要です'));
    expect(await page.getByRole('button', { name: '推進員を選出する' }).count()).toBe(0);

    await page.getByRole('tab', { name: /集まり/ }).click();
    await page.getByRole('link', { name: '集まりを記録する' }).click();
    await expectTitle(page, '集まりを記録する');
    await fillIn(page, { 種類: '準備会' });
    // No step of where it stands records one, so it is recorded by itself.
    await fillIn(page, { 会議の名前: '第1回 協議体設置準備会', 開催した日: day(-12), 参加人数: '１１' });
    await page.getByRole('button', { name: '記録する' }).click();
    await expectTitle(page, '第1回 協議体設置準備会');
    await page
      .getByRole('navigation', { name: '現在の場所' })
      .getByRole('link', { name: /しくみづくり会議|小新/ })
      .click();

    await expectHere(page, '初回の協議体（推進員を決める）');
    await expectGone(refused);
    // The first council stands there as the meeting that elects: it is not recorded again.
    await recordMeeting(page, '推進員を選出する', {
      会議の名前: '第1回 しくみづくり会議',
      '推進員（生活支援コーディネーター）の氏名': '範例 ゆき',
      所属団体: '小新見本自治会',
      就任する日: day(),
      選んだ理由: '構成員の互選で、全員が賛成しました。',
    });
    await expectHere(page, '定例の協議体');
    await expectSeen(page.locator('dl').getByText('範例 ゆき'));
    await page.getByRole('tab', { name: /集まり/ }).click();
    const meetings = page.getByRole('tabpanel');
    await expectSeen(meetings.getByText('第1回 しくみづくり会議'));
    expect(await meetings.getByText('協議体会議').count()).toBe(1);
    await page.getByRole('tab', { name: /^構成員/ }).click();
    await expectSeen(page.getByRole('row', { name: /範例 ゆき.*生活支援コーディネーター.*小新見本自治会/ }));
    // It turns out that the body holds the office, and that she acts for it.
    await page.getByRole('button', { name: '範例 ゆきさんの生活支援コーディネーターの内容を直す' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('radio', { name: '小新見本自治会（本人は担当する人）' }).check();
    await form.getByRole('button', { name: '保存' }).click();
    await expectSeen(page.locator('dl').getByText('小新見本自治会（担当：範例 ゆき）'));
    await expectSeen(page.getByRole('row', { name: /生活支援コーディネーター.*小新見本自治会（担当：範例 ゆき）/ }));
    await page.getByRole('tab', { name: '経過' }).click();
    await expectSeen(
      page.getByRole('tabpanel').getByText('「初回の協議体（推進員を決める）」から「定例の協議体」へ進みました'),
    );
  });
});
