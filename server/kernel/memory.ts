import type { Db } from '../database/db.ts';
import { onSettingsWritten, readSettingsVersion } from './memory-store.ts';

/**
 * What seldom changes of municipalities: areas, code lists, definitions in force, roles in force. One for each database that a
 * server has open. By municipality, `settings_version` and day: a change anywhere raises the version, which every request reads
 * anew, so what is kept of a former one is not asked for again and in time pushed out.
 */
export type Memory = Map<string, Map<string, unknown>>;

/** Municipality, version and day that something is kept of, and how many things of each. */
const mostSets = 100;
const mostInSet = 3_000;

const memories = new WeakMap<Db, Memory>();

export function memoryOf(db: Db): Memory {
  const memory = memories.get(db) ?? new Map();
  memories.set(db, memory);
  return memory;
}

/** Answers what is kept as `what`, or else reads it, and keeps it where it may. Not to be changed by who is given it. */
export type Recall = <T>(what: string, read: () => Promise<T>) => Promise<T>;

/**
 * The memory of one municipality for one transaction that has read this `settings_version`. A transaction that changes what is
 * kept reads everything itself from then on. What was read is kept only where the version is still the same afterwards, so that
 * neither what others have committed meanwhile nor what is not committed yet is taken for this version's.
 */
export function recallOf(
  { db, memory, today }: { db: Db; memory: Memory; today: string },
  municipality: { id: string; settingsVersion: number },
): Recall {
  const { id, settingsVersion } = municipality;
  const name = `${id} ${settingsVersion} ${today}`;
  let hasChanged = false;
  onSettingsWritten(db, () => (hasChanged = true));
  return async <T>(what: string, read: () => Promise<T>): Promise<T> => {
    if (hasChanged) return read();
    const kept = memory.get(name);
    if (kept?.has(what)) return kept.get(what) as T;
    const value = await read();
    if (!hasChanged && (await readSettingsVersion(db, id)) === settingsVersion) keep(memory, name, what, value);
    return value;
  };
}

function keep(memory: Memory, name: string, what: string, value: unknown): void {
  const set = memory.get(name) ?? new Map<string, unknown>();
  if (set.size >= mostInSet) set.clear();
  set.set(what, value);
  // The set used last is the last to go.
  memory.delete(name);
  memory.set(name, set);
  for (const oldest of memory.keys()) {
    if (memory.size <= mostSets) break;
    memory.delete(oldest);
  }
}

/** What is kept of the asker's municipality, or what is read where nothing is (the command line, effects). */
export const recall = <T>(ctx: { recall?: Recall }, what: string, read: () => Promise<T>): Promise<T> =>
  ctx.recall ? ctx.recall(what, read) : read();
