import {
  answerOf,
  fieldOfRole,
  heldIn,
  keepAsked,
  putAnswer,
  type Form,
  type Held,
  validate,
} from '../../../forms/index.ts';
import { normaliseForSearch } from '../../database/normalise.ts';
import { nextNumber } from '../../database/numbers.ts';
import { definitionById, type Definition } from '../../definitions/definitions.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { auditLine, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, type FieldIssue } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { offered, presentForm, type LocalForm } from '../../records/steps.ts';
import { takeToForm, type Device } from '../../records/sent-from-device.ts';
import { startRecord, storeSubmission } from '../../records/take-step.ts';
import { intakeInForce } from './intake.ts';
import { mayNeed, needEntryPaths } from './policy.ts';
import { readSubmission } from '../../decisions/submissions-store.ts';
import { needSources } from './sources.ts';
import { insertNeed, listNeedTypes, readNeed, type NeedRow } from './store.ts';
import { choosePerson, knownOf, type PersonChoice } from './whose-need.ts';

type Answers = Record<string, unknown>;

/**
 * The intake form in force, with the areas that the asker may enter needs for; to correct a need, also with what it holds. Throws not-allowed for
 * who enters none, and not-found.
 */
export async function needForm(ctx: MunicipalContext, needId?: string): Promise<LocalForm> {
  const paths = needEntryPaths(ctx.actor);
  if (paths.length === 0) throw notAllowed();
  const row = needId === undefined ? undefined : await readNeed(ctx.db, ctx.municipality.id, needId);
  if (needId !== undefined && (!row || !mayNeed(ctx.actor, 'see', row))) throw notFound();
  const form = await intakeInForce(ctx);
  const sources = offered(await needSources(ctx, paths, row && (await heldValues(ctx, form.body, row))));
  const [only, ...more] = sources.areas ?? [];
  const known: [role: string, value: unknown][] = [
    ['received-on', ctx.today],
    ['urgency', 'normal'],
    ...(only && more.length === 0 ? [['area', only.value] as [string, unknown]] : []),
  ];
  const first = known.reduce<Answers>((answers, [role, value]) => putAnswer(form.body, answers, role, value), {});
  return presentForm(ctx, form.key, sources, first);
}

/**
 * Takes in a need. `person`: whose it is, as the officer decided; nothing: nobody has decided yet. Throws not-allowed for who enters none, and `invalid`
 * with the form's issues (`/answers/FIELD`). Answers its id and version. `device`: they lay on one.
 */
export async function takeInNeed(
  ctx: MunicipalContext,
  given: Answers,
  person?: PersonChoice,
  device?: Device,
): Promise<{ id: string; version: number }> {
  const { form, answers } = await checkIntake(ctx, given, undefined, device);
  const id = ctx.newId();
  const started = await startRecord(ctx, 'need', id, 'need');
  const submissionId = await storeSubmission(ctx, 'need', id, form.id, answers, device?.clientKey);
  const number = await nextNumber(ctx.db, 'need', ctx.municipality.id);
  const columns = needColumns(form.body, answers, number);
  const row = {
    id,
    municipality_id: ctx.municipality.id,
    number,
    ...columns,
    person_id: person ? await choosePerson(ctx, person, knownOf(form.body, answers), columns.area_id) : null,
    submission_id: submissionId,
    consent_override: '[]',
    closed_at: null,
    erased_at: null,
    checked_on: null,
    created_by: ctx.actor.id,
    created_at: ctx.now,
    ...started.columns,
  };
  await insertNeed(ctx.db, row, typesOf(form.body, answers));
  const line = auditLine(ctx, 'need.create', { kind: 'need', id, title: numberTitle(number) }, { version: 1 });
  await started.keep({ submissionId, line });
  return { id, version: 1 };
}

type HeldNeed = Pick<NeedRow, 'id' | 'area_id' | 'submission_id'>;

/** What a need holds, by field: where it is, what it asks for, and what else was chosen when it was taken in. */
async function heldValues(ctx: MunicipalContext, form: Form, row: HeldNeed): Promise<Held> {
  const submission = await readSubmission(ctx.db, row.submission_id);
  if (!submission) throw new Error(`no submission ${row.submission_id}`);
  const { body: former } = await definitionById(ctx, 'form', submission.form_id);
  const types = (await listNeedTypes(ctx.db, [row.id])).get(row.id) ?? [];
  const answers = JSON.parse(submission.answers) as Answers;
  return heldIn(form, former, answers, { area: [row.area_id], types });
}

/** Answers checked by the form in force, without those that it does not ask with them. `row`: the need that is corrected. */
export async function checkIntake(
  ctx: MunicipalContext,
  typed: Answers,
  row?: HeldNeed,
  device?: Device,
): Promise<{ form: Definition<'form'>; answers: Answers }> {
  // The system enters needs anywhere: it loads the demonstration.
  const paths = ctx.actor.kind === 'system' ? ['/'] : needEntryPaths(ctx.actor);
  if (paths.length === 0) throw notAllowed();
  const form = await intakeInForce(ctx);
  const given = await takeToForm(ctx, form, device, typed);
  const sources = await needSources(ctx, paths, row && (await heldValues(ctx, form.body, row)));
  const issues: FieldIssue[] = validate(form.body, given, ctx.language, sources);
  // What is kept counts, not what was sent: the form's logic may set the day.
  const answers = issues.length === 0 ? keepAsked(form.body, given) : given;
  if (issues.length === 0) issues.push(...findReceivedIssue(ctx, form.body, answers));
  if (issues.length > 0) throw invalid(issues.map((issue) => ({ ...issue, path: `/answers${issue.path}` })));
  return { form, answers };
}

/** A form that a city published before `received-on` had to be asked and required may leave the day out. */
function findReceivedIssue(ctx: MunicipalContext, form: Form, answers: Answers): FieldIssue[] {
  const received = textOf(answerOf(form, answers, 'received-on'));
  const path = `/${(fieldOfRole(form, 'received-on') ?? '').replaceAll('.', '/')}`;
  if (received === '') return [{ path, code: 'required', message: say(ctx.language, 'needs.receivedMissing') }];
  return received > ctx.today ? [{ path, code: 'future', message: say(ctx.language, 'needs.receivedInFuture') }] : [];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const typesOf = (form: Form, answers: Answers): string[] => [
  ...new Set(listOf(answerOf(form, answers, 'types'))),
];

/** The columns that the intake's answers fill. A community's need has no resident and needs no consent. */
export function needColumns(
  form: Form,
  answers: Answers,
  number: number,
): Pick<
  NeedRow,
  | 'area_id'
  | 'scope'
  | 'title'
  | 'resident_name'
  | 'resident_kana'
  | 'urgency'
  | 'urgency_rank'
  | 'consent'
  | 'consent_scope'
  | 'links'
  | 'received_on'
  | 'search'
> {
  const of = (role: string): unknown => answerOf(form, answers, role);
  const individual = of('scope') === 'individual';
  const name = individual ? textOf(of('name')) : '';
  const kana = individual ? textOf(of('kana')) : '';
  const title = textOf(of('title'));
  const given = individual && of('consent') === 'given';
  const urgencyAnswer = of('urgency');
  const urgency = urgencyAnswer === 'high' || urgencyAnswer === 'low' ? urgencyAnswer : 'normal';
  return {
    area_id: textOf(of('area')),
    scope: individual ? 'individual' : 'community',
    title,
    resident_name: name || null,
    resident_kana: kana || null,
    urgency,
    urgency_rank: ['high', 'normal', 'low'].indexOf(urgency),
    consent: !individual ? 'not-needed' : given ? 'given' : 'not-given',
    consent_scope: JSON.stringify(given ? listOf(of('consent-scope')) : []),
    links: JSON.stringify(listOf(of('links'))),
    received_on: textOf(of('received-on')),
    search: searchText(number, title, name, kana),
  };
}

/** See `store/needs.ts`: names only after the line end, with and without the space between them. */
function searchText(number: number, title: string, name: string, kana: string): string {
  const names = [name, kana].map(normaliseForSearch).filter((text) => text !== '');
  return `#${number} ${normaliseForSearch(title)}\n${[...names, ...names.map((text) => text.replaceAll(' ', ''))].join(' ')}`;
}
