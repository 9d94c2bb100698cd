import type { Language } from '../../rules/types.ts';
import { userReach } from '../policies/settings.ts';
import { readArea } from '../store/areas.ts';
import { insertIfNew } from '../store/dialect.ts';
import { insertMembership, listMemberships, listMembershipsOf, type NamedMembershipRow } from '../store/memberships.ts';
import { readOrganisation } from '../store/organisations.ts';
import type { Page, Paging } from '../store/paging.ts';
import { insertUser, listUsers, readUser, type UserRow } from '../store/users.ts';
import { updateVersion } from '../store/versioned.ts';
import { say } from '../texts/index.ts';
import { tellChanges } from './audit-details.ts';
import { audit, type MunicipalContext, type Role } from './context.ts';
import { invalid, notAllowed, notFound, refused } from './errors.ts';
import { normaliseForSearch } from './normalise.ts';
import { hashPassword } from './passwords.ts';
import { changedFields, newValues, staleConflict } from './stale.ts';

/** A person with their memberships in this municipality; those elsewhere are nobody's business here. */
export type UserRecord = { user: UserRow; memberships: NamedMembershipRow[] };

const recordOf = (user: UserRow) => ({ kind: 'user', id: user.id, title: user.name });

const isOver = (membership: { ends_on: string | null }, today: string): boolean => membership.ends_on !== null && membership.ends_on < today;
const isWithin = (paths: readonly string[], path: string): boolean => paths.some((reach) => path.startsWith(reach));

/** Area paths whose users the asker manages; the system's are all. */
function reachOrRefuse(ctx: MunicipalContext): string[] {
  if (ctx.actor.kind === 'system') return ['/'];
  const paths = userReach(ctx.actor);
  if (paths.length === 0) throw notAllowed();
  return paths;
}

const toHiragana = (text: string): string => text.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

/** Ways in which the words may be written in a name that is stored as it was typed. */
function spellingsOf(q: string | undefined): string[] {
  if (!q?.trim()) return [];
  const katakana = normaliseForSearch(q);
  return [...new Set([q.trim().toLowerCase(), katakana, toHiragana(katakana)])];
}

/** The users whose memberships lie in the asker's areas. Only administrators have such areas. */
export async function searchUsers(ctx: MunicipalContext, q: string | undefined, paging: Paging): Promise<Page<UserRecord>> {
  const page = await listUsers(ctx.db, ctx.municipality.id, reachOrRefuse(ctx), spellingsOf(q), paging);
  const memberships = await listMembershipsOf(ctx.db, ctx.municipality.id, page.items.map((user) => user.id));
  return { ...page, items: page.items.map((user) => ({ user, memberships: memberships.filter((row) => row.user_id === user.id) })) };
}

/** One user of the asker's areas; not-found for everybody else. */
export async function readUserRecord(ctx: MunicipalContext, id: string): Promise<UserRecord> {
  const paths = reachOrRefuse(ctx);
  const user = await readUser(ctx.db, id);
  const memberships = user ? await listMembershipsOf(ctx.db, ctx.municipality.id, [id]) : [];
  if (!user || user.municipality_id !== ctx.municipality.id || !memberships.some((row) => isWithin(paths, row.area_path))) throw notFound();
  return { user, memberships };
}

export type NewMembership = { areaId: string; role: Role; organisationId: string | null; startsOn?: string; endsOn: string | null };
export type NewUser = { email: string; name: string; nameKana: string; language: Language; password: string; memberships: NewMembership[] };

/** Adds a person. An account belongs to this municipality alone; an e-mail that has one here already is a conflict. */
export async function createUser(ctx: MunicipalContext, input: NewUser): Promise<UserRow> {
  reachOrRefuse(ctx);
  const email = input.email.toLowerCase();
  const password_hash = await hashPassword(input.password);
  const user: UserRow = {
    id: ctx.newId(),
    municipality_id: ctx.municipality.id,
    email,
    name: input.name,
    name_kana: input.nameKana,
    password_hash,
    password_set_at: ctx.now,
    language: input.language,
    demo: 0,
    credentials: 1,
    last_seen_at: null,
    disabled_at: null,
    created_at: ctx.now,
    created_by: ctx.actor.id,
    version: 1,
  };
  if (!(await insertIfNew(ctx.db, (db) => insertUser(db, user)))) throw refused('duplicate', { what: email });
  await audit(ctx, 'user.create', recordOf(user), { version: user.version });
  for (const [index, membership] of input.memberships.entries()) await addMembership(ctx, user, membership, `/memberships/${index}`);
  return user;
}

/** Gives a known user of the asker's areas a further membership. */
export async function createMembership(ctx: MunicipalContext, userId: string, input: NewMembership): Promise<{ id: string; version: number }> {
  const { user } = await readUserRecord(ctx, userId);
  return addMembership(ctx, user, input, '');
}

async function addMembership(ctx: MunicipalContext, user: UserRow, input: NewMembership, path: string): Promise<{ id: string; version: number }> {
  const issue = (field: string, code: string) => invalid([{ path: `${path}/${field}`, code, message: say(ctx.language, `settings.issue.${code}`) }]);
  const area = await readArea(ctx.db, ctx.municipality.id, input.areaId);
  if (!area) throw issue('areaId', 'area');
  if (!isWithin(reachOrRefuse(ctx), area.path)) throw notAllowed();
  const organisation = input.organisationId ? await readOrganisation(ctx.db, ctx.municipality.id, input.organisationId) : undefined;
  if (input.organisationId && !organisation) throw issue('organisationId', 'organisation');
  if (input.role === 'provider' && !organisation) throw issue('organisationId', 'organisationNeeded');
  const startsOn = input.startsOn ?? ctx.today;
  if (input.endsOn && input.endsOn < startsOn) throw issue('endsOn', 'endsBeforeStart');
  const id = ctx.newId();
  await insertMembership(ctx.db, {
    id,
    user_id: user.id,
    municipality_id: ctx.municipality.id,
    area_id: area.id,
    role: input.role,
    organisation_id: input.organisationId,
    starts_on: startsOn,
    ends_on: input.endsOn,
    version: 1,
  });
  await audit(ctx, 'membership.create', recordOf(user), { role: input.role, area: area.name, startsOn, endsOn: input.endsOn });
  return { id, version: 1 };
}

/** Ends a membership, or lets it go on. Nobody ends their own administrator's membership: somebody must be left to do it. */
export async function changeMembership(ctx: MunicipalContext, userId: string, id: string, version: number, patch: { endsOn: string | null }): Promise<number> {
  const { user, memberships } = await readUserRecord(ctx, userId);
  const membership = memberships.find((row) => row.id === id);
  if (!membership) throw notFound();
  if (!isWithin(userReach(ctx.actor), membership.area_path)) throw notAllowed();
  if (user.id === ctx.actor.id && membership.role === 'administrator' && patch.endsOn) throw refused('ownAccess');
  if (patch.endsOn && patch.endsOn < membership.starts_on) throw invalid([{ path: '/endsOn', code: 'endsBeforeStart', message: say(ctx.language, 'settings.issue.endsBeforeStart') }]);
  const next = await updateVersion(ctx.db, 'memberships', id, version, { ends_on: patch.endsOn });
  if (next === null) throw await staleConflict(ctx, 'membership', id, version);
  await audit(ctx, 'membership.update', { kind: 'membership', id, title: user.name }, { version: next, changed: tellChanges(changedFields({ ends_on: membership.ends_on }, { ends_on: patch.endsOn }), ['ends_on']) });
  return next;
}

export type UserPatch = { name?: string; nameKana?: string; language?: Language; disabled?: boolean; password?: string };

/**
 * Changes the person themself. Only for people all of whose memberships, those that are over aside, lie in the asker's areas:
 * who also belongs to another ward keeps their own name, password and account, and here only their memberships end.
 */
export async function changeUser(ctx: MunicipalContext, id: string, version: number, patch: UserPatch): Promise<number> {
  const { user } = await readUserRecord(ctx, id);
  const paths = userReach(ctx.actor);
  const everywhere = await listMemberships(ctx.db, id);
  if (!everywhere.every((row) => isOver(row, ctx.today) || isWithin(paths, row.area_path))) throw refused('userElsewhere');
  if (id === ctx.actor.id && patch.disabled) throw refused('ownAccess');
  const disabled_at = patch.disabled === undefined ? undefined : patch.disabled ? (user.disabled_at ?? ctx.now) : null;
  const changed = changedFields(user, { name: patch.name, name_kana: patch.nameKana, language: patch.language, disabled_at });
  const secret = patch.password === undefined ? {} : { password_hash: await hashPassword(patch.password), password_set_at: ctx.now };
  // Sessions and tokens end for good, not only until the person is enabled again.
  const shut = patch.password !== undefined || (patch.disabled && !user.disabled_at) ? { credentials: user.credentials + 1 } : {};
  const next = await updateVersion(ctx.db, 'users', id, version, { ...newValues(changed), ...secret, ...shut });
  if (next === null) throw await staleConflict(ctx, 'user', id, version);
  await audit(ctx, 'user.update', recordOf(user), { version: next, changed: tellChanges(changed, ['language', 'disabled_at']) });
  if (patch.password !== undefined) await audit(ctx, 'password.reset', recordOf(user), { version: next });
  return next;
}
