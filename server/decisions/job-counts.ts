import { countBits, hasBit } from '../../rules/columnar/bits.ts';
import type { EvaluatedCases } from './evaluate-cases.ts';

/** What a back-test has found so far; stored as JSON in the column `counts`. */
export type JobCounts = {
  changed: number;
  unchanged: number;
  unknown: number;
  failed: number;
  /** Facts that were not recorded then, with the cases that lack them. */
  facts: Record<string, number>;
  /** From what to what, with how many. */
  moves: { before: string; after: string; cases: number }[];
  /** How many cases of the last 12 months each rule of a draft, or of the version that takes its place, holds for. */
  fired: Record<string, number>;
};

export const noCounts = (): JobCounts => ({
  changed: 0,
  unchanged: 0,
  unknown: 0,
  failed: 0,
  facts: {},
  moves: [],
  fired: {},
});

/** Moves that are told; scores can move in more ways than anybody reads. */
const MOST_MOVES = 50;

/** Counts case by case. */
export class JobTally {
  readonly #counts = noCounts();
  readonly #moves = new Map<string, { before: string; after: string; cases: number }>();

  unchanged(): void {
    this.#counts.unchanged += 1;
  }

  failed(): void {
    this.#counts.failed += 1;
  }

  unknown(facts: string[]): void {
    this.#counts.unknown += 1;
    for (const fact of facts) this.#counts.facts[fact] = (this.#counts.facts[fact] ?? 0) + 1;
  }

  changed(before: string, after: string): void {
    this.#counts.changed += 1;
    const key = `${before}\n${after}`;
    const move = this.#moves.get(key) ?? { before, after, cases: 0 };
    move.cases += 1;
    this.#moves.set(key, move);
  }

  /** `counts` tells whether the case at an index is of the last 12 months. */
  fired(rules: EvaluatedCases['rules'], counts: boolean[]): void {
    const { fired } = this.#counts;
    const all = counts.every(Boolean);
    for (const { name, held } of rules)
      fired[name] =
        (fired[name] ?? 0) +
        (all ? countBits(held) : counts.filter((isHeld, index) => isHeld && hasBit(held, index)).length);
  }

  read(): JobCounts {
    const moves = [...this.#moves.values()].toSorted((a, b) => b.cases - a.cases).slice(0, MOST_MOVES);
    return {
      ...this.#counts,
      facts: { ...this.#counts.facts },
      fired: { ...this.#counts.fired },
      moves: moves.map((move) => ({ ...move })),
    };
  }
}
