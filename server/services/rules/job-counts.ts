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
};

export const noCounts = (): JobCounts => ({ changed: 0, unchanged: 0, unknown: 0, failed: 0, facts: {}, moves: [] });

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

  read(): JobCounts {
    const moves = [...this.#moves.values()].toSorted((a, b) => b.cases - a.cases).slice(0, MOST_MOVES);
    return { ...this.#counts, facts: { ...this.#counts.facts }, moves: moves.map((move) => ({ ...move })) };
  }
}
