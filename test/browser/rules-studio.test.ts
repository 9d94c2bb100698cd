import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../server/imports/read-table.ts';
import { day, emailOf, expectSeen, expectTitle, fillIn, openStage, partOf, password, type Person } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

/** What a press of a button gives the reader to keep. */
const save = async (page: Page, button: string): Promise<{ name: string; bytes: Buffer }> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
};
describe('an administrator who is no engineer', () => {
  let ahead = 0;
  const stage = openStage(() => new Date(Date.now() + ahead));

  it('adds a condition, sees what would change, mends an example and publishes for tomorrow', async () => {
    const page = await stage.as('admin', 'settings');
    await page.getByRole('link', { name: '判断のルール' }).click();
    await expectTitle(page, '判断のルール');
    await checkAccessible(page);
    await page.getByRole('link', { name: '第1層へ上げるかどうか' }).click();
    await expectTitle(page, '第1層へ上げるかどうか');

    await page.getByRole('row', { name: /ほかの圏域でも同じ不足がある/ }).click();
    await page.getByRole('button', { name: '条件を加える', exact: true }).click();
    await page.getByRole('menuitem', { name: '条件を一つ' }).click();
    const chosen = page.getByRole('region', { name: '選んだ条件' });
    await chosen.getByLabel('値', { exact: true }).fill('5');
    await expectSeen(page.getByRole('row', { name: /同じ種類の未充足の困りごと が 5 件 以上/ }));
    await expectSeen(page.getByText(/保存しました（/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'rules-studio');

    await page.getByRole('button', { name: '元に戻す' }).click();
    await expectSeen(page.getByRole('row', { name: /同じ種類の未充足の困りごと が 1 件 以上/ }));
    await page.getByRole('button', { name: 'やり直す' }).click();
    await expectSeen(page.getByRole('row', { name: /同じ種類の未充足の困りごと が 5 件 以上/ }));

    // An example does not come out any more.
    await page.getByRole('button', { name: '合わない例が1件あります' }).click();
    const failing = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: 'ほかの2圏域でも不足' });
    await expectSeen(failing.getByText('合わない', { exact: true }));
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await expectTitle(page, '下書きの公開');
    await expectSeen(page.getByText('「公開の前に」に残っていることがあります'));
    await checkAccessible(page);
    await page.getByRole('link', { name: '例を見る' }).click();
    await page.getByRole('button', { name: '例「ほかの2圏域でも不足」を直す' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('90日以内に受け付けた、同じ種類の未充足の困りごと', { exact: true }).fill('5');
    await dialog.getByRole('button', { name: '例を決める' }).click();
    await expectSeen(page.getByText(/保存しました（/));
    await expectSeen(page.getByText(/(\d+)件中\1件が合っています/));

    // What would have been different.
    await page.getByRole('button', { name: '過去の判断で試す' }).click();
    await expectTitle(page, '過去の判断で試す');
    await page.getByRole('button', { name: '試す', exact: true }).click();
    await expectTitle(page, '過去の判断で試した結果');
    await expectSeen(page.getByText(/^変わる [1-9]\d*件 \/ 変わらない \d+件 \/ わからない \d+件/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'rules-backtest');
    await page.getByRole('table', { name: '変わるもの・わからないもの' }).getByRole('button').first().click();
    await page.getByRole('dialog').getByText('判断の根拠').last().click();
    await expectSeen(
      page
        .getByRole('dialog')
        .getByText(/同じ種類の未充足の困りごと.*5件以上/)
        .last(),
    );
    await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click();
    const workbook = await save(page, 'Excelで保存する');
    expect((await readTable(workbook.bytes, workbook.name)).columns).toEqual([
      '判断した日',
      '記録',
      '対象',
      '圏域',
      '区分',
      '前の結果',
      '後の結果',
      '備考',
    ]);

    await page.getByRole('link', { name: '公開へ進む' }).click();
    await fillIn(page, { 変える理由: '件数の少ない圏域まで候補になっていたため', 使い始める日: day(1) });
    await shoot(page, 'rules-publish');
    await page.getByRole('button', { name: '公開する' }).click();
    await expectSeen(page.getByText('第2版を公開しました'));
    await page.getByRole('link', { name: '版を見比べる' }).click();
    await expectSeen(page.getByRole('row', { name: /条件「.*5 件 以上」を加えました/ }));
    await checkAccessible(page);
  });

  it('has decided by the old rules today, and decides by the new ones tomorrow; each says why', async () => {
    /** Signs in by itself: the runner ends yesterday's sessions as soon as the clock is a day further. */
    const evaluate = async (): Promise<void> => {
      const page = await stage.openPage('/sign-in');
      const signIn = { data: { municipality: '042021', email: emailOf('tier1'), password } };
      expect((await page.request.post('/api/session', signIn)).status()).toBe(200);
      expect(
        (
          await page.request.post('/api/municipalities/042021/findings/evaluate', {
            headers: { 'Idempotency-Key': crypto.randomUUID() },
          })
        ).ok(),
      ).toBe(true);
      await page.close();
    };
    const look = async (person: Person, version: string): Promise<void> => {
      const page = await stage.as(person, 'councils');
      await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
      const card = partOf(page, /第1層へ上げる候補・気づき/)
        .getByRole('article')
        .filter({ hasText: '外出支援・移動サービス' })
        .first();
      await card.getByText('判断の根拠').click();
      await expectSeen(card.getByText(new RegExp(`第1層へ上げるかどうか（${version}）`)));
      await page.close();
    };
    await evaluate();
    await look('tier2', '第1版');
    ahead = 24 * 3_600_000;
    await evaluate();
    ahead = 0;
    await look('tier1', '第2版');
  });
});
