import { expand } from './expand.ts';
import { withoutFurigana } from './furigana.ts';
import { targetsOf } from './logic/plan.ts';
import { effectOf, type Effect } from './logic/shapes.ts';
import { uiOf } from './outline.ts';
import { kindsOfSource } from './ties.ts';
import type { FieldTexts, Form, JsonSchema, LogicRule } from './types.ts';
import { choicesOf, escapeToken, holderOf, isBlank, isObject, propertiesOf, writeValue } from './walk.ts';

/**
 * What a change does to answers: `harmless`: nothing that was typed can be hurt; `asks`: somebody who has begun must look again;
 * `loses`: something that was typed has no place in the new version.
 */
export type ChangeLevel = 'harmless' | 'asks' | 'loses';

const levels = {
  words: 'harmless',
  order: 'harmless',
  appearance: 'harmless',
  added: 'harmless',
  optional: 'harmless',
  'choice-added': 'harmless',
  wider: 'harmless',
  'asked-more': 'harmless',
  'logic-eased': 'harmless',
  'added-required': 'asks',
  required: 'asks',
  narrower: 'asks',
  unit: 'asks',
  'asked-less': 'asks',
  marks: 'asks',
  logic: 'asks',
  other: 'asks',
  'choice-removed': 'loses',
  'to-choices': 'loses',
  calculated: 'loses',
  source: 'loses',
  retyped: 'loses',
  removed: 'loses',
} as const satisfies Record<string, ChangeLevel>;

export type ChangeKind = keyof typeof levels;
export const changeKinds = Object.keys(levels) as ChangeKind[];

/** One thing that is different in a field, or (`path` empty) in the form as a whole. */
export type FormChange = {
  kind: ChangeKind;
  level: ChangeLevel;
  /** `residentName`, `members[].name`. */
  path: string;
  /** Choices that came or went, as answers hold them; of what was typed and is now chosen (`to-choices`) all. */
  choices?: unknown[];
  /** The schema's keyword that is wider or narrower. */
  keyword?: string;
  /** What it was and what it is, as far as the kind does not say it: two changes that are not the same differ in one of these. */
  before?: unknown;
  after?: unknown;
};

/** What must hold of a value, by keyword, in each of the cases in which it is asked; the key `''` is always. */
type Cases = Map<string, Record<string, unknown>>;
type Outlook = {
  asked: Map<string, Set<string>>;
  required: Map<string, Set<string>>;
  says: Map<string, Cases>;
  fields: Map<string, JsonSchema>;
};

const structure = new Set([
  'properties',
  'required',
  'if',
  'then',
  'else',
  'allOf',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
  '$defs',
  'definitions',
  '$schema',
  '$id',
  '$comment',
  'default',
  'examples',
  // Where fields came from changes nothing about them.
  'x-section',
]);
const wordsOfSchema = new Set(['title', 'description']);
const marks = new Set(['x-personal', 'x-tell', 'x-role']);

/** Equal in all that JSON means: the order of names tells nothing. */
const write = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([name], [next]) => (name < next ? -1 : 1)))
      : inner,
  ) ?? 'undefined';
const same = (value: unknown, other: unknown): boolean => write(value) === write(other);

/** Without what only says it in words. */
const bare = (schema: unknown): unknown =>
  isObject(schema)
    ? Object.fromEntries(
        Object.entries(schema)
          .filter(([name, value]) => !(wordsOfSchema.has(name) && typeof value === 'string'))
          .map(([name, value]) => [name, bare(value)]),
      )
    : Array.isArray(schema)
      ? schema.map(bare)
      : schema;

function outlookOf(form: Form): Outlook {
  const outlook: Outlook = { asked: new Map(), required: new Map(), says: new Map(), fields: new Map() };
  const schema = expand(form.schema);
  look(outlook, schema, '', '');
  // References that lead back to themselves stay, and mean what they refer to.
  if (write(schema).includes('"$ref"'))
    say(outlook, '', '', { definitions: [bare(form.schema.$defs), bare(form.schema.definitions)] });
  return outlook;
}

const add = (sets: Map<string, Set<string>>, path: string, when: string): void =>
  void (sets.get(path)?.add(when) ?? sets.set(path, new Set([when])));

function say({ says }: Outlook, path: string, when: string, more: Record<string, unknown>): void {
  const cases: Cases = says.get(path) ?? new Map<string, Record<string, unknown>>();
  says.set(path, cases);
  const all = { ...cases.get(when) };
  for (const [keyword, value] of Object.entries(more))
    all[keyword] =
      keyword in all && !same(all[keyword], value) ? { all: [all[keyword], value].toSorted(byText) } : value;
  cases.set(when, all);
}

const byText = (value: unknown, other: unknown): number => (write(value) < write(other) ? -1 : 1);

function look(outlook: Outlook, schema: JsonSchema, path: string, when: string): void {
  const inCase = (condition: string): string => `${when}|${path} ${condition}`;
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const choices = choicesHere(schema);
  say(outlook, path, when, sayingsOf(schema, choices));
  for (const [name, property] of propertiesOf(schema)) {
    add(outlook.asked, below(name), when);
    if (!outlook.fields.has(below(name))) outlook.fields.set(below(name), property);
    look(outlook, property, below(name), when);
  }
  for (const name of listOf(schema.required)) add(outlook.required, below(String(name)), when);
  if (isObject(schema.items)) look(outlook, schema.items, `${path}[]`, when);
  for (const branch of listOf(schema.allOf)) if (isObject(branch)) look(outlook, branch, path, when);
  if (schema.if !== undefined)
    for (const side of ['then', 'else'])
      if (isObject(schema[side])) look(outlook, schema[side], path, inCase(`${side} ${write(bare(schema.if))}`));
  for (const key of choices ? [] : ['anyOf', 'oneOf'])
    for (const [index, branch] of listOf(schema[key]).entries())
      if (isObject(branch)) look(outlook, branch, path, inCase(`${key} ${index}`));
  for (const key of ['dependentSchemas', 'dependentRequired', 'dependencies'])
    for (const [name, then] of Object.entries(isObject(schema[key]) ? schema[key] : {}))
      if (isObject(then)) look(outlook, then, path, inCase(`with ${name}`));
      else for (const needed of listOf(then)) add(outlook.required, below(String(needed)), inCase(`with ${name}`));
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Those that the schema itself lists; not those of a list's entries. */
function choicesHere(schema: JsonSchema): unknown[] | undefined {
  if (!['enum', 'oneOf', 'anyOf'].some((key) => Array.isArray(schema[key]))) return undefined;
  const { items: _items, allOf: _allOf, ...own } = schema;
  return choicesOf(own)?.map(({ value }) => value);
}

function sayingsOf(schema: JsonSchema, choices: unknown[] | undefined): Record<string, unknown> {
  const kept = Object.entries(schema).filter(
    ([name, value]) =>
      !structure.has(name) &&
      !(name === 'items' && isObject(value)) &&
      !['enum', 'oneOf', 'anyOf'].includes(name) &&
      value !== undefined,
  );
  return { ...Object.fromEntries(kept), ...(choices && { choices }) };
}

/**
 * What is different between two versions of a form, by field in the order of the new one, what is gone last. What nobody
 * can tell to be harmless is not: a keyword that this does not know asks.
 */
export function listChanges(before: Form, after: Form): FormChange[] {
  const [old, now] = [outlookOf(before), outlookOf(after)];
  const changes: FormChange[] = [];
  const report: Report = (kind, path, more = {}) => {
    const change = { kind, level: levels[kind], path, ...more };
    if (!changes.some((known) => same(known, change))) changes.push(change);
  };
  if (before.purpose !== after.purpose)
    report('other', '', { keyword: 'purpose', before: before.purpose, after: after.purpose });
  const [wasHidden, isHidden] = [hiddenIn(before, old), hiddenIn(after, now)];
  const demanded = new Set((after.logic ?? []).flatMap(({ then }) => ('require' in then ? then.require : [])));
  for (const path of new Set(['', ...now.fields.keys()])) {
    if (path !== '' && !old.fields.has(path)) {
      const holder = holderOf(path);
      if (demanded.has(path) || isRequiredWithin(now, path, old)) report('added-required', path);
      // Of a group or list that is new as a whole its fields need not be told.
      else if (holder === '' || old.fields.has(holder)) report('added', path);
      continue;
    }
    if (wasHidden.has(path) !== isHidden.has(path)) report(isHidden.has(path) ? 'asked-less' : 'asked-more', path);
    compareWords(before, after, old, now, path, report);
    if (path !== '' && isLong(before, path) && !isLong(after, path) && !isHidden.has(path))
      report('narrower', path, { keyword: lines });
    const retyped = compareSayings(old, now, path, report);
    if (path !== '' && !retyped) compareAsking(old, now, path, report);
  }
  compareOrder(before, after, report);
  compareAppearance(before, after, report);
  compareLogic(before.logic ?? [], after.logic ?? [], old, now, report);
  for (const path of old.fields.keys()) {
    const holder = holderOf(path);
    if (now.fields.has(path) || (holder !== '' && !now.fields.has(holder))) continue;
    // What was only shown takes no answer with it.
    const wasShown = old.says.get(path)?.get('')?.['x-shown'] !== undefined;
    report(wasShown ? 'appearance' : 'removed', path);
  }
  return changes;
}

/** What a text of one line cannot show: no keyword of the schema, but what its drawing allows. */
const lines = 'lines';

const isLong = (form: Form, path: string): boolean => uiOf(form, path)?.['ui:widget'] === 'textarea';

type Report = (kind: ChangeKind, path: string, more?: Partial<FormChange>) => void;

/** It must be answered, and does not stand in a group or list that is new as well: that tells it. */
function isRequiredWithin(now: Outlook, path: string, old: Outlook): boolean {
  const holder = holderOf(path);
  if (holder !== '' && !old.fields.has(holder)) return false;
  return now.required.has(path) && (now.asked.get(path)?.size ?? 0) > 0;
}

/** Fields that nobody is asked, as the form draws them. */
const hiddenIn = (form: Form, { fields }: Outlook): Set<string> =>
  new Set(
    [...fields.keys()].filter((path) => {
      const { 'ui:widget': widget, 'ui:options': more } = uiOf(form, path) ?? {};
      return widget === 'hidden' || (isObject(more) && more.widget === 'hidden');
    }),
  );

const wordsAt = (form: Form, path: string): unknown => {
  const of = (language: 'ja' | 'en'): unknown => {
    const texts = form.texts[language];
    if (!texts) return null;
    const { fields, ...own } = texts;
    return path === '' ? own : [fields[path], fields[`${path}[]`]];
  };
  return [of('ja'), of('en')];
};

function compareWords(before: Form, after: Form, old: Outlook, now: Outlook, path: string, report: Report): void {
  const written = (outlook: Outlook): unknown =>
    [path, `${path}[]`].flatMap((place) =>
      [...(outlook.says.get(place)?.values() ?? [])].flatMap((saying) =>
        Object.entries(saying).filter(([name]) => wordsOfSchema.has(name)),
      ),
    );
  if (same(wordsAt(before, path), wordsAt(after, path)) && same(written(old), written(now))) return;
  const title = ({ texts: { ja } }: Form): string | undefined => (path === '' ? ja.name : ja.fields[path]?.title);
  report('words', path, title(before) === title(after) ? {} : { before: title(before), after: title(after) });
}

const most = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxContains', 'maxProperties']);
const least = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minContains', 'minProperties']);

/** Answers whether what was answered before is another kind of thing now. */
function compareSayings(old: Outlook, now: Outlook, path: string, report: Report): boolean {
  let retyped = false;
  const tell: Report = (kind, place, more) => {
    retyped ||= kind === 'retyped';
    report(kind, place, more);
  };
  for (const place of [path, `${path}[]`]) {
    const [were, are] = [old.says.get(place), now.says.get(place)];
    // A list that became something else, or the other way round, is told by its type.
    for (const when of new Set([...(were?.keys() ?? []), ...(are?.keys() ?? [])])) {
      const [was, is] = [were?.get(when), are?.get(when)];
      if (was && is) compareCase(was, is, path, tell);
      // A field that is asked in other cases is told by that; what is asked of one in such a case beside, here.
      else if (when !== '' && (path === '' || (old.asked.get(path)?.has('') && now.asked.get(path)?.has('')))) {
        const said = Object.keys(is ?? was ?? {}).filter((name) => !wordsOfSchema.has(name));
        if (said.length > 0) tell(is ? 'narrower' : 'wider', path, { keyword: said[0] ?? '' });
      }
    }
  }
  return retyped;
}

function compareCase(was: Record<string, unknown>, is: Record<string, unknown>, path: string, report: Report): void {
  const changed = new Set([...Object.keys(was), ...Object.keys(is)].filter((name) => !same(was[name], is[name])));
  for (const name of wordsOfSchema) changed.delete(name);
  if (changed.delete('type')) {
    if (!holdsTypes(was, is)) return report('retyped', path, { before: was.type, after: is.type });
    // What its choices are says as much.
    if (was.type !== undefined && is.type !== undefined)
      report('wider', path, { keyword: 'type', before: was.type, after: is.type });
  }
  if (changed.delete('x-source')) {
    // From a list to any text: what was chosen is a text too.
    if ((is['x-source'] === undefined && !is.choices) || holdsKinds(was['x-source'], is['x-source']))
      report('wider', path, { keyword: 'x-source' });
    else report('source', path, { before: was['x-source'], after: is['x-source'] });
  }
  if (changed.delete('choices')) compareChoices(was, is, path, report);
  if (changed.delete('x-unit')) {
    const word = ({ 'x-unit': unit }: Record<string, unknown>): unknown => (isObject(unit) ? unit.ja : unit);
    if (same(word(was), word(is))) report('words', path);
    else report('unit', path, { before: word(was), after: word(is) });
  }
  const marked = [...marks].filter((name) => changed.delete(name));
  if (marked.length > 0)
    report('marks', path, { before: marked.map((name) => was[name]), after: marked.map((name) => is[name]) });
  for (const keyword of changed) {
    const [before, after] = [was[keyword], is[keyword]];
    const more = { keyword, before, after };
    if (keyword === 'x-period') report(after === true ? 'narrower' : 'wider', path, more);
    else if (keyword.startsWith('x-')) report('appearance', path);
    else if (!isLimit(keyword)) report('other', path, more);
    else report(isWider(keyword, before, after) ? 'wider' : 'narrower', path, more);
  }
}

/** Records of the kinds that could be chosen can be chosen still, and others. */
function holdsKinds(was: unknown, is: unknown): boolean {
  const [before, after] = [kindsOfSource(was), kindsOfSource(is)];
  return before !== undefined && after !== undefined && before.every((kind) => after.includes(kind));
}

const isLimit = (keyword: string): boolean =>
  most.has(keyword) || least.has(keyword) || ['multipleOf', 'pattern', 'format', 'uniqueItems'].includes(keyword);

function isWider(keyword: string, before: unknown, after: unknown): boolean {
  if (after === undefined || after === false) return true;
  if (before === undefined || typeof before !== 'number' || typeof after !== 'number') return false;
  if (most.has(keyword)) return after > before;
  if (least.has(keyword)) return after < before;
  return keyword === 'multipleOf' && Number.isInteger(before / after);
}

/** Every value of the one type is one of the other. */
function holdsTypes(was: Record<string, unknown>, is: Record<string, unknown>): boolean {
  // Choices without a type are what they are: those that went are told.
  if (is.type === undefined) return true;
  if (was.type === undefined)
    return Array.isArray(was.choices) && was.choices.every((value) => [is.type].flat().includes(typeof value));
  const types = new Set([is.type].flat());
  return [was.type].flat().every((type) => types.has(type) || (type === 'integer' && types.has('number')));
}

function compareChoices(
  { choices: before, type, 'x-source': source }: Record<string, unknown>,
  { choices: after }: Record<string, unknown>,
  path: string,
  report: Report,
): void {
  // Any text is more than those listed; the other way round what was typed may be one of them, or none.
  if (!Array.isArray(after)) return report('wider', path, { keyword: 'choices' });
  if (!Array.isArray(before))
    return type === 'string' && source === undefined
      ? report('to-choices', path, { choices: after })
      : report('retyped', path, { keyword: 'choices' });
  const without = (list: unknown[], others: unknown[]): unknown[] =>
    list.filter((value) => !others.some((other) => same(value, other)));
  const [gone, came] = [without(before, after), without(after, before)];
  if (came.length > 0) report('choice-added', path, { choices: came });
  if (gone.length > 0) report('choice-removed', path, { choices: gone });
  if (came.length + gone.length === 0) report('appearance', path);
}

function compareAsking(old: Outlook, now: Outlook, path: string, report: Report): void {
  const of = (sets: Map<string, Set<string>>): ReadonlySet<string> => sets.get(path) ?? new Set();
  // Always holds in every case.
  const within = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
    all.has('') || [...some].every((each) => all.has(each));
  const [wasAsked, isAsked] = [of(old.asked), of(now.asked)];
  const cases = (was: ReadonlySet<string>, is: ReadonlySet<string>) => ({ before: [...was], after: [...is] });
  if (!within(wasAsked, isAsked)) report('asked-less', path, cases(wasAsked, isAsked));
  else if (!within(isAsked, wasAsked)) report('asked-more', path);
  const [wasRequired, isRequired] = [of(old.required), of(now.required)];
  if (!within(isRequired, wasRequired)) report('required', path, cases(wasRequired, isRequired));
  else if (!within(wasRequired, isRequired)) report('optional', path);
}

function compareOrder(before: Form, after: Form, report: Report): void {
  const order = ({ schema, uiSchema }: Form): unknown[] => {
    const named = listOf(uiSchema?.['ui:order']);
    return named.length > 0 ? named : propertiesOf(expand(schema)).map(([name]) => name);
  };
  const [was, is] = [order(before), order(after)];
  // Those that stand in both, in the order of each.
  if (
    !same(
      was.filter((name) => is.includes(name)),
      is.filter((name) => was.includes(name)),
    )
  )
    report('order', '');
}

/** That a field is hidden is told as what it is: not asked. */
const withoutHiding = (ui: unknown): unknown => {
  if (!isObject(ui)) return ui;
  const kept = Object.entries(ui)
    .filter(([name, value]) => name !== 'ui:widget' || value !== 'hidden')
    .map(([name, value]) => [name, withoutHiding(value)] as const)
    .filter(([, value]) => value !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

function compareAppearance(before: Form, after: Form, report: Report): void {
  const shown = ({ uiSchema = {} }: Form): Map<string, unknown> => {
    const { 'ui:order': _order, ...rest } = uiSchema;
    return new Map(Object.entries(rest).map(([name, ui]) => [name, withoutHiding(ui)]));
  };
  const [was, is] = [shown(before), shown(after)];
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter((name) => !same(was.get(name), is.get(name)));
  const has = (form: Form, name: string): boolean =>
    propertiesOf(expand(form.schema)).some(([property]) => property === name);
  for (const name of changed)
    if (name.startsWith('ui:') || !has(before, name) || !has(after, name)) {
      // How a field looked that is gone or new is no matter of its own.
      if (has(before, name) === has(after, name)) report('appearance', '');
    } else report('appearance', name);
}

/** One effect on one field: a rule that names several fields says it of each. */
type Saying = { path: string; effect: Effect; when: unknown; what: unknown };

/** What logic says, whichever rule says it and in whichever words. */
const sayingsOfLogic = (rules: readonly LogicRule[]): Saying[] =>
  rules.flatMap(({ when, then }) =>
    targetsOf(then).map((path): Saying => {
      const what = 'limit' in then ? then.to : 'set' in then ? then.value : null;
      return { path, when: when ?? null, effect: effectOf(then), what };
    }),
  );

/** Compares field by field and effect by effect. */
function compareLogic(
  before: readonly LogicRule[],
  after: readonly LogicRule[],
  old: Outlook,
  now: Outlook,
  report: Report,
): void {
  const [were, are] = [sayingsOfLogic(before), sayingsOfLogic(after)];
  const without = (some: readonly Saying[], others: readonly Saying[]): Saying[] =>
    some.filter((saying) => !others.some((other) => same(saying, other)));
  const [gone, came] = [without(were, are), without(are, were)];
  for (const path of new Set([...came, ...gone].map((saying) => saying.path))) {
    const of = (sayings: readonly Saying[]): Saying[] => sayings.filter((saying) => saying.path === path);
    const more = { before: of(gone), after: of(came) };
    // Of a field that is new, that answers are refused because of it is not told by its coming; what has gone is told by that.
    if (!old.fields.has(path)) {
      if (now.fields.has(path) && more.after.some(({ effect }) => effect === 'refuse')) report('logic', path, more);
      continue;
    }
    if (!now.fields.has(path)) continue;
    const isTyped = (sayings: readonly Saying[]): boolean => of(sayings).every(({ effect }) => effect !== 'set');
    if (isTyped(were) && !isTyped(are)) report('calculated', path, more);
    const others = more.after.filter(({ effect }) => effect !== 'set' || !isTyped(were));
    const isEased =
      others.every(({ effect }) => effect === 'want') &&
      more.before.every(({ effect }) => effect !== 'show' && effect !== 'set');
    if (others.length + more.before.length > 0) report(isEased ? 'logic-eased' : 'logic', path, more);
  }
  const messages = (rules: readonly LogicRule[]): unknown =>
    rules.flatMap(({ then }) => ('refuse' in then ? [[then.refuse, then.message]] : []));
  if (gone.length + came.length === 0 && !same(messages(before), messages(after))) report('words', '');
}

/** A value with the pointer at which it stands. */
export type PlacedValue = { pointer: string; value: unknown };

/** Everything that answers hold at a field's path, entry by entry of the lists that it stands in; what is not there is undefined. */
export function valuesAt(answers: unknown, path: string): PlacedValue[] {
  let placed: PlacedValue[] = [{ pointer: '', value: answers }];
  for (const part of path.split('.')) {
    const name = part.replace(/(\[\])+$/, '');
    placed = placed.map(({ pointer, value }) => ({
      pointer: `${pointer}/${escapeToken(name)}`,
      value: isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined,
    }));
    for (let depth = (part.length - name.length) / 2; depth > 0; depth -= 1)
      placed = placed.flatMap(({ pointer, value }) =>
        listOf(value).map((entry, index) => ({ pointer: `${pointer}/${index}`, value: entry })),
      );
  }
  return placed;
}

/** Whether a change has to do with all answers or with none, whatever they are; null: that depends on them. */
export function touchesAll({ kind, path }: FormChange): boolean | null {
  if (kind === 'added' || kind === 'choice-added' || kind === 'asked-more') return false;
  return path === '' || kind === 'logic' ? true : null;
}

/** Whether a change has to do with these answers: by what is filled in, chosen, or (where something must be answered) missing. */
export function touches(change: FormChange, answers: unknown): boolean {
  const always = touchesAll(change);
  if (always !== null) return always;
  const { kind, path, choices = [] } = change;
  const values = valuesAt(answers, path).map(({ value }) => value);
  if (kind === 'added-required' || kind === 'required') return values.some(isBlank);
  if (kind === 'choice-removed')
    return values.flat().some((value) => choices.some((choice) => writeValue(choice) === writeValue(value)));
  if (kind === 'to-choices')
    return values.flat().some((value) => !isBlank(value) && !choices.some((choice) => same(choice, value)));
  if (change.keyword === lines) return values.some((value) => typeof value === 'string' && value.includes('\n'));
  return !values.every(isBlank);
}

/** The words of a field's title in the version that has it. */
export function titleAt(forms: readonly Form[], path: string, language: 'ja' | 'en'): string {
  const titles = forms.flatMap(({ texts }) => {
    const words: FieldTexts | undefined = texts[language]?.fields[path] ?? texts.ja.fields[path];
    return words ? [withoutFurigana(words.title)] : [];
  });
  return titles[0] ?? path;
}
