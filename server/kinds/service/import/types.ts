import type { z } from 'zod';
import type { ListPlan } from '../../../imports/import-kind.ts';
import type { Named, PlanRow } from '../../../imports/types.ts';
import type { capacity, weekday } from '../contract.ts';

export type Weekday = z.infer<typeof weekday>;
export type Capacity = z.infer<typeof capacity>;

/** What an import can set on a service. */
export type ServiceValues = {
  name: string;
  nameKana: string;
  typeKey: string;
  areaIds: string[];
  description: string | null;
  eligibility: string | null;
  fee: string | null;
  feeYen: number | null;
  days: Weekday[];
  hours: string | null;
  capacity: Capacity;
  phone: string | null;
  url: string | null;
  address: string | null;
  latitude: number | null;
  longitude: number | null;
  externalKey: string | null;
};

export type ExistingService = ServiceValues & { id: string; version: number; organisationId: string; closed: boolean };
export type ExistingOrganisation = { id: string; name: string; nameKana: string; corporateNumber: string | null };

/** What the municipality has already. */
export type Existing = {
  items: ExistingService[];
  organisations: ExistingOrganisation[];
  types: Named[];
  organisationKinds: Named[];
  /** Those that are not closed; the root is the whole municipality. */
  areas: { id: string; name: string; root?: boolean }[];
};

/** An organisation that the import would make. `ref` is how rows name it until it has an id. */
export type PlannedOrganisation = {
  ref: string;
  name: string;
  nameKana: string;
  kind: string;
  corporateNumber: string | null;
  phone: string | null;
  url: string | null;
  address: string | null;
};
export type OrganisationLink = { id: string } | { ref: string };

export type PlannedService = Omit<PlanRow, 'action'> &
  (
    | { action: 'create'; values: ServiceValues; owner: OrganisationLink }
    | { action: 'update'; service: ExistingService; changes: Partial<ServiceValues>; owner: OrganisationLink | null }
    | { action: 'unchanged'; service: ExistingService }
    | { action: 'reject' }
  );

export type ServicePlan = Omit<ListPlan, 'rows'> & { rows: PlannedService[]; organisations: PlannedOrganisation[] };
