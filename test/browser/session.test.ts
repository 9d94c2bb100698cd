import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { emailOf, expectGone, expectSeen, expectTitle, fillIn, openStage, partOf, password } from './app.ts';
import { checkAccessible, shoot } from './support.ts';

const signIn = async (page: Page, email: string, secret: string): Promise<void> => {
  await fillIn(page, { メールアドレス: email, パスワード: secret });
  await page.getByRole('button', { name: 'サインインする' }).click();
};

describe('a session', () => {
  let ahead = 0;
  const stage = openStage(() => new Date(Date.now() + ahead));

  it('begins on the page that was asked for, and ends', async () => {
    const page = await stage.openPage('/042021/councils?tier=1');
    await expectSeen(page.getByText('サインインしてください'));
    await signIn(page, emailOf('member'), 'not the password');
    await expectSeen(page.getByText('メールアドレスかパスワードが違います'));
    expect(await page.getByLabel('メールアドレス').inputValue()).toBe(emailOf('member'));

    await signIn(page, emailOf('member'), password);
    await expectTitle(page, '協議体');
    expect(new URL(page.url()).search).toBe('?tier=1');
    await page.getByRole('button', { name: '見本 太郎' }).click();
    await page.getByRole('button', { name: 'サインアウト' }).click();
    await expectTitle(page, 'サインイン');
    await page.goto('/042021/councils');
    await expectTitle(page, 'サインイン');
  });

  it('begins with one press for a demonstration account', async () => {
    const page = await stage.openPage('/sign-in');
    await page.getByRole('button', { name: emailOf('niigata-tier2') }).click();
    await expectTitle(page, 'きょう');
    await expectSeen(page.getByText('新潟市', { exact: true }));
  });

  it('asks for the municipality once, and remembers it in this browser', async () => {
    const page = await stage.openPage('/sign-in');
    await signIn(page, emailOf('niigata-tier1'), password);
    await expectSeen(page.getByText('入力してください'));
    await fillIn(page, { 市町村: '新潟市' });
    await signIn(page, emailOf('niigata-tier1'), password);
    await expectTitle(page, 'きょう');
    await page.getByRole('button', { name: '想定 けん' }).click();
    await page.getByRole('button', { name: 'サインアウト' }).click();
    await expectTitle(page, 'サインイン');
    await page.goto('/sign-in');
    await page.getByRole('option', { name: '新潟市' }).waitFor({ state: 'attached' });
    expect(await page.getByLabel('市町村').inputValue()).toBe('151009');
  });

  it('goes on with a new password, which opens the next one', async () => {
    const page = await stage.as('centre');
    await page.getByRole('button', { name: '包括 ゆかり' }).click();
    await page.getByRole('link', { name: 'アカウント' }).click();
    await expectTitle(page, 'アカウント');
    const change = page.getByRole('button', { name: 'パスワードを変える' });
    await fillIn(page, { 今のパスワード: 'not the password', 新しいパスワード: 'みじかい' });
    await change.click();
    await expectSeen(page.getByText('12文字以上で入力してください'));
    await fillIn(page, { 新しいパスワード: 'ことりは 朝に 鳴きます' });
    await change.click();
    await expectSeen(page.getByText('今のパスワードが違います'));
    await fillIn(page, { 今のパスワード: password });
    await change.click();
    await expectSeen(page.getByText('パスワードを変えました。'));

    const next = await stage.openPage('/sign-in?city=042021');
    await signIn(next, emailOf('centre'), password);
    await expectSeen(next.getByText('メールアドレスかパスワードが違います'));
    await signIn(next, emailOf('centre'), 'ことりは 朝に 鳴きます');
    await expectTitle(next, 'きょう');
  });

  it('is seen in the account and ended from another browser', async () => {
    const lost = await stage.openPage('/sign-in');
    await lost.getByRole('button', { name: emailOf('tier2-minato') }).click();
    await expectTitle(lost, 'きょう');
    const page = await stage.as('tier2-minato');
    await page.goto('/account');
    const rows = partOf(page, 'サインインしているところ').getByRole('row').filter({ hasText: 'Chrome / Linux' });
    await expectSeen(rows);
    // The stage signed in without a browser.
    await expectSeen(
      partOf(page, 'サインインしているところ').getByRole('row', { name: /分からないブラウザー.*今お使いのもの/ }),
    );
    await checkAccessible(page);
    await shoot(page, 'account');
    await rows.getByRole('button', { name: /終える/ }).click();
    await page
      .getByRole('dialog', { name: 'サインインの状態を終える' })
      .getByRole('button', { name: '終える', exact: true })
      .click();
    await expectGone(rows);
    await lost.getByRole('link', { name: '協議体' }).first().click();
    await expectSeen(lost.getByText('しばらく使っていないか'));
  });

  it('is ended by an administrator, and a role at once', async () => {
    const theirs = await stage.as('tier2-oshika');
    const page = await stage.as('admin', 'settings/users');
    const name =
      (await stage.ask<{ items: { name: string; email: string }[] }>('admin', 'users?limit=200')).items.find(
        (user) => user.email === emailOf('tier2-oshika'),
      )?.name ?? '';
    await page.getByRole('link', { name }).click();
    const sessions = partOf(page, 'サインインしているところ');
    await sessions
      .getByRole('button', { name: /を終える$/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: '終える', exact: true }).click();
    await expectSeen(sessions.getByText('サインインしていません。'));
    await theirs.reload();
    await expectTitle(theirs, 'サインイン');
    await checkAccessible(page);
    await shoot(page, 'settings-user');

    // The role goes at once by its handover, and what is open of it can be given to somebody later.
    const account = page.url();
    await partOf(page, '役割')
      .getByRole('link', { name: /の役割を終える$/ })
      .first()
      .click();
    await page.getByRole('checkbox', { name: '今すぐ終える' }).check();
    await checkAccessible(page);
    await shoot(page, 'settings-user-end');
    await page.getByRole('button', { name: '今すぐ終える' }).click();
    await expectTitle(page, /^引き継ぎ書/);
    await expectSeen(page.getByText('受け取り待ち'));
    await page.goto(account);
    await expectSeen(partOf(page, '役割').getByText('終わりました'));
  });

  it('ends on a page that is left open, which asks by itself, and says so', async () => {
    const page = await stage.as('tier2', 'councils');
    await page.clock.install();
    const polls: (string | undefined)[] = [];
    let answered = 0;
    page.on('response', (response) => {
      if (response.url().includes('/api/')) answered += 1;
    });
    page.on('request', (request) => {
      if (request.url().includes('/api/')) polls.push(request.headers()['x-sasaeai-idle']);
    });
    const quarterHour = 15 * 60_000;
    const warning = page.getByText('しばらく使っていないか');
    for (let quarter = 0; quarter < 6 && !(await warning.isVisible()); quarter += 1) {
      ahead += quarterHour;
      const before = answered;
      await page.clock.fastForward(quarterHour);
      // As when the window comes back to the front. The page may have been told already, by what it asked a quarter ago: then it asks no more.
      await expect
        .poll(
          async () => {
            await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
            return answered > before || (await warning.isVisible());
          },
          { timeout: 60_000 },
        )
        .toBe(true);
    }
    expect(ahead).toBeGreaterThanOrEqual(60 * 60_000);
    await expectTitle(page, 'サインイン');
    await expectSeen(page.getByText('しばらく使っていないか'));
    expect(polls.length).toBeGreaterThan(3);
    expect(polls.every((idle) => idle === '1')).toBe(true);
    await signIn(page, emailOf('tier2'), password);
    await expectTitle(page, '協議体');
    ahead = 0;
  });

  it('speaks English and Japanese, and remembers which', async () => {
    const page = await stage.as('tier1', 'councils');
    await page.getByRole('button', { name: 'English' }).click();
    await expectTitle(page, 'Councils');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await expectSeen(
      page.getByRole('navigation', { name: 'Main pages' }).getByRole('link', { name: 'Proposals and reports' }),
    );
    await page.goto('/042021/home');
    await expectTitle(page, 'Today');
    // Names of people, places and what people wrote stay; every word of the product's own is English.
    const own = page.locator('h1, h2, nav[aria-label] a, main button, main a[class*=min-w-24]');
    await expectSeen(page.getByRole('heading', { level: 2 }));
    expect((await own.allInnerTexts()).filter((text) => /[ぁ-んァ-ヶ一-龠]/.test(text))).toEqual([]);

    // The account remembers it on another device too.
    const elsewhere = await stage.as('tier1', 'proposals');
    await expectTitle(elsewhere, 'Proposals and reports');
    await elsewhere.getByRole('button', { name: '日本語' }).click();
    await expectTitle(elsewhere, '提案・報告');
    expect(await elsewhere.locator('html').getAttribute('lang')).toBe('ja');
  });

  it('is refused for a while after many failures, in words', async () => {
    const page = await stage.openPage('/sign-in');
    await fillIn(page, { 市町村: '石巻市' });
    const warning = page.getByText(/サインインの失敗が続いたため、\d+秒待ってから/);
    for (let tries = 0; tries < 16 && !(await warning.isVisible()); tries += 1) {
      await fillIn(page, { メールアドレス: emailOf('provider'), パスワード: `wrong ${tries}` });
      const answer = page.waitForResponse(
        (response) => response.url().endsWith('/api/session') && response.request().method() === 'POST',
      );
      await page.getByRole('button', { name: 'サインインする' }).click();
      await answer;
    }
    await expectSeen(warning);
    await expectTitle(page, 'サインイン');
  });
});
