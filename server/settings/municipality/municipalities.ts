import { readLibrary, type Library } from '../../definitions/library.ts';
import { insertDefinitions } from '../../definitions/store.ts';
import { audit, type Context, type MunicipalContext, type Role } from '../../kernel/context.ts';
import { notFound, refused } from '../../kernel/errors.ts';
import { insertArea, listAreas, type AreaRow } from '../areas/store.ts';
import { cityTemplates, startingCodes, type CityTemplate } from '../codes/starting-codes.ts';
import { insertCodeEntries, listCodeEntries, marksIn, type CodeEntryRow, type CodeList } from '../codes/store.ts';
import { listAbilities, rolesOf } from './abilities.ts';
import { toPractice } from './practice.ts';
import { insertMunicipality, readMunicipality, readMunicipalityByCode, type MunicipalityRow } from './store.ts';

export type NewMunicipality = {
  code: string;
  name: string;
  nameKana: string;
  nameEn?: string | null;
  demo?: boolean;
  /** Whose way of working it begins with; left out: the standard one. */
  template?: CityTemplate;
};

/**
 * Makes a municipality ready for work: its root area, the starting code lists, and the shipped forms, rule sets and
 * workflows as number 1, in force from today on. Throws a conflict (`duplicate`) for a code that exists. Answers the context inside it.
 */
export async function createMunicipality(
  ctx: Context,
  input: NewMunicipality,
): Promise<{ ctx: MunicipalContext; root: AreaRow }> {
  if (await readMunicipalityByCode(ctx.db, input.code)) throw refused('duplicate', { what: input.code });
  const [id, library] = [ctx.newId(), await readLibrary()];
  const template = cityTemplates[input.template ?? 'standard'];
  await insertMunicipality(ctx.db, {
    id,
    code: input.code,
    name: input.name,
    name_kana: input.nameKana,
    name_en: input.nameEn ?? null,
    demo: input.demo ? 1 : 0,
    created_at: ctx.now,
    library: library.hash,
    coordinator_by: template.coordinatorBy,
  });
  const inside: MunicipalContext = { ...ctx, municipality: { id, code: input.code, name: input.name } };
  const codes = await insertStartingCodes(inside, template.lists);
  const root = await insertRootArea(inside, input, codes);
  await insertLibrary(inside, library);
  await audit(inside, 'municipality.create', { kind: 'municipality', id, title: input.name });
  return { ctx: inside, root };
}

async function insertRootArea(ctx: MunicipalContext, input: NewMunicipality, codes: CodeEntryRow[]): Promise<AreaRow> {
  const id = ctx.newId();
  const root: AreaRow = {
    id,
    municipality_id: ctx.municipality.id,
    parent_id: null,
    kind: codes.find((entry) => marksIn(entry).includes('top'))?.key ?? '',
    name: input.name,
    name_kana: input.nameKana,
    path: `/${id}/`,
    position: 0,
    closed_at: null,
    version: 1,
  };
  await insertArea(ctx.db, root);
  return root;
}

async function insertStartingCodes(ctx: MunicipalContext, own: Partial<typeof startingCodes>): Promise<CodeEntryRow[]> {
  const lists = Object.entries({ ...startingCodes, ...own }) as [CodeList, (typeof startingCodes)[CodeList]][];
  const rows = lists.flatMap(([list, entries]) =>
    entries.map(([key, name_ja, name_en, marks, agenda], position) => ({
      id: ctx.newId(),
      municipality_id: ctx.municipality.id,
      list,
      key,
      name_ja,
      name_en,
      position,
      retired_at: null,
      marks: marks ?? null,
      agenda: agenda ? JSON.stringify(agenda) : null,
      version: 1,
    })),
  );
  await insertCodeEntries(ctx.db, rows);
  return rows;
}

async function insertLibrary(ctx: MunicipalContext, { entries }: Library): Promise<void> {
  await insertDefinitions(
    ctx.db,
    entries.map(({ kind, key, text }) => ({
      id: ctx.newId(),
      municipality_id: ctx.municipality.id,
      kind,
      key,
      number: 1,
      body: text,
      reason: '初期設定',
      effective_on: ctx.today,
      published_by: null,
      published_at: ctx.now,
    })),
  );
}

export type MunicipalityRecord = {
  row: MunicipalityRow;
  areas: AreaRow[];
  codes: CodeEntryRow[];
  roles: Role[];
  can: Record<string, boolean>;
};

/** The municipality with its areas (root first), all code entries, and what the asker is and may do here. */
export async function readMunicipalityRecord(ctx: MunicipalContext): Promise<MunicipalityRecord> {
  const row = await readMunicipality(ctx.db, ctx.municipality.id);
  if (!row) throw notFound();
  const areas = await listAreas(ctx.db, row.id);
  return {
    row,
    areas,
    codes: await listCodeEntries(ctx.db, row.id),
    roles: rolesOf(ctx.actor),
    can: listAbilities(ctx.kinds, ctx.actor, areas[0]?.path ?? '', toPractice(row)),
  };
}
