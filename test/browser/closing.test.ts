import { describe, expect, it } from 'vitest';
import { day, emailOf, expectGone, expectSeen, fillIn, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('an area that is to be closed', () => {
  const stage = openStage();

  it('says what hangs on it, asks from when and who follows, and shows what is planned', async () => {
    const page = await stage.as('admin', 'settings/areas');
    const { areas } = await stage.ask<{ areas: { name: string; kind: string }[] }>('admin', '');
    const [area, other] = areas.filter(({ kind }) => kind === 'daily-life').map(({ name }) => name);
    const edit = page.getByRole('button', { name: `${area}を直す`, exact: true });
    await edit.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'この圏域を廃止する' }).click();
    await expectSeen(dialog.getByText('使われています'));
    await expectSeen(dialog.getByText('そのまま残ります'));
    await dialog.getByLabel('引き継ぐ先').selectOption({ label: await labelOf(other) });
    await expectSeen(dialog.getByText('引き継ぐ先に移ります'));
    await dialog.getByLabel('日を決める').check();
    await dialog.getByRole('button', { name: 'この日から廃止する予定にする' }).click();
    await expectSeen(dialog.getByText('今日から先の日を入力してください。'));
    await dialog.getByRole('textbox', { name: 'いつから廃止するか' }).fill(day(40));
    await checkAccessible(page);
    await shoot(page, 'area-closing');
    await checkReflow(page);
    await dialog.getByRole('button', { name: 'この日から廃止する予定にする' }).click();
    await expectGone(dialog);

    await edit.click();
    await dialog.getByRole('button', { name: 'この圏域を廃止する' }).click();
    await expectSeen(dialog.getByText(`引き継ぐ先：${other}`));
    await dialog.getByRole('button', { name: '予定を取りやめる' }).click();
    await expectGone(dialog.getByText(`引き継ぐ先：${other}`));
    expect(await dialog.getByRole('button', { name: 'この圏域を廃止する' }).count()).toBe(1);

    async function labelOf(name: string | undefined): Promise<string> {
      const options = await dialog.getByLabel('引き継ぐ先').getByRole('option').allTextContents();
      return options.find((option) => option.trim() === name) ?? '';
    }
  });
});

describe('an account that is to be shut', () => {
  const stage = openStage();

  it('says that nobody could go on as long as nobody could, and then what goes to the successor', async () => {
    const admin = await stage.as('admin', 'settings/users');
    const { items } = await stage.ask<{ items: { id: string; email: string }[] }>('admin', 'users?limit=200');
    const list = admin.url();
    const account = `${list}/${items.find(({ email }) => email === emailOf('tier2-oshika'))?.id}`;
    const dialog = admin.getByRole('dialog');
    const openClosing = async (): Promise<void> => {
      await admin.goto(account);
      await admin.getByRole('button', { name: '内容を直す' }).click();
      await dialog.getByRole('button', { name: 'このアカウントを停止する' }).click();
      await expectSeen(dialog.getByText('使われています'));
    };
    await openClosing();
    await expectSeen(dialog.getByText('同じ役割の人がほかにいないので', { exact: false }));
    expect(await dialog.getByLabel('引き継ぐ先').count()).toBe(0);

    await admin.goto(list);
    await admin.getByRole('button', { name: '利用者を招待する' }).click();
    await fillIn(dialog, {
      氏名: '後任 さち',
      メールアドレス: 'sachi@example.jp',
      役割: '第2層コーディネーター',
      圏域: '牡鹿',
    });
    await dialog.getByRole('button', { name: '招待のリンクを作る' }).click();
    await expectSeen(dialog.getByText('後任 さちさんのリンクを作りました。'));

    await openClosing();
    await expectSeen(dialog.getByText(/^役割で受け持つ、終わっていないもの \d+件$/));
    await dialog.getByLabel('引き継ぐ先').selectOption({ label: '後任 さち' });
    await expectSeen(dialog.getByText('引き継ぐと終わります'));
    await checkAccessible(admin);
    await shoot(admin, 'user-closing');
    await checkReflow(admin);
    await dialog.getByRole('button', { name: 'このアカウントを停止する' }).click();
    await expectGone(dialog);
    const { items: handed } = await stage.ask<{ items: { to: { name: string } | null; count: number }[] }>(
      'admin',
      'handovers',
    );
    expect(handed[0]).toMatchObject({ to: { name: '後任 さち' }, count: expect.any(Number) });
  });
});
