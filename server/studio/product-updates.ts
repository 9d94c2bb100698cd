import type { z } from 'zod';
import { waitForTurn } from '../database/dialect.ts';
import { mustEdit, mustRead } from '../decisions/may.ts';
import { isFoundByPurpose, readBody } from '../definitions/definitions.ts';
import { hashBody } from '../definitions/hash-body.ts';
import type { Library, LibraryEntry } from '../definitions/library.ts';
import { mergePlaces } from '../definitions/places.ts';
import {
  listDefinitions,
  readDefinitionNumber,
  readDefinitionOf,
  type DefinitionKind,
  type DefinitionRow,
} from '../definitions/store.ts';
import { audit, type MunicipalContext } from '../kernel/context.ts';
import { notFound, refused } from '../kernel/errors.ts';
import type { Installation } from '../kernel/installation.ts';
import { say } from '../kernel/texts/index.ts';
import { inTransaction, systemAsker } from '../kernel/transaction.ts';
import { withRegisters } from '../registers/registers-in-force.ts';
import { checkDraft, readCandidate } from './check.ts';
import type * as contract from './contract.ts';
import { bodyOf, findDraft, saveDraft, type RuleDraftSaved } from './draft.ts';
import {
  insertDraft,
  listMunicipalitiesBefore,
  markLibrary,
  readDraftRow,
  readLibraryMark,
  updateOffer,
  type DraftRow,
} from './drafts-store.ts';
import { slots } from './kinds/index.ts';
import { presentConflicts } from './merge-draft.ts';
import { auditPublication, storeTogether } from './publish.ts';
import type { Body } from './slot.ts';

export type ProductUpdate = z.infer<typeof contract.productUpdate>;

/**
 * Brings what this release has to every municipality that it was not offered to yet: a key that it lacks is added; what the
 * product would change of a key waits as a draft, or beside the draft that is open. Nothing that a city works by changes by itself.
 * Once for each municipality and release, however many servers start. What fails is logged: a city goes on with what it has.
 */
export async function offerLibrary(installation: Installation, library: Library): Promise<void> {
  for (const { id, code, name } of await listMunicipalitiesBefore(installation.db, library.hash))
    try {
      await inTransaction(installation, systemAsker, async (ctx) => {
        await waitForTurn(ctx.db, 'library');
        // Another server that started with this one has done it.
        if ((await readLibraryMark(ctx.db, id)) === library.hash) return;
        await offerTo(await withRegisters({ ...ctx, municipality: { id, code, name } }), library);
        await markLibrary(ctx.db, id, library.hash);
      });
    } catch (error) {
      installation.log.error({ err: error, municipality: code }, 'what this release brings could not be offered');
    }
}

async function offerTo(ctx: MunicipalContext, library: Library): Promise<void> {
  const kinds = Object.keys(slots) as DefinitionKind[];
  const rows: DefinitionRow[] = [];
  for (const kind of kinds) rows.push(...(await listDefinitions(ctx.db, ctx.municipality.id, kind)));
  const versions = Map.groupBy(rows, ({ kind, key }) => `${kind} ${key}`);
  const missing = library.entries.filter(({ kind, key }) => !versions.has(`${kind} ${key}`));
  const added = await addMissing(ctx, library, missing, rows);
  for (const entry of library.entries) {
    const own = versions.get(`${entry.kind} ${entry.key}`) ?? [];
    if (own.length === 0 && added.includes(entry)) continue;
    await offerEntry(ctx, library, entry, own);
  }
}

/**
 * Adds what the municipality lacks, if it fits what is there; answers what was added. What is found by its purpose, the newest
 * first, must not push out the city's own (`rows`), nor one of the city's that is to come: it waits as a draft. So does a register that begins
 * records by itself: an administrator takes it up.
 */
async function addMissing(
  ctx: MunicipalContext,
  { release }: Library,
  missing: readonly LibraryEntry[],
  rows: readonly DefinitionRow[],
): Promise<readonly LibraryEntry[]> {
  const served = new Set(rows.filter(({ kind }) => kind === 'form').map((row) => (readBody(row) as Body).purpose));
  const free = missing.filter(
    ({ kind, body: { purpose, opens } }) =>
      (kind !== 'form' || !isFoundByPurpose(purpose) || !served.has(purpose)) &&
      (kind !== 'register' || opens === undefined),
  );
  return addThatFit(ctx, release, free);
}

/** All of them together; where some do not fit what the city has made, the others, as far as they can do without. */
async function addThatFit(
  ctx: MunicipalContext,
  release: string,
  free: readonly LibraryEntry[],
): Promise<readonly LibraryEntry[]> {
  if (free.length === 0) return [];
  const publishing = { reason: say(ctx.language, 'settings.update.reason', { release }), effectiveOn: ctx.today };
  try {
    return await ctx.db.transaction(async (db) => {
      const inside = { ...ctx, db };
      const candidates = [];
      for (const { kind, key, body } of free) candidates.push(await readCandidate(inside, kind, key, body));
      return storeTogether(inside, candidates, publishing, async (judged, stored) => {
        const unfit = judged.flatMap(({ candidate: { kind, key }, faults: outcome }) =>
          outcome.issues.length > 0 ? [`${kind} ${key}`] : [],
        );
        if (unfit.length > 0) throw new DoesNotFit(unfit);
        for (const publication of stored) await auditPublication(inside, publication, publishing);
        return free;
      });
    });
  } catch (error) {
    if (!(error instanceof DoesNotFit)) throw error;
    const { unfit } = error;
    return addThatFit(
      ctx,
      release,
      free.filter(({ kind, key }) => !unfit.includes(`${kind} ${key}`)),
    );
  }
}

class DoesNotFit extends Error {
  readonly unfit: readonly string[];

  constructor(unfit: readonly string[]) {
    super(`does not fit: ${unfit.join(', ')}`);
    this.unfit = unfit;
  }
}

async function offerEntry(
  ctx: MunicipalContext,
  { release, shipped }: Library,
  { kind, key, body, hash }: LibraryEntry,
  versions: readonly DefinitionRow[],
): Promise<void> {
  const wasShipped = (row: DefinitionRow): boolean =>
    shipped.get(`${kind} ${key}`)?.has(hashBody(JSON.parse(row.body))) ?? false;
  const newest = versions[0];
  // What the city's newest version came from, as far as that can be told.
  const base = versions.find(wasShipped);
  // As it was published, or with what stands beside it: what brings nothing but that could not be published.
  const says = (row: DefinitionRow): boolean =>
    hashBody(JSON.parse(row.body)) === hash || hashBody(readBody(row)) === hash;
  if ((base && says(base)) || (newest && says(newest))) return;
  const isOwn = newest !== undefined && newest !== base;
  const offer = { update_hash: hash, update_release: release, update_base: base?.number ?? null };
  const offered = (row: DraftRow | undefined): Partial<DraftRow> => {
    // A draft that is only what the release before brought makes room.
    const isFree = !row || row.body === null || (row.release !== null && row.saved_by === null);
    if (isOwn || !isFree) return { ...offer, update_body: JSON.stringify(body) };
    return {
      ...offer,
      update_body: null,
      body: JSON.stringify(body),
      base: newest?.number ?? null,
      release,
      saved_by: null,
      saved_at: ctx.now,
      // Whoever looks at the draft of before is told that it is another now.
      version: (row?.version ?? 0) + 1,
    };
  };
  // Somebody may be saving the draft at this moment: then it is read again, and what is brought waits beside it.
  for (;;) {
    const row = await readDraftRow(ctx.db, ctx.municipality.id, kind, key);
    if (row?.update_hash === hash) return;
    const id = row?.id ?? ctx.newId();
    const values = offered(row);
    if (
      row
        ? await updateOffer(ctx.db, row, values)
        : await insertDraft(ctx.db, { ...emptyDraft(ctx, id, kind, key), ...values })
    ) {
      await audit(ctx, 'draft.offer', { kind: 'draft', id, title: `${kind} ${key}` }, { release });
      return;
    }
  }
}

const emptyDraft = (ctx: MunicipalContext, id: string, kind: DefinitionKind, key: string): DraftRow => ({
  id,
  municipality_id: ctx.municipality.id,
  kind,
  key,
  base: null,
  body: null,
  saved_by: null,
  saved_at: ctx.now,
  release: null,
  update_release: null,
  update_body: null,
  update_base: null,
  update_hash: null,
  version: 1,
});

/** What waits of the product for a key, with what it, and what the city, changed. Throws not-found where nothing waits. */
export async function readUpdate(ctx: MunicipalContext, kind: DefinitionKind, key: string): Promise<ProductUpdate> {
  mustRead(ctx);
  const { row, base, mine, theirs } = await readSides(ctx, kind, key);
  const { merged, conflicts } = mergePlaces(base ?? {}, mine, theirs);
  const compare = async (before: Body | null, after: Body) =>
    before ? slots[kind].compare(ctx, before, after) : Promise.resolve([]);
  return {
    kind,
    key,
    release: row.update_release ?? '',
    hash: row.update_hash ?? '',
    base: row.update_base,
    body: theirs,
    theirs: await compare(base, theirs),
    ours: await compare(base, mine),
    differences: await compare(mine, theirs),
    merged: merged as Body,
    conflicts: presentConflicts(ctx, kind, mine, conflicts),
    check: await checkDraft(ctx, await readCandidate(ctx, kind, key, merged as Body)),
  };
}

/** Both sides and what they began from: `mine` is the open draft, or else the newest version. */
async function readSides(ctx: MunicipalContext, kind: DefinitionKind, key: string) {
  const row = await readDraftRow(ctx.db, ctx.municipality.id, kind, key);
  if (!row || row.update_body === null) throw notFound();
  const draft = await findDraft(ctx, kind, key);
  const newest = await readDefinitionOf(ctx.db, ctx.municipality.id, kind, key);
  const base =
    row.update_base === null
      ? undefined
      : await readDefinitionNumber(ctx.db, ctx.municipality.id, kind, key, row.update_base);
  const theirs = JSON.parse(row.update_body) as Body;
  return {
    row,
    base: base ? (readBody(base) as Body) : null,
    mine: draft ? bodyOf(draft) : newest ? (readBody(newest) as Body) : theirs,
    theirs,
  };
}

/**
 * Makes what waits the open draft: joined with what the city has, `take` saying whose counts where both changed, or as the
 * product brings it. Throws `stale` where the draft is not the one that was seen (0: none), `updateOld` where another body waits
 * than the one with the `hash` that was seen.
 */
export async function takeUpdate(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  version: number,
  { as, take, hash }: z.infer<typeof contract.takeUpdateInput>,
): Promise<RuleDraftSaved> {
  await mustEdit(ctx);
  const { row, base, mine, theirs } = await readSides(ctx, kind, key);
  if (row.update_hash !== hash) throw refused('updateOld');
  const body = as === 'theirs' ? theirs : (mergePlaces(base ?? {}, mine, theirs, take).merged as Body);
  const saved = await saveDraft(ctx, kind, key, version, { body });
  const closed = { update_body: null, release: row.update_release };
  if (!(await updateOffer(ctx.db, { ...row, version: saved.version }, closed))) throw refused('updateOld');
  return saved;
}

/** Puts aside what waits; this body is not offered again. Throws `updateOld` where it is not the one with the `hash` that was seen. */
export async function dismissUpdate(
  ctx: MunicipalContext,
  kind: DefinitionKind,
  key: string,
  hash: string,
): Promise<void> {
  await mustEdit(ctx);
  const { row } = await readSides(ctx, kind, key);
  if (row.update_hash !== hash || !(await updateOffer(ctx.db, row, { update_body: null }))) throw refused('updateOld');
  await audit(
    ctx,
    'draft.dismiss',
    { kind: 'draft', id: row.id, title: `${kind} ${key}` },
    { release: row.update_release },
  );
}
