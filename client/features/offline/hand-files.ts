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

/** The answers with the server's files in place of the device's. Throws ApiProblem or Unreachable. */
export async function handFiles({ code }: Pick<DeviceDraft, 'code'>, answers: Answers): Promise<Answers> {
  const replace = async (value: unknown): Promise<unknown> => {
    if (isAnswerFile(value)) return isDeviceFile(value.id) ? handOne(code, value.id) : value;
    if (Array.isArray(value)) {
      const replaced: unknown[] = [];
      // One after the other: a photograph each is enough for a telephone's line.
      for (const entry of value) replaced.push(await replace(entry));
      // What the browser has thrown away since cannot be sent.
      return replaced.filter((entry) => entry !== undefined);
    }
    if (!isObject(value)) return value;
    const replaced: Record<string, unknown> = {};
    for (const [name, entry] of Object.entries(value)) replaced[name] = await replace(entry);
    return replaced;
  };
  return (await replace(answers)) as Answers;
}

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
