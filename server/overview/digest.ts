import { z } from 'zod';
import { addEffect, auditFailure } from '../effects/add-effect.ts';
import { defineEffect, type EffectDeclaration } from '../effects/effect.ts';
import { addDays, instantInJapan } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import type { Mail } from '../kernel/mail.ts';
import { say } from '../kernel/texts/index.ts';
import type { HomePart } from '../records/home.ts';
import { listMembershipsInForce } from '../settings/users/memberships-store.ts';
import { toMembership } from '../settings/sign-in/recognise.ts';
import { readUser, type UserRow } from '../settings/users/store.ts';
import { gatherNews, NEWS_DAYS } from './news.ts';
import { listDigested, listReads, readNewsRow, writeNewsRow } from './news-store.ts';

/** When mails of the day go out, in Japan: before work begins. */
export const DIGEST_HOUR = 7;
/** One, two, four … minutes after the first try. */
const MOST_TRIES = 6;

/**
 * A day's mails: one effect a municipality, and one a person who wants it, each added once whoever is first. What a mail holds are
 * counts and the address of the page where it is read: nobody's name, nothing of a need.
 */
export const digestEffects = (others: readonly HomePart[]): EffectDeclaration[] => [
  defineEffect({
    type: 'digest',
    params: z.object({ day: z.string() }),
    async perform(ctx, { params: { day } }) {
      for (const user of await listDigested(ctx.db, ctx.municipality.id))
        await addEffect(ctx, { type: 'mailDigest', params: { user, day }, uniqueKey: `digest:${user}:${day}` });
    },
  }),
  defineEffect({
    type: 'mailDigest',
    params: z.object({ user: z.string(), day: z.string(), tries: z.number().int().default(0) }),
    async perform(ctx, { id, params: { user: userId, day, tries } }, afterwards) {
      const user = await readUser(ctx.db, userId);
      const settings = await readNewsRow(ctx.db, userId);
      if (!user || user.disabled_at || settings.digest === 0) return;
      // Told already, by the try before this one.
      if ((settings.mailed_at ?? '') >= instantInJapan(day, DIGEST_HOUR) && tries > 0) return;
      const count = await countNew(ctx, user, others, settings.mailed_at, settings.read_before);
      if (count === 0) return;
      if (tries >= MOST_TRIES)
        return auditFailure(ctx, {
          id,
          type: 'mailDigest',
          record: { kind: 'user', id: user.id },
          failure: 'mail-not-sent',
        });
      const dueAt = new Date(Date.parse(ctx.now) + 60_000 * 2 ** tries).toISOString();
      await addEffect(ctx, { type: 'mailDigest', params: { user: userId, day, tries: tries + 1 }, dueAt });
      const upTo = ctx.now;
      afterwards((installation) => void send(installation, ctx, { user, day, count, upTo }));
    },
  }),
];

/** What is new to them since the last mail, and not read on the page meanwhile. */
async function countNew(
  ctx: MunicipalContext,
  user: UserRow,
  others: readonly HomePart[],
  mailedAt: string | null,
  readBefore: string | null,
): Promise<number> {
  const memberships = (await listMembershipsInForce(ctx.db, user.id, ctx.today)).map(toMembership);
  const reader: MunicipalContext = {
    ...ctx,
    language: user.language,
    actor: { kind: 'user', id: user.id, name: user.name, email: user.email, memberships },
  };
  const since =
    [instantInJapan(addDays(ctx.today, -NEWS_DAYS)), mailedAt ?? '', readBefore ?? ''].toSorted().at(-1) ?? '';
  const news = (await gatherNews(reader, others, since)).filter(({ at }) => at > since);
  const read = await listReads(
    ctx.db,
    user.id,
    news.map(({ id }) => id),
  );
  return news.length - read.size;
}

type Digest = { user: UserRow; day: string; count: number; upTo: string };

/** Goes out after the commit, and is noted once it has: the next try then finds nothing new. A day's mail keeps its Message-ID, so that one sent again is the same. */
async function send(
  installation: Installation,
  { municipality }: MunicipalContext,
  { user, day, count, upTo }: Digest,
): Promise<void> {
  try {
    if (!installation.mail) throw new Error('SMTP_URL is not set');
    const origin = installation.publicUrl ?? '';
    const words = {
      name: user.name,
      municipality: municipality.name,
      count,
      link: `${origin}/${municipality.code}/news`,
    };
    const mail: Mail = {
      to: user.email,
      subject: say(user.language, 'mail.digest.subject', words),
      text: say(user.language, 'mail.digest.text', words),
      messageId: `<digest-${user.id}-${day}@${URL.parse(origin)?.hostname ?? 'sasaeai.invalid'}>`,
    };
    await installation.mail(mail);
    await writeNewsRow(installation.db, user.id, { mailed_at: upTo });
  } catch (error) {
    installation.log.error({ err: error, user: user.id }, 'digest not sent');
  }
}
