import type { Db } from '../database/db.ts';
import { readSubmission } from '../decisions/submissions-store.ts';
import { definitionById } from '../definitions/definitions.ts';
import { dayInJapan } from '../kernel/clock.ts';
import { systemActor, type Context, type MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import { inTurn, speakFor } from '../kernel/texts/index.ts';
import { noteTrouble } from '../kernel/trouble.ts';
import { readMunicipality } from '../settings/municipality/store.ts';
import { auditFailure, type StoredParams } from './add-effect.ts';
import { effectOf, type EffectToPerform } from './effect.ts';
import { readEvent } from './events-store.ts';
import { claimEffect, listDueEffects, readEffect, setEffectFailed, type EffectRow } from './store.ts';

const MAX_ATTEMPTS = 8;
/** 10 s, 20 s, 40 s … about ten minutes before the last try. */
const waitMs = (attempts: number): number => 5_000 * 2 ** attempts;
const BATCH = 100;

/**
 * Performs effects, and those that they lead to, each in a transaction of its own together with the note that it is done:
 * so each is performed once, whoever runs and whenever a server dies. Without ids: all that are due.
 * One that fails is rolled back and tried again later; it never fails the caller. Trouble of the database is no failure of
 * the effect and does not count as one of its attempts.
 */
export async function performEffects(installation: Installation, ids?: string[]): Promise<void> {
  if (ids) return void (await performAll(installation, ids));
  const tried = new Set<string>();
  while (true) {
    const due = (await listDueEffects(installation.db, installation.clock().toISOString(), BATCH)).filter(
      (id) => !tried.has(id),
    );
    if (due.length === 0) return;
    for (const id of due) tried.add(id);
    if (!(await performAll(installation, due))) return;
  }
}

/**
 * In the order in which they were added; what an effect adds comes after what waits already. False: the database is in
 * trouble, and what was not performed is left for the runner.
 */
async function performAll(installation: Installation, ids: string[]): Promise<boolean> {
  const waiting = [...ids];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const next = id;
    const added = await inTurn(() => performOne(installation, next));
    if (!added) return false;
    waiting.push(...added);
  }
  return true;
}

/** Answers the ids of effects that this one added; null where the database is in trouble. */
async function performOne(installation: Installation, id: string): Promise<string[] | null> {
  const now = installation.clock().toISOString();
  const added: string[] = [];
  const afterwards: ((installation: Installation) => void)[] = [];
  try {
    await installation.db.transaction(async (db) => {
      const row = await claimEffect(db, id, now);
      if (!row) return;
      const municipality = await readMunicipality(db, row.municipality_id);
      if (!municipality) throw new Error(`no municipality ${row.municipality_id}`);
      speakFor(municipality.own_words);
      const { params, event, depth } = JSON.parse(row.params) as StoredParams;
      const ctx = await installation.enter({
        ...contextOf(installation, db, now),
        effects: added,
        effectDepth: depth,
        municipality: { id: municipality.id, code: municipality.code, name: municipality.name },
      });
      const declared = effectOf(ctx, row.type);
      if (!declared) throw new Error(`no effect ${row.type}`);
      await declared.perform(
        ctx,
        { id, type: row.type, params, record: recordOf(row), event: event ? await eventOf(ctx, event) : null },
        (begin) => void afterwards.push(begin),
      );
    });
    for (const begin of afterwards) begin(installation);
    return added;
  } catch (error) {
    if (noteTrouble(installation, error)) return null;
    installation.log.error({ err: error, effect: id }, 'effect failed');
    // What cannot be noted stays pending, and the runner finds it.
    await noteFailure(installation, id, error).catch((err: unknown) =>
      installation.log.error({ err, effect: id }, 'failure not noted'),
    );
    return [];
  }
}

const contextOf = (installation: Installation, db: Db, now: string): Context => ({
  db,
  actor: systemActor,
  language: 'ja',
  now,
  today: dayInJapan(now),
  newId: installation.newId,
  kinds: installation.kinds,
  related: installation.related,
  effectTypes: installation.effectTypes,
  requestId: null,
  effects: [],
});

const recordOf = (row: EffectRow): EffectToPerform['record'] =>
  row.record_kind && row.record_id ? { kind: row.record_kind, id: row.record_id } : null;

async function eventOf(ctx: MunicipalContext, id: string): Promise<EffectToPerform['event']> {
  const event = await readEvent(ctx.db, id);
  if (!event) return null;
  const submission = event.submission_id ? await readSubmission(ctx.db, event.submission_id) : undefined;
  return {
    id,
    type: event.type,
    actorId: event.actor_id,
    form: submission ? (await definitionById(ctx, 'form', submission.form_id)).body : null,
    answers: JSON.parse(submission?.answers ?? '{}') as Record<string, unknown>,
    details: event.details ? (JSON.parse(event.details) as Record<string, unknown>) : null,
    happenedAt: event.happened_at,
  };
}

const nameFailure = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.name) : typeof error;

async function noteFailure(installation: Installation, id: string, error: unknown): Promise<void> {
  const now = installation.clock();
  await installation.db.transaction(async (db) => {
    const row = await readEffect(db, id);
    if (!row || row.status !== 'pending') return;
    const attempts = row.attempts + 1;
    const givenUp = attempts >= MAX_ATTEMPTS;
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
    await setEffectFailed(db, row, {
      status: givenUp ? 'failed' : 'pending',
      attempts,
      error: reason,
      due_at: new Date(now.getTime() + waitMs(attempts)).toISOString(),
    });
    if (givenUp)
      await auditFailure(
        { ...contextOf(installation, db, now.toISOString()), municipality: { id: row.municipality_id } },
        { id, type: row.type, record: recordOf(row), failure: nameFailure(error) },
      );
  });
}
