import type { Request, Response } from 'express';
import type { Language } from '../../rules/types.ts';
import { AppError, notFound, type ErrorKind } from '../services/errors.ts';
import { toUnavailable } from '../services/trouble.ts';
import { say } from '../texts/index.ts';

const statuses: Record<ErrorKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  'not-allowed': 403,
  'not-found': 404,
  conflict: 409,
  'version-required': 428,
  'too-many': 429,
  'too-large': 413,
  unavailable: 503,
};

/** The asker's language: what the request prefers of the two that we speak. */
export const languageOf = (req: Request): Language => (req.acceptsLanguages('ja', 'en') === 'en' ? 'en' : 'ja');

/** The database's, Express's and body-parser's own errors, in our words. */
function translate(error: unknown): unknown {
  const unavailable = toUnavailable(error);
  if (unavailable) return unavailable;
  // A path like `/%E0%A4%A`: no record has such an id.
  if (error instanceof URIError) return notFound();
  if (!(error instanceof Error) || !('type' in error)) return error;
  if (error.type === 'entity.too.large') return new AppError('too-large', 'tooLarge', { params: { limit: 'limit' in error ? `${Number(error.limit) / 1_048_576} MB` : '' }, cause: error });
  return 'status' in error && Number(error.status) < 500 ? new AppError('invalid', 'badJson', { cause: error }) : error;
}

/** Any error as a problem (RFC 9457). What was not thrown on purpose is a 500 with its number and nothing else. */
export function describeProblem(thrown: unknown, language: Language, requestId: string): { status: number; headers: Record<string, string>; body: string } {
  const error = translate(thrown);
  const known = error instanceof AppError ? error : null;
  const code = known?.code ?? 'internal';
  const status = known ? statuses[known.kind] : 500;
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json; charset=utf-8', ...(known?.extras.retryAfter ? { 'Retry-After': String(known.extras.retryAfter) } : {}) },
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
