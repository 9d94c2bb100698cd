import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../services/errors.ts';
import { confirmImport } from '../services/imports/confirm-import.ts';
import { previewImport } from '../services/imports/import-list.ts';
import type { ImportMapping, ImportPreview } from '../services/imports/types.ts';
import { findArea } from './find-area.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import type { CommandIo } from './rules.ts';
import { enterAsSystem, runAsSystem, withInstallation } from './with-installation.ts';

export const importUsage = 'import services FILE --municipality CODE [--area NAME|ID] [--type KEY] [--dry-run]';

/**
 * `import services`: prints the counts as one JSON line, and every row that was kept out or mended on stderr. 1 when no row
 * of the file can come in. A dry run stores nothing. Columns are found by their names; `--type` gives all rows one type,
 * `--area` an area to those that name none (left out: the whole municipality).
 */
export async function runImport(args: string[], io: CommandIo): Promise<0 | 1> {
  const [noun, ...rest] = args;
  if (noun !== 'services') throw new BadInput(`usage: ${importUsage}`);
  const { words, values, flags } = readOptions(rest, importUsage, { words: 1, needed: ['municipality'], values: ['area', 'type'], flags: ['dry-run'] });
  const file = words[0] ?? '';
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new BadInput(`${file}: the file cannot be read`, { cause });
  });
  return withInstallation(io, async (installation) => {
    const { counts, issues } = await runAsSystem(installation, async (base) => {
      const ctx = await enterAsSystem(base, values.municipality ?? '');
      const areaId = await findArea(ctx, values.area);
      const guess = await previewImport(ctx, { bytes, fileName: basename(file) }).catch((error: unknown) => {
        throw error instanceof AppError ? new BadInput(`${file}: ${(error.extras.issues ?? []).map((issue) => issue.message).join(' ')}`, { cause: error }) : error;
      });
      const input = { bytes, fileName: basename(file), mapping: complete(guess.mapping, areaId, values.type) };
      const preview = await previewImport(ctx, input);
      if (!flags.has('dry-run') && canStore(preview)) await confirmImport(ctx, input);
      return preview;
    });
    for (const issue of issues) io.err(`${file}:${issue.row}: ${issue.column ? `${issue.column}: ` : ''}${issue.message}`);
    io.out(JSON.stringify({ dryRun: flags.has('dry-run'), counts }));
    return canStore({ counts }) ? 0 : 1;
  });
}

const canStore = ({ counts }: Pick<ImportPreview, 'counts'>): boolean => counts.created + counts.updated + counts.unchanged > 0;

/** What was guessed from the columns' names, with what the command line adds. */
function complete(mapping: ImportMapping, areaId: string, type: string | undefined): ImportMapping {
  return { ...mapping, defaultAreaId: mapping.defaultAreaId ?? areaId, fields: type === undefined ? mapping.fields : { ...mapping.fields, type: { fixed: type } } };
}
