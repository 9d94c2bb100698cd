import { listAbandoned } from '../decisions/back-tests-store.ts';
import { addEffect } from '../effects/add-effect.ts';
import type { Installation } from '../kernel/installation.ts';
import { inTransaction, systemAsker } from '../kernel/transaction.ts';
import { readMunicipality } from '../settings/municipality/store.ts';
import { deadlineAt } from './run-back-test.ts';

/** Puts jobs that a dead server left behind back into the queue. */
export async function resumeAbandoned(installation: Installation): Promise<void> {
  const deadline = deadlineAt(installation.clock().toISOString());
  for (const job of await listAbandoned(installation.db, deadline)) {
    const municipality = await readMunicipality(installation.db, job.municipality_id);
    if (!municipality) continue;
    await inTransaction(installation, systemAsker, (ctx) =>
      addEffect(
        { ...ctx, municipality: { id: municipality.id, code: municipality.code, name: municipality.name } },
        {
          type: 'backtest',
          params: { job: job.id },
          uniqueKey: `backtest:${job.id}:${job.started_at ?? 'waiting'}:${job.seen_at ?? ''}`,
        },
      ),
    );
  }
}
