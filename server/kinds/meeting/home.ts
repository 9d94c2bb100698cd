import { addDays } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { hasRole, reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type HomePart } from '../../records/home.ts';
import { sayDay } from '../../settings/say-day.ts';
import { findFirstCouncil, heldWithin, listHomeMeetings, type HomeMeeting } from './home-store.ts';

const SHOWN = 10;
/** So long a meeting is news to those who were not there. */
const RECENT_DAYS = 30;
/** So long after its day the record of a planned meeting may take. */
const RECORD_DAYS = 7;
/** So long before its day an invitation should have been answered. */
const ANSWER_DAYS = 3;

/** What the own council held of late and plans, for its members; invitations to answer; and what was planned and is not on record, for its coordinators. */
export const meetingHome: HomePart = {
  async read(ctx) {
    const member = reachOf(ctx.actor, ['member']);
    const meetings = await listHomeMeetings(
      ctx.db,
      ctx.municipality.id,
      {
        recent: member.length === 0 ? null : { paths: member, since: addDays(ctx.today, -RECENT_DAYS) },
        invited: hasRole(ctx.actor, ['tier1', 'tier2', 'member', 'centre']) ? ctx.actor.id : null,
        unrecorded: ([1, 2] as const).flatMap((tier) => {
          const paths = reachOf(ctx.actor, [`tier${tier}`]);
          return paths.length === 0 ? [] : [{ paths, tier }];
        }),
      },
      ctx.today,
      SHOWN,
    );
    return { waiting: meetings.map((meeting) => tell[meeting.part](ctx, meeting)) };
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

const tell: Record<HomeMeeting['part'], (ctx: MunicipalContext, meeting: HomeMeeting) => HomeItem> = {
  recent: (ctx, meeting) => ({
    ...atLeisure,
    kind: 'meeting',
    text: say(ctx.language, 'home.meeting', wordsOf(ctx, meeting)),
    action: say(ctx.language, 'home.action.see'),
    path: `meetings/${meeting.id}`,
    since: meeting.held_on,
  }),
  invited(ctx, meeting) {
    const { answer } = meeting;
    const dueOn = answer === null ? addDays(meeting.held_on, -ANSWER_DAYS) : null;
    return {
      ...atLeisure,
      kind: answer === null ? 'meeting-invitation' : 'meeting-planned',
      text: say(ctx.language, `home.invited.${answer ?? 'open'}`, wordsOf(ctx, meeting)),
      action: say(ctx.language, answer === null ? 'home.action.invited' : 'home.action.see'),
      path: `meetings/${meeting.id}`,
      since: null,
      dueOn,
      late: dueOn !== null && dueOn <= ctx.today,
    };
  },
  unrecorded(ctx, meeting) {
    const dueOn = addDays(meeting.held_on, RECORD_DAYS);
    return {
      ...atLeisure,
      kind: 'meeting-unrecorded',
      text: say(ctx.language, 'home.unrecorded', wordsOf(ctx, meeting)),
      action: say(ctx.language, 'home.action.unrecorded'),
      path: `meetings/${meeting.id}`,
      since: meeting.held_on,
      dueOn,
      late: dueOn <= ctx.today,
    };
  },
};

const wordsOf = (ctx: MunicipalContext, { council_name, title, held_on, starts_at }: HomeMeeting) => ({
  council: council_name,
  title,
  day: sayDay(ctx.language, held_on) + (starts_at === null ? '' : ` ${starts_at}`),
});
