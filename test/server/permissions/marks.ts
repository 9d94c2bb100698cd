import type { Asker } from './askers.ts';
import type { Records } from './records.ts';

const names = ['administrator', 'tier2', 'centre'] as const;
const cases = [...names, 'tier1'] as const;
const southNames = ['administrator', 'administratorSouth', 'tier2South', 'centreSouth'] as const;
const southCases = [...southNames, 'tier1', 'tier1South'] as const;

export type Mark = {
  what: string;
  words: string;
  to: readonly Asker[];
  /** They are a resident's, or about one: whoever is told them has looked. The id's name, where there is one record that has them. */
  of?: 'a resident' | keyof Records['ids'];
};

/**
 * Words that stand in the records, and who may ever be told them, whatever they ask. The test looks for every one of them
 * in every answer, and at the end sees that those who may be told have indeed been told.
 */
export const marks: readonly Mark[] = [
  { what: 'name of a resident who consents', words: '架空 ハナ', of: 'a resident', to: [...names, 'provider'] },
  { what: 'kana of a resident who consents', words: 'かくう はな', of: 'a resident', to: [...names, 'provider'] },
  { what: 'phone of a resident who consents', words: '0225-00-0001', of: 'a resident', to: [...names, 'provider'] },
  { what: 'name of a resident who does not consent', words: '秘密 タロウ', of: 'silent', to: names },
  { what: 'kana of a resident who does not consent', words: 'ひみつ たろう', of: 'silent', to: names },
  { what: 'phone of a resident who does not consent', words: '0225-00-0002', of: 'silent', to: names },
  {
    what: 'name of a resident of the south',
    words: '南野 ミナミ',
    of: 'southNeed',
    to: [...southNames, 'providerSouth'],
  },
  {
    what: 'kana of a resident of the south',
    words: 'みなみの みなみ',
    of: 'southNeed',
    to: [...southNames, 'providerSouth'],
  },
  {
    what: 'phone of a resident of the south',
    words: '0225-00-0003',
    of: 'southNeed',
    to: [...southNames, 'providerSouth'],
  },
  ...(['助手 タスク', 'すけて たすく', '0225-88-0001', '膝の 持病', '頼みの内輪話'] as const).map((words): Mark => ({
    what: `of a supporter: ${words}`,
    words,
    of: 'supporter',
    to: ['tier2', 'centre'],
  })),
  ...(['南の 手助', 'みなみの てだすけ', '0225-88-0003'] as const).map((words): Mark => ({
    what: `of a supporter of the south: ${words}`,
    words,
    of: 'southSupporter',
    to: ['tier2South', 'centreSouth'],
  })),
  { what: 'name of a resident of another town', words: '別野 ベツ', of: 'foreignNeed', to: ['outsider'] },
  { what: 'a user of another town', words: '別の市 administrator', to: ['outsider'] },
  { what: 'an account of another town with an e-mail of this one', words: '別の市の同じ人', to: [] },
  {
    what: 'title of a need that was referred',
    words: '北の通院の足',
    of: 'a resident',
    to: [...cases, 'provider', 'member'],
  },
  { what: 'title of a need that nobody was told of', words: '北の見守り', of: 'silent', to: cases },
  {
    what: 'title of a need of the south',
    words: '南の通院の足',
    of: 'southNeed',
    to: [...southCases, 'providerSouth'],
  },
  { what: 'title of the community’s need', words: '北の買い物の手段', of: 'a resident', to: [...cases, 'member'] },
  {
    what: 'title of an unmet need of the community',
    words: '北の食事の不足',
    of: 'a resident',
    to: [...cases, 'member'],
  },
  { what: 'message of a referral', words: '北への伝言', of: 'a resident', to: [...names, 'provider'] },
  {
    what: 'message of a referral in the south',
    words: '南への伝言',
    of: 'a resident',
    to: [...southNames, 'providerSouth'],
  },
  { what: 'a free text that an officer added', words: '緊急 連絡夫', of: 'a resident', to: names },
  { what: 'a number that an officer added', words: '7351997351', of: 'a resident', to: names },
  { what: 'a day that an officer added', words: '2031年5月6日', of: 'a resident', to: names },
  { what: 'a day that an officer added, as it is kept', words: '2031-05-06', of: 'a resident', to: names },
  {
    what: 'a free text that an officer added to a proposal',
    words: '提案に足した 言葉',
    to: ['administrator', 'tier2'],
  },
  { what: 'minutes', words: '北の座談会の議事録', to: [...cases, 'member'] },
  { what: 'a meeting’s plan for a resident', words: '北の足の計画', of: 'a resident', to: names },
  { what: 'a meeting’s plan for the community', words: '北の店の計画', of: 'a resident', to: [...cases, 'member'] },
  { what: 'a draft', words: '書きかけの提案', to: ['administrator', 'tier2'] },
  { what: 'a draft of the south', words: '南の書きかけ', to: ['administrator', 'administratorSouth', 'tier2South'] },
  { what: 'a proposal that was sent', words: '送った提案', to: ['administrator', 'tier1', 'tier2', 'member'] },
  { what: 'a user’s e-mail', words: 'tier2-north@99901.example', to: ['administrator', 'tier2'] },
  { what: 'name of a token', words: '北の集計の鍵', to: ['administrator', 'tier2'] },
];
