import { addDays } from '../../kernel/clock.ts';
import { reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomePart } from '../../records/home.ts';
import { sayDay } from '../../settings/say-day.ts';
import { findFirstCouncil, heldWithin, listLateMeetings } from './home-store.ts';

const SHOWN = 10;
/** So long a meeting is news to those who were not there. */
const RECENT_DAYS = 30;

/** What the own council held of late, for its members. */
export const meetingHome: HomePart = {
  async read(ctx) {
    const paths = reachOf(ctx.actor, ['member']);
    if (paths.length === 0) return {};
    const since = addDays(ctx.today, -RECENT_DAYS);
    const meetings = await listLateMeetings(ctx.db, ctx.municipality.id, paths, since, SHOWN);
    return {
      waiting: meetings.map((meeting) => ({
        ...atLeisure,
        kind: 'meeting',
        text: say(ctx.language, 'home.meeting', {
          council: meeting.council_name,
          title: meeting.title,
          day: sayDay(ctx.language, meeting.held_on),
        }),
        action: say(ctx.language, 'home.action.see'),
        path: `meetings/${meeting.id}`,
        since: meeting.held_on,
      })),
    };
  },
  first: [
    {
      key: 'meetings',
      roles: ['tier2'],
      table: 'meetings',
      async path(ctx) {
        const council = await findFirstCouncil(ctx.db, ctx.municipality.id, reachOf(ctx.actor, ['tier2']));
        return council === undefined ? null : `councils/${council}`;
      },
    },
  ],
  async figures(ctx) {
    const paths = reachOf(ctx.actor, ['administrator', 'tier1', 'tier2', 'member']);
    return paths.length === 0
      ? []
      : [
          {
            key: 'meetings',
            group: 'talk',
            path: 'councils',
            rows: (db, from, to) => heldWithin(db, ctx.municipality.id, paths, from, to),
          },
        ];
  },
};
