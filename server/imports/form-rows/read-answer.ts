import type { FormField } from '../../../forms/types.ts';
import type { Language } from '../../../rules/types.ts';
import { kanaPattern, telephonePattern, timePattern } from '../../../forms/outline.ts';
import { nameAlike } from '../../database/normalise.ts';
import { narrow, readPhone } from '../read-values.ts';

/** What may be chosen, with all words by which a cell may mean it. */
export type Chosen = { value: string; words: readonly string[] };

/** A question of a form as a column of a list answers it. */
export type AskedField = Pick<FormField, 'path' | 'type' | 'format' | 'label' | 'unit' | 'required' | 'source'> & {
  chosen?: readonly Chosen[];
  pattern?: string;
};

/** An answer as the form keeps it, or what a cell cannot mean: a code of `imports.row`. */
export type ReadAnswer = { value: unknown } | { code: string };

const yes = /^(はい|有|有り|あり|可|済|済み|○|〇|◯|✓|✔|レ|yes|y|true|1)$/i;
const no = /^(いいえ|無|無し|なし|不可|未|×|✕|✗|no|n|false|0)$/i;
const eraYears: Readonly<Record<string, number>> = {
  明治: 1867,
  大正: 1911,
  昭和: 1925,
  平成: 1988,
  令和: 2018,
  m: 1867,
  t: 1911,
  s: 1925,
  h: 1988,
  r: 2018,
};

/** What a cell answers to a question; `text` is not empty. */
export function readAnswer(field: AskedField, text: string): ReadAnswer {
  const { type, chosen } = field;
  if (chosen) {
    const answer = type === 'array' ? readSeveral(chosen, text) : readOne(chosen, text, type);
    // It may be an area, but not one where the asker adds anything.
    return 'code' in answer && answer.code !== SEVERAL && field.source === 'areas' ? { code: 'answerArea' } : answer;
  }
  if (type === 'boolean') {
    const word = narrow(text);
    return yes.test(word) ? { value: true } : no.test(word) ? { value: false } : { code: 'answerYesNo' };
  }
  if (type === 'number' || type === 'integer') return readNumber(field, text);
  if (type === 'array') return { value: apart(text) };
  return readText(field, text);
}

function readText({ format, pattern }: AskedField, text: string): ReadAnswer {
  if (format === 'date') {
    const day = readDay(text);
    return day === null ? { code: 'answerDay' } : { value: day };
  }
  if (format === 'date-time') {
    const [, date = '', time = ''] = /^(.+?)[T ]+(\d{1,2}:\d{2})(?::\d{2})?$/.exec(narrow(text)) ?? [];
    const [day, clock] = [readDay(date), readClock(time)];
    return day === null || clock === null ? { code: 'answerInstant' } : { value: `${day}T${clock}:00+09:00` };
  }
  if (pattern === timePattern) {
    const clock = readClock(text);
    return clock === null ? { code: 'answerTime' } : { value: clock };
  }
  if (pattern === telephonePattern) return { value: readPhone(text)?.value ?? narrow(text) };
  if (pattern === kanaPattern) return { value: text.normalize('NFKC') };
  return { value: text };
}

const splitters = [/[\n、,，;；]/, /[\n、,，;；・/／]/];

const apart = (text: string, splitter = /[\n、,，;；]/): string[] =>
  text
    .split(splitter)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** A word that means more than one choice, which the list alone cannot tell apart: two areas of one name. */
const SEVERAL = 'answerSeveral';

/** The choices that a word means: by its code, else as it is written, else as it is read. */
function find(chosen: readonly Chosen[], word: string): Chosen[] {
  const byCode = chosen.filter(({ value }) => value === word);
  if (byCode.length > 0) return byCode.slice(0, 1);
  const asWritten = chosen.filter(({ words }) => words.includes(word));
  if (asWritten.length > 0) return asWritten;
  return chosen.filter(({ words }) => words.some((each) => nameAlike(each) === nameAlike(word)));
}

function readOne(chosen: readonly Chosen[], text: string, type: string): ReadAnswer {
  const [choice, another] = find(chosen, text);
  if (!choice) return { code: 'answerChoice' };
  if (another) return { code: SEVERAL };
  return { value: type === 'number' || type === 'integer' ? Number(choice.value) : choice.value };
}

/** A choice may hold what elsewhere parts them: as a whole it is looked for first. */
function readSeveral(chosen: readonly Chosen[], text: string): ReadAnswer {
  const [whole, another] = find(chosen, text);
  if (another) return { code: SEVERAL };
  if (whole) return { value: [whole.value] };
  for (const splitter of splitters) {
    const parts = apart(text, splitter).map((word) => find(chosen, word));
    if (parts.some((choices) => choices.length === 0)) continue;
    if (parts.some((choices) => choices.length > 1)) return { code: SEVERAL };
    return { value: [...new Set(parts.flatMap((choices) => choices.map(({ value }) => value)))] };
  }
  return { code: 'answerChoices' };
}

/** `1,200円`: the unit may stand behind it. */
function readNumber({ unit }: AskedField, text: string): ReadAnswer {
  const units = (['ja', 'en'] as Language[]).flatMap((language) => unit?.[language] ?? []).map(narrow);
  const written = narrow(text).replaceAll(/(?<=\d),(?=\d{3})/g, '');
  const bare = units.reduce((rest, word) => (rest.endsWith(word) ? rest.slice(0, -word.length).trim() : rest), written);
  return /^[-+]?\d{1,15}(\.\d{1,10})?$/.test(bare) ? { value: Number(bare) } : { code: 'answerNumber' };
}

/** A day of the Western or the Japanese calendar, as `2026-11-23`; null where it is none. */
export function readDay(text: string): string | null {
  const word = narrow(text).toLowerCase().replaceAll(' ', '');
  const [, era, written, month = '', day = ''] =
    /^(明治|大正|昭和|平成|令和|[mtshr])?\.?(元|\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(word) ?? [];
  if (written === undefined) return null;
  const year = (written === '元' ? 1 : Number(written)) + (era === undefined ? 0 : (eraYears[era] ?? 0));
  if (era === undefined && (written === '元' || written.length !== 4)) return null;
  const said = [String(year).padStart(4, '0'), month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  const at = new Date(`${said}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(said) ? said : null;
}

function readClock(text: string): string | null {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})(?:[:時](\d{2})?分?)(?::\d{2})?$/.exec(narrow(text)) ?? [];
  const said = `${hours.padStart(2, '0')}:${minutes}`;
  return hours !== '' && new RegExp(timePattern).test(said) ? said : null;
}
