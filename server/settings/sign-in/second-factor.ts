import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Context } from '../../kernel/context.ts';
import { deriveKey } from '../../kernel/derive-key.ts';
import { invalid, refused } from '../../kernel/errors.ts';
import type { Installation } from '../../kernel/installation.ts';
import { say } from '../../kernel/texts/index.ts';
import { auditAccount, readSelf, type Attempted } from '../users/account.ts';
import type { UserRow } from '../users/store.ts';
import { forgetAttempts } from './attempts-store.ts';
import { refuseWrongPassword, type CheckedPassword } from './own-password.ts';
import {
  confirmSecondFactor,
  countRecoveryCodes,
  deleteSecondFactor,
  insertRecoveryCodes,
  readSecondFactor,
  spendRecoveryCode,
  spendStep,
  startSecondFactor,
  type SecondFactorRow,
} from './second-factors-store.ts';

/** What every authenticator app can do. A code of the half minute before or after is taken too: clocks differ. */
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const window = 1;
const recoveryCodes = 10;

const keyOf = (installation: Installation): Buffer => deriveKey(installation.secret, 'second factors');

/** AES-256-GCM, bound to the person, so that nobody's can be put in another's place: `NONCE.TAG.TEXT`. */
function encrypt(installation: Installation, userId: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(installation), nonce).setAAD(Buffer.from(userId));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return [nonce, cipher.getAuthTag(), sealed].map((bytes) => bytes.toString('base64url')).join('.');
}

/** Null when it was encrypted with another SESSION_SECRET; that is logged, since only an operator can mend it. */
function decrypt(installation: Installation, row: SecondFactorRow): string | null {
  const [nonce, tag, sealed] = row.secret.split('.').map((part) => Buffer.from(part, 'base64url'));
  try {
    const cipher = createDecipheriv('aes-256-gcm', keyOf(installation), nonce ?? '', { authTagLength: 16 })
      .setAAD(Buffer.from(row.user_id))
      .setAuthTag(tag ?? Buffer.alloc(0));
    return Buffer.concat([cipher.update(sealed ?? Buffer.alloc(0)), cipher.final()]).toString();
  } catch (error) {
    installation.log.error(
      { err: error, userId: row.user_id },
      'a second factor cannot be read: was SESSION_SECRET changed? "user unlock --second-factor" removes it',
    );
    return null;
  }
}

const totp = (secret: string): TOTP => new TOTP({ ...kind, secret: Secret.fromBase32(secret) });

/** The half minute that a code is of, or null. */
function stepOf(secret: string, code: string, now: string): number | null {
  const timestamp = Date.parse(now);
  const delta = totp(secret).validate({ token: code, timestamp, window });
  return delta === null ? null : Math.floor(timestamp / (kind.period * 1000)) + delta;
}

/** As people type codes: in groups, in full width, in capitals. */
const tidy = (code: string): string => code.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '');

/** Crockford's letters: none that is taken for another, and none of them makes words. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
/** 50 random bits, `xxxxx-xxxxx`. */
const newRecoveryCode = (): string =>
  [...randomBytes(10)]
    .map((byte) => letters[byte % 32])
    .join('')
    .replace(/^.{5}/, '$&-');
const hashRecoveryCode = (installation: Installation, userId: string, code: string): string =>
  createHmac('sha256', deriveKey(installation.secret, 'recovery codes'))
    .update(`${userId} ${tidy(code).replace(/o/g, '0').replace(/[il]/g, '1')}`)
    .digest('hex');

/** Has the person an app that is asked for at sign-in? */
export async function hasSecondFactor(ctx: Context, userId: string): Promise<boolean> {
  return Boolean((await readSecondFactor(ctx.db, userId))?.confirmed_at);
}

/** Uses up a code: the app's, or a recovery code. Which it was, or null when it is wrong or was used before. */
export async function spendCode(
  ctx: Context,
  installation: Installation,
  userId: string,
  code: string,
): Promise<'app' | 'recovery' | null> {
  const given = tidy(code);
  if (!/^\d{6}$/.test(given))
    return (await spendRecoveryCode(ctx.db, userId, hashRecoveryCode(installation, userId, given), ctx.now))
      ? 'recovery'
      : null;
  const row = await readSecondFactor(ctx.db, userId);
  const secret = row?.confirmed_at ? decrypt(installation, row) : null;
  const step = secret === null ? null : stepOf(secret, given, ctx.now);
  return step !== null && (await spendStep(ctx.db, userId, step)) ? 'app' : null;
}

export type SecondFactorState = { since: string | null; recoveryCodes: number };

/** The asker's own: since when it is asked for (null: not), and the recovery codes left. */
export async function readOwnSecondFactor(ctx: Context): Promise<SecondFactorState> {
  const user = await readSelf(ctx);
  const since = (await readSecondFactor(ctx.db, user.id))?.confirmed_at ?? null;
  return { since, recoveryCodes: since ? await countRecoveryCodes(ctx.db, user.id) : 0 };
}

export type NewSecondFactor = { secret: string; uri: string };

/** Makes a secret for the asker's app, as text and as `otpauth:` link for a QR code. It is told this once, and asked for only after `enrol`. */
export async function beginSecondFactor(
  ctx: Context,
  installation: Installation,
  checked: CheckedPassword,
): Promise<Attempted<NewSecondFactor>> {
  const user = await readSelf(ctx);
  const refusal = await refuseWrongPassword(ctx, user, checked, 'password');
  if (refusal) return { refusal };
  await forgetAttempts(ctx.db, checked.attempt);
  const secret = new Secret({ size: 20 });
  if (
    !(await startSecondFactor(ctx.db, {
      user_id: user.id,
      secret: encrypt(installation, user.id, secret.base32),
      created_at: ctx.now,
    }))
  )
    throw refused('secondFactorOn');
  const uri = new TOTP({ ...kind, secret, issuer: 'Sasaeai', label: user.email }).toString();
  return { done: { secret: secret.base32, uri } };
}

/** From now on the asker's app is asked for. Answers the recovery codes, this once. Throws invalid for a wrong code. */
export async function enrolSecondFactor(ctx: Context, installation: Installation, code: string): Promise<string[]> {
  const user = await readSelf(ctx);
  const row = await readSecondFactor(ctx.db, user.id);
  if (!row) throw refused('secondFactorGone');
  if (row.confirmed_at) throw refused('secondFactorOn');
  const secret = decrypt(installation, row);
  const step = secret === null ? null : stepOf(secret, tidy(code), ctx.now);
  if (step === null)
    throw invalid([{ path: '/code', code: 'wrongCode', message: say(ctx.language, 'errors.wrongCode.detail') }]);
  if (!(await confirmSecondFactor(ctx.db, user.id, ctx.now, step))) throw refused('secondFactorOn');
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  await insertRecoveryCodes(
    ctx.db,
    user.id,
    codes.map((each) => hashRecoveryCode(installation, user.id, each)),
  );
  await auditAccount(ctx, user, 'second-factor.enrol');
  return codes;
}

/** Switches the asker's own off: it takes the password and a code. A wrong code counts as a failure, as a wrong password does. */
export async function giveUpSecondFactor(
  ctx: Context,
  installation: Installation,
  checked: CheckedPassword,
  code: string,
): Promise<Attempted<true>> {
  const user = await readSelf(ctx);
  const refusal = await refuseWrongPassword(ctx, user, checked, 'password');
  if (refusal) return { refusal };
  if (!(await spendCode(ctx, installation, user.id, code))) {
    await auditAccount(ctx, user, 'second-factor.failed', { address: checked.address });
    return {
      refusal: invalid([{ path: '/code', code: 'wrongCode', message: say(ctx.language, 'errors.wrongCode.detail') }]),
    };
  }
  await forgetAttempts(ctx.db, checked.attempt);
  await removeSecondFactor(ctx, user);
  return { done: true };
}

/** Removes a person's app and recovery codes, for who has lost them. That the asker may, the caller has seen. */
export async function removeSecondFactor(ctx: Context, user: UserRow): Promise<void> {
  if (await deleteSecondFactor(ctx.db, user.id)) await auditAccount(ctx, user, 'second-factor.remove');
}
