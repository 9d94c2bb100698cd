import { takeInNeed } from '../kinds/need/index.ts';
import { planReferral } from './referrals.ts';
import type { Stage } from './stage.ts';
import type { DemoNeed } from './types.ts';

/** Given names of made-up residents, all of the family 仮名 (a made-up name). */
const residents = [
  'あき',
  'いと',
  'うめ',
  'えい',
  'おと',
  'かな',
  'きく',
  'くに',
  'けい',
  'こう',
  'さと',
  'しの',
  'すず',
  'せつ',
  'そよ',
  'たか',
  'ちよ',
  'つる',
  'てる',
  'とし',
  'なつ',
  'のぶ',
  'はる',
  'ひさ',
  'ふみ',
];

export function planNeeds(stage: Stage): void {
  for (const [index, need] of stage.city.needs.entries()) planNeed(stage, need, index);
}

function planNeed(
  stage: Stage,
  [area, day, scope, type, urgency, title, situation, path]: DemoNeed,
  index: number,
): void {
  const by = stage.coordinator(area);
  const key = `need:${index}`;
  const [what, service, outcome] = path.split(':');
  const given = residents[index % residents.length];
  stage.add(day, () =>
    stage.as(by, day, async (ctx) => {
      const person =
        scope === 'individual'
          ? {
              residentName: `仮名 ${given}`,
              residentKana: `かめい ${given}`,
              consent: 'given',
              consentScope: ['service', 'council'],
            }
          : {};
      // Who comes again is not decided yet, as in a city that has needs from before.
      const isFirst = scope === 'individual' && index < residents.length;
      const answers = {
        scope,
        area: stage.id(`area:${area}`),
        types: [type],
        urgency,
        title,
        situation,
        receivedOn: ctx.today,
        links: type === 'dementia-support' ? ['dementia'] : [],
        ...person,
      };
      const { id } = await takeInNeed(ctx, answers, isFirst ? 'new' : undefined);
      stage.keep(key, id);
    }),
  );
  const step = (after: number, event: string, answers: Record<string, unknown>) =>
    stage.add(day + after, () => stage.step(by, day + after, 'need', stage.id(key), event, answers));
  if (what === 'open') return;
  step(1, 'ASSESS', {
    assessedOn: stage.dayOf(Math.min(day + 1, 0)),
    method: scope === 'individual' ? 'visit' : 'meeting',
    findings: situation,
  });
  if (what === 'unmet')
    step(3, 'DECLARE_UNMET', { cause: 'no-service', reason: 'この圏域で受けられる団体が見つかりませんでした。' });
  if (what === 'refer' && service) planReferral(stage, area, day, key, service, outcome);
}
