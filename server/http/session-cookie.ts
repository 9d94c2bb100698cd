import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { knownDays } from '../settings/sign-in/known-browser.ts';
import { longestSessionMinutes } from '../settings/sign-in/session-limits.ts';

/** What a browser keeps for us: its session, and that it has signed in before. */
const cookies = {
  session: { name: 'sasaeai', seconds: longestSessionMinutes * 60 },
  known: { name: 'sasaeai-known', seconds: knownDays * 86_400 },
} as const;

export type Cookie = keyof typeof cookies;

/** With `__Host-` a browser takes the cookie only as `Secure`, from this very host, and nobody beside it can set another. */
const nameOf = (req: Request, cookie: Cookie): string =>
  `${req.app.get('secureCookies') === true ? '__Host-' : ''}${cookies[cookie].name}`;

/** What the browser holds. */
export const readCookie = (req: Request, cookie: Cookie): string | undefined =>
  parseCookie(req.headers.cookie ?? '')[nameOf(req, cookie)] || undefined;

/** Hands the browser a cookie; null takes it away. */
export function writeCookie(req: Request, res: Response, cookie: Cookie, value: string | null): void {
  const maxAge = value === null ? 0 : cookies[cookie].seconds;
  res.append(
    'Set-Cookie',
    stringifySetCookie(nameOf(req, cookie), value ?? '', {
      httpOnly: true,
      sameSite: 'lax',
      secure: req.app.get('secureCookies') === true,
      path: '/',
      maxAge,
    }),
  );
}
