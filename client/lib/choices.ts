import type { Area, CodeEntry } from './contract.ts';

type Choice = { value: string; label: string };

/** Open areas as choices, those inside others moved in. */
export function listAreaChoices(areas: Area[]): Choice[] {
  return areas
    .filter((area) => !area.closed)
    .map((area) => ({ value: area.id, label: '\u3000'.repeat(area.depth) + area.name }));
}

/** A code list's entries in use as choices; one that is retired stays while it is `kept`. */
export function listCodeChoices(entries: CodeEntry[], kept?: string): Choice[] {
  return entries
    .filter((entry) => !entry.retired || entry.key === kept)
    .map((entry) => ({ value: entry.key, label: entry.name }));
}
