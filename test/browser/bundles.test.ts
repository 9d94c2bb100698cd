import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('what one city made, taken over by another', () => {
  const stage = openStage();

  it('leaves as one file, is looked at before it is taken, and becomes drafts', async () => {
    const theirs = await stage.as('admin', 'settings/definitions');
    await theirs.getByRole('link', { name: 'まとめて書き出す・取り込む' }).click();
    await expectTitle(theirs, 'まとめて書き出す・取り込む');
    await theirs.getByRole('radio', { name: /選んだものと/ }).check();
    await theirs.getByRole('button', { name: 'ファイルに書き出す' }).click();
    await expectSeen(theirs.getByText('一つ以上選んでください。'));
    // The city's own words for one of its forms.
    const form = JSON.parse(await readFile('forms/library/report.form.json', 'utf8')) as { texts: { ja: object } };
    const own = { ...form, texts: { ...form.texts, ja: { ...form.texts.ja, name: '石巻の報告' } } };
    const put = await theirs.request.post('/api/municipalities/042021/definitions/form', {
      data: { body: own, reason: '町のことば' },
    });
    expect(put.status()).toBe(201);
    await theirs.reload();
    await theirs.getByRole('radio', { name: /選んだものと/ }).check();
    await theirs.getByRole('checkbox', { name: '石巻の報告' }).check();
    const downloading = theirs.waitForEvent('download');
    await theirs.getByRole('button', { name: 'ファイルに書き出す' }).click();
    const bundle = await readFile(await (await downloading).path());
    const asFile = (buffer: Buffer) => ({ name: 'ishinomaki.zip', mimeType: 'application/zip', buffer });

    const page = await stage.as('niigata-admin', 'settings/bundles');
    const choose = (buffer: Buffer) => page.getByLabel('まとめファイル', { exact: true }).setInputFiles(asFile(buffer));
    await choose(Buffer.from('名称,電話番号'));
    await expectSeen(page.getByText('まとめファイル（.zip）ではありません', { exact: false }));
    await checkAccessible(page);
    await choose(bundle);
    await expectSeen(page.getByText(/石巻市（042021）が.*に書き出したもの/));
    const box = page.getByRole('checkbox', { name: '様式「石巻の報告」' });
    expect(await box.isChecked()).toBe(true);
    await page.getByText('違い1件を見る').click();
    await expectSeen(page.getByText('名前：変えました。'));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'bundle-plan');
    await box.uncheck();
    await page.getByRole('button', { name: '下書きにする' }).click();
    await expectSeen(page.getByText('取り込むものを一つ以上選んでください。'));
    await box.check();
    await page.getByRole('button', { name: '下書きにする' }).click();
    await expectSeen(page.getByText('1件を下書きにし、コード表の0件を反映しました。'));
    await page.getByRole('link', { name: '様式・ルール・進め方・台帳の一覧へ' }).click();
    await expectSeen(page.getByRole('row').filter({ hasText: '下書き' }).filter({ hasText: '報告' }));

    // Read again, it says that a draft is open now, and leaves that alone unless told otherwise.
    const mine = await page.request.put('/api/municipalities/151009/definitions/form/report/draft', {
      data: { body: { ...own, texts: { ...own.texts, ja: { ...form.texts.ja, name: '新潟の報告' } } } },
      headers: { 'If-Match': '"1"' },
    });
    expect(mine.status()).toBe(200);
    await page.getByRole('link', { name: 'まとめて書き出す・取り込む' }).click();
    await choose(bundle);
    await expectSeen(page.getByText(/さんの下書き（.*に保存）に置き換わります。/));
    expect(await box.isChecked()).toBe(false);
  });
});
