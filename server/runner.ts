import { addEffect } from './effects/add-effect.ts';
import { deleteUnsentBefore } from './files/answer-files-store.ts';
import { deleteOldFiles } from './files/passing-files.ts';
import { addDays, dayInJapan, instantInJapan } from './kernel/clock.ts';
import { deleteIdempotencyKeysBefore } from './kernel/idempotency-store.ts';
import type { Installation } from './kernel/installation.ts';
import { inTransaction, systemAsker } from './kernel/transaction.ts';
import { noteTrouble, noteWell } from './kernel/trouble.ts';
import { DIGEST_HOUR } from './overview/digest.ts';
import { deleteReadsBefore } from './overview/news-store.ts';
import { NEWS_DAYS } from './overview/news.ts';
import { dropOldDrafts } from './records/answer-drafts/own-drafts.ts';
import { keepSealing } from './settings/audit/keep-sealing.ts';
import { pruneAudit } from './settings/audit/prune-lines.ts';
import { listMunicipalities } from './settings/municipality/store.ts';
import { forgetOldAttempts } from './settings/sign-in/attempts-store.ts';
import { longestSessionMinutes, minutesBefore } from './settings/sign-in/session-limits.ts';
import { deleteSessionsBefore } from './settings/sign-in/sessions-store.ts';
import { resumeAbandoned } from './studio/resume-back-tests.ts';
import { stopJobs } from './studio/run-back-test.ts';

const POLL_MS = 3_000;
/** Lines of the audit are to be sealed within five seconds. */
const SEAL_MS = 2_000;
/** Three in the morning, when nobody is at work. */
const DAILY_HOUR = 3;

/**
 * What a server does beside answering: effects left over by a crash or a failure, timers whose time has come, each
 * municipality's daily evaluation, and forgetting old keys, sessions and files; and beside that, so that a long effect holds up no
 * seal, sealing the audit. Any number of servers may run it at once. `stop` resolves when the rounds under way have ended.
 */
export function startRunner(
  installation: Installation,
  options: { sendLines?: boolean } = {},
): { stop(): Promise<void> } {
  let stopped = false;
  const sealing = keepSealing(installation, { ...options, stopped: () => stopped });
  const loops = [
    repeat(installation, POLL_MS, () => runDue(installation)),
    repeat(installation, SEAL_MS, () => sealing.round()),
  ];
  return {
    async stop() {
      stopped = true;
      await Promise.all(loops.map((loop) => loop.stop()));
      sealing.flush();
      await stopJobs(installation);
    },
  };
}

/** Does `round` again and again with a pause between; one that fails is logged and tried again. */
function repeat(installation: Installation, pauseMs: number, round: () => Promise<void>): { stop(): Promise<void> } {
  let stopped = false;
  let wake = (): void => {};
  const rounds = (async () => {
    while (!stopped) {
      try {
        await round();
        noteWell(installation);
      } catch (error) {
        if (!noteTrouble(installation, error))
          installation.log.error({ err: error }, 'the runner failed; it tries again');
      }
      if (!stopped)
        await new Promise<void>((resolve) => {
          const pause = setTimeout(resolve, pauseMs);
          wake = () => (clearTimeout(pause), resolve());
        });
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await rounds;
    },
  };
}

/** One round: all that is due now, late or not. */
export async function runDue(installation: Installation): Promise<void> {
  await addDailyEffects(installation);
  await resumeAbandoned(installation);
  await installation.performEffects(installation);
  const now = installation.clock().toISOString();
  await deleteIdempotencyKeysBefore(installation.db, new Date(Date.parse(now) - 86_400_000).toISOString());
  await forgetOldAttempts(installation.db, Date.parse(now));
  await deleteSessionsBefore(installation.db, minutesBefore(now, longestSessionMinutes));
  await deleteOldFiles(installation);
  await deleteUnsentBefore(installation.db, now);
  await pruneAudit(installation);
}

const latestDaily = new WeakMap<Installation, string>();

/** Adds the evaluation of the latest day whose hour has come, once per municipality and day whoever is first, and forgets what was read long ago. Days that no server ran are not made up for. */
async function addDailyEffects(installation: Installation): Promise<void> {
  const now = installation.clock().toISOString();
  const today = dayInJapan(now);
  const day = now >= instantInJapan(today, DAILY_HOUR) ? today : addDays(today, -1);
  const municipalities = await listMunicipalities(installation.db);
  const done = `${day}:${municipalities.length}`;
  if (latestDaily.get(installation) === done) return;
  for (const each of municipalities)
    await inTransaction(installation, systemAsker, async (ctx) => {
      const inside = { ...ctx, municipality: { id: each.id, code: each.code, name: each.name } };
      await addEffect(inside, { type: 'daily', params: { day }, uniqueKey: `daily:${each.code}:${day}` });
      if (installation.mail)
        await addEffect(inside, {
          type: 'digest',
          params: { day },
          uniqueKey: `digest:${each.code}:${day}`,
          dueAt: instantInJapan(day, DIGEST_HOUR),
        });
    });
  await dropOldDrafts(installation.db, now);
  await deleteReadsBefore(installation.db, instantInJapan(addDays(day, -2 * NEWS_DAYS)));
  latestDaily.set(installation, done);
}
