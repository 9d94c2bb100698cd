import { fieldOfRole, listFields, tells } from '../../forms/index.ts';
import type { Audience, FieldMarks, Form, FormField, FormPurpose } from '../../forms/types.ts';
import { isChoice } from '../../rules/check-facts.ts';
import { fitsType } from '../../rules/fits-type.ts';
import { subjectOf } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import { isTiesFact, modelOfRegister } from '../../rules/index.ts';
import type { FactDeclaration, FactModel, FactType, Facts, Language, Text } from '../../rules/types.ts';
import { marksOfComputed } from './computed-facts.ts';
import { listEveryVersion, type Definition } from '../definitions/definitions.ts';
import { listVersions } from '../definitions/store.ts';
import { daysBetween } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { recall } from '../kernel/memory.ts';
import { areaChoices, typeChoices } from '../settings/choices.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { say, wordsOfTurn } from '../kernel/texts/index.ts';
import { listLatestAnswers } from './submissions-store.ts';

/** Forms whose answers are facts of a model: those with one of these purposes, as they were last answered for the record that is decided about. */
export type Feed = {
  model: string;
  record: RecordKind;
  purposes: readonly FormPurpose[];
  /** Facts are `PREFIX.FORM.FIELD`; of the forms that a record is begun with `BEGUN.FIELD`. */
  prefix: string;
  begun?: { prefix: string; by: (form: Form) => boolean };
  /** Only these forms of its purposes; left out: all. */
  takes?: (form: Form) => boolean;
  /** Of a register: what is chosen from a list of the server's is a fact, and of each day how far off it is. */
  register?: Register;
};

const ofCouncils = { record: 'council', purposes: ['council-step', 'meeting'], prefix: 'council.form.' } as const;
/** The intake's fields are `need.form.FIELD`, those of any other form `PREFIX.FORM.FIELD`. */
const isIntake = (form: Form): boolean => form.purpose === 'need-intake';

const feeds: readonly Feed[] = [
  {
    model: 'need-service',
    record: 'need',
    purposes: ['need-intake', 'need-step'],
    prefix: 'need.form.',
    begun: { prefix: 'need.form.', by: isIntake },
  },
  { model: 'council', ...ofCouncils, purposes: [...ofCouncils.purposes] },
  { model: 'area-type', ...ofCouncils, purposes: [...ofCouncils.purposes] },
];

/**
 * Of every register's records: the form that they are begun with and the forms of the steps of any version of its workflow.
 */
const feedsOfRegisters = (ctx: MunicipalContext): Promise<Feed[]> =>
  recall(ctx, 'feeds of registers', async () => {
    const workflows = await listEveryVersion(ctx, 'workflow');
    return [...Map.groupBy(await listEveryVersion(ctx, 'register'), ({ key }) => key)].map(([key, versions]): Feed => {
      const begun = new Set(versions.map(({ body }) => body.form));
      const subject = subjectOf(key);
      const steps = new Set(
        workflows
          .filter(({ body }) => body.subject === subject)
          .flatMap(({ body }) => Object.values(body.steps).flatMap(({ form }) => form ?? [])),
      );
      return {
        model: modelOfRegister(key),
        record: subject,
        purposes: ['record', 'record-step'],
        prefix: 'record.step.',
        begun: { prefix: 'record.form.', by: (form) => begun.has(form.key) },
        takes: (form) => begun.has(form.key) || steps.has(form.key),
        // The newest version's.
        ...(versions[0] ? { register: versions[0].body } : {}),
      };
    });
  });

/** What feeds the models of this municipality: its registers too. */
export const listFeeds = async (ctx: MunicipalContext): Promise<readonly Feed[]> => [
  ...feeds,
  ...(await feedsOfRegisters(ctx)),
];

/** What feeds a model. Registers are read only for theirs: one request may ask for thousands of needs. */
const feedOf = async (ctx: MunicipalContext, model: string): Promise<Feed | undefined> =>
  feeds.find((feed) => feed.model === model) ?? (await feedsOfRegisters(ctx)).find((feed) => feed.model === model);

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

const isFedBy = (feed: Feed, form: Form): boolean =>
  feed.purposes.includes(form.purpose) && !leavesNoAnswers(form) && (feed.takes?.(form) ?? true);

/** The models whose decisions a form feeds. */
export const modelsFedBy = (all: readonly Feed[], form: Form): string[] => [
  ...all.filter((feed) => isFedBy(feed, form)).map((feed) => feed.model),
  ...(isIntake(form) ? [counting.model] : []),
];

/** The facts of a model that are made of a form's field. What says who somebody is, or may, makes none. */
export function factsOfField(all: readonly Feed[], model: string, form: Form, field: FormField): string[] {
  const own = ownFactOf(form, field) !== undefined;
  const feed = all.find((candidate) => candidate.model === model);
  const type = feed?.register ? listedType(field) : factType(field);
  if (!own && (!type || field.marks.personal)) return [];
  const path = feed ? pathOf(feed, form, field) : null;
  if (path !== null) return feed?.register && type === 'date' ? [path, daysTo(path)] : [path];
  if (model !== counting.model || !isIntake(form) || own || !type) return [];
  const of = all.find((candidate) => candidate.model === counting.of);
  const counted = { path: (of && pathOf(of, form, field)) ?? '', type, choices: [...(field.choices ?? [])] };
  return countsOf(counted).map(({ fact }) => fact);
}

/** The path of the fact that a field is, or would be if it were of another type and said nothing of who somebody is. */
function pathOf(feed: Feed, form: Form, field: FormField): string | null {
  if (!isFedBy(feed, form)) return null;
  const own = ownFactOf(form, field);
  if (own !== undefined) return own;
  return feed.begun?.by(form) ? `${feed.begun.prefix}${field.path}` : `${feed.prefix}${form.key}.${field.path}`;
}

/** How many days there are to the day that a field holds; what is over is below zero. */
const daysTo = (path: string): string => `${path}.days`;

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
  /** It is how far off the day is that this fact holds. */
  daysTo?: FormFact;
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
  const feed = await feedOf(ctx, modelKey);
  if (!feed) return nothing;
  return keepListed(ctx, modelKey, (versions) => {
    const { facts, own } = gatherFacts(ctx, feed, versions);
    const counted = feeds.find(({ model }) => modelKey === counting.model && model === counting.of);
    if (counted) facts.push(...gatherFacts(ctx, counted, versions).facts.flatMap(countedFacts));
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
  const { facts } = await keepListed(ctx, `register ${key} ${formKey}`, (versions) =>
    gatherPaths(own, versions, { withSources: true }),
  );
  const choices = await choicesOf(ctx, facts);
  return facts.map((fact) =>
    fact.source === undefined
      ? fact
      : { ...fact, declaration: { ...fact.declaration, choices: choices.get(fact.source) ?? [] } },
  );
}

/** What the lists of the server's that these facts are chosen from hold now, in words. */
async function choicesOf(
  ctx: MunicipalContext,
  facts: readonly FormFact[],
): Promise<ReadonlyMap<string, FactDeclaration['choices'] & {}>> {
  const choices = new Map<string, FactDeclaration['choices'] & {}>();
  for (const source of new Set(facts.flatMap((fact) => fact.source ?? [])))
    choices.set(
      source,
      ((await sourcesInLists[source]?.(ctx)) ?? []).map(({ value, label }) => ({
        value,
        text: { ja: label, en: label },
      })),
    );
  return choices;
}

/** The words of what a register's facts are chosen from, by fact: for showing, since what has left a list may still be held. */
export async function namedChoices(
  ctx: MunicipalContext,
  modelKey: string,
): Promise<Record<string, FactDeclaration['choices']>> {
  const facts = await listFormFacts(ctx, modelKey);
  const choices = await choicesOf(ctx, facts);
  return Object.fromEntries(
    facts.flatMap(({ source, declaration }) =>
      source === undefined ? [] : [[declaration.path, choices.get(source) ?? []]],
    ),
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

/**
 * Whether an audience may be told a fact's value: one that a form's field is made to, as all of the form's versions say; how many records one is tied to
 * never, since it counts those that they may not see, too; any other always.
 */
export async function toldFacts(
  ctx: MunicipalContext,
  modelKey: string,
  audience: Audience,
): Promise<(path: string) => boolean> {
  if (audience === 'staff') return () => true;
  const { facts, own } = await listAll(ctx, modelKey);
  const marks = new Map([...own, ...facts.map((fact) => [fact.declaration.path, fact.marks] as const)]);
  return (path) => !isTiesFact(path) && (marks.get(path)?.every((mark) => tells(mark, audience)) ?? true);
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

/** What of a register's answers the server makes facts of itself, by role, beside what the fields say themselves. */
const consentRoles = ['consent', 'consent-until'];

function gatherFacts(ctx: MunicipalContext, feed: Feed, versions: Definition<'form'>[]): Listed {
  const pathIn = (form: Form, field: FormField): string | null => pathOf(feed, form, field);
  const begins = feed.begun?.by ?? (() => false);
  const { facts, own } = gatherPaths(pathIn, versions, { begins, withSources: feed.register !== undefined });
  if (!feed.register) return { facts, own };
  const consent = versions
    .filter(({ body }) => begins(body))
    .flatMap(({ body }) => listFields(body))
    .filter(({ marks: { role } }) => role !== undefined && consentRoles.includes(role))
    .map(({ marks }) => marks);
  const off = facts.filter(({ declaration }) => declaration.type === 'date').map(daysOff);
  const forms = versions.filter(({ body }) => begins(body)).map(({ body }) => body);
  return {
    facts: [...facts, ...off],
    own: new Map([...own, ['record.consents', consent], ...marksOfComputed(ctx, feed.register, forms)]),
  };
}

const daysOff = (fact: FormFact): FormFact => {
  const { path, label } = fact.declaration;
  const inWords = (language: Language): string =>
    say(language, 'records.fields.daysTo', { field: label[language] ?? label.ja });
  return {
    ...fact,
    declaration: {
      path: daysTo(path),
      type: 'integer',
      label: { ja: inWords('ja'), en: inWords('en') },
      unit: { ja: '日', en: 'day|days' },
      origin: 'form',
      optional: true,
    },
    daysTo: fact,
  };
};

/**
 * `versions`: the newest of each form first. A field that its newest version calls personal is no fact, whatever older ones said; one that
 * an older version called so is one by the newer ones' answers only. `pathIn`: what a field is called; null: it is none. `begins`: forms of which
 * any that was answered last counts. `withSources`: what is chosen from a list of the server's is one too, its choices as they are when it is asked for.
 */
function gatherPaths(
  pathIn: (form: Form, field: FormField) => string | null,
  versions: Definition<'form'>[],
  { begins = () => false, withSources = false }: { begins?: (form: Form) => boolean; withSources?: boolean },
): Listed {
  const byPath = new Map<string, FormFact>();
  const own = new Map<string, FieldMarks[]>();
  const personal = new Set<string>();
  const begun = [...new Set(versions.filter(({ body }) => begins(body)).map(({ key }) => key))];
  for (const { id, body: form, number } of versions)
    for (const field of listFields(form)) {
      const place = `${begins(form) ? '' : form.key} ${field.path}`;
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
        const forms = begins(form) ? begun : [form.key];
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
  const feed = await feedOf(ctx, model.key);
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
      const held = latest && readFact(fact.daysTo ?? fact, latest.formId, latest.answers);
      const value = fact.daysTo && typeof held === 'string' ? daysBetween(ctx.today, held) : held;
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
