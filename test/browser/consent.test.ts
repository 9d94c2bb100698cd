import { describe, expect, it } from 'vitest';
import { day, expectSeen, expectTitle, fillIn, fillIntake, openStage, partOf } from './app.ts';
import { checkAccessible } from './support.ts';

describe('a need that nobody may be told of', () => {
  const stage = openStage();

  it('is closed with its reason until the consent is recorded from its page, and told without by who may', async () => {
    const page = await stage.as('tier2', 'needs/new');
    await fillIntake(page, { 得ていない: true, 受け付けた日: day() });
    await page.getByRole('button', { name: '内容を確かめる' }).click();
    await page.getByRole('button', { name: '受け付ける', exact: true }).click();
    await fillIn(page, { 新しい住民として加える: true });
    await page.getByRole('button', { name: '受け付ける', exact: true }).click();
    await expectSeen(page.getByText(/を受け付けました。/));
    const need = page.url();
    const consent = partOf(page, '情報を伝えることへの同意');
    await expectSeen(consent.getByText('伝えられない').first());

    // The support centre may decide to tell without it, and says why.
    const centre = await stage.as('centre');
    await centre.goto(need);
    await centre.getByRole('button', { name: '同意がないまま伝える' }).click();
    const decide = centre.getByRole('dialog');
    await decide.getByRole('button', { name: '理由を記録して伝える' }).click();
    await expectSeen(decide.getByText('入力してください').first());
    await fillIn(decide, { 協議体: true, 理由: '転倒の危険が差し迫っている。課長と相談した。' });
    await checkAccessible(centre);
    await decide.getByRole('button', { name: '理由を記録して伝える' }).click();
    await expectSeen(partOf(centre, '情報を伝えることへの同意').getByText('同意がないまま伝える（決定あり）'));
    await expectSeen(centre.getByText('転倒の危険が差し迫っている。課長と相談した。'));

    await page.goto(need);
    await page.getByRole('button', { name: '同意を確かめた' }).click();
    const ask = page.getByRole('dialog');
    await fillIn(ask, { 同意を得た: true });
    await fillIn(ask, { 'つなぎ先のサービス・団体': true, 電話: true, 聞き取ったこと: '名前も伝えてよい。' });
    await checkAccessible(page);
    await ask.getByRole('button', { name: '保存' }).click();
    await expectSeen(consent.getByText('伝えてよい', { exact: true }));
    expect(await consent.getByText('同意がないまま伝える（決定あり）').count()).toBe(0);
    await expectSeen(page.getByText('名前も伝えてよい。'));
    await expectTitle(page, /庭の草が伸びた/);
  });
});
