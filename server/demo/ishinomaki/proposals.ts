import type { DemoCity } from '../types.ts';

export const proposals: DemoCity['proposals'] = [
  {
    council: 'kama',
    day: -100,
    kind: 'report',
    title: 'サロンひだまりの参加者が増えています',
    body: '毎週水曜日のサロンに、平均18人が来ています。担い手が2人増え、男性の参加も始まりました。ほかの地区の参考になればと思い、報告します。',
    answer: {
      event: 'NOTE',
      day: -92,
      reason: '第1層協議体で紹介しました。ほかの地区の見学を受け入れてもらえるか、後日相談します。',
    },
  },
  {
    council: 'minato',
    day: -8,
    kind: 'proposal',
    title: '家事援助の担い手を、圏域をまたいで探したい',
    body: '洗濯や買い物などの短い家事を頼みたい人が増えていますが、湊だけでは担い手が足りません。隣の圏域の団体と曜日を分け合う仕組みを提案します。',
    request: '圏域をまたぐ担い手の調整の場を、第1層で設けてください。',
  },
];
