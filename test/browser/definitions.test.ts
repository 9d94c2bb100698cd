import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { closedStep, day, expectGone, expectSeen, expectTitle, fillIn, openStage, partOf } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = async (file: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(path.join(root, file), 'utf8'));
const asFile = (body: unknown) => ({
  name: 'upload.json',
  mimeType: 'application/json',
  buffer: body instanceof Buffer ? body : Buffer.from(JSON.stringify(body)),
});

/** Chooses a file in the place of the draft. */
const choose = (page: Page, body: unknown): Promise<void> =>
  page.getByLabel('ファイルから読み込む').setInputFiles(asFile(body));
/** Leaves the form as it will look for what it is written as, or for what was found. */
const turnTo = (page: Page, tab: string | RegExp): Promise<void> => page.getByRole('tab', { name: tab }).click();
const saved = (page: Page): Promise<void> => expectSeen(page.getByText(/保存しました（/));

/** Publishes the draft that is open, from its page. */
const publish = async (page: Page, reason: string): Promise<void> => {
  await saved(page);
  await page.getByRole('button', { name: '公開へ進む' }).click();
  await expectTitle(page, '下書きの公開');
  await fillIn(page, { 変える理由: reason });
  await page.getByRole('button', { name: '公開する' }).click();
  await expectSeen(page.getByText(/第\d版を公開しました/));
};

const open = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('link', { name, exact: true }).click();
  await expectTitle(page, name);
};

describe('an administrator who replaces what the city works by', () => {
  const stage = openStage();

  it('finds in the settings what each place holds and the draft to go on with, and a form by its name', async () => {
    const page = await stage.as('admin', 'settings');
    const form = await read('forms/library/need-closing.form.json');
    const rules = (await readdir(path.join(root, 'rules/library'))).length;
    const at = '/api/municipalities/042021/definitions/form/need-closing/draft';
    await page.request.put(at, { data: { body: { ...form, schema: 1 } }, headers: { 'If-Match': '"0"' } });
    await page.reload();
    const waiting = page.getByRole('listitem').filter({ hasText: '終了の記録' });
    await expectSeen(waiting.getByText('公開を止めているもの 1件'));
    await expectSeen(page.getByRole('listitem').filter({ hasText: '判断のルール' }).getByText(`${rules} 件`));
    await expectSeen(page.getByRole('listitem').filter({ hasText: '様式' }).getByText('下書き 1件'));
    await page.getByRole('link', { name: '判断のルール' }).click();
    await expectTitle(page, '判断のルール');
    await page.goBack();
    await page.getByRole('link', { name: '様式', exact: true }).click();
    await page.getByLabel('名前で探す').fill('しめい');
    await expectSeen(page.getByText('「しめい」の付くものはありません。'));
    await page.getByLabel('名前で探す').fill('座談会');
    await expectSeen(page.getByRole('tab', { name: /進め方\s*（1）/ }));
    await expectSeen(page.getByRole('row', { name: /座談会の計画.*石巻方式（座談会から立ち上げる）/ }));
    expect(await page.getByRole('row', { name: /終了の記録/ }).count()).toBe(0);
    await page.request.delete(at, { headers: { 'If-Match': '"1"' } });
    await page.getByLabel('名前で探す').fill('');
    await expectSeen(page.getByRole('row', { name: /終了の記録/ }));
  });

  it('publishes a changed rule set after mending what was found, and councils are judged by it', async () => {
    const page = await stage.as('admin', 'settings/definitions?kind=rules');
    const rules = await read('rules/library/establishment-readiness.rules.json');
    const text = JSON.stringify(rules);
    await page.getByRole('button', { name: 'ルールをファイルから加える' }).click();
    const dialog = page.getByRole('dialog');
    const file = dialog.getByLabel('ファイル', { exact: true });
    await file.setInputFiles(asFile({ texts: {} }));
    await expectSeen(dialog.getByText(/名前（key）がない/));
    await file.setInputFiles(asFile(JSON.parse(text.replaceAll('council.roundtablesHeld', 'council.roundtablesHold'))));
    await dialog.getByRole('button', { name: '下書きとして保存する' }).click();
    await expectTitle(page, '協議体を設置できるか');
    await page.getByRole('button', { name: /気になるところが\d+件あります/ }).click();
    await expectSeen(page.getByText(/「council.roundtablesHold」という項目はありません/));

    // One roundtable more, and the examples that come with the rules say so too.
    const changed = JSON.parse(text);
    changed.rules[0].conditions.all[0].value = 3;
    changed.examples[0].facts['council.roundtablesHeld'] = 3;
    await page.getByRole('tab', { name: 'JSON' }).click();
    await choose(page, changed);
    await expectSeen(page.getByText('確認で気になるところはありません'));
    await saved(page);
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await expectTitle(page, '下書きの公開');
    await page.getByRole('link', { name: '過去の判断で試す' }).click();
    await page.getByRole('button', { name: '試す', exact: true }).click();
    await page.getByRole('link', { name: '公開へ進む' }).click();
    await expectSeen(page.getByRole('link', { name: '試した結果を見る' }));
    await fillIn(page, { 変える理由: '座談会を3回にする' });
    await page.getByRole('button', { name: '公開する' }).click();
    await expectSeen(page.getByText('第2版を公開しました'));

    const council = await stage.as('tier2-minato', 'councils?q=渡波');
    await council.getByRole('link', { name: '渡波地区協議体（第2層）' }).click();
    await expectSeen(closedStep(council, '設置の話し合いに進む').getByText('あと3回の座談会が必要です'));
  });

  it('drafts forms, publishes two together, is told of the version that this puts aside, and goes back', async () => {
    const page = await stage.as('admin', 'settings/definitions');
    const other = await read('forms/library/need-reopening.form.json');
    const at = '/api/municipalities/042021/definitions/form/need-reopening';
    const named = (form: unknown, name: string) => {
      const body = JSON.parse(JSON.stringify(form)) as { texts: { ja: { name: string } } };
      body.texts.ja.name = name;
      return body;
    };
    const later = { reason: '来年から', effectiveOn: day(60), body: named(other, '来年の再開') };
    expect((await page.request.post('/api/municipalities/042021/definitions/form', { data: later })).status()).toBe(
      201,
    );
    await page.request.put(`${at}/draft`, {
      data: { body: named(other, 'もう一度はじめる') },
      headers: { 'If-Match': '"0"' },
    });
    // Another form of this name is the supporters'.
    await page.locator('a[href$="/form/need-closing"]').click();
    await expectTitle(page, '終了の記録');
    await turnTo(page, 'JSON');
    await choose(page, named(await read('forms/library/need-closing.form.json'), '困りごとを終える'));
    await saved(page);
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await expectSeen(page.getByText('様式の名前が「終了の記録」から「困りごとを終える」に変わる'));
    await expectSeen(page.getByText('どの変更も、これまでの答えと書きかけに影響しません。このまま公開できます。'));
    await page.getByText('細かな違い').click();
    await expectSeen(page.getByText('終了の記録 → 困りごとを終える'));
    await page.getByRole('checkbox', { name: /来年の再開|再開の記録|もう一度はじめる/ }).check();
    await expectSeen(page.getByText(/「もう一度はじめる」の第2版（.*から）は、この公開で使われなくなります/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'settings-publish-together');
    await fillIn(page, { 変える理由: 'やさしい言い方にする' });
    await page.getByRole('button', { name: '2件をまとめて公開する' }).click();
    await expectSeen(page.getByText('ほかの1件も、いっしょに公開しました。'));
    await page.getByRole('link', { name: '版を見比べる' }).click();
    await expectSeen(page.getByRole('row', { name: /第2版.*使用中.*やさしい言い方にする/ }));
    await page.getByRole('button', { name: '第1版に戻す' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '下書きにする' }).click();
    await expectTitle(page, '終了の記録');
    await turnTo(page, 'JSON');
    await expectSeen(page.getByLabel('内容の全体（JSON）'));
    expect(await page.getByLabel('内容の全体（JSON）').inputValue()).toContain('終了の記録');
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await expectSeen(page.getByText('様式の名前が「困りごとを終える」から「終了の記録」に変わる'));
    await page.getByRole('button', { name: '下書きを取りやめる' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '取りやめる', exact: true }).click();
    await expectSeen(page.getByText('下書きを取りやめました'));
  });

  it('publishes a changed form, which new needs ask by while old ones keep theirs', async () => {
    const page = await stage.as('admin', 'settings/definitions');
    await open(page, '困りごとの受付');
    await turnTo(page, 'JSON');
    const form = await read('forms/library/need-intake.form.json');
    await choose(page, { ...form, schema: { type: 'nonsense' } });
    await turnTo(page, /確認/);
    await expectSeen(page.getByText(/\/schema\/type/).first());
    await turnTo(page, 'JSON');
    // The same form as EUC-JP writes 「受付」: read as Shift_JIS it would be published as ｼﾉﾕ.
    await choose(page, Buffer.from([0x7b, 0x22, 0xbc, 0xf5, 0xc9, 0xd5, 0xa4, 0xce, 0x22, 0x3a, 0x31, 0x7d]));
    await expectSeen(page.getByText(/文字を正しく読み取れません/));

    const changed = JSON.parse(JSON.stringify(form));
    changed.texts.ja.fields.situation.title = 'ふだんの暮らし';
    await choose(page, changed);
    await publish(page, 'やさしい言葉にする');

    const intake = await stage.as('tier2', 'needs/new');
    await expectSeen(intake.getByLabel('ふだんの暮らし'));
    const old = await stage.as('tier2', 'needs?q=通院の足がない');
    await old
      .getByRole('link', { name: /通院の足がない/ })
      .first()
      .click();
    await old.getByRole('tab', { name: '受付の内容' }).click();
    await expectSeen(old.getByRole('tabpanel').getByText('暮らしの様子'));
  });

  it('is shown which rules use a field before it goes', async () => {
    const page = await stage.as('admin', 'settings/definitions');
    const rules = await read('rules/library/referral.rules.json');
    const alone = {
      name: 'alone',
      conditions: { all: [{ fact: 'need.form.household', operator: 'equal', value: 'alone' }] },
      event: { type: 'prefer', params: { points: 3 } },
      texts: { ja: { name: '一人暮らしを先に', reason: '一人暮らしです。' } },
    };
    const drafted = await page.request.put('/api/municipalities/042021/rules/referral/draft', {
      data: { body: { ...rules, rules: [...(rules['rules'] as object[]), alone] } },
      headers: { 'If-Match': '"0"' },
    });
    expect((await drafted.json()).check.issues).toEqual([]);

    await open(page, '困りごとの受付');
    const form = JSON.parse(
      JSON.stringify(await read('forms/library/need-intake.form.json'), (key, value: unknown) =>
        key === 'household' ? undefined : Array.isArray(value) ? value.filter((field) => field !== 'household') : value,
      ),
    );
    await turnTo(page, 'JSON');
    await choose(page, form);
    await turnTo(page, /確認/);
    await expectSeen(page.getByText(/一人暮らしを先に/));
    await saved(page);
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await page.getByRole('button', { name: /使っているルールを確かめた/ }).click();
    await fillIn(page, { 変える理由: '世帯は聞かない' });
    // What is lost is named with how much it is and who uses it, and must be confirmed.
    await expectSeen(page.getByText('「世帯」がなくなる', { exact: true }));
    await expectSeen(page.getByRole('link', { name: /一人暮らしを先に/ }));
    await expectSeen(page.getByText('「この公開で変わること」に、確かめていないことがあります'));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'settings-publish-loses');
    await page
      .getByRole('checkbox', { name: /^失われることを確かめました：「世帯」がなくなる（送られた答え \d+件/ })
      .check();
    await page.getByRole('button', { name: '公開する' }).click();
    await expectSeen(page.getByText(/第\d版を公開しました/));
  });

  it('adds a stage to a lifecycle, changes a form and a reason in it; new councils follow it, those under way keep theirs', async () => {
    const page = await stage.as('admin', 'settings/definitions?kind=workflow');
    await open(page, '石巻方式（座談会から立ち上げる）');
    const outline = page.getByRole('navigation', { name: '段階と状態の並び' });
    const go = (name: string | RegExp): Promise<void> => outline.getByRole('button', { name, exact: true }).click();
    const step = (name: string): Promise<void> =>
      page.getByRole('button', { name: new RegExp(name), expanded: false }).click();

    // What it cannot show is not thrown away, but left to its JSON.
    await turnTo(page, 'JSON');
    const workflow = await read('workflows/library/ishinomaki.workflow.json');
    const broken = JSON.parse(JSON.stringify(workflow));
    broken.machine.states.preparation.states.planning.on.PLAN_ROUNDTABLE.target = 'nowhere';
    await choose(page, broken);
    await expectSeen(page.getByRole('listitem').filter({ hasText: /PLAN_ROUNDTABLE|nowhere/ }));
    await expectSeen(page.getByText('この進め方は、この画面では段階として変えられません'));
    await choose(page, workflow);
    await turnTo(page, '段階と手順');

    await page.getByRole('button', { name: '＋ 段階' }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.type('試行');
    await page.getByRole('button', { name: '上へ', exact: true }).click();
    await page.getByRole('button', { name: '上へ', exact: true }).click();
    await page.getByRole('button', { name: '段階「試行」に状態を加える' }).click();
    await page.getByLabel('状態の名前', { exact: true }).fill('試行中');
    await fillIn(page, { どういう状態か: '三か月、ためしに集まっています。' });
    await saved(page);
    // Nothing leads there, and nothing on: the check says so, and leads there.
    await turnTo(page, /確認/);
    await expectSeen(page.getByText('状態「試行中」には、はじめの状態からたどり着けません。'));
    await checkAccessible(page);
    await page.getByRole('button', { name: '試行中を開く' }).first().click();

    await page.getByRole('button', { name: '＋ 手順' }).click();
    await fillIn(page, { ボタンの言葉: '本格的に始める', 進む先: '運営' });
    await go('設置');
    await step('協議体を発足する');
    await fillIn(page, { 進む先: '試行中' });
    await go('座談会の準備（内容検討）');
    await step('設置の話し合いに進む');
    await fillIn(page, { 進めてよいかの判断: '座談会を精査できるか' });
    await expectSeen(page.getByText('精査する座談会がまだありません。'));
    await go(/^準備\s*はじめ$/);
    await step('立ち上げを中断する');
    await fillIn(page, { たずねる様式: '休止' });
    await checkAccessible(page);
    await publish(page, '試行の段階を加える');

    const council = await stage.as('tier2-minato', 'councils?q=渡波');
    await council.getByRole('link', { name: '渡波地区協議体（第2層）' }).click();
    await expectSeen(partOf(council, '今の状況').getByText('座談会の準備（内容検討）'));
    await expectSeen(council.getByText('石巻方式（座談会から立ち上げる）（第1版）の道のりです。'));
    await expectSeen(closedStep(council, '設置の話し合いに進む').getByText(/あと\d+回の座談会が必要です/));
    expect(await council.getByText('試行中').count()).toBe(0);
    expect(await council.getByText('精査していない座談会がある').count()).toBe(0);

    await page.goto('/042021/settings/councils');
    await page.getByRole('button', { name: '協議体を加える' }).click();
    const dialog = page.getByRole('dialog');
    await fillIn(dialog, { 名前: '住吉地区協議体（第2層）' });
    await fillIn(dialog, { 圏域: '　渡波', 進め方: '石巻方式（座談会から立ち上げる）' });
    await expectSeen(dialog.getByText('この圏域には「渡波地区協議体（第2層）」が、もうあります。'));
    await fillIn(dialog, { 圏域: '　住吉' });
    await expectSeen(dialog.getByText('この圏域の協議体は第2層です。'));
    await expectGone(dialog.getByText('似た協議体があります'));
    await dialog.getByRole('button', { name: '保存する' }).click();
    await expectSeen(page.getByRole('row', { name: /住吉地区協議体/ }));
    const next = await stage.as('tier1', 'councils?q=住吉');
    await next.getByRole('link', { name: '住吉地区協議体（第2層）' }).click();
    await expectSeen(next.getByText('石巻方式（座談会から立ち上げる）（第2版）の道のりです。'));
    const closed = closedStep(next, '設置の話し合いに進む');
    await expectSeen(closed);
    expect(await closed.getByText('精査していない座談会がある').count()).toBeGreaterThan(0);
    await expectSeen(next.getByText('試行中', { exact: true }));
    await partOf(next, '次にできること').getByRole('button', { name: '立ち上げを中断する' }).click();
    await expectSeen(next.getByRole('dialog').getByText('休止する理由'));
  });
  it('tries a published form: refused and taken as in earnest, and no record comes of it', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-closing');
    await page.getByRole('button', { name: '試しに記入する' }).click();
    await expectTitle(page, '試しに記入');
    await page.getByRole('button', { name: '試しに送る' }).click();
    await expectSeen(page.getByRole('alert').getByText('終了の理由'));
    await page.getByRole('radio', { name: '解決した' }).check();
    await page.getByRole('button', { name: '試しに送る' }).click();
    await expectSeen(page.getByText('試しの答えを受け付けました。記録にはなりません。'));
    await checkAccessible(page);
    await shoot(page, 'form-tested');
    const given = partOf(page, '試しの答え');
    await given.getByText(/（第\d版）/).click();
    await expectSeen(given.getByText('解決した'));
    await page.getByRole('button', { name: /の試しの答えを破棄する/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '破棄する' }).click();
    await expectSeen(given.getByText('まだありません。'));
  });
});
