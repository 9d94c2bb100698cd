import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { Language } from '../../rules/types.ts';
import type { Context, MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid, notFound } from '../kernel/errors.ts';
import { fingerprint, runOnce, type Answer } from '../kernel/idempotency.ts';
import type { Installation } from '../kernel/installation.ts';
import { insertLookLines, keepLooks, lookLines, type LookLine } from '../kernel/looks.ts';
import { allowedBy, shapeWords } from '../kernel/shape-words.ts';
import { inTurn, say } from '../kernel/texts/index.ts';
import { inPassing, inSnapshot, inStrangersTurn, inTransaction, systemAsker } from '../kernel/transaction.ts';
import { noteTrouble } from '../kernel/trouble.ts';
import { writeBeside } from '../kernel/write-beside.ts';
import { refuseDue } from '../settings/sign-in/dues.ts';
import { readKnownBrowser } from '../settings/sign-in/known-browser.ts';
import { enterMunicipality, recogniseSession, recogniseToken, type Beside } from '../settings/sign-in/recognise.ts';
import { startSession } from '../settings/sign-in/user-sessions.ts';
import { describeProblem, languageOf, sendProblem } from './problem.ts';
import {
  bodyLimit,
  fileLimit,
  type AnsweredFile,
  type Input,
  type Reply,
  type Route,
  type Shape,
  type Wire,
} from './route.ts';
import { readCookie, writeCookie, type Cookie } from './session-cookie.ts';
import { readBearer, refuseCrossSite, refuseOtherAddress } from './where-from.ts';

/** Checks a value against its shape; the issues come in the asker's language with JSON pointers. */
function check(shape: Shape, value: unknown, language: Language): unknown {
  const result = shape.safeParse(value, { error: shapeWords[language] });
  if (result.success) {
    const unknown = listDropped(value, result.data);
    if (unknown.length === 0) return result.data;
    throw invalid(
      unknown.map(({ path, name }) => ({
        path,
        code: 'unknown',
        message: say(language, 'settings.issue.unknown', { name }),
      })),
    );
  }
  throw invalid(
    result.error.issues.map((issue) => ({
      path: issue.path.map((part) => `/${String(part)}`).join(''),
      code: issue.code,
      message: issue.message,
      allowed: allowedBy(issue),
    })),
  );
}

/** What was sent and is in no shape, so that a name that is spelt wrong is not taken for one left out. */
function listDropped(given: unknown, kept: unknown, path = ''): { path: string; name: string }[] {
  if (typeof given !== 'object' || given === null || typeof kept !== 'object' || kept === null) return [];
  return Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
    const place = `${path}/${name}`;
    return Object.hasOwn(kept, name)
      ? listDropped(value, (kept as Record<string, unknown>)[name], place)
      : [{ path: place, name }];
  });
}

const noNames = z.object({});

/** Deeper than any form, rule or workflow; what looks through a value may do so by calling itself. */
const mostLevels = 100;
/** A value of what anybody sends takes more bytes than this; checking one that is wrong takes 20 µs. */
const bytesAValue = 50;
const mostInAddress = 1000;

/**
 * PostgreSQL's texts cannot hold the character NUL, and neither database half of a character. Nobody types them, nor
 * lists in lists in lists, nor thousands of values in one request.
 */
function refuseUnstorable(language: Language, mostValues: number, ...values: unknown[]): void {
  let count = 0;
  const refuse = (code: 'nul' | 'deep' | 'many'): never => {
    throw invalid([{ path: '', code, message: say(language, `settings.issue.${code}`) }]);
  };
  let level = values;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostLevels) refuse('deep');
    count += level.length;
    if (count > mostValues) refuse('many');
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) refuse('nul');
      if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
        for (const [key, each] of Object.entries(value)) {
          if (key.includes('\0') || !key.isWellFormed()) refuse('nul');
          below.push(each);
        }
    }
    level = below;
  }
}

/** A body of another type is not silently taken for none. */
function refuseOtherBodies(req: Request, entry: Route): void {
  const isEmpty = req.headers['content-length'] === '0';
  if (entry.body !== 'bytes' && !isEmpty && req.is('json') === false) throw new AppError('wrong-type', 'badType');
}

const readVersion = (req: Request): number => {
  const given = req.headers['if-match'] ?? '';
  if (/^\d+$/.test(given)) throw new AppError('version-required', 'versionUnquoted', { params: { given } });
  const value = /^"(\d{1,9})"$/.exec(given)?.[1];
  if (!value) throw new AppError('version-required', 'versionNeeded');
  return Number(value);
};

const idleMinutesOf = (req: Request): number => Number(req.app.get('sessionIdleMinutes'));

/**
 * The context of who asks: an access token's (`Authorization: Bearer …`), or the session's. A page that asks by itself says so
 * (`X-Sasaeai-Idle`), and does not keep its session alive.
 */
async function recognise(req: Request, ctx: Context, beside: Beside): Promise<Context | null> {
  const bearer = readBearer(req);
  if (bearer) return recogniseToken(ctx, bearer, beside);
  const token = readCookie(req, 'session');
  return token
    ? recogniseSession(ctx, token, {
        idleMinutes: idleMinutesOf(req),
        beside: req.headers['x-sasaeai-idle'] === undefined ? beside : null,
      })
    : null;
}

/** Reads the body, once it is known who sends it. What is too large or no JSON throws; see `describeProblem`. */
async function readBody(req: Request, res: Response, entry: Route): Promise<void> {
  const read =
    entry.body === 'bytes'
      ? express.raw({ type: () => true, limit: fileLimit })
      : express.json({ limit: bodyLimit(entry) });
  await new Promise<void>((resolve, reject) =>
    read(req, res, (error?: unknown) => (error ? reject(error) : resolve())),
  );
}

function readInput(req: Request, entry: Route, language: Language): Input<unknown, unknown, unknown> {
  if (entry.body !== 'bytes') refuseUnstorable(language, bodyLimit(entry) / bytesAValue, req.body);
  return {
    params: entry.params ? check(entry.params, req.params, language) : req.params,
    query: check(entry.query ?? noNames, req.query, language),
    body:
      entry.body === 'bytes'
        ? req.body instanceof Uint8Array
          ? req.body
          : new Uint8Array()
        : entry.body
          ? check(entry.body, req.body ?? {}, language)
          : undefined,
    version: entry.ifMatch ? readVersion(req) : 0,
  };
}

/**
 * Turns an entry of the API into an Express handler: recognise → read and check → prepare → one transaction → answer. What
 * only reads gets a snapshot instead, for which no write has to end.
 */
export function serveRoute(installation: Installation, entry: Route): RequestHandler {
  const readsOnly = entry.method === 'get' || entry.reads === true;
  const run = readsOnly ? inSnapshot : entry.access === 'public' ? inStrangersTurn : inTransaction;
  const serve = async (req: Request, res: Response): Promise<void> => {
    const requestId = String(res.getHeader('X-Request-Id'));
    const written: Promise<void>[] = [];
    const beside: Beside = (what, write) => void written.push(writeBeside(installation, what, write));
    const gone = new AbortController();
    res.once('close', () => void (res.writableFinished || gone.abort()));
    try {
      const language = languageOf(req);
      const asker = { ...systemAsker, language, requestId };
      refuseOtherAddress(req, installation.publicUrl);
      refuseCrossSite(req, installation.publicUrl);
      refuseOtherBodies(req, entry);
      refuseUnstorable(language, mostInAddress, req.params, req.query);
      // Nothing of a stranger's is read or computed before it is clear that it is none.
      if (entry.body || entry.prepare)
        await inPassing(installation, asker, (base) => enter(req, base, entry, beside, installation));
      if (entry.body) await readBody(req, res, entry);
      const wire = wireOf(req, installation, gone.signal);
      const prepared = entry.prepare
        ? await entry.prepare(
            (work, how) =>
              (how === 'reads' ? inSnapshot : run)(installation, asker, async (base) =>
                work(await enter(req, base, entry, beside, installation)),
              ),
            readInput(req, entry, language),
            wire,
          )
        : undefined;
      const lines: LookLine[] = [];
      let file: AnsweredFile | undefined;
      const answer = await run(installation, asker, async (base) => {
        const ctx = await enter(req, base, entry, beside, installation);
        const input = readInput(req, entry, language);
        const handle = async (): Promise<Answer> => {
          const reply = await entry.handle(ctx, input, wire, prepared);
          if (entry.looks && !reply.refusal) {
            const looked = await lookedAt(entry.looks, ctx, reply, input);
            // What is written anyway takes its looks along.
            if (readsOnly) lines.push(...looked);
            else await insertLookLines(ctx.db, looked);
          }
          file = reply.file;
          return toAnswer(entry, reply, language, requestId);
        };
        const key = req.headers['idempotency-key'];
        if (readsOnly || entry.secret || typeof key !== 'string' || key === '') return handle();
        const body =
          entry.body === 'bytes' && req.body instanceof Uint8Array ? req.body : JSON.stringify(req.body ?? null);
        return runOnce(ctx, key, fingerprint(key, req.method, req.originalUrl, body), handle);
      });
      await Promise.all(written);
      if (lines.length > 0) await keepLooks(installation, lines);
      for (const [cookie, value] of wire.cookies) writeCookie(req, res, cookie, value);
      // An answer about people is nobody's to keep. Its ETag is the record's version for If-Match; the answer holds more than the record and may have changed all the same.
      delete req.headers['if-none-match'];
      res.status(answer.status).set({
        'Cache-Control': 'private, no-store',
        'Content-Language': languageOf(req),
        ...(answer.body === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
        ...answer.headers,
      });
      if (file) {
        res.attachment(file.name).type(file.type ?? [entry.file].flat()[0] ?? 'application/octet-stream');
        await pipeline(Readable.from(file.content), res);
        return;
      }
      if (answer.body === '') res.end();
      else res.send(answer.body);
      if (answer.status >= 400) noteRefusal(installation, entry, res, answer.status, readCode(answer.body));
    } catch (error) {
      if (error === gone.signal.reason || gone.signal.aborted) return;
      // A file that breaks off: its reader must not take what came for the whole.
      if (res.headersSent) {
        res.destroy();
        installation.log.error({ err: error, requestId, path: req.path }, 'file broke off');
        return;
      }
      const status = sendProblem(req, res, error, requestId);
      noteRefusal(installation, entry, res, status, error instanceof AppError ? error.code : null);
      if (status >= 500 && !noteTrouble(installation, error))
        installation.log.error({ err: error, requestId, path: req.path }, 'request failed');
    }
  };
  return (req, res) => inTurn(() => serve(req, res));
}

/** May not, is not there for the asker, asked elsewhere, too often: what somebody who tries things out comes by. */
const refusals = [403, 404, 421, 429];

function noteRefusal(
  { log }: Installation,
  { method, path }: Route,
  res: Response,
  status: number,
  code: string | null,
): void {
  if (!refusals.includes(status)) return;
  const person: unknown = res.locals.person ?? null;
  const municipality: unknown = res.req.params.municipality;
  log.info({ method, path, status, code, person, municipality, requestId: res.getHeader('X-Request-Id') }, 'refused');
}

const readCode = (problem: string): string | null => (JSON.parse(problem) as { code?: string }).code ?? null;

/** The context that the route asks for: anybody's, a signed-in user's, or a member's of the municipality. */
async function enter(
  req: Request,
  base: Context,
  entry: Route,
  beside: Beside,
  installation: Installation,
): Promise<Context> {
  if (entry.access === 'public') return base;
  const ctx = await recognise(req, base, beside);
  if (!ctx) throw new AppError('unauthenticated', 'signInNeeded');
  if (req.res) req.res.locals.person = ctx.actor.id;
  if (ctx.token) refuseBeyondToken(ctx.token, entry);
  if (!entry.evenIfDue && ctx.actor.kind === 'user') refuseDue(ctx.actor.due ?? null);
  if (entry.access === 'user') return ctx;
  const inside = enterMunicipality(ctx, String(req.params.municipality));
  if (!inside) throw notFound();
  return installation.enter(inside);
}

/** A token changes nothing of its own account, nor of anybody's here: else it could make itself another that stays. */
function refuseBeyondToken({ scope, kinds }: NonNullable<Context['token']>, entry: Route): void {
  const isRead = entry.method === 'get' || entry.reads === true;
  const isOwn = entry.access !== 'municipality';
  if (entry.person === 'always') throw new AppError('not-allowed', 'tokenNever');
  if ((isOwn || entry.person) && !isRead) throw new AppError('not-allowed', 'tokenOwn');
  if (scope === 'read' && !isRead) throw new AppError('not-allowed', 'tokenReads');
  if (!isOwn && kinds && !entry.anyKind && !kinds.includes(entry.tag)) {
    const params = { kind: entry.tag, kinds: kinds.join(', ') };
    throw new AppError('not-allowed', 'tokenKinds', { params });
  }
}

async function lookedAt(
  looks: NonNullable<Route['looks']>,
  ctx: Context,
  reply: Reply,
  input: Input<unknown, unknown, unknown>,
): Promise<LookLine[]> {
  // Residents are a municipality's: `route` takes `looks` for no other access.
  const inside = ctx as MunicipalContext;
  const shown = looks === 'given' ? reply.looks : await looks(inside, reply.body, input);
  if (!shown) throw new Error('the handler did not say who was looked at');
  return lookLines(inside, shown);
}

function toAnswer(entry: Route, reply: Reply, language: Language, requestId: string): Answer {
  if (reply.refusal) return describeProblem(reply.refusal, language, requestId);
  return {
    status: reply.status ?? entry.status ?? (entry.answer || entry.file ? 200 : 204),
    headers: { ...reply.headers, ...(reply.version === undefined ? {} : { ETag: `"${reply.version}"` }) },
    body: reply.body === undefined ? '' : JSON.stringify(reply.body),
  };
}

function wireOf(
  req: Request,
  installation: Installation,
  gone: AbortSignal,
): Wire & { cookies: Map<Cookie, string | null> } {
  const cookies = new Map<Cookie, string | null>();
  return {
    cookies,
    installation,
    gone,
    address: req.ip ?? '',
    // In development only: a stranger's Host must not stand in a link.
    origin: installation.publicUrl ?? `${req.protocol}://${req.get('host')}`,
    demo: req.app.get('demo') === true,
    sessionIdleMinutes: idleMinutesOf(req),
    signIn: async (ctx, user) => {
      cookies.set(
        'session',
        await startSession(ctx, user, { token: readCookie(req, 'session'), userAgent: req.headers['user-agent'] }),
      );
    },
    signOut: () => void cookies.set('session', null),
    knownBrowser: readKnownBrowser(installation, readCookie(req, 'known'), installation.clock()),
    rememberBrowser: (text) => void cookies.set('known', text),
  };
}
