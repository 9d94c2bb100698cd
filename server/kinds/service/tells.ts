import { readCodeNames } from '../../settings/codes/code-entries.ts';
import { say } from '../../kernel/texts/index.ts';
import type { RelatedToRegister } from '../../records/related-to-register.ts';
import { closedName } from '../../settings/closed-name.ts';
import type { RelatedToOrganisation } from '../organisation/index.ts';
import { listServicesFrom, listServicesOf } from './store.ts';

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

/** The directory is open to all: whoever sees the record sees what it has become. */
export const servicesOfRecords: Pick<RelatedToRegister, 'became'> = {
  became: async (ctx, record) =>
    (await listServicesFrom(ctx.db, ctx.municipality.id, record)).map((row) => ({
      kind: say(ctx.language, 'log.kind.service'),
      title: closedName(ctx.language, row.name, row.closed_at ?? row.organisation_closed_at),
      path: `services/${row.id}`,
    })),
};
