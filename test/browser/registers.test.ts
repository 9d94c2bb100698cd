import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { closedStep, day, expectGone, expectSeen, expectTitle, fillIn, openStage, takeStep } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

type Body = {
  schema: { properties: Record<string, unknown> };
  uiSchema: Record<string, unknown> & { 'ui:order': string[] };
  texts: Record<'ja' | 'en', { fields: Record<string, unknown> }>;
};

describe('a register', () => {
  const stage = openStage();

  it('lists who stands where, and a record is begun, moved on and corrected', async () => {
    const page = await stage.as('tier2', 'home');
    await page.getByRole('navigation', { name: '主なページ' }).getByRole('link', { name: '台帳', exact: true }).click();
    await expectTitle(page, '台帳');
    await page.getByRole('link', { name: '担い手台帳' }).click();
    await expectTitle(page, '担い手台帳');
    await expectSeen(page.getByRole('row').filter({ hasText: '模擬 さくら' }));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'register-list');
    await page.getByRole('button', { name: '活動中 1件' }).click();
    await expectGone(page.getByRole('row').filter({ hasText: '仮名 みつる' }));
    await expectSeen(page.getByRole('row').filter({ hasText: '模擬 さくら' }));
    await page.getByRole('button', { name: 'すべて', exact: true }).click();
    await expectSeen(page.getByRole('row').filter({ hasText: '仮名 みつる' }));

    // Drawn as a board, a step is taken from a card by keyboard alone; the column says so, and the record stands in the next.
    await page.getByRole('link', { name: '板（段階ごと）' }).click();
    const column = (name: RegExp) => page.getByRole('region', { name });
    const card = page.getByRole('button', { name: /模擬 さくら：次にできること/ });
    await expectSeen(column(/活動中 ?1件/).getByRole('link', { name: /模擬 さくら/ }));
    await expectSeen(column(/^終了/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'register-board');
    await card.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '休む', exact: true }).focus();
    await page.keyboard.press('Enter');
    await fillIn(page.getByRole('dialog'), { 休む理由: 'この冬は休みたい' });
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await expectSeen(page.getByText(/模擬 さくら：「休む」を行いました。/));
    await expectSeen(column(/休み ?1件/).getByRole('link', { name: /模擬 さくら/ }));
    await column(/休み ?1件/)
      .getByRole('button', { name: /模擬 さくら：次にできること/ })
      .click();
    await shoot(page, 'register-board-step');
    await takeStep(page, '再開する', null);
    // What was answered before is gathered by itself.
    await page.getByRole('link', { name: /カレンダー/ }).click();
    await page.getByRole('button', { name: '次の年' }).click();
    await expectSeen(page.getByRole('table', { name: /の同意の期限/ }));
    await checkAccessible(page);
    await shoot(page, 'register-calendar');
    await page.getByRole('link', { name: '表', exact: true }).click();

    await page.getByRole('link', { name: '担い手を加える' }).first().click();
    await expectTitle(page, '担い手を加える');
    await page.getByRole('button', { name: '登録する' }).click();
    await expectSeen(page.getByRole('alert'));
    await fillIn(page, { 氏名: '見本 たすけ', ふりがな: 'みほん たすけ', 連絡先: '0225-00-0190' });
    await fillIn(page, { 住まいの圏域: '石巻', 門脇: true, 配食: true, 月曜午前: true, ご自身から: true });
    await fillIn(page, { まだ得ていない: true });
    await checkAccessible(page);
    await page.getByRole('button', { name: '登録する' }).click();
    await expectTitle(page, /見本 たすけ/);
    await expectSeen(closedStep(page, '登録する').getByText('同意を得ていないか', { exact: false }));
    await checkAccessible(page);
    await checkReflow(page);

    await page.getByRole('link', { name: '内容を直す' }).click();
    await expectTitle(page, '内容を直す');
    // Another record is found by typing, and leads to its page.
    const body = page.getByRole('combobox', { name: '所属する団体（名簿から）' });
    await body.fill('シルバー');
    await page.getByRole('option', { name: /シルバー/ }).click();
    await expectSeen(page.getByRole('link', { name: /シルバー/ }));
    await body.fill('ない団体の名');
    await expectSeen(page.getByText('当てはまるものがありません'));
    // Leaving it shuts the list, and nothing that was only typed stays.
    await page.keyboard.press('Tab');
    expect(await body.inputValue()).toBe('');
    await checkAccessible(page);
    await shoot(page, 'register-record-picked');
    await fillIn(page, { 得た: true });
    await fillIn(page, { 同意を得た日: day(-1) });
    await page
      .getByRole('group', { name: /活動先に伝えてよいこと/ })
      .getByRole('checkbox', { name: '氏名' })
      .check();
    await page.getByRole('button', { name: '保存する' }).click();
    await expectTitle(page, /見本 たすけ/);
    await expectSeen(page.getByText(/シルバー/));
    await takeStep(page, '登録する', null);
    await expectSeen(page.getByText('活動先に紹介できます。まだ活動していません。'));
    await shoot(page, 'register-record-begun');
  });

  it('shows on both pages which records belong together', async () => {
    const page = await stage.as('tier2', 'registers/supporter');
    await page.getByRole('link', { name: /模擬 さくら/ }).click();
    await expectTitle(page, /模擬 さくら/);
    await page.getByRole('link', { name: 'サロンひだまり', exact: true }).click();
    await expectTitle(page, 'サロンひだまり');
    await expectSeen(page.getByRole('heading', { name: 'つながり' }));
    await expectSeen(page.getByText('担い手：活動先のサービス・団体（名簿から）'));
    await checkAccessible(page);
    await checkReflow(page);
    await page.getByRole('link', { name: /模擬 さくら/ }).click();
    await expectTitle(page, /模擬 さくら/);
  });

  it('is drawn by time: the plan beside what happened, and what is late, by keyboard and on a phone', async () => {
    const page = await stage.as('tier1', 'registers/rollout-plan');
    await page.getByRole('link', { name: '工程表（時期ごと）' }).press('Enter');
    await expectSeen(page.getByRole('heading', { name: '整備計画の工程表' }));
    await expectSeen(page.getByRole('heading', { name: '第2層協議体', exact: true }));
    const row = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: '釜・大街道：運営（年6回）' }) });
    await expectSeen(row.getByText(/実績 \d回／目標 6回/));
    await row.locator('summary').press('Enter');
    await expectSeen(row.getByRole('link', { name: /釜・大街道支え合い会議/ }));
    await page.getByLabel('目盛り').selectOption({ label: '月' });
    await page.getByRole('button', { name: /遅れているものだけ/ }).press('Space');
    await expectGone(row);
    await page.getByRole('button', { name: /遅れているものだけ/ }).press('Space');
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'register-gantt');
    const studio = await stage.as('admin', 'settings/definitions/register/rollout-plan');
    await studio.getByRole('tab', { name: /一覧/ }).click();
    await expectSeen(studio.getByLabel('行をまとめる項目'));
    await checkAccessible(studio);
    await checkReflow(studio);
    await studio.getByLabel('目標の数', { exact: true }).selectOption('');
    await expectSeen(studio.getByText('確認で気になるところはありません'));
  });

  it('gets a field that picks records of several kinds, without JSON', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/supporter-pausing');
    await page.getByRole('button', { name: 'ほかの記録（いくつか）', exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill('代わりの人');
    const kinds = page.getByRole('group', { name: /選べる記録の種類/ });
    await kinds.getByLabel('台帳：担い手台帳').check();
    await kinds.getByLabel('団体', { exact: true }).uncheck();
    // One is left: it stays.
    await kinds.getByLabel('台帳：担い手台帳').click();
    expect(await kinds.getByLabel('台帳：担い手台帳').isChecked()).toBe(true);
    await expectSeen(page.getByText('確認で気になるところはありません'));
    await checkAccessible(page);
    await checkReflow(page);
    await page.getByRole('tab', { name: '見え方' }).click();
    await page.getByRole('tabpanel').getByRole('combobox', { name: '代わりの人' }).fill('さくら');
    await expectSeen(page.getByText('当てはまるものがありません').or(page.getByRole('option').first()));
  });

  it('gets columns, a condition and counts of its form’s fields, and keeps them as a view', async () => {
    const page = await stage.as('tier2', 'registers/supporter');
    await expectSeen(page.getByRole('row').filter({ hasText: '仮名 みつる' }));
    await page.getByRole('button', { name: '列と条件' }).click();
    const dialog = page.getByRole('dialog', { name: '一覧の列と条件' });
    // Columns that the register names are there already.
    await dialog.getByRole('checkbox', { name: '圏域', exact: true }).click();
    await dialog.getByRole('checkbox', { name: 'きっかけ' }).click();
    await dialog.getByRole('button', { name: '条件を加える' }).click();
    const condition = dialog.getByRole('group', { name: '条件1' });
    await condition.getByLabel('項目').selectOption({ label: 'きっかけ' });
    await condition.getByLabel('値').selectOption({ label: '養成講座' });
    await checkAccessible(page);
    await dialog.getByRole('button', { name: '一覧に使う' }).click();
    await expectSeen(page.getByRole('columnheader', { name: 'きっかけ' }));
    await expectSeen(page.getByRole('row').filter({ hasText: '模擬 さくら' }).getByText('養成講座'));
    expect(await page.getByRole('columnheader', { name: '圏域', exact: true }).count()).toBe(0);
    await expectGone(page.getByRole('row').filter({ hasText: '見本 たすけ' }));
    await page.getByRole('button', { name: 'この表示を保存' }).click();
    const saving = page.getByRole('dialog', { name: 'この表示を保存' });
    await saving.getByLabel('名前').fill('講座から');
    await saving.getByRole('button', { name: '保存する' }).click();
    await expect
      .poll(() => page.getByLabel('表示', { exact: true }).locator('option:checked').innerText())
      .toBe('講座から');

    await page.getByRole('button', { name: '条件を外す：きっかけ 養成講座' }).click();
    await expectSeen(page.getByRole('row').filter({ hasText: '見本 たすけ' }));
    await page.getByRole('button', { name: '件数を見る' }).click();
    await page.getByLabel('何ごとに数えるか').selectOption({ label: 'きっかけ' });
    const counts = page.getByRole('table', { name: 'きっかけごとの件数' });
    await expectSeen(counts.getByRole('row').filter({ hasText: 'ご自身から' }));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'register-counts');
    await counts.getByRole('link', { name: 'ご自身から' }).click();
    await expectSeen(page.getByRole('button', { name: '条件を外す：きっかけ ご自身から' }));
    await expectGone(page.getByRole('row').filter({ hasText: '模擬 さくら' }));
    await expectSeen(page.getByRole('row').filter({ hasText: '見本 たすけ' }));
    await page.getByLabel('表示', { exact: true }).selectOption({ label: '講座から' });
    await expectSeen(page.getByRole('row').filter({ hasText: '模擬 さくら' }));
    await expectGone(page.getByRole('row').filter({ hasText: '見本 たすけ' }));
  });

  it('asks before an answer goes that a newer form has no place for', async () => {
    const page = await stage.as('tier2', 'registers/supporter');
    await page.getByRole('link', { name: /模擬 さくら/ }).click();
    await expectTitle(page, /模擬 さくら/);
    const record = page.url();
    await page.getByRole('link', { name: '内容を直す' }).click();
    await fillIn(page, { 補足: '車の運転は昼だけ。' });
    await page.getByRole('button', { name: '保存する' }).click();
    await expectTitle(page, /模擬 さくら/);

    const admin = await stage.as('admin', 'settings');
    const file = path.join(import.meta.dirname, '../../forms/library/supporter.form.json');
    const form = JSON.parse(await readFile(file, 'utf8')) as Body;
    delete form.schema.properties['note'];
    delete form.uiSchema['note'];
    form.uiSchema['ui:order'] = form.uiSchema['ui:order'].filter((name) => name !== 'note');
    for (const language of ['ja', 'en'] as const) delete form.texts[language].fields['note'];
    const published = await admin.request.post('/api/municipalities/042021/definitions/form', {
      data: { body: form, reason: '聞くことを減らす' },
    });
    expect(published.status()).toBe(201);

    await page.goto(`${record}/edit`);
    await expectSeen(page.getByText('保存するとなくなる回答'));
    await expectSeen(page.getByText('車の運転は昼だけ。'));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'register-moved');
    await page.getByRole('button', { name: '保存する' }).click();
    await expectSeen(page.getByRole('alert').getByText('補足', { exact: false }));
    await expectTitle(page, '内容を直す');
    await page.getByRole('checkbox', { name: 'これらの回答がなくなってよい' }).check();
    await page.getByRole('button', { name: '保存する' }).click();
    await expectTitle(page, /模擬 さくら/);
    await page.goto(`${record}/edit`);
    await expectTitle(page, '内容を直す');
    await expectSeen(page.getByRole('textbox', { name: '氏名' }));
    expect(await page.getByText('保存するとなくなる回答').count()).toBe(0);
  });

  it('tells the 1st tier numbers and no names', async () => {
    const page = await stage.as('tier1', 'registers/supporter');
    await expectSeen(page.getByRole('link', { name: /^担い手\d{4}-\d+$/ }));
    expect(await page.getByText('模擬 さくら').count()).toBe(0);
    await page
      .getByRole('link', { name: /^担い手\d{4}-\d+$/ })
      .first()
      .click();
    await expectSeen(page.getByText('お名前など、一部はお知らせできません。'));
    expect(await page.getByText('模擬').count()).toBe(0);
  });
});
