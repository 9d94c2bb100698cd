import { prepareDecide, type Decision, type FactModel, type Facts } from '../../../rules/index.ts';
import { insertIfNew } from '../../database/dialect.ts';
import { storeDecision, type MadeDecision } from '../../decisions/decide.ts';
import { readCounted } from '../../decisions/field-values.ts';
import { readFormFacts } from '../../decisions/form-facts.ts';
import { keepIfNews } from '../../decisions/keep-cases.ts';
import { modelOf } from '../../decisions/models.ts';
import { definitionInForce, type Definition } from '../../definitions/definitions.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { councilFacts, readCouncil } from '../council/index.ts';
import { listUnmet, unmetStandings } from '../need/index.ts';
import { listOffers } from '../service/index.ts';
import { areaTypeFacts, unmetOf, type Lacks } from './facts.ts';
import { findingReach } from './policy.ts';
import {
  confirmFindings,
  insertFinding,
  lastSentByCouncil,
  listDiscussions,
  listFindingNeeds,
  listFindingRows,
  listWatchedCouncils,
  replaceFindingNeeds,
  updateFinding,
  type NamedFinding,
  type WatchedCouncil,
} from './store.ts';

/** What to look at: one council or all; some service types or all. */
export type Scope = { councilId?: string | undefined; types?: string[] | undefined };

/** What the rules say about one thing that a finding may be about. */
type Judged = {
  council: WatchedCouncil;
  purpose: 'escalation' | 'watch';
  typeKey: string;
  outcome: string | null;
  made: MadeDecision;
  needIds: string[];
};

const ALL = 100_000;
const sendUp = ['proposal', 'report'];

/**
 * Lets the rule set `escalation` look at councils and the service types that somebody in their area needs in vain.
 * Few queries whatever the number of councils; see `settle` for what becomes of what it finds.
 */
export async function evaluateEscalation(ctx: MunicipalContext, scope: Scope = {}): Promise<void> {
  const { rules, model, decide } = await prepare(ctx, 'escalation');
  const councils = await listWatchedCouncils(ctx.db, ctx.municipality.id, scope.councilId);
  const lacks = await readLacks(ctx, scope.types);
  const { unmet } = lacks;
  const formFacts = await readFormFacts(
    ctx,
    model,
    councils.map((council) => council.id),
  );
  const known = await listFindingRows(
    ctx.db,
    { municipalityId: ctx.municipality.id, councilId: scope.councilId, purpose: 'escalation' },
    ALL,
  );
  const existing = known.filter((row) => !scope.types || scope.types.includes(row.type_key));
  const judged: Judged[] = [];
  for (const council of councils) {
    const types = new Set([
      ...unmet.filter((need) => need.area_path.startsWith(council.area_path)).map((need) => need.type_key),
      ...existing.filter((row) => row.council_id === council.id).map((row) => row.type_key),
    ]);
    for (const typeKey of types) {
      const decision = await decide({ ...formFacts(council.id), ...areaTypeFacts(lacks, council, typeKey) });
      const outcome = decision.outcomes.find((outcome) => sendUp.includes(outcome.type))?.type ?? null;
      judged.push({
        council,
        purpose: 'escalation',
        typeKey,
        outcome,
        made: { rules, model, decision },
        needIds: unmetOf(lacks, council, typeKey).map((need) => need.need_id),
      });
    }
  }
  const stored = await settle(ctx, existing, judged);
  const others = judged.filter(({ made }) => !stored.has(made.decision));
  await keepIfNews(
    ctx,
    { rules, model },
    others.map(({ council, typeKey, made }) => ({
      record: { kind: 'council', id: council.id },
      subject: typeKey,
      decision: made.decision,
      decisionId: null,
    })),
  );
}

/** What the facts of every council and service type are made from, in a few queries; all types, or these. */
export async function readLacks(ctx: MunicipalContext, types?: string[]): Promise<Lacks> {
  const unmet = await listUnmet(ctx.db, ctx.municipality.id, await unmetStandings(ctx), types);
  const needIds = [...new Set(unmet.map((need) => need.need_id))];
  return {
    unmet,
    offers: await listOffers(ctx.db, ctx.municipality.id, types),
    discussions: await listDiscussions(ctx.db, needIds),
    counted: await readCounted(ctx, 'area-type', needIds),
    lastSent: await lastSentByCouncil(ctx.db, ctx.municipality.id),
    today: ctx.today,
  };
}

/** Lets the rule set `hollowing-out` look at councils: each rule that holds is a finding of its own. */
export async function evaluateWatch(ctx: MunicipalContext, scope: Pick<Scope, 'councilId'> = {}): Promise<void> {
  const { rules, model, decide } = await prepare(ctx, 'hollowing-out');
  const existing = await listFindingRows(
    ctx.db,
    { municipalityId: ctx.municipality.id, councilId: scope.councilId, purpose: 'watch' },
    ALL,
  );
  const judged: Judged[] = [];
  const decided: { council: WatchedCouncil; decision: Decision }[] = [];
  const councils = await listWatchedCouncils(ctx.db, ctx.municipality.id, scope.councilId);
  const formFacts = await readFormFacts(
    ctx,
    model,
    councils.map((council) => council.id),
  );
  for (const council of councils) {
    const row = await readCouncil(ctx.db, ctx.municipality.id, council.id);
    if (!row) continue;
    const decision = await decide({ ...formFacts(council.id), ...(await councilFacts(ctx, row)) });
    decided.push({ council, decision });
    const noticed = decision.outcomes.filter((outcome) => outcome.rule !== null).map((outcome) => outcome.type);
    const before = existing.filter((row) => row.council_id === council.id).map((row) => row.type_key);
    for (const typeKey of new Set([...noticed, ...before]))
      judged.push({
        council,
        purpose: 'watch',
        typeKey,
        outcome: noticed.includes(typeKey) ? typeKey : null,
        made: { rules, model, decision },
        needIds: [],
      });
  }
  const stored = await settle(ctx, existing, judged);
  const others = decided.filter(({ decision }) => !stored.has(decision));
  await keepIfNews(
    ctx,
    { rules, model },
    others.map(({ council, decision }) => ({
      record: { kind: 'council', id: council.id },
      subject: '',
      decision,
      decisionId: null,
    })),
  );
}

async function prepare(
  ctx: MunicipalContext,
  key: string,
): Promise<{ rules: Definition<'rules'>; model: FactModel; decide: (facts: Facts) => Promise<Decision> }> {
  const rules = await definitionInForce(ctx, 'rules', key);
  if (!rules) throw new Error(`no rule set ${key} in force`);
  const model = await modelOf(ctx, rules.body);
  return { rules, model, decide: prepareDecide(rules.body, model) };
}

/**
 * Brings the stored findings in line with what was found now:
 * - found for the first time, or again after it had gone: open, with the decision;
 * - open and found again: confirmed; with the new decision where outcome or facts have changed;
 * - raised or dismissed and found again: stays so, until more needs hang on it than when it was raised or dismissed: then open again;
 * - not found any more: gone, whatever it was, so that the same trouble later on is told anew.
 * A council that is closed, or a finding that nobody looked at now, keeps what it has.
 * Answers the decisions that were stored for it.
 */
async function settle(
  ctx: MunicipalContext,
  existing: NamedFinding[],
  judged: Judged[],
): Promise<ReadonlyMap<Decision, string>> {
  const byKey = new Map(existing.map((row) => [`${row.council_id} ${row.type_key}`, row]));
  const needsBefore = await listFindingNeeds(
    ctx.db,
    existing.map((row) => row.id),
  );
  const decisions = new Map<Decision, string>();
  const store = async ({ council, purpose, typeKey, made }: Judged): Promise<string> => {
    // A watch's decision is about the council as a whole, whichever of its findings asks for it first.
    const subject = purpose === 'escalation' ? typeKey : '';
    const stored =
      decisions.get(made.decision) ?? (await storeDecision(ctx, { kind: 'council', id: council.id }, made, subject));
    decisions.set(made.decision, stored);
    return stored;
  };
  const confirmed: string[] = [];
  for (const item of judged) {
    const before = byKey.get(`${item.council.id} ${item.typeKey}`);
    const { outcome } = item;
    if (outcome === null) {
      if (before && before.status !== 'gone')
        await updateFinding(ctx.db, before.id, before.version, { status: 'gone', status_reason: null });
      continue;
    }
    if (!before) {
      const row = {
        id: ctx.newId(),
        municipality_id: ctx.municipality.id,
        council_id: item.council.id,
        purpose: item.purpose,
        type_key: item.typeKey,
        outcome,
        decision_id: await store(item),
        status: 'open' as const,
        status_reason: null,
        found_at: ctx.now,
        confirmed_at: ctx.now,
        version: 1,
      };
      // Two servers may find the same at once; the second one's is as good.
      await insertIfNew(ctx.db, (db) => insertFinding(db, row, item.needIds));
      continue;
    }
    const wasSetAside = before.status === 'raised' || before.status === 'dismissed';
    if (wasSetAside && item.needIds.length <= (needsBefore.get(before.id) ?? []).length) confirmed.push(before.id);
    else if (before.status === 'open' && before.outcome === outcome && sameFacts(before, item.made.decision))
      confirmed.push(before.id);
    else {
      const again = before.status === 'open' ? {} : { status: 'open' as const, status_reason: null, found_at: ctx.now };
      const changed = await updateFinding(ctx.db, before.id, before.version, {
        ...again,
        outcome,
        decision_id: await store(item),
        confirmed_at: ctx.now,
      });
      if (changed !== null) await replaceFindingNeeds(ctx.db, before.id, item.needIds);
    }
  }
  await confirmFindings(ctx.db, confirmed, ctx.now);
  return decisions;
}

const sameFacts = (row: NamedFinding, decision: Decision): boolean => {
  const before = (JSON.parse(row.decision) as Decision).facts;
  const names = new Set([...Object.keys(before), ...Object.keys(decision.facts)]);
  return [...names].every((name) => JSON.stringify(before[name]) === JSON.stringify(decision.facts[name]));
};

/** Looks at everything now because a person wants it. */
export async function evaluateNow(ctx: MunicipalContext): Promise<void> {
  if (findingReach(ctx.actor).length === 0) throw notAllowed();
  await evaluateEscalation(ctx);
  await evaluateWatch(ctx);
  await audit(ctx, 'finding.evaluate');
}
