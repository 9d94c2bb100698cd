import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../../server/http/contract.ts';
import {
  connect,
  createTown,
  signIn,
  startTestApp,
  type Client,
  type Reply,
  type TestApp,
  type Town,
} from '../../support/app.ts';

const server = path.resolve(import.meta.dirname, '../../../server');

let app: TestApp;
let town: Town;
let administrator: Client;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  administrator = await signIn(app, town.email('administrator'));
});
afterAll(() => app.close());

type Problem = {
  type: string;
  status: number;
  code: string;
  title: string;
  detail: string;
  requestId: string;
  issues?: { path: string }[];
};

/** As the RFC has it: its own media type, the status said twice, a number to ask about, and nothing that the contract does not name. */
function expectProblem(reply: Reply<Problem>, status: number, code: string): void {
  expect([reply.status, reply.body.code]).toEqual([status, code]);
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(problem.strict().safeParse(reply.body).error).toBeUndefined();
  expect(reply.body).toMatchObject({ type: `/problems/${code}`, status, requestId: reply.headers.get('x-request-id') });
}

/** Sends bytes as they are; `fetch` would set them right. */
const send = (client: Client, method: string, url: string, type: string, text: string): Promise<Reply<Problem>> =>
  client.ask<Problem>(method, url, new TextEncoder().encode(text), { headers: { 'Content-Type': type } });

describe('the catalogue of errors', () => {
  const calls = /(?:new AppError\(\s*'[a-z-]+',\s*|refused\(\s*)'(\w+)'/g;
  /** Each code with the kinds that throw it; '' for what is no kind. */
  const thrownBy = async (): Promise<Map<string, Set<string>>> => {
    const codes = new Map([['internal', new Set([''])]]);
    for await (const file of glob('**/*.ts', { cwd: server }))
      for (const [, code = ''] of (await readFile(path.join(server, file), 'utf8')).matchAll(calls))
        codes.set(code, (codes.get(code) ?? new Set()).add(/^kinds\/(\w+)\//.exec(file)?.[1] ?? ''));
    return codes;
  };
  const codes = async (): Promise<string[]> => [...(await thrownBy()).keys()].toSorted();
  type Errors = Record<string, Record<string, string>>;
  /** By the kind that they lie with; '' for the kernel's. */
  const catalogues = async (language: string): Promise<[kind: string, errors: Errors][]> => {
    const read = async (file: string) => JSON.parse(await readFile(path.join(server, file), 'utf8'));
    const all: [string, Errors][] = [['', await read(`kernel/texts/${language}/errors.json`)]];
    for await (const file of glob(`kinds/*/texts/${language}.json`, { cwd: server }))
      all.push([/^kinds\/(\w+)\//.exec(file)?.[1] ?? '', (await read(file)).errors ?? {}]);
    return all;
  };
  const texts = async (language: string): Promise<Errors> =>
    Object.fromEntries((await catalogues(language)).flatMap(([, errors]) => Object.entries(errors)));

  it('has what one kind alone throws in the folder of that kind', async () => {
    const throwers = await thrownBy();
    for (const [kind, errors] of await catalogues('ja'))
      for (const code of Object.keys(errors)) {
        const kinds = [...(throwers.get(code) ?? [])];
        expect({ code, kind }).toEqual({
          code,
          kind: kinds.length === 1 ? kinds[0] : kinds.includes(kind) ? kind : '',
        });
      }
  });

  it.each(['ja', 'en'])(
    'has a title and a detail in %s for each code that is thrown, and for no other',
    async (language) => {
      const thrown = await codes();
      expect(thrown).toEqual(expect.arrayContaining(['stale', 'notFound', 'stepClosed', 'noConsent']));
      const messages = await texts(language);
      expect(Object.keys(messages).toSorted()).toEqual(thrown);
      for (const [code, text] of Object.entries(messages))
        expect({
          code,
          keys: Object.keys(text).toSorted(),
          empty: Object.values(text).filter((words) => words.trim() === ''),
        }).toEqual({ code, keys: ['detail', 'title'], empty: [] });
    },
  );

  it('is thrown by nobody past its own functions', async () => {
    const hidden: string[] = [];
    for await (const file of glob('**/*.ts', { cwd: server })) {
      const code = await readFile(path.join(server, file), 'utf8');
      // A code that is not written out could have no text.
      if (
        file !== 'kernel/errors.ts' &&
        /(new AppError\(\s*'[a-z-]+',|refused\()\s*[^'\s]/.test(code.replaceAll(/\/\*\*?[\s\S]*?\*\//g, ''))
      )
        hidden.push(file);
    }
    expect(hidden).toEqual([]);
  });
});

describe('an error', () => {
  it('that nobody meant is a 500 with its number and no detail', async () => {
    const { db } = app.installation;
    await db.schema.renameTable('organisations', 'organisations_away');
    try {
      const reply = await administrator.get<Problem>(`/municipalities/${town.code}/organisations`);
      expectProblem(reply, 500, 'internal');
      expect(reply.body.detail).toContain(reply.body.requestId);
      expect(reply.text).not.toMatch(/organisations|select|sqlite|relation|at /i);
      expect(app.logged).toMatchObject([{ requestId: reply.body.requestId, err: expect.any(Error) }]);
    } finally {
      await db.schema.renameTable('organisations_away', 'organisations');
      app.logged.length = 0;
    }
  });

  it('speaks the asker’s language', async () => {
    const said = async (languages: string) =>
      (await connect(app).get<Problem>('/me', { headers: { 'Accept-Language': languages } })).body.title;
    expect(await said('en')).toBe('Please sign in');
    for (const languages of ['ja', 'fr', '', 'ja,en;q=0.5'])
      expect(await said(languages)).toBe('サインインしてください');
  });

  it('names the fields to mend', async () => {
    const reply = await administrator.post<Problem>(`/municipalities/${town.code}/organisations`, {
      name: '',
      corporateNumber: '12',
    });
    expectProblem(reply, 422, 'invalid');
    expect(reply.body.issues?.map((issue) => issue.path).toSorted()).toEqual(['/corporateNumber', '/kind', '/name']);
  });

  it.each([
    ['no JSON', 'application/json', '{"language":', 400, 'badJson'],
    ['JSON that is no object', 'application/json', '"ja"', 400, 'badJson'],
    ['plain text', 'text/plain', '{"language":"en"}', 415, 'badType'],
    ['a form', 'application/x-www-form-urlencoded', 'language=en', 415, 'badType'],
    ['no type at all', '', '{"language":"en"}', 415, 'badType'],
    ['words in another script', 'application/json; charset=shift_jis', '{"language":"en"}', 415, 'badType'],
  ])('refuses %s, and changes nothing', async (_name, type, text, status, code) => {
    expectProblem(await send(administrator, 'PATCH', '/me', type, text), status, code);
    expect((await administrator.get<{ language: string }>('/me')).body.language).toBe('ja');
  });

  it.each([
    ['lists in lists without end', `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['half of a character', '{"name":"\\ud83d"}'],
    ['the character that PostgreSQL cannot store', '{"name":"\\u0000"}'],
    ['it as a key', '{"\\u0000":1}'],
  ])('refuses %s', async (_name, text) => {
    expectProblem(await send(administrator, 'PATCH', '/me', 'application/json', text), 422, 'invalid');
  });

  it('refuses what is too large, JSON or a file, and says how much may be sent', async () => {
    const large = async (client: Client, url: string, bytes: number, limit: string): Promise<void> => {
      const reply = await send(client, 'POST', url, 'application/json', JSON.stringify({ email: 'x'.repeat(bytes) }));
      expectProblem(reply, 413, 'tooLarge');
      expect(reply.body.detail).toContain(limit);
    };
    await large(connect(app), '/session', 17_000, '16 KB');
    await large(administrator, `/municipalities/${town.code}/organisations`, 270_000, '256 KB');
    await large(administrator, `/municipalities/${town.code}/definitions/form`, 2_100_000, '2 MB');
    const file = await administrator.ask<Problem>(
      'POST',
      `/municipalities/${town.code}/imports/files?fileName=big.csv`,
      new Uint8Array(20_971_521),
    );
    expectProblem(file, 413, 'tooLarge');
    expect(file.body.detail).toContain('20 MB');
  });

  it.each([
    ['GET', '/nowhere'],
    ['GET', `/municipalities/99901/needs/${'x'.repeat(30)}`],
    ['GET', '/municipalities/%E0%A4%A'],
    ['GET', '/municipalities/..%2f99901'],
  ])('says of %s %s that it is not there', async (method, url) => {
    expectProblem(await administrator.ask<Problem>(method, url), 404, 'notFound');
  });

  it.each([
    ['PUT', '/me', 'GET, PATCH'],
    ['DELETE', '/municipalities/99901/needs', 'GET, POST'],
  ])('says of %s %s what may be done there instead', async (method, url, allow) => {
    const reply = await administrator.ask<Problem>(method, url);
    expectProblem(reply, 405, 'wrongMethod');
    expect(reply.headers.get('allow')).toBe(allow);
    expect(reply.body.detail).toContain(allow);
  });

  it('names what no shape has, wherever it stands, and changes nothing', async () => {
    const base = `/municipalities/${town.code}`;
    const places = async (reply: Promise<Reply<Problem>>): Promise<string[] | undefined> => {
      const { status, body } = await reply;
      expect(status).toBe(422);
      return body.issues?.map(({ path }) => path);
    };
    expect(await places(administrator.patch<Problem>('/me', { language: 'en', langauge: 'ja' }))).toEqual([
      '/langauge',
    ]);
    expect(
      await places(administrator.post<Problem>(`${base}/needs`, { submission: {}, answers: { a: 1 }, anwsers: {} })),
    ).toContain('/anwsers');
    for (const path of ['needs?stat=unmet', 'areas?q=1', 'organisations?limit=1&sortt=name'])
      expect(await places(administrator.get<Problem>(`${base}/${path}`))).toHaveLength(1);
    expect((await administrator.get<{ language: string }>('/me')).body.language).toBe('ja');
  });

  it('refuses a cursor that the list did not give out', async () => {
    for (const cursor of ['x', Buffer.from('[1]').toString('base64url'), Buffer.from('{}').toString('base64url')])
      expectProblem(
        await administrator.get<Problem>(`/municipalities/${town.code}/organisations?cursor=${cursor}`),
        422,
        'badCursor',
      );
  });

  it('says in which language it speaks, and how a script says who it is', async () => {
    const reply = await connect(app).ask<Problem>('GET', '/me', undefined, { headers: { 'Accept-Language': 'en' } });
    expectProblem(reply, 401, 'signInNeeded');
    expect(reply.headers.get('content-language')).toBe('en');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="sasaeai"');
    expect((await administrator.get('/me')).headers.get('content-language')).toBe('ja');
  });

  it('asks for a version, and for one that is a number', async () => {
    const url = `/municipalities/${town.code}/organisations/${town.organisation.id}`;
    expectProblem(await administrator.patch<Problem>(url, { note: 'x' }), 428, 'versionNeeded');
    for (const version of ['7', '0', '123456789012']) {
      const reply = await administrator.patch<Problem>(url, { note: 'x' }, { headers: { 'If-Match': version } });
      expectProblem(reply, 428, 'versionUnquoted');
      expect(reply.body.detail).toContain(`"${version}"`);
    }
    for (const version of ['W/"1"', '*', 'x'])
      expectProblem(
        await administrator.patch<Problem>(url, { note: 'x' }, { headers: { 'If-Match': version } }),
        428,
        'versionNeeded',
      );
    expectProblem(await administrator.patch<Problem>(url, { note: 'x' }, { version: 7 }), 409, 'stale');
  });

  it('comes to a stranger before the body has been read', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const path = `/api/municipalities/${town.code}/imports/files?fileName=a.csv`;
      const stranger = request(`${app.url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'text/csv', 'Content-Length': 19_000_000 },
      });
      stranger.on('error', reject).on('response', (response) => {
        resolve(response.statusCode);
        stranger.destroy();
      });
      stranger.write('no more than this is ever sent');
    });
    expect(status).toBe(401);
  });

  it('does not stand in the way when the asker hangs up', async () => {
    const { secret } = (await administrator.post<{ secret: string }>('/me/tokens', { name: '試験' })).body;
    await new Promise<void>((resolve) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': 100, Authorization: `Bearer ${secret}` };
      const cut = request(`${app.url}/api/municipalities/${town.code}/areas`, { method: 'POST', headers });
      cut.on('error', () => resolve());
      cut.write('{');
      setTimeout(() => cut.destroy(), 50);
    });
    expect((await administrator.get('/me')).status).toBe(200);
  });

  it('is a line of the log where somebody may not, with who and which route', async () => {
    const lines: object[] = [];
    const { log } = app.installation;
    app.installation.log = { ...log, info: (details, message) => void lines.push({ ...details, message }) };
    const member = await signIn(app, town.email('member-north'));
    const { id: person } = (await member.get<{ id: string }>('/me')).body;
    expect((await member.get('/municipalities/99901/needs/no-such-need')).status).toBe(404);
    expect((await member.get('/municipalities/99902/needs')).status).toBe(404);
    expect((await member.get('/municipalities/99901/audit')).status).toBe(403);
    app.installation.log = log;
    expect(lines).toMatchObject([
      { path: '/municipalities/{municipality}/needs/{id}', status: 404, code: 'notFound', person, message: 'refused' },
      { path: '/municipalities/{municipality}/needs', status: 404, person, municipality: '99902' },
      { path: '/municipalities/{municipality}/audit', status: 403, code: 'notAllowed', person, municipality: '99901' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('no-such-need');
  });

  it('is logged only when it is the server’s own fault', () => {
    expect(app.logged).toEqual([]);
  });
});
