import { z } from 'zod';
import { day, role } from '../../http/contract.ts';
import { area } from '../areas/contract.ts';
import { codeEntry } from '../codes/contract.ts';

/** What every page of a municipality needs once: its areas, its code lists, and what the asker may do. */
export const municipality = z.object({
  code: z.string(),
  name: z.string(),
  nameKana: z.string(),
  areas: z.array(area),
  codes: z.object({ 'service-type': z.array(codeEntry), 'organisation-kind': z.array(codeEntry) }),
  /** The asker's roles here, widest first. */
  roles: z.array(role),
  /** Pages and actions open to the asker: `needs`, `needs.create`, `councils`, `services`, `services.create`, `imports`, `proposals`, `referrals`, `settings`, `audit` … */
  can: z.record(z.string(), z.boolean()),
  today: day,
});
