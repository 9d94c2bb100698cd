import type { FactModel } from '../types.ts';

/** One council's area and one service type: whether a lack there is to be sent up to the first tier. */
export const areaType: FactModel = {
  key: 'area-type',
  label: { ja: '圏域と手助けの種類ごとのようす', en: 'An area and a service type' },
  facts: [
    {
      path: 'area.unmetSameType',
      type: 'integer',
      origin: 'computed',
      label: {
        ja: '90日以内に受け付けた、同じ種類の未充足の困りごと',
        en: 'Unmet needs of this type received within 90 days',
      },
      unit: { ja: '件' },
    },
    {
      path: 'area.unmetOldestDays',
      type: 'integer',
      origin: 'computed',
      label: {
        ja: 'いちばん古い未充足の困りごとがそのままになっている日数',
        en: 'Time the oldest unmet need has stood',
      },
      unit: { ja: '日', en: 'day|days' },
    },
    {
      path: 'area.areasWithSameLack',
      type: 'integer',
      origin: 'computed',
      label: { ja: '同じ種類が不足しているほかの圏域', en: 'Other areas with the same lack' },
      unit: { ja: '圏域' },
    },
    {
      path: 'area.services',
      type: 'integer',
      origin: 'computed',
      label: { ja: 'この圏域で使える同じ種類のサービス', en: 'Services of this type serving the area' },
      unit: { ja: '件' },
    },
    {
      path: 'area.servicesWithCapacity',
      type: 'integer',
      origin: 'computed',
      label: { ja: 'そのうち空きのあるサービス', en: 'Of these, services with capacity' },
      unit: { ja: '件' },
    },
    {
      path: 'council.tier',
      type: 'integer',
      origin: 'computed',
      label: { ja: '協議体の層', en: 'Tier of the council' },
      unit: { ja: '層' },
    },
    {
      path: 'council.meetingsDiscussedNoPlan',
      type: 'integer',
      origin: 'computed',
      label: { ja: '話し合っても対応が決まらなかった会合', en: 'Gatherings that discussed it without a plan' },
      unit: { ja: '回' },
    },
    {
      path: 'council.meetingsDiscussed',
      type: 'integer',
      origin: 'computed',
      label: { ja: 'この困りごとを話し合った会合', en: 'Gatherings that discussed it' },
      unit: { ja: '回' },
    },
    {
      path: 'need.highUrgency',
      type: 'integer',
      origin: 'computed',
      label: { ja: '急ぎの未充足の困りごと', en: 'Unmet needs of high urgency' },
      unit: { ja: '件' },
    },
    {
      path: 'need.otherDepartment',
      type: 'boolean',
      origin: 'computed',
      label: { ja: 'ほかの制度や担当課との連携が必要', en: 'Another system or department is needed' },
    },
    {
      path: 'council.daysSinceLastProposal',
      type: 'integer',
      origin: 'computed',
      optional: true,
      label: { ja: '前回の提案からの日数', en: 'Time since the last proposal' },
      unit: { ja: '日', en: 'day|days' },
    },
  ],
};
