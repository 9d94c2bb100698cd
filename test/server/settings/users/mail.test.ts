import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailer } from '../../../../server/kernel/mail.ts';
import { runDue } from '../../../../server/runner.ts';
import {
  acceptLink,
  createTown,
  secretOf,
  signIn,
  startTestApp,
  type Client,
  type Shown,
  type TestApp,
  type Town,
} from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';
import { startSmtpServer, textOf, type SmtpServer } from '../../../support/smtp.ts';

type Invited = { id: string; invitation: Shown };

describe(`mail on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let smtp: SmtpServer;
  let administrator: Client;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp();
    smtp = await startSmtpServer();
    town = await createTown(app);
    app.installation.mail = openMailer(smtp.url, '支え合い <no-reply@example.jp>');
    app.installation.publicUrl = app.url;
    administrator = await signIn(app, town.email('administrator'));
  });
  afterAll(async () => {
    await app.close();
    await smtp.close();
  });

  const invite = async (): Promise<Invited> =>
    (
      await administrator.post<Invited>(`/municipalities/${town.code}/users`, {
        email: `mailed-${(people += 1)}@99901.example`,
        name: '届く 人',
        memberships: [{ areaId: town.areas.north.id, role: 'tier2' }],
      })
    ).body;
  const mailsCome = async (count: number): Promise<void> => {
    for (let tries = 0; smtp.mails.length < count && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(smtp.mails).toHaveLength(count);
  };
  const linkIn = (mail: string | undefined): string => /http\S+#[\w-]+/.exec(textOf(mail ?? ''))?.[0] ?? '';
  const stored = async (): Promise<string> =>
    JSON.stringify(await Promise.all(['effects', 'invitations', 'audit'].map((table) => app.installation.db(table))));

  it('takes an invitation to the person with a link of its own, whose secret is stored nowhere; the shown one works as well', async () => {
    const [first, second] = [await invite(), await invite()];
    expect([first.invitation.mailed, second.invitation.mailed]).toEqual([true, true]);
    await mailsCome(2);
    const mail = smtp.mails.find((each) => each.includes('mailed-1@'));
    const link = linkIn(mail);
    expect(textOf(mail ?? '')).toContain('見本市 administratorさんが');
    expect(secretOf(link)).not.toBe(secretOf(first.invitation.link));
    for (const each of [link, first.invitation.link, second.invitation.link])
      expect(await stored()).not.toContain(secretOf(each));
    await acceptLink(app, link, 'chosen by what was sent');
    await acceptLink(app, second.invitation.link, 'chosen by the shown link');
    expect(app.logged).toEqual([]);
  });

  it('is tried again when the mail server would not have it, with a fresh secret, and not once more when it went', async () => {
    smtp.refusing = true;
    const before = smtp.mails.length;
    const { invitation } = await invite();
    for (let tries = 0; app.logged.length === 0 && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(app.logged.splice(0)).toHaveLength(1);
    expect(smtp.mails).toHaveLength(before);
    smtp.refusing = false;
    app.clock.advanceMinutes(2);
    await runDue(app.installation);
    await mailsCome(before + 1);
    for (
      let tries = 0;
      (
        await app.installation
          .db('invitations')
          .where({ id: invitation.id })
          .first<{ mailed_at: string | null }>('mailed_at')
      ).mailed_at === null && tries < 100;
      tries++
    )
      await new Promise((resolve) => setTimeout(resolve, 50));
    app.clock.advanceMinutes(10);
    await runDue(app.installation);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(smtp.mails).toHaveLength(before + 1);
    await acceptLink(app, linkIn(smtp.mails.at(-1)), 'chosen after a while');
  });

  it('that never goes is told to the administrator, and the shown link works all the same', async () => {
    smtp.refusing = true;
    const { invitation } = await invite();
    for (let round = 0; round < 8; round++) {
      app.clock.advanceMinutes(70);
      await runDue(app.installation);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const lines = await app.installation.db('audit').where({ action: 'effect.failed' });
    expect(lines.map((line: { details: string }) => JSON.parse(line.details) as object)).toMatchObject([
      { effect: 'mailInvitation', failure: 'mail-not-sent' },
    ]);
    await acceptLink(app, invitation.link, 'chosen without any mail');
    smtp.refusing = false;
  });
});
