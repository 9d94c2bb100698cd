import { subjectOf } from '../../registers/index.ts';
import { startDataRecord } from '../records/data-records.ts';
import type { Stage } from './stage.ts';
import type { DemoAnswers } from './types.ts';

/** What the city keeps in registers: begun and moved on through each register's own steps. */
export function planRecords(stage: Stage): void {
  for (const [nth, { register, area, day, by, answers, steps }] of (
    stage.city.records?.(stage.dayOf) ?? []
  ).entries()) {
    const kind = subjectOf(register);
    const key = `${register}:${area}:${day}:${nth}`;
    const email = by ? stage.email(by, area) : stage.coordinator(area);
    const name = (what: string): string => stage.id(what);
    const say = (given: DemoAnswers | undefined) => (typeof given === 'function' ? given(name) : given);
    stage.add(day, () =>
      stage.as(email, day, async (ctx) => {
        const { id } = await startDataRecord(ctx, kind, say(answers) ?? {});
        stage.keep(key, id);
      }),
    );
    for (const [on, event, given] of steps)
      stage.add(on, () => stage.step(email, on, kind, stage.id(key), event, say(given)));
  }
}
