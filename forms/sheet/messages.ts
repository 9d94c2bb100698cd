import type { Language } from '../../rules/types.ts';

type Say = (params: Record<string, string>) => string;

const sentences = {
  'no-survey': {
    ja: () => '「survey」という名前のシートがありません。XLSForm のシート（survey、choices、settings）にしてください。',
    en: () => 'There is no sheet named “survey”. Use the sheets of an XLSForm (survey, choices, settings).',
  },
  'no-japanese': {
    ja: () => '日本語の文言の列がありません。英語の文言を、日本語の欄にもそのまま入れました。',
    en: () => 'There is no column of Japanese texts. The English ones stand in their place.',
  },
  'unknown-column': {
    ja: ({ column }) => `列「${column}」は使わないので、取り込みませんでした。`,
    en: ({ column }) => `The column “${column}” is not used here and was left out.`,
  },
  'unknown-type': {
    ja: ({ type }) => `種類「${type}」の項目はありません。文字の項目にしました。`,
    en: ({ type }) => `There is no field of the type “${type}”. It became one for text.`,
  },
  'as-several': {
    ja: ({ type }) => `種類「${type}」の順番は取れません。いくつか選ぶ項目にしました。`,
    en: ({ type }) => `The order of “${type}” cannot be kept. It became a field of several choices.`,
  },
  'as-text': {
    ja: ({ type }) => `種類「${type}」は読み取れないので、文字の項目にしました。`,
    en: ({ type }) => `“${type}” cannot be scanned here. It became a field for text.`,
  },
  beside: {
    ja: ({ type }) => `「${type}」は答えではないので、項目にしませんでした。だれがいつ書いたかは、いつも記録されます。`,
    en: ({ type }) => `“${type}” is no answer and did not become a field. Who wrote when is always on record.`,
  },
  'end-without-begin': {
    ja: () => 'まとまりの終わり（end）に、始まり（begin）がありません。この行は使いませんでした。',
    en: () => 'This end of a group has no beginning. The row was not used.',
  },
  'begin-without-end': {
    ja: ({ name }) => `まとまり「${name}」に、終わり（end）がありません。シートの最後までを中の項目としました。`,
    en: ({ name }) => `The group “${name}” has no end. Everything down to the end of the sheet was taken into it.`,
  },
  'no-name': {
    ja: ({ other }) => `項目の名前（name）がありません。「${other}」としました。`,
    en: ({ other }) => `The field has no name. It was called “${other}”.`,
  },
  'name-twice': {
    ja: ({ name, other }) => `項目の名前「${name}」が2回あります。2つ目を「${other}」としました。`,
    en: ({ name, other }) => `The name “${name}” stands twice. The second one was called “${other}”.`,
  },
  'name-changed': {
    ja: ({ name, other }) => `項目の名前「${name}」には使えない文字があります。「${other}」としました。`,
    en: ({ name, other }) => `The name “${name}” has letters that cannot be used. It was changed to “${other}”.`,
  },
  'no-list': {
    ja: ({ list }) => `選択肢のシート（choices）に「${list}」がありません。`,
    en: ({ list }) => `The sheet of choices has no list “${list}”.`,
  },
  'or-other': {
    ja: () => '「その他」（or_other）を、選択肢「other」にしました。書く欄が要るときは、項目を足してください。',
    en: () => '“or_other” became the choice “other”. Add a field where something is to be written.',
  },
  'no-number': {
    ja: ({ text }) => `「${text}」は数ではないので、使いませんでした。`,
    en: ({ text }) => `“${text}” is no number and was not used.`,
  },
  'not-json': {
    ja: () => 'このセルは JSON として読み取れないので、使いませんでした。',
    en: () => 'This cell cannot be read as JSON and was not used.',
  },
  'too-long': {
    ja: () => 'このセルは長すぎて、シートに入っていません。もとの様式に戻すときだけ取り込めます。',
    en: () => 'This cell was too long for a sheet. It can only be put back onto the form that it came from.',
  },
  'raw-without-schema': {
    ja: ({ name }) => `項目「${name}」の作り（schema）がありません。`,
    en: ({ name }) => `The make (schema) of the field “${name}” is missing.`,
  },
  'not-taken': {
    ja: ({ column, text }) => `「${column}」（${text}）は、ここではできません。項目の控え（$comment）に残しました。`,
    en: ({ column, text }) => `“${column}” (${text}) cannot be done here. It is kept in the field's note ($comment).`,
  },
  'not-understood': {
    ja: ({ column, text, part }) =>
      `${column} の「${text}」は読み取れません（${part}）。取り込まず、項目の控え（$comment）に残しました。`,
    en: ({ column, text, part }) =>
      `“${text}” in ${column} is not understood (${part}). It was not taken over, and is kept in the field's note ($comment).`,
  },
  'format-left': {
    ja: ({ format }) => `書き方「${format}」には入力欄がないので、ふつうの文字にしました。`,
    en: ({ format }) => `There is no input for the format “${format}”. It is typed as any text.`,
  },
  'widget-left': {
    ja: ({ name, path }) => `項目「${path}」の入力欄「${name}」はないので、ふつうの入力欄にしました。`,
    en: ({ name, path }) => `There is no input “${name}” for the field “${path}”. It has the usual one.`,
  },
  'setting-left': {
    ja: ({ name }) => `見え方の設定（uiSchema）「${name}」は使わないので、取り込みませんでした。`,
    en: ({ name }) => `The setting “${name}” of the uiSchema is not used here and was left out.`,
  },
  'no-rule': {
    ja: ({ id }) => `ルール「${id}」は読み取れないので、取り込みませんでした。`,
    en: ({ id }) => `The rule “${id}” cannot be read and was left out.`,
  },
} satisfies Record<string, Record<Language, Say>>;

export type NoticeCode = keyof typeof sentences;

export const sayNotice = (language: Language, code: NoticeCode, params: Record<string, string>): string =>
  sentences[code][language](params);
