import type { Language } from '../rules/types.ts';

type Say = (params: Record<string, string>) => string;

/** What `checkRegister` says, by the code. */
export const sentences: Record<Language, Record<string, Say>> = {
  ja: {
    'not-an-object': () => '台帳の定義は、JSONのオブジェクト（{ … }）で書いてください。',
    missing: ({ name }) => `「${name}」がありません。`,
    'wrong-type': ({ name, wanted }) => `「${name}」は${wanted}で書いてください。`,
    'too-long': ({ name, most }) => `「${name}」は${most}文字までで書いてください。`,
    'unknown-value': ({ name, value, known }) => `「${name}」に「${value}」は使えません。使えるもの：${known}。`,
    'unknown-key': ({ name }) => `「${name}」という項目は使えません。つづりを確かめてください。`,
    'key-shape': ({ value }) =>
      `「${value}」は使えません。小文字の英字で始め、英数字と - だけで40文字までにしてください。`,
    'number-shape': () => '番号の書き方に {number} がありません。例：NI-{年度}-{number}',
    twice: ({ value }) => `「${value}」が2回あります。1つにしてください。`,
    'nobody-sees': () => 'この台帳を見られる役割がありません。"may" に "see" を入れた行を加えてください。',
    'nobody-adds': () => '記録を始められる役割がありません。"may" に "add" を入れた行を加えてください。',
    'unseen-right': ({ role }) => `「${role}」は記録を見られないので、ほかのこともできません。"see" を加えてください。`,
    'form-not-in-force': ({ name }) =>
      `様式「${name}」は、その日に使われていません。先に公開するか、いっしょに公開してください。`,
    'form-purpose': ({ name }) =>
      `様式「${name}」は台帳のための様式ではありません。"purpose" が "record" の様式を選んでください。`,
    'workflow-not-in-force': ({ name }) =>
      `進め方「${name}」は、その日に使われていません。先に公開するか、いっしょに公開してください。`,
    'workflow-subject': ({ name, subject }) =>
      `進め方「${name}」はこの台帳のものではありません。"subject" を "${subject}" にしてください。`,
    'unknown-column': ({ value, known }) => `様式に「${value}」という項目がありません。一覧に出せる項目：${known}。`,
    'unknown-standing': ({ value, known }) => `進め方に「${value}」という段階や印がありません。使えるもの：${known}。`,
    'step-for-nobody': ({ role, step }) =>
      `進め方の「${step}」は「${role}」が行いますが、この台帳では行えません。"may" に "step" を加えてください。`,
  },
  en: {
    'not-an-object': () => 'Write the register as a JSON object ({ … }).',
    missing: ({ name }) => `"${name}" is missing.`,
    'wrong-type': ({ name, wanted }) => `Write "${name}" as ${wanted}.`,
    'too-long': ({ name, most }) => `Write "${name}" with ${most} characters at most.`,
    'unknown-value': ({ name, value, known }) => `"${name}" cannot be "${value}". It can be: ${known}.`,
    'unknown-key': ({ name }) => `There is no member "${name}". Check its spelling.`,
    'key-shape': ({ value }) =>
      `"${value}" cannot be used. Begin with a small letter and use small letters, digits and - only, 40 at most.`,
    'number-shape': () => 'The number has no {number} in it. For example: NI-{年度}-{number}',
    twice: ({ value }) => `"${value}" stands here twice. Leave one.`,
    'nobody-sees': () => 'Nobody may see this register. Add a row with "see" in its "may".',
    'nobody-adds': () => 'Nobody may begin a record. Add a row with "add" in its "may".',
    'unseen-right': ({ role }) => `"${role}" may not see any record, and so can do nothing else with one. Add "see".`,
    'form-not-in-force': ({ name }) =>
      `The form "${name}" is not in force on that day. Publish it before, or together with this.`,
    'form-purpose': ({ name }) =>
      `The form "${name}" is not made for a register. Choose one with the "purpose" "record".`,
    'workflow-not-in-force': ({ name }) =>
      `The workflow "${name}" is not in force on that day. Publish it before, or together with this.`,
    'workflow-subject': ({ name, subject }) =>
      `The workflow "${name}" is not this register's. Make its "subject" "${subject}".`,
    'unknown-column': ({ value, known }) => `The form has no field "${value}". The list can show: ${known}.`,
    'unknown-standing': ({ value, known }) => `The workflow has no stage or tag "${value}". It has: ${known}.`,
    'step-for-nobody': ({ role, step }) =>
      `The workflow has "${step}" taken by "${role}", who may take no steps here. Add "step" to a "may".`,
  },
};

export const kinds: Record<Language, Record<'text' | 'object' | 'list' | 'boolean', string>> = {
  ja: { text: '文字', object: 'オブジェクト（{ … }）', list: 'リスト（[ … ]）', boolean: 'true か false' },
  en: { text: 'text', object: 'an object ({ … })', list: 'a list ([ … ])', boolean: 'true or false' },
};
