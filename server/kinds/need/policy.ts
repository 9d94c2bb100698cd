import type { Audience } from '../../../forms/types.ts';
import type { Member } from '../../kernel/reach.ts';
import { audienceBy, may, reachBy, type Judged } from '../../kernel/rights.ts';
import type { NeedHearing } from './heard-store.ts';
import { needRights, type NeedAction } from './rights.ts';

type PlacedNeed = { area_path: string; scope: 'individual' | 'community' };

/** What its table of rights is asked of a need. */
export const judgedNeed = (need: PlacedNeed): Judged => ({ area: need.area_path, is: [need.scope] });

/** What was erased is nobody's to change. */
export const mayNeed = (actor: Member, action: NeedAction, need: PlacedNeed & { erased_at?: string | null }): boolean =>
  !(need.erased_at && ['change', 'refer', 'override'].includes(action)) &&
  may(needRights, actor, action, judgedNeed(need));

/** What a meeting planned for somebody may say who it is; what it planned for the community is nobody's secret. */
export const readsPlan = (actor: Member, need: PlacedNeed): boolean =>
  mayNeed(actor, need.scope === 'community' ? 'see' : 'names', need);

/** What of a need a person may be told of is gone by: who it is about, and what they agreed to. */
export type ConsentedNeed = {
  scope: 'individual' | 'community';
  consent: 'given' | 'not-given' | 'not-needed';
  consent_scope: string;
  /** JSON: to whom it may be told without consent, as somebody who may decided with a reason. */
  consent_override: string;
};

export type ConsentScope = 'service' | 'council' | 'department';
const consentScopes: readonly ConsentScope[] = ['service', 'council', 'department'];

/** May what was told of a need be passed on so far? A community's need is nobody's secret. */
export const consentsTo = (need: ConsentedNeed, scope: ConsentScope): boolean =>
  need.scope === 'community' ||
  (need.consent === 'given' && (JSON.parse(need.consent_scope) as string[]).includes(scope)) ||
  (JSON.parse(need.consent_override) as string[]).includes(scope);

/** All whom it may be told to. */
export const consentedTo = (need: ConsentedNeed): ConsentScope[] =>
  consentScopes.filter((scope) => consentsTo(need, scope));

/** May a member of a council be told its number and title, where the council deals with it? */
export const canHearOfNeed = (actor: Member, need: PlacedNeed & ConsentedNeed): boolean =>
  mayNeed(actor, 'see', need) || (mayNeed(actor, 'hear', need) && consentsTo(need, 'council'));

/** For lists of what is about needs: where the actor may be told that it is, as `canHearOfNeed` has it. */
export const needHearing = (actor: Member): NeedHearing =>
  (['see', 'hear'] as const).flatMap((action) =>
    reachBy(needRights, actor, action).map(({ paths, when = [] }) => ({
      paths,
      communityOnly: when.includes('community'),
      consentedOnly: action === 'hear',
    })),
  );

/** Those who know whom it is about are told everything; the first tier and the members of councils what they may be told. */
export const needAudience = (actor: Member, need: PlacedNeed & ConsentedNeed): Audience =>
  audienceBy(needRights, actor, judgedNeed(need), () => consentsTo(need, 'council'));

/** For lists: where the actor sees needs, with names or without, or only the community's. */
export const needReach = (actor: Member): { paths: string[]; communityOnly: boolean; names: boolean }[] =>
  reachBy(needRights, actor, 'see').map(({ paths, when = [], may: does }) => ({
    paths,
    communityOnly: when.includes('community'),
    names: does.includes('names'),
  }));

/** As whom the actor is told of what their lists find, of each part of it where least is told: an individual who consents to nothing. */
export const needAudiences = (actor: Member): Audience[] =>
  needReach(actor).flatMap(({ paths, communityOnly }) =>
    paths.map((area) =>
      audienceBy(needRights, actor, { area, is: [communityOnly ? 'community' : 'individual'] }, () => communityOnly),
    ),
  );

/** Areas in which the actor may enter a need. */
export const needEntryPaths = (actor: Member): string[] =>
  reachBy(needRights, actor, 'add').flatMap(({ paths }) => paths);

/** Areas whose cases, and with them what they lack, the actor knows. */
export const needCasePaths = (actor: Member): string[] =>
  reachBy(needRights, actor, 'case').flatMap(({ paths }) => paths);
