import type { Language } from '../rules/types.ts';
import { checkSchema, sourceNames } from './ajv.ts';
import { drawnFormats, drawnWidgets } from './drawn.ts';
import { makeIssue, patternIssue } from './check-texts.ts';
import { saySchemaFault } from './messages.ts';
import { checkLogic, type CheckConditions } from './logic/check-logic.ts';
import { furiganaFault, withoutFurigana } from './furigana.ts';
import { listOutdated, listShutOut } from './doubts.ts';
import { expand, findCircle, unfolds } from './expand.ts';
import { marksOf } from './marks.ts';
import { readPattern } from './pattern.ts';
import { calculatedWidget, uiOf } from './outline.ts';
import { listPatterns } from './runnable.ts';
import { listLinks } from './sections.ts';
import { purposes, type Demand } from './purposes.ts';
import { isTiedKind, kindsOfSource, sourceOfKinds, tiedKinds, tiedPurposes } from './ties.ts';
import { formLanguages, type Form, type FormIssue, type FormPurpose, type JsonSchema } from './types.ts';
import { validate } from './validate.ts';
import {
  choiceSchema,
  choicesOf,
  escapeToken,
  findFields,
  isChoice,
  addressParts,
  isAddress,
  isObject,
  isPeriod,
  propertiesOf,
  sayingOf,
  shownAs,
  typeOf,
  visit,
  visitSchemas,
  writeValue,
  type FoundField,
} from './walk.ts';

/** Deeper than any form that a person would fill in. */
const MAX_DEPTH = 32;
const MAX_SCHEMA_CHARACTERS = 200_000;
/** Schemas side by side in one `allOf`, `anyOf`; choices in one `oneOf`; all of them together. Ajv takes the square of it to compile. */
const MAX_BRANCHES = { allOf: 200, anyOf: 200, oneOf: 500, all: 1000 };
/** Of all patterns together: making their automata takes a tenth of a second, and leaves answers most of the steps that they have. */
const MAX_STATES = 10_000;

type Add = (path: string, code: string, params?: Record<string, string>) => void;

/**
 * Everything that is wrong with a form, empty when it can be published: its shape, its schema (draft 2020-12 with `x-source` and `x-unit`, nothing
 * fetched, nothing that could run away), Japanese words for every field and choice, the fields that the server needs for its purpose, and its logic, whose
 * conditions `checkConditions` of the rules judges (a form with logic is not to be checked without).
 */
export function checkForm(
  document: unknown,
  language: Language = 'ja',
  checkConditions?: CheckConditions,
): FormIssue[] {
  const issues: FormIssue[] = [];
  const add: Add = (path, code, params = {}) => issues.push(makeIssue(path, code, params, language));
  if (!isObject(document)) {
    add('', 'not-an-object');
    return issues;
  }
  const { key, purpose, texts, schema, uiSchema } = document;
  for (const name of ['key', 'purpose', 'texts', 'schema']) if (!(name in document)) add('', 'missing', { name });
  for (const name of Object.keys(document))
    if (!['$schema', 'key', 'purpose', 'texts', 'schema', 'uiSchema', 'logic', 'examples'].includes(name))
      add(`/${escapeToken(name)}`, 'unknown-key', { name });
  if ('key' in document && (typeof key !== 'string' || !/^[a-z][a-z0-9-]{0,99}$/.test(key))) add('/key', 'bad-key');
  if ('purpose' in document && !isPurpose(purpose))
    add('/purpose', 'unknown-purpose', { name: writeValue(purpose), known: Object.keys(purposes).join(', ') });
  if ('uiSchema' in document && !isObject(uiSchema)) add('/uiSchema', 'not-a-group', { name: 'uiSchema' });
  if ('schema' in document && !isObject(schema)) add('/schema', 'not-a-group', { name: 'schema' });
  if (!isObject(schema)) return issues;
  if (!checkSafety(schema, add)) return issues;
  checkPatterns(schema, add);
  checkFields(schema, add);
  if (isPurpose(purpose)) {
    checkMarks(purpose, schema, add);
    if (tiedPurposes.includes(purpose)) checkTied(schema, add);
    else checkUntied(schema, add);
    checkRoles(purpose, schema, add);
    if (purpose === 'section') checkSection(schema, add);
  }
  checkLinks(schema, isObject(uiSchema) ? uiSchema : {}, add);
  for (const { pointer, why } of checkSchema(schema))
    if (!issues.some(({ path }) => path === `/schema${pointer}`))
      add(`/schema${pointer}`, 'schema', { reason: saySchemaFault(why, language) });
  if (schema.type !== 'object') add('/schema/type', 'not-of-fields');
  if (texts !== undefined) checkTexts(texts, schema, add);
  if (isObject(uiSchema)) checkOrder(uiSchema, schema, add);
  if (isObject(uiSchema)) checkWidgets(uiSchema, add);
  if (isObject(uiSchema)) checkCalculated(uiSchema, schema, document.logic, add);
  if (!isForm(document, issues)) return issues;
  if (document.logic !== undefined) {
    if (!checkConditions) throw new Error("a form's logic needs the rules to check it");
    issues.push(...checkLogic(document, add, language, checkConditions));
  }
  // What is wrong with the form itself is said first: answers are checked by one that is whole.
  if (issues.length === 0 && document.examples !== undefined) checkExamples(document, language, add);
  return issues;
}

const MAX_EXAMPLES = 50;

/** An example that could not be sent shows what the form no longer is: it is mended or taken out. */
function checkExamples(form: Form, language: Language, add: Add): void {
  const examples: unknown = form.examples;
  const isExample = (example: unknown) =>
    isObject(example) && typeof example.name === 'string' && example.name.trim() !== '' && isObject(example.answers);
  if (!Array.isArray(examples) || !examples.every(isExample)) return add('/examples', 'examples-shape');
  if (examples.length > MAX_EXAMPLES) return add('/examples', 'examples-too-many', { limit: String(MAX_EXAMPLES) });
  const known = new Set(findFields(expand(form.schema)).map(({ path }) => path));
  (form.examples ?? []).forEach(({ name, answers }, index) => {
    const [gone] = Object.keys(answers).filter((field) => !known.has(field));
    if (gone !== undefined) return add(`/examples/${index}`, 'example-field-gone', { name, field: gone });
    const [first] = validate(form, answers, language);
    if (first) add(`/examples/${index}`, 'example-broken', { name, reason: first.message });
  });
}

function isPurpose(value: unknown): value is FormPurpose {
  return typeof value === 'string' && Object.hasOwn(purposes, value);
}

/** False where looking further would be unwise. */
function checkSafety(schema: JsonSchema, add: Add): boolean {
  if (depthOf(schema) > MAX_DEPTH) {
    add('/schema', 'too-deep');
    return false;
  }
  if (JSON.stringify(schema).length > MAX_SCHEMA_CHARACTERS) {
    add('/schema', 'too-big');
    return false;
  }
  let safe = true;
  let branches = 0;
  visit(schema, '/schema', (key, value, pointer) => {
    if ((key === 'allOf' || key === 'anyOf' || key === 'oneOf') && Array.isArray(value)) {
      branches += value.length;
      if (value.length > MAX_BRANCHES[key]) {
        safe = false;
        add(pointer, 'too-many-branches', { name: key, limit: String(MAX_BRANCHES[key]) });
      }
    }
    if ((key === '$ref' || key === '$dynamicRef') && typeof value === 'string' && !value.startsWith('#')) {
      safe = false;
      add(pointer, 'remote-ref', { name: value });
    }
    if (key === 'x-source' && typeof value === 'string') {
      const kinds = kindsOfSource(value);
      if (!kinds && !sourceNames.includes(value))
        add(pointer, 'unknown-source', { name: value, known: [...sourceNames, sourceOfKinds(['…'])].join(', ') });
      for (const kind of kinds ?? [])
        if (!isTiedKind(kind))
          add(pointer, 'unknown-kind', { name: kind, known: [...tiedKinds, 'register-…'].join(', ') });
    }
  });
  if (branches > MAX_BRANCHES.all) {
    safe = false;
    add('/schema', 'too-many-branches', { name: 'allOf, anyOf, oneOf', limit: String(MAX_BRANCHES.all) });
  }
  return safe;
}

/** What a form's fields may not be, though JSON Schema allows it: they could not be drawn, or their answers not be told apart or sent. */
function checkFields(schema: JsonSchema, add: Add): void {
  const circle = findCircle(schema);
  if (circle !== undefined) add(`/schema${circle}`, 'ref-circle');
  if (!unfolds(schema)) add('/schema', 'too-big');
  for (const { path, name, pointer, schema: field } of findFields(expand(schema))) {
    if (name === '' || /[./[\]]/.test(name)) add(`/schema${pointer}`, 'field-name', { name });
    if (typeof field.format === 'string' && !drawnFormats.has(field.format)) {
      add(`/schema${pointer}/format`, 'format-not-drawn', {
        name: path,
        format: field.format,
        known: [...drawnFormats].join(', '),
      });
    }
  }
  checkShown(schema, add);
  checkFiles(schema, add);
  for (const { pointer, name } of listShutOut(schema)) add(`/schema${pointer}`, 'field-shut-out', { name });
  for (const pointer of listOutdated(schema)) add(`/schema${pointer}`, 'dependencies');
}

/** What is shown between fields is not answered; a period has two ends, and both are days or both points in time. */
function checkShown(schema: JsonSchema, add: Add): void {
  visitSchemas(expand(schema), '/schema', (each, pointer) => {
    const properties = new Map(propertiesOf(each));
    for (const [name, field] of properties) {
      const at = `${pointer}/properties/${escapeToken(name)}`;
      if (!shownAs(field)) {
        // Nothing could be typed there.
        if (field.type === 'null') add(`${at}/type`, 'null-not-drawn', { name });
        continue;
      }
      if (field.type !== 'null') add(at, 'shown-answered', { name });
      if (shownAs(field) === 'page' && pointer !== '/schema') add(at, 'page-place', { name });
      if (Array.isArray(each.required) && each.required.includes(name)) add(at, 'shown-required', { name });
    }
    if (isAddress(each) && [...properties.keys()].some((name) => !addressParts.some((part) => part === name)))
      add(pointer, 'address-parts', { known: addressParts.join(', ') });
    if (!isPeriod(each)) return;
    const ends = ['from', 'to'].map((name) => properties.get(name) ?? {});
    const [first, last] = ends.map(({ type, format }) => (type === 'string' ? format : undefined));
    if (properties.size !== 2 || first !== last || (first !== 'date' && first !== 'date-time'))
      add(pointer, 'period-ends');
  });
}

/** A section stands in a group of other forms: nothing in it may refer to the document, end a page, or come from another section. */
function checkSection(schema: JsonSchema, add: Add): void {
  visitSchemas(schema, '/schema', (each, pointer) => {
    if ('$ref' in each || '$dynamicRef' in each) add(pointer, 'section-ref');
    if ('x-section' in each) add(pointer, 'section-in-section');
    if (shownAs(each) === 'page') add(pointer, 'page-place', { name: pointer.slice(pointer.lastIndexOf('/') + 1) });
  });
}

/** Only a group that is written in one place can be a section that others share. */
function checkLinks(schema: JsonSchema, uiSchema: Record<string, unknown>, add: Add): void {
  const linked = new Set(listLinks({ schema, uiSchema }).map(({ item }) => `/schema${item.places[0] ?? ''}`));
  visitSchemas(schema, '/schema', (each, pointer) => {
    if ('x-section' in each && !linked.has(pointer)) add(pointer, 'section-place');
  });
}

/** Files are entries of a list, and nothing else says what they are made of. */
function checkFiles(schema: JsonSchema, add: Add): void {
  visitSchemas(schema, '/schema', (each, pointer) => {
    if ('x-file' in each && !(pointer.endsWith('/items') && each.type === 'object' && each.properties === undefined))
      add(pointer, 'file-place');
  });
}

/** Only registers keep what their records are tied to. */
function checkUntied(schema: JsonSchema, add: Add): void {
  visitSchemas(schema, '/schema', ({ 'x-source': source }, pointer) => {
    if (kindsOfSource(source)) add(`${pointer}/x-source`, 'records-purpose', { known: tiedPurposes.join(', ') });
  });
}

/** What is a list to councils' forms is picked here: no list of it is handed to registers' forms, and the field could never be answered. */
const pickedInstead: Readonly<Record<string, string>> = {
  needs: 'need',
  organisations: 'organisation',
  meetings: 'meeting',
  members: 'person',
};

function checkTied(schema: JsonSchema, add: Add): void {
  visitSchemas(schema, '/schema', ({ 'x-source': source }, pointer) => {
    const kind = typeof source === 'string' ? pickedInstead[source] : undefined;
    if (kind) add(`${pointer}/x-source`, 'list-not-handed', { name: String(source), known: sourceOfKinds([kind]) });
  });
}

/** Issues are what stands between an unknown document and a Form. */
export function isForm(
  document: Record<string, unknown>,
  issues: FormIssue[],
): document is Record<string, unknown> & Form {
  return issues.length === 0 && 'schema' in document;
}

function checkPatterns(schema: JsonSchema, add: Add): void {
  let states = 0;
  for (const { pointer, source } of listPatterns(schema)) {
    const read = readPattern(source);
    if ('code' in read) {
      const { code, params } = patternIssue(read);
      add(`/schema${pointer}`, code, params);
    } else states += read.states;
  }
  if (states > MAX_STATES) add('/schema', 'patterns-too-big', { states: String(states), limit: String(MAX_STATES) });
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return depth;
  return Math.max(depth, ...Object.values(value).map((inner: unknown) => depthOf(inner, depth + 1)));
}

function checkTexts(texts: unknown, schema: JsonSchema, add: Add): void {
  if (!isObject(texts) || !isObject(texts.ja)) return add('/texts', 'missing', { name: 'ja' });
  const fields = findFields(expand(schema));
  const known = new Set(fields.flatMap(({ path }) => [path, `${path}[]`]));
  for (const language of formLanguages) {
    const words = texts[language];
    if (words === undefined) continue;
    const at = `/texts/${language}`;
    if (!isObject(words)) {
      add(at, 'not-a-group', { name: language });
      continue;
    }
    // Plain Japanese falls back to Japanese, in the name too.
    if ((language !== 'easy' || 'name' in words) && (typeof words.name !== 'string' || words.name.trim() === ''))
      add(at, 'missing', { name: 'name' });
    checkFurigana(words, at, add);
    const entries = isObject(words.fields) ? words.fields : {};
    for (const path of Object.keys(entries))
      if (!known.has(path)) add(`${at}/fields/${escapeToken(path)}`, 'text-without-field', { name: path });
    // English may be missing, a field at a time; what people here read must be complete.
    if (language !== 'ja') continue;
    for (const field of fields) checkFieldTexts(entries[field.path], field.path, field.schema, field.pointer, add);
    checkDoubles(entries, fields, add);
  }
}

function checkFurigana(words: unknown, at: string, add: Add): void {
  if (typeof words === 'string') {
    const fault = furiganaFault(words);
    if (fault) add(at, fault, { text: words });
  } else if (isObject(words))
    for (const [name, inner] of Object.entries(words)) checkFurigana(inner, `${at}/${escapeToken(name)}`, add);
}

/**
 * Two fields side by side that are called the same cannot be told apart, in the form or in a list: not those that are always asked, and none of
 * a branch from one of them. In branches there may be one for each case.
 */
function checkDoubles(entries: Record<string, unknown>, fields: FoundField[], add: Add): void {
  const isAlways = ({ pointer }: FoundField): boolean => /^(?:\/properties\/[^/]+(?:\/items)?)+$/.test(pointer);
  const always = new Map<string, string>();
  for (const field of [...fields.filter(isAlways), ...fields.filter((other) => !isAlways(other))]) {
    const { path, name } = field;
    const words = entries[path];
    const title = isObject(words) && typeof words.title === 'string' ? withoutFurigana(words.title).trim() : '';
    if (title === '') continue;
    const among = JSON.stringify([path.slice(0, -name.length), title]);
    const other = always.get(among);
    if (other === undefined) {
      if (isAlways(field)) always.set(among, path);
    } else if (other !== path)
      add(`/texts/ja/fields/${escapeToken(path)}/title`, 'title-twice', { name: path, other, title });
  }
}

function checkFieldTexts(words: unknown, path: string, schema: JsonSchema, pointer: string, add: Add): void {
  if (!isObject(words) || typeof words.title !== 'string' || words.title.trim() === '')
    return add(`/schema${pointer}`, 'field-without-title', { name: path });
  const choices = isObject(words.choices) ? words.choices : {};
  for (const { value, title } of choicesOf(schema) ?? [])
    if (title === undefined && typeof choices[writeValue(value)] !== 'string')
      add(`/texts/ja/fields/${escapeToken(path)}/choices`, 'choice-without-text', {
        name: writeValue(value),
        field: path,
      });
}

function checkOrder(uiSchema: Record<string, unknown>, schema: JsonSchema, add: Add): void {
  const paths = new Set(findFields(expand(schema)).map(({ path }) => path));
  const order = uiSchema['ui:order'];
  if (Array.isArray(order))
    order.forEach(
      (name: unknown, index) =>
        name !== '*' &&
        !paths.has(writeValue(name)) &&
        add(`/uiSchema/ui:order/${index}`, 'unknown-field', { name: writeValue(name) }),
    );
  for (const name of Object.keys(uiSchema))
    if (!name.startsWith('ui:') && !paths.has(name)) add(`/uiSchema/${escapeToken(name)}`, 'unknown-field', { name });
  // rjsf stops drawing the form where its order leaves a field out.
  if (Array.isArray(order) && !order.includes('*'))
    for (const path of paths)
      if (!/[.[]/.test(path) && !order.includes(path)) add('/uiSchema/ui:order', 'not-in-order', { name: path });
}

function checkWidgets(uiSchema: Record<string, unknown>, add: Add): void {
  visit(uiSchema, '/uiSchema', (key, value, pointer) => {
    const names = key === 'ui:widget' || pointer.endsWith('/ui:options/widget');
    if (names && !(typeof value === 'string' && drawnWidgets.has(value)))
      add(pointer, 'widget-not-drawn', { name: writeValue(value), known: [...drawnWidgets].join(', ') });
  });
}

/** A field that is calculated, and of which nothing says how, could never be answered. */
function checkCalculated(uiSchema: Record<string, unknown>, schema: JsonSchema, logic: unknown, add: Add): void {
  const rules: unknown[] = Array.isArray(logic) ? logic : [];
  for (const { path, pointer } of findFields(expand(schema)))
    if (
      uiOf({ uiSchema }, path)?.['ui:widget'] === calculatedWidget &&
      !rules.some((rule) => isObject(rule) && isObject(rule.then) && rule.then.set === path)
    )
      add(`/schema${pointer}`, 'calculated-nothing', { name: path });
}

/** Marks that no field has, that a group cannot have, or that say nothing that is known. */
function checkMarks(purpose: FormPurpose, schema: JsonSchema, add: Add): void {
  const { audiences } = purposes[purpose];
  visitSchemas(schema, '/schema', ({ 'x-personal': personal, 'x-tell': tell }, pointer) => {
    if (personal !== undefined && typeof personal !== 'boolean')
      add(`${pointer}/x-personal`, 'bad-personal', { name: writeValue(personal) });
    if (tell === undefined) return;
    if (!isObject(tell)) return add(`${pointer}/x-tell`, 'bad-tell');
    for (const [audience, telling] of Object.entries(tell)) {
      const at = `${pointer}/x-tell/${escapeToken(audience)}`;
      if (!audiences.includes(audience)) add(at, 'unknown-audience', { name: audience, known: audiences.join(', ') });
      else if (telling !== 'always' && telling !== 'consent')
        add(at, 'bad-telling', { name: writeValue(telling), audience });
    }
  });
  const fields = findFields(expand(schema));
  for (const { path, pointer, schema: field } of fields) {
    const isGroup = fields.some((other) => other.path.startsWith(`${path}.`) || other.path.startsWith(`${path}[].`));
    if (isGroup && ('x-tell' in field || 'x-personal' in field))
      add(`/schema${pointer}`, 'mark-on-group', { name: path });
  }
}

/** The roles that the server asks for: each on one field, of the kind that it reads. */
function checkRoles(purpose: FormPurpose, schema: JsonSchema, add: Add): void {
  const { roles } = purposes[purpose];
  const fields = findFields(expand(schema));
  const marks = marksOf({ schema });
  visitSchemas(schema, '/schema', ({ 'x-role': role }, pointer) => {
    if (role !== undefined && (typeof role !== 'string' || !Object.hasOwn(roles, role)))
      add(`${pointer}/x-role`, 'unknown-role', {
        name: writeValue(role),
        known: Object.keys(roles).join(', '),
      });
  });
  for (const [role, demand] of Object.entries(roles)) {
    const paths = [...marks].flatMap(([path, { role: has }]) => (has === role ? [path] : []));
    const [path, other] = paths;
    if (path === undefined) {
      if (demand.required) add('/schema', 'role-missing', { role, wanted: describeDemand(demand) });
      continue;
    }
    const pointerOf = (name: string) => `/schema${fields.find((field) => field.path === name)?.pointer ?? ''}`;
    if (other !== undefined) add(pointerOf(other), 'role-twice', { role, name: path, other });
    if (demand.entry && !/^[^.[\]]+\[\]\.[^.[\]]+$/.test(path))
      add(pointerOf(path), 'role-entry', { name: path, role });
    const places = fields.filter((each) => each.path === path && saysWhatItIs(each.schema));
    for (const { schema: field, pointer } of places.length > 0 ? places : [{ schema: {}, pointer: '' }])
      if (!meets(field, demand))
        add(pointer === '' ? pointerOf(path) : `/schema${pointer}`, 'field-kind', {
          name: path,
          role,
          wanted: describeDemand(demand),
        });
    const untold = demand.told?.filter((audience) => marks.get(path)?.tell[audience] !== 'always') ?? [];
    if (untold.length > 0)
      add(pointerOf(path), 'role-untold', {
        name: path,
        role,
        audiences: untold.map((audience) => `"${audience}"`).join(', '),
      });
  }
}

/** A place that only narrows a field that is asked elsewhere need not say what it is. */
const saysWhatItIs = (schema: JsonSchema): boolean =>
  sayingOf(schema, 'type') !== undefined || isChoice(schema) || isObject(schema.items);

function meets(schema: JsonSchema, { type, format, source, choices, list }: Demand): boolean {
  const holder = choiceSchema(schema);
  const values = choicesOf(schema);
  if (list !== undefined && typeOf(schema) !== 'array') return false;
  if (source) return holder['x-source'] === source;
  // Fewer choices than the server knows are fine, others are not.
  if (choices)
    return (
      values !== undefined && values.length > 0 && values.every(({ value }) => choices.includes(writeValue(value)))
    );
  return (
    (type === undefined || typeOf(schema) === type) && (format === undefined || sayingOf(schema, 'format') === format)
  );
}

function describeDemand({ type, format, source, choices, list }: Demand): string {
  const entry = source
    ? `x-source: ${source}`
    : choices
      ? `enum: ${choices.join(', ')}`
      : `type: ${type ?? ''}${format ? `, format: ${format}` : ''}`;
  return list ? `array, ${entry}` : entry;
}
