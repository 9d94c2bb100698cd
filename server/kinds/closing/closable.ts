import type { z } from 'zod';
import type { AuditedRecord, MunicipalContext } from '../../kernel/context.ts';
import { notAllowed, notFound } from '../../kernel/errors.ts';
import { changeArea, readRoot } from '../../settings/areas/areas.ts';
import { listAreas } from '../../settings/areas/store.ts';
import { changeCodeEntry } from '../../settings/codes/code-entries.ts';
import { listCodeEntries, type CodeList } from '../../settings/codes/store.ts';
import { canEditArea, canEditSettings } from '../../settings/policy.ts';
import { changeUser, readWholeUser } from '../../settings/users/users.ts';
import { changeCouncil, findCouncil, readCouncil } from '../council/index.ts';
import { moveNeeds } from '../need/index.ts';
import { changeOrganisation, mayOrganisation, moveOrganisations, readOrganisation } from '../organisation/index.ts';
import { movePeople } from '../people/index.ts';
import { moveProposals } from '../proposal/index.ts';
import { moveServices } from '../service/index.ts';
import { moveTasks } from '../task/index.ts';
import type * as contract from './contract.ts';

export type ClosingKind = z.infer<typeof contract.closingKind>;

/** Something that may be closed, for who may close it. */
export type Closable = {
  record: AuditedRecord;
  version: number;
  closed: boolean;
  /** What may take its place, by id: open ones of its kind. */
  successors: { id: string; name: string }[] | ((id: string) => Promise<{ id: string; name: string } | undefined>);
  /** Closes it and gives what is open to the successor, where there is one: how many, by what. */
  close(successorId: string | null): Promise<Record<string, number>>;
};

const none: Record<string, number> = {};

const finders: Record<ClosingKind, (ctx: MunicipalContext, id: string) => Promise<Closable>> = {
  area: findArea,
  'service-type': (ctx, id) => findCode(ctx, 'service-type', id),
  'organisation-kind': (ctx, id) => findCode(ctx, 'organisation-kind', id),
  'meeting-kind': (ctx, id) => findCode(ctx, 'meeting-kind', id),
  organisation: findOrganisation,
  council: findClosableCouncil,
  user: findUser,
};

/** Throws not-found, and not-allowed for who may not close it. */
export const findClosable = (ctx: MunicipalContext, kind: ClosingKind, id: string): Promise<Closable> =>
  finders[kind](ctx, id);

/** The one of this id that may take its place; undefined: none may. */
export const findSuccessor = async (
  { successors }: Closable,
  id: string,
): Promise<{ id: string; name: string } | undefined> =>
  typeof successors === 'function' ? successors(id) : successors.find((one) => one.id === id);

async function findArea(ctx: MunicipalContext, id: string): Promise<Closable> {
  const areas = await listAreas(ctx.db, ctx.municipality.id);
  const area = areas.find((one) => one.id === id);
  if (!area) throw notFound();
  if (!canEditArea(ctx.actor, area.path)) throw notAllowed();
  const within = areas.filter(({ path }) => path.startsWith(area.path)).map((one) => one.id);
  return {
    record: { kind: 'area', id, title: area.name },
    version: area.version,
    closed: area.closed_at !== null,
    successors: areas.filter((one) => !one.closed_at && !within.includes(one.id) && canEditArea(ctx.actor, one.path)),
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
  if (!canEditSettings(ctx.actor, (await readRoot(ctx)).path)) throw notAllowed();
  const entries = await listCodeEntries(ctx.db, ctx.municipality.id, list);
  const entry = entries.find((one) => one.id === id);
  if (!entry) throw notFound();
  return {
    record: { kind: 'code', id, title: entry.name_ja },
    version: entry.version,
    closed: entry.retired_at !== null,
    successors: entries
      .filter((one) => one.id !== id && !one.retired_at)
      .map((one) => ({ id: one.id, name: one.name_ja })),
    async close(successorId) {
      await changeCodeEntry(ctx, list, id, entry.version, { retired: true });
      const to = entries.find((one) => one.id === successorId)?.key;
      if (to === undefined || list === 'meeting-kind') return none;
      if (list === 'organisation-kind') return { organisations: await moveOrganisations(ctx, entry.key, to) };
      return {
        needs: await moveNeeds(ctx, { type: entry.key, to }),
        services: await moveServices(ctx, { type: entry.key, to }),
      };
    },
  };
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
      const found = other === id ? undefined : await readOrganisation(ctx.db, ctx.municipality.id, other);
      return found && !found.closed_at ? found : undefined;
    },
    async close(to) {
      await changeOrganisation(ctx, id, row.version, { closed: true });
      return to === null ? none : { services: await moveServices(ctx, { organisation: id, to }) };
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
      const found = other === id ? undefined : await readCouncil(ctx.db, ctx.municipality.id, other);
      // What is sent to a first-tier council is no second-tier council's.
      return found && !found.closed_at && found.tier === council.tier ? found : undefined;
    },
    async close(to) {
      await changeCouncil(ctx, id, council.version, { closed: true });
      return to === null ? none : { tasks: await moveTasks(ctx, id, to), received: await moveProposals(ctx, id, to) };
    },
  };
}

/** What somebody worked on is handed over role by role. */
async function findUser(ctx: MunicipalContext, id: string): Promise<Closable> {
  const user = await readWholeUser(ctx, id);
  return {
    record: { kind: 'user', id, title: user.name },
    version: user.version,
    closed: user.disabled_at !== null,
    successors: [],
    async close() {
      await changeUser(ctx, id, user.version, { disabled: true });
      return {};
    },
  };
}
