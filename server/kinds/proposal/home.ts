import type { Turn } from '../../../workflows/types.ts';
import { addDays, dayInJapan, instantInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type RecordHome } from '../../records/home.ts';
import { sayDay } from '../../settings/say-day.ts';
import { adoptedWithin, eventsOfProposals, listWaitingProposals, sentWithin } from './home-store.ts';
import { proposalReach, toReach } from './policy.ts';
import { listProposals, type NamedProposal } from './store.ts';

const SHOWN = 10;
/** So long an answer is news. */
const RECENT_DAYS = 30;

const otherwise: readonly Turn[] = [
  {
    roles: ['tier1'],
    texts: {
      ja: { text: '{{council}}からの「{{title}}」は「{{state}}」です。', action: '見る' },
      en: { text: '“{{title}}” from {{council}} is at “{{state}}”.', action: 'See' },
    },
  },
];

export const proposalHome: RecordHome<NamedProposal> = {
  turns: {
    otherwise,
    read: (ctx, groups, limit) =>
      listWaitingProposals(
        ctx.db,
        ctx.municipality.id,
        groups.map(({ standings, reach, before }) => ({ standings, reach: toReach(reach), before })),
        limit,
      ),
    words: ({ number, title, from_name, to_name }) => ({ number, title, council: from_name, to: to_name }),
    days: ({ sent_at }) => ({ 'sent-on': sent_at && dayInJapan(sent_at) }),
  },
  read: async (ctx) => ({ waiting: await listAnswered(ctx) }),
  recent(ctx, events) {
    const paths = reachOf(ctx.actor, ['administrator', 'tier1', 'tier2']);
    return paths.length === 0 ? null : eventsOfProposals(events, paths);
  },
  async figures(ctx) {
    const paths = reachOf(ctx.actor, ['administrator', 'tier1', 'tier2']);
    if (paths.length === 0) return [];
    const instants = (from: string, to: string): [string, string] => [
      instantInJapan(from),
      instantInJapan(addDays(to, 1)),
    ];
    const group = { group: 'up', path: 'proposals' } as const;
    const town = ctx.municipality.id;
    return [
      { ...group, key: 'sent', rows: (db, from, to) => sentWithin(db, town, paths, ...instants(from, to)) },
      { ...group, key: 'adopted', rows: (db, from, to) => adoptedWithin(db, town, paths, ...instants(from, to)) },
    ];
  },
};

/** Answers that came back of late to what the asker's councils have sent. */
async function listAnswered(ctx: MunicipalContext): Promise<HomeItem[]> {
  if (reachOf(ctx.actor, ['tier2']).length === 0) return [];
  const { items } = await listProposals(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      reach: proposalReach(ctx.actor).filter((one) => one.side === 'from' && !one.sentOnly),
      answeredSince: instantInJapan(addDays(ctx.today, -RECENT_DAYS)),
    },
    { limit: SHOWN },
  );
  return items.map((row) => {
    const day = dayInJapan(row.answered_at ?? ctx.now);
    return {
      ...atLeisure,
      kind: 'proposal-answered',
      text: say(ctx.language, 'home.answered', {
        title: row.title,
        council: row.to_name,
        answer: say(ctx.language, `home.answer.${row.answer ?? 'noted'}`),
        day: sayDay(ctx.language, day),
      }),
      action: say(ctx.language, 'home.action.answer'),
      path: `proposals/${row.id}`,
      since: day,
    };
  });
}
