import { describe, expect, it } from 'vitest';
import { listLinks } from '../../forms/sections.ts';
import type { Form } from '../../forms/types.ts';
import { codeOf, expectSeen, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('fields from one form to another', () => {
  const stage = openStage();

  it('go by keyboard: copied in one, pasted after a field of the other in one step, and taken back', async () => {
    const from = await stage.as('admin', 'settings/definitions/form/need-intake', { shared: true });
    await from.getByRole('button', { name: /^これまでに試したこと、/ }).focus();
    await from.keyboard.press('Control+c');
    await expectSeen(from.getByText('「これまでに試したこと」をコピーしました。', { exact: false }));

    const page = await stage.as('admin', 'settings/definitions/form/need-closing', { shared: true });
    const fields = page.locator('button[data-field]');
    await expectSeen(fields.first());
    const before = await fields.count();
    await fields.first().focus();
    await page.keyboard.press('Control+v');
    await expectSeen(page.getByText('「これまでに試したこと」を貼り付けました。', { exact: false }));
    await expect.poll(() => fields.count()).toBe(before + 1);
    await expectSeen(page.getByText(/保存しました（/));
    await expectSeen(page.getByRole('button', { name: '「これまでに試したこと」を貼り付ける', exact: true }));
    const pasted = page.getByRole('button', { name: /^これまでに試したこと、/ });
    await expect.poll(() => pasted.evaluate((each) => each === document.activeElement)).toBe(true);
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'form-clipboard');
    const { body } = await stage.ask<{ body: Form }>('admin', 'definitions/form/need-closing/draft');
    const name = Object.entries(body.texts.ja.fields).find(([, { title }]) => title === 'これまでに試したこと')?.[0];
    expect(name !== undefined && body.texts.en?.fields[name]?.title).toBeTruthy();

    await page.keyboard.press('Control+z');
    await expect.poll(() => fields.count()).toBe(before);
    await fields.first().focus();
    await page.keyboard.press('Control+v');
    await expect.poll(() => pasted.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+x');
    await expect.poll(() => fields.count()).toBe(before);
    await expectSeen(page.getByText('「これまでに試したこと」を切り取りました。'));
  });

  it('are a section that forms share: linked, changed there, looked at and taken over by one button', async () => {
    const admin = await stage.as('admin');
    const section = (days: string): Form => ({
      key: 'snow-section',
      purpose: 'section',
      schema: { type: 'object', properties: { days: { type: 'integer' } } },
      texts: { ja: { name: '雪のこと', fields: { days: { title: days } } } },
    });
    const publish = async (body: Form) => {
      const status = await admin.evaluate(
        async ({ path, body }) => {
          const response = await fetch(path, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ body, reason: '共通にした' }),
          });
          return `${response.status} ${await response.text()}`;
        },
        { path: `/api/municipalities/${codeOf('admin')}/definitions/form`, body },
      );
      expect(status).toMatch(/^201 /);
    };
    await publish(section('雪の日数'));
    const page = await stage.as('admin', 'settings/definitions/form/need-checkup');
    await page.getByRole('button', { name: '「雪のこと」をつないで入れる' }).click();
    await expectSeen(page.getByText(/共通の部分「雪のこと」の第1版です。/));
    await page.getByRole('button', { name: /^雪の日数、/ }).click();
    // What the section says is no field's here.
    await expectSeen(page.getByText(/共通の部分「雪のこと」の項目です。/));
    expect(await page.getByRole('button', { name: 'なくす：雪の日数' }).getAttribute('aria-disabled')).toBe('true');
    await expectSeen(page.getByText(/保存しました（/));
    await publish(section('雪の降った日数'));
    await page.reload();
    await expectSeen(page.getByText('「雪のこと」に新しい版（第2版）があります。'));
    await page.getByRole('button', { name: '違いを見る' }).click();
    await expectSeen(page.getByText('影響なし'));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'form-section');
    await page.getByRole('button', { name: '第2版を取り込む' }).click();
    await expectSeen(page.getByRole('button', { name: /^雪の降った日数、/ }));
    await expectSeen(page.getByText(/保存しました（/));
    const linked = async () => {
      const { body } = await stage.ask<{ body: Form }>('admin', 'definitions/form/need-checkup/draft');
      return listLinks(body).map(({ key, number }) => [key, number]);
    };
    await expect.poll(linked).toEqual([['snow-section', 2]]);
    await page.locator('button[data-field]').first().focus();
    await page.keyboard.press('Control+z');
    await expect.poll(linked).toEqual([['snow-section', 1]]);
  });

  it('are chosen together by keyboard, moved, cut, taken back and removed in one step each, in the outline too', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/need-outcome');
    const fields = page.locator('button[data-field]');
    const titles = () => fields.evaluateAll((all) => all.map((each) => each.getAttribute('data-field')));
    await expectSeen(fields.first());
    const before = await titles();
    await page.getByRole('button', { name: '短い文', exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill('一つめ');
    await page.getByRole('button', { name: '短い文', exact: true }).click();
    await page.getByLabel('見出し', { exact: true }).fill('二つめ');
    await expect.poll(() => fields.count()).toBe(before.length + 2);
    // What may name somebody makes no choices; what does not has no answers yet.
    await expectSeen(page.getByText(/答えから選択肢は作れません/));
    await page.getByRole('checkbox', { name: /^個人情報の印/ }).uncheck();
    await page.getByRole('button', { name: 'これまでの答えから選択肢を作る' }).click();
    await expectSeen(page.getByText('見せられる答えがまだないので、選択肢は作れません。'));

    await page.getByRole('button', { name: /^二つめ、/ }).focus();
    await page.keyboard.press('Shift+ArrowUp');
    const tools = page.getByRole('toolbar', { name: '選んだ2項目の操作' });
    await expectSeen(tools);
    await expect.poll(() => page.getByRole('button', { name: /^一つめ、/ }).getAttribute('aria-pressed')).toBe('true');
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'form-several');
    const added = await titles();
    await tools.getByRole('button', { name: /^上へ/ }).click();
    await expect.poll(titles).not.toEqual(added);
    expect((await titles()).slice(-1)).toEqual(before.slice(-1));
    await page.getByRole('button', { name: /^一つめ、/ }).focus();
    await page.keyboard.press('Control+x');
    await expect.poll(titles).toEqual(before);
    await page.keyboard.press('Control+v');
    await expect.poll(() => fields.count()).toBe(before.length + 2);
    await page.keyboard.press('Control+z');
    await expect.poll(titles).toEqual(before);
    await page.keyboard.press('Control+z');
    await expect.poll(() => fields.count()).toBe(before.length + 2);

    await page.getByRole('button', { name: '並び', exact: true }).click();
    const tree = page.getByRole('treegrid', { name: '並び' });
    await tree.getByRole('row', { name: '一つめ' }).click();
    await page.keyboard.press('Shift+ArrowDown');
    await expect.poll(() => tree.locator('[role=row][aria-selected=true]').count()).toBe(2);
    await page
      .getByRole('toolbar', { name: '選んだ2項目の操作' })
      .getByRole('button', { name: /^なくす/ })
      .click();
    await expect.poll(titles).toEqual(before);
  });
});
