import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Form } from '../../forms/types.ts';
import { expectSeen, expectTitle, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('the page for a new form', () => {
  const stage = openStage();

  it('makes a draft of a schema of others, says what of it is another, and opens the studio with it', async () => {
    const page = await stage.as('admin', 'settings/definitions?kind=form');
    await page.getByRole('link', { name: '様式を新しく作る' }).click();
    await expectTitle(page, '様式を新しく作る');
    await page.getByRole('button', { name: '作り始める' }).click();
    await expectSeen(page.getByText('様式の名前を書いてください。').first());
    // One that comes with the product, as it is shipped.
    await page.getByText('ひな形から（システムに付いている様式）').click();
    await page.getByLabel('ひな形', { exact: true }).selectOption({ label: '様子の確認（困りごとのページ）' });
    await page.getByLabel('名前（英小文字・数字・ハイフン）').fill('checkup-of-town');
    await page.getByRole('button', { name: '作り始める' }).click();
    await expectTitle(page, '様子の確認');
    const begun = await stage.ask<{ body: Form }>('admin', 'definitions/form/checkup-of-town/draft');
    const { key: _key, ...template } = JSON.parse(
      readFileSync(new URL('../../forms/library/need-checkup.form.json', import.meta.url), 'utf8'),
    ) as Form;
    expect(begun.body).toEqual({ ...template, key: 'checkup-of-town' });
    await page.goBack();
    await expectTitle(page, '様式を新しく作る');
    await page.getByText('ファイルから（Excel の XLSForm、JSON Schema）').click();
    await page.getByLabel('名前（英小文字・数字・ハイフン）').fill('snow-survey');
    await page.getByLabel('どこで使いますか').selectOption({ label: '台帳の記録のページ' });
    const schema = {
      title: '雪かきの聞き取り',
      type: 'object',
      properties: {
        snow: { type: 'boolean', title: '雪の困りごと' },
        colour: { type: 'string', title: '色', format: 'color' },
      },
    };
    await page.locator('input[type=file]').setInputFiles({
      name: 'snow.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ schema, uiSchema: {} })),
    });
    await page.getByRole('button', { name: '作り始める' }).click();
    await expectSeen(page.getByText(/書き方「color」には入力欄がない/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'new-form');
    await page.getByRole('button', { name: 'このまま下書きを開く' }).click();
    await expectTitle(page, '雪かきの聞き取り');
    await expectSeen(page.getByRole('button', { name: /^雪の困りごと/ }).first());
    const { body } = await stage.ask<{ body: Form }>('admin', 'definitions/form/snow-survey/draft');
    expect(body.texts.ja.fields).toEqual({ snow: { title: '雪の困りごと' }, colour: { title: '色' } });
  });
});
