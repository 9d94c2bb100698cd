import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from './launch.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** `narrow` is the least that WCAG asks for, `zoomed` what is left of a desktop window at 200 % zoom. */
export const sizes = {
  narrow: { width: 320, height: 568 },
  phone: { width: 375, height: 812 },
  zoomed: { width: 640, height: 400 },
  tablet: { width: 768, height: 1024 },
  desktop: { width: 1280, height: 800 },
};
const { desktop, phone } = sizes;
/** A picture of a long list ends here. */
const tallest = 2000;

/** A browser of one test file. */
export interface TestBrowser {
  /**
   * Opens a page with cookies of its own, so that two people can be signed in at once. The test's end closes it. Pages of one
   * `shared` name share cookies and what was fetched, as windows of one browser do, and open sooner.
   */
  openPage(options?: {
    baseURL?: string;
    language?: 'ja' | 'en';
    width?: number;
    height?: number;
    shared?: string | undefined;
  }): Promise<Page>;
}

/**
 * Starts Chromium for the tests of this file; call it once, at the top. After each test it fails the test when a page asked for
 * anything outside of this machine, threw an error or broke the content security policy; a failed test leaves pictures in `test-results/`.
 */
export const openBrowser = (): TestBrowser => {
  let browser: Browser;
  const pages: Page[] = [];
  const shares = new Map<string, BrowserContext>();
  const troubles: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shootFailure(task.name, pages);
    const kept = new Set(shares.values());
    for (const page of pages.splice(0)) await (kept.has(page.context()) ? page : page.context()).close();
    expectNone(troubles.splice(0), 'in the pages of this test');
  });
  afterAll(() => browser?.close());

  return {
    async openPage({ baseURL, language = 'ja', shared, ...size } = {}) {
      const begin = async (): Promise<BrowserContext> => {
        const context = await browser.newContext({
          baseURL,
          locale: language === 'ja' ? 'ja-JP' : 'en-GB',
          timezoneId: 'Asia/Tokyo',
          viewport: { ...desktop, ...size },
          reducedMotion: 'reduce',
        });
        context.setDefaultTimeout(60_000);
        guard(context, troubles);
        return context;
      };
      const context = (shared === undefined ? undefined : shares.get(shared)) ?? (await begin());
      if (shared !== undefined) shares.set(shared, context);
      const page = await context.newPage();
      countRequests(page);
      pages.push(page);
      return page;
    },
  };
};

const guard = (context: BrowserContext, troubles: string[]): void => {
  context.on('request', (request) => {
    const url = new URL(request.url());
    const local =
      ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) || ['data:', 'blob:', 'about:'].includes(url.protocol);
    if (!local) troubles.push(`a request left the machine: ${request.url()}`);
  });
  context.on('weberror', (error) => troubles.push(`an error in the page: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error' && message.text().includes('Content Security Policy')) troubles.push(message.text());
  });
};

const shootFailure = async (name: string, pages: Page[]): Promise<void> => {
  const folder = path.join(root, 'test-results');
  await mkdir(folder, { recursive: true });
  for (const [index, page] of pages.entries()) {
    if (!page.isClosed())
      await page.screenshot({
        path: path.join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${index + 1}.png`),
      });
  }
};

/** Fails when axe finds anything against WCAG 2.0, 2.1 or 2.2, levels A and AA. */
export const checkAccessible = async (page: Page): Promise<void> => {
  await settle(page);
  const { violations } = await new AxeBuilder({ page })
    // Of one frame: no page of its own is opened to gather those of several.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const problems = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id} (${help}) at ${target.join(' ')}: ${html.slice(0, 160)}`),
  );
  expectNone(problems, `found by axe on ${page.url()}`);
};

/** Fails when the page scrolls sideways at one of the sizes: on a phone and at 200 % zoom, unless others are named. Gives the page its size back. */
export const checkReflow = async (page: Page, at = [sizes.phone, sizes.zoomed]): Promise<void> => {
  await settle(page);
  const before = page.viewportSize() ?? desktop;
  for (const size of at) {
    await page.setViewportSize(size);
    await settle(page);
    const wide = await page.evaluate(findTooWide);
    expectNone(wide, `sticking out of ${page.url()} at ${size.width} px`);
  }
  await page.setViewportSize(before);
};

/** Runs in the page. What may scroll by itself, such as a table's frame, may hold wider things. */
const findTooWide = (): string[] => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrollsAlone = (element: Element | null): boolean =>
    element !== null &&
    element !== document.body &&
    (getComputedStyle(element).overflowX !== 'visible' || scrollsAlone(element.parentElement));
  const out = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > width + 1 && !scrollsAlone(element.parentElement),
  );
  return out.length > 0 ? out.slice(0, 5).map((element) => element.outerHTML.slice(0, 160)) : ['the page itself'];
};

/**
 * Walks the page by Tab and fails when a visible control is never reached, or when the focused one is outside of the view, covered, or
 * looks as it did before. Inside of tabs, lists, menus, radio groups and the like the arrow keys do the walking, so one of each is enough.
 */
export const keyboardReach = async (page: Page): Promise<void> => {
  await settle(page);
  await page.evaluate(markControls);
  const problems = new Set<string>();
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(lookAtFocus);
    if (stop === null) break;
    for (const problem of stop) problems.add(problem);
  }
  for (const missed of await page.evaluate(listMissed)) problems.add(`never reached: ${missed}`);
  expectNone([...problems], `by keyboard on ${page.url()}`);
};

/** Runs in the page: notes every control that should be reached and how it looks, and sends the focus to the top. */
const markControls = (): void => {
  const controls =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable=true]';
  const composites =
    '[role=tablist], [role=listbox], [role=menu], [role=menubar], [role=radiogroup], [role=grid], [role=tree], [role=treegrid], [role=toolbar]';
  const look = (element: Element): string => {
    const around = [
      element,
      element.parentElement,
      element.closest('label'),
      element.nextElementSibling,
      ...(element.closest('label')?.querySelectorAll('*') ?? []),
    ];
    return around
      .filter((each) => each !== null && each !== undefined)
      .map((each) => {
        const style = getComputedStyle(each);
        return [
          style.outline,
          style.boxShadow,
          style.border,
          style.backgroundColor,
          style.textDecoration,
          style.clipPath,
          style.transform,
        ].join();
      })
      .join('|');
  };
  // A control as small as a dot is the browser's own behind a drawn one: what is drawn around it is looked at.
  const shownOf = (element: Element): Element => {
    const { width, height } = element.getBoundingClientRect();
    if (width > 2 && height > 2) return element;
    return element.closest('label') ?? (element.parentElement ? shownOf(element.parentElement) : element);
  };
  const isWanted = (element: HTMLElement): boolean => {
    const { width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0 || !element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.matches(':disabled, [aria-disabled=true]') || element.closest('[inert], [aria-hidden=true]'))
      return false;
    const within = element.closest(composites);
    if (
      element.tabIndex < 0 &&
      (within !== null ||
        element.matches('[aria-haspopup=listbox]') ||
        (element.hasAttribute('tabindex') && !element.matches('a, button, input, select, textarea')))
    )
      return false;
    if (element instanceof HTMLInputElement && element.type === 'radio' && element.name !== '') return false;
    return within === null || within === element;
  };
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  const seen = new Set<Element>();
  // Some lists take the focus themselves, others hand it on to what is chosen in them: either way they are reached.
  document.addEventListener('focusin', ({ target }) => {
    const composite = target instanceof Element ? target.parentElement?.closest(composites) : null;
    if (composite) seen.add(composite);
  });
  const before = new Map(
    [...document.querySelectorAll<HTMLElement>(controls)].map((element) => [element, look(shownOf(element))] as const),
  );
  const wanted = [...before.keys()].filter(isWanted);
  Object.assign(window, { keyboardWalk: { before, wanted, seen, look, shownOf } });
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
};

type KeyboardWalk = {
  before: Map<Element, string>;
  wanted: HTMLElement[];
  seen: Set<Element>;
  look: (element: Element) => string;
  shownOf: (element: Element) => Element;
};
declare global {
  interface Window {
    keyboardWalk: KeyboardWalk;
  }
}

/** Runs in the page after a Tab: what is wrong with the focused control, or null when the walk is round. */
const lookAtFocus = async (): Promise<string[] | null> => {
  await new Promise(requestAnimationFrame);
  const { before, seen, look, shownOf } = window.keyboardWalk;
  const focused = document.activeElement;
  if (focused === null || focused === document.body || seen.has(focused)) return null;
  seen.add(focused);
  const problems: string[] = [];
  const name = focused.outerHTML.slice(0, 160);
  const shown = shownOf(focused);
  const box = shown.getBoundingClientRect();
  if (box.width <= 2 || box.height <= 2) problems.push(`focused but too small to see: ${name}`);
  else if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
    problems.push(`focused out of view: ${name}`);
  else {
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    const around = shown.closest('label') ?? shown;
    // A link over two lines has its middle outside of itself; only something that shares no ancestor but the page's own covers it.
    if (top !== null && !around.contains(top) && !top.contains(around) && getComputedStyle(shown).display !== 'inline')
      problems.push(`focused but covered: ${name}`);
  }
  if (before.has(focused) && before.get(focused) === look(shown))
    problems.push(`looks the same with and without focus: ${name}`);
  return problems;
};

const listMissed = (): string[] => {
  const { wanted, seen } = window.keyboardWalk;
  // A tab's panel is a stop only until what it holds has been drawn.
  return wanted
    .filter((element) => element.isConnected && !seen.has(element))
    .filter((element) => element.role !== 'tabpanel' || element.tabIndex >= 0)
    .map((element) => element.outerHTML.slice(0, 160));
};

/**
 * Takes pictures of the page (of a long list its beginning), desktop and phone, into `docs/screenshots/` as WebP when SASAEAI_SHOTS=1; else that of a
 * phone as PNG into a temporary folder, so that the taking itself is always tried. Gives the page its size back.
 */
export const shoot = async (page: Page, name: string): Promise<void> => {
  const kept = process.env['SASAEAI_SHOTS'] === '1';
  const folder = kept ? path.join(root, 'docs/screenshots') : path.join(tmpdir(), 'sasaeai-screenshots');
  await mkdir(folder, { recursive: true });
  await settle(page);
  const before = page.viewportSize() ?? desktop;
  for (const [width, size] of Object.entries(kept ? { desktop, phone } : { phone })) {
    await page.setViewportSize(size);
    // What stays in view while scrolling stands in a whole page's picture where it was scrolled to.
    await page.evaluate(() => scrollTo(0, 0));
    await settle(page);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const picture = await page.screenshot({
      fullPage: true,
      clip: { x: 0, y: 0, width: size.width, height: Math.min(height, tallest) },
      animations: 'disabled',
    });
    if (kept)
      await writeFile(
        path.join(folder, `${name}-${width}.webp`),
        Buffer.from(await page.evaluate(toWebp, picture.toString('base64')), 'base64'),
      );
    else await writeFile(path.join(folder, `${name}-${width}.png`), picture);
  }
  await page.setViewportSize(before);
};

/** Runs in the page: a picture at a fraction of its size, as a PNG of letters is large. Both are base64. */
const toWebp = async (png: string): Promise<string> => {
  const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))]));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.4 })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
};

/** What pages have asked for and not been answered yet. */
const underWay = new WeakMap<Page, Set<Request>>();

const countRequests = (page: Page): void => {
  const open = new Set<Request>();
  underWay.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
};

/** Waits until the page has all that it asked for, has been drawn with it, and asked for nothing more on seeing it. */
export const settle = async (page: Page): Promise<void> => {
  const open = underWay.get(page);
  do {
    await expect.poll(() => open?.size ?? 0, { interval: 10, timeout: 60_000 }).toBe(0);
    await page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
  } while (open && open.size > 0);
};

const expectNone = (problems: string[], where: string): void => {
  if (problems.length > 0) expect.fail(`${problems.length} ${where}:\n${problems.join('\n')}`);
};
