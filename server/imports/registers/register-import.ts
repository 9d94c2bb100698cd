import { isSubject } from '../../../registers/index.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { may, reachBy } from '../../kernel/rights.ts';
import { dataDescription } from '../../records/data-description.ts';
import { answersOfData, dataToAnswer, removeNewData, startDataRecord } from '../../records/data-records.ts';
import { listRegisters } from '../../registers/registers-in-force.ts';
import { entriesAgainst, makeEntries, type Made } from '../entries.ts';
import { formOfRows } from '../form-rows/form-of-rows.ts';
import { markOf, type FormOfRows } from '../form-rows/planner.ts';
import type { ImportKind } from '../import-kind.ts';
import type { NamedKind } from '../require-import.ts';

/**
 * Lists of a register's records: its form says what a row may hold, and each row begins a record as one that is written by hand does, where the
 * asker may add. Undefined for what is called as no register is; whether the city has it is found when it is asked.
 */
export const registerImport = (kind: string): ImportKind | undefined =>
  isSubject(kind)
    ? {
        key: kind,
        planner: new URL('../form-rows/planner.ts', import.meta.url),
        page: kind.replace(/^register-/, 'registers/'),
        roles: (ctx, within) => mayAdd(ctx, kind, within),
        ...entriesAgainst((ctx) => readKnown(ctx, kind)),
        apply: (ctx, _importId, batches) =>
          makeEntries(
            batches,
            async (values) => (await startDataRecord(ctx, kind, values as Record<string, unknown>)).id,
          ),
        undo: async (ctx, importId, changes) => ({
          removed: await removeNewData(ctx, kind, (changes as Made).ids, importId),
          restored: 0,
        }),
      }
    : undefined;

function mayAdd(ctx: MunicipalContext, kind: string, within?: string): boolean {
  if (ctx.actor.kind === 'system') return true;
  const { rights } = dataDescription(ctx, kind);
  if (within !== undefined) return may(rights, ctx.actor, 'add', { area: within, is: [] });
  return reachBy(rights, ctx.actor, 'add').length > 0;
}

/** Those of the city's registers that the asker sees, by their names. */
export const registerImports = (ctx: MunicipalContext): NamedKind[] =>
  listRegisters(ctx).flatMap(({ kind, data, rights }) => {
    const known = registerImport(kind);
    return known && reachBy(rights, ctx.actor, 'add').length > 0
      ? [{ ...known, name: (data.texts[ctx.language] ?? data.texts.ja).name }]
      : [];
  });

async function readKnown(ctx: MunicipalContext, kind: string): Promise<FormOfRows> {
  const { form, sources } = await dataToAnswer(ctx, kind);
  const { data } = dataDescription(ctx, kind);
  const rows = await formOfRows(ctx, form, sources);
  const paths = new Set(rows.fields.map(({ path }) => path));
  return {
    ...rows,
    shown: data.list.columns.filter((path) => paths.has(path)),
    there: (await answersOfData(ctx, kind)).map(markOf),
  };
}
