import type { z } from 'zod';
import { analyseRuleSet, type Finding } from '../../rules/analyse.ts';
import { compileRuleSet } from '../../rules/compile/compile-rule-set.ts';
import { checkRuleSet, runExamples } from '../../rules/index.ts';
import type { FactModel, Facts, Issue, RuleSet } from '../../rules/types.ts';
import { readBacktestOfDraft, readCountsOver } from '../decisions/back-tests-store.ts';
import { listFactsSince } from '../decisions/cases-store.ts';
import type { JobCounts } from '../decisions/job-counts.ts';
import { mustRead } from '../decisions/may.ts';
import { modelOf, nameTypes, ruleModels } from '../decisions/models.ts';
import { sayOutcome } from '../decisions/outcomes.ts';
import { yearBefore } from '../decisions/run-cases.ts';
import { checkKeys } from '../definitions/definition-limits.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { definitionInForce } from '../definitions/definitions.ts';
import { listDefinitionKeys, readDefinitionOf } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { say } from '../kernel/texts/index.ts';
import type * as contract from './contract.ts';
import { hashBody } from './hash-body.ts';

export type RuleCheck = z.infer<typeof contract.ruleCheck>;
type Body = Record<string, unknown>;

/** More stored cases than this are not looked through while somebody types. */
const MOST_CASES = 5000;

/** Check, analysis and examples of a body that belongs to nobody yet. */
export async function checkUnsaved(ctx: MunicipalContext, body: Body): Promise<RuleCheck> {
  mustRead(ctx);
  return { ...(await checkBody(ctx, typeof body.key === 'string' ? body.key : '', body)), blocks: [] };
}

/** The same of a draft of this key, with what keeps it from being published. */
export async function checkDraft(ctx: MunicipalContext, key: string, body: Body): Promise<RuleCheck> {
  const check = await checkBody(ctx, key, body);
  return { ...check, blocks: await listBlocks(ctx, key, body, check) };
}

type Checked = Omit<RuleCheck, 'blocks'>;

async function checkBody(ctx: MunicipalContext, key: string, body: Body): Promise<Checked> {
  const issues = (await findIssues(ctx, key, body)).map(({ path, code, message }) => ({ path, code, message }));
  if (issues.length > 0) return { ok: false, issues, findings: [], examples: [] };
  // Checked just now.
  const ruleSet = body as RuleSet;
  const model = await modelOf(ctx, ruleSet);
  const found = analyseRuleSet(
    ruleSet,
    await nameTypes(ctx, model),
    ctx.language,
    await readFired(ctx, ruleSet, model),
  );
  const failed = runExamples(ruleSet, model, ctx.language);
  return { ok: true, issues, findings: found.map(presentFinding), examples: presentExamples(ctx, ruleSet, failed) };
}

async function findIssues(ctx: MunicipalContext, key: string, body: Body): Promise<Issue[]> {
  const misshapen = checkShape('rules', body, ctx.language);
  if (misshapen.length > 0) return misshapen;
  const keys = await listDefinitionKeys(ctx.db, ctx.municipality.id, 'rules');
  return [
    ...checkKeys(keys, key, ctx.language),
    ...checkRuleSet(body, await ruleModels(ctx), ctx.language),
    ...(await checkIdentity(ctx, key, body)),
  ];
}

/** The key is the draft's own; purpose and fact model are what the server asks the set for. */
async function checkIdentity(ctx: MunicipalContext, key: string, body: Body): Promise<Issue[]> {
  const issue = (path: string, code: string, params: Record<string, unknown>): Issue => ({
    path,
    code,
    message: say(ctx.language, `rules.issue.${code}`, params),
  });
  const wrongKey = body.key === key ? [] : [issue('/key', 'key', { key })];
  const before = await readDefinitionOf(ctx.db, ctx.municipality.id, 'rules', key);
  if (!before) return wrongKey;
  const { purpose, factModel } = JSON.parse(before.body) as RuleSet;
  return [
    ...wrongKey,
    ...(body.purpose === purpose ? [] : [issue('/purpose', 'purpose', { purpose })]),
    ...(body.factModel === factModel ? [] : [issue('/factModel', 'factModel', { factModel })]),
  ];
}

/**
 * How many cases of the last 12 months each rule would have applied to. Where there are too many to look through while
 * somebody types, its back-test has counted them; before that nothing is said.
 */
async function readFired(
  ctx: MunicipalContext,
  ruleSet: RuleSet,
  model: FactModel,
): Promise<{ fired?: Record<string, number> }> {
  const since = yearBefore(ctx);
  const cases = await listFactsSince(ctx.db, ctx.municipality.id, ruleSet.key, since, MOST_CASES + 1);
  if (cases.length === 0) return {};
  if (cases.length > MOST_CASES) {
    const counts = await readCountsOver(ctx.db, ctx.municipality.id, ruleSet.key, hashBody(ruleSet), since);
    return counts === undefined ? {} : { fired: (JSON.parse(counts) as JobCounts).fired };
  }
  const decide = compileRuleSet(ruleSet, model);
  const fired: Record<string, number> = {};
  for (const { facts } of cases)
    for (const name of decide(JSON.parse(facts) as Facts).held) fired[name] = (fired[name] ?? 0) + 1;
  return { fired };
}

const presentFinding = ({
  code,
  severity,
  path,
  message,
  rule,
  other,
  example,
}: Finding): RuleCheck['findings'][number] => ({
  path,
  code,
  severity,
  message,
  ...(rule === undefined ? {} : { rule }),
  ...(other === undefined ? {} : { other }),
  ...(example === undefined ? {} : { example }),
});

function presentExamples(ctx: MunicipalContext, ruleSet: RuleSet, failed: Issue[]): RuleCheck['examples'] {
  return (ruleSet.examples ?? []).map(({ name }, index) => {
    const messages = failed
      .filter((issue) => issue.path.startsWith(`/examples/${index}/`))
      .map((issue) => sayFailed(ctx, ruleSet, issue));
    return { index, name, ok: messages.length === 0, messages };
  });
}

/** What an example comes to instead, with outcomes as people know them. */
function sayFailed(ctx: MunicipalContext, ruleSet: RuleSet, { code, path, message, params }: Issue): string {
  const part = path.split('/').at(-1);
  const actual: unknown =
    code === 'example-failed' && typeof params?.['actual'] === 'string' ? JSON.parse(params['actual']) : undefined;
  if (part === 'outcomes' && Array.isArray(actual))
    return say(ctx.language, 'rules.example.outcomes', { actual: sayOutcome(ctx.language, actual.join(','), ruleSet) });
  if (part === 'score' && typeof actual === 'number')
    return say(ctx.language, 'rules.example.score', { actual, expected: String(params?.['expected']) });
  if (part === 'excluded' && typeof actual === 'boolean')
    return say(ctx.language, `rules.example.${actual ? 'excluded' : 'ranked'}`);
  return message;
}

async function listBlocks(
  ctx: MunicipalContext,
  key: string,
  body: Body,
  check: Checked,
): Promise<RuleCheck['blocks']> {
  const block = (code: string, params: Record<string, unknown> = {}) => ({
    code,
    message: say(ctx.language, `rules.block.${code}`, params),
  });
  if (!check.ok) return [block('check', { n: check.issues.length })];
  const errors = check.findings.filter((finding) => finding.severity === 'error').length;
  const failing = check.examples.filter((example) => !example.ok);
  const inForce = await definitionInForce(ctx, 'rules', key);
  const unchanged = inForce !== null && hashBody(inForce.body) === hashBody(body);
  const tested =
    inForce === null ||
    (await readBacktestOfDraft(ctx.db, ctx.municipality.id, key, inForce.id, hashBody(body)))?.status === 'done';
  return [
    ...(errors > 0 ? [block('analysis', { n: errors })] : []),
    ...(failing.length > 0
      ? [block('examples', { names: failing.map((example) => example.name).join(say(ctx.language, 'rules.and')) })]
      : []),
    ...(unchanged ? [block('unchanged', { number: inForce.number })] : []),
    ...(tested || unchanged ? [] : [block('backtest', { number: inForce.number })]),
  ];
}
