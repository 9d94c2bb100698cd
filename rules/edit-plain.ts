import { isPlain } from './plain.ts';
import type { Condition, PlainOrigin, Rule, RuleEvent, RuleSet } from './types.ts';
import { isObject } from './is-object.ts';

type Json = Record<string, unknown>;

/** What a rule set must have and a plain file has not. */
export type PlainImport = Pick<RuleSet, 'key' | 'factModel'> & Partial<Pick<RuleSet, 'purpose' | 'strategy' | 'texts'>>;

/**
 * A rule set made of a plain json-rules-engine document (a rule, a list of rules, `{"rules": […]}`) that `checkPlain` has
 * passed. Nothing is lost: `exportPlain` gives the same document again. Whether the facts and operators fit the model is
 * for `checkRuleSet` to say. Rules without a usable name get one.
 */
export function importPlain(document: unknown, options: PlainImport): RuleSet {
  const { shape, rules, conditions, own } = readDocument(document);
  const taken = new Set<unknown>();
  const { key, factModel, purpose = 'watch', strategy = 'every', texts = { ja: { name: key } } } = options;
  return {
    key,
    purpose,
    factModel,
    strategy,
    texts,
    ...(conditions === undefined ? {} : { conditions: conditions as Record<string, Condition> }),
    rules: rules.map((rule, index) => importRule(rule, index, rules, taken)),
    plain: { shape, own },
  };
}

function readDocument(document: unknown): {
  shape: 'rule' | 'list' | 'document';
  rules: Json[];
  conditions?: unknown;
  own: Json;
} {
  if (!isPlain(document)) throw new TypeError('This is a rule set, not a plain json-rules-engine document');
  if (Array.isArray(document)) return { shape: 'list', rules: document.filter(isObject), own: {} };
  if (!isObject(document)) throw new TypeError('A json-rules-engine document is an object or a list');
  if (!Object.hasOwn(document, 'rules')) return { shape: 'rule', rules: [document], own: {} };
  const { rules, conditions, ...own } = document;
  return {
    shape: 'document',
    rules: Array.isArray(rules) ? rules.filter(isObject) : [],
    ...(conditions === undefined ? {} : { conditions }),
    own,
  };
}

function importRule(source: Json, index: number, all: Json[], taken: Set<unknown>): Rule {
  const { conditions, event, ...rest } = source;
  const own: Json = { ...rest };
  const origin: PlainOrigin = { own };
  const named = typeof source.name === 'string' && source.name.trim() !== '' && !taken.has(source.name);
  const name = named ? String(source.name) : freeName(index, all, taken);
  taken.add(name);
  if (named) delete own.name;
  else origin.name = name;
  const whole = Number.isSafeInteger(source.priority) && Number(source.priority) >= 1;
  const priority = whole ? Number(source.priority) : Number.parseInt(String(source.priority), 10);
  if (whole) delete own.priority;
  else if (Number.isSafeInteger(priority) && priority >= 1) origin.priority = priority;
  const kept = Object.keys(own).length > 0 || origin.name !== undefined || origin.priority !== undefined;
  return {
    name,
    // The document has been checked; what the engine lets be beyond that is kept as it is.
    conditions: conditions as Condition,
    event: event as RuleEvent,
    ...(whole || origin.priority !== undefined ? { priority } : {}),
    ...(kept ? { plain: origin } : {}),
  };
}

function freeName(index: number, all: Json[], taken: Set<unknown>): string {
  const used = new Set([...taken, ...all.map((rule) => rule.name)]);
  let number = index + 1;
  while (used.has(`rule-${number}`)) number += 1;
  return `rule-${number}`;
}

/**
 * The plain json-rules-engine document of a rule set: one that was imported and not changed comes out as it was. What
 * plain rules cannot say is left out: the strategy, texts, `otherwise`, examples, and rules that are disabled.
 */
export function exportPlain(ruleSet: RuleSet): unknown {
  const rules = ruleSet.rules.filter((rule) => !rule.disabled).map(exportRule);
  const { shape = 'document', own = {} } = ruleSet.plain ?? {};
  const alone = ruleSet.conditions === undefined;
  if (shape === 'rule' && alone && rules.length === 1) return rules[0];
  if (shape === 'list' && alone) return rules;
  return { ...own, rules, ...(alone ? {} : { conditions: ruleSet.conditions }) };
}

function exportRule({ name, priority, conditions, event, plain }: Rule): Json {
  const { name: ownName, priority: ownPriority, ...own } = plain?.own ?? {};
  const origin = {
    name: plain?.name === name ? ownName : name,
    priority: plain?.priority === priority && ownPriority !== undefined ? ownPriority : priority,
  };
  return {
    ...own,
    ...(origin.name === undefined ? {} : { name: origin.name }),
    conditions,
    event,
    ...(origin.priority === undefined ? {} : { priority: origin.priority }),
  };
}
