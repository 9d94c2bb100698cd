import type { RuleSet } from '../../rules/types.ts';
import { readBody } from '../definitions/definitions.ts';
import { plainName } from '../definitions/plain-name.ts';
import { listVersions, type DefinitionKind } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { checkDraft, readCandidate } from './check.ts';
import { definitionKind } from './contract.ts';
import { bodyOf, markOf, partsOf } from './draft.ts';
import { listDrafts, listUpdates, type OpenDraft } from './drafts-store.ts';

/** Judging one costs its whole check: of the latest it is told, the others are found in the lists. */
const JUDGED = 5;

/** Of one kind: how many there are, how many are being drafted, and for how many a release waits beside what the city has. */
export type KindCounts = { keys: number; drafts: number; updates: number };

export type WaitingDraft = {
  kind: DefinitionKind;
  key: string;
  name: string;
  /** The version that it would become. */
  number: number;
  draft: ReturnType<typeof markOf>;
  /** How many things keep it from being published. */
  against: number;
};

/** What there is of every kind of definition, and the drafts that were saved last, the newest first. */
export async function readWaitingDrafts(
  ctx: MunicipalContext,
): Promise<{ kinds: Record<DefinitionKind, KindCounts>; drafts: WaitingDraft[] }> {
  const { db, municipality } = ctx;
  const updates = (await listUpdates(db, municipality.id)).filter(({ beside }) => beside);
  const open = await listDrafts(db, municipality.id);
  const kinds = {} as Record<DefinitionKind, KindCounts>;
  for (const kind of definitionKind.options) {
    const keys = new Set((await listVersions(db, municipality.id, kind)).map(({ key }) => key));
    kinds[kind] = {
      keys: keys.size,
      drafts: open.filter((draft) => draft.kind === kind).length,
      updates: updates.filter((update) => update.kind === kind).length,
    };
  }
  const latest = open.toSorted((a, b) => (a.saved_at < b.saved_at ? 1 : -1)).slice(0, JUDGED);
  const drafts = [];
  for (const draft of latest) drafts.push(await judge(ctx, draft));
  return { kinds, drafts };
}

async function judge(ctx: MunicipalContext, draft: OpenDraft): Promise<WaitingDraft> {
  const { kind, key } = draft;
  const candidate = await readCandidate(ctx, kind, key, bodyOf(draft));
  const { issues, blocks } = await checkDraft(ctx, candidate);
  // A draft may be without a name, or with nothing that can be read: then it goes by the one that it would take the place of.
  const published = candidate.latest && (readBody(candidate.latest) as Partial<RuleSet>);
  const texts = partsOf(draft).texts ?? published?.texts;
  return {
    kind,
    key,
    name: plainName(kind, texts?.[ctx.language]?.name ?? texts?.ja.name ?? key),
    number: (candidate.latest?.number ?? 0) + 1,
    draft: markOf(draft),
    against: issues.length || blocks.length,
  };
}
