import { addDays } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { readUser } from '../../settings/users/store.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { endTerms, giveRole } from './give-role.ts';
import { readCouncilMembers, type CouncilMemberRow } from './store.ts';

/** Seats end with the role that their holder has them by. */
export async function endSeats(ctx: MunicipalContext, seats: CouncilMemberRow[], day: string): Promise<void> {
  const ended = await endTerms(ctx, seats, day);
  for (const council of new Set(ended.map((seat) => seat.council_id))) await evaluateCouncil(ctx, council);
}

/**
 * An account goes on with these seats, which are over or end: with the same role, for the same organisation, in a term of its own from a day on,
 * of a seat that was to begin later from that later day. Answers the ids of the seats that it was given; those that it had already are not among them.
 */
export async function succeedTo(
  ctx: MunicipalContext,
  seats: CouncilMemberRow[],
  userId: string,
  day: string,
): Promise<string[]> {
  const user = await readUser(ctx.db, userId);
  if (!user) return [];
  const given: string[] = [];
  for (const seat of seats) {
    const id = await giveRole(ctx, seat.council_id, {
      name: user.name,
      nameKana: user.name_kana,
      role: seat.role,
      organisationId: seat.organisation_id,
      heldByBody: seat.held_by_body === 1,
      startsOn: seat.starts_on > day ? seat.starts_on : day,
      userId,
    });
    if (id !== null) given.push(id);
    await evaluateCouncil(ctx, seat.council_id);
  }
  return given;
}

/** Somebody else goes on in the place of who was given these seats (ids): their terms end before `day`. */
export async function giveBack(ctx: MunicipalContext, given: string[], day: string): Promise<void> {
  await endSeats(ctx, await readCouncilMembers(ctx.db, given), addDays(day, -1));
}
