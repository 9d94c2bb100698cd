import type { Condition, FactModel, Facts, Rule, RuleSet } from '../rules/index.ts';

/** A fixed sequence in place of chance: every run measures the same rules and the same cases. */
export function makeDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
  };
}

const choices: Record<string, string[]> = {
  urgency: ['low', 'normal', 'high'],
  scope: ['individual', 'community'],
  capacity: ['has', 'none', 'waiting', 'ask'],
  kind: ['shopping', 'meals', 'visits', 'transport', 'cleaning', 'salon', 'repairs', 'other'],
};
const links = ['disability', 'hardship', 'children', 'dementia'];
/** The number of values that a whole number may have. */
const counts: Record<string, number> = {
  distance: 3,
  active: 12,
  completed: 40,
  openDays: 8,
  feeYen: 3000,
  ageDays: 400,
  unmet: 20,
  agreed: 20,
};
const booleans = ['typeFits', 'areaFits', 'urgencyFits', 'refused', 'consent'];

const label = (ja: string): { ja: string } => ({ ja });

/** A need and a service, with 18 facts: as in the product's own model, with names that all engines can read. */
export const benchModel: FactModel = {
  key: 'bench',
  label: label('計測'),
  facts: [
    ...Object.keys(choices).map((path) => ({
      path,
      type: 'choice' as const,
      label: label(path),
      origin: 'form' as const,
    })),
    ...Object.keys(counts).map((path) => ({
      path,
      type: 'integer' as const,
      label: label(path),
      origin: 'computed' as const,
    })),
    ...booleans.map((path) => ({ path, type: 'boolean' as const, label: label(path), origin: 'computed' as const })),
    { path: 'links', type: 'choices' as const, label: label('links'), origin: 'form' as const },
  ],
};

/** Rules of six conditions each: groups in groups, comparisons with values and now and then with another fact. */
export function makeRuleSet(size: number, strategy: RuleSet['strategy'] = 'every'): RuleSet {
  const dice = makeDice(11);
  const pick = <T>(from: readonly T[]): T => from[dice(from.length)] as T;
  const leaf = (): Condition => {
    const roll = dice(100);
    if (roll < 4)
      return { fact: 'unmet', operator: pick(['greaterThanInclusive', 'lessThan']), value: { fact: 'agreed' } };
    if (roll < 45) {
      const fact = pick(Object.keys(counts));
      return {
        fact,
        operator: pick(['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'equal']),
        value: 1 + dice((counts[fact] ?? 2) - 1),
      };
    }
    if (roll < 70) {
      const fact = pick(Object.keys(choices));
      const values = choices[fact] ?? [];
      return dice(2) === 0
        ? { fact, operator: pick(['equal', 'notEqual']), value: pick(values) }
        : { fact, operator: pick(['in', 'notIn']), value: [...new Set([pick(values), pick(values)])] };
    }
    if (roll < 90) return { fact: pick(booleans), operator: 'equal', value: dice(2) === 0 };
    return { fact: 'links', operator: pick(['contains', 'doesNotContain']), value: pick(links) };
  };
  const shapes: (() => Condition)[] = [
    () => ({ all: [leaf(), leaf(), { any: [leaf(), leaf(), { all: [leaf(), leaf()] }] }] }),
    () => ({ all: [leaf(), { any: [leaf(), leaf()] }, { not: { all: [leaf(), leaf(), leaf()] } }] }),
    () => ({ any: [{ all: [leaf(), leaf(), leaf()] }, { all: [leaf(), leaf(), { not: leaf() }] }] }),
    () => ({ all: [{ any: [leaf(), leaf(), leaf()] }, { any: [leaf(), leaf(), leaf()] }] }),
  ];
  const rules = Array.from({ length: size }, (_, index): Rule => ({
    name: `r${index}`,
    conditions: pick(shapes)(),
    event: { type: `r${index}`, params: { points: 1 + (index % 7) } },
  }));
  return { key: 'bench', purpose: 'watch', factModel: 'bench', strategy, texts: { ja: { name: '計測' } }, rules };
}

/** Cases one by one, so that a million of them need not be in memory. */
export function* makeCases(count: number): Generator<Facts> {
  const dice = makeDice(23);
  for (let index = 0; index < count; index += 1) {
    const bits = dice(16);
    const at = (name: string): string => choices[name]?.[dice(choices[name].length)] ?? '';
    const below = (name: string): number => dice(counts[name] ?? 1);
    yield {
      urgency: at('urgency'),
      scope: at('scope'),
      capacity: at('capacity'),
      kind: at('kind'),
      distance: below('distance'),
      active: below('active'),
      completed: below('completed'),
      openDays: below('openDays'),
      feeYen: below('feeYen'),
      ageDays: below('ageDays'),
      unmet: below('unmet'),
      agreed: below('agreed'),
      typeFits: dice(2) === 0,
      areaFits: dice(2) === 0,
      urgencyFits: dice(3) > 0,
      refused: dice(5) === 0,
      consent: dice(4) > 0,
      links: links.filter((_, bit) => (bits >>> bit) & 1),
    };
  }
}
