import { format as formatNumber } from 'numfmt';

/** How a style shows a number: by which format, and whether that is a day or a time. */
export type CellFormat = { code: string; isDate: boolean };

/** Formats that need not be written down: those of days and times, with what Excel adds in Japan (ECMA-376 part 1, 18.8.30). */
const builtIn = new Map<number, string>([
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  ...[14, 22, 30, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81].map((id): [number, string] => [id, 'yyyy/m/d']),
  ...[15, 16, 17].map((id): [number, string] => [id, 'yyyy/m/d']),
  ...[18, 19, 20, 21, 32, 33, 45, 47].map((id): [number, string] => [id, 'h:mm']),
  [46, '[h]:mm'],
  ...[27, 36, 50, 57].map((id): [number, string] => [id, '[$-411]ge.m.d']),
  ...[28, 29, 51, 54, 58].map((id): [number, string] => [id, '[$-411]ggge"年"m"月"d"日"']),
  [31, 'yyyy"年"m"月"d"日"'],
  ...[34, 52, 55].map((id): [number, string] => [id, 'yyyy"年"m"月"']),
  ...[35, 53, 56].map((id): [number, string] => [id, 'm"月"d"日"']),
]);

const dateTokens = /^(s{1,2}|h{1,2}|am|pm|a|p|a{3,5}|d{1,4}|m{1,5}|y|yy|yyyy|e|ee|eeee|g{1,3}e{0,4})$/;

/** Does a number format show a day or a time? It does when one of its parts has nothing but letters that stand for these. */
function isDateFormat(format: string): boolean {
  const bare = format.toLowerCase().replace(/\\./g, ' ').replace(/;@$/, '');
  return bare.split(';').some((part) => {
    const tokens = part
      .replace(/"[^"]*"/g, ' ')
      .replace(/(\[?[smhd]{1,2}\]?)[.,]0{1,3}/g, '$1')
      .replace(/\[([smhd]{1,2})\]/g, '$1')
      .replace(/\[[^\]]*\]/g, '')
      .split(/[^a-z0#?%]+/)
      .filter((token) => token !== '');
    return tokens.length > 0 && tokens.every((token) => dateTokens.test(token));
  });
}

/** The format of that number; `code` is what the file itself says of it. */
export function readFormat(id: number, code: string | undefined): CellFormat {
  const known = code ?? builtIn.get(id) ?? 'General';
  return { code: known, isDate: isDateFormat(known) };
}

/** Days of Excel's calendar up to 1970-01-01: it counts from 1899-12-31 as 1 and has a 29 February 1900. */
const daysTo1970 = 25_569;

/** Excel keeps times as the day they have in its own calendar, which begins in 1899. Null beyond the days that there are. */
export function dateText(ms: number): string | null {
  const date = new Date(ms);
  if (Number.isNaN(date.valueOf()) || date.getUTCFullYear() > 9999) return null;
  const text = date.toISOString();
  if (date.getUTCFullYear() < 1901) return text.slice(11, 16);
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16);
}

/** Excel itself keeps 15 digits: this drops what adding up has left behind (0.30000000000000004). */
const plain = (value: number): string => String(Number(value.toPrecision(15)));

const eras = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric', timeZone: 'UTC' });
const eraLetters: Record<string, string> = { 明治: 'M', 大正: 'T', 昭和: 'S', 平成: 'H', 令和: 'R' };

/** A format with the letters for the era and its year written out for a day; 元年 where the format asks for it. */
function fillEra(code: string, ms: number): string {
  const parts = eras.formatToParts(ms);
  const era = parts.find(({ type }) => type === 'era')?.value ?? '';
  const year = (parts.find(({ type }) => type === 'year')?.value ?? '').replace('元', '1');
  const first = year === '1' && code.includes('gannen') ? '元' : year;
  const eraOf = (letters: string): string =>
    letters.length === 1 ? (eraLetters[era] ?? era) : letters.length === 2 ? era.slice(0, 1) : era;
  return code
    .split(/("[^"]*"|\[[^\]]*\]|\\.)/)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part.replace(/g{1,3}|e{1,4}/gi, (letters) =>
            /g/i.test(letters)
              ? `"${eraOf(letters)}"`
              : `"${letters.length > 1 ? (first === '元' ? first : first.padStart(2, '0')) : first}"`,
          ),
    )
    .join('');
}

/** Letters of a format that stand for something, without words and colours. */
const lettersOf = (code: string): string =>
  code
    .toLowerCase()
    .replace(/"[^"]*"|\\./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/g, '')
    .split(';')[0] ?? '';

/**
 * The text of a number as its cell shows it. A day is told as 2026-04-01 and a time as 09:30 where the format has nothing else
 * in mind (an era, a weekday, a month alone); 24:00 and later stay what they are. Digits that a format hides are kept.
 */
export function showNumber(value: number, format: CellFormat | undefined, from1904: boolean): string {
  if (!format || /^(general|@)?$/i.test(format.code)) return plain(value);
  return (format.isDate ? showDate(value, format.code, from1904) : showFigure(value, format.code)) ?? plain(value);
}

function showDate(value: number, code: string, from1904: boolean): string | null {
  const letters = lettersOf(code);
  const isTime = /[hs]/.test(letters) && !/[ydeg]/.test(letters);
  if (isTime && value >= 1 && value < 3) {
    const minutes = Math.floor(value * 1440 + 1e-6);
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  }
  const days = value + (from1904 ? 1462 : 0);
  const ms = Math.round((days - daysTo1970) * 86_400_000);
  const iso = dateText(ms);
  const isWhole = isTime || (/y/.test(letters) && /m/.test(letters) && /d/.test(letters));
  if (iso === null || isWhole || iso.length === 5) return iso;
  if (/[eg]|a{3}|d{3}/.test(letters) || !/y/.test(letters)) return say(fillEra(code, ms), days) ?? iso;
  return /[hs]/.test(letters) ? iso : (say(code, days) ?? iso);
}

function showFigure(value: number, code: string): string | null {
  const shown = say(code, value);
  if (shown === null || shown === '') return null;
  // A format that rounds says less than the cell holds.
  const digits = shown.normalize('NFKC').replace(/,/g, '');
  const isPercent = code.includes('%');
  if (!Number.isInteger(value) && !isPercent && !digits.includes(plain(Math.abs(value)))) return null;
  return shown;
}

function say(code: string, value: number): string | null {
  try {
    return formatNumber(code, value, { locale: 'ja', throws: true }).trim();
  } catch {
    return null;
  }
}
