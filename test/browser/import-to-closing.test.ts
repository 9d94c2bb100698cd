import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { day, expectSeen, expectTitle, fillIn, openStage, partOf, takeStep } from './app.ts';
import { checkAccessible, shoot } from './support.ts';

const root = path.resolve(import.meta.dirname, '../..');
const list = {
  real: path.join(root, '../shared/data/mhlw/kaigo-mhlw-ishinomaki.csv'),
  own: path.join(root, 'test/fixtures/imports/activities-cp932.csv'),
};
const here = existsSync(list.real);
const source = here
  ? { file: list.real, name: '訪問介護の公表一覧', rows: 67, rejected: 0 }
  : { file: list.own, name: '通いの場の一覧', rows: 3, rejected: 0 };

const refer = async (page: Page, service: string, message: string): Promise<void> => {
  await page.getByRole('button', { name: `${service}につなぐ` }).click();
  const dialog = page.getByRole('dialog');
  await fillIn(dialog, { 相手に伝えること: message });
  await dialog.getByRole('button', { name: 'つなぐ' }).click();
  await expectSeen(page.getByText(/に紹介を送りました。/));
};

const rank = async (page: Page): Promise<string[]> => {
  await page.getByRole('button', { name: /合うサービスを探す|もう一度探す/ }).click();
  await expectTitle(page, '合うサービス');
  await expectSeen(page.getByRole('heading', { level: 2, name: /つなげるサービス/ }));
  return partOf(page, /つなげるサービス/)
    .getByRole('heading', { level: 3 })
    .allInnerTexts();
};

describe(`a need, on the list of ${here ? 'the ministry (../shared/data)' : 'our own fixture, as ../shared/data is not here'}`, () => {
  const stage = openStage();

  it('imports the list as it is, after a dry run that counts its rows', async () => {
    const { total: before } = await stage.ask<{ total: number }>('admin', 'services');
    const page = await stage.as('admin', 'services');
    await page.getByRole('link', { name: '表から取り込む' }).click();
    await expectTitle(page, 'サービスの一覧を取り込む');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'ファイルを選ぶ' }).click();
    await (await chooser).setFiles(source.file);
    await expectSeen(page.getByText(`${source.rows}行`));
    await page.getByRole('button', { name: '次へ：列を対応づける' }).click();
    // A list of its own words: all of it is help at home here.
    await page.getByLabel('手助けの種類', { exact: true }).selectOption({ label: 'すべての行を同じ値にする' });
    await fillIn(page, { '手助けの種類（すべての行に同じ値）': '家事援助', 圏域が書かれていない行の圏域: '石巻市' });
    await page.getByRole('button', { name: '次へ：確かめる' }).click();
    await expectSeen(page.getByRole('heading', { level: 2, name: '確かめる' }));
    const count = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd').innerText();
    expect([await count('新しく加える'), await count('取り込まない')]).toEqual([
      `${source.rows - source.rejected}行`,
      `${source.rejected}行`,
    ]);
    if (here) await expectSeen(page.getByRole('row', { name: /電話番号として読み取れません.*注意.*電話番号.*13行目/ }));
    expect((await stage.ask<{ total: number }>('admin', 'services')).total).toBe(before);

    // Reading the page anew, and the browser's own way back and forth, lose nothing.
    await page.reload();
    await expectSeen(page.getByRole('heading', { level: 2, name: '確かめる' }));
    await expectSeen(page.locator('dl > div').filter({ hasText: '新しく加える' }).getByText(`${source.rows}行`));
    await page.goBack();
    await expectSeen(page.getByRole('heading', { level: 2, name: '列を対応づける' }));
    const chosen = page.getByLabel('手助けの種類（すべての行に同じ値）').locator('option:checked');
    expect(await chosen.innerText()).toBe('家事援助');
    await page.goForward();
    await page.getByRole('button', { name: '次へ：取り込む' }).click();
    await page.getByRole('button', { name: `${source.rows - source.rejected}行を取り込む` }).click();
    await expectSeen(page.getByText(new RegExp(`から${source.rows - source.rejected}行を取り込みました。`)));
    await page.getByRole('link', { name: 'サービスの一覧を見る' }).click();
    await expectSeen(page.getByText(`${before + source.rows - source.rejected}件中`));
  });

  it('is taken in, matched, refused, handed to the next, accepted, completed and closed', async () => {
    const page = await stage.as('tier2', 'needs');
    await page.getByRole('link', { name: '困りごとを受け付ける' }).click();
    await fillIn(page, { '個人（ひとりの方）': true });
    await fillIn(page, {
      氏名: '仮名 まつ',
      ふりがな: 'かめい まつ',
      圏域: '石巻',
      家事援助: true,
      ふつう: true,
      見出し: '洗濯物を干せない',
      暮らしの様子: 'ひとり暮らし。腰を痛めた。',
    });
    await page.getByRole('button', { name: '内容を確かめる' }).click();
    await expectSeen(page.getByText(/か所を直してください/));
    await fillIn(page, { 同意を得た: true });
    await fillIn(page, { 'つなぎ先のサービス・団体': true, 受け付けた日: day() });
    await page.getByRole('button', { name: '内容を確かめる' }).click();
    await expectSeen(page.getByRole('heading', { name: '送る前の確認' }));
    await page.getByRole('button', { name: '受け付ける', exact: true }).click();
    await expectSeen(page.getByText('だれの困りごとかを選んでください。'));
    await fillIn(page, { 新しい住民として加える: true });
    await page.getByRole('button', { name: '受け付ける', exact: true }).click();
    await expectSeen(page.getByText(/を受け付けました。/));
    await expectSeen(page.getByRole('link', { name: '仮名 まつ' }));
    const need = page.url();
    await takeStep(page, '内容を確かめた', {
      確かめた日: day(),
      訪問: true,
      分かったこと: '週に2回の手伝いがあれば暮らせる。',
    });

    const [first = '', second = '', ...others] = await rank(page);
    expect(others.length).toBeGreaterThan(here ? 27 : 1);
    if (here) await expectSeen(page.getByText(/ほかに\d+件が続きます。/));
    expect(first).toBe('あおぞら家事お手伝い');
    const best = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: first }) });
    await expectSeen(best.getByText('空きがあります。'));
    await page.getByText(/候補から外れたサービスと理由/).click();
    await expectSeen(page.getByText('必要な手助けの種類に合いません。'));
    await refer(page, first, '週2回、洗濯をお願いしたいです。');

    // The provider sees what consent allows, and refuses with a reason.
    const provider = await stage.as('provider');
    await provider
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: '洗濯物を干せない' })
      .getByRole('link')
      .last()
      .click();
    await expectTitle(provider, /洗濯物を干せない/);
    await expectSeen(provider.getByText('週2回、洗濯をお願いしたいです。'));
    await takeStep(provider, '断る', { 担い手がいない: true, 理由: '担い手が足りず、年内はお受けできません。' });

    await page.goto(need);
    await expectSeen(partOf(page, '今の状況').getByText('確認済み'));
    await expectSeen(page.getByText('次の候補：'));
    await page.getByRole('tab', { name: /紹介/ }).click();
    await expectSeen(page.getByRole('row', { name: /あおぞら家事お手伝い.*年内はお受けできません/ }));
    const again = await rank(page);
    expect(again).not.toContain(first);
    expect(again[0]).toBe(second);
    await page.getByText(/候補から外れたサービスと理由/).click();
    await expectSeen(page.getByText('この困りごとは前に断られています。'));
    await refer(page, second, '週2回、洗濯をお願いしたいです。');

    // The coordinator answers on behalf of a body that has nobody here.
    // That is a deliberate act, which says how they answered.
    await page.getByRole('tab', { name: /紹介/ }).click();
    await page
      .getByRole('row', { name: new RegExp(second) })
      .getByRole('link')
      .click();
    const onBehalf = async (step: string, answers: Record<string, string | true> | null): Promise<void> => {
      await page.getByText('団体に代わって記録する').click();
      await page.getByRole('main').getByRole('button', { name: step, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: step, exact: true });
      await fillIn(dialog, { 電話: true });
      if (answers) await fillIn(dialog, answers);
      await (
        answers ? dialog.locator('button[type=submit]') : dialog.getByRole('button', { name: step, exact: true })
      ).click();
      await expectSeen(page.getByText(`「${step}」を行いました。`));
      await page.reload();
    };
    expect(await page.getByRole('button', { name: '引き受ける', exact: true }).isVisible()).toBe(false);
    await onBehalf('引き受ける', null);
    await expectSeen(page.getByText('団体に代わって記録（電話）'));
    await onBehalf('支援を始めた', null);
    await onBehalf('支援を終えた', { 終えた日: day(), 困りごとが解決した: true });
    await page.getByRole('link', { name: '困りごとを見る' }).click();
    // The person is asked before it ends.
    await expectSeen(partOf(page, '今の状況').getByText('結果の確認', { exact: true }));
    await takeStep(page, '満足度を聞いて終了する', {
      ご本人: true,
      満足: true,
      ご本人の言葉: '洗濯の心配がなくなった。',
    });
    await expectSeen(partOf(page, '今の状況').getByText('終了', { exact: true }));
    const story = page.getByRole('tabpanel', { name: '経過' });
    for (const word of [
      '「受付済み」から「確認済み」へ',
      '「確認済み」から「紹介中」へ',
      '「紹介中」から「確認済み」へ',
      '「紹介中」から「支援中」へ',
      '「支援中」から「結果の確認」へ',
      '「結果の確認」から「終了」へ',
    ])
      await expectSeen(story.getByText(new RegExp(word)));
  });
});

describe('an import that was a mistake', () => {
  const stage = openStage();

  it('is taken back, once it was asked for again', async () => {
    const page = await stage.as('admin', 'imports/organisations');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'ファイルを選ぶ' }).click();
    await (
      await chooser
    ).setFiles({
      name: '団体.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('団体名,電話番号\n架空の朝市の会,0225-00-0101\n'),
    });
    await page.getByRole('button', { name: '次へ：列を対応づける' }).click();
    await page.getByRole('button', { name: '次へ：確かめる' }).click();
    await page.getByRole('button', { name: '次へ：取り込む' }).click();
    await page.getByRole('button', { name: '1行を取り込む' }).click();
    await expectSeen(page.getByText(/から1行を取り込みました。/));
    const past = partOf(page, 'これまでの取り込み');
    await past.getByRole('button', { name: '団体.csvの取り込みを取り消す' }).click();
    const dialog = page.getByRole('dialog', { name: '取り消す' });
    await expectSeen(dialog.getByText(/新しく加えた1件/));
    await checkAccessible(page);
    await shoot(page, 'import-undo');
    await dialog.getByRole('button', { name: '取り消す' }).click();
    await expectSeen(past.getByText(/に取り消し$/));
    expect((await stage.ask<{ total: number }>('admin', 'organisations?q=架空の朝市')).total).toBe(0);
  });
});
