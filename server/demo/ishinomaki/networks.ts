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

const inside = (organisation: string, since: string, consent = 'given') => ({ body: organisation, since, consent });

/** One of a type that names providers, one of different types that advises. */
const amongProviders = (day: Day): DemoRecord[] => [
  {
    register: 'provider-network',
    area: 'ishinomaki',
    day: -200,
    answers: (id) => ({
      title: '配食事業者連絡会（見本）',
      sort: 'same',
      type: 'meals',
      unit: 'area',
      area: id('area:ishinomaki'),
      shape: 'regular',
      origin: 'new',
      aims: ['information', 'networks'],
      leader: '例題 まさる',
      section: 'no',
      meetings: 4,
    }),
    steps: [
      [
        -195,
        'SURVEY',
        {
          day: day(-195),
          asked: ['providers', 'callers'],
          naming: 'none',
          evening: 'weak',
          developing: 'unknown',
          missed: 'yes',
          words: 'どこに空きがあるか、一軒ずつ電話で聞いている。',
        },
      ],
      [-190, 'LACKS'],
      [-188, 'FOUND'],
      [
        -180,
        'APPROACH',
        {
          day: day(-180),
          whom: '例題 まさる',
          office: 'present',
          said: '個別ネットワークの推進者が、紹介を頼める相手を求めている。',
          answer: 'agrees',
        },
      ],
      [
        -170,
        'AGREE',
        (id) => ({
          day: day(-170),
          who: '例題 まさる',
          members: [
            inside(id('organisation:nagisa'), day(-170)),
            inside(id('organisation:hamanasu'), day(-170)),
            inside(id('organisation:kamome'), day(-170), 'not-given'),
          ],
          reviewOn: day(15),
        }),
      ],
      [
        -90,
        'REQUEST',
        (id) => ({
          day: day(-90),
          by: 'tier2',
          type: 'meals',
          area: id('area:kama'),
          wish: '平日の昼、やわらかい食事。',
        }),
      ],
      [-86, 'ANSWER', (id) => ({ day: day(-86), type: 'meals', result: 'named', named: [id('organisation:nagisa')] })],
      [
        -9,
        'REQUEST',
        (id) => ({
          day: day(-9),
          by: 'caller',
          type: 'meals',
          area: id('area:kadonowaki'),
          wish: '土日も届けられるところ。',
        }),
      ],
    ],
  },
  {
    register: 'provider-network',
    area: 'ishinomaki',
    day: -210,
    by: 'tier1',
    answers: (id) => ({
      title: '介護・医療・助け合い連絡協議会（見本）',
      sort: 'different',
      types: '介護、医療、助け合い',
      unit: 'municipality',
      area: id('area:root'),
      shape: 'council',
      origin: 'existing',
      aims: ['information', 'adjusting', 'networks'],
      section: 'yes',
      meetings: 6,
      members: ['houkatsu', 'shakyo', 'aozora'].map((key) => inside(id(`organisation:${key}`), day(-210))),
    }),
    steps: [
      [
        -205,
        'SURVEY',
        {
          day: day(-205),
          asked: ['body', 'centre', 'commissioners'],
          advising: 'does',
          forming: 'weak',
          missed: 'no',
          words: '年6回集まり、届いていない方のことを話している。',
        },
      ],
      [-204, 'SUFFICIENT'],
      [
        -25,
        'ADVISE',
        (id) => ({
          day: day(-25),
          situation: '一つの団体が情報の共有に加わらない個別ネットワークがある。',
          cause: 'attitude',
          whom: id('organisation:kamome'),
          measure: '連絡帳への記入と、次の集まりへの出席を申し入れる。',
          dueOn: day(20),
          result: 'waiting',
        }),
      ],
    ],
  },
];

/** One that passes needs on, one that has nobody to pass them to. */
const ofNeighbours = (day: Day): DemoRecord[] => [
  {
    register: 'neighbourhood-network',
    area: 'kama',
    day: -160,
    answers: (id) => ({
      title: '釜・大街道地区見本町内会とあおぞら手伝い隊',
      body: id('organisation:kama-town'),
      partners: [id('organisation:aozora')],
      area: id('area:kama'),
      types: ['transport'],
      why: '買い物や通院の送迎を頼まれても、車を出せる人がいない。',
    }),
    steps: [
      [-155, 'MEET', { day: day(-155), said: '町内会長とあおぞら手伝い隊が、頼まれごとを出し合った。' }],
      [
        -150,
        'AGREE',
        (id) => ({
          day: day(-150),
          partner: id('organisation:aozora'),
          how: '町内会長が用件を聞き、手伝い隊の当番に電話する。',
          reviewOn: day(215),
        }),
      ],
      ...([-120, -75, -30, -8] as const).map((on): [number, string, DemoAnswers] => [
        on,
        'HAND_OVER',
        (id) => ({
          day: day(on),
          type: 'transport',
          why: '車を出せる人がいない。',
          partner: id('organisation:aozora'),
          result: on === -8 ? 'waiting' : 'taken',
        }),
      ]),
    ],
  },
  {
    register: 'neighbourhood-network',
    area: 'kadonowaki',
    day: -15,
    answers: (id) => ({
      title: '門脇地区見本町内会の坂道の雪かき',
      body: id('organisation:kadonowaki-town'),
      area: id('area:kadonowaki'),
      types: ['neighbourhood'],
      why: '坂道の雪かきを頼まれるが、若い人がいない。',
    }),
    steps: [],
  },
];

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
  ...amongProviders(day),
  ...ofNeighbours(day),
];
