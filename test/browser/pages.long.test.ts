import { describePages } from './pages.ts';
import { checkAccessible, checkReflow, keyboardReach, shoot, sizes } from './support.ts';

describePages('accessible, narrow, and whole by keyboard at every width', async (page, { shot }) => {
  await checkReflow(page, Object.values(sizes));
  await page.setViewportSize(sizes.phone);
  await checkAccessible(page);
  await page.setViewportSize(sizes.desktop);
  await checkAccessible(page);
  await keyboardReach(page);
  if (shot) await shoot(page, shot);
});
