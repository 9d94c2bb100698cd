import { answerOf, fieldOfRole, marksOf, tells, type Held } from '../../forms/index.ts';
import type { Audience, Form, Sources } from '../../forms/types.ts';
import { tagsAt } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';
import { definitionById } from '../definitions/definitions.ts';
import type { Context, MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import { audienceBy, type Judged, type Reach } from '../kernel/rights.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';
import { areaChoices, typeChoices } from '../settings/choices.ts';
import { dataKind, writeNumber, type DataKind } from './data-kind.ts';
import { listWaitingRows, readDataRow, readDataRows, type DataReach, type PlacedDataRow } from './data-store.ts';
import type { RecordHome } from './home.ts';
import type { RecordDescription } from './record-kind.ts';
import { stageOf } from './standing.ts';
import { standingsWhere } from './standings.ts';

/** A record of a kind that is only data, with what its table of rights goes by. */
export type DataRecord = PlacedDataRow & {
  /** Tags of where it stands, and its stage's key: what rows with `when` ask for. */
  is: string[];
  /** Whoever it is about agreed to be told of. */
  consents: boolean;
};

export type DataDescription = RecordDescription<DataRecord> & { data: DataKind };

/** Makes a kind from its data. Throws a ZodError for what is no such data. */
export function describeData(given: unknown): DataDescription {
  const data = dataKind.parse(given);
  return {
    data,
    kind: data.kind,
    table: 'records',
    page: `records/${data.kind}`,
    ofResident: data.ofResident ?? false,
    requires: { tags: {}, marks: {} },
    rights: data.rights,
    stepForms: ['record-step'],
    stepModels: [],
    judged: judgedData,
    title: (row) => writeNumber(data, row),
    audience: (actor, row) => audienceBy(data.rights, actor, judgedData(row), () => row.consents),
    async load(ctx, id) {
      const row = await readDataRow(ctx.db, ctx.municipality.id, data.kind, id);
      return row && judgeRow(ctx, row);
    },
    async loadAll(ctx, ids) {
      const rows: DataRecord[] = [];
      for (const row of await readDataRows(ctx.db, ctx.municipality.id, data.kind, ids))
        rows.push(await judgeRow(ctx, row));
      return rows;
    },
    facts: async () => ({}),
    sources: (ctx) => dataSources(ctx),
    home: dataHome(data),
  };
}

type WaitingRecord = DataRecord & { shownTitle: string };

/** Its records whose turn it is the asker's to move on, as its workflow says; where that says nothing, it is nobody's. */
const dataHome = (data: DataKind): RecordHome<WaitingRecord> => ({
  turns: {
    otherwise: [],
    async read(ctx, groups, limit) {
      const roles = [];
      for (const { standings, reach, before } of groups)
        roles.push({ standings, before, seen: await dataReach(ctx, data.kind, reach) });
      const rows = await listWaitingRows(
        ctx.db,
        { municipalityId: ctx.municipality.id, kind: data.kind },
        roles,
        limit,
      );
      return Promise.all(
        rows.map(async (row) => {
          const record = { ...row, ...(await judgeRow(ctx, row)) };
          const { body: form } = await definitionById(ctx, 'form', row.form_id);
          const audience = audienceBy(data.rights, ctx.actor, judgedData(record), () => record.consents);
          const title = tellTitle(form, JSON.parse(row.answers) as Record<string, unknown>, audience);
          return { ...record, shownTitle: title ?? writeNumber(data, row) };
        }),
      );
    },
    words: (row) => ({ number: writeNumber(data, row), title: row.shownTitle }),
  },
});

const judgedData = ({ area_path, is }: DataRecord): Judged => ({ area: area_path, is });

/** A record's title; null where the audience may not be told. */
export const tellTitle = (form: Form, answers: Record<string, unknown>, audience: Audience): string | null =>
  tells(marksOf(form).get(fieldOfRole(form, 'title') ?? ''), audience)
    ? String(answerOf(form, answers, 'title'))
    : null;

/** Rows of the table of rights as a query goes by them. */
export async function dataReach(
  ctx: MunicipalContext,
  kind: string,
  reach: readonly Reach<string>[],
): Promise<DataReach[]> {
  const areas = await areasOf(ctx);
  const reaches: DataReach[] = [];
  for (const { where, when = [], may, paths } of reach)
    reaches.push({
      areaIds:
        where === 'anywhere'
          ? null
          : areas
              .filter(({ path }) =>
                paths.some((own) => path.startsWith(own) || (where === 'around' && own.startsWith(path))),
              )
              .map(({ id }) => id),
      standings: when.length === 0 ? null : await standingsWhere(ctx, kind, (standing) => fitsWhen(when, standing)),
      names: may.includes('names'),
    });
  return reaches;
}

/** What a standing is for rows with `when`. */
const wordsOf = (tags: readonly string[], stage: string | null): string[] =>
  stage === null ? [...tags] : [...tags, stage];

const fitsWhen = (
  when: readonly string[],
  { tags, stage }: { tags: readonly string[]; stage: string | null },
): boolean => when.every((word) => wordsOf(tags, stage).includes(word));

const wordsAt = (workflow: Workflow, state: string): string[] =>
  wordsOf(tagsAt(workflow, state), stageOf(workflow, state, 'ja')?.key ?? null);

export async function judgeRow(ctx: MunicipalContext, row: PlacedDataRow): Promise<DataRecord> {
  const { body: workflow } = await definitionById(ctx, 'workflow', row.workflow_id);
  const { body: form } = await definitionById(ctx, 'form', row.form_id);
  const answers = JSON.parse(row.answers) as Record<string, unknown>;
  return {
    ...row,
    is: wordsAt(workflow, row.state),
    consents: answerOf(form, answers, 'consent') === 'given',
  };
}

/** A kind that is only data, by its name; throws not-found for any other. */
export function dataDescription(ctx: Pick<Context, 'kinds'>, kind: string): DataDescription {
  // The list is typed where it is made (`kinds/index.ts`).
  const description = Object.hasOwn(ctx.kinds, kind) ? (ctx.kinds[kind] as Partial<DataDescription>) : {};
  if (!description.data) throw notFound();
  return description as DataDescription;
}

/** Is the title told to everybody who may see a record at all? Only then may everybody search it. */
export function tellsTitle({ rights }: DataKind, form: Form): boolean {
  const tell = [...marksOf(form).values()].find(({ role }) => role === 'title')?.tell ?? {};
  return rights
    .filter(({ may }) => may.includes('see') && !may.includes('names'))
    .every(
      ({ told: audience }) => audience !== undefined && Object.hasOwn(tell, audience) && tell[audience] === 'always',
    );
}

/**
 * Choices for its forms. `within`: only areas that it answers true for, and what is `held`, for answering; without: all, so that an old
 * answer still has its words.
 */
export const dataSources = async (
  ctx: MunicipalContext,
  within?: (areaPath: string) => boolean,
  held?: Held,
): Promise<Sources> => ({
  areas: await areaChoices(ctx, within, held),
  'service-types': await typeChoices(ctx, held),
});
