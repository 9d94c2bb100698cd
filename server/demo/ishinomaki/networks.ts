import type { DemoAnswers, DemoRecord } from '../types.ts';

type Day = (offset: number) => string;

/** What stands in the notebook at home: how many days ago, who wrote, what, and whether something had changed. */
const notebook: [on: number, writer: string, said: string, changed?: true][] = [
  [-66, 'なぎさ配食', '昼食を届けた。全部食べたとのこと。'],
  [-62, 'あおぞら手伝い隊', '買い物に同行。階段はゆっくりなら上れる。'],
  [-58, '訪問看護師', '血圧は落ち着いている。薬は一包化した。'],
  [-55, 'なぎさ配食', '玄関に出るまで時間がかかった。'],
  [-51, 'ご家族', '週末に帰省。手すりの位置を直した。'],
  [-47, 'あおぞら手伝い隊', 'ごみ出しを一緒にした。'],
  [-41, '訪問看護師', '右足にむくみ。受診を勧めた。', true],
  [-38, 'ケアマネジャー', '受診に付き添った。薬が一つ増えた。', true],
  [-33, 'なぎさ配食', 'やわらかい食事に替えた。'],
  [-25, 'あおぞら手伝い隊', 'サロンまで一緒に歩いた。楽しかったと話していた。'],
  [-16, '訪問看護師', 'むくみは引いた。'],
  [-6, 'なぎさ配食', '変わりなく受け取られた。'],
];

const tomesMembers =
  (day: Day, visiting: 'from the start' | 'later') =>
  (id: (what: string) => string): Record<string, unknown>[] => {
    const consent = { consent: 'given', consentUntil: day(280) };
    return [
      {
        name: '見本病院 地域連携の医師',
        position: 'medical',
        does: '退院時のケア会議を開き、病状を伝える',
        since: day(-84),
        ...consent,
      },
      {
        name: '見本 ケアマネジャー',
        body: id('organisation:houkatsu'),
        position: 'care',
        does: '全体の調整',
        since: day(-84),
        ...consent,
      },
      {
        name: 'NPO法人あおぞら手伝い隊',
        body: id('organisation:aozora'),
        position: 'mutual',
        does: '買い物の同行とごみ出し',
        times: '火・金の午前',
        since: day(-82),
        ...consent,
      },
      {
        name: '合同会社なぎさ配食',
        body: id('organisation:nagisa'),
        position: 'service',
        does: '昼食を届け、様子を見る',
        times: '平日の昼',
        since: day(-82),
        ...consent,
      },
      ...(visiting === 'later'
        ? [{ name: '訪問看護師', position: 'medical', does: '週1回の訪問', since: day(-70), ...consent }]
        : []),
      {
        name: '向かいの家の方（見本）',
        position: 'neighbours',
        does: '朝の雨戸を気にかける',
        since: day(-80),
        consent: 'not-given',
      },
    ];
  };

const tome = (day: Day): DemoRecord => ({
  register: 'individual-network',
  area: 'kama',
  day: -88,
  answers: (id) => ({
    title: '見本 トメさん（84歳）',
    area: id('area:kama'),
    why: '骨折で入院し、来週退院する。一人暮らしで、医療・介護・食事の手助けが同時に要る。',
    help: ['medical', 'care', 'meals', 'chores'],
    discharge: true,
    callerAs: 'nobody',
    route: id('organisation:houkatsu'),
    consent: 'given',
    consentBy: 'person',
    consentOn: day(-88),
    consentUntil: day(280),
  }),
  steps: [
    [
      -86,
      'CALL',
      { day: day(-86), callerAs: 'doctor', caller: '見本病院の主治医', asked: '退院時のケア会議で呼びかけた。' },
    ],
    [-80, 'ADD_MEMBER', (id) => ({ members: tomesMembers(day, 'from the start')(id) })],
    [
      -70,
      'HOLD_GATHERING',
      {
        day: day(-70),
        place: 'ご自宅',
        way: 'all',
        attended: ['主治医', 'ケアマネジャー', 'あおぞら手伝い隊', 'なぎさ配食', '長女'].map((name) => ({ name })),
        person: true,
        family: true,
        condition: '杖で家の中を歩ける。外は付き添いが要る。',
        aim: '住み慣れた家で、食事と服薬を続ける。',
        agreed: '気づいたことは連絡帳に書く。むくみ・転倒はすぐに電話する。',
        contact: ['notebook', 'telephone'],
        reviewOn: day(-30),
      },
    ],
    [-69, 'ADD_MEMBER', (id) => ({ members: tomesMembers(day, 'later')(id) })],
    ...notebook.map(([on, writer, said, changed]): [number, string, DemoAnswers] => [
      on,
      'WRITE',
      { day: day(on), writer, said, condition: changed ? 'changed' : 'same' },
    ]),
    [-5, 'REVIEW', { day: day(-5), changes: '外を歩く距離がのびた。', add: 'サロンへの付き添い', reviewOn: day(60) }],
  ],
});

/** Networks around one person: one that works, one that is needed and nobody forms, one that does not reach. */
export const networks = (day: Day): DemoRecord[] => [
  tome(day),
  {
    register: 'individual-network',
    area: 'kadonowaki',
    day: -20,
    answers: (id) => ({
      title: '仮名 ヨシさん（79歳）',
      area: id('area:kadonowaki'),
      why: '配食と通院の手助けが別々に入っていて、互いに様子を知らない。',
      help: ['meals', 'outing', 'watching'],
      callerAs: 'nobody',
      consent: 'not-given',
    }),
    steps: [],
  },
  {
    register: 'individual-network',
    area: 'ishinomaki',
    day: -120,
    answers: (id) => ({
      title: '例題 キヨさん（88歳）',
      area: id('area:ishinomaki'),
      why: '物忘れがあり、ご家族は遠くに住んでいる。',
      help: ['care', 'watching', 'company'],
      callerAs: 'care-manager',
      caller: '見本 ケアマネジャー',
      route: id('organisation:houkatsu'),
      consent: 'given',
      consentBy: 'family',
      consentOn: day(-120),
      consentUntil: day(245),
    }),
    steps: [
      [-118, 'CALL', { day: day(-118), callerAs: 'care-manager', caller: '見本 ケアマネジャー' }],
      [
        -108,
        'ADD_MEMBER',
        (id) => ({
          members: [
            {
              name: '見本 ケアマネジャー',
              body: id('organisation:houkatsu'),
              position: 'care',
              does: '全体の調整',
              consent: 'given',
              consentUntil: day(245),
              since: day(-118),
            },
            {
              name: 'サロンひだまりの会',
              body: id('organisation:hidamari'),
              position: 'mutual',
              does: '週1回の声かけ',
              consent: 'given',
              consentUntil: day(245),
              since: day(-110),
            },
          ],
        }),
      ],
      [
        -95,
        'HOLD_GATHERING',
        {
          day: day(-95),
          way: 'part',
          attended: [{ name: 'ケアマネジャー' }, { name: 'ひだまりの会' }, { name: '長男（電話）' }],
          person: true,
          family: true,
          condition: '日によって物忘れの様子が違う。',
          aim: '外に出る楽しみを続ける。',
          agreed: '変わったことがあれば電話で知らせ合う。',
          contact: ['telephone'],
          reviewOn: day(-40),
        },
      ],
      [
        -38,
        'TROUBLE',
        {
          day: day(-38),
          changes: '見守りの間があく日がある。',
          reach: 'partly',
          cause: 'attitude',
          reviewOn: day(20),
        },
      ],
      [
        -30,
        'ASK',
        {
          day: day(-30),
          asked: '介護・医療・助け合い連絡協議会（見本）',
          what: 'advice',
          request: '一つの事業者が情報の共有に加わらない。どう働きかけるかを協議してほしい。',
        },
      ],
    ],
  },
];
