import { fillText } from '../messages.ts';
import type { Language } from '../types.ts';

/** What the analysis says, by code. `{{…}}` takes the finding's words. */
const texts = {
  'never-true': {
    ja: '「{{rule}}」は、どんな場合にも当てはまりません。{{why}}',
    en: '"{{rule}}" can never apply. {{why}}',
  },
  'always-true': {
    ja: '「{{rule}}」は、どんな場合にも当てはまります。場合を絞る条件になっていません。',
    en: '"{{rule}}" applies to every case: its conditions leave nothing out.',
  },
  'condition-never-true': {
    ja: '{{place}}の条件「{{condition}}」は、成り立つことがありません。なくても結果は同じです。',
    en: 'In {{place}}, the condition "{{condition}}" can never hold. Without it nothing would change.',
  },
  'condition-always-true': {
    ja: '{{place}}の条件「{{condition}}」は、いつも成り立ちます。なくても結果は同じです。',
    en: 'In {{place}}, the condition "{{condition}}" always holds. Without it nothing would change.',
  },
  'condition-redundant': {
    ja: '{{place}}の条件「{{condition}}」は、ほかの条件に含まれています。なくても結果は同じです。',
    en: 'In {{place}}, the condition "{{condition}}" is already covered by the others. Without it nothing would change.',
  },
  shadowed: {
    ja: '「{{rule}}」の結果になることはありません。当てはまるときは、先に調べる{{others}}にも必ず当てはまり、そちらの結果になります。',
    en: '"{{rule}}" never decides: whenever it applies, {{others}} applies too and comes first.',
  },
  duplicate: {
    ja: '「{{rule}}」と「{{other}}」は条件が同じです。',
    en: '"{{rule}}" and "{{other}}" have the same conditions.',
  },
  'duplicate-shadowed': {
    ja: '「{{rule}}」と「{{other}}」は条件が同じです。先に調べる「{{other}}」の結果になり、「{{rule}}」の結果になることはありません。',
    en: '"{{rule}}" and "{{other}}" have the same conditions. "{{other}}" comes first, so "{{rule}}" never decides.',
  },
  contradictory: {
    ja: '「{{rule}}」と「{{other}}」が同時に当てはまる場合があり、「進める」と「進めない」の両方が結果になります。',
    en: '"{{rule}}" and "{{other}}" can apply together: the outcome is then both allow and refuse.',
  },
  'contradictory-tie': {
    ja: '「{{rule}}」と「{{other}}」が同時に当てはまる場合があり、結果が「進める」と「進めない」に分かれます。優先順位が同じなので、先に書いた「{{other}}」の結果になります。',
    en: '"{{rule}}" and "{{other}}" can apply together, one allowing and the other refusing. Their priority is the same, so "{{other}}", written first, decides.',
  },
  'contradictory-ordered': {
    ja: '「{{rule}}」と「{{other}}」が同時に当てはまる場合があり、結果が「進める」と「進めない」に分かれます。優先順位の高い「{{other}}」の結果になります。',
    en: '"{{rule}}" and "{{other}}" can apply together, one allowing and the other refusing. "{{other}}" has the higher priority and decides.',
  },
  gap: {
    ja: 'どのルールにも当てはまらず、結果が出ない場合があります。',
    en: 'There are cases to which no rule applies, and they get no outcome.',
  },
  'only-otherwise': {
    ja: 'どのルールにも当てはまらず、「どれにも当てはまらないとき」の結果になる場合があります。',
    en: 'There are cases to which no rule applies; they get the outcome for "otherwise".',
  },
  'otherwise-never': {
    ja: '「どれにも当てはまらないとき」の結果になることはありません。いつもどれかのルールに当てはまります。',
    en: 'The outcome for "otherwise" is never given: some rule always applies.',
  },
  'no-candidate': {
    ja: 'どの場合も候補から外されます。残る候補がありません。',
    en: 'Every case is left out: there can be no candidate.',
  },
  'points-range': {
    ja: '「{{rule}}」の点数は -{{most}} から {{most}} まで、小数は{{decimals}}桁までにしてください。',
    en: 'The points of "{{rule}}" go from -{{most}} to {{most}}, with at most {{decimals}} decimals.',
  },
  'never-fired': {
    ja: '「{{rule}}」は、この12か月の記録では一度も当てはまっていません。',
    en: '"{{rule}}" applied to no recorded case of the last 12 months.',
  },
  unnamed: {
    ja: '「{{rule}}」に名前がありません。人に見せる名前を付けてください。',
    en: '"{{rule}}" has no name to be called by.',
  },
  unexplained: {
    ja: '「{{rule}}」に理由がありません。当てはまったときに、なぜかを伝えられません。',
    en: '"{{rule}}" has no reason: when it applies, nobody can be told why.',
  },
  undecided: {
    ja: '条件が込み入っているため、{{place}}については調べきれませんでした。',
    en: 'The conditions are too involved: {{place}} could not be fully checked.',
  },
} as const;

const parts = {
  alone: { ja: '「{{a}}」は成り立つことがありません。', en: '"{{a}}" can never hold.' },
  pair: { ja: '「{{a}}」と「{{b}}」は同時に成り立ちません。', en: '"{{a}}" and "{{b}}" cannot hold together.' },
  together: { ja: '条件がすべて同時に成り立つことはありません。', en: 'Its conditions cannot all hold together.' },
  each: { ja: 'どの条件も成り立つことがありません。', en: 'None of its conditions can hold.' },
  quote: { ja: '「{{a}}」', en: '"{{a}}"' },
  named: { ja: '名前つきの条件「{{a}}」', en: 'the named condition "{{a}}"' },
  everything: { ja: 'ルールの組み合わせ', en: 'how the rules work together' },
} as const;

export type FindingText = keyof typeof texts;

export const sayFinding = (text: FindingText, language: Language, params: Record<string, string>): string =>
  fillText(texts[text][language], params).trim();
export const sayPart = (part: keyof typeof parts, language: Language, params: Record<string, string> = {}): string =>
  fillText(parts[part][language], params);
