import type { Page } from 'playwright-core';
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
    expect(await countSheets(page)).toBeLessThanOrEqual(3);
    await expectSeen(page.getByText(/石巻市　例示 さくら　.*印刷/));
    // Each sheet says the same at its foot.
    expect(await page.evaluate(() => document.documentElement.style.getPropertyValue('--printed'))).toMatch(
      /石巻市　例示 さくら　.*印刷/,
    );
  });

  it('each sheet says which office it is from, once the city has said so, beside its number', async () => {
    const admin = await stage.as('admin', 'settings/words');
    await admin.getByRole('textbox', { name: '紙に印刷する担当の課' }).fill('福祉部 介護福祉課');
    await admin.getByRole('button', { name: '保存する' }).click();
    await expectSeen(admin.getByText('保存しました'));
    const page = await stage.as('tier2', 'needs');
    await expectSeen(page.getByRole('row').nth(5));
    await page.emulateMedia({ media: 'print' });
    await expectSeen(page.getByText(/石巻市　福祉部 介護福祉課　例示 さくら　.*印刷/));
    const foot = await page.evaluate(() => document.documentElement.style.getPropertyValue('--printed'));
    expect(foot).toMatch(/石巻市　福祉部 介護福祉課　例示 さくら　.*印刷/);
    const [left, right] = await page.evaluate(() => {
      const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
      const paper = rules.join(' ');
      return [/@bottom-left[^}]*--printed/.test(paper), /@bottom-right[^}]*counter\(page\)/.test(paper)];
    });
    expect([left, right]).toEqual([true, true]);
  });

  it('a need, a referral and a proposal are there with what was written, and without what is only there to be pressed', async () => {
    type Listed = { items: { id: string }[] };
    for (const [kind, most] of [
      ['needs', 3],
      ['referrals', 2],
      ['proposals', 2],
    ] as const) {
      const [record] = (await stage.ask<Listed>('tier2', kind)).items;
      const page = await stage.as('tier2', `${kind}/${record?.id}`);
      await page.emulateMedia({ media: 'print' });
      expect(await countSheets(page), kind).toBeLessThanOrEqual(most);
      expect(await page.getByRole('button').count(), kind).toBe(0);
      for (const written of await page.locator('details[data-printed] dd').all())
        expect(await written.evaluate((part) => part.getBoundingClientRect().height > 0), kind).toBe(true);
      await page.close();
    }
  });

  it('a meeting is there with what was decided, in letters of 10.5 points', async () => {
    type Listed = { items: { id: string; name: string }[] };
    const council = (await stage.ask<Listed>('tier2', 'councils')).items.find(({ name }) => /釜/.test(name));
    const { meetings } = await stage.ask<{ meetings: { id: string; state: string }[] }>(
      'tier2',
      `councils/${council?.id}`,
    );
    const held = meetings.find(({ state }) => state === 'held');
    const page = await stage.as('tier2', `meetings/${held?.id}`);
    await page.emulateMedia({ media: 'print' });
    await expectSeen(page.getByRole('heading', { name: '決まったこと' }));
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('main').evaluate((main) => getComputedStyle(main).fontSize)).toBe('14px');
    expect(await countSheets(page)).toBeLessThanOrEqual(2);
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

  it('with forced colours what is current, bright, open and focused looks unlike what is not', async () => {
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
    const look = (target: ReturnType<typeof page.locator>, name: string) =>
      target.first().evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
    const place = (current: string) => page.getByRole('banner').locator(`nav a${current}`);
    expect(await look(place('[aria-current]'), 'border-bottom-color')).not.toBe(
      await look(place(':not([aria-current])'), 'border-bottom-color'),
    );
    // The bright button is filled; the others have a line.
    const main = page.getByRole('main');
    const bright = main.getByRole('link', { name: '協議体の会議を記録する' });
    const other = main.getByRole('link', { name: '研修会を記録する' });
    expect(await look(bright, 'background-color')).not.toBe(await look(other, 'background-color'));
    expect(await look(other, 'border-top-width')).not.toBe('0px');
    await other.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    expect(await look(other, 'outline-style')).toBe('solid');
    // The ways that are open are drawn unlike the others.
    const openWay = page.locator('svg path.stroke-blue-900');
    expect(await look(openWay, 'stroke-dasharray')).not.toBe(
      await look(page.locator('svg path:not(.stroke-blue-900)[class*=stroke]'), 'stroke-dasharray'),
    );
  });
});

/** How many sheets the page takes. */
async function countSheets(page: Page): Promise<number> {
  const sheet = await page.pdf({ preferCSSPageSize: true });
  return sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
