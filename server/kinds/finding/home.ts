import { dayInJapan } from '../../kernel/clock.ts';
import { hasRole } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomePart } from '../../records/home.ts';
import { listFindings } from './findings.ts';
import { findingReach } from './policy.ts';

const SHOWN = 10;
/** Read at once, of both purposes: each may have as many as it shows. */
const READ = 60;

/** Candidates to send up wait for the coordinators who may; what a watch noticed is told beside. */
export const findingHome: HomePart = {
  async read(ctx) {
    if (findingReach(ctx.actor).length === 0) return {};
    const findings = await listFindings(ctx, { statuses: ['open'], limit: READ, needs: false, ofOpenCouncils: true });
    const candidates = hasRole(ctx.actor, ['tier2'])
      ? findings.filter(({ purpose, can }) => purpose === 'escalation' && can.raise)
      : [];
    return {
      waiting: candidates.slice(0, SHOWN).map((finding) => ({
        ...atLeisure,
        kind: 'finding',
        text: say(ctx.language, 'home.finding', {
          council: finding.council.name,
          type: finding.type?.name ?? '',
          sentence: finding.sentence,
        }),
        action: say(ctx.language, 'home.action.finding'),
        path: `councils/${finding.council.id}`,
        since: dayInJapan(finding.foundAt),
      })),
      noticed: findings
        .filter(({ purpose }) => purpose === 'watch')
        .slice(0, SHOWN)
        .map((finding) => ({
          text: say(ctx.language, 'home.noticed', { council: finding.council.name, sentence: finding.sentence }),
          path: `councils/${finding.council.id}`,
        })),
    };
  },
};
