import type { FactDeclaration, FactModel, Text } from '../types.ts';

const times: Text = { ja: '回' };
const days: Text = { ja: '日', en: 'day|days' };
const people: Text = { ja: '人' };
const cases: Text = { ja: '件' };

/** A whole number that the server counts. */
function count(path: string, label: Text, unit: Text, shortfall?: Text): FactDeclaration {
  return { path, type: 'integer', label, unit, origin: 'computed', ...(shortfall ? { shortfall } : {}) };
}

/** How a council stands: for what a step needs, and for the watch over councils that have become a formality. */
export const council: FactModel = {
  key: 'council',
  label: { ja: '協議体のようす', en: 'How a council stands' },
  facts: [
    count('council.tier', { ja: '協議体の層', en: 'Tier of the council' }, { ja: '層' }),
    {
      path: 'council.state',
      type: 'string',
      label: { ja: '協議体の状態', en: 'State of the council' },
      origin: 'computed',
    },
    {
      path: 'council.stage',
      type: 'string',
      label: { ja: '協議体の段階', en: 'Stage of the council' },
      origin: 'computed',
    },
    count('council.roundtablesHeld', { ja: '開いた座談会', en: 'Roundtables held' }, times, {
      ja: 'あと{{n}}回の座談会が必要です',
      en: 'Roundtables still needed: {{n}}',
    }),
    count('council.roundtablesExamined', { ja: '精査を終えた座談会', en: 'Roundtables examined' }, times, {
      ja: 'あと{{n}}回の座談会の精査が必要です',
      en: 'Roundtables still to be examined: {{n}}',
    }),
    count('council.trainingsHeld', { ja: '開いた研修', en: 'Training sessions held' }, times, {
      ja: 'あと{{n}}回の研修が必要です',
      en: 'Training sessions still needed: {{n}}',
    }),
    count('council.studyMeetingsHeld', { ja: '開いた勉強会', en: 'Study meetings held' }, times, {
      ja: 'あと{{n}}回の勉強会が必要です',
      en: 'Study meetings still needed: {{n}}',
    }),
    count('council.preparationMeetingsHeld', { ja: '開いた準備会', en: 'Preparation meetings held' }, times, {
      ja: 'あと{{n}}回の準備会が必要です',
      en: 'Preparation meetings still needed: {{n}}',
    }),
    count('council.councilMeetingsHeld', { ja: '開いた協議体会議', en: 'Council meetings held' }, times, {
      ja: 'あと{{n}}回の協議体会議が必要です',
      en: 'Council meetings still needed: {{n}}',
    }),
    count('council.briefingsHeld', { ja: '開いた説明会', en: 'Briefings held' }, times, {
      ja: 'あと{{n}}回の説明会が必要です',
      en: 'Briefings still needed: {{n}}',
    }),
    count('council.attendanceTotal', { ja: '会合の参加者（延べ）', en: 'Attendance at all gatherings' }, people, {
      ja: 'あと延べ{{n}}人の参加が必要です',
      en: 'Attendances still needed: {{n}}',
    }),
    count('council.members', { ja: '構成員', en: 'Members' }, people, {
      ja: 'あと{{n}}人の構成員が必要です',
      en: 'Members still needed: {{n}}',
    }),
    count(
      'council.memberOrganisations',
      { ja: '参加している団体', en: 'Member organisations' },
      { ja: '団体' },
      { ja: 'あと{{n}}団体の参加が必要です', en: 'Member organisations still needed: {{n}}' },
    ),
    count('council.coordinators', { ja: '生活支援コーディネーター', en: 'Coordinators' }, people, {
      ja: 'あと{{n}}人の生活支援コーディネーターが必要です',
      en: 'Coordinators still needed: {{n}}',
    }),
    {
      ...count(
        'council.daysSinceLastMeeting',
        { ja: '最後の会合からの日数', en: 'Time since the last gathering' },
        days,
      ),
      optional: true,
    },
    count('council.daysInState', { ja: '今の状態になってからの日数', en: 'Time in the present state' }, days),
    {
      ...count('council.daysSinceEstablished', { ja: '設置からの日数', en: 'Time since establishment' }, days),
      optional: true,
    },
    count('council.meetingsLast365Days', { ja: 'この1年に開いた会合', en: 'Gatherings in the last year' }, times, {
      ja: 'あと{{n}}回の会合が必要です',
      en: 'Gatherings still needed: {{n}}',
    }),
    count('council.openNeeds', { ja: '終わっていない困りごと', en: 'Open needs' }, cases),
    count('council.openFindings', { ja: '未対応の気づき', en: 'Open findings' }, cases),
  ],
};
