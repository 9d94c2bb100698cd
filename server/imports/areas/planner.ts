import { nameAlike } from '../../database/normalise.ts';
import { guessColumns } from '../guess-columns.ts';
import { entriesOf, planEntries, type Entry, type EntryPlan } from '../entries.ts';
import type { ImportColumn, ListPlanner } from '../import-kind.ts';
import type { RowReader } from '../read-cells.ts';

type Kind = 'ward' | 'daily-life';
export type KnownAreas = { areas: { id: string; name: string; kind: string; root: boolean }[] };
/** `parent` by its name: one that the same list makes. */
export type AreaEntry = { name: string; nameKana: string; kind: Kind; parent: { id: string } | { name: string } };

const kana = '(カナ|かな|フリガナ|ふりがな|ヨミ|よみ|よみがな|ヨミガナ)';
const columns: readonly ImportColumn[] = [
  {
    field: 'name',
    names: [/^(日常生活)?(圏域|区域|地区|エリア)の?(名称?)?$/, /^(名称|名前|name|area)$/, /^(区|行政区)の?名称?$/],
    needed: true,
  },
  {
    field: 'parent',
    names: [/^(親|上位|所属)の?(圏域|区域|区|地区|エリア)の?名?$/, /^(区|行政区|市町村)の?名?$/, /^parent$/],
  },
  { field: 'kind', names: [/^(種別|種類|区分|kind)$/, /^(圏域|区域|エリア)の?(種別|種類|区分)$/] },
  {
    field: 'nameKana',
    names: [new RegExp(`^(名称?の?)?_?${kana}$`), new RegExp(`^.{1,4}名?の?${kana}$`)],
    seldom: true,
  },
];

const readKind = (word: string): Kind | null =>
  /^(区|行政区|ward)$/i.test(word) ? 'ward' : /圏域|区域|地区|エリア|daily-life/i.test(word) ? 'daily-life' : null;

export const planner: ListPlanner<KnownAreas, EntryPlan<AreaEntry>> = {
  columns,
  wordField: null,
  markedOnly: true,
  shown: ['parent', 'kind'],
  guess: (table) => ({
    mapping: { fields: guessColumns(table, columns, (_, values) => values.length > 0), types: {} },
    proposed: { words: [], area: false },
  }),
  plan(table, mapping, { areas }) {
    const root = areas.find((area) => area.root);
    const known = new Map(areas.map((area) => [nameAlike(area.name), area]));
    // What other rows lie below is a ward.
    const above = new Set<string>();
    const named = new Map<string, string>();
    planEntries(
      table,
      mapping,
      ({ text }) => {
        const parent = nameAlike(text('parent', 200));
        if (parent !== '') above.add(parent);
        const name = text('name', 200);
        named.set(nameAlike(name), name);
        return { name, identity: name, shown: {}, values: null };
      },
      () => false,
    );

    const read = ({ text, cell, raise }: RowReader): Entry<AreaEntry> => {
      const name = text('name', 200, { needed: true });
      if (name === '') raise('error', 'name', 'nameMissing');
      const key = nameAlike(name);
      const word = cell('kind');
      const kind = word === '' ? null : readKind(word);
      if (word !== '' && !kind) raise('warning', 'kind', 'areaKindUnknown', { value: word });
      const own = kind ?? (above.has(key) ? 'ward' : 'daily-life');
      const parentName = text('parent', 200);
      const parentKey = nameAlike(parentName);
      const there = known.get(parentKey);
      const inList = named.get(parentKey);
      if (parentKey !== '' && !there && inList === undefined)
        raise('error', 'parent', 'parentUnknown', { value: parentName });
      if (parentKey !== '' && (own === 'ward' ? !there?.root : there && !there.root && there.kind !== 'ward'))
        raise('error', 'parent', 'parentUnfit', { value: parentName });
      const parent =
        parentKey === '' || there?.root ? { id: root?.id ?? '' } : there ? { id: there.id } : { name: inList ?? '' };
      return {
        name,
        identity: key,
        shown: { parent: parentName, kind: word },
        values: { name, nameKana: text('nameKana', 200), kind: own, parent },
      };
    };
    const plan = planEntries(table, mapping, read, (identity) => known.has(identity));
    // A row below one that stays out cannot come in.
    const out = new Set(plan.rows.filter(({ action }) => action === 'reject').map(({ name }) => nameAlike(name)));
    return {
      ...plan,
      rows: plan.rows.map((row) => {
        const parent = row.values?.parent;
        if (!parent || 'id' in parent || !out.has(nameAlike(parent.name))) return row;
        plan.issues.push({
          row: row.row,
          column: null,
          code: 'parentOut',
          level: 'error',
          params: { value: parent.name },
        });
        const { values: _, ...said } = row;
        return { ...said, action: 'reject' as const };
      }),
    };
  },
  /** Wards first: what lies below them is made after them. */
  *changes(plan) {
    const wards = plan.rows.filter(({ values }) => values?.kind === 'ward');
    const others = plan.rows.filter(({ values }) => values?.kind !== 'ward');
    yield* entriesOf({ ...plan, rows: [...wards, ...others] });
  },
};
