import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { chosen, count, words } from '../../lists/columns.ts';
import { codeChoices, column } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import type * as contract from './contract.ts';
import { searchOrganisations, type OrganisationRecord } from './organisations.ts';

type Listed = OrganisationRecord & { id: string };

/** The list of organisations for a file. */
export async function exportOrganisations(
  ctx: MunicipalContext,
  { closed, hide, ...query }: z.output<typeof contract.organisationExport>,
): Promise<ListExport<Listed>> {
  const field = (key: string, name: string, textOf: (row: Listed['row']) => string | null) =>
    column<Listed>(ctx, key, 'text', `log.field.${name}`, ({ row }) => words(textOf(row)));
  const hidden = new Set<string>([hide ?? []].flat());
  return {
    kind: 'organisation',
    title: say(ctx.language, 'log.kind.organisation'),
    columns: [
      field('name', 'name', (row) => row.name),
      field('nameKana', 'name_kana', (row) => row.name_kana),
      column<Listed>(ctx, 'kind', 'choice', 'log.field.kind', ({ row, kindName }) => chosen(row.kind, kindName), {
        choices: await codeChoices(ctx, 'organisation-kind'),
      }),
      field('phone', 'phone', (row) => row.phone),
      field('email', 'email', (row) => row.email),
      field('url', 'url', (row) => row.url),
      field('postalCode', 'postal_code', (row) => row.postal_code),
      field('address', 'address', (row) => row.address),
      field('corporateNumber', 'corporate_number', (row) => row.corporate_number),
      column<Listed>(ctx, 'services', 'number', 'log.kind.service', ({ services }) => count(services), {
        unit: say(ctx.language, 'records.export.unit.records'),
      }),
    ].filter(({ key }) => !hidden.has(key)),
    page: async (own, paging) => {
      const page = await searchOrganisations(own, { ...query, closed: closed === 'true' }, paging);
      return { ...page, items: page.items.map((record) => ({ ...record, id: record.row.id })) };
    },
  };
}
