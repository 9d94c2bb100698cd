import type { Audience } from '../../../forms/types.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import type { Member } from '../../kernel/reach.ts';
import { tagsOf } from '../../records/standings.ts';
import { consentsTo, needAudience, type ConsentedNeed } from '../need/index.ts';
import { mayReferral, type PlacedReferral } from './policy.ts';
import { readReferral, readReferrals, type NamedReferral } from './store.ts';

type ConsentedReferral = PlacedReferral & {
  /** What its own workflow version says of where it stands. */
  tags: string[];
  need_scope: ConsentedNeed['scope'];
  need_consent: ConsentedNeed['consent'];
  need_consent_scope: string;
  need_consent_override: string;
};

export type TaggedReferral = NamedReferral & { tags: string[] };

/** A referral with its tags; undefined: there is none in this municipality. */
export async function loadReferral(ctx: MunicipalContext, id: string): Promise<TaggedReferral | undefined> {
  const row = await readReferral(ctx.db, ctx.municipality.id, id);
  return row && withTags(ctx, row);
}

/** Those of these ids that there are in this municipality. */
export async function loadReferrals(ctx: MunicipalContext, ids: string[]): Promise<TaggedReferral[]> {
  const rows: TaggedReferral[] = [];
  for (const row of await readReferrals(ctx.db, ctx.municipality.id, ids)) rows.push(await withTags(ctx, row));
  return rows;
}

const withTags = async (ctx: MunicipalContext, row: NamedReferral): Promise<TaggedReferral> => ({
  ...row,
  tags: await tagsOf(ctx, row),
});

/** As whom a person is told of a referral and of its need: a provider by how far the referral is, and only what was agreed to be told to services. */
export function referralAudience(actor: Member, referral: ConsentedReferral): Audience {
  const need: ConsentedNeed & { area_path: string } = {
    scope: referral.need_scope,
    consent: referral.need_consent,
    consent_scope: referral.need_consent_scope,
    consent_override: referral.need_consent_override,
    area_path: referral.area_path,
  };
  const around = needAudience(actor, need);
  if (around === 'staff' || !mayReferral(actor, 'answer', referral)) return around;
  return [...around, { name: `provider-${stageOf(referral.tags)}`, consent: consentsTo(need, 'service') }];
}

/** A state that says neither that it waits nor that the service has the case tells as little as one after the end. */
function stageOf(tags: string[]): 'asked' | 'accepted' | 'after' {
  if (tags.includes('waiting')) return 'asked';
  return tags.includes('accepted') || tags.includes('supporting') ? 'accepted' : 'after';
}

/** A message may say who it is about: it is for those who may know, and for the provider until the referral is over or the consent is taken back. */
export const readsMessage = (audience: Audience): boolean =>
  audience === 'staff' ||
  audience.some(({ name, consent }) => consent && (name === 'provider-asked' || name === 'provider-accepted'));
