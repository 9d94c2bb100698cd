import { checkForm } from '../../forms/index.ts';
import type { Form } from '../../forms/types.ts';
import { checkRuleSet, runExamples } from '../../rules/index.ts';
import type { Issue, RuleSet } from '../../rules/types.ts';
import { checkCascades, checkWorkflow, isWorkflow, type SentBy } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';
import { insertIfNew } from '../database/dialect.ts';
import { modelOf, ruleModels } from '../decisions/models.ts';
import { checkKeys } from '../definitions/definition-limits.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import { definitionById, readBody, type Definition } from '../definitions/definitions.ts';
import {
  countDefinitionUses,
  insertDefinition,
  listDefinitionKeys,
  listDefinitions,
  readLatestNumber,
  type DefinitionKind,
  type DefinitionRow,
} from '../definitions/store.ts';
import { effectOf } from '../effects/effect.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { AppError, invalid, notAllowed } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { listRequires } from '../records/record-kind.ts';
import { readRoot } from '../settings/areas/areas.ts';
import { canEditSettings, canReadDefinitions } from '../settings/policy.ts';
import { checkReaders, checkWiring } from './check-wiring.ts';
import { mustBeReady } from './publish-draft.ts';
import { checkFieldsInUse } from './uses.ts';

export type DefinitionVersion = DefinitionRow & { publisher: string | null; uses: number };
/** One key with its versions, newest first; `current` is the number in force today (0: none yet). */
export type DefinitionEntry = {
  kind: DefinitionKind;
  key: string;
  name: string;
  purpose: string;
  current: number;
  latest: number;
  versions: DefinitionVersion[];
};

type Named = { texts?: { ja?: { name?: string }; en?: { name?: string } }; purpose?: string; subject?: string };

/** What the server uses a definition for: a form's or a rule set's purpose, a lifecycle's subject. */
const purposeOf = (body: Named): string => body.purpose ?? body.subject ?? '';

/** All forms, rule sets or lifecycles with every version. */
export async function readDefinitionList(ctx: MunicipalContext, kind: DefinitionKind): Promise<DefinitionEntry[]> {
  if (!canReadDefinitions(ctx.actor)) throw notAllowed();
  const rows = await listDefinitions(ctx.db, ctx.municipality.id, kind);
  const uses = await countDefinitionUses(ctx.db, ctx.municipality.id, kind);
  const byKey = Map.groupBy(rows, (row) => row.key);
  return [...byKey].map(([key, versions]) => describeEntry(ctx, kind, key, versions, uses));
}

function describeEntry(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  rows: (DefinitionRow & { publisher: string | null })[],
  uses: Map<string, number>,
): DefinitionEntry {
  const current = rows.find((row) => row.effective_on <= ctx.today);
  const shown = current ?? rows[0];
  const body = JSON.parse(shown?.body ?? '{}') as Named;
  return {
    kind,
    key,
    name: (ctx.language === 'en' ? body.texts?.en?.name : undefined) ?? body.texts?.ja?.name ?? key,
    purpose: purposeOf(body),
    current: current?.number ?? 0,
    latest: rows[0]?.number ?? 0,
    versions: rows.map((row) => ({ ...row, uses: uses.get(row.id) ?? 0 })),
  };
}

/** One version with its body, as it was uploaded. */
export async function readDefinitionBody(ctx: MunicipalContext, kind: DefinitionKind, id: string): Promise<Definition> {
  if (!canReadDefinitions(ctx.actor)) throw notAllowed();
  return definitionById(ctx, kind, id);
}

const problem = (ctx: MunicipalContext, path: string, code: string, params: Record<string, unknown> = {}): Issue => ({
  path,
  code,
  message: say(ctx.language, `settings.issue.${code}`, params),
});

/** What its own core finds wrong with a body, against the forms, rule sets and effects that there are here. */
async function checkBody(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  body: Record<string, unknown>,
  day: string,
): Promise<Issue[]> {
  const misshapen = checkShape(kind, body, ctx.language);
  if (misshapen.length > 0) return misshapen;
  const keys = await listDefinitionKeys(ctx.db, ctx.municipality.id, kind);
  const tooMany = checkKeys(keys, String(body.key), ctx.language);
  if (tooMany.length > 0) return tooMany;
  if (kind === 'form') return checkForm(body, ctx.language);
  if (kind === 'workflow') {
    const [forms, rules] = [
      await listDefinitionKeys(ctx.db, ctx.municipality.id, 'form'),
      await listDefinitionKeys(ctx.db, ctx.municipality.id, 'rules'),
    ];
    const known = { forms, rules, effects: listEffectTypes(ctx), requires: listRequires(ctx.kinds) };
    const issues = checkWorkflow(body, known, ctx.language);
    if (!isWorkflow(body, issues)) return issues;
    return [
      ...(await checkWiring(ctx, body, day)),
      ...checkCascades(body, await listOthers(ctx, body.key), sentBy(ctx), ctx.language),
    ];
  }
  const issues = checkRuleSet(body, await ruleModels(ctx), ctx.language);
  if (issues.length > 0) return issues;
  // Checked just now.
  const ruleSet = body as RuleSet;
  return runExamples(ruleSet, await modelOf(ctx, ruleSet), ctx.language);
}

/** The types of effects that lifecycles may ask for. */
const listEffectTypes = (ctx: MunicipalContext): string[] =>
  Object.keys(ctx.effectTypes).filter((type) => (effectOf(ctx, type)?.subjects.length ?? 0) > 0);

const sentBy =
  (ctx: MunicipalContext): SentBy =>
  ({ type, params }) =>
    effectOf(ctx, type)?.sends(params) ?? null;

/** The newest version of every other lifecycle. */
async function listOthers(ctx: MunicipalContext, key: unknown): Promise<Workflow[]> {
  const rows = await listDefinitions(ctx.db, ctx.municipality.id, 'workflow');
  return [...Map.groupBy(rows, (row) => row.key).values()].flatMap(([latest]) =>
    latest && latest.key !== key ? [readBody(latest) as Workflow] : [],
  );
}

/** A new version serves what the ones before it served: the server asks for it by key. */
async function checkPurpose(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  body: Record<string, unknown>,
): Promise<Issue[]> {
  const before = (await listDefinitions(ctx.db, ctx.municipality.id, kind)).find((row) => row.key === body.key);
  if (!before) return [];
  const purpose = purposeOf(readBody(before) as Named);
  return purpose === purposeOf(body)
    ? []
    : [problem(ctx, kind === 'workflow' ? '/subject' : '/purpose', 'purpose', { purpose })];
}

export type Upload = {
  body: Record<string, unknown>;
  reason: string;
  effectiveOn?: string;
  checkOnly: boolean;
  /** Fields of a form that rules use and that may go or change all the same. */ acknowledge?: string[];
};
/** Rules may ask about a form's fields: one that they use does not go unseen. */
async function checkUsers(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  { body, acknowledge = [] }: Upload,
  day: string,
): Promise<Issue[]> {
  if (kind !== 'form') return [];
  // Checked just before.
  const form = body as unknown as Form;
  return [...(await checkFieldsInUse(ctx, form, acknowledge)), ...(await checkReaders(ctx, form, day))];
}

export type Checked = { ok: boolean; key: string; number: number | null; issues: Issue[] };

/**
 * Checks a form, a rule set (its examples too) or a lifecycle, and stores it as the key's next version, in force from
 * `effectiveOn` (today) on. Versions before it stay as they are, for the records made with them. Throws invalid with
 * every issue; with `checkOnly` nothing is stored and the issues are the answer. Rules must be as ready as a draft that is
 * published: analysed, and back-tested as they are.
 */
export async function publishDefinition(ctx: MunicipalContext, kind: DefinitionKind, upload: Upload): Promise<Checked> {
  if (!canEditSettings(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const effectiveOn = upload.effectiveOn ?? ctx.today;
  const found = await checkBody(ctx, kind, upload.body, effectiveOn);
  const issues =
    found.length > 0
      ? found
      : [...(await checkPurpose(ctx, kind, upload.body)), ...(await checkUsers(ctx, kind, upload, effectiveOn))];
  const key = typeof upload.body.key === 'string' ? upload.body.key : '';
  if (upload.checkOnly) return { ok: issues.length === 0, key, number: null, issues };
  const past =
    effectiveOn < ctx.today
      ? [{ path: '/effectiveOn', code: 'past', message: say(ctx.language, 'settings.issue.past') }]
      : [];
  if (issues.length + past.length > 0)
    throw invalid([...past, ...issues.map(({ path, code, message }) => ({ path: `/body${path}`, code, message }))]);
  if (kind === 'rules') await mustBeReady(ctx, key, upload.body);
  const number = (await readLatestNumber(ctx.db, ctx.municipality.id, kind, key)) + 1;
  const id = ctx.newId();
  const row = {
    id,
    municipality_id: ctx.municipality.id,
    kind,
    key,
    number,
    body: JSON.stringify(upload.body),
    reason: upload.reason,
    effective_on: effectiveOn,
    published_by: ctx.actor.id,
    published_at: ctx.now,
  };
  // Somebody else took the number a moment ago.
  if (!(await insertIfNew(ctx.db, (db) => insertDefinition(db, row)))) throw new AppError('conflict', 'stale');
  await audit(
    ctx,
    'definition.publish',
    { kind: 'definition', id, title: `${kind} ${key} ${number}` },
    { reason: upload.reason, effectiveOn, number },
  );
  return { ok: true, key, number, issues: [] };
}
