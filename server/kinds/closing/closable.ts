import type { z } from 'zod';
import type { AuditedRecord, MunicipalContext } from '../../kernel/context.ts';
import { AppError, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changeArea, mayEditSettings, requireSettingsEditor } from '../../settings/areas/areas.ts';
import { kindsInPlaceOf } from '../../settings/areas/area-kinds.ts';
import { moveAreas } from '../../settings/areas/move-areas.ts';
import { listAreas } from '../../settings/areas/store.ts';
import { changeCodeEntry, codeName } from '../../settings/codes/code-entries.ts';
import { listCodeEntries, marksIn, type CodeEntryRow, type CodeList } from '../../settings/codes/store.ts';
import { canEditArea } from '../../settings/policy.ts';
import { sayList } from '../../settings/say-list.ts';
import { readUser } from '../../settings/users/store.ts';
import { changeUser, readWholeUser } from '../../settings/users/users.ts';
import type { HomePart } from '../../records/home.ts';
import {
  changeCouncil,
  findCouncil,
  listOfficesOf,
  mayCouncil,
  moveOffices,
  readCouncil,
  tiersStandingAt,
} from '../council/index.ts';
import { handOverUser, listSuccessorsOfUser } from '../handover/index.ts';
import { moveMeetings } from '../meeting/index.ts';
import { moveNeeds } from '../need/index.ts';
import {
  changeOrganisation,
  mayKeepService,
  mayOrganisation,
  moveOrganisations,
  readOrganisation,
} from '../organisation/index.ts';
import { movePeople } from '../people/index.ts';
import { moveProposals } from '../proposal/index.ts';
import { areasServed, moveServices } from '../service/index.ts';
import { moveTasks } from '../task/index.ts';
import type * as contract from './contract.ts';
import { readPlanned } from './store.ts';

export type ClosingKind = z.infer<typeof contract.closingKind>;

/** Something that may be closed, for who may close it. */
export type Closable = {
  record: AuditedRecord;
  version: number;
  closed: boolean;
  /** What may take its place, by id: open ones of its kind. */
  successors: { id: string; name: string }[] | ((id: string) => Promise<{ id: string; name: string } | undefined>);
  /** Throws why it cannot be closed on a day, or this one not follow. Asked as it is planned, and again as it is done. */
  check?(from: string, successorId: string | null): Promise<void>;
  /** Closes it and gives what is open to the successor, where there is one: how many, by what. */
  close(successorId: string | null): Promise<Record<string, number>>;
};

const none: Record<string, number> = {};

type Find = (ctx: MunicipalContext, id: string, parts: readonly HomePart[]) => Promise<Closable>;
const finders: Record<ClosingKind, Find> = {
  area: findArea,
  'service-type': (ctx, id) => findCode(ctx, 'service-type', id),
  'organisation-kind': (ctx, id) => findCode(ctx, 'organisation-kind', id),
  'meeting-kind': (ctx, id) => findCode(ctx, 'meeting-kind', id),
  'area-kind': (ctx, id) => findCode(ctx, 'area-kind', id),
  organisation: findOrganisation,
  council: findClosableCouncil,
  user: findUser,
};

/** Throws not-found, and not-allowed for who may not close it. `parts`: what nouns that are no records tell of what is open. */
export const findClosable = (
  ctx: MunicipalContext,
  kind: ClosingKind,
  id: string,
  parts: readonly HomePart[],
): Promise<Closable> => finders[kind](ctx, id, parts);

/** The one of this id that may take its place; undefined: none may. */
export const findSuccessor = async (
  { successors }: Closable,
  id: string,
): Promise<{ id: string; name: string } | undefined> =>
  typeof successors === 'function' ? successors(id) : successors.find((successor) => successor.id === id);

async function findArea(ctx: MunicipalContext, id: string): Promise<Closable> {
  const areas = await listAreas(ctx.db, ctx.municipality.id);
  const area = areas.find((candidate) => candidate.id === id);
  if (!area) throw notFound();
  if (!canEditArea(ctx.actor, area.path)) throw notAllowed();
  const within = areas.filter(({ path }) => path.startsWith(area.path)).map((inner) => inner.id);
  return {
    record: { kind: 'area', id, title: area.name },
    version: area.version,
    closed: area.closed_at !== null,
    successors: areas.filter(
      (other) => !other.closed_at && !within.includes(other.id) && canEditArea(ctx.actor, other.path),
    ),
    async check(from) {
      if (area.parent_id === null) throw refused('areaInUse', { what: area.name });
      // Those below may be closed on that day, too.
      for (const below of areas.filter((child) => child.parent_id === id && !child.closed_at)) {
        const planned = await readPlanned(ctx.db, ctx.municipality.id, 'area', below.id);
        if (!planned || planned.from_on > from) throw refused('areaInUse', { what: area.name });
      }
    },
    async close(to) {
      await changeArea(ctx, id, area.version, { closed: true });
      if (to === null) return none;
      return {
        needs: await moveNeeds(ctx, { areas: within, to }),
        people: await movePeople(ctx, within, to),
        services: await moveServices(ctx, { areas: within, to }),
      };
    },
  };
}

async function findCode(ctx: MunicipalContext, list: CodeList, id: string): Promise<Closable> {
  await requireSettingsEditor(ctx);
  const entries = await listCodeEntries(ctx.db, ctx.municipality.id, list);
  const entry = entries.find((candidate) => candidate.id === id);
  if (!entry) throw notFound();
  return {
    record: { kind: 'code', id, title: entry.name_ja },
    version: entry.version,
    closed: entry.retired_at !== null,
    successors: (await listSuccessorsOfCode(ctx, entries, entry)).map((other) => ({
      id: other.id,
      name: codeName(other, ctx.language),
    })),
    async check() {
      if (marksIn(entry).includes('top')) throw refused('topKind', { what: entry.name_ja });
    },
    async close(successorId) {
      await changeCodeEntry(ctx, list, id, entry.version, { retired: true });
      const to = entries.find((candidate) => candidate.id === successorId)?.key;
      if (to === undefined) return none;
      if (list === 'area-kind') return { areas: await moveAreas(ctx, entry.key, to) };
      if (list === 'meeting-kind') return { meetings: await moveMeetings(ctx, entry.key, to) };
      if (list === 'organisation-kind') return { organisations: await moveOrganisations(ctx, entry.key, to) };
      return {
        needs: await moveNeeds(ctx, { type: entry.key, to }),
        services: await moveServices(ctx, { type: entry.key, to }),
      };
    },
  };
}

/** The others in use; of kinds of area those alone that all areas of this kind may become. */
async function listSuccessorsOfCode(
  ctx: MunicipalContext,
  entries: readonly CodeEntryRow[],
  { id, list, key }: CodeEntryRow,
): Promise<readonly Readonly<CodeEntryRow>[]> {
  if (list !== 'area-kind') return entries.filter((other) => other.id !== id && !other.retired_at);
  const { db, municipality } = ctx;
  const areas = await listAreas(db, municipality.id);
  return kindsInPlaceOf(entries, areas, key, await tiersStandingAt(db, municipality.id, key));
}

/** What was sent to a body goes back to who sent it: they ask whom they find. */
async function findOrganisation(ctx: MunicipalContext, id: string): Promise<Closable> {
  const row = await readOrganisation(ctx.db, ctx.municipality.id, id);
  if (!row) throw notFound();
  if (!mayOrganisation(ctx.actor, 'close', id)) throw notAllowed();
  return {
    record: { kind: 'organisation', id, title: row.name },
    version: row.version,
    closed: row.closed_at !== null,
    async successors(other) {
      const successor = other === id ? undefined : await readOrganisation(ctx.db, ctx.municipality.id, other);
      return successor && !successor.closed_at ? successor : undefined;
    },
    async check(from, to) {
      // Who coordinates a council is said by who looks after it.
      const offices = (await listOfficesOf(ctx.db, ctx.municipality.id, id, from)).filter(
        (office) => to === null || !mayCouncil(ctx.actor, 'work', office),
      );
      if (offices.length > 0)
        throw refused('bodyInOffice', {
          councils: sayList(ctx.language, new Set(offices.map((office) => office.council_name))),
        });
      if (to === null || (await mayEditSettings(ctx))) return;
      const served = await areasServed(ctx, id);
      // As who changes one of them by hand: a body of one ward gets nothing of another from who has no part in it.
      if (!served.every((paths) => mayKeepService(ctx.actor, to, paths)))
        throw new AppError('not-allowed', 'closingServices');
    },
    async close(to) {
      // Before it is closed: a body that still has an office is not.
      const offices = to === null ? 0 : await moveOffices(ctx, id, to);
      await changeOrganisation(ctx, id, row.version, { closed: true });
      return to === null ? none : { services: await moveServices(ctx, { organisation: id, to }), offices };
    },
  };
}

async function findClosableCouncil(ctx: MunicipalContext, id: string): Promise<Closable> {
  const council = await findCouncil(ctx, id, 'manage');
  return {
    record: { kind: 'council', id, title: council.name },
    version: council.version,
    closed: council.closed_at !== null,
    async successors(other) {
      const successor = other === id ? undefined : await readCouncil(ctx.db, ctx.municipality.id, other);
      // What is sent to a first-tier council is no second-tier council's.
      const isFit =
        successor &&
        !successor.closed_at &&
        successor.tier === council.tier &&
        mayCouncil(ctx.actor, 'change', successor);
      return isFit ? successor : undefined;
    },
    async close(to) {
      await changeCouncil(ctx, id, council.version, { closed: true });
      return to === null ? none : { tasks: await moveTasks(ctx, id, to), received: await moveProposals(ctx, id, to) };
    },
  };
}

/** What is open with somebody is handed over role by role, to one who holds such a role too. */
async function findUser(ctx: MunicipalContext, id: string, parts: readonly HomePart[]): Promise<Closable> {
  const user = await readWholeUser(ctx, id);
  return {
    record: { kind: 'user', id, title: user.name },
    version: user.version,
    closed: user.disabled_at !== null,
    async successors(other) {
      const fit = await listSuccessorsOfUser(ctx, id);
      if (fit) return fit.find((candidate) => candidate.id === other);
      // Their roles were handed over one by one: nothing is left, whoever was to follow.
      const named = other === id ? undefined : await readUser(ctx.db, other);
      return named && named.municipality_id === ctx.municipality.id && !named.disabled_at ? named : undefined;
    },
    async check() {
      if (id === ctx.actor.id) throw refused('ownAccess');
    },
    async close(to) {
      await changeUser(ctx, id, user.version, { disabled: true });
      return to === null ? none : { open: await handOverUser(ctx, parts, id, to) };
    },
  };
}
