import type { Area, CodeEntry } from './contract.ts';

type Choice = { value: string; label: string };

/** Open areas as choices, those inside others moved in. */
export function listAreaChoices(areas: Area[]): Choice[] {
  return areas
    .filter((area) => !area.closed)
    .map((area) => ({ value: area.id, label: '\u3000'.repeat(area.depth) + area.name }));
}

/** Lies no area in it? */
export const isLeaf = (areas: Area[], id: string): boolean => areas.every(({ parentId }) => parentId !== id);

/** Says of a name that it is of something closed: `common:closedName`. */
type SayClosed = (name: string) => string;

/** Areas to filter by: open ones as they lie, then closed ones, which old records hold. */
export const listAreaFilters = (areas: Area[], sayClosed: SayClosed): Choice[] => [
  ...listAreaChoices(areas),
  ...areas.filter((area) => area.closed).map((area) => ({ value: area.id, label: sayClosed(area.name) })),
];

/** A code list's entries to filter by: those in use, then retired ones, which old records hold. */
export const listCodeFilters = (entries: CodeEntry[], sayClosed: SayClosed): Choice[] => [
  ...listCodeChoices(entries),
  ...entries.filter((entry) => entry.retired).map(({ key, name }) => ({ value: key, label: sayClosed(name) })),
];

/** Choices with what a record holds already, by the name that it is shown with: that stays allowed when it is closed. */
export const withHeld = (choices: Choice[], held: { id: string; name: string }[]): Choice[] => [
  ...choices,
  ...held
    .filter(({ id }) => !choices.some(({ value }) => value === id))
    .map(({ id, name }) => ({ value: id, label: name })),
];

/** A code list's entries in use as choices; what is `held` stays allowed when it is retired, and says so. */
export function listCodeChoices(entries: CodeEntry[], held?: { key: string; name: string }): Choice[] {
  const choices = entries.filter((entry) => !entry.retired).map(({ key, name }) => ({ value: key, label: name }));
  return held ? withHeld(choices, [{ id: held.key, name: held.name }]) : choices;
}

/** An entry that a record holds by its key alone, by the name that it is shown with. */
export function heldCode(entries: CodeEntry[], key: string | undefined, sayClosed: SayClosed) {
  const entry = entries.find((each) => each.key === key);
  return entry && { key: entry.key, name: entry.retired ? sayClosed(entry.name) : entry.name };
}
