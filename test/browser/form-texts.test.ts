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

  it('are answered in plain Japanese by who chooses it at the form; what has none is in Japanese, what is typed stays', async () => {
    const admin = await stage.as('admin');
    const forms = await stage.ask<{ key: string; versions: { id: string }[] }[]>('admin', 'definitions/form');
    const inForce = forms.find(({ key }) => key === 'report')?.versions[0]?.id;
    const { body } = await stage.ask<{ body: Form }>('admin', `definitions/form/${inForce}`);
    body.texts.easy = { name: 'ほうこく', fields: { title: { title: 'なまえを つけて ください' } } };
    const { title } = body.texts.ja.fields;
    body.texts.ja.fields['title'] = { ...title, title: '件名《けんめい》' };
    const data = { body, reason: 'だれにも読めるように' };
    const published = await admin.request.post('/api/municipalities/042021/definitions/form', { data });
    expect([published.status(), await published.text()]).toEqual([201, expect.any(String)]);

    const { items } = await stage.ask<{ items: { id: string; localName: string }[] }>('tier2', 'councils');
    const council = items.find(({ localName }) => localName === '釜・大街道支え合い会議')?.id;
    const page = await stage.as('tier2', `proposals/new?kind=report&council=${council}`);
    await page.getByRole('textbox', { name: '件名' }).fill('通院の足');
    const words = page.getByRole('group', { name: 'この様式の言葉' });
    await words.getByRole('button', { name: 'やさしい日本語' }).click();
    const plain = page.getByRole('textbox', { name: 'なまえを つけて ください' });
    await expectSeen(plain);
    expect(await plain.inputValue()).toBe('通院の足');
    await expectSeen(page.getByRole('textbox', { name: '報告の内容' }));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'form-easy');
    // On this device, for the next form too.
    await page.reload();
    await expectSeen(plain);
    await words.getByRole('button', { name: '日本語', exact: true }).click();
    // Furigana stand above, and are not read out: the field's name is without.
    await expectSeen(page.getByRole('textbox', { name: '件名', exact: true }));
    expect(await page.locator('label ruby').allInnerTexts()).toEqual([expect.stringMatching(/^件名\s*けんめい$/)]);
    expect(await page.locator('body').innerText()).not.toContain('《');
    await checkAccessible(page);
    await shoot(page, 'form-furigana');
    await page.goto('/042021/print/forms/report');
    await expectSeen(page.locator('.sheet ruby', { hasText: '件名' }));
    expect(await page.locator('body').innerText()).not.toContain('《');
    await checkAccessible(page);
    await shoot(page, 'sheet-furigana');
  });
});
