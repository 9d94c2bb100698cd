/** A cell that was read: its value, and what of it could not be used. Null: nothing usable. */
export type Reading<T> = { value: T; left?: string } | null;

/** Longer texts say more than a telephone number or some days, and the patterns below would take their time over them. */
const longest = 1000;

/** Words that people write where there is nothing to say. */
export const isBlank = (text: string): boolean =>
  /^(なし|無し|無|特になし|該当なし|未定|不明|n\/?a|null|[-‐‑–—―−ー－*＊,、。\s]*)$/i.test(text.trim());

/** Width folded, spaces folded: how text is compared and how numbers and codes are kept. */
export const narrow = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();

const dash = /(?<=\d)[-‐‑‒–—―−ーｰ－・.](?=\d)|(?<=\d)[()](?=\d)/g;
const isNumber = (text: string): boolean => [10, 11].includes(text.replaceAll('-', '').length);

/** `left` is what a cell says beside the number; `mended` that a 0 was put back, or +81 taken away. */
export type PhoneReading = { value: string; left?: string; mended?: boolean } | null;

/**
 * A Japanese telephone number, `087-839-2811`, found in a cell: the first that is not said to be a fax number. Digits, hyphens,
 * dots, brackets and spaces of any kind; without its first 0, as a spreadsheet that took it for a number leaves it; with +81.
 */
export function readPhone(text: string): PhoneReading {
  if (text.length > longest) return null;
  const written = narrow(text);
  const abroad = written.replace(/\+81[-. ]?(?:\(0\))?0?(?=[1-9])/g, '0');
  const folded = abroad.replace(dash, '-').replace(/\((0\d{1,4})[-)]-?/g, '$1-');
  const phone = findNumber(folded) ?? findNumber(folded.replace(/(?<=\d) (?=\d)/g, '-'));
  if (phone) return abroad === written ? phone : { ...phone, mended: true };
  const bare = /^(?:(?:tel|電話)[: ]?)?([\d -]+)$/i.exec(folded)?.[1]?.trim().replaceAll(' ', '-') ?? '';
  const digits = bare.replaceAll('-', '');
  if (/^81[1-9]/.test(digits) && isNumber(digits.replace(/^81/, '0')))
    return { value: bare.replace(/^81-?/, '0'), mended: true };
  if (/^[1-9]\d{8}$|^[5789]0\d{8}$/.test(digits)) return { value: `0${bare}`, mended: true };
  return null;
}

function findNumber(folded: string): PhoneReading {
  for (const match of folded.matchAll(/(?<!\d)0\d{1,5}-?\d{1,4}-?\d{3,4}(?!\d)/g)) {
    if (!isNumber(match[0])) continue;
    if (/(fax|ファッ?クス|ファクシミリ|\bF)[: (]*$/i.test(folded.slice(0, match.index))) continue;
    const left = folded.replace(match[0], '').trim();
    return /[\p{L}\p{N}]/u.test(left.replace(/^(tel|電話)[: ]*/i, ''))
      ? { value: match[0], left }
      : { value: match[0] };
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
