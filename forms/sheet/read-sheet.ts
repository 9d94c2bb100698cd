import type { Condition, Language } from '../../rules/types.ts';
import { expand } from '../expand.ts';
import { readLogic } from '../logic/edit-logic.ts';
import { alwaysSetBy, fieldType, targetsOf } from '../logic/plan.ts';
import { effects, isCondition, isTexts, isValue, type Effect } from '../logic/shapes.ts';
import { itemsOf, uiKeys } from '../outline.ts';
import { changeAt, putOrder, readCalculation, setCalculation } from '../edit.ts';
import type { FieldTexts, Form, FormPurpose, JsonSchema, LogicEffect, LogicRule, LogicValue } from '../types.ts';
import { fieldsByPath, isObject } from '../walk.ts';
import {
  applyPatch,
  headerOf,
  isSame,
  isSameCell,
  keptMark,
  sheetNames,
  type Book,
  type Row,
  type Sheet,
  type SheetName,
} from './book.ts';
import { NotUnderstood, readCondition, readLimits, readValue, type Fields } from './expression.ts';
import { elsewhere, isKnownKind, raw, typeOfKind } from './field-types.ts';
import { sayNotice, type NoticeCode } from './messages.ts';
import {
  columns,
  derived,
  derivedColumns,
  formColumns,
  isYes,
  makeOwn,
  wordColumns,
  writeSheets,
} from './write-sheet.ts';

/** Something of a sheet that did not become what it says. `row` as Excel counts it; 0: the sheet as a whole. */
export type SheetNotice = { sheet: SheetName; row: number; column: string; code: NoticeCode; message: string };

/** A cell that is another than in the form before, or a row that came, went or was moved. */
export type SheetChange = {
  sheet: SheetName;
  change: 'cell' | 'added' | 'removed' | 'moved';
  /** As Excel counts it, in the sheet that was read; of a row that is gone in the one that would be written. */
  row: number;
  /** The field's path, the choice's list and name, the rule's id. */
  name: string;
  column: string;
  before: string;
  after: string;
};

export type ReadSheets = { form: Form; changes: SheetChange[]; notices: SheetNotice[] };

type Tell = (sheet: SheetName, row: number, column: string, code: NoticeCode, params?: Record<string, string>) => void;
type Cells = Record<string, string>;

const textLanguages = ['ja', 'en', 'easy'] as const;
const suffix = (language: (typeof textLanguages)[number]): string => (language === 'ja' ? '' : `::${language}`);

/**
 * The form that sheets say. Put back onto a form (`onto`), what is not in the sheets stays as there, and `changes` are the cells that are another; else
 * it is a new form for `purpose`, called `key`. What is not understood is told, and stands with its field as `$comment`.
 */
export function readSheets(
  given: Book,
  { onto, purpose, key, language = 'ja' }: { onto?: Form; purpose?: FormPurpose; key?: string; language?: Language },
): ReadSheets {
  const notices: SheetNotice[] = [];
  const tell: Tell = (sheet, row, column, code, params = {}) =>
    void notices.push({ sheet, row, column: headerOf(column), code, message: sayNotice(language, code, params) });
  const before = onto && writeSheets(onto);
  const book = onto && before ? layOver(before, given) : beginNew(given, tell);
  const changes = before ? compareBooks(before, book) : [];
  if (onto && changes.length === 0) return { form: onto, changes, notices };
  const built = build(book, { onto, before, purpose, key, tell });
  return { form: onto ? keepEmpty(onto, built) : built, changes, notices };
}

/** What identifies a row, as it was written or as it stands in a sheet. */
function keysOf(name: SheetName, rows: readonly Row[]): string[] {
  if (name === 'survey') return placeRows(rows).map(({ path, isEnd }) => (isEnd ? `/${path}` : path));
  return rows.map(({ cells }) =>
    name === 'choices'
      ? `${cells['list_name'] ?? ''} ${cells['name'] ?? ''}`
      : name === 'rules'
        ? (cells['id'] ?? '')
        : name === 'texts'
          ? (cells['path'] ?? '')
          : '',
  );
}

type PlacedRow = Row & { path: string; holder: string; isEnd: boolean };

const isEnd = (type = ''): boolean => /^end[ _](?:group|repeat)$/.test(type);
const isBegin = (type = ''): boolean => /^begin[ _](?:group|repeat)$/.test(type);
const isRepeat = (type = ''): boolean => /^begin[ _]repeat$/.test(type);
const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const holderAt = (path: string): string => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '');

/** Each row with the path of its field. */
function placeRows(rows: readonly Row[]): PlacedRow[] {
  const open: { path: string; holder: string }[] = [];
  return rows.map((row) => {
    const { type = '', name = '' } = row.cells;
    if (isEnd(type)) return { ...row, path: open.pop()?.path ?? '', holder: '', isEnd: true };
    if (type === elsewhere) return { ...row, path: name, holder: holderAt(name), isEnd: false };
    const holder = open.at(-1)?.holder ?? '';
    const path = holder === '' ? name : `${holder}.${name}`;
    if (isBegin(type)) open.push({ path, holder: isRepeat(type) ? `${path}[]` : path });
    return { ...row, path, holder, isEnd: false };
  });
}

/** A sheet as it was read with what it does not have, and what Excel does not keep, as it was written of the form. */
function layOver(written: Book, given: Book): Book {
  const book: Book = {};
  for (const name of sheetNames) {
    const [before, now] = [written[name], given[name]];
    if (!before || !now) {
      book[name] = before;
      continue;
    }
    const known = new Map(keysOf(name, before.rows).map((key, index) => [key, before.rows[index]?.cells ?? {}]));
    const keys = keysOf(name, now.rows);
    const rows = now.rows.map(({ number, cells }, index): Row => {
      const was = known.get(keys[index] ?? '') ?? {};
      const merged: Cells = {};
      for (const column of new Set([...before.columns, ...now.columns])) {
        const [old, next] = [was[column], cells[column]];
        const cell = !now.columns.includes(column) || next === keptMark || isSameCell(old, next) ? old : next;
        if (cell !== undefined) merged[column] = cell;
      }
      return { number, cells: merged };
    });
    // Lines without a name have nothing to be put back to.
    book[name] = { columns: before.columns, rows };
  }
  return book;
}

function compareBooks(before: Book, after: Book): SheetChange[] {
  return sheetNames.flatMap((sheet) => {
    const [was, is] = [before[sheet], after[sheet]];
    if (!was || !is) return [];
    const [wasKeys, isKeys] = [keysOf(sheet, was.rows), keysOf(sheet, is.rows)];
    const named = (key: string) => !(sheet === 'survey' && key.startsWith('/'));
    const old = new Map(wasKeys.map((key, index) => [key, was.rows[index]]));
    const still = new Set(isKeys);
    const moved = movedIn(
      wasKeys.filter((key) => still.has(key) && named(key)),
      isKeys.filter((key) => old.has(key) && named(key)),
    );
    const row = (change: SheetChange['change'], key: string, { number, cells }: Row): SheetChange => ({
      sheet,
      change,
      row: number,
      name: key,
      column: '',
      before: change === 'removed' ? (cells['label'] ?? '') : '',
      after: change === 'removed' ? '' : (cells['label'] ?? ''),
    });
    return [
      ...is.rows.flatMap((now, index): SheetChange[] => {
        const key = isKeys[index] ?? '';
        if (!named(key)) return [];
        const then = old.get(key);
        if (!then) return [row('added', key, now)];
        const cells = [...new Set([...Object.keys(then.cells), ...Object.keys(now.cells)])]
          .filter((column) => !isSameCell(then.cells[column], now.cells[column]))
          .map((column): SheetChange => ({
            sheet,
            change: 'cell',
            row: now.number,
            name: key,
            column: headerOf(column),
            before: then.cells[column] ?? '',
            after: now.cells[column] ?? '',
          }));
        return moved.has(key) ? [row('moved', key, now), ...cells] : cells;
      }),
      ...was.rows.flatMap((then, index) => {
        const key = wasKeys[index] ?? '';
        return !still.has(key) && named(key) ? [row('removed', key, then)] : [];
      }),
    ];
  });
}

/** Those that stand elsewhere among the others: as few as can be. */
function movedIn(before: readonly string[], after: readonly string[]): Set<string> {
  const places = new Map(before.map((key, index) => [key, index]));
  // The longest run that is in order stays (patience sorting).
  const ends: { place: number; key: string; from: number }[] = [];
  const piles: number[] = [];
  const order = after.map((key) => ({ key, place: places.get(key) ?? -1, from: -1 }));
  order.forEach((entry, index) => {
    let pile = piles.findIndex((top) => (order[top]?.place ?? 0) >= entry.place);
    if (pile < 0) pile = piles.length;
    entry.from = piles[pile - 1] ?? -1;
    piles[pile] = index;
    ends.push(entry);
  });
  const kept = new Set<string>();
  for (let at = piles.at(-1) ?? -1; at >= 0; at = order[at]?.from ?? -1) kept.add(order[at]?.key ?? '');
  return new Set(after.filter((key) => !kept.has(key)));
}

/** A workbook of others as one of ours: in which languages, and what has no place with us. */
function beginNew(given: Book, tell: Tell): Book {
  const book: Book = {};
  for (const name of sheetNames) {
    const sheet = given[name];
    if (!sheet) continue;
    book[name] = inOurLanguages(name, sheet, tell);
  }
  if (!given.survey) tell('survey', 0, '', 'no-survey');
  return book;
}

const translated = [
  'label',
  'hint',
  'constraint_message',
  'required_message',
  'placeholder',
  'form_title',
  'description',
  'submit',
];
const ignored = new Set([
  'default_language',
  'version',
  'style',
  'public_key',
  'submission_url',
  'instance_name',
  'id_string',
]);

function inOurLanguages(name: SheetName, sheet: Sheet, tell: Tell): Sheet {
  const known: ReadonlySet<string> = new Set([
    ...columns[name],
    'default',
    'guidance_hint',
    'parameters',
    'choice_filter',
    'read_only',
    'readonly',
    'repeat_count',
    'required_message',
    'trigger',
  ]);
  const rename = new Map<string, string>();
  for (const base of translated) {
    const said = sheet.columns.filter((column) => column === base || column.startsWith(`${base}::`));
    if (said.length === 0) continue;
    // Japanese is the language that must be there: what is in Japanese, else what is in no language said, else the first.
    const japanese =
      said.find((column) => column === `${base}::ja`) ??
      said.find((column) => column === base) ??
      said.find((column) => column === `${base}::en`) ??
      said[0];
    for (const column of said)
      if (column === japanese) rename.set(column, base);
      else if (column === base) rename.set(column, said.includes(`${base}::en`) ? column : `${base}::en`);
    if (base === 'label' && japanese === `${base}::en`) tell(name, 0, japanese, 'no-japanese');
  }
  const used = new Set(rename.values());
  for (const column of sheet.columns) {
    const target = rename.get(column) ?? column;
    const isStrange = !known.has(target) && !used.has(target) && !ignored.has(column);
    const holds = sheet.rows.find(({ cells }) => cells[column] !== undefined);
    if (isStrange && holds && name !== 'choices')
      tell(name, holds.number, column, 'unknown-column', { column: headerOf(column) });
    if (isStrange && holds && name === 'choices' && column.includes('::'))
      tell(name, holds.number, column, 'unknown-column', { column: headerOf(column) });
  }
  return {
    columns: sheet.columns.map((column) => rename.get(column) ?? column),
    rows: sheet.rows.map(({ number, cells }) => ({
      number,
      cells: Object.fromEntries(Object.entries(cells).map(([column, cell]) => [rename.get(column) ?? column, cell])),
    })),
  };
}

type Build = {
  onto: Form | undefined;
  before: Book | undefined;
  purpose: FormPurpose | undefined;
  key: string | undefined;
  tell: Tell;
};

/** A field of a sheet on its way to be one of the form. */
type Node = { row: PlacedRow; name: string; path: string; kind: string; isElsewhere: boolean; nodes: Node[] };

function build(book: Book, { onto, before, purpose, key, tell }: Build): Form {
  const settings = book.settings?.rows[0] ?? { number: 0, cells: {} };
  const read = (sheet: SheetName, { number, cells }: Row, column: string): unknown => {
    if (cells[column] === undefined) return undefined;
    try {
      return JSON.parse(cells[column]) as unknown;
    } catch {
      tell(sheet, number, column, cells[column] === keptMark ? 'too-long' : 'not-json');
      return undefined;
    }
  };
  const lists = Map.groupBy(book.choices?.rows ?? [], ({ cells }) => cells['list_name'] ?? cells['list name'] ?? '');
  const had = new Set(before?.survey?.rows.map(({ cells }) => cells['name'] ?? ''));
  const reading: Reading = { lists, read, tell, isNew: onto === undefined, had };
  const nodes = toTree(book.survey?.rows ?? [], reading);
  const ui: Record<string, unknown> = {};
  const schema = withFields(
    applyPatch({ type: 'object' }, read('settings', settings, 'schema') ?? {}) as JsonSchema,
    nodes,
    reading,
  );
  const uiRoot = read('settings', settings, 'ui');
  Object.assign(ui, isObject(uiRoot) ? uiRoot : {});
  const others = read('settings', settings, 'form');
  const named = onto?.key ?? key ?? readKey(settings.cells['form_id']);
  let form = {
    ...(isObject(others) ? others : {}),
    key: named,
    purpose: settings.cells['purpose'] ?? onto?.purpose ?? purpose ?? 'record',
    texts: readTexts(book, nodes, settings.cells, onto, named),
    schema,
  } as Form;
  const drawing = putUi(ui, nodes, reading);
  if (Object.keys(drawing).length > 0) form = { ...form, uiSchema: drawing };
  form = orderFields(form, nodes);
  return readRules(form, book, before, nodes, reading);
}

type Reading = {
  lists: ReadonlyMap<string, Row[]>;
  read: (sheet: SheetName, row: Row, column: string) => unknown;
  tell: Tell;
  isNew: boolean;
  /** Names that the form has already, right or wrong. */
  had: ReadonlySet<string>;
};

const readKey = (cell = ''): string => {
  const key = cell
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .replace(/-+$/, '')
    .slice(0, 60);
  return key.length > 1 ? key : 'form';
};

/** What ODK keeps beside the answers: no field of ours. */
const beside = new Set([
  'start',
  'end',
  'today',
  'deviceid',
  'subscriberid',
  'simserial',
  'phonenumber',
  'username',
  'email',
  'audit',
  'start-geopoint',
  'background-audio',
  'xml-external',
  'csv-external',
  'hidden',
  'instance',
]);

/** Types of others that are nearly one of ours, told or not. */
const likeOurs: Record<string, [kind: string, code?: NoticeCode]> = {
  text: ['text'],
  string: ['text'],
  integer: ['number'],
  int: ['number'],
  decimal: ['number'],
  range: ['number'],
  date: ['date'],
  time: ['time'],
  datetime: ['dateTime'],
  note: ['explanation'],
  acknowledge: ['yesNo'],
  trigger: ['yesNo'],
  calculate: ['calculated'],
  begin_group: ['group'],
  begin_repeat: ['list'],
  select_one: ['one'],
  select_multiple: ['several'],
  period: ['period'],
  rank: ['several', 'as-several'],
  barcode: ['text', 'as-text'],
};

function kindOf({ number, cells }: Row, { tell, isNew }: Reading): string {
  const type = (cells['type'] ?? '').trim();
  const [word = '', list = ''] = type
    .replace(/^(begin|select|end) /i, '$1_')
    .replace(/^select_(?:one|multiple) from /i, (said) => said.slice(0, -1).replaceAll(' ', '_'))
    .split(/\s+/);
  const said = word
    .toLowerCase()
    .replace(/^select1$|^select_one_from_file$/, 'select_one')
    .replace(/^select_multiple_from_file$/, 'select_multiple');
  const kind = cells['kind'];
  if (kind && isKnownKind(kind) && (said === 'raw' ? typeOfKind(kind) === raw : agree(kind, said, list))) return kind;
  if (said === 'raw') return 'raw';
  if (list.startsWith('source:')) return said === 'select_one' ? 'oneListed' : 'severalListed';
  const [known, code] = Object.hasOwn(likeOurs, said) ? (likeOurs[said] ?? []) : [];
  if (known === undefined) tell('survey', number, 'type', 'unknown-type', { type });
  else if (code) tell('survey', number, 'type', code, { type });
  if (said === 'note' && isNew && !kind) return 'explanation';
  if (known === 'text' && (cells['appearance'] ?? '').includes('multiline')) return 'longText';
  return known ?? 'text';
}

/** Whether a row's own type is still the one that its kind was written with. */
function agree(kind: string, type: string, list: string): boolean {
  const known = typeOfKind(kind);
  if (known === raw) return false;
  if (kind === 'number') return type === 'integer' || type === 'decimal';
  const isListed = list.startsWith('source:');
  if ((kind === 'oneListed' || kind === 'severalListed') !== isListed) return false;
  return known.type.toLowerCase() === type;
}

function toTree(rows: readonly Row[], reading: Reading): Node[] {
  const { tell } = reading;
  const root: Node[] = [];
  const open: { node: Node; path: string }[] = [];
  const taken = new Map<string, Set<string>>();
  for (const row of rows) {
    const { cells, number } = row;
    const type = (cells['type'] ?? '').trim();
    const written = (cells['name'] ?? '').trim();
    if (isEnd(type)) {
      if (!open.pop()) tell('survey', number, 'type', 'end-without-begin');
      continue;
    }
    if (type === '' && written === '') continue;
    if (type === elsewhere) {
      const placed = { ...row, path: written, holder: holderAt(written), isEnd: false };
      (open.at(-1)?.node.nodes ?? root).push({
        row: placed,
        name: lastName(written),
        path: written,
        kind: elsewhere,
        isElsewhere: true,
        nodes: [],
      });
      continue;
    }
    if (beside.has(type.toLowerCase())) {
      tell('survey', number, 'type', 'beside', { type });
      continue;
    }
    const holder = open.at(-1)?.path ?? '';
    const names = taken.get(holder) ?? new Set<string>();
    taken.set(holder, names);
    const name = freeName(written, names, reading.had);
    if (name !== written)
      tell('survey', number, 'name', written === '' ? 'no-name' : names.has(written) ? 'name-twice' : 'name-changed', {
        name: written,
        other: name,
      });
    names.add(name);
    const path = holder === '' ? name : `${holder}.${name}`;
    const kind = kindOf(row, reading);
    const node: Node = { row: { ...row, path, holder, isEnd: false }, name, path, kind, isElsewhere: false, nodes: [] };
    (open.at(-1)?.node.nodes ?? root).push(node);
    if (isBegin(type)) open.push({ node, path: isRepeat(type) ? `${path}[]` : path });
  }
  for (const { node } of open) tell('survey', node.row.number, 'type', 'begin-without-end', { name: node.name });
  return root;
}

function freeName(written: string, taken: ReadonlySet<string>, had: ReadonlySet<string>): string {
  const base = had.has(written) ? written : written.replaceAll(/[./[\]]/g, '-') || 'field';
  let name = base;
  for (let count = 2; taken.has(name) || ['__proto__', 'constructor'].includes(name); count += 1)
    name = `${base}-${count}`;
  return name;
}

const allNodes = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...allNodes(node.nodes)]);

/** A schema with the fields of these rows before what it says besides. */
function withFields(rest: JsonSchema, nodes: readonly Node[], reading: Reading): JsonSchema {
  const own = nodes.filter(({ isElsewhere }) => !isElsewhere);
  const { properties: more, required: said, ...others } = rest;
  const names = new Set(own.map(({ name }) => name));
  const demanded = own.filter(({ row }) => isYes(row.cells['required'])).map(({ name }) => name);
  // In the order that the form said, as far as it did.
  const kept = Array.isArray(said)
    ? said.map(String).filter((name) => demanded.includes(name) || !names.has(name))
    : [];
  const required = [...kept, ...demanded.filter((name) => !kept.includes(name))];
  const properties = {
    ...Object.fromEntries(own.map((node) => [node.name, schemaOf(node, reading)])),
    ...(isObject(more) ? more : {}),
  };
  return { ...others, properties, ...((required.length > 0 || Array.isArray(said)) && { required }) };
}

const listNamed = (cells: Cells): string =>
  /^select[ _](?:one|multiple)\s+(.+?)(?:\s+or_other)?$/i.exec((cells['type'] ?? '').trim())?.[1] ?? '';

/** The choices of a list that a row names. */
function offered({ row, kind }: Node, { lists, tell }: Reading): string[] | undefined {
  if (kind !== 'one' && kind !== 'several') return undefined;
  const { cells, number } = row;
  const named = listNamed(cells);
  const choices = lists.get(named);
  if (!choices) tell('survey', number, 'type', 'no-list', { list: named || (cells['type'] ?? '') });
  const values = (choices ?? [])
    .filter(({ cells: choice }) => choice['offered'] !== 'no')
    .map(({ cells: choice }) => choice['name'] ?? choice['value'] ?? '');
  if (/\sor_other$/i.test(cells['type'] ?? '')) {
    tell('survey', number, 'type', 'or-other');
    values.push('other');
  }
  return [...new Set(values.filter((value) => value !== ''))];
}

function schemaOf(node: Node, reading: Reading): JsonSchema {
  const { row, kind, nodes, path } = node;
  const { cells, number } = row;
  const { tell, read, isNew } = reading;
  const made = makeOwn(kind, cells, offered(node, reading)).schema;
  for (const column of ['min', 'max'])
    if (cells[column] !== undefined && !Number.isFinite(Number(cells[column])))
      tell('survey', number, column, 'no-number', { text: cells[column] });
  const patched = applyPatch(made, read('survey', row, 'schema') ?? {});
  const schema: JsonSchema = isObject(patched) ? patched : made;
  if (isNew) Object.assign(schema, ofOthers(node, schema, tell));
  if (kind === 'raw' && cells['schema'] === undefined)
    tell('survey', number, 'schema', 'raw-without-schema', { name: path });
  if (kind === 'group') return withFields(schema, nodes, reading);
  if (kind === 'list')
    return { ...schema, items: withFields(isObject(schema.items) ? schema.items : { type: 'object' }, nodes, reading) };
  return schema;
}

/** What the columns of XLSForm that we do not write say of a field. */
function ofOthers({ row, kind }: Node, schema: JsonSchema, tell: Tell): JsonSchema {
  const { cells, number } = row;
  const said: JsonSchema = {};
  const { parameters, default: given } = cells;
  if (parameters !== undefined) {
    const values = Object.fromEntries(
      [...parameters.matchAll(/(\w+)\s*=\s*(-?[\d.]+)/g)].map(([, name = '', value]) => [name, Number(value)]),
    );
    if (kind === 'number' && ('start' in values || 'end' in values)) {
      if (values['start'] !== undefined) said['minimum'] = values['start'];
      if (values['end'] !== undefined) said['maximum'] = values['end'];
      if (values['step'] !== undefined && !Number.isInteger(values['step'])) said['type'] = 'number';
    } else tell('survey', number, 'parameters', 'not-taken', { column: 'parameters', text: parameters });
  }
  if (given !== undefined) {
    const value =
      kind === 'number'
        ? Number(given)
        : kind === 'yesNo'
          ? isYes(given)
          : kind === 'several'
            ? given.split(/\s+/)
            : given;
    if (/\$\{|\(\)/.test(given) || (typeof value === 'number' && !Number.isFinite(value)))
      tell('survey', number, 'default', 'not-understood', { column: 'default', text: given, part: given });
    else if (Object.keys(typeOfKind(kind).schema).length > 0 && !['group', 'list', 'explanation'].includes(kind))
      said['default'] = value;
  }
  const comments: string[] = [];
  for (const column of ['choice_filter', 'read_only', 'readonly', 'repeat_count', 'trigger', 'required_message'])
    if (cells[column] !== undefined) {
      tell('survey', number, column, 'not-taken', { column, text: cells[column] });
      comments.push(`${column}: ${cells[column]}`);
    }
  if (!Object.hasOwn(likeOurs, (cells['type'] ?? '').trim().split(/\s+/)[0]?.toLowerCase() ?? '') && kind === 'text')
    comments.push(`type: ${cells['type'] ?? ''}`);
  return {
    ...said,
    ...(comments.length > 0 && { $comment: [schema['$comment'], ...comments].filter(Boolean).join('\n') }),
  };
}

function putUi(root: Record<string, unknown>, nodes: readonly Node[], reading: Reading): Record<string, unknown> {
  let ui = root;
  for (const { row, kind, path, isElsewhere } of allNodes(nodes)) {
    const made = isElsewhere ? {} : makeOwn(kind, row.cells, []).ui;
    const patch = reading.read('survey', row, 'ui');
    const own = patch === undefined ? made : applyPatch(made, patch);
    if (isObject(own) && Object.keys(own).length > 0)
      ui = changeAt(ui, uiKeys(path), (before) => ({ ...(isObject(before) ? before : {}), ...own }));
  }
  return ui;
}

/** The fields in the order of the rows, where what is said of their order says another. */
function orderFields(form: Form, nodes: readonly Node[]): Form {
  const byHolder = Map.groupBy(allNodes(nodes), ({ row }) => row.holder);
  let next = form;
  for (const [holder, held] of byHolder) {
    const names = held.map(({ name }) => name);
    const there = itemsOf(next, holder).map(({ name }) => name);
    if (there.length === names.length && !isSame(there, names) && isSame(there.toSorted(), names.toSorted()))
      next = putOrder(next, holder, names);
  }
  return next;
}

/** The words of fields and of the form. Of what was said before, keys that no sheet has stay. */
function readTexts(
  book: Book,
  nodes: readonly Node[],
  settings: Cells,
  onto: Form | undefined,
  key: string,
): Form['texts'] {
  const lists = Map.groupBy(book.choices?.rows ?? [], ({ cells }) => cells['list_name'] ?? cells['list name'] ?? '');
  const rows = [
    ...allNodes(nodes).map(({ row, path, kind }) => ({
      path,
      cells: row.cells,
      list: ['one', 'several', 'yesNo'].includes(kind) ? listNamed(row.cells) || path : path,
      fallback: kind === elsewhere ? '' : lastName(path),
    })),
    ...(book.texts?.rows ?? []).map(({ cells }) => ({
      path: cells['path'] ?? '',
      cells,
      list: cells['path'] ?? '',
      fallback: '',
    })),
  ];
  const isForeign = onto === undefined && book.rules === undefined;
  const worded = new Set(rows.map(({ path }) => path));
  for (const [list, choices] of lists)
    if (
      !worded.has(list) &&
      !rows.some((row) => row.list === list) &&
      choices.length > 0 &&
      onto?.texts.ja.fields[list]
    )
      rows.push({ path: list, cells: {}, list, fallback: '' });
  const textsIn = (language: (typeof textLanguages)[number]) => {
    const fields: Record<string, FieldTexts> = {};
    const had: Record<string, object> = onto?.texts[language]?.fields ?? {};
    for (const { path, cells, list, fallback } of rows) {
      const unknown = Object.entries(had[path] ?? {}).filter(
        ([key]) => !['title', 'help', 'placeholder', 'choices'].includes(key),
      );
      const said: Record<string, unknown> = Object.fromEntries(unknown);
      for (const [word, column] of Object.entries(wordColumns)) {
        const cell = cells[column + suffix(language)];
        if (cell !== undefined) said[word] = cell;
      }
      // With others a group, or what is calculated, often has no label.
      if (language === 'ja' && isForeign && fallback !== '') said['title'] ??= fallback;
      const words = (lists.get(list) ?? []).flatMap(({ cells: choice }) => {
        const cell = choice[`label${suffix(language)}`];
        return cell === undefined ? [] : [[choice['name'] ?? choice['value'] ?? '', cell] as const];
      });
      if (words.length > 0) said['choices'] = Object.fromEntries(words);
      if (Object.keys(said).length > 0) fields[path] = said as FieldTexts;
    }
    const unknown = Object.entries(onto?.texts[language] ?? {}).filter(
      ([key]) => key !== 'fields' && !Object.hasOwn(formColumns, key),
    );
    const own: Record<string, unknown> = Object.fromEntries(unknown);
    for (const [name, column] of Object.entries(formColumns)) {
      const cell = settings[column + suffix(language)];
      if (cell !== undefined) own[name] = cell;
    }
    if (Object.keys(own).length === 0 && Object.keys(fields).length === 0) return undefined;
    // Texts stay in the order that they have: rows of a workbook stand in another (what lies in a group comes after all that do not).
    const kept = Object.keys(had).flatMap((path) => {
      const words = fields[path];
      return words ? [[path, words] as const] : [];
    });
    return { ...own, fields: { ...Object.fromEntries(kept), ...fields } };
  };
  const ja = textsIn('ja') ?? { fields: {} };
  const name = 'name' in ja ? String(ja.name) : key;
  const [en, easy] = [textsIn('en'), textsIn('easy')];
  return {
    ja: { name, ...ja },
    ...(en && { en: { name, ...en } }),
    ...(easy && { easy }),
  };
}

function readRules(form: Form, book: Book, before: Book | undefined, nodes: readonly Node[], reading: Reading): Form {
  const fields: Fields = fieldsByPath(expand(form.schema));
  const { tell } = reading;
  const read = (book.rules?.rows ?? []).flatMap((row) => {
    const rule = readRule(row, fields, reading);
    return rule ? [rule] : [];
  });
  let rules = read;
  const known = new Map(
    placeRows(before?.survey?.rows ?? []).flatMap((row) => (row.isEnd ? [] : [[row.path, row.cells] as const])),
  );
  const comments = new Map<string, string[]>();
  for (const { row, path, isElsewhere } of allNodes(nodes)) {
    const said = derived(path, !isElsewhere && isYes(row.cells['required']), read, fields);
    const isChanged = (column: string) =>
      !isSameCell(row.cells[column], said[column]) &&
      (before
        ? !isSameCell(row.cells[column], known.get(path)?.[column])
        : row.cells[column] !== undefined && read.length === 0);
    for (const column of [...derivedColumns, 'required']) {
      if (!isChanged(column)) continue;
      const text = row.cells[column] ?? '';
      try {
        rules = applyColumn(rules, { column, text, path, row, fields });
        if (column === 'constraint') form = limitField(form, { text, path, row, fields });
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        tell('survey', row.number, column, 'not-understood', { column, text, part: error.part });
        comments.set(path, [...(comments.get(path) ?? []), `${column}: ${text}`]);
      }
    }
  }
  let next = form;
  for (const [path, lines] of comments) next = comment(next, path, lines);
  const { logic, ...others } = next;
  if (rules.length > 0)
    // A number that others calculate is whole or not as its parts are.
    return allNodes(nodes).reduce<Form>(
      (whole, { path, kind, row }) => {
        const value = kind === 'calculated' && rules !== read ? readCalculation(whole, path) : undefined;
        return value && row.cells['kind'] === undefined ? setCalculation(whole, path, value) : whole;
      },
      { ...others, logic: rules },
    );
  // What is no list of rules stands as it was.
  return readLogic({ logic }) === null ? next : others;
}

/** Keeps with a field what was not understood of it. */
function comment(form: Form, path: string, lines: readonly string[]): Form {
  const place = path.split('.').flatMap((part) => {
    const [name = '', ...lists] = part.split('[]');
    return ['properties', name, ...lists.map(() => 'items')];
  });
  return changeAt(form, ['schema', ...place], (schema) =>
    isObject(schema)
      ? { ...schema, $comment: [schema['$comment'], ...lines].filter((line) => typeof line === 'string').join('\n') }
      : schema,
  );
}

type Column = { text: string; path: string; row: Row; fields: Fields };

/** What a changed column of XLSForm does to the rules. Throws NotUnderstood. */
function applyColumn(
  rules: LogicRule[],
  { column, text, path, row, fields }: Column & { column: string },
): LogicRule[] {
  const reading = { fields, self: path };
  switch (column) {
    case 'relevant':
      return putEffect(rules, path, 'show', text === '' ? undefined : readCondition(text, reading));
    case 'required': {
      const isExpression = text !== '' && !isYes(text) && !/^(?:no|false(?:\(\))?|0|いいえ)$/i.test(text.trim());
      return putEffect(rules, path, 'require', isExpression ? readCondition(text, reading) : undefined);
    }
    case 'constraint': {
      const message = row.cells['constraint_message'];
      const { schema = {} } = fields.get(path) ?? {};
      const others = rules.filter(({ then }) => !('refuse' in then && then.refuse === path));
      if (
        text === '' ||
        (message === undefined && readLimits(text, fieldType(schema)) !== null) ||
        /\bregex\(/.test(text)
      )
        return others;
      const condition = readCondition(text, reading);
      const [only] = condition && 'all' in condition && condition.all.length === 1 ? condition.all : [condition];
      if (!only) return others;
      const refused: Condition = 'not' in only ? only.not : { not: condition ?? only };
      const when = 'all' in refused || 'any' in refused ? refused : { all: [refused] };
      const english = row.cells['constraint_message::en'];
      return [
        ...others,
        {
          id: freeId(others, `refuse-${path}`),
          when,
          then: {
            refuse: path,
            message: { ja: message ?? 'この答えでは送れません。', ...(english && { en: english }) },
          },
        },
      ];
    }
    case 'constraint_message':
    case 'constraint_message::en':
      return rules.map((rule) =>
        'refuse' in rule.then && rule.then.refuse === path
          ? {
              ...rule,
              then: {
                ...rule.then,
                message:
                  column === 'constraint_message'
                    ? { ...rule.then.message, ja: text }
                    : { ja: rule.then.message.ja, ...(text && { en: text }) },
              },
            }
          : rule,
      );
    case 'calculation': {
      const others = rules.filter((rule) => alwaysSetBy(rule)?.set !== path);
      if (text === '') return others;
      return [...others, { id: freeId(others, path), then: { set: path, value: readValue(text, reading) } }];
    }
    default:
      return rules;
  }
}

/** Limits that the schema itself can say. Throws NotUnderstood where a pattern is more than that. */
function limitField(form: Form, { text, path, row, fields }: Column): Form {
  if (text === '') return form;
  const limits = readLimits(text, fieldType(fields.get(path)?.schema ?? {}));
  const message = row.cells['constraint_message'];
  if (limits === null && /\bregex\(/.test(text)) throw new NotUnderstood(/\bregex\([^)]*\)?/.exec(text)?.[0] ?? text);
  if (limits === null || (message !== undefined && !('pattern' in limits))) return form;
  const place = path.split('.').flatMap((part) => {
    const [name = '', ...lists] = part.split('[]');
    return ['properties', name, ...lists.map(() => 'items')];
  });
  return changeAt(form, ['schema', ...place], (schema) =>
    isObject(schema)
      ? {
          ...schema,
          ...limits,
          // No rule says it then.
          ...(message !== undefined && { $comment: `constraint_message: ${message}` }),
        }
      : schema,
  );
}

const freeId = (rules: readonly LogicRule[], wanted: string): string => {
  const ids = new Set(rules.map(({ id }) => id));
  let id = wanted;
  for (let count = 2; ids.has(id); count += 1) id = `${wanted}-${count}`;
  return id;
};

/** A field is shown, or asked for, by this condition alone. */
function putEffect(
  rules: LogicRule[],
  path: string,
  effect: 'show' | 'require',
  when: Condition | undefined,
): LogicRule[] {
  const others = rules.flatMap((rule): LogicRule[] => {
    if (!(effect in rule.then) || !targetsOf(rule.then).includes(path)) return [rule];
    const left = targetsOf(rule.then).filter((target) => target !== path);
    return left.length === 0 ? [] : [{ ...rule, then: effectOn(effect, left) }];
  });
  return when ? [...others, { id: freeId(others, `${effect}-${path}`), when, then: effectOn(effect, [path]) }] : others;
}

const effectOn = (effect: 'show' | 'require', paths: string[]): LogicEffect =>
  effect === 'show' ? { show: paths } : { require: paths };

/** A rule's row; undefined, and told, where it says none. */
function readRule(row: Row, fields: Fields, { tell, read }: Reading): LogicRule | undefined {
  const { cells, number } = row;
  if (cells['json'] !== undefined) {
    const [rule] = readLogic({ logic: [read('rules', row, 'json')] }) ?? [];
    if (!rule) tell('rules', number, 'json', 'no-rule', { id: cells['id'] ?? '' });
    return rule;
  }
  const { id = '', effect = '' } = cells;
  const targets = (cells['fields'] ?? '').split(/\s+/).filter((path) => path !== '');
  const [self = ''] = targets;
  const attempt = <T>(column: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      tell('rules', number, column, 'not-understood', { column, text: cells[column] ?? '', part: error.part });
      return undefined;
    }
  };
  const when = cells['when'];
  const condition = when === undefined ? undefined : attempt('when', () => readWhen(when, fields, self));
  if (when !== undefined && condition === undefined) return undefined;
  const value = attempt('value', () => readSet(cells['value'] ?? '', fields, self));
  const then = effectFrom(effect, targets, value, cells);
  if (!then || id === '') {
    tell('rules', number, 'effect', 'no-rule', { id });
    return undefined;
  }
  return { id, ...(condition && { when: condition }), then };
}

function readWhen(text: string, fields: Fields, self: string): Condition | undefined {
  const written = text.trim().startsWith('{') ? parseJson(text) : undefined;
  return isCondition(written, 0) ? written : readCondition(text, { fields, self });
}

function readSet(text: string, fields: Fields, self: string): LogicValue | undefined {
  if (text === '') return undefined;
  const written = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  return isValue(written) ? written : readValue(text, { fields, self });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new NotUnderstood(text);
  }
}

function effectFrom(effect: string, targets: string[], value: unknown, cells: Cells): LogicEffect | undefined {
  const [target] = targets;
  if (target === undefined || !isEffect(effect)) return undefined;
  switch (effect) {
    case 'show':
      return { show: targets };
    case 'require':
      return { require: targets };
    case 'want':
      return { want: targets };
    case 'limit':
      return Array.isArray(value) ? { limit: target, to: value } : undefined;
    case 'set':
      return isValue(value) || isTexts(value) ? { set: target, value } : undefined;
    case 'refuse': {
      const english = cells['message::en'];
      return { refuse: target, message: { ja: cells['message'] ?? '', ...(english && { en: english }) } };
    }
  }
}

const isEffect = (effect: string): effect is Effect => effects.some((known) => known === effect);

/** What says nothing (`''`, `{}`) and cannot be told in a cell stays where it was; keys stay in the order in which they were. */
function keepEmpty<T>(before: T, after: T): T {
  if (isSame(before, after)) return before;
  if (!isObject(before) || !isObject(after)) return after;
  const kept = Object.entries(before).flatMap(([key, value]): [string, unknown][] => {
    if (Object.hasOwn(after, key)) return [[key, keepEmpty(value, after[key])]];
    return value === '' || (isObject(value) && Object.keys(value).length === 0 && key !== 'properties')
      ? [[key, value]]
      : [];
  });
  const added = Object.entries(after).filter(([key]) => !Object.hasOwn(before, key));
  const joined = Object.fromEntries([...kept, ...added]);
  const names = Object.keys(after);
  const isReordered = names.some(
    (name, index) => name !== Object.keys(joined).filter((key) => Object.hasOwn(after, key))[index],
  );
  return (isReordered ? inOrderOf(after, joined) : joined) as T;
}

const inOrderOf = (order: Record<string, unknown>, values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    [...Object.keys(order), ...Object.keys(values).filter((key) => !Object.hasOwn(order, key))].map((key) => [
      key,
      values[key],
    ]),
  );
