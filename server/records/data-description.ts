import { tiedKinds } from '../../forms/ties.ts';
import {
  answerOf,
  bodiesTold,
  consentedList,
  fieldOfRole,
  keepConsented,
  listFields,
  marksOf,
  putAnswer,
  tells,
  type Held,
} from '../../forms/index.ts';
import type { Audience, Form, Sources } from '../../forms/types.ts';
import { isSubject, subjectOf, writeNumber } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import { modelOfRegister } from '../../rules/index.ts';
import type { Facts } from '../../rules/types.ts';
import { tagsAt } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';
import { readComputed } from '../decisions/computed-facts.ts';
import { definitionById, definitionInForce, listEveryVersion } from '../definitions/definitions.ts';
import type { Part } from '../database/parts.ts';
import { dayInJapan, daysBetween } from '../kernel/clock.ts';
import type { Context, MunicipalContext } from '../kernel/context.ts';
import { notFound } from '../kernel/errors.ts';
import type { Member } from '../kernel/reach.ts';
import { audienceBy, reachBy, type Judged, type Reach } from '../kernel/rights.ts';
import { say } from '../kernel/texts/index.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';
import { areaChoices, typeChoices } from '../settings/choices.ts';
import { adviceOn, factsOfRecord } from './advice.ts';
import { audienceOf } from './audience-of.ts';
import { listWaitingRows, readDataRow, readDataRows, type DataReach, type PlacedDataRow } from './data-store.ts';
import type { RecordHome, TurnGroup } from './home.ts';
import { ofRegister, recordKind, type MovingRow, type RecordDescription } from './record-kind.ts';
import { stageOf } from './standing.ts';
import { standingsWhere } from './standings.ts';
import { countTied } from './ties/ties-store.ts';

/** A record of a kind that is only data, with what its table of rights goes by. */
export type DataRecord = PlacedDataRow & {
  /** Tags of where it stands, and its stage's key: what rows with `when` ask for. */
  is: string[];
  /** Whoever it is about agreed to be told of. */
  consents: boolean;
  /** The bodies that it names and that may be told of it today. */
  bodies: string[];
};

export type DataDescription = RecordDescription<DataRecord> & { data: Register };

/** Makes a kind of record from a register that has been checked. */
export function describeData(data: Register): DataDescription {
  const kind = subjectOf(data.key);
  return {
    data,
    kind,
    ...ofRegister,
    table: 'records',
    page: `registers/${data.key}`,
    ofResident: data.personal,
    rights: data.rights,
    judged: judgedData,
    title: (row) => writeNumber(data, row),
    audience: (actor, row) => audienceBy(data.rights, actor, judgedData(row), () => row.consents),
    async load(ctx, id) {
      const row = await readDataRow(ctx.db, ctx.municipality.id, kind, id);
      return row && judgeRow(ctx, row);
    },
    async loadAll(ctx, ids) {
      const rows: DataRecord[] = [];
      for (const row of await readDataRows(ctx.db, ctx.municipality.id, kind, ids)) rows.push(await judgeRow(ctx, row));
      return rows;
    },
    // Which advice is given says how many ask, and these may be few; it is for those who are told everything.
    seesDecision: (actor, row, purpose) =>
      purpose !== 'advice' ||
      actor.kind === 'system' ||
      audienceBy(data.rights, actor, judgedData(row), () => row.consents) === 'staff',
    closedReason: (ctx, row) => (does) =>
      Promise.resolve(does === 'with-consent' && !row.consents ? say(ctx.language, 'records.needsConsent') : null),
    stepModels: [modelOfRegister(data.key)],
    facts: (ctx, row) => dataFacts(ctx, kind, row),
    sources: (ctx) => dataSources(ctx),
    initial: dataInitial,
    withhold: withholdEntries,
    home: dataHome(data),
  };
}

/** What rule sets may ask of a record beside what its forms say (`readFormFacts`). */
export async function dataFacts(ctx: MunicipalContext, kind: string, row: DataRecord): Promise<Facts> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const stage = stageOf(workflow.body, row.state, 'ja')?.key;
  const tied = await countTied(ctx.db, ctx.municipality.id, kind, row.id);
  const { body: form } = await definitionById(ctx, 'form', row.form_id);
  const answers = JSON.parse(row.answers) as Record<string, unknown>;
  const record = { kind, id: row.id, areaPath: row.area_path, form, answers };
  const since = (instant: string): number => daysBetween(dayInJapan(instant), ctx.today);
  const kinds = [...tiedKinds, ...Object.keys(ctx.kinds).filter((each) => isSubject(each))];
  return {
    'record.state': row.state,
    ...(stage === undefined ? {} : { 'record.stage': stage }),
    'record.daysInState': since(row.state_since),
    'record.daysSinceStep': since(row.moved_at),
    'record.daysSinceBegun': since(row.created_at),
    'record.consents': row.consents,
    ...(await readComputed(ctx, dataDescription(ctx, kind).data, record)),
    ...Object.fromEntries(kinds.map((each) => [`record.ties.${each}`, tied.get(each) ?? 0])),
  };
}

/** What a record says already and a step's form asks again: where both have a field of this role. */
const rolesOfBoth = ['title', 'service-type', 'council'];

/** A step's form begins with today, and with what the record says already, as far as the asker is told it. */
async function dataInitial(ctx: MunicipalContext, row: MovingRow, event: string): Promise<Record<string, unknown>> {
  const workflow = await definitionById(ctx, 'workflow', row.workflow_id);
  const key = workflow.body.steps[event]?.form;
  const form = key ? await definitionInForce(ctx, 'form', key) : null;
  if (!form) return {};
  // Records of registers alone come here.
  const record = row as DataRecord;
  const description = recordKind(ctx, record.kind);
  const choiceField = fieldOfRole(form.body, 'advice');
  const audience = audienceOf(ctx, description, record);
  const advised =
    choiceField !== undefined && audience === 'staff'
      ? await adviceOn(ctx, description, factsOfRecord(ctx, description, record))
      : null;
  const outcome = advised?.decision.outcomes[0]?.type ?? '';
  const choices =
    listFields(form.body)
      .find(({ path }) => path === choiceField)
      ?.choices?.map(({ value }) => value) ?? [];
  const { body } = await definitionById(ctx, 'form', record.form_id);
  const answers = JSON.parse(record.answers) as Record<string, unknown>;
  const answerTold = (role: string): unknown =>
    tells(marksOf(body).get(fieldOfRole(body, role) ?? ''), audience) ? answerOf(body, answers, role) : undefined;
  const others = answerTold('areas');
  const areas = [answerTold('area'), ...(Array.isArray(others) ? (others as unknown[]) : [])].filter(
    (area) => area !== undefined,
  );
  const values: [role: string, value: unknown][] = [
    ['done-on', ctx.today],
    ['advice', choices.includes(outcome) ? outcome : undefined],
    ['areas', areas.length > 0 ? [...new Set(areas)] : undefined],
    ...rolesOfBoth.map((role): [string, unknown] => [role, answerTold(role)]),
  ];
  const begun = values.reduce<Record<string, unknown>>(
    (put, [role, value]) => (value === undefined ? put : putAnswer(form.body, put, role, value)),
    {},
  );
  // What is said anew of the entries takes the place of all that was said (`said-again.ts`): only who is told of all of them says it.
  const list = listAskedAgain(body, form.body);
  return list !== undefined && answers[list] !== undefined && audience === 'staff'
    ? { ...begun, [list]: answers[list] }
    : begun;
}

/** The list of entries with their own consent that a step's form asks as the record's own form does. */
export function listAskedAgain(record: Form, step: Form): string | undefined {
  const list = consentedList(record);
  return list !== undefined && list === consentedList(step) ? list : undefined;
}

/**
 * Of who did not consent, or no more, nothing is told to others. What a step said of the list that the record says itself is not told to them at all: an old
 * step knows of no consent but that of its day.
 */
export async function withholdEntries(
  ctx: MunicipalContext,
  row: DataRecord,
): Promise<(form: Form, answers: Record<string, unknown>) => Record<string, unknown>> {
  if (audienceOf(ctx, dataDescription(ctx, row.kind), row) === 'staff') return (_form, answers) => answers;
  const { body: record } = await definitionById(ctx, 'form', row.form_id);
  return (form, answers) => {
    const list = form.purpose === record.purpose ? undefined : listAskedAgain(record, form);
    if (list === undefined) return keepConsented(form, answers, ctx.today);
    const { [list]: _, ...others } = answers;
    return others;
  };
}

type WaitingRecord = DataRecord & { shownTitle: string };

/** Its records whose turn it is the asker's to move on, as its workflow says; where that says nothing, it is nobody's. */
const dataHome = (data: Register): RecordHome<WaitingRecord> => ({
  turns: {
    otherwise: [],
    read: readWaiting,
    // A step that leads back to where it stands has answered its turn, too: the next one counts from there.
    since: (row) => row.moved_at,
    days: (row) => ({ 'review-on': row.review_on }),
    words: (row) => ({ number: writeNumber(data, row), title: row.shownTitle }),
  },
});

/** Of all registers at once. */
async function readWaiting(
  ctx: MunicipalContext,
  groups: TurnGroup[],
  limit: number,
): Promise<(WaitingRecord & Part)[]> {
  const parts = [];
  for (const { kind, standings, reach, before, due = null } of groups)
    parts.push({ kind, standings, before, due, seen: await dataReach(ctx, kind, reach) });
  const rows = await listWaitingRows(ctx.db, ctx.municipality.id, parts, limit);
  return Promise.all(
    rows.map(async (row) => {
      const { data } = dataDescription(ctx, row.kind);
      const record = { ...row, ...(await judgeRow(ctx, row)) };
      const { body: form } = await definitionById(ctx, 'form', row.form_id);
      const audience = audienceBy(data.rights, ctx.actor, judgedData(record), () => record.consents);
      const title = tellTitle(form, JSON.parse(row.answers) as Record<string, unknown>, audience);
      return { ...record, shownTitle: title ?? writeNumber(data, row) };
    }),
  );
}

const judgedData = ({ area_path, is, bodies }: DataRecord): Judged => ({ area: area_path, is, organisation: bodies });

/** A record's title; null where the audience may not be told. */
export const tellTitle = (form: Form, answers: Record<string, unknown>, audience: Audience): string | null =>
  tells(marksOf(form).get(fieldOfRole(form, 'title') ?? ''), audience)
    ? String(answerOf(form, answers, 'title'))
    : null;

/** As whom the actor is told of what the register's list finds, of each part of it where least is told: somebody who consents to nothing. */
export const dataAudiences = ({ rights }: DataDescription, actor: Member): Audience[] =>
  reachBy(rights, actor, 'see').map(({ may: does, told: name }): Audience => {
    if (does.includes('names')) return 'staff';
    return name === undefined ? [] : [{ name, consent: false }];
  });

/** Rows of the table of rights as a query goes by them. `isSearched`: words are asked for, too. */
export async function dataReach(
  ctx: MunicipalContext,
  kind: string,
  reach: readonly Reach<string>[],
  isSearched = false,
): Promise<DataReach[]> {
  const areas = await areasOf(ctx);
  const reaches: DataReach[] = [];
  for (const { where, when = [], may, paths, organisationIds, told: audience } of reach)
    reaches.push({
      areaIds:
        where === 'anywhere' || where === 'organisation'
          ? null
          : areas
              .filter(({ path }) =>
                paths.some((own) => path.startsWith(own) || (where === 'around' && own.startsWith(path))),
              )
              .map(({ id }) => id),
      toldTo: where === 'organisation' ? { bodies: organisationIds, today: ctx.today } : null,
      standings: when.length === 0 ? null : await standingsWhere(ctx, kind, (standing) => fitsWhen(when, standing)),
      names: may.includes('names'),
      titledFormIds:
        isSearched && !may.includes('names') ? await titledForms(ctx, dataDescription(ctx, kind).data, audience) : [],
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

/** Consent that has ended counts as none. */
export function consents(
  { today }: Pick<MunicipalContext, 'today'>,
  form: Form,
  answers: Record<string, unknown>,
): boolean {
  const until = answerOf(form, answers, 'consent-until');
  return answerOf(form, answers, 'consent') === 'given' && !(typeof until === 'string' && until < today);
}

export async function judgeRow(ctx: MunicipalContext, row: PlacedDataRow): Promise<DataRecord> {
  const { body: workflow } = await definitionById(ctx, 'workflow', row.workflow_id);
  const { body: form } = await definitionById(ctx, 'form', row.form_id);
  const answers = JSON.parse(row.answers) as Record<string, unknown>;
  return {
    ...row,
    is: wordsAt(workflow, row.state),
    consents: consents(ctx, form, answers),
    bodies: bodiesTold(form, answers, ctx.today),
  };
}

/** A register's records as a kind, by its name; throws not-found for any other. */
export function dataDescription(ctx: Pick<Context, 'kinds'>, kind: string): DataDescription {
  // The list is typed where it is made (`kinds/index.ts`).
  const description = Object.hasOwn(ctx.kinds, kind) ? (ctx.kinds[kind] as Partial<DataDescription>) : {};
  if (!description.data) throw notFound();
  return description as DataDescription;
}

/** The versions of its form on which a title was given that this audience may search: told always, then and by what is in force now. */
async function titledForms(ctx: MunicipalContext, { form }: Register, audience: string | undefined): Promise<string[]> {
  const isTold = ({ body }: { body: Form }): boolean =>
    audience !== undefined &&
    tells(marksOf(body).get(fieldOfRole(body, 'title') ?? ''), [{ name: audience, consent: false }]);
  const current = await definitionInForce(ctx, 'form', form);
  if (!current || !isTold(current)) return [];
  return (await listEveryVersion(ctx, 'form')).filter((each) => each.key === form && isTold(each)).map(({ id }) => id);
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
