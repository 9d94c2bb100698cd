import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problem } from '../../../server/http/contract.ts';
import type { Client, Reply } from '../../support/app.ts';
import { latinIn, sentencesIn } from '../../support/latin.ts';
import { placesOf, spoil } from '../../support/spoil.ts';
import { routeOf, versionNamed } from '../permissions/ask-row.ts';
import type { Asker } from '../permissions/askers.ts';
import { makeRecords, type Records } from '../permissions/records.ts';
import { isRead, table, type Row } from '../permissions/table.ts';

/*
 * Every route is asked its good question again and again with one thing in it gone bad. Whatever comes, the server is never
 * at fault (no 5xx), and what it refuses it refuses in the form that is promised and has changed nothing.
 */
let records: Records;

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** What JSON can carry and nobody asked for. */
const hostile: readonly unknown[] = [
  null,
  '',
  'a\0b',
  '\uD800',
  '%_\\\'";--',
  'あ'.repeat(20_000),
  '2026-02-30',
  '9999-12-31',
  '0000-01-01',
  'constructor',
  -1,
  1.5,
  2 ** 31,
  1e308,
  true,
  [],
  JSON.parse('{"__proto__":{"x":1},"constructor":1,"":0}'),
  Array(300).fill('x'),
  JSON.parse(nested(150)),
];
const hostileWords: readonly string[] = [
  '',
  '%00',
  '%ED%A0%80',
  '%25',
  '-1',
  '0',
  '100000',
  '1.5',
  '99999999999999999999',
  '9999-12-31',
  '__proto__',
  'x'.repeat(600),
];
/** Cursors that no list gave out, of one to three parts. */
const cursors = [
  ['a'],
  [1e308],
  ['\0'],
  ['\0', '\0'],
  [1, 2],
  ['x', 'y'],
  ['x', 5],
  [9e15, 'x'],
  [1, '\0', '\0'],
  ['2026-01-01', 1e99, 'x'],
  [null],
  { a: 1 },
  'x',
].map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
const versions = ['"0"', '-1', '2147483648', '99999999999999999999', '"1", "2"', '1.5', '*'];

const endings = ['closed', 'disabled', 'retired'];

/** One in so many of a list, the next place gets the next: all are tried, but not everywhere. */
const oneIn = <T>(every: number, list: readonly T[], from: number): T[] =>
  list.filter((_each, index) => (index + from) % every === 0);

const namesOf = (shape: unknown): string[] => (shape instanceof z.ZodObject ? Object.keys(shape.shape) : []);

type Try = { what: string; url?: string; body?: unknown; headers?: Record<string, string> };

function* triesOf(row: Row, url: string, body: unknown, every: number): Generator<Try> {
  const entry = routeOf(row)!;
  const [place = '', query = ''] = url.split('?');
  const pieces = entry.path.split('/');
  for (const [index, piece] of pieces.entries())
    if (piece.startsWith('{') && piece !== '{municipality}')
      for (const word of oneIn(every, hostileWords, index))
        yield {
          what: `${piece} ${word.slice(0, 30)}`,
          url: `${place.split('/').with(index, word).join('/')}?${query}`,
        };
  for (const [index, name] of namesOf(entry.query).entries()) {
    const rest = new URLSearchParams(query);
    rest.delete(name);
    for (const word of oneIn(every, name === 'cursor' ? cursors : hostileWords, index))
      yield { what: `?${name}=${word.slice(0, 30)}`, url: `${place}?${rest}&${name}=${word}` };
    yield { what: `?${name} twice`, url: `${place}?${rest}&${name}=1&${name}=2` };
  }
  if (entry.body instanceof z.ZodType)
    for (const [index, at] of [
      ...placesOf(body),
      ...namesOf(entry.body)
        .filter((name) => !(name in (body as object)))
        .map((name) => [name]),
    ].entries())
      // What is closed, disabled or retired by a good `true` would be missing to the other rows.
      for (const bad of oneIn(every, hostile, index))
        if (bad !== true || !endings.includes(String(at.at(-1))))
          yield { what: `/${at.join('/')} = ${JSON.stringify(bad).slice(0, 60)}`, body: spoil(body, at, bad) };
  if (entry.ifMatch)
    for (const version of versions) yield { what: `If-Match ${version}`, headers: { 'If-Match': version } };
}

const counted = [
  'audit',
  'events',
  'effects',
  'submissions',
  'decisions',
  'decision_cases',
  'definitions',
  'access_tokens',
  'memberships',
  'idempotency_keys',
];

/** What no change leaves as it was: each has its line in the audit. */
async function measure(): Promise<string> {
  const answer: { rows?: object[] } | object[] = await records.app.installation.db.raw(
    `select ${counted.map((name) => `(select count(*) from ${name}) as ${name}`).join(', ')}`,
  );
  return JSON.stringify(Array.isArray(answer) ? answer : answer.rows);
}

function whatIsWrong(reply: Reply<unknown>): string | null {
  if (reply.status >= 500)
    return `${reply.status} (${String(Object.values(records.app.logged.at(-1) ?? {})[0]).slice(-200)})`;
  if (reply.status < 400) return null;
  const isExplained =
    reply.headers.get('content-type') === 'application/problem+json; charset=utf-8' &&
    problem.strict().safeParse(reply.body).success;
  if (!isExplained) return `${reply.status} without a problem`;
  const { title, detail = '', issues = [] } = reply.body as z.infer<typeof problem>;
  const foreign = [title, detail, ...issues.map((issue) => issue.message)].flatMap((text) => latinIn(text));
  return foreign.length === 0 ? null : `${reply.status} in another language: ${foreign.join(' ')}`;
}

/** Asks everything that a row gives, as the first who may; answers what went wrong. */
async function tryRow(row: Row, every: number): Promise<string[]> {
  const asker = row.may.split(' ').find((candidate) => candidate !== 'anonymous') as Asker;
  const client: Client = records.askers.clients[asker];
  const request = row.ask(records, asker, row.made ? await records.make[row.made]() : '');
  const url = request.path.startsWith('/')
    ? request.path
    : `/municipalities/${records.town.code}${request.path === '' ? '' : `/${request.path}`}`;
  const method = row.route.split(' ')[0]!.toUpperCase();
  const look = async (): Promise<{ version: string; measured: string }> => {
    return {
      version: `"${(await versionNamed(records, request.version)) ?? 0}"`,
      measured: isRead(row) ? '' : await measure(),
    };
  };
  const wrong: string[] = [];
  let before = await look();
  for (const attempt of triesOf(row, url, request.body, every)) {
    const reply = await client.ask(method, attempt.url ?? url, 'body' in attempt ? attempt.body : request.body, {
      headers: { ...(request.version !== undefined ? { 'If-Match': before.version } : {}), ...attempt.headers },
    });
    const after = isRead(row) ? before : await look();
    const fault =
      whatIsWrong(reply) ??
      (reply.status < 400 || after.measured === before.measured ? null : `changed something by ${reply.status}`);
    if (fault) wrong.push(`${attempt.what}: ${fault}`);
    before = after;
  }
  return wrong;
}

/** The tests. At each place one in `every` of what is hostile is tried. */
export function describeHostileQuestions(every: number): void {
  beforeAll(async () => {
    records = await makeRecords();
  });
  afterAll(() => records.app.close());

  describe('nothing that is asked makes the server fail', () => {
    // Failed sign-ins and passwords are counted; the others end the sessions of whoever asks.
    const counted = ['post /session', 'post /me/password', 'post /me/second-factor'];
    const apart = [...counted, 'post /me/invitations', 'delete /me/sessions', 'delete /me/sessions/{id}'];
    const isApart = (row: Row): boolean => row.may === '' || row.alone === true || apart.includes(row.route);
    // Settings last: the others live on them.
    const rows = table
      .filter((row, index) => !isApart(row) && table.findIndex((other) => other.route === row.route) === index)
      .toReversed();
    it.each(rows.map((row) => ({ name: row.route, row })))('$name', async ({ row }) => {
      expect(await tryRow(row, every)).toEqual([]);
    });
  });

  describe('a definition gone bad is told so', () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    it.each([
      ['form', 'forms/library/need-intake.form.json'],
      ['rules', 'rules/library/referral.rules.json'],
      ['rules', 'rules/library/escalation.rules.json'],
      ['workflow', 'workflows/library/ishinomaki.workflow.json'],
    ])('%s %s', async (kind, file) => {
      const body: unknown = JSON.parse(await readFile(path.join(root, file), 'utf8'));
      const { administrator } = records.askers.clients;
      const wrong: string[] = [];
      for (const [index, at] of oneIn(every, placesOf(body), 0).entries()) {
        const bad = hostile[(index * 7) % hostile.length];
        const reply = await administrator.post(`/municipalities/${records.town.code}/definitions/${kind}`, {
          body: spoil(body, at, bad),
          reason: '試し',
          checkOnly: true,
        });
        const { issues = [] } = reply.body as Pick<z.infer<typeof problem>, 'issues'>;
        const foreign = issues.flatMap(({ message }) => sentencesIn(message));
        const fault = whatIsWrong(reply) ?? (foreign.length > 0 ? `in another language: ${foreign.join(' | ')}` : null);
        if (fault) wrong.push(`/${at.join('/')} = ${JSON.stringify(bad).slice(0, 60)}: ${fault}`);
      }
      expect(wrong).toEqual([]);
    });
  });
}
