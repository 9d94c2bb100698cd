import { sayDate, tells } from '../../forms/index.ts';
import type { Audience } from '../../forms/types.ts';
import type { Definition } from '../definitions/definitions.ts';
import type { FactDeclaration } from '../../rules/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, refused, type FieldIssue } from '../kernel/errors.ts';
import { say } from '../kernel/texts/index.ts';
import { listFormFacts, listRecordFields, readFact, type FormFact } from './form-facts.ts';
import {
  insertFieldUse,
  listFieldUses,
  listFieldValues,
  replaceFieldValues,
  type FieldFilter,
  type FieldSort,
  type FieldValueRow,
} from './field-values-store.ts';

/** A field of a kind's forms as a list offers it. */
export type ListField = {
  field: string;
  label: string;
  type: FactDeclaration['type'];
  unit: string | null;
  choices: { value: string; label: string }[];
  /** May be filtered and sorted by: everything that the asker finds tells it. */
  askable: boolean;
  /** Its values are there for every record. */
  ready: boolean;
};

/** What is told to each of these audiences, whoever of them consents, and what to some at least. */
function judge({ marks }: FormFact, audiences: readonly Audience[]): { askable: boolean; shown: boolean } {
  const isHeard = (audience: Audience): boolean => marks.every((mark) => tells(mark, audience));
  const withConsent = (audience: Audience): Audience =>
    audience === 'staff' ? audience : audience.map(({ name }) => ({ name, consent: true }));
  return {
    askable: audiences.every(isHeard),
    shown: audiences.some((audience) => isHeard(withConsent(audience))),
  };
}

/** The fields of a kind's forms that somebody may be shown. `audiences`: as whom they are told of what their lists find, where least is told. */
export async function listFieldsFor(
  ctx: MunicipalContext,
  kind: string,
  audiences: readonly Audience[],
): Promise<ListField[]> {
  const uses = new Map((await listFieldUses(ctx.db, ctx.municipality.id, kind)).map((use) => [use.field, use]));
  const { language } = ctx;
  return (await listRecordFields(ctx, kind)).flatMap((fact): ListField[] => {
    const { askable, shown } = judge(fact, audiences);
    const { path, type, label, unit, choices = [] } = fact.declaration;
    if (!shown) return [];
    return [
      {
        field: path,
        label: label[language] ?? label.ja,
        type,
        unit: unit ? (unit[language] ?? unit.ja) : null,
        choices: choices.map(({ value, text }) => ({ value, label: text[language] ?? text.ja })),
        askable,
        ready: (uses.get(path)?.filled_at ?? null) !== null,
      },
    ];
  });
}

/** Has the values of these fields kept from now on; those that were not yet are answered, and are to be filled in. Throws `invalid` for one that the asker may not be shown. */
export async function useFields(
  ctx: MunicipalContext,
  kind: string,
  audiences: readonly Audience[],
  fields: readonly string[],
): Promise<string[]> {
  const known = await listFieldsFor(ctx, kind, audiences);
  const issues = fields.flatMap((field, index) =>
    known.some((knownField) => knownField.field === field)
      ? []
      : [issueOf(ctx, `/fields/${index}`, 'unknown-field', { field })],
  );
  if (issues.length > 0) throw invalid(issues);
  const begun: string[] = [];
  for (const field of new Set(fields)) {
    const use = { municipality_id: ctx.municipality.id, kind, field, filled_to: '', filled_at: null };
    if (await insertFieldUse(ctx.db, { ...use, created_at: ctx.now })) begun.push(field);
  }
  return begun;
}

const issueOf = (ctx: MunicipalContext, path: string, code: string, params: Record<string, unknown>): FieldIssue => ({
  path,
  code,
  message: say(ctx.language, `records.fields.${code}`, params),
});

/** What a list is asked of fields: `FIELD=VALUE`, `FIELD>=VALUE`, `FIELD<=VALUE`; `FIELD` or `-FIELD` to sort by; fields to be shown. */
export type FieldQuestion = { where: readonly string[]; sortBy: string | undefined; fields: readonly string[] };
export type AskedFields = { filters: FieldFilter[]; sort: FieldSort | null; shown: FormFact[] };
type CheckedFields = AskedFields & { used: ReadonlySet<FormFact>; issues: FieldIssue[] };

/**
 * What a list is asked of fields, and with the place what keeps it from being asked so: a field that there is none of, that the asker
 * may not be told of everything in reach, or that cannot be asked so.
 */
export async function checkFieldQuestion(
  ctx: MunicipalContext,
  kind: string,
  audiences: readonly Audience[],
  { where, sortBy, fields }: FieldQuestion,
): Promise<CheckedFields> {
  if (where.length + fields.length === 0 && sortBy === undefined)
    return { filters: [], sort: null, shown: [], used: new Set(), issues: [] };
  const facts = await listRecordFields(ctx, kind);
  const issues: FieldIssue[] = [];
  const refuse = (path: string, code: string, params: Record<string, unknown>): void =>
    void issues.push(issueOf(ctx, path, code, params));
  const used = new Set<FormFact>();
  const find = (path: string, name: string, to: 'ask' | 'show'): FormFact | undefined => {
    const fact = facts.find(({ declaration }) => declaration.path === name);
    const may = fact && judge(fact, audiences);
    if (!fact || !may?.shown) return void refuse(path, 'unknown-field', { field: name });
    if (to === 'ask' && !may.askable) return void refuse(path, 'not-told', { field: labelOf(ctx, fact) });
    used.add(fact);
    return fact;
  };
  const shown = fields.flatMap((name, index) => find(`/fields/${index}`, name, 'show') ?? []);
  const conditions = where.flatMap((text, index) => {
    const path = `/where/${index}`;
    const parts = split(text, facts);
    if (!parts) {
      refuse(path, 'condition', { condition: text });
      return [];
    }
    const fact = find(path, parts.field, 'ask');
    if (!fact) return [];
    const value = readValue(fact.declaration, parts.value);
    const ranged = columnOf(fact.declaration) === 'number' || fact.declaration.type === 'date';
    if (value === undefined || (parts.sign !== '=' && !ranged)) {
      refuse(path, 'value', { field: labelOf(ctx, fact), value: parts.value });
      return [];
    }
    return [{ fact, sign: parts.sign, value }];
  });
  let sort: FieldSort | null = null;
  if (sortBy !== undefined) {
    const fact = find('/sortBy', sortBy.replace(/^-/, ''), 'ask');
    if (fact && ['choices', 'strings'].includes(fact.declaration.type))
      refuse('/sortBy', 'no-order', { field: labelOf(ctx, fact) });
    if (fact)
      sort = {
        field: fact.declaration.path,
        column: columnOf(fact.declaration),
        direction: sortBy.startsWith('-') ? 'desc' : 'asc',
      };
  }
  const filters = [...Map.groupBy(conditions, ({ fact }) => fact)].flatMap(([fact, fieldConditions]) =>
    filtersOf(kind, fact.declaration, fieldConditions),
  );
  return { filters, sort, shown, used, issues };
}

/** The same for a list that is read now. Throws `invalid` with the places; `fieldsNotReady` while values of a field are still being filled in. */
export async function readFieldQuestion(
  ctx: MunicipalContext,
  kind: string,
  audiences: readonly Audience[],
  question: FieldQuestion,
): Promise<AskedFields> {
  const { filters, sort, shown, used, issues } = await checkFieldQuestion(ctx, kind, audiences, question);
  if (issues.length > 0) throw invalid(issues);
  if (used.size === 0) return { filters, sort, shown };
  const ready = new Set(
    (await listFieldUses(ctx.db, ctx.municipality.id, kind)).flatMap((use) => (use.filled_at ? [use.field] : [])),
  );
  const waiting = [...used].filter(({ declaration }) => !ready.has(declaration.path));
  if (waiting.length > 0)
    throw refused('fieldsNotReady', { fields: waiting.map((fact) => `「${labelOf(ctx, fact)}」`).join('') });
  return { filters, sort, shown };
}

const labelOf = ({ language }: MunicipalContext, { declaration: { label } }: FormFact): string =>
  label[language] ?? label.ja;

type Condition = { sign: '=' | '>=' | '<='; value: string | number };

/** The longest field that the text begins with: a field's name may hold signs too. */
function split(text: string, facts: FormFact[]): { field: string; sign: Condition['sign']; value: string } | undefined {
  const names = facts.map(({ declaration }) => declaration.path).filter((name) => text.startsWith(name));
  for (const name of names.toSorted((a, b) => b.length - a.length)) {
    const [, sign, value] = /^(=|>=|<=)(.*)$/s.exec(text.slice(name.length)) ?? [];
    if (value !== undefined) return { field: name, sign: sign as Condition['sign'], value };
  }
  const [, field, sign, value] = /^(.+?)(=|>=|<=)(.*)$/s.exec(text) ?? [];
  return field === undefined || value === undefined ? undefined : { field, sign: sign as Condition['sign'], value };
}

const columnOf = ({ type }: FactDeclaration): 'text' | 'number' =>
  type === 'number' || type === 'integer' ? 'number' : 'text';

function readValue({ type }: FactDeclaration, value: string): string | number | undefined {
  if (type === 'number' || type === 'integer')
    return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
  if (type === 'boolean') return value === 'true' || value === 'false' ? value : undefined;
  if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;
  return value;
}

/** Several values of one field: any of them. A least and a most hold both. */
function filtersOf(
  kind: string,
  { path: field, ...declaration }: FactDeclaration,
  conditions: Condition[],
): FieldFilter[] {
  const column = columnOf({ path: field, ...declaration });
  const of = (sign: Condition['sign']) =>
    conditions.filter((condition) => condition.sign === sign).map(({ value }) => value);
  const [equal, least, most] = [of('='), of('>='), of('<=')];
  const fieldFilters: FieldFilter[] = [];
  if (equal.length > 0 && column === 'text') fieldFilters.push({ kind, field, any: equal.map(String) });
  if (equal.length > 0 && column === 'number') fieldFilters.push({ kind, field, anyNumber: equal.map(Number) });
  if (least.length + most.length > 0) {
    const ordered = (values: (string | number)[]) =>
      column === 'number' ? values.map(Number).toSorted((a, b) => a - b) : values.map(String).toSorted();
    const [from, to] = [ordered(least).at(-1), ordered(most).at(0)];
    fieldFilters.push({
      kind,
      field,
      column,
      ...(from === undefined ? {} : { least: from }),
      ...(to === undefined ? {} : { most: to }),
    });
  }
  return fieldFilters;
}

/** The rows of `field_values` that an answered form gives of these facts. */
export function valuesOf(
  { municipalityId, kind, recordId }: { municipalityId: string; kind: string; recordId: string },
  facts: readonly FormFact[],
  formId: string,
  answers: unknown,
): FieldValueRow[] {
  return facts.flatMap((fact) =>
    [readFact(fact, formId, answers) ?? []].flat().map((value): FieldValueRow => ({
      municipality_id: municipalityId,
      kind,
      field: fact.declaration.path,
      text: typeof value === 'number' ? null : String(value),
      number: typeof value === 'number' ? value : null,
      record_id: recordId,
    })),
  );
}

/** Keeps what was just submitted to a form, of the fields that the storing of it said are `used`. */
export async function keepFieldValues(
  ctx: MunicipalContext,
  kind: string,
  form: Pick<Definition, 'id' | 'key'>,
  answered: readonly { recordId: string; answers: Record<string, unknown> }[],
  used: readonly string[],
): Promise<void> {
  if (used.length === 0) return;
  const kept = (await listRecordFields(ctx, kind)).filter(
    ({ forms, declaration }) => forms.includes(form.key) && used.includes(declaration.path),
  );
  if (kept.length === 0) return;
  await replaceFieldValues(
    ctx.db,
    answered.map(({ recordId }) => recordId),
    kept.map(({ declaration }) => declaration.path),
    answered.flatMap(({ recordId, answers }) =>
      valuesOf({ municipalityId: ctx.municipality.id, kind, recordId }, kept, form.id, answers),
    ),
  );
}

/** The facts of a model that count needs by a field whose values are all kept, and which of these needs each of them counts. */
export async function readCounted(
  ctx: MunicipalContext,
  modelKey: string,
  needIds: string[],
): Promise<{ fact: string; needs: ReadonlySet<string> }[]> {
  const counted = (await listFormFacts(ctx, modelKey)).flatMap(({ declaration: { path }, counts }) =>
    counts ? [{ fact: path, ...counts }] : [],
  );
  if (counted.length === 0) return [];
  const ready = new Set(
    (await listFieldUses(ctx.db, ctx.municipality.id, 'need')).flatMap(({ field, filled_at }) =>
      filled_at === null ? [] : [field],
    ),
  );
  const countable = counted.filter(({ field }) => ready.has(field));
  const rows = await listFieldValues(ctx.db, needIds, [...new Set(countable.map(({ field }) => field))]);
  const having = Map.groupBy(rows, ({ field, text }) => `${field} ${text}`);
  return countable.map(({ fact, field, value }) => ({
    fact,
    needs: new Set((having.get(`${field} ${value}`) ?? []).map(({ record_id }) => record_id)),
  }));
}

/** The fields that these facts of a model count by. */
export async function listCountedFields(
  ctx: MunicipalContext,
  modelKey: string,
  facts: readonly string[],
): Promise<string[]> {
  const fields = (await listFormFacts(ctx, modelKey)).flatMap(({ declaration, counts }) =>
    counts && facts.includes(declaration.path) ? [counts.field] : [],
  );
  return [...new Set(fields)];
}

/** One value of a field: a code with its words, a number of the field's unit, or a day. */
export type FieldValue = { code?: string; word?: string; number?: number };

/** What records have of these fields; nothing where nothing was answered, or the audience may not be told. */
export async function tellFieldValues(
  ctx: MunicipalContext,
  recordIds: string[],
  shown: readonly FormFact[],
): Promise<(recordId: string, fact: FormFact, audience: Audience) => FieldValue[]> {
  const rows = Map.groupBy(
    await listFieldValues(
      ctx.db,
      recordIds,
      shown.map(({ declaration }) => declaration.path),
    ),
    (row) => `${row.record_id} ${row.field}`,
  );
  return (recordId, fact, audience) => {
    if (!fact.marks.every((mark) => tells(mark, audience))) return [];
    const values = rows.get(`${recordId} ${fact.declaration.path}`) ?? [];
    return values.map(({ text, number }) => tellValue(ctx, fact.declaration, text ?? number ?? ''));
  };
}

/** What answers say to a field, as the audience is told it. */
export function tellAnswered(
  ctx: MunicipalContext,
  fact: FormFact,
  formId: string,
  answers: unknown,
  audience: Audience,
): FieldValue[] {
  if (!fact.marks.every((mark) => tells(mark, audience))) return [];
  return [readFact(fact, formId, answers) ?? []]
    .flat()
    .map((value) => tellValue(ctx, fact.declaration, typeof value === 'number' ? value : String(value)));
}

function tellValue(
  { language }: MunicipalContext,
  { type, choices }: FactDeclaration,
  value: string | number,
): FieldValue {
  const choice = choices?.find((choice) => choice.value === value);
  if (typeof value === 'number')
    return { number: value, ...(choice ? { word: choice.text[language] ?? choice.text.ja } : {}) };
  if (choice) return { code: value, word: choice.text[language] ?? choice.text.ja };
  if (type === 'boolean') return { code: value, word: say(language, `records.fields.${value}`) };
  return type === 'date' || type === 'choice' || type === 'choices' ? { code: value } : { word: value };
}

/** Values of a field in words; undefined where there are none. */
export function sayFieldValues(
  { language }: MunicipalContext,
  { declaration: { type, unit } }: FormFact,
  values: readonly FieldValue[],
): string | undefined {
  const counted = unit && (unit[language] ?? unit.ja);
  const said = values.map(({ code, word, number }) => {
    if (word !== undefined) return word;
    if (code !== undefined && type === 'date') return sayDate(code, language);
    const written = String(code ?? number ?? '');
    return counted ? `${written}${language === 'ja' ? '' : ' '}${counted}` : written;
  });
  return said.length === 0 ? undefined : said.join(language === 'ja' ? '、' : ', ');
}
