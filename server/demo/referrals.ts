import { rankServices } from '../kinds/need/index.ts';
import { sendReferral } from '../kinds/referral/index.ts';
import type { Stage } from './stage.ts';

/** A need (its name on the stage) is referred to a service, and as far as it came. */
export function planReferral(
  stage: Stage,
  area: string,
  day: number,
  need: string,
  service: string,
  outcome: string | undefined,
): void {
  const by = stage.coordinator(area);
  const key = `referral:${need}`;
  stage.add(day + 2, () =>
    stage.as(by, day + 2, async (ctx) => {
      const ranking = await rankServices(ctx, stage.id(need));
      const { id } = await sendReferral(ctx, stage.id(need), {
        serviceId: stage.id(`service:${service}`),
        decisionId: ranking.decisionId,
        message: 'よろしくお願いします。',
      });
      stage.keep(key, id);
    }),
  );
  // The provider answers where it has an account; for the others the coordinator writes down what was said on the telephone.
  const organisation = stage.city.services.find((each) => each.key === service)?.organisation;
  const answering = stage.city.users.find((user) => user.organisation === organisation)?.email ?? by;
  const step = (after: number, event: string, answers: Record<string, unknown> = {}) =>
    stage.add(day + after, () => stage.step(answering, day + after, 'referral', stage.id(key), event, answers));
  if (outcome === 'refuse')
    step(4, 'REFUSE', { cause: 'no-capacity', reason: '担当者の都合がつかず、今月はお受けできません。' });
  if (outcome === 'accept' || outcome === 'complete') {
    step(4, 'ACCEPT');
    step(6, 'START');
  }
  if (outcome === 'complete') {
    const after = Math.min(20, -day - 2);
    step(after, 'COMPLETE', {
      completedOn: stage.dayOf(day + after),
      result: 'solved',
      note: '利用が始まり、落ち着いています。',
    });
    stage.add(day + after + 1, () =>
      stage.step(by, day + after + 1, 'need', stage.id(need), 'FINISH', {
        askedOn: stage.dayOf(day + after + 1),
        answeredBy: 'person',
        satisfied: 'yes',
        words: '助かっています。このまま続けたいです。',
      }),
    );
  }
}
