import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { withSnow } from '../support/form-logic.ts';
import { codeOf, day, expectGone, expectSeen, fillIn, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('a form with logic', () => {
  const stage = openStage();

  const publish = async (page: Page): Promise<void> => {
    const status = await page.evaluate(
      async ({ path, body }) => {
        const response = await fetch(path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ body, reason: '雪の季節のため' }),
        });
        return `${response.status} ${await response.text()}`;
      },
      { path: `/api/municipalities/${codeOf('admin')}/definitions/form`, body: withSnow() },
    );
    expect(status).toMatch(/^201 /);
  };

  it('asks, demands and offers with each answer, keeps what was typed in hidden fields, and sends none of it', async () => {
    await publish(await stage.as('admin'));
    const page = await stage.as('tier2', 'needs/new');
    const snow = page.getByRole('group', { name: '雪かきが必要' });
    const days = page.getByLabel('雪の日数');
    const who = page.getByRole('group', { name: 'だれが雪をかくか' });
    await expectSeen(snow);
    expect(await days.count()).toBe(0);

    // By the keyboard: the focus stays where the answer is given, and what came is said.
    const yes = snow.getByRole('radio', { name: 'はい' });
    await yes.focus();
    await page.keyboard.press('Space');
    await expectSeen(days);
    expect(await yes.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectSeen(page.getByRole('status').filter({ hasText: '入力欄が出ました：雪の日数' }));
    await expect.poll(() => days.evaluate((input: HTMLInputElement) => input.required)).toBe(true);
    await expectSeen(page.getByText('分かれば記入してください'));
    expect(await who.getByRole('radio').count()).toBe(3);
    await days.fill('12');
    await expectGone(who.getByRole('radio', { name: 'いない' }));
    await who.getByRole('radio', { name: '近所' }).check();
    await expectGone(page.getByText('分かれば記入してください'));

    // Entries of a list have rules of their own, and the sum follows.
    const add = page.getByRole('button', { name: '手伝う人を加える' });
    await add.click();
    await page.getByLabel('手伝う人の名前').fill('仮名 竹夫');
    await page.getByLabel('1日の時間').fill('1.5');
    await add.click();
    await page.getByLabel('手伝う人の名前').nth(1).fill('仮名 松子');
    await page.getByLabel('1日の時間').nth(1).fill('25');
    await expectSeen(page.getByLabel('車の置き場所'));
    expect(await page.getByLabel('車の置き場所').count()).toBe(1);
    const sum = page.getByLabel('手伝いの時間の合計');
    await expect.poll(() => sum.inputValue()).toBe('26.5');
    expect(await sum.getAttribute('readonly')).not.toBeNull();
    await checkAccessible(page);
    await shoot(page, 'form-logic');

    await fillIn(page, {
      '個人（ひとりの方）': true,
      氏名: '仮名 うめ',
      ふりがな: 'かめい うめ',
      圏域: '石巻',
      家事援助: true,
      ふつう: true,
      見出し: '雪が積もった',
      暮らしの様子: 'ひとり暮らし。',
      得ていない: true,
      受け付けた日: day(),
    });
    await page.getByRole('button', { name: '内容を確かめる' }).click();
    await expectSeen(page.getByText('1日は24時間までです。').first());
    await page.getByLabel('1日の時間').nth(1).fill('2');
    await expectGone(page.getByText('1日は24時間までです。'));

    // Hidden and shown again, it is still there; hidden while sending, it is not sent.
    const no = snow.getByRole('radio', { name: 'いいえ' });
    await no.check();
    await expectGone(days);
    await yes.check();
    expect(await days.inputValue()).toBe('12');
    await no.check();
    await checkReflow(page);
    await page.getByRole('button', { name: '内容を確かめる' }).click();
    // Back from where it would have been sent, it is there too.
    await page.getByRole('button', { name: '戻って直す' }).click();
    await yes.check();
    expect(await days.inputValue()).toBe('12');
    await no.check();
    await page.getByRole('button', { name: '内容を確かめる' }).click();
    await page.getByRole('button', { name: '受け付ける', exact: true }).click();
    await fillIn(page, { 新しい住民として加える: true });
    await page.getByRole('button', { name: '受け付ける', exact: true }).click();
    await expectSeen(page.getByText(/を受け付けました。/));
    const { answers } = await stage.ask<{ answers: { label: string; value: string }[] }>(
      'tier2',
      new URL(page.url()).pathname.replace(/^\/\d+\//, ''),
    );
    expect(answers).toContainEqual({ label: '手伝いの時間の合計', value: '3.5時間' });
    expect(answers.map(({ label }) => label)).not.toContain('雪の日数');
  });

  it('hears of what was typed before a key goes elsewhere, and before the page is left', async () => {
    const page = await stage.as('tier2', 'needs/new');
    await page.getByRole('button', { name: '手伝う人を加える' }).click();
    await page.getByLabel('1日の時間').focus();
    // At once, without a pause: the field that appears is the next.
    await page.keyboard.type('5');
    await page.keyboard.press('Tab');
    expect(await page.getByLabel('車の置き場所').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByLabel('手伝う人の名前').focus();
    await page.keyboard.type('見本 急子');
    await page.reload();
    await expect.poll(() => page.getByLabel('手伝う人の名前').inputValue()).toBe('見本 急子');
  });
});
