import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { confirmImport } from '../imports/confirm-import.ts';
import { previewImport } from '../imports/import-list.ts';
import { prepareImport, type ImportInput, type PreparedImport } from '../imports/prepare-import.ts';
import type { ImportMapping, ImportPreview, Named } from '../imports/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { AppError } from '../kernel/errors.ts';
import { importKinds } from '../kinds/index.ts';
import { listCodeEntries } from '../settings/codes/store.ts';
import type { CommandIo } from './command-io.ts';
import { findArea } from './find-area.ts';
import { BadInput, sayInOneLine } from './input.ts';
import { readOptions } from './read-options.ts';
import { enterAsSystem, runAsSystem, withInstallation } from './with-installation.ts';

export const importUsage =
  'import (services|organisations|areas|councils|users) FILE --municipality CODE [--sheet NAME] [--area NAME|ID] [--type KEY] [--take-in KINDS] [--dry-run]';

const asideKinds = ['heading', 'total', 'note'] as const;

/**
 * `import NOUN FILE`: prints the counts as one JSON line, and on stderr every row that was kept out, put aside or mended and every
 * type that was guessed. 1 when no row of the file can come in, 2 when it is no such list. A dry run stores nothing. Columns are
 * found by their names; `--sheet` picks a sheet, `--type` gives all rows one type, `--area` an area to those that name none (left
 * out: the whole municipality), `--take-in heading,total,note` rows that look like no entries. Rows in doubt stay out.
 */
export async function runImport(args: string[], io: CommandIo): Promise<0 | 1> {
  const [noun, ...rest] = args;
  const kind = importKinds.find(({ key }) => key === noun);
  if (!kind) throw new BadInput(`usage: ${importUsage}`);
  const { words, values, flags } = readOptions(rest, importUsage, {
    words: 1,
    needed: ['municipality'],
    values: ['area', 'type', 'sheet', 'take-in'],
    flags: ['dry-run'],
  });
  const file = words[0] ?? '';
  const takeIn = readTakeIn(values['take-in']);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new BadInput(`${file}: the file cannot be read (${sayInOneLine(cause)})`, { cause });
  });
  return withInstallation(io, async (installation) => {
    const inShort = <T>(work: (ctx: MunicipalContext) => Promise<T>): Promise<T> =>
      runAsSystem(installation, async (base) => work(await enterAsSystem(base, values.municipality ?? '')));
    const input: ImportInput = { file: { name: basename(file), content: [bytes] }, sheet: values.sheet };
    const prepare = (mapping: ImportMapping | undefined, changes: boolean): Promise<PreparedImport> =>
      prepareImport(installation, inShort, kind, () => Promise.resolve({ ...input, mapping }), { changes }).catch(
        (error: unknown) => {
          throw error instanceof AppError
            ? new BadInput(`${file}: ${(error.extras.issues ?? []).map((issue) => issue.message).join(' ')}`, {
                cause: error,
              })
            : error;
        },
      );

    const { areaId, types } = await inShort(async (ctx) => ({
      areaId: values.area === undefined ? undefined : await findArea(ctx, values.area),
      types: await listTypes(ctx),
    }));
    const all = values.type === undefined ? undefined : findType(values.type, types);
    const { summary: guess } = await prepare(undefined, false);
    const names = guess.columns.map(({ name }) => name).join(', ');
    if (!guess.mapping.fields['name'])
      throw new BadInput(
        `${file}: line ${guess.headerRow}: no column has the names of ${noun} (there are: ${names.slice(0, 300)})`,
      );
    const mapping: ImportMapping = {
      ...guess.mapping,
      takeIn,
      ...(areaId === undefined ? {} : { defaultAreaId: areaId }),
      ...(all === undefined ? {} : { fields: { ...guess.mapping.fields, type: { fixed: all } } }),
    };
    const prepared = await prepare(mapping, true);
    const { counts, issues, issueCount } = await inShort(async (ctx) => {
      if (!flags.has('dry-run') && canStore(prepared.summary)) await confirmImport(ctx, prepared);
      return previewImport(ctx, prepared);
    });
    const { sheets, sheet, aside } = prepared.summary;
    if (sheets.length > 1)
      io.err(`${file}: sheet "${sheet}" was read (--sheet names another of: ${sheets.join(', ')})`);
    for (const word of all === undefined ? guess.proposed.words : [])
      io.err(
        `${file}: ${word === '' ? 'no column has the type of service, all are' : `"${word}" is`} taken for "${typeOf(guess.mapping, word)}" (--type names another)`,
      );
    for (const { kind: what, taken, rows } of aside)
      for (const { row, text } of taken ? [] : rows)
        io.err(
          `${file}:${row}: left out, as it looks like a ${what}: ${text} (--take-in ${what})`.replaceAll('\n', ' '),
        );
    for (const issue of issues)
      io.err(`${file}:${issue.row}: ${issue.column ? `${issue.column}: ` : ''}${issue.message}`.replaceAll('\n', ' '));
    if (issueCount > issues.length) io.err(`${file}: ${issueCount - issues.length} more remarks are left out`);
    io.out(JSON.stringify({ dryRun: flags.has('dry-run'), counts }));
    return canStore({ counts }) ? 0 : 1;
  });
}

function readTakeIn(given: string | undefined): ImportMapping['takeIn'] {
  const words = given?.split(',') ?? [];
  const kinds = asideKinds.filter((kind) => words.includes(kind));
  if (kinds.length < words.length) throw new BadInput(`--take-in ${given}: known are ${asideKinds.join(', ')}`);
  return kinds;
}

const canStore = ({ counts }: Pick<ImportPreview, 'counts'>): boolean =>
  counts.created + counts.updated + counts.unchanged > 0;

/** The word '' stands for every row. */
function typeOf({ fields, types }: ImportMapping, word: string): string {
  const source = fields['type'];
  return word === '' && source && 'fixed' in source ? source.fixed : (types[word] ?? '');
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
