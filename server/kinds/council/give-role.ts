import { normaliseName } from '../../database/normalise.ts';
import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { addDays } from '../../kernel/clock.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { changedFields, newValues } from '../../kernel/stale.ts';
import { accountOfCoordinator } from './link-account.ts';
import { insertCouncilMember, listCouncilMembers, personOf, runsTo, type CouncilMemberRow } from './store.ts';

type Role = CouncilMemberRow['role'];
export type RoleToGive = {
  name: string;
  nameKana: string;
  role: Role;
  organisationId: string | null;
  /** The organisation holds the office, and the person acts for it. */
  heldByBody: boolean;
  startsOn: string;
  /** Whose account they have, where it is known: then an entry of another account is somebody else's. */
  userId?: string;
};

/**
 * Gives a person of a council a role from a day on. Who is there already (same account, or same name and no other organisation) is not counted
 * twice: one seat (member, chair, vice-chair) follows the other, which ends on the day before; a coordinator keeps the seat. An office of one's
 * own and one in which one acts for a body follow each other likewise.
 * A role that they hold on that day already is left as it is. Answers the entry that they have it by, where it was given now; null: it is theirs already.
 */
export async function giveRole(ctx: MunicipalContext, councilId: string, given: RoleToGive): Promise<string | null> {
  const entries = (await listCouncilMembers(ctx.db, councilId)).filter((member) => isSame(member, given));
  const running = entries.filter((member) => runsTo(member, given.startsOn));
  const held_by_body = given.heldByBody ? 1 : 0;
  const held = running.find((member) => member.role === given.role && member.held_by_body === held_by_body);
  if (held) {
    await changeEntry(ctx, held, {
      organisation_id: held.organisation_id ?? given.organisationId,
      user_id: held.user_id ?? given.userId ?? null,
      starts_on: held.starts_on < given.startsOn ? held.starts_on : given.startsOn,
    });
    return null;
  }
  const seat = running.find(({ role }) => isSeat(role) === isSeat(given.role));
  // A seat that begins no earlier was never taken: it becomes the other.
  if (seat && seat.starts_on >= given.startsOn) {
    await changeEntry(ctx, seat, {
      role: given.role,
      starts_on: given.startsOn,
      organisation_id: seat.organisation_id ?? given.organisationId,
      user_id: seat.user_id ?? given.userId ?? null,
      held_by_body,
    });
    return seat.id;
  }
  if (seat) await changeEntry(ctx, seat, { ends_on: addDays(given.startsOn, -1) });
  const [known] = entries;
  return addEntry(ctx, {
    council_id: councilId,
    organisation_id: given.organisationId ?? known?.organisation_id ?? null,
    user_id: given.userId ?? known?.user_id ?? null,
    name: known?.name ?? given.name,
    name_kana: given.nameKana || (known?.name_kana ?? ''),
    role: given.role,
    starts_on: given.startsOn,
    ends_on: seat?.ends_on ?? null,
    first_id: known ? personOf(known) : null,
    held_by_body,
  });
}

const isSeat = (role: Role): boolean => role !== 'coordinator';

const isSame = (member: CouncilMemberRow, { name, organisationId, userId }: RoleToGive): boolean =>
  userId !== undefined && member.user_id !== null
    ? member.user_id === userId
    : normaliseName(member.name) === normaliseName(name) &&
      (member.organisation_id === null || organisationId === null || member.organisation_id === organisationId);

/** Ends the terms that run beyond a day, and answers them. One that begins later ends before it begins: it is never held. */
export async function endTerms<Member extends CouncilMemberRow>(
  ctx: MunicipalContext,
  members: Member[],
  day: string,
): Promise<Member[]> {
  const ended = members.filter((member) => member.ends_on === null || member.ends_on > day);
  for (const member of ended) await changeEntry(ctx, member, { ends_on: day });
  return ended;
}

/** A coordinator's account is the one of that name that coordinates there already. */
export async function addEntry(
  ctx: MunicipalContext,
  entry: Omit<CouncilMemberRow, 'id' | 'version'>,
): Promise<string> {
  const id = ctx.newId();
  const user_id =
    entry.user_id ??
    (entry.role === 'coordinator' ? await accountOfCoordinator(ctx, entry.council_id, entry.name) : null);
  await insertCouncilMember(ctx.db, { ...entry, user_id, id, version: 1 });
  await audit(
    ctx,
    'council_member.create',
    { kind: 'council_member', id, title: entry.name },
    { version: 1, council: entry.council_id, role: entry.role },
  );
  return id;
}

export async function changeEntry(
  ctx: MunicipalContext,
  member: CouncilMemberRow,
  values: Partial<CouncilMemberRow>,
): Promise<void> {
  const changed = changedFields({ ...member }, values);
  if (Object.keys(changed).length === 0) return;
  const version = await updateVersion(ctx.db, 'council_members', member.id, member.version, newValues(changed));
  if (version === null) throw new Error(`the member ${member.id} was changed meanwhile`); // tried again
  await audit(
    ctx,
    'council_member.change',
    { kind: 'council_member', id: member.id, title: member.name },
    { version, council: member.council_id, changed: tellChanges(changed, Object.keys(values)) },
  );
}
