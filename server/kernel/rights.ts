import type { Audience } from '../../forms/types.ts';
import type { Membership, Role } from './context.ts';
import type { Member } from './reach.ts';

/** What somebody may do with records of any kind; a kind may have actions of its own beside them (`refer`, `looks`). */
export type Action = 'see' | 'names' | 'add' | 'change' | 'step' | 'export';

/** Everybody who has a role here. */
export const everyRole: readonly Role[] = ['administrator', 'tier1', 'tier2', 'member', 'centre', 'provider'];

/** One row of a kind's table of rights: these roles may do this with these of its records. What no row gives, nobody may. */
export type Right<A extends string = Action> = {
  roles: readonly Role[];
  /** `names`: is told everything that is known of it. `step`: takes the steps whose workflow names the role. */
  may: readonly A[];
  /**
   * Which records, by where they are. Nothing: those of the role's area and below. `around`: those above it too (a ward's council
   * is everybody's who works in the ward). `anywhere`: all of the municipality. `organisation`: those of the organisation that the
   * role acts for.
   */
  where?: 'around' | 'anywhere' | 'organisation';
  /** Another of the record's places than its own area. */
  at?: string;
  /** Only records that are all of this: tags of where they stand, and words that the kind has for its records. */
  when?: readonly string[];
  /** The role that the workflow calls them by; nothing: their own. */
  as?: Role;
  /** As which audience they are told what a form's fields say of whom they may be told to; nothing beyond where there is none. */
  told?: string;
};

/** A kind's table: role × area × stage × action. */
export type Rights<A extends string = Action> = readonly Right<A>[];

/** What a table is asked of a record. */
export type Judged = {
  /** The path of its area, or the paths of several. */
  area: string | readonly string[];
  /** Other places, by the name that rows call them `at`. */
  places?: Readonly<Record<string, string>>;
  /** The organisation that it is of, or those that it may be told to. */
  organisation?: string | readonly string[];
  /** What it is, for rows with `when`. */
  is?: readonly string[];
};

const pathsOf = (right: Pick<Right, 'at'>, record: Judged): readonly string[] => {
  const place = right.at === undefined ? record.area : (record.places?.[right.at] ?? []);
  return typeof place === 'string' ? [place] : place;
};

function reaches(
  right: Pick<Right, 'where' | 'at'>,
  { areaPath, organisationId }: Membership,
  record: Judged,
): boolean {
  if (right.where === 'anywhere') return true;
  if (right.where === 'organisation')
    return organisationId !== null && [record.organisation].flat().includes(organisationId);
  return pathsOf(right, record).some(
    (path) => path.startsWith(areaPath) || (right.where === 'around' && areaPath.startsWith(path)),
  );
}

/** The rows that give something to the actor for this record. */
const rowsFor = <A extends string>(rights: Rights<A>, actor: Member, record: Judged): Right<A>[] =>
  rights.filter(
    (right) =>
      (right.when ?? []).every((word) => record.is?.includes(word)) &&
      actor.memberships.some((each) => right.roles.includes(each.role) && reaches(right, each, record)),
  );

/** May the actor do this with the record? */
export const may = <A extends string>(rights: Rights<A>, actor: Member, action: A, record: Judged): boolean =>
  rowsFor(rights, actor, record).some((right) => right.may.includes(action));

/** The rows of those whom a workflow calls by this role, and of nobody else. */
export const rowsAs = <A extends string>(rights: Rights<A>, role: Role): Right<A>[] =>
  rights.flatMap((right) => {
    if (right.as !== undefined) return right.as === role ? [right] : [];
    return right.roles.includes(role) ? [{ ...right, roles: [role] }] : [];
  });

/** May the actor take steps of the record as this role of its workflow? */
export const stepsAs = <A extends string>(
  rights: Rights<A | 'step'>,
  actor: Member,
  role: Role,
  record: Judged,
): boolean => may(rowsAs(rights, role), actor, 'step', record);

/** As whom the actor is told of the record. `consents`: to that audience's being told, of whom it is about. */
export function audienceBy<A extends string>(
  rights: Rights<A | 'names'>,
  actor: Member,
  record: Judged,
  consents: (audience: string) => boolean = () => true,
): Audience {
  const rows = rowsFor(rights, actor, record);
  if (rows.some((right) => right.may.includes('names'))) return 'staff';
  const audiences = new Set(rows.flatMap((right) => right.told ?? []));
  return [...audiences].map((name) => ({ name, consent: consents(name) }));
}

/** A row as lists go by it: the areas and the organisations of the actor's roles. */
export type Reach<A extends string = Action> = Right<A> & { paths: string[]; organisationIds: string[] };

/** Where the actor may do this: for lists, which find what one of these reaches. Empty: nowhere. */
export const reachBy = <A extends string>(rights: Rights<A>, actor: Member, action: A): Reach<A>[] =>
  rights
    .filter((right) => right.may.includes(action))
    .flatMap((right) => {
      const held = actor.memberships.filter(({ role }) => right.roles.includes(role));
      const byOrganisation = right.where === 'organisation';
      const paths = byOrganisation ? [] : [...new Set(held.map(({ areaPath }) => areaPath))];
      const organisationIds = byOrganisation ? [...new Set(held.flatMap((each) => each.organisationId ?? []))] : [];
      return paths.length + organisationIds.length > 0 ? [{ ...right, paths, organisationIds }] : [];
    });
