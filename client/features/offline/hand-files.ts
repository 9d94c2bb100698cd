import { isAnswerFile, type AnswerFile } from '../../../forms/answer-files.ts';
import { upload } from '../../lib/api.ts';
import type { Answers } from '../../lib/answer-drafts.ts';
import { isDeviceFile, readDeviceFile, type DeviceDraft } from '../../lib/device-store.ts';
import { isObject } from '../../lib/is-object.ts';

/**
 * What was handed over already, since this page was opened: an answer that gets lost does not send a photograph twice. Not kept longer, as the server removes
 * what is not sent within a day; the device has it until all of the draft has arrived.
 */
const handed = new Map<string, { file: AnswerFile; at: number }>();
const FRESH_MS = 12 * 3_600_000;

/** The browser has thrown files of a draft away since they were chosen (where room is short): the answers are not all there. */
export class LostFiles extends Error {
  override readonly name = 'LostFiles';
  readonly names: string[];
  constructor(names: string[]) {
    super('files are lost');
    this.names = names;
  }
}

/** The answers with the server's files in place of the device's. Throws ApiProblem or Unreachable, and LostFiles unless its writer goes on without them. */
export async function handFiles(
  { code }: Pick<DeviceDraft, 'code'>,
  answers: Answers,
  { withoutLost = false } = {},
): Promise<Answers> {
  const lost: string[] = [];
  const hand = async (chosen: AnswerFile): Promise<AnswerFile | undefined> => {
    const file = await handOne(code, chosen.id);
    if (!file) lost.push(chosen.name);
    return file;
  };
  const replace = async (value: unknown): Promise<unknown> => {
    if (isAnswerFile(value)) return isDeviceFile(value.id) ? hand(value) : value;
    if (Array.isArray(value)) {
      const replaced: unknown[] = [];
      // One after the other: a photograph each is enough for a telephone's line.
      for (const entry of value) replaced.push(await replace(entry));
      return replaced.filter((entry) => entry !== undefined);
    }
    if (!isObject(value)) return value;
    const replaced: Record<string, unknown> = {};
    for (const [name, entry] of Object.entries(value)) replaced[name] = await replace(entry);
    return replaced;
  };
  const replaced = (await replace(answers)) as Answers;
  if (lost.length > 0 && !withoutLost) throw new LostFiles(lost);
  return replaced;
}

/** Undefined: it lies on the device no more. */
async function handOne(code: string, id: string): Promise<AnswerFile | undefined> {
  const before = handed.get(id);
  if (before && Date.now() - before.at < FRESH_MS) return before.file;
  const kept = await readDeviceFile(id);
  if (!kept) return undefined;
  const file = await upload<AnswerFile>(`/municipalities/${code}/answer-files`, kept.bytes, {
    query: { kind: kept.kind, name: kept.name },
    onShare: () => undefined,
    signal: new AbortController().signal,
  });
  handed.set(id, { file, at: Date.now() });
  return file;
}
