import { keepAsked, putAnswer } from '../../../forms/index.ts';
import type { z } from 'zod';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { definitionById } from '../../definitions/definitions.ts';
import { numberTitle, type AuditDetails } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { addOwnEvent } from '../../records/own-event.ts';
import { storeSubmission } from '../../records/take-step.ts';
import type { OwnEvent } from '../../records/standing.ts';
import type * as contract from './contract.ts';
import { mayNeed } from './policy.ts';
import { readNeed, updateNeed, type NeedRow, type PlacedNeed } from './store.ts';

type Saved = { id: string; version: number };

/**
 * Keeps what the person (or the family) agreed to when asked: who asked, when and how stand in the story as `CONSENT`. The
 * intake's answers say the same from then on, in the version of the form that they were given to; a decision to tell without
 * consent ends. Throws `consentNotNeeded` for a community's need, `invalid`, `stale`.
 */
export async function recordConsent(
  ctx: MunicipalContext,
  id: string,
  version: number,
  consent: z.infer<typeof contract.consentInput>,
): Promise<Saved> {
  const row = await findNeed(ctx, id);
  if (!mayNeed(ctx.actor, 'change', row)) throw notAllowed();
  const given = consent.consent === 'given';
  if (given && consent.scope.length === 0)
    throw invalid([{ path: '/scope', code: 'required', message: say(ctx.language, 'needs.consentScope') }]);
  if (consent.askedOn > ctx.today)
    throw invalid([{ path: '/askedOn', code: 'future', message: say(ctx.language, 'needs.askedInFuture') }]);
  const scope = given ? [...new Set(consent.scope)] : [];
  const before = await readSubmission(ctx.db, row.submission_id);
  if (!before) throw new Error('a need without its intake');
  const { body: form } = await definitionById(ctx, 'form', before.form_id);
  const answers = keepAsked(
    form,
    [
      ['consent', consent.consent],
      ['consent-scope', given ? scope : undefined],
    ].reduce(
      (put, [role, value]) => putAnswer(form, put, String(role), value),
      JSON.parse(before.answers) as Record<string, unknown>,
    ),
  );
  const submissionId = await storeSubmission(ctx, 'need', id, before.form_id, answers);
  const { askedOn, askedBy, how, note } = consent;
  return keep(ctx, row, version, {
    type: 'CONSENT',
    columns: {
      consent: consent.consent,
      consent_scope: JSON.stringify(scope),
      consent_override: '[]',
      submission_id: submissionId,
    },
    submissionId,
    details: { consent: { given, scope, askedOn, askedBy, how, ...(note ? { note } : {}) } },
    line: ['need.consent', {}],
  });
}

/** Lets a need be told to somebody though nobody agreed, with the reason; until consent is asked for. In the story as `OVERRIDE`, and on record. */
export async function overrideConsent(
  ctx: MunicipalContext,
  id: string,
  version: number,
  { scope, reason }: z.infer<typeof contract.overrideInput>,
): Promise<Saved> {
  const row = await findNeed(ctx, id);
  if (!mayNeed(ctx.actor, 'override', row)) throw notAllowed();
  const scopes = new Set([...(JSON.parse(row.consent_override) as string[]), scope]);
  return keep(ctx, row, version, {
    type: 'OVERRIDE',
    columns: { consent_override: JSON.stringify([...scopes]) },
    submissionId: null,
    details: { override: { scope, reason } },
    line: ['need.override', { scope }],
  });
}

async function findNeed(ctx: MunicipalContext, id: string): Promise<PlacedNeed> {
  const row = await readNeed(ctx.db, ctx.municipality.id, id);
  if (!row || !mayNeed(ctx.actor, 'see', row)) throw notFound();
  if (row.scope === 'community' && mayNeed(ctx.actor, 'change', row)) throw refused('consentNotNeeded');
  return row;
}

type Happened = {
  type: OwnEvent;
  columns: Partial<NeedRow>;
  submissionId: string | null;
  details: Record<string, unknown>;
  line: [action: string, details: AuditDetails];
};

async function keep(ctx: MunicipalContext, row: PlacedNeed, version: number, happened: Happened): Promise<Saved> {
  const { id } = row;
  const next = await updateNeed(ctx.db, id, version, happened.columns);
  if (next === null) throw await staleConflict(ctx, 'need', id, version, { id, version: row.version });
  const { type, submissionId, details } = happened;
  await addOwnEvent(ctx, 'need', row, { type, version: next, submissionId, details });
  const [action, auditDetails] = happened.line;
  await audit(ctx, action, { kind: 'need', id, title: numberTitle(row.number) }, { version: next, ...auditDetails });
  return { id, version: next };
}
