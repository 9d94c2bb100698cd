import type { Language } from '../rules/types.ts';

type Say = (params: Record<string, string>) => string;

/** What people call the members of a register and who holds a right: whoever reads this has most often never seen its document. */
const words: Record<Language, Record<string, string>> = {
  ja: {
    texts: '呼び方',
    name: '台帳の名前',
    one: '記録1件の呼び方',
    many: '記録全体の呼び方',
    description: '説明',
    form: '様式',
    workflow: '進め方',
    number: '番号',
    personal: '人についての台帳かどうか',
    rights: '権限',
    roles: 'だれが',
    may: 'できること',
    list: '一覧',
    columns: '一覧の列',
    views: '見え方',
    text: '見え方の名前',
    state: '見え方の段階',
    kind: '描き方',
    field: '日付の項目',
    from: 'はじめの日',
    to: 'おわりの日',
    track: '分け方の項目',
    aim: '目標の項目',
    counts: '実績の数え方',
    figures: '実績の数',
    facts: '計算で求める事実',
    how: '求め方',
    key: '名前（キー）',
    params: '求め方に渡すもの',
    advice: '候補を示すルール',
    opens: '自動で始めるもの',
    administrator: '管理者（担当課）',
    tier1: '第1層コーディネーター',
    tier2: '第2層コーディネーター',
    member: '協議体構成員',
    provider: 'サービス提供主体',
    centre: '地域包括支援センター',
  },
  en: {
    texts: 'What it is called',
    name: 'Name of the register',
    one: 'What one record is called',
    many: 'What its records are called',
    description: 'Description',
    form: 'Form',
    workflow: 'Workflow',
    number: 'Number',
    personal: 'Whether it is about people',
    rights: 'Rights',
    roles: 'Who',
    may: 'What they may do',
    list: 'List',
    columns: 'Columns of the list',
    views: 'Views',
    text: 'Name of the view',
    state: 'Stage of the view',
    kind: 'How it is drawn',
    field: 'Field that is a day',
    from: 'First day',
    to: 'Last day',
    track: 'Field of the tracks',
    aim: 'Field of the aim',
    counts: 'How what happened is counted',
    figures: 'Figures',
    facts: 'Facts that are worked out',
    how: 'How it is worked out',
    key: 'Key',
    params: 'What that takes',
    advice: 'Rule set that advises',
    opens: 'What begins a record by itself',
    administrator: 'Administrator',
    tier1: 'Tier 1 coordinator',
    tier2: 'Tier 2 coordinator',
    member: 'Council member',
    provider: 'Service provider',
    centre: 'Community support centre',
  },
};
const ja = (name = ''): string => words.ja[name] ?? name;
const en = (name = ''): string => words.en[name] ?? name;

/** What `checkRegister` says, by the code. */
export const sentences: Record<Language, Record<string, Say>> = {
  ja: {
    'not-an-object': () => '台帳の定義は、JSONのオブジェクト（{ … }）で書いてください。',
    missing: ({ name }) => `「${ja(name)}」がありません。`,
    'wrong-type': ({ name, wanted }) => `「${ja(name)}」は${wanted}で書いてください。`,
    'too-long': ({ name, most }) => `「${ja(name)}」は${most}文字までで書いてください。`,
    'unknown-value': ({ name, value, known }) => `「${ja(name)}」に「${value}」は使えません。使えるもの：${known}。`,
    'unknown-key': ({ name }) => `「${name}」という項目は使えません。つづりを確かめてください。`,
    'key-shape': ({ value }) =>
      `「${value}」は使えません。小文字の英字で始め、英数字と - だけで40文字までにしてください。`,
    'number-shape': () => '番号の書き方に {number} がありません。例：NI-{年度}-{number}',
    twice: ({ value }) => `「${value}」が2回あります。1つにしてください。`,
    'nobody-sees': () => 'この台帳を見られる役割がありません。権限のどれかの行で「見る」を選んでください。',
    'nobody-adds': () => '記録を加えられる役割がありません。権限のどれかの行で「加える」を選んでください。',
    'unseen-right': ({ role }) =>
      `${ja(role)}は記録を見られないので、ほかのこともできません。権限で「見る」を選んでください。`,
    'form-not-in-force': ({ name }) =>
      `様式「${name}」は、その日に使われていません。先に公開するか、いっしょに公開してください。`,
    'form-purpose': ({ name }) =>
      `様式「${name}」は台帳のための様式ではありません。使うところが「台帳の記録」の様式を選んでください。`,
    'workflow-not-in-force': ({ name }) =>
      `進め方「${name}」は、その日に使われていません。先に公開するか、いっしょに公開してください。`,
    'workflow-subject': ({ name, subject }) =>
      `進め方「${name}」はこの台帳のものではありません。この台帳の進め方（${subject}）を選んでください。`,
    'unknown-column': ({ value, known }) => `様式に「${value}」という項目がありません。一覧に出せる項目：${known}。`,
    'unknown-day': ({ value, known }) => `様式に「${value}」という日付の項目がありません。使える項目：${known}。`,
    'unknown-choice': ({ value, known }) =>
      `様式に「${value}」という、一つを選ぶ項目がありません。使える項目：${known}。`,
    'unknown-number': ({ value, known }) => `様式に「${value}」という数の項目がありません。使える項目：${known}。`,
    'unknown-choice-value': ({ value, known }) => `項目に「${value}」という選択肢がありません。あるもの：${known}。`,
    'unknown-standing': ({ value, known }) => `進め方に「${value}」という段階や印がありません。使えるもの：${known}。`,
    'step-for-nobody': ({ role, step }) =>
      `進め方の「${step}」は${ja(role)}が行いますが、この台帳では行えません。権限で「進める」を選んでください。`,
    'fact-key': ({ value }) => `「${value}」は使えません。小文字の英字で始め、英数字だけで40文字までにしてください。`,
    'unknown-fact': ({ value, known }) => `「${value}」という求め方はありません。使えるもの：${known}。`,
    'fact-param': ({ value }) => `この求め方には「${value}」が要ります。`,
    'unknown-param': ({ value, known }) => `この求め方は「${value}」を使いません。使えるもの：${known}。`,
    'fact-role': ({ value, role }) => `「${value}」を求めるには、様式に役割「${role}」の項目が要ります。`,
    'advice-not-in-force': ({ name }) =>
      `ルール「${name}」は、その日に使われていません。先に公開するか、いっしょに公開してください。`,
    'advice-other': ({ name, model }) =>
      `ルール「${name}」は、この台帳の候補を示すルールではありません。使うところが「advice」、事実が「${model}」のルールを選んでください。`,
    'opens-role': () =>
      '足りないものごとに記録を始めるには、様式に手助けの種類を選ぶ項目（役割 service-type）が要ります。',
    'opens-required': ({ fields }) => `自動で始める記録には、だれも記入できません。必須から外してください：${fields}。`,
  },
  en: {
    'not-an-object': () => 'Write the register as a JSON object ({ … }).',
    missing: ({ name }) => `"${en(name)}" is missing.`,
    'wrong-type': ({ name, wanted }) => `Write "${en(name)}" as ${wanted}.`,
    'too-long': ({ name, most }) => `Write "${en(name)}" with ${most} characters at most.`,
    'unknown-value': ({ name, value, known }) => `"${en(name)}" cannot be "${value}". It can be: ${known}.`,
    'unknown-key': ({ name }) => `There is no member "${name}". Check its spelling.`,
    'key-shape': ({ value }) =>
      `"${value}" cannot be used. Begin with a small letter and use small letters, digits and - only, 40 at most.`,
    'number-shape': () => 'The number has no {number} in it. For example: NI-{年度}-{number}',
    twice: ({ value }) => `"${value}" stands here twice. Leave one.`,
    'nobody-sees': () => 'Nobody may see this register. Choose "see" in a row of the rights.',
    'nobody-adds': () => 'Nobody may add a record. Choose "add" in a row of the rights.',
    'unseen-right': ({ role }) =>
      `${en(role)}: may not see any record, and so can do nothing else with one. Choose "see" in the rights.`,
    'form-not-in-force': ({ name }) =>
      `The form "${name}" is not in force on that day. Publish it before, or together with this.`,
    'form-purpose': ({ name }) =>
      `The form "${name}" is not made for a register. Choose one for the records of a register.`,
    'workflow-not-in-force': ({ name }) =>
      `The workflow "${name}" is not in force on that day. Publish it before, or together with this.`,
    'workflow-subject': ({ name, subject }) =>
      `The workflow "${name}" is not this register's. Choose one of this register (${subject}).`,
    'unknown-column': ({ value, known }) => `The form has no field "${value}". The list can show: ${known}.`,
    'unknown-day': ({ value, known }) => `The form has no field "${value}" that is a day. It has: ${known}.`,
    'unknown-choice': ({ value, known }) =>
      `The form has no field "${value}" of which one is chosen. It has: ${known}.`,
    'unknown-number': ({ value, known }) => `The form has no field "${value}" that is a number. It has: ${known}.`,
    'unknown-choice-value': ({ value, known }) => `The field has no choice "${value}". It has: ${known}.`,
    'unknown-standing': ({ value, known }) => `The workflow has no stage or tag "${value}". It has: ${known}.`,
    'step-for-nobody': ({ role, step }) =>
      `${en(role)}: takes "${step}" in the workflow, but may take no steps here. Choose "take steps" in the rights.`,
    'fact-key': ({ value }) =>
      `"${value}" cannot be used. Begin with a small letter and use letters and digits only, 40 at most.`,
    'unknown-fact': ({ value, known }) => `Nothing is worked out by "${value}". There is: ${known}.`,
    'fact-param': ({ value }) => `This needs "${value}".`,
    'unknown-param': ({ value, known }) => `This takes no "${value}". It takes: ${known}.`,
    'fact-role': ({ value, role }) => `To work out "${value}", the form needs a field of the role "${role}".`,
    'advice-not-in-force': ({ name }) =>
      `The rule set "${name}" is not in force on that day. Publish it before, or together with this.`,
    'advice-other': ({ name, model }) =>
      `The rule set "${name}" does not advise on this register. Choose one of the purpose "advice" over "${model}".`,
    'opens-role': () =>
      'To begin a record of each lack, the form needs a field that picks the kind of help (role service-type).',
    'opens-required': ({ fields }) =>
      `Nobody fills in a record that begins by itself. These must not be required: ${fields}.`,
  },
};

export const kinds: Record<Language, Record<'text' | 'object' | 'list' | 'boolean', string>> = {
  ja: { text: '文字', object: 'オブジェクト（{ … }）', list: 'リスト（[ … ]）', boolean: 'true か false' },
  en: { text: 'text', object: 'an object ({ … })', list: 'a list ([ … ])', boolean: 'true or false' },
};
