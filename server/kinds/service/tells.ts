import { readCodeNames } from '../../settings/codes/code-entries.ts';
import type { RelatedToOrganisation } from '../organisation/index.ts';
import { listServicesOf } from './store.ts';

export const servicesOfOrganisations: Pick<RelatedToOrganisation, 'services'> = {
  async services(ctx, organisationId) {
    const types = await readCodeNames(ctx, 'service-type');
    return (await listServicesOf(ctx.db, organisationId)).map(({ id, name, type_key, capacity }) => ({
      id,
      name,
      type: types.get(type_key) ?? type_key,
      capacity,
    }));
  },
};
