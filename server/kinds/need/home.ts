import type { Turn } from '../../../workflows/types.ts';
import { areasBelow } from '../../database/parts.ts';
import { addDays, instantInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { hasRole, reachOf } from '../../kernel/reach.ts';
import type { Figure, RecordHome } from '../../records/home.ts';
import { standingsTagged } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { practiceOf } from '../../settings/municipality/practice.ts';
import {
  concerningNeeds,
  endedWithin,
  eventsOfNeeds,
  listWaitingNeeds,
  receivedWithin,
  standingSo,
} from './home-store.ts';
import { needReach } from './policy.ts';
import { unmetStandings } from './standings.ts';
import type { PlacedNeed } from './store.ts';

const otherwise: readonly Turn[] = [
  {
    roles: ['tier2'],
    texts: {
      ja: { text: 'No.{{number}}「{{title}}」は「{{state}}」です。', action: '見る' },
      en: { text: 'No.{{number}} “{{title}}” is at “{{state}}”.', action: 'See' },
    },
  },
];

const pathsOf = (reach: ReturnType<typeof needReach>, communityOnly: boolean): string[] =>
  reach.filter((right) => right.communityOnly === communityOnly).flatMap(({ paths }) => paths);

/** The areas of which the asker may hear of every need, and those of the community's needs only. */
async function areasWithin(ctx: MunicipalContext) {
  const areas = await areasOf(ctx);
  const reach = needReach(ctx.actor);
  const whole = areasBelow(areas, pathsOf(reach, false));
  const community = areasBelow(areas, pathsOf(reach, true)).filter((area) => !whole.includes(area));
  return { areas, whole, community };
}

export const needHome: RecordHome<PlacedNeed> = {
  turns: {
    otherwise,
    async read(ctx, groups, limit) {
      const { areas, whole, community } = await areasWithin(ctx);
      // What the limit counts must be what the asker may see.
      const seen = groups.map((group) => {
        const own = areasBelow(
          areas,
          group.reach.flatMap(({ paths }) => paths),
        );
        const idsOf = (some: typeof areas) => own.filter((area) => some.includes(area)).map(({ id }) => id);
        return { ...group, areaIds: idsOf(whole), communityAreaIds: idsOf(community) };
      });
      return listWaitingNeeds(ctx.db, ctx.municipality.id, seen, limit);
    },
    words: ({ number, title }) => ({ number, title }),
    days: (need) => ({
      'received-on': need.received_on,
      ...(need.checked_on ? { 'checked-on': need.checked_on } : {}),
    }),
    urgency: (need) => need.urgency,
    untaken: async (ctx) => ((await practiceOf(ctx)).matching ? [] : ['refer']),
  },
  recent(ctx, events) {
    const reach = needReach(ctx.actor);
    return reach.length === 0 ? null : eventsOfNeeds(events, pathsOf(reach, false), pathsOf(reach, true));
  },
  concerns(ctx, events) {
    const reach = needReach(ctx.actor);
    const userId = ctx.actor.id;
    if (reach.length === 0 || userId === null) return null;
    const seen = eventsOfNeeds(events, pathsOf(reach, false), pathsOf(reach, true));
    return concerningNeeds(ctx.db, seen, userId, reachOf(ctx.actor, ['member']));
  },
  first: [{ key: 'needs', roles: ['tier2', 'centre'], table: 'needs', own: true, path: 'needs/new' }],
  figures: countNeeds,
};

/** For whoever steers in an area; the centre and services have their own lists. */
async function countNeeds(ctx: MunicipalContext): Promise<Figure[]> {
  if (!hasRole(ctx.actor, ['administrator', 'tier1', 'tier2', 'member'])) return [];
  const { areas, whole, community } = await areasWithin(ctx);
  const of = { areaIds: whole.map(({ id }) => id), communityAreaIds: community.map(({ id }) => id) };
  const completed = await standingsTagged(ctx, 'referral', 'completed');
  const unmet = await unmetStandings(ctx);
  const town = ctx.municipality.id;
  return [
    {
      key: 'received',
      group: 'needs',
      path: 'needs',
      // Of a whole municipality no area has to be looked at.
      rows: (db, from, to) =>
        receivedWithin(db, town, whole.length === areas.length ? { ...of, areaIds: null } : of, from, to),
    },
    {
      key: 'ended',
      group: 'needs',
      path: 'needs?state=over',
      rows: (db, from, to) =>
        endedWithin(db, town, of, completed, instantInJapan(from), instantInJapan(addDays(to, 1))),
    },
    {
      key: 'unmet',
      group: 'needs',
      path: 'needs?state=lacking',
      now: true,
      rows: (db) => standingSo(db, town, of, unmet),
    },
  ];
}
