import type { z } from 'zod';
import { diffRuleSets } from '../../rules/index.ts';
import type { RuleSet } from '../../rules/types.ts';
import { mustRead } from '../decisions/may.ts';
import { namedModelOf } from '../decisions/models.ts';
import { listDefinitions, readDefinitionNumber } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { checkUnsaved } from './check-draft.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft, partsOf } from './draft.ts';
import { listDrafts, type OpenDraft } from './drafts-store.ts';

export type RuleSetEntry = z.infer<typeof contract.ruleSetEntry>;
export type RuleComparison = z.infer<typeof contract.ruleComparison>;
type VersionRef = number | 'draft';

/** Every rule set, published or only drafted, with what is in force, what is coming, and who is at work on it. */
export async function listRuleSets(ctx: MunicipalContext): Promise<RuleSetEntry[]> {
  mustRead(ctx);
  const byKey = Map.groupBy(await listDefinitions(ctx.db, ctx.municipality.id, 'rules'), (row) => row.key);
  const drafts = new Map((await listDrafts(ctx.db, ctx.municipality.id)).map((draft) => [draft.key, draft]));
  return [...new Set([...byKey.keys(), ...drafts.keys()])].toSorted().map((key) => {
    const versions = byKey.get(key) ?? [];
    const draft = drafts.get(key);
    const current = versions.find((row) => row.effective_on <= ctx.today);
    const shown = current ?? versions[0];
    const body = shown ? (JSON.parse(shown.body) as RuleSet) : draft ? partsOf(draft) : {};
    const texts = body.texts?.[ctx.language] ?? body.texts?.ja;
    return {
      key,
      name: texts?.name ?? key,
      description: texts?.description ?? '',
      purpose: body.purpose ?? '',
      factModel: body.factModel ?? '',
      strategy: body.strategy ?? '',
      rules: Array.isArray(body.rules) ? body.rules.length : 0,
      current: current?.number ?? 0,
      latest: versions[0]?.number ?? 0,
      upcoming: versions
        .filter((row) => row.effective_on > ctx.today && row.number > (current?.number ?? 0))
        .map((row) => ({ number: row.number, effectiveOn: row.effective_on })),
      draft: draft ? markOf(draft) : null,
    };
  });
}

const markOf = (draft: OpenDraft): NonNullable<RuleSetEntry['draft']> => ({
  version: draft.version,
  base: draft.base,
  savedAt: draft.saved_at,
  savedBy: draft.saver ?? '',
});

/** Two versions side by side, and what is different in words. Throws `invalid` for a version that there is not, or a draft that is not in order. */
export async function compareVersions(
  ctx: MunicipalContext,
  key: string,
  from: VersionRef,
  to: VersionRef,
): Promise<RuleComparison> {
  mustRead(ctx);
  const [before, after] = [await readBody(ctx, key, from, '/from'), await readBody(ctx, key, to, '/to')];
  const differences = diffRuleSets(before, after, await namedModelOf(ctx, after, 'staff'), ctx.language);
  return { from: { version: from, body: { ...before } }, to: { version: to, body: { ...after } }, differences };
}

async function readBody(ctx: MunicipalContext, key: string, version: VersionRef, path: string): Promise<RuleSet> {
  if (version === 'draft') {
    const draft = await findDraft(ctx, key);
    if (!draft) throw invalid([{ path, code: 'noDraft', message: say(ctx.language, 'rules.issue.noDraft') }]);
    const body = bodyOf(draft);
    const { issues } = await checkUnsaved(ctx, body);
    if (issues.length > 0) throw invalid(issues.map((issue) => ({ ...issue, path: `/body${issue.path}` })));
    // Checked just now.
    return body as RuleSet;
  }
  const row = await readDefinitionNumber(ctx.db, ctx.municipality.id, 'rules', key, version);
  if (!row)
    throw invalid([{ path, code: 'unknown', message: say(ctx.language, 'rules.issue.number', { number: version }) }]);
  return JSON.parse(row.body) as RuleSet;
}
