/* What other folders may know of this kind. */
export { referralReach } from './policy.ts';
export { sendReferral } from './send-referral.ts';
export { listReferrals } from './store.ts';
