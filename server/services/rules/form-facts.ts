import { listFields } from '../../../forms/index.ts';
import type { FormField } from '../../../forms/types.ts';
import { fitsType, isChoice } from '../../../rules/check-facts.ts';
import type { FactDeclaration, FactModel, Facts, FactType } from '../../../rules/types.ts';
import { readSubmission } from '../../store/submissions.ts';
import { listDefinitionVersions } from '../../store/definitions.ts';
import type { MunicipalContext } from '../context.ts';
import { definitionById, type Definition } from '../definitions.ts';

/**
 * Forms whose answers are facts of a model, all versions together: `need.form.FIELD`. `known` are the fields that the
 * server has its own facts of. Only answers that are picked or counted become facts: free text may name a person, and
 * `personal` ones tell who it is to those who read a decision but may not know.
 */
export const feeds: readonly { form: string; model: string; prefix: string; known: Record<string, string>; personal: string[] }[] = [
  {
    form: 'need-intake',
    model: 'need-service',
    prefix: 'need.form.',
    known: { scope: 'need.scope', urgency: 'need.urgency', types: 'need.types', links: 'need.links', consent: 'need.consentGiven' },
    personal: ['residentName', 'residentKana', 'age', 'phone'],
  },
];

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

/** Every version of a form, the latest first. */
export async function formVersions(ctx: MunicipalContext, key: string): Promise<Definition<'form'>[]> {
  const rows = await listDefinitionVersions(ctx.db, ctx.municipality.id, 'form', key);
  return Promise.all(rows.map((row) => definitionById(ctx, 'form', row.id)));
}

/** The facts that the versions of a form give a model, each field once: the latest version's type, and every version's choices. */
export async function listFormFacts(ctx: MunicipalContext, modelKey: string): Promise<FormFact[]> {
  const found = new Map<string, FormFact>();
  for (const feed of feeds.filter((one) => one.model === modelKey))
    for (const version of await formVersions(ctx, feed.form))
      for (const field of listFields(version.body)) {
        const type = factType(field);
        if (!type || field.path in feed.known || feed.personal.includes(field.path)) continue;
        const before = found.get(field.path);
        if (!before) {
          const { label, unit, choices } = field;
          const declaration: FactDeclaration = { path: `${feed.prefix}${field.path}`, type, label, origin: 'form', optional: true, ...(unit ? { unit } : {}), ...(choices ? { choices: [...choices] } : {}) };
          found.set(field.path, { declaration, form: feed.form, field: field.path, numbers: [version.number] });
          continue;
        }
        before.numbers.push(version.number);
        for (const choice of field.choices ?? []) if (!before.declaration.choices?.some((one) => one.value === choice.value)) before.declaration.choices?.push(choice);
      }
  return [...found.values()];
}

/** What a submission says to a model's form facts. An answer that does not fit (the field was of another type then) is left out. */
export async function formFacts(ctx: MunicipalContext, model: FactModel, submissionId: string): Promise<Facts> {
  const feed = feeds.find((one) => one.model === model.key);
  const declared = feed ? model.facts.filter((fact) => fact.path.startsWith(feed.prefix)) : [];
  if (!feed || declared.length === 0) return {};
  const submission = await readSubmission(ctx.db, submissionId);
  const answers = JSON.parse(submission?.answers ?? '{}') as Record<string, unknown>;
  const facts: Facts = {};
  for (const fact of declared) {
    const value = readAnswer(answers, fact.path.slice(feed.prefix.length).split('.'));
    if (value === undefined || value === null || !fitsType(fact.type, value) || ![value].flat().every((one) => isChoice(fact, one))) continue;
    // Fits a fact's type.
    facts[fact.path] = value as Facts[string] & {};
  }
  return facts;
}

function readAnswer(answers: unknown, names: string[]): unknown {
  return names.reduce<unknown>((value, name) => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined), answers);
}
