import type { Condition } from '../../rules/types.ts';
import { drawLetters } from '../edit.ts';
import { expand } from '../expand.ts';
import { allItems, outlineOf, type Item } from '../outline.ts';
import type { Form, JsonSchema, LogicEffect, LogicRule } from '../types.ts';
import { choiceSchema, choicesOf, fieldsByPath, isObject, shownAs } from '../walk.ts';
import { alwaysSetBy, fieldType, holdersOf, isTimed, targetsOf } from './plan.ts';
import { effects, filledFields, isCondition, isGroup, isTexts, isValue, type Effect } from './shapes.ts';

/*
 * Changes of a form's logic as its builder makes them. As those of its fields they give a new form, in which everything that is not spoken of is what it was.
 */

/** The rules of a form, also unfinished ones; null where they are not made as rules are, so that only JSON can mend them. */
export function readLogic(form: { logic?: unknown }): LogicRule[] | null {
  const { logic = [] } = form;
  return Array.isArray(logic) && logic.every(isWorkable) ? logic : null;
}

function isWorkable(rule: unknown): rule is LogicRule {
  if (!isObject(rule) || typeof rule.id !== 'string' || !isObject(rule.then)) return false;
  if (rule.when !== undefined && !isCondition(rule.when, 0)) return false;
  const { then } = rule;
  const [effect, other] = effects.filter((name) => name in then);
  if (effect === undefined || other !== undefined) return false;
  if (effect === 'limit') return typeof then.limit === 'string' && Array.isArray(then.to);
  if (effect === 'set') return typeof then.set === 'string' && isValue(then.value);
  if (effect === 'refuse')
    return typeof then.refuse === 'string' && isObject(then.message) && typeof then.message.ja === 'string';
  return isTexts(then[effect]) && then[effect].length > 0;
}

/** What rules can do with a field. What the program fills in itself is neither hidden nor set nor limited; what is always set nobody can answer. */
export const effectsFor = (form: Form, item: Pick<Item, 'path' | 'kind'>): Effect[] => effectsIn(form)(item);

/** The fields that an effect can be about, in the form's order. */
export function fieldsFor(form: Form, effect: Effect): Item[] {
  const effectsOf = effectsIn(form);
  return allItems(outlineOf(form)).filter((item) => effectsOf(item).includes(effect));
}

function effectsIn(form: Form): (item: Pick<Item, 'path' | 'kind'>) => Effect[] {
  const fields = fieldsByPath(expand(form.schema));
  const filled = filledFields(form);
  const set = new Set(form.logic?.flatMap((rule) => alwaysSetBy(rule)?.set ?? []));
  return ({ path, kind }) => {
    const { schema = {} } = fields.get(path) ?? {};
    // What is only shown is not answered.
    if (shownAs(schema)) return ['show'];
    const type = fieldType(schema);
    const isFilled = filled.some((other) => holdersOf(other).includes(path));
    const isSet = kind === 'calculated' || set.has(path);
    return effects.filter((effect) => {
      if (isFilled && (effect === 'show' || effect === 'set' || effect === 'limit')) return false;
      if (isSet && (effect === 'require' || effect === 'want' || effect === 'set')) return false;
      if (effect === 'limit') return (choicesOf(schema)?.length ?? 0) > 0;
      if (effect === 'set')
        return type !== null && type !== 'rows' && !isTimed(schema) && choiceSchema(schema)['x-source'] === undefined;
      return effect === 'show' || effect === 'refuse' || !isGroup(schema);
    });
  };
}

/** An effect to begin with. What it is to say or to offer is for whoever makes it to choose. */
export function beginEffect(form: Form, path: string, effect: Effect): LogicEffect {
  const { schema = {} } = fieldsByPath(expand(form.schema)).get(path) ?? {};
  switch (effect) {
    case 'show':
      return { show: [path] };
    case 'require':
      return { require: [path] };
    case 'want':
      return { want: [path] };
    case 'limit':
      return { limit: path, to: (choicesOf(schema) ?? []).map(({ value }) => value) };
    case 'set':
      return { set: path, value: noValue(schema) };
    case 'refuse':
      return { refuse: path, message: { ja: '' } };
  }
}

/** What a rule sets before anybody has chosen: nothing, which the check refuses. */
export const noValue = (schema: JsonSchema): string | string[] =>
  ['choices', 'strings'].includes(fieldType(schema) ?? '') ? [] : '';

/** One rule more, the last one. Where it is not said when, it asks nothing yet: a condition that nobody chose would be published unseen. */
export function addRule(
  form: Form,
  then: LogicEffect,
  random: () => number,
  when: Pick<LogicRule, 'when'> = { when: { all: [] } },
): { form: Form; id: string } {
  const logic = form.logic ?? [];
  const taken = new Set(logic.map(({ id }) => id));
  for (;;) {
    // By lot, so that two who add a rule at once do not make the same one.
    const id = `rule-${drawLetters(random)}`;
    if (!taken.has(id)) return { form: { ...form, logic: [...logic, { id, ...when, then }] }, id };
  }
}

/** The form itself where no rule is called so. */
export function changeRule(form: Form, id: string, change: (rule: LogicRule) => LogicRule): Form {
  const index = (form.logic ?? []).findIndex((rule) => rule.id === id);
  const rule = form.logic?.[index];
  if (!form.logic || !rule) return form;
  const next = change(rule);
  return next === rule ? form : { ...form, logic: form.logic.with(index, next) };
}

export function removeRule(form: Form, id: string): Form {
  const index = (form.logic ?? []).findIndex((rule) => rule.id === id);
  if (!form.logic || index < 0) return form;
  if (form.logic.length > 1) return { ...form, logic: form.logic.toSpliced(index, 1) };
  const { logic: _, ...others } = form;
  return others;
}

/** When a rule holds; undefined: always. */
export const setWhen = (form: Form, id: string, when: Condition | undefined): Form =>
  changeRule(form, id, ({ when: _, then, ...rule }) => ({ ...rule, ...(when && { when }), then }));

/** The fields that a rule is about, where it may be about several. */
export const setTargets = (form: Form, id: string, paths: string[]): Form =>
  changeRule(form, id, (rule) => {
    const { then } = rule;
    if (paths.length === 0) return rule;
    if ('show' in then) return { ...rule, then: { ...then, show: paths } };
    if ('require' in then) return { ...rule, then: { ...then, require: paths } };
    return 'want' in then ? { ...rule, then: { ...then, want: paths } } : rule;
  });

export const rulesOn = (rules: readonly LogicRule[], path: string): LogicRule[] =>
  rules.filter(({ then }) => targetsOf(then).includes(path));
