import type { MunicipalContext } from '../../kernel/context.ts';
import { recall } from '../../kernel/memory.ts';
import { listCodeEntries, type CodeEntryRow, type CodeList } from './store.ts';

/** The entries of a list in their order, retired ones too (old records still name them); from memory where they are kept. */
export const codesOf = async (ctx: MunicipalContext, list: CodeList): Promise<readonly Readonly<CodeEntryRow>[]> =>
  (await recall(ctx, 'codes', () => listCodeEntries(ctx.db, ctx.municipality.id))).filter(
    (entry) => entry.list === list,
  );
