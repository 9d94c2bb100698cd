import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailer } from '../../../../server/kernel/mail.ts';
import type { Person } from '../../../support/app.ts';
import { assessment, intake, startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';
import { startSmtpServer, textOf, type SmtpServer } from '../../../support/smtp.ts';

type News = { items: { id: string; by: string; text: string; path: string; read: boolean }[]; unread: number };

let work: Casework;
let smtp: SmtpServer;
let referral: string;
const newsOf = async (person: Person): Promise<News> =>
  (await (await work.as(person)).get<News>(work.path('news'))).body;
const missedOf = async (person: Person) => (await newsOf(person)).items.filter(({ id }) => id.startsWith('missed:'));

beforeAll(async () => {
  work = await startCasework();
  smtp = await startSmtpServer();
  await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
  const need = `needs/${(await work.takeIn('tier2-north', { title: '急ぐ通院', urgency: 'high' })).id}`;
  await work.step('tier2-north', need, 'ASSESS', assessment);
  const client = await work.as('tier2-north');
  const ranking = await client.post<{ decisionId: string; candidates: { service: { id: string } }[] }>(
    work.path(`${need}/ranking`),
  );
  const sent = await client.post<{ id: string }>(work.path(`${need}/referrals`), {
    decisionId: ranking.body.decisionId,
    serviceId: ranking.body.candidates[0]?.service.id,
  });
  expect(sent.status, sent.text).toBe(201);
  referral = sent.body.id;
  // The provider has read that it came, and wants the mail of the day.
  const { installation } = work.app;
  installation.mail = openMailer(smtp.url, '支え合い <no-reply@example.jp>');
  installation.publicUrl = work.app.url;
  const provider = await work.as('provider');
  expect((await provider.post(work.path('news/read'), { all: true })).status).toBe(204);
  expect((await provider.patch(work.path('news'), { digest: true })).status).toBe(204);
});
afterAll(async () => {
  await smtp.close();
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe(`a service that has not replied in time, on ${testEngine()}`, () => {
  it('is reminded on that day, which follows from the urgency, and nobody else is', async () => {
    work.app.clock.advanceDays(1);
    expect(await missedOf('provider')).toEqual([]);
    work.app.clock.advanceDays(1);
    const reminded = await missedOf('provider');
    expect(reminded).toMatchObject([
      {
        text: expect.stringMatching(/^「北の送迎」への紹介（No\.1）に返事をする日（.*11月25日.*）になりました/),
        path: `referrals/${referral}`,
      },
    ]);
    // Whom it is about is told where the referral is looked at on record.
    expect(JSON.stringify(reminded)).not.toMatch(/架空|急ぐ通院/);
    for (const other of ['tier2-north', 'tier1', 'member-north', 'administrator', 'centre-north'] as const)
      expect(await missedOf(other), other).toEqual([]);
    const english = await (
      await work.as('provider')
    ).get<News>(work.path('news'), {
      headers: { 'Accept-Language': 'en' },
    });
    expect(english.body.items.some(({ text }) => text.includes('“北の送迎” was to reply to a referral'))).toBe(true);
  });

  it('is told so in the mail of the day, as one thing to read', async () => {
    expect((await newsOf('provider')).unread).toBe(1);
    await work.runDue();
    // It is sent beside the runner's own work.
    await expect.poll(() => smtp.mails.length, { timeout: 60_000 }).toBe(1);
    const [mail = ''] = smtp.mails;
    expect(textOf(mail)).toContain('1件');
    expect(`${mail} ${textOf(mail)}`).not.toMatch(/架空|急ぐ通院|北の送迎/);
  });

  it('is reminded of a day that came earlier because the urgency was raised, though they had read all by then; and by no other correction', async () => {
    const { id: need } = await work.takeIn('tier2-north', { title: '待てる通院', urgency: 'low' });
    await work.step('tier2-north', `needs/${need}`, 'ASSESS', assessment);
    const client = await work.as('tier2-north');
    const ranking = await client.post<{ decisionId: string; candidates: { service: { id: string } }[] }>(
      work.path(`needs/${need}/ranking`),
    );
    const sent = await client.post<{ id: string }>(work.path(`needs/${need}/referrals`), {
      decisionId: ranking.body.decisionId,
      serviceId: ranking.body.candidates[0]?.service.id,
    });
    expect(sent.status, sent.text).toBe(201);
    const correct = async (answers: Record<string, unknown>): Promise<void> => {
      const { version } = await work.app.installation.db('needs').where({ id: need }).first('version');
      const reply = await client.patch(
        work.path(`needs/${need}`),
        { answers: intake(work.town, answers) },
        { version },
      );
      expect(reply.status, reply.text).toBe(200);
    };
    const readAll = async () => {
      // What is marked at the same instant counts as read.
      work.app.clock.advanceMinutes(1);
      await (await work.as('provider')).post(work.path('news/read'), { all: true });
      work.app.clock.advanceMinutes(1);
    };
    const unread = async (): Promise<string[]> =>
      (await newsOf('provider')).items.filter(({ read }) => !read).map(({ id }) => id);
    work.app.clock.advanceDays(5);
    await readAll();
    expect((await missedOf('provider')).some(({ path }) => path.endsWith(sent.body.id))).toBe(false);
    await correct({ title: '待てる通院', urgency: 'high' });
    expect(await unread()).toEqual([expect.stringContaining(`missed:${sent.body.id}:`)]);
    await readAll();
    expect(await unread()).toEqual([]);
    await correct({ title: '別の見出し', urgency: 'high' });
    expect(await unread()).toEqual([]);
    expect((await missedOf('provider')).some(({ path }) => path.endsWith(sent.body.id))).toBe(true);
  });

  it('is reminded no more once it has replied', async () => {
    await work.step('provider', `referrals/${referral}`, 'ACCEPT');
    expect((await missedOf('provider')).map(({ path }) => path)).not.toContain(`referrals/${referral}`);
  });
});
