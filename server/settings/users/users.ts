import type { Language } from '../../../rules/types.ts';
import { insertIfNew } from '../../database/dialect.ts';
import { spellingsOf } from '../../database/normalise.ts';
import type { Page, Paging } from '../../database/paging.ts';
import { updateVersion } from '../../database/versioned.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { addDays } from '../../kernel/clock.ts';
import { audit, type Context, type MunicipalContext, type Role } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, newValues, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { readOrganisation } from '../../kinds/organisation/store.ts';
import { readArea } from '../areas/store.ts';
import { userReach } from '../policy.ts';
import { withdrawLinksAround, type InvitationRow } from './invitations-store.ts';
import {
  isOver,
  isWithin,
  makeInvitation,
  makeOrRenew,
  readInvitations,
  renew,
  withdraw,
  type InvitationRecord,
  type Link,
  type NewOffer,
  type Sending,
} from './invitations.ts';
import { listMembershipsOf, type NamedMembershipRow } from './memberships-store.ts';
import { insertUser, listUserNames, listUsers, listUsersOf, readUser, readUserByEmail, type UserRow } from './store.ts';

/**
 * A person of this municipality with their memberships and invitations. `isWhole`: all of it lies in the asker's areas, who may
 * change the account. `passwordBy`: whose link the password was first set by (null: the command line's); undefined: not known.
 */
export type UserRecord = {
  user: UserRow;
  memberships: NamedMembershipRow[];
  invitations: (InvitationRecord & { mayAnswer: boolean })[];
  isWhole: boolean;
  madeBy: string | null;
  passwordBy: string | null | undefined;
};

const recordOf = (user: UserRow) => ({ kind: 'user', id: user.id, title: user.name });

/** Area paths whose users the asker manages; the system's are all. */
function reachOrRefuse(ctx: MunicipalContext): string[] {
  if (ctx.actor.kind === 'system') return ['/'];
  const paths = userReach(ctx.actor);
  if (paths.length === 0) throw notAllowed();
  return paths;
}

/** The users whose memberships, or offers of one, lie in the asker's areas. Only administrators have such areas. */
export async function searchUsers(
  ctx: MunicipalContext,
  q: string | undefined,
  paging: Paging,
): Promise<Page<UserRecord>> {
  const paths = reachOrRefuse(ctx);
  const page = await listUsers(ctx.db, ctx.municipality.id, paths, q?.trim() ? spellingsOf(q) : [], paging);
  return { ...page, items: await toRecords(ctx, page.items, paths) };
}

async function toRecords(ctx: MunicipalContext, users: UserRow[], paths: string[]): Promise<UserRecord[]> {
  const ids = users.map((user) => user.id);
  const memberships = await listMembershipsOf(ctx.db, ctx.municipality.id, ids);
  const invitations = await readInvitations(ctx, ids);
  const names = await listUserNames(
    ctx.db,
    users.flatMap((user) => user.created_by ?? []),
  );
  return users.map((user) => {
    const own = invitations.filter((invitation) => invitation.row.user_id === user.id);
    const held = memberships.filter((row) => row.user_id === user.id);
    const whole = [
      ...held.filter((row) => !isOver(row, ctx.today)),
      ...own.filter((invitation) => invitation.state === 'open').flatMap((invitation) => invitation.offers),
    ];
    const isWhole = whole.every((row) => isWithin(paths, row.area_path));
    const passwordBy = own.find((invitation) => invitation.row.set_password === 1)?.row.giver_name;
    return {
      user,
      memberships: held,
      invitations: own.map((invitation) => ({
        ...invitation,
        mayAnswer:
          invitation.row.kind === 'role'
            ? invitation.offers.every((offer) => isWithin(paths, offer.area_path))
            : isWhole,
      })),
      isWhole,
      madeBy: names.get(user.created_by ?? '') ?? null,
      passwordBy,
    };
  });
}

/** One user of the asker's areas; not-found for everybody else. */
export async function readUserRecord(ctx: MunicipalContext, id: string): Promise<UserRecord> {
  const paths = reachOrRefuse(ctx);
  const user = await readUser(ctx.db, id);
  if (user?.municipality_id !== ctx.municipality.id) throw notFound();
  const [record] = await toRecords(ctx, [user], paths);
  if (!record || (ctx.actor.kind === 'user' && !isSeen(record, paths))) throw notFound();
  return record;
}

/** Does an area of these hold one of the user's memberships or offers, past ones too? */
const isSeen = ({ memberships, invitations }: UserRecord, paths: string[]): boolean =>
  [...memberships, ...invitations.flatMap(({ offers }) => offers)].some((row) => isWithin(paths, row.area_path));

/** Every user of the municipality, for the command line. */
export async function listAllUsers(ctx: MunicipalContext): Promise<UserRecord[]> {
  const paths = reachOrRefuse(ctx);
  return toRecords(ctx, await listUsersOf(ctx.db, ctx.municipality.id), paths);
}

/** The account of an e-mail here. */
export async function readUserIdByEmail(ctx: MunicipalContext, email: string): Promise<string | undefined> {
  return (await readUserByEmail(ctx.db, ctx.municipality.id, email.toLowerCase()))?.id;
}

export type NewMembership = {
  areaId: string;
  role: Role;
  organisationId: string | null;
  startsOn?: string;
  endsOn: string | null;
};
export type NewUser = {
  email: string;
  name: string;
  nameKana: string;
  language: Language;
  password?: unknown;
  memberships: NewMembership[];
};

function refusePassword(ctx: Context, password: unknown): void {
  if (password !== undefined)
    throw invalid([
      { path: '/password', code: 'passwordNotTaken', message: say(ctx.language, 'settings.issue.passwordNotTaken') },
    ]);
}

/**
 * Invites a person to roles here; `isNew`: by a new account. An account whose e-mail is known here, of another ward, is offered
 * the roles as it is: nothing of it is changed. One that the asker sees already is a conflict; the command line sees none.
 */
export async function createUser(
  ctx: MunicipalContext,
  input: NewUser,
  sending: Sending,
): Promise<{ user: UserRow; isNew: boolean; link: Link }> {
  const paths = reachOrRefuse(ctx);
  refusePassword(ctx, input.password);
  const email = input.email.toLowerCase();
  const user: UserRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    email,
    name: input.name,
    name_kana: input.nameKana,
    password_hash: '',
    password_set_at: null,
    language: input.language,
    demo: 0,
    credentials: 1,
    last_seen_at: null,
    disabled_at: null,
    created_at: ctx.now,
    created_by: ctx.actor.id,
    version: 1,
  };
  const isNew = await insertIfNew(ctx.db, (db) => insertUser(db, user));
  const person = isNew ? user : await readUserByEmail(ctx.db, ctx.municipality.id, email);
  if (!person) throw notFound();
  if (!isNew) await refuseKnown(ctx, person, paths);
  if (isNew) await audit(ctx, 'user.create', recordOf(user), { version: user.version });
  const offers = [];
  for (const [index, membership] of input.memberships.entries())
    offers.push(await checkMembership(ctx, membership, `/memberships/${index}`));
  return { user: person, isNew, link: await makeInvitation(ctx, person, { kind: 'role', offers }, sending) };
}

async function refuseKnown(ctx: MunicipalContext, person: UserRow, paths: string[]): Promise<void> {
  const [record] = await toRecords(ctx, [person], paths);
  if (ctx.actor.kind === 'user' && record && isSeen(record, paths)) throw refused('duplicate', { what: person.email });
  if (person.disabled_at) throw refused('accountDisabled');
}

/** Offers a user of the asker's areas a further role, by a link. */
export async function createMembership(
  ctx: MunicipalContext,
  userId: string,
  input: NewMembership,
  sending: Sending,
): Promise<Link> {
  const { user } = await readUserRecord(ctx, userId);
  if (user.disabled_at) throw refused('accountDisabled');
  return makeInvitation(ctx, user, { kind: 'role', offers: [await checkMembership(ctx, input, '')] }, sending);
}

/** Makes a link by which the user sets a new password. Only for users who lie wholly in the asker's areas. */
export async function makePasswordLink(ctx: MunicipalContext, id: string, sending: Sending): Promise<Link> {
  const user = await readWholeUser(ctx, id);
  if (id === ctx.actor.id) throw refused('ownPassword');
  if (user.disabled_at) throw refused('accountDisabled');
  return makeOrRenew(ctx, user, { kind: 'password' }, sending);
}

/** Makes a link by which the user, signed in, changes their e-mail to this one. Only for users who lie wholly in the asker's areas. */
export async function makeEmailLink(
  ctx: MunicipalContext,
  id: string,
  input: { email: string },
  sending: Sending,
): Promise<Link> {
  const user = await readWholeUser(ctx, id);
  const email = input.email.toLowerCase();
  if (user.disabled_at) throw refused('accountDisabled');
  if (user.password_hash === '') throw refused('noPasswordYet');
  if (await readUserByEmail(ctx.db, ctx.municipality.id, email)) throw refused('duplicate', { what: email });
  return makeOrRenew(ctx, user, { kind: 'email', email }, sending);
}

/** The user, all of whose roles and offers lie in the asker's areas; a conflict for one who also belongs to another ward. */
export async function readWholeUser(ctx: MunicipalContext, id: string): Promise<UserRow> {
  const { user, isWhole } = await readUserRecord(ctx, id);
  if (!isWhole) throw refused('userElsewhere');
  return user;
}

/** An unanswered invitation of a user, which the asker could have given as well. */
async function readUnanswered(
  ctx: MunicipalContext,
  userId: string,
  id: string,
): Promise<{ user: UserRow; row: InvitationRow }> {
  const { user, invitations } = await readUserRecord(ctx, userId);
  const invitation = invitations.find(({ row }) => row.id === id);
  if (!invitation) throw notFound();
  if (!invitation.mayAnswer) throw notAllowed();
  if (invitation.state === 'accepted' || invitation.state === 'withdrawn') throw refused('invitationOver');
  return { user, row: invitation.row };
}

/** Makes a fresh link, the asker's own, for an invitation; the links that it had end. */
export async function renewInvitation(
  ctx: MunicipalContext,
  userId: string,
  id: string,
  sending: Sending,
): Promise<Link> {
  const { user, row } = await readUnanswered(ctx, userId, id);
  if (user.disabled_at) throw refused('accountDisabled');
  return renew(ctx, user, row, sending);
}

export async function withdrawInvitation(ctx: MunicipalContext, userId: string, id: string): Promise<void> {
  const { user, row } = await readUnanswered(ctx, userId, id);
  await withdraw(ctx, user, row);
}

async function checkMembership(ctx: MunicipalContext, input: NewMembership, path: string): Promise<NewOffer> {
  const issue = (field: string, code: string) =>
    invalid([{ path: `${path}/${field}`, code, message: say(ctx.language, `settings.issue.${code}`) }]);
  const area = await readArea(ctx.db, ctx.municipality.id, input.areaId);
  if (!area || area.closed_at) throw issue('areaId', 'area');
  if (!isWithin(reachOrRefuse(ctx), area.path)) throw notAllowed();
  const organisation = input.organisationId
    ? await readOrganisation(ctx.db, ctx.municipality.id, input.organisationId)
    : undefined;
  if (input.organisationId && (!organisation || organisation.closed_at)) throw issue('organisationId', 'organisation');
  if (input.role === 'provider' && !organisation) throw issue('organisationId', 'organisationNeeded');
  const startsOn = input.startsOn ?? ctx.today;
  if (input.endsOn && input.endsOn < startsOn) throw issue('endsOn', 'endsBeforeStart');
  return {
    id: ctx.newId(),
    area_id: area.id,
    role: input.role,
    organisation_id: input.organisationId,
    starts_on: startsOn,
    ends_on: input.endsOn,
  };
}

/**
 * Gives a membership another last day, or ends it at this instant: `ends_on` counts for its whole day, and a role given today
 * by mistake is to be gone now. Nobody ends their own administrator's membership: somebody must be left to do it.
 */
export async function changeMembership(
  ctx: MunicipalContext,
  userId: string,
  id: string,
  version: number,
  patch: { endsOn: string | null } | { ended: true },
): Promise<number> {
  const { user, memberships } = await readUserRecord(ctx, userId);
  const membership = memberships.find((row) => row.id === id);
  if (!membership) throw notFound();
  if (!isWithin(userReach(ctx.actor), membership.area_path)) throw notAllowed();
  // A role that is over is given anew, by a link: the account may be in other hands since.
  if (isOver(membership, ctx.today)) throw refused('membershipOver');
  if (user.id === ctx.actor.id && membership.role === 'administrator' && ('ended' in patch || patch.endsOn))
    throw refused('ownAccess');
  if (!('ended' in patch) && patch.endsOn && patch.endsOn < membership.starts_on)
    throw invalid([
      { path: '/endsOn', code: 'endsBeforeStart', message: say(ctx.language, 'settings.issue.endsBeforeStart') },
    ]);
  const changed = changedFields(membership, 'ended' in patch ? { ended_at: ctx.now } : { ends_on: patch.endsOn });
  const next = await updateVersion(ctx.db, 'memberships', id, version, newValues(changed));
  if (next === null) throw await staleConflict(ctx, 'membership', id, version, { id, version: membership.version });
  await audit(
    ctx,
    'membership.update',
    { kind: 'membership', id, title: user.name },
    { version: next, changed: tellChanges(changed, ['ends_on', 'ended_at']) },
  );
  return next;
}

/** Lets a role go on: to a later last day, or (null) without one. Throws `endsByHandover` for an earlier day: what is open would stay behind. */
export async function prolongMembership(
  ctx: MunicipalContext,
  userId: string,
  id: string,
  version: number,
  endsOn: string | null,
): Promise<number> {
  const held = (await readUserRecord(ctx, userId)).memberships.find((row) => row.id === id);
  const isShorter = held && endsOn !== null && (held.ends_on === null || endsOn < held.ends_on);
  if (isShorter && !isOver(held, ctx.today)) throw refused('endsByHandover');
  return changeMembership(ctx, userId, id, version, { endsOn });
}

/**
 * Another role in place of one, in one step: the account is offered it from a day on, by a link, and the present one ends on the day
 * before, unless it ends sooner anyway.
 */
export async function changeRole(
  ctx: MunicipalContext,
  userId: string,
  id: string,
  version: number,
  input: NewMembership & { startsOn: string },
  sending: Sending,
): Promise<Link> {
  const { memberships } = await readUserRecord(ctx, userId);
  const held = memberships.find((row) => row.id === id);
  if (!held) throw notFound();
  // The present one would end at once, and the new one waits for its link.
  const lacks = input.startsOn <= ctx.today ? 'beforeTomorrow' : input.startsOn <= held.starts_on ? 'beforeRole' : null;
  if (lacks) throw invalid([{ path: '/startsOn', code: lacks, message: say(ctx.language, `settings.issue.${lacks}`) }]);
  const lastDay = addDays(input.startsOn, -1);
  const endsOn = held.ends_on !== null && held.ends_on < lastDay ? held.ends_on : lastDay;
  await changeMembership(ctx, userId, id, version, { endsOn });
  return createMembership(ctx, userId, input, sending);
}

export type UserPatch = {
  name?: string;
  nameKana?: string;
  language?: Language;
  disabled?: boolean;
  password?: unknown;
};

/**
 * Changes the person themself. Only for people whose roles and offers, those that are over aside, all lie in the asker's
 * areas: who also belongs to another ward keeps their own name and account, and here only their memberships end.
 * Disabling ends all links to the account, and those that it gave. `seen`: the version that was read; null: whatever it is.
 */
export async function changeUser(
  ctx: MunicipalContext,
  id: string,
  seen: number | null,
  patch: UserPatch,
): Promise<number> {
  refusePassword(ctx, patch.password);
  const user = await readWholeUser(ctx, id);
  if (id === ctx.actor.id && patch.disabled) throw refused('ownAccess');
  const disabled_at = patch.disabled === undefined ? undefined : patch.disabled ? (user.disabled_at ?? ctx.now) : null;
  const changed = changedFields(user, {
    name: patch.name,
    name_kana: patch.nameKana,
    language: patch.language,
    disabled_at,
  });
  // Sessions and tokens end for good, not only until the person is enabled again.
  const shut = patch.disabled && !user.disabled_at ? { credentials: user.credentials + 1 } : {};
  const version = seen ?? user.version;
  const next = await updateVersion(ctx.db, 'users', id, version, { ...newValues(changed), ...shut });
  if (next === null) throw await staleConflict(ctx, 'user', id, version, { id, version: user.version });
  if (patch.disabled) await withdrawLinksAround(ctx.db, id, ctx.now);
  await audit(ctx, 'user.update', recordOf(user), {
    version: next,
    changed: tellChanges(changed, ['language', 'disabled_at']),
  });
  return next;
}
