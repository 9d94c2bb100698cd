import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailer } from '../../../server/kernel/mail.ts';
import { runDue } from '../../../server/runner.ts';
import type { Person } from '../../support/app.ts';
import { assessment, communityIntake, startCasework, type Casework } from '../../support/casework.ts';
import { startSmtpServer, textOf, type SmtpServer } from '../../support/smtp.ts';

type News = {
  items: { id: string; by: string; text: string; path: string; read: boolean }[];
  unread: number;
  digest: { on: boolean; available: boolean };
};

let work: Casework;
let smtp: SmtpServer;
beforeAll(async () => {
  work = await startCasework();
  smtp = await startSmtpServer();
});
afterAll(async () => {
  await smtp.close();
  await work.app.close();
});

const news = async (person: Person): Promise<News> => (await (await work.as(person)).get<News>(work.path('news'))).body;
const texts = async (person: Person): Promise<string[]> => (await news(person)).items.map(({ text }) => text);
const read = async (person: Person, body: object) => (await work.as(person)).post(work.path('news/read'), body);

describe('news', () => {
  let need: string;

  it('tells who took a need in what others do with it, and nobody else', async () => {
    need = `needs/${(await work.takeIn('centre-north', { title: '通院の相談' })).id}`;
    await work.step('tier2-north', need, 'ASSESS', assessment);
    expect((await news('centre-north')).items).toMatchObject([
      { by: '見本市 tier2-north', text: 'No.1 通院の相談：内容を確かめた（確認済み）', path: need, read: false },
    ]);
    for (const other of ['tier2-north', 'tier2-east', 'provider', 'member-north', 'administrator'] as const)
      expect(await texts(other), other).toEqual([]);
  });

  it('stays unread until it was read, one by one or all up to now, on whichever day somebody signs in', async () => {
    await work.step('tier2-north', need, 'DECLARE_UNMET', { cause: 'no-service', reason: '無い' });
    const [latest, first] = (await news('centre-north')).items;
    expect((await read('centre-north', { ids: [latest!.id] })).status).toBe(204);
    expect((await read('centre-north', { ids: [latest!.id] })).status).toBe(204);
    work.app.clock.advanceDays(1);
    expect(await news('centre-north')).toMatchObject({
      unread: 1,
      items: [
        { id: latest!.id, read: true },
        { id: first!.id, read: false },
      ],
    });
    const { db } = work.app.installation;
    await read('centre-north', { ids: ['first:nothing', 'nobody’s', 'first:seeNeeds'] });
    expect(await db('user_reads').orderBy('subject').pluck('subject')).toEqual(
      [latest!.id, 'first:seeNeeds'].toSorted(),
    );
    await read('centre-north', { all: true });
    expect((await news('centre-north')).unread).toBe(0);
    expect((await read('centre-north', { ids: [], all: true })).status).toBe(422);
    work.app.clock.advanceDays(31);
    expect(await texts('centre-north')).toEqual([]);
    work.app.clock.advanceDays(-32);
  });

  it('carries a service’s answer to who has sent the referral, and the referral to the service', async () => {
    await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
    const { id } = await work.takeIn('tier2-north', { title: '買い物の相談' });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    const client = await work.as('tier2-north');
    const { body } = await client.post<{ decisionId: string; candidates: { service: { id: string } }[] }>(
      work.path(`needs/${id}/ranking`),
    );
    const { body: referral } = await client.post<{ id: string }>(work.path(`needs/${id}/referrals`), {
      serviceId: body.candidates[0]!.service.id,
      decisionId: body.decisionId,
    });
    expect(await texts('provider')).toEqual(['No.2 買い物の相談：紹介を送った（返事待ち）']);
    await work.step('provider', `referrals/${referral.id}`, 'ACCEPT');
    expect((await news('tier2-north')).items).toContainEqual(
      expect.objectContaining({ by: '見本市 provider', path: `referrals/${referral.id}`, read: false }),
    );
    // What the need itself did by that is not told once more.
    expect((await texts('tier2-north')).length).toBe(1);
  });

  it('tells a member what their council held and what becomes of the community’s needs, never a resident’s', async () => {
    const council = await work.addCouncil('北の支え合い会議', 2, 'north');
    await work.takeIn('centre-north', communityIntake(work.town, { title: '集会所の相談' }));
    work.app.clock.advanceMinutes(1);
    const held = await (
      await work.as('tier2-north')
    ).post<{ id: string }>(work.path(`councils/${council}/meetings`), {
      kind: 'council',
      title: '十一月の会議',
      heldOn: '2026-11-22',
      attendance: 8,
    });
    expect(held.status, held.text).toBe(201);
    const joined = (await texts('member-north')).join('\n');
    expect(joined).toContain('北の支え合い会議で「十一月の会議」がありました。');
    expect(joined).toContain('集会所の相談');
    expect(joined).not.toMatch(/通院の相談|買い物の相談/);
    expect(await texts('tier2-east')).toEqual([]);
    const { db } = work.app.installation;
    expect(await db('audit').where({ action: 'news.read', actor_id: work.town.users['member-north'] })).not.toEqual([]);
  });
});

describe('the mail of the day', () => {
  const mails = () => smtp.mails;
  const arrived = async (count: number) => {
    for (let tries = 0; mails().length < count && tries < 100; tries++) await sleep(50);
    // What would come too much has had its time.
    await sleep(100);
    expect(work.app.logged).toEqual([]);
    expect(mails()).toHaveLength(count);
  };
  const want = async (person: Person, digest: boolean) => (await work.as(person)).patch(work.path('news'), { digest });
  /** As one of two servers on the database. */
  const both = async () => {
    const other = { ...work.app.installation };
    await Promise.all([runDue(work.app.installation), runDue(other)]);
  };

  it('is for who wants it, where the server can send', async () => {
    expect((await news('centre-north')).digest).toEqual({ on: false, available: false });
    const { installation } = work.app;
    installation.mail = openMailer(smtp.url, '支え合い <no-reply@example.jp>');
    installation.publicUrl = work.app.url;
    expect((await want('centre-north', true)).status).toBe(204);
    expect((await news('centre-north')).digest).toEqual({ on: true, available: true });
    await work.runDue();
    await arrived(0);
  });

  it('comes once a day from whichever of two servers, with a count and an address and nothing of a need', async () => {
    work.app.clock.advanceDays(1);
    const { id } = await work.takeIn('centre-north', { title: '配食の相談' });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    work.app.clock.advanceDays(1);
    await both();
    await both();
    await arrived(1);
    const [mail = ''] = mails();
    expect(mail).toMatch(/^To: centre-north@99901\.example$/m);
    expect(mail).toMatch(/^Message-ID:\s+<digest-.*-2026-11-25@127\.0\.0\.1>$/m);
    const text = textOf(mail);
    expect(text).toContain('1件');
    expect(text).toContain(`${work.app.url}/99901/news`);
    expect(`${mail} ${text}`).not.toMatch(/配食|架空|tier2-north/);
    work.app.clock.advanceDays(1);
    await both();
    await arrived(1);
  });

  it('is tried again while the mail server refuses, also by a server that has just started, and comes once', async () => {
    const { id } = await work.takeIn('centre-north', { title: '見守りの相談' });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    smtp.refusing = true;
    work.app.clock.advanceDays(1);
    await both();
    for (let tries = 0; work.app.logged.length === 0 && tries < 100; tries++) await sleep(50);
    expect(work.app.logged.splice(0)).toHaveLength(1);
    expect(mails()).toHaveLength(1);
    smtp.refusing = false;
    work.app.clock.advanceMinutes(2);
    await both();
    await arrived(2);
    work.app.clock.advanceMinutes(5);
    await both();
    await arrived(2);
  });

  it('does not come where it was read on the page, or is wanted no more', async () => {
    const { id } = await work.takeIn('centre-north', { title: '掃除の相談' });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    await read('centre-north', { all: true });
    work.app.clock.advanceDays(1);
    await both();
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '無い' });
    await want('centre-north', false);
    work.app.clock.advanceDays(1);
    await both();
    await arrived(2);
    expect((await news('centre-north')).unread).toBe(1);
  });
});

it('forgets what is no news any more, on a server that sends no mails too; what was seen first stays', async () => {
  const { mail: _, ...installation } = work.app.installation;
  await installation.db('user_reads').delete();
  const mark = { user_id: work.town.users['centre-north'], read_at: '2026-01-01T00:00:00.000Z' };
  await installation.db('user_reads').insert([
    { ...mark, subject: 'long-ago' },
    { ...mark, subject: 'first:seeNeeds' },
  ]);
  await runDue(installation);
  expect(await installation.db('user_reads').pluck('subject')).toEqual(['first:seeNeeds']);
});
