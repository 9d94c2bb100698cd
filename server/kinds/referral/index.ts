/* What other folders may know of this kind. */
export { referralReach } from './policy.ts';
export { sendReferral } from './send-referral.ts';
export { listReferrals, openReferralStates } from './store.ts';
