import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { closedStep, expectGone, expectSeen, expectTitle, fillIn, openStage, partOf } from './app.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = async (file: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(path.join(root, file), 'utf8'));
const asFile = (body: unknown) => ({
  name: 'upload.json',
  mimeType: 'application/json',
  buffer: body instanceof Buffer ? body : Buffer.from(JSON.stringify(body)),
});

/** Opens a definition by its name and chooses a file in the upload's window. */
const choose = async (page: Page, body: unknown): Promise<void> => {
  if ((await page.getByRole('dialog').count()) === 0)
    await page.getByRole('button', { name: '新しい版を公開する' }).click();
  await page.getByRole('dialog').getByLabel('ファイル', { exact: true }).setInputFiles(asFile(body));
};

const publish = async (page: Page, reason: string): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await expectSeen(dialog.getByText(/として公開できます/));
  await fillIn(dialog, { 変更の理由: reason });
  await dialog.getByRole('button', { name: '公開する' }).click();
  await expectSeen(page.getByRole('row', { name: new RegExp(`第\\d版.*使用中.*${reason}`) }));
  await expectSeen(page.getByRole('row', { name: /第1版.*以前の版/ }));
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
    const at = '/api/municipalities/042021/definitions/form/need-closing/draft';
    await page.request.put(at, { data: { body: { ...form, schema: 1 } }, headers: { 'If-Match': '"0"' } });
    await page.reload();
    const waiting = page.getByRole('listitem').filter({ hasText: '終了の記録' });
    await expectSeen(waiting.getByText('公開を止めているもの 1件'));
    await expectSeen(page.getByRole('listitem').filter({ hasText: '判断のルール' }).getByText('7 件'));
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
    await open(page, '協議体を設置できるか');
    const rules = await read('rules/library/establishment-readiness.rules.json');
    const text = JSON.stringify(rules);

    await choose(page, JSON.parse(text.replaceAll('council.roundtablesHeld', 'council.roundtablesHold')));
    const dialog = page.getByRole('dialog');
    await expectSeen(dialog.getByText(/か所を直す必要があります。何も変わっていません。/));
    await expectSeen(dialog.getByText('/rules/0/conditions/all/0/fact').first());
    expect(await dialog.getByRole('button', { name: '下書きとして取り込み' }).count()).toBe(0);

    // One roundtable more, and the examples that come with the rules say so too.
    const changed = JSON.parse(text);
    changed.rules[0].conditions.all[0].value = 3;
    await choose(page, changed);
    await expectSeen(dialog.getByText(/準備がそろっている/));
    changed.examples[0].facts['council.roundtablesHeld'] = 3;
    await choose(page, changed);

    // Rules come in as a draft: tried on stored decisions first, then published.
    await dialog.getByRole('button', { name: '下書きとして取り込み、公開の手続きへ進む' }).click();
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

  it('drafts a form, sees what it changes, publishes it, and makes the old one the draft again', async () => {
    const page = await stage.as('admin', 'settings/definitions');
    await open(page, '終了の記録');
    const form = await read('forms/library/need-closing.form.json');
    const changed = JSON.parse(JSON.stringify(form));
    changed.texts.ja.name = '困りごとを終える';
    await choose(page, changed);
    await page.getByRole('dialog').getByRole('button', { name: '下書きとして保存する' }).click();
    await expectSeen(page.getByText('終了の記録 → 困りごとを終える'));
    await expectSeen(page.getByText('「困りごとを終える」は公開できます。'));
    await fillIn(page, { 変更の理由: 'やさしい言い方にする' });
    await page.getByRole('button', { name: '下書きを公開する' }).click();
    await expectTitle(page, '困りごとを終える');
    await expectSeen(page.getByRole('row', { name: /第2版.*使用中.*やさしい言い方にする/ }));
    await page
      .getByRole('row', { name: /第1版.*以前の版/ })
      .getByRole('link')
      .click();
    await page.getByRole('button', { name: '第1版を下書きにする' }).click();
    await expectSeen(page.getByText('困りごとを終える → 終了の記録'));
    await page.getByRole('button', { name: '下書きをやめる' }).click();
    await expectSeen(page.getByRole('button', { name: '第1版を下書きにする' }));
  });

  it('publishes a changed form, which new needs ask by while old ones keep theirs', async () => {
    const page = await stage.as('admin', 'settings/definitions');
    await open(page, '困りごとの受付');
    const form = await read('forms/library/need-intake.form.json');
    await choose(page, { ...form, schema: { type: 'nonsense' } });
    await expectSeen(
      page
        .getByRole('dialog')
        .getByText(/\/schema\/type/)
        .first(),
    );
    // The same form as EUC-JP writes 「受付」: read as Shift_JIS it would be published as ｼﾉﾕ.
    await choose(page, Buffer.from([0x7b, 0x22, 0xbc, 0xf5, 0xc9, 0xd5, 0xa4, 0xce, 0x22, 0x3a, 0x31, 0x7d]));
    await expectSeen(page.getByRole('dialog').getByText(/文字を正しく読み取れません/));

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
        key === 'household' ? undefined : Array.isArray(value) ? value.filter((one) => one !== 'household') : value,
      ),
    );
    await choose(page, form);
    const dialog = page.getByRole('dialog');
    await expectSeen(dialog.getByText(/一人暮らしを先に/));
    await dialog.getByRole('button', { name: /使っているルールを確かめた/ }).click();
    await publish(page, '世帯は聞かない');
  });

  it('publishes a changed lifecycle, which new councils follow while those under way keep theirs', async () => {
    const page = await stage.as('admin', 'settings/definitions?kind=workflow');
    await open(page, '石巻方式（座談会から立ち上げる）');
    const workflow = await read('workflows/library/ishinomaki.workflow.json');
    const broken = JSON.parse(JSON.stringify(workflow));
    broken.machine.states.preparation.states.planning.on.PLAN_ROUNDTABLE.target = 'nowhere';
    await choose(page, broken);
    await expectSeen(
      page
        .getByRole('dialog')
        .getByText(/PLAN_ROUNDTABLE|nowhere/)
        .first(),
    );

    const changed = JSON.parse(JSON.stringify(workflow));
    changed.states['preparation.planning'].texts.ja.name = '座談会の下ごしらえ';
    await choose(page, changed);
    await publish(page, '呼び名を変える');

    const council = await stage.as('tier2-minato', 'councils?q=渡波');
    await council.getByRole('link', { name: '渡波地区協議体（第2層）' }).click();
    await expectSeen(partOf(council, '今の状況').getByText('座談会の準備（内容検討）'));
    await expectSeen(council.getByText('石巻方式（座談会から立ち上げる）（第1版）の道のりです。'));
    expect(await council.getByText('座談会の下ごしらえ').count()).toBe(0);

    await page.goto('/042021/settings/councils');
    await page.getByRole('button', { name: '協議体を加える' }).click();
    const dialog = page.getByRole('dialog');
    await fillIn(dialog, { 名前: '住吉地区協議体（第2層）' });
    await fillIn(dialog, { 圏域: '　渡波', 進め方: '石巻方式（座談会から立ち上げる）' });
    await expectSeen(dialog.getByText('この圏域には「渡波地区協議体（第2層）」が、もうあります。'));
    await fillIn(dialog, { 圏域: '　住吉' });
    await expectSeen(dialog.getByText('この圏域の協議体は第2層です。'));
    await expectGone(dialog.getByText('似た協議体があります'));
    await dialog.getByRole('button', { name: /登録する|保存する/ }).click();
    await expectSeen(page.getByRole('row', { name: /住吉地区協議体.*座談会の下ごしらえ/ }));
  });
});
