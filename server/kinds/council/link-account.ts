import { normaliseName } from '../../database/normalise.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext, type Role } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { isOver, type Link, type Sending } from '../../settings/users/invitations.ts';
import { createMembership, createUser, readUserRecord } from '../../settings/users/users.ts';
import { findCouncil } from './find-council.ts';
import {
  listCoordinatorAccounts,
  personOf,
  readCouncil,
  readCouncilMember,
  setAccount,
  type CouncilMemberRow,
  type CouncilRow,
} from './store.ts';

/** What an account needs to do a member's work: a coordinator's is the role of the council's tier. */
const roleFor = (council: CouncilRow, member: CouncilMemberRow): Role =>
  member.role === 'coordinator' ? `tier${council.tier}` : 'member';

/**
 * Says whose account a person of a council has: one that is there, which is offered the role that it lacks, or a new one,
 * to which they are invited. `link`: null where nothing had to be offered. For administrators of the council's area. Throws `stale`
 * where somebody has said another account.
 */
export async function linkAccount(
  ctx: MunicipalContext,
  councilId: string,
  memberId: string,
  account: { userId: string } | { email: string },
  sending: Sending,
): Promise<{ userId: string; link: Link | null }> {
  const council = await findCouncil(ctx, councilId, 'manage');
  const member = await readCouncilMember(ctx.db, councilId, memberId);
  if (!member) throw notFound();
  const role = roleFor(council, member);
  const offer = {
    areaId: council.area_id,
    role,
    organisationId: member.organisation_id,
    startsOn: member.starts_on > ctx.today ? member.starts_on : ctx.today,
    endsOn: member.ends_on,
  };
  const linked = async () => {
    if ('email' in account) {
      const { name, name_kana: nameKana } = member;
      const { email } = account;
      const { user, link } = await createUser(
        ctx,
        { email, name, nameKana, language: 'ja', memberships: [offer] },
        sending,
      );
      return { userId: user.id, link };
    }
    const { user, memberships } = await readUserRecord(ctx, account.userId);
    const holds = memberships.some(
      (membership) =>
        membership.role === role &&
        !isOver(membership, ctx.today) &&
        council.area_path.startsWith(membership.area_path),
    );
    return { userId: user.id, link: holds ? null : await createMembership(ctx, user.id, offer, sending) };
  };
  const { userId, link } = await linked();
  if (!(await setAccount(ctx.db, councilId, personOf(member), userId)))
    throw await staleConflict(ctx, 'council_member', member.id, member.version - 1, {
      id: member.id,
      version: member.version,
    });
  await audit(
    ctx,
    'council_member.account',
    { kind: 'council_member', id: member.id, title: member.name },
    {
      version: member.version + 1,
      council: councilId,
      changed: tellChanges(changedFields({ ...member }, { user_id: userId }), ['user_id']),
    },
  );
  return { userId, link };
}

/** The account of the one who bears a name and coordinates there already; none where there are several, or none. */
export async function accountOfCoordinator(
  ctx: MunicipalContext,
  councilId: string,
  name: string,
): Promise<string | null> {
  const council = await readCouncil(ctx.db, ctx.municipality.id, councilId);
  if (!council) return null;
  const accounts = await listCoordinatorAccounts(ctx.db, council, ctx.today);
  const ids = new Set(
    accounts.filter((account) => normaliseName(account.name) === normaliseName(name)).map(({ id }) => id),
  );
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? id : null;
}
