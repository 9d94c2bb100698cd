import { expect } from 'vitest';
import { latinIn } from '../support/latin.ts';
import { describePages } from './pages.ts';
import { checkAccessible, checkReflow, keyboardReach, shoot, sizes } from './support.ts';

const walked = new Set<string>();
// Hundreds of stops on one page, each a line of a table: walked in pages.long.test.ts.
const longest = ['settings/facts', 'settings/decisions'];

/** Pages that show what is English: code lists in both languages, a definition's JSON, the names by which that calls facts. */
const showsEnglish = [
  'settings/codes',
  'settings/definitions/:kind/:key',
  'settings/definitions/form/:key',
  'settings/definitions/register/:key',
  'settings/facts',
];

describePages('accessible, Japanese, fits a phone, and whole by keyboard', async (page, { route, shot }) => {
  // The era in which a date may be typed: R8.
  if (!showsEnglish.includes(route)) expect(latinIn(await page.locator('body').innerText(), ['R'])).toEqual([]);
  await checkAccessible(page);
  await checkReflow(page, [sizes.phone]);
  // Once a route; the other looks at it are walked in pages.long.test.ts.
  if (!walked.has(route) && !longest.includes(route)) await keyboardReach(page);
  walked.add(route);
  if (shot && process.env['SASAEAI_SHOTS'] === '1') await shoot(page, shot);
});
