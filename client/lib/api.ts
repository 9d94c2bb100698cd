import i18n from 'i18next';
import { isIdle } from './activity.ts';
import type { Problem } from './contract.ts';

/** Of a list each value is sent under the name. */
export type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

/** The server's "no", as it said it (RFC 9457). `code` is stable, `title` and `detail` are for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  /** When to ask again, in seconds, where the server says so. */
  readonly retryAfter: number | undefined;
  constructor(problem: Problem, retryAfter?: number) {
    super(problem.title);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
  get status(): number {
    return this.problem.status;
  }
}

/** No answer came: the network or the server is away. Nothing is known about whether a write arrived. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** It passes by itself (no answer, or the server's database is away): the same may be asked again. Whether a write was stored is not known. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof ApiProblem && [502, 503, 504].includes(error.status));

export type Write = {
  /** The version that was seen; goes in `If-Match`. */
  version?: number;
  /** Repeat with the same key and the server does the work once. */
  key?: string;
  query?: Query;
};

/** `GET /api{path}`. Throws ApiProblem or Unreachable. */
export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return ask<T>('GET', path, { query, signal });
}

/** A write. A `Blob` goes as `application/octet-stream`, everything else as JSON. Throws ApiProblem or Unreachable. */
export function send<T>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  write: Write = {},
): Promise<T> {
  return ask<T>(method, path, { body, ...write, key: write.key ?? crypto.randomUUID() });
}

/**
 * Hands a file over as its bytes. `onShare` is told how much of it has gone, from 0 to 1. Throws ApiProblem, Unreachable, or the signal's reason where it was
 * aborted. Not by `fetch`, which does not tell.
 */
export function upload<T>(
  path: string,
  file: Blob,
  { query, onShare, signal }: { query: Query; onShare: (share: number) => void; signal: AbortSignal },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api${path}${toSearch(query)}`);
    for (const [name, value] of toHeaders(new Blob(), undefined, crypto.randomUUID()))
      request.setRequestHeader(name, value);
    const stop = (): void => request.abort();
    signal.addEventListener('abort', stop);
    request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0));
    request.addEventListener('loadend', () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) return reject(new Error('stopped', { cause: signal.reason }));
      if (request.status === 0) return reject(new Unreachable('unreachable'));
      const answer = parseJson(request.responseText);
      if (request.status >= 400) return reject(new ApiProblem(toProblem(answer, request)));
      resolve(answer as T);
    });
    request.send(file);
  });
}

/** A file that is being sent: how many rows it will have, and what its progress is asked by. */
export type FileBegun = { id: string; rows: number };

/** A file that the server makes, with the name it gave it. Throws ApiProblem or Unreachable, or what ended `signal`. */
export async function getFile(
  path: string,
  query?: Query,
  { signal, onBegin }: { signal?: AbortSignal; onBegin?: (begun: FileBegun) => void } = {},
): Promise<{ name: string; content: Blob }> {
  const init = { headers: toHeaders(undefined), ...(signal ? { signal } : {}) };
  const response = await reach(`/api${path}${toSearch(query)}`, init);
  if (!response.ok) throw new ApiProblem(toProblem(await readJson(response), response));
  const id = response.headers.get('X-Export-Id');
  if (id) onBegin?.({ id, rows: Number(response.headers.get('X-Total-Rows')) });
  const name = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  try {
    return { name: name ?? 'file', content: await response.blob() };
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Unreachable('broken off', { cause });
  }
}

type Options = Write & { body?: unknown; signal?: AbortSignal };

async function ask<T>(method: string, path: string, { body, query, version, key, signal }: Options): Promise<T> {
  const response = await reach(`/api${path}${toSearch(query)}`, {
    method,
    signal,
    body: toBody(body),
    headers: toHeaders(body, version, key),
  });
  const answer = await readJson(response);
  if (!response.ok)
    throw new ApiProblem(toProblem(answer, response), Number(response.headers.get('Retry-After')) || undefined);
  return answer as T;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Unreachable('unreachable', { cause });
  }
}

function toHeaders(body: unknown, version?: number, key?: string): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': i18n.language });
  if (body !== undefined)
    headers.set('Content-Type', body instanceof Blob ? 'application/octet-stream' : 'application/json');
  if (version !== undefined) headers.set('If-Match', `"${version}"`);
  if (key) headers.set('Idempotency-Key', key);
  if (isIdle()) headers.set('X-Sasaeai-Idle', '1');
  return headers;
}

function toBody(body: unknown): BodyInit | undefined {
  if (body === undefined || body instanceof Blob) return body;
  return JSON.stringify(body);
}

/** `?a=1&b=2` without what is empty; nothing at all gives an empty string. */
export function toSearch(query: Query = {}): string {
  const filled = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .flatMap((item) => (item === undefined || item === null || item === '' ? [] : [[name, String(item)]])),
  );
  return filled.length ? `?${new URLSearchParams(filled)}` : '';
}

async function readJson(response: Response): Promise<unknown> {
  return parseJson(await response.text().catch(() => ''));
}

function parseJson(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function toProblem(answer: unknown, response: Pick<Response, 'status'>): Problem {
  if (answer && typeof answer === 'object' && 'code' in answer && 'title' in answer)
    return { status: response.status, type: 'about:blank', ...answer } as Problem;
  return {
    type: 'about:blank',
    title: i18n.t('common:error.unexpected'),
    status: response.status,
    code: `http-${response.status}`,
  };
}
