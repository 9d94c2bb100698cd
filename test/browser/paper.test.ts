import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectSeen, openStage } from './app.ts';

/** The page as it is printed. `PAPER_OUT=folder` keeps it, to be looked at. */
async function printed(page: Page, name: string): Promise<{ sheets: number; sizes: string[] }> {
  const file = await page.pdf({ preferCSSPageSize: true });
  if (process.env['PAPER_OUT']) await writeFile(`${process.env['PAPER_OUT']}/${name}.pdf`, file);
  const text = file.toString('latin1');
  return {
    sheets: text.match(/\/Type\s*\/Page\b/g)?.length ?? 0,
    sizes: [...new Set([...text.matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map(([, box = '']) => box.trim()))],
  };
}

/** A4 upright, in points. */
const a4 = /^0 0 59[45](\.\d+)? 84[12](\.\d+)?$/;

/** Texts that are printed smaller than 10.5 points. */
const tooSmall = (page: Page) =>
  page.locator('.sheet *').evaluateAll((all) =>
    all
      .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
      .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 13.99)
      .map((each) => each.textContent),
  );

describe('forms on paper', () => {
  const stage = openStage();

  it('a blank form is A4, with its conditions in words, boxes for choices and room for handwriting, and nothing else', async () => {
    const page = await stage.as('tier2', 'help');
    await page.getByRole('link', { name: '様式を印刷する（白紙）' }).click();
    await page.getByRole('link', { name: '困りごとの受付', exact: true }).click();
    const sheet = page.getByRole('article', { name: '困りごとの受付' });
    await expectSeen(sheet.getByText('問1が「個人（ひとりの方）」の方のみ').first());
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.style.getPropertyValue('--sheet'))).toContain(
      '困りごとの受付',
    );
    const { sheets, sizes } = await printed(page, 'blank-need-intake');
    expect(sizes.filter((size) => !a4.test(size))).toEqual([]);
    expect(sheets).toBeLessThanOrEqual(3);
    expect(await tooSmall(page)).toEqual([]);
    // A box of a choice is a box, not a letter that a font may lack; a line is high enough for a hand.
    const box = await sheet.locator('.sheet-box').first().boundingBox();
    expect([box?.width, box?.height].every((size) => (size ?? 0) > 12)).toBe(true);
    const spaces = await sheet.locator('.sheet-space').evaluateAll((all) => all.map((each) => each.clientHeight));
    expect(Math.min(...spaces)).toBeGreaterThanOrEqual(44);
  });

  it('a form with a list has empty rows under a head that is repeated', async () => {
    const page = await stage.as('tier2', 'print/forms/council-founding');
    const table = page.getByRole('table').first();
    await expectSeen(table.getByRole('columnheader').first());
    expect(await table.getByRole('row').count()).toBeGreaterThan(3);
    expect(await table.locator('thead').evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group');
    await page.emulateMedia({ media: 'print' });
    await printed(page, 'blank-council-founding');
  });

  it('what was answered of a need is printed from its page, all of it or one form', async () => {
    type Listed = { items: { id: string }[] };
    const [need] = (await stage.ask<Listed>('tier2', 'needs?state=unmet')).items;
    const page = await stage.as('tier2', `needs/${need?.id}`);
    await page.getByRole('link', { name: '記入した様式を印刷する' }).click();
    const sheets = page.getByRole('article');
    await expectSeen(sheets.first());
    const all = await sheets.count();
    expect(all).toBeGreaterThan(1);
    await page.emulateMedia({ media: 'print' });
    const whole = await printed(page, 'filled-need');
    expect(whole.sizes.filter((size) => !a4.test(size))).toEqual([]);
    // Each form begins a page of its own.
    expect(whole.sheets).toBeGreaterThanOrEqual(all);
    expect(await tooSmall(page)).toEqual([]);
    await page.emulateMedia({ media: 'screen' });
    await page.getByLabel('印刷するもの').selectOption({ index: 1 });
    await expectSeen(page.getByRole('article', { name: '困りごとの受付' }));
    expect(await sheets.count()).toBe(1);
  });

  it('fits a phone', async () => {
    const page = await stage.as('tier2', 'print/forms/council-founding', { width: 375 });
    await expectSeen(page.getByRole('table'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    if (process.env['PAPER_OUT'])
      await page.screenshot({ path: `${process.env['PAPER_OUT']}/phone.png`, fullPage: true });
  });
});
