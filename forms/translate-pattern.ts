import { RE2JS } from 're2js';

/** Why a pattern cannot be run, and the piece of it that is to blame (empty: all of it); for `pattern-none` what is wrong with it, in V8's words. */
export type PatternFault = {
  code:
    | 'pattern-none'
    | 'pattern-too-long'
    | 'pattern-too-big'
    | 'pattern-lookaround'
    | 'pattern-reference'
    | 'pattern-property'
    | 'pattern-flags'
    | 'pattern-surrogate';
  part: string;
};

/** In UTF-16 units. */
export const MAX_PATTERN_LENGTH = 1000;

/** States of the automaton, counted as if every repetition were written out. A text's time is at most its length times this. RE2 allows `{1000}`. */
export const MAX_PATTERN_STATES = 1000;

/** A pattern, or a piece of one, in RE2's words, with its states. */
export type Piece = { text: string; states: number };
type Range = [from: number, to: number];

class Unrunnable extends Error {
  readonly fault: PatternFault;
  constructor(code: PatternFault['code'], part: string) {
    super(code);
    this.fault = { code, part };
  }
}

/** A pattern of ECMA-262 (flag `u`) in RE2's words, which mean the same to every text; or why there are none. */
export function translatePattern(source: string): Piece | PatternFault {
  if (source.length > MAX_PATTERN_LENGTH) return { code: 'pattern-too-long', part: '' };
  const mistake = findMistake(source);
  if (mistake !== null) return { code: 'pattern-none', part: mistake };
  try {
    return readAlternatives(new Reader(source));
  } catch (error) {
    if (error instanceof Unrunnable) return error.fault;
    throw error;
  }
}

/** Read, not run: V8 needs no longer for this than the pattern is long. The reader below trusts that its pattern is well formed. */
function findMistake(source: string): string | null {
  try {
    return new RegExp(source, 'u') instanceof RegExp ? null : source;
  } catch (error) {
    return error instanceof Error ? error.message : source;
  }
}

class Reader {
  readonly #points: string[];
  #at = 0;
  constructor(source: string) {
    this.#points = [...source];
  }
  get done(): boolean {
    return this.#at >= this.#points.length;
  }
  next(): string {
    return this.#points[this.#at++] ?? '';
  }
  /** What stands ahead, `length` characters of it. */
  ahead(length: number): string {
    return this.#points.slice(this.#at, this.#at + length).join('');
  }
  /** Goes past `text` when it stands ahead. */
  take(text: string): boolean {
    const length = [...text].length;
    if (this.ahead(length) !== text) return false;
    this.#at += length;
    return true;
  }
  /** Everything up to `end`, which is gone past. */
  until(end: string): string {
    let text = '';
    while (!this.done && !this.take(end)) text += this.next();
    return text;
  }
}

function readAlternatives(reader: Reader): Piece {
  const pieces = [readSequence(reader)];
  while (reader.take('|')) pieces.push(readSequence(reader));
  return bounded({ text: pieces.map(({ text }) => text).join('|'), states: sum(pieces) + pieces.length - 1 });
}

function readSequence(reader: Reader): Piece {
  const pieces: Piece[] = [];
  while (!reader.done && reader.ahead(1) !== '|' && reader.ahead(1) !== ')') pieces.push(readRepetition(reader));
  return bounded({ text: pieces.map(({ text }) => text).join(''), states: Math.max(1, sum(pieces)) });
}

function readRepetition(reader: Reader): Piece {
  const { text, states } = readAtom(reader);
  const [least, most, sign] = readCount(reader);
  // Whether the longest or the shortest is tried first is the same to who only asks whether a text fits.
  if (sign !== '') reader.take('?');
  if (sign === '') return { text, states };
  const repeated = most === Infinity ? Math.max(1, least) * states + 1 : least * states + (most - least) * (states + 1);
  if (least > MAX_PATTERN_STATES || (most > MAX_PATTERN_STATES && most !== Infinity))
    throw new Unrunnable('pattern-too-big', sign);
  return bounded({ text: `${text}${sign}`, states: Math.max(1, repeated) }, sign);
}

function readCount(reader: Reader): [least: number, most: number, sign: string] {
  if (reader.take('*')) return [0, Infinity, '*'];
  if (reader.take('+')) return [1, Infinity, '+'];
  if (reader.take('?')) return [0, 1, '?'];
  if (!reader.take('{')) return [1, 1, ''];
  const counts = reader.until('}');
  const [least = '', most] = counts.split(',');
  return [Number(least), most === undefined ? Number(least) : most === '' ? Infinity : Number(most), `{${counts}}`];
}

function readAtom(reader: Reader): Piece {
  const character = reader.next();
  switch (character) {
    case '^':
      return { text: '\\A', states: 1 };
    case '$':
      return { text: '\\z', states: 1 };
    case '.':
      return { text: `[^${writeRanges(lineEnds)}]`, states: 1 };
    case '(':
      return readGroup(reader);
    case '[':
      return readClass(reader);
    case '\\':
      return readEscape(reader);
    default:
      return { text: writeCharacter(character), states: 1 };
  }
}

function readGroup(reader: Reader): Piece {
  for (const look of ['?=', '?!', '?<=', '?<!'])
    if (reader.take(look)) throw new Unrunnable('pattern-lookaround', `(${look}`);
  if (reader.take('?<')) reader.until('>');
  else if (reader.take('?') && !reader.take(':')) throw new Unrunnable('pattern-flags', `(?${reader.until(':')}:`);
  const { text, states } = readAlternatives(reader);
  reader.next();
  return { text: `(?:${text})`, states };
}

function readEscape(reader: Reader): Piece {
  if (/^[1-9]$/.test(reader.ahead(1))) throw new Unrunnable('pattern-reference', `\\${reader.next()}`);
  if (reader.take('k<')) throw new Unrunnable('pattern-reference', `\\k<${reader.until('>')}>`);
  if (reader.take('b')) return { text: '\\b', states: 1 };
  if (reader.take('B')) return { text: '\\B', states: 1 };
  const set = readSet(reader);
  return { text: set === null ? writeCharacter(readCharacterEscape(reader)) : `[${set}]`, states: 1 };
}

function readClass(reader: Reader): Piece {
  const negated = reader.take('^');
  let members = '';
  while (!reader.take(']')) members += readMember(reader);
  if (members === '') return { text: negated ? anything : nothing, states: 1 };
  return { text: `[${negated ? '^' : ''}${members}]`, states: 1 };
}

function readMember(reader: Reader): string {
  const from = readClassPart(reader);
  // A last hyphen is a character. Beside a set there is no other: the pattern would not be well formed.
  if (reader.ahead(1) !== '-' || reader.ahead(2) === '-]') return from;
  reader.next();
  return `${from}-${readClassPart(reader)}`;
}

function readClassPart(reader: Reader): string {
  if (!reader.take('\\')) return writeCharacter(reader.next());
  if (reader.take('b')) return writeCharacter('\b');
  return readSet(reader) ?? writeCharacter(readCharacterEscape(reader));
}

/** `\d`, `\s`, `\p{…}` … as what may stand in a class; null where a single character is escaped. */
function readSet(reader: Reader): string | null {
  for (const ascii of ['d', 'D', 'w', 'W']) if (reader.take(ascii)) return `\\${ascii}`;
  if (reader.take('s')) return writeRanges(spaces);
  if (reader.take('S')) return writeRanges(others(spaces));
  for (const sign of ['p', 'P']) if (reader.take(`${sign}{`)) return writeProperty(sign, reader.until('}'));
  return null;
}

const controls: Record<string, string> = { t: '\t', n: '\n', v: '\v', f: '\f', r: '\r', 0: '\0' };

function readCharacterEscape(reader: Reader): string {
  const character = reader.next();
  if (character === 'c') return String.fromCodePoint((reader.next().codePointAt(0) ?? 0) % 32);
  if (character === 'x') return readHex(reader, 2);
  if (character === 'u')
    return reader.take('{') ? String.fromCodePoint(Number.parseInt(reader.until('}'), 16)) : readPair(reader);
  return controls[character] ?? character;
}

/** `\u3042`, and `\uD842\uDFB7`, which are one character. */
function readPair(reader: Reader): string {
  const first = readHex(reader, 4);
  if (!/^[\uD800-\uDBFF]$/.test(first) || !/^\\u[dD][c-fC-F]/.test(reader.ahead(4))) return first;
  reader.take('\\u');
  return first + readHex(reader, 4);
}

function readHex(reader: Reader, digits: number): string {
  let read = '';
  while (read.length < digits) read += reader.next();
  return String.fromCharCode(Number.parseInt(read, 16));
}

const last = 0x10_ff_ff;
const lineEnds: Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x20_28, 0x20_29],
];
/** WhiteSpace and LineTerminator of ECMA-262. RE2's `\s` is ASCII. */
const spaces: Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x16_80, 0x16_80],
  [0x20_00, 0x20_0a],
  [0x20_28, 0x20_29],
  [0x20_2f, 0x20_2f],
  [0x20_5f, 0x20_5f],
  [0x30_00, 0x30_00],
  [0xfe_ff, 0xfe_ff],
];
const anything = `[${writeRanges([[0, last]])}]`;
const nothing = `[^${writeRanges([[0, last]])}]`;

function others(ranges: Range[]): Range[] {
  return [...ranges, [last + 1, last + 1]].map(([from], index) => [
    (ranges[index - 1]?.[1] ?? -1) + 1,
    (from ?? 0) - 1,
  ]);
}

function writeRanges(ranges: Range[]): string {
  return ranges.map(([from, to]) => `${writePoint(from)}-${writePoint(to)}`).join('');
}

function writeCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  // RE2 reads texts by whole characters and by halves of them, as suits it.
  if (point >= 0xd8_00 && point <= 0xdf_ff)
    throw new Unrunnable('pattern-surrogate', `\\u${point.toString(16).toUpperCase()}`);
  return writePoint(point);
}

function writePoint(point: number): string {
  return `\\x{${point.toString(16)}}`;
}

/** The names of Unicode's general categories, as Unicode writes them out. RE2 knows their letters. */
const categories: Record<string, string> = {
  Other: 'C',
  Control: 'Cc',
  cntrl: 'Cc',
  Format: 'Cf',
  Unassigned: 'Cn',
  Private_Use: 'Co',
  Surrogate: 'Cs',
  Letter: 'L',
  Cased_Letter: 'LC',
  Lowercase_Letter: 'Ll',
  Modifier_Letter: 'Lm',
  Other_Letter: 'Lo',
  Titlecase_Letter: 'Lt',
  Uppercase_Letter: 'Lu',
  Mark: 'M',
  Combining_Mark: 'M',
  Spacing_Mark: 'Mc',
  Enclosing_Mark: 'Me',
  Nonspacing_Mark: 'Mn',
  Number: 'N',
  Decimal_Number: 'Nd',
  digit: 'Nd',
  Letter_Number: 'Nl',
  Other_Number: 'No',
  Punctuation: 'P',
  punct: 'P',
  Connector_Punctuation: 'Pc',
  Dash_Punctuation: 'Pd',
  Close_Punctuation: 'Pe',
  Final_Punctuation: 'Pf',
  Initial_Punctuation: 'Pi',
  Other_Punctuation: 'Po',
  Open_Punctuation: 'Ps',
  Symbol: 'S',
  Currency_Symbol: 'Sc',
  Modifier_Symbol: 'Sk',
  Math_Symbol: 'Sm',
  Other_Symbol: 'So',
  Separator: 'Z',
  Line_Separator: 'Zl',
  Paragraph_Separator: 'Zp',
  Space_Separator: 'Zs',
};
const categoryLetters = new Set(Object.values(categories));
/** Short names of scripts that a form here may ask for. */
const scripts: Record<string, string> = {
  Hani: 'Han',
  Hira: 'Hiragana',
  Kana: 'Katakana',
  Latn: 'Latin',
  Grek: 'Greek',
  Cyrl: 'Cyrillic',
  Hang: 'Hangul',
  Bopo: 'Bopomofo',
  Arab: 'Arabic',
  Hebr: 'Hebrew',
  Thai: 'Thai',
  Deva: 'Devanagari',
  Zyyy: 'Common',
  Zinh: 'Inherited',
  Qaai: 'Inherited',
};
/** Properties that are had or not, by the names that ECMA-262 gives them. */
const properties: Record<string, string> = {
  Any: 'Any',
  ASCII: 'Ascii',
  Assigned: 'Assigned',
  Alphabetic: 'Alphabetic',
  Alpha: 'Alphabetic',
  Uppercase: 'Uppercase',
  Upper: 'Uppercase',
  Lowercase: 'Lowercase',
  Lower: 'Lowercase',
  White_Space: 'White_Space',
  space: 'White_Space',
  Math: 'Math',
  Dash: 'Dash',
  Hex_Digit: 'Hex_Digit',
  Hex: 'Hex_Digit',
  ASCII_Hex_Digit: 'ASCII_Hex_Digit',
  AHex: 'ASCII_Hex_Digit',
  Emoji: 'Emoji',
  Emoji_Presentation: 'Emoji_Presentation',
  EPres: 'Emoji_Presentation',
  Extended_Pictographic: 'Extended_Pictographic',
  ExtPict: 'Extended_Pictographic',
};

function writeProperty(sign: string, written: string): string {
  const [name, value] = written.includes('=') ? written.split('=') : ['', written];
  const known = findProperty(name ?? '', value ?? '');
  if (known === null) throw new Unrunnable('pattern-property', `\\${sign}{${written}}`);
  return `\\${sign}{${known}}`;
}

function findProperty(name: string, value: string): string | null {
  const own = (names: Record<string, string>) => (Object.hasOwn(names, value) ? (names[value] ?? null) : null);
  const category = categoryLetters.has(value) ? value : own(categories);
  if (name === '') return category ?? own(properties);
  if (name === 'General_Category' || name === 'gc') return category;
  if (name !== 'Script' && name !== 'sc') return null;
  const script = own(scripts) ?? value;
  return isKnown(script) ? script : null;
}

const knownScripts = new Map<string, boolean>();

/** RE2 knows the scripts by their long names, all but the newest. */
function isKnown(script: string): boolean {
  const known = knownScripts.get(script) ?? compiles(`\\p{${script}}`);
  knownScripts.set(script, known);
  return known;
}

function compiles(pattern: string): boolean {
  try {
    return RE2JS.compile(pattern) instanceof RE2JS;
  } catch {
    return false;
  }
}

function sum(pieces: Piece[]): number {
  return pieces.reduce((total, { states }) => total + states, 0);
}

function bounded(piece: Piece, part = ''): Piece {
  if (piece.states > MAX_PATTERN_STATES) throw new Unrunnable('pattern-too-big', part);
  return piece;
}
