import { describe, expect, it } from 'vitest';
import { day, expectGone, expectSeen, openStage } from './app.ts';
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
