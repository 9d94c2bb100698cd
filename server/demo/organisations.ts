import { createOrganisation } from '../kinds/organisation/index.ts';
import { BEGINNING, type Stage } from './stage.ts';

export async function addOrganisations(stage: Stage): Promise<void> {
  for (const organisation of stage.city.organisations)
    await stage.as(stage.email('administrator'), BEGINNING + 1, async (ctx) => {
      const row = await createOrganisation(ctx, {
        name: organisation.name,
        nameKana: organisation.nameKana,
        kind: organisation.kind,
        phone: organisation.phone,
        email: null,
        url: null,
        postalCode: null,
        address: null,
        corporateNumber: null,
        note: null,
      });
      stage.keep(`organisation:${organisation.key}`, row.id);
    });
}
