import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runCommand } from '../../../../server/commands/run-command.ts';
import { hashPassword } from '../../../../server/settings/sign-in/passwords.ts';
import {
  connect,
  createTown,
  secretOf,
  signIn,
  startTestApp,
  testPassword,
  type Client,
  type Person,
  type TestApp,
  type Town,
} from '../../../support/app.ts';
import { testEngine } from '../../../support/database.ts';

type Problem = { code: string; issues?: { path: string; code: string }[] };
type Me = { due: string | null; name: string };
type Begun = { secret: string; uri: string };

describe(`the second factor on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const codeOf = (secret: string, at = app.clock.now): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
  const nextHalfMinute = (): void => app.clock.advanceMinutes(0.5);
  const begin = (client: Client) => client.post<Begun>('/me/second-factor', { password: testPassword });

  /** Sets a person's app up; answers its secret and the recovery codes. */
  async function enrol(client: Client): Promise<{ secret: string; recoveryCodes: string[] }> {
    const { secret } = (await begin(client)).body;
    const reply = await client.post<{ recoveryCodes: string[] }>('/me/second-factor/confirmation', {
      code: codeOf(secret),
    });
    expect(reply.status).toBe(200);
    nextHalfMinute();
    return { secret, recoveryCodes: reply.body.recoveryCodes };
  }

  const tryToSignIn = (person: Person, code?: string, client = connect(app)) =>
    client.post<Me & Problem>('/session', {
      municipality: town.code,
      email: town.email(person),
      password: testPassword,
      ...(code === undefined ? {} : { code }),
    });
  const actions = async (userId: string): Promise<string[]> =>
    app.installation.db('audit').where({ record_id: userId }).orderBy('id').pluck('action');

  it('is asked for once it was confirmed by a code, and not before', async () => {
    const client = await signIn(app, town.email('tier1'));
    expect((await client.post<Problem>('/me/second-factor', { password: 'wrong' })).body.code).toBe('wrongPassword');
    const begun = await begin(client);
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Sasaeai:tier1%4099901\.example\?/);
    expect((await tryToSignIn('tier1')).status).toBe(200);
    expect(
      (await client.post<Problem>('/me/second-factor/confirmation', { code: '000000' })).body.issues,
    ).toMatchObject([{ path: '/code', code: 'wrongCode' }]);

    // Asked for again, the secret is another one; the first one's codes count for nothing.
    const again = await begin(client);
    expect(again.body.secret).not.toBe(begun.body.secret);
    expect((await client.post('/me/second-factor/confirmation', { code: codeOf(begun.body.secret) })).status).toBe(422);
    const confirmed = await client.post<{ recoveryCodes: string[] }>('/me/second-factor/confirmation', {
      code: codeOf(again.body.secret),
    });
    expect(confirmed.body.recoveryCodes).toHaveLength(10);
    expect((await client.get('/me/second-factor')).body).toEqual({
      since: app.clock.now.toISOString(),
      recoveryCodes: 10,
    });
    expect((await begin(client)).status).toBe(409);

    const reply = await tryToSignIn('tier1');
    expect([reply.status, reply.body.code, reply.headers.getSetCookie()]).toEqual([401, 'codeNeeded', []]);
    nextHalfMinute();
    expect((await tryToSignIn('tier1', codeOf(again.body.secret))).status).toBe(200);
  });

  it('takes a code of the half minute before or after, each once, as people type it', async () => {
    const { secret } = await enrol(await signIn(app, town.email('tier2-north')));
    const at = (minutes: number) => codeOf(secret, new Date(app.clock.now.getTime() + minutes * 60_000));
    expect((await tryToSignIn('tier2-north', at(-1))).body.code).toBe('wrongCode');
    expect((await tryToSignIn('tier2-north', at(1))).body.code).toBe('wrongCode');
    const typed = [...at(0)]
      .map((digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0))
      .join('')
      .replace(/^.../, '$& ');
    const both = await Promise.all([tryToSignIn('tier2-north', typed), tryToSignIn('tier2-north', at(0))]);
    expect(both.map((reply) => reply.status).toSorted()).toEqual([200, 401]);
    // Nor does one from before that which was used.
    expect((await tryToSignIn('tier2-north', at(-0.5))).status).toBe(401);
    expect((await tryToSignIn('tier2-north', at(0.5))).status).toBe(200);
  });

  it('lets who has lost the app in by a recovery code, once', async () => {
    const client = await signIn(app, town.email('tier2-east'));
    const { recoveryCodes } = await enrol(client);
    const [first = ''] = recoveryCodes;
    expect(first).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/);
    expect(JSON.stringify(await app.installation.db('recovery_codes'))).not.toContain(first);
    expect((await tryToSignIn('tier2-east', first.toUpperCase().replace('-', ' '))).status).toBe(200);
    expect((await tryToSignIn('tier2-east', first)).body.code).toBe('wrongCode');
    // Nobody else's works.
    const other = await enrol(await signIn(app, town.email('provider')));
    expect((await tryToSignIn('tier2-east', other.recoveryCodes[0])).body.code).toBe('wrongCode');
    expect((await client.get('/me/second-factor')).body).toMatchObject({ recoveryCodes: 9 });
    expect(await actions(town.users['tier2-east'])).toEqual(
      expect.arrayContaining(['second-factor.enrol', 'second-factor.recovery', 'second-factor.failed']),
    );
  });

  it('counts wrong codes as failures, which a right password alone does not forget', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const email = town.email('centre-north');
    await enrol(await signIn(app, email));
    for (let guess = 0; guess < 10; guess++) {
      expect((await tryToSignIn('centre-north', '000000')).body.code).toBe('wrongCode');
      if (guess < 8) expect((await tryToSignIn('centre-north')).body.code).toBe('codeNeeded');
    }
    expect((await tryToSignIn('centre-north', '000000')).status).toBe(429);
    expect((await tryToSignIn('centre-north')).status).toBe(429);
  });

  it('goes with the password and a code, not with one of them', async () => {
    const client = await signIn(app, town.email('member-north'));
    const { secret } = await enrol(client);
    const remove = (password: string, code: string) =>
      client.post<Problem>('/me/second-factor/removal', { password, code });
    expect((await remove('wrong', codeOf(secret))).body.issues).toMatchObject([{ path: '/password' }]);
    expect((await remove(testPassword, '000000')).body.issues).toMatchObject([{ path: '/code' }]);
    expect((await remove(testPassword, codeOf(secret))).status).toBe(204);
    expect((await tryToSignIn('member-north')).status).toBe(200);
    expect(await app.installation.db('recovery_codes').where({ user_id: town.users['member-north'] })).toEqual([]);
  });

  it('keeps its secret so that the database alone does not give it away', async () => {
    const client = await signIn(app, town.email('administrator-ward'));
    const { secret } = await enrol(client);
    const [mine, another] = [
      await app.installation.db('second_factors').where({ user_id: town.users['administrator-ward'] }).first(),
      await app.installation.db('second_factors').where({ user_id: town.users.tier1 }).first(),
    ];
    expect(JSON.stringify(mine)).not.toContain(secret);
    // Another's, put in its place, is none.
    await app.installation.db('second_factors').where({ user_id: mine.user_id }).update({ secret: another.secret });
    expect((await tryToSignIn('administrator-ward', codeOf(secret))).status).toBe(401);
    expect(app.logged.splice(0)).toMatchObject([{ userId: mine.user_id }]);
  });

  it('can be demanded of roles, by administrators of the whole municipality: who has none sets one up before anything else', async () => {
    const administrator = await signIn(app, town.email('administrator'));
    const member = await signIn(app, town.email('member-north'));
    const path = `/municipalities/${town.code}/second-factor`;
    const before = await administrator.get<{ version: number; roles: object[] }>(path);
    expect(before.body.roles).toEqual(
      expect.arrayContaining([
        { role: 'member', demanded: false, people: 1, enrolled: 0 },
        { role: 'tier1', demanded: false, people: 1, enrolled: 1 },
      ]),
    );
    expect(
      (await administrator.patch(path, { roles: ['member', 'tier1'] }, { version: before.body.version })).status,
    ).toBe(200);
    expect((await administrator.patch(path, { roles: [] }, { version: before.body.version })).status).toBe(409);
    const refused = await member.get<Problem>(`/municipalities/${town.code}/home`);
    expect([refused.status, refused.body.code]).toEqual([403, 'secondFactorNeeded']);
    expect((await member.get<Me>('/me')).body.due).toBe('secondFactor');
    await enrol(member);
    expect((await member.get<Me>('/me')).body.due).toBeNull();
    expect((await member.get(`/municipalities/${town.code}/home`)).status).toBe(200);
    expect((await administrator.get<Me>('/me')).body.due).toBeNull();
    expect((await administrator.patch(path, { roles: [] }, { version: before.body.version + 1 })).status).toBe(200);
  });

  it('stays with a new password by a link, and is asked for after it', async () => {
    const administrator = await signIn(app, town.email('administrator'));
    const person = town.users.provider;
    await app.installation.db('second_factors').where({ user_id: person }).delete();
    const { secret } = await enrol(await signIn(app, town.email('provider')));
    const { body } = await administrator.post<{ link: string }>(
      `/municipalities/${town.code}/users/${person}/password-link`,
    );
    const password = 'a new one by a link';
    const accepted = await connect(app).post<object>('/invitations/accept', { secret: secretOf(body.link), password });
    expect([accepted.status, accepted.headers.get('set-cookie')]).toEqual([200, null]);
    const input = { municipality: town.code, email: town.email('provider'), password };
    expect((await connect(app).post<Problem>('/session', input)).body.code).toBe('codeNeeded');
    expect((await connect(app).post('/session', { ...input, code: codeOf(secret) })).status).toBe(200);
    expect(await actions(person)).not.toContain('second-factor.remove');
  });

  it('is removed, with all failures forgotten, by the command line', async () => {
    const said: string[] = [];
    process.env.DATABASE_URL = app.databaseUrl;
    const unlock = (...more: string[]) =>
      runCommand(['user', 'unlock', '--municipality', town.code, ...more], {
        out: (line) => void said.push(line),
        err: (line) => void said.push(line),
        readFile: () => Promise.reject(new Error('none')),
        readStdin: () => Promise.reject(new Error('none')),
        language: 'en',
      });
    expect([await unlock('--email', 'nobody@99901.example'), said.splice(0)]).toEqual([
      2,
      ['--email nobody@99901.example: there is no such account'],
    ]);
    // Ten wrong codes above.
    expect(await unlock('--email', town.email('centre-north').toUpperCase())).toBe(0);
    expect((await tryToSignIn('centre-north')).body.code).toBe('codeNeeded');
    expect(await unlock('--email', town.email('centre-north'), '--second-factor')).toBe(0);
    expect((await tryToSignIn('centre-north')).status).toBe(200);
    expect(await actions(town.users['centre-north'])).toEqual(
      expect.arrayContaining(['user.unlock', 'second-factor.remove']),
    );
    expect(said).toEqual([]);
  });
});

describe(`passwords of before on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
  });
  afterAll(() => app.close());

  it('that are too short are changed before anything else', async () => {
    const email = town.email('tier1');
    await app.installation
      .db('users')
      .where({ id: town.users.tier1 })
      .update({ password_hash: await hashPassword('short once') });
    const client = connect(app);
    expect((await client.post<Me>('/session', { email, password: 'short once' })).body.due).toBe('password');
    for (const path of [`/municipalities/${town.code}`, `/municipalities/${town.code}/needs`, '/me/tokens']) {
      const reply = await client.get<Problem>(path);
      expect([reply.status, reply.body.code]).toEqual([403, 'passwordTooShort']);
    }
    expect((await client.get<Me>('/me')).body.due).toBe('password');
    expect((await client.post('/me/password', { current: 'short once', next: 'long enough by now' })).status).toBe(204);
    expect((await client.get<Me>('/me')).body.due).toBeNull();
    expect((await client.get(`/municipalities/${town.code}/needs`)).status).toBe(200);
  });
});

describe(`browsers that signed in before on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
  });
  afterAll(() => app.close());
  // Pauses are counted by the machine's clock.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  const attempt = (client: Client, person: Person, password: string) =>
    client.post<Problem>('/session', { email: town.email(person), password });
  const failAsStrangers = async (person: Person): Promise<void> => {
    for (let failure = 0; failure < 10; failure++)
      expect((await attempt(connect(app), person, 'wrong')).status).toBe(401);
    expect((await attempt(connect(app), person, testPassword)).status).toBe(429);
  };

  it('are not locked out by strangers, and do not let strangers in', async () => {
    const here = await signIn(app, town.email('tier1'));
    await here.delete('/session');
    await failAsStrangers('tier1');
    expect((await attempt(here, 'tier1', testPassword)).status).toBe(200);
    expect((await attempt(connect(app), 'tier1', testPassword)).status).toBe(429);
  });

  it('are strangers at every other account', async () => {
    const elsewhere = await signIn(app, town.email('tier2-east'));
    await failAsStrangers('tier2-north');
    expect((await attempt(elsewhere, 'tier2-north', testPassword)).status).toBe(429);
    expect((await attempt(elsewhere, 'tier2-east', testPassword)).status).toBe(200);
  });

  it('have ten failures of their own', async () => {
    const here = await signIn(app, town.email('provider'));
    for (let failure = 0; failure < 10; failure++) expect((await attempt(here, 'provider', 'wrong')).status).toBe(401);
    const blocked = await attempt(here, 'provider', testPassword);
    expect([blocked.status, blocked.body.code]).toEqual([429, 'tooManyAttempts']);
    // Nobody else notices.
    expect((await attempt(connect(app), 'provider', testPassword)).status).toBe(200);
  });

  it('are known by a cookie that tells nobody’s e-mail, cannot be made up, and ends after 90 days', async () => {
    const reply = await connect(app).post('/session', { email: town.email('member-north'), password: testPassword });
    const cookie = reply.headers.getSetCookie().find((each) => each.startsWith('sasaeai-known=')) ?? '';
    expect(cookie).toMatch(/; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/);
    const [, value = ''] = /=([^;]+)/.exec(cookie) ?? [];
    const [body = ''] = decodeURIComponent(value).split('.');
    const held = Buffer.from(body, 'base64url').toString();
    expect(held).not.toMatch(/member|example/);
    await failAsStrangers('member-north');
    const withCookie = (text: string) =>
      connect(app).post(
        '/session',
        { email: town.email('member-north'), password: testPassword },
        { headers: { Cookie: `sasaeai-known=${text}` } },
      );
    const forged = `${Buffer.from(held.replace('"id":"', '"id":"x')).toString('base64url')}.${value.split('.')[1]}`;
    for (const text of [forged, body, `${body}.`, '.', 'x.y', 'null'])
      expect((await withCookie(text)).status).toBe(429);
    app.clock.advanceDays(91);
    expect((await withCookie(value)).status).toBe(429);
    app.clock.advanceDays(-91);
    expect((await withCookie(value)).status).toBe(200);
  });
});
