import { decodeText } from '../files/decode-text.ts';
import type { CommandIo } from './command-io.ts';
import { findJsonFault } from './find-json-fault.ts';

/** Bad input: one line for stderr, naming the file and the place in it. */
export class BadInput extends Error {}

/** A file's text (UTF-8 or Shift_JIS), without a byte order mark. Throws BadInput where it cannot be read. */
export async function readText(file: string, io: CommandIo): Promise<string> {
  const bytes = await io.readFile(file).catch((cause: unknown) => {
    throw new BadInput(
      `${file}: the file cannot be read${cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''}`,
      { cause },
    );
  });
  const decoded = decodeText(bytes);
  if (!decoded) throw new BadInput(`${file}: its letters cannot be read; save it as UTF-8 or Shift_JIS`);
  return decoded.text;
}

/** A JSON file's content. Throws BadInput with line and column where it is not JSON, and where it cannot be read. */
export async function readJson(file: string, io: CommandIo): Promise<unknown> {
  return parseJson(await readText(file, io), file);
}

/** Reads JSON that begins on a line of a file. Throws BadInput with line and column where it is none. */
export function parseJson(text: string, file: string, line = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const fault = findJsonFault(text);
    throw new BadInput(`${file}: line ${line + (fault?.line ?? 1) - 1}, column ${fault?.column ?? 1}: not valid JSON`, {
      cause: error,
    });
  }
}

/** What an error says, in one line. */
export function sayInOneLine(error: unknown): string {
  const { message, code } =
    error instanceof Error ? { code: '', ...error, message: error.message } : { message: String(error), code: '' };
  return (message || code).replaceAll(/\s*\n\s*/g, ' ');
}

/** Runs a command; bad input becomes one line on `err` and 2. */
export async function answerCommand(
  io: CommandIo,
  file: string | undefined,
  run: () => Promise<0 | 1>,
): Promise<0 | 1 | 2> {
  try {
    return await run();
  } catch (error) {
    // A RangeError is nesting so deep that the call stack ends.
    if (!(error instanceof BadInput) && !(error instanceof RangeError)) throw error;
    io.err(error instanceof BadInput ? sayInOneLine(error) : `${String(file)}: nested too deeply`);
    return 2;
  }
}

type Told = { path: string; code: string; message: string };

/**
 * The answer of every `check`: one JSON line, and 0 or 1. `findings`, left out where there are none, are what its author should know and
 * what keeps nothing from being in order.
 */
export function printIssues(
  issues: Told[],
  io: CommandIo,
  findings: (Told & { severity: 'warning' | 'note' })[] = [],
): 0 | 1 {
  const tell = ({ path, code, message }: Told): Told => ({ path, code, message });
  io.out(
    JSON.stringify({
      valid: issues.length === 0,
      issues: issues.map(tell),
      ...(findings.length === 0
        ? {}
        : { findings: findings.map((finding) => ({ severity: finding.severity, ...tell(finding) })) }),
    }),
  );
  return issues.length === 0 ? 0 : 1;
}
