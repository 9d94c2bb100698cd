import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { longestSessionMinutes } from '../services/session-limits.ts';

/** With `__Host-` a browser takes the cookie only as `Secure`, from this very host, and nobody beside it can set another. */
const nameOf = (req: Request): string => (req.app.get('secureCookies') === true ? '__Host-sasaeai' : 'sasaeai');

/** What the browser holds of its session. */
export const readSessionCookie = (req: Request): string | undefined => parseCookie(req.headers.cookie ?? '')[nameOf(req)] || undefined;

/** Hands the browser its session; null takes it away. */
export function writeSessionCookie(req: Request, res: Response, token: string | null): void {
  const maxAge = token === null ? 0 : longestSessionMinutes * 60;
  res.append('Set-Cookie', stringifySetCookie(nameOf(req), token ?? '', { httpOnly: true, sameSite: 'lax', secure: req.app.get('secureCookies') === true, path: '/', maxAge }));
}
