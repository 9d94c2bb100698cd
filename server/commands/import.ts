import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { confirmImport } from '../services/imports/confirm-import.ts';
import { previewImport } from '../services/imports/import-list.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import type { CommandIo } from './rules.ts';
import { enterAsSystem, runAsSystem, withInstallation } from './with-installation.ts';

export const importUsage = 'import services FILE --municipality CODE [--dry-run]';

/**
 * `import services`: prints the counts as one JSON line, and every row that was kept out or mended on stderr. 1 when no row
 * of the file can come in. A dry run stores nothing.
 */
export async function runImport(args: string[], io: CommandIo): Promise<0 | 1> {
  const [noun, ...rest] = args;
  if (noun !== 'services') throw new BadInput(`usage: ${importUsage}`);
  const { words, values, flags } = readOptions(rest, importUsage, { words: 1, needed: ['municipality'], flags: ['dry-run'] });
  const file = words[0] ?? '';
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new BadInput(`${file}: the file cannot be read`, { cause });
  });
  return withInstallation(io, async (installation) => {
    const input = { bytes, fileName: basename(file) };
    const { counts, issues } = await runAsSystem(installation, async (base) => previewImport(await enterAsSystem(base, values.municipality ?? ''), input)).catch((error: unknown) => {
      throw error instanceof BadInput && !error.message.startsWith('--') ? new BadInput(`${file}: ${error.message}`, { cause: error }) : error;
    });
    for (const issue of issues) io.err(`${file}:${issue.row}: ${issue.column ? `${issue.column}: ` : ''}${issue.message}`);
    const none = counts.created + counts.updated + counts.unchanged === 0;
    if (!flags.has('dry-run') && !none) await runAsSystem(installation, async (base) => confirmImport(await enterAsSystem(base, values.municipality ?? ''), input));
    io.out(JSON.stringify({ dryRun: flags.has('dry-run'), counts }));
    return none ? 1 : 0;
  });
}
