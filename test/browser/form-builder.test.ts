import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, fillIn, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot, sizes } from './support.ts';

type Body = {
  schema: { required: string[]; properties: Record<string, Record<string, unknown>> };
  uiSchema: { 'ui:order': string[] };
  texts: Record<'ja' | 'en', { name: string; fields: Record<string, { title?: string }> }>;
};
/** Saved, and nothing on its way any more. */
const saved = (page: Page): Promise<void> => expectSeen(page.getByText(/保存しました（/));
const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => {
    const at = document.activeElement;
    return (
      at?.getAttribute('aria-label') ?? (at instanceof HTMLInputElement ? at.labels?.[0]?.innerText : at?.textContent)
    );
  });
const nameOf = ({ texts }: Body, title: string): string =>
  Object.entries(texts.ja.fields).find(([, words]) => words.title === title)?.[0] ?? '';

describe('the form studio', () => {
  const stage = openStage();
  const draftOf = async (key: string): Promise<Body> =>
    (await stage.ask<{ body: Body }>('admin', `definitions/form/${key}/draft`)).body;

  it('lets an administrator add two fields, name them in both languages, say who may know, look, and publish, in under 25 clicks', async () => {
    const page = await stage.as('admin', 'settings');
    let clicks = 0;
    const click = async (what: Locator): Promise<void> => {
      clicks += 1;
      await what.click();
    };
    await click(page.getByRole('link', { name: '様式', exact: true }));
    await click(page.getByRole('link', { name: '困りごとの受付', exact: true }));
    await expectTitle(page, '困りごとの受付');
    await checkAccessible(page);

    await click(page.getByRole('button', { name: /^これまでに試したこと、長い文/ }));
    await click(page.getByRole('button', { name: 'はい・いいえ', exact: true }));
    await expect.poll(() => focused(page)).toBe('見出し');
    await page.keyboard.type('雪かきが必要');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Snow must be cleared');
    await click(page.getByRole('checkbox', { name: '必ず答えてもらう（必須）' }));
    await click(page.getByText('担当の職員のほかには伝えない'));
    await page.getByLabel('協議体', { exact: true }).selectOption({ label: '同意があれば伝える' });
    clicks += 1;

    await click(page.getByRole('button', { name: '数（単位つき）', exact: true }));
    await expect.poll(() => focused(page)).toBe('見出し');
    await page.keyboard.type('雪かきが必要');
    await expectSeen(page.getByText(/見分けられる見出しにしてください/).first());
    await expectSeen(page.getByText('公開の前に直すところが1件あります'));
    await page.getByLabel('見出し', { exact: true }).fill('雪の日数');
    await page.getByLabel('見出し（英語）').fill('Days of snow');
    await page.getByLabel('単位', { exact: true }).selectOption('日');
    await page.getByLabel('最大', { exact: true }).fill('150');
    clicks += 2;
    await click(page.getByRole('button', { name: '下へ：雪の日数' }));
    await click(page.getByRole('button', { name: '上へ：雪の日数' }));
    await saved(page);
    await expectSeen(page.getByText('確認で気になるところはありません'));
    await shoot(page, 'form-studio');
    await checkAccessible(page);
    await checkReflow(page);

    await click(page.getByRole('tab', { name: '見え方' }));
    const tried = page.getByRole('tabpanel');
    await expectSeen(tried.getByRole('group', { name: /雪かきが必要/ }).getByLabel('はい'));
    await expectSeen(tried.getByLabel('雪の日数（日）'));
    await click(tried.getByRole('button', { name: 'English' }));
    await expectSeen(tried.getByLabel('Days of snow (days)'));
    await click(tried.getByRole('button', { name: 'スマートフォン' }));
    await shoot(page, 'form-studio-preview');
    await checkAccessible(page);

    await click(page.getByRole('button', { name: '公開へ進む' }));
    await expectTitle(page, '下書きの公開');
    await fillIn(page, { 変える理由: '冬の手助けを考える' });
    // The first of them must be answered.
    await click(page.getByRole('checkbox', { name: /書きかけの人にもう一度たずねる/ }));
    await click(page.getByRole('button', { name: '公開する' }));
    await expectSeen(page.getByText('第2版を公開しました'));
    expect(clicks).toBeLessThan(25);

    const intake = await stage.as('tier2', 'needs/new');
    await expectSeen(intake.getByRole('group', { name: /雪かきが必要/ }).getByLabel('はい'));
    await expectSeen(intake.getByLabel('雪の日数（日）'));
  });

  it('does so by keyboard alone, in the outline too, and takes it back', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-closing');
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const outline = (): Promise<string[]> => page.getByRole('treegrid').getByRole('row').allInnerTexts();
    await page.getByLabel('項目を探す').focus();
    await page.keyboard.type('人数');
    await expect.poll(() => page.getByRole('button', { name: '短い文', exact: true }).count()).toBe(0);
    await press('Tab');
    expect(await focused(page)).toBe('数（単位つき）');
    await press('Enter');
    await expect.poll(() => focused(page)).toBe('見出し');
    await page.keyboard.type('片づけた回数');
    await saved(page);
    await page.getByRole('button', { name: '並び' }).focus();
    await press('Enter');
    const before = await outline();
    expect(before.at(-1)).toContain('片づけた回数');
    await press('Tab');
    await expect.poll(() => focused(page)).toMatch(/片づけた回数/);
    await press('Alt+ArrowUp');
    await expect.poll(outline).toEqual([...before.slice(0, -2), before.at(-1), before.at(-2)]);
    await press('Enter');
    await expect.poll(() => focused(page)).toBe('見出し');
    await page.getByRole('button', { name: '並び' }).focus();
    await press('Control+z');
    await expect.poll(outline).toEqual(before);
    // Dragged: Enter takes it, arrows lead, Enter drops.
    await press('Tab', 'ArrowRight', 'Enter');
    await expect.poll(() => focused(page)).toMatch(/挿入/);
    await press('ArrowUp', 'ArrowUp', 'Enter');
    await expect
      .poll(async () => (await outline()).findIndex((row) => row.includes('片づけた回数')))
      .not.toBe(before.length - 1);
    await saved(page);
    const body = await draftOf('need-closing');
    const name = nameOf(body, '片づけた回数');
    expect(name).toMatch(/^number-[2-9a-z]{4}$/);
    expect(body.uiSchema['ui:order'].at(-1)).not.toBe(name);
    await page.getByRole('button', { name: /^片づけた回数、/ }).focus();
    await press('Enter');
    await page.getByRole('button', { name: 'なくす：片づけた回数' }).focus();
    await press('Enter');
    await expect.poll(() => page.getByRole('button', { name: /^片づけた回数、/ }).count()).toBe(0);
    await saved(page);
    expect(await draftOf('need-closing')).toEqual(
      (await stage.ask<{ body: Body }>('admin', `definitions/form/${await publishedId('need-closing')}`)).body,
    );
  });
  const publishedId = async (key: string): Promise<string> =>
    (await stage.ask<{ key: string; versions: { id: string }[] }[]>('admin', 'definitions/form')).find(
      (form) => form.key === key,
    )?.versions[0]?.id ?? '';

  it('keeps what the program or a condition needs, builds a repeated group, and leads from what is wrong to its field', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-checkup');
    await page.getByRole('button', { name: 'くり返し', exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill('手伝う人');
    await page.getByRole('button', { name: /手伝う人.の中に加える/ }).click();
    await page.getByRole('button', { name: '電話番号', exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill('連絡先');
    await saved(page);
    await page.getByRole('tab', { name: /確認\s*（1）/ }).click();
    await expectSeen(page.getByText('見出し（日本語）を書いてください。'));
    await page.getByRole('button', { name: '「（見出しがまだありません）」を開く' }).click();
    await expect.poll(() => focused(page)).toBe('見出し');
    await page.keyboard.type('氏名');
    await expectSeen(page.getByText('確認で気になるところはありません'));
    await shoot(page, 'form-studio-group');
    await checkAccessible(page);
    await checkReflow(page);

    await page.goto('/042021/settings/definitions/form/need-intake?at=scope');
    await expectSeen(page.getByText('システムが使う項目なので、なくせません。'));
    expect(await page.getByRole('button', { name: 'なくす：だれの困りごとか' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
  });

  it('opens on a draft of any make, tries only what the check finds sound, and leaves the JSON to mend it', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/proposal-plan?tab=json');
    const json = page.getByLabel('内容の全体（JSON）');
    const tab = (name: string | RegExp) => page.getByRole('tab', { name });
    const sound = JSON.parse(await json.inputValue()) as Body;
    const type = async (body: unknown): Promise<void> => {
      await tab('JSON').click();
      await json.fill(JSON.stringify(body));
    };
    for (const odd of [
      { ...sound, purpose: 'nope' },
      { ...sound, texts: { ja: { name: {}, fields: {} } } },
      { ...sound, texts: { ja: { name: '様式', fields: { reason: { title: {} } } } } },
    ]) {
      await type(odd);
      for (const name of ['項目', '見え方']) {
        await tab(name).click();
        await expectSeen(page.getByText('この様式は形が整っていないので、JSONで直してください。'));
      }
    }
    for (const logic of [
      {},
      [{ id: 'a', when: {}, then: { show: ['x'] } }],
      [{ id: 'a' }],
      [{ id: 'a', when: { fact: 'x', operator: 'nope', value: 1 }, then: { show: ['x'] } }],
    ]) {
      await type({ ...sound, logic });
      await tab('見え方').click();
      await expectSeen(page.getByText('見え方は、確認で見つかったところを直すと出ます。'));
    }
    await page.reload();
    await expectSeen(page.getByText('見え方は、確認で見つかったところを直すと出ます。'));
    await page.getByRole('button', { name: '確認を見る' }).click();
    await page.getByRole('button', { name: 'ルールを開く：x nope 1 なら、「x」をたずねます。' }).click();
    await page.getByRole('treegrid').getByText('x nope 1').click();
    await expectSeen(page.getByText('「x」という項目はありません。選び直してください。'));
    await type({ ...sound, logic: [{ id: 'a' }] });
    await tab('ルール').click();
    await expectSeen(page.getByText('ルールの形が整っていないので、JSONで直してください。'));
    // What readers of drafts did not think of.
    const odd = { type: 'string', 'x-tell': { members: { toString: 1 } } };
    await type({ ...sound, schema: { ...sound.schema, properties: { ...sound.schema.properties, odd } } });
    await saved(page);
    await page.goto('/042021/settings/definitions/form/proposal-plan?at=odd');
    await expectSeen(page.getByText('この様式は、今のままではここに出せません。JSONで直してください。'));
    await type(sound);
    await tab('項目').click();
    await expectSeen(page.getByRole('button', { name: '短い文', exact: true }));
    await tab('見え方').click();
    await expectSeen(page.getByRole('tabpanel').getByRole('heading', { name: sound.texts.ja.name }));
  });

  it('chooses in the outline by arrows without leaving it on a phone, and goes on with Enter or a press', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-unmet', { width: 375, height: 800 });
    await page.getByRole('button', { name: '加える', exact: true }).last().click();
    await page.getByRole('button', { name: '並び' }).click();
    const rows = page.getByRole('treegrid').getByRole('row');
    const [first = '', second = ''] = await rows.allInnerTexts();
    await page.keyboard.press('Tab');
    await expect.poll(() => focused(page)).toContain(first.trim());
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => rows.nth(1).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => rows.nth(0).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toContain(second.trim());
    expect(await page.getByRole('treegrid').isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('見出し');
    await page.getByRole('button', { name: '加える', exact: true }).last().click();
    await rows.nth(0).getByText(first.trim(), { exact: true }).click();
    await expect.poll(() => page.getByRole('treegrid').isVisible()).toBe(false);
    await expect.poll(() => focused(page)).toContain(`${first.trim()}、`);
  });

  it('says the same twice, and lets arrows walk the tools of a field', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/proposal-done');
    const announcement = page.getByRole('status').getByText('「はい・いいえ」を加えました。見出しを書いてください。');
    const add = page.getByRole('button', { name: 'はい・いいえ', exact: true });
    await add.click();
    const before = await announcement.elementHandle();
    await add.click();
    await expect.poll(() => before?.evaluate((node) => node.isConnected)).toBe(false);
    await expectSeen(announcement);

    const tools = page.getByRole('toolbar').getByRole('button');
    await tools.first().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tools.nth(1).evaluate((node) => node === document.activeElement)).toBe(true);
  });

  it('makes a short text a long one and that a short one again, under the same name, and takes it back', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/proposal-done');
    await page.getByRole('button', { name: '短い文', exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill('雪の様子');
    await page.getByRole('button', { name: '長い文に変える' }).click();
    await expectSeen(page.getByRole('button', { name: /^雪の様子、長い文/ }));
    await saved(page);
    const name = nameOf(await draftOf('proposal-done'), '雪の様子');
    await checkAccessible(page);
    await page.getByRole('button', { name: '短い文に変える' }).click();
    await expectSeen(page.getByRole('button', { name: /^雪の様子、短い文/ }));
    await page.getByRole('button', { name: '元に戻す' }).click();
    await expectSeen(page.getByRole('button', { name: /^雪の様子、長い文/ }));
    await saved(page);
    const { uiSchema, schema, texts } = (await draftOf('proposal-done')) as Body & {
      uiSchema: Record<string, unknown>;
    };
    expect(uiSchema[name]).toMatchObject({ 'ui:widget': 'textarea' });
    expect([Object.hasOwn(schema.properties, name), texts.ja.fields[name]?.title]).toEqual([true, '雪の様子']);
  });

  // It leaves the account's language English: the last.
  it('is one pane at a time on a phone, in English too', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-outcome');
    await page.getByRole('button', { name: 'English' }).click();
    await expectSeen(page.getByRole('button', { name: 'Time', exact: true }));
    await page.setViewportSize(sizes.phone);
    await page.getByRole('button', { name: 'Add', exact: true }).last().click();
    await page.getByRole('button', { name: 'Time', exact: true }).click();
    await page.getByLabel('Title (Japanese)').fill('終えた時刻');
    await page.getByLabel('Title (English)').fill('Finished at');
    await page.getByRole('button', { name: 'Form', exact: true }).click();
    await expectSeen(page.getByRole('button', { name: /^Finished at, Time/ }));
    await checkAccessible(page);
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.getByLabel('Finished at').fill('16:30');
    expect(await page.getByLabel('Finished at').inputValue()).toBe('16:30');
  });
});
