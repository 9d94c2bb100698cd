import { countFields } from '../../forms/index.ts';
import type { Issue, Language } from '../../rules/types.ts';
import { isObject } from '../kernel/is-object.ts';
import { say } from '../kernel/texts/index.ts';
import type { DefinitionKind } from './store.ts';

/**
 * How large a definition may be: ten times and more what any office has, and small enough that every check of it is done in
 * a moment, in which the server answers nobody else. For new versions and drafts only; what is stored already keeps working.
 */
export const definitionLimits = {
  any: { values: 20_000, depth: 100, text: 5000, name: 1000 },
  form: {
    fields: 500,
    texts: 1000,
    references: 200,
    branches: 500,
    patterns: 200,
    order: 1000,
    settings: 1000,
    logic: 500,
    ruleConditions: 200,
    conditions: 2000,
  },
  workflow: {
    states: 300,
    transitions: 1000,
    targets: 2000,
    effects: 1000,
    steps: 300,
    notes: 400,
    turns: 10,
    stages: 100,
    roles: 20,
  },
  register: { rights: 100, columns: 20, views: 20 },
  rules: { rules: 200, conditions: 1000, ruleConditions: 200, named: 100, examples: 100, list: 1000 },
} as const;

/** Keys of one kind that a municipality may have. Beyond the number of forms, rule sets and workflows that anybody can oversee. */
const mostKeys = 300;

type Count = { path: string; limit: string; count: number; most: number };

/** What is too large in a body of whatever make; empty where a check may begin. Looks at each value once. `code` is `limit-NAME`. */
export function checkSize(kind: DefinitionKind, body: unknown, language: Language): Issue[] {
  // The first of these keeps all that is counted after it short.
  const over = findOver(body, '') ?? counts[kind](body).find(({ count, most }) => count > most);
  if (!over) return [];
  const { path, limit, count, most } = over;
  return [{ path, code: `limit-${limit}`, message: say(language, `settings.limit.${limit}`, { count, most }) }];
}

/** Too many values, too deep, or a text or a name that is too long. */
function findOver(body: unknown, at: string): Count | undefined {
  const { values, depth: deepest, text, name } = definitionLimits.any;
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: body, path: at, depth: 0 }];
  let count = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path, depth } = next;
    count += 1;
    if (count > values) return { path: at, limit: 'values', count, most: values };
    if (depth > deepest) return { path: at, limit: 'depth', count: depth, most: deepest };
    if (typeof value === 'string' && value.length > text)
      return { path, limit: 'text', count: value.length, most: text };
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key.length > name) return { path, limit: 'name', count: key.length, most: name };
      if (waiting.length + count > values)
        return { path: at, limit: 'values', count: waiting.length + count, most: values };
      waiting.push({ value: inner, path: `${path}/${escape(key)}`, depth: depth + 1 });
    }
  }
  return undefined;
}

const escape = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

const get = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
const sizeOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
const listOf = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());

/** Everything in a value: each member of an object with its name, whatever stands around it. */
function* members(value: unknown): Generator<[name: string, inner: unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield [name, inner];
    yield* members(inner);
  }
}

/** Groups and comparisons in a condition. `sizeOfNamed`: of one that is named elsewhere. */
function countCondition(condition: unknown, sizeOfNamed: (name: string) => number = () => 1): number {
  if (!isObject(condition)) return 1;
  if (typeof condition.condition === 'string') return sizeOfNamed(condition.condition);
  return [condition.all, condition.any, condition.not]
    .flat()
    .reduce<number>((sum, child) => sum + (child === undefined ? 0 : countCondition(child, sizeOfNamed)), 1);
}

const counts: Record<DefinitionKind, (body: unknown) => Count[]> = {
  form: countForm,
  workflow: countWorkflow,
  rules: countRules,
  register: (body) =>
    (['rights', 'columns', 'views'] as const).map((limit) => {
      const path = limit === 'rights' ? [limit] : ['list', limit];
      return {
        path: `/${path.join('/')}`,
        limit,
        count: sizeOf(get(body, ...path)),
        most: definitionLimits.register[limit],
      };
    }),
};

function countForm(body: unknown): Count[] {
  const most = definitionLimits.form;
  const schema = get(body, 'schema');
  const patterns = new Set<unknown>();
  let [fields, references, branches] = [0, 0, 0];
  for (const [name, inner] of members(schema)) {
    if (name === 'properties') fields += sizeOf(inner);
    if (name === '$ref' || name === '$dynamicRef') references += 1;
    if (['allOf', 'anyOf', 'oneOf', 'prefixItems', 'dependentSchemas', 'dependencies'].includes(name))
      branches += sizeOf(inner);
    if (name === 'if') branches += 1;
    if (name === 'pattern') patterns.add(inner);
    if (name === 'patternProperties' && isObject(inner))
      for (const pattern of Object.keys(inner)) patterns.add(pattern);
  }
  const counted = (path: string, limit: keyof typeof most, count: number): Count => ({
    path,
    limit,
    count,
    most: most[limit],
  });
  const logic = get(body, 'logic');
  const conditions = (Array.isArray(logic) ? logic : []).flatMap((rule: unknown, index) => {
    const when = get(rule, 'when');
    return when === undefined ? [] : [{ path: `/logic/${index}/when`, count: countCondition(when) }];
  });
  const counts = [
    counted('/schema', 'fields', fields),
    counted('/schema', 'references', references),
    counted('/schema', 'branches', branches),
    counted('/schema', 'patterns', patterns.size),
    ...['ja', 'en', 'easy'].map((language) =>
      counted(`/texts/${language}/fields`, 'texts', sizeOf(get(body, 'texts', language, 'fields'))),
    ),
    counted('/uiSchema', 'settings', sizeOf(get(body, 'uiSchema'))),
    counted('/uiSchema/ui:order', 'order', sizeOf(get(body, 'uiSchema', 'ui:order'))),
    counted('/logic', 'logic', sizeOf(logic)),
    ...conditions.map(({ path, count }) => counted(path, 'ruleConditions', count)),
    counted(
      '/logic',
      'conditions',
      conditions.reduce((sum, { count }) => sum + count, 0),
    ),
  ];
  // References may put the same fields in many places.
  return isObject(schema) && counts.every(({ count, most: limit }) => count <= limit)
    ? [counted('/schema', 'fields', countFields(schema))]
    : counts;
}

function countWorkflow(body: unknown): Count[] {
  const most = definitionLimits.workflow;
  let [states, transitions, targets, effects] = [0, 0, 0, 0];
  const waiting: unknown[] = [get(body, 'machine')];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    states += 1;
    const inner = get(state, 'states');
    if (isObject(inner)) waiting.push(...Object.values(inner));
    effects += listOf(get(state, 'entry')).length + listOf(get(state, 'exit')).length;
    const groups = [get(state, 'on'), get(state, 'after')].flatMap((group) =>
      isObject(group) ? Object.values(group) : [],
    );
    for (const candidates of [...groups, get(state, 'always'), get(state, 'onDone')])
      for (const candidate of listOf(candidates)) {
        transitions += 1;
        targets += isObject(candidate) ? listOf(candidate.target).length : 1;
        effects += listOf(get(candidate, 'actions')).length;
      }
  }
  const steps = get(body, 'steps');
  const roles = isObject(steps) ? Object.entries(steps) : [];
  const notes = get(body, 'states');
  const turns = isObject(notes) ? Object.entries(notes) : [];
  const counted = (path: string, limit: keyof typeof most, count: number): Count => ({
    path,
    limit,
    count,
    most: most[limit],
  });
  return [
    counted('/machine', 'states', states - 1),
    counted('/machine', 'transitions', transitions),
    counted('/machine', 'targets', targets),
    counted('/machine', 'effects', effects),
    counted('/states', 'notes', sizeOf(get(body, 'states'))),
    counted('/steps', 'steps', sizeOf(steps)),
    counted('/stages', 'stages', sizeOf(get(body, 'stages'))),
    ...roles.map(([name, step]) => counted(`/steps/${escape(name)}/roles`, 'roles', sizeOf(get(step, 'roles')))),
    ...turns.map(([name, note]) => counted(`/states/${escape(name)}/turns`, 'turns', sizeOf(get(note, 'turns')))),
  ];
}

function countRules(body: unknown): Count[] {
  const most = definitionLimits.rules;
  const counted = (path: string, limit: keyof typeof most, count: number): Count => ({
    path,
    limit,
    count,
    most: most[limit],
  });
  const named = get(body, 'conditions');
  const sizes = new Map<string, number>();
  // With what named conditions stand for: a few that refer to each other twice can unfold into millions.
  const count = (condition: unknown): number =>
    countCondition(condition, (name) => {
      const known = sizes.get(name);
      if (known !== undefined) return known;
      // One that leads back to itself is refused by the check.
      sizes.set(name, 1);
      const size = count(get(named, name));
      sizes.set(name, size);
      return size;
    });
  const rules = get(body, 'rules');
  const listed = Array.isArray(rules) ? rules : [];
  const few = [
    counted('/rules', 'rules', sizeOf(rules)),
    counted('/conditions', 'named', sizeOf(named)),
    counted('/conditionTexts', 'named', sizeOf(get(body, 'conditionTexts'))),
    counted('/examples', 'examples', sizeOf(get(body, 'examples'))),
  ];
  const written = listed.map((rule, index) =>
    counted(`/rules/${index}/conditions`, 'ruleConditions', count(get(rule, 'conditions'))),
  );
  const inNamed = isObject(named)
    ? Object.entries(named).map(([name, condition]) =>
        counted(`/conditions/${escape(name)}`, 'ruleConditions', count(condition)),
      )
    : [];
  const sum = [...written, ...inNamed].reduce((all, each) => all + each.count, 0);
  const lists = [...members(body)].map(([name, inner]) =>
    Array.isArray(inner) && name !== 'all' && name !== 'any' && name !== 'rules' && name !== 'examples'
      ? inner.length
      : 0,
  );
  return [
    ...few,
    ...written,
    ...inNamed,
    counted('/rules', 'conditions', sum),
    counted('/rules', 'list', Math.max(0, ...lists)),
  ];
}

/** The longest list among facts that are typed in; stored records have none so long. */
const mostInFact = 500;

/** Lists that are too long among facts that rules are tried on: a comparison looks through them, once for each condition. */
export function checkFactSize(facts: Record<string, unknown>, language: Language): Issue[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    Array.isArray(value) && value.length > mostInFact
      ? [
          {
            path: `/${escape(name)}`,
            code: 'limit-facts',
            message: say(language, 'settings.limit.facts', { count: value.length, most: mostInFact }),
          },
        ]
      : [],
  );
}

/** A key more than a municipality may have, unless it has this one already. */
export function checkKeys(keys: string[], key: string, language: Language): Issue[] {
  return keys.length < mostKeys || keys.includes(key)
    ? []
    : [{ path: '/key', code: 'limit-keys', message: say(language, 'settings.limit.keys', { most: mostKeys }) }];
}
