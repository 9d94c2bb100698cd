import type { Area, CodeEntry } from './contract.ts';

type Choice = { value: string; label: string };

/** Open areas as choices, those inside others moved in. */
export function listAreaChoices(areas: Area[]): Choice[] {
  return areas
    .filter((area) => !area.closed)
    .map((area) => ({ value: area.id, label: '\u3000'.repeat(area.depth) + area.name }));
}

/** Choices with what a record holds already, by the name that it is shown with: that stays allowed when it is closed. */
export const withHeld = (choices: Choice[], held: { id: string; name: string }[]): Choice[] => [
  ...choices,
  ...held
    .filter(({ id }) => !choices.some(({ value }) => value === id))
    .map(({ id, name }) => ({ value: id, label: name })),
];

/** A code list's entries in use as choices; what is `held` (a filter's key alone, too) stays allowed when it is retired. */
export function listCodeChoices(entries: CodeEntry[], held?: string | { key: string; name: string }): Choice[] {
  const choices = entries.filter((entry) => !entry.retired).map(({ key, name }) => ({ value: key, label: name }));
  const kept = typeof held === 'string' ? entries.find(({ key }) => key === held) : held;
  return kept ? withHeld(choices, [{ id: kept.key, name: kept.name }]) : choices;
}
