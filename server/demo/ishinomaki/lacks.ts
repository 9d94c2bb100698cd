import type { DemoRecord } from '../types.ts';

/** What is lacking: one that was studied and decided. The others begin by themselves with the needs that nobody meets. */
export const lacks = (day: (offset: number) => string): DemoRecord[] => [
  {
    register: 'lack-decision',
    area: 'kama',
    day: -82,
    answers: (id) => ({
      title: '釜・大街道 × 外出支援・移動サービス',
      area: id('area:kama'),
      type: 'transport',
      note: '通院と買い物の足がないという声が、座談会でも出ている。',
    }),
    steps: [
      [
        -40,
        'STUDY',
        {
          day: day(-41),
          said: '同じ方向の送迎をまとめられないか。地区の中だけでは運転する人が足りない、という意見が多かった。',
        },
      ],
      [
        -13,
        'DECIDE',
        {
          choice: 'first-tier',
          why: 'ほかの地区でも同じ声があり、地区の中だけでは運転する人も車も足りない。',
          who: '釜・大街道の協議体と第1層コーディネーター',
          day: day(-13),
          reviewOn: day(77),
        },
      ],
    ],
  },
];
