import { addDays, fiscalYear } from '../kernel/clock.ts';
import type { DemoRecord } from './types.ts';

/*
 * Rows of rollout plans: those of the sources, as far as they can be read (平成27年度 新潟市 協議体構築スケジュール, 平成28年度以降の生活支援・
 * 介護予防体制整備事業について（案）, numbers per year of the 第7期介護保険事業計画), and the one that the demonstration's city works by today.
 */

type Row = {
  track: 'city' | 'ward' | 'tier1' | 'coordinators' | 'councils' | 'areas';
  title: string;
  from: string;
  to?: string;
  sort?: 'effort' | 'once' | 'regular' | 'founding' | 'lasting';
  area?: string;
  areas?: string[];
  target?: number;
  counts?: string;
  certainty?: 'source' | 'reading' | 'own';
  note?: string;
  steps?: DemoRecord['steps'];
};

type Plan = { plan: string; basis?: string; day: number; rows: Row[]; steps: DemoRecord['steps'] };

const recordsOf = ({ plan, basis, day, rows, steps }: Plan): DemoRecord[] =>
  rows.map(({ from, to, area = 'root', areas, sort = 'effort', counts = 'hand', steps: own = [], ...row }) => ({
    register: 'rollout-plan',
    area,
    day,
    by: 'administrator',
    answers: (id) => ({
      certainty: 'reading',
      ...row,
      plan,
      sort,
      counts,
      ...(basis && { basis }),
      period: { from, ...(to && { to }) },
      area: id(`area:${area}`),
      ...(areas && { areas: areas.map((each) => id(`area:${each}`)) }),
    }),
    steps: [...steps, ...own],
  }));

const over: DemoRecord['steps'] = [
  [-299, 'CLOSE', { reason: '計画の期間が終わったため（資料の計画。実績は資料にない）。' }],
];

const first = { from: '2016-04-01', to: '2017-03-31' };
const second = { from: '2017-04-01', to: '2017-09-30' };
const third = { from: '2017-10-01' };

const slipped = '資料では市の行にある。内容から第2層協議体の動きとした。';

/** Of the draft from 平成28年度 on only the order is certain. */
const draftOf2016: Row[] = [
  { track: 'tier1', title: 'ボランティア養成講座の運営', ...first },
  { track: 'tier1', title: 'ワークショップ、ヒアリング', ...first },
  { track: 'tier1', title: '協議会を概ね四半期ごとに開催', sort: 'regular', target: 4, ...first },
  { track: 'tier1', title: '第2層コーディネーターとの連携、支援', ...second },
  { track: 'tier1', title: '養成ボランティアの組織化支援', ...second },
  { track: 'tier1', title: '第2層協議体との連携、支援', ...third },
  { track: 'tier1', title: '養成ボランティアの活動支援、養成の継続', ...third },
  { track: 'tier1', title: '協議会を概ね四半期ごとに開催（年4回）', sort: 'regular', ...third },
  { track: 'coordinators', title: '第2層コーディネーターの選任、協議体の運営（事務局）', ...second },
  { track: 'coordinators', title: '協議体の運営準備', ...second },
  { track: 'coordinators', title: '第2層協議体について市・第1層と勉強会', ...second },
  { track: 'coordinators', title: '第2層協議体の運営（事務局）', ...third },
  {
    track: 'councils',
    title: '第2層コーディネーターによる普及啓発（協議体メンバー・担い手探し）',
    sort: 'lasting',
    ...second,
    note: '内容は第2層コーディネーターの動き。',
  },
  { track: 'city', title: '市および第1層で第2層に係る考え方を整理', ...first },
  { track: 'city', title: '各方面へ普及啓発、情報発信', ...first },
  { track: 'councils', title: '順次設置', sort: 'founding', ...second, note: `${slipped}数は書かれていない。` },
  { track: 'councils', title: '概ね年6回開催', sort: 'regular', ...third, note: slipped },
  {
    track: 'city',
    title: '市、包括、第1層による普及啓発（地域づくりや制度について、協議体メンバー・担い手探し）',
    sort: 'lasting',
    ...first,
    note: '資料ではどの行か分からない。',
  },
  { track: 'city', title: '総合事業開始', sort: 'once', from: '2017-04-01', to: '2017-04-01' },
];

const month = (of: string): { from: string; to: string } => {
  const [year = 0, number = 0] = of.split('-').map(Number);
  return { from: `${of}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
};
const on = (day: string): { from: string; to: string } => ({ from: day, to: day });
const asSource = { certainty: 'source' } as const;

const scheduleOf2015: Row[] = [
  { track: 'city', title: '協議体設置準備会', sort: 'once', ...on('2015-06-01'), note: '資料は日付だけ。' },
  { track: 'city', title: '協議体設置準備会（7月31日）', sort: 'once', ...on('2015-07-31'), ...asSource },
  { track: 'city', title: '協議体設置準備会', sort: 'once', ...on('2015-08-18'), note: '資料は日付だけ。' },
  { track: 'city', title: '協議体の開催', sort: 'once', ...month('2016-01'), ...asSource },
  { track: 'ward', title: '勉強会', ...month('2015-06'), ...asSource },
  {
    track: 'ward',
    title: '区自治協議会への説明',
    ...month('2015-07'),
    note: '「北区のみ7月」とある。ほかの区の月は書かれていない。',
  },
  { track: 'ward', title: '勉強会（地縁組織）', ...month('2015-08'), ...asSource },
  { track: 'ward', title: '協議体構成団体の選定', ...month('2015-10'), ...asSource },
  { track: 'ward', title: '協議体設置準備会', ...month('2015-11'), ...asSource },
  { track: 'ward', title: '協議体の開催・コーディネーター選出', sort: 'founding', ...month('2015-12'), ...asSource },
  { track: 'ward', title: '協議体の開催', ...month('2016-01'), ...asSource },
  { track: 'areas', title: '協議体構成団体の選定', ...month('2015-12'), ...asSource },
  { track: 'areas', title: '協議体設置準備会', ...month('2016-01'), ...asSource },
  { track: 'areas', title: '協議体の開催・コーディネーター選出', sort: 'founding', ...month('2016-02'), ...asSource },
];

const year = (of: number): { from: string; to: string } => ({ from: `${of}-04-01`, to: `${of + 1}-03-31` });
const founding = { track: 'councils', sort: 'founding', ...asSource } as const;
const numbersOf2018: Row[] = [
  {
    ...founding,
    title: '第2層協議体の設置 4地区（釜・大街道、石巻、門脇、牡鹿）',
    target: 4,
    areas: ['kama', 'ishinomaki', 'kadonowaki', 'oshika'],
    ...year(2018),
  },
  { ...founding, title: '第2層協議体の設置 5地区', target: 5, ...year(2019) },
  { ...founding, title: '第2層協議体の設置 7地区（あわせて16地区）', target: 7, ...year(2020) },
];

export const niigataPlans = (): DemoRecord[] =>
  recordsOf({ plan: '平成27年度 協議体構築スケジュール（資料）', day: -300, rows: scheduleOf2015, steps: over });

/** Plans of the past, and the one in force: this fiscal year's and the next one's quarters, whatever the day is. */
export function ishinomakiPlans(day: (offset: number) => string): DemoRecord[] {
  const now = fiscalYear(day(0));
  /** From the first of one quarter to the last of another; 5 is the first of the next year. */
  const quarters = (begin: number, end = begin): { from: string; to: string } => {
    const firstOf = (quarter: number): string =>
      new Date(Date.UTC(now, 3 + (quarter - 1) * 3, 1)).toISOString().slice(0, 10);
    return { from: firstOf(begin), to: addDays(firstOf(end + 1), -1) };
  };
  const begun: DemoRecord['steps'] = [[-190, 'START']];
  const rows: Row[] = [
    {
      track: 'city',
      title: '考え方の整理と周知',
      ...quarters(1, 2),
      steps: [
        ...begun,
        [-120, 'PROGRESS', { day: day(-120), done: 1, what: '広報に載せ、説明の資料をつくった。' }],
        [-70, 'DONE', { day: day(-70), what: '考え方をまとめ、すべての区域に配った。' }],
      ],
    },
    {
      track: 'city',
      title: '次の介護保険事業計画への反映（素案、意見募集）',
      ...quarters(3, 4),
      steps: [[-40, 'START']],
    },
    {
      track: 'tier1',
      title: '第1層協議体を概ね四半期ごとに開催',
      sort: 'regular',
      target: 4,
      counts: 'tier1-meetings',
      ...quarters(1, 4),
      steps: begun,
    },
    {
      track: 'tier1',
      title: '担い手の養成講座',
      target: 15,
      ...quarters(2),
      steps: [
        ...begun,
        [-60, 'PROGRESS', { day: day(-60), done: 18, what: '18人が修了した。' }],
        [-58, 'DONE', { day: day(-58) }],
      ],
    },
    {
      track: 'coordinators',
      title: '第2層コーディネーターの選任（5人）',
      target: 5,
      counts: 'coordinators',
      ...quarters(1, 2),
      steps: begun,
    },
    {
      track: 'coordinators',
      title: '勉強会、協議体の仲間と担い手さがし',
      sort: 'lasting',
      target: 6,
      counts: 'study',
      ...quarters(2, 8),
      steps: begun,
    },
    {
      track: 'councils',
      title: '第2層協議体の設置（今年度5地区）',
      sort: 'founding',
      target: 5,
      counts: 'founded',
      ...quarters(1, 4),
      steps: begun,
    },
    {
      track: 'councils',
      title: '第2層協議体の設置（来年度7地区）',
      sort: 'founding',
      target: 7,
      counts: 'founded',
      ...quarters(5, 8),
    },
    ...['kama', 'minato'].map((area): Row => ({
      track: 'councils',
      title: `${area === 'kama' ? '釜・大街道' : '湊'}：運営（年6回）`,
      sort: 'regular',
      area,
      target: 6,
      counts: 'meetings',
      ...quarters(1, 4),
      steps: begun,
    })),
    {
      track: 'councils',
      title: '門脇：座談会',
      area: 'kadonowaki',
      target: 2,
      counts: 'roundtables',
      ...quarters(1, 2),
      steps: begun,
    },
    {
      track: 'councils',
      title: '門脇：設置',
      sort: 'founding',
      area: 'kadonowaki',
      target: 1,
      counts: 'founded',
      ...quarters(3),
    },
    {
      track: 'councils',
      title: '牡鹿：座談会',
      area: 'oshika',
      target: 3,
      counts: 'roundtables',
      ...quarters(1, 2),
      steps: begun,
    },
    {
      track: 'councils',
      title: '牡鹿：設置',
      sort: 'founding',
      area: 'oshika',
      target: 1,
      counts: 'founded',
      ...quarters(3, 4),
    },
    { track: 'councils', title: '渡波：座談会', area: 'watanoha', target: 2, counts: 'roundtables', ...quarters(4) },
  ];
  const own = rows.map((row): Row => ({ ...row, certainty: 'own' }));
  return [
    ...recordsOf({ plan: '平成28年度からの体制整備（資料の案）', day: -300, rows: draftOf2016, steps: over }),
    ...recordsOf({
      plan: '平成30年度からの設置の目標（資料）',
      basis: '第7期介護保険事業計画',
      day: -300,
      rows: numbersOf2018,
      steps: over,
    }),
    ...recordsOf({
      plan: `令和${now - 2018}年度からの整備計画（見本）`,
      day: -250,
      rows: own,
      steps: [[-245, 'SETTLE']],
    }),
  ];
}
