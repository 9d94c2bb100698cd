import { describe, expect, it } from 'vitest';
import { expectSeen, fillIn, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot, sizes } from './support.ts';

type Body = {
  texts: { ja: { formNumber?: string; office?: string } };
  examples?: { name: string; answers: Record<string, unknown> }[];
};

/** What is typed is sent a moment later, by a machine that may be slow. */
const slow = { timeout: 60_000 };

describe('the preview of the form studio', () => {
  const stage = openStage();
  const draftOf = async (): Promise<Body> =>
    (await stage.ask<{ body: Body }>('admin', 'definitions/form/need-outcome/draft')).body;

  it('shows the form on paper with its number and office, which are set there', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-outcome?tab=look');
    await page.getByRole('button', { name: '紙', exact: true }).click();
    const sheet = page.getByRole('article');
    await expectSeen(sheet.getByText('ご本人の言葉'));
    await expectSeen(sheet.getByText('のどれかの方のみ'));
    await page.getByLabel('様式番号').fill('様式第3号');
    await page.getByLabel('提出先の課').fill('福祉部長寿社会課');
    await expectSeen(sheet.getByText('様式第3号'));
    await expectSeen(sheet.getByText('石巻市　福祉部長寿社会課'));
    await expect
      .poll(async () => (await draftOf()).texts.ja, slow)
      .toMatchObject({
        formNumber: '様式第3号',
        office: '福祉部長寿社会課',
      });
    await shoot(page, 'form-preview-paper');
    await checkAccessible(page);
    await checkReflow(page, [sizes.phone]);
  });

  it('keeps answers that were tried as an example, begins with it, and shows who reads what of it', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-outcome?tab=look');
    const panel = page.getByRole('tabpanel');
    await fillIn(panel, { 聞いた日: '2026-11-20', 聞けなかった: true, ご本人の言葉: '助かりました' });
    await panel.getByRole('button', { name: '記録する' }).click();
    await panel.getByLabel('回答例の名前').fill('聞けなかったとき');
    await panel.getByRole('button', { name: '回答例として残す' }).click();
    await expectSeen(panel.getByText('回答例「聞けなかったとき」を、様式の下書きに残しました。'));
    await expect
      .poll(async () => (await draftOf()).examples?.map(({ name }) => name), slow)
      .toEqual(['聞けなかったとき']);

    await panel.getByLabel('回答例', { exact: true }).selectOption('聞けなかったとき');
    await expect.poll(() => panel.getByLabel('ご本人の言葉', { exact: true }).inputValue(), slow).toBe('助かりました');
    await panel.getByLabel('だれとして見るか').selectOption('第1層のコーディネーター');
    await expectSeen(panel.getByText('助かりました'));
    await shoot(page, 'form-preview-told');
    await checkAccessible(page);
    await panel.getByLabel('だれとして見るか').selectOption('協議体の構成員');
    await expectSeen(panel.getByText('この相手には、何も伝わりません。'));
    expect(await panel.getByText('助かりました').count()).toBe(0);

    await panel.getByRole('button', { name: '回答例「聞けなかったとき」を消す' }).click();
    await expect.poll(async () => (await draftOf()).examples, slow).toBeUndefined();
  });
});
