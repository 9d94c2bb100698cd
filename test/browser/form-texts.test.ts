import { describe, expect, it } from 'vitest';
import type { Form } from '../../forms/types.ts';
import { expectSeen, openStage } from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

describe('the texts of a form side by side', () => {
  const stage = openStage();

  it('say what is missing, and take a text in plain Japanese into the draft, which the preview shows', async () => {
    const page = await stage.as('admin', 'settings/definitions/form/report?tab=texts');
    await expectSeen(page.getByText(/^やさしい日本語：\d+件なし$/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'form-texts');
    await page.getByLabel('様式の名前（やさしい日本語）').fill('1そうへの ほうこく');
    await expectSeen(page.getByText(/保存しました（/));
    const { body } = await stage.ask<{ body: Form }>('admin', 'definitions/form/report/draft');
    expect(body.texts.easy).toEqual({ name: '1そうへの ほうこく', fields: {} });
    await page.getByRole('tab', { name: '見え方' }).click();
    await page.getByRole('button', { name: 'やさしい日本語' }).click();
    await expectSeen(page.getByRole('heading', { name: '1そうへの ほうこく' }));
  });
});
