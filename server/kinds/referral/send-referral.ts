import { stepsDoing } from '../../../workflows/index.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { stateName, stepName } from '../../records/standing.ts';
import { sendMarked, startRecord } from '../../records/take-step.ts';
import { mayNeed, consentsTo, latestRanking, readNeed, whyLeftOut } from '../need/index.ts';
import { readCandidates, readOpenCandidates } from '../service/index.ts';
import { listOpenReferrals } from './open-referrals.ts';
import { insertReferral } from './store.ts';
import { requireMatching } from '../../settings/municipality/practice.ts';

export type NewReferral = { serviceId: string; decisionId: string; message?: string | undefined };

/**
 * Sends a need to a service chosen from its latest ranking. Throws conflicts: `noConsent`, `alreadyReferred`, `rankingOld` (somebody ranked
 * or answered since), `serviceClosed` (it or its body has closed since), `leftOut` with the rules' reason, `stepNotPossible` where
 * the need cannot be referred as it stands.
 */
export async function sendReferral(
  ctx: MunicipalContext,
  needId: string,
  request: NewReferral,
): Promise<{ id: string; version: number }> {
  const need = await readNeed(ctx.db, ctx.municipality.id, needId);
  if (!need || (ctx.actor.kind === 'user' && !mayNeed(ctx.actor, 'see', need))) throw notFound();
  if (ctx.actor.kind === 'user' && !mayNeed(ctx.actor, 'refer', need)) throw notAllowed();
  await requireMatching(ctx);
  if (!consentsTo(need, 'service')) throw refused('noConsent');
  const ranking = await latestRanking(ctx, needId);
  if (!ranking || ranking.row.id !== request.decisionId) throw refused('rankingOld');
  const candidate = ranking.ranked.find((candidate) => candidate.serviceId === request.serviceId);
  const [service] = await readCandidates(ctx.db, [request.serviceId]);
  if (!candidate || !service) throw refused('rankingOld');
  if ((await readOpenCandidates(ctx.db, [service.id], { hold: true })).length === 0)
    throw refused('serviceClosed', { service: service.name, organisation: service.organisation_name });
  if (candidate.rank === null)
    throw refused('leftOut', { reason: await whyLeftOut(ctx, ranking.row, ranking.ranked.indexOf(candidate)) });
  const details = { service: service.name, organisation: service.organisation_name, by: ctx.actor.name };
  const taken = await sendMarked(ctx, 'need', needId, 'refer', details);
  if (!taken) {
    const workflow = await definitionById(ctx, 'workflow', need.workflow_id);
    throw refused('stepNotPossible', {
      state: stateName(workflow.body, need.state, ctx.language),
      step: stepName(workflow.body, stepsDoing(workflow.body, 'refer')[0] ?? '', ctx.language),
    });
  }
  // The need is locked by its step: of two at once the second sees the first.
  if ((await listOpenReferrals(ctx, needId)).some((openReferral) => openReferral.service_id === service.id))
    throw refused('alreadyReferred', { service: service.name });
  const id = ctx.newId();
  const started = await startRecord(ctx, 'referral', id, 'referral');
  await insertReferral(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    need_id: needId,
    service_id: service.id,
    organisation_id: service.organisation_id,
    decision_id: ranking.row.id,
    rank: candidate.rank,
    message: request.message || null,
    answer_reason: null,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    ...started.columns,
  });
  await started.keep({
    details: { service: service.name, organisation: service.organisation_name },
    line: auditLine(ctx, 'referral.create', { kind: 'referral', id, title: numberTitle(need.number) }, { version: 1 }),
  });
  return { id, version: 1 };
}
