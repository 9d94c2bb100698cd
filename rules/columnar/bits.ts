/** Bit sets over cases: bit `index & 31` of word `index >>> 5`. */

export function hasBit(words: Uint32Array, index: number): boolean {
  return (((words[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

/** How many cases are in the set. */
export function countBits(words: Uint32Array): number {
  let count = 0;
  for (const word of words) {
    let bits = word - ((word >>> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** Calls for each case in a word, lowest first; `from` is the index of the word's first case. */
export function eachBit(word: number, from: number, visit: (index: number) => void): void {
  for (let rest = word; rest !== 0; rest &= rest - 1) visit(from + 31 - Math.clz32(rest & -rest));
}

/**
 * Turns 32 words of 32 bits on their side: bit b of word a becomes bit a of word b. In place; five rounds of swapping
 * ever smaller squares (Warren, Hacker's Delight, 7-3).
 */
export function transpose(words: Int32Array): void {
  let mask = 0x0000ffff;
  for (let size = 16; size !== 0; size >>>= 1) {
    for (let at = 0; at < 32; at = (at + size + 1) & ~size) {
      const low = words[at] as number;
      const high = words[at + size] as number;
      const swapped = ((low >>> size) ^ high) & mask;
      words[at + size] = high ^ swapped;
      words[at] = low ^ (swapped << size);
    }
    mask ^= mask << (size >>> 1);
  }
}
