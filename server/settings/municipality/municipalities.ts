import { readLibrary, type Library } from '../../definitions/library.ts';
import { insertDefinitions } from '../../definitions/store.ts';
import { audit, type Context, type MunicipalContext, type Role } from '../../kernel/context.ts';
import { notFound, refused } from '../../kernel/errors.ts';
import { insertArea, listAreas, type AreaRow } from '../areas/store.ts';
import { insertCodeEntries, listCodeEntries, type CodeEntryRow, type CodeList } from '../codes/store.ts';
import { listAbilities, rolesOf } from './abilities.ts';
import { insertMunicipality, readMunicipality, readMunicipalityByCode, type MunicipalityRow } from './store.ts';

export type NewMunicipality = { code: string; name: string; nameKana: string; nameEn?: string | null; demo?: boolean };

/** Key, Japanese and English name, mark; an administrator adds, renames and retires entries later. */
const startingCodes: Record<CodeList, [key: string, ja: string, en: string, mark?: string][]> = {
  'service-type': [
    ['housework', '家事援助', 'Housework'],
    ['salon', 'サロン活動・居場所', 'Salon and meeting place'],
    ['transport', '外出支援・移動サービス', 'Outings and transport'],
    ['watching-over', '見守り・安否確認', 'Watching over'],
    ['meals', '配食', 'Meal delivery'],
    ['paid-volunteer', '有償ボランティア', 'Paid volunteers'],
    ['local-currency', '地域通貨', 'Local currency'],
    ['neighbourhood', '地縁活動', 'Neighbourhood activity'],
    ['dementia-support', '認知症者への支援', 'Support for people with dementia'],
    ['participation', '社会参加', 'Taking part in society'],
    ['mutual-fund', '助け合い基金', 'Mutual help fund'],
    ['care-service', '介護保険サービス', 'Long-term care insurance service'],
    ['community-place', '集いの場・地域の施設', 'Gathering place or local facility'],
  ],
  'organisation-kind': [
    ['npo', 'NPO法人', 'NPO'],
    ['company', '民間企業', 'Company'],
    ['co-operative', '協同組合', 'Co-operative'],
    ['volunteer', 'ボランティア団体', 'Volunteer group'],
    ['welfare-corporation', '社会福祉法人', 'Social welfare corporation'],
    ['neighbourhood-association', '町内会・自治会', 'Neighbourhood association'],
    ['district-body', '地区組織（地区社会福祉協議会など）', 'District body'],
    ['salon', 'サロン活動団体', 'Salon group'],
    ['senior-club', '老人クラブ', 'Senior club'],
    ['welfare-commissioners', '民生委員・児童委員', 'Welfare commissioners'],
    ['social-welfare-council', '社会福祉協議会', 'Council of social welfare'],
    ['silver-centre', 'シルバー人材センター', 'Silver human resources centre'],
    ['farmers-co-operative', '農業協同組合', 'Agricultural co-operative'],
    ['public-health', '保健師・保健センター', 'Public health nurses'],
    ['support-centre', '地域包括支援センター', 'Community support centre'],
    ['medical-corporation', '医療法人', 'Medical corporation'],
    ['municipality', '市町村', 'Municipality'],
    ['other', 'その他', 'Other'],
  ],
  'meeting-kind': [
    ['roundtable', '座談会', 'Roundtable', 'examined'],
    ['study', '勉強会', 'Study meeting'],
    ['preparation', '準備会', 'Preparation meeting'],
    ['council', '協議体会議', 'Council meeting'],
    ['workshop', 'ワークショップ', 'Workshop'],
    ['training', '研修', 'Training'],
    ['briefing', '説明会', 'Briefing'],
    ['hearing', '聞き取り', 'Hearing'],
    ['care-meeting', '地域ケア会議', 'Care meeting'],
  ],
};

/**
 * Makes a municipality ready for work: its root area, the starting code lists, and the shipped forms, rule sets and
 * lifecycles as number 1, in force from today on. Throws a conflict (`duplicate`) for a code that exists. Answers the context inside it.
 */
export async function createMunicipality(
  ctx: Context,
  input: NewMunicipality,
): Promise<{ ctx: MunicipalContext; root: AreaRow }> {
  if (await readMunicipalityByCode(ctx.db, input.code)) throw refused('duplicate', { what: input.code });
  const [id, library] = [ctx.newId(), await readLibrary()];
  await insertMunicipality(ctx.db, {
    id,
    code: input.code,
    name: input.name,
    name_kana: input.nameKana,
    name_en: input.nameEn ?? null,
    demo: input.demo ? 1 : 0,
    created_at: ctx.now,
    library: library.hash,
  });
  const inside: MunicipalContext = { ...ctx, municipality: { id, code: input.code, name: input.name } };
  const root = await insertRootArea(inside, input);
  await insertStartingCodes(inside);
  await insertLibrary(inside, library);
  await audit(inside, 'municipality.create', { kind: 'municipality', id, title: input.name });
  return { ctx: inside, root };
}

async function insertRootArea(ctx: MunicipalContext, input: NewMunicipality): Promise<AreaRow> {
  const id = ctx.newId();
  const root: AreaRow = {
    id,
    municipality_id: ctx.municipality.id,
    parent_id: null,
    kind: 'municipality',
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

async function insertStartingCodes(ctx: MunicipalContext): Promise<void> {
  const lists = Object.entries(startingCodes) as [CodeList, [string, string, string, string?][]][];
  const rows = lists.flatMap(([list, entries]) =>
    entries.map(([key, name_ja, name_en, marks], position) => ({
      id: ctx.newId(),
      municipality_id: ctx.municipality.id,
      list,
      key,
      name_ja,
      name_en,
      position,
      retired_at: null,
      marks: marks ?? null,
      version: 1,
    })),
  );
  await insertCodeEntries(ctx.db, rows);
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
    can: listAbilities(ctx.kinds, ctx.actor, areas[0]?.path ?? ''),
  };
}
