import type { DemoRecord } from '../types.ts';

const hearings = [
  ['住民', '路線バスが減り、通院の日を合わせるのが難しい。', 'need'],
  ['商店', '店を週3日に減らしたが、頼まれれば届けている。', 'resource'],
  ['住民', '回覧板を回すときに、隣の様子を見ている。', 'resource'],
  ['漁業の団体', '組合の車を、昼は貸せる。', 'resource'],
  ['住民', '買い物は隣の方に頼んでいる。いつまで頼めるか心配。', 'need'],
  ['行政区', '集会所は使える。鍵を預かる人がいない。', 'none'],
] as const;

export const outreach = (day: (offset: number) => string): DemoRecord[] => [
  {
    register: 'outreach',
    area: 'kama',
    day: -200,
    by: 'tier1',
    answers: (id) => ({
      kind: 'course',
      name: '生活支援ボランティア養成講座（見本）',
      aims: ['supporters', 'knowing'],
      hosts: ['city', 'tier1'],
      target: '生活支援に関心のある方、どなたでも',
      area: id('area:root'),
      startsOn: day(-160),
      endsOn: day(-120),
      sessions: 5,
      cost: 120_000,
    }),
    steps: [
      [-190, 'ANNOUNCE', { day: day(-190), media: ['bulletin', 'leaflet', 'web'] }],
      ...[21, 18, 17, 16, 16].map((attendance, index): [number, string, Record<string, unknown>] => [
        -160 + index * 10,
        'HOLD_SESSION',
        {
          day: day(-160 + index * 10),
          title: `第${index + 1}回`,
          place: '見本市民会館',
          attendance,
          people: [21, 0, 0, 0, 0][index],
          content: ['助け合いと制度', '認知症の方と話す', '車いすと移動', '家事を手伝う', '活動先を知る'][index],
        },
      ]),
      [
        -118,
        'FINISH',
        { completed: 16, willing: 9, survey: '活動先を見てから決めたい方が多い。', next: '9人に活動先を紹介する。' },
      ],
      [-90, 'CLOSE', { willing: 9, contacted: 9, registered: 9, excused: 0, handled: 9, rest: 0 }],
    ],
  },
  {
    register: 'outreach',
    area: 'oshika',
    day: -50,
    answers: (id) => ({
      kind: 'hearing',
      name: '牡鹿 聞き取り（見本）',
      aims: ['listening', 'supporters'],
      hosts: ['tier2', 'centre'],
      target: '浜ごとの住民、商店、団体',
      area: id('area:oshika'),
      startsOn: day(-45),
      endsOn: day(-25),
    }),
    steps: [
      ...[-45, -30].map((on): [number, string, Record<string, unknown>] => [
        on,
        'HEAR',
        { day: day(on), hearings: hearings.map(([who, heard, becomes]) => ({ who, heard, becomes })) },
      ]),
      [
        -16,
        'FINISH',
        { willing: 2, survey: '12軒のうち5軒が、移動の困りごとを話した。', next: '手を挙げた2人に連絡する。' },
      ],
    ],
  },
  {
    register: 'outreach',
    area: 'kama',
    day: -28,
    answers: (id) => ({
      kind: 'publicity',
      name: '釜・大街道 支え合い便り（見本）',
      aims: ['knowing', 'supporters'],
      hosts: ['tier2', 'council'],
      target: '釜・大街道の全世帯',
      area: id('area:kama'),
      startsOn: day(-21),
      endsOn: day(120),
      media: ['circular'],
      copies: 1200,
    }),
    steps: [
      [
        -21,
        'PUBLISH',
        {
          day: day(-21),
          title: '第1号',
          media: ['circular'],
          copies: 1200,
          content: '協議体ができました。買い物おでかけ便の試行を紹介します。',
        },
      ],
    ],
  },
];
