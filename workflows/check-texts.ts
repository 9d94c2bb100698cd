import type { Language } from '../rules/types.ts';

type Say = (params: Record<string, string>) => string;

/** What `checkWorkflow` says, by the issue's code. */
export const sentences: Record<Language, Record<string, Say>> = {
  ja: {
    'not-an-object': () => '流れの定義は、JSONのオブジェクト（{ … }）で書いてください。',
    missing: ({ name }) => `「${name}」がありません。`,
    'wrong-type': ({ name, wanted }) => `「${name}」は${wanted}で書いてください。`,
    'unknown-value': ({ name, value, known }) => `「${name}」に「${value}」は使えません。使えるもの：${known}。`,
    'unknown-key': ({ name }) => `「${name}」という項目は使えません。つづりを確かめてください。`,
    'machine-shape': () => '状態や移り先の書き方が正しくありません。',
    'no-states': () => '状態が1つもありません。',
    'unknown-initial': ({ name }) => `はじめの状態「${name}」がありません。`,
    'no-initial': () => 'はじめの状態（initial）が書かれていません。',
    'unknown-target': ({ name }) => `移り先の状態「${name}」がありません。`,
    'machine-refused': ({ reason }) => `流れとして動かせません（${reason}）。`,
    invoke: ({ name }) => `「${name}」は保存する流れでは使えません。`,
    'not-json': () => '関数などJSONでないものは使えません。',
    'reserved-event': ({ name }) =>
      `「${name}」という名前のステップは使えません（xstate. で始まる名前や * は使えません）。`,
    'unknown-delay': ({ name }) => `待ち時間「${name}」はミリ秒の数で書いてください。`,
    'unknown-guard': ({ name }) => `条件「${name}」は使えません。使えるのは "guard": "allowed" だけです。`,
    'unknown-effect': ({ name }) => `動作「${name}」はありません。`,
    'bad-action': () => '動作は名前、または { "type", "params" } で書いてください。',
    'state-without-notes': ({ name }) => `状態「${name}」の説明がありません。`,
    'notes-without-state': ({ name }) => `「${name}」という状態はありません。`,
    'event-without-step': ({ name }) => `ステップ「${name}」の説明がありません。`,
    'step-without-event': ({ name }) => `ステップ「${name}」はどの状態からも使われていません。`,
    'unknown-stage': ({ name }) => `段階「${name}」がありません。`,
    'unknown-form': ({ name }) => `様式「${name}」がありません。`,
    'unknown-rules': ({ name }) => `ルール「${name}」がありません。`,
    'step-unguarded': ({ name }) =>
      `ステップ「${name}」にはルールがありますが、移るときの条件（guard）に「allowed」がありません。`,
    'guard-without-rules': ({ name }) =>
      `ステップ「${name}」には条件「allowed」がありますが、ルール（rules）が決められていません。`,
    'no-roles': ({ name }) => `ステップ「${name}」を行える役割がありません。`,
    'unreachable-state': ({ name }) => `状態「${name}」には、はじめの状態からたどり着けません。`,
    'dead-end': ({ name }) => `状態「${name}」から先に進めません。終わりの状態なら "type": "final" としてください。`,
    'unreachable-state-by-choice': ({ name, choice, value }) =>
      `${choice} を「${value}」とする市町村では、状態「${name}」にたどり着けません。そこへ移るステップの "when" を外すか、「${value}」のときのステップを加えてください。`,
    'dead-end-by-choice': ({ name, choice, value }) =>
      `${choice} を「${value}」とする市町村では、状態「${name}」から先に進めません。先へ移るステップの "when" を外すか、「${value}」のときのステップを加えてください。`,
    cascade: ({ chain }) =>
      `だれも手続きをしないのに回り続けます（${chain}）。どこかで人の手続きを待つか、1時間以上の間をおいてください。`,
    byItself: ({ name }) => `「${name}」からの自動の移動`,
    circle: ({ chain }) => `何もしなくても回り続けます（${chain}）。`,
    'state-name': ({ name }) => `状態の名前「${name}」には、空白・ピリオド・# を使えません。`,
    'target-conflict': ({ one: first, other }) =>
      `「${first}」と「${other}」に同時に移ることはできません。移り先は1つにするか、並行する状態に分けてください。`,
    'guard-without-event': () =>
      '条件「allowed」は、人のステップ（on）にだけ使えます。自動の移動（always・after・onDone）では判断が行われません。',
    'tag-missing': ({ name, why }) => `タグ「${name}」の付いた状態がありません。${why}`,
    'mark-missing': ({ name, why }) => `印（does）が「${name}」のステップがありません。${why}`,
    'too-many-standings': ({ most }) => `並行する状態の組み合わせが多すぎます。${most}通りまでにしてください。`,
    'delay-too-long': ({ name }) => `待ち時間「${name}」が長すぎます。100年（3155760000000ミリ秒）までにしてください。`,
    'turn-without-roles': ({ name }) => `状態「${name}」の turns に、だれの番か（roles）が書かれていません。`,
    'too-many-turns': ({ name, most }) => `状態「${name}」の turns が多すぎます。${most}個までにしてください。`,
    'unknown-word': ({ name, known }) => `「{{${name}}}」に入れる言葉がありません。使えるもの：${known}。`,
    'answer-shape': () =>
      '答えになるステップは {"event": "ステップの名前"} か {"does": "印"} のどちらか1つで書いてください。',
    'answer-not-possible': ({ name, state }) =>
      `答えになるステップ「${name}」は、状態「${state}」では行えません。その状態にあるステップを書いてください。`,
    'bad-days': ({ most }) =>
      `日数（days）は0から${most}までの整数、または急ぎごとの {"low", "normal", "high"} で書いてください。`,
    'unknown-day': ({ name, known }) =>
      `「${name}」という日はありません。${known ? `使えるもの：${known}。` : 'from を書かずに、その状態になった日から数えてください。'}`,
  },
  en: {
    'not-an-object': () => 'A lifecycle is written as a JSON object ({ … }).',
    missing: ({ name }) => `“${name}” is missing.`,
    'wrong-type': ({ name, wanted }) => `“${name}” must be ${wanted}.`,
    'unknown-value': ({ name, value, known }) => `“${name}” cannot be “${value}”. Known: ${known}.`,
    'unknown-key': ({ name }) => `There is no setting “${name}” here. Check the spelling.`,
    'machine-shape': () => 'This is not how states and transitions are written.',
    'no-states': () => 'There is no state.',
    'unknown-initial': ({ name }) => `The initial state “${name}” does not exist.`,
    'no-initial': () => 'The initial state is not named.',
    'unknown-target': ({ name }) => `The target state “${name}” does not exist.`,
    'machine-refused': ({ reason }) => `It cannot be run as a lifecycle (${reason}).`,
    invoke: ({ name }) => `“${name}” cannot be used in a stored lifecycle.`,
    'not-json': () => 'Functions and other things that are not JSON cannot be used.',
    'reserved-event': ({ name }) =>
      `A step cannot be called “${name}” (names beginning with xstate. and * are reserved).`,
    'unknown-delay': ({ name }) => `The delay “${name}” must be a number of milliseconds.`,
    'unknown-guard': ({ name }) => `The guard “${name}” cannot be used; only "guard": "allowed" can.`,
    'unknown-effect': ({ name }) => `There is no action “${name}”.`,
    'bad-action': () => 'An action is a name or { "type", "params" }.',
    'state-without-notes': ({ name }) => `State “${name}” has no words.`,
    'notes-without-state': ({ name }) => `There is no state “${name}”.`,
    'event-without-step': ({ name }) => `Step “${name}” has no words.`,
    'step-without-event': ({ name }) => `Step “${name}” is used by no state.`,
    'unknown-stage': ({ name }) => `There is no stage “${name}”.`,
    'unknown-form': ({ name }) => `There is no form “${name}”.`,
    'unknown-rules': ({ name }) => `There is no rule set “${name}”.`,
    'step-unguarded': ({ name }) => `Step “${name}” has rules, but its transition lacks the guard “allowed”.`,
    'guard-without-rules': ({ name }) => `Step “${name}” has the guard “allowed”, but names no rules.`,
    'no-roles': ({ name }) => `No role may take step “${name}”.`,
    'unreachable-state': ({ name }) => `State “${name}” cannot be reached from the initial state.`,
    'dead-end': ({ name }) => `Nothing leads on from state “${name}”. If it is an end, give it "type": "final".`,
    'unreachable-state-by-choice': ({ name, choice, value }) =>
      `Where ${choice} is “${value}”, state “${name}” cannot be reached. Take "when" from a step that leads there, or add a step for “${value}”.`,
    'dead-end-by-choice': ({ name, choice, value }) =>
      `Where ${choice} is “${value}”, nothing leads on from state “${name}”. Take "when" from a step that leads on, or add a step for “${value}”.`,
    cascade: ({ chain }) =>
      `This goes round for ever with nobody taking a step (${chain}). Let a person decide somewhere on the way, or wait an hour or more.`,
    byItself: ({ name }) => `on from “${name}” by itself`,
    circle: ({ chain }) => `This goes round for ever by itself (${chain}).`,
    'state-name': ({ name }) => `The name of state “${name}” may not contain spaces, full stops or #.`,
    'target-conflict': ({ one: first, other }) =>
      `Nothing can move to “${first}” and “${other}” at once. Name one target, or put them into regions of a parallel state.`,
    'guard-without-event': () =>
      'The guard “allowed” is for steps (on) only: no decision is made for always, after and onDone.',
    'tag-missing': ({ name, why }) => `No state has the tag “${name}”. ${why}`,
    'mark-missing': ({ name, why }) => `No step has the mark "does": "${name}". ${why}`,
    'too-many-standings': ({ most }) => `Parallel states make too many combinations; at most ${most}.`,
    'delay-too-long': ({ name }) => `The delay “${name}” is too long; at most 100 years (3155760000000 milliseconds).`,
    'turn-without-roles': ({ name }) => `The turns of state “${name}” do not say whose turn it is (roles).`,
    'too-many-turns': ({ name, most }) => `State “${name}” has too many turns; at most ${most}.`,
    'unknown-word': ({ name, known }) => `Nothing can be put in for “{{${name}}}”. Known: ${known}.`,
    'answer-shape': () => 'The step that answers is written as {"event": "NAME"} or {"does": "mark"}, one of them.',
    'answer-not-possible': ({ name, state }) =>
      `The step “${name}” that should answer cannot be taken in state “${state}”. Name one that can.`,
    'bad-days': ({ most }) =>
      `Days are a whole number from 0 to ${most}, or one each in {"low", "normal", "high"} by urgency.`,
    'unknown-day': ({ name, known }) =>
      `There is no day “${name}”. ${known ? `Known: ${known}.` : 'Leave from out to count from the day the state began.'}`,
  },
};

/** The words for a kind of value, as `wrong-type` needs them. */
export const kinds: Record<Language, { object: string; text: string; list: string; texts: string }> = {
  ja: {
    object: 'オブジェクト（{ … }）',
    text: '空でない文字',
    list: '一覧（[ … ]）',
    texts: '空でない文字、またはその一覧（[ … ]）',
  },
  en: {
    object: 'an object',
    text: 'text that is not empty',
    list: 'a list',
    texts: 'text that is not empty, or a list of it',
  },
};
