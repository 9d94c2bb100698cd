import type { z } from 'zod';
import {
  answerOf,
  consentedList,
  fieldWords,
  heldIn,
  keepAsked,
  keepTold,
  listFields,
  tellAnswer,
  tellAnswers,
  tells,
  validate,
  type Held,
} from '../../forms/index.ts';
import type { Audience, Form, Sources } from '../../forms/types.ts';
import { isYearly, writeNumber } from '../../registers/index.ts';
import { normaliseForSearch } from '../database/normalise.ts';
import type { Standings } from '../database/standings.ts';
import { nextNumber } from '../database/numbers.ts';
import type { Page, Paging } from '../database/paging.ts';
import {
  readFieldQuestion,
  sayFieldValues,
  tellAnswered,
  tellFieldValues,
  type AskedFields,
  type FieldValue,
} from '../decisions/field-values.ts';
import { listRecordFields, type FormFact } from '../decisions/form-facts.ts';
import { definitionById, definitionInForce, type Definition } from '../definitions/definitions.ts';
import { sayField } from '../definitions/say-change.ts';
import { listEvents, listEventsOf, type ToldEventRow } from '../effects/events-store.ts';
import { tellChanges } from '../kernel/audit-details.ts';
import { fiscalYear } from '../kernel/clock.ts';
import { audit, auditLine, type MunicipalContext } from '../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../kernel/errors.ts';
import type { Look } from '../kernel/looks.ts';
import { may, reachBy, type Action } from '../kernel/rights.ts';
import { staleConflict } from '../kernel/stale.ts';
import { say } from '../kernel/texts/index.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';
import { explainMade } from '../decisions/decide.ts';
import { adviceOn, factsOfRecord } from './advice.ts';
import { audienceOf } from './audience-of.ts';
import { relatedToRegister } from './related-to-register.ts';
import type * as contract from './contract.ts';
import {
  dataAudiences,
  dataDescription,
  dataReach,
  dataSources,
  judgeRow,
  tellTitle,
  withholdEntries,
  type DataDescription,
  type DataRecord,
} from './data-description.ts';
import {
  countDataRows,
  deleteNewRecord,
  insertDataRow,
  isUsed,
  listAnswers,
  listDataRows,
  listFoundRows,
  updateDataRow,
  type DataFilter,
  type DataReach,
  type DataRow,
} from './data-store.ts';
import { searchLines } from './data-search.ts';
import { presentDiagram } from './diagram.ts';
import { lostIn, moveRecord, tellMoved, type MovedRecord } from './moved-record.ts';
import { addOwnEvent } from './own-event.ts';
import { presentStanding } from './standing.ts';
import { standingsNamed, standingsWhere } from './standings.ts';
import { offered, presentForm, presentSteps, type LocalForm } from './steps.ts';
import { presentStory, storyAnswers, type Withhold } from './story.ts';
import { areaLinkOf } from '../settings/closed-name.ts';
import { reviewDay } from './said-again.ts';
import { takeToForm, type Device } from './sent-from-device.ts';
import { lockRecord } from './store.ts';
import { startRecord, storeSubmission } from './take-step.ts';
import { looksAtTied, type Given } from './ties/look-at-tied.ts';
import { deleteTiesOf } from './ties/ties-store.ts';
import { withTied } from './ties/with-tied.ts';

/*
 * What is done with records of registers: begun, corrected, listed, read, written out. They move as any others do
 * (`take-step.ts`). Each throws not-found for a kind that is not in the list, and for a record that the asker may not see.
 */

type Answers = Record<string, unknown>;
type Saved = { id: string; version: number };
export type DataItem = z.infer<typeof contract.dataItem>;
export type DataExport = z.infer<typeof contract.dataExport>;
export type DataRecordPage = z.infer<typeof contract.dataRecord>;
export type ListedData = z.infer<typeof contract.listedData>;
/** What a list is narrowed to. */
export type DataNarrowed = z.infer<typeof contract.dataFilter>;
/** `looks`: at the residents' records that these records name. Who looked at the records themselves, the routes say. */
type Shown<Body> = { body: Body; looks: Look[] };
export type DataQuery = DataNarrowed & Partial<Pick<z.infer<typeof contract.dataQuery>, 'stage' | 'sortBy' | 'fields'>>;

const isSystem = ({ actor }: MunicipalContext): boolean => actor.kind === 'system';

/** Throws `stepClosed` where no such form is in force, with the words that an administrator needs. */
async function formInForce(ctx: MunicipalContext, { data }: DataDescription): Promise<Definition<'form'>> {
  const form = await definitionInForce(ctx, 'form', data.form);
  if (!form || form.body.purpose !== 'record')
    throw refused('stepClosed', { reason: say(ctx.language, 'records.broken.form', { name: data.form }) });
  return form;
}

/** What a record holds, by field: where it is, and what else was chosen. */
async function heldValues(ctx: MunicipalContext, description: DataDescription, row: DataRecord): Promise<Held> {
  const { body: form } = await formInForce(ctx, description);
  const { body: former } = await definitionById(ctx, 'form', row.form_id);
  return heldIn(form, former, JSON.parse(row.answers) as Answers, { area: [row.area_id] });
}

/** Choices of areas for what the asker may add, or change as it stands. Throws not-allowed where there are none. */
async function sourcesFor(
  ctx: MunicipalContext,
  description: DataDescription,
  action: 'add' | 'change',
  row?: DataRecord,
  held?: Held,
): Promise<Sources> {
  const within = (area: string): boolean =>
    isSystem(ctx) || may(description.rights, ctx.actor, action, { area, is: row?.is ?? [] });
  const sources = await dataSources(ctx, within, held);
  if (offered(sources).areas?.length === 0) throw notAllowed();
  return sources;
}

/** The form that a record is begun with, with the areas that the asker may begin one in. Throws not-allowed for who begins none. */
export async function dataForm(ctx: MunicipalContext, kind: string): Promise<LocalForm> {
  const description = dataDescription(ctx, kind);
  const sources = await sourcesFor(ctx, description, 'add');
  const form = await formInForce(ctx, description);
  return presentForm(ctx, form.key, offered(sources));
}

/** The form that records are begun with now, and what may be chosen in it. Throws not-allowed for who begins none. */
export async function dataToAnswer(ctx: MunicipalContext, kind: string): Promise<{ form: Form; sources: Sources }> {
  const description = dataDescription(ctx, kind);
  const sources = offered(await sourcesFor(ctx, description, 'add'));
  return { form: (await formInForce(ctx, description)).body, sources };
}

/** What all records of a kind were answered with last, whoever may see them. */
export const answersOfData = async (ctx: MunicipalContext, kind: string): Promise<Answers[]> =>
  (await listAnswers(ctx.db, ctx.municipality.id, kind)).map((answers) => JSON.parse(answers) as Answers);

/**
 * Takes away records that an import has just begun, with all that came with them. Refused where anything has been done with one of them
 * since, or another record names it. Throws not-allowed for one in an area where the asker adds none.
 */
export async function removeNewData(
  ctx: MunicipalContext,
  kind: string,
  ids: readonly string[],
  importId: string,
): Promise<number> {
  const description = dataDescription(ctx, kind);
  for (const id of ids) {
    // A step that is being taken comes first, and is then seen here.
    await lockRecord(ctx.db, 'records', ctx.municipality.id, id);
    const row = await description.load(ctx, id);
    const what = row ? description.title(row) : '';
    if (row?.version !== 1) throw refused('importChanged', { what });
    if (!isSystem(ctx) && !may(description.rights, ctx.actor, 'add', { area: row.area_path, is: row.is }))
      throw notAllowed();
    if (await isUsed(ctx.db, ctx.municipality.id, kind, id)) throw refused('importUsed', { what });
    if (!(await deleteNewRecord(ctx.db, kind, id))) throw refused('importChanged', { what });
    await audit(ctx, `${kind}.delete`, { kind, id, title: what }, { undone: importId });
  }
  return ids.length;
}

type Checked = {
  form: Definition<'form'>;
  answers: Answers;
  columns: Pick<DataRow, 'area_id' | 'form_id' | 'answers'> & Partial<Pick<DataRow, 'review_on'>>;
};

async function checkAnswers(
  ctx: MunicipalContext,
  description: DataDescription,
  given: Answers,
  sources: Sources,
  held?: Held,
): Promise<Checked> {
  const form = await formInForce(ctx, description);
  const choices = await withTied(ctx, sources, [{ form: form.body, answers: given }], held);
  const issues = validate(form.body, given, ctx.language, choices);
  if (issues.length > 0) throw invalid(issues.map((issue) => ({ ...issue, path: `/answers${issue.path}` })));
  const answers = keepAsked(form.body, given);
  const area = answerOf(form.body, answers, 'area');
  return {
    form,
    answers,
    columns: {
      area_id: String(area),
      form_id: form.id,
      answers: JSON.stringify(answers),
      ...reviewDay(form.body, answers),
    },
  };
}

const searchText = async (
  ctx: MunicipalContext,
  { data }: DataDescription,
  row: { year: number; number: number },
  { form, answers }: Checked,
): Promise<string> => searchLines(writeNumber(data, row), form.body, answers, await dataSources(ctx));

/** Begins a record: its answers checked by the form, its workflow, history, audit and effects in one transaction. */
export async function startDataRecord(
  ctx: MunicipalContext,
  kind: string,
  given: Answers,
  device?: Device,
): Promise<Saved> {
  const description = dataDescription(ctx, kind);
  const { data } = description;
  const sources = await sourcesFor(ctx, description, 'add');
  const typed = device ? await takeToForm(ctx, await formInForce(ctx, description), device, given) : given;
  const checked = await checkAnswers(ctx, description, typed, sources);
  const id = ctx.newId();
  if (!(await definitionInForce(ctx, 'workflow', data.workflow)))
    throw refused('stepClosed', { reason: say(ctx.language, 'records.broken.workflow', { name: data.workflow }) });
  const started = await startRecord(ctx, kind, id, data.workflow);
  const submissionId = await storeSubmission(ctx, kind, id, checked.form.id, checked.answers, device?.clientKey);
  const year = isYearly(data) ? fiscalYear(ctx.today) : 0;
  const numbered = { year, number: await nextNumber(ctx.db, kind, ctx.municipality.id, year) };
  await insertDataRow(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    kind,
    ...numbered,
    review_on: null,
    ...checked.columns,
    submission_id: submissionId,
    search: await searchText(ctx, description, numbered, checked),
    created_by: ctx.actor.id,
    created_at: ctx.now,
    moved_at: ctx.now,
    ...started.columns,
  });
  const line = auditLine(ctx, `${kind}.create`, { kind, id, title: writeNumber(data, numbered) }, { version: 1 });
  await started.keep({ submissionId, line });
  return { id, version: 1 };
}

async function find(ctx: MunicipalContext, description: DataDescription, id: string): Promise<DataRecord> {
  const row = await description.load(ctx, id);
  if (!row || !(isSystem(ctx) || mayDo(ctx, description, 'see', row))) throw notFound();
  return row;
}

const mayDo = (ctx: MunicipalContext, description: DataDescription, action: Action, row: DataRecord): boolean =>
  may(description.rights, ctx.actor, action, description.judged(row));

/**
 * Corrects what was answered: a new submission of the form in force, kept beside the former ones; told in the history, and the
 * state stays. What that form has no place for is refused, unless `drop` names the version of the form that the asker was told it
 * has no place in. Throws not-allowed, `invalid`, `stale`.
 */
export async function changeDataRecord(
  ctx: MunicipalContext,
  kind: string,
  id: string,
  version: number,
  given: Answers,
  drop?: string,
): Promise<Saved> {
  const description = dataDescription(ctx, kind);
  const row = await find(ctx, description, id);
  if (!isSystem(ctx) && !mayDo(ctx, description, 'change', row)) throw notAllowed();
  // What they were not told, they would replace unseen.
  const { body: answered } = await definitionById(ctx, 'form', row.form_id);
  if (!isToldWhole(answered, audienceOf(ctx, description, row))) throw notAllowed();
  const held = await heldValues(ctx, description, row);
  const sources = await sourcesFor(ctx, description, 'change', row, held);
  const checked = await checkAnswers(ctx, description, given, sources, held);
  const moved = await moveRecord(ctx, row, checked.form);
  if (moved && drop !== checked.form.id) refuseLost(ctx, moved, checked.answers);
  const submissionId = await storeSubmission(ctx, kind, id, checked.form.id, checked.answers);
  // What it was answered before names nothing any more.
  await deleteTiesOf(ctx.db, row.submission_id);
  const next = await updateDataRow(ctx.db, id, version, {
    ...checked.columns,
    submission_id: submissionId,
    search: await searchText(ctx, description, row, checked),
  });
  if (next === null) throw await staleConflict(ctx, kind, id, version, { id, version: row.version });
  await addOwnEvent(ctx, kind, row, { type: 'EDIT', version: next, submissionId });
  const changed = { area_id: [row.area_id, checked.columns.area_id] as [unknown, unknown] };
  await audit(
    ctx,
    `${kind}.update`,
    { kind, id, title: description.title(row) },
    { version: next, changed: tellChanges(row.area_id === checked.columns.area_id ? {} : changed) },
  );
  return { id, version: next };
}

/** Names the fields, not what they hold. */
function refuseLost({ language }: MunicipalContext, moved: MovedRecord, answers: Answers): void {
  const fields = new Set(lostIn(moved, answers).map(({ path }) => sayField([moved.former], path, language)));
  if (fields.size === 0) return;
  throw invalid(
    [...fields].map((field) => ({ path: '/answers', code: 'lost', message: say(language, 'changes.lost', { field }) })),
  );
}

/** Where the asker may do this, as the list's query goes by it. Throws not-allowed where that is nowhere. */
async function reachFor(
  ctx: MunicipalContext,
  { kind, rights }: DataDescription,
  action: 'see' | 'export',
  isSearched = false,
): Promise<DataReach[]> {
  const reach = await dataReach(ctx, kind, reachBy(rights, ctx.actor, action), isSearched);
  if (reach.length === 0) throw notAllowed();
  return reach;
}

const wordsOf = (q: string | undefined): string[] =>
  normaliseForSearch(q ?? '')
    .split(' ')
    .filter(Boolean);

/** What the list is narrowed to, where the asker sees records; null where it asks for an area that there is not. Throws not-allowed for who sees none anywhere. */
async function filterOf(
  ctx: MunicipalContext,
  description: DataDescription,
  query: DataNarrowed & Pick<DataQuery, 'stage'>,
  fields: AskedFields,
  also?: DataReach[],
): Promise<DataFilter | null> {
  const words = wordsOf(query.q);
  const seen = await reachFor(ctx, description, 'see', words.length > 0);
  const areas = await areasOf(ctx);
  const area = areas.find(({ id }) => id === query.area);
  if (query.area && !area) return null;
  return {
    municipalityId: ctx.municipality.id,
    kind: description.kind,
    seen,
    words,
    fields: fields.filters,
    ...(also ? { also } : {}),
    ...(area ? { areaIds: areas.filter(({ path }) => path.startsWith(area.path)).map(({ id }) => id) } : {}),
    ...(query.state ? { standings: await standingsNamed(ctx, description.kind, query.state) } : {}),
    ...(query.stage ? { column: await standingsOf(ctx, description.kind, query.stage) } : {}),
  };
}

const standingsOf = (ctx: MunicipalContext, kind: string, key: string): Promise<Standings> =>
  standingsWhere(ctx, kind, ({ stage, state }) => (stage ?? state) === key);

/** What the list is asked of fields, as whom the asker reads it. */
const askedFields = (
  ctx: MunicipalContext,
  description: DataDescription,
  { where, sortBy, fields }: Pick<DataQuery, 'where' | 'sortBy' | 'fields'>,
): Promise<AskedFields> =>
  readFieldQuestion(ctx, description.kind, dataAudiences(description, ctx.actor), {
    where: [where ?? []].flat(),
    sortBy,
    fields: [fields ?? []].flat(),
  });

async function listRecords(
  ctx: MunicipalContext,
  filter: DataFilter | null,
  sort: AskedFields['sort'],
  paging: Paging,
): Promise<Page<DataRecord>> {
  if (!filter) return { items: [], total: 0, next: null };
  const page = await listDataRows(ctx.db, filter, sort, paging);
  const items: DataRecord[] = [];
  for (const row of page.items) items.push(await judgeRow(ctx, row));
  return { ...page, items };
}

/** The kind's records that the asker may see, a page of them. Every word of `q` must be found in what the asker may search. Throws not-allowed for who sees none anywhere. */
export async function listDataRecords(
  ctx: MunicipalContext,
  kind: string,
  query: DataQuery,
  paging: Paging,
): Promise<Shown<Page<ListedData>>> {
  const description = dataDescription(ctx, kind);
  await reachFor(ctx, description, 'see');
  const fields = await askedFields(ctx, description, query);
  const filter = await filterOf(ctx, description, query, fields);
  const page = await listRecords(ctx, filter, fields.sort, paging);
  const items: ListedData[] = [];
  const answered: Given[] = [];
  const sources = await sourcesOf(ctx, page.items);
  const ids = page.items.map(({ id }) => id);
  const valuesOf = await tellFieldValues(ctx, ids, fields.shown);
  for (const row of page.items) {
    const { item, form, answers, audience } = await presentItem(ctx, description, row, sources);
    const shown = Object.entries(answers).filter(([field]) => description.data.list.columns.includes(field));
    answered.push({ form: form.body, answers: Object.fromEntries(shown), audience });
    const values = fields.shown.map((fact) => sayFieldValues(ctx, fact, valuesOf(row.id, fact, audience)) ?? null);
    const days = fields.shown.map((fact) =>
      fact.declaration.type === 'date' ? (valuesOf(row.id, fact, audience)[0]?.code ?? null) : null,
    );
    items.push({ ...item, fields: values, days });
  }
  return { body: { ...page, items }, looks: await looksAtTied(ctx, answered) };
}

/** A record of the list with what it holds, as far as the asker is told of it: what a drawing goes by. */
export type DrawnData = { item: DataItem; form: Form; told: Answers; audience: Audience };

/** The records that the list finds, so many of them, with what each is drawn by. Throws as the list does. */
export async function drawDataRecords(
  ctx: MunicipalContext,
  kind: string,
  query: DataNarrowed,
  limit: number,
): Promise<Page<DrawnData>> {
  const description = dataDescription(ctx, kind);
  await reachFor(ctx, description, 'see');
  const filter = await filterOf(ctx, description, query, await askedFields(ctx, description, query));
  const page = await listRecords(ctx, filter, null, { limit, exact: true });
  const items: DrawnData[] = [];
  for (const row of page.items) {
    // Its columns are not shown: nothing is looked up for them.
    const { item, form, answers, audience } = await presentItem(ctx, description, row, {});
    items.push({ item, form: form.body, told: keepTold(form.body, answers, audience), audience });
  }
  return { ...page, items };
}

/** Of each of these kinds the latest records that hold all of the words, as its own list finds them, and how many do; in one statement. */
export async function findDataRecords(
  ctx: MunicipalContext,
  kinds: string[],
  q: string,
  limit: number,
): Promise<Map<string, Pick<Page<DataItem>, 'items' | 'total'>>> {
  const words = wordsOf(q);
  const filters: (Pick<DataFilter, 'kind' | 'seen' | 'words'> & { description: DataDescription })[] = [];
  for (const kind of kinds) {
    const description = dataDescription(ctx, kind);
    const seen = await dataReach(ctx, kind, reachBy(description.rights, ctx.actor, 'see'), true);
    if (seen.length > 0) filters.push({ kind, seen, words, description });
  }
  const rows = await listFoundRows(
    ctx.db,
    ctx.municipality.id,
    filters.map(({ description: _, ...filter }) => filter),
    limit,
  );
  const pages = new Map<string, Pick<Page<DataItem>, 'items' | 'total'>>();
  const sources = rows.length > 0 ? await dataSources(ctx) : {};
  for (const { part, total, ...row } of rows) {
    const description = filters[part]?.description;
    if (!description) continue;
    const { item } = await presentItem(ctx, description, await judgeRow(ctx, row), sources);
    pages.set(row.kind, { items: [...(pages.get(row.kind)?.items ?? []), item], total });
  }
  return pages;
}

/** What there is to count of what the list finds; null where it asks for an area that there is not. Throws as the list does. */
export async function dataToCount(
  ctx: MunicipalContext,
  kind: string,
  query: DataNarrowed,
): Promise<{ description: DataDescription; filter: DataFilter | null }> {
  const description = dataDescription(ctx, kind);
  await reachFor(ctx, description, 'see');
  const fields = await askedFields(ctx, description, query);
  return { description, filter: await filterOf(ctx, description, query, fields) };
}

/** How many of the records that the asker may see stand where. Throws not-allowed for who sees none anywhere. */
export async function countDataStandings(ctx: MunicipalContext, kind: string): ReturnType<typeof countDataRows> {
  const seen = await reachFor(ctx, dataDescription(ctx, kind), 'see');
  return countDataRows(ctx.db, { municipalityId: ctx.municipality.id, kind, seen, words: [] });
}

/** A record as a file of its list has it: `own` and `values` are coded where they can be, `tied` are residents' records that its page names. */
export type FiledData = Pick<DataItem, 'id' | 'number' | 'title' | 'area' | 'standing' | 'createdAt'> & {
  own: readonly FieldValue[][];
  values: readonly FieldValue[][];
  tied: readonly string[];
};

/** What the file of a register's list is made of, as the asker may have it. Throws not-allowed for who may write out no record anywhere. */
export async function describeDataFile(
  ctx: MunicipalContext,
  kind: string,
  query: DataQuery,
): Promise<{
  /** Its own columns, each as the field that it is of; nothing where it can be told in words only. */
  own: { field: string; label: string; fact?: FormFact }[];
  shown: FormFact[];
  isWhole: boolean;
  page: (ctx: MunicipalContext, paging: Paging) => Promise<Page<FiledData>>;
}> {
  const description = dataDescription(ctx, kind);
  await reachFor(ctx, description, 'export');
  const facts = await listRecordFields(ctx, kind);
  const { body: form } = await formInForce(ctx, description);
  const own = description.data.list.columns.map((field) => {
    const fact = facts.find(({ declaration }) => declaration.path === field);
    return { field, label: fieldWords(form, field, ctx.language).title ?? field, ...(fact ? { fact } : {}) };
  });
  const fields = await askedFields(ctx, description, query);
  return {
    own,
    shown: fields.shown,
    isWhole: dataAudiences(description, ctx.actor).every((audience) => audience === 'staff'),
    page: async (asker, paging) => {
      const also = await reachFor(asker, description, 'export');
      const page = await listRecords(
        asker,
        await filterOf(asker, description, query, fields, also),
        fields.sort,
        paging,
      );
      const ids = page.items.map(({ id }) => id);
      const valuesOf = await tellFieldValues(asker, ids, fields.shown);
      const sources = await sourcesOf(asker, page.items);
      const answered: Given[] = [];
      const items: FiledData[] = [];
      for (const row of page.items) {
        const { item, form, answers, audience } = await presentItem(asker, description, row, sources);
        const { id, number, title, area, standing, createdAt, columns } = item;
        const shown = Object.entries(answers).filter(([field]) => description.data.list.columns.includes(field));
        answered.push({ form: form.body, answers: Object.fromEntries(shown), audience });
        items.push({
          id,
          number,
          title,
          area,
          standing,
          createdAt,
          tied: [],
          own: own.map(({ fact }, index): FieldValue[] => {
            if (fact) return tellAnswered(asker, fact, form.id, answers, audience);
            const word = columns[index]?.value ?? null;
            return word === null ? [] : [{ word }];
          }),
          values: fields.shown.map((fact) => valuesOf(row.id, fact, audience)),
        });
      }
      const tied = (await looksAtTied(asker, answered)).flatMap(({ shows = [] }) => shows);
      const [first, ...others] = items;
      return { ...page, items: first ? [{ ...first, tied }, ...others] : [] };
    },
  };
}

/** The same with all that the asker may be told of each, of those that the asker may write out. */
export async function exportDataRecords(
  ctx: MunicipalContext,
  kind: string,
  query: DataNarrowed,
  paging: Paging,
): Promise<Shown<Page<DataExport>>> {
  const description = dataDescription(ctx, kind);
  const also = await reachFor(ctx, description, 'export');
  const fields = await askedFields(ctx, description, query);
  const page = await listRecords(ctx, await filterOf(ctx, description, query, fields, also), null, paging);
  const items: DataExport[] = [];
  const answered: Given[] = [];
  const sources = await sourcesOf(ctx, page.items);
  const ids = page.items.map(({ id }) => id);
  const events = Map.groupBy(await listEventsOf(ctx.db, kind, ids), ({ record_id: id }) => id);
  for (const row of page.items) {
    const { whole, given } = await presentWhole(ctx, description, row, sources, events.get(row.id) ?? []);
    items.push(whole);
    answered.push(...given);
  }
  return { body: { ...page, items }, looks: await looksAtTied(ctx, answered) };
}

/** Choices of their forms, with the records that they name. */
async function sourcesOf(ctx: MunicipalContext, rows: readonly DataRecord[]): Promise<Sources> {
  const answered = [];
  for (const { form_id: id, answers } of rows)
    answered.push({ form: (await definitionById(ctx, 'form', id)).body, answers: JSON.parse(answers) as Answers });
  return withTied(ctx, await dataSources(ctx), answered);
}

type Presented = {
  item: DataItem;
  form: Definition<'form'>;
  answers: Answers;
  audience: Audience;
  withhold: Withhold;
};

/** `sources`: the choices of its forms, the same for every record of a list. */
async function presentItem(
  ctx: MunicipalContext,
  description: DataDescription,
  row: DataRecord,
  sources: Sources,
): Promise<Presented> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const form = await definitionById(ctx, 'form', row.form_id);
  const audience = audienceOf(ctx, description, row);
  const withhold = await withholdEntries(ctx, row);
  const answers = withhold(form.body, JSON.parse(row.answers) as Answers);
  const item: DataItem = {
    id: row.id,
    number: description.title(row),
    title: tellTitle(form.body, answers, audience),
    area: areaLinkOf(ctx.language, row),
    standing: presentStanding(row, workflow.body, ctx.language),
    columns: description.data.list.columns.map((field) => ({
      field,
      label: fieldWords(form.body, field, ctx.language).title ?? field,
      value: tellAnswer(form.body, answers, field, audience, ctx.language, sources) || null,
    })),
    createdAt: row.created_at,
    version: row.version,
  };
  return { item, form, answers, audience, withhold };
}

/**
 * Where a form asks nothing that is not theirs to know, who is told no names may correct what was answered, too. Where entries have a consent of their own,
 * some are not theirs to know.
 */
const isToldWhole = (form: Form, audience: Audience): boolean =>
  audience === 'staff' ||
  (consentedList(form) === undefined && listFields(form).every(({ marks }) => tells(marks, audience)));

async function presentWhole(
  ctx: MunicipalContext,
  description: DataDescription,
  row: DataRecord,
  sources: Sources,
  events: ToldEventRow[],
): Promise<{ whole: DataExport; given: Given[] }> {
  const { item, form, answers, audience, withhold } = await presentItem(ctx, description, row, sources);
  // What it was begun with stands above; of its former versions only that there were some.
  const elsewhere = 'record';
  const whole = {
    ...item,
    answers: tellAnswers(form.body, answers, audience, ctx.language, sources),
    given: isToldWhole(form.body, audience) ? answers : null,
    story: await presentStory(ctx, description.kind, row, sources, { elsewhere, events, withhold }),
  };
  const inStory = await storyAnswers(ctx, description.kind, row, events, { elsewhere, withhold });
  return { whole, given: [{ form: form.body, answers, audience }, ...inStory.values()] };
}

/** A record with its history, and what the asker may do with it. */
export async function readDataRecord(ctx: MunicipalContext, kind: string, id: string): Promise<Shown<DataRecordPage>> {
  const description = dataDescription(ctx, kind);
  const row = await find(ctx, description, id);
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const sources = await sourcesOf(ctx, [row]);
  const steps = await presentSteps(ctx, kind, row, workflow, { sources });
  const can = (action: Action): boolean => mayDo(ctx, description, action, row);
  const events = await listEvents(ctx.db, kind, row.id);
  const { whole, given } = await presentWhole(ctx, description, row, sources, events);
  const body = {
    ...whole,
    moved: whole.given && can('change') ? await presentMoved(ctx, description, row, sources) : null,
    advice: await presentAdvice(ctx, description, row),
    became: await relatedToRegister(ctx).became(ctx, { kind, id: row.id }),
    steps,
    diagram: await presentDiagram(ctx, kind, row, workflow, steps, events),
    can: { names: can('names'), change: can('change'), export: can('export') },
  };
  return { body, looks: await looksAtTied(ctx, given) };
}

/** What is over needs no advice; and it is for those who are told everything of the record. */
async function presentAdvice(
  ctx: MunicipalContext,
  description: DataDescription,
  row: DataRecord,
): Promise<DataRecordPage['advice']> {
  if (description.data.advice === undefined || row.is.includes('over')) return null;
  const audience = audienceOf(ctx, description, row);
  if (audience !== 'staff') return null;
  const made = await adviceOn(ctx, description, factsOfRecord(ctx, description, row));
  return made && explainMade(ctx, made, audience);
}

/** Null too where no form is in force to correct it with. */
async function presentMoved(
  ctx: MunicipalContext,
  { data }: DataDescription,
  row: DataRecord,
  sources: Sources,
): Promise<DataRecordPage['moved']> {
  const form = await definitionInForce(ctx, 'form', data.form);
  const moved = form?.body.purpose === 'record' ? await moveRecord(ctx, row, form) : null;
  return moved && tellMoved(ctx, moved, JSON.parse(row.answers) as Answers, sources);
}
