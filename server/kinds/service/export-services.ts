import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { at, chosen, words } from '../../lists/columns.ts';
import { areaChoices, codeChoices, column, listedColumn } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import { capacity, weekday, type serviceExport } from './contract.ts';
import { searchServices, type ServiceRecord } from './services.ts';

type Listed = ServiceRecord & { id: string };

/** The directory of services for a file. */
export async function exportServices(
  ctx: MunicipalContext,
  { closed, hide, ...query }: z.output<typeof serviceExport>,
): Promise<ListExport<Listed>> {
  const field = (key: string, name: string, textOf: (row: Listed['row']) => string | null) =>
    column<Listed>(ctx, key, 'text', `log.field.${name}`, ({ row }) => words(textOf(row)));
  const hidden = new Set<string>([hide ?? []].flat());
  return {
    kind: 'service',
    title: say(ctx.language, 'log.kind.service'),
    columns: [
      field('name', 'name', (row) => row.name),
      field('nameKana', 'name_kana', (row) => row.name_kana),
      column<Listed>(ctx, 'organisation', 'reference', 'log.field.organisation_id', ({ row, organisationName }) =>
        chosen(row.organisation_id, organisationName),
      ),
      column<Listed>(
        ctx,
        'type',
        'choice',
        'log.field.type_key',
        ({ row, typeName }) => chosen(row.type_key, typeName),
        {
          choices: await codeChoices(ctx, 'service-type'),
        },
      ),
      column<Listed>(
        ctx,
        'areas',
        'choice',
        'log.field.areas',
        ({ areas }) => areas.flatMap(({ id, shown }) => chosen(id, shown)),
        { choices: await areaChoices(ctx) },
      ),
      listedColumn<Listed>(ctx, 'capacity', 'log.field.capacity', 'log.value.capacity', capacity.options, ({ row }) => [
        row.capacity,
      ]),
      column<Listed>(ctx, 'capacityConfirmedOn', 'day', 'log.field.capacity_confirmed_on', ({ row }) =>
        at(row.capacity_confirmed_on),
      ),
      field('eligibility', 'eligibility', (row) => row.eligibility),
      field('fee', 'fee', (row) => row.fee),
      listedColumn<Listed>(
        ctx,
        'days',
        'log.field.days',
        'log.value.day',
        weekday.options,
        ({ row }) => JSON.parse(row.days) as string[],
      ),
      field('hours', 'hours', (row) => row.hours),
      field('phone', 'phone', (row) => row.phone),
      field('url', 'url', (row) => row.url),
      field('address', 'address', (row) => row.address),
    ].filter(({ key }) => !hidden.has(key)),
    page: async (own, paging) => {
      const page = await searchServices(own, { ...query, closed: closed === 'true' }, paging);
      return { ...page, items: page.items.map((record) => ({ ...record, id: record.row.id })) };
    },
  };
}
