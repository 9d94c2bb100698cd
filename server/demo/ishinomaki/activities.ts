import type { DemoRecord } from '../types.ts';

export const activities = (day: (offset: number) => string): DemoRecord[] => [
  {
    register: 'activity',
    area: 'kadonowaki',
    day: -260,
    answers: (id) => ({
      name: '茶の間ひだまり（見本）',
      type: 'salon',
      linked: false,
      area: id('area:kadonowaki'),
      tier: 'tier2',
      aim: '門脇には、週に何度も集まれる場所がない。家にこもりがちな方が、気軽に来られる場をつくる。',
      existing: '町内会の集会所が、平日の昼は空いている。お茶の用意ならできるという声が3人。',
    }),
    steps: [
      [-255, 'FIND_PARTNERS'],
      [
        -248,
        'ADD_PARTNER',
        {
          day: day(-248),
          partners: [{ body: '門脇地区見本町内会', person: '見本 会長', part: 'place', answer: 'thinking' }],
        },
      ],
      [
        -235,
        'AGREED',
        {
          day: day(-235),
          partners: [
            { body: '門脇地区見本町内会', person: '見本 会長', part: 'place' },
            { body: 'サロンひだまりの会', person: '例題 ひなた', part: 'lead' },
          ],
        },
      ],
      [-230, 'PREPARE'],
      [
        -220,
        'ASK_SUPPORTERS',
        { day: day(-220), asked: 6, yes: 4, waiting: 1, content: '週1回の受付と、お茶の用意。' },
      ],
      [
        -205,
        'TRY',
        {
          needed: 4,
          yes: 4,
          missing: 0,
          place: '門脇見本集会所',
          allowed: true,
          when: '毎週火曜 10時から12時',
          cost: 36_000,
          funds: ['fees', 'grant'],
          checks: 'done',
          carries: false,
        },
      ],
      [-196, 'TRIAL', { day: day(-196), users: 9, supporters: 4, learned: '送り迎えがないと来られない方が2人いた。' }],
      [
        -175,
        'TRIAL',
        { day: day(-175), users: 14, supporters: 4, learned: '近所で誘い合うと来られる。', mend: '椅子を増やす。' },
      ],
      [-150, 'START', { startsOn: day(-150), body: 'サロンひだまりの会', eligibility: 'どなたでも' }],
      [-60, 'REVIEW', { day: day(-60), users: 23, attendances: 186, lack: 'less', next: '来られない方への声かけ。' }],
    ],
  },
  {
    register: 'activity',
    area: 'kama',
    day: -90,
    answers: (id) => ({
      name: '大街道 買い物おでかけ便（見本）',
      type: 'transport',
      linked: false,
      area: id('area:kama'),
      areas: [id('area:ishinomaki')],
      tier: 'tier2',
      aim: '店まで歩けない方が、週に一度は自分で品物を選んで買えるようにする。',
      existing: '社会福祉法人の車が、水曜の午前は空いている。運転できる方が2人。',
    }),
    steps: [
      [-88, 'FIND_PARTNERS'],
      [
        -80,
        'AGREED',
        {
          day: day(-80),
          partners: [
            { body: '社会福祉法人かもめ会（見本）', person: '架空 まどか', part: 'lead' },
            { body: '釜・大街道地区見本町内会', part: 'help' },
          ],
        },
      ],
      [-76, 'PREPARE'],
      [
        -60,
        'LOG_PREPARATION',
        { day: day(-60), done: '運行の経路を決め、店に話をした。', place: '大街道見本スーパー' },
      ],
      [-45, 'ASK_SUPPORTERS', { day: day(-45), asked: 5, yes: 3, content: '車の乗り降りと、店の中の付き添い。' }],
      [
        -34,
        'TRY',
        {
          needed: 3,
          yes: 3,
          missing: 0,
          place: '大街道見本スーパー',
          allowed: true,
          when: '毎週水曜 10時から',
          cost: 48_000,
          funds: ['fund'],
          checks: 'done',
          carries: true,
          transportLaw: 'done',
        },
      ],
      [
        -20,
        'TRIAL',
        {
          day: day(-20),
          users: 5,
          supporters: 3,
          learned: '帰りの荷物が重い。',
          mend: '荷物を運ぶ担い手を1人増やす。',
        },
      ],
      [-6, 'TRIAL', { day: day(-6), users: 7, supporters: 4, learned: '2台に分けると待たずに済む。' }],
    ],
  },
];
