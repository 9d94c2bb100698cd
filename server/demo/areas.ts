import { instantInJapan } from '../kernel/clock.ts';
import { inTransaction, systemAsker } from '../kernel/transaction.ts';
import { insertArea, listAreas } from '../settings/areas/store.ts';
import { createMunicipality } from '../settings/municipality/municipalities.ts';
import { BEGINNING, type Stage } from './stage.ts';

/** The municipality and its areas, a long time ago. */
export async function addAreas(stage: Stage): Promise<void> {
  const { code, name, nameKana, nameEn, template } = stage.city;
  const clock = () => new Date(instantInJapan(stage.dayOf(BEGINNING), 9));
  await inTransaction({ ...stage.installation, clock }, systemAsker, async (base) => {
    const { ctx, root } = await createMunicipality(base, { code, name, nameKana, nameEn, template, demo: true });
    stage.keep('municipality', ctx.municipality.id);
    stage.keep('area:root', root.id);
    for (const [position, area] of stage.city.areas.entries()) {
      const parent = area.parent ? stage.id(`area:${area.parent}`) : root.id;
      const parentPath =
        (await listAreas(ctx.db, ctx.municipality.id)).find((row) => row.id === parent)?.path ?? root.path;
      const id = ctx.newId();
      await insertArea(ctx.db, {
        id,
        municipality_id: ctx.municipality.id,
        parent_id: parent,
        kind: area.kind,
        name: area.name,
        name_kana: area.nameKana,
        path: `${parentPath}${id}/`,
        position,
        closed_at: null,
        version: 1,
      });
      stage.keep(`area:${area.key}`, id);
    }
  });
}
