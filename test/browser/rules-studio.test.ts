import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../server/services/imports/read-table.ts';
import { day, emailOf, expectSeen, expectTitle, fillIn, openStage, partOf, password, type Person } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

/** What a press of a button gives the reader to keep. */
const save = async (page: Page, button: string): Promise<{ name: string; bytes: Buffer }> => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
};
const tree = (page: Page): Promise<string[]> => page.getByRole('treegrid').getByRole('row').allInnerTexts();
/** Saved, and nothing on its way any more. */
const saved = (page: Page): Promise<void> => expectSeen(page.getByText(/保存しました（/));

describe('an administrator who is no engineer', () => {
  let ahead = 0;
  const stage = openStage(() => new Date(Date.now() + ahead));

  it('adds a condition, sees what would change, mends an example and publishes for tomorrow', async () => {
    const page = await stage.as('admin', 'settings/definitions');
    await page.getByRole('link', { name: 'ルールを直す' }).click();
    await expectTitle(page, '判断のルール');
    await checkAccessible(page);
    await page.getByRole('link', { name: '第1層へ上げるかどうか' }).click();
    await expectTitle(page, '第1層へ上げるかどうか');

    await page.getByRole('row', { name: /ほかの圏域でも同じ不足がある/ }).click();
    await page.getByRole('button', { name: '条件を加える', exact: true }).click();
    await page.getByRole('menuitem', { name: '条件を一つ' }).click();
    const chosen = page.getByRole('region', { name: '選んだ条件' });
    await chosen.getByLabel('値', { exact: true }).fill('5');
    await expectSeen(page.getByRole('row', { name: /同じ種類の未充足の相談 が 5 件 以上/ }));
    await expectSeen(page.getByText(/保存しました（/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'rules-studio');

    // Another one who has it open is told, and overwrites nothing.
    const second = await stage.as('admin', 'settings/rules/escalation?at=set');
    await expectSeen(second.getByText(/下書きがあります/));

    await page.getByRole('button', { name: '元に戻す' }).click();
    await expectSeen(page.getByRole('row', { name: /同じ種類の未充足の相談 が 1 件 以上/ }));
    await page.getByRole('button', { name: 'やり直す' }).click();
    await expectSeen(page.getByRole('row', { name: /同じ種類の未充足の相談 が 5 件 以上/ }));
    await chosen.getByLabel('値', { exact: true }).fill('6');
    await expectSeen(page.getByText('保存中'));
    await expectSeen(page.getByText(/保存しました（/));
    await second.getByLabel('ルールの名前', { exact: true }).fill('別の名前');
    await expectSeen(second.getByText('ほかの人が変更しました'));
    await second.getByRole('button', { name: '相手の内容を読み込む' }).click();
    await expectTitle(second, '第1層へ上げるかどうか');
    await expectSeen(second.getByText('下書きがあります'));
    await second.close();
    await chosen.getByLabel('値', { exact: true }).fill('5');
    await expectSeen(page.getByText('保存中'));
    await expectSeen(page.getByText(/保存しました（/));

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
    await dialog.getByLabel('90日以内に受け付けた、同じ種類の未充足の相談', { exact: true }).fill('5');
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
    await expectSeen(page.getByRole('dialog').getByText(/同じ種類の未充足の相談.*5件以上/).last());
    await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).click();
    const workbook = await save(page, 'Excelで保存する');
    expect((await readTable(workbook.bytes, workbook.name)).columns).toEqual(['判断した日', '記録', '対象', '圏域', '区分', '前の結果', '後の結果', '備考']);

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
      const signIn = { data: { email: emailOf('tier1'), password } };
      expect((await page.request.post('/api/session', signIn)).status()).toBe(200);
      expect((await page.request.post('/api/municipalities/042021/findings/evaluate', { headers: { 'Idempotency-Key': crypto.randomUUID() } })).ok()).toBe(true);
      await page.close();
    };
    const look = async (person: Person, version: string): Promise<void> => {
      const page = await stage.as(person, 'councils');
      await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
      const card = partOf(page, /第1層へ上げる候補・気づき/).getByRole('article').filter({ hasText: '外出支援・移動サービス' }).first();
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

  it('works by keyboard alone: Tab leaves alone what is shown, Enter chooses, a condition is dragged, Ctrl+Z brings it back', async () => {
    const page = await stage.as('admin', 'settings/rules/hollowing-out?at=named:in-operation');
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await expectSeen(page.getByRole('heading', { level: 2, name: '運営している' }));
    await page.getByLabel('規則を探す').focus();
    await press('Tab', 'ArrowDown');
    await expectSeen(page.getByRole('heading', { level: 2, name: '運営している' }));
    await press('ArrowUp', 'Enter');
    await expectSeen(page.getByRole('heading', { level: 2, name: '会合が途絶えている' }));
    const before = await tree(page);
    expect(before).toHaveLength(3);
    await page.getByRole('treegrid').getByRole('row').first().focus();
    await press('ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/挿入/);
    await press('ArrowUp', 'ArrowUp', 'Enter');
    await expect.poll(() => tree(page)).toEqual([before[0], before[2], before[1]]);
    await saved(page);
    await press('Control+z');
    await expect.poll(() => tree(page)).toEqual(before);
    await press('Control+Shift+Z');
    await expect.poll(() => tree(page)).toEqual([before[0], before[2], before[1]]);
  });

  it('reads a json-rules-engine file, edits it as sentences and as JSON, and gives it back with all that the sentences cannot show', async () => {
    const page = await stage.as('admin', 'settings/rules/roundtable-examined?tab=json');
    const plain = {
      team: '見守り',
      rules: [
        { name: 'held', priority: 7, owner: 'kept', conditions: { all: [{ fact: 'council.roundtablesHeld', operator: 'not:lessThan', value: { fact: 'council.roundtablesExamined' }, params: { at: 1 } }, { fact: 'council.state', operator: 'equal', value: 'x', path: '$.name' }] }, event: { type: 'allow', params: { deep: [{}] } } },
        { conditions: { not: { fact: 'no.such', operator: 'equal', value: 1 } }, event: { type: 'refuse' } },
      ],
    };
    await page.getByLabel('ファイルから読み込む').setInputFiles({ name: 'rules.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(plain)) });
    await expectSeen(page.getByText('json-rules-engineのファイルから2件の規則を読み込みました'));
    await saved(page);
    expect(JSON.parse((await save(page, 'json-rules-engineの形で保存する')).bytes.toString())).toEqual(plain);
    await page.getByRole('row', { name: /held/ }).click();
    await page.getByRole('row', { name: /開いた座談会 が 「精査を終えた座談会」 以上/ }).click();
    const chosen = page.getByRole('region', { name: '選んだ条件' });
    await expectSeen(chosen.getByLabel('比べる項目'));
    await page.getByRole('row', { name: /協議体の状態/ }).click();
    await expectSeen(chosen.getByText('この条件は文で直せない書き方です'));
    await page.getByRole('button', { name: /気になるところが\d+件あります/ }).click();
    await expectSeen(page.getByText('「no.such」という項目はありません。'));
    await page.getByRole('tab', { name: 'JSON' }).click();

    // What cannot be read is said, and waits while something else is looked at.
    const whole = await page.getByLabel('ルール全体').inputValue();
    await page.getByLabel('ルール全体').fill(whole.replace('"held"', '"held'));
    await expectSeen(page.getByText(/\d+行目で、JSONとして読み取れません/));
    await page.getByRole('tab', { name: '確認' }).click();
    await page.getByRole('tab', { name: 'JSON' }).click();
    await expectSeen(page.getByText(/\d+行目で、JSONとして読み取れません/));
    await page.getByLabel('ルール全体').fill(whole.replace('"name": "held"', '"name": "met"'));
    await expectSeen(page.getByRole('row', { name: /met/ }));
    await page.getByRole('button', { name: '元に戻す' }).click();
    await saved(page);
    expect(JSON.parse((await save(page, 'json-rules-engineの形で保存する')).bytes.toString())).toEqual(plain);
    await page.getByLabel('ファイルから読み込む').setInputFiles({ name: 'wrong.json', mimeType: 'application/json', buffer: Buffer.from('{"rules":[{"event":{"type":"a"}}]}') });
    await expectSeen(page.getByText('このファイルには直すところがあります。今の内容はそのままです。'));
    await checkAccessible(page);
  });

  it('shows two editors what each has changed, and goes on with the one that is chosen; what is typed without a network is saved later', async () => {
    const mine = await stage.as('admin', 'settings/rules/referral?at=set');
    const theirs = await stage.as('admin', 'settings/rules/referral?at=set');
    await theirs.getByLabel('ルールの名前', { exact: true }).fill('ほかの人の名前');
    await saved(theirs);
    await mine.getByRole('button', { name: '使わない', exact: true }).waitFor({ state: 'detached' });
    await mine.getByRole('row', { name: /順番待ちがある/ }).click();
    await mine.getByRole('button', { name: '使わない', exact: true }).click();
    const conflict = mine.getByRole('alert').or(mine.getByRole('status')).filter({ hasText: 'ほかの人が変更しました' });
    await expectSeen(conflict.getByText('「順番待ちがある」: 使わないようにしました。'));
    await expectSeen(mine.getByText('ルールの名前か説明を変えました。'));
    await checkAccessible(mine);
    await checkReflow(mine);
    await shoot(mine, 'rules-studio-conflict');
    await mine.getByRole('button', { name: '自分の内容で続ける' }).click();
    await saved(mine);
    await expectTitle(mine, 'サービスの候補の順番');
    await mine.getByRole('button', { name: '元に戻す' }).click();
    await expectTitle(mine, 'ほかの人の名前');
    await saved(mine);

    await mine.context().setOffline(true);
    await mine.getByRole('button', { name: 'やり直す' }).click();
    await expectSeen(mine.getByText('サーバーにつながりません。つながったら保存します。'));
    await mine.context().setOffline(false);
    await saved(mine);
    await mine.reload();
    await expectTitle(mine, 'サービスの候補の順番');
  });
});
