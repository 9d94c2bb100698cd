import { randomBytes } from 'node:crypto';
import type { Context } from '../../kernel/context.ts';
import { nameBrowser } from './name-browser.ts';
import { hashToken } from './recognise.ts';
import { deleteSessionByHash, insertSession } from './sessions-store.ts';

/**
 * Begins a session and answers what its cookie is to hold: 256 random bits, told this once. A session that the browser was in
 * before ends, and nothing that it brought along becomes the new one.
 */
export async function startSession(
  ctx: Context,
  user: { id: string; credentials: number },
  from: { token?: string; userAgent?: string },
): Promise<string> {
  if (from.token) await deleteSessionByHash(ctx.db, hashToken(from.token));
  const token = randomBytes(32).toString('base64url');
  await insertSession(ctx.db, {
    id: ctx.newId(),
    user_id: user.id,
    hash: hashToken(token),
    credentials: user.credentials,
    browser: nameBrowser(from.userAgent),
    created_at: ctx.now,
    last_used_at: ctx.now,
  });
  return token;
}
