import type { Request, Response } from 'express';
import type { Language } from '../../rules/types.ts';
import { AppError, notFound, type ErrorKind } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { ofDatabase } from '../kernel/trouble.ts';

const statuses: Record<ErrorKind, number> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  'not-allowed': 403,
  'not-found': 404,
  'wrong-method': 405,
  conflict: 409,
  'version-required': 428,
  'too-many': 429,
  'too-large': 413,
  'wrong-type': 415,
  misdirected: 421,
  unavailable: 503,
};

/** The asker's language: what the request prefers of the two that we speak. */
export const languageOf = (req: Request): Language => (req.acceptsLanguages('ja', 'en') === 'en' ? 'en' : 'ja');

const sayBytes = (bytes: number): string => (bytes < 1_048_576 ? `${bytes / 1024} KB` : `${bytes / 1_048_576} MB`);

/** The database's, Express's and body-parser's own errors, in our words. */
function translate(error: unknown): unknown {
  const known = ofDatabase(error);
  if (known) return known;
  // A path like `/%E0%A4%A`: no record has such an id.
  if (error instanceof URIError) return notFound();
  if (!(error instanceof Error) || !('type' in error)) return error;
  if (error.type === 'entity.too.large')
    return new AppError('too-large', 'tooLarge', {
      params: { limit: 'limit' in error ? sayBytes(Number(error.limit)) : '' },
      cause: error,
    });
  if ('status' in error && error.status === 415) return new AppError('wrong-type', 'badType', { cause: error });
  return 'status' in error && Number(error.status) < 500
    ? new AppError('malformed', 'badJson', { cause: error })
    : error;
}

/** Any error as a problem (RFC 9457). What was not thrown on purpose is a 500 with its number and nothing else. */
export function describeProblem(
  thrown: unknown,
  language: Language,
  requestId: string,
): { status: number; headers: Record<string, string>; body: string } {
  const error = translate(thrown);
  const known = error instanceof AppError ? error : null;
  const code = known?.code ?? 'internal';
  const status = known ? statuses[known.kind] : 500;
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Language': language,
      // How a script may say who it is. Browsers, which have a page for it, ask nobody.
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="sasaeai"' } : {}),
      ...known?.extras.headers,
      ...(known?.extras.retryAfter ? { 'Retry-After': String(known.extras.retryAfter) } : {}),
    },
    body: JSON.stringify({
      type: `/problems/${code}`,
      status,
      code,
      requestId,
      title: say(language, `errors.${code}.title`, { ...known?.extras.params, requestId }),
      detail: say(language, `errors.${code}.detail`, { ...known?.extras.params, requestId }),
      issues: known?.extras.issues,
      current: known?.extras.current,
      changes: known?.extras.changes,
    }),
  };
}

/** Answers any error as `application/problem+json`, and says with which status. */
export function sendProblem(req: Request, res: Response, thrown: unknown, requestId: string): number {
  const { status, headers, body } = describeProblem(thrown, languageOf(req), requestId);
  res.status(status).set(headers).send(body);
  return status;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The same as a page, for who asked for one. */
export function sendProblemPage(req: Request, res: Response, thrown: unknown, requestId: string): number {
  const language = languageOf(req);
  const { status, headers, body } = describeProblem(thrown, language, requestId);
  const { title, detail } = JSON.parse(body) as { title: string; detail: string };
  // Where it should have been asked, if that is what it is about.
  const right = thrown instanceof AppError ? thrown.extras.params?.publicUrl : undefined;
  const link = typeof right === 'string' ? `<p><a href="${escape(right)}">${escape(right)}</a></p>` : '';
  res.status(status).set({ ...headers, 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
    .send(`<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<body style="font-family:sans-serif;line-height:1.7;max-width:40rem;margin:3rem auto;padding:0 1rem"><h1 style="font-size:1.5rem">${escape(title)}</h1><p>${escape(detail)}</p>${link}</body></html>\n`);
  return status;
}
