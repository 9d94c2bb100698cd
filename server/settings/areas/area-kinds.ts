import type { MunicipalContext } from '../../kernel/context.ts';
import { codesOf } from '../codes/kept-codes.ts';
import { marksIn, type CodeEntryRow } from '../codes/store.ts';
import type { AreaRow } from './store.ts';

/** The city's kinds of area, from the widest on, those that are not used any more too: an area lies below one of a kind that stands before its own. */
export const areaKindsOf = (ctx: MunicipalContext): Promise<readonly Readonly<CodeEntryRow>[]> =>
  codesOf(ctx, 'area-kind');

export type Tier = 1 | 2;

/** The tier of a council that stands at an area of this kind; null: none does. */
export function tierAt(kinds: readonly Pick<CodeEntryRow, 'key' | 'marks'>[], kind: string): Tier | null {
  const marks = marksIn(kinds.find(({ key }) => key === kind) ?? { marks: null });
  if (marks.includes('tier-1')) return 1;
  return marks.includes('tier-2') ? 2 : null;
}

/** The kinds of which an area may be made below one of this kind, from the widest on; none below a kind that is not in the list. */
export const kindsBelow = <Kind extends { key: string; retired_at: string | null }>(
  kinds: readonly Kind[],
  kind: string,
): Kind[] => {
  const at = kinds.findIndex(({ key }) => key === kind);
  return at < 0 ? [] : kinds.slice(at + 1).filter((below) => below.retired_at === null);
};

/**
 * The kinds in use that all open areas of this kind may become: narrower than what each lies below, wider than what lies below it, and
 * where councils stand there, of their tiers.
 */
export function kindsInPlaceOf(
  kinds: readonly Readonly<CodeEntryRow>[],
  areas: readonly Readonly<Pick<AreaRow, 'id' | 'parent_id' | 'kind' | 'closed_at'>>[],
  kind: string,
  tiers: readonly Tier[],
): Readonly<CodeEntryRow>[] {
  const byId = new Map(areas.map((area) => [area.id, area]));
  const placeOf = (key: string): number => kinds.findIndex((each) => each.key === key);
  const pairs = areas.flatMap((area) => {
    const parent = byId.get(area.parent_id ?? '');
    return parent && area.closed_at === null ? [{ area, parent }] : [];
  });
  const wider = pairs.filter(({ area }) => area.kind === kind).map(({ parent }) => placeOf(parent.kind));
  const narrower = pairs.filter(({ parent }) => parent.kind === kind).map(({ area }) => placeOf(area.kind));
  return kinds
    .slice(Math.max(-1, ...wider) + 1, Math.min(kinds.length, ...narrower.filter((place) => place >= 0)))
    .filter(
      (each) =>
        each.key !== kind &&
        each.retired_at === null &&
        !marksIn(each).includes('top') &&
        tiers.every((tier) => tierAt(kinds, each.key) === tier),
    );
}
