import { findCycle, listReferences } from './check-rule-set.ts';
import { defaultValue, operatorsFor, type OperatorChoice } from './edit-words.ts';
import { pointer } from './messages.ts';
import type { Condition, FactDeclaration, FactModel, Language, Rule, RuleEvent, RuleSet, Text } from './types.ts';

// Every operation gives a new rule set and leaves the given one as it was. One that cannot be done (no such rule or
// place, a name that is taken, a group that would be left empty) gives back the very same value. Whatever a rule set
// holds beside what an operation changes is kept. Places of conditions are JSON pointers into the rule set, as in
// findings: `/rules/0/conditions/all/1`, `/conditions/lacking/any/0`.

type FactCondition = Extract<Condition, { fact: string }>;
export type GroupKind = 'all' | 'any';

// ---- rules

/** Rules in the order in which they are looked at. */
export function orderedRules(ruleSet: RuleSet): Rule[] {
  return ruleSet.rules.toSorted((a, b) => (b.priority ?? 1) - (a.priority ?? 1));
}

/** Adds a rule as the last one, with a condition to begin with; `more` overrides any part of it. */
export function addRule(ruleSet: RuleSet, model: FactModel, more: Partial<Rule> = {}): RuleSet {
  const condition = newCondition(model);
  if (!condition && !more.conditions) return ruleSet;
  const last = orderedRules(ruleSet).at(-1)?.priority;
  const rule: Rule = {
    name: freeName(
      'rule-1',
      ruleSet.rules.map((rule) => rule.name),
    ),
    ...(last === undefined ? {} : { priority: last }),
    conditions: { all: condition ? [condition] : [] },
    event: newEvent(ruleSet),
    ...more,
  };
  if (ruleSet.rules.some((existing) => existing.name === rule.name)) return ruleSet;
  return { ...ruleSet, rules: [...ruleSet.rules, rule] };
}

/** An outcome that no rule has yet. */
export function newOutcome({ rules }: Pick<RuleSet, 'rules'>): string {
  return freeName(
    'found',
    rules.map((rule) => rule.event.type),
  );
}

function newEvent(ruleSet: RuleSet): RuleEvent {
  const { purpose, strategy, rules } = ruleSet;
  // What a watch notices, and what is advised, is told by its outcome: one that is there already would be told as one with it.
  if ((purpose === 'watch' || purpose === 'advice') && strategy !== 'score') return { type: newOutcome(ruleSet) };
  if (strategy === 'score') return { type: 'prefer', params: { points: 0 } };
  if (purpose === 'step') return { type: 'refuse' };
  return { type: rules.at(-1)?.event.type ?? 'found' };
}

/** A condition on the model's first fact; undefined for a model without facts. */
export function newCondition(
  model: FactModel,
  path: string | undefined = model.facts[0]?.path,
): FactCondition | undefined {
  const fact = model.facts.find((fact) => fact.path === path);
  const first = fact && operatorsFor(fact)[0];
  return fact && first ? startWith(fact, first) : undefined;
}

const startWith = (fact: FactDeclaration, { operator, path }: OperatorChoice): FactCondition => ({
  fact: fact.path,
  operator,
  value: defaultValue(fact, operator, path),
  ...(path === undefined ? {} : { path }),
});

/** The same rule once more, right after it, under a name of its own. */
export function copyRule(ruleSet: RuleSet, name: string): RuleSet {
  const index = findRule(ruleSet, name);
  const rule = ruleSet.rules[index];
  if (!rule) return ruleSet;
  const copy: Rule = {
    ...structuredClone(rule),
    name: freeName(
      name,
      ruleSet.rules.map((rule) => rule.name),
    ),
  };
  return { ...ruleSet, rules: ruleSet.rules.toSpliced(index + 1, 0, withCopyTitle(copy)) };
}

function withCopyTitle(rule: Rule): Rule {
  if (!rule.texts?.ja.name) return rule;
  const en =
    rule.texts.en?.name === undefined ? {} : { en: { ...rule.texts.en, name: `${rule.texts.en.name} (copy)` } };
  return { ...rule, texts: { ...rule.texts, ja: { ...rule.texts.ja, name: `${rule.texts.ja.name}（写し）` }, ...en } };
}

/** The last rule of a set cannot be taken away. */
export function removeRule(ruleSet: RuleSet, name: string): RuleSet {
  const index = findRule(ruleSet, name);
  return index === -1 || ruleSet.rules.length === 1
    ? ruleSet
    : { ...ruleSet, rules: ruleSet.rules.toSpliced(index, 1) };
}

/**
 * Puts a rule at a place in the order in which rules are looked at (0 is the first). Only its own priority changes, and
 * only as far as the place needs; the list is then written in that order.
 */
export function moveRule(ruleSet: RuleSet, name: string, to: number): RuleSet {
  const ordered = orderedRules(ruleSet);
  const from = ordered.findIndex((rule) => rule.name === name);
  const rule = ordered[from];
  const place = Math.max(0, Math.min(to, ordered.length - 1));
  if (!rule || from === place) return ruleSet;
  const others = ordered.toSpliced(from, 1);
  const [before, after] = [others[place - 1]?.priority ?? (place === 0 ? Infinity : 1), others[place]?.priority ?? 1];
  const priority = Math.max(after, Math.min(before, rule.priority ?? 1));
  const moved = priority === (rule.priority ?? 1) ? rule : { ...rule, priority };
  return { ...ruleSet, rules: others.toSpliced(place, 0, moved) };
}

export function renameRule(ruleSet: RuleSet, name: string, to: string): RuleSet {
  if (to.trim() === '' || ruleSet.rules.some((rule) => rule.name === to)) return ruleSet;
  return changeRule(ruleSet, name, (rule) => ({ ...rule, name: to }));
}

export function setEnabled(ruleSet: RuleSet, name: string, enabled: boolean): RuleSet {
  return changeRule(ruleSet, name, ({ disabled: _disabled, ...rule }) =>
    enabled ? rule : { ...rule, disabled: true },
  );
}

/** What follows when the rule holds; null for the outcome when none does. */
export function setEvent(ruleSet: RuleSet, name: string | null, event: RuleEvent): RuleSet {
  if (name === null) return { ...ruleSet, otherwise: { ...ruleSet.otherwise, ...event } };
  return changeRule(ruleSet, name, (rule) => ({ ...rule, event }));
}

/** The reason of a rule, or (for null) of the outcome when none holds; an empty text takes it away. */
export function setReason(ruleSet: RuleSet, name: string | null, language: Language, reason: string): RuleSet {
  if (name !== null)
    return changeRule(ruleSet, name, (rule) => ({ ...rule, texts: withText(rule.texts, language, 'reason', reason) }));
  const { otherwise } = ruleSet;
  if (!otherwise) return ruleSet;
  const { texts, ...rest } = otherwise;
  const ja = language === 'ja' ? reason : (texts?.ja.reason ?? '');
  const en = language === 'en' ? reason : (texts?.en?.reason ?? '');
  if (ja === '' && en === '') return { ...ruleSet, otherwise: rest };
  return {
    ...ruleSet,
    otherwise: {
      ...rest,
      texts: { ja: { ...texts?.ja, reason: ja }, ...(en === '' ? {} : { en: { ...texts?.en, reason: en } }) },
    },
  };
}

/** The words by which people know the rule; an empty text takes them away. */
export function setTitle(ruleSet: RuleSet, name: string, language: Language, title: string): RuleSet {
  return changeRule(ruleSet, name, (rule) => ({ ...rule, texts: withText(rule.texts, language, 'name', title) }));
}

function withText(
  texts: Rule['texts'],
  language: Language,
  field: 'name' | 'reason',
  text: string,
): NonNullable<Rule['texts']> {
  const { [field]: _before, ...others } = texts?.[language] ?? {};
  return { ...texts, ja: texts?.ja ?? {}, [language]: text === '' ? others : { ...others, [field]: text } };
}

function changeRule(ruleSet: RuleSet, name: string, change: (rule: Rule) => Rule): RuleSet {
  const index = findRule(ruleSet, name);
  const rule = ruleSet.rules[index];
  return rule ? { ...ruleSet, rules: ruleSet.rules.with(index, change(rule)) } : ruleSet;
}

function findRule(ruleSet: RuleSet, name: string): number {
  return ruleSet.rules.findIndex((rule) => rule.name === name);
}

function freeName(wanted: string, taken: string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const stem = wanted.replace(/-\d+$/, '');
  let number = 2;
  while (taken.includes(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

// ---- conditions by place

/** The condition at a place; undefined where there is none. */
export function readCondition(ruleSet: RuleSet, path: string): Condition | undefined {
  const place = readPlace(path);
  return place ? stepDown(readRoot(ruleSet, place.root), place.steps) : undefined;
}

/** Puts a condition into the group at a place, before `index` or at the end. */
export function addCondition(ruleSet: RuleSet, group: string, condition: Condition, index?: number): RuleSet {
  if (asksForUnknown(ruleSet, condition)) return ruleSet;
  return changeCondition(ruleSet, group, (parent) => {
    const children = childrenOf(parent);
    return children ? withChildren(parent, children.toSpliced(index ?? children.length, 0, condition)) : parent;
  });
}

function asksForUnknown(ruleSet: RuleSet, condition: Condition): boolean {
  return listReferences(condition).some((name) => !Object.hasOwn(ruleSet.conditions ?? {}, name));
}

/** Takes a condition out, and with it groups that would be empty. The last condition of a rule stays. */
export function removeCondition(ruleSet: RuleSet, path: string): RuleSet {
  const place = readPlace(path);
  const step = place?.steps.at(-1);
  if (!place || step === undefined || !readCondition(ruleSet, path)) return ruleSet;
  const parent = place.steps.slice(0, -1);
  const group = readCondition(ruleSet, writePlace(place.root, parent));
  const children = group && childrenOf(group);
  if (!group || !children || children.length === 1) return removeCondition(ruleSet, writePlace(place.root, parent));
  return replaceAt(ruleSet, place.root, parent, withChildren(group, children.toSpliced(Number(step.split('/')[1]), 1)));
}

/**
 * Moves a condition into the group at `to`, before the child that stands at `index` now (or to the end). A condition is
 * not moved into itself.
 */
export function moveCondition(ruleSet: RuleSet, from: string, to: string, index?: number): RuleSet {
  const moved = readCondition(ruleSet, from);
  const target = readCondition(ruleSet, to);
  if (!moved || !target || !childrenOf(target) || from === to || to.startsWith(`${from}/`)) return ruleSet;
  // Put it in first and mark the old one: so no place shifts before it is used, and no group is empty in between.
  const gone: Condition = { all: [], name: 'moved away' };
  const marked = changeCondition(ruleSet, from, () => gone);
  if (marked === ruleSet) return ruleSet;
  const both = addCondition(marked, to, moved, index);
  const old = findMarked(both, gone);
  if (old === undefined) return ruleSet;
  const done = removeCondition(both, old);
  return done === both || JSON.stringify(done) === JSON.stringify(ruleSet) ? ruleSet : done;
}

function findMarked(ruleSet: RuleSet, marked: Condition): string | undefined {
  return listRoots(ruleSet)
    .flatMap((root) => listPlaces(readRoot(ruleSet, root), root))
    .find(({ condition }) => condition === marked)?.path;
}

/** Every condition of a tree with its place. */
function listPlaces(condition: Condition | undefined, path: string): { condition: Condition; path: string }[] {
  if (!condition) return [];
  const kind = kindOfGroup(condition);
  const inner =
    'not' in condition
      ? listPlaces(condition.not, `${path}/not`)
      : (childrenOf(condition) ?? []).flatMap((child, index) => listPlaces(child, `${path}/${kind}/${index}`));
  return [{ condition, path }, ...inner];
}

/** Puts a group around a condition. */
export function wrapCondition(ruleSet: RuleSet, path: string, kind: GroupKind | 'not'): RuleSet {
  return changeCondition(ruleSet, path, (condition) =>
    kind === 'not' ? { not: condition } : kind === 'all' ? { all: [condition] } : { any: [condition] },
  );
}

/** Takes a group away and leaves what is in it, where there is room for it: several conditions only within another group. */
export function unwrapCondition(ruleSet: RuleSet, path: string): RuleSet {
  const place = readPlace(path);
  const group = readCondition(ruleSet, path);
  if (!place || !group) return ruleSet;
  const inner = 'not' in group ? [group.not] : childrenOf(group);
  const [only] = inner?.length === 1 ? inner : [];
  if (only) return changeCondition(ruleSet, path, () => only);
  const step = place.steps.at(-1);
  const parent = writePlace(place.root, place.steps.slice(0, -1));
  const around = step === undefined ? undefined : readCondition(ruleSet, parent);
  const siblings = around && childrenOf(around);
  if (!inner || !around || !siblings) return ruleSet;
  return changeCondition(ruleSet, parent, () =>
    withChildren(around, siblings.toSpliced(Number(step?.split('/')[1]), 1, ...inner)),
  );
}

/** Makes an `all` an `any` or the other way round. */
export function setGroupKind(ruleSet: RuleSet, path: string, kind: GroupKind): RuleSet {
  return changeCondition(ruleSet, path, (group) => {
    const children = childrenOf(group);
    if (!children || kindOfGroup(group) === kind) return group;
    const { all: _all, any: _any, ...rest } = group as { all?: Condition[]; any?: Condition[] };
    return kind === 'all' ? { ...rest, all: children } : { ...rest, any: children };
  });
}

/** Asks about another fact. The operator and the value stay where they fit the new fact as well. */
export function setFact(ruleSet: RuleSet, path: string, name: string, model: FactModel): RuleSet {
  const fact = model.facts.find((fact) => fact.path === name);
  const before = model.facts.find((fact) => fact.path === readLeaf(ruleSet, path)?.fact);
  if (!fact) return ruleSet;
  return changeLeaf(ruleSet, path, ({ path: size, ...leaf }) => {
    const fits = operatorsFor(fact).some((choice) => choice.operator === leaf.operator && choice.path === size);
    const [first] = operatorsFor(fact);
    if (!fits && first) return { ...leaf, ...startWith(fact, first) };
    const keep = size !== undefined || (before?.type === fact.type && !before.choices && !fact.choices);
    return {
      ...leaf,
      fact: name,
      value: keep ? leaf.value : defaultValue(fact, leaf.operator, size),
      ...(size === undefined ? {} : { path: size }),
    };
  });
}

/** Compares in another way; `size` (`$.length`) compares how many a list holds. The value stays where it fits. */
export function setOperator(
  ruleSet: RuleSet,
  path: string,
  operator: string,
  model: FactModel,
  size?: string,
): RuleSet {
  return changeLeaf(ruleSet, path, ({ path: sizeBefore, ...leaf }) => {
    const fact = model.facts.find((fact) => fact.path === leaf.fact);
    if (!fact) return { ...leaf, operator, ...(size === undefined ? {} : { path: size }) };
    return {
      ...leaf,
      operator,
      value:
        size === sizeBefore
          ? adaptValue(leaf.value, defaultValue(fact, operator, size))
          : defaultValue(fact, operator, size),
      ...(size === undefined ? {} : { path: size }),
    };
  });
}

/** One value becomes a list of it and a list its first value; a compared fact stays where one value is asked for. */
function adaptValue(value: unknown, wanted: unknown): unknown {
  if (Array.isArray(value)) return Array.isArray(wanted) ? value : (value[0] ?? wanted);
  const compared = typeof value === 'object' && value !== null;
  if (Array.isArray(wanted)) return compared ? wanted : [value];
  return value;
}

export function setValue(ruleSet: RuleSet, path: string, value: unknown): RuleSet {
  return changeLeaf(ruleSet, path, (leaf) => ({ ...leaf, value }));
}

function readLeaf(ruleSet: RuleSet, path: string): FactCondition | undefined {
  const condition = readCondition(ruleSet, path);
  return condition && 'fact' in condition ? condition : undefined;
}

function changeLeaf(ruleSet: RuleSet, path: string, change: (leaf: FactCondition) => FactCondition): RuleSet {
  return changeCondition(ruleSet, path, (condition) => ('fact' in condition ? change(condition) : condition));
}

/** Puts another condition in the place of one; a root must stay a group or a reference. */
export function changeCondition(ruleSet: RuleSet, path: string, change: (condition: Condition) => Condition): RuleSet {
  const place = readPlace(path);
  const condition = readCondition(ruleSet, path);
  if (!place || !condition) return ruleSet;
  const next = change(condition);
  if (next === condition || (place.steps.length === 0 && 'fact' in next)) return ruleSet;
  return replaceAt(ruleSet, place.root, place.steps, next);
}

type Steps = string[];

/** A pointer as the tree it is in and the steps down: `not`, `all/0`, `any/2`. */
function readPlace(path: string): { root: string; steps: Steps } | null {
  const match = /^(\/rules\/\d+\/conditions|\/conditions\/[^/]+)((?:\/not|\/(?:all|any)\/\d+)*)$/.exec(path);
  if (!match?.[1]) return null;
  return { root: match[1], steps: match[2]?.match(/not|(?:all|any)\/\d+/g) ?? [] };
}

function writePlace(root: string, steps: Steps): string {
  return [root, ...steps].join('/');
}

function listRoots(ruleSet: RuleSet): string[] {
  return [
    ...ruleSet.rules.map((_rule, index) => `/rules/${index}/conditions`),
    ...Object.keys(ruleSet.conditions ?? {}).map((name) => pointer('/conditions', name)),
  ];
}

function readName(root: string): string {
  return root.slice('/conditions/'.length).replaceAll('~1', '/').replaceAll('~0', '~');
}

function readRoot(ruleSet: RuleSet, root: string): Condition | undefined {
  if (root.startsWith('/rules/')) return ruleSet.rules[Number(root.split('/')[2])]?.conditions;
  const name = readName(root);
  return Object.hasOwn(ruleSet.conditions ?? {}, name) ? ruleSet.conditions?.[name] : undefined;
}

function stepDown(condition: Condition | undefined, [step, ...rest]: Steps): Condition | undefined {
  if (step === undefined || !condition) return condition;
  return stepDown(childAt(condition, step), rest);
}

function childAt(condition: Condition, step: string): Condition | undefined {
  if (step === 'not') return 'not' in condition ? condition.not : undefined;
  const [kind, index] = step.split('/');
  return kindOfGroup(condition) === kind ? childrenOf(condition)?.[Number(index)] : undefined;
}

function replaceAt(ruleSet: RuleSet, root: string, steps: Steps, condition: Condition): RuleSet {
  const before = readRoot(ruleSet, root);
  if (!before) return ruleSet;
  const tree = replaceIn(before, steps, condition);
  if (!root.startsWith('/rules/')) {
    const conditions = { ...ruleSet.conditions, [readName(root)]: tree };
    return findCycle(readName(root), conditions) ? ruleSet : { ...ruleSet, conditions };
  }
  const index = Number(root.split('/')[2]);
  return { ...ruleSet, rules: ruleSet.rules.map((rule, at) => (at === index ? { ...rule, conditions: tree } : rule)) };
}

function replaceIn(tree: Condition, [step, ...rest]: Steps, condition: Condition): Condition {
  if (step === undefined) return condition;
  if ('not' in tree) return { ...tree, not: replaceIn(tree.not, rest, condition) };
  const index = Number(step.split('/')[1]);
  const children = childrenOf(tree) ?? [];
  return withChildren(
    tree,
    children.map((child, at) => (at === index ? replaceIn(child, rest, condition) : child)),
  );
}

function childrenOf(condition: Condition): Condition[] | undefined {
  return 'all' in condition ? condition.all : 'any' in condition ? condition.any : undefined;
}

function kindOfGroup(condition: Condition): GroupKind | undefined {
  return 'all' in condition ? 'all' : 'any' in condition ? 'any' : undefined;
}

function withChildren(group: Condition, children: Condition[]): Condition {
  if ('all' in group) return { ...group, all: children };
  return 'any' in group ? { ...group, any: children } : group;
}

// ---- named conditions

/** Adds a named condition; rules ask for it with `{ condition: name }`. */
export function addNamedCondition(ruleSet: RuleSet, name: string, condition: Condition, text?: Text): RuleSet {
  if (name.trim() === '' || Object.hasOwn(ruleSet.conditions ?? {}, name)) return ruleSet;
  const conditions = { ...ruleSet.conditions, [name]: 'fact' in condition ? { all: [condition] } : condition };
  if (findCycle(name, conditions) || asksForUnknown(ruleSet, condition)) return ruleSet;
  return { ...ruleSet, conditions, ...(text ? { conditionTexts: { ...ruleSet.conditionTexts, [name]: text } } : {}) };
}

export function setNamedText(ruleSet: RuleSet, name: string, text: Text): RuleSet {
  return Object.hasOwn(ruleSet.conditions ?? {}, name)
    ? { ...ruleSet, conditionTexts: { ...ruleSet.conditionTexts, [name]: text } }
    : ruleSet;
}

/** Gives a named condition another name, wherever it is asked for. */
export function renameNamedCondition(ruleSet: RuleSet, name: string, to: string): RuleSet {
  const { conditions, conditionTexts } = ruleSet;
  if (!conditions || !Object.hasOwn(conditions, name) || to.trim() === '' || Object.hasOwn(conditions, to))
    return ruleSet;
  const rename = <T>(values: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key === name ? to : key, value]));
  const renamed = {
    ...ruleSet,
    conditions: rename(conditions),
    ...(conditionTexts ? { conditionTexts: rename(conditionTexts) } : {}),
  };
  return replaceReferences(renamed, name, (reference) => ({ ...reference, condition: to }));
}

/** Takes a named condition away; where it is asked for, its conditions are written out. */
export function removeNamedCondition(ruleSet: RuleSet, name: string): RuleSet {
  const body = Object.hasOwn(ruleSet.conditions ?? {}, name) ? ruleSet.conditions?.[name] : undefined;
  if (!body || listReferences(body).includes(name)) return ruleSet;
  const without = <T>(values: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
  const written = replaceReferences(ruleSet, name, () => body);
  return {
    ...written,
    conditions: without(written.conditions ?? {}),
    ...(ruleSet.conditionTexts ? { conditionTexts: without(ruleSet.conditionTexts) } : {}),
  };
}

type Reference = Extract<Condition, { condition: string }>;

function replaceReferences(ruleSet: RuleSet, name: string, put: (reference: Reference) => Condition): RuleSet {
  const visit = (condition: Condition): Condition => {
    if ('condition' in condition) return condition.condition === name ? put(condition) : condition;
    if ('not' in condition)
      return listReferences(condition).includes(name) ? { ...condition, not: visit(condition.not) } : condition;
    const children = childrenOf(condition);
    return children && listReferences(condition).includes(name)
      ? withChildren(condition, children.map(visit))
      : condition;
  };
  return {
    ...ruleSet,
    rules: ruleSet.rules.map((rule) => ({ ...rule, conditions: visit(rule.conditions) })),
    ...(ruleSet.conditions
      ? {
          conditions: Object.fromEntries(
            Object.entries(ruleSet.conditions).map(([key, condition]) => [key, visit(condition)]),
          ),
        }
      : {}),
  };
}
