import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { putField } from '../../forms/edit.ts';
import type { Form } from '../../forms/index.ts';
import { makeField } from '../../forms/presets.ts';
import { png } from '../support/files.ts';
import {
  day,
  emailOf,
  expectGone,
  expectSeen,
  expectTitle,
  fillIntake,
  openStage,
  password,
  type Person,
} from './app.ts';
import { checkAccessible, checkReflow, shoot } from './support.ts';

const shipped = async (): Promise<Form> =>
  JSON.parse(
    await readFile(path.join(import.meta.dirname, '../../forms/library/need-intake.form.json'), 'utf8'),
  ) as Form;

const publish = async (admin: Page, body: Form) => {
  const data = { body, reason: '冬のため' };
  const published = await admin.request.post('/api/municipalities/042021/definitions/form', { data });
  expect([published.status(), await published.text()]).toEqual([201, expect.any(String)]);
};

describe('somebody who writes where there is no network', () => {
  const stage = openStage();
  const titled = async (title: string) =>
    (
      await stage.ask<{ items: { id: string; title: string }[] }>('tier2', `needs?q=${encodeURIComponent(title)}`)
    ).items.filter((need) => need.title === title);
  /** On this page's device, in place of whoever it was. */
  const signIn = async (page: Page, person: Person) => {
    // The former session stays: it is the stage's as well.
    await page.context().clearCookies();
    const data = { municipality: '042021', email: emailOf(person), password };
    expect((await page.request.post('/api/session', { data })).status()).toBe(200);
  };
  const begin = async (page: Page, title: string) => {
    await page
      .getByRole('button', { name: /を新しく書く$/ })
      .first()
      .click();
    await fillIntake(page, { 見出し: title, 得ていない: true, 受け付けた日: day() });
    await expectSeen(page.getByText('入力内容をこの端末に保存しました'));
  };
  const finish = (page: Page) => page.getByRole('button', { name: '書き終えて送信を待つ' }).click();

  it('takes a form along where the city allows it, fills it in, and has it arrive once by itself', async () => {
    const before = await stage.as('tier2', 'needs/new');
    await expectSeen(before.getByRole('textbox', { name: '見出し' }));
    expect(await before.getByText('この様式を端末に持ち出す').count()).toBe(0);
    const admin = await stage.as('admin', 'settings');
    await admin.getByRole('link', { name: '端末への持ち出し' }).click();
    await expectSeen(admin.getByText('住民についての回答が、送るまで端末に残ります'));
    await admin.getByRole('radio', { name: /^できる/ }).check();
    await checkAccessible(admin);
    await checkReflow(admin);
    await admin.getByRole('button', { name: '保存' }).click();
    await expectSeen(admin.getByText('保存しました。'));

    const photo = makeField('photo');
    photo.texts.ja[''] = { ...photo.texts.ja[''], title: '居間の写真' };
    const form = putField(await shipped(), photo, { holder: '', index: 0 }, 'room');
    await publish(admin, form);
    const page = await stage.as('tier2', 'needs/new', { shared: true });
    await page.getByRole('button', { name: 'この様式を端末に持ち出す' }).click();
    await page.getByRole('link', { name: '持ち出した様式と未送信を開く' }).click();
    await expectTitle(page, '端末への持ち出しと未送信');
    expect(page.context().serviceWorkers()).toHaveLength(1);
    await checkAccessible(page);
    await begin(page, '台所で聞いた話');

    await page.context().setOffline(true);
    await page.reload();
    await expectSeen(page.locator('#root_title[value="台所で聞いた話"]'));
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: '居間の写真：ファイルを選ぶ' }).click();
    await (await chooser).setFiles([{ name: '居間.png', mimeType: 'image/png', buffer: png }]);
    await expectSeen(page.getByText(/居間\.png/));
    await expectSeen(page.getByText('入力内容をこの端末に保存しました'));
    await page.reload();
    await expectSeen(page.getByText(/居間\.png/));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'offline-form');
    await finish(page);
    await expectSeen(page.getByText('送信を待っています'));
    await expectSeen(page.getByText('まだ送れません'));
    await checkAccessible(page);
    await checkReflow(page);
    await shoot(page, 'offline-queue');
    expect(await titled('台所で聞いた話')).toEqual([]);

    // Meanwhile the form has got a newer version, and the first answer of the server is lost on its way.
    const snow = makeField('yesNo');
    snow.texts.ja[''] = { ...snow.texts.ja[''], title: '雪かきが必要' };
    await publish(admin, putField(form, snow, { holder: '', index: 0 }, 'snow'));
    let lost = 0;
    await page.route(/\/042021\/needs$/, async (route) => {
      lost += 1;
      if (lost > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await page.context().setOffline(false);
    await expectSeen(page.getByText('1件が届きました'));
    expect(lost).toBe(2);
    expect(await titled('台所で聞いた話')).toHaveLength(1);
    await expectSeen(page.getByText('未送信のものはありません。'));
    const [need] = await titled('台所で聞いた話');
    const record = await stage.ask<{ answers: unknown }>('tier2', `needs/${need?.id}`);
    expect(JSON.stringify(record)).toContain('居間.png');
  });

  it('is told where the browser has lost a photograph, and decides before anything is sent', async () => {
    const page = await stage.as('tier2', 'offline', { shared: true });
    await begin(page, '玄関で聞いた話');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: '居間の写真：ファイルを選ぶ' }).click();
    await (await chooser).setFiles([{ name: '玄関.png', mimeType: 'image/png', buffer: png }]);
    await expectSeen(page.getByText(/玄関\.png/));
    await expectSeen(page.getByText('入力内容をこの端末に保存しました'));
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('sasaeai');
          opening.addEventListener('error', () => reject(new Error('cannot be opened')));
          opening.addEventListener('success', () => {
            const turn = opening.result.transaction('files', 'readwrite');
            turn.objectStore('files').clear();
            turn.addEventListener('complete', () => {
              opening.result.close();
              resolve();
            });
          });
        }),
    );
    await finish(page);
    await expectSeen(page.getByText('端末から失われたファイルがあり、送っていません'));
    await expectSeen(page.getByRole('listitem').filter({ hasText: /^玄関\.png$/ }));
    expect(await titled('玄関で聞いた話')).toEqual([]);
    await page.getByRole('button', { name: /を捨てる$/ }).click();
    await page.getByRole('button', { name: '端末から消す' }).click();
    await expectSeen(page.getByText('未送信のものはありません。'));
  });

  it('alone sees it and sends it on that device, and is asked what becomes of it when they sign out', async () => {
    const page = await stage.as('tier2', 'offline', { shared: true });
    await begin(page, '縁側で聞いた話');
    await page.context().setOffline(true);
    await finish(page);
    await expectSeen(page.getByText('送信を待っています'));
    await page.getByRole('button', { name: /の持ち出しをやめる$/ }).click();
    await expectSeen(page.getByText('持ち出した様式はありません。'));
    // No other page is opened first, from which the device might know.
    await signInOther(page);
    await page.goto('/042021/offline');
    await expectSeen(page.getByText('この端末には、あなたの持ち出した様式がありません'));
    expect(await page.getByText('縁側で聞いた話').count()).toBe(0);
    expect(await titled('縁側で聞いた話')).toEqual([]);

    // The form is opened again before it is sent: it waits for its writer.
    await signIn(page, 'tier2');
    await page.route(/\/042021\/needs$/, (route) => route.abort());
    await page.goto('/042021/home');
    await expectSeen(page.getByText('この端末に未送信の回答が1件あります'));
    await page.locator('[popovertarget=user-menu]').click();
    await page.getByRole('button', { name: 'サインアウト' }).click();
    await expectSeen(page.getByText('未送信の回答が1件あります。サインアウトしますか'));
    await checkAccessible(page);
    await shoot(page, 'offline-leaving');
    await page.getByRole('button', { name: '端末に残してサインアウト' }).click();
    await expectTitle(page, 'サインイン');
    await page.goto('/042021/offline');
    await expectSeen(page.getByText('この端末には、あなたの持ち出した様式がありません'));

    await page.unroute(/\/042021\/needs$/);
    await signIn(page, 'tier2');
    await page.goto('/042021/home');
    await expect.poll(() => titled('縁側で聞いた話')).toHaveLength(1);
    await expectGone(page.getByText('この端末に未送信の回答が1件あります'));
    // It was the last thing here.
    const left = () =>
      page.evaluate(async () => [
        localStorage.getItem('sasaeai.device'),
        (await navigator.serviceWorker.getRegistrations()).length,
        await caches.keys(),
      ]);
    await expect.poll(left).toEqual([null, 0, []]);
  });

  const signInOther = async (page: Page) => {
    await page.context().setOffline(false);
    await signIn(page, 'tier1');
  };
});
