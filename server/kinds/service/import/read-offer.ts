import { narrow, type Reading } from '../../../imports/read-values.ts';
import type { Capacity, Weekday } from './types.ts';

/** Longer texts say more than an amount or some days, and the patterns below would take their time over them. */
const longest = 1000;

/** The yen in a fee that names one amount only; 無料 is 0. */
export function readYen(text: string): number | null {
  if (text.length > longest) return null;
  const folded = narrow(text).replace(/(?<=\d),(?=\d{3})/g, '');
  if (folded.startsWith('無料')) return 0;
  const amounts = [...folded.matchAll(/(\d+)\s*円/g)];
  return amounts.length === 1 ? Number(amounts[0]?.[1]) : null;
}

const capacities: [RegExp, Capacity][] = [
  [/^(has|空きあり|空き有り?|あり|有り?|可|受入可|[○◯〇◎])$/, 'has'],
  [/^(none|空きなし|空き無し|なし|無し?|満員|満室|満床|定員一杯|不可|[×✕])$/, 'none'],
  [/^(waiting|待機あり|待機有り?|待機|待機者あり|キャンセル待ち)$/, 'waiting'],
  [/^(ask|要問い?合わ?せ|要相談|要確認|△)$/, 'ask'],
];

/** One of the four words for capacity, or null. */
export const readCapacity = (text: string): Capacity | null =>
  capacities.find(([words]) => words.test(narrow(text).replaceAll(' ', '').toLowerCase()))?.[1] ?? null;

const week: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const everyDay: Weekday[] = [...week, 'holiday'];
const letters = '月火水木金土日';
const dayOf = (letter: string | undefined): Weekday[] => {
  const day = week[letters.indexOf(letter ?? '?')];
  return day ? [day] : [];
};

/** From one day to another, over the weekend if need be: 金～月. */
function range(from: string | undefined, to: string | undefined): Weekday[] {
  const [start, end] = [letters.indexOf(from ?? '?'), letters.indexOf(to ?? '?')];
  return Array.from({ length: ((end - start + 7) % 7) + 1 }, (_, step) => week[(start + step) % 7] ?? 'mon');
}

const to = '(?:から|より|[~〜\\-‐–—ー→])';
const separator = '(?:毎週|及び|および|並びに|ならびに|[・、,，;/\\s()と])';
/** A letter alone names a day only between others, or at an end: 前日, 土用 and 5の付く日 name none. */
const day = `([${letters}])(?:曜日?|(?=$|${separator}|${to}|[${letters}]|祝|のみ|を除|以外|も|は))`;
const words: [RegExp, (match: RegExpExecArray) => Weekday[]][] = [
  [/^(年中無休|毎日|無休|全日|全曜日|365日)/, () => everyDay],
  [/^平日/, () => week.slice(0, 5)],
  [/^週末/, () => ['sat', 'sun']],
  [new RegExp(`^${day}${to}${day}(?:まで)?`), (match) => range(match[1], match[2])],
  [/^(?:国民の)?(祝祭日|祝日|祭日|祝)/, () => ['holiday']],
  [new RegExp(`^${day}`), (match) => dayOf(match[1])],
  [new RegExp(`^(のみ|も(?:開催|営業|実施|開館|開所|可)|${separator})`), () => []],
];

const dayList = `(?:[${letters}](?:曜日?)?|祝祭日|祝日|祭日|平日|祝|[・、,\\s及びおと])+`;
/** 「（祝日を除く）」「日曜定休」: days that are taken away again. */
const except = new RegExp(
  `\\(?(${dayList})(?:を除く|を除き|は除く|除く|は?(?:お休み|休み|休業日?|定休日?|休館日?|閉館|休(?!憩)))\\)?`,
  'g',
);
/** 「水曜日以外」: all the others. */
const allBut = new RegExp(`^(${dayList})以外(?:の?(?:毎日|曜日))?$`);
/** Some weeks of the month, or every other: no weekday of every week, unless it is then that it is closed. */
const someWeeks = /月に?[\d一二三四]+[回度日]|第[\d一二三四五]|月末|月初|隔週|隔月|不定期/;
const closedThen = /\([^)]*(?:休|除)[^)]*\)|第[\d一二三四五・、,と第]+[^、,]*(?:休み?|を除く)/g;
/** Dates contain 月 and 日, but name no weekday. */
const dates = /毎月|\([^)]*\d[^)]*\)|週に?\d日|\d+月\d+日|\d+[月/]\d*日?|\d+日/g;

/**
 * Weekdays in words: 平日, 月・水・金, 月～金, 月曜日から金曜日, 月火水, 土日祝, 年中無休, 月～土（祝日を除く）, 水曜日以外.
 * `left` is what was not understood. Null when no day of every week is named.
 */
export function readDays(text: string): Reading<Weekday[]> {
  if (text.length > longest) return null;
  const folded = narrow(text);
  const others = allBut.exec(folded)?.[1];
  if (others !== undefined) {
    const named = readDays(others)?.value ?? [];
    return named.length === 0 ? null : { value: everyDay.filter((each) => !named.includes(each)) };
  }
  if (someWeeks.test(folded.replace(closedThen, ''))) return null;
  const weekdays = new Set<Weekday>();
  const gone = new Set<Weekday>();
  let left = '';
  const take = (match: string) => {
    left += match;
    return ' ';
  };
  const plain = folded
    .replace(/年末・?年始/g, take)
    .replace(dates, take)
    .replace(closedThen, (match) => (someWeeks.test(match) ? take(match) : match));
  let rest = plain.replace(except, (_, list: string) => {
    for (const out of readDays(list)?.value ?? []) gone.add(out);
    return ' ';
  });
  let before = '';
  while (rest !== '') {
    const lone = new RegExp(`^[${letters}](?!曜)`).test(rest);
    const hit =
      // What a letter follows must be a day, a separator, or nothing.
      lone && before === '?'
        ? undefined
        : words.map(([pattern, days]) => ({ match: pattern.exec(rest), days })).find(({ match }) => match !== null);
    if (hit?.match) for (const each of hit.days(hit.match)) weekdays.add(each);
    else left += rest[0];
    before = hit?.match ? '' : '?';
    rest = rest.slice(hit?.match?.[0].length ?? 1);
  }
  if (weekdays.size === 0) return null;
  const value = everyDay.filter((each) => weekdays.has(each) && !gone.has(each));
  return left === '' ? { value } : { value, left };
}

/** The days that remain open where a list names the closed ones (休館日). */
export const openDays = (closed: Weekday[]): Weekday[] => everyDay.filter((each) => !closed.includes(each));
