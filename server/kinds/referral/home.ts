import type { Turn } from '../../../workflows/types.ts';
import { areasBelow } from '../../database/parts.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type RecordHome } from '../../records/home.ts';
import { standingsTagged } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { nextCandidates } from '../need/index.ts';
import { eventsOfReferrals, listCameBack, listWaitingReferrals, type WaitingReferral } from './home-store.ts';
import { referralReach } from './policy.ts';

const SHOWN = 10;

const otherwise: readonly Turn[] = [
  {
    roles: ['provider'],
    texts: {
      ja: { text: '「{{service}}」の紹介「{{title}}」は「{{state}}」です。', action: '見る' },
      en: { text: '“{{title}}”, referred to “{{service}}”, is at “{{state}}”.', action: 'See' },
    },
  },
];

export const referralHome: RecordHome<WaitingReferral> = {
  turns: {
    otherwise,
    read: async (ctx, groups, limit) => {
      const areas = await areasOf(ctx);
      return listWaitingReferrals(
        ctx.db,
        ctx.municipality.id,
        groups.map(({ standings, reach, before }) => ({
          standings,
          before,
          organisationIds: reach.flatMap((one) => one.organisationIds),
          areaIds: areasBelow(
            areas,
            reach.flatMap(({ paths }) => paths),
          ).map(({ id }) => id),
        })),
        limit,
      );
    },
    words: (row) => ({
      number: row.need_number,
      title: row.need_title,
      service: row.service_name,
      organisation: row.organisation_name,
    }),
    urgency: (row) => row.need_urgency,
  },
  read: async (ctx) => ({ waiting: await listNext(ctx) }),
  recent(ctx, events) {
    const { organisationIds } = referralReach(ctx.actor);
    return organisationIds.length === 0 ? null : eventsOfReferrals(events, organisationIds);
  },
};

/** Needs that came back, with who could be asked next: said in place of that somebody is to be found. */
async function listNext(ctx: MunicipalContext): Promise<HomeItem[]> {
  const paths = reachOf(ctx.actor, ['tier2']);
  if (paths.length === 0) return [];
  const areas = areasBelow(await areasOf(ctx), paths);
  const back = await listCameBack(
    ctx.db,
    ctx.municipality.id,
    areas.map(({ id }) => id),
    await standingsTagged(ctx, 'need', 'seeking'),
    await standingsTagged(ctx, 'referral', 'given-back'),
    SHOWN,
  );
  if (back.length === 0) return [];
  const next = await nextCandidates(
    ctx,
    back.map(({ id }) => id),
  );
  return back.flatMap((need): HomeItem[] => {
    const candidate = next.get(need.id);
    const since = dayInJapan(need.state_since);
    return candidate
      ? [
          {
            ...atLeisure,
            kind: 'need-next',
            text: say(ctx.language, 'home.need.next', {
              number: need.number,
              title: need.title,
              service: candidate.service.name,
            }),
            action: say(ctx.language, 'home.action.refer'),
            path: `needs/${need.id}`,
            since,
            urgency: need.urgency,
            replaces: true,
          },
        ]
      : [];
  });
}
