import { fieldOfRole, listFields, tells } from '../../forms/index.ts';
import type { Audience, FieldMarks, Form, FormField, FormPurpose } from '../../forms/types.ts';
import { isChoice } from '../../rules/check-facts.ts';
import { fitsType } from '../../rules/fits-type.ts';
import type { Register } from '../../registers/types.ts';
import type { FactDeclaration, FactModel, FactType, Facts, Language, Text } from '../../rules/types.ts';
import { listEveryVersion, type Definition } from '../definitions/definitions.ts';
import { listVersions } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { recall } from '../kernel/memory.ts';
import { areaChoices, typeChoices } from '../settings/choices.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { say, wordsOfTurn } from '../kernel/texts/index.ts';
import { listLatestAnswers } from './submissions-store.ts';

/** Forms whose answers are facts of a model: those with one of these purposes, as they were last answered for the record that is decided about. */
type Feed = { model: string; record: RecordKind; purposes: FormPurpose[]; prefix: string };

const ofCouncils = { record: 'council', purposes: ['council-step', 'meeting'], prefix: 'council.form.' } as const;
const feeds: readonly Feed[] = [
  { model: 'need-service', record: 'need', purposes: ['need-intake', 'need-step'], prefix: 'need.form.' },
  { model: 'council', ...ofCouncils, purposes: [...ofCouncils.purposes] },
  { model: 'area-type', ...ofCouncils, purposes: [...ofCouncils.purposes] },
];

/** The intake's fields are `need.form.FIELD`, those of any other form `PREFIX.FORM.FIELD`. */
const isIntake = (form: Form): boolean => form.purpose === 'need-intake';

/** The intake's fields that the server has its own facts of, by role. */
const ownFacts: Readonly<Record<string, string>> = {
  scope: 'need.scope',
  urgency: 'need.urgency',
  types: 'need.types',
  links: 'need.links',
  consent: 'need.consentGiven',
};
const ownFactOf = (form: Form, { marks: { role } }: FormField): string | undefined =>
  isIntake(form) && role !== undefined && Object.hasOwn(ownFacts, role) ? ownFacts[role] : undefined;

/** A meeting recorded beside the workflow is kept as a meeting and counted; its form, which asks what kind it was, leaves no answers to ask about. */
const leavesNoAnswers = (form: Form): boolean => form.purpose === 'meeting' && fieldOfRole(form, 'kind') !== undefined;

/**
 * What picks or says yes in the intake is counted too, over the needs of an area: for each value a fact of the model `area-type`,
 * `area.need.form.FIELD` for yes and `area.need.form.FIELD.VALUE` for each choice.
 */
const counting = { model: 'area-type', of: 'need-service' } as const;

function countsOf({ path, type, choices = [] }: Pick<FactDeclaration, 'path' | 'type' | 'choices'>) {
  const fact = `area.${path}`;
  if (type === 'boolean') return [{ fact, value: 'true', choice: null }];
  return type === 'choice' || type === 'choices'
    ? choices.map(({ value, text }) => ({ fact: `${fact}.${value}`, value, choice: text }))
    : [];
}

const feedsOf = (form: Form): Feed[] =>
  leavesNoAnswers(form) ? [] : feeds.filter((feed) => feed.purposes.includes(form.purpose));

/** The models whose decisions a form feeds. */
export const modelsFedBy = (form: Form): string[] => [
  ...feedsOf(form).map((feed) => feed.model),
  ...(isIntake(form) ? [counting.model] : []),
];

/** The facts of a model that are made of a form's field. What says who somebody is, or may, makes none. */
export function factsOfField(model: string, form: Form, field: FormField): string[] {
  const own = ownFactOf(form, field) !== undefined;
  const type = factType(field);
  if (!own && (!type || field.marks.personal)) return [];
  const path = pathOf(model, form, field);
  if (path !== null) return [path];
  if (model !== counting.model || !isIntake(form) || own || !type) return [];
  const counted = { path: pathOf(counting.of, form, field) ?? '', type, choices: [...(field.choices ?? [])] };
  return countsOf(counted).map(({ fact }) => fact);
}

/** The path of the fact that a field is, or would be if it were of another type and said nothing of who somebody is. */
function pathOf(model: string, form: Form, field: FormField): string | null {
  const feed = feedsOf(form).find((candidate) => candidate.model === model);
  if (!feed) return null;
  const own = ownFactOf(form, field);
  if (own !== undefined) return own;
  return isIntake(form) ? `${feed.prefix}${field.path}` : `${feed.prefix}${form.key}.${field.path}`;
}

/** A form's field as a fact, with the forms (by key) and their versions that ask it, and what each of these says about whom it may be told to. */
export type FormFact = {
  declaration: FactDeclaration;
  forms: string[];
  field: string;
  numbers: number[];
  marks: FieldMarks[];
  /** Versions (their ids) under which the field said who somebody is: answers given under these are told to nobody and are no fact. */
  personalIn: string[];
  /** It is chosen from this list of the server's. */
  source?: string;
  /** It is how many needs have this value of that field, going by the values that are kept of it. */
  counts?: { field: string; value: string };
};

/** `own`: what forms say of the fields that the server makes facts of itself, by fact. */
type Listed = { facts: FormFact[]; own: Map<string, FieldMarks[]> };

/** The fact type of a field; null for free text and lists of it, which stay out of decisions. */
export function factType(field: FormField): FactType | null {
  if (field.path.includes('[]')) return null;
  if (field.type === 'integer' || field.type === 'number' || field.type === 'boolean') return field.type;
  if (field.type === 'array') return field.choices ? 'choices' : null;
  if (field.type !== 'string') return null;
  return field.choices ? 'choice' : field.format === 'date' ? 'date' : null;
}

const listed = new Map<string, Listed & { ids: string }>();
const nothing: Listed = { facts: [], own: new Map() };

/** What `gather` makes of all versions of forms, made anew where they or the words have changed. `of`: what it is made for. */
async function keepListed(
  ctx: MunicipalContext,
  of: string,
  gather: (versions: Definition<'form'>[]) => Listed,
): Promise<Listed> {
  const rows = await recall(ctx, 'versions of forms', () => listVersions(ctx.db, ctx.municipality.id, 'form'));
  const [place, ids] = [`${ctx.municipality.id} ${of}`, `${rows.map((row) => row.id).join()} ${wordsOfTurn()}`];
  const before = listed.get(place);
  if (before?.ids === ids) return before;
  const now = { ids, ...gather(await listEveryVersion(ctx, 'form')) };
  listed.set(place, now);
  return now;
}

async function listAll(ctx: MunicipalContext, modelKey: string): Promise<Listed> {
  if (!feeds.some((feed) => feed.model === modelKey)) return nothing;
  const inModel = (key: string) => (form: Form, field: FormField) => pathOf(key, form, field);
  return keepListed(ctx, modelKey, (versions) => {
    const { facts, own } = gatherFacts(inModel(modelKey), versions);
    if (modelKey === counting.model)
      facts.push(...gatherFacts(inModel(counting.of), versions).facts.flatMap(countedFacts));
    return { facts, own };
  });
}

/** The facts that forms give a model, each field once: the latest version's type, and every version's choices. */
export const listFormFacts = async (ctx: MunicipalContext, modelKey: string): Promise<FormFact[]> =>
  (await listAll(ctx, modelKey)).facts;

/** The facts that forms give about records of a kind; of a register's, what its own form asks, each field by its own name. */
export const listRecordFields = async (ctx: MunicipalContext, kind: string): Promise<FormFact[]> => {
  const feed = feeds.find((candidate) => candidate.record === kind);
  if (feed) return listFormFacts(ctx, feed.model);
  // The list is typed where it is made (`kinds/index.ts`).
  const register = Object.hasOwn(ctx.kinds, kind) ? (ctx.kinds[kind] as { data?: Register }).data : undefined;
  return register ? listRegisterFields(ctx, register) : [];
};

/** Lists of the server's whose words a list can show of what was chosen. */
const sourcesInLists: Readonly<Record<string, (ctx: MunicipalContext) => Promise<{ value: string; label: string }[]>>> =
  { areas: areaChoices, 'service-types': typeChoices };

async function listRegisterFields(ctx: MunicipalContext, { key, form: formKey }: Register): Promise<FormFact[]> {
  // Where a record is, its list shows and filters by anyway.
  const own = (form: Form, { path, marks }: FormField): string | null =>
    form.key === formKey && form.purpose === 'record' && marks.role !== 'area' ? path : null;
  const { facts } = await keepListed(ctx, `register ${key} ${formKey}`, (versions) => gatherFacts(own, versions, true));
  const choices = new Map<string, FactDeclaration['choices'] & {}>();
  for (const source of new Set(facts.flatMap((fact) => fact.source ?? [])))
    choices.set(
      source,
      ((await sourcesInLists[source]?.(ctx)) ?? []).map(({ value, label }) => ({
        value,
        text: { ja: label, en: label },
      })),
    );
  return facts.map((fact) =>
    fact.source === undefined
      ? fact
      : { ...fact, declaration: { ...fact.declaration, choices: choices.get(fact.source) ?? [] } },
  );
}

/** As `factType`; a field that is chosen from a list of the server's picks, too. */
const listedType = (field: FormField): FactType | null =>
  factType(field) ??
  (field.source === undefined || !Object.hasOwn(sourcesInLists, field.source) || field.path.includes('[]')
    ? null
    : field.type === 'array'
      ? 'choices'
      : 'choice');

/** Whether an audience may be told a fact's value: one that a form's field is made to, as all of the form's versions say; any other always. */
export async function toldFacts(
  ctx: MunicipalContext,
  modelKey: string,
  audience: Audience,
): Promise<(path: string) => boolean> {
  if (audience === 'staff') return () => true;
  const { facts, own } = await listAll(ctx, modelKey);
  const marks = new Map([...own, ...facts.map((fact) => [fact.declaration.path, fact.marks] as const)]);
  return (path) => marks.get(path)?.every((mark) => tells(mark, audience)) ?? true;
}

/** A model in which the facts that the audience may not be told are hidden, for explaining to it. */
export async function hideFacts(ctx: MunicipalContext, model: FactModel, audience: Audience): Promise<FactModel> {
  const mayTell = await toldFacts(ctx, model.key, audience);
  return { ...model, facts: model.facts.map((fact) => (mayTell(fact.path) ? fact : { ...fact, hidden: true })) };
}

/** Facts without those that the audience may not be told. */
export async function tellFacts(
  ctx: MunicipalContext,
  modelKey: string,
  facts: Facts,
  audience: Audience,
): Promise<Facts> {
  const mayTell = await toldFacts(ctx, modelKey, audience);
  return Object.fromEntries(Object.entries(facts).filter(([path]) => mayTell(path)));
}

/**
 * `versions`: the newest of each form first. A field that its newest version calls personal is no fact, whatever older ones said; one that
 * an older version called so is one by the newer ones' answers only. `pathIn`: what a field is called; null: it is none. `withSources`: what is
 * chosen from a list of the server's is one too, its choices as they are when it is asked for.
 */
function gatherFacts(
  pathIn: (form: Form, field: FormField) => string | null,
  versions: Definition<'form'>[],
  withSources = false,
): Listed {
  const byPath = new Map<string, FormFact>();
  const own = new Map<string, FieldMarks[]>();
  const personal = new Set<string>();
  const intakes = versions.filter(({ body }) => isIntake(body)).map(({ key }) => key);
  for (const { id, body: form, number } of versions)
    for (const field of listFields(form)) {
      const place = `${isIntake(form) ? '' : form.key} ${field.path}`;
      const path = pathIn(form, field);
      if (path === null) continue;
      if (path === ownFactOf(form, field)) {
        own.set(path, [...(own.get(path) ?? []), field.marks]);
        continue;
      }
      const before = byPath.get(path);
      if (field.marks.personal) {
        if (!before) personal.add(place);
        before?.marks.push(field.marks);
        before?.personalIn.push(id);
        continue;
      }
      const type = withSources ? listedType(field) : factType(field);
      if (!type || personal.has(place)) continue;
      if (!before) {
        const { unit, choices, source } = field;
        const declaration: FactDeclaration = {
          path,
          type,
          label: nameField(form, field),
          origin: 'form',
          optional: true,
          ...(unit ? { unit } : {}),
          ...(choices && (type === 'choice' || type === 'choices') ? { choices: [...choices] } : {}),
        };
        const forms = isIntake(form) ? [...new Set(intakes)] : [form.key];
        byPath.set(path, {
          declaration,
          forms,
          field: field.path,
          numbers: [number],
          marks: [field.marks],
          personalIn: [],
          ...(withSources && source && !choices ? { source } : {}),
        });
        continue;
      }
      before.numbers.push(number);
      before.marks.push(field.marks);
      for (const choice of field.choices ?? [])
        if (!before.declaration.choices?.some((known) => known.value === choice.value))
          before.declaration.choices?.push(choice);
    }
  return { facts: [...byPath.values()], own };
}

/** The facts that count needs by an intake's field; of any other form's none. */
function countedFacts(fact: FormFact): FormFact[] {
  const { declaration, field } = fact;
  if (declaration.path !== `need.form.${field}`) return [];
  const inWords = (language: Language, choice: Text | null): string =>
    say(language, `records.fields.${choice ? 'countedChoice' : 'counted'}`, {
      field: declaration.label[language] ?? declaration.label.ja,
      ...(choice ? { choice: choice[language] ?? choice.ja } : {}),
    });
  return countsOf(declaration).map(({ fact: path, value, choice }) => ({
    ...fact,
    declaration: {
      path,
      type: 'integer',
      label: { ja: inWords('ja', choice), en: inWords('en', choice) },
      unit: { ja: say('ja', 'records.fields.countedUnit'), en: say('en', 'records.fields.countedUnit') },
      origin: 'form',
      optional: true,
    },
    counts: { field: declaration.path, value },
  }));
}

/** Many forms ask the same: all but the fields of what a record is begun with are named with their form. */
function nameField(form: Form, { label }: FormField): Text {
  if (isIntake(form) || form.purpose === 'record') return label;
  const { ja, en } = form.texts;
  return { ja: `${ja.name}：${label.ja}`, ...(en && label.en ? { en: `${en.name}: ${label.en}` } : {}) };
}

/**
 * What records' forms say to a model's facts, each form as it was last answered; one query for all of the records.
 */
export async function readFormFacts(
  ctx: MunicipalContext,
  model: FactModel,
  recordIds: string[],
): Promise<(recordId: string) => Facts> {
  const feed = feeds.find((candidate) => candidate.model === model.key);
  const fields = new Map(
    feed ? (await listFormFacts(ctx, model.key)).map((fact) => [fact.declaration.path, fact]) : [],
  );
  const formFacts = model.facts.flatMap((fact) => fields.get(fact.path) ?? []).filter(({ counts }) => !counts);
  if (!feed || formFacts.length === 0) return () => ({});
  const byRecord = Map.groupBy(await listLatestAnswers(ctx.db, feed.record, recordIds), (row) => row.record_id);
  return (recordId) => {
    const rows = (byRecord.get(recordId) ?? []).map((row) => ({
      form: row.form_key,
      formId: row.form_id,
      answers: JSON.parse(row.answers) as unknown,
    }));
    const facts: Facts = {};
    for (const fact of formFacts) {
      const latest = rows.findLast((row) => fact.forms.includes(row.form));
      const value = latest && readFact(fact, latest.formId, latest.answers);
      if (value !== undefined) facts[fact.declaration.path] = value;
    }
    return facts;
  };
}

/** What answers to a version of a form say to a fact; undefined where they do not, or may not, or what they say does not fit it (the field was of another type then). */
export function readFact(
  { declaration, field, personalIn }: FormFact,
  formId: string,
  answers: unknown,
): (Facts[string] & {}) | undefined {
  if (personalIn.includes(formId)) return undefined;
  const value = readAnswer(answers, field.split('.'));
  const fits =
    value !== undefined &&
    value !== null &&
    fitsType(declaration.type, value) &&
    [value].flat().every((choice) => isChoice(declaration, choice));
  // Fits a fact's type.
  return fits ? (value as Facts[string] & {}) : undefined;
}

function readAnswer(answers: unknown, names: string[]): unknown {
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    answers,
  );
}
