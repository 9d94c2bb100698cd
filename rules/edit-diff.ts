import { orderedRules } from './edit.ts';
import { describeCondition } from './edit-words.ts';
import { formatAmount } from './format-fact.ts';
import { fillText, pointer } from './messages.ts';
import type { Condition, FactModel, Language, Rule, RuleSet } from './types.ts';
import { words } from './words.ts';

/** One difference between two versions, in words; `before` and `after` where both can be shown side by side. */
export type Change = {
  kind: 'added' | 'removed' | 'changed' | 'moved';
  part:
    | 'rule'
    | 'condition'
    | 'structure'
    | 'reason'
    | 'title'
    | 'outcome'
    | 'order'
    | 'priority'
    | 'enabled'
    | 'named'
    | 'otherwise'
    | 'strategy'
    | 'texts'
    | 'examples';
  /** JSON pointer into the version that has it (the later one where both do). */
  path: string;
  rule?: string;
  message: string;
  before?: string;
  after?: string;
};

const texts = {
  'rule-added': { ja: 'ルール「{{rule}}」を加えました。', en: 'Rule "{{rule}}" added.' },
  'rule-removed': { ja: 'ルール「{{rule}}」をなくしました。', en: 'Rule "{{rule}}" removed.' },
  'condition-added': {
    ja: '{{place}}: 条件「{{after}}」を加えました。',
    en: '{{place}}: condition "{{after}}" added.',
  },
  'condition-removed': {
    ja: '{{place}}: 条件「{{before}}」をなくしました。',
    en: '{{place}}: condition "{{before}}" removed.',
  },
  'condition-changed': {
    ja: '{{place}}: 条件を「{{before}}」から「{{after}}」に変えました。',
    en: '{{place}}: condition changed from "{{before}}" to "{{after}}".',
  },
  'structure-changed': {
    ja: '{{place}}: 条件の組み合わせ方を変えました。',
    en: '{{place}}: the conditions are combined in another way.',
  },
  'reason-changed': {
    ja: '{{place}}: 理由の文を「{{before}}」から「{{after}}」に変えました。',
    en: '{{place}}: reason changed from "{{before}}" to "{{after}}".',
  },
  'title-changed': {
    ja: '{{place}}: 呼び名を「{{before}}」から「{{after}}」に変えました。',
    en: '{{place}}: title changed from "{{before}}" to "{{after}}".',
  },
  'outcome-changed': {
    ja: '{{place}}: 結果を「{{before}}」から「{{after}}」に変えました。',
    en: '{{place}}: outcome changed from "{{before}}" to "{{after}}".',
  },
  'order-moved': {
    ja: '{{place}}: 調べる順番を{{before}}番目から{{after}}番目に変えました。',
    en: '{{place}}: moved from place {{before}} to place {{after}}.',
  },
  'priority-changed': {
    ja: '{{place}}: 優先順位を{{before}}から{{after}}に変えました。',
    en: '{{place}}: priority changed from {{before}} to {{after}}.',
  },
  enabled: { ja: '{{place}}: 使うようにしました。', en: '{{place}}: enabled.' },
  disabled: { ja: '{{place}}: 使わないようにしました。', en: '{{place}}: disabled.' },
  'named-added': { ja: '名前つきの条件「{{place}}」を加えました。', en: 'Named condition "{{place}}" added.' },
  'named-removed': { ja: '名前つきの条件「{{place}}」をなくしました。', en: 'Named condition "{{place}}" removed.' },
  'otherwise-added': {
    ja: 'どれにも当てはまらないときの結果「{{after}}」を加えました。',
    en: 'Outcome for "otherwise" added: "{{after}}".',
  },
  'otherwise-removed': {
    ja: 'どれにも当てはまらないときの結果「{{before}}」をなくしました。',
    en: 'Outcome for "otherwise" removed: "{{before}}".',
  },
  'strategy-changed': {
    ja: '決め方を「{{before}}」から「{{after}}」に変えました。',
    en: 'Strategy changed from "{{before}}" to "{{after}}".',
  },
  'texts-changed': { ja: 'ルールの名前か説明を変えました。', en: 'The name or description of the rule set changed.' },
  'examples-changed': {
    ja: '例を変えました（{{before}}件から{{after}}件）。',
    en: 'The examples changed (from {{before}} to {{after}}).',
  },
} as const;

const others = {
  otherwise: { ja: 'どれにも当てはまらないとき', en: 'Otherwise' },
  named: { ja: '名前つきの条件「{{place}}」', en: 'Named condition "{{place}}"' },
  none: { ja: 'なし', en: 'none' },
} as const;

const strategies = {
  first: { ja: '最初に当てはまったルール', en: 'the first rule that applies' },
  every: { ja: '当てはまったルールすべて', en: 'every rule that applies' },
  score: { ja: '点数の合計', en: 'a sum of points' },
} as const;

type Scope = { before: RuleSet; after: RuleSet; model: FactModel; language: Language };

/**
 * What is different in a later version, in words. Rules are known by their names, so one under a new name is one removed
 * and one added. Empty when both say the same; the order in which a file is written does not count.
 */
export function diffRuleSets(before: RuleSet, after: RuleSet, model: FactModel, language: Language = 'ja'): Change[] {
  const scope: Scope = { before, after, model, language };
  return [
    ...(before.strategy === after.strategy
      ? []
      : [
          make('changed', 'strategy', '/strategy', 'strategy-changed', scope, {
            before: strategies[before.strategy][language],
            after: strategies[after.strategy][language],
          }),
        ]),
    ...(same(before.texts, after.texts) ? [] : [make('changed', 'texts', '/texts', 'texts-changed', scope)]),
    ...diffRules(scope),
    ...diffOrder(scope),
    ...diffNamed(scope),
    ...diffOtherwise(scope),
    ...(same(before.examples ?? [], after.examples ?? [])
      ? []
      : [
          make('changed', 'examples', '/examples', 'examples-changed', scope, {
            before: String(before.examples?.length ?? 0),
            after: String(after.examples?.length ?? 0),
          }),
        ]),
  ];
}

type Params = { place?: string; before?: string; after?: string; rule?: string };

function make(
  kind: Change['kind'],
  part: Change['part'],
  path: string,
  text: keyof typeof texts,
  { language }: Scope,
  params: Params = {},
  rule?: string,
): Change {
  const { before, after } = params;
  return {
    kind,
    part,
    path,
    ...(rule === undefined ? {} : { rule }),
    message: fillText(texts[text][language], params),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function titleOf(rule: Rule, language: Language): string {
  return rule.texts?.[language]?.name ?? rule.texts?.ja.name ?? rule.name;
}

function diffRules(scope: Scope): Change[] {
  const { before, after, language } = scope;
  const removed = before.rules.flatMap((rule, index) =>
    after.rules.some((existing) => existing.name === rule.name)
      ? []
      : [
          make(
            'removed',
            'rule',
            `/rules/${index}`,
            'rule-removed',
            scope,
            {
              rule: titleOf(rule, language),
              before: describeCondition(rule.conditions, scope.model, language, before),
            },
            rule.name,
          ),
        ],
  );
  const present = after.rules.flatMap((rule, index) => {
    const path = `/rules/${index}`;
    const old = before.rules.find((existing) => existing.name === rule.name);
    if (old) return diffRule(old, rule, path, scope);
    return [
      make(
        'added',
        'rule',
        path,
        'rule-added',
        scope,
        { rule: titleOf(rule, language), after: describeCondition(rule.conditions, scope.model, language, after) },
        rule.name,
      ),
    ];
  });
  return [...removed, ...present];
}

function diffRule(old: Rule, rule: Rule, path: string, scope: Scope): Change[] {
  const { language } = scope;
  const shown = words[language].quote(titleOf(rule, language));
  return [
    ...((old.disabled ?? false) === (rule.disabled ?? false)
      ? []
      : [make('changed', 'enabled', path, rule.disabled ? 'disabled' : 'enabled', scope, { place: shown }, rule.name)]),
    ...diffTexts('title', 'name', [old, rule], `${path}/texts`, shown, scope),
    ...diffConditions(old.conditions, rule.conditions, `${path}/conditions`, shown, scope).map((change) => ({
      ...change,
      rule: rule.name,
    })),
    ...diffEvent(old.event, rule.event, `${path}/event`, shown, scope).map((change) => ({
      ...change,
      rule: rule.name,
    })),
    ...diffTexts('reason', 'reason', [old, rule], `${path}/texts`, shown, scope),
  ];
}

function diffTexts(
  part: 'title' | 'reason',
  field: 'name' | 'reason',
  [old, rule]: [Rule, Rule],
  path: string,
  place: string,
  scope: Scope,
): Change[] {
  return (['ja', 'en'] as const).flatMap((spoken) => {
    const [before, after] = [old.texts?.[spoken]?.[field] ?? '', rule.texts?.[spoken]?.[field] ?? ''];
    if (before === after) return [];
    const none = others.none[scope.language];
    return [
      make(
        'changed',
        part,
        pointer(path, spoken, field),
        `${part}-changed`,
        scope,
        { place, before: before || none, after: after || none },
        rule.name,
      ),
    ];
  });
}

/** The leaves of a tree as sentences; `not` stays with what is below it. */
function listSentences(
  condition: Condition,
  ruleSet: RuleSet,
  path: string,
  scope: Scope,
): { text: string; path: string; fact?: string }[] {
  if ('all' in condition)
    return condition.all.flatMap((child, index) => listSentences(child, ruleSet, pointer(path, 'all', index), scope));
  if ('any' in condition)
    return condition.any.flatMap((child, index) => listSentences(child, ruleSet, pointer(path, 'any', index), scope));
  return [
    {
      text: describeCondition(condition, scope.model, scope.language, ruleSet),
      path,
      ...('fact' in condition ? { fact: condition.fact } : {}),
    },
  ];
}

function diffConditions(old: Condition, now: Condition, path: string, place: string, scope: Scope): Change[] {
  if (same(old, now)) return [];
  const added = listSentences(now, scope.after, path, scope);
  const removed = listSentences(old, scope.before, path, scope).filter(({ text }) => {
    const kept = added.findIndex((line) => line.text === text);
    if (kept !== -1) added.splice(kept, 1);
    return kept === -1;
  });
  // One sentence less and one more on the same fact are one that was changed.
  const changed = removed.flatMap((gone) => {
    const at = added.findIndex((line) => line.fact !== undefined && line.fact === gone.fact);
    const [come] = at === -1 ? [] : added.splice(at, 1);
    return come ? [{ gone, come }] : [];
  });
  const gone = removed.filter((line) => !changed.some((pair) => pair.gone === line));
  const changes = [
    ...changed.map((pair) =>
      make('changed', 'condition', pair.come.path, 'condition-changed', scope, {
        place,
        before: pair.gone.text,
        after: pair.come.text,
      }),
    ),
    ...gone.map(({ text, path: where }) =>
      make('removed', 'condition', where, 'condition-removed', scope, { place, before: text }),
    ),
    ...added.map(({ text, path: where }) =>
      make('added', 'condition', where, 'condition-added', scope, { place, after: text }),
    ),
  ];
  const whole = {
    before: describeCondition(old, scope.model, scope.language, scope.before),
    after: describeCondition(now, scope.model, scope.language, scope.after),
  };
  return changes.length > 0
    ? changes
    : [make('changed', 'structure', path, 'structure-changed', scope, { place, ...whole })];
}

type Event = { type: string; params?: Record<string, unknown> };

function diffEvent(old: Event, now: Event, path: string, place: string, scope: Scope): Change[] {
  if (same([old.type, old.params ?? {}], [now.type, now.params ?? {}])) return [];
  return [
    make('changed', 'outcome', path, 'outcome-changed', scope, {
      place,
      before: describeEvent(old, scope.language),
      after: describeEvent(now, scope.language),
    }),
  ];
}

function describeEvent({ type, params = {} }: Event, language: Language): string {
  const { points, ...more } = params;
  const parts = [
    ...(typeof points === 'number'
      ? [`${formatAmount(points, undefined, language)}${language === 'ja' ? '点' : ' points'}`]
      : points === undefined
        ? []
        : [JSON.stringify({ points })]),
    ...(Object.keys(more).length > 0 ? [JSON.stringify(more)] : []),
  ];
  return parts.length === 0 ? type : `${type}（${parts.join('、')}）`;
}

/** Rules that stand elsewhere among those that both versions have: as few as explain the new order. */
function diffOrder(scope: Scope): Change[] {
  const { before, after, language } = scope;
  const order = (ruleSet: RuleSet, other: RuleSet): Rule[] =>
    orderedRules(ruleSet).filter((rule) => other.rules.some((existing) => existing.name === rule.name));
  const old = order(before, after).map((rule) => rule.name);
  const now = order(after, before);
  const stay = longestRise(now.map((rule) => old.indexOf(rule.name)));
  return now.flatMap((rule, index): Change[] => {
    const path = `/rules/${after.rules.indexOf(rule)}`;
    const place = words[language].quote(titleOf(rule, language));
    if (!stay.has(index))
      return [
        make(
          'moved',
          'order',
          path,
          'order-moved',
          scope,
          { place, before: String(old.indexOf(rule.name) + 1), after: String(index + 1) },
          rule.name,
        ),
      ];
    const [earlier, later] = [
      before.rules.find((existing) => existing.name === rule.name)?.priority ?? 1,
      rule.priority ?? 1,
    ];
    return earlier === later
      ? []
      : [
          make(
            'changed',
            'priority',
            `${path}/priority`,
            'priority-changed',
            scope,
            { place, before: String(earlier), after: String(later) },
            rule.name,
          ),
        ];
  });
}

/** Indexes of a longest rising part of a list. */
function longestRise(values: number[]): Set<number> {
  const best: number[][] = [];
  for (const [index, value] of values.entries()) {
    const before = best
      .filter((run) => (values[run.at(-1) ?? -1] ?? Infinity) < value)
      .toSorted((a, b) => b.length - a.length)[0];
    best.push([...(before ?? []), index]);
  }
  return new Set(best.toSorted((a, b) => b.length - a.length)[0]);
}

function diffNamed(scope: Scope): Change[] {
  const [old, now] = [scope.before.conditions ?? {}, scope.after.conditions ?? {}];
  const nameOf = (name: string, ruleSet: RuleSet): string =>
    ruleSet.conditionTexts?.[name]?.[scope.language] ?? ruleSet.conditionTexts?.[name]?.ja ?? name;
  const removed = Object.keys(old)
    .filter((name) => !Object.hasOwn(now, name))
    .map((name) =>
      make('removed', 'named', pointer('/conditions', name), 'named-removed', scope, {
        place: nameOf(name, scope.before),
      }),
    );
  const present = Object.entries(now).flatMap(([name, condition]) => {
    const path = pointer('/conditions', name);
    const place = nameOf(name, scope.after);
    const before = Object.hasOwn(old, name) ? old[name] : undefined;
    if (!before)
      return [
        make('added', 'named', path, 'named-added', scope, {
          place,
          after: describeCondition(condition, scope.model, scope.language, scope.after),
        }),
      ];
    const shown = fillText(others.named[scope.language], { place });
    const renamed = nameOf(name, scope.before);
    const title =
      renamed === place
        ? []
        : [
            make('changed', 'title', pointer('/conditionTexts', name), 'title-changed', scope, {
              place: shown,
              before: renamed,
              after: place,
            }),
          ];
    return [...title, ...diffConditions(before, condition, path, shown, scope)];
  });
  return [...removed, ...present];
}

function diffOtherwise(scope: Scope): Change[] {
  const [old, now] = [scope.before.otherwise, scope.after.otherwise];
  const place = others.otherwise[scope.language];
  if (!old || !now) {
    if (old)
      return [
        make('removed', 'otherwise', '/otherwise', 'otherwise-removed', scope, {
          before: describeEvent(old, scope.language),
        }),
      ];
    return now
      ? [
          make('added', 'otherwise', '/otherwise', 'otherwise-added', scope, {
            after: describeEvent(now, scope.language),
          }),
        ]
      : [];
  }
  const none = others.none[scope.language];
  const reasons = (['ja', 'en'] as const).flatMap((spoken) => {
    const [before, after] = [old.texts?.[spoken]?.reason ?? '', now.texts?.[spoken]?.reason ?? ''];
    return before === after
      ? []
      : [
          make('changed', 'reason', pointer('/otherwise/texts', spoken, 'reason'), 'reason-changed', scope, {
            place,
            before: before || none,
            after: after || none,
          }),
        ];
  });
  return [...diffEvent(old, now, '/otherwise', place, scope), ...reasons];
}

/** Whether two values are the same whatever the order of their properties. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]): unknown => [key, sorted(item)]);
}
