import type { z } from 'zod';
import { normaliseForSearch, telephoneDigits } from '../../database/normalise.ts';
import { nextNumber } from '../../database/numbers.ts';
import { areasBelow } from '../../database/parts.ts';
import type { Page, Paging } from '../../database/paging.ts';
import { updateHeld, updateVersion } from '../../database/versioned.ts';
import { numberTitle, tellChanges } from '../../kernel/audit-details.ts';
import { insertAuditLines } from '../../kernel/audit-store.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import { audit, auditLine, type AuditedRecord, type MunicipalContext } from '../../kernel/context.ts';
import { invalid, notAllowed, notFound, refused } from '../../kernel/errors.ts';
import { changedFields, newValues, staleConflict } from '../../kernel/stale.ts';
import { say } from '../../kernel/texts/index.ts';
import { mayEditSettings } from '../../settings/areas/areas.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import type * as contract from './contract.ts';
import { mayPerson, peopleReach } from './policy.ts';
import { areaLinkOf } from '../../settings/closed-name.ts';
import {
  findAlike,
  insertPerson,
  listPeople,
  listPeopleIn,
  readPerson,
  type PersonKeys,
  type PersonRow,
  type PlacedPerson,
} from './store.ts';

export type Person = z.infer<typeof contract.person>;

/** What is known of somebody who may be a resident that we know. */
export type Known = { name: string; kana: string; birth: string | null; telephone: string | null };

/** What lines of the audit call a resident: never the name. */
export const personTitle = ({ id, number }: { id: string; number: number }): AuditedRecord => ({
  kind: 'person',
  id,
  title: numberTitle(number),
});

export const presentPerson = (ctx: MunicipalContext, row: PlacedPerson): Person => ({
  id: row.id,
  number: row.number,
  name: row.name,
  kana: row.kana,
  birth: row.birth,
  telephone: row.telephone,
  area: areaLinkOf(ctx.language, row),
  erasedOn: row.erased_at && dayInJapan(row.erased_at),
  version: row.version,
});

/** Kana without its spaces, and the digits of a telephone of at least six: what is shorter is nobody's. */
export function keysOf({ kana, birth, telephone }: Known): PersonKeys {
  const digits = telephoneDigits(telephone ?? '');
  return {
    kana_key: normaliseForSearch(kana).replaceAll(' ', ''),
    telephone_key: digits.length < 6 ? '' : digits,
    birth,
  };
}

function columnsOf(known: Known): Pick<PersonRow, 'name' | 'kana' | 'telephone' | 'search' | keyof PersonKeys> {
  const keys = keysOf(known);
  const names = [known.name, known.kana].map(normaliseForSearch);
  return {
    name: known.name,
    kana: known.kana,
    telephone: known.telephone,
    ...keys,
    search: [...names, ...names.map((name) => name.replaceAll(' ', '')), keys.telephone_key].join(' ').trim(),
  };
}

const reachedAreas = async (ctx: MunicipalContext): Promise<string[]> => {
  const paths = ctx.actor.kind === 'system' ? ['/'] : peopleReach(ctx.actor);
  if (paths.length === 0) throw notAllowed();
  return areasBelow(await areasOf(ctx), paths).map((area) => area.id);
};

/** Residents whom the asker may know, a page of them by kana. */
export async function searchPeople(
  ctx: MunicipalContext,
  query: z.infer<typeof contract.personQuery>,
  paging: Paging,
): Promise<Page<Person>> {
  const areas = await areasOf(ctx);
  const path = areas.find((area) => area.id === query.area)?.path;
  const reached = await reachedAreas(ctx);
  const within = areas.filter((area) => !query.area || (path !== undefined && area.path.startsWith(path)));
  const words = normaliseForSearch(query.q ?? '')
    .split(' ')
    .filter(Boolean);
  const page = await listPeople(
    ctx.db,
    {
      municipalityId: ctx.municipality.id,
      areaIds: within.map((area) => area.id).filter((id) => reached.includes(id)),
      words,
    },
    paging,
  );
  return { ...page, items: page.items.map((row) => presentPerson(ctx, row)) };
}

/** A resident, for who may know them; throws not-found for anybody else. The system may know everybody. */
export async function findPerson(ctx: MunicipalContext, id: string): Promise<PlacedPerson> {
  const row = await readPerson(ctx.db, ctx.municipality.id, id);
  if (!row || !(ctx.actor.kind === 'system' || mayPerson(ctx.actor, 'see', row.area_path))) throw notFound();
  return row;
}

/** May the asker see all that is stored of residents, and erase it? It reaches into records of the whole municipality. */
export const mayErase = async (ctx: MunicipalContext): Promise<boolean> => mayEditSettings(ctx);

/** A resident with what the asker may do. */
export async function readPersonRecord(
  ctx: MunicipalContext,
  id: string,
): Promise<z.infer<typeof contract.personRecord>> {
  const row = await findPerson(ctx, id);
  return {
    ...presentPerson(ctx, row),
    can: {
      edit: !row.erased_at && mayPerson(ctx.actor, 'change', row.area_path),
      looks: mayPerson(ctx.actor, 'looks', row.area_path),
      erase: await mayErase(ctx),
    },
  };
}

type Alike = { row: PlacedPerson; by: ('kana' | 'birth' | 'telephone')[] };

/** More than anybody compares by eye. */
const ALIKE_MAX = 50;

/** Residents that the asker may know and who share something with this one, those who share most first. Nothing is linked. */
export async function findLikely(ctx: MunicipalContext, known: Known): Promise<Alike[]> {
  const keys = keysOf(known);
  const rows = await findAlike(ctx.db, ctx.municipality.id, await reachedAreas(ctx), keys, ALIKE_MAX);
  return rows.map((row): Alike => ({
    row,
    by: [
      ...(keys.kana_key && row.kana_key === keys.kana_key ? (['kana'] as const) : []),
      ...(keys.birth && row.birth === keys.birth ? (['birth'] as const) : []),
      ...(keys.telephone_key && row.telephone_key === keys.telephone_key ? (['telephone'] as const) : []),
    ],
  }));
}

/** Adds a resident, in an area that the caller has looked at. */
export async function addPerson(ctx: MunicipalContext, known: Known, areaId: string): Promise<string> {
  const id = ctx.newId();
  const number = await nextNumber(ctx.db, 'person', ctx.municipality.id);
  await insertPerson(ctx.db, {
    id,
    municipality_id: ctx.municipality.id,
    number,
    area_id: areaId,
    ...columnsOf(known),
    created_by: ctx.actor.id,
    created_at: ctx.now,
    erased_at: null,
    version: 1,
  });
  await audit(ctx, 'person.create', personTitle({ id, number }), { version: 1 });
  return id;
}

/** Corrects what is known of a resident. Their needs keep what was written then. Throws not-found, `stale`, and invalid for an area that is closed or not the asker's. */
export async function correctPerson(
  ctx: MunicipalContext,
  id: string,
  version: number,
  patch: z.infer<typeof contract.personPatch>,
): Promise<number> {
  const row = await findPerson(ctx, id);
  if (!mayPerson(ctx.actor, 'change', row.area_path)) throw notAllowed();
  if (row.erased_at) throw refused('erased');
  if (patch.areaId !== undefined && patch.areaId !== row.area_id) {
    const area = (await areasOf(ctx)).find((area) => area.id === patch.areaId && !area.closed_at);
    if (!area || !mayPerson(ctx.actor, 'see', area.path))
      throw invalid([{ path: '/areaId', code: 'unknown', message: say(ctx.language, 'people.unknownArea') }]);
  }
  const known: Known = {
    name: patch.name ?? row.name,
    kana: patch.kana ?? row.kana,
    birth: patch.birth === undefined ? row.birth : patch.birth,
    telephone: patch.telephone === undefined ? row.telephone : patch.telephone || null,
  };
  const { search, ...columns } = { ...columnsOf(known), area_id: patch.areaId ?? row.area_id };
  const changed = changedFields(row, columns);
  const next = await updateVersion(ctx.db, 'people', id, version, { ...newValues(changed), search });
  if (next === null) throw await staleConflict(ctx, 'person', id, version);
  const { kana_key: _kana, telephone_key: _telephone, ...fields } = changed;
  await audit(ctx, 'person.update', personTitle(row), { version: next, changed: tellChanges(fields) });
  return next;
}

/** Gives the residents of areas that are closed another area, for whoever may close those. Returns how many. */
export async function movePeople(ctx: MunicipalContext, areaIds: readonly string[], to: string): Promise<number> {
  const rows = await listPeopleIn(ctx.db, ctx.municipality.id, areaIds);
  const values = { area_id: to };
  await updateHeld(
    ctx.db,
    'people',
    rows.map(({ id }) => ({ id, ...values })),
  );
  await insertAuditLines(
    ctx.db,
    rows.map((row) => {
      const changed = tellChanges(changedFields(row, values));
      return auditLine(ctx, 'person.update', personTitle(row), { version: row.version + 1, changed });
    }),
  );
  return rows.length;
}
