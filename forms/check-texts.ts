import type { Issue, Language } from '../rules/types.ts';
import { MAX_PATTERN_LENGTH, MAX_PATTERN_STATES, type PatternFault } from './translate-pattern.ts';

type Say = (params: Record<string, string>) => string;

/** What `checkForm` says, by the issue's code. */
export const sentences: Record<Language, Record<string, Say>> = {
  ja: {
    'not-an-object': () => '様式の定義は、JSONのオブジェクト（{ … }）で書いてください。',
    missing: ({ name }) => `「${name}」がありません。`,
    'unknown-key': ({ name }) => `「${name}」という項目は使えません。つづりを確かめてください。`,
    'not-a-group': ({ name }) => `「${name}」はオブジェクト（{ … }）で書いてください。`,
    'bad-key': () => '「key」は英小文字で始め、英小文字・数字・ハイフンだけで書いてください。',
    'unknown-purpose': ({ name, known }) => `用途「${name}」は使えません。使えるもの：${known}。`,
    schema: ({ reason, part }) =>
      part === undefined
        ? `項目の決まり（schema）が正しくありません（${reason}）。`
        : `正規表現（pattern）として読み取れません（「${part}」）。`,
    'unknown-draft': ({ name, known }) => `$schema「${name}」は使えません。使えるもの：${known}。`,
    'not-of-fields': () => 'schema の type は "object" にしてください。',
    'too-deep': () => '項目の入れ子が深すぎます。',
    'too-many-branches': ({ name, limit }) => `${name} に並べられるのは${limit}個までです。`,
    'too-big': () => '項目の決まり（schema）が大きすぎます。',
    'remote-ref': ({ name }) => `外の定義「${name}」は参照できません。`,
    'pattern-too-long': ({ limit }) => `正規表現（pattern）は${limit}文字までです。`,
    'pattern-too-big': ({ part, limit }) =>
      `正規表現（pattern）のくり返し「${part}」が多すぎます。くり返しは、掛け合わせて${limit}回までにしてください。文字数は minLength・maxLength で決められます。`,
    'patterns-too-big': ({ states, limit }) =>
      `正規表現（pattern）が全体で大きすぎます（${states}。${limit}まで）。くり返しの回数を減らしてください。文字数は minLength・maxLength で決められます。`,
    'pattern-lookaround': ({ part }) =>
      `正規表現（pattern）では、前後を確かめる書き方「${part}」は使えません。allOf や not の中に、別々の pattern に分けて書いてください。`,
    'pattern-reference': ({ part }) =>
      `正規表現（pattern）では、前に合った文字をくり返す書き方「${part}」は使えません。合ってよい書き方を「|」で並べてください。`,
    'pattern-property': ({ part }) =>
      `正規表現（pattern）の「${part}」は使えません。\\p{Script=Han}、\\p{L} のように書くか、[ぁ-ん] のように範囲で書いてください。`,
    'pattern-flags': ({ part }) =>
      `正規表現（pattern）の「${part}」は使えません。大文字と小文字は [Aa] のように並べて書いてください。`,
    'pattern-surrogate': ({ part }) =>
      `正規表現（pattern）の「${part}」は文字の半分です。\\u{1F600} のように、1文字として書いてください。`,
    'ref-circle': () => 'この $ref は、めぐって自分自身に戻ります。項目の中に同じ項目が限りなく入る様式は使えません。',
    'field-name': ({ name }) =>
      `項目の名前「${name}」は使えません。「.」「/」「[」「]」を使わない、空でない名前にしてください。`,
    'format-not-drawn': ({ name, format, known }) =>
      `項目「${name}」の format「${format}」は入力欄がありません。使えるもの：${known}。ほかは format を付けず、pattern で書き方を決めてください。`,
    'widget-not-drawn': ({ name, known }) => `入力欄の種類（ui:widget）「${name}」はありません。使えるもの：${known}。`,
    'null-not-drawn': ({ name }) => `項目「${name}」は type が "null" なので、答えられません。`,
    'shown-answered': ({ name }) => `「${name}」は見せるだけ（x-shown）なので、type を "null" にしてください。`,
    'page-place': ({ name }) => `ページの区切り「${name}」は、まとまりやくり返しの中には置けません。`,
    'shown-required': ({ name }) => `「${name}」は見せるだけ（x-shown）なので、必須（required）にはできません。`,
    'period-ends': () =>
      '期間（x-period）は、日付か日時の項目「from」と「to」の2つだけでできています。format をそろえてください。',
    'address-parts': ({ known }) => `住所（x-address）に入れられる項目は ${known} だけです。`,
    'file-place': () =>
      'ファイル（x-file）は、一覧（type: "array"）の items に、type: "object" と一緒に書いてください。ほかの項目（properties）は付けられません。',
    'calculated-nothing': ({ name }) => `項目「${name}」は計算する項目ですが、何から計算するかが決まっていません。`,
    'field-shut-out': ({ name }) =>
      `additionalProperties: false のため、条件で出る項目「${name}」に答えると送れなくなります。properties に「${name}」: {} も書くか、additionalProperties の代わりに unevaluatedProperties を使ってください。`,
    dependencies: () =>
      'dependencies は draft 2020-12 にはありません。dependentRequired か dependentSchemas を使ってください。',
    'unknown-source': ({ name, known }) => `選択肢の元「${name}」は使えません。使えるもの：${known}。`,
    'unknown-kind': ({ name, known }) => `「${name}」という種類の記録は選べません。選べる種類：${known}。`,
    'list-not-handed': ({ name, known }) =>
      `台帳の様式には、一覧「${name}」がわたりません。この項目には答えられません。かわりに「${known}」として、記録から選ぶ項目にしてください。`,
    'records-purpose': ({ known }) =>
      `ほかの記録を選ぶ項目（records:…）は、台帳の様式だけで使えます（"purpose" が ${known} のもの）。`,
    'furigana-open': ({ text }) =>
      `「${text}」の「《」が閉じられていません。ふりがなは、漢字《かんじ》のように、同じ行の中で「》」で閉じてください。`,
    'furigana-empty': ({ text }) => `「${text}」の《》の中に何もありません。ふりがなを書くか、《》を消してください。`,
    'text-without-field': ({ name }) => `「${name}」という項目はありません。`,
    'field-without-title': ({ name }) => `項目「${name}」の日本語の名前がありません。`,
    'title-twice': ({ name, other, title }) =>
      `項目「${name}」と「${other}」の名前が、どちらも「${title}」です。見分けられる名前にしてください。`,
    'choice-without-text': ({ name, field }) => `項目「${field}」の選択肢「${name}」の日本語がありません。`,
    'unknown-field': ({ name }) => `「${name}」という項目はありません。`,
    'examples-shape': () => '「examples」は { "name": …, "answers": { … } } の並び（[ … ]）で書いてください。',
    'examples-too-many': ({ limit }) => `回答例（examples）は${limit}件までです。`,
    'example-broken': ({ name, reason }) => `回答例「${name}」は、今の様式では送れません。${reason}`,
    'example-field-gone': ({ name, field }) => `回答例「${name}」は、今の様式にない項目「${field}」に答えています。`,
    'not-in-order': ({ name }) => `項目「${name}」が並び順（ui:order）に入っていません。`,
    'section-ref': () => '共通の部分では、参照（$ref）は使えません。ほかの様式の中に入るためです。',
    'section-in-section': () => '共通の部分の中に、ほかの共通の部分は入れられません。',
    'section-place': () => '共通の部分（x-section）にできるのは、1か所に書かれたまとまりだけです。',
    'role-missing': ({ role, wanted }) =>
      `この用途の様式には、役割「${role}」の項目が必要です。当たる項目に "x-role": "${role}" と書いてください（形：${wanted}）。`,
    'role-twice': ({ role, name, other }) =>
      `役割「${role}」が「${name}」と「${other}」の2つの項目に付いています。1つだけにしてください。`,
    'unknown-role': ({ name, known }) =>
      `役割（x-role）「${name}」は、この用途の様式にはありません。使えるもの：${known}。`,
    'field-kind': ({ name, role, wanted }) =>
      `項目「${name}」には役割「${role}」があるので、次の形にしてください：${wanted}。`,
    'role-entry': ({ name, role }) =>
      `項目「${name}」の役割「${role}」は、まとまりの中にない一覧の、1件ごとの項目だけが持てます。`,
    'role-untold': ({ name, role, audiences }) =>
      `項目「${name}」（役割「${role}」）は一覧や画面の見出しに出ます。x-tell で次の相手を "always" にしてください：${audiences}。`,
    'bad-personal': ({ name }) =>
      `x-personal は true（だれか分かる項目）か false で書いてください（今は「${name}」です）。`,
    'bad-tell': () => 'x-tell は { "tier1": "always" } のように、伝える相手ごとに書いてください。',
    'unknown-audience': ({ name, known }) => `伝える相手（x-tell）「${name}」はありません。使えるもの：${known}。`,
    'bad-telling': ({ name, audience }) =>
      `x-tell の「${audience}」は "always"（いつも伝える）か "consent"（同意があれば伝える）にしてください（今は「${name}」です）。`,
    'mark-on-group': ({ name }) =>
      `「${name}」は項目のまとまりです。x-tell と x-personal は、中の項目ひとつずつに書いてください。`,
    'logic-no-list': () => '「logic」は、ルールの一覧（[ … ]）で書いてください。',
    'logic-too-many': ({ limit }) => `「logic」のルールは${limit}個までです。`,
    'logic-shape': () => 'ルールは { "id": …, "when": …, "then": … } の形で書いてください。',
    'logic-twice': ({ name }) => `ルールの名前（id）「${name}」が2つあります。別の名前にしてください。`,
    'logic-condition': () =>
      '条件（when）は、all・any・not のまとまりか、fact・operator・value のある比べ方で書いてください。',
    'logic-effect': ({ known }) => `「then」には、次のうち一つだけを書いてください：${known}。`,
    'logic-fields': () => '項目の名前を、一覧（[ … ]）で1つ以上書いてください。',
    'logic-field': () => '項目の名前を1つ書いてください。',
    'logic-to': () => '選べるものを、一覧（[ … ]）で1つ以上書いてください。',
    'logic-value-shape': () =>
      '入れる値は、文字・数・はい/いいえ・文字の一覧か、{ "fact": "項目" }、{ "sum": ["項目", …] }、{ "count": "項目" }、{ "difference": ["項目", "項目"] } で書いてください。',
    'logic-message': () => '送れない理由を、message の ja に日本語で書いてください。',
    'logic-rows': () =>
      '一つのルールの項目は、同じくり返しの中のものだけにしてください。別の場所の項目は、別のルールにしてください。',
    'logic-fact': ({ name }) =>
      `ここからは、項目「${name}」を条件にできません。時刻のある項目は条件になりません。くり返しの外から条件にできるのは、文字と選択肢の項目、くり返しの件数です。`,
    'logic-no-choices': ({ name }) => `項目「${name}」には、絞れる選択肢がありません。`,
    'logic-choice': ({ name, field }) => `「${name}」は項目「${field}」の選択肢にありません。`,
    'logic-value-missing': ({ field }) => `項目「${field}」に入れる値がまだありません。値を決めてください。`,
    'logic-value': ({ name, field }) => `「${name}」は項目「${field}」に入れられない値です。`,
    'logic-no-number': ({ name }) => `合計できるのは数の項目だけです。「${name}」は数ではありません。`,
    'logic-no-list-of': ({ name }) => `「${name}」は、件数を数えられる項目（くり返し、いくつか選ぶ）ではありません。`,
    'logic-no-difference': ({ name }) => `「${name}」との差は計算できません。数どうし、日付どうしにしてください。`,
    'logic-unit': ({ name, field }) => `「${name}」と「${field}」は単位が違うので、足し引きできません。`,
    'logic-copy': ({ name, field }) => `「${name}」の答えは、形が違うので「${field}」に入れられません。`,
    'logic-told': ({ name, field }) =>
      `「${field}」は、「${name}」より広く伝わるか、個人のことではないとされているので、「${name}」の答えを入れられません。「${field}」の x-tell と x-personal を「${name}」に合わせてください。`,
    'logic-filled': ({ name }) =>
      `項目「${name}」（x-role）はシステムも値を入れるので、ルールで隠したり、値を入れたり、選択肢を絞ったりできません。`,
    'logic-shown': ({ name }) =>
      `「${name}」は見せるだけで答えがないので、ルールでできるのは、出すか出さないかだけです。`,
    'logic-group': ({ name }) => `「${name}」は項目のまとまりなので、答えを求められません。中の項目を選んでください。`,
    'logic-always-set': ({ name }) =>
      `「${name}」にはいつも値が入り、人は答えられないので、答えを求められません。このルールから外してください。`,
    'logic-whole': ({ name, field }) =>
      `「${name}」は小数も書けるのに、「${field}」は整数だけなので、計算した値が入らないことがあります。「${field}」も小数にするか（type を "number"）、「${name}」を整数にしてください。`,
    'logic-circle': ({ name }) =>
      `項目「${name}」を出す（または値を入れる）条件が、めぐって「${name}」自身に戻ります。条件のつながりを切ってください。`,
    'logic-required': ({ name }) =>
      `項目「${name}」は必ず答える項目（required）ですが、ルールで隠れることがあり、隠れると送れません。required から外し、代わりにルールの require で、出ているときだけ必須にしてください。`,
    'logic-clash': ({ one: first, other, field }) =>
      `「${first}」と「${other}」が同時に当てはまると、項目「${field}」に入れる値が二つになります。条件が重ならないようにしてください。`,
  },
  en: {
    'not-an-object': () => 'A form is written as a JSON object ({ … }).',
    missing: ({ name }) => `“${name}” is missing.`,
    'unknown-key': ({ name }) => `There is no setting “${name}” here. Check the spelling.`,
    'not-a-group': ({ name }) => `“${name}” must be an object.`,
    'bad-key': () => '“key” begins with a small letter and has only small letters, digits and hyphens.',
    'unknown-purpose': ({ name, known }) => `There is no purpose “${name}”. Known: ${known}.`,
    schema: ({ reason, part }) =>
      part === undefined ? `The schema is not right (${reason}).` : `The pattern cannot be read (${part}).`,
    'unknown-draft': ({ name, known }) => `$schema cannot be “${name}”. Known: ${known}.`,
    'not-of-fields': () => 'The schema’s type must be "object".',
    'too-deep': () => 'The fields are nested too deeply.',
    'too-many-branches': ({ name, limit }) => `${name} may hold at most ${limit}.`,
    'too-big': () => 'The schema is too big.',
    'remote-ref': ({ name }) => `A definition elsewhere (“${name}”) cannot be referred to.`,
    'pattern-too-long': ({ limit }) => `A pattern may have at most ${limit} characters.`,
    'pattern-too-big': ({ part, limit }) =>
      `The pattern repeats too often (“${part}”): at most ${limit} times, multiplied. The length of a text is set by minLength and maxLength.`,
    'patterns-too-big': ({ states, limit }) =>
      `The patterns are too big together (${states}, at most ${limit}). Repeat less; the length of a text is set by minLength and maxLength.`,
    'pattern-lookaround': ({ part }) =>
      `A pattern cannot look ahead or behind (“${part}”). Write several patterns instead, in allOf or not.`,
    'pattern-reference': ({ part }) =>
      `A pattern cannot refer to what it matched before (“${part}”). List the possible texts with “|”.`,
    'pattern-property': ({ part }) =>
      `A pattern cannot have “${part}”. Write \\p{Script=Han} or \\p{L}, or a range like [a-z].`,
    'pattern-flags': ({ part }) => `A pattern cannot have “${part}”. Write capital and small letters like [Aa].`,
    'pattern-surrogate': ({ part }) => `“${part}” in the pattern is half a character. Write it whole, like \\u{1F600}.`,
    'ref-circle': () => 'This $ref leads back to itself. A form cannot have fields in fields without end.',
    'field-name': ({ name }) =>
      `A field cannot be called “${name}”. Use a name that is not empty and has no “.”, “/”, “[” or “]”.`,
    'format-not-drawn': ({ name, format, known }) =>
      `There is no input for the format “${format}” of field “${name}”. Known: ${known}. For others leave the format out and set a pattern.`,
    'widget-not-drawn': ({ name, known }) => `There is no input (ui:widget) “${name}”. Known: ${known}.`,
    'null-not-drawn': ({ name }) => `Field “${name}” is of type "null": it cannot be answered.`,
    'shown-answered': ({ name }) => `“${name}” is only shown (x-shown). Make its type "null".`,
    'page-place': ({ name }) => `The page break “${name}” cannot stand in a group or a list.`,
    'shown-required': ({ name }) => `“${name}” is only shown (x-shown) and cannot be required.`,
    'period-ends': () =>
      'A period (x-period) has exactly the fields “from” and “to”, both of the format "date" or both of "date-time".',
    'address-parts': ({ known }) => `A postal address (x-address) is made of ${known} only.`,
    'file-place': () =>
      'Files (x-file) stand in the items of a list (type: "array"), with type: "object" and without properties.',
    'calculated-nothing': ({ name }) => `Field “${name}” is calculated, but nothing says from what.`,
    'field-shut-out': ({ name }) =>
      `additionalProperties: false shuts out “${name}”, which a condition asks for: it could not be sent. Write “${name}”: {} in properties too, or use unevaluatedProperties instead.`,
    dependencies: () => 'Draft 2020-12 has no “dependencies”. Use dependentRequired or dependentSchemas.',
    'unknown-source': ({ name, known }) => `There is no source “${name}”. Known: ${known}.`,
    'unknown-kind': ({ name, known }) => `There are no records of the kind “${name}”. Known: ${known}.`,
    'list-not-handed': ({ name, known }) =>
      `Forms of registers are not handed the list “${name}”: nobody could answer this field. Write “${known}”, so that it picks a record.`,
    'records-purpose': ({ known }) =>
      `A field that picks another record (records:…) is for registers' forms only (purpose ${known}).`,
    'furigana-open': ({ text }) =>
      `In “${text}” a 《 is not closed. Write furigana as 漢字《かんじ》, within one line.`,
    'furigana-empty': ({ text }) => `In “${text}” nothing stands in 《》. Write the furigana, or take the 《》 out.`,
    'text-without-field': ({ name }) => `There is no field “${name}”.`,
    'field-without-title': ({ name }) => `Field “${name}” has no Japanese title.`,
    'title-twice': ({ name, other, title }) =>
      `Fields “${name}” and “${other}” are both called “${title}” in Japanese. Give them names that can be told apart.`,
    'choice-without-text': ({ name, field }) => `Choice “${name}” of field “${field}” has no Japanese words.`,
    'unknown-field': ({ name }) => `There is no field “${name}”.`,
    'examples-shape': () => '“examples” is a list of { "name": …, "answers": { … } }.',
    'examples-too-many': ({ limit }) => `“examples” may hold at most ${limit}.`,
    'example-broken': ({ name, reason }) => `The example “${name}” cannot be sent with the form as it is: ${reason}`,
    'example-field-gone': ({ name, field }) =>
      `The example “${name}” answers “${field}”, which the form does not have.`,
    'not-in-order': ({ name }) => `Field “${name}” is not in the order (ui:order).`,
    'section-ref': () => 'A shared section cannot use references ($ref): it stands inside other forms.',
    'section-in-section': () => 'A shared section cannot hold another shared section.',
    'section-place': () => 'Only a group that is written in one place can be a shared section (x-section).',
    'role-missing': ({ role, wanted }) =>
      `A form for this purpose needs a field with the role “${role}”. Write "x-role": "${role}" in the field that it is (${wanted}).`,
    'role-twice': ({ role, name, other }) =>
      `The role “${role}” is on two fields, “${name}” and “${other}”. Leave it on one.`,
    'unknown-role': ({ name, known }) =>
      `There is no role (x-role) “${name}” in forms for this purpose. Known: ${known}.`,
    'field-kind': ({ name, role, wanted }) => `Field “${name}” has the role “${role}”, so it must be: ${wanted}.`,
    'role-entry': ({ name, role }) =>
      `Only a field of the entries of a list that stands in no group can have the role “${role}”, not “${name}”.`,
    'role-untold': ({ name, role, audiences }) =>
      `Field “${name}” (role “${role}”) is shown in lists and headings. Its x-tell must say "always" for ${audiences}.`,
    'bad-personal': ({ name }) => `x-personal is true (the field says who somebody is) or false, not “${name}”.`,
    'bad-tell': () => 'x-tell says for each audience whether it is told, like { "tier1": "always" }.',
    'unknown-audience': ({ name, known }) => `There is no audience (x-tell) “${name}”. Known: ${known}.`,
    'bad-telling': ({ name, audience }) =>
      `x-tell of “${audience}” is "always", or "consent" (told where there is consent), not “${name}”.`,
    'mark-on-group': ({ name }) => `“${name}” is a group of fields. Write x-tell and x-personal in each field in it.`,
    'logic-no-list': () => '“logic” is a list of rules ([ … ]).',
    'logic-too-many': ({ limit }) => `“logic” may hold at most ${limit} rules.`,
    'logic-shape': () => 'A rule is written { "id": …, "when": …, "then": … }.',
    'logic-twice': ({ name }) => `Two rules are called “${name}” (id). Give one another name.`,
    'logic-condition': () => 'A condition (when) is a group (all, any, not) or a comparison (fact, operator, value).',
    'logic-effect': ({ known }) => `“then” has exactly one of: ${known}.`,
    'logic-fields': () => 'Write a list of at least one field ([ … ]).',
    'logic-field': () => 'Write the name of one field.',
    'logic-to': () => 'Write a list of at least one choice ([ … ]).',
    'logic-value-shape': () =>
      'The value is a text, a number, true or false, a list of texts, { "fact": "field" }, { "sum": ["field", …] }, { "count": "field" } or { "difference": ["field", "field"] }.',
    'logic-message': () => 'Write in Japanese, in “ja” of “message”, why the answers cannot be sent.',
    'logic-rows': () => 'The fields of one rule must lie in the same entries. Make another rule for those elsewhere.',
    'logic-fact': ({ name }) =>
      `Field “${name}” cannot be asked about from here. A time is nothing that a condition can ask about. From outside of a list a condition can ask about its texts, its choices and how many entries it has.`,
    'logic-no-choices': ({ name }) => `Field “${name}” has no choices that could be limited.`,
    'logic-choice': ({ name, field }) => `“${name}” is not one of the choices of field “${field}”.`,
    'logic-value-missing': ({ field }) => `Nothing says yet which value field “${field}” is set to. Give one.`,
    'logic-value': ({ name, field }) => `“${name}” is no value for field “${field}”.`,
    'logic-no-number': ({ name }) => `Only numbers can be added up, and “${name}” is none.`,
    'logic-no-list-of': ({ name }) => `“${name}” is no list or choice of several that could be counted.`,
    'logic-no-difference': ({ name }) => `There is no difference with “${name}”. Take two numbers or two days.`,
    'logic-unit': ({ name, field }) =>
      `“${name}” and “${field}” have different units: neither a sum nor a difference can be made of them.`,
    'logic-copy': ({ name, field }) => `What is answered to “${name}” is of another kind than “${field}”.`,
    'logic-told': ({ name, field }) =>
      `“${field}” is told more widely than “${name}”, or is not taken for personal as that is, and cannot take over its answer. Give “${field}” the x-tell and x-personal of “${name}”.`,
    'logic-filled': ({ name }) =>
      `The program fills in field “${name}” (x-role) too: a rule can neither hide nor set nor limit it.`,
    'logic-shown': ({ name }) => `“${name}” is only shown, not answered: a rule can show it, and nothing else.`,
    'logic-group': ({ name }) =>
      `“${name}” is a group of fields: no answer can be asked of it. Choose the fields in it.`,
    'logic-always-set': ({ name }) =>
      `“${name}” is always set, and nobody can answer it: no answer can be asked of it. Take it out of this rule.`,
    'logic-whole': ({ name, field }) =>
      `“${name}” may have decimals and “${field}” may not: what is calculated may not fit. Let “${field}” have them too (type "number"), or make “${name}” a whole number.`,
    'logic-circle': ({ name }) =>
      `What shows or sets field “${name}” hangs, by way of other fields, on “${name}” itself. Break the circle.`,
    'logic-required': ({ name }) =>
      `Field “${name}” must always be answered (required), but a rule can hide it, and then nothing could be sent. Take it out of required, and let a rule require it while it is shown.`,
    'logic-clash': ({ one: first, other, field }) =>
      `Where “${first}” and “${other}” hold together, field “${field}” would be set to two values. Make their conditions exclude each other.`,
  },
};

export function makeIssue(path: string, code: string, params: Record<string, string>, language: Language): Issue {
  return {
    path,
    code,
    message: sentences[language][code]?.(params) ?? code,
    ...(Object.keys(params).length > 0 && { params }),
  };
}

/** What is said of a pattern that cannot be run, as code and parameters for `makeIssue`. */
export function patternIssue({ code, part }: PatternFault): { code: string; params: Record<string, string> } {
  if (code === 'pattern-none') return { code: 'schema', params: { part } };
  return {
    code,
    params: { part, limit: String(code === 'pattern-too-long' ? MAX_PATTERN_LENGTH : MAX_PATTERN_STATES) },
  };
}
