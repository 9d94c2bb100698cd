import { markedOf, wordsOf } from '../edit.ts';
import { expand } from '../expand.ts';
import { readLogic } from '../logic/edit-logic.ts';
import { alwaysSetBy, targetsOf } from '../logic/plan.ts';
import { allItems, holderMadeBy, outlineOf, uiOf, type Item } from '../outline.ts';
import type { FieldTexts, Form, JsonSchema, LogicRule } from '../types.ts';
import { escapeToken, fieldsByPath, isObject } from '../walk.ts';
import { inLanguages, isSame, makePatch, type Book, type Row } from './book.ts';
import { writeCalculation, writeCondition, writePlain, writeValueOf, type Fields } from './expression.ts';
import { elsewhere, limitsOf, raw, typeOfKind, whereRequired } from './field-types.ts';

type Cells = Record<string, string>;
const languages = ['ja', 'en', 'easy'] as const;
const words = ['title', 'help', 'placeholder'] as const;
/** What a text of a field is called in a sheet. */
export const wordColumns = { title: 'label', help: 'hint', placeholder: 'placeholder' } as const;
/** What a text of the form is called. */
export const formColumns = {
  name: 'form_title',
  description: 'description',
  submit: 'submit',
  formNumber: 'form_number',
  office: 'office',
} as const;

export const columns = {
  survey: [
    'type',
    'name',
    ...inLanguages('label'),
    ...inLanguages('hint'),
    ...inLanguages('placeholder'),
    'required',
    'relevant',
    'constraint',
    'constraint_message',
    'constraint_message::en',
    'calculation',
    'appearance',
    'min',
    'max',
    'unit',
    'unit::en',
    'personal',
    'tell',
    'role',
    'kind',
    'schema',
    'ui',
  ],
  choices: ['list_name', 'name', ...inLanguages('label'), 'offered'],
  settings: [
    'form_id',
    ...inLanguages('form_title'),
    'default_language',
    'purpose',
    ...inLanguages('description'),
    ...inLanguages('submit'),
    ...inLanguages('form_number'),
    ...inLanguages('office'),
    'schema',
    'ui',
    'form',
  ],
  rules: ['id', 'when', 'effect', 'fields', 'value', 'message', 'message::en', 'json'],
  texts: ['path', ...inLanguages('label'), ...inLanguages('hint'), ...inLanguages('placeholder')],
};

/** What the columns of the survey repeat of the rules, so that others understand them too. */
export const derivedColumns = ['relevant', 'constraint', 'constraint_message', 'constraint_message::en', 'calculation'];

const suffix = (language: (typeof languages)[number]): string => (language === 'ja' ? '' : `::${language}`);

/** A form as sheets. `readSheets` makes the same form of them. */
export function writeSheets(form: Form): Book {
  const fields: Fields = fieldsByPath(expand(form.schema));
  const items = allItems(outlineOf(form));
  const names = Map.groupBy(items, ({ name }) => name);
  const listOf = ({ name, path }: Item): string => (names.get(name)?.length === 1 && !/\s/.test(name) ? name : path);
  const rules = readLogic(form);
  const survey: Cells[] = [];
  const choices: Cells[] = [];
  const writeItem = (item: Item, at: string): void => {
    const isHere = item.isOwn && item.places[0] === `${at}/properties/${escapeToken(item.name)}`;
    const cells = {
      ...(isHere
        ? ownCells(form, item, listOf(item))
        : { type: elsewhere, name: item.path, ...uiCell(uiOf(form, item.path)) }),
      ...wordCells(form, item.path),
      ...derived(item.path, item.isRequired && isHere, rules ?? [], fields),
    };
    survey.push(cells);
    choices.push(...choiceCells(form, item, isHere, cells['type']?.split(' ')[1] ?? item.path));
    const place = item.kind === 'list' ? `${item.places[0]}/items` : (item.places[0] ?? '');
    for (const inner of item.items) writeItem(inner, place);
    if (isHere && holderMadeBy(item) !== undefined)
      survey.push({ type: item.kind === 'list' ? 'end_repeat' : 'end_group', name: item.name });
  };
  for (const item of outlineOf(form)) writeItem(item, '');
  const paths = new Set(items.map(({ path }) => path));
  const others = new Set(languages.flatMap((language) => Object.keys(form.texts[language]?.fields ?? {})));
  for (const path of paths) others.delete(path);
  for (const path of others) choices.push(...wordedChoices(form, path, path, []));
  return {
    survey: numbered(columns.survey, survey),
    choices: numbered(columns.choices, choices),
    settings: numbered(columns.settings, [settingsCells(form, rules !== null)]),
    rules: numbered(
      columns.rules,
      (rules ?? []).map((rule) => ruleCells(rule, fields)),
    ),
    texts: numbered(
      columns.texts,
      [...others].map((path) => ({ path, ...wordCells(form, path) })),
    ),
  };
}

const numbered = (names: string[], rows: Cells[]): { columns: string[]; rows: Row[] } => ({
  columns: names,
  rows: rows.map((cells, index) => ({
    number: index + 2,
    cells: Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== '')),
  })),
});

const json = (column: string, value: unknown): Cells =>
  value === undefined ? {} : { [column]: JSON.stringify(value) };

function wordCells(form: Form, path: string): Cells {
  const cells: Cells = {};
  for (const language of languages)
    for (const word of words) cells[wordColumns[word] + suffix(language)] = wordsOf(form, path, language)[word] ?? '';
  return cells;
}

/** The columns of a field that its make says, and what no column says as JSON. */
function ownCells(form: Form, item: Item, list: string): Cells {
  const { kind, isRequired } = item;
  const known = typeOfKind(kind);
  const cells: Cells = {
    type: typeCell(item, list),
    name: item.name,
    kind: known === raw ? 'raw' : kind,
    required: isRequired ? 'yes' : '',
  };
  const ui = ownUi(form, item);
  const widget = ui?.['ui:widget'];
  cells['appearance'] =
    known.appearance ?? ((kind === 'one' || kind === 'several') && widget === 'select' ? 'minimal' : '');
  Object.assign(cells, columnsOf(item));
  const made = makeOwn(kind, cells, enumOf(item));
  return {
    ...cells,
    ...json('schema', makePatch(made.schema, withoutFields(item))),
    ...json('ui', makePatch(made.ui, ui ?? {})),
  };
}

function typeCell(item: Item, list: string): string {
  const { type } = typeOfKind(item.kind);
  const { schema, kind } = item;
  if (kind === 'oneListed') return `${type} source:${String(schema['x-source'])}`;
  if (kind === 'severalListed' && isObject(schema.items)) return `${type} source:${String(schema.items['x-source'])}`;
  if (type.startsWith('select_')) return `${type} ${list}`;
  if (kind === 'number') return schema.type === 'number' ? 'decimal' : 'integer';
  return type;
}

const enumOf = ({ kind, schema }: Item): string[] | undefined => {
  const values: unknown =
    kind === 'one' ? schema.enum : kind === 'several' && isObject(schema.items) ? schema.items.enum : [];
  return Array.isArray(values) ? values.map(String) : undefined;
};

/** Marks, unit and limits. */
function columnsOf(item: Item): Cells {
  const { schema, kind } = item;
  const cells: Cells = {};
  const marks = markedOf(item);
  const { 'x-personal': personal, 'x-tell': tell, 'x-role': role } = marks;
  if (typeof personal === 'boolean') cells['personal'] = personal ? 'yes' : 'no';
  if (isObject(tell))
    cells['tell'] = Object.entries(tell)
      .map(([audience, when]) => `${audience}:${String(when)}`)
      .join(' ');
  if (typeof role === 'string') cells['role'] = role;
  const unit = schema['x-unit'];
  if (isObject(unit))
    for (const language of ['ja', 'en'] as const)
      if (typeof unit[language] === 'string') cells[`unit${suffix(language)}`] = unit[language];
  const [least, most] = limitsOf(kind) ?? [];
  if (least !== undefined && typeof schema[least] === 'number') cells['min'] = String(schema[least]);
  if (most !== undefined && typeof schema[most] === 'number') cells['max'] = String(schema[most]);
  return cells;
}

/** What the cells of a row say of a field's schema and drawing, before what stands there as JSON. */
export function makeOwn(
  kind: string,
  cells: Cells,
  values: string[] | undefined,
): { schema: JsonSchema; ui: Record<string, unknown> } {
  const { schema: begun, ui = {} } = typeOfKind(kind);
  const schema: JsonSchema = structuredClone(begun);
  const [type = '', list = ''] = (cells['type'] ?? '').split(/\s+/);
  const isListed = list.startsWith('source:');
  const source = isListed ? { 'x-source': list.slice('source:'.length) } : {};
  if (kind === 'oneListed') Object.assign(schema, source);
  if (kind === 'severalListed') schema.items = { type: 'string', ...source };
  if (kind === 'one') schema.enum = values ?? [];
  if (kind === 'several') schema.items = { type: 'string', enum: values ?? [] };
  if (kind === 'number') schema.type = type === 'decimal' ? 'number' : 'integer';
  if (isYes(cells['required']))
    Object.assign(schema, { ...whereRequired(kind), ...(begun.pattern ? { pattern: begun.pattern } : {}) });
  const marks: JsonSchema = {};
  if (cells['personal']) marks['x-personal'] = isYes(cells['personal']);
  if (cells['tell']) marks['x-tell'] = readTell(cells['tell']);
  if (kind === 'period')
    schema.properties = Object.fromEntries(
      Object.entries(isObject(schema.properties) ? schema.properties : {}).map(([name, end]) => [
        name,
        { ...(isObject(end) ? end : {}), ...marks },
      ]),
    );
  else Object.assign(schema, marks);
  if (cells['role']) schema['x-role'] = cells['role'];
  if (cells['unit']) schema['x-unit'] = { ja: cells['unit'], ...(cells['unit::en'] && { en: cells['unit::en'] }) };
  const limits = limitsOf(kind);
  limits?.forEach((keyword, index) => {
    const limit = Number(cells[index === 0 ? 'min' : 'max']);
    if ((cells[index === 0 ? 'min' : 'max'] ?? '').trim() !== '' && Number.isFinite(limit)) schema[keyword] = limit;
  });
  const drawing =
    (cells['appearance'] ?? '').includes('minimal') && (kind === 'one' || kind === 'several')
      ? { 'ui:widget': 'select' }
      : {};
  return { schema, ui: { ...ui, ...drawing } };
}

export const isYes = (cell = ''): boolean => /^(?:yes|true(?:\(\))?|1|はい)$/i.test(cell.normalize('NFKC').trim());

const readTell = (cell: string): Record<string, string> =>
  Object.fromEntries(
    cell
      .trim()
      .split(/[\s,、]+/)
      .map((part) => {
        const [audience = '', when = 'always'] = part.split(':');
        return [audience, when] as const;
      }),
  );

/** A schema without the fields that have rows of their own, and without which of them must be answered. */
function withoutFields({ schema, kind, items, places }: Item): JsonSchema {
  if (kind === 'group') return strip(schema, items, places[0] ?? '');
  if (kind === 'list' && isObject(schema.items))
    return { ...schema, items: strip(schema.items, items, `${places[0]}/items`) };
  return schema;
}

/** `properties` that has nothing else in it and `required` that the rows tell are left out. */
function strip(schema: JsonSchema, items: readonly Item[], place: string): JsonSchema {
  const own = items.filter((item) => item.isOwn && item.places[0] === `${place}/properties/${escapeToken(item.name)}`);
  const names = new Set(own.map(({ name }) => name));
  const { properties, required, ...rest } = schema;
  const others = isObject(properties) ? Object.entries(properties).filter(([name]) => !names.has(name)) : [];
  const demanded = own.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    ...rest,
    ...(others.length > 0 && { properties: Object.fromEntries(others) }),
    ...(required !== undefined && (demanded.length === 0 || !isSame(required, demanded)) && { required }),
  };
}

/** What is said of a field's drawing, without what is said of the fields in it. */
function ownUi(form: Form, item: Item): Record<string, unknown> | undefined {
  const ui = uiOf(form, item.path);
  const names = new Set(item.items.map(({ name }) => name));
  const stripped = (group: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(group).filter(([key, value]) => !(names.has(key) && isObject(value))));
  if (!ui || names.size === 0) return ui;
  if (item.kind !== 'list') return stripped(ui);
  const { items, ...rest } = ui;
  const inner = isObject(items) ? stripped(items) : {};
  return { ...rest, ...(Object.keys(inner).length > 0 && { items: inner }) };
}

const uiCell = (ui: Record<string, unknown> | undefined): Cells => (ui ? json('ui', ui) : {});

function choiceCells(form: Form, item: Item, isHere: boolean, list: string): Cells[] {
  const values = isHere ? enumOf(item) : [];
  return wordedChoices(
    form,
    item.path,
    item.kind === 'one' || item.kind === 'several' ? list : item.kind === 'yesNo' && isHere ? list : item.path,
    values ?? [],
  );
}

function wordedChoices(form: Form, path: string, list: string, values: readonly string[]): Cells[] {
  const said = languages.map((language) => wordsOf(form, path, language).choices ?? {});
  const worded = new Set(said.flatMap((texts: Partial<FieldTexts>['choices']) => Object.keys(texts ?? {})));
  const cellsOf = (value: string, more: Cells): Cells => ({
    list_name: list,
    name: value,
    ...Object.fromEntries(
      languages.map((language, index) => [
        `label${suffix(language)}`,
        Object.hasOwn(said[index] ?? {}, value) ? (said[index]?.[value] ?? '') : '',
      ]),
    ),
    ...more,
  });
  const unoffered = [...worded].filter((value) => !values.includes(value));
  return [
    ...values.map((value) => cellsOf(value, {})),
    ...unoffered.map((value) => cellsOf(value, values.length > 0 ? { offered: 'no' } : {})),
  ];
}

function settingsCells(form: Form, isLogicTold: boolean): Cells {
  const { key, purpose, texts, schema, uiSchema, logic, ...others } = form;
  const outline = outlineOf(form);
  const names = new Set(outline.map(({ name }) => name));
  const ui = Object.fromEntries(
    Object.entries(uiSchema ?? {}).filter(([name, value]) => !(names.has(name) && isObject(value))),
  );
  const cells: Cells = { form_id: key, purpose, default_language: '日本語 (ja)' };
  for (const language of languages)
    for (const [name, column] of Object.entries(formColumns))
      cells[column + suffix(language)] = texts[language]?.[name as keyof typeof formColumns] ?? '';
  return {
    ...cells,
    ...json('schema', makePatch({ type: 'object' }, strip(schema, outline, ''))),
    ...(Object.keys(ui).length > 0 && json('ui', ui)),
    ...json(
      'form',
      Object.keys({ ...others, ...(!isLogicTold && { logic }) }).length > 0
        ? { ...others, ...(!isLogicTold && { logic }) }
        : undefined,
    ),
  };
}

/** What XLSForm's columns say of a field by the rules: read back only where it was changed. */
export function derived(path: string, isRequired: boolean, rules: readonly LogicRule[], fields: Fields): Cells {
  const about = (effect: 'show' | 'require') =>
    rules.filter(({ then }) => effect in then && targetsOf(then).includes(path));
  const joined = (of: readonly LogicRule[]): string => {
    if (of.length === 0 || of.some(({ when }) => when === undefined)) return '';
    const written = of.map(({ when }) => when && writePlain(when, fields, of.length > 1));
    return written.includes(undefined) ? '' : written.join(' or ');
  };
  const refusals = rules.filter(({ then }) => 'refuse' in then && then.refuse === path);
  const [refusal] = refusals;
  const refused = refusals.length === 1 && refusal?.when ? writePlain(refusal.when, fields) : undefined;
  const message = refused !== undefined && refusal && 'message' in refusal.then ? refusal.then.message : undefined;
  const set = rules.map(alwaysSetBy).find((effect) => effect?.set === path);
  return {
    relevant: joined(about('show')),
    required: isRequired ? 'yes' : joined(about('require')),
    constraint: refused === undefined ? '' : `not(${refused})`,
    constraint_message: message?.ja ?? '',
    'constraint_message::en': message?.en ?? '',
    calculation: set ? (writeCalculation(set.value, fields) ?? '') : '',
  };
}

/** A rule's row; `json` where a rule is more than the columns tell. */
function ruleCells(rule: LogicRule, fields: Fields): Cells {
  const { id, when, then, ...more } = rule;
  const targets = targetsOf(then);
  const [self = ''] = targets;
  const [effect = ''] = Object.keys(then);
  const cells: Cells = {
    id,
    when: when ? writeCondition(when, fields, self) : '',
    effect,
    fields: targets.join(' '),
  };
  if ('limit' in then) cells['value'] = JSON.stringify(then.to);
  if ('set' in then) cells['value'] = writeValueOf(then.value, fields, self);
  if ('refuse' in then) {
    cells['message'] = then.message.ja;
    cells['message::en'] = then.message.en ?? '';
  }
  const isWhole = Object.keys(more).length === 0 && !targets.some((path) => /\s/.test(path));
  return isWhole ? cells : { ...cells, json: JSON.stringify(rule) };
}
