import { normaliseForSearch } from '../../database/normalise.ts';
import type { Page, Paging } from '../../database/paging.ts';
import { updateHeld, updateVersion } from '../../database/versioned.ts';
import { addEffect } from '../../effects/add-effect.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { insertAuditLines } from '../../kernel/audit-store.ts';
import { audit, auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, newValues, staleConflict } from '../../kernel/stale.ts';
import { readCodeNames, requireCode } from '../../settings/codes/code-entries.ts';
import { sayList } from '../../settings/say-list.ts';
import { mayOrganisation, mayEnterDirectory } from './policy.ts';
import { relatedToOrganisation, type RelatedToOrganisation } from './related.ts';
import {
  countServices,
  insertOrganisation,
  listOfKind,
  listOrganisations,
  readOrganisation,
  type OrganisationFilter,
  type OrganisationRow,
} from './store.ts';

export type OrganisationRecord = {
  row: OrganisationRow;
  kindName: string;
  services: number;
  can: Record<string, boolean>;
};

const recordOf = (row: OrganisationRow) => ({ kind: 'organisation', id: row.id, title: row.name });

const searchWords = (row: Pick<OrganisationRow, 'name' | 'name_kana' | 'address'>): string =>
  normaliseForSearch([row.name, row.name_kana, row.address ?? ''].join(' '));

async function describe(ctx: MunicipalContext, rows: OrganisationRow[]): Promise<OrganisationRecord[]> {
  const kinds = await readCodeNames(ctx, 'organisation-kind');
  const counts = await countServices(
    ctx.db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    row,
    kindName: kinds.get(row.kind) ?? row.kind,
    services: counts.get(row.id) ?? 0,
    can: { edit: mayOrganisation(ctx.actor, 'change', row.id), close: mayOrganisation(ctx.actor, 'close', row.id) },
  }));
}

type OrganisationQuery = { q?: string; kind?: string; closed?: boolean };

/** The organisations of the municipality; the directory is open to everybody in it. */
export async function searchOrganisations(
  ctx: MunicipalContext,
  filter: OrganisationQuery,
  paging: Paging,
): Promise<Page<OrganisationRecord>> {
  const page = await listOrganisations(ctx.db, ctx.municipality.id, filterOf(filter), paging);
  return { ...page, items: await describe(ctx, page.items) };
}

/** Searched for as words are kept. */
export const filterOf = (filter: OrganisationQuery): OrganisationFilter => ({
  ...filter,
  q: filter.q && normaliseForSearch(filter.q),
});

/** One organisation with its open services (their type in words). */
export async function readOrganisationRecord(
  ctx: MunicipalContext,
  id: string,
): Promise<OrganisationRecord & { serviceList: Awaited<ReturnType<RelatedToOrganisation['services']>> }> {
  const row = await readOrganisation(ctx.db, ctx.municipality.id, id);
  const [record] = row ? await describe(ctx, [row]) : [];
  if (!record) throw notFound();
  return { ...record, serviceList: await relatedToOrganisation(ctx).services(ctx, id) };
}

export type OrganisationInput = {
  name: string;
  nameKana: string;
  kind: string;
  phone: string | null;
  email: string | null;
  url: string | null;
  postalCode: string | null;
  address: string | null;
  corporateNumber: string | null;
  note: string | null;
};

/** Column values of what was given; what was not stays undefined. */
const toValues = (input: Partial<OrganisationInput>) => ({
  name: input.name,
  name_kana: input.nameKana,
  kind: input.kind,
  corporate_number: input.corporateNumber,
  phone: input.phone,
  email: input.email,
  url: input.url,
  postal_code: input.postalCode,
  address: input.address,
  note: input.note,
});

/** Adds an organisation. Throws not-allowed, and invalid for an unknown kind. */
export async function createOrganisation(ctx: MunicipalContext, input: OrganisationInput): Promise<OrganisationRow> {
  if (!mayEnterDirectory(ctx.actor)) throw notAllowed();
  await requireCode(ctx, 'organisation-kind', input.kind, '/kind');
  const row: OrganisationRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    name: input.name,
    name_kana: input.nameKana,
    kind: input.kind,
    corporate_number: input.corporateNumber,
    phone: input.phone,
    email: input.email,
    url: input.url,
    postal_code: input.postalCode,
    address: input.address,
    note: input.note,
    search: searchWords({ name: input.name, name_kana: input.nameKana, address: input.address }),
    closed_at: null,
    created_at: ctx.now,
    version: 1,
  };
  await insertOrganisation(ctx.db, row);
  await audit(ctx, 'organisation.create', recordOf(row), { version: 1 });
  return row;
}

/** Changes an organisation, or closes it (it and its services then leave the lists, open referrals go back to who sent them; what was done with them stays). Throws `bodyInOffice` where it coordinates a council. */
export async function changeOrganisation(
  ctx: MunicipalContext,
  id: string,
  version: number,
  patch: Partial<OrganisationInput> & { closed?: boolean },
): Promise<number> {
  const row = await readOrganisation(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  if (!mayOrganisation(ctx.actor, 'change', id)) throw notAllowed();
  if (patch.closed !== undefined && !mayOrganisation(ctx.actor, 'close', id)) throw notAllowed();
  if (patch.closed && !row.closed_at) {
    const councils = await relatedToOrganisation(ctx).councilsCoordinated(ctx, id);
    if (councils.length > 0) throw refused('bodyInOffice', { councils: sayList(ctx.language, councils) });
  }
  if (patch.kind !== undefined && patch.kind !== row.kind)
    await requireCode(ctx, 'organisation-kind', patch.kind, '/kind');
  const closed_at = patch.closed === undefined ? undefined : patch.closed ? (row.closed_at ?? ctx.now) : null;
  const changed = changedFields(row, { ...toValues(patch), closed_at });
  const values = newValues(changed);
  const next = await updateVersion(ctx.db, 'organisations', id, version, {
    ...values,
    search: searchWords({ ...row, ...values }),
  });
  if (next === null) throw await staleConflict(ctx, 'organisation', id, version);
  // Nobody there answers any more: what was sent to them goes back.
  if (closed_at && !row.closed_at) await addEffect(ctx, { type: 'endReferrals', params: { organisationId: id } });
  await audit(ctx, 'organisation.update', recordOf(row), {
    version: next,
    changed: tellChanges(changed, ['kind', 'closed_at']),
  });
  return next;
}

/** Gives open organisations another kind in place of one that is closed, for whoever may close that. Returns how many. */
export async function moveOrganisations(ctx: MunicipalContext, from: string, to: string): Promise<number> {
  const rows = await listOfKind(ctx.db, ctx.municipality.id, from);
  const values = { kind: to };
  await updateHeld(
    ctx.db,
    'organisations',
    rows.map(({ id }) => ({ id, ...values })),
  );
  await insertAuditLines(
    ctx.db,
    rows.map((row) => {
      const changed = tellChanges(changedFields(row, values), ['kind']);
      return auditLine(ctx, 'organisation.update', recordOf(row), { version: row.version + 1, changed });
    }),
  );
  return rows.length;
}
