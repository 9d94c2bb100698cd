import type { Issue, Language } from './types.ts';

/** What is wrong, by the issue's code. `{{…}}` takes the issue's params. */
const messages = {
  'not-an-object': { ja: 'ここには { } で囲んだ項目が必要です。', en: 'An object { } is needed here.' },
  'not-a-list': { ja: 'ここには [ ] で囲んだ一覧が必要です。', en: 'A list [ ] is needed here.' },
  'missing-property': { ja: '「{{name}}」がありません。', en: '"{{name}}" is missing.' },
  'wrong-type': {
    ja: '「{{name}}」の値の形が正しくありません（必要な形: {{expected}}）。',
    en: '"{{name}}" has the wrong kind of value (needed: {{expected}}).',
  },
  'unknown-property': { ja: '「{{name}}」という項目はありません。', en: 'There is no property "{{name}}".' },
  'unknown-strategy': {
    ja: '決め方「{{value}}」はありません。first・every・score のどれかです。',
    en: 'There is no strategy "{{value}}": use first, every or score.',
  },
  'unknown-purpose': {
    ja: '用途「{{value}}」はありません。referral・escalation・step・watch のどれかです。',
    en: 'There is no purpose "{{value}}": use referral, escalation, step or watch.',
  },
  'unknown-model': { ja: '項目の一覧「{{value}}」はありません。', en: 'There is no fact model "{{value}}".' },
  'no-rules': { ja: 'ルールが一つもありません。', en: 'There is no rule.' },
  'duplicate-rule': { ja: 'ルールの名前「{{name}}」が重なっています。', en: 'The rule name "{{name}}" is used twice.' },
  'invalid-priority': {
    ja: '優先順位は1以上の整数にしてください。',
    en: 'The priority must be a whole number of 1 or more.',
  },
  'missing-points': {
    ja: '点数で決めるルールには event.params.points に数を書いてください（候補から外すルールの type は exclude です）。',
    en: 'A scoring rule needs a number in event.params.points (a rule that leaves a case out has the type exclude).',
  },
  'step-outcome': {
    ja: '手続きの結果は allow か refuse です（「{{value}}」は使えません）。',
    en: 'The outcome for a step is allow or refuse (not "{{value}}").',
  },
  'root-not-group': {
    ja: '条件のいちばん外側は all・any・not・condition のどれかです。',
    en: 'The outermost condition must be all, any, not or condition.',
  },
  'unclear-condition': {
    ja: '条件には all・any・not・condition・fact のうち一つだけを書いてください。',
    en: 'A condition must have exactly one of all, any, not, condition and fact.',
  },
  'empty-group': {
    ja: '「{{name}}」の中に条件がありません。空のままだといつも当てはまってしまいます。',
    en: '"{{name}}" has no condition in it: left empty it would always hold.',
  },
  'missing-condition': {
    ja: '名前つきの条件「{{name}}」がありません。',
    en: 'There is no named condition "{{name}}".',
  },
  'condition-cycle': {
    ja: '名前つきの条件「{{name}}」が自分自身を参照しています。',
    en: 'The named condition "{{name}}" refers to itself.',
  },
  'too-deep': {
    ja: '条件の入れ子が深すぎます（{{max}}段まで）。',
    en: 'The conditions are nested too deeply (at most {{max}} levels).',
  },
  'too-many-named': {
    ja: '名前の付いた条件が多すぎます（{{max}}個まで）。',
    en: 'There are too many named conditions (at most {{max}}).',
  },
  'too-large': {
    ja: '条件が多すぎます（参照先を含めて{{max}}個まで）。',
    en: 'There are too many conditions (at most {{max}}, references included).',
  },
  'unknown-fact': { ja: '「{{fact}}」という項目はありません。', en: 'There is no fact "{{fact}}".' },
  'unknown-operator': { ja: '「{{operator}}」という比べ方はありません。', en: 'There is no operator "{{operator}}".' },
  'operator-does-not-fit': {
    ja: '「{{operator}}」は「{{fact}}」には使えません。',
    en: 'The operator "{{operator}}" does not fit the fact "{{fact}}".',
  },
  'wrong-value': {
    ja: '「{{operator}}」で「{{fact}}」と比べる値の形が合いません（必要な値: {{expected}}）。',
    en: 'The value that "{{operator}}" compares with "{{fact}}" is of the wrong kind (needed: {{expected}}).',
  },
  'unknown-choice': {
    ja: '「{{value}}」は「{{fact}}」の選択肢にありません。',
    en: '"{{value}}" is not one of the choices of "{{fact}}".',
  },
  'empty-list': { ja: '比べる値の一覧が空です。', en: 'The list of values to compare with is empty.' },
  'unsafe-path': {
    ja: 'path「{{path}}」は使えません。一覧の個数を見る「$.length」だけが使えます。',
    en: 'The path "{{path}}" cannot be used: only "$.length", the size of a list, can.',
  },
  'path-does-not-fit': {
    ja: '「{{fact}}」は一覧ではないので path は使えません。',
    en: '"{{fact}}" is not a list, so it takes no path.',
  },
  'unknown-placeholder': {
    ja: '文の中の「{{fact}}」という項目はありません。',
    en: 'The text names a fact "{{fact}}" that does not exist.',
  },
  'missing-fact': {
    ja: '「{{fact}}」（{{label}}）の値がありません。',
    en: 'The fact "{{fact}}" ({{label}}) has no value.',
  },
  'wrong-fact-type': {
    ja: '「{{fact}}」（{{label}}）の値の形が合いません（必要な値: {{expected}}）。',
    en: 'The fact "{{fact}}" ({{label}}) has the wrong kind of value (needed: {{expected}}).',
  },
  'example-failed': {
    ja: '例「{{name}}」の結果が違います（期待: {{expected}}、実際: {{actual}}）。',
    en: 'The example "{{name}}" comes out differently (expected: {{expected}}, actual: {{actual}}).',
  },
  'engine-refuses': { ja: 'ルールを読み込めません: {{message}}', en: 'The rule cannot be loaded: {{message}}' },
} as const;

export type IssueCode = keyof typeof messages;

/** An issue with its message in the asked language. */
export function makeIssue(
  path: string,
  code: IssueCode,
  language: Language,
  params: Record<string, unknown> = {},
): Issue {
  return {
    path,
    code,
    message: fillText(messages[code][language], params),
    ...(Object.keys(params).length > 0 ? { params } : {}),
  };
}

/** Puts params into a text's `{{name}}` places; a place without a param stays as it is. */
export function fillText(text: string, params: Record<string, unknown>): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (place, name: string) =>
    Object.hasOwn(params, name) ? writeValue(params[name]) : place,
  );
}

/** A value in a sentence. What a file holds cannot be trusted to tell itself: `{"toString": 1}`. */
function writeValue(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A JSON pointer one step further down. */
export function pointer(path: string, ...steps: (string | number)[]): string {
  return path + steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const typeNames = {
  number: { ja: '数', en: 'a number' },
  integer: { ja: '整数', en: 'a whole number' },
  string: { ja: '文字', en: 'a text' },
  boolean: { ja: 'true か false', en: 'true or false' },
  date: { ja: '日付（2026-11-23 の形）', en: 'a date such as 2026-11-23' },
  choice: { ja: '選択肢の一つ', en: 'one of the choices' },
  choices: { ja: '選択肢の一覧', en: 'a list of choices' },
  strings: { ja: '文字の一覧', en: 'a list of texts' },
  list: { ja: '値の一覧', en: 'a list of values' },
} as const;

/** A type's name for a message. */
export function nameType(type: keyof typeof typeNames, language: Language): string {
  return typeNames[type][language];
}
