import { analyseRuleSet, type Finding } from '../../../rules/index.ts';
import { compileRuleSet } from '../../../rules/compile/compile-rule-set.ts';
import { checkRuleSet, diffRuleSets, findUntold, runExamples, usesOf } from '../../../rules/index.ts';
import type { FactModel, Facts, Issue, RuleSet } from '../../../rules/types.ts';
import { readBacktestOfDraft, readCountsOver } from '../../decisions/back-tests-store.ts';
import { listFactsSince } from '../../decisions/cases-store.ts';
import type { JobCounts } from '../../decisions/job-counts.ts';
import { listCountedFields } from '../../decisions/field-values.ts';
import { modelOf, namedModelOf, nameTypes, ruleModels } from '../../decisions/models.ts';
import { sayOutcome } from '../../decisions/outcomes.ts';
import { yearBefore } from '../../decisions/run-cases.ts';
import { beginFields } from '../../records/fill-field.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { hashBody } from '../../definitions/hash-body.ts';
import type { Candidate, DraftCheck, Faults, Slot } from '../slot.ts';

/** More stored cases than this are not looked through while somebody types. */
const MOST_CASES = 5000;

/** A rule set: analysed, tried on its examples and on every stored decision before it counts. */
export const rulesSlot: Slot<'rules'> = {
  kind: 'rules',
  stages: ['examples', 'impact'],
  // Which facts there are, the forms that come with it say.
  checkItself: () => Promise.resolve([]),
  checkAmong: async (ctx, candidate) => {
    const issues = [
      ...checkRuleSet(candidate.body, await ruleModels(ctx), ctx.language),
      ...checkIdentity(ctx, candidate),
    ];
    if (issues.length > 0) return { issues, findings: [], examples: [] };
    // Checked just now.
    const ruleSet = candidate.body as RuleSet;
    const model = await modelOf(ctx, ruleSet);
    const analysis = analyseRuleSet(
      ruleSet,
      await nameTypes(ctx, model),
      ctx.language,
      await readFired(ctx, ruleSet, model),
    );
    const failed = runExamples(ruleSet, model, ctx.language);
    const findings = [...analysis, ...findUntold(ruleSet, ctx.language)].map(presentFinding);
    return { issues, findings, examples: presentExamples(ctx, ruleSet, failed) };
  },
  listBlocks,
  findImpact: async (ctx, candidate) => (await readTrial(ctx, candidate))?.id ?? null,
  checkComparable: async (ctx, body) => checkRuleSet(body, await ruleModels(ctx), ctx.language),
  compare: async (ctx, before, after) => {
    // Checked when it was published, or just before.
    const [from, to] = [before as RuleSet, after as RuleSet];
    return diffRuleSets(from, to, await namedModelOf(ctx, to, 'staff'), ctx.language);
  },
  // What it counts by is kept from now on; until it is filled in the count is not known.
  published: async (ctx, body) => {
    const ruleSet = body as RuleSet;
    const fields = await listCountedFields(ctx, ruleSet.factModel, Object.keys(usesOf(ruleSet).rules));
    await beginFields(ctx, 'need', ['staff'], fields);
  },
};

const trials = new WeakMap<Candidate, ReturnType<typeof readBacktestOfDraft>>();

/** The candidate's back-test against what is in force, read once: what it would change and what stands against it are both told by it. */
async function readTrial(ctx: MunicipalContext, candidate: Candidate): ReturnType<typeof readBacktestOfDraft> {
  const { key, body, inForce } = candidate;
  if (inForce === null) return undefined;
  const trial =
    trials.get(candidate) ?? readBacktestOfDraft(ctx.db, ctx.municipality.id, key, inForce.id, hashBody(body));
  trials.set(candidate, trial);
  return trial;
}

/** Purpose and fact model are what the server asks the set for. */
function checkIdentity(ctx: MunicipalContext, { body, latest }: Candidate): Issue[] {
  if (!latest) return [];
  const before = JSON.parse(latest.body) as RuleSet;
  return (['purpose', 'factModel'] as const).flatMap((member) =>
    body[member] === before[member]
      ? []
      : [
          {
            path: `/${member}`,
            code: member,
            message: say(ctx.language, `rules.issue.${member}`, { [member]: before[member] }),
          },
        ],
  );
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
}: Finding): DraftCheck['findings'][number] => ({
  path,
  code,
  severity,
  message,
  ...(rule === undefined ? {} : { rule }),
  ...(other === undefined ? {} : { other }),
  ...(example === undefined ? {} : { example }),
});

function presentExamples(ctx: MunicipalContext, ruleSet: RuleSet, failed: Issue[]): DraftCheck['examples'] {
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
  candidate: Candidate,
  { findings, examples }: Faults,
): Promise<DraftCheck['blocks']> {
  const { body, inForce } = candidate;
  const block = (code: string, params: Record<string, unknown> = {}) => ({
    code,
    message: say(ctx.language, `rules.block.${code}`, params),
  });
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const failing = examples.filter((example) => !example.ok);
  const tested =
    inForce === null ||
    hashBody(inForce.body) === hashBody(body) ||
    (await readTrial(ctx, candidate))?.status === 'done';
  return [
    ...(errors > 0 ? [block('analysis', { n: errors })] : []),
    ...(failing.length > 0
      ? [block('examples', { names: failing.map((example) => example.name).join(say(ctx.language, 'rules.and')) })]
      : []),
    ...(tested ? [] : [block('backtest', { number: inForce.number })]),
  ];
}
