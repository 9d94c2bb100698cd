import { readdir, readFile } from 'node:fs/promises';
import { hashBody } from './hash-body.ts';
import shipped from './shipped.json' with { type: 'json' };
import type { DefinitionKind } from './store.ts';

/** A form, rule set, workflow or register as this release brings it; `text` is the file. */
export type LibraryEntry = {
  kind: DefinitionKind;
  key: string;
  text: string;
  body: Record<string, unknown>;
  hash: string;
};

/** What a release brings, and the hashes of every body that it or a release before it has brought, by kind and key. */
export type Library = {
  release: string;
  entries: LibraryEntry[];
  hash: string;
  shipped: ReadonlyMap<string, Set<string>>;
};

const folders: [kind: DefinitionKind, folder: URL][] = [
  ['form', new URL('../../forms/library/', import.meta.url)],
  ['rules', new URL('../../rules/library/', import.meta.url)],
  ['workflow', new URL('../../workflows/library/', import.meta.url)],
  ['register', new URL('../../registers/library/', import.meta.url)],
];

/** The product's own version. */
export async function readRelease(): Promise<string> {
  const file = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

export async function readLibrary(): Promise<Library> {
  const entries: LibraryEntry[] = [];
  for (const [kind, folder] of folders)
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
      const text = await readFile(new URL(file, folder), 'utf8');
      const body = JSON.parse(text) as Record<string, unknown> & { key: string };
      entries.push({ kind, key: body.key, text, body, hash: hashBody(body) });
    }
  return libraryOf(await readRelease(), entries);
}

export function libraryOf(release: string, entries: LibraryEntry[], before: Iterable<LibraryEntry> = []): Library {
  const hashes = new Map<string, Set<string>>();
  const add = (name: string, hash: string) => hashes.set(name, (hashes.get(name) ?? new Set()).add(hash));
  for (const bodies of Object.values(shipped as Record<string, Record<string, string>>))
    for (const [name, hash] of Object.entries(bodies)) add(name, hash);
  for (const { kind, key, hash } of [...entries, ...before]) add(`${kind} ${key}`, hash);
  return { release, entries, hash: hashBody(entries.map(({ kind, key, hash }) => [kind, key, hash])), shipped: hashes };
}
