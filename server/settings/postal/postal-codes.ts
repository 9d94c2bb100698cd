import type { z } from 'zod';
import { childLimits } from '../../files/child-limits.ts';
import { ChildFailed, runInChild } from '../../files/run-in-child.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, type AppError } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { requireSettingsEditor } from '../areas/areas.ts';
import type * as contract from './contract.ts';
import { readPostalEntries, readPostalTable, replacePostalTable } from './postal-codes-store.ts';
import type { Place, PostalFault } from './read-ken-all.ts';

type Rows = { prefix: string; entries: string }[];
export type ReadTable = { rows: Rows; summary: z.infer<typeof contract.postalTableRead> };

/** What is loaded. */
export async function tellPostalTable(ctx: MunicipalContext): Promise<z.infer<typeof contract.postalTable>> {
  const row = await readPostalTable(ctx.db, ctx.municipality.id);
  return {
    table: row ? { codes: row.codes, towns: row.towns, loadedAt: row.loaded_at, loadedBy: row.loaded_by_name } : null,
  };
}

/** The places that have a code, as the table has them. */
export async function findPostalCode(
  ctx: MunicipalContext,
  code: string,
): Promise<z.infer<typeof contract.postalPlaces>> {
  const text = await readPostalEntries(ctx.db, ctx.municipality.id, code.slice(0, 3));
  const entries = JSON.parse(text ?? '{}') as Record<string, Place[]>;
  const rest = code.slice(3);
  const places = Object.hasOwn(entries, rest) ? (entries[rest] ?? []) : [];
  const loaded = text !== undefined || (await readPostalTable(ctx.db, ctx.municipality.id)) !== undefined;
  return { loaded, items: places.map(([prefecture, city, town]) => ({ prefecture, city, town })) };
}

/** Reads a table in a process of its own, outside of any transaction. Throws `invalid` in words for a file that is none. */
export async function readTable(
  { language, actor }: Pick<MunicipalContext, 'language' | 'actor'>,
  bytes: Uint8Array,
  gone: AbortSignal,
): Promise<ReadTable> {
  const unusable = (code: string, params: object = {}): AppError =>
    invalid([{ path: '/file', code, message: say(language, `settings.postal.${code}`, { ...params }) }]);
  // What 日本郵便 hands out is packed.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw unusable('zip');
  let lines: Buffer[];
  try {
    lines = await runInChild({
      module: new URL('./postal-child.ts', import.meta.url),
      input: [bytes],
      bytes: bytes.length,
      person: actor.id,
      gone,
    });
  } catch (error) {
    if (!(error instanceof ChildFailed)) throw error;
    throw unusable(error.reason, { seconds: childLimits.ms / 1000, limitMb: childLimits.memoryMb });
  }
  const [first, ...others] = lines.map((line) => JSON.parse(line.toString('utf8')) as unknown);
  const { fault } = (first ?? { fault: { code: 'empty' } }) as { fault?: PostalFault };
  if (fault) throw unusable(fault.code, { line: fault.line });
  const pairs = others as [prefix: string, entries: Record<string, Place[]>][];
  const byPrefecture = new Map<string, number>();
  const places = pairs.flatMap(([, entries]) => Object.values(entries).flat());
  for (const [prefecture] of places) byPrefecture.set(prefecture, (byPrefecture.get(prefecture) ?? 0) + 1);
  return {
    rows: pairs.map(([prefix, entries]) => ({ prefix, entries: JSON.stringify(entries) })),
    summary: {
      codes: pairs.reduce((sum, [, entries]) => sum + Object.keys(entries).length, 0),
      towns: places.length,
      prefectures: [...byPrefecture].map(([name, towns]) => ({ name, towns })),
    },
  };
}

/** Puts a table that was read in place of the one there was. Throws not-allowed for who does not set up the whole municipality. */
export async function loadPostalTable(ctx: MunicipalContext, { rows, summary }: ReadTable): Promise<void> {
  await requireSettingsEditor(ctx);
  const { codes, towns } = summary;
  const { municipality, actor, now } = ctx;
  await replacePostalTable(
    ctx.db,
    { municipality_id: municipality.id, codes, towns, loaded_at: now, loaded_by: actor.id },
    rows,
  );
  await audit(ctx, 'postal_codes.load', null, { counts: { codes, towns } });
}
