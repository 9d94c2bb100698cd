import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, createHttpServer } from '../../../server/app.ts';
import { createTown, signIn, startTestApp, testPassword, type TestApp, type Town } from '../../support/app.ts';

let app: TestApp;
let town: Town;
let bearer: string;
let server: Server;
let port: number;
/** The town's server as it stands behind a proxy that speaks HTTPS at `https://town.example`. */
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  bearer = (
    await (await signIn(app, town.email('administrator'))).post<{ secret: string }>('/me/tokens', { name: '試験' })
  ).body.secret;
  const proxied = createApp(
    { ...app.installation, publicUrl: 'https://town.example' },
    { secureCookies: true, proxies: 1 },
  );
  server = await new Promise<Server>((resolve) => {
    const listening: Server = createHttpServer(proxied).listen(0, '127.0.0.1', () => resolve(listening));
  });
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(app.logged).toEqual([]);
  await app.close();
});

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** `fetch` would set the host right. */
function ask(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        method,
        path,
        headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      },
      (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (text += part))
          .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const right = { Host: 'town.example', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '198.51.100.7' };
const credentials = () => ({ email: town.email('administrator'), password: testPassword });
const enter = async (): Promise<string> => {
  const reply = await ask(
    'POST',
    '/api/session',
    { ...right, 'Sec-Fetch-Site': 'same-origin', Origin: 'https://town.example' },
    credentials(),
  );
  expect(reply.status).toBe(200);
  return String(reply.headers['set-cookie']?.find((cookie) => cookie.startsWith('__Host-sasaeai='))?.split(';')[0]);
};

describe('behind a proxy', () => {
  it('a browser at the right address gets a cookie that only travels encrypted, and is told to come back encrypted', async () => {
    const reply = await ask('POST', '/api/session', { ...right, 'Sec-Fetch-Site': 'same-origin' }, credentials());
    expect(reply.status).toBe(200);
    const cookie = reply.headers['set-cookie']?.find((set) => set.startsWith('__Host-sasaeai='));
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part);
    expect(cookie).not.toContain('Domain');
    expect(reply.headers['strict-transport-security']).toMatch(/max-age=\d{8}/);
    const [line] = await app.installation
      .db('audit')
      .where({ action: 'sign-in' })
      .orderBy('id', 'desc')
      .limit(1)
      .select('details');
    expect(line.details).toContain('198.51.100.7');
  });

  it.each([
    ['another host', { Host: '10.0.0.5:3000', 'X-Forwarded-Proto': 'https' }, 'https://10.0.0.5:3000'],
    ['no scheme', { Host: 'town.example' }, 'http://town.example'],
    ['the other scheme', { Host: 'town.example', 'X-Forwarded-Proto': 'http' }, 'http://town.example'],
    ['another port', { Host: 'town.example:8443', 'X-Forwarded-Proto': 'https' }, 'https://town.example:8443'],
    ['what is no host', { Host: '"><script>', 'X-Forwarded-Proto': 'https' }, '&#34;&#62;&#60;script&#62;'],
  ])(
    'says what is wrong where the proxy passes on %s, at sign-in and on the page',
    async (_name, headers: Record<string, string>, came) => {
      const reply = await ask('POST', '/api/session', headers, credentials());
      expect([reply.status, (JSON.parse(reply.text) as { code: string }).code]).toEqual([421, 'otherAddress']);
      if (!came.includes('&')) expect(reply.text).toContain(came);
      for (const word of ['https://town.example', 'X-Forwarded-Proto', 'TRUST_PROXY', 'PUBLIC_URL'])
        expect(reply.text).toContain(word);
      expect(reply.headers['set-cookie']).toBeUndefined();
      const page = await ask('GET', '/99901/home', headers);
      expect([page.status, page.headers['content-type']]).toEqual([421, 'text/html; charset=utf-8']);
      expect(page.text).toContain(came);
      expect(page.text).toContain('<a href="https://town.example">');
      expect(page.text).not.toContain('<script');
    },
  );

  it('what watches the server, and scripts with a token, may ask at any address', async () => {
    expect((await ask('GET', '/healthz', { Host: '127.0.0.1' })).status).toBe(200);
    expect((await ask('GET', '/readyz', { Host: '127.0.0.1' })).status).toBe(200);
    const area = { name: '港', kind: 'ward', parentId: town.areas.root.id };
    const headers = { Host: '127.0.0.1', Authorization: `Bearer ${bearer}` };
    expect((await ask('POST', `/api/municipalities/${town.code}/areas`, headers, area)).status).toBe(201);
  });

  it.each<[string, Record<string, string>, number]>([
    ['the page itself', { 'Sec-Fetch-Site': 'same-origin' }, 200],
    ['an older browser’s page', { Origin: 'https://town.example' }, 200],
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['another host of the town', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['an older browser on another site', { Origin: 'https://elsewhere.example' }, 403],
    ['the same host without encryption', { Origin: 'http://town.example' }, 403],
    ['a page that hides where it comes from', { Origin: 'null' }, 403],
    [
      'another site with a proxy’s own sign-in',
      { 'Sec-Fetch-Site': 'cross-site', Authorization: 'Basic dG93bjpoYWxs' },
      403,
    ],
    ['another site with another’s token', { 'Sec-Fetch-Site': 'cross-site', Authorization: 'Bearer eyJhbGciOi' }, 403],
    [
      'the page, with a proxy’s own sign-in',
      { 'Sec-Fetch-Site': 'same-origin', Authorization: 'Basic dG93bjpoYWxs' },
      200,
    ],
    ['the page, with another’s token', { 'Sec-Fetch-Site': 'same-origin', Authorization: 'Bearer eyJhbGciOi' }, 200],
  ])('a write with a session from %s', async (_name, headers, status) => {
    expect(
      (await ask('PATCH', '/api/me', { ...right, ...headers, Cookie: await enter() }, { language: 'ja' })).status,
    ).toBe(status);
  });

  it('a token of ours that is not valid is not made good by a cookie', async () => {
    expect(
      (
        await ask(
          'PATCH',
          '/api/me',
          { ...right, Authorization: 'Bearer sasaeai_nonsense', Cookie: await enter() },
          { language: 'ja' },
        )
      ).status,
    ).toBe(401);
  });
});
