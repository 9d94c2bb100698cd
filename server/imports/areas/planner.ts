import { nameAlike } from '../../database/normalise.ts';
import { guessColumns } from '../guess-columns.ts';
import { entriesOf, planEntries, type Entry, type EntryPlan } from '../entries.ts';
import type { ImportColumn, ListPlanner } from '../import-kind.ts';
import type { RowReader } from '../read-cells.ts';

/**
 * `kinds`: all of the city, from the widest on, each with the words that mean it. `open`: an area may be given it; `usual`: what an area is
 * as a rule.
 */
export type KnownAreas = {
  areas: { id: string; name: string; kind: string; root: boolean }[];
  kinds: { key: string; name: string; words: string[]; open: boolean; usual: boolean }[];
};
/** `parent` by its name: one that the same list makes. */
export type AreaEntry = {
  name: string;
  nameKana: string;
  kind: string;
  level: number;
  parent: { id: string } | { name: string };
};

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

/** Of those that may be given: by its key or a name of it, or by the end of one name alone: 圏域 for 日常生活圏域. */
function readKind(kinds: KnownAreas['kinds'], word: string): KnownAreas['kinds'][number] | undefined {
  const key = nameAlike(word);
  if (key === '') return undefined;
  const exact = kinds.find((kind) => kind.words.some((each) => nameAlike(each) === key));
  const ending = kinds.filter(
    (kind) => [...key].length > 1 && kind.words.some((each) => nameAlike(each).endsWith(key)),
  );
  return exact ?? (ending.length === 1 ? ending[0] : undefined);
}

export const planner: ListPlanner<KnownAreas, EntryPlan<AreaEntry>> = {
  columns,
  wordField: null,
  markedOnly: true,
  shown: ['parent', 'kind'],
  guess: (table) => ({
    mapping: { fields: guessColumns(table, columns, (_, values) => values.length > 0), types: {} },
    proposed: { words: [], area: false },
  }),
  plan(table, mapping, { areas, kinds }) {
    const root = areas.find((area) => area.root);
    const known = new Map(areas.map((area) => [nameAlike(area.name), area]));
    const level = (key: string | undefined): number => kinds.findIndex((kind) => kind.key === key);
    const open = kinds.filter((kind) => kind.open);
    const usual = open.findLast((kind) => kind.usual) ?? open.at(-1);
    // What other rows lie below is as wide as can be.
    const above = new Set<string>();
    const named = new Map<string, { name: string; parent: string; word: string }>();
    planEntries(
      table,
      mapping,
      ({ text, cell }) => {
        const parent = nameAlike(text('parent', 200));
        if (parent !== '') above.add(parent);
        const name = text('name', 200);
        // A row without a name is told as that; nothing lies below it.
        if (nameAlike(name) !== '') named.set(nameAlike(name), { name, parent, word: cell('kind') });
        return { name, identity: name, shown: {}, values: null };
      },
      () => false,
    );
    /** What a row is, and what it is below; rows that lie below one another in a circle are of no kind. */
    const kindOf = (key: string, around: readonly string[] = []): KnownAreas['kinds'][number] | undefined => {
      const row = named.get(key);
      if (!row || around.includes(key)) return undefined;
      const said = readKind(open, row.word);
      if (said || !above.has(key)) return said ?? usual;
      const wider = levelOf(row.parent, [...around, key]);
      return open.find((kind) => level(kind.key) > wider);
    };
    const levelOf = (key: string, around: readonly string[] = []): number =>
      level(known.get(key)?.kind ?? kindOf(key, around)?.key);

    const read = ({ text, cell, raise }: RowReader): Entry<AreaEntry> => {
      const name = text('name', 200, { needed: true });
      if (name === '') raise('error', 'name', 'nameMissing');
      const key = nameAlike(name);
      const word = cell('kind');
      const own = kindOf(key);
      if (!own && name !== '') raise('error', 'kind', 'areaKindNone');
      else if (own && word !== '' && !readKind(open, word))
        raise('warning', 'kind', 'areaKindUnknown', { value: word, kind: own.name });
      const parentName = text('parent', 200);
      const parentKey = nameAlike(parentName);
      const there = known.get(parentKey);
      const inList = named.get(parentKey);
      if (parentKey !== '' && !there && !inList) raise('error', 'parent', 'parentUnknown', { value: parentName });
      else if (own && parentKey !== '' && levelOf(parentKey) >= level(own.key))
        raise('error', 'parent', 'parentUnfit', { value: parentName });
      const parent =
        parentKey === '' || there?.root
          ? { id: root?.id ?? '' }
          : there
            ? { id: there.id }
            : { name: inList?.name ?? '' };
      return {
        name,
        identity: key,
        shown: { parent: parentName, kind: word },
        values: { name, nameKana: text('nameKana', 200), kind: own?.key ?? '', level: level(own?.key), parent },
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
  /** The widest first: what lies below them is made after them. */
  *changes(plan) {
    yield* entriesOf({
      ...plan,
      rows: plan.rows.toSorted((a, b) => (a.values?.level ?? 0) - (b.values?.level ?? 0)),
    });
  },
};
