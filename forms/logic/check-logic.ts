import type { Condition, FactDeclaration, Issue, Language } from '../../rules/types.ts';
import { findErrors } from '../ajv.ts';
import { expand } from '../expand.ts';
import { fieldWords } from '../localize.ts';
import { marksOf } from '../marks.ts';
import { pagesByField } from '../outline.ts';
import type { FieldMarks, Form, FormIssue, JsonSchema, LogicEffect, LogicRule, LogicValue } from '../types.ts';
import {
  branches,
  choicesOf,
  escapeToken,
  fieldsByPath,
  isBlank,
  isObject,
  propertiesOf,
  sayingOf,
  shownAs,
  writeValue,
} from '../walk.ts';
import { declareFact, typeAt, type FieldsByPath } from './facts.ts';
import { alwaysSetBy, askedIn, fieldType, holdersOf, planOf, readsOfValue, scopeOf, targetsOf } from './plan.ts';
import { effects, filledFields, isCondition, isGroup, isTexts, isValue } from './shapes.ts';

/** What the rules' own check says of conditions; handed in, for forms do not know the rules. */
export type CheckConditions = (
  conditions: { name: string; condition: Condition; whole?: Condition }[],
  facts: FactDeclaration[],
  language: Language,
) => (Issue & { index: number })[];

type Add = (path: string, code: string, params?: Record<string, string>) => void;

const MOST_RULES = 500;

/**
 * Everything that is wrong with a form's logic: `add` is told each with its place in the form. The schema has been found in order before. What the rules'
 * check says comes back, in its own words.
 */
export function checkLogic(
  form: Pick<Form, 'purpose' | 'schema' | 'uiSchema' | 'texts' | 'logic'>,
  add: Add,
  language: Language,
  checkConditions: CheckConditions,
): FormIssue[] {
  const { schema, uiSchema } = form;
  // Nobody has looked at it before.
  const logic: unknown = form.logic;
  if (!Array.isArray(logic)) return (add('/logic', 'logic-no-list'), []);
  if (logic.length > MOST_RULES) return (add('/logic', 'logic-too-many', { limit: String(MOST_RULES) }), []);
  const marks = marksOf(form);
  const fields: Fields = new Map(
    [...fieldsByPath(expand(schema))].map(([path, { schema: field }]) => [
      path,
      { schema: field, marks: marks.get(path) ?? { personal: true, tell: {} } },
    ]),
  );
  const filled = filledFields(form);
  const pages = pagesByField(form);
  const sound: { rule: LogicRule; at: string }[] = [];
  const ids = new Set<string>();
  logic.forEach((rule: unknown, index) => {
    const at = `/logic/${index}`;
    if (!isRule(rule, at, add)) return;
    if (ids.has(rule.id)) add(`${at}/id`, 'logic-twice', { name: rule.id });
    ids.add(rule.id);
    if (checkRule(rule, at, fields, filled, pages, add)) sound.push({ rule, at });
  });
  const rules = sound.map(({ rule }) => rule);
  checkDemands(sound, add);
  if (sound.length < logic.length) return [];
  const circle = planOf({ schema, uiSchema, logic: rules })?.circle ?? new Set();
  for (const path of circle) {
    const by = [path, pages.get(path)];
    const { at } = sound.find(({ rule }) => targetsOf(rule.then).some((target) => by.includes(target))) ?? {
      at: '/logic',
    };
    add(at, 'logic-circle', { name: titleOf(form, path, language) });
  }
  checkRequired(form, rules, pages, add, language);
  if (circle.size > 0) return [];
  return askRules(form, sound, fields, pages, add, language, checkConditions);
}

type Fields = FieldsByPath<{ marks: FieldMarks }>;
type Pages = ReadonlyMap<string, string>;

/** What hides a field when it is hidden: what it lies in, and the page that this stands on. */
function hidersOf(path: string, pages: Pages): string[] {
  const holders = holdersOf(path);
  const page = pages.get(holders[0] ?? '');
  return page === undefined ? holders : [page, ...holders];
}

/** Made as a rule is: what looks further may trust it. */
function isRule(rule: unknown, at: string, add: Add): rule is LogicRule {
  const before = { wrong: false };
  const fail = (path: string, code: string, params: Record<string, string> = {}) => {
    before.wrong = true;
    add(path, code, params);
  };
  if (!isObject(rule) || typeof rule.id !== 'string' || rule.id.trim() === '' || !isObject(rule.then)) {
    fail(at, 'logic-shape');
    return false;
  }
  for (const name of Object.keys(rule))
    if (!['id', 'when', 'then'].includes(name)) fail(`${at}/${escapeToken(name)}`, 'unknown-key', { name });
  if (rule.when !== undefined && !isCondition(rule.when)) fail(`${at}/when`, 'logic-condition');
  const { then } = rule;
  const [effect, other] = effects.filter((name) => name in then);
  if (!effect || other) {
    fail(`${at}/then`, 'logic-effect', { known: effects.join(', ') });
    return false;
  }
  const allowed = { limit: ['to'], set: ['value'], refuse: ['message'] };
  const beside: string[] = effect in allowed ? allowed[effect as keyof typeof allowed] : [];
  for (const name of Object.keys(then))
    if (name !== effect && !beside.includes(name)) fail(`${at}/then/${escapeToken(name)}`, 'unknown-key', { name });
  for (const name of beside) if (!(name in then)) fail(`${at}/then`, 'missing', { name });
  const named = then[effect];
  const isList = effect === 'show' || effect === 'require' || effect === 'want';
  if (isList ? !isTexts(named) || named.length === 0 : typeof named !== 'string')
    fail(`${at}/then/${effect}`, isList ? 'logic-fields' : 'logic-field');
  if (effect === 'limit' && (!Array.isArray(then.to) || then.to.length === 0)) fail(`${at}/then/to`, 'logic-to');
  if (effect === 'set' && !isValue(then.value)) fail(`${at}/then/value`, 'logic-value-shape');
  if (
    effect === 'refuse' &&
    (!isObject(then.message) || typeof then.message.ja !== 'string' || then.message.ja.trim() === '')
  )
    fail(`${at}/then/message`, 'logic-message');
  return !before.wrong;
}

/** Whether the fields of a rule are there and are such as it takes them for. */
function checkRule(
  { when, then }: LogicRule,
  at: string,
  fields: Fields,
  filled: string[],
  pages: Pages,
  add: Add,
): boolean {
  let sound = true;
  const fail = (path: string, code: string, params: Record<string, string> = {}) => {
    sound = false;
    add(path, code, params);
  };
  const [effect = 'show'] = effects.filter((name) => name in then);
  const targets = targetsOf(then);
  targets.forEach((path, index) => {
    const place = `${at}/then/${effect}${targets.length > 1 || Array.isArray(then[effect as keyof LogicEffect]) ? `/${index}` : ''}`;
    if (!fields.has(path)) fail(place, 'unknown-field', { name: path });
    const own =
      ['show', 'set', 'limit'].includes(effect) &&
      filled.find((filledPath) => hidersOf(filledPath, pages).includes(path));
    if (own) fail(place, 'logic-filled', { name: own });
    const { schema = {} } = fields.get(path) ?? {};
    if (effect !== 'show' && shownAs(schema)) fail(place, 'logic-shown', { name: path });
    else if ((effect === 'require' || effect === 'want') && isGroup(schema)) fail(place, 'logic-group', { name: path });
  });
  if (!sound) return false;
  const scope = scopeOf(targets[0] ?? '');
  if (targets.some((path) => scopeOf(path) !== scope)) fail(`${at}/then`, 'logic-rows');
  for (const { fact, place } of placedFacts(when, `${at}/when`))
    if (!fields.has(fact)) fail(place, 'unknown-field', { name: fact });
    else if (!declareFact(fact, scope, fields)) fail(place, 'logic-fact', { name: fact });
  const field = fields.get(targets[0] ?? '')?.schema ?? {};
  if ('limit' in then) {
    const choices = choicesOf(field)?.map(({ value }) => value);
    if (!choices) fail(`${at}/then/limit`, 'logic-no-choices', { name: then.limit });
    then.to.forEach((value, index) => {
      if (choices && !choices.includes(value))
        fail(`${at}/then/to/${index}`, 'logic-choice', { name: writeValue(value), field: then.limit });
    });
  }
  if ('set' in then) checkValue(then, at, fields, fail);
  return sound;
}

/** A rule that demands what is always set: nobody could answer it. */
function checkDemands(sound: { rule: LogicRule; at: string }[], add: Add): void {
  const set = new Set(sound.flatMap(({ rule }) => alwaysSetBy(rule)?.set ?? []));
  for (const { rule, at } of sound) {
    const effect = (['require', 'want'] as const).find((name) => name in rule.then);
    if (effect)
      targetsOf(rule.then).forEach((path, index) => {
        if (set.has(path)) add(`${at}/then/${effect}/${index}`, 'logic-always-set', { name: path });
      });
  }
}

function checkValue({ set, value }: { set: string; value: LogicValue }, at: string, fields: Fields, fail: Add): void {
  const own = fields.get(set)?.schema ?? {};
  const type = fieldType(own);
  if (!isObject(value)) {
    if (isBlank(value)) fail(`${at}/then/value`, 'logic-value-missing', { field: set });
    else if (type === null || type === 'rows' || findErrors({ ...own }, value).length > 0)
      fail(`${at}/then/value`, 'logic-value', { name: writeValue(value), field: set });
    return;
  }
  const isNumber = (path: string) => ['number', 'integer'].includes(fieldType(fields.get(path)?.schema ?? {}) ?? '');
  const isBroken = (path: string) => type === 'integer' && fieldType(fields.get(path)?.schema ?? {}) === 'number';
  const unitOf = (path: string) => JSON.stringify(sayingOf(fields.get(path)?.schema ?? {}, 'x-unit'));
  readsOfValue(value).forEach((path, index) => {
    const [how = ''] = Object.keys(value);
    const place = `${at}/then/value/${how}${how === 'sum' || how === 'difference' ? `/${index}` : ''}`;
    if (!fields.has(path)) return fail(place, 'unknown-field', { name: path });
    if ('count' in value) {
      const counted = typeAt(path, scopeOf(set), fields);
      if (!isNumber(set)) return fail(place, 'logic-no-number', { name: set });
      if (counted !== 'rows' && counted !== 'choices' && counted !== 'strings')
        return fail(place, 'logic-no-list-of', { name: path });
      // How many there are does not say who.
      const { tell = {} } = fields.get(path)?.marks ?? {};
      if (!keepsBetween({ personal: false, tell }, fields.get(set)?.marks))
        return fail(place, 'logic-told', { name: path, field: set });
      return;
    }
    if ('difference' in value) {
      const [kind, other] = value.difference.map((each) => fieldKindAt(each, set, fields));
      if (!isNumber(set)) return fail(place, 'logic-no-number', { name: set });
      if (kind === null || kind !== other) return fail(place, 'logic-no-difference', { name: path });
      if (kind === 'number' && unitOf(path) !== unitOf(set))
        return fail(place, 'logic-unit', { name: path, field: set });
      if (isBroken(path)) return fail(place, 'logic-whole', { name: path, field: set });
    } else if ('sum' in value) {
      if (!isNumber(path) || !isNumber(set))
        return fail(place, 'logic-no-number', { name: isNumber(path) ? set : path });
      if (unitOf(path) !== unitOf(set)) return fail(place, 'logic-unit', { name: path, field: set });
      if (isBroken(path)) return fail(place, 'logic-whole', { name: path, field: set });
    } else if (type === 'rows' || typeAt(path, scopeOf(set), fields) !== type)
      return fail(place, 'logic-copy', { name: path, field: set });
    if (!keepsBetween(fields.get(path)?.marks, fields.get(set)?.marks))
      return fail(place, 'logic-told', { name: path, field: set });
  });
}

/** What one field is less another of: numbers or days; null for all else. */
function fieldKindAt(path: string, set: string, fields: Fields): 'number' | 'date' | null {
  const type = fields.has(path) ? typeAt(path, scopeOf(set), fields) : null;
  return type === 'date' ? 'date' : type === 'number' || type === 'integer' ? 'number' : null;
}

/** Whether one field keeps to itself what another holds: told no wider, and taken for personal where that is. */
function keepsBetween(from: FieldMarks | undefined, to: FieldMarks | undefined): boolean {
  if (!from || !to || (from.personal && !to.personal)) return false;
  return Object.entries(to.tell).every(([audience, telling]) => {
    const source = Object.hasOwn(from.tell, audience) ? from.tell[audience] : undefined;
    return source === 'always' || (source !== undefined && source === telling);
  });
}

/** Every fact that a condition names, with its place. */
function placedFacts(condition: Condition | undefined, at: string): { fact: string; place: string }[] {
  if (!condition || 'condition' in condition) return [];
  if ('not' in condition) return placedFacts(condition.not, `${at}/not`);
  if ('fact' in condition) {
    const { fact, value } = condition;
    const other =
      isObject(value) && typeof value.fact === 'string' ? [{ fact: value.fact, place: `${at}/value/fact` }] : [];
    return [{ fact, place: `${at}/fact` }, ...other];
  }
  const [kind, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
  return parts.flatMap((part, index) => placedFacts(part, `${at}/${kind}/${index}`));
}

const titleOf = (form: Pick<Form, 'texts'>, path: string, language: Language): string =>
  fieldWords(form, path, language).title ?? path;

/** A field that the schema always asks for and that a rule may hide: who does not see it could never send. */
function checkRequired(
  form: Pick<Form, 'schema' | 'texts'>,
  rules: LogicRule[],
  pages: Pages,
  add: Add,
  language: Language,
): void {
  const named = new Set(rules.flatMap(({ then }) => ('show' in then ? then.show : [])));
  const hideable = new Set([...named, ...[...pages].flatMap(([path, page]) => (named.has(page) ? [path] : []))]);
  const visit = (schema: JsonSchema, prefix: string, pointer: string): void => {
    const at = (name: string): string => (prefix === '' ? name : `${prefix}.${name}`);
    const fail = (name: string, place: string): void => {
      if (hideable.has(at(name)))
        add(`/schema${pointer}/${place}`, 'logic-required', { name: titleOf(form, at(name), language) });
    };
    const own = propertiesOf(schema).map(([name]) => name);
    if (Array.isArray(schema.required))
      for (const name of new Set(schema.required.map(String)))
        // Of branches that are tried one asks for another field, as a rule.
        if (own.includes(name)) fail(name, `properties/${escapeToken(name)}`);
        else if (!/\/(anyOf|oneOf)\/\d+$/.test(pointer)) fail(name, 'required');
    if (isObject(schema.dependentRequired))
      for (const [by, names] of Object.entries(schema.dependentRequired))
        if (Array.isArray(names))
          for (const name of names.map(String)) fail(name, `dependentRequired/${escapeToken(by)}`);
    for (const [name, property] of propertiesOf(schema))
      visit(property, at(name), `${pointer}/properties/${escapeToken(name)}`);
    if (isObject(schema.items)) visit(schema.items, `${prefix}[]`, `${pointer}/items`);
    for (const [where, branch] of branches(schema)) visit(branch, prefix, `${pointer}/${where}`);
  };
  visit(expand(form.schema), '', '');
}

/** What the rules' check says: types, operators, choices; and fields that can never be asked, rules that never hold, two values for one field at once. */
function askRules(
  form: Pick<Form, 'schema' | 'texts'>,
  sound: { rule: LogicRule; at: string }[],
  fields: Fields,
  pages: Pages,
  add: Add,
  language: Language,
  checkConditions: CheckConditions,
): FormIssue[] {
  const issues: FormIssue[] = [];
  const shownBy = Map.groupBy(
    sound.flatMap(({ rule }) => ('show' in rule.then ? rule.then.show.map((path) => ({ path, rule })) : [])),
    ({ path }) => path,
  );
  const shown = new Map<string, Sized | null>();
  /** What must hold for a field to be asked; null where that is too much to look at. Fields that lead back to themselves have been refused. */
  const shownWhen = (path: string): Sized | null => {
    const known = shown.get(path);
    if (known !== undefined) return known;
    const ways = (shownBy.get(path) ?? []).map(({ rule }) => rule.when);
    const open = ways.length === 0 || ways.includes(undefined);
    const when = open
      ? null
      : fewEnough(
          join(
            'any',
            ways.flatMap((way) => (way ? [within(way, true)] : [])),
          ),
        );
    shown.set(path, when);
    return when;
  };
  // A fact is there only where its field is asked: what a condition holds by must be shown too.
  const within = (condition: Condition, wanted: boolean): Sized => {
    if ('condition' in condition) return { condition, size: 1, depth: 1 };
    if ('not' in condition) return within(condition.not, !wanted);
    if ('fact' in condition) {
      const own = { condition: wanted ? condition : { not: condition }, size: 1, depth: 2 };
      const shownConditions = askedIn(condition)
        .flatMap((path) => hidersOf(path, pages))
        .flatMap((path) => shownWhen(path) ?? []);
      return fewEnough(join('all', [own, ...shownConditions])) ?? own;
    }
    const parts = 'all' in condition ? condition.all : condition.any;
    return join(
      'all' in condition === wanted ? 'all' : 'any',
      parts.map((part) => within(part, wanted)),
    );
  };
  for (const [scope, all] of Map.groupBy(sound, ({ rule }) => scopeOf(targetsOf(rule.then)[0] ?? ''))) {
    const group = all.filter(({ rule }) => rule.when);
    const facts = [...fields.keys()].flatMap((path) => {
      const fact = declareFact(path, scope, fields);
      const title = titleOf(form, path, language);
      return fact ? [{ ...fact, label: { ja: title, en: title } }] : [];
    });
    const placedConditions = group.map(({ rule }) => {
      const condition = rule.when as Condition;
      const whole = fewEnough(within(condition, true))?.condition;
      return { name: rule.id, condition, ...(whole && { whole }) };
    });
    for (const { index, path, ...issue } of checkConditions(placedConditions, facts, language))
      issues.push({ ...issue, path: `${group[index]?.at ?? '/logic'}/when${path}` });
    if (issues.length === 0)
      findClashes(all, add, (condition) => checkConditions([{ name: '-', condition }], facts, language).length === 0);
  }
  return issues;
}

/** A condition with how many comparisons stand in it, and how deep. */
type Sized = { condition: Condition; size: number; depth: number };

/**
 * What is looked at together: what shows a field, and what shows that … multiply. Beyond it a rule is looked at by itself. The rules' check goes a little
 * deeper.
 */
const MOST_TOGETHER = { size: 60, depth: 25 };

const fewEnough = (sized: Sized): Sized | null =>
  sized.size > MOST_TOGETHER.size || sized.depth > MOST_TOGETHER.depth ? null : sized;

/** A group; what is a group of the same kind in it, or the only part, stands in it directly. */
const join = (kind: 'all' | 'any', parts: Sized[]): Sized => {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const partsOf = ({ condition }: Sized): Condition[] =>
    kind === 'all' && 'all' in condition
      ? condition.all
      : kind === 'any' && 'any' in condition
        ? condition.any
        : [condition];
  const conditions = parts.flatMap((part) => partsOf(part));
  return {
    condition: kind === 'all' ? { all: conditions } : { any: conditions },
    size: parts.reduce((sum, { size }) => sum + size, 0),
    depth: 1 + Math.max(...parts.map(({ depth }) => depth)),
  };
};

/** Pairs of rules of which it is looked at whether both can hold. */
const MOST_PAIRS = 1000;

/** Two rules that may hold at once (`mayHold`) and set a field to different values. */
function findClashes(
  group: { rule: LogicRule; at: string }[],
  add: Add,
  mayHold: (condition: Condition) => boolean,
): void {
  const sets = group.flatMap(({ rule, at: place }) =>
    'set' in rule.then ? [{ rule, place, then: rule.then, fixed: fixedBy(rule.when) }] : [],
  );
  let pairs = 0;
  for (const same of Map.groupBy(sets, ({ then }) => then.set).values())
    same.forEach((setting, index) => {
      for (const other of same.slice(index + 1)) {
        if (JSON.stringify(setting.then.value) === JSON.stringify(other.then.value)) continue;
        if ([...setting.fixed].some(([fact, value]) => other.fixed.has(fact) && other.fixed.get(fact) !== value))
          continue;
        const all = [setting, other].flatMap(({ rule }) => rule.when ?? []);
        if (all.length > 0 && (pairs += 1) > MOST_PAIRS) return;
        if (all.length === 0 || mayHold({ all }))
          add(other.place, 'logic-clash', { one: setting.rule.id, other: other.rule.id, field: setting.then.set });
      }
    });
}

/** The facts that a condition holds for one value of only. */
function fixedBy(condition: Condition | undefined): Map<string, unknown> {
  const parts = !condition ? [] : 'all' in condition ? condition.all : [condition];
  return new Map(
    parts.flatMap((part) =>
      'fact' in part && part.operator === 'equal' && !isObject(part.value)
        ? [[`${part.fact} ${part.path ?? ''}`, part.value] as const]
        : [],
    ),
  );
}
