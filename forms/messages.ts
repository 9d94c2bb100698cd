import type { ErrorObject } from 'ajv';
import type { Language } from '../rules/types.ts';
import { isChoice, isObject, typeOf, writeValue } from './walk.ts';

/** How a field is answered: it decides the verb of 「…してください」. */
type Manner = 'type' | 'choose' | 'add';

const ask: Record<Language, Record<Manner, (label: string) => string>> = {
  ja: {
    type: (label) => `${label}を入力してください`,
    choose: (label) => `${label}を選んでください`,
    add: (label) => `${label}を1件以上入れてください`,
  },
  en: {
    type: (label) => `Please fill in “${label}”`,
    choose: (label) => `Please choose “${label}”`,
    add: (label) => `Please add at least one entry to “${label}”`,
  },
};

const types: Record<Language, Record<string, string>> = {
  ja: {
    number: '数字で入力してください',
    integer: '整数で入力してください',
    string: '文字で入力してください',
    boolean: '「はい」か「いいえ」で答えてください',
    array: '一覧の形で入れてください',
    object: '項目のまとまりで入れてください',
    null: '空にしてください',
  },
  en: {
    number: 'must be a number',
    integer: 'must be a whole number',
    string: 'must be text',
    boolean: 'must be yes or no',
    array: 'must be a list',
    object: 'must be a group of fields',
    null: 'must be empty',
  },
};

const formats: Record<Language, Record<string, string>> = {
  ja: {
    date: '日付で入力してください（例：2026-11-23）',
    time: '時刻で入力してください（例：13:30:00+09:00）',
    'date-time': '日時で入力してください（例：2026-11-23T13:30:00+09:00）',
    email: 'メールアドレスの形で入力してください（例：name@example.jp）',
    uri: 'URLの形で入力してください（例：https://example.jp/）',
  },
  en: {
    date: 'must be a date (for example 2026-11-23)',
    time: 'must be a time (for example 13:30:00+09:00)',
    'date-time': 'must be a date and time (for example 2026-11-23T13:30:00+09:00)',
    email: 'must be an e-mail address (for example name@example.jp)',
    uri: 'must be a web address (for example https://example.jp/)',
  },
};

export const tooMuchText: Record<Language, string> = {
  ja: '回答の文字や件数が多すぎて、確かめられません。短くしてください。',
  en: 'The answers hold too much to be checked. Please make them shorter.',
};

/** Where a form's logic and its schema's conditions undo each other with these answers. */
export const unsettled: Record<Language, string> = {
  ja: 'この回答では、様式のルールどうしが食い違い、どの項目を尋ねるかが決まりません。回答を変えるか、様式を作った人にルールの見直しを頼んでください。',
  en: 'With these answers the rules of the form contradict each other, and which fields are asked cannot be told. Change the answers, or ask whoever made the form to look at its rules.',
};

/**
 * One sentence for one Ajv error (made with `verbose`), naming the field by its label.
 * `example` is the field's placeholder, shown where a pattern does not match.
 */
export function sayError(error: ErrorObject, label: string, language: Language, example?: string): string {
  const schema = missingSchema(error) ?? (isObject(error.parentSchema) ? error.parentSchema : {});
  const manner: Manner = isChoice(schema) ? 'choose' : typeOf(schema) === 'array' ? 'add' : 'type';
  const please = ask[language][manner](label);
  const {
    heldOnly,
    limit,
    multipleOf,
    format,
    type,
    allowedValue,
    additionalProperty,
    unevaluatedProperty,
    propertyName,
  } = params(error);
  const ja = language === 'ja';
  const is = (rest: string) => (ja ? `${label}は${rest}` : `“${label}” ${rest}`);
  const length =
    typeof error.data === 'string' ? [...error.data].length : Array.isArray(error.data) ? error.data.length : 0;

  switch (error.keyword) {
    case 'required':
    case 'dependentRequired':
    case 'dependencies':
      return please;
    case 'type': {
      const wanted = Array.isArray(type) ? type[0] : type;
      return is(types[language][String(wanted)] ?? (ja ? '正しい形で入力してください' : 'has the wrong type'));
    }
    case 'minLength':
      if (limit === 1) return please;
      return is(
        ja
          ? `${limit}文字以上で入力してください（今は${length}文字です）`
          : `must have at least ${limit} characters (it has ${length})`,
      );
    case 'maxLength':
      return is(
        ja
          ? `${limit}文字以内で入力してください（今は${length}文字です）`
          : `must have at most ${limit} characters (it has ${length})`,
      );
    case 'pattern':
      if (schema.pattern === '\\S') return please;
      return is(
        ja
          ? `決まった書き方で入力してください${example ? `（例：${example}）` : ''}`
          : `is not written in the expected way${example ? ` (for example ${example})` : ''}`,
      );
    case 'format':
      return is(
        formats[language][String(format)] ??
          (ja ? '決まった書き方で入力してください' : 'is not written in the expected way'),
      );
    case 'minimum':
      return is(ja ? `${limit}以上で入力してください` : `must be ${limit} or more`);
    case 'maximum':
      return is(ja ? `${limit}以下で入力してください` : `must be ${limit} or less`);
    case 'exclusiveMinimum':
      return is(ja ? `${limit}より大きい数で入力してください` : `must be more than ${limit}`);
    case 'exclusiveMaximum':
      return is(ja ? `${limit}より小さい数で入力してください` : `must be less than ${limit}`);
    case 'multipleOf':
      return is(ja ? `${multipleOf}の倍数で入力してください` : `must be a multiple of ${multipleOf}`);
    case 'x-source':
    case 'enum':
      if (typeof heldOnly === 'string')
        return is(
          ja
            ? `「${heldOnly}」を新しく選ぶことはできません。ほかのものを選んでください`
            : `can no longer be answered with “${heldOnly}”. Please choose another`,
        );
      return is(ja ? '選択肢から選んでください' : 'must be one of the choices');
    case 'const':
      if (allowedValue === true) return ja ? `${label}にチェックを付けてください` : `Please tick “${label}”`;
      return is(ja ? `「${writeValue(allowedValue)}」にしてください` : `must be “${writeValue(allowedValue)}”`);
    case 'minItems':
      if (limit === 1) return ja && manner === 'choose' ? `${label}を1つ以上選んでください` : please;
      return is(
        ja ? `${limit}つ以上${manner === 'choose' ? '選んで' : '入れて'}ください` : `needs at least ${limit} entries`,
      );
    case 'maxItems':
      return is(ja ? `${limit}つまでにしてください` : `may have at most ${limit} entries`);
    case 'uniqueItems':
      return ja ? `${label}に同じものが2つあります` : `“${label}” has the same entry twice`;
    case 'contains':
      return is(ja ? '必要なものが入っていません' : 'lacks an entry it must have');
    case 'minProperties':
      return is(ja ? `${limit}項目以上を入れてください` : `needs at least ${limit} fields`);
    case 'maxProperties':
      return is(ja ? `${limit}項目までにしてください` : `may have at most ${limit} fields`);
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'propertyNames': {
      const name = String(additionalProperty ?? unevaluatedProperty ?? propertyName);
      return ja ? `「${name}」という項目はここにはありません` : `There is no field “${name}” here`;
    }
    case 'items':
    case 'additionalItems':
    case 'unevaluatedItems':
      return is(ja ? `${limit ?? ''}件より多くは入れられません` : `may not have more than ${limit ?? 'these'} entries`);
    case 'x-file':
      return is(ja ? 'ファイルを選んで入れてください' : 'takes files that were handed over');
    case 'x-period':
      return is(ja ? '始まりより前にできません' : 'cannot be before the beginning');
    case 'oneOf':
    case 'anyOf':
      return is(ja ? '決められた書き方のどれかに合わせてください' : 'must fit one of the ways it may be written');
    case 'not':
    case 'false schema':
      return is(ja ? 'この内容では受け付けられません' : 'cannot be accepted like this');
    default:
      return is(ja ? `正しくありません（${error.keyword}）` : `is not right (${error.keyword})`);
  }
}

/** The schema of a property that is not there: Ajv reports the object that lacks it. */
function missingSchema(error: ErrorObject): Record<string, unknown> | undefined {
  const missing = params(error).missingProperty;
  if (typeof missing !== 'string' || !isObject(error.parentSchema) || !isObject(error.parentSchema.properties))
    return undefined;
  const schema = error.parentSchema.properties[missing];
  return isObject(schema) ? schema : {};
}

function params(error: ErrorObject): Record<string, unknown> {
  return { ...error.params };
}

/** Why a schema is none: what the meta-schema asks for at that place, or what Ajv says itself, as a quotation. */
export function saySchemaFault(why: ErrorObject | string, language: Language): string {
  const ja = language === 'ja';
  if (typeof why === 'string') return ja ? `「${why}」` : why;
  const { limit, type, allowedValues, missingProperty } = params(why);
  const list = (values: unknown) =>
    (Array.isArray(values) ? values : [values]).map((value) => `「${writeValue(value)}」`);
  if (!ja) return `${why.message ?? why.keyword}${Array.isArray(allowedValues) ? `: ${allowedValues.join(', ')}` : ''}`;
  switch (why.keyword) {
    case 'type':
      return `形が違います。${list(type).join('か')}で書いてください`;
    case 'enum':
      return `次のどれかにしてください：${list(allowedValues).join('')}`;
    case 'required':
      return `${list(missingProperty).join('')}がありません`;
    case 'minimum':
      return `${limit}以上にしてください`;
    case 'exclusiveMinimum':
      return `${limit}より大きくしてください`;
    case 'minItems':
      return `${limit}つ以上入れてください`;
    case 'uniqueItems':
      return '同じものが2つあります';
    default:
      return `「${why.keyword}」の決まりに合いません`;
  }
}
