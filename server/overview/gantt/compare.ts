/** A row of a plan: from which day until which (null: for good), and how many are aimed at (null: not said). */
export type Plan = { from: string; to: string | null; aim: number | null; isOpen: boolean };

/** Something that happened: on which day, and how many of what is aimed at it was. */
export type Happened = { day: string; amount: number; record: string };

export type Compared = { count: number; happened: Happened[]; isLate: boolean };

/** What a row without a number aims at: that it happens. */
const once = 1;

/**
 * What happened beside what was planned, as of today: within the time of the plan; where that is over and the aim was not reached, what came
 * later too, until it was. It is late when its time is over, and it is neither reached nor put away.
 */
export function compareHappened({ from, to, aim, isOpen }: Plan, all: readonly Happened[], today: string): Compared {
  const wanted = aim ?? once;
  const happened: Happened[] = [];
  let count = 0;
  for (const each of all.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    if (each.day < from || each.day > today) continue;
    if (to !== null && each.day > to && count >= wanted) break;
    happened.push(each);
    count += each.amount;
  }
  return { count, happened, isLate: isOpen && to !== null && to < today && count < wanted };
}

/** The same of how many there are now. */
export const compareStanding = ({ to, aim, isOpen }: Plan, count: number, today: string): Compared => ({
  count,
  happened: [],
  isLate: isOpen && to !== null && to < today && count < (aim ?? once),
});

/** The same of what is put on record by hand: without a number it is late until somebody has said that it is done. */
export function compareByHand(plan: Plan, all: readonly Happened[], today: string): Compared {
  const compared = compareHappened(plan, all, today);
  return plan.aim === null ? { ...compared, isLate: plan.isOpen && plan.to !== null && plan.to < today } : compared;
}
