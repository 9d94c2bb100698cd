import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  emailOf,
  expectGone,
  expectSeen,
  expectTitle,
  fillIn,
  openStage,
  partOf,
  password,
  type Stage,
} from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

/** What a dialog shows of a link. */
const shownLink = (page: Page): Promise<string> => page.getByRole('dialog').locator('p.font-mono').innerText();

const invite = async (page: Page, name: string, email: string, area = '釜・大街道'): Promise<string> => {
  await page.getByRole('button', { name: '利用者を招待する' }).click();
  const dialog = page.getByRole('dialog', { name: '利用者を招待する' });
  await fillIn(dialog, { 氏名: name, メールアドレス: email, 役割: '第2層コーディネーター', 圏域: area });
  await dialog.getByRole('button', { name: '招待のリンクを作る' }).click();
  await expectSeen(dialog.getByText(`${name}さんのリンクを作りました。`));
  return shownLink(page);
};

const signIn = async (page: Page, email: string, secret: string): Promise<void> => {
  await fillIn(page, { メールアドレス: email, パスワード: secret });
  await page.getByRole('button', { name: 'サインインする' }).click();
};

const openLink = async (stage: Stage, link: string, size = {}): Promise<Page> => {
  const { pathname, search, hash } = new URL(link);
  return stage.openPage(pathname + search + hash, size);
};

describe('an invitation', () => {
  const stage = openStage();

  it('is handed over as a link, by which the person sets a password and comes in', async () => {
    const admin = await stage.as('admin', 'settings/users');
    const link = await invite(admin, '招待 さち', 'sachi@example.jp');
    await checkAccessible(admin);
    await admin.getByRole('dialog').getByRole('button', { name: '終わる' }).click();
    await expectGone(admin.getByRole('dialog'));
    await expectSeen(admin.getByRole('row', { name: /招待 さち/ }).getByText('招待中', { exact: true }));
    expect(await admin.getByText(link).count()).toBe(0);

    const page = await openLink(stage, link);
    await expectTitle(page, '招待');
    await expectSeen(page.getByText('第2層コーディネーター・釜・大街道'));
    // The secret is asked with in bodies only, and never stands in an address that a server sees.
    await fillIn(page, { 新しいパスワード: 'みじかい' });
    const set = page.getByRole('button', { name: 'このパスワードに決める' });
    await set.click();
    await expectSeen(page.getByText('12文字以上で入力してください'));
    await fillIn(page, { 新しいパスワード: 'sachi-sachi-sachi' });
    await set.click();
    await expectSeen(page.getByText(/sachi/i));
    expect(await page.getByText('パスワードを決めました。').count()).toBe(0);
    await fillIn(page, { 新しいパスワード: 'あさつゆは 静かに 光ります' });
    await set.click();
    await expectSeen(page.getByText('パスワードを決めました。'));
    await page.getByRole('button', { name: 'サインインへ進む' }).click();
    await expectTitle(page, 'サインイン');
    expect(await page.getByLabel('市町村').inputValue()).toBe('042021');
    await signIn(page, 'sachi@example.jp', 'あさつゆは 静かに 光ります');
    await expectTitle(page, 'きょう');

    const again = await openLink(stage, link);
    await expectSeen(again.getByText('このリンクは使えません'));
    await checkAccessible(again);
    await admin.reload();
    await admin
      .getByRole('row', { name: /招待 さち/ })
      .getByRole('link')
      .first()
      .click();
    await expectSeen(partOf(admin, '招待とリンク').getByText('受け取り済み'));
    await expectSeen(admin.getByText(/（見本 花子のリンク）/));
  });

  it('to the same e-mail by another city is another account: who opened its own link first gets nothing there', async () => {
    const email = 'ryoho@example.jp';
    const first = await openLink(stage, await invite(await stage.as('admin', 'settings/users'), '両方 みのる', email));
    await fillIn(first, { 新しいパスワード: '先に決めた 長い ことば' });
    await first.getByRole('button', { name: 'このパスワードに決める' }).click();
    await expectSeen(first.getByText('パスワードを決めました。'));

    const link = await invite(await stage.as('niigata-admin', 'settings/users'), '両方 みのる', email, '西区');
    const takeover = await stage.openPage('/sign-in?city=151009');
    await signIn(takeover, email, '先に決めた 長い ことば');
    await expectSeen(takeover.getByText('サインインできませんでした'));
    const person = await openLink(stage, link);
    await fillIn(person, { 新しいパスワード: '本人だけの 長い ことば' });
    await person.getByRole('button', { name: 'このパスワードに決める' }).click();
    await person.getByRole('button', { name: 'サインインへ進む' }).click();
    await signIn(person, email, '本人だけの 長い ことば');
    await expectTitle(person, 'きょう');
    await expectSeen(person.getByText('新潟市', { exact: true }));
    await signIn(takeover, email, '先に決めた 長い ことば');
    await expectSeen(takeover.getByText('サインインできませんでした'));
  });

  it('is withdrawn, made anew, and shown on a phone', async () => {
    const admin = await stage.as('admin', 'settings/users', { width: 375, height: 800 });
    const first = await invite(admin, '招待 ふみ', 'fumi@example.jp');
    await shoot(admin, 'handed-link-phone');
    await admin.getByRole('dialog').getByRole('button', { name: '終わる' }).click();
    await fillIn(admin, { '氏名・メールアドレスで探す': 'fumi@example.jp' });
    await admin
      .getByRole('link', { name: /招待 ふみ/ })
      .first()
      .click();
    await expectTitle(admin, '招待 ふみ');
    await admin.getByRole('button', { name: /のリンクを作り直す/ }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'リンクを作る' }).click();
    await expectSeen(admin.getByRole('dialog').getByText('招待 ふみさんのリンクを作りました。'));
    const second = await shownLink(admin);
    await admin.getByRole('dialog').getByRole('button', { name: '終わる' }).click();
    await expectSeen((await openLink(stage, first)).getByText('このリンクは使えません'));
    const page = await openLink(stage, second, { width: 375, height: 800 });
    await expectTitle(page, '招待');
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'invitation-phone');
    await shoot(admin, 'user-phone');
    await admin.getByRole('button', { name: /の招待を取り消す/ }).click();
    await admin.getByRole('dialog').getByRole('button', { name: '取り消す' }).click();
    await expectSeen(partOf(admin, '招待とリンク').getByText('取り消し済み'));
    await expectSeen((await openLink(stage, second)).getByText('このリンクは使えません'));
  });

  it('to one more role asks who has an account to sign in, and for a new password where its last is nobody’s known', async () => {
    const admin = await stage.as('admin', 'settings/users?q=member');
    await admin
      .getByRole('link', { name: /見本 太郎/ })
      .first()
      .click();
    await admin.getByRole('button', { name: '役割を加える' }).click();
    const dialog = admin.getByRole('dialog', { name: '役割を加える' });
    await fillIn(dialog, { 役割: '第2層コーディネーター', 圏域: '釜・大街道' });
    await dialog.getByRole('button', { name: 'リンクを作る' }).click();
    await expectSeen(dialog.getByText('見本 太郎さんのリンクを作りました。'));
    const link = await shownLink(admin);
    await dialog.getByRole('button', { name: '終わる' }).click();
    await shoot(admin, 'user-with-invitation');

    const page = await openLink(stage, link);
    await expectSeen(page.getByText('先にサインインしてください'));
    await page.getByRole('main').getByRole('button', { name: 'サインインする' }).click();
    await expectTitle(page, 'サインイン');
    await signIn(page, emailOf('member'), password);
    await expectTitle(page, '招待');
    await expectSeen(page.getByText('新しいパスワードを決めてください'));
    await checkAccessible(page);
    await fillIn(page, { 新しいパスワード: 'ゆうぐれは 遠くに 沈みます' });
    await page.getByRole('button', { name: '受け取る' }).click();
    await expectTitle(page, 'きょう');
    await page.goto('/account');
    await expectSeen(page.getByRole('row', { name: /第2層コーディネーター/ }));
  });
});
