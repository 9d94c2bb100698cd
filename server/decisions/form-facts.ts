import { listFields } from '../../forms/index.ts';
import type { Form, FormField, FormPurpose } from '../../forms/types.ts';
import { fitsType, isChoice } from '../../rules/check-facts.ts';
import type { FactDeclaration, FactModel, FactType, Facts, Text } from '../../rules/types.ts';
import { definitionById, type Definition } from '../definitions/definitions.ts';
import { listVersions, readDefinitionOf } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { recall } from '../kernel/memory.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import { listLatestAnswers } from './submissions-store.ts';

/** Forms whose answers are facts of a model: those with one of these purposes, as they were last answered for the record that is decided about. */
type Feed = { model: string; record: RecordKind; purposes: FormPurpose[]; prefix: string };

const ofCouncils = { record: 'council', purposes: ['council-step', 'meeting'], prefix: 'council.form.' } as const;
const feeds: readonly Feed[] = [
  { model: 'need-service', record: 'need', purposes: ['need-intake', 'need-step'], prefix: 'need.form.' },
  { model: 'council', ...ofCouncils, purposes: [...ofCouncils.purposes] },
  { model: 'area-type', ...ofCouncils, purposes: [...ofCouncils.purposes] },
];

/**
 * What is particular to the intake of needs: its fields are `need.form.FIELD`, those of any other form `PREFIX.FORM.FIELD`.
 * `known` are the fields that the server has its own facts of. `personal` ones tell who it is to those who read a decision
 * but may not know.
 */
const intake = {
  key: 'need-intake',
  known: {
    scope: 'need.scope',
    urgency: 'need.urgency',
    types: 'need.types',
    links: 'need.links',
    consent: 'need.consentGiven',
  } as Readonly<Record<string, string>>,
  personal: ['residentName', 'residentKana', 'age', 'phone'],
};

/** A meeting recorded beside the lifecycle is kept as a meeting and counted; its form leaves no answers to ask about. */
const leavesNoAnswers = (form: Form): boolean => form.key === 'meeting';

const feedsOf = (form: Form): Feed[] =>
  leavesNoAnswers(form) ? [] : feeds.filter((feed) => feed.purposes.includes(form.purpose));

/** The models whose decisions a form feeds. */
export const modelsFedBy = (form: Form): string[] => feedsOf(form).map((feed) => feed.model);

/** The fact of a model that a form's field is; null: none. Only answers that are picked or counted become facts: free text may name a person. */
export function factOfField(model: string, form: Form, field: FormField): string | null {
  const feed = feedsOf(form).find((one) => one.model === model);
  const isIntake = form.key === intake.key;
  const known = isIntake && Object.hasOwn(intake.known, field.path) ? intake.known[field.path] : undefined;
  if (!feed || known !== undefined) return known ?? null;
  if (!factType(field) || (isIntake && intake.personal.includes(field.path))) return null;
  return isIntake ? `${feed.prefix}${field.path}` : `${feed.prefix}${form.key}.${field.path}`;
}

/** A form's field as a fact, with the versions of the form that ask it. */
export type FormFact = { declaration: FactDeclaration; form: string; field: string; numbers: number[] };

/** The fact type of a field; null for free text and lists of it, which stay out of decisions. */
export function factType(field: FormField): FactType | null {
  if (field.path.includes('[]')) return null;
  if (field.type === 'integer' || field.type === 'number' || field.type === 'boolean') return field.type;
  if (field.type === 'array') return field.choices ? 'choices' : null;
  if (field.type !== 'string') return null;
  return field.choices ? 'choice' : field.format === 'date' ? 'date' : null;
}

/** The newest version of a form; undefined: there is none yet. */
export async function newestForm(ctx: MunicipalContext, key: string): Promise<Form | undefined> {
  const row = await readDefinitionOf(ctx.db, ctx.municipality.id, 'form', key);
  return row && (await definitionById(ctx, 'form', row.id)).body;
}

const listed = new Map<string, { ids: string; found: FormFact[] }>();

/** The facts that forms give a model, each field once: the latest version's type, and every version's choices. */
export async function listFormFacts(ctx: MunicipalContext, modelKey: string): Promise<FormFact[]> {
  if (!feeds.some((feed) => feed.model === modelKey)) return [];
  const rows = await recall(ctx, 'versions of forms', () => listVersions(ctx.db, ctx.municipality.id, 'form'));
  const [place, ids] = [`${ctx.municipality.id} ${modelKey}`, rows.map((row) => row.id).join()];
  const before = listed.get(place);
  if (before?.ids === ids) return before.found;
  const versions: Definition<'form'>[] = [];
  for (const { id } of rows) versions.push(await definitionById(ctx, 'form', id));
  const found = gatherFacts(modelKey, versions);
  listed.set(place, { ids, found });
  return found;
}

function gatherFacts(modelKey: string, versions: Definition<'form'>[]): FormFact[] {
  const found = new Map<string, FormFact>();
  for (const { body: form, number } of versions)
    for (const field of listFields(form)) {
      const path = factOfField(modelKey, form, field);
      const type = factType(field);
      if (path === null || !type || Object.values(intake.known).includes(path)) continue;
      const before = found.get(path);
      if (!before) {
        const { unit, choices } = field;
        const declaration: FactDeclaration = {
          path,
          type,
          label: nameField(form, field),
          origin: 'form',
          optional: true,
          ...(unit ? { unit } : {}),
          ...(choices ? { choices: [...choices] } : {}),
        };
        found.set(path, { declaration, form: form.key, field: field.path, numbers: [number] });
        continue;
      }
      before.numbers.push(number);
      for (const choice of field.choices ?? [])
        if (!before.declaration.choices?.some((one) => one.value === choice.value))
          before.declaration.choices?.push(choice);
    }
  return [...found.values()];
}

/** Many forms ask the same: all but the intake's fields are named with their form. */
function nameField(form: Form, { label }: FormField): Text {
  if (form.key === intake.key) return label;
  const { ja, en } = form.texts;
  return { ja: `${ja.name}：${label.ja}`, ...(en && label.en ? { en: `${en.name}: ${label.en}` } : {}) };
}

/**
 * What records' forms say to a model's facts, each form as it was last answered; one query for all of the records. An
 * answer that does not fit (the field was of another type then) is left out.
 */
export async function readFormFacts(
  ctx: MunicipalContext,
  model: FactModel,
  recordIds: string[],
): Promise<(recordId: string) => Facts> {
  const feed = feeds.find((one) => one.model === model.key);
  const fields = new Map(feed ? (await listFormFacts(ctx, model.key)).map((one) => [one.declaration.path, one]) : []);
  const asked = model.facts.flatMap((fact) => fields.get(fact.path) ?? []);
  const facts = new Map<string, Facts>();
  if (!feed || asked.length === 0) return () => ({});
  for (const row of await listLatestAnswers(ctx.db, feed.record, recordIds)) {
    const answers: unknown = JSON.parse(row.answers);
    const ofRecord = facts.get(row.record_id) ?? {};
    facts.set(row.record_id, ofRecord);
    for (const { declaration, form, field } of asked) {
      const value = form === row.form_key ? readAnswer(answers, field.split('.')) : undefined;
      if (
        value === undefined ||
        value === null ||
        !fitsType(declaration.type, value) ||
        ![value].flat().every((one) => isChoice(declaration, one))
      )
        continue;
      // Fits a fact's type.
      ofRecord[declaration.path] = value as Facts[string] & {};
    }
  }
  return (recordId) => facts.get(recordId) ?? {};
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
