import type { z } from 'zod';
import type { RuleSet } from '../../rules/types.ts';
import { mustRead } from '../decisions/may.ts';
import { listDefinitions } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type * as contract from './contract.ts';
import { markOf, partsOf } from './draft.ts';
import { listDrafts } from './drafts-store.ts';

export type RuleSetEntry = z.infer<typeof contract.ruleSetEntry>;

/** Every rule set, published or only drafted, with what is in force, what is coming, and who is at work on it. */
export async function listRuleSets(ctx: MunicipalContext): Promise<RuleSetEntry[]> {
  mustRead(ctx);
  const byKey = Map.groupBy(await listDefinitions(ctx.db, ctx.municipality.id, 'rules'), (row) => row.key);
  const drafts = new Map((await listDrafts(ctx.db, ctx.municipality.id, 'rules')).map((draft) => [draft.key, draft]));
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
