import { z } from 'zod';
import { day, role, version } from '../../http/contract.ts';
import { area } from '../areas/contract.ts';
import { codeEntry } from '../codes/contract.ts';

/** It is put into texts that are filled in afterwards: one line, and nothing of what would be filled in itself (`{{name}}`, `$t(key)`). */
const wordForm = /^[ -#%-z|~\u00a0-\u2027\u202a-\uffff]*$/;
const word = z.string().trim().min(1).max(40).regex(wordForm);
/** As it stands in the middle of a sentence; without English, the product's stays. */
const ownWord = z.object({ ja: word, en: z.object({ one: word, many: word }).nullable() });
/**
 * What the city calls councils (協議体) and coordinators (生活支援コーディネーター); null: as the product does. `office`: its office that stands on what is printed
 * (介護福祉課); null or left out: none.
 */
export const ownWords = z.object({
  council: ownWord.nullable(),
  coordinator: ownWord.nullable(),
  office: word.nullable().optional(),
});
export const ownWordsKept = z.object({ words: ownWords, version });

/**
 * `matching`: needs are handed to services (つなぐ); without it nobody ranks or refers, and what is on record can still be read. `coordinator`: how one comes into office;
 * of lifecycles with a way for each, only the steps of this one are taken.
 */
export const practice = z.object({
  matching: z.boolean(),
  coordinator: z.enum(['election', 'appointment']),
  /** Outside of one's own areas, counts of needs below this are not told; left out: as before. */
  hidesBelow: z.number().int().min(1).max(20).optional(),
});
export const practiceKept = z.object({ practice, version });

/** `allowed`: forms may be taken along on a device, where answers about residents then lie until they are sent. */
export const offline = z.object({ allowed: z.boolean() });
export const offlineKept = offline.extend({ version });

/** What every page of a municipality needs once: its areas, its code lists, and what the asker may do. */
export const municipality = z.object({
  code: z.string(),
  name: z.string(),
  nameKana: z.string(),
  areas: z.array(area),
  codes: z.object({
    'service-type': z.array(codeEntry),
    'organisation-kind': z.array(codeEntry),
    'meeting-kind': z.array(codeEntry),
    /** From the widest on. */
    'area-kind': z.array(codeEntry),
  }),
  /** The asker's roles here, widest first. */
  roles: z.array(role),
  /** Pages and actions open to the asker: `needs`, `needs.create`, `councils`, `services`, `services.create`, `imports`, `proposals`, `referrals`, `settings`, `audit` … */
  can: z.record(z.string(), z.boolean()),
  words: ownWords,
  practice,
  /** Forms may be taken along on a device. */
  offline: z.boolean(),
  today: day,
});
