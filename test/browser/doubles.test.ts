import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectGone, expectSeen, fillIn, openStage } from './app.ts';
import { checkAccessible, checkReflow } from './support.ts';

type Listed = { items: { id: string; name: string }[] };

describe('what is there already', () => {
  const stage = openStage();
  const first = async (list: string) => (await stage.ask<Listed>('admin', list)).items[0] ?? { id: '', name: '' };
  /** The warning names it and leads to its page, and nothing keeps one from going on. */
  const expectWarned = async (place: Page | Locator, title: string | RegExp, path: string): Promise<void> => {
    await expectSeen(place.getByText(title));
    await expectSeen(place.getByText('別のものなら、このまま保存できます。'));
    expect(
      await place
        .getByRole('link', { name: /新しいタブで開く/ })
        .first()
        .getAttribute('href'),
    ).toContain(path);
  };

  it('is said of an organisation, which can be added all the same', async () => {
    const { id, name } = await first('organisations');
    const page = await stage.as('admin', 'services/organisations/new');
    await fillIn(page, { 名前: `${name}の会` });
    await page.getByRole('textbox', { name: '名前', exact: true }).press('Tab');
    expect(await page.getByText('同じ名前の団体が、もうあります').count()).toBe(0);
    await fillIn(page, { 名前: ` ${name}` });
    await page.getByRole('textbox', { name: '名前', exact: true }).press('Tab');
    await expectWarned(page, '同じ名前の団体が、もうあります', `services/organisations/${id}`);
    await checkAccessible(page);
    await checkReflow(page);
    await page.locator('#organisation-kind').selectOption({ index: 1 });
    const before = (await stage.ask<{ total: number }>('admin', 'organisations')).total;
    await page.getByRole('main').locator('button[type=submit]').click();
    await expectGone(page.getByText('同じ名前の団体が、もうあります'));
    expect((await stage.ask<{ total: number }>('admin', 'organisations')).total).toBe(before + 1);
  });

  it('is said of a person who is to get an account', async () => {
    const { id, name } = await first('users');
    const page = await stage.as('admin', 'settings/users');
    await page.getByRole('main').getByRole('button', { name: /招待/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: '名前', exact: true })
      .or(dialog.getByRole('textbox').first())
      .first()
      .fill(name);
    await page.keyboard.press('Tab');
    await expectWarned(dialog, '同じ名前の人が、もういます', `settings/users/${id}`);
    await checkAccessible(page);
  });

  it('is said of a council and of an area', async () => {
    const council = await first('councils');
    const page = await stage.as('admin', 'settings/councils');
    await page
      .getByRole('main')
      .getByRole('button', { name: /協議体を/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').first().fill(council.name);
    await expectWarned(dialog, '似た協議体があります', `councils/${council.id}`);
    await page.keyboard.press('Escape');

    const { areas } = await stage.ask<{ areas: { id: string; name: string; depth: number }[] }>('admin', '');
    const area = areas.find(({ depth }) => depth > 0);
    await page.goto('/042021/settings/areas');
    await page
      .getByRole('main')
      .getByRole('button', { name: /圏域を加える|の下に|に加える/ })
      .first()
      .click();
    await dialog
      .getByRole('textbox')
      .first()
      .fill(area?.name ?? '');
    await expectWarned(dialog, `「${area?.name}」という圏域が、もうあります。`, `councils?area=${area?.id}`);
  });
});
