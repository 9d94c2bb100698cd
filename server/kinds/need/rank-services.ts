import type { z } from 'zod';
import type { Audience } from '../../../forms/types.ts';
import {
  compareScores,
  compileRuleSet,
  explain,
  prepareDecide,
  type FactModel,
  type Facts,
} from '../../../rules/index.ts';
import { explainDecision } from '../../decisions/decide.ts';
import { readFormFacts } from '../../decisions/form-facts.ts';
import { keepCases } from '../../decisions/keep-cases.ts';
import { modelOf, namedModelOf } from '../../decisions/models.ts';
import { insertDecision, readDecision, type DecisionRow } from '../../decisions/store.ts';
import { storedDecision } from '../../decisions/stored-decision.ts';
import type { RankedService, StoredRanking } from '../../decisions/stored-ranking.ts';
import { definitionById, definitionInForce, type Definition } from '../../definitions/definitions.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { serviceTypeNames, typeName } from '../../settings/codes/service-types.ts';
import {
  listAreasOfServices,
  listCandidates,
  readCandidates,
  readOpenCandidates,
  readLatestRankings,
  type CandidateRow,
} from '../service/index.ts';
import type * as contract from './contract.ts';
import { needServiceFacts } from './facts.ts';
import { mayNeed, needAudience } from './policy.ts';
import { relatedToNeed } from './related.ts';
import { listNeedTypes, readNeed, type PlacedNeed } from './store.ts';
import { requireMatching } from '../../settings/municipality/practice.ts';

export type Ranking = z.infer<typeof contract.ranking>;
type Candidate = Ranking['candidates'][number];

const RULES = 'referral';
/** So many of the ranked, and of those left out, are shown with their reasons; more nobody reads. */
const SHOWN = 30;

/** Ranks services for a need that the asker works on, keeps the decisions, and answers them in words. */
export async function rankServices(ctx: MunicipalContext, needId: string): Promise<Ranking> {
  const need = await readNeed(ctx.db, ctx.municipality.id, needId);
  if (!need || (ctx.actor.kind === 'user' && !mayNeed(ctx.actor, 'see', need))) throw notFound();
  if (ctx.actor.kind === 'user' && !mayNeed(ctx.actor, 'refer', need)) throw notAllowed();
  await requireMatching(ctx);
  const { row, rules, services } = await makeRanking(ctx, need);
  await audit(ctx, 'need.rank', { kind: 'need', id: need.id, title: numberTitle(need.number) }, { decision: row.id });
  return presentRanking(ctx, row, rules, services, needAudience(ctx.actor, need));
}

/**
 * Decides by the rule set in force about every service of the need's types or serving its area, and stores it as one
 * decision. Best score first, then by name; those left out after them, first those of a type that is needed.
 */
export async function makeRanking(
  ctx: MunicipalContext,
  need: PlacedNeed,
): Promise<{ row: DecisionRow; rules: Definition<'rules'>; services: CandidateRow[]; ranked: RankedService[] }> {
  const rules = await definitionInForce(ctx, 'rules', RULES);
  if (!rules) throw new Error(`no rule set ${RULES} in force`);
  const model = await modelOf(ctx, rules.body);
  const types = (await listNeedTypes(ctx.db, [need.id])).get(need.id) ?? [];
  const areaIds = need.area_path.split('/').filter((id) => id !== '');
  const services = await listCandidates(ctx.db, ctx.municipality.id, types, areaIds);
  const readFacts = await prepareFacts(
    ctx,
    need,
    services.map((service) => service.id),
    types,
    model,
  );
  // Thousands may be looked at: compiled rules put them in order, and those that are shown are decided in full.
  const compiled = compileRuleSet(rules.body, model);
  const decided = services.map((service) => {
    const facts = readFacts(service);
    return { service, decision: { ...compiled(facts), facts } };
  });
  const byScore = (a: (typeof decided)[number], b: (typeof decided)[number]): number =>
    Number(a.decision.excluded ?? false) - Number(b.decision.excluded ?? false) ||
    (a.decision.excluded
      ? Number(types.includes(b.service.type_key)) - Number(types.includes(a.service.type_key))
      : 0) ||
    compareScores(b.decision.score ?? 0, a.decision.score ?? 0) ||
    compareNames(a.service.name, b.service.name) ||
    a.service.id.localeCompare(b.service.id);
  decided.sort(byScore);
  const decide = prepareDecide(rules.body, model);
  const shown = { ranked: 0, leftOut: 0 };
  const ranked: RankedService[] = [];
  for (const { service, decision } of decided) {
    const place = decision.excluded ? 'leftOut' : 'ranked';
    shown[place] += 1;
    ranked.push({
      serviceId: service.id,
      rank: decision.excluded ? null : ranked.length + 1,
      decision: shown[place] > SHOWN ? null : await decide(decision.facts),
    });
  }
  const stored: StoredRanking = { ranked };
  const row: DecisionRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    rules_id: rules.id,
    record_kind: 'need',
    record_id: need.id,
    decision: JSON.stringify(stored),
    decided_at: ctx.now,
  };
  await insertDecision(ctx.db, row);
  const record = { kind: 'need', id: need.id } as const;
  await keepCases(
    ctx,
    { rules, model },
    decided.map(({ service, decision }) => ({ record, subject: service.id, decision, decisionId: row.id })),
  );
  return { row, rules, services, ranked };
}

const { compare: compareNames } = new Intl.Collator('ja');

/** The facts of a need with each of these services, read in a few queries however many there are. */
export async function prepareFacts(
  ctx: MunicipalContext,
  need: PlacedNeed,
  serviceIds: string[],
  types: string[],
  model: FactModel,
): Promise<(service: CandidateRow) => Facts> {
  const areaIds = await listAreasOfServices(ctx.db, serviceIds);
  const areas = new Map((await areasOf(ctx)).map((area) => [area.id, area]));
  // Who has had the need and gave it back is known too: asking them again would go round in circles.
  const historyOf = await relatedToNeed(ctx).referralHistories(ctx, need.id, serviceIds);
  const formFacts = (await readFormFacts(ctx, model, [need.id]))(need.id);
  return (service) => {
    const served = areaIds.get(service.id)?.flatMap((id) => areas.get(id) ?? []) ?? [];
    const history = { areas: served, ...historyOf(service.id) };
    return { ...formFacts, ...needServiceFacts({ ...need, types }, service, history, ctx.today) };
  };
}

/** A stored decision about a need where it is a ranking, in the asker's words; null where it is not. */
export async function tellRanking(
  ctx: MunicipalContext,
  row: DecisionRow,
  audience: Audience,
): Promise<Ranking | null> {
  const { ranked } = JSON.parse(row.decision) as Partial<StoredRanking>;
  if (!ranked) return null;
  const rules = await definitionById(ctx, 'rules', row.rules_id);
  const services = await readCandidates(
    ctx.db,
    ranked.flatMap(({ serviceId, decision }) => (decision ? [serviceId] : [])),
  );
  return presentRanking(ctx, row, rules, services, audience);
}

/** A stored ranking in the asker's words, with the very version of the rules that made it. */
export async function presentRanking(
  ctx: MunicipalContext,
  row: DecisionRow,
  rules: Definition<'rules'>,
  services: CandidateRow[],
  audience: Audience,
): Promise<Ranking> {
  const { ranked } = JSON.parse(row.decision) as StoredRanking;
  const rows = new Map(services.map((service) => [service.id, service]));
  const names = await serviceTypeNames(ctx);
  const model = await namedModelOf(ctx, rules.body, audience);
  const texts = rules.body.texts[ctx.language] ?? rules.body.texts.ja;
  const ruleSet = { key: rules.key, name: texts.name, number: rules.number };
  const candidates = ranked.flatMap(({ serviceId, rank, decision }): Candidate[] => {
    const service = rows.get(serviceId);
    if (!service || !decision) return [];
    const explanation = {
      decisionId: row.id,
      ruleSet,
      decidedAt: row.decided_at,
      ...explain(decision, rules.body, model, ctx.language),
    };
    return [
      {
        service: presentService(service, names),
        rank,
        score: explanation.score ?? 0,
        leftOut: rank === null ? explanation.sentence : null,
        explanation,
      },
    ];
  });
  const others = ranked.filter((candidate) => !candidate.decision);
  const leftOut = others.filter((candidate) => candidate.rank === null).length;
  return {
    decisionId: row.id,
    ruleSet,
    decidedAt: row.decided_at,
    candidates,
    others: { ranked: others.length - leftOut, leftOut },
  };
}

const presentService = (service: CandidateRow, names: Map<string, string>): Candidate['service'] => ({
  id: service.id,
  name: service.name,
  organisation: { id: service.organisation_id, name: service.organisation_name },
  type: typeName(names, service.type_key).name,
  capacity: service.capacity,
  capacityConfirmedOn: service.capacity_confirmed_on,
  fee: service.fee,
  phone: service.phone,
});

/** The latest ranking of a need with the candidates that may be asked, best first; null when none was made. */
export async function latestRanking(
  ctx: MunicipalContext,
  needId: string,
): Promise<{ row: DecisionRow; open: (RankedService & { rank: number })[]; ranked: RankedService[] } | null> {
  const row = (await readLatestRankings(ctx.db, [needId])).get(needId);
  if (!row) return null;
  const { ranked } = JSON.parse(row.decision) as StoredRanking;
  return { row, ranked, open: openOf(ranked) };
}

const openOf = (ranked: RankedService[]): (RankedService & { rank: number })[] =>
  ranked.flatMap((candidate) => (candidate.rank === null ? [] : [{ ...candidate, rank: candidate.rank }]));

type NextCandidate = { decisionId: string; service: { id: string; name: string }; organisation: string };
/** Candidates of a ranking that are looked up at once: most often the first of them is not closed. */
const LOOKED_UP = 10;

/** Who stands first in the latest ranking of each of these needs, for a need's page and the home page; neither those that have been `asked` since, by the need's id, nor what is closed. */
export async function nextCandidates(
  ctx: MunicipalContext,
  needIds: string[],
  askedServices: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, NextCandidate>> {
  const next = new Map<string, NextCandidate>();
  let left = [...(await readLatestRankings(ctx.db, needIds))].map(([needId, row]) => ({
    needId,
    decisionId: row.id,
    ids: openOf((JSON.parse(row.decision) as StoredRanking).ranked)
      .map(({ serviceId }) => serviceId)
      .filter((id) => !askedServices.get(needId)?.includes(id)),
  }));
  for (left = left.filter(({ ids }) => ids.length > 0); left.length > 0;) {
    const looked = new Set(left.flatMap(({ ids }) => ids.slice(0, LOOKED_UP)));
    const services = new Map((await readOpenCandidates(ctx.db, [...looked])).map((service) => [service.id, service]));
    left = left.flatMap(({ needId, decisionId, ids }) => {
      const service = ids.slice(0, LOOKED_UP).flatMap((id) => services.get(id) ?? [])[0];
      const rest = ids.slice(LOOKED_UP);
      if (!service) return rest.length > 0 ? [{ needId, decisionId, ids: rest }] : [];
      const { id, name, organisation_name: organisation } = service;
      next.set(needId, { decisionId, service: { id, name }, organisation });
      return [];
    });
  }
  return next;
}

/** Why a service stood where it did in a stored ranking, in the asker's words; null where it was not in it. */
export async function explainRanked(
  ctx: MunicipalContext,
  decisionId: string,
  serviceId: string,
  audience: Audience,
): Promise<Candidate['explanation'] | null> {
  const row = await readDecision(ctx.db, ctx.municipality.id, decisionId);
  const ranked =
    row &&
    (JSON.parse(row.decision) as Partial<StoredRanking>).ranked?.find((candidate) => candidate.serviceId === serviceId);
  return ranked ? explainDecision(ctx, { ...row, decision: JSON.stringify(ranked.decision) }, audience) : null;
}

/** Why a service was left out of a ranking, in the words of one who refers the need. `position` is its place in it. */
export async function whyLeftOut(ctx: MunicipalContext, row: DecisionRow, position: number): Promise<string> {
  const rules = await definitionById(ctx, 'rules', row.rules_id);
  const decision = await storedDecision(ctx, row, position);
  return decision
    ? explain(decision, rules.body, await namedModelOf(ctx, rules.body, 'staff'), ctx.language).sentence
    : '';
}
