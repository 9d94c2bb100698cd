import { answerOf } from '../../../forms/index.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import { beginWithToday } from '../../records/initial-day.ts';
import type { RecordDescription } from '../../records/record-kind.ts';
import { referralHome } from './home.ts';
import { judgedReferral } from './policy.ts';
import { loadReferral, referralAudience, type TaggedReferral } from './referral-audience.ts';
import { referralRequires } from './requires.ts';
import { referralRights } from './rights.ts';

/** How the engine moves a referral: `provider` is whoever acts for the organisation it went to. */
export const referralKind: RecordDescription<TaggedReferral> = {
  kind: 'referral',
  table: 'referrals',
  page: 'referrals',
  ofResident: true,
  requires: referralRequires,
  stepForms: ['referral-step'],
  stepModels: [],
  home: referralHome,
  load: loadReferral,
  title: (row) => numberTitle(row.need_number),
  rights: referralRights,
  judged: judgedReferral,
  audience: (actor, row) => referralAudience(actor, row),
  facts: async () => ({}),
  sources: async () => ({}),
  initial: beginWithToday,
  async columns(_ctx, _row, step) {
    const reason = step.form && answerOf(step.form, step.answers, 'reason');
    return typeof reason === 'string' ? { answer_reason: reason } : {};
  },
};
