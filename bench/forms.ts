import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import express from 'express';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '../test/browser/launch.ts';
import type { Sample } from './forms/sample.ts';
import { middle } from './over-http.ts';

const SLOWED = 4;
const KEYS = 40;
const ROUNDS = 5;

/** Prints how long a keystroke takes to be seen, and a form to be sent, in ours and in plain rjsf with the same schema, the processor slowed down. */
export async function benchForms(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sasaeai-bench-'));
  const root = path.join(import.meta.dirname, 'forms');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react(), tailwindcss()],
    build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 5000 },
  });
  const server = express().use(express.static(folder)).listen(0, '127.0.0.1');
  const browser = await launchBrowser();
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const open = async (sample: Sample, by: Shown, isSlowFirst: boolean): Promise<Page> => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const slow = await page.context().newCDPSession(page);
      const slowDown = () => slow.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
      if (isSlowFirst) await slowDown();
      await page.addInitScript(timeOpening);
      await page.goto(`${origin}/?with=${by}&sample=${encodeURIComponent(JSON.stringify(sample))}`);
      await page.locator(drawn[by]).first().waitFor({ state: 'attached' });
      await slowDown();
      return page;
    };
    console.log(
      `node ${process.version}, Chromium ${browser.version()}; the processor slowed down ${SLOWED} times; medians of ${ROUNDS} rounds by turns; ms of ours, of plain rjsf, and ×.\n`,
    );
    for (const { name, sample, by = 'ours', isOpening = false, measure } of measures) {
      const taken = { ours: [] as number[], plain: [] as number[] };
      for (let round = 0; round < ROUNDS; round += 1)
        for (const turn of ['plain', 'ours'] as const) {
          const page = await open(sample, turn === 'ours' ? by : 'plain', isOpening);
          taken[turn].push(await measure(page, turn));
          await page.close();
        }
      const [ours, plain] = [middle(taken.ours), middle(taken.plain)];
      const times = [ours, plain].map((ms) => ms.toFixed(0).padStart(7)).join('');
      console.log(`${name.padEnd(52)}${times}${(ours / plain).toFixed(2).padStart(7)} ×`);
    }
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

type Shown = 'ours' | 'plain' | 'studio';
type Measure = {
  name: string;
  sample: Sample;
  /** What is measured beside plain rjsf; the form to be filled in where nothing is said. */
  by?: Shown;
  /** The processor is slow from the first on. */
  isOpening?: boolean;
  measure: (page: Page, turn: 'ours' | 'plain') => Promise<number>;
};

/** What is there once each is drawn. */
const drawn: Record<Shown, string> = { ours: 'form', plain: 'form', studio: '[data-field]' };

const measures: Measure[] = [
  {
    name: '200 fields, 50 rows: keystroke to paint, p95',
    sample: { fields: 200, rows: 50 },
    measure: (page) => keystrokes(page),
  },
  {
    name: '700 yes/no, 350 conditions: answer to paint, p95',
    sample: { yesNo: 700 },
    measure: (page) => ticks(page),
  },
  {
    name: '6 rows of 5: sent',
    sample: { rows: 6, nested: 5 },
    measure: (page) => sending(page),
  },
  {
    name: '300 fields: open in the builder, and as a form',
    sample: { fields: 300 },
    by: 'studio',
    isOpening: true,
    measure: (page) => page.evaluate(() => window.opened),
  },
  {
    name: '300 fields: a move in the builder, a key in the form',
    sample: { fields: 300 },
    by: 'studio',
    measure: (page, turn) => (turn === 'ours' ? moves(page) : keystrokes(page)),
  },
];

declare global {
  interface Window {
    begunAt?: number;
    opened: Promise<number>;
  }
}

/** From the start of drawing (`begunAt`) to the frame after the last field is there. In the page. */
function timeOpening(): void {
  window.opened = new Promise((resolve) => {
    const look = () => {
      const count = document.querySelectorAll('[data-field], form input, form select').length;
      if (window.begunAt === undefined || count < 300) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - Number(window.begunAt))));
    };
    look();
  });
}

async function moves(page: Page): Promise<number> {
  await page
    .locator('[data-field]')
    .nth(100)
    .evaluate((field: HTMLButtonElement) => field.click());
  const down = page.getByRole('toolbar').getByRole('button', { name: /下/ }).first();
  await down.waitFor();
  await watch(page, 'click');
  for (let move = 0; move < 20; move += 1) {
    await down.evaluate((button: HTMLButtonElement) => button.click());
    await page.waitForTimeout(900);
  }
  return p95(page);
}

/** From an event to the frame that shows what came of it, of each one of them; the browser's own clock. */
const watch = (page: Page, event: string): Promise<void> =>
  page.evaluate((name) => {
    const times: number[] = [];
    Object.assign(window, { times });
    document.addEventListener(
      name,
      (happened) =>
        requestAnimationFrame(() => {
          // After the frame's painting.
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => times.push(performance.now() - happened.timeStamp));
          port1.start();
          port2.postMessage(null);
        }),
      true,
    );
  }, event);

const p95 = async (page: Page): Promise<number> => {
  const times = (await page.evaluate(() => (window as unknown as { times: number[] }).times)).sort((a, b) => a - b);
  return times[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
};

async function keystrokes(page: Page): Promise<number> {
  const field = page.locator('input[type="text"]').nth(3);
  await field.click();
  await page.keyboard.type('あ');
  await watch(page, 'input');
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press('a');
    await page.waitForTimeout(120);
  }
  return p95(page);
}

async function ticks(page: Page): Promise<number> {
  await watch(page, 'click');
  const boxes = page.locator('input[type="checkbox"], input[type="radio"]');
  for (let tick = 0; tick < 20; tick += 1) {
    await boxes.nth(tick * 3).evaluate((box: HTMLInputElement) => box.click());
    await page.waitForTimeout(300);
  }
  return p95(page);
}

async function sending(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        Object.assign(window, { submitted: () => resolve(performance.now() - begun) });
        document.querySelector<HTMLButtonElement>('button[type="submit"]')?.click();
      }),
  );
}
