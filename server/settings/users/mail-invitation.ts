import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { addEffect, auditFailure } from '../../effects/add-effect.ts';
import { defineEffect } from '../../effects/effect.ts';
import type { Installation } from '../../kernel/installation.ts';
import type { Mail } from '../../kernel/mail.ts';
import { say } from '../../kernel/texts/index.ts';
import { sayInstant } from '../say-day.ts';
import { hashToken } from '../sign-in/recognise.ts';
import { readInvitation, updateInvitation, type InvitationRow } from './invitations-store.ts';
import { invitationPath } from './invitations.ts';
import { readUser } from './store.ts';

/** One, two, four … minutes after the first try; the link of a mail that comes twice is the last one's. */
const mostTries = 6;

/**
 * Mails an invitation. A secret is never stored: it is made when the mail is sent and only its hash kept, beside the hash of the
 * link that was shown. The mail goes out after the commit; in case it does not, the next try is stored with it, and finds
 * `mailed_at` set where nothing is left to do.
 */
export const mailInvitation = defineEffect({
  type: 'mailInvitation',
  params: z.object({ invitation: z.string(), tries: z.number().int().default(0) }),
  async perform(ctx, { id, params: { invitation, tries } }, afterwards) {
    const row = await readInvitation(ctx.db, invitation);
    const user = row && (await readUser(ctx.db, row.user_id));
    if (!row || !user || user.disabled_at || row.mailed_at || row.expires_at <= ctx.now) return;
    if (tries >= mostTries)
      return auditFailure(ctx, {
        id,
        type: 'mailInvitation',
        record: { kind: 'user', id: user.id },
        failure: 'mail-not-sent',
      });
    const secret = randomBytes(32).toString('base64url');
    if (!(await updateInvitation(ctx.db, row.id, { mail_hash: hashToken(secret) }))) return;
    const dueAt = new Date(Date.parse(ctx.now) + 60_000 * 2 ** tries).toISOString();
    await addEffect(ctx, { type: 'mailInvitation', params: { invitation: row.id, tries: tries + 1 }, dueAt });
    const giver = row.created_by ? await readUser(ctx.db, row.created_by) : undefined;
    const words = {
      name: user.name,
      municipality: ctx.municipality.name,
      giver: giver?.name ?? ctx.municipality.name,
      until: sayInstant(user.language, row.expires_at),
    };
    afterwards((installation) => {
      const link = `${installation.publicUrl}${invitationPath(ctx.municipality.code, secret)}`;
      const mail = {
        to: row.email ?? user.email,
        subject: say(user.language, `mail.${row.kind}.subject`, words),
        text: say(user.language, `mail.${row.kind}.text`, { ...words, link }),
      };
      void send(installation, row, mail);
    });
  },
});

async function send(installation: Installation, row: InvitationRow, mail: Mail): Promise<void> {
  try {
    if (!installation.mail) throw new Error('SMTP_URL is not set');
    await installation.mail(mail);
    await updateInvitation(installation.db, row.id, { mailed_at: installation.clock().toISOString() });
  } catch (error) {
    installation.log.error({ err: error, invitation: row.id }, 'mail not sent');
  }
}
