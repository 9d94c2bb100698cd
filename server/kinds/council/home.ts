import type { Turn } from '../../../workflows/types.ts';
import { addDays } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { holds, reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type RecordHome } from '../../records/home.ts';
import {
  eventsOfCouncils,
  foundedWithin,
  listMissingCoordinators,
  listSilentCouncils,
  listWaitingCouncils,
  type WaitingCouncil,
} from './home-store.ts';
import { standingsTagged } from '../../records/standings.ts';
import { sayDay } from '../../settings/say-day.ts';
import { councilReach } from './policy.ts';

const SHOWN = 10;
/** Without a gathering for so long a council is silent: whoever supports its coordinator asks how it goes. */
const SILENT_DAYS = 120;

const otherwise: readonly Turn[] = [
  {
    roles: ['tier2', 'tier1'],
    texts: {
      ja: { text: '{{title}}は「{{state}}」です。', action: '手続きを進める' },
      en: { text: '{{title}} is at “{{state}}”.', action: 'Move it on' },
    },
  },
];

/** Whose turn it is of councils is said to the coordinators of their own tier: the first supports the second, and does not work for it. */
const tiers: Record<string, 1 | 2> = { tier1: 1, tier2: 2 };

export const councilHome: RecordHome<WaitingCouncil> = {
  turns: {
    otherwise,
    read: (ctx, groups, limit) =>
      listWaitingCouncils(
        ctx.db,
        ctx.municipality.id,
        groups.map(({ standings, reach, role, before }) => ({
          standings,
          paths: reach.flatMap(({ paths }) => paths),
          tier: tiers[role] ?? null,
          before,
        })),
        ctx.today,
        limit,
      ),
    words: (council) => ({ title: council.called }),
    days: (council) => ({ 'last-meeting-on': council.last_meeting_on }),
  },
  read: async (ctx) => ({ waiting: [...(await tellMissingCoordinators(ctx)), ...(await tellSilent(ctx))] }),
  recent(ctx, events) {
    const paths = councilReach(ctx.actor);
    return paths.length === 0 ? null : eventsOfCouncils(ctx.db, events, paths);
  },
  concerns(ctx, events) {
    const paths = reachOf(ctx.actor, ['tier2', 'member']);
    return paths.length === 0 ? null : eventsOfCouncils(ctx.db, events, paths);
  },
  first: [{ key: 'councils', roles: ['administrator'], table: 'councils', path: 'settings/councils' }],
  async figures(ctx) {
    const paths = reachOf(ctx.actor, ['administrator', 'tier1', 'tier2']);
    return paths.length === 0
      ? []
      : [
          {
            key: 'founded',
            group: 'talk',
            path: 'councils',
            rows: (db, from, to) => foundedWithin(db, ctx.municipality.id, paths, from, to),
          },
        ];
  },
};

async function tellMissingCoordinators(ctx: MunicipalContext): Promise<HomeItem[]> {
  const paths = reachOf(ctx.actor, ['administrator', 'tier1']);
  if (paths.length === 0) return [];
  const open = await standingsTagged(ctx, 'council', 'open');
  const rows = await listMissingCoordinators(ctx.db, ctx.municipality.id, paths, open, ctx.today, SHOWN);
  return rows.flatMap((row): HomeItem[] => {
    if (row.member_id === null)
      return [
        {
          ...atLeisure,
          kind: 'council-without-coordinator',
          text: say(ctx.language, 'home.withoutCoordinator', { council: row.name }),
          action: say(ctx.language, 'home.action.council'),
          path: `councils/${row.id}`,
          since: row.established_on,
        },
      ];
    // Who may give an account is told of it.
    if (!holds(ctx.actor, ['administrator'], row.area_path)) return [];
    return [
      {
        ...atLeisure,
        kind: 'coordinator-without-account',
        text: say(ctx.language, 'home.coordinatorWithoutAccount', { name: row.member_name, council: row.name }),
        action: say(ctx.language, 'home.action.invite'),
        path: `settings/users?council=${row.id}&member=${row.member_id}`,
        since: row.starts_on,
      },
    ];
  });
}

/** Until it has met again; its own coordinator is told by its workflow. */
async function tellSilent(ctx: MunicipalContext): Promise<HomeItem[]> {
  const paths = reachOf(ctx.actor, ['administrator', 'tier1']);
  if (paths.length === 0) return [];
  const since = addDays(ctx.today, -SILENT_DAYS);
  // One that was dissolved meets no more.
  const open = await standingsTagged(ctx, 'council', 'open');
  const councils = await listSilentCouncils(ctx.db, ctx.municipality.id, paths, open, since, SHOWN);
  return councils.map(({ id, name, last_on }) => ({
    ...atLeisure,
    kind: 'council-silent',
    text: say(ctx.language, 'home.silent', { council: name, day: sayDay(ctx.language, last_on) }),
    action: say(ctx.language, 'home.action.silent'),
    path: `councils/${id}`,
    since: last_on,
  }));
}
