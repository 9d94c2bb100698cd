import type { Audience } from '../../../forms/types.ts';
import type { Member } from '../../kernel/reach.ts';
import { consentsTo, needAudience, type ConsentedNeed } from '../need/index.ts';
import { answersReferral, type PlacedReferral } from './policy.ts';

type ConsentedReferral = PlacedReferral & {
  state: string;
  need_scope: ConsentedNeed['scope'];
  need_consent: ConsentedNeed['consent'];
  need_consent_scope: string;
};

/** States in which the service has the case; before them it has been asked, after them it is over. */
const withCase = ['accepted', 'inProgress'];

/** As whom a person is told of a referral and of its need: a provider by how far the referral is, and only what was agreed to be told to services. */
export function referralAudience(actor: Member, referral: ConsentedReferral): Audience {
  const need: ConsentedNeed & { area_path: string } = {
    scope: referral.need_scope,
    consent: referral.need_consent,
    consent_scope: referral.need_consent_scope,
    area_path: referral.area_path,
  };
  const around = needAudience(actor, need);
  if (around === 'staff' || !answersReferral(actor, referral)) return around;
  const stage = referral.state === 'sent' ? 'asked' : withCase.includes(referral.state) ? 'accepted' : 'after';
  return [...around, { name: `provider-${stage}`, consent: consentsTo(need, 'service') }];
}

/** A message may say who it is about: a provider reads it until the referral is over. */
export const readsMessage = (audience: Audience): boolean =>
  audience === 'staff' || audience.some(({ name }) => name !== 'provider-after');
