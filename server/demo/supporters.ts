import { startDataRecord } from '../records/data-records.ts';
import type { Stage } from './stage.ts';

const kind = 'register-supporter';

/** People who are willing to help: registered, asked and active through the register's own steps. */
export function planSupporters(stage: Stage): void {
  for (const { area, day, answers, steps } of stage.city.supporters?.(stage.dayOf) ?? []) {
    const key = `supporter:${String(answers['name'])}`;
    const by = stage.coordinator(area);
    const home = () => stage.id(`area:${area}`);
    stage.add(day, () =>
      stage.as(by, day, async (ctx) => {
        const { id } = await startDataRecord(ctx, kind, { ...answers, area: home(), activeAreas: [home()] });
        stage.keep(key, id);
      }),
    );
    for (const [on, event, given] of steps) stage.add(on, () => stage.step(by, on, kind, stage.id(key), event, given));
  }
}
