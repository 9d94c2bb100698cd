import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectGone, expectSeen, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('kinds of field in the form studio', () => {
  const stage = openStage();
  const add = async (page: Page, kind: string, title: string): Promise<void> => {
    await page.getByRole('button', { name: kind, exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill(title);
  };

  it('a heading, a period with its days counted, a moment and a line to sign are built without JSON, and work', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-closing');
    await add(page, '見出し', '使う期間について');
    await page.getByLabel('説明', { exact: true }).fill('分かるところまで書いてください。');
    await add(page, '期間', '借りる期間');
    await add(page, '計算した数', '借りる日数');
    await expectSeen(page.getByText('何から計算するかを選んでください。').first());
    await page.getByLabel('計算のしかた').selectOption('日数を数える');
    await page.getByLabel('終わりの日').selectOption('借りる期間：終わり');
    await page.getByLabel('始まりの日').selectOption('借りる期間：始まり');
    await expectGone(page.getByText('何から計算するかを選んでください。'));
    // What is undone is gone from what the selects show, too.
    const [way, first] = [page.getByLabel('計算のしかた'), page.getByLabel('始まりの日')];
    const undo = page.getByRole('button', { name: '元に戻す' });
    await first.selectOption('借りる期間：終わり');
    await undo.click();
    await expect.poll(() => first.inputValue()).toMatch(/\.from$/);
    await way.selectOption('差を出す');
    await undo.click();
    await expect.poll(() => way.inputValue()).toBe('days');
    await expect.poll(() => first.inputValue()).toMatch(/\.from$/);
    await add(page, '日付と時刻', '受け取り');
    await add(page, '署名欄（印刷用）', '署名');
    await expectSeen(page.getByText('確認で気になるところはありません'));
    await shoot(page, 'form-kinds-studio');
    await checkAccessible(page);
    await checkReflow(page);

    await page.getByRole('tab', { name: '見え方' }).click();
    const tried = page.getByRole('tabpanel');
    await expectSeen(tried.getByRole('heading', { name: '使う期間について' }));
    const period = tried.getByRole('group', { name: '借りる期間' });
    await period.getByLabel('始まり', { exact: true }).fill('令和8年4月1日');
    await period.getByLabel('終わり', { exact: true }).fill('2026-03-31');
    const moment = tried.getByRole('group', { name: '受け取り' });
    await moment.getByLabel('日付', { exact: true }).fill('R8.4.1');
    await tried.getByRole('button', { name: '終了する' }).click();
    await expectSeen(period.getByText('始まりより前にできません'));
    await expectSeen(moment.getByText('日付と時刻の両方を入力してください'));
    await period.getByLabel('終わり', { exact: true }).fill('2026-04-30');
    await expect.poll(() => tried.getByLabel('借りる日数（日）').inputValue()).toBe('29');
    await moment.getByLabel('時刻', { exact: true }).fill('10:30');
    await expectGone(period.getByText('始まりより前にできません'));
    await expectGone(moment.getByText('日付と時刻の両方を入力してください'));
    await shoot(page, 'form-kinds-preview');
    await checkAccessible(page);
    await checkReflow(page);
  });

  it('a form of two pages with a repeated group is built, and asked page by page; nothing typed is lost on the way back', async () => {
    const studio = await stage.as('admin', 'settings/definitions/form/need-closing');
    await expectSeen(studio.getByRole('button', { name: /^署名、/ }));
    await studio.getByRole('button', { name: /^署名、/ }).click();
    await add(studio, 'ページの区切り', '手伝った人');
    await studio.getByLabel('説明', { exact: true }).fill('分かる人だけで構いません。');
    await add(studio, 'くり返し', '手伝い');
    await studio.getByLabel('最も少ない数').fill('1');
    await studio.getByLabel('最も多い数').fill('2');
    await studio.getByRole('checkbox', { name: '2列に並べる' }).check();
    await studio.getByRole('button', { name: /^（見出しがまだありません）、/ }).click();
    await studio.getByLabel('見出し', { exact: true }).fill('氏名');
    await studio.getByRole('button', { name: '時刻', exact: true }).click();
    await studio.getByLabel('見出し', { exact: true }).fill('来た時刻');
    await expectSeen(studio.getByText('確認で気になるところはありません'));
    await expectSeen(studio.getByText(/保存しました（/));
    await shoot(studio, 'form-pages-studio');
    await studio.getByRole('button', { name: '公開へ進む' }).click();
    await studio.getByLabel('変える理由').fill('貸し出しのため');
    await studio.getByRole('button', { name: '公開する' }).click();
    await expectSeen(studio.getByText('第2版を公開しました'));

    type Need = { id: string; steps: { event: string; name: string; form: { key: string } | null }[] };
    const { items } = await stage.ask<{ items: { id: string }[] }>('tier2', 'needs');
    let asking: { need: string; step: string } | undefined;
    for (const { id } of items) {
      const need = await stage.ask<Need>('tier2', `needs/${id}`);
      const step = need.steps.find(({ form }) => form?.key === 'need-closing');
      if (step) asking = { need: id, step: step.name };
      if (asking) break;
    }
    expect(asking).toBeDefined();
    const page = await stage.as('tier2', `needs/${asking?.need}`);
    await page.getByRole('main').getByRole('button', { name: asking?.step, exact: true }).click();
    const dialog = page.getByRole('dialog', { name: asking?.step, exact: true });
    await expectSeen(dialog.getByText('1／3ページ'));
    // A page is checked before the next, and only that page.
    await dialog.getByRole('button', { name: '次へ' }).click();
    await expectSeen(dialog.getByRole('alert').getByText('終了の理由：入力してください'));
    await dialog.getByRole('radio', { name: '解決した' }).check();
    await dialog.getByLabel('補足').fill('仮の様子');
    // By the keyboard: Enter in a field goes on, and the heading of the next page has the focus.
    await dialog.getByRole('group', { name: '借りる期間' }).getByLabel('始まり', { exact: true }).fill('2026-04-01');
    await page.keyboard.press('Enter');
    const second = dialog.getByRole('heading', { name: '手伝った人' });
    await expectSeen(second);
    await expect.poll(() => second.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectGone(dialog.getByRole('alert'));
    await checkAccessible(page);
    await dialog.getByRole('button', { name: '次へ' }).click();
    await expectSeen(dialog.getByRole('heading', { name: '確認して送る' }));
    await dialog.getByRole('button', { name: '「手伝った人」を直す' }).click();
    await expectSeen(second);
    await dialog.getByRole('button', { name: '手伝いを加える' }).click();
    await dialog.getByLabel('氏名').fill('仮名 竹夫');
    await dialog.getByRole('button', { name: '手伝いを加える' }).click();
    await dialog.getByLabel('氏名').nth(1).fill('仮名 松子');
    await expectGone(dialog.getByRole('button', { name: '手伝いを加える' }));
    await shoot(page, 'form-pages');

    // The browser's own way back leads through the pages, with all that was typed.
    await page.goBack();
    await expectSeen(dialog.getByRole('heading', { name: '確認して送る' }));
    await expectSeen(dialog.getByText('仮名 竹夫'));
    await page.goBack();
    await expectSeen(second);
    expect(await dialog.getByLabel('氏名').nth(1).inputValue()).toBe('仮名 松子');
    await page.goBack();
    await expectSeen(dialog.getByText('1／3ページ'));
    expect(await dialog.getByLabel('補足').inputValue()).toBe('仮の様子');
    // Something wrong on a page that was passed already leads back to it, and is told there.
    const period = dialog.getByRole('group', { name: '借りる期間' });
    await period.getByLabel('終わり', { exact: true }).fill('2026-03-31');
    await page.goForward();
    await expectSeen(second);
    await dialog.getByRole('button', { name: '次へ' }).click();
    await expectSeen(dialog.getByText('仮の様子'));
    await dialog.getByRole('button', { name: '終了する', exact: true }).click();
    await expectSeen(dialog.getByText('1／3ページ'));
    await expectSeen(dialog.getByRole('alert').getByText(/始まりより前にできません/));
    await expectSeen(period.getByText('始まりより前にできません'));
    await expect.poll(() => dialog.getByRole('alert').evaluate((box) => box === document.activeElement)).toBe(true);
    await shoot(page, 'form-pages-led-back');
    await checkAccessible(page);
    await period.getByLabel('終わり', { exact: true }).fill('2026-04-30');
    await expectGone(dialog.getByRole('alert'));
    await dialog.getByRole('button', { name: '次へ' }).click();
    await expectSeen(second);
    await dialog.getByRole('button', { name: '次へ' }).click();
    await expectSeen(dialog.getByText('仮の様子'));
    await shoot(page, 'form-pages-summary');
    await checkAccessible(page);
    await dialog.getByRole('button', { name: '終了する', exact: true }).click();
    await expectSeen(page.getByText(`「${asking?.step}」を行いました。`));
    await page.getByText('仮名 松子').first().waitFor({ state: 'attached' });
  });
});
