import { addDays } from '../../kernel/clock.ts';
import type { Db } from '../../database/db.ts';
import { around, below, readParts, type Query } from '../../database/parts.ts';
import { councilName } from '../council/name-store.ts';
import { aroundAny, belowAny, plannedOfEach } from './joint-store.ts';
import type { NamedPerson } from './store.ts';

export type HomeMeeting = {
  /** `next`: the council's next one, to which the asker is not invited by name. */
  part: 'invited' | 'next' | 'unrecorded' | 'unconfirmed' | 'answered';
  id: string;
  title: string;
  held_on: string;
  starts_at: string | null;
  place: string | null;
  /** When the minutes were sent. */
  minutes_sent_at: string | null;
  council_name: string;
  bring: string | null;
  /** Of an invitation. */
  answer: NamedPerson['answer'];
  /** The asker's own open tasks in the council. */
  tasks: number | string;
};

export type MeetingsAsked = {
  /** Whose invitations to what is still to come. */
  invited: string | null;
  /** Of which councils they still see. */
  reach: string[];
  /** Where, of councils of a tier, the asker hears of the next one. */
  next: { paths: string[]; tier: 1 | 2 }[];
  /** Where, of councils of a tier, planned meetings wait to be recorded, and minutes that were sent to be confirmed. */
  unrecorded: { paths: string[]; tier: 1 | 2 }[];
};

/** What of open councils' meetings stands on somebody's home page, the first `limit` of each part, in one statement. */
export async function listHomeMeetings(
  db: Db,
  municipalityId: string,
  parts: MeetingsAsked,
  today: string,
  limit: number,
  /** Minutes that were sent before this wait for no more replies. */
  answeredBefore: string,
): Promise<HomeMeeting[]> {
  const { invited, reach, next, unrecorded } = parts;
  const meetings = (part: HomeMeeting['part'], answer: string, rows = db('meetings')): Query =>
    rows
      .join('councils', 'councils.id', 'meetings.council_id')
      .join('areas', 'areas.id', 'councils.area_id')
      .where('meetings.municipality_id', municipalityId)
      .whereNull('councils.closed_at')
      .select(
        db.raw(`'${part}' as part`),
        'meetings.id',
        'meetings.title',
        'meetings.held_on',
        'meetings.starts_at',
        'meetings.place',
        'meetings.bring',
        'meetings.minutes_sent_at',
        councilName(db, 'council_name'),
        db.raw(`${answer} as answer`),
        db('tasks')
          .join('council_members as doer', 'doer.id', 'tasks.member_id')
          .whereRaw("tasks.council_id = meetings.council_id and tasks.state = 'open' and doer.user_id = ?", [
            invited ?? '',
          ])
          .count('*')
          .as('tasks'),
      );
  const none = 'cast(null as text)';
  /** The first that is still to come of each of these councils, where this user is not invited: that is told as such. */
  const nextOf = (from: string, of: (planned: Query) => Query): Query =>
    meetings(
      'next',
      none,
      db
        .from(plannedOfEach(db, from, of).as('ahead'))
        .join('meetings', 'meetings.id', 'ahead.meeting_id')
        .whereNotExists(
          db('meetings as sooner')
            .where(
              (any) =>
                void any
                  .whereRaw('sooner.council_id = ahead.council_id')
                  .orWhereExists(
                    db('meeting_councils')
                      .whereRaw('meeting_councils.meeting_id = sooner.id')
                      .whereRaw('meeting_councils.council_id = ahead.council_id')
                      .select(db.raw('1')),
                  ),
            )
            .whereRaw(
              '(sooner.held_on < meetings.held_on or (sooner.held_on = meetings.held_on and sooner.id < meetings.id))',
            )
            .where('sooner.state', 'planned')
            .where('sooner.held_on', '>=', from)
            .select('sooner.id'),
        ),
    )
      .whereNotExists(
        db('meeting_people')
          .join('council_members as guest', 'guest.id', 'meeting_people.member_id')
          .whereRaw('meeting_people.meeting_id = meetings.id and guest.user_id = ?', [invited ?? ''])
          .select('guest.id'),
      )
      // A joint one is the next of several.
      .distinct()
      .orderBy('meetings.held_on');
  const queries: Query[] = [];
  if (invited !== null)
    queries.push(
      nextOf(today, (planned) =>
        around(planned.join('council_members', 'council_members.council_id', 'councils.id'), reach)
          .where('council_members.user_id', invited)
          .whereRaw('council_members.starts_on <= meetings.held_on')
          .where(
            (any) =>
              void any.whereNull('council_members.ends_on').orWhereRaw('council_members.ends_on >= meetings.held_on'),
          ),
      ),
      aroundAny(
        db,
        meetings(
          'invited',
          'meeting_people.answer',
          db('council_members')
            .join('meeting_people', 'meeting_people.member_id', 'council_members.id')
            .join('meetings', 'meetings.id', 'meeting_people.meeting_id'),
        ),
        reach,
      )
        .where({ 'council_members.user_id': invited, 'meetings.state': 'planned' })
        // Whose seat is over by then is not awaited.
        .where(
          (any) =>
            void any.whereNull('council_members.ends_on').orWhereRaw('council_members.ends_on >= meetings.held_on'),
        )
        .where('meetings.held_on', '>=', today)
        .orderBy('meetings.held_on'),
      aroundAny(
        db,
        meetings(
          'unconfirmed',
          none,
          db('council_members')
            .join('meeting_people', 'meeting_people.member_id', 'council_members.id')
            .join('meetings', 'meetings.id', 'meeting_people.meeting_id'),
        ),
        reach,
      )
        .where({ 'council_members.user_id': invited, 'meetings.minutes_state': 'confirming' })
        .whereIn('meeting_people.presence', PRESENT)
        .whereNotExists(repliesOf(db).whereRaw('minutes_replies.user_id = ?', [invited]))
        .orderBy('meetings.minutes_sent_at'),
    );
  for (const { paths, tier } of next)
    queries.push(
      nextOf(addDays(today, 1), (planned) =>
        below(planned, 'areas.path', paths).where({
          'councils.tier': tier,
          'councils.municipality_id': municipalityId,
        }),
      ),
    );
  for (const { paths, tier } of unrecorded)
    queries.push(
      below(meetings('unrecorded', none), 'areas.path', paths)
        .where({ 'councils.tier': tier, 'meetings.state': 'planned' })
        .where('meetings.held_on', '<=', today)
        .orderBy('meetings.held_on'),
    );
  for (const { paths, tier } of unrecorded)
    queries.push(
      below(meetings('answered', none), 'areas.path', paths)
        .where({ 'councils.tier': tier, 'meetings.minutes_state': 'confirming' })
        .where(
          (any) =>
            void any.where('meetings.minutes_sent_at', '<', answeredBefore).orWhereNotExists(
              // Somebody with an account who was there and has not said anything yet.
              db('meeting_people')
                .join('council_members as asked', 'asked.id', 'meeting_people.member_id')
                .whereRaw('meeting_people.meeting_id = meetings.id')
                .whereNotNull('asked.user_id')
                .whereIn('meeting_people.presence', PRESENT)
                .whereNotExists(repliesOf(db).whereRaw('minutes_replies.user_id = asked.user_id'))
                .select('asked.id'),
            ),
        )
        .orderBy('meetings.minutes_sent_at'),
    );
  return readParts<HomeMeeting>(db, queries, limit);
}

/** Who was there, themselves or by somebody in their place. */
const PRESENT = ['present', 'proxy'];

/** For `meetings`: what was said to the minutes as they were sent last. */
const repliesOf = (db: Db): Query =>
  db('minutes_replies')
    .whereRaw('minutes_replies.meeting_id = meetings.id and minutes_replies.round = meetings.minutes_round')
    .select('minutes_replies.id');

/** As many as anybody is told of. */
const MOST = 50;

/**
 * Meetings of councils below these paths that others than this user entered since an instant, the latest first. Those that a step of
 * the council's workflow brought are told as that.
 */
export async function listEnteredMeetings(
  db: Db,
  municipalityId: string,
  paths: string[],
  since: string,
  userId: string,
): Promise<
  {
    id: string;
    title: string;
    held_on: string;
    created_at: string;
    council_name: string;
    creator_name: string | null;
  }[]
> {
  return (
    belowAny(
      db,
      db('meetings')
        .join('councils', 'councils.id', 'meetings.council_id')
        .join('areas', 'areas.id', 'councils.area_id')
        .leftJoin('users', 'users.id', 'meetings.created_by'),
      paths,
    )
      .where({ 'meetings.municipality_id': municipalityId, 'meetings.state': 'held' })
      // One that was planned is told by the step that records it.
      .whereRaw('meetings.created_at > meetings.held_on')
      .where('meetings.created_at', '>=', since)
      .where((any) => void any.whereNull('meetings.created_by').orWhereNot('meetings.created_by', userId))
      .whereNotExists(
        db('events')
          .where({ record_kind: 'council' })
          .whereRaw('events.record_id = meetings.council_id and events.happened_at = meetings.created_at')
          .select(db.raw('1')),
      )
      .orderBy('meetings.id', 'desc')
      .limit(MOST)
      .select(
        'meetings.id',
        'meetings.title',
        'meetings.held_on',
        'meetings.created_at',
        councilName(db, 'council_name'),
        {
          creator_name: 'users.name',
        },
      )
  );
}

/** The id of the open council below these paths that stands where it stands for longest. */
export const firstCouncil = (db: Db, municipalityId: string, paths: string[]): Query =>
  below(db('councils').join('areas', 'areas.id', 'councils.area_id'), 'areas.path', paths)
    .where('councils.municipality_id', municipalityId)
    .whereNull('councils.closed_at')
    .orderBy('councils.state_since')
    .limit(1)
    .select('councils.id');

/** Meetings of councils below these paths held in a period. */
export const heldWithin = (db: Db, municipalityId: string, paths: string[], from: string, to: string): Query =>
  belowAny(
    db,
    db('meetings').join('councils', 'councils.id', 'meetings.council_id').join('areas', 'areas.id', 'councils.area_id'),
    paths,
  )
    .where({ 'meetings.municipality_id': municipalityId, 'meetings.state': 'held' })
    .whereBetween('meetings.held_on', [from, to])
    .select('meetings.id');
