import { everyRole, type Action, type Rights } from '../../kernel/rights.ts';

/** `answer`: speaks for the organisation that was asked. */
export type ReferralAction = Extract<Action, 'see' | 'step'> | 'answer';

/**
 * A provider sees its own organisation's referrals; coordinators, centre and administrators those of needs in their area. What
 * they are told goes by the need's table too: see `referral-audience.ts`.
 */
export const referralRights: Rights<ReferralAction> = [
  { roles: ['provider'], where: 'organisation', may: ['see', 'step', 'answer'] },
  { roles: ['administrator', 'tier2', 'centre', 'tier1'], may: ['see'] },
  { roles: everyRole.filter((role) => role !== 'provider'), may: ['step'] },
];
