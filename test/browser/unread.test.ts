import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectGone, expectSeen, expectTitle, fillIn, openStage } from './app.ts';
import { checkAccessible, shoot } from './support.ts';

const noNumber = '数として読み取れません。200 のように、数字だけで入力してください';
const noDay = '日付として読み取れません。例のように入力してください';

describe('what is typed and is no date or number', () => {
  const stage = openStage();
  /** What the summary says, which has the focus. */
  const summaryOf = async (place: Page | Locator): Promise<string[]> => {
    const summary = place.getByRole('alert');
    await expectSeen(summary);
    await expect.poll(() => summary.first().evaluate((box) => box === document.activeElement)).toBe(true);
    return summary.first().getByRole('listitem').allInnerTexts();
  };

  it('is not taken for nothing: an access token does not become one without an end', async () => {
    const page = await stage.as('tier2');
    await page.goto('/account');
    await expectTitle(page, 'アカウント');
    await page.getByRole('button', { name: 'アクセストークンを作る' }).click();
    await fillIn(page, { 名前: '毎月の集計', 使える期限: '2026-11-31' });
    await page.getByRole('textbox', { name: '名前' }).press('Enter');
    expect(await summaryOf(page)).toEqual([`使える期限：${noDay}`]);
    await expectSeen(page.getByText('アクセストークンはありません。'));
    await page.getByRole('alert').getByRole('link').click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
    await page.getByRole('button', { name: '作る', exact: true }).click();
    await expectSeen(page.getByText('「毎月の集計」を作りました。'));
  });

  it('stops a form from being sent, and is named', async () => {
    const page = await stage.as('tier2');
    await page.goto('/042021/needs/new');
    await page.getByLabel('個人（ひとりの方）').check();
    await page.getByRole('textbox', { name: '年齢' }).fill('三人');
    await page.getByRole('textbox', { name: '受け付けた日' }).fill('2026-02-30');
    await page.getByRole('textbox', { name: '見出し' }).press('Enter');
    const summary = page.getByRole('alert');
    await expectSeen(summary.getByText('年齢'));
    await expectSeen(summary.getByText('受け付けた日'));
    expect(await page.getByRole('textbox', { name: '年齢' }).inputValue()).toBe('三人');
    expect(await page.getByRole('textbox', { name: '受け付けた日' }).inputValue()).toBe('2026-02-30');
    await page.getByRole('textbox', { name: '年齢' }).fill('８２');
    await page.getByRole('textbox', { name: '受け付けた日' }).fill('R8.11.20');
    await page.getByRole('textbox', { name: '見出し' }).press('Enter');
    await expectSeen(summary);
    expect(await summary.getByText('年齢').count()).toBe(0);
    expect(await summary.getByText('受け付けた日').count()).toBe(0);
  });

  it('does not erase a fee of 200 by 「３百円」: it is named with what else is wrong, and what is mended is saved', async () => {
    type Service = { id: string; name: string; feeYen: number | null; organisation: { id: string } };
    const feeOf = async (id: string) => (await stage.ask<Service>('admin', `services/${id}`)).feeYen;
    const [service] = (await stage.ask<{ items: Service[] }>('admin', 'services')).items;
    const page = await stage.as('admin', `services/${service?.id}/edit`);
    const fee = page.getByRole('textbox', { name: '料金（円）' });
    await fee.fill('200');
    await page.getByRole('button', { name: '保存する' }).click();
    await expectGone(fee);
    expect(await feeOf(service?.id ?? '')).toBe(200);
    await page.goto(`/042021/services/${service?.id}/edit`);
    await fee.fill('３百円');
    await page.getByRole('textbox', { name: '名前', exact: true }).fill('');
    await page.getByRole('button', { name: '保存する' }).click();
    const said = await summaryOf(page);
    expect(said).toHaveLength(2);
    expect(said[1]).toContain(noNumber);
    expect(await fee.getAttribute('aria-invalid')).toBe('true');
    await checkAccessible(page);
    await shoot(page, 'unread-form');
    expect(await feeOf(service?.id ?? '')).toBe(200);
    await fillIn(page, { 名前: service?.name ?? '', '料金（円）': '３００' });
    await page.getByRole('button', { name: '保存する' }).click();
    await expectGone(fee);
    expect(await feeOf(service?.id ?? '')).toBe(300);
  });

  it('in the form of a meeting is named beside what is missing', async () => {
    type Councils = { items: { id: string; localName: string | null }[] };
    const council = (await stage.ask<Councils>('tier2', 'councils')).items.find(
      ({ localName }) => localName === '釜・大街道支え合い会議',
    );
    const page = await stage.as('tier2', `councils/${council?.id}/meetings/new?state=planned`);
    await page.getByRole('textbox', { name: '予定日' }).fill('2026-02-30');
    await page.getByRole('textbox', { name: '会議の名前' }).press('Enter');
    const said = await summaryOf(page);
    expect(said).toContain(`予定日：${noDay}`);
    expect(said).toContain('会議の名前：入力してください');
  });

  it('filters by nothing, and neither takes away what was filtered by', async () => {
    const page = await stage.as('admin', 'settings/decisions?from=2026-04-01');
    const from = page.getByRole('search').getByRole('textbox', { name: 'いつから' });
    await from.fill('2026-02-30');
    await from.press('Tab');
    await expectSeen(page.getByText(/は読み取れないので、まだ絞り込みに使っていません/));
    await expectSeen(page.getByText(noDay));
    expect(page.url()).toContain('from=2026-04-01');
    await from.fill('2026-05-01');
    await expectGone(page.getByText(noDay));
    await expect.poll(() => page.url()).toContain('from=2026-05-01');
    await from.fill('きのう');
    await page.getByRole('button', { name: '条件をすべて外す' }).click();
    await expect.poll(() => page.url()).not.toContain('from');
    await expect.poll(() => from.inputValue()).toBe('');
  });

  it('is no condition of a list: the window stays open and names it', async () => {
    const page = await stage.as('tier2', 'needs');
    await page.getByRole('button', { name: '列と条件' }).click();
    const dialog = page.getByRole('dialog', { name: '一覧の列と条件' });
    await dialog.getByRole('button', { name: '条件を加える' }).click();
    const condition = dialog.getByRole('group', { name: '条件1' });
    await condition.getByLabel('項目').selectOption({ label: '受け付けた日' });
    await condition.getByRole('textbox', { name: '値' }).fill('2026-02-30');
    await dialog.getByRole('button', { name: '一覧に使う' }).click();
    expect(await summaryOf(dialog)).toEqual([`値：${noDay}`]);
    await condition.getByRole('textbox', { name: '値' }).fill('R8.4.1');
    await dialog.getByRole('button', { name: '一覧に使う' }).click();
    await expectGone(dialog);
  });

  it('takes no limit away in the form studio: its field, the page and publishing are held until it is mended', async () => {
    type Draft = { body: { schema: { properties: Record<string, { maxLength?: number }> } } };
    const limit = async () =>
      (await stage.ask<Draft>('admin', 'definitions/form/need-intake/draft')).body.schema.properties['title']
        ?.maxLength;
    const page = await stage.as('admin', 'settings/definitions/form/need-intake?at=title');
    const most = page.getByRole('textbox', { name: '文字数の上限' });
    await most.fill('40');
    await expectSeen(page.getByText(/保存しました（/));
    expect(await limit()).toBe(40);
    await most.fill('３百');
    await page.getByRole('button', { name: '公開へ進む' }).click();
    const [said = ''] = await summaryOf(page);
    expect(said).toContain(noNumber);
    await checkAccessible(page);
    await shoot(page, 'unread-studio');
    for (const elsewhere of [
      page.getByRole('tab', { name: '見え方' }),
      page.getByRole('button', { name: 'はい・いいえ', exact: true }),
      page.getByRole('banner').getByRole('link', { name: '困りごと' }),
    ]) {
      await elsewhere.click();
      expect(await summaryOf(page)).toHaveLength(1);
      expect(await most.inputValue()).toBe('３百');
    }
    await expectTitle(page, '困りごとの受付');
    expect(await limit()).toBe(40);
    await most.fill('３００');
    await expectGone(page.getByRole('alert'));
    await page.getByRole('button', { name: '公開へ進む' }).click();
    await expectTitle(page, '下書きの公開');
    expect(await limit()).toBe(300);
  });

  it('leaves a rule as it is in the rule studio, which holds the condition and publishing', async () => {
    const page = await stage.as('admin', 'settings/rules/hollowing-out');
    await page.getByRole('row', { name: /最後の会合からの日数/ }).click();
    const value = page.getByRole('region', { name: '選んだ条件' }).getByRole('textbox', { name: '値' });
    const before = await value.inputValue();
    await value.fill('半年');
    await page.getByRole('button', { name: '公開へ進む' }).click();
    expect((await summaryOf(page))[0]).toContain(noNumber);
    await page.getByRole('treegrid').getByRole('row').first().click();
    expect(await value.inputValue()).toBe('半年');
    await value.fill(before);
    await expectGone(page.getByRole('alert'));
    await page.getByRole('treegrid').getByRole('row').first().click();
    await expectGone(value);
  });
});
