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

describe('news of tasks, questions and handovers', () => {
  const post = async (person: Person, path: string, body: object): Promise<string> => {
    const reply = await (await work.as(person)).post<{ id: string }>(work.path(path), body);
    expect([path, reply.status, reply.text]).toEqual([path, 201, reply.text]);
    return reply.body.id;
  };
  const end = async (person: Person, task: string, version: number, change: object) => {
    const reply = await (await work.as(person)).patch(work.path(`tasks/${task}`), change, { version });
    expect([reply.status, reply.text]).toEqual([200, reply.text]);
  };
  /** What somebody is told at this path, the latest first. */
  const at = async (person: Person, path: string) =>
    (await news(person)).items.filter((item) => item.path === path).map(({ by, text, read }) => ({ by, text, read }));
  let council: string;
  let seat: string;
  const pathOf = (task: string) => `tasks?council=${council}&task=${task}`;

  it('tell who is given a task, also later, and not who gives it to themselves', async () => {
    council = await work.addCouncil('宿題の会', 2, 'north');
    const member = (name: string, user: Person) =>
      post('administrator', `councils/${council}/members`, {
        name,
        role: 'member',
        startsOn: '2026-11-01',
        userId: work.town.users[user],
      });
    seat = await member('見本 委員', 'member-north');
    const own = await member('見本 推進員', 'tier2-north');
    const task = await post('tier2-north', 'tasks', { councilId: council, memberId: own, text: '会場を借りる' });
    expect(await at('tier2-north', pathOf(task))).toEqual([]);
    expect(await at('member-north', pathOf(task))).toEqual([]);
    await end('tier2-north', task, 1, { memberId: seat, dueOn: '2026-12-10' });
    expect(await at('member-north', pathOf(task))).toEqual([
      {
        by: '見本市 tier2-north',
        text: 'あなたの宿題になりました：会場を借りる（2026年12月10日（令和8年）まで）（宿題の会）',
        read: false,
      },
    ]);
    // Done by who has it: that is news to who gave it, and to nobody else.
    work.app.clock.advanceMinutes(1);
    await end('member-north', task, 2, { state: 'done', result: '借りた' });
    expect(await at('tier2-north', pathOf(task))).toEqual([
      { by: '見本市 member-north', text: '済みました：会場を借りる（宿題の会）', read: false },
    ]);
    expect((await at('member-north', pathOf(task))).length).toBe(1);
    expect(await at('tier2-east', pathOf(task))).toEqual([]);
    // And when it is dropped for them.
    work.app.clock.advanceMinutes(1);
    await end('tier2-north', task, 3, { state: 'dropped' });
    expect((await at('member-north', pathOf(task))).map(({ text }) => text)).toEqual([
      '取りやめになりました：会場を借りる（宿題の会）',
      'あなたの宿題になりました：会場を借りる（2026年12月10日（令和8年）まで）（宿題の会）',
    ]);
    // It stays told, read or not.
    const [{ id } = { id: '' }] = (await news('member-north')).items;
    expect((await read('member-north', { ids: [id] })).status).toBe(204);
    expect((await at('member-north', pathOf(task))).map((item) => item.read)).toEqual([true, false]);
  });

  it('carry a member’s answer to who asked, once more when it is mended, and not what they wrote down themselves', async () => {
    const ask = { councilId: council, kind: 'question', text: '送迎をどう思いますか' };
    const question = await post('tier2-north', 'tasks', ask);
    await post('member-north', `tasks/${question}/replies`, { text: '自分が運転できる' });
    await post('tier2-north', `tasks/${question}/replies`, { text: 'よい', name: '架空 会長' });
    const line = {
      by: '見本市 member-north',
      text: '見本市 member-northさんが質問に答えました：送迎をどう思いますか（宿題の会）',
    };
    expect(await at('tier2-north', pathOf(question))).toEqual([{ ...line, read: false }]);
    expect(await at('member-north', pathOf(question))).toEqual([]);
    await read('tier2-north', { all: true });
    work.app.clock.advanceMinutes(1);
    await post('member-north', `tasks/${question}/replies`, { text: '土曜なら' });
    expect(await at('tier2-north', pathOf(question))).toEqual([{ ...line, read: false }]);
  });

  it('never tell of what a task about a resident says', async () => {
    const { id: needId } = await work.takeIn('tier2-north', { title: '夜の見守り' });
    const task = await post('tier2-north', 'tasks', {
      councilId: council,
      memberId: seat,
      text: '架空ハナさんを訪ねる',
      needId,
    });
    expect((await at('member-north', pathOf(task))).map(({ text }) => text)).toEqual([
      'あなたの宿題になりました：困りごとについてのこと（宿題の会）',
    ]);
  });

  it('tell the successor of a handover, when they are named', async () => {
    const { db } = work.app.installation;
    const row = {
      municipality_id: work.town.id,
      area_id: work.town.areas.north.id,
      role: 'tier2',
      from_name: '見本 前任',
      ends_on: '2026-12-31',
      note: '',
      created_by: work.town.users.administrator,
      created_at: work.app.clock.now.toISOString(),
    };
    await db('handovers').insert({ ...row, id: 'named-at-once', to_user_id: work.town.users['tier2-north'] });
    await db('handovers').insert({ ...row, id: 'named-later' });
    const line = { by: '見本市 administrator', text: '見本 前任さん（北圏域）から引き継ぎがあります。', read: false };
    expect(await at('tier2-north', 'handovers/named-at-once')).toMatchObject([line]);
    expect(await at('tier2-north', 'handovers/named-later')).toEqual([]);
    const naming = await (
      await work.as('administrator')
    ).patch(work.path('handovers/named-later'), { toUserId: work.town.users['tier2-north'] }, { version: 1 });
    expect([naming.status, naming.text]).toEqual([200, naming.text]);
    expect(await at('tier2-north', 'handovers/named-later')).toMatchObject([line]);
    for (const other of ['tier2-east', 'administrator', 'member-north'] as const)
      expect(await at(other, 'handovers/named-later'), other).toEqual([]);
    await db('handovers').delete();
  });
});

describe('the mail of the day', () => {
  const mails = () => smtp.mails;
  const arrived = async (count: number) => {
    for (let tries = 0; mails().length < count && tries < 1200; tries++) await sleep(50);
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
    for (let tries = 0; work.app.logged.length === 0 && tries < 1200; tries++) await sleep(50);
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

  it('counts tasks too, and says nothing of them', async () => {
    await want('member-north', true);
    const [seat] = await work.app.installation
      .db('council_members')
      .where({ user_id: work.town.users['member-north'] })
      .select('id', 'council_id');
    const task = { councilId: seat.council_id, memberId: seat.id, text: '架空ハナさんに電話する' };
    work.app.clock.advanceMinutes(1);
    expect((await (await work.as('tier2-north')).post(work.path('tasks'), task)).status).toBe(201);
    work.app.clock.advanceDays(1);
    await both();
    await arrived(3);
    const mail = mails().at(-1) ?? '';
    expect(mail).toMatch(/^To: member-north@99901\.example$/m);
    expect(textOf(mail)).toContain('1件');
    expect(`${mail} ${textOf(mail)}`).not.toMatch(/架空|宿題の会|tier2-north/);
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
