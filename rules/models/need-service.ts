import type { FactModel } from '../types.ts';

/** One need and one service: how well they fit. Service types are a municipality's own data, so they are not listed as choices. */
export const needService: FactModel = {
  key: 'need-service',
  label: { ja: '相談とサービスの組み合わせ', en: 'A need and a service' },
  facts: [
    { path: 'need.scope', type: 'choice', origin: 'form', label: { ja: '相談の対象', en: 'Whose need' }, choices: [{ value: 'individual', text: { ja: '個人の困りごと', en: 'An individual' } }, { value: 'community', text: { ja: '地域の困りごと', en: 'The community' } }] },
    { path: 'need.urgency', type: 'choice', origin: 'form', label: { ja: '急ぎの度合い', en: 'Urgency' }, choices: [{ value: 'low', text: { ja: '急がない', en: 'Low' } }, { value: 'normal', text: { ja: 'ふつう', en: 'Normal' } }, { value: 'high', text: { ja: '急ぎ', en: 'High' } }] },
    { path: 'need.types', type: 'choices', origin: 'form', label: { ja: '必要な支援の種類', en: 'Types of support needed' } },
    { path: 'need.links', type: 'choices', origin: 'form', label: { ja: '連携が必要な制度', en: 'Other systems concerned' }, choices: [{ value: 'disability', text: { ja: '障害福祉', en: 'Disability' } }, { value: 'hardship', text: { ja: '生活困窮', en: 'Hardship' } }, { value: 'children', text: { ja: '子ども・子育て', en: 'Children' } }, { value: 'dementia', text: { ja: '認知症', en: 'Dementia' } }] },
    { path: 'need.consentGiven', type: 'boolean', origin: 'form', label: { ja: '本人の同意', en: 'Consent given' } },
    { path: 'service.type', type: 'choice', origin: 'computed', label: { ja: 'サービスの種類', en: 'Type of service' } },
    { path: 'service.capacity', type: 'choice', origin: 'computed', label: { ja: '空き状況', en: 'Capacity' }, choices: [{ value: 'has', text: { ja: '空きあり', en: 'Has capacity' } }, { value: 'none', text: { ja: '空きなし', en: 'None' } }, { value: 'waiting', text: { ja: '順番待ち', en: 'Waiting list' } }, { value: 'ask', text: { ja: '要問い合わせ', en: 'Ask' } }] },
    { path: 'service.feeYen', type: 'integer', origin: 'computed', optional: true, label: { ja: '利用料', en: 'Fee' }, unit: { ja: '円', en: 'yen' } },
    { path: 'service.daysSinceConfirmed', type: 'integer', origin: 'computed', optional: true, label: { ja: '内容を確認してからの日数', en: 'Time since the entry was confirmed' }, unit: { ja: '日', en: 'day|days' } },
    { path: 'service.openDays', type: 'integer', origin: 'computed', optional: true, label: { ja: '1週間に開いている日数', en: 'Open days a week' }, unit: { ja: '日', en: 'day|days' } },
    { path: 'match.type', type: 'boolean', origin: 'computed', label: { ja: '必要な支援の種類に合っている', en: 'Is of a type that is needed' } },
    { path: 'match.area', type: 'boolean', origin: 'computed', label: { ja: '住んでいる圏域に対応している', en: 'Serves the area' } },
    { path: 'match.areaDistance', type: 'integer', origin: 'computed', label: { ja: '圏域の離れ方（0が同じ圏域、1がとなり）', en: 'How far the area is (0 the same, 1 next to it)' } },
    { path: 'match.urgency', type: 'boolean', origin: 'computed', label: { ja: '急ぎの度合いに対応できる', en: 'Takes this urgency' } },
    { path: 'match.refusedBefore', type: 'boolean', origin: 'computed', label: { ja: 'この相談を前に断っている', en: 'Has refused this need before' } },
    { path: 'match.activeReferrals', type: 'integer', origin: 'computed', label: { ja: '対応中の紹介', en: 'Open referrals' }, unit: { ja: '件' } },
    { path: 'match.completedBefore', type: 'integer', origin: 'computed', label: { ja: 'この1年に終えた紹介', en: 'Referrals completed in the last year' }, unit: { ja: '件' } },
  ],
};
