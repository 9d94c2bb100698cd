import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { confirmImport } from '../imports/confirm-import.ts';
import { guessOtherTypes } from '../imports/guess-mapping.ts';
import { previewImport } from '../imports/import-list.ts';
import { prepareImport, type ImportInput, type PreparedImport } from '../imports/prepare-import.ts';
import type { ImportMapping, ImportPreview, Named } from '../imports/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { AppError } from '../kernel/errors.ts';
import { listCodeEntries } from '../settings/codes/store.ts';
import type { CommandIo } from './command-io.ts';
import { findArea } from './find-area.ts';
import { BadInput, sayInOneLine } from './input.ts';
import { readOptions } from './read-options.ts';
import { enterAsSystem, runAsSystem, withInstallation } from './with-installation.ts';

export const importUsage = 'import services FILE --municipality CODE [--area NAME|ID] [--type KEY] [--dry-run]';

/**
 * `import services`: prints the counts as one JSON line, and on stderr every row that was kept out or mended and every type
 * that was guessed. 1 when no row of the file can come in, 2 when it is no list of services. A dry run stores nothing.
 * Columns are found by their names; `--type` gives all rows one type, `--area` an area to those that name none (left out:
 * the whole municipality).
 */
export async function runImport(args: string[], io: CommandIo): Promise<0 | 1> {
  const [noun, ...rest] = args;
  if (noun !== 'services') throw new BadInput(`usage: ${importUsage}`);
  const { words, values, flags } = readOptions(rest, importUsage, {
    words: 1,
    needed: ['municipality'],
    values: ['area', 'type'],
    flags: ['dry-run'],
  });
  const file = words[0] ?? '';
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new BadInput(`${file}: the file cannot be read (${sayInOneLine(cause)})`, { cause });
  });
  return withInstallation(io, async (installation) => {
    const inShort = <T>(work: (ctx: MunicipalContext) => Promise<T>): Promise<T> =>
      runAsSystem(installation, async (base) => work(await enterAsSystem(base, values.municipality ?? '')));
    const prepare = (input: ImportInput, changes: boolean): Promise<PreparedImport> =>
      prepareImport(installation, inShort, input, { changes }).catch((error: unknown) => {
        throw error instanceof AppError
          ? new BadInput(`${file}: ${(error.extras.issues ?? []).map((issue) => issue.message).join(' ')}`, {
              cause: error,
            })
          : error;
      });

    const { areaId, types } = await inShort(async (ctx) => ({
      areaId: await findArea(ctx, values.area),
      types: await listTypes(ctx),
    }));
    const { summary: guess } = await prepare({ bytes, fileName: basename(file) }, false);
    const names = guess.columns.map(({ name }) => name).join(', ');
    const all = values.type === undefined ? undefined : findType(values.type, types);
    if (!guess.mapping.fields.name)
      throw new BadInput(
        `${file}: line ${guess.headerRow}: no column has the names of services (there are: ${names.slice(0, 300)})`,
      );
    const guessed =
      all === undefined
        ? guessOtherTypes(
            guess.typeWords.map(({ word }) => word),
            guess.mapping,
            types,
          )
        : { '': all };
    const prepared = await prepare(
      { bytes, fileName: basename(file), mapping: { ...addTypes(guess.mapping, guessed), defaultAreaId: areaId } },
      true,
    );
    const { counts, issues, issueCount } = await inShort(async (ctx) => {
      if (!flags.has('dry-run') && canStore(prepared.summary)) await confirmImport(ctx, prepared);
      return previewImport(ctx, prepared);
    });
    for (const [word, key] of Object.entries(all === undefined ? guessed : {}))
      io.err(
        `${file}: ${word === '' ? 'no column has the type of service, all are' : `"${word}" is`} taken for "${key}" (--type names another)`,
      );
    for (const issue of issues)
      io.err(`${file}:${issue.row}: ${issue.column ? `${issue.column}: ` : ''}${issue.message}`.replaceAll('\n', ' '));
    if (issueCount > issues.length) io.err(`${file}: ${issueCount - issues.length} more remarks are left out`);
    io.out(JSON.stringify({ dryRun: flags.has('dry-run'), counts }));
    return canStore({ counts }) ? 0 : 1;
  });
}

const canStore = ({ counts }: Pick<ImportPreview, 'counts'>): boolean =>
  counts.created + counts.updated + counts.unchanged > 0;

/** The word '' stands for every row. */
function addTypes(mapping: ImportMapping, guessed: Record<string, string>): ImportMapping {
  const { '': all, ...words } = guessed;
  return {
    ...mapping,
    types: { ...mapping.types, ...words },
    fields: all === undefined ? mapping.fields : { ...mapping.fields, type: { fixed: all } },
  };
}

async function listTypes(ctx: MunicipalContext): Promise<Named[]> {
  const entries = await listCodeEntries(ctx.db, ctx.municipality.id);
  return entries
    .filter((entry) => entry.list === 'service-type' && entry.retired_at === null)
    .map(({ key, name_ja }) => ({ key, name: name_ja }));
}

function findType(wanted: string, types: Named[]): string {
  const type = types.find(({ key, name }) => key === wanted || name === wanted);
  if (!type)
    throw new BadInput(
      `--type ${wanted}: there is no such type (there are: ${types.map(({ key }) => key).join(', ')})`,
    );
  return type.key;
}
