import { describe, expect, it } from 'vitest';
import type { Form } from '../../forms/types.ts';
import { expectSeen, openStage } from './app.ts';
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
});
