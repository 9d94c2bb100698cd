import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { ImportPreview } from '../../server/imports/types.ts';
import { insertAccessToken } from '../../server/settings/sign-in/access-tokens-store.ts';
import { hashToken } from '../../server/settings/sign-in/recognise.ts';
import { insertMembership } from '../../server/settings/users/memberships-store.ts';
import { insertUser } from '../../server/settings/users/store.ts';
import { createTown, startTestApp, type TestApp, type Town } from '../support/app.ts';
import { canSeeProcesses, childrenOf, isAlive, memoryOf } from '../support/processes.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import {
  listCells,
  pack,
  packRepeated,
  sheetHead,
  sheetTail,
  workbookOf,
  workbookOfCells,
} from '../support/workbooks.ts';

let app: TestApp;
let town: Town;
let server: ServerProcess;
let url: string;
/** Access tokens, each of another administrator of the whole town. */
let clerks: string[];
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  server = startServer(app.databaseUrl);
  url = await server.url;
  clerks = await Promise.all(Array.from({ length: 13 }, addClerk));
});
afterAll(async () => {
  server.kill('SIGKILL');
  await server.ended;
  await app.close();
});

async function addClerk(_: unknown, number: number): Promise<string> {
  const { db, newId } = app.installation;
  const [id, secret, at] = [newId(), `sasaeai_${uuid()}`, '2026-11-23T00:00:00.000Z'];
  await insertUser(db, {
    id,
    municipality_id: town.id,
    email: `clerk${number}@${town.code}.example`,
    name: '係の人',
    name_kana: '',
    password_hash: '',
    password_set_at: null,
    created_by: null,
    language: 'ja',
    demo: 0,
    credentials: 1,
    last_seen_at: null,
    disabled_at: null,
    created_at: at,
    version: 1,
  });
  await insertMembership(db, {
    id: newId(),
    user_id: id,
    municipality_id: town.id,
    area_id: town.areas.root.id,
    role: 'administrator',
    organisation_id: null,
    starts_on: '2020-04-01',
    ends_on: null,
    version: 1,
  });
  await insertAccessToken(db, {
    id: newId(),
    user_id: id,
    name: '試験',
    hash: hashToken(secret),
    credentials: 1,
    scope: 'write',
    kinds: null,
    created_at: at,
    expires_at: '2099-01-01T00:00:00.000Z',
    last_used_at: null,
    revoked_at: null,
  });
  return secret;
}

type Body = Partial<ImportPreview> & { code?: string; issues?: { code: string; message: string }[] };
type Reply = { status: number; retryAfter: number; body: Body };

const handed = new Map<string | undefined, Map<Uint8Array, Promise<string>>>();

/** The id of a list that the clerk has handed over, once each. */
function hand(clerk: string | undefined, bytes: Uint8Array): Promise<string> {
  const own = handed.get(clerk) ?? new Map<Uint8Array, Promise<string>>();
  handed.set(clerk, own);
  const id =
    own.get(bytes) ??
    fetch(`${url}/api/municipalities/${town.code}/imports/files?fileName=list.xlsx`, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { Authorization: `Bearer ${clerk}` },
    }).then(async (response) => ((await response.json()) as { id: string }).id);
  own.set(bytes, id);
  return id;
}

async function preview(
  clerk: string | undefined,
  bytes: Uint8Array,
  options: { language?: string; signal?: AbortSignal; at?: string } = {},
): Promise<Reply> {
  const imports = `${options.at ?? url}/api/municipalities/${town.code}/imports`;
  const headers = { Authorization: `Bearer ${clerk}`, 'Accept-Language': options.language ?? 'ja' };
  const response = await fetch(`${imports}/preview`, {
    method: 'POST',
    body: JSON.stringify({ fileId: await hand(clerk, bytes) }),
    headers: { ...headers, 'Content-Type': 'application/json' },
    signal: options.signal ?? null,
  });
  return {
    status: response.status,
    retryAfter: Number(response.headers.get('retry-after')),
    body: (await response.json()) as Body,
  };
}

/** What was hung up on may be under way a moment longer. */
async function previewInTurn(clerk: string | undefined, bytes: Uint8Array): Promise<Reply> {
  for (let tries = 0; tries < 300; tries++) {
    const reply = await preview(clerk, bytes);
    if (reply.status !== 429) return reply;
    await wait(100);
  }
  throw new Error('refused for ever');
}

/** Looks at the server until the work is done: the longest wait for a simple answer, and the most memory. */
async function watching<T>(work: () => Promise<T>): Promise<{ result: T; slowestMs: number; memoryMb: number }> {
  let [slowestMs, memoryMb, done] = [0, 0, false];
  const look = async (): Promise<void> => {
    while (!done) {
      const start = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      slowestMs = Math.max(slowestMs, performance.now() - start);
      if (canSeeProcesses) memoryMb = Math.max(memoryMb, memoryOf(server.pid));
      await wait(50);
    }
  };
  const looking = look();
  const result = await work().finally(() => (done = true));
  await looking;
  return { result, slowestMs, memoryMb };
}

/** Does it come true within a quarter of a minute? The machine may be busy. */
async function until(isSo: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 750 && !isSo(); tries++) await wait(20);
  return isSo();
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const row = '<row><c t="inlineStr"><is><t>ふれあいサロンふれあいサロン</t></is></c><c><v>1</v></c></row>';
const repeated = (name: string) => packRepeated(name, sheetHead, row.repeat(8000), 2600, sheetTail);

const bombs: [name: string, bytes: () => Uint8Array, code: string][] = [
  ['one cell at XFD1048576', () => workbookOfCells([...listCells, ['XFD1048576', 'x']]), 'farCell'],
  ['a stray cell at AZ1048576', () => workbookOfCells([...listCells, ['AZ1048576', 'x']]), 'farCell'],
  ['eight megabytes of repeated rows', () => workbookOf(repeated), 'tooManyRows'],
  [
    'repeated rows that the archive says are ten bytes',
    () => workbookOf((name) => ({ ...repeated(name), size: 10 })),
    'notTable',
  ],
  [
    'a gigabyte of one text',
    () =>
      workbookOf((name) =>
        packRepeated(
          name,
          `${sheetHead}<row><c t="inlineStr"><is><t>`,
          'あ'.repeat(350_000),
          1000,
          `</t></is></c></row>${sheetTail}`,
        ),
      ),
    'tooMuchUnpacked',
  ],
  [
    'a gigabyte of shared words',
    () =>
      workbookOf(
        (name) => pack(name, sheetHead + sheetTail),
        (name) => packRepeated(name, '<sst>', '<si><t>x</t></si>'.repeat(60_000), 1000, '</sst>'),
      ),
    'tooMuchUnpacked',
  ],
  [
    'elements within elements',
    () => workbookOf((name) => packRepeated(name, sheetHead, '<x>'.repeat(100_000), 600, sheetTail)),
    'notTable',
  ],
  [
    'a cell merged over a million rows, half a million times',
    () =>
      workbookOf((name) =>
        pack(
          name,
          `${sheetHead}<row><c><v>1</v></c></row></sheetData><mergeCells>${'<mergeCell ref="A1:A1048576"/>'.repeat(500_000)}</mergeCells></worksheet>`,
        ),
      ),
    'tooManyCells',
  ],
  [
    'an archive cut in half',
    () => {
      const whole = workbookOfCells(listCells);
      return whole.subarray(0, whole.length / 2);
    },
    'notTable',
  ],
  [
    'a CSV of 200,000 columns',
    () => utf8(`${Array.from({ length: 200_000 }, (_, at) => `c${at}`).join()}\n${'1,'.repeat(200_000)}\n`),
    'farCell',
  ],
  ['a CSV of more rows than there are people', () => utf8(`名称,住所\n${'x,\n'.repeat(6_000_000)}`), 'tooManyRows'],
];

/** A file whose reading takes a while: a great many rows without a value. */
const smallFile = workbookOfCells(listCells);
const slowFile = workbookOf((name) =>
  packRepeated(name, sheetHead, '<row><c/><c/><c/><c/></row>'.repeat(5000), 1400, sheetTail),
);

describe('files that would take the server', () => {
  it('are refused in words, all at once, and nobody waits', async () => {
    const files = bombs.map(([, make]) => make());
    const { result, slowestMs, memoryMb } = await watching(() =>
      Promise.all(files.map((bytes, at) => preview(clerks[at], bytes))),
    );
    for (const [at, { status, body }] of result.entries()) {
      const [name, , code] = bombs[at]!;
      // On a machine with much else to do, time may run out before the limit is reached.
      expect([name, status, body.issues?.length]).toEqual([name, 422, 1]);
      expect([code, 'tooSlow']).toContain(body.issues?.[0]?.code);
    }
    for (const { body } of result) expect(body.issues?.[0]?.message).toMatch(/^「list\.xlsx」.*[ぁ-ん].*。$/);
    expect(slowestMs).toBeLessThan(5000);
    expect(memoryMb).toBeLessThan(600);
  }, 240_000);

  it('are refused in English too', async () => {
    const { body } = await preview(clerks[0], workbookOfCells([...listCells, ['XFD1048576', 'x']]), { language: 'en' });
    expect(body.issues?.[0]?.message).toBe(
      '"list.xlsx" has a value in XFD1048576. Up to row 200000 and column 500 can be read. Remove values left far away from the list.',
    );
  });

  it('wait for each other, ten of them; whoever comes then is asked to come again, as is one who has sent one already', async () => {
    const hangUp = new AbortController();
    const places = 10 + (availableParallelism() >= 4 ? 2 : 1);
    const holders = clerks.slice(0, places);
    // Uploads take their time too, in which what came first would be read already.
    await Promise.all(holders.map((clerk) => hand(clerk, slowFile)));
    await Promise.all([clerks[0], clerks[places]].map((clerk) => hand(clerk, smallFile)));
    /** Asks again as soon as it is answered, so that no place is free for long. */
    const hold = async (clerk: string): Promise<void> => {
      while (!hangUp.signal.aborted) {
        const reply = await preview(clerk, slowFile, { signal: hangUp.signal }).catch(() => null);
        if (reply?.status === 429) await wait(20);
      }
    };
    const held = holders.map(hold);
    /** As long as there is a place a further one is taken; it is hung up on then, later each time: the machine may be busy. */
    const refusalOf = async (clerk: string | undefined, code: string): Promise<Reply> => {
      for (let tries = 0; tries < 60; tries++) {
        const patience = Math.min(10_000, 200 * (tries + 1));
        const reply = await preview(clerk, smallFile, { signal: AbortSignal.timeout(patience) }).catch(() => null);
        // One that was hung up on may still be under way.
        if (reply?.body.code === code) return reply;
      }
      throw new Error('never refused');
    };
    try {
      const own = await refusalOf(clerks[0], 'fileUnderway');
      expect([own.status, own.retryAfter]).toEqual([429, 5]);
      const another = await refusalOf(clerks[places], 'filesBusy');
      expect([another.status, another.retryAfter]).toEqual([429, 30]);
    } finally {
      // Whatever came of it: what is still held would keep those after it waiting.
      hangUp.abort();
      await Promise.all(held);
    }
    expect((await previewInTurn(clerks[places], smallFile)).body.counts?.rows).toBe(1);
  }, 240_000);
});

describe.runIf(canSeeProcesses)('the process that reads files', () => {
  const findChild = async (pid: number) => {
    for (let tries = 0; tries < 1000; tries++) {
      const [child] = childrenOf(pid);
      if (child && child.nice > 0) return child;
      await wait(20);
    }
    throw new Error('there is no child');
  };

  it('gives way to the server, and when it dies the file is refused', async () => {
    const reading = preview(clerks[0], slowFile);
    const child = await findChild(server.pid);
    expect(child.nice).toBe(10);
    process.kill(child.pid, 'SIGKILL');
    const { status, body } = await reading;
    expect([status, body.issues?.map(({ code }) => code)]).toEqual([422, ['died']]);
    expect(await until(() => server.said().includes('a file could not be read'))).toBe(true);
  }, 240_000);

  it('ends when whoever sent the file has hung up, who may then send another', async () => {
    const hangUp = new AbortController();
    const reading = preview(clerks[0], slowFile, { signal: hangUp.signal }).catch(() => null);
    const child = await findChild(server.pid);
    hangUp.abort();
    await reading;
    expect(await until(() => !isAlive(child.pid))).toBe(true);
    expect((await previewInTurn(clerks[0], smallFile)).status).toBe(200);
  }, 240_000);

  it('does not outlive the server', async () => {
    const doomed = startServer(app.databaseUrl);
    const reading = preview(clerks[0], slowFile, { at: await doomed.url }).catch(() => null);
    const child = await findChild(doomed.pid);
    await wait(300);
    doomed.kill('SIGKILL');
    await doomed.ended;
    await reading;
    expect(await until(() => !isAlive(child.pid))).toBe(true);
  }, 240_000);
});
