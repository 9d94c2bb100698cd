import { describe, expect, it } from 'vitest';
import type { Register } from '../../registers/types.ts';
import { expectSeen, expectTitle, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('the studio of registers', () => {
  const stage = openStage();

  it('changes who may do what and how the list looks, says it in plain words, and writes nothing that was not changed', async () => {
    const page = await stage.as('admin', 'settings/definitions?kind=register');
    await page.getByRole('link', { name: '担い手台帳' }).click();
    await expectTitle(page, '担い手台帳');
    await expectSeen(page.getByText('例：担い手'));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'register-studio-basics');
    await page.getByRole('tab', { name: '権限' }).click();
    await expectSeen(page.getByText('協議体構成員は、この台帳を見られません。'));
    const { draft } = (await stage.ask<{ key: string; draft: unknown }[]>('admin', 'definitions/register'))[0] ?? {};
    expect(draft).toBeNull();

    await page.getByRole('button', { name: '行を加える' }).click();
    const row = page.getByRole('group', { name: 'だれの行かを選んでください。' });
    await row.getByLabel('協議体構成員').check();
    const members = page.getByRole('group', { name: /^協議体構成員は/ });
    await members.getByLabel('見える項目').selectOption({ label: '協議体の構成員' });
    await members.getByText('どの段階の記録でも').click();
    await members.getByLabel('段階「活動中」').check();
    await expectSeen(
      page
        .getByRole('listitem')
        .getByText('協議体構成員は、自分の圏域の記録のうち、段階「活動中」に当たるものを見ることができます。', {
          exact: false,
        })
        .last(),
    );
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'register-studio-rights');

    await page.getByRole('tab', { name: '一覧' }).click();
    await page.getByLabel('列を加える').selectOption({ label: '年代' });
    await page.getByRole('button', { name: '「年代」を上へ' }).click();
    await page.getByRole('button', { name: '「できること」をなくす' }).click();
    await page.getByRole('button', { name: '元に戻す' }).click();
    await expectSeen(page.getByText(/^保存しました（/));
    await checkAccessible(page);
    await shoot(page, 'register-studio-list');

    const before = (await stage.ask<{ body: Register }>('admin', 'definitions/register/supporter/draft')).body;
    expect(before.list.columns).toEqual(['abilities', 'times', 'activeAreas', 'ageGroup', 'consentUntil']);
    expect(before.rights.at(-1)).toEqual({ roles: ['member'], may: ['see'], told: 'members', when: ['active'] });
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await expectTitle(page, '下書きの公開');
    await expectSeen(page.getByText('公開を止めるものはありません。'));
    await shoot(page, 'register-studio-publish');
  });
});
