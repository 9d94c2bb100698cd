import type { Capacity, Weekday } from './types.ts';

/** A cell that was read: its value, and what of it could not be used. Null: nothing usable. */
export type Reading<T> = { value: T; left?: string } | null;

/** Longer texts say more than a telephone number or some days, and the patterns below would take their time over them. */
const longest = 1000;

/** Words that people write where there is nothing to say. */
export const isBlank = (text: string): boolean =>
  /^(なし|無し|無|特になし|該当なし|未定|不明|n\/?a|null|[-‐‑–—―−ー－*＊,、。\s]*)$/i.test(text.trim());

/** Width folded, spaces folded: how text is compared and how numbers and codes are kept. */
export const narrow = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

const betweenDigits = /(?<=\d)[-‐‑‒–—―−ーｰ－()（）](?=\d)/g;

/**
 * A Japanese telephone number, `087-839-2811`, found in a cell; with several the first. Digits and hyphens of any width.
 * `left` is the rest, when that says something.
 */
export function readPhone(text: string): Reading<string> {
  if (text.length > longest) return null;
  const folded = narrow(text)
    .replace(betweenDigits, '-')
    .replace(/\((0\d{1,4})-/g, '$1-');
  for (const match of folded.matchAll(/0\d{1,5}-?\d{1,4}-?\d{3,4}(?!\d)/g)) {
    const digits = match[0].replaceAll('-', '').length;
    if (digits !== 10 && digits !== 11) continue;
    const left = folded.replace(match[0], '').trim();
    return /[\p{L}\p{N}]/u.test(left) ? { value: match[0], left } : { value: match[0] };
  }
  return null;
}

/** An address on the web. A missing or broken `http://` is put right, and `left` then holds what was written. */
export function readUrl(text: string): Reading<string> {
  if (text.length > longest) return null;
  const folded = narrow(text);
  const whole = /^https?:\/\/[^\s/]+\.[^\s]+$/i;
  if (whole.test(folded) && URL.canParse(folded)) return { value: folded };
  const inside = /https?:\/\/[!-~]+\.[!-~]+/i.exec(folded)?.[0];
  if (inside && URL.canParse(inside)) return { value: inside, left: folded };
  const bare = folded.replace(/^https?:\/?/i, '');
  if (/^(?!https?\b)[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(\/[!-~]*)?$/i.test(bare))
    return { value: `http://${bare}`, left: folded };
  return null;
}

/** A number of degrees, or null. */
export function readDegrees(text: string): number | null {
  const folded = narrow(text);
  return /^-?\d+(\.\d+)?$/.test(folded) ? Number(folded) : null;
}

/** Is the point in Japan (roughly)? Also finds latitude and longitude that have changed places. */
export const isInJapan = (latitude: number, longitude: number): boolean =>
  latitude >= 20 && latitude <= 46 && longitude >= 122 && longitude <= 154;

/** `34.33,134.05`, also with spaces or a full-width comma. */
export function readPoint(text: string): { latitude: number; longitude: number } | null {
  const [first, second, ...rest] = narrow(text)
    .split(/[,、\s]+/)
    .filter((part) => part !== '');
  const [latitude, longitude] = [readDegrees(first ?? ''), readDegrees(second ?? '')];
  return latitude === null || longitude === null || rest.length > 0 ? null : { latitude, longitude };
}

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

const day = `([${letters}])(?:曜日?)?`;
const words: [RegExp, (match: RegExpExecArray) => Weekday[]][] = [
  [/^(年中無休|毎日|無休|全日|全曜日|365日)/, () => everyDay],
  [/^平日/, () => week.slice(0, 5)],
  [/^週末/, () => ['sat', 'sun']],
  [new RegExp(`^${day}(?:から|より|[~〜\\-‐–—ー→])${day}(?:まで)?`), (match) => range(match[1], match[2])],
  [/^(?:国民の)?(祝祭日|祝日|祭日|祝)/, () => ['holiday']],
  [new RegExp(`^${day}`), (match) => dayOf(match[1])],
  [/^(毎週|のみ|及び|および|並びに|ならびに|[・、,，;/\s()と])/, () => []],
];

const dayList = `(?:[${letters}](?:曜日?)?|祝祭日|祝日|祭日|平日|祝|[・、,\\s及びおと])+`;
/** 「（祝日を除く）」「日曜定休」: days that are taken away again. */
const except = new RegExp(
  `\\(?(${dayList})(?:を除く|を除き|は除く|除く|は?(?:お休み|休み|休業日?|定休日?|休館日?|閉館))\\)?`,
  'g',
);
/** Dates and weeks of the month contain 月 and 日, but name no weekday of every week. */
const dates =
  /毎月|月に?[\d一二三四]+回|\([^)]*\d[^)]*\)|\d+月\d+日|\d+[月/]\d*日?|第[\d一二三四五・、,と第]+[月火水木金土日]?(?:曜日?)?/g;

/**
 * Weekdays in words: 平日, 月・水・金, 月～金, 月曜日から金曜日, 月火水, 土日祝, 年中無休, 月～土（祝日を除く）.
 * `left` is what was not understood. Null when no day is named.
 */
export function readDays(text: string): Reading<Weekday[]> {
  if (text.length > longest) return null;
  const found = new Set<Weekday>();
  const gone = new Set<Weekday>();
  let left = '';
  const take = (match: string) => {
    left += match;
    return ' ';
  };
  const plain = narrow(text)
    .replace(/年末・?年始/g, take)
    .replace(dates, take);
  let rest = plain.replace(except, (_, list: string) => {
    for (const out of readDays(list)?.value ?? []) gone.add(out);
    return ' ';
  });
  while (rest !== '') {
    const hit = words
      .map(([pattern, days]) => ({ match: pattern.exec(rest), days }))
      .find(({ match }) => match !== null);
    if (hit?.match) for (const each of hit.days(hit.match)) found.add(each);
    else left += rest[0];
    rest = rest.slice(hit?.match?.[0].length ?? 1);
  }
  if (found.size === 0) return null;
  const value = everyDay.filter((each) => found.has(each) && !gone.has(each));
  return left === '' ? { value } : { value, left };
}

/** The days that remain open where a list names the closed ones (休館日). */
export const openDays = (closed: Weekday[]): Weekday[] => everyDay.filter((each) => !closed.includes(each));
