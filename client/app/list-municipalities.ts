import type { Me } from '../lib/contract.ts';

/** Each once, in the order of the memberships. */
export function listMunicipalities(me: Me): { code: string; name: string }[] {
  return [...new Map(me.memberships.map(({ municipality }) => [municipality.code, municipality])).values()];
}
