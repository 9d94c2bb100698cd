import { nameAlike, normaliseForSearch, normaliseName } from '../../../database/normalise.ts';
import type { ReadRow } from './read-service-row.ts';
import type { ExistingService, OrganisationLink } from './types.ts';

/** An address as it is compared: 「1丁目2番3号」 and 「１－２－３」 are the same. */
const addressKey = (address: string | null | undefined): string =>
  normaliseForSearch(address ?? '')
    .replace(/(?<=\d)(丁目|番地の?|番|ノ|の)(?=\d)/g, '-')
    .replace(/(?<=\d)(丁目|番地|番|号)/g, '')
    .replace(/[\s、,]/g, '');

/** One says more than the other (the building, the prefecture), and no other number. */
const holds = (long: string, short: string): boolean => {
  const at = long.indexOf(short);
  const after = long[at + short.length] ?? '';
  return at >= 0 && short.length > 3 && !/[\d-]/.test(after);
};
const isSameAddress = (a: string, b: string): boolean => a === b || holds(a, b) || holds(b, a);

const isOverlapping = (a: string[], b: string[]): boolean => a.some((id) => b.includes(id));

type Place = { address: string; areaIds: string[] | null };
const placeOf = ({ said }: ReadRow): Place => ({ address: addressKey(said.address), areaIds: said.areaIds ?? null });
const storedPlace = ({ address, areaIds }: ExistingService): Place => ({ address: addressKey(address), areaIds });

/** Surely the same place, surely (as far as a list can tell) another, or not told. */
function compare(a: Place, b: Place): 'same' | 'other' | 'open' {
  if (a.address !== '' && b.address !== '') return isSameAddress(a.address, b.address) ? 'same' : 'other';
  if (a.address !== b.address) return 'open';
  if (a.areaIds === null || b.areaIds === null) return 'open';
  return isOverlapping(a.areaIds, b.areaIds) ? 'same' : 'other';
}

/** What one row of a list is known by within it: its number, or name, body, kind and place. */
export const identityOf = ({ said, name, body, kindWord }: ReadRow): string =>
  said.externalKey ??
  [
    normaliseName(name),
    normaliseName(body.name),
    kindWord,
    addressKey(said.address) || (said.areaIds ?? []).toSorted().join(),
  ].join('\n');

/** The stored service that a row is, none (it is new), or those that it may be. */
export type Found = { service: ExistingService | null } | { doubt: ExistingService[] };

/**
 * Finds what each row is: the service with its number; otherwise the one of the same name, body and place. Where the place does
 * not tell and there is only one on either side, that one; otherwise a person is asked, as where only the form of a kanji differs.
 */
export function serviceFinder(
  services: ExistingService[],
  rows: { row: ReadRow; owner: OrganisationLink | undefined }[],
  decisions: Record<string, string>,
): (row: ReadRow) => Found {
  const byKey = new Map(services.flatMap((each) => (each.externalKey ? [[each.externalKey, each] as const] : [])));
  const nameKey = (name: string, organisationId: string) => `${normaliseName(name)}\n${organisationId}`;
  const byName = Map.groupBy(services, ({ name, organisationId }) => nameKey(name, organisationId));
  const byLook = Map.groupBy(services, ({ name, organisationId }) => `${nameAlike(name)}\n${organisationId}`);
  const candidates = new Map<ReadRow, ExistingService[]>();
  const alikes = new Map<ReadRow, ExistingService[]>();
  const matches = new Map<ReadRow, ExistingService>();
  const claimed = new Set<string>();
  const claim = (row: ReadRow, service: ExistingService): void => {
    matches.set(row, service);
    claimed.add(service.id);
  };
  const ofType = (row: ReadRow, some: ExistingService[]): ExistingService | undefined => {
    const alike = some.filter(({ typeKey }) => typeKey === row.said.typeKey);
    return alike.length > 0 ? alike[0] : some.length === 1 ? some[0] : undefined;
  };

  for (const { row, owner } of rows) {
    const { externalKey } = row.said;
    const keyed = externalKey ? byKey.get(externalKey) : undefined;
    if (keyed) claim(row, keyed);
    else if (owner && 'id' in owner) {
      // One with another number is another service, whatever its name.
      const open = (some: ExistingService[] = []) => some.filter((each) => !externalKey || !each.externalKey);
      const named = open(byName.get(nameKey(row.name, owner.id)));
      if (named.length > 0) candidates.set(row, named);
      else alikes.set(row, open(byLook.get(`${nameAlike(row.name)}\n${owner.id}`)));
    }
  }
  for (const { row } of rows) {
    const decision = decisions[String(row.row.row)];
    const decided = (candidates.get(row) ?? alikes.get(row))?.find(({ id }) => id === decision);
    if (decided) claim(row, decided);
  }
  for (const [row, some] of candidates) {
    if (matches.has(row) || decisions[String(row.row.row)] === 'new') continue;
    const place = placeOf(row);
    const same = some.filter((each) => !claimed.has(each.id) && compare(place, storedPlace(each)) === 'same');
    const service = ofType(row, same);
    if (service) claim(row, service);
  }
  const rest = Map.groupBy(
    [...candidates].filter(([row, some]) => !matches.has(row) && some.length > 0),
    ([row]) => `${normaliseName(row.name)}\n${normaliseName(row.body.name)}`,
  );
  const doubts = new Map<ReadRow, ExistingService[]>();
  for (const group of rest.values())
    for (const [row, some] of group) {
      if (decisions[String(row.row.row)] === 'new') continue;
      const open = some.filter(({ id }) => !claimed.has(id));
      const [only] = open;
      if (!only) continue;
      const isOpen = compare(placeOf(row), storedPlace(only)) !== 'other';
      const alike = open.filter(({ typeKey }) => typeKey === row.said.typeKey);
      if (group.length === 1 && open.length === 1 && isOpen) claim(row, only);
      else if (
        isOpen &&
        alike.length === 1 &&
        open.length > 1 &&
        alike[0] &&
        group.every(([each]) => each === row || each.said.typeKey !== row.said.typeKey)
      )
        claim(row, alike[0]);
      else doubts.set(row, open);
    }
  for (const [row, some] of alikes) {
    const open = some.filter(({ id }) => !claimed.has(id));
    if (open.length > 0 && !matches.has(row) && decisions[String(row.row.row)] !== 'new') doubts.set(row, open);
  }
  return (row) => {
    const doubt = doubts.get(row);
    return doubt ? { doubt } : { service: matches.get(row) ?? null };
  };
}
