import type { DemoRecord } from '../types.ts';

const consent = (given: string, until: string) => ({
  consent: 'given',
  consentScope: ['name', 'contact'],
  consentOn: given,
  consentUntil: until,
});

export const supporters = (day: (offset: number) => string): DemoRecord[] => [
  {
    register: 'supporter',
    area: 'kama',
    day: -120,
    answers: (id) => ({
      area: id('area:kama'),
      activeAreas: [id('area:kama')],
      name: '模擬 さくら',
      kana: 'もぎ さくら',
      contact: '0225-00-0181（見本）',
      ageGroup: '60s',
      abilities: ['salon', 'meals'],
      times: ['wed-morning', 'wed-afternoon'],
      hours: 3,
      cause: 'course',
      body: id('organisation:hidamari'),
      ...consent(day(-118), day(600)),
    }),
    steps: [
      [-118, 'TRAINED', { course: '生活支援ボランティア養成講座（見本）', day: day(-118) }],
      [-117, 'REGISTER'],
      [
        -110,
        'ASK',
        (id) => ({
          place: 'サロンひだまり',
          at: id('service:hidamari-salon'),
          askedOn: day(-110),
          content: '受付と、お茶の用意。',
        }),
      ],
      [-108, 'YES', { answeredOn: day(-108), startsOn: day(-101) }],
      [-59, 'LOG', { day: day(-59), place: 'サロンひだまり', hours: 21, times: 7 }],
      [-10, 'LOG', { day: day(-10), place: 'サロンひだまり', hours: 20, times: 7 }],
      [-9, 'FOLLOW', { day: day(-9), goesOn: 'yes', together: 'joined' }],
    ],
  },
  {
    register: 'supporter',
    area: 'ishinomaki',
    day: -40,
    answers: (id) => ({
      area: id('area:ishinomaki'),
      activeAreas: [id('area:ishinomaki')],
      name: '仮名 みつる',
      kana: 'かめい みつる',
      contact: '0225-00-0182（見本）',
      ageGroup: '70s',
      abilities: ['transport'],
      times: ['tue-morning', 'thu-morning'],
      cause: 'publicity',
      skills: [{ skill: '普通自動車免許', validUntil: day(-12) }],
      // It ended with the licence: nobody may ask him.
      ...consent(day(-40), day(-12)),
    }),
    steps: [
      [-38, 'TRAINED', { course: '移動支援の講座（見本）', day: day(-38) }],
      [-37, 'REGISTER'],
    ],
  },
  {
    register: 'supporter',
    area: 'kadonowaki',
    day: -20,
    answers: (id) => ({
      area: id('area:kadonowaki'),
      activeAreas: [id('area:kadonowaki')],
      name: '例題 すみ',
      kana: 'れいだい すみ',
      contact: '0225-00-0183（見本）',
      ageGroup: '80s',
      abilities: ['watching-over'],
      times: ['mon-afternoon', 'fri-afternoon'],
      cause: 'user',
      note: '要支援1。登下校の子どもの見守りをしたい。',
      ...consent(day(-20), day(345)),
    }),
    steps: [[-19, 'REGISTER']],
  },
];
