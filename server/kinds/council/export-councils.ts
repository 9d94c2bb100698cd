import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { at, chosen, count, words } from '../../lists/columns.ts';
import { areaColumn, column, stateColumn } from '../../lists/common-columns.ts';
import type { ListExport } from '../../lists/export-list.ts';
import { areaLinkOf } from '../../settings/closed-name.ts';
import { listCouncilsSeen, type CouncilQuery, type ListedCouncil } from './list-councils.ts';

type Listed = ListedCouncil & { id: string };

/** The list of councils for a file. */
export async function exportCouncils(ctx: MunicipalContext, query: CouncilQuery): Promise<ListExport<Listed>> {
  const { language } = ctx;
  const tierOf = (tier: number): string => say(language, 'log.value.tier', { value: tier });
  return {
    kind: 'council',
    title: say(language, 'log.kind.council'),
    columns: [
      column<Listed>(ctx, 'name', 'text', 'log.field.name', ({ row }) => words(row.name)),
      column<Listed>(ctx, 'nameKana', 'text', 'log.field.name_kana', ({ row }) => words(row.name_kana)),
      column<Listed>(ctx, 'localName', 'text', 'log.field.local_name', ({ row }) => words(row.local_name)),
      column<Listed>(ctx, 'tier', 'choice', 'log.label.tier', ({ row }) => chosen(String(row.tier), tierOf(row.tier)), {
        choices: [1, 2].map((tier) => ({ value: String(tier), label: tierOf(tier) })),
      }),
      await areaColumn<Listed>(ctx, ({ row }) => areaLinkOf(language, row)),
      stateColumn<Listed>(ctx),
      column<Listed>(ctx, 'stage', 'choice', 'councils.columns.stage', ({ standing: { stage } }) =>
        stage ? chosen(stage.key, stage.name) : [],
      ),
      column<Listed>(ctx, 'coordinators', 'text', 'councils.columns.coordinators', ({ summary }) =>
        summary.coordinators.flatMap(words),
      ),
      column<Listed>(ctx, 'establishedOn', 'day', 'log.field.established_on', ({ row }) => at(row.established_on)),
      column<Listed>(ctx, 'lastMeetingOn', 'day', 'councils.columns.lastMeetingOn', ({ summary }) =>
        at(summary.lastMeetingOn),
      ),
      column<Listed>(ctx, 'findings', 'number', 'log.kind.finding', ({ summary }) => count(summary.findings), {
        unit: say(language, 'records.export.unit.records'),
      }),
    ],
    page: async (own, paging) => {
      const page = await listCouncilsSeen(own, query, paging);
      return { ...page, items: page.items.map((council) => ({ ...council, id: council.row.id })) };
    },
  };
}
