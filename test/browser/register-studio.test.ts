import { describe, expect, it } from 'vitest';
import type { Register } from '../../registers/types.ts';
import { expectSeen, expectTitle, fillIn, openStage } from './app.ts';
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

  it('makes a register from nothing, which an administrator publishes, a coordinator works in and a member does not see', async () => {
    const page = await stage.as('admin', 'settings/definitions?kind=register');
    await page.getByRole('link', { name: '新しい台帳をつくる' }).click();
    await expectTitle(page, '新しい台帳をつくる');
    await page.getByRole('button', { name: '下書きを作る' }).click();
    await expectSeen(page.getByText('台帳の名前を書いてください。'));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'new-register');
    await fillIn(page, { 台帳の名前: '居場所台帳', 記録1件の呼び方: '居場所' });
    await page.getByLabel('いいえ。場所や活動などのことを書きます').check();
    await page.getByText('記号を変える').click();
    await fillIn(page, { 記号: 'ibasho' });
    await page.getByRole('button', { name: '下書きを作る' }).click();
    await expectTitle(page, '居場所台帳');
    await expectSeen(page.getByRole('link', { name: '様式「居場所の登録」を開く' }));

    await page.getByRole('tab', { name: '権限' }).click();
    const keepers = page.getByRole('group', { name: /^第2層コーディネーター、地域包括支援センターは/ });
    await keepers.getByLabel('書き出す').check();
    await expectSeen(page.getByText(/^保存しました（/));
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await expectTitle(page, '下書きの公開');
    await expectSeen(page.getByRole('checkbox', { name: /居場所の流れ/, checked: true }));
    await fillIn(page, { 変える理由: '居場所を書きとめるため' });
    await page.getByRole('button', { name: '公開する' }).click();
    await expectSeen(page.getByText(/第1版を公開しました/));

    const coordinator = await stage.as('tier2', 'registers/ibasho');
    await expectTitle(coordinator, '居場所台帳');
    await coordinator.getByRole('link', { name: '居場所を加える' }).first().click();
    await fillIn(coordinator, { 名前: '見本の茶の間', 圏域: '石巻' });
    await coordinator.getByRole('main').locator('button[type=submit]').click();
    await expectTitle(coordinator, /見本の茶の間/);
    await expectSeen(coordinator.getByRole('button', { name: '終わりにする' }));
    const member = await stage.as('member', 'registers/ibasho');
    await expectTitle(member, /権限がありません/);
  });

  it('makes a register of a list, whose columns become fields after a look, and reads its rows in', async () => {
    const page = await stage.as('admin', 'settings/new-register');
    await page.getByLabel('ExcelやCSVの一覧から').check();
    // 名称,地区,定員 and two rows, as Excel in Japan writes CSV.
    const list = Buffer.from(
      '96bc8fcc2c926e8be62c92e888f50d0a8ca9967b82cc8fea2c96e598652c32300d0a89bc82cc89c62c8a982c380d0a',
      'hex',
    );
    await page.locator('input[type=file]').setInputFiles({ name: 'ibasho.csv', mimeType: 'text/csv', buffer: list });
    await expectSeen(page.getByText('2行、3列の表を見つけました。'));
    await expectSeen(page.getByLabel('名前にする列'));
    await page.getByLabel('「定員」の項目名').fill('席の数');
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'new-register-list');
    await fillIn(page, { 台帳の名前: '一覧の台帳', 記録1件の呼び方: '場所' });
    await page.getByLabel('いいえ。場所や活動などのことを書きます').check();
    await page.getByText('記号を変える').click();
    await fillIn(page, { 記号: 'of-a-list' });
    await page.getByRole('button', { name: '下書きを作る' }).click();
    await expectTitle(page, '一覧の台帳');
    await page.getByRole('tab', { name: '一覧' }).click();
    await expectSeen(page.getByText('席の数'));
    const { body } = await stage.ask<{ body: { schema: { properties: object } } }>(
      'admin',
      'definitions/form/of-a-list/draft',
    );
    expect(Object.keys(body.schema.properties)).toEqual(['name', 'area', 'field-1']);
    expect(body.schema.properties).toMatchObject({ 'field-1': { type: 'integer' } });

    await page.getByRole('button', { name: '公開へ進む' }).click();
    await fillIn(page, { 変える理由: '一覧を台帳にするため' });
    await page.getByRole('button', { name: '公開する' }).click();
    await expectSeen(page.getByText(/第1版を公開しました/));
    const imports = await stage.as('admin', 'registers/of-a-list');
    await imports.getByRole('link', { name: '表から取り込む' }).click();
    await expectTitle(imports, '「一覧の台帳」に一覧を取り込む');
    await imports.locator('input[type=file]').setInputFiles({ name: 'ibasho.csv', mimeType: 'text/csv', buffer: list });
    await imports.getByRole('button', { name: '次へ：列を対応づける' }).click();
    // The field was called otherwise than its column; the districts are no areas of the city.
    await imports.getByLabel('席の数').selectOption({ label: '列「定員」' });
    await imports.getByLabel('地区', { exact: true }).selectOption({ label: 'すべての行を同じ値にする' });
    await imports.getByLabel('地区（すべての行に同じ値）').selectOption({ label: '石巻' });
    await checkAccessible(imports);
    await shoot(imports, 'import-register-mapping');
    await imports.getByRole('button', { name: '次へ：確かめる' }).click();
    await expectSeen(imports.getByText('すべての行を読み取れました。'));
    await checkReflow(imports);
    await shoot(imports, 'import-register-check');
    await imports.getByRole('button', { name: '次へ：取り込む' }).click();
    await imports.getByRole('button', { name: '2行を取り込む' }).click();
    await imports.getByRole('link', { name: '「一覧の台帳」を見る' }).click();
    await expectSeen(imports.getByRole('link', { name: /場所2026-2/ }));
  });
});
