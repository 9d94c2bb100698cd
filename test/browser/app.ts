import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { createApp } from '../../server/app.ts';
import { openDatabase } from '../../server/database/open.ts';
import type { Library } from '../../server/definitions/library.ts';
import { addDays, dayInJapan } from '../../server/kernel/clock.ts';
import type { Installation } from '../../server/kernel/installation.ts';
import { kindsAndEffects } from '../../server/kinds/index.ts';
import { startRunner } from '../../server/runner.ts';
import { demoPassword } from '../../server/settings/sign-in/demo-password.ts';
import { offerLibrary } from '../../server/studio/product-updates.ts';
import { openBrowser, settle } from './support.ts';

/** The demonstration's people, by what they are called in the journeys. */
const people = {
  admin: 'admin@ishinomaki.example.jp',
  tier1: 'tier1@ishinomaki.example.jp',
  tier2: 'tier2@ishinomaki.example.jp',
  'tier2-oshika': 'tier2-oshika@ishinomaki.example.jp',
  'tier2-minato': 'tier2-minato@ishinomaki.example.jp',
  member: 'member@ishinomaki.example.jp',
  provider: 'provider@ishinomaki.example.jp',
  centre: 'centre@ishinomaki.example.jp',
  'niigata-admin': 'admin@niigata.example.jp',
  'niigata-tier1': 'tier1@niigata.example.jp',
  'niigata-tier2': 'tier2@niigata.example.jp',
  'niigata-provider': 'provider@niigata.example.jp',
} as const;

export type Person = keyof typeof people;
export const emailOf = (person: Person): string => people[person];
export const password = demoPassword;
export const codeOf = (person: Person): string => (person.startsWith('niigata') ? '151009' : '042021');

/** `2026-11-23` of today in Japan, or that many days from it. */
export const day = (offset = 0): string => addDays(dayInJapan(new Date().toISOString()), offset);

export type Size = { language?: 'ja' | 'en'; width?: number; height?: number };

/** The real app on a copy of the demonstration, and a browser in front of it. */
export type Stage = {
  /** Somebody's page, signed in, with cookies of its own (`shared`: those of their other windows). `path` is below the municipality: `councils`, `needs/new`. */
  as(person: Person, path?: string, size?: Size & { shared?: boolean }): Promise<Page>;
  /** A page of nobody yet. */
  openPage(path: string, size?: Size): Promise<Page>;
  /** What the server answers to somebody, without a page: to find a record, or to look behind one. `path` is below the municipality. */
  ask<T>(person: Person, path: string): Promise<T>;
  /** The same with the status alone. */
  status(person: Person, path: string): Promise<number>;
  /** What the start of a release with this library does. */
  release(library: Library): Promise<void>;
  /** Does something while the server's database is away. */
  withoutDatabase(work: () => Promise<void>): Promise<void>;
};

/** Call it once, at the top of a file. A test fails when the server logged an error. `clock` is the server's. */
export function openStage(clock: () => Date = () => new Date()): Stage {
  const browser = openBrowser();
  const logged: unknown[] = [];
  const cookies = new Map<Person, { cookie: string; since: number }>();
  let baseURL: string;
  let close: () => Promise<void>;
  let installation: Installation;

  beforeAll(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-journey-'));
    const file = path.join(folder, 'journey.sqlite');
    await copyFile(inject('demonstration'), file);
    installation = {
      db: openDatabase(`sqlite:${file}`),
      clock,
      newId: uuid,
      log: { info: () => {}, audit: () => {}, error: (details, message) => void logged.push(message, details) },
      secret: 'a secret of tests only',
      publicUrl: null,
      ...kindsAndEffects,
    };
    const server = await new Promise<Server>((resolve, reject) => {
      const listening: Server = createApp(installation, { secureCookies: false, demo: true }).listen(
        0,
        '127.0.0.1',
        (error) => (error ? reject(error) : resolve(listening)),
      );
    });
    const runner = startRunner(installation);
    baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = async () => {
      await runner.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await installation.db.destroy();
      await rm(folder, { recursive: true, force: true });
    };
  });
  afterEach(() => {
    expect(logged.splice(0), 'errors that the server logged').toEqual([]);
  });
  afterAll(() => close());

  /** Signs in once a person; sign-in by hand has its own journey. */
  const cookieOf = async (person: Person): Promise<string> => {
    const known = cookies.get(person);
    // A journey may move the clock on past a session's end.
    if (known && clock().getTime() - known.since < 50 * 60_000) return known.cookie;
    const response = await fetch(`${baseURL}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ municipality: codeOf(person), email: emailOf(person), password }),
    });
    const cookie = response.headers
      .getSetCookie()
      .find((set) => set.startsWith('sasaeai='))
      ?.split(';')[0];
    if (response.status !== 200 || !cookie)
      throw new Error(`${person} could not sign in: ${response.status} ${await response.text()}`);
    cookies.set(person, { cookie, since: clock().getTime() });
    return cookie;
  };
  const reach = async (person: Person, rest: string): Promise<Response> =>
    fetch(`${baseURL}/api/municipalities/${codeOf(person)}/${rest}`, { headers: { Cookie: await cookieOf(person) } });

  return {
    async as(person, rest = 'home', { shared = false, ...size } = {}) {
      const page = await browser.openPage({ baseURL, ...size, shared: shared ? person : undefined });
      const [name = '', ...value] = (await cookieOf(person)).split('=');
      await page.context().addCookies([{ name, value: value.join('='), url: baseURL }]);
      await page.goto(`/${codeOf(person)}/${rest}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
    async openPage(at, size = {}) {
      const page = await browser.openPage({ baseURL, ...size });
      await page.goto(at);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
    async ask<T>(person: Person, rest: string) {
      const response = await reach(person, rest);
      if (!response.ok) throw new Error(`${rest} for ${person}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    status: async (person, rest) => (await reach(person, rest)).status,
    release: (library) => offerLibrary(installation, library),
    async withoutDatabase(work) {
      const { db } = installation;
      // A port where nobody listens.
      installation.db = openDatabase('postgres://127.0.0.1:1/away');
      try {
        await work();
      } finally {
        await installation.db.destroy();
        installation.db = db;
        // Said once; not again where the outage before is not called over yet, a second after its last failure.
        const said = logged.splice(0).filter((line) => typeof line === 'string');
        for (const line of said)
          expect(line).toBe('the database is in trouble; requests are answered 503 until it is back');
        expect(said.length).toBeLessThanOrEqual(1);
      }
    },
  };
}

type Place = Page | Locator;
type Answers = Record<string, string | true>;

/** Waits until it is there to be seen. */
export const expectSeen = async (locator: Locator): Promise<void> => {
  await locator.first().waitFor();
};

/** Waits until it is there no more. */
export const expectGone = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'detached' });

/** The page's title. */
export const expectTitle = (page: Page, name: string | RegExp): Promise<void> =>
  expectSeen(page.getByRole('heading', { level: 1, name }));

/** Fills fields in by their labels: text, days and numbers typed, lists chosen, radios and boxes ticked (`true`: the label is the choice's own). */
export async function fillIn(place: Place, answers: Answers): Promise<void> {
  for (const [label, value] of Object.entries(answers)) {
    if (value === true) {
      await place
        .getByRole('radio', { name: label, exact: true })
        .or(place.getByRole('checkbox', { name: label, exact: true }))
        .first()
        .check();
      continue;
    }
    const field = place.getByLabel(label, { exact: true }).first();
    await field.waitFor();
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption({ label: value });
    else await field.fill(value);
  }
}

/** Fills in the intake of somebody who lives alone, as far as everybody is asked; consent and day, or what else is asked, with `more`. */
export async function fillIntake(page: Page, more: Answers): Promise<void> {
  await fillIn(page, { '個人（ひとりの方）': true });
  await fillIn(page, {
    氏名: '仮名 うめ',
    ふりがな: 'かめい うめ',
    圏域: '石巻',
    家事援助: true,
    ふつう: true,
    見出し: '庭の草が伸びた',
    暮らしの様子: 'ひとり暮らし。',
    ...more,
  });
}

/** Presses a key on a control, as somebody without a mouse does. */
export async function press(page: Page, control: Locator, key: string): Promise<void> {
  // A dialog that has just opened takes the focus itself once it is drawn: until that is over the key would meet something else.
  await expect
    .poll(
      async () => {
        await control.focus();
        await settle(page);
        return control.evaluate((element) => element === document.activeElement);
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  await page.keyboard.press(key);
}

/** Opens a step, answers its form (null: it has none), sends it, and waits until the page says that it is done. */
export async function takeStep(
  page: Page,
  name: string,
  answers: Answers | null,
  more?: (dialog: Locator) => Promise<void>,
): Promise<void> {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name, exact: true });
  if (answers) await fillIn(dialog, answers);
  await more?.(dialog);
  await (answers ? dialog.locator('button[type=submit]') : dialog.getByRole('button', { name, exact: true })).click();
  await expectSeen(page.getByText(`「${name}」を行いました。`));
}

/** A step that records a meeting: on a page of its own, which leads to the meeting; then back to its council. */
export async function recordMeeting(
  page: Page,
  name: string,
  answers: Answers & { 会議の名前: string },
): Promise<void> {
  const main = page.getByRole('main');
  await main.getByRole('link', { name, exact: true }).click();
  await fillIn(main, answers);
  await main.locator('button[type=submit]').click();
  await expectTitle(page, answers.会議の名前);
  await page.getByRole('navigation', { name: '現在の場所' }).getByRole('link').last().click();
}

/** A part of a page, by its heading. */
export const partOf = (page: Page, title: string | RegExp): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title }) });

/** The entry of a step that cannot be taken yet, with its reasons. */
export const closedStep = (page: Page, name: string): Locator =>
  partOf(page, '次にできること')
    .locator('li')
    .filter({ has: page.getByText(name, { exact: true }) })
    .filter({
      hasNot: page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true })),
    });
