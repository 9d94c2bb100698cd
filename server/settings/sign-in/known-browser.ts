import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../../kernel/derive-key.ts';
import type { Installation } from '../../kernel/installation.ts';

/**
 * A browser that has signed in before: a number of its own, and the accounts it signed in to, each by a hash that tells nobody
 * which, with the instant (in milliseconds) until which it is known there. The browser keeps it, signed; a browser that is known
 * at an account is no stranger there, and only there.
 */
export type KnownBrowser = { id: string; accounts: [hash: string, until: number][] };

/** Days for which a browser is known at an account that it signed in to. */
export const knownDays = 90;
/** At a desk that many share, the latest count. */
const mostAccounts = 20;

const sign = (installation: Installation, body: string): Buffer =>
  createHmac('sha256', deriveKey(installation.secret, 'known browsers')).update(body).digest();
const hashOf = (installation: Installation, account: string): string =>
  createHmac('sha256', deriveKey(installation.secret, 'accounts of known browsers'))
    .update(account)
    .digest('base64url')
    .slice(0, 22);

/** Reads what a browser brought along; null when it brought nothing that was signed here, or has been away for too long. */
export function readKnownBrowser(installation: Installation, text: string | undefined, now: Date): KnownBrowser | null {
  const [body = '', signature = ''] = (text ?? '').split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(installation, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const { id, accounts } = JSON.parse(Buffer.from(body, 'base64url').toString()) as KnownBrowser;
  const still = accounts.filter(([, until]) => until > now.getTime());
  return still.length > 0 ? { id, accounts: still } : null;
}

/** Has it signed in to this account? */
export const knows = (installation: Installation, browser: KnownBrowser, account: string, now: string): boolean =>
  browser.accounts.some(([hash, until]) => hash === hashOf(installation, account) && until > Date.parse(now));

/** The account that it signed in to last, by its hash. */
export const latestOf = (browser: KnownBrowser): string => browser.accounts[0]?.[0] ?? '';

/** What the browser is to hold once it has signed in to an account. */
export function remember(
  installation: Installation,
  browser: KnownBrowser | null,
  account: string,
  now: string,
): string {
  const hash = hashOf(installation, account);
  const others = (browser?.accounts ?? []).filter(([known]) => known !== hash);
  const next: KnownBrowser = {
    id: browser?.id ?? randomBytes(12).toString('base64url'),
    accounts: [[hash, Date.parse(now) + knownDays * 86_400_000] as [string, number], ...others].slice(0, mostAccounts),
  };
  const body = Buffer.from(JSON.stringify(next)).toString('base64url');
  return `${body}.${sign(installation, body).toString('base64url')}`;
}
