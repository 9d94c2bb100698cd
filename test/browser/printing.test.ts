import { describe, expect, it } from 'vitest';
import { expectSeen, expectTitle, openStage } from './app.ts';

describe('on paper', () => {
  const stage = openStage();

  it('a list is a table of lines, not of cards: 25 needs fill no more than three pages', async () => {
    const page = await stage.as('tier2', 'needs');
    await expectSeen(page.getByRole('row').nth(5));
    await page.emulateMedia({ media: 'print' });
    const row = await page.getByRole('row').nth(1).boundingBox();
    expect(row?.height).toBeLessThan(120);
    const sheet = await page.pdf({ preferCSSPageSize: true });
    const pages = sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
    expect(pages).toBeLessThanOrEqual(3);
    await expectSeen(page.getByText(/石巻市　.*印刷/));
  });

  it('a council is there whole: where it stands, members, meetings and history', async () => {
    const page = await stage.as('tier2', 'councils');
    await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
    await expectSeen(page.getByRole('tab', { selected: true }));
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    for (const name of await page.getByRole('tab', { includeHidden: true }).allInnerTexts())
      await expectSeen(page.getByRole('heading', { level: 2, name: name.replace(/（.*/, ''), exact: true }));
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await expectTitle(page, '釜・大街道支え合い会議');
    await expectSeen(page.getByRole('tab', { selected: true }));
  });

  it('with forced colours only the current tab is marked', async () => {
    const page = await stage.as('tier2', 'councils');
    await page.emulateMedia({ forcedColors: 'active' });
    await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
    const line = (selected: boolean) =>
      page
        .getByRole('tab', { selected })
        .first()
        .evaluate((tab) => getComputedStyle(tab).borderBottomColor);
    await expectSeen(page.getByRole('tab', { selected: true }));
    expect(await line(false)).toBe('rgb(255, 255, 255)');
    expect(await line(true)).not.toBe('rgb(255, 255, 255)');
  });
});
