import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { day, expectGone, expectSeen, fillIn, fillIntake, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

type Body = {
  schema: { properties: Record<string, unknown> };
  uiSchema: Record<string, unknown> & { 'ui:order': string[] };
  texts: Record<'ja' | 'en', { fields: Record<string, unknown> }>;
};

describe('somebody who has begun to write when the form changes', () => {
  const stage = openStage();
  const saved = '入力内容を保存しました';

  it('is asked in words on opening it elsewhere, loses nothing, decides, and sends it once', async () => {
    const desk = await stage.as('tier2', 'needs/new');
    await fillIntake(desk, { これまでに試したこと: '近所の人に頼んだ。' });
    await expectSeen(desk.getByText(saved));

    const admin = await stage.as('admin', 'settings');
    const file = path.join(import.meta.dirname, '../../forms/library/need-intake.form.json');
    const form = JSON.parse(await readFile(file, 'utf8')) as Body;
    delete form.schema.properties['tried'];
    delete form.uiSchema['tried'];
    form.uiSchema['ui:order'] = form.uiSchema['ui:order'].filter((name) => name !== 'tried');
    for (const language of ['ja', 'en'] as const) delete form.texts[language].fields['tried'];
    const published = await admin.request.post('/api/municipalities/042021/definitions/form', {
      data: { body: form, reason: '聞くことを減らす' },
    });
    expect(published.status()).toBe(201);

    const elsewhere = await stage.as('tier2', 'needs/new');
    // Another intake is another one: nothing of the first stands in it, and both can be gone on with.
    await expectSeen(elsewhere.getByText('書きかけの受付'));
    expect(await elsewhere.getByRole('textbox', { name: '見出し' }).inputValue()).toBe('');
    await checkAccessible(elsewhere);
    await checkReflow(elsewhere);
    await shoot(elsewhere, 'half-done-others');
    await elsewhere.getByRole('link', { name: /^庭の草が伸びた.*を続ける$/ }).click();
    await expectSeen(elsewhere.getByText('書きかけのあいだに、この様式が変わりました'));
    await expectSeen(elsewhere.getByText('「これまでに試したこと」がなくなる'));
    await expectSeen(elsewhere.getByText('近所の人に頼んだ。'));
    expect(await elsewhere.getByRole('textbox', { name: '見出し' }).inputValue()).toBe('庭の草が伸びた');
    expect(await elsewhere.getByRole('textbox', { name: '氏名' }).inputValue()).toBe('仮名 うめ');
    await checkAccessible(elsewhere);
    await checkReflow(elsewhere);
    await shoot(elsewhere, 'half-done');
    await elsewhere.getByRole('button', { name: '確かめました' }).click();
    await expectGone(elsewhere.getByText('書きかけのあいだに、この様式が変わりました'));
    await expectSeen(elsewhere.getByText(saved));
    // Told once; what has no place stays until it is put away.
    await elsewhere.reload();
    await expectSeen(elsewhere.getByText('近所の人に頼んだ。'));
    expect(await elsewhere.getByText('書きかけのあいだに、この様式が変わりました').count()).toBe(0);
    const dropped = elsewhere.waitForResponse(
      (response) => response.request().method() === 'PUT' && response.url().includes('answer-drafts'),
    );
    await elsewhere.getByRole('button', { name: 'この控えを消す' }).click();
    expect((await dropped).status()).toBe(200);
    await elsewhere.reload();
    await expectSeen(elsewhere.getByRole('textbox', { name: '見出し' }));
    expect(await elsewhere.getByText('近所の人に頼んだ。').count()).toBe(0);

    await fillIn(elsewhere, { 得ていない: true, 受け付けた日: day() });
    await elsewhere.getByRole('button', { name: '内容を確かめる' }).click();
    await elsewhere.getByRole('button', { name: '受け付ける', exact: true }).click();
    await fillIn(elsewhere, { 新しい住民として加える: true });
    await elsewhere.getByRole('button', { name: '受け付ける', exact: true }).click();
    await expectSeen(elsewhere.getByText(/を受け付けました。/));
    await elsewhere.goto('/042021/needs/new');
    await expectSeen(elsewhere.getByRole('textbox', { name: '見出し' }));
    expect(await elsewhere.getByRole('textbox', { name: '見出し' }).inputValue()).toBe('');
    // It went with what was sent, for every window: the one where it was begun is told, and may choose.
    expect(await elsewhere.getByText('書きかけの受付').count()).toBe(0);
    await desk.getByRole('textbox', { name: '見出し' }).fill('庭の草が伸びて困っている');
    await expectSeen(desk.getByText('この書きかけは、ほかの画面でも変わりました'));
    await checkAccessible(desk);
    await shoot(desk, 'half-done-both');
    await desk.getByRole('button', { name: 'ほかの画面の内容を開く' }).click();
    await expectSeen(desk.locator('#root_title[value=""]'));
  });

  it('keeps two intakes apart, and throws one away when it is told so', async () => {
    const first = await stage.as('tier2', 'needs/new');
    await first.getByRole('textbox', { name: '見出し' }).fill('一人めの話');
    await expectSeen(first.getByText(saved));
    await first.goto('/042021/needs/new');
    await expectSeen(first.getByRole('link', { name: /^一人めの話.*を続ける$/ }));
    expect(await first.getByRole('textbox', { name: '見出し' }).inputValue()).toBe('');
    await first.getByRole('textbox', { name: '見出し' }).fill('二人めの話');
    await expectSeen(first.getByText(saved));
    await first.getByRole('button', { name: '書きかけを捨てる' }).click();
    await first.getByRole('dialog').getByRole('button', { name: '捨てる', exact: true }).click();
    await expectSeen(first.locator('#root_title[value=""]'));
    await first.getByRole('button', { name: /^一人めの話.*を捨てる$/ }).click();
    await first.getByRole('dialog').getByRole('button', { name: '捨てる', exact: true }).click();
    await expectGone(first.getByText('書きかけの受付'));
  });

  it('goes on with what a release before kept in this window', async () => {
    const desk = await stage.as('tier2', 'needs');
    await desk.evaluate(() =>
      sessionStorage.setItem('sasaeai.draft.need-intake.new', JSON.stringify({ title: '前の版で書いたもの' })),
    );
    await desk.goto('/042021/needs/new');
    await expectSeen(desk.getByRole('textbox', { name: '見出し' }));
    expect(await desk.getByRole('textbox', { name: '見出し' }).inputValue()).toBe('前の版で書いたもの');
    await desk.getByRole('button', { name: '書きかけを捨てる' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: '捨てる', exact: true }).click();
    await expectSeen(desk.locator('#root_title[value=""]'));
  });
});
