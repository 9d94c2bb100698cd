import type { RowReader } from '../../../imports/read-cells.ts';
import { readPhone, readUrl } from '../../../imports/read-values.ts';

/** The longest address on the web that is kept. */
const longestUrl = 500;

/** The telephone number and the address on the web that a row tells (null: none that can be used), each with a warning for what was mended or left out. */
export function readContact({ cell, text, raise }: RowReader): { phone: string | null; url: string | null } {
  const phone = cell('phone');
  const number = readPhone(phone);
  if (phone !== '' && !number) raise('warning', 'phone', 'phoneUnreadable', { value: phone });
  if (number?.left) raise('warning', 'phone', 'phonePicked', { kept: number.value, value: phone });
  else if (number?.mended) raise('warning', 'phone', 'phoneMended', { kept: number.value, value: phone });
  const url = text('url', longestUrl);
  const address = readUrl(url);
  if (url !== '' && !address) raise('warning', 'url', 'urlUnreadable', { value: url });
  if (address?.left) raise('warning', 'url', 'urlMended', { kept: address.value, value: url });
  return { phone: number?.value ?? null, url: address?.value ?? null };
}
