import type { Turn } from '../../../workflows/types.ts';
import { addDays, dayInJapan, instantInJapan } from '../../kernel/clock.ts';
import { reachOf } from '../../kernel/reach.ts';
import type { RecordHome } from '../../records/home.ts';
import { adoptedWithin, eventsOfProposals, listWaitingProposals, sentWithin } from './home-store.ts';
import { toReach } from './policy.ts';
import type { NamedProposal } from './store.ts';

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
    days: ({ sent_at, due_on, told_at }) => ({
      'sent-on': sent_at && dayInJapan(sent_at),
      'due-on': due_on,
      'told-on': told_at && dayInJapan(told_at),
    }),
  },
  recent(ctx, events) {
    const paths = reachOf(ctx.actor, ['administrator', 'tier1', 'tier2']);
    return paths.length === 0 ? null : eventsOfProposals(events, paths);
  },
  // To the sender what became of it; what reaches the receiver waits for them anyway.
  concerns(ctx, events) {
    const paths = reachOf(ctx.actor, ['tier2', 'member']);
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
