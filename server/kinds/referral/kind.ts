import { answerOf, fieldOfRole } from '../../../forms/index.ts';
import { numberTitle } from '../../kernel/audit-details.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { invalid } from '../../kernel/errors.ts';
import { say } from '../../kernel/texts/index.ts';
import { beginWithToday } from '../../records/initial-day.ts';
import type { RecordDescription, StepDone } from '../../records/record-kind.ts';
import { setFull } from '../service/index.ts';
import { referralHome } from './home.ts';
import { judgedReferral } from './policy.ts';
import { loadReferral, loadReferrals, referralAudience, type TaggedReferral } from './referral-audience.ts';
import { referralRequires } from './requires.ts';
import { referralRights } from './rights.ts';
import { referralSearch } from './search.ts';

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
  search: referralSearch,
  load: loadReferral,
  loadAll: loadReferrals,
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
  changed: saidFull,
};

/** Whoever refuses may say in the same step that the service has no room, and until when. */
async function saidFull(ctx: MunicipalContext, row: TaggedReferral, { form, answers }: StepDone): Promise<void> {
  if (!form || answerOf(form, answers, 'full') !== 'yes') return;
  const until = answerOf(form, answers, 'full-until');
  if (typeof until === 'string' && until <= ctx.today)
    throw invalid([
      {
        path: `/answers/${(fieldOfRole(form, 'full-until') ?? '').replaceAll('.', '/')}`,
        code: 'past',
        message: say(ctx.language, 'referrals.fullUntilPast'),
      },
    ]);
  await setFull(ctx, row.service_id, typeof until === 'string' ? until : null);
}
