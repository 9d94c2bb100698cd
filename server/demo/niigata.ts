import type { DemoCity } from './types.ts';

/*
 * 新潟市 as its own plan describes the work: the ward is the 1st tier, each 圏域 the 2nd, and the council elects the
 * coordinator. Wards and areas are real; every person, body, service and need is made up.
 */
export const niigata: DemoCity = {
  code: '151009',
  name: '新潟市',
  nameKana: 'ニイガタシ',
  nameEn: 'Niigata',
  areas: [
    { key: 'nishi', name: '西区', nameKana: 'ニシク', kind: 'ward', parent: null },
    { key: 'koshin', name: '小新・小針', nameKana: 'コシン・コバリ', kind: 'daily-life', parent: 'nishi' },
    { key: 'sakaiwa', name: '坂井輪・五十嵐', nameKana: 'サカイワ・イカラシ', kind: 'daily-life', parent: 'nishi' },
    { key: 'kurosaki', name: '黒埼', nameKana: 'クロサキ', kind: 'daily-life', parent: 'nishi' },
    { key: 'akatsuka', name: '赤塚・中野小屋', nameKana: 'アカツカ・ナカノゴヤ', kind: 'daily-life', parent: 'nishi' },
    { key: 'kita', name: '北区', nameKana: 'キタク', kind: 'ward', parent: null },
    { key: 'toyosaka', name: '豊栄', nameKana: 'トヨサカ', kind: 'daily-life', parent: 'kita' },
  ],
  users: [
    { email: 'admin@niigata.example.jp', name: '範例 みどり', nameKana: 'ハンレイ ミドリ', title: '管理者（市の担当課）', role: 'administrator', area: null },
    { email: 'tier1@niigata.example.jp', name: '想定 けん', nameKana: 'ソウテイ ケン', title: '第1層コーディネーター（西区）', role: 'tier1', area: ['nishi'] },
    { email: 'tier2@niigata.example.jp', name: '例題 のぞみ', nameKana: 'レイダイ ノゾミ', title: '第2層コーディネーター（小新・小針、坂井輪・五十嵐）', role: 'tier2', area: ['koshin', 'sakaiwa'] },
    { email: 'provider@niigata.example.jp', name: '提供 じゅん', nameKana: 'テイキョウ ジュン', title: 'サービス提供主体（茶の間ネット見本）', role: 'provider', area: null, organisation: 'chanoma' },
  ],
  organisations: [
    { key: 'chanoma', name: 'NPO法人茶の間ネット見本', nameKana: 'チャノマネットミホン', kind: 'npo', phone: '025-000-0001' },
    { key: 'ku-shakyo', name: '見本区社会福祉協議会', nameKana: 'ミホンクシャカイフクシキョウギカイ', kind: 'social-welfare-council', phone: '025-000-0002' },
    { key: 'coop', name: '生活協同組合こしひかり見本', nameKana: 'セイカツキョウドウクミアイコシヒカリミホン', kind: 'co-operative', phone: '025-000-0003' },
    { key: 'ja', name: '農業協同組合見本支店', nameKana: 'ノウギョウキョウドウクミアイミホンシテン', kind: 'farmers-co-operative', phone: '025-000-0004' },
    { key: 'jichi', name: '小新見本自治会', nameKana: 'コシンミホンジチカイ', kind: 'neighbourhood-association', phone: '025-000-0005' },
    { key: 'minji', name: '見本区民生委員児童委員協議会', nameKana: 'ミホンクミンセイイインジドウイインキョウギカイ', kind: 'welfare-commissioners', phone: '025-000-0006' },
  ],
  services: [
    { key: 'chanoma-salon', organisation: 'chanoma', type: 'salon', name: '地域の茶の間「まめでら」（見本）', nameKana: 'チイキノチャノママメデラ', areas: ['koshin', 'sakaiwa'], fee: '1回 200円', feeYen: 200, days: ['mon', 'thu'], capacity: 'has', confirmed: -14, eligibility: 'どなたでも' },
    { key: 'chanoma-help', organisation: 'chanoma', type: 'housework', name: '茶の間の助け合い（家事）', nameKana: 'チャノマノタスケアイ', areas: ['koshin', 'sakaiwa', 'kurosaki'], fee: '1時間 700円', feeYen: 700, days: ['mon', 'tue', 'wed', 'thu', 'fri'], capacity: 'has', confirmed: -30, eligibility: '会員（年会費 1,000円）' },
    { key: 'coop-meal', organisation: 'coop', type: 'meals', name: 'こしひかり夕食宅配（見本）', nameKana: 'コシヒカリユウショクタクハイ', areas: ['koshin', 'sakaiwa', 'kurosaki', 'akatsuka'], fee: '1食 600円', feeYen: 600, days: ['mon', 'tue', 'wed', 'thu', 'fri'], capacity: 'has', confirmed: -50, eligibility: '組合員' },
    { key: 'jichi-snow', organisation: 'jichi', type: 'paid-volunteer', name: '小新 雪かき応援隊（見本）', nameKana: 'コシンユキカキオウエンタイ', areas: ['koshin'], fee: '1回 500円', feeYen: 500, days: ['sat', 'sun'], capacity: 'waiting', confirmed: -100, eligibility: '高齢者だけの世帯' },
  ],
  tier1Council: { key: 'tier1', name: '西区支え合いのしくみづくり会議（第1層）', nameKana: 'ニシクササエアイノシクミヅクリカイギ', area: 'nishi', lifecycle: 'niigata', members: 8, founded: -700, meetings: [-300, -200, -95], coordinator: '想定 けん' },
  councils: [
    { key: 'koshin', area: 'koshin', lifecycle: 'niigata', localName: '小新・小針支え合いのしくみづくり会議', founded: null, meetings: [], members: 5 },
    { key: 'sakaiwa', area: 'sakaiwa', lifecycle: 'niigata', localName: '坂井輪・五十嵐支え合いのしくみづくり会議', founded: -250, meetings: [-190, -130, -66, -14], members: 7 },
    { key: 'kurosaki', area: 'kurosaki', lifecycle: 'niigata', localName: null, founded: null, meetings: [], members: 0 },
  ],
  needs: [
    ['koshin', -40, 'individual', 'paid-volunteer', 'normal', '冬の雪かきを頼みたい', '一人暮らし。昨冬は近所の方に頼りました。', 'refer:jichi-snow'],
    ['koshin', -22, 'individual', 'transport', 'normal', 'スーパーまでの足がない', '夫婦二人。坂の上に住んでいます。', 'unmet'],
    ['sakaiwa', -35, 'individual', 'transport', 'high', '週3回の通院の足がない', '一人暮らし。バスの便が減りました。', 'unmet'],
    ['sakaiwa', -8, 'individual', 'salon', 'low', '昼間に出かける場がほしい', '退職して間もない男性です。', 'refer:chanoma-salon:complete'],
    ['koshin', -4, 'individual', 'housework', 'normal', '入浴後の掃除がつらい', '一人暮らし。', 'open'],
  ],
  proposals: [],
};
