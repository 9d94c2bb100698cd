import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { at, count, words } from '../../lists/columns.ts';
import { areaColumn, column } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import type * as contract from './contract.ts';
import { searchPeople, type Person } from './people.ts';

/** The list of residents for a file. */
export async function exportPeople(
  ctx: MunicipalContext,
  query: z.output<typeof contract.personQuery>,
): Promise<ListExport<Person>> {
  return {
    kind: 'person',
    title: say(ctx.language, 'log.kind.person'),
    columns: [
      column(ctx, 'number', 'number', 'records.export.label.number', ({ number }) => count(number)),
      column(ctx, 'name', 'text', 'log.field.name', ({ name }) => words(name)),
      column(ctx, 'kana', 'text', 'log.field.kana', ({ kana }) => words(kana)),
      column(ctx, 'birth', 'day', 'log.field.birth', ({ birth }) => at(birth)),
      column(ctx, 'telephone', 'text', 'log.field.telephone', ({ telephone }) => words(telephone)),
      await areaColumn<Person>(ctx, ({ area }) => area),
    ],
    page: (own, paging) => searchPeople(own, query, paging),
  };
}
