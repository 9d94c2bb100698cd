import type { z } from 'zod';
import type { MunicipalContext } from '../../kernel/context.ts';
import type { HomePart } from '../../records/home.ts';
import { standingsTagged } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { codesOf } from '../../settings/codes/kept-codes.ts';
import { listSuccessorsOfUser, readOpenOfUser } from '../handover/index.ts';
import { proposalsOpen } from '../proposal/index.ts';
import { findClosable, findSuccessor, type Closable, type ClosingKind } from './closable.ts';
import type * as contract from './contract.ts';
import { readPlanned } from './store.ts';
import {
  countInAreas,
  countOfAreaKind,
  countOfCouncil,
  countOfOrganisation,
  countOfMeetingKind,
  countOfOrganisationKind,
  countOfType,
  countOfUser,
  type Uses,
} from './usage-store.ts';

type Asked = z.infer<typeof contract.usageQuery>;

/** What goes to the successor when something of a kind is closed. */
const moves: Record<ClosingKind, readonly string[]> = {
  area: ['needs', 'people', 'services'],
  'service-type': ['needs', 'services'],
  'organisation-kind': ['organisations'],
  'meeting-kind': ['meetings'],
  'area-kind': ['areas'],
  organisation: ['services', 'offices'],
  council: ['tasks', 'received'],
  user: ['open', 'seats'],
};

/** What would hang on something if it were closed, in numbers and with where it is listed, and what is planned; for who may close it. Throws not-found and not-allowed. */
export async function readUsage(
  ctx: MunicipalContext,
  target: Asked,
  parts: readonly HomePart[],
): Promise<z.infer<typeof contract.usage>> {
  const closable = await findClosable(ctx, target.kind, target.id, parts);
  const { uses, key } = await count(ctx, target, parts);
  const hasMoving = moves[target.kind].some((what) => (uses[what] ?? 0) > 0);
  const successors = await listFit(ctx, target, closable);
  const planned = await readPlanned(ctx.db, ctx.municipality.id, target.kind, target.id);
  const successor = planned?.successor_id ? await findSuccessor(closable, planned.successor_id) : undefined;
  return {
    items: Object.entries(uses).flatMap(([what, total]) =>
      total === 0 ? [] : [{ what, count: total, list: listOf(target, what, key), becomes: becomes(target.kind, what) }],
    ),
    follows: successors === null ? moves[target.kind].length > 0 : successors.length > 0 && hasMoving,
    successors: successors && successors.map(({ id, name }) => ({ id, name })),
    planned: planned
      ? {
          id: planned.id,
          from: planned.from_on,
          successor: successor ? { id: successor.id, name: successor.name } : null,
        }
      : null,
  };
}

/** Who may follow, where that is not every open one of the same kind. */
async function listFit(
  ctx: MunicipalContext,
  { kind, id }: Asked,
  { successors }: Closable,
): Promise<{ id: string; name: string }[] | null> {
  if (kind === 'user') return (await listSuccessorsOfUser(ctx, id)) ?? [];
  return kind === 'area-kind' && typeof successors !== 'function' ? successors : null;
}

const becomes = (kind: ClosingKind, what: string): 'moves' | 'returns' | 'ends' | 'stays' => {
  if (moves[kind].includes(what)) return 'moves';
  if (kind === 'user' && what === 'roles') return 'ends';
  return kind === 'organisation' && what === 'referrals' ? 'returns' : 'stays';
};

const countsOfCodes = {
  'service-type': countOfType,
  'organisation-kind': countOfOrganisationKind,
  'meeting-kind': countOfMeetingKind,
  'area-kind': countOfAreaKind,
};

/** `key`: a code's own. */
async function count(
  ctx: MunicipalContext,
  { kind, id }: Asked,
  parts: readonly HomePart[],
): Promise<{ uses: Uses; key?: string }> {
  const { db, today } = ctx;
  const municipalityId = ctx.municipality.id;
  switch (kind) {
    case 'area': {
      const areas = await areasOf(ctx);
      const path = areas.find((area) => area.id === id)?.path ?? '';
      const within = areas.filter((area) => area.path.startsWith(path)).map((area) => area.id);
      return { uses: await countInAreas(db, municipalityId, within, today) };
    }
    case 'organisation':
      return {
        uses: await countOfOrganisation(db, municipalityId, id, await standingsTagged(ctx, 'referral', 'open'), today),
      };
    case 'council':
      return { uses: await countOfCouncil(db, id, await proposalsOpen(ctx), today) };
    case 'user':
      return { uses: await countWithUser(ctx, id, parts) };
    case 'meeting-kind':
    case 'area-kind':
    case 'service-type':
    case 'organisation-kind': {
      const key = (await codesOf(ctx, kind)).find((entry) => entry.id === id)?.key ?? '';
      const countUses = countsOfCodes[kind];
      return { uses: await countUses(db, municipalityId, key), key };
    }
  }
}

/** A seat that somebody has by a role goes with it; another is theirs alone. */
async function countWithUser(ctx: MunicipalContext, id: string, parts: readonly HomePart[]): Promise<Uses> {
  const { members = 0, ...uses } = await countOfUser(ctx.db, ctx.municipality.id, id, ctx.today);
  const { open, seats } = await readOpenOfUser(ctx, parts, id);
  return { open, seats, members: Math.max(members - seats, 0), ...uses };
}

/** The list that shows them, below the municipality's page; null: there is none that does. */
function listOf({ kind, id }: Asked, what: string, key = ''): string | null {
  switch (kind) {
    case 'area':
      if (what === 'needs') return `needs?area=${id}&state=open`;
      return what === 'people' || what === 'services' ? `${what}?area=${id}` : null;
    case 'meeting-kind':
      return null;
    case 'area-kind':
      return 'settings/areas';
    case 'organisation-kind':
      return `services/organisations?kind=${key}`;
    case 'service-type':
      return what === 'needs' ? `needs?type=${key}&state=open` : `services?type=${key}`;
    case 'organisation':
      return what === 'services' ? `services/organisations/${id}` : null;
    case 'council':
      return what === 'tasks' ? `tasks?council=${id}` : `councils/${id}`;
    case 'user':
      return what === 'roles' || what === 'open' ? `settings/users/${id}` : null;
  }
}
