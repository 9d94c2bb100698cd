import type { Standings } from '../../database/standings.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { standingsTagged } from '../../records/standings.ts';

/** Where needs have nobody: nothing was found, or the council is looking at it. */
export const unmetStandings = (ctx: MunicipalContext): Promise<Standings> => standingsTagged(ctx, 'need', 'lacking');
