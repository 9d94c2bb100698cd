import type { Leaf } from './logic.ts';

/**
 * The numbers that comparisons with fixed values name, in order. To those comparisons all numbers between two
 * neighbours are alike, so a number's place among the limits is all there is to know: below the first, the first,
 * between, the second … above the last; and one more place for no number.
 */
export function listLimits(leaves: Leaf[]): Float64Array {
  const named = leaves.flatMap((leaf) => ('value' in leaf.right ? [leaf.right.value].flat() : []));
  return Float64Array.from(new Set(named.filter((value) => typeof value === 'number'))).toSorted();
}

/** A value that stands for each place, in order; undefined for the last. */
export function listPlaces(limits: Float64Array): (number | undefined)[] {
  const places: (number | undefined)[] = [-Infinity];
  limits.forEach((limit, index) => places.push(limit, limit + ((limits[index + 1] ?? Infinity) - limit) / 2));
  return [...places, undefined];
}

/** The place of a number; NaN and undefined are no number. */
export function findPlace(limits: Float64Array, value: number | undefined): number {
  if (value === undefined || Number.isNaN(value)) return limits.length * 2 + 1;
  let low = 0;
  let high = limits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((limits[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return limits[low] === value ? low * 2 + 1 : low * 2;
}
