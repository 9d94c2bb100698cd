import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import type * as contract from './contract.ts';
import { listAddenda, listMinutesReplies, readUserName } from './minutes-store.ts';
import type { NamedMeeting, NamedPerson } from './store.ts';

/** Were they there, themselves or by somebody in their place, and have an account to be asked with? */
export const isAsked = ({ user_id, presence }: Pick<NamedPerson, 'user_id' | 'presence'>): boolean =>
  user_id !== null && (presence === 'present' || presence === 'proxy');

export type ShownMinutes = Pick<
  z.input<typeof contract.meeting>,
  'minutesState' | 'confirmation' | 'confirmed' | 'addenda'
>;

/**
 * Where the minutes stand. Comments are told to who keeps the records and to whoever wrote them; that somebody has replied, to all who
 * read the meeting. Comments on what was sent before stay for who mends.
 */
export async function showMinutes(
  ctx: MunicipalContext,
  meeting: NamedMeeting,
  people: readonly NamedPerson[],
  keeps: boolean,
): Promise<ShownMinutes> {
  const { minutes_state: state, minutes_round: round, minutes_sent_at: sentAt, confirmed_at: at } = meeting;
  const attendants = people.filter(isAsked);
  const replies = round === 0 ? [] : await listMinutesReplies(ctx.db, meeting.id);
  const now = new Map(replies.filter((reply) => reply.round === round).map((reply) => [reply.user_id, reply]));
  const tells = ({ user_id }: { user_id: string | null }): boolean => keeps || user_id === ctx.actor.id;
  return {
    minutesState: state,
    confirmation:
      sentAt === null
        ? null
        : {
            round,
            sentAt,
            replies: attendants.map(({ name, user_id }) => {
              const reply = now.get(user_id ?? '');
              return {
                name,
                mine: user_id === ctx.actor.id,
                answer: reply?.kind ?? null,
                words: reply && tells(reply) ? reply.words : null,
              };
            }),
            earlier: replies
              .filter((reply) => reply.round < round && reply.words !== null && tells(reply))
              .map(({ name, words, replied_at: repliedAt }) => ({ name, words: words ?? '', repliedAt })),
          },
    confirmed:
      state === 'confirmed' && at !== null ? { at, by: await readUserName(ctx.db, meeting.confirmed_by) } : null,
    addenda: (state === 'confirmed' ? await listAddenda(ctx.db, meeting.id) : []).map(
      ({ id, words, reason, name, added_at: addedAt }) => ({ id, words, reason, by: name, addedAt }),
    ),
  };
}
