import { isChoice } from '../check-facts.ts';
import { fitsType } from '../fits-type.ts';
import type { FactDeclaration, FactModel, Facts } from '../types.ts';

/**
 * One fact over all cases. Either a number per case (NaN: absent), or a code per case into the values that occur;
 * code 0 is always the absent value. Both are filled up with absent ones to whole words of 32 cases.
 */
export type Column =
  | { kind: 'numbers'; numbers: Float64Array; gaps: boolean }
  | { kind: 'codes'; codes: Uint16Array | Uint32Array; values: unknown[]; gaps: boolean };

/** Facts of many cases, fact by fact. About 2 bytes a fact and case, 8 for numbers that are fractions or far apart. */
export type Columns = {
  count: number;
  columns: ReadonlyMap<string, Column>;
  /** A bit per case: a value did not fit the fact's type (as may be with old cases) and counts as absent. */
  unfit: Uint32Array;
};

/** Takes cases one after the other, so that they never have to be in memory all at once. */
export type ColumnsBuilder = { add: (facts: Facts) => void; finish: () => Columns };

/** Columns from cases that are at hand or come one by one; facts that the model does not know are left aside. */
export function buildColumns(model: FactModel, cases: Iterable<Facts>): Columns {
  const builder = startColumns(model);
  for (const facts of cases) builder.add(facts);
  return builder.finish();
}

/** The same for cases that come from a stream: `add` each, then `finish` once. */
export function startColumns(model: FactModel): ColumnsBuilder {
  const unfit = new Words();
  const parts = model.facts.map((declaration) => ({ path: declaration.path, part: startColumn(declaration) }));
  const inherited = parts.some(({ path }) => path in Object.prototype);
  let count = 0;
  return {
    add(facts) {
      for (const { path, part } of parts) {
        const value = inherited && !Object.hasOwn(facts, path) ? undefined : (facts[path] ?? undefined);
        if (!part.add(count, value)) unfit.set(count);
      }
      count += 1;
    },
    finish: () => ({
      count,
      unfit: unfit.finish(count),
      columns: new Map(parts.map(({ path, part }) => [path, part.finish(count)])),
    }),
  };
}

/** `add` answers false for a value that does not fit and was left out. */
export type Part = { add: (index: number, value: unknown) => boolean; finish: (count: number) => Column };

function startColumn(declaration: FactDeclaration): Part {
  if (declaration.type === 'number' || declaration.type === 'integer') return startNumbers(declaration.type);
  const fits = (value: unknown): boolean =>
    fitsType(declaration.type, value) && [value].flat().every((item) => isChoice(declaration, item));
  // Lists that JSON does not tell apart are no lists of texts: they do not fit, whichever comes first.
  return startCodes(JSON.stringify, fits);
}

/** Whole numbers closer together than this become codes: smaller, and a rule's comparison is then made once a value. */
const widestSpan = 65_534;
const pieceSize = 65_536;

function startNumbers(type: 'number' | 'integer'): Part {
  // In pieces, so that growing neither copies nor leaves copies behind.
  const pieces: Float64Array[] = [];
  let least = Infinity;
  let most = -Infinity;
  let whole = true;
  let gaps = false;
  return {
    add(index, value) {
      const within = index % pieceSize;
      if (within === 0) pieces.push(new Float64Array(pieceSize));
      const fits = typeof value === 'number' && fitsType(type, value);
      (pieces.at(-1) as Float64Array)[within] = fits ? value : Number.NaN;
      if (!fits) {
        gaps = true;
        return value === undefined;
      }
      if (value < least) least = value;
      if (value > most) most = value;
      whole &&= Number.isSafeInteger(value);
      return true;
    },
    finish(count) {
      const length = padded(count);
      const numbers =
        length === 0 || !whole || most - least > widestSpan ? new Float64Array(length).fill(Number.NaN) : null;
      if (numbers) {
        pieces.forEach((piece, at) => numbers.set(piece.subarray(0, count - at * pieceSize), at * pieceSize));
        return { kind: 'numbers', numbers, gaps };
      }
      const codes = new Uint16Array(length);
      for (let index = 0; index < count; index += 1) {
        const value = pieces[Math.floor(index / pieceSize)]?.[index % pieceSize] ?? Number.NaN;
        codes[index] = Number.isNaN(value) ? 0 : value - least + 1;
      }
      const span = most < least ? 0 : most - least + 1;
      return {
        kind: 'codes',
        codes,
        values: [undefined, ...Array.from({ length: span }, (_, step) => least + step)],
        gaps,
      };
    },
  };
}

/** A code for each value that occurs; lists and other compound values are told apart by what `describe` says of them. */
export function startCodes(describe: (value: unknown) => string, fits: (value: unknown) => boolean = () => true): Part {
  let codes: Uint16Array | Uint32Array = new Uint16Array(1024);
  const values: unknown[] = [undefined];
  const simple = new Map<unknown, number>([[undefined, 0]]);
  const compound = new Map<string, number>();
  const unfit = 0xffffffff;
  let gaps = false;
  return {
    add(index, value) {
      if (index >= codes.length)
        codes = grow(
          codes,
          codes instanceof Uint16Array ? new Uint16Array(codes.length * 2) : new Uint32Array(codes.length * 2),
        );
      const isCompound = typeof value === 'object' && value !== null;
      const key = isCompound ? describe(value) : '';
      let code = isCompound ? compound.get(key) : simple.get(value);
      if (code === undefined) {
        code = !fits(value) ? unfit : values.push(value) - 1;
        if (isCompound) compound.set(key, code);
        else simple.set(value, code);
        if (values.length > 65_536 && codes instanceof Uint16Array) codes = grow(codes, new Uint32Array(codes.length));
      }
      codes[index] = code === unfit ? 0 : code;
      if (code === 0 || code === unfit) gaps = true;
      return code !== unfit;
    },
    finish: (count) => ({
      kind: 'codes',
      codes: grow(
        codes.subarray(0, count),
        codes instanceof Uint16Array ? new Uint16Array(padded(count)) : new Uint32Array(padded(count)),
      ),
      values,
      gaps,
    }),
  };
}

function grow<T extends Float64Array | Uint16Array | Uint32Array>(from: ArrayLike<number>, to: T): T {
  to.set(from);
  return to;
}

/** Cases are worked on 32 at a time. */
export function padded(count: number): number {
  return Math.ceil(count / 32) * 32;
}

/** A growing bit set. */
class Words {
  #words = new Uint32Array(32);
  set(index: number): void {
    const word = index >>> 5;
    while (word >= this.#words.length) this.#words = grow(this.#words, new Uint32Array(this.#words.length * 2));
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (index & 31));
  }
  finish(count: number): Uint32Array {
    const length = padded(count) / 32;
    return grow(this.#words.subarray(0, length), new Uint32Array(length));
  }
}
