import type { MunicipalityRow } from '../municipality/store.ts';
import type { CodeList } from './store.ts';

/** Marks are joined by commas. `agenda`: what a new meeting of the kind opens with. */
type StartingCode = [key: string, ja: string, en: string, marks?: string, agenda?: string[]];
/** What a city's lists begin with; an administrator adds, renames and retires entries later. Kinds of area from the widest on. */
export const startingCodes: Record<CodeList, StartingCode[]> = {
  'service-type': [
    ['housework', '家事援助', 'Housework'],
    ['salon', 'サロン活動・居場所', 'Salon and meeting place'],
    ['transport', '外出支援・移動サービス', 'Outings and transport'],
    ['watching-over', '見守り・安否確認', 'Watching over'],
    ['meals', '配食', 'Meal delivery'],
    ['paid-volunteer', '有償ボランティア', 'Paid volunteers'],
    ['local-currency', '地域通貨', 'Local currency'],
    ['neighbourhood', '地縁活動', 'Neighbourhood activity'],
    ['dementia-support', '認知症者への支援', 'Support for people with dementia'],
    ['participation', '社会参加', 'Taking part in society'],
    ['mutual-fund', '助け合い基金', 'Mutual help fund'],
    ['care-service', '介護保険サービス', 'Long-term care insurance service'],
    ['community-place', '集いの場・地域の施設', 'Gathering place or local facility'],
  ],
  'organisation-kind': [
    ['npo', 'NPO法人', 'NPO'],
    ['company', '民間企業', 'Company'],
    ['co-operative', '協同組合', 'Co-operative'],
    ['volunteer', 'ボランティア団体', 'Volunteer group'],
    ['welfare-corporation', '社会福祉法人', 'Social welfare corporation'],
    ['neighbourhood-association', '町内会・自治会', 'Neighbourhood association'],
    ['district-body', '地区組織（地区社会福祉協議会など）', 'District body'],
    ['salon', 'サロン活動団体', 'Salon group'],
    ['senior-club', '老人クラブ', 'Senior club'],
    ['welfare-commissioners', '民生委員・児童委員', 'Welfare commissioners'],
    ['social-welfare-council', '社会福祉協議会', 'Council of social welfare'],
    ['silver-centre', 'シルバー人材センター', 'Silver human resources centre'],
    ['farmers-co-operative', '農業協同組合', 'Agricultural co-operative'],
    ['public-health', '保健師・保健センター', 'Public health nurses'],
    ['support-centre', '地域包括支援センター', 'Community support centre'],
    ['medical-corporation', '医療法人', 'Medical corporation'],
    ['municipality', '市町村', 'Municipality'],
    ['other', 'その他', 'Other'],
  ],
  'meeting-kind': [
    [
      'roundtable',
      '座談会',
      'Roundtable',
      'examined',
      [
        '地域の助け合い・支え合いを考える',
        '今やっていること',
        '無理なく、今できること',
        '困りごと',
        '協議体をどのようにつくるか',
      ],
    ],
    ['study', '勉強会', 'Study meeting', 'study'],
    ['preparation', '準備会', 'Preparation meeting', 'preparation'],
    [
      'council',
      '協議体会議',
      'Council meeting',
      'council',
      [
        '前回の宿題',
        '現状把握・新しい困りごと',
        '足りないもの',
        '活動の進み',
        'コーディネーターからの相談',
        '目指す地域像',
        '提案・報告とその回答',
        '次回',
      ],
    ],
    ['workshop', 'ワークショップ', 'Workshop'],
    ['training', '研修', 'Training', 'training'],
    ['briefing', '説明会', 'Briefing', 'briefing'],
    ['hearing', '聞き取り', 'Hearing'],
    ['care-meeting', '地域ケア会議', 'Care meeting'],
    [
      'network-gathering',
      '個別ネットワークの集まり',
      'Gathering of a network around one person',
      undefined,
      ['ご本人の状態', 'サービス提供の目的', '連携と情報共有の方法', '次の見直し'],
    ],
    ['provider-meeting', '事業者間の会合', 'Meeting of providers'],
    ['liaison', '連絡会', 'Liaison meeting'],
  ],
  'area-kind': [
    ['municipality', '市町村', 'Municipality', 'top,tier-1'],
    ['ward', '区', 'Ward', 'tier-1'],
    ['group', 'エリア', 'Group of areas'],
    ['daily-life', '日常生活圏域', 'Daily-life area', 'tier-2'],
  ],
};

/** What a city begins with in place of the above, as its own plan orders its areas, and how its coordinators come into office. */
export const cityTemplates = {
  standard: { coordinatorBy: 'appointment', lists: {} },
  ishinomaki: {
    coordinatorBy: 'appointment',
    lists: {
      'area-kind': [
        ['municipality', '市', 'City', 'top,tier-1'],
        ['group', 'エリア', 'Group of districts'],
        ['daily-life', '地区', 'District', 'tier-2'],
      ],
    },
  },
  niigata: {
    coordinatorBy: 'election',
    lists: {
      'area-kind': [
        ['municipality', '市', 'City', 'top,tier-1'],
        ['ward', '区', 'Ward', 'tier-1'],
        ['daily-life', '圏域', 'Daily-life area', 'tier-2'],
      ],
    },
  },
} satisfies Record<
  string,
  { coordinatorBy: MunicipalityRow['coordinator_by']; lists: Partial<Record<CodeList, StartingCode[]>> }
>;
export type CityTemplate = keyof typeof cityTemplates;
