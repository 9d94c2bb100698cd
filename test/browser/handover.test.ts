import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { day, emailOf, expectGone, expectSeen, expectTitle, fillIn, openStage, partOf } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('a coordinator’s role that ends', () => {
  const stage = openStage();

  /** Opens the account of the coordinator of Oshika. */
  const openAccount = async (admin: Page): Promise<void> => {
    const { items } = await stage.ask<{ items: { id: string; email: string }[] }>('admin', 'users?limit=200');
    const user = items.find(({ email }) => email === emailOf('tier2-oshika'));
    await admin.goto(admin.url().replace(/settings\/users.*/, `settings/users/${user?.id}`));
    await expectSeen(admin.getByRole('heading', { level: 2, name: '役割' }));
  };

  it('is handed over: the successor’s home page begins with it, and it prints as a sheet', async () => {
    const admin = await stage.as('admin', 'settings/users');
    await admin.getByRole('button', { name: '利用者を招待する' }).click();
    const invite = admin.getByRole('dialog', { name: '利用者を招待する' });
    await fillIn(invite, {
      氏名: '後任 さち',
      メールアドレス: 'sachi@example.jp',
      役割: '第2層コーディネーター',
      圏域: '牡鹿',
    });
    await invite.getByRole('button', { name: '招待のリンクを作る' }).click();
    await expectSeen(invite.getByText('後任 さちさんのリンクを作りました。'));
    const link = new URL(await invite.locator('p.font-mono').innerText());
    await invite.getByRole('button', { name: '終わる' }).click();

    await openAccount(admin);
    await partOf(admin, '役割')
      .getByRole('link', { name: /の役割を終える$/ })
      .first()
      .click();
    await expectTitle(admin, /の役割を引き継いで終える$/);
    const items = partOf(admin, /^引き継ぐもの/);
    await expectSeen(items.getByRole('row').nth(1));
    await items.getByText('添え書きを書く').first().click();
    await items.getByRole('textbox').first().fill('会場の鍵は公民館にあります。');
    await checkAccessible(admin);
    await checkReflow(admin);
    await shoot(admin, 'handover-new');
    await fillIn(admin, {
      役割の最後の日: day(30),
      引き継ぎ先: '後任 さち',
      申し送り: '月の初めに、区長さんの所へ顔を出してください。',
    });
    await admin.getByRole('button', { name: '役割を終えて引き継ぐ' }).click();
    await expectTitle(admin, /^引き継ぎ書/);
    await expectSeen(admin.getByText('会場の鍵は公民館にあります。'));
    await expectSeen(admin.getByText('受け取り待ち'));

    const page = await stage.openPage(link.pathname + link.search + link.hash);
    await fillIn(page, { 新しいパスワード: 'kaze-ga-fuku-asa' });
    await page.getByRole('button', { name: 'このパスワードに決める' }).click();
    await page.getByRole('button', { name: 'サインインへ進む' }).click();
    await expectTitle(page, 'サインイン');
    await fillIn(page, { メールアドレス: 'sachi@example.jp', パスワード: 'kaze-ga-fuku-asa' });
    await page.getByRole('button', { name: 'サインインする' }).click();
    const handed = partOf(page, /からの引き継ぎ$/);
    await expectSeen(handed.getByText('月の初めに、区長さんの所へ顔を出してください。'));
    await expectSeen(handed.getByText(/会場の鍵は公民館にあります。/));
    // Before all else.
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toMatch(/からの引き継ぎ$/);
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'handover-home');

    await handed.getByRole('link', { name: '引き継ぎ書を見る' }).click();
    await expectTitle(page, /^引き継ぎ書/);
    await expectSeen(page.getByRole('table').getByRole('link').first());
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'handover');
    await page.emulateMedia({ media: 'print' });
    await expectSeen(page.getByText(/後任 さち　.*印刷/));
    for (const words of ['引き継ぐ人', '役割の最後の日', '次にすること']) await expectSeen(page.getByText(words));
    expect(await page.getByRole('button').count()).toBe(0);
    await page.emulateMedia({ media: 'screen' });

    await page.getByRole('button', { name: '受け取りました' }).click();
    await expectSeen(page.getByText('受け取り済み'));
    await page.getByRole('banner').getByRole('link', { name: 'きょう' }).click();
    await expectSeen(page.getByRole('heading', { level: 2 }));
    await expectGone(handed);
  });

  it('of an office enters the successor in the council, which its page shows', async () => {
    const { items } = await stage.ask<{ items: { id: string; area: { name: string }; tier: number }[] }>(
      'admin',
      'councils?limit=200',
    );
    const council = items.find(({ area, tier }) => area.name === '牡鹿' && tier === 2);
    const admin = await stage.as('admin', `councils/${council?.id}`);
    const openPeople = async (): Promise<void> => {
      await admin.getByRole('tab', { name: /^構成員/ }).click();
    };
    await openPeople();
    await admin.getByRole('button', { name: '構成員を加える' }).click();
    const adding = admin.getByRole('dialog', { name: '構成員を加える' });
    await fillIn(adding, { 氏名: '前任 まさ', 任期の始まり: day(-300) });
    await adding.getByText('生活支援コーディネーター', { exact: true }).click();
    await adding.getByRole('button', { name: '保存' }).click();
    await admin.getByRole('button', { name: /^前任 まささんの生活支援コーディネーターの/ }).click();
    await admin.getByRole('link', { name: '任期を終えて引き継ぐ' }).click();
    await expectTitle(admin, /の役割を引き継いで終える$/);
    await expectSeen(admin.getByText(/引き継ぎ先の人が、翌日から名簿に入ります/));
    await fillIn(admin, { 役割の最後の日: day(), 引き継ぎ先: '後任 さち' });
    await shoot(admin, 'handover-new-office');
    await admin.getByRole('button', { name: '役割を終えて引き継ぐ' }).click();
    await expectTitle(admin, /^引き継ぎ書/);
    await admin.goto(admin.url().replace(/handovers\/.*/, `councils/${council?.id}`));
    await openPeople();
    const row = admin.getByRole('row').filter({ hasText: '後任 さち' });
    await expectSeen(row.getByText(/^生活支援コーディネーター.*（これから）/));
    await checkAccessible(admin);
    await checkReflow(admin);
    await shoot(admin, 'council-successor');
  });

  it('waits on the administrator’s home page as long as nobody is named, and is no business of a member', async () => {
    const admin = await stage.as('admin', 'settings/users');
    await openAccount(admin);
    // A last day can be moved on; an earlier one is a handover's.
    await admin
      .getByRole('button', { name: /の最後の日を延ばす$/ })
      .first()
      .click();
    const longer = admin.getByRole('dialog', { name: '最後の日を延ばす' });
    await fillIn(longer, { 役割の最後の日: day(10) });
    await longer.getByRole('button', { name: '保存' }).click();
    await expectSeen(longer.getByText('役割は、引き継いで終えます'));
    await checkAccessible(admin);
    await shoot(admin, 'settings-user-prolong');
    await fillIn(longer, { 役割の最後の日: day(40) });
    await longer.getByRole('button', { name: '保存' }).click();
    await expectGone(longer);
    await admin
      .getByRole('link', { name: /の役割を終える$/ })
      .first()
      .click();
    await expectTitle(admin, /の役割を引き継いで終える$/);
    const form = new URL(admin.url());
    await admin.getByRole('button', { name: '役割を終えて引き継ぐ' }).click();
    await expectTitle(admin, /^引き継ぎ書/);
    const sheet = new URL(admin.url());
    const member = await stage.as('member');
    for (const [at, title] of [
      [form, /権限がありません|見ることができません|できません/],
      [sheet, /見つかりません/],
    ] as const) {
      await member.goto(at.pathname + at.search);
      await expectTitle(member, title);
    }

    await admin.getByRole('banner').getByRole('link', { name: 'きょう' }).click();
    // The city's plan has much that waits for them, too.
    const seeAll = () =>
      admin
        .getByRole('button', { name: /^ほかの\d+件も見る$/ })
        .first()
        .click();
    await seeAll();
    const item = admin.getByRole('listitem').filter({ hasText: '引き継ぎ先が決まっていません' });
    await item.getByRole('link', { name: '後任を決める' }).click();
    await fillIn(admin, { 引き継ぎ先: '後任 さち' });
    await admin.getByRole('button', { name: 'この人に引き継ぐ' }).click();
    await expectSeen(admin.getByRole('heading', { name: '引き継ぎ先を変える' }));
    await admin.getByRole('banner').getByRole('link', { name: 'きょう' }).click();
    await seeAll();
    await expectGone(item);
  });

  it('becomes another in one step, and what is open of the first can be handed over', async () => {
    const admin = await stage.as('admin', 'settings/users');
    const { items } = await stage.ask<{ items: { id: string; email: string }[] }>('admin', 'users?limit=200');
    await admin.goto(
      admin
        .url()
        .replace(
          /settings\/users.*/,
          `settings/users/${items.find((user) => user.email === emailOf('tier2-minato'))?.id}`,
        ),
    );
    await admin
      .getByRole('button', { name: /の役割を変える$/ })
      .first()
      .click();
    const dialog = admin.getByRole('dialog', { name: '役割を変える' });
    await fillIn(dialog, { 役割: '第1層コーディネーター', 新しい役割が始まる日: day(30) });
    await checkAccessible(admin);
    await shoot(admin, 'settings-user-role');
    await dialog.getByRole('button', { name: '役割を変える' }).click();
    await expectSeen(dialog.getByText(/のリンクを作りました。/));
    await dialog.getByRole('link', { name: '開いているものを引き継ぐ' }).click();
    await expectTitle(admin, /の役割を引き継いで終える$/);
    expect(await admin.getByRole('textbox', { name: '役割の最後の日' }).inputValue()).not.toBe('');
  });
});
