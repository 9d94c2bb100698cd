import { z } from 'zod';
import { subjectOf } from '../../../registers/index.ts';
import { defineFact, type AskedRecord } from '../../decisions/computed-facts.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { listNamedBy } from '../../records/ties/ties-store.ts';
import { unmetStandings } from './standings.ts';
import { listNeedTypes, listUnmet, type UnmetRow } from './store.ts';

const needs = { ja: '件', en: 'need|needs' };
const roles = ['area', 'service-type'];
const none = z.object({});

type Unmet = { here: UnmetRow[]; elsewhere: UnmetRow[] };

/** Needs of the record's kind of help that nobody meets: in its area and below, and in all others. Read once for a record's facts. */
const readings = new WeakMap<AskedRecord, Promise<Unmet | undefined>>();

function readUnmet(ctx: MunicipalContext, record: AskedRecord): Promise<Unmet | undefined> {
  const known = readings.get(record) ?? listOfType(ctx, record);
  readings.set(record, known);
  return known;
}

async function listOfType(ctx: MunicipalContext, { areaPath, type }: AskedRecord): Promise<Unmet | undefined> {
  if (type === undefined) return undefined;
  const rows = await listUnmet(ctx.db, ctx.municipality.id, await unmetStandings(ctx), [type]);
  const isHere = ({ area_path }: UnmetRow): boolean => area_path.startsWith(areaPath);
  return { here: rows.filter(isHere), elsewhere: rows.filter((row) => !isHere(row)) };
}

const isLinked = ({ links }: UnmetRow): boolean => (JSON.parse(links) as string[]).length > 0;

/** What registers may have worked out of needs, by the area and the kind of help that a record is about. */
export const needFacts = [
  defineFact({
    key: 'unmet-needs',
    text: { ja: 'つなぎ先のない困りごと', en: 'Needs that nobody meets' },
    unit: needs,
    roles,
    counts: true,
    params: none,
    read: async (ctx, record) => (await readUnmet(ctx, record))?.here.length,
  }),
  defineFact({
    key: 'unmet-urgent',
    text: { ja: 'つなぎ先のない、急ぎの困りごと', en: 'Urgent needs that nobody meets' },
    unit: needs,
    roles,
    counts: true,
    params: none,
    read: async (ctx, record) =>
      (await readUnmet(ctx, record))?.here.filter(({ urgency }) => urgency === 'high').length,
  }),
  defineFact({
    key: 'unmet-areas',
    text: { ja: '同じ種類が足りないほかの圏域', en: 'Other areas that lack the same' },
    unit: { ja: '圏域', en: 'area|areas' },
    roles,
    counts: true,
    params: none,
    async read(ctx, record) {
      const unmet = await readUnmet(ctx, record);
      return unmet && new Set(unmet.elsewhere.map(({ area_id }) => area_id)).size;
    },
  }),
  defineFact({
    key: 'unmet-linked-share',
    text: { ja: 'ほかの制度と関わる困りごとの割合', en: 'Share of needs that concern other systems' },
    unit: { ja: '％', en: '%' },
    roles,
    counts: true,
    params: none,
    async read(ctx, record) {
      const unmet = await readUnmet(ctx, record);
      if (!unmet) return undefined;
      return unmet.here.length === 0 ? 0 : Math.round((unmet.here.filter(isLinked).length / unmet.here.length) * 100);
    },
  }),
  defineFact({
    key: 'unmet-several',
    text: {
      ja: '2種類以上の手助けが必要で、この台帳の記録のない困りごと',
      en: 'Needs of two kinds of help or more that no record of this register names',
    },
    unit: needs,
    roles,
    counts: true,
    params: z.object({ register: z.string().min(1).max(40) }),
    async read(ctx, record, { register }) {
      const unmet = await readUnmet(ctx, record);
      if (!unmet) return undefined;
      const ids = unmet.here.map(({ need_id }) => need_id);
      const types = await listNeedTypes(ctx.db, ids);
      const named = await listNamedBy(ctx.db, subjectOf(register), ids);
      return ids.filter((id) => (types.get(id) ?? []).length > 1 && !named.has(id)).length;
    },
  }),
];
