import type { RelatedToOrganisation } from '../organisation/index.ts';
import { listOfficesOf } from './store.ts';

export const officesOfOrganisations: Pick<RelatedToOrganisation, 'councilsCoordinated'> = {
  async councilsCoordinated(ctx, organisationId) {
    const offices = await listOfficesOf(ctx.db, ctx.municipality.id, organisationId, ctx.today);
    return [...new Set(offices.map(({ council_name }) => council_name))];
  },
};
