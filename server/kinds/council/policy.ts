import type { Audience } from '../../../forms/types.ts';
import { reachOf, type Member } from '../../kernel/reach.ts';
import { audienceBy, may, reachBy, type Judged } from '../../kernel/rights.ts';
import { councilRights, type CouncilAction } from './rights.ts';

/** What its table of rights is asked of a council. */
export const judgedCouncil = (council: { area_path: string; tier?: 1 | 2 }): Judged => ({
  area: council.area_path,
  is: council.tier === undefined ? [] : [`tier-${council.tier}`],
});

export const mayCouncil = (
  actor: Member,
  action: CouncilAction,
  council: { area_path: string; tier?: 1 | 2 },
): boolean => may(councilRights, actor, action, judgedCouncil(council));

/** Those who keep its records are told everything; whoever else may read a council is told what its members are. Members agreed to that. */
export const councilAudience = (actor: Member, areaPath: string): Audience =>
  audienceBy(councilRights, actor, { area: areaPath });

/** Area paths for lists; a council below or above one of them is seen. */
export const councilReach = (actor: Member): string[] =>
  reachBy(councilRights, actor, 'see').flatMap(({ paths }) => paths);

/** Does the actor keep the records of any council? */
export const worksForCouncils = (actor: Member): boolean => reachBy(councilRights, actor, 'work').length > 0;

/** Where the actor coordinates councils, by their tier. */
export const coordinates = (actor: Member): { tier: 1 | 2; paths: string[] }[] =>
  ([1, 2] as const).flatMap((tier) => {
    const paths = reachOf(actor, [`tier${tier}`]);
    return paths.length === 0 ? [] : [{ paths, tier }];
  });

/** May the actor found a council anywhere? */
export const mayFoundCouncils = (actor: Member): boolean => reachBy(councilRights, actor, 'add').length > 0;
