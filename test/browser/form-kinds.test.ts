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
    await expectSeen(period.getByText('始まりより後にしてください'));
    await expectSeen(moment.getByText('日付と時刻の両方を入力してください'));
    await period.getByLabel('終わり', { exact: true }).fill('2026-04-30');
    await expect.poll(() => tried.getByLabel('借りる日数（日）').inputValue()).toBe('29');
    await moment.getByLabel('時刻', { exact: true }).fill('10:30');
    await expectGone(period.getByText('始まりより後にしてください'));
    await expectGone(moment.getByText('日付と時刻の両方を入力してください'));
    await shoot(page, 'form-kinds-preview');
    await checkAccessible(page);
    await checkReflow(page);
  });
});
