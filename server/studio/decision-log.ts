import type { z } from 'zod';
import { explain } from '../../rules/index.ts';
import type { Decision, Facts } from '../../rules/types.ts';
import type { Page, Paging } from '../database/paging.ts';
import { listDecisionCases, readDecisionCase, type NumberedCase } from '../decisions/cases-store.ts';
import { tellFacts } from '../decisions/form-facts.ts';
import { mustRead } from '../decisions/may.ts';
import { namedModelOf } from '../decisions/models.ts';
import { sayOutcome, writeOutcome } from '../decisions/outcomes.ts';
import { caseReach } from '../decisions/policy.ts';
import { readDecision } from '../decisions/store.ts';
import { storedDecision } from '../decisions/stored-decision.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { listAreas, readArea } from '../settings/areas/store.ts';
import { audienceOfRecord } from '../records/audience-of.ts';
import { explainCase } from './back-tests.ts';
import { presentArea, readCaseTitles } from './case-titles.ts';
import type * as contract from './contract.ts';

export type DecisionCase = z.infer<typeof contract.decisionCase>;
export type DecisionCaseExplained = z.infer<typeof contract.decisionCaseExplained>;
export type DecisionQuery = Omit<z.infer<typeof contract.decisionQuery>, 'cursor' | 'limit'>;

/** What rules decided about records of the asker's areas, newest first. Needs are told by number and line, never by a resident's name. */
export async function listDecisions(
  ctx: MunicipalContext,
  query: DecisionQuery,
  paging: Paging,
): Promise<Page<DecisionCase>> {
  mustRead(ctx);
  const area = query.area === undefined ? undefined : await readArea(ctx.db, ctx.municipality.id, query.area);
  if (query.area !== undefined && !area) return { items: [], total: 0, next: null };
  const page = await listDecisionCases(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      paths: caseReach(ctx.actor),
      areaPath: area?.path,
      rulesKey: query.rules,
      number: query.number,
      fromDay: query.from,
      toDay: query.to,
      recordKind: query.kind,
      outcome: query.outcome,
    },
    paging,
  );
  return { ...page, items: await presentCases(ctx, page.items) };
}

async function presentCases(ctx: MunicipalContext, cases: NumberedCase[]): Promise<DecisionCase[]> {
  const titles = await readCaseTitles(ctx, cases);
  const areas = await listAreas(ctx.db, ctx.municipality.id);
  const items: DecisionCase[] = [];
  for (const decisionCase of cases) {
    const { body } = await definitionById(ctx, 'rules', decisionCase.rules_id);
    const texts = body.texts[ctx.language] ?? body.texts.ja;
    items.push({
      id: decisionCase.id,
      decisionId: decisionCase.decision_id,
      position: decisionCase.position,
      ruleSet: { key: decisionCase.rules_key, name: texts.name, number: decisionCase.number },
      record: titles.record(decisionCase),
      subject: titles.subject(decisionCase),
      area: presentArea(areas, decisionCase.area_path),
      decidedAt: decisionCase.decided_at,
      outcome: decisionCase.outcome,
      outcomeText: sayOutcome(ctx.language, writeOutcome(decisionCase), body),
      score: decisionCase.score,
    });
  }
  return items;
}

/** One line of the log with why it was so: from the stored decision, or where none was stored decided again by the same version. */
export async function readDecisionCaseInWords(ctx: MunicipalContext, id: string): Promise<DecisionCaseExplained> {
  mustRead(ctx);
  const decisionCase = await readDecisionCase(ctx.db, ctx.municipality.id, id);
  if (!decisionCase || !caseReach(ctx.actor).some((path) => decisionCase.area_path.startsWith(path))) throw notFound();
  const [presented] = await presentCases(ctx, [decisionCase]);
  const rules = await definitionById(ctx, 'rules', decisionCase.rules_id);
  const facts = JSON.parse(decisionCase.facts) as Facts;
  const audience = await audienceOfRecord(ctx, { kind: decisionCase.record_kind, id: decisionCase.record_id });
  const decision = await readStored(ctx, decisionCase);
  const explanation = decision
    ? {
        decisionId: decisionCase.decision_id,
        decidedAt: decisionCase.decided_at,
        ruleSet: {
          key: rules.key,
          name: (rules.body.texts[ctx.language] ?? rules.body.texts.ja).name,
          number: rules.number,
        },
        ...explain(decision, rules.body, await namedModelOf(ctx, rules.body, audience), ctx.language),
      }
    : await explainCase(ctx, rules, facts, audience);
  if (!presented || !explanation) throw notFound();
  return {
    case: presented,
    facts: await tellFacts(ctx, rules.body.factModel, facts, audience),
    explanation: { ...explanation, decidedAt: decisionCase.decided_at },
  };
}

async function readStored(ctx: MunicipalContext, decisionCase: NumberedCase): Promise<Decision | undefined> {
  const row =
    decisionCase.decision_id === null
      ? undefined
      : await readDecision(ctx.db, ctx.municipality.id, decisionCase.decision_id);
  return row && ((await storedDecision(ctx, row, decisionCase.position)) ?? undefined);
}
