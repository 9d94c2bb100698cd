/** A text in the two languages that the product speaks. Japanese is the one that must be there. */
export type Text = { ja: string; en?: string };

export type Language = 'ja' | 'en';

/** What a fact may hold. Dates are ISO calendar dates (`2026-11-23`), never Date objects. */
export type FactType = 'number' | 'integer' | 'string' | 'boolean' | 'date' | 'choice' | 'choices' | 'strings';

/** One entry of a fact model: what a rule may ask about. */
export type FactDeclaration = {
  /** The name a condition uses: dotted words, such as `need.urgency` or `area.unmetSameType`. */
  path: string;
  type: FactType;
  /** Shown after the value: 回, 件, 日, 人 … Unlike units are never added. English may give both forms: `day|days`. */
  unit?: Text;
  choices?: { value: string; text: Text }[];
  label: Text;
  /** A sentence for a number that falls short, with `{{n}}` for what is missing: 「あと{{n}}回の座談会が必要です」. */
  shortfall?: Text;
  /** Where the value comes from: a form's field, or the server's own computing. */
  origin: 'form' | 'computed';
  /** An explanation names the fact, but neither its value nor what was asked of it: the reader may not be told. */
  hidden?: true;
  /** Of a list: only how many entries it has is asked about. */
  sizeOnly?: true;
  /** True when a case may lack it; asking about an absent one then gives `unknown`, never a guess. */
  optional?: boolean;
};

/** The facts that one kind of decision is made from. */
export type FactModel = { key: string; label: Text; facts: FactDeclaration[] };

export type FactValue = number | string | boolean | string[] | null;
export type Facts = Record<string, FactValue>;

/** A condition in json-rules-engine's own format. */
export type Condition =
  | { all: Condition[]; name?: string }
  | { any: Condition[]; name?: string }
  | { not: Condition; name?: string }
  | { condition: string }
  | { fact: string; operator: string; value: unknown; path?: string; params?: Record<string, unknown>; name?: string };

export type RuleEvent = { type: string; params?: Record<string, unknown> };

/** A json-rules-engine rule, with the words that explain it. */
export type Rule = {
  name: string;
  conditions: Condition;
  event: RuleEvent;
  /** Higher goes first, as in json-rules-engine; 1 when left out. */
  priority?: number;
  texts?: {
    ja: { name?: string; reason?: string };
    en?: { name?: string; reason?: string };
  };
  disabled?: boolean;
  /** What a plain json-rules-engine file said of the rule beside this, for `exportPlain`. */
  plain?: PlainOrigin;
};

/** What was not taken over from a plain file as it stood (`own`), and what stands in for it here (`name`, `priority`). */
export type PlainOrigin = { own: Record<string, unknown>; name?: string; priority?: number };

/**
 * One rule set, as stored and exported.
 * - `first`: the outcome is that of the held rule with the highest priority.
 * - `every`: every held rule is an outcome.
 * - `score`: held rules add `event.params.points`; a held rule whose event type is `exclude` leaves the case out.
 */
export type RuleSet = {
  key: string;
  purpose: RulePurpose;
  factModel: string;
  strategy: 'first' | 'every' | 'score';
  texts: { ja: { name: string; description?: string }; en?: { name: string; description?: string } };
  conditions?: Record<string, Condition>;
  /** Words for the named conditions, shown in explanations. */
  conditionTexts?: Record<string, Text>;
  rules: Rule[];
  /** The outcome when no rule holds. */
  otherwise?: RuleEvent & { texts?: { ja: { reason: string }; en?: { reason: string } } };
  examples?: RuleExample[];
  /** The plain json-rules-engine file that the rule set was made from, for `exportPlain`. */
  plain?: { shape: 'rule' | 'list' | 'document'; own: Record<string, unknown> };
};

/** What the server asks a rule set for. */
export type RulePurpose = 'referral' | 'escalation' | 'step' | 'watch' | 'advice';

/** A test that travels with the rule set. */
export type RuleExample = {
  name: string;
  facts: Facts;
  expect: { outcomes: string[]; score?: number; excluded?: boolean };
};

export type Held = 'held' | 'not-held' | 'unknown';

/** A condition after evaluation, with what was asked and what was really there. */
export type ConditionResult =
  | { kind: 'all' | 'any' | 'not'; held: Held; name?: string; children: ConditionResult[] }
  | {
      kind: 'fact';
      held: Held;
      fact: string;
      operator: string;
      /** The required value, with a compared fact resolved to its value. */
      required: unknown;
      /** The other fact's name where two facts are compared. */
      requiredFact?: string;
      actual: FactValue | undefined;
      /** `$.length` where the size of a list was asked for; `actual` is then that size. */
      path?: string;
      /** For a number that is not reached: how much is missing. Zero or less never appears. */
      missing?: number;
    };

export type RuleResult = { name: string; held: Held; event: RuleEvent; conditions: ConditionResult };

/**
 * What follows from facts, and why. Stored whole, so that it can be explained years later.
 * Pure data: no ids and no time; whoever stores it adds those.
 */
export type Decision = {
  ruleSet: string;
  strategy: RuleSet['strategy'];
  /** The events of the rules that count, in the engine's order, or the `otherwise` outcome. */
  outcomes: (RuleEvent & { rule: string | null })[];
  /** Sum of points (`score` strategy only). */
  score?: number;
  /** A held `exclude` rule (`score` strategy only). */
  excluded?: boolean;
  /** Every enabled rule, held or not, in the engine's order. */
  rules: RuleResult[];
  facts: Facts;
};

/** Something wrong with a document, with the place (a JSON pointer into it) and a stable code. */
export type Issue = { path: string; code: string; message: string; params?: Record<string, unknown> };

/** A sentence of an explanation, whether it held, and what hangs below it. */
export type ExplanationNode = { held: Held; text: string; near?: string; children?: ExplanationNode[] };

/** A decision in the words of one language. The contract's `explanation` without what only the store knows. */
export type Explanation = {
  /** What follows and why. */
  sentence: string;
  outcomes: { type: string; rule: string | null; text: string }[];
  score?: number;
  excluded?: boolean;
  /** `counts`: the rule is among the outcomes. `reason` only where the rule held. */
  rules: {
    name: string;
    title: string;
    held: Held;
    counts: boolean;
    points?: number;
    reason?: string;
    tree: ExplanationNode;
  }[];
  /** What is missing to a different answer: 「あと1回の座談会が必要です」. */
  near: string[];
};
