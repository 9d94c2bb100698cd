import { addDays, dayInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { hasRole, reachOf } from '../../kernel/reach.ts';
import { say } from '../../kernel/texts/index.ts';
import { atLeisure, type HomeItem, type HomePart } from '../../records/home.ts';
import { sayDay } from '../../settings/say-day.ts';
import { sayList } from '../../settings/say-list.ts';
import { coordinates, councilReach } from '../council/index.ts';
import { showItem, type ShownItem } from './find-meeting.ts';
import { firstCouncil, heldWithin, listEnteredMeetings, listHomeMeetings, type HomeMeeting } from './home-store.ts';
import { listItemsOf } from './store.ts';

const SHOWN = 10;
const OPEN_SHOWN = 100;
/** So many items of an agenda are named. */
const AGENDA_SHOWN = 5;
/** So long after its day the record of a planned meeting may take. */
const RECORD_DAYS = 7;
/** So long before its day an invitation should have been answered. */
const ANSWER_DAYS = 3;

/** So long after they were sent minutes should have been read; then they may be confirmed without more replies. */
const REPLY_DAYS = 14;

/** Invitations to answer, minutes to read and to confirm, and the next meeting of one's councils with what to bring; and what was planned and is not on record, for its coordinators. */
export const meetingHome: HomePart = {
  async read(ctx) {
    const meetings = await listHomeMeetings(
      ctx.db,
      ctx.municipality.id,
      {
        invited: hasRole(ctx.actor, ['tier1', 'tier2', 'member', 'centre']) ? ctx.actor.id : null,
        reach: councilReach(ctx.actor),
        next: coordinates(ctx.actor),
        unrecorded: coordinates(ctx.actor),
      },
      ctx.today,
      SHOWN,
      addDays(ctx.today, -REPLY_DAYS),
    );
    const agendas = await readAgendas(ctx, meetings);
    return { waiting: meetings.map((meeting) => tell[meeting.part](ctx, meeting, agendas.get(meeting.id) ?? [])) };
  },
  // All that is planned, also for a day that is still to come.
  async open(ctx) {
    const unrecorded = coordinates(ctx.actor);
    if (unrecorded.length === 0) return [];
    const wanted = { invited: null, reach: [], next: [], unrecorded };
    const planned = await listHomeMeetings(
      ctx.db,
      ctx.municipality.id,
      wanted,
      '9999-12-31',
      OPEN_SHOWN,
      addDays(ctx.today, -REPLY_DAYS),
    );
    return planned
      .filter(({ part, held_on }) => part === 'unrecorded' && held_on > ctx.today)
      .map((meeting) => ({
        ...atLeisure,
        kind: 'meeting-planned',
        text: say(ctx.language, 'home.planned', wordsOf(ctx, meeting)),
        action: say(ctx.language, 'home.action.see'),
        path: `meetings/${meeting.id}`,
        since: null,
        dueOn: meeting.held_on,
      }));
  },
  // What others put on record of the own council, for who was not at the keyboard.
  async news(ctx, since) {
    const paths = reachOf(ctx.actor, ['member', 'tier2']);
    if (paths.length === 0) return [];
    const meetings = await listEnteredMeetings(ctx.db, ctx.municipality.id, paths, since, ctx.actor.id ?? '');
    return meetings.map((meeting) => ({
      id: meeting.id,
      at: meeting.created_at,
      by: meeting.creator_name ?? say(ctx.language, 'records.system'),
      text: say(ctx.language, 'home.meeting', {
        council: meeting.council_name,
        title: meeting.title,
        day: sayDay(ctx.language, meeting.held_on),
      }),
      path: `meetings/${meeting.id}`,
    }));
  },
  first: [
    {
      key: 'meetings',
      roles: ['tier2'],
      table: 'meetings',
      own: true,
      path: 'councils',
      at: (ctx) => firstCouncil(ctx.db, ctx.municipality.id, reachOf(ctx.actor, ['tier2'])),
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

/** What meetings to come are about, in titles that the asker may be told. */
async function readAgendas(ctx: MunicipalContext, meetings: HomeMeeting[]): Promise<Map<string, ShownItem[]>> {
  const coming = meetings.filter(({ part }) => part === 'invited' || part === 'next').map(({ id }) => id);
  if (coming.length === 0) return new Map();
  const agendas = Map.groupBy(await listItemsOf(ctx.db, coming), ({ meeting_id }) => meeting_id);
  return new Map(
    [...agendas].map(([id, items]) => [id, items.map((item) => showItem(ctx, item)).filter(({ hidden }) => !hidden)]),
  );
}

const tell: Record<
  HomeMeeting['part'],
  (ctx: MunicipalContext, meeting: HomeMeeting, agenda: ShownItem[]) => HomeItem
> = {
  invited(ctx, meeting, agenda) {
    const { answer } = meeting;
    const dueOn = answer === null ? addDays(meeting.held_on, -ANSWER_DAYS) : null;
    return {
      ...atLeisure,
      kind: answer === null ? 'meeting-invitation' : 'meeting-planned',
      text: withPreparation(ctx, say(ctx.language, `home.invited.${answer ?? 'open'}`, wordsOf(ctx, meeting)), meeting),
      ...tellAgenda(ctx, agenda),
      action: say(ctx.language, answer === null ? 'home.action.invited' : 'home.action.see'),
      path: `meetings/${meeting.id}`,
      since: null,
      dueOn,
      late: dueOn !== null && dueOn <= ctx.today,
    };
  },
  next: (ctx, meeting, agenda) => ({
    ...atLeisure,
    kind: 'meeting-next',
    text: withPreparation(ctx, say(ctx.language, 'home.next', wordsOf(ctx, meeting)), meeting),
    ...tellAgenda(ctx, agenda),
    action: say(ctx.language, 'home.action.see'),
    path: `meetings/${meeting.id}`,
    since: null,
    dueOn: meeting.held_on,
  }),
  unconfirmed: (ctx, meeting) => tellMinutes(ctx, meeting, 'minutes-unread', 'minutesUnread'),
  answered: (ctx, meeting) => tellMinutes(ctx, meeting, 'minutes-answered', 'minutesAnswered'),
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

const tellMinutes = (
  ctx: MunicipalContext,
  meeting: HomeMeeting,
  kind: 'minutes-unread' | 'minutes-answered',
  text: string,
): HomeItem => {
  const since = meeting.minutes_sent_at === null ? null : dayInJapan(meeting.minutes_sent_at);
  const dueOn = since && addDays(since, REPLY_DAYS);
  return {
    ...atLeisure,
    kind,
    text: say(ctx.language, `home.${text}`, wordsOf(ctx, meeting)),
    action: say(ctx.language, `home.action.${text}`),
    path: `meetings/${meeting.id}`,
    since,
    dueOn,
    late: dueOn !== null && dueOn <= ctx.today,
  };
};

/** What is said of a meeting, with what to bring and what the asker has promised in its council. */
function withPreparation(ctx: MunicipalContext, text: string, { bring, tasks }: HomeMeeting): string {
  const count = Number(tasks);
  return [
    text,
    ...(bring === null ? [] : [say(ctx.language, 'home.bring', { bring: bring.replaceAll(/\s+/g, ' ') })]),
    ...(count === 0 ? [] : [say(ctx.language, 'home.promised', { count })]),
  ].join('');
}

/** The first items of its agenda, and how many more the asker may be told of. */
function tellAgenda(ctx: MunicipalContext, agenda: ShownItem[]): Pick<HomeItem, 'adds'> {
  if (agenda.length === 0) return {};
  const named = agenda.slice(0, AGENDA_SHOWN);
  const titles = named.map(({ title }) => title);
  const count = agenda.length - named.length;
  const items = count === 0 ? sayList(ctx.language, titles) : titles.join(say(ctx.language, 'home.agendaBetween'));
  return {
    adds: {
      text: say(ctx.language, count === 0 ? 'home.agenda' : 'home.agendaMore', { items, count }),
      about: named.flatMap(({ need }) => need?.need_id ?? []),
    },
  };
}

const wordsOf = (ctx: MunicipalContext, { council_name, title, held_on, starts_at }: HomeMeeting) => ({
  council: council_name,
  title,
  day: sayDay(ctx.language, held_on) + (starts_at === null ? '' : ` ${starts_at}`),
});
