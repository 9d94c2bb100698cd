import { addDays } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { readUser } from '../../settings/users/store.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { endTerms, giveRole } from './give-role.ts';
import { listCouncilMembers, type CouncilMemberRow } from './store.ts';

/** Seats end with the role that their holder has them by. */
export async function endSeats(ctx: MunicipalContext, seats: CouncilMemberRow[], day: string): Promise<void> {
  const ended = await endTerms(ctx, seats, day);
  for (const council of new Set(ended.map((seat) => seat.council_id))) await evaluateCouncil(ctx, council);
}

/** An account goes on with these seats, which are over or end: with the same role, for the same organisation, in a term of its own from a day on. */
export async function succeedTo(
  ctx: MunicipalContext,
  seats: CouncilMemberRow[],
  userId: string,
  startsOn: string,
): Promise<void> {
  const user = await readUser(ctx.db, userId);
  if (!user) return;
  for (const seat of seats) {
    await giveRole(ctx, seat.council_id, {
      name: user.name,
      nameKana: user.name_kana,
      role: seat.role,
      organisationId: seat.organisation_id,
      heldByBody: seat.held_by_body === 1,
      startsOn,
      userId,
    });
    await evaluateCouncil(ctx, seat.council_id);
  }
}

/** Somebody else goes on in the place of this account, which took these seats on the day after they ended: its terms end before `day`. */
export async function giveBack(
  ctx: MunicipalContext,
  seats: CouncilMemberRow[],
  userId: string,
  day: string,
): Promise<void> {
  for (const seat of seats) {
    const taken = (await listCouncilMembers(ctx.db, seat.council_id)).filter(
      ({ user_id, role, starts_on }) =>
        user_id === userId && role === seat.role && seat.ends_on !== null && starts_on === addDays(seat.ends_on, 1),
    );
    await endSeats(ctx, taken, addDays(day, -1));
  }
}
