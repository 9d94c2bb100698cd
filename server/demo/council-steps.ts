import type { DemoCouncil } from './types.ts';

export type DemoStep = { day: number; event: string; answers: Record<string, unknown> };

const titles = [
  '地域の助け合いを考える',
  '困りごとを出し合う',
  '今できることを話し合う',
  '担い手を増やす',
  '見守りの輪を広げる',
];

/** The steps that bring a council of this workflow to where the demonstration has it. */
export function councilSteps(council: DemoCouncil, coordinator: string, dayOf: (offset: number) => string): DemoStep[] {
  const meeting = (day: number, kind: string, index: number, extra: Record<string, unknown> = {}) => ({
    title: `第${index + 1}回${kind}（${titles[index % titles.length]}）`,
    heldOn: dayOf(day),
    place: '見本公民館',
    attendance: 14 + ((index * 5) % 11),
    minutes: '出た意見を付せんにまとめ、次回に話し合うことを決めました。',
    ...extra,
  });
  const steps: DemoStep[] = [];
  const take = (day: number, event: string, answers: Record<string, unknown> = {}) =>
    void steps.push({ day, event, answers });
  const prepareWard = (begin: number) => {
    take(begin, 'HOLD_STUDY_MEETING', meeting(begin, '勉強会', 0));
    take(begin + 10, 'GO_TO_BRIEFING');
    take(begin + 30, 'BRIEF_DISTRICT_COUNCIL', {
      title: '区自治協議会への説明',
      heldOn: dayOf(begin + 30),
      attendance: 28,
      opinions: '地域ごとの事情に合わせて進めてほしい、という意見がありました。',
    });
    take(begin + 50, 'HOLD_LOCAL_STUDY_MEETING', meeting(begin + 50, '勉強会（地縁組織）', 1));
    take(begin + 60, 'START_SELECTION');
  };
  // The first council elects: no other meeting.
  const elect = (day: number) =>
    take(day, 'ELECT_COORDINATOR', {
      ...meeting(day, '協議体', 0),
      name: coordinator,
      startsOn: dayOf(day),
      reason: '地域の活動の経験があり、構成員の全員が賛成しました。',
    });

  if (council.workflow === 'niigata' || council.workflow === 'niigata-area') {
    const begin = (council.founded ?? -30) - 120;
    if (council.members === 0) return steps;
    if (council.workflow === 'niigata') prepareWard(begin);
    take(begin + 70, 'SELECT_MEMBERS', {
      selectedOn: dayOf(begin + 70),
      reason: '地縁組織、生協、農協、民生委員から、幅広く参加いただくことにしました。',
      members: [],
    });
    if (council.founded === null) return steps;
    take(begin + 100, 'HOLD_PREPARATION_MEETING', meeting(begin + 100, '準備会', 0));
    take(council.founded, 'CONVENE_FIRST_COUNCIL', {
      ...meeting(council.founded, '協議体', 0),
      establishedOn: dayOf(council.founded),
    });
    elect(council.founded);
  } else {
    for (const [index, day] of (council.roundtables ?? []).entries()) {
      if (council.workflow === 'ishinomaki')
        take(day - 14, 'PLAN_ROUNDTABLE', {
          purpose: '地域の困りごとと、今ある助け合いを出し合う',
          plannedOn: dayOf(day),
          place: '見本公民館',
        });
      take(day, 'HOLD_ROUNDTABLE', meeting(day, '座談会', index));
      take(day + 7, 'EXAMINE_ROUNDTABLE', {
        problems: '買い物と通院の足、日中の居場所を求める声が多く出ました。',
        strengths: '町内会の見守りと、サロンの取り組みがあります。',
        next: index === 0 ? 'roundtable' : 'establishment',
      });
    }
    if (council.founded === null) return steps;
    take(council.founded - 20, 'START_ESTABLISHMENT');
    take(council.founded, 'FOUND_COUNCIL', {
      establishedOn: dayOf(council.founded),
      operation: '2か月に1回、平日の夜に集まります。',
      meetingsPerYear: 6,
    });
    take(council.founded + 1, 'APPOINT_COORDINATOR', {
      name: coordinator,
      startsOn: dayOf(council.founded + 1),
      reason: '地域の助け合いに長く関わり、構成員の賛成を得ました。',
    });
  }
  for (const [index, day] of council.meetings.entries())
    take(
      day,
      'HOLD_COUNCIL_MEETING',
      meeting(day, '協議体会議', index, { decisions: ['次回までに、困りごとの聞き取りを続ける'] }),
    );
  return steps;
}
