import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { addDays } from '../../kernel/clock.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { listMembershipsOf } from '../../settings/users/memberships-store.ts';
import { readOrganisation } from '../organisation/index.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { findCouncil } from './find-council.ts';
import { addEntry, endTerms } from './give-role.ts';
import {
  hasMetSince,
  isReferredTo,
  listCouncilMembers,
  personOf,
  readCouncilMember,
  removeCouncilMember,
  runsTo,
  type CouncilMemberRow,
} from './store.ts';

export type NewMember = {
  name: string;
  nameKana: string;
  role: CouncilMemberRow['role'];
  organisationId: string | null;
  /** The organisation holds the office of coordinator, and the person acts for it. */
  heldByBody?: boolean | undefined;
  userId: string | null;
  startsOn: string;
  endsOn: string | null;
  /** The person's first entry, where they are in the council already: this is one more role of theirs. */
  person?: string | null | undefined;
  /** Entries whose terms end on the day before: the role that this one takes the place of. */
  ends?: string[] | undefined;
};
export type MemberChange = {
  [Field in Exclude<keyof NewMember, 'userId' | 'person' | 'ends'>]?: NewMember[Field] | undefined;
};

/** Gives a person a role in a council, and ends those that it takes the place of. For coordinators and administrators of the area. */
export async function createMember(
  ctx: MunicipalContext,
  councilId: string,
  input: NewMember,
): Promise<{ id: string; version: number }> {
  await findCouncil(ctx, councilId, 'work');
  await checkMember(ctx, input);
  const { known, ended } = await findEntries(ctx, councilId, input);
  await endTerms(ctx, ended, addDays(input.startsOn, -1));
  const id = await addEntry(ctx, {
    council_id: councilId,
    organisation_id: input.organisationId,
    user_id: input.userId ?? known?.user_id ?? null,
    name: input.name,
    name_kana: input.nameKana,
    role: input.role,
    starts_on: input.startsOn,
    ends_on: input.endsOn,
    first_id: known ? personOf(known) : null,
    held_by_body: input.heldByBody ? 1 : 0,
  });
  await evaluateCouncil(ctx, councilId);
  return { id, version: 1 };
}

/** The person's entries and those that end; a role is not given twice for the same days. */
async function findEntries(ctx: MunicipalContext, councilId: string, input: NewMember) {
  const { person, ends = [] } = input;
  if (!person && ends.length === 0) return { known: undefined, ended: [] };
  const entries = await listCouncilMembers(ctx.db, councilId);
  const ended = entries.filter(({ id }) => ends.includes(id));
  const own = entries.filter((member) => person && personOf(member) === person);
  const twice = own.some(
    (member) =>
      member.role === input.role &&
      !ends.includes(member.id) &&
      runsTo(member, input.startsOn) &&
      (input.endsOn === null || input.endsOn >= member.starts_on),
  );
  const issue = (path: string, text: string) => ({ path, code: text, message: say(ctx.language, `councils.${text}`) });
  const issues = [
    ...(person && own.length === 0 ? [issue('/person', 'unknownMember')] : []),
    ...(ended.length < new Set(ends).size ? [issue('/ends', 'unknownMember')] : []),
    ...(twice ? [issue('/role', 'roleHeld')] : []),
  ];
  if (issues.length > 0) throw invalid(issues);
  return { known: own[0], ended };
}

/**
 * Takes out an entry that was a mistake. Throws `memberInUse` once the council has met in its term, or a meeting, task or candidate
 * names it: then the term ends instead. Throws `stale` when somebody changed it first.
 */
export async function removeMember(
  ctx: MunicipalContext,
  councilId: string,
  id: string,
  version: number,
): Promise<void> {
  await findCouncil(ctx, councilId, 'work');
  const member = await readCouncilMember(ctx.db, councilId, id);
  if (!member) throw notFound();
  if (
    (await hasMetSince(ctx.db, councilId, member.starts_on, member.ends_on ?? ctx.today)) ||
    (await isReferredTo(ctx.db, id))
  )
    throw refused('memberInUse', { name: member.name });
  const others = (await listCouncilMembers(ctx.db, councilId)).filter(({ first_id }) => first_id === id);
  if (!(await removeCouncilMember(ctx.db, id, version, others.map((other) => other.id).toSorted())))
    throw await staleConflict(ctx, 'council_member', id, version, { id, version: member.version });
  await audit(
    ctx,
    'council_member.remove',
    { kind: 'council_member', id, title: member.name },
    { council: councilId, role: member.role },
  );
  await evaluateCouncil(ctx, councilId);
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
    held_by_body:
      change.heldByBody === undefined ? member.held_by_body : change.heldByBody ? (1 as const) : (0 as const),
  };
  await checkMember(
    ctx,
    {
      role: values.role,
      organisationId: values.organisation_id,
      heldByBody: values.held_by_body === 1,
      userId: null,
      startsOn: values.starts_on,
      endsOn: values.ends_on,
    },
    member.organisation_id,
  );
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
      changed: tellChanges(changedFields({ ...member }, values), [
        'role',
        'organisation_id',
        'held_by_body',
        'starts_on',
        'ends_on',
      ]),
    },
  );
  await evaluateCouncil(ctx, councilId);
  return { id, version: next };
}

async function checkMember(
  ctx: MunicipalContext,
  member: Pick<NewMember, 'role' | 'organisationId' | 'heldByBody' | 'userId' | 'startsOn' | 'endsOn'>,
  /** The organisation that the entry names already: it stays allowed when that is closed. */
  held: string | null = null,
): Promise<void> {
  const issue = (path: string, text: string) =>
    invalid([{ path, code: text, message: say(ctx.language, `councils.${text}`) }]);
  if (member.organisationId && member.organisationId !== held) {
    const organisation = await readOrganisation(ctx.db, ctx.municipality.id, member.organisationId);
    if (!organisation || organisation.closed_at) throw issue('/organisationId', 'unknownOrganisation');
  }
  if (member.heldByBody && member.role !== 'coordinator') throw issue('/heldByBody', 'bodyCoordinatesOnly');
  if (member.heldByBody && member.organisationId === null) throw issue('/organisationId', 'bodyNeeded');
  if (member.userId && (await listMembershipsOf(ctx.db, ctx.municipality.id, [member.userId])).length === 0)
    throw issue('/userId', 'unknownUser');
  if (member.endsOn && member.endsOn < member.startsOn) throw issue('/endsOn', 'endBeforeStart');
}
