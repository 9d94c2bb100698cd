import type { Request } from 'express';
import { AppError } from '../kernel/errors.ts';

/**
 * The access token that a request brings, if it is one of ours. What else stands in `Authorization` (a proxy's own sign-in, say)
 * is none of our business: browsers send it by themselves, so such a request is its cookie's.
 */
export const readBearer = (req: Request): string | undefined =>
  /^Bearer (sasaeai_\S+)$/i.exec(req.headers.authorization ?? '')?.[1];

/**
 * A page of another site cannot make a signed-in browser write here: browsers say where a request comes from.
 * Requests with an access token have no cookie to be misused. `publicUrl` is what `Origin` must be where it is set.
 */
export function refuseCrossSite(req: Request, publicUrl: string | null): void {
  if (req.method === 'GET' || req.method === 'HEAD' || readBearer(req) !== undefined) return;
  const site = req.headers['sec-fetch-site'];
  const origin = req.headers.origin;
  // A page that hides where it comes from sends the origin `null`.
  const isOurs =
    publicUrl === null
      ? (from: string) => URL.parse(from)?.host === req.headers.host
      : (from: string) => from === publicUrl;
  const foreign = site ? site !== 'same-origin' && site !== 'none' : origin !== undefined && !isOurs(origin);
  if (foreign) throw new AppError('not-allowed', 'crossSite');
}

/**
 * Refuses what a browser asks at another address than `PUBLIC_URL`: its cookie belongs to that one, and would be lost in
 * silence. Mostly it is a proxy that does not pass on which host and scheme it was asked for; the error says what came.
 */
export function refuseOtherAddress(req: Request, publicUrl: string | null): void {
  if (publicUrl === null || readBearer(req) !== undefined) return;
  const came = `${req.protocol}://${req.host}`;
  if (URL.parse(came)?.origin !== publicUrl)
    throw new AppError('misdirected', 'otherAddress', { params: { came, publicUrl } });
}
