import { findPlace, listLimits, listPlaces } from '../compile/limits.ts';
import type { Leaf, Logic, Source } from '../compile/logic.ts';
import { padded } from './columns.ts';
import type { Column, Columns } from './columns.ts';

/** So many words of 32 cases are worked on together: few enough that all results of a block stay in the processor's cache. */
const blockWords = 256;

/** Up to 32 comparisons with fixed values, found together: `masks[code]` has a bit for each that the value makes true. */
type Lookup = { codes: Codes; masks: Int32Array } | { numbers: Float64Array; limits: Float64Array; masks: Int32Array };
type Batch = { first: number; size: number; lookups: Lookup[] };
type Codes = Uint16Array | Uint32Array;
type Pair = {
  register: number;
  holds: { table: Uint8Array; a: Codes; b: Codes; width: number } | { each: (index: number) => boolean };
};
type Join = { kind: 'all' | 'any'; register: number; from: number[] };

/**
 * Evaluates conditions over columns. Each distinct comparison is made once for each distinct value of its fact and
 * looked up per case into a bit set; each distinct group joins bit sets word by word. `visit` gets the bit sets of the
 * roots for a block of cases: those of root i begin at `starts[i]` in `registers`, `words` words long; `word` is the
 * place of the block's first word. Bits beyond the last case mean nothing.
 */
export function runProgram(
  roots: Logic[],
  columns: Columns,
  visit: (registers: Uint32Array, starts: number[], words: number, word: number) => void,
): void {
  const { batches, pairs, joins, registerOf, size } = plan(roots, columns);
  const registers = new Uint32Array(size * blockWords);
  const starts = roots.map((root) => (registerOf.get(root.key) ?? 0) * blockWords);
  const total = padded(columns.count) / 32;
  for (let word = 0; word < total; word += blockWords) {
    const words = Math.min(blockWords, total - word);
    for (const batch of batches) runBatch(batch, registers, words, word);
    for (const pair of pairs) runPair(pair, registers, words, word);
    for (const join of joins) runJoin(join, registers, words);
    visit(registers, starts, words, word);
  }
}

type Plan = { batches: Batch[]; pairs: Pair[]; joins: Join[]; registerOf: Map<string, number>; size: number };

function plan(roots: Logic[], columns: Columns): Plan {
  const leaves = new Map<string, Leaf>();
  for (const root of roots) collect(root, leaves);
  const fixed = [...leaves.values()]
    .filter((leaf) => 'value' in leaf.right)
    .toSorted((a, b) => (a.left.fact < b.left.fact ? -1 : a.left.fact > b.left.fact ? 1 : 0));
  const registerOf = new Map(fixed.map((leaf, index) => [leaf.key, index]));
  const batches: Batch[] = [];
  for (let first = 0; first < fixed.length; first += 32)
    batches.push(makeBatch(first, fixed.slice(first, first + 32), columns));
  const pairs: Pair[] = [];
  for (const leaf of leaves.values()) {
    if ('value' in leaf.right) continue;
    const register = registerOf.size;
    registerOf.set(leaf.key, register);
    pairs.push({ register, holds: comparePair(leaf, leaf.right, columns) });
  }
  const joins: Join[] = [];
  for (const root of roots) addJoins(root, registerOf, joins);
  return { batches, pairs, joins, registerOf, size: registerOf.size };
}

function collect(logic: Logic, leaves: Map<string, Leaf>): void {
  if (logic.kind === 'leaf') leaves.set(logic.key, logic.leaf);
  else for (const part of logic.parts) collect(part, leaves);
}

function addJoins(logic: Logic, registerOf: Map<string, number>, joins: Join[]): number {
  const known = registerOf.get(logic.key);
  if (known !== undefined || logic.kind === 'leaf') return known ?? 0;
  const from = logic.parts.map((part) => addJoins(part, registerOf, joins));
  const register = registerOf.size;
  registerOf.set(logic.key, register);
  joins.push({ kind: logic.kind, register, from });
  return register;
}

function makeBatch(first: number, leaves: Leaf[], columns: Columns): Batch {
  const facts = [...new Set(leaves.map((leaf) => leaf.left.fact))];
  return {
    first,
    size: leaves.length,
    lookups: facts.map((fact) =>
      makeLookup(
        leaves.map((leaf) => (leaf.left.fact === fact ? leaf : null)),
        columnOf(columns, fact),
      ),
    ),
  };
}

function columnOf(columns: Columns, fact: string): Column {
  const column = columns.columns.get(fact);
  if (!column) throw new Error(`No column for the fact ${fact}`);
  return column;
}

function makeLookup(leaves: (Leaf | null)[], column: Column): Lookup {
  const maskOf = (value: unknown): number =>
    leaves.reduce((mask, leaf, bit) => (leaf && holdsFixed(leaf, value) ? mask | (1 << bit) : mask), 0);
  if (column.kind === 'codes') return { codes: column.codes, masks: Int32Array.from(column.values, maskOf) };
  const limits = listLimits(leaves.filter((leaf) => leaf !== null));
  return { numbers: column.numbers, limits, masks: Int32Array.from(listPlaces(limits), maskOf) };
}

function holdsFixed(leaf: Leaf, value: unknown): boolean {
  return leaf.holds(readWith(leaf.left)(value), 'value' in leaf.right ? leaf.right.value : undefined);
}

const square = new Int32Array(32);

/**
 * Written out in one function on a constant of this file: so the compiler knows the square's bounds and takes no call, however
 * it came to this loop. In functions of their own the rounds ran at two thirds of the speed in every other process.
 */
function runBatch(batch: Batch, registers: Uint32Array, words: number, word: number): void {
  const { first, size, lookups } = batch;
  const start = first * blockWords;
  for (let step = 0; step < words; step += 1) {
    const index = (word + step) * 32;
    for (let place = 0; place < lookups.length; place += 1) {
      const lookup = lookups[place] as Lookup;
      if (!('codes' in lookup)) addNumberMasks(lookup.numbers, lookup.limits, lookup.masks, index, place === 0);
      else if (place === 0) setMasks(lookup.codes, lookup.masks, index);
      else addMasks(lookup.codes, lookup.masks, index);
    }
    // The square on its side: bit b of word a becomes bit a of word b, in five rounds of swapping ever smaller squares
    // (Warren, Hacker's Delight, 7-3).
    for (let at = 0; at < 16; at += 1) {
      const swapped = (((square[at] as number) >>> 16) ^ (square[at + 16] as number)) & 0x0000ffff;
      square[at + 16] = (square[at + 16] as number) ^ swapped;
      square[at] = (square[at] as number) ^ (swapped << 16);
    }
    for (let pair = 0; pair < 16; pair += 1) {
      const at = ((pair & 8) << 1) | (pair & 7);
      const swapped = (((square[at] as number) >>> 8) ^ (square[at + 8] as number)) & 0x00ff00ff;
      square[at + 8] = (square[at + 8] as number) ^ swapped;
      square[at] = (square[at] as number) ^ (swapped << 8);
    }
    for (let pair = 0; pair < 16; pair += 1) {
      const at = ((pair & 12) << 1) | (pair & 3);
      const swapped = (((square[at] as number) >>> 4) ^ (square[at + 4] as number)) & 0x0f0f0f0f;
      square[at + 4] = (square[at + 4] as number) ^ swapped;
      square[at] = (square[at] as number) ^ (swapped << 4);
    }
    for (let pair = 0; pair < 16; pair += 1) {
      const at = ((pair & 14) << 1) | (pair & 1);
      const swapped = (((square[at] as number) >>> 2) ^ (square[at + 2] as number)) & 0x33333333;
      square[at + 2] = (square[at + 2] as number) ^ swapped;
      square[at] = (square[at] as number) ^ (swapped << 2);
    }
    for (let at = 0; at < 32; at += 2) {
      const swapped = (((square[at] as number) >>> 1) ^ (square[at + 1] as number)) & 0x55555555;
      square[at + 1] = (square[at + 1] as number) ^ swapped;
      square[at] = (square[at] as number) ^ (swapped << 1);
    }
    for (let leaf = 0; leaf < size; leaf += 1) registers[start + leaf * blockWords + step] = square[leaf] as number;
  }
}

function setMasks(codes: Codes, masks: Int32Array, index: number): void {
  for (let bit = 0; bit < 32; bit += 1) square[bit] = masks[codes[index + bit] as number] as number;
}

function addMasks(codes: Codes, masks: Int32Array, index: number): void {
  for (let bit = 0; bit < 32; bit += 1)
    square[bit] = (square[bit] as number) | (masks[codes[index + bit] as number] as number);
}

function addNumberMasks(
  numbers: Float64Array,
  limits: Float64Array,
  masks: Int32Array,
  index: number,
  isFirst: boolean,
): void {
  for (let bit = 0; bit < 32; bit += 1) {
    const place = findPlace(limits, numbers[index + bit]);
    square[bit] = isFirst ? (masks[place] as number) : (square[bit] as number) | (masks[place] as number);
  }
}

function runPair({ register, holds }: Pair, registers: Uint32Array, words: number, word: number): void {
  const start = register * blockWords;
  for (let at = 0; at < words; at += 1) {
    const index = (word + at) * 32;
    let bits = 0;
    if ('table' in holds) {
      const { table, a, b, width } = holds;
      for (let bit = 0; bit < 32; bit += 1)
        bits |= (table[(a[index + bit] as number) * width + (b[index + bit] as number)] as number) << bit;
    } else {
      for (let bit = 0; bit < 32; bit += 1) if (holds.each(index + bit)) bits |= 1 << bit;
    }
    registers[start + at] = bits;
  }
}

/** Two facts compared: once for each pair of values where that is less work than once for each case. */
function comparePair(leaf: Leaf, right: Source, columns: Columns): Pair['holds'] {
  const [a, b] = [columnOf(columns, leaf.left.fact), columnOf(columns, right.fact)];
  const [readA, readB] = [readWith(leaf.left), readWith(right)];
  if (a.kind === 'codes' && b.kind === 'codes' && a.values.length * b.values.length <= columns.count) {
    const others = b.values.map(readB);
    const table = Uint8Array.from(
      a.values.flatMap((value) => others.map((other) => (leaf.holds(readA(value), other) ? 1 : 0))),
    );
    return { table, a: a.codes, b: b.codes, width: b.values.length };
  }
  return { each: (index) => leaf.holds(readA(valueAt(a, index)), readB(valueAt(b, index))) };
}

const readWith = ({ read }: Source): ((value: unknown) => unknown) => read ?? ((value) => value);

/** A case's value; undefined where it is absent. */
export function valueAt(column: Column, index: number): unknown {
  if (column.kind === 'codes') return column.values[column.codes[index] as number];
  return Number.isNaN(column.numbers[index]) ? undefined : column.numbers[index];
}

function runJoin({ kind, register, from }: Join, registers: Uint32Array, words: number): void {
  const to = register * blockWords;
  const [a, b, ...more] = from.map((block) => block * blockWords);
  if (a === undefined || b === undefined) {
    registers.fill(kind === 'all' ? 0xffffffff : 0, to, to + words);
    return;
  }
  if (kind === 'all') {
    for (let at = 0; at < words; at += 1)
      registers[to + at] = (registers[a + at] as number) & (registers[b + at] as number);
    for (const next of more)
      for (let at = 0; at < words; at += 1)
        registers[to + at] = (registers[to + at] as number) & (registers[next + at] as number);
  } else {
    for (let at = 0; at < words; at += 1)
      registers[to + at] = (registers[a + at] as number) | (registers[b + at] as number);
    for (const next of more)
      for (let at = 0; at < words; at += 1)
        registers[to + at] = (registers[to + at] as number) | (registers[next + at] as number);
  }
}
