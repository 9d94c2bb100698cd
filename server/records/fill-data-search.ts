import type { Sources } from '../../forms/types.ts';
import { writeNumber } from '../../registers/index.ts';
import { updateJson } from '../database/dialect.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import { inTurn, speakFor } from '../kernel/texts/index.ts';
import { inTransaction, systemAsker } from '../kernel/transaction.ts';
import { listMunicipalities } from '../settings/municipality/store.ts';
import { dataDescription, dataSources } from './data-description.ts';
import { searchLines, searchLinesAgain } from './data-search.ts';
import { listUnsearched, type DataRow } from './data-store.ts';

const AT_ONCE = 500;

/** Writes the search words of registers' records that have none but their number, as a migration left them. */
export async function fillDataSearch(installation: Installation): Promise<void> {
  for (const { id, code, name, own_words } of await listMunicipalities(installation.db))
    await inTurn(async () => {
      // A choice is found by what the city calls it.
      speakFor(own_words);
      for (let last: string | undefined = ''; last !== undefined;) {
        const after: string = last;
        last = await inTransaction(installation, systemAsker, async (ctx) =>
          fillSome(await installation.enter({ ...ctx, municipality: { id, code, name } }), after, installation.log),
        );
      }
    });
}

/** The last one's id, whether or not it could be given words; undefined: there are no more. */
async function fillSome(ctx: MunicipalContext, after: string, log: Installation['log']): Promise<string | undefined> {
  const rows = await listUnsearched(ctx.db, ctx.municipality.id, after, AT_ONCE);
  if (rows.length === 0) return undefined;
  const sources = await dataSources(ctx);
  const filled = [];
  for (const row of rows) {
    const search = await wordsIfAny(ctx, row, sources, log);
    // Some have no words but their number whenever they are looked at.
    if (search !== null && search !== row.search) filled.push({ id: row.id, search });
  }
  if (filled.length > 0)
    await updateJson(ctx.db, 'records', { search: 'text' }, JSON.stringify(filled), { isNextVersion: false });
  return rows.at(-1)?.id;
}

/** Null where what is stored cannot be read: a record that is found by its number alone must keep no server from starting. */
async function wordsIfAny(
  ctx: MunicipalContext,
  row: DataRow,
  sources: Sources,
  log: Installation['log'],
): Promise<string | null> {
  try {
    return await wordsOf(ctx, row, sources);
  } catch (error) {
    // No message: it may repeat what was answered.
    const failed = error instanceof Error ? error.name : typeof error;
    log.error({ kind: row.kind, record: row.id, failed }, 'record has no search words');
    return null;
  }
}

async function wordsOf(ctx: MunicipalContext, row: DataRow, sources: Sources): Promise<string> {
  const { body: form } = await definitionById(ctx, 'form', row.form_id);
  const answers = JSON.parse(row.answers) as Record<string, unknown>;
  const register = Object.hasOwn(ctx.kinds, row.kind) ? dataDescription(ctx, row.kind).data : null;
  return register
    ? searchLines(writeNumber(register, row), form, answers, sources)
    : searchLinesAgain(row.search, form, answers, sources);
}
