import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notFound } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { listMembershipsOf } from '../../settings/users/memberships-store.ts';
import { readOrganisation } from '../organisation/index.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { findCouncil } from './find-council.ts';
import { insertCouncilMember, readCouncilMember, type CouncilMemberRow } from './store.ts';

export type NewMember = {
  name: string;
  nameKana: string;
  role: CouncilMemberRow['role'];
  organisationId: string | null;
  userId: string | null;
  startsOn: string;
  endsOn: string | null;
};
export type MemberChange = { [Field in Exclude<keyof NewMember, 'userId'>]?: NewMember[Field] | undefined };

/** Adds a person to a council. For coordinators and administrators of the area. */
export async function createMember(
  ctx: MunicipalContext,
  councilId: string,
  input: NewMember,
): Promise<{ id: string; version: number }> {
  await findCouncil(ctx, councilId, 'work');
  await checkMember(ctx, input);
  const id = ctx.newId();
  await insertCouncilMember(ctx.db, {
    id,
    council_id: councilId,
    organisation_id: input.organisationId,
    user_id: input.userId,
    name: input.name,
    name_kana: input.nameKana,
    role: input.role,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    version: 1,
  });
  await audit(
    ctx,
    'council_member.create',
    { kind: 'council_member', id, title: input.name },
    { version: 1, council: councilId, role: input.role },
  );
  await evaluateCouncil(ctx, councilId);
  return { id, version: 1 };
}

/** Changes a member or ends their term. Throws `stale` when somebody changed it first. */
export async function changeMember(
  ctx: MunicipalContext,
  councilId: string,
  id: string,
  version: number,
  change: MemberChange,
): Promise<{ id: string; version: number }> {
  await findCouncil(ctx, councilId, 'work');
  const member = await readCouncilMember(ctx.db, councilId, id);
  if (!member) throw notFound();
  const values = {
    name: change.name ?? member.name,
    name_kana: change.nameKana ?? member.name_kana,
    role: change.role ?? member.role,
    organisation_id: change.organisationId === undefined ? member.organisation_id : change.organisationId,
    starts_on: change.startsOn ?? member.starts_on,
    ends_on: change.endsOn === undefined ? member.ends_on : change.endsOn,
  };
  await checkMember(ctx, {
    organisationId: values.organisation_id,
    userId: null,
    startsOn: values.starts_on,
    endsOn: values.ends_on,
  });
  const next = await updateVersion(ctx.db, 'council_members', id, version, values);
  if (next === null)
    throw await staleConflict(ctx, 'council_member', id, version, { id, version: member.version, ...values });
  // A line of its own kind, so that a conflict can tell what happened to this very member.
  await audit(
    ctx,
    'council_member.change',
    { kind: 'council_member', id, title: values.name },
    {
      version: next,
      council: councilId,
      changed: tellChanges(changedFields({ ...member }, values), ['role', 'organisation_id', 'starts_on', 'ends_on']),
    },
  );
  await evaluateCouncil(ctx, councilId);
  return { id, version: next };
}

async function checkMember(
  ctx: MunicipalContext,
  member: Pick<NewMember, 'organisationId' | 'userId' | 'startsOn' | 'endsOn'>,
): Promise<void> {
  const issue = (path: string, text: string) =>
    invalid([{ path, code: text, message: say(ctx.language, `councils.${text}`) }]);
  if (member.organisationId && !(await readOrganisation(ctx.db, ctx.municipality.id, member.organisationId)))
    throw issue('/organisationId', 'unknownOrganisation');
  if (member.userId && (await listMembershipsOf(ctx.db, ctx.municipality.id, [member.userId])).length === 0)
    throw issue('/userId', 'unknownUser');
  if (member.endsOn && member.endsOn < member.startsOn) throw issue('/endsOn', 'endBeforeStart');
}
