import type { Condition } from '../../rules/types.ts';
import { fieldType, type FieldType } from '../logic/plan.ts';
import type { JsonSchema, LogicValue } from '../types.ts';
import { choicesOf, isObject } from '../walk.ts';
import { isSame } from './book.ts';

/*
 * The conditions and values of a form's logic as XLSForm writes them (XPath with `${field}`), and what of that we understand.
 */

/** Fields by path. */
export type Fields = ReadonlyMap<string, { schema: JsonSchema }>;

type Node =
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'field'; name: string }
  | { kind: 'self' }
  | { kind: 'call'; name: string; args: Node[] }
  | { kind: 'binary'; operator: string; left: Node; right: Node; closed?: true };

/** An expression that is not understood: `part` is what stopped the reading. */
export class NotUnderstood extends Error {
  readonly part: string;
  constructor(part: string) {
    super(`not understood: ${part}`);
    this.part = part;
  }
}

const token =
  /\s*(?:(?<field>\$\{\s*[^}]*\})|(?<text>'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”)|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_][\w:-]*)|(?<sign><=|>=|!=|[=<>()+*,.-])|(?<other>\S))/y;

function tokensOf(text: string): { kind: string; text: string }[] {
  const tokens: { kind: string; text: string }[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    const [kind, part] = Object.entries(match?.groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    if (kind === undefined || part === undefined || kind === 'other') throw new NotUnderstood(part ?? text);
    tokens.push({ kind, text: part });
  }
  return tokens;
}

const levels = [['or'], ['and'], ['=', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', 'div', 'mod']];
const DEEPEST = 30;

/** Throws NotUnderstood. */
function parse(text: string): Node {
  const tokens = tokensOf(text);
  let at = 0;
  let depth = 0;
  const peek = () => tokens[at]?.text ?? '';
  const expect = (sign: string) => {
    if (tokens[at]?.text !== sign) throw new NotUnderstood(peek() || text);
    at += 1;
  };
  const binary = (level: number): Node => {
    const operators = levels[level];
    if (!operators) return single();
    let left = binary(level + 1);
    while (operators.includes(peek()) && tokens[at]?.kind !== 'text') {
      const operator = peek();
      at += 1;
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
    return left;
  };
  const nested = (): Node => {
    depth += 1;
    if (depth > DEEPEST) throw new NotUnderstood('(');
    const node = binary(0);
    depth -= 1;
    return node;
  };
  const single = (): Node => {
    const next = tokens[at];
    at += 1;
    switch (next?.kind) {
      case 'text':
        return { kind: 'text', value: next.text.slice(1, -1) };
      case 'number':
        return { kind: 'number', value: Number(next.text) };
      case 'field':
        return { kind: 'field', name: next.text.slice(2, -1).trim() };
      case 'name': {
        expect('(');
        const args: Node[] = [];
        while (peek() !== ')' || tokens[at]?.kind === 'text') {
          if (args.length > 0) expect(',');
          args.push(nested());
        }
        at += 1;
        return { kind: 'call', name: next.text, args };
      }
      default:
    }
    if (next?.text === '.') return { kind: 'self' };
    if (next?.text === '-' && tokens[at]?.kind === 'number') {
      const { text: digits = '' } = tokens[at] ?? {};
      at += 1;
      return { kind: 'number', value: -Number(digits) };
    }
    if (next?.text !== '(') throw new NotUnderstood(next?.text ?? text);
    const inner = nested();
    expect(')');
    return inner.kind === 'binary' ? { ...inner, closed: true } : inner;
  };
  const node = binary(0);
  if (at < tokens.length) throw new NotUnderstood(peek());
  return node;
}

/** The field that `${name}` means at a place: the very path, else the nearest that is called so. */
export function resolve(name: string, from: string, fields: Fields): string | undefined {
  if (fields.has(name)) return name;
  const holders = from.split('.');
  const shared = (path: string) => path.split('.').findIndex((part, index) => part !== holders[index]);
  return [...fields.keys()]
    .filter((path) => path.endsWith(`.${name}`))
    .toSorted((path, other) => shared(other) - shared(path))[0];
}

type Reading = { fields: Fields; /** The field that `.` is. */ self: string };

/** The condition that an expression says; undefined where it always holds. Throws NotUnderstood. */
export function readCondition(text: string, reading: Reading): Condition | undefined {
  const node = parse(text);
  if (node.kind === 'call' && node.name === 'true' && node.args.length === 0) return undefined;
  const condition = toCondition(node, reading);
  return 'all' in condition || 'any' in condition ? condition : { all: [condition] };
}

function toCondition(node: Node, reading: Reading): Condition {
  if (node.kind === 'binary' && (node.operator === 'and' || node.operator === 'or')) {
    const { operator } = node;
    const parts = (inner: Node, top = false): Node[] =>
      inner.kind === 'binary' && inner.operator === operator && (top || !inner.closed)
        ? [...parts(inner.left), ...parts(inner.right)]
        : [inner];
    const conditions = parts(node, true).map((part) => toCondition(part, reading));
    return operator === 'and' ? { all: conditions } : { any: conditions };
  }
  if (node.kind === 'binary') return toComparison(node.operator, node.left, node.right, reading);
  if (node.kind !== 'call') throw new NotUnderstood(sayNode(node));
  const [first, second, ...more] = node.args;
  const texts = () => node.args.slice(1).map((each) => valueOf(each, fieldOf(first, reading).type));
  switch (node.name) {
    case 'not': {
      if (!first || second) break;
      const inner = toCondition(first, reading);
      // What nobody would write as «not».
      const turned = { contains: 'doesNotContain', in: 'notIn', includesAny: 'includesNone' };
      if ('fact' in inner && Object.hasOwn(turned, inner.operator) && isWritten(first))
        return { ...inner, operator: turned[inner.operator as keyof typeof turned] };
      return { not: inner };
    }
    case 'selected': {
      if (!second || more.length > 0) break;
      const { path, type } = fieldOf(first, reading);
      if (type === 'choice' || type === 'string' || type === 'boolean')
        return { fact: path, operator: 'equal', value: valueOf(second, type) };
      if (type !== 'choices' && type !== 'strings') break;
      return { fact: path, operator: 'contains', value: valueOf(second, 'string') };
    }
    case 'in':
    case 'includes-any':
    case 'includes-all': {
      if (!second) break;
      const { path } = fieldOf(first, reading);
      return { fact: path, operator: ownLists[node.name] ?? 'in', value: texts() };
    }
    default:
  }
  throw new NotUnderstood(sayNode(node));
}

const ownLists: Record<string, string> = { in: 'in', 'includes-any': 'includesAny', 'includes-all': 'includesAll' };

const isWritten = (node: Node): boolean =>
  node.kind === 'call' && ['selected', 'in', 'includes-any'].includes(node.name);

const numbers: Record<string, string> = {
  '=': 'equal',
  '!=': 'notEqual',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
};
const dates: Record<string, string> = {
  '=': 'equal',
  '!=': 'notEqual',
  '<': 'before',
  '<=': 'onOrBefore',
  '>': 'after',
  '>=': 'onOrAfter',
};
const mirrored: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function toComparison(operator: string, left: Node, right: Node, reading: Reading): Condition {
  const isField = (node: Node) => node.kind === 'field' || node.kind === 'self' || node.kind === 'call';
  if (!isField(left) && isField(right)) return toComparison(mirrored[operator] ?? operator, right, left, reading);
  const comparison = numbers[operator];
  if (comparison === undefined) throw new NotUnderstood(operator);
  if (left.kind === 'call' && ['count-selected', 'count'].includes(left.name) && left.args.length === 1) {
    const { path, type } = fieldOf(left.args[0], reading);
    if (type !== 'choices' && type !== 'strings' && type !== 'rows') throw new NotUnderstood(sayNode(left));
    return { fact: path, operator: comparison, value: valueOf(right, 'number'), path: '$.length' };
  }
  const { path, type, schema } = fieldOf(left, reading);
  if (right.kind === 'text' && right.value === '') {
    // Whether something was answered: our conditions never hold of what was not.
    if (operator !== '!=') throw new NotUnderstood(`${sayNode(left)} ${operator} ''`);
    return answered(path, type, schema);
  }
  const known = type === 'date' ? dates[operator] : comparison;
  if (type === 'choices' || type === 'strings' || type === 'rows' || type === null || known === undefined)
    throw new NotUnderstood(`${sayNode(left)} ${operator}`);
  if (type !== 'number' && type !== 'integer' && type !== 'date' && operator !== '=' && operator !== '!=')
    throw new NotUnderstood(`${sayNode(left)} ${operator}`);
  if (right.kind === 'field' || right.kind === 'self')
    return { fact: path, operator: known, value: { fact: fieldOf(right, reading).path } };
  return { fact: path, operator: known, value: valueOf(right, type) };
}

function answered(path: string, type: FieldType, schema: JsonSchema): Condition {
  switch (type) {
    case 'string':
      return { fact: path, operator: 'notEqual', value: '' };
    case 'choice':
      return { fact: path, operator: 'in', value: (choicesOf(schema) ?? []).map(({ value }) => value) };
    case 'boolean':
      return { fact: path, operator: 'in', value: [true, false] };
    case 'number':
    case 'integer':
      return {
        any: [
          { fact: path, operator: 'greaterThanInclusive', value: 0 },
          { fact: path, operator: 'lessThan', value: 0 },
        ],
      };
    case 'date':
      return { fact: path, operator: 'onOrAfter', value: '0001-01-01' };
    case 'choices':
    case 'strings':
    case 'rows':
      return { fact: path, operator: 'greaterThan', value: 0, path: '$.length' };
    case null:
      throw new NotUnderstood(path);
  }
}

function fieldOf(
  node: Node | undefined,
  { fields, self }: Reading,
): { path: string; type: FieldType; schema: JsonSchema } {
  const path = node?.kind === 'self' ? self : node?.kind === 'field' ? resolve(node.name, self, fields) : undefined;
  const schema = path === undefined ? undefined : fields.get(path)?.schema;
  if (path === undefined || !schema) throw new NotUnderstood(node ? sayNode(node) : '()');
  return { path, type: fieldType(schema), schema };
}

/** A value as a field of the type holds it. */
function valueOf(node: Node, type: FieldType): string | number | boolean {
  if (node.kind === 'call' && (node.name === 'true' || node.name === 'false') && type === 'boolean')
    return node.name === 'true';
  if (node.kind === 'call' && node.name === 'date' && node.args[0]?.kind === 'text') return node.args[0].value;
  if (node.kind !== 'text' && node.kind !== 'number') throw new NotUnderstood(sayNode(node));
  const text = String(node.value);
  if (type === 'number' || type === 'integer') {
    const number = Number(text);
    if (text.trim() === '' || !Number.isFinite(number)) throw new NotUnderstood(`'${text}'`);
    return number;
  }
  if (type === 'boolean') {
    // What a field to acknowledge holds is OK.
    if (['true', 'OK', 'yes', '1'].includes(text)) return true;
    if (['false', 'no', '0'].includes(text)) return false;
    throw new NotUnderstood(`'${text}'`);
  }
  return text;
}

function sayNode(node: Node): string {
  switch (node.kind) {
    case 'text':
      return `'${node.value}'`;
    case 'number':
      return String(node.value);
    case 'field':
      return `\${${node.name}}`;
    case 'self':
      return '.';
    case 'call':
      return `${node.name}(${node.args.map(sayNode).join(', ')})`;
    case 'binary':
      return `${sayNode(node.left)} ${node.operator} ${sayNode(node.right)}`;
  }
}

/** What an expression calculates. Throws NotUnderstood. */
export function readValue(text: string, reading: Reading): LogicValue {
  const node = parse(text);
  if (node.kind === 'text' || node.kind === 'number')
    return valueOf(node, fieldType(reading.fields.get(reading.self)?.schema ?? {}));
  if (node.kind === 'call' && (node.name === 'true' || node.name === 'false')) return node.name === 'true';
  if (node.kind === 'field') return { fact: fieldOf(node, reading).path };
  if (node.kind === 'call' && ['count', 'count-selected'].includes(node.name) && node.args.length === 1)
    return { count: fieldOf(node.args[0], reading).path };
  if (node.kind === 'binary' && node.operator === '-')
    return { difference: [summand(node.left, reading), summand(node.right, reading)] };
  const parts = (inner: Node): Node[] =>
    inner.kind === 'binary' && inner.operator === '+' ? [...parts(inner.left), ...parts(inner.right)] : [inner];
  return { sum: parts(node).map((part) => summand(part, reading)) };
}

/** A number of a sum: what is not answered counts as nothing with us, which XLSForm must be told. */
function summand(node: Node, reading: Reading): string {
  if (node.kind === 'call' && ['sum', 'number', 'int'].includes(node.name) && node.args.length === 1)
    return fieldOf(node.args[0], reading).path;
  if (
    node.kind === 'call' &&
    node.name === 'coalesce' &&
    node.args[1] &&
    sayNode(node.args[1]).replaceAll("'", '') === '0'
  )
    return fieldOf(node.args[0], reading).path;
  return fieldOf(node, reading).path;
}

/** What an own field's constraint says that its schema can say, for one that is only that; null where it is more. */
export function readLimits(text: string, type: FieldType): JsonSchema | null {
  let node: Node;
  try {
    node = parse(text);
  } catch {
    return null;
  }
  const limits: JsonSchema = {};
  const gather = (part: Node): boolean => {
    if (part.kind === 'binary' && part.operator === 'and') return gather(part.left) && gather(part.right);
    if (
      part.kind === 'call' &&
      part.name === 'regex' &&
      part.args[0]?.kind === 'self' &&
      part.args[1]?.kind === 'text'
    ) {
      limits['pattern'] = whole(part.args[1].value);
      return type === 'string';
    }
    if (part.kind !== 'binary' || part.right.kind !== 'number') return false;
    const { left, operator, right } = part;
    const length = left.kind === 'call' && left.name === 'string-length' && left.args[0]?.kind === 'self';
    const chosen = left.kind === 'call' && left.name === 'count-selected' && left.args[0]?.kind === 'self';
    const isNumber = left.kind === 'self' && (type === 'number' || type === 'integer');
    const names = length
      ? ['minLength', 'maxLength']
      : chosen
        ? ['minItems', 'maxItems']
        : isNumber
          ? ['minimum', 'maximum']
          : null;
    if (!names || (!isNumber && !Number.isInteger(right.value))) return false;
    const [least = '', most = ''] = names;
    const exclusive = isNumber ? ['exclusiveMinimum', 'exclusiveMaximum'] : null;
    if (operator === '>=') limits[least] = right.value;
    else if (operator === '<=') limits[most] = right.value;
    else if (operator === '=') Object.assign(limits, { [least]: right.value, [most]: right.value });
    else if (operator === '>') limits[exclusive?.[0] ?? least] = exclusive ? right.value : right.value + 1;
    else if (operator === '<') limits[exclusive?.[1] ?? most] = exclusive ? right.value : right.value - 1;
    else return false;
    return true;
  };
  return gather(node) ? limits : null;
}

/** XLSForm's `regex` is about the whole text. */
const whole = (pattern: string): string => `^(?:${pattern.replace(/^\^/, '').replace(/\$$/, '')})$`;

const quote = (value: unknown): string => {
  const text = String(value);
  if (typeof value === 'number') return text;
  if (!text.includes("'")) return `'${text}'`;
  if (text.includes('"')) throw new NotUnderstood(text);
  return `"${text}"`;
};

type Writing = { fields: Fields; /** For others than us: without functions of our own. */ plain?: boolean };

/** `${name}`, by its path where others are called so too. */
function writeField(path: string, fields: Fields): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const others = [...fields.keys()].filter((each) => each !== path && each.slice(each.lastIndexOf('.') + 1) === name);
  return `\${${others.length === 0 ? name : path}}`;
}

/** A condition as an expression. Throws NotUnderstood where there is none for it. */
function writeAny(condition: Condition, writing: Writing, inner = false): string {
  const group = (parts: readonly Condition[], word: string): string => {
    if (parts.length === 0) throw new NotUnderstood(word);
    const written = parts.map((part) => writeAny(part, writing, parts.length > 1)).join(` ${word} `);
    return inner && parts.length > 1 ? `(${written})` : written;
  };
  if ('all' in condition) return group(condition.all, 'and');
  if ('any' in condition) return group(condition.any, 'or');
  if ('not' in condition) return `not(${writeAny(condition.not, writing)})`;
  if ('condition' in condition) throw new NotUnderstood(condition.condition);
  const { fact, operator, value, path } = condition;
  const field = writeField(fact, writing.fields);
  const right = isObject(value) && typeof value['fact'] === 'string' ? writeField(value['fact'], writing.fields) : null;
  if (path !== undefined) {
    const sign = signOf(numbers, operator);
    if (path !== '$.length' || sign === undefined || typeof value !== 'number') throw new NotUnderstood(operator);
    const isRows = fieldType(writing.fields.get(fact)?.schema ?? {}) === 'rows';
    return `${isRows ? 'count' : 'count-selected'}(${field}) ${sign} ${value}`;
  }
  const many = Array.isArray(value) ? (value as unknown[]) : [value];
  const joined = (say: (each: unknown) => string, word: string) =>
    many.length === 1 || !inner ? many.map(say).join(` ${word} `) : `(${many.map(say).join(` ${word} `)})`;
  const called = (name: string) => `${name}(${[field, ...many.map(quote)].join(', ')})`;
  switch (operator) {
    case 'contains':
      return `selected(${field}, ${quote(value)})`;
    case 'doesNotContain':
      return `not(selected(${field}, ${quote(value)}))`;
    case 'in':
      return writing.plain ? joined((each) => `${field} = ${quote(each)}`, 'or') : called('in');
    case 'notIn':
      return writing.plain ? joined((each) => `${field} != ${quote(each)}`, 'and') : `not(${called('in')})`;
    case 'includesAny':
      return writing.plain ? joined((each) => `selected(${field}, ${quote(each)})`, 'or') : called('includes-any');
    case 'includesAll':
      return writing.plain ? joined((each) => `selected(${field}, ${quote(each)})`, 'and') : called('includes-all');
    case 'includesNone':
      return writing.plain
        ? joined((each) => `not(selected(${field}, ${quote(each)}))`, 'and')
        : `not(${called('includes-any')})`;
    default: {
      const sign = signOf(numbers, operator) ?? signOf(dates, operator);
      if (sign === undefined) throw new NotUnderstood(operator);
      return `${field} ${sign} ${right ?? quote(value)}`;
    }
  }
}

const signOf = (signs: Record<string, string>, operator: string): string | undefined =>
  Object.keys(signs).find((sign) => signs[sign] === operator);

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
};

/** For the columns of XLSForm; undefined where it has no words for it. */
export const writePlain = (condition: Condition, fields: Fields, inner = false): string | undefined =>
  attempt(() => writeAny(condition, { fields, plain: true }, inner));

/** A condition as what is read back as the very same: an expression, else JSON. */
export function writeCondition(condition: Condition, fields: Fields, self: string): string {
  const written = attempt(() => {
    const text = writeAny(condition, { fields });
    return isSame(readCondition(text, { fields, self }), condition) ? text : undefined;
  });
  return written ?? JSON.stringify(condition);
}

/** A value that is set, as what is read back as the very same. */
export function writeValueOf(value: LogicValue, fields: Fields, self: string): string {
  const written = attempt(() => {
    const text = writeCalculation(value, fields);
    return text !== undefined && isSame(readValue(text, { fields, self }), value) ? text : undefined;
  });
  return written ?? JSON.stringify(value);
}

/** As XLSForm calculates it; undefined where it does not. */
export function writeCalculation(value: LogicValue, fields: Fields): string | undefined {
  if (Array.isArray(value)) return undefined;
  if (typeof value === 'boolean') return `${value}()`;
  if (!isObject(value)) return attempt(() => quote(value));
  if ('fact' in value) return writeField(value.fact, fields);
  if ('count' in value) {
    const isRows = fieldType(fields.get(value.count)?.schema ?? {}) === 'rows';
    return `${isRows ? 'count' : 'count-selected'}(${writeField(value.count, fields)})`;
  }
  if ('difference' in value) return value.difference.map((path) => writeField(path, fields)).join(' - ');
  return value.sum
    .map((path) =>
      path.includes('[]') ? `sum(${writeField(path, fields)})` : `coalesce(${writeField(path, fields)}, 0)`,
    )
    .join(' + ');
}
