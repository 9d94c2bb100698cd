import { nameAlike } from '../../../database/normalise.ts';
import { entriesOf, planEntries, type Entry, type EntryPlan } from '../../../imports/entries.ts';
import { guessColumns } from '../../../imports/guess-columns.ts';
import type { ImportColumn, ListPlanner } from '../../../imports/import-kind.ts';
import { narrow } from '../../../imports/read-values.ts';
import type { Named } from '../../../imports/types.ts';
import type { NewCouncil } from '../create-council.ts';

export type KnownCouncils = {
  councils: string[];
  areas: { id: string; name: string; tier: 1 | 2 | null }[];
  workflows: Named[];
};
export type CouncilEntry = NewCouncil;

const kana = '(カナ|かな|フリガナ|ふりがな|ヨミ|よみ|よみがな|ヨミガナ)';
const columns: readonly ImportColumn[] = [
  { field: 'name', names: [/^協議体の?名?称?$/, /^(名称|名前|name)$/], needed: true },
  { field: 'area', names: [/^(担当|対象)?の?(圏域|区域|地区|エリア)名?$/, /^area$/], needed: true },
  { field: 'tier', names: [/^(層|階層|tier)$/, /^(第)?層の?(別|区分)$/] },
  { field: 'workflow', names: [/^(進め方|ライフサイクル|workflow)$/] },
  { field: 'localName', names: [/^(通称|愛称|地域での呼び名)$/], seldom: true },
  { field: 'nameKana', names: [new RegExp(`^(協議体|名称)?(の?名称?)?の?_?${kana}$`)], seldom: true },
];

const readTier = (word: string): 1 | 2 | null => {
  const text = narrow(word);
  return /^第?[1一]層?$/.test(text) ? 1 : /^第?[2二]層?$/.test(text) ? 2 : null;
};

export const planner: ListPlanner<KnownCouncils, EntryPlan<CouncilEntry>> = {
  columns,
  wordField: null,
  shown: ['tier', 'area', 'workflow'],
  guess: (table) => ({
    mapping: { fields: guessColumns(table, columns, (_, values) => values.length > 0), types: {} },
    proposed: { words: [], area: false },
  }),
  plan(table, mapping, { councils, areas, workflows }) {
    const there = new Set(councils.map(nameAlike));
    const areaOf = new Map(areas.map((area) => [nameAlike(area.name), area]));
    const usual = workflows.find(({ key }) => key === 'standard') ?? workflows[0];
    return planEntries(
      table,
      mapping,
      ({ text, cell, raise }): Entry<CouncilEntry> => {
        const name = text('name', 200, { needed: true });
        if (name === '') raise('error', 'name', 'nameMissing');
        const areaName = text('area', 200);
        const area = areaOf.get(nameAlike(areaName));
        if (!area) raise('error', 'area', areaName === '' ? 'areaMissing' : 'areaUnknown', { value: areaName });
        const word = cell('tier');
        const tier = word === '' ? (area?.tier ?? null) : readTier(word);
        if (!tier && word !== '') raise('error', 'tier', 'tierUnknown', { value: word });
        else if (area?.tier === null) raise('error', 'area', 'noTier', { value: areaName });
        else if (tier && area && tier !== area.tier)
          raise('error', 'tier', 'tierUnfit', { value: areaName, tier: area.tier });
        const way = cell('workflow');
        const workflow =
          way === ''
            ? usual
            : workflows.find(({ key, name: title }) => key === way || nameAlike(title) === nameAlike(way));
        if (!workflow) raise('error', 'workflow', 'workflowUnknown', { value: way });
        return {
          name,
          identity: nameAlike(name),
          shown: { tier: String(tier ?? word), area: areaName, workflow: workflow?.name ?? way },
          values: {
            name,
            nameKana: text('nameKana', 200),
            localName: text('localName', 200) || null,
            tier: tier ?? undefined,
            areaId: area?.id ?? '',
            workflowKey: workflow?.key ?? '',
          },
        };
      },
      (identity) => there.has(identity),
    );
  },
  changes: entriesOf,
};
