import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { relatedTo } from '../../records/related.ts';
import type { organisationRecord } from './contract.ts';

/** What kinds above tell of an organisation. */
export type RelatedToOrganisation = {
  /** Its open services. */
  services(ctx: MunicipalContext, organisationId: string): Promise<z.infer<typeof organisationRecord>['serviceList']>;
  /** The names of the councils whose coordinator it is, today or later. */
  councilsCoordinated(ctx: MunicipalContext, organisationId: string): Promise<string[]>;
};

export const relatedToOrganisation = relatedTo<RelatedToOrganisation>('organisation');
