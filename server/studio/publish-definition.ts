import type { Issue } from '../../rules/types.ts';
import { definitionsInForce, writtenDefinition, type Definition } from '../definitions/definitions.ts';
import { plainName } from '../definitions/plain-name.ts';
import { countDefinitionUses, listDefinitions, type DefinitionKind, type DefinitionRow } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, notAllowed } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { requireSettingsEditor } from '../settings/areas/areas.ts';
import { canReadDefinitions } from '../settings/policy.ts';
import { findFaults, readCandidate } from './check.ts';
import { markOf, partsOf } from './draft.ts';
import { listDrafts, listUpdates, type OpenDraft } from './drafts-store.ts';
import { slots } from './kinds/index.ts';
import { auditPublication, mustBeReady, storeTogether } from './publish.ts';
import { listSectionUses } from './sections.ts';
import type { Faults } from './slot.ts';

export type DefinitionVersion = DefinitionRow & { publisher: string | null; uses: number };
/** One key with its versions, newest first; `current` is the number in force today (0: none yet). */
export type DefinitionEntry = {
  kind: DefinitionKind;
  key: string;
  name: string;
  purpose: string;
  current: number;
  latest: number;
  stages: ('examples' | 'impact')[];
  draft: ReturnType<typeof markOf> | null;
  update: { release: string; base: number | null } | null;
  /** The workflows in force of which a step asks this form or these rules; of a section the forms that it stands in, and the version that each is pinned to. */
  usedBy: { key: string; name: string; pinned: number | null }[];
  versions: DefinitionVersion[];
};

type Named = { texts?: { ja?: { name?: string }; en?: { name?: string } }; purpose?: string; subject?: string };

/** What the server uses a definition for: a form's or a rule set's purpose, a workflow's subject. */
const purposeOf = (body: Named): string => body.purpose ?? body.subject ?? '';

/** All forms, rule sets, workflows or registers, published or only drafted, with every version. */
export async function readDefinitionList(ctx: MunicipalContext, kind: DefinitionKind): Promise<DefinitionEntry[]> {
  if (!canReadDefinitions(ctx.actor)) throw notAllowed();
  const byKey = Map.groupBy(await listDefinitions(ctx.db, ctx.municipality.id, kind), (row) => row.key);
  const uses = await countDefinitionUses(ctx.db, ctx.municipality.id, kind);
  const drafts = new Map((await listDrafts(ctx.db, ctx.municipality.id, kind)).map((draft) => [draft.key, draft]));
  const updates = new Map(
    (await listUpdates(ctx.db, ctx.municipality.id))
      .filter((row) => row.kind === kind && row.beside)
      .map((row) => [row.key, { release: row.update_release ?? '', base: row.update_base }]),
  );
  const [workflows, registers] = [await definitionsInForce(ctx, 'workflow'), await definitionsInForce(ctx, 'register')];
  const sections = kind === 'form' ? await listSectionUses(ctx) : [];
  return [...new Set([...byKey.keys(), ...drafts.keys(), ...updates.keys()])].toSorted().map((key) => ({
    ...describeEntry(ctx, kind, key, byKey.get(key) ?? [], drafts.get(key), uses),
    update: updates.get(key) ?? null,
    usedBy: [
      ...workflows.filter(
        ({ body }) =>
          (kind === 'form' || kind === 'rules') && Object.values(body.steps).some((step) => step[kind] === key),
      ),
      ...registers.filter(({ body }) => (kind === 'form' || kind === 'workflow') && body[kind] === key),
    ]
      .map(({ key, body }) => ({
        key,
        name: (body.texts[ctx.language] ?? body.texts.ja).name,
        pinned: null as number | null,
      }))
      .concat(
        sections
          .filter(({ section }) => section === key)
          .map(({ key: form, name, number }) => ({ key: form, name, pinned: number })),
      ),
  }));
}

function describeEntry(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  rows: (DefinitionRow & { publisher: string | null })[],
  draft: OpenDraft | undefined,
  uses: Map<string, number>,
): Omit<DefinitionEntry, 'update' | 'usedBy'> {
  const current = rows.find((row) => row.effective_on <= ctx.today);
  const shown = current ?? rows[0];
  const body = (shown ? JSON.parse(shown.body) : draft ? partsOf(draft) : {}) as Named;
  return {
    kind,
    key,
    name: plainName(kind, (ctx.language === 'en' ? body.texts?.en?.name : undefined) ?? body.texts?.ja?.name ?? key),
    purpose: purposeOf(body),
    current: current?.number ?? 0,
    latest: rows[0]?.number ?? 0,
    stages: [...slots[kind].stages],
    draft: draft ? markOf(draft) : null,
    versions: rows.map((row) => ({ ...row, uses: uses.get(row.id) ?? 0 })),
  };
}

/** One version with its body, as it was uploaded. */
export async function readDefinitionBody(ctx: MunicipalContext, kind: DefinitionKind, id: string): Promise<Definition> {
  if (!canReadDefinitions(ctx.actor)) throw notAllowed();
  return writtenDefinition(ctx, kind, id);
}

export type Upload = {
  body: Record<string, unknown>;
  reason: string;
  effectiveOn?: string;
  checkOnly: boolean;
  /** Fields of a form that rules use and that may go or change all the same. */ acknowledge?: string[];
};

export type Checked = { ok: boolean; key: string; number: number | null; issues: Issue[] };

/**
 * Checks a form, a rule set (its examples too) or a workflow, and stores it as the key's next version, in force from
 * `effectiveOn` (today) on; a draft that is open stays. Versions before it stay as they are, for the records made with them.
 * Throws invalid with every issue; with `checkOnly` nothing is stored and the issues are the answer. Rules must be as ready as
 * a draft that is published: analysed, and back-tested as they are.
 */
export async function publishDefinition(ctx: MunicipalContext, kind: DefinitionKind, upload: Upload): Promise<Checked> {
  await requireSettingsEditor(ctx);
  const { body, reason, effectiveOn = ctx.today, acknowledge = [] } = upload;
  const key = typeof body.key === 'string' ? body.key : '';
  const candidate = await readCandidate(ctx, kind, key, body, { day: effectiveOn, acknowledge });
  if (upload.checkOnly) {
    const issues = listIssues(ctx, await findFaults(ctx, candidate));
    return { ok: issues.length === 0, key, number: null, issues };
  }
  return storeTogether(ctx, [candidate], { reason, effectiveOn }, async (judged, stored) => {
    const past =
      effectiveOn < ctx.today
        ? [{ path: '/effectiveOn', code: 'past', message: say(ctx.language, 'settings.issue.past') }]
        : [];
    const issues = judged.flatMap(({ faults }) => listIssues(ctx, faults));
    if (issues.length + past.length > 0)
      throw invalid([...past, ...issues.map(({ path, code, message }) => ({ path: `/body${path}`, code, message }))]);
    if (kind === 'rules') await mustBeReady(ctx, judged);
    for (const publication of stored) await auditPublication(ctx, publication, { reason, effectiveOn });
    return { ok: true, key, number: stored[0]?.number ?? null, issues: [] };
  });
}

/** An example of an uploaded rule set that fails is wrong like anything else. */
const listIssues = (ctx: MunicipalContext, { issues, examples }: Faults): Issue[] => [
  ...issues,
  ...examples
    .filter((example) => !example.ok)
    .map(({ index, name, messages }) => ({
      path: `/examples/${index}`,
      code: 'example-failed',
      message: say(ctx.language, 'settings.issue.example', { name, what: messages.join(' ') }),
    })),
];
