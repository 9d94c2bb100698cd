import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { emailOf, expectSeen, expectTitle, fillIn, openStage, partOf, password } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

/** A code works once: the server's clock goes on by half a minute whenever one is used. */
let now = Date.now();
const codeOf = (secret: string): string => {
  now += 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
};

describe('two-step sign-in', () => {
  const stage = openStage(() => new Date(now));
  let secret = '';

  it('is set up in the account, with the keyboard alone, and its recovery codes are shown once', async () => {
    const page = await stage.as('tier2');
    await page.goto('/account');
    await expectTitle(page, 'アカウント');
    const part = partOf(page, '2段階認証');
    await part.getByRole('button', { name: '2段階認証を設定する' }).press('Enter');
    await part.getByLabel('今のパスワード').fill('wrong');
    await page.keyboard.press('Enter');
    await expectSeen(part.getByText('今のパスワードが違います'));
    await part.getByLabel('今のパスワード').fill(password);
    await page.keyboard.press('Enter');
    await part.getByRole('img', { name: '認証アプリで読み取るQRコード' }).waitFor();
    await checkAccessible(page);
    await shoot(page, 'second-factor-setup');
    secret = ((await part.locator('.font-mono').textContent()) ?? '').replaceAll(' ', '');
    await part.getByLabel('確認コード').fill('000000');
    await page.keyboard.press('Enter');
    await expectSeen(part.getByText('コードが違うか、すでに使われています'));
    await part.getByLabel('確認コード').fill(codeOf(secret));
    await page.keyboard.press('Enter');
    await part.getByText('2段階認証を設定しました').waitFor();
    expect(await part.getByRole('list', { name: '回復コード' }).getByRole('listitem').count()).toBe(10);
    await checkAccessible(page);
    await part.getByRole('button', { name: '保管したので続ける' }).press('Enter');
    await expectSeen(part.getByText('使える回復コードは残り10個です。'));
  });

  it('asks for the code after the password', async () => {
    const page = await stage.openPage('/sign-in?city=042021', { width: 375, height: 740 });
    await fillIn(page, { メールアドレス: emailOf('tier2'), パスワード: password });
    await page.getByRole('button', { name: 'サインインする' }).click();
    await expectTitle(page, '確認コードの入力');
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'sign-in-code');
    await fillIn(page, { 確認コード: '000000' });
    await page.keyboard.press('Enter');
    await expectSeen(page.getByText('コードが違うか、すでに使われています'));
    await fillIn(page, { 確認コード: codeOf(secret) });
    await page.keyboard.press('Enter');
    await expectTitle(page, 'きょう');
  });

  it('is demanded by an administrator: who has none sets it up before anything else, and then goes on', async () => {
    const settings = await stage.as('admin', 'settings/sign-in');
    await settings.getByRole('checkbox', { name: /^協議体構成員/ }).check();
    await expectSeen(settings.getByText(/まだ設定していない人が\d+人います/));
    await settings.getByRole('button', { name: '保存する' }).click();
    await expectSeen(settings.getByText('保存しました。'));

    const page = await stage.as('member', 'councils', { width: 375, height: 740 });
    await expectTitle(page, '2段階認証を設定してください');
    await checkAccessible(page);
    await checkReflow(page);
    await page.getByLabel('今のパスワード').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: '認証アプリで読み取るQRコード' }).waitFor();
    await checkReflow(page);
    await shoot(page, 'second-factor-due');
    await page
      .getByLabel('確認コード')
      .fill(codeOf(((await page.locator('.font-mono').textContent()) ?? '').replaceAll(' ', '')));
    await page.keyboard.press('Enter');
    await page.getByText('2段階認証を設定しました').waitFor();
    await shoot(page, 'recovery-codes');
    await page.getByRole('button', { name: '保管したので続ける' }).click();
    await expectTitle(page, '協議体');
  });
});
