import { FileGone } from '../files/passing-files.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid } from '../kernel/errors.ts';
import type { Installation } from '../kernel/installation.ts';
import { say } from '../kernel/texts/index.ts';
import type { ChildHeader } from './import-child.ts';
import type { ImportKind, Loaded } from './import-kind.ts';
import { listGone } from './kept-lists.ts';
import type { PlanAnswer, PlanSummary } from './plan-file.ts';
import type { ImportMapping } from './types.ts';
import { runOnFile, type InShort } from './run-on-file.ts';
import { requireImport } from './require-import.ts';

/** A file's name and its bytes, which are asked for when its turn has come. */
export type ImportFile = { name: string; content: Iterable<Uint8Array> | AsyncIterable<Uint8Array> };

/** A file to import and how to read it. Without a mapping it is guessed from the names of the columns. */
export type ImportInput = {
  file: ImportFile;
  sheet?: string | undefined;
  mapping?: ImportMapping | undefined;
};

/** A file that was read and planned. `batches` are JSON of what the kind writes; empty unless they were asked for. */
export type PreparedImport = {
  kind: ImportKind;
  fileName: string;
  summary: PlanSummary;
  batches: Buffer[];
  basis: string;
};

/**
 * Reads a file and plans it against what is stored, in a child process and outside any transaction. Nothing of the file is
 * looked at before it is clear that the asker may import. Throws not-allowed; invalid, in the asker's words, for a file or
 * mapping that cannot be used; too-many when others are at it.
 */
export async function prepareImport(
  installation: Installation,
  inShort: InShort,
  kind: ImportKind,
  inputOf: (ctx: MunicipalContext) => Promise<ImportInput>,
  options: { changes: boolean; gone?: AbortSignal | undefined },
): Promise<PreparedImport> {
  const { input, existing, language, person } = await inShort(async (ctx) => {
    await requireImport(ctx, kind);
    return { input: await inputOf(ctx), existing: await kind.load(ctx), language: ctx.language, person: ctx.actor.id };
  }, 'reads');
  const { answer, others: batches } = await runOnFile<PlanAnswer>(
    installation,
    { fileName: input.file.name, language },
    {
      module: new URL('./import-child.ts', import.meta.url),
      input: tell(kind, input, existing, options.changes),
      bytes: existing.lines.reduce((sum, line) => sum + line.length, 0),
      person,
      gone: options.gone,
    },
  ).catch((error: unknown) => {
    throw error instanceof FileGone ? listGone(language) : error;
  });
  if ('wrong' in answer)
    throw invalid(
      answer.wrong.map(({ field, column }) => ({
        path: `/mapping/fields/${field}`,
        code: column === null ? 'noField' : 'noColumn',
        message: say(language, `imports.mapping.${column === null ? 'noField' : 'noColumn'}`, { field, column }),
      })),
    );
  return { kind, fileName: input.file.name, summary: answer.summary, batches, basis: existing.basis };
}

/** What the child is sent. */
async function* tell(
  kind: ImportKind,
  { file, sheet, mapping }: ImportInput,
  { names, lines }: Loaded,
  changes: boolean,
): AsyncGenerator<Uint8Array> {
  const task = { fileName: file.name, sheet, mapping, changes };
  const header: ChildHeader = { task, planner: kind.planner.href, existing: names, lines: lines.length };
  yield Buffer.from(`${JSON.stringify(header)}\n`);
  yield* lines;
  yield* file.content;
}
