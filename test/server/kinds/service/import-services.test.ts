import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { confirmImport } from '../../../../server/imports/confirm-import.ts';
import { listImports, previewImport, type ImportRecord } from '../../../../server/imports/import-list.ts';
import { prepareImport, type ImportInput, type PreparedImport } from '../../../../server/imports/prepare-import.ts';
import { listServicesToCompare, type ServiceToCompare } from '../../../../server/kinds/service/import/store.ts';
import type { ImportMapping, ImportPreview } from '../../../../server/imports/types.ts';
import { undoImport } from '../../../../server/imports/undo-import.ts';
import {
  systemActor,
  type Actor,
  type Membership,
  type MunicipalContext,
  type Role,
} from '../../../../server/kernel/context.ts';
import { AppError } from '../../../../server/kernel/errors.ts';
import type { Installation } from '../../../../server/kernel/installation.ts';
import { serviceImport } from '../../../../server/kinds/service/import/service-import.ts';
import { importKinds, kindsAndEffects } from '../../../../server/kinds/index.ts';
import { insertArea } from '../../../../server/settings/areas/store.ts';
import { insertCodeEntries, type CodeList } from '../../../../server/settings/codes/store.ts';
import { insertMunicipality } from '../../../../server/settings/municipality/store.ts';
import { insertUser } from '../../../../server/settings/users/store.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let clerk: string;
beforeAll(async () => {
  database = await createTestDatabase();
  clerk = uuid();
  await insertUser(database.knex, {
    id: clerk,
    municipality_id: null,
    password_set_at: null,
    created_by: null,
    email: 'clerk@99.example',
    name: '係の人',
    name_kana: '',
    password_hash: 'x',
    language: 'ja',
    demo: 0,
    credentials: 1,
    last_seen_at: null,
    disabled_at: null,
    created_at: '2026-11-23T00:00:00.000Z',
    version: 1,
  });
});
afterAll(() => database.destroy());

type Town = { id: string; code: string; root: string; east: string; west: string };
let towns = 0;

/** A town with two areas and a few types; each test has its own. */
async function makeTown(): Promise<Town> {
  const town: Town = { id: uuid(), code: String(990000 + (towns += 1)), root: uuid(), east: uuid(), west: uuid() };
  const db = database.knex;
  await insertMunicipality(db, {
    id: town.id,
    code: town.code,
    name: '架空市',
    name_kana: 'カクウシ',
    name_en: null,
    demo: 0,
    created_at: '2026-11-23T00:00:00.000Z',
    library: null,
  });
  const area = { municipality_id: town.id, name_kana: '', position: 0, closed_at: null, version: 1 };
  await insertArea(db, {
    ...area,
    id: town.root,
    parent_id: null,
    kind: 'municipality',
    name: '架空市',
    path: `/${town.root}/`,
  });
  for (const [id, name] of [
    [town.east, '東地区'],
    [town.west, '西地区'],
  ] as const)
    await insertArea(db, { ...area, id, parent_id: town.root, kind: 'daily-life', name, path: `/${town.root}/${id}/` });
  const code = (list: CodeList, key: string, name_ja: string) => ({
    id: uuid(),
    municipality_id: town.id,
    list,
    key,
    name_ja,
    name_en: null,
    position: 0,
    retired_at: null,
    marks: null,
    agenda: null,
    version: 1,
  });
  await insertCodeEntries(db, [
    code('service-type', 'salon', 'サロン'),
    code('service-type', 'meals', '配食'),
    code('service-type', 'watch', '見守り'),
    code('organisation-kind', 'company', '企業'),
    code('organisation-kind', 'other', 'その他'),
  ]);
  return town;
}

/** Runs a use case in one transaction, as a member of the town in this role. */
const as = <T>(
  town: Town,
  role: Role | 'system',
  work: (ctx: MunicipalContext) => Promise<T>,
  areaPath = `/${town.root}/`,
): Promise<T> => {
  const membership = (held: Role): Membership => ({
    id: uuid(),
    municipalityId: town.id,
    role: held,
    areaId: town.root,
    areaPath,
    organisationId: null,
  });
  const actor: Actor =
    role === 'system'
      ? systemActor
      : { kind: 'user', id: clerk, name: '係の人', email: 'clerk@99.example', memberships: [membership(role)] };
  return database.knex.transaction((db) =>
    work({
      db,
      actor,
      language: 'ja',
      now: '2026-11-23T01:00:00.000Z',
      today: '2026-11-23',
      newId: uuid,
      kinds: kindsAndEffects.kinds,
      related: kindsAndEffects.related,
      effectTypes: kindsAndEffects.effectTypes,
      requestId: null,
      effects: [],
      municipality: { id: town.id, code: town.code, name: '架空市' },
    }),
  );
};

/** Prepares an import as its route does: reads and plans the file before the transaction. */
const prepare = (
  town: Town,
  role: Role | 'system',
  input: ImportInput,
  changes: boolean,
  areaPath?: string,
): Promise<PreparedImport> => {
  const installation: Installation = {
    db: database.knex,
    clock: () => new Date(),
    newId: uuid,
    log: { info: () => {}, error: () => {}, audit: () => {} },
    secret: 'a secret of tests only',
    publicUrl: null,
    ...kindsAndEffects,
  };
  return prepareImport(
    installation,
    (work) => as(town, role, work, areaPath),
    serviceImport,
    () => Promise.resolve(input),
    { changes },
  );
};
const preview = async (
  town: Town,
  role: Role | 'system',
  input: ImportInput,
  areaPath?: string,
): Promise<ImportPreview> => {
  const prepared = await prepare(town, role, input, false, areaPath);
  return as(town, role, async (ctx) => previewImport(ctx, prepared));
};
const confirm = async (town: Town, role: Role | 'system', input: ImportInput): Promise<ImportRecord> => {
  const prepared = await prepare(town, role, input, true);
  return as(town, role, (ctx) => confirmImport(ctx, prepared));
};

const count = async (table: 'services' | 'organisations' | 'imports', town: Town): Promise<number> =>
  Number(
    (
      (await database.knex(table).where({ municipality_id: town.id }).count({ n: '*' }).first()) as {
        n: number | string;
      }
    ).n,
  );
const services = async (town: Town): Promise<ServiceToCompare[]> => {
  const all: ServiceToCompare[] = [];
  for await (const some of listServicesToCompare(database.knex, town.id)) all.push(...some);
  return all;
};

/** A referral to a service, with the need it is for. */
async function refer(town: Town, serviceId: string, organisationId: string): Promise<void> {
  const db = database.knex;
  const [at, municipality_id, definition, submission, need] = [
    '2026-11-23T00:00:00.000Z',
    town.id,
    uuid(),
    uuid(),
    uuid(),
  ];
  const moving = {
    workflow_id: definition,
    snapshot: '{}',
    state: 'sent',
    state_since: at,
    created_at: at,
    version: 1,
  };
  await db('definitions').insert({
    id: definition,
    municipality_id,
    kind: 'workflow',
    key: 'referral',
    number: 1,
    body: '{}',
    reason: '',
    effective_on: '2026-04-01',
    published_at: at,
  });
  await db('submissions').insert({
    id: submission,
    municipality_id,
    form_id: definition,
    record_kind: 'need',
    record_id: need,
    answers: '{}',
    submitted_at: at,
  });
  await db('needs').insert({
    ...moving,
    id: need,
    municipality_id,
    area_id: town.west,
    number: 1,
    scope: 'community',
    title: '昼の食事',
    urgency: 'normal',
    urgency_rank: 1,
    consent: 'not-needed',
    consent_scope: '[]',
    links: '[]',
    submission_id: submission,
    received_on: '2026-11-23',
    search: '',
  });
  await db('referrals').insert({
    ...moving,
    id: uuid(),
    municipality_id,
    need_id: need,
    service_id: serviceId,
    organisation_id: organisationId,
  });
}

const fixture = async (mapping?: ImportMapping) => ({
  file: {
    name: '通いの場.csv',
    content: [
      new Uint8Array(await readFile(new URL('../../../fixtures/imports/activities-cp932.csv', import.meta.url))),
    ],
  },
  mapping,
});
const csv = (text: string) => ({ file: { name: 'list.csv', content: [new TextEncoder().encode(text)] } });
const refusal = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AppError) return error;
  throw error ?? new Error('nothing was refused');
};

describe('previewImport', () => {
  it('says what would come of each row, and stores nothing', async () => {
    const town = await makeTown();
    const seen = await preview(town, 'administrator', await fixture());
    expect(seen).toMatchObject({
      format: 'csv',
      encoding: 'cp932',
      headerRow: 3,
      counts: { rows: 3, created: 3, rejected: 0 },
      mapping: { fields: { name: { column: '名称' } } },
    });
    expect(seen.typeWords).toEqual([
      { word: 'サロン', rows: 1 },
      { word: '配食', rows: 1 },
      { word: '見守り', rows: 1 },
    ]);
    expect(seen.shown).toEqual(['organisation', 'type', 'areas', 'address']);
    expect(seen.rows[1]).toMatchObject({
      row: 5,
      action: 'create',
      name: 'ことぶき配食',
      shown: { organisation: 'NPO法人ことぶき会', type: '配食', areas: '東地区、西地区' },
    });
    expect([await count('services', town), await count('organisations', town), await count('imports', town)]).toEqual([
      0, 0, 0,
    ]);
  });

  it('gives reasons in words', async () => {
    const town = await makeTown();
    const { issues } = await preview(town, 'administrator', csv('名称,種別,地区,電話番号\nサロン,謎,東,なぞ\n'));
    expect(issues.map(({ row, column, message }) => [row, column, message])).toEqual([
      [2, '電話番号', '「なぞ」は電話番号として読み取れません。電話番号なしで取り込みます。'],
      [2, '種別', '「謎」は、使っている種類にないか、廃止されています。どの種類にあたるかを選んでください。'],
    ]);
  });

  it('refuses a file that is no list and a column that is not there, in words', async () => {
    const town = await makeTown();
    const file = await refusal(preview(town, 'administrator', csv('ただの文章です。')));
    expect(file.extras.issues).toEqual([
      {
        path: '/file',
        code: 'notTable',
        message: '「list.csv」を表として読み取れませんでした。CSVまたはExcel（.xlsx）の一覧表を選んでください。',
      },
    ]);
    const column = await refusal(
      preview(town, 'administrator', {
        ...csv('名称,住所\na,b\n'),
        mapping: { fields: { name: { column: '名前' } }, types: {} },
      }),
    );
    expect(column.extras.issues).toMatchObject([{ path: '/mapping/fields/name', code: 'noColumn' }]);
  });

  const look = async (town: Town, role: Role | 'system') =>
    [
      await preview(town, role, csv('名称,住所\na,b\n')),
      await as(town, role, (ctx) => listImports(ctx, serviceImport, { limit: 10 })),
    ] as const;

  it.each<Role | 'system'>(['administrator', 'tier1', 'system'])('is open to %s', async (role) => {
    const [seen, list] = await look(await makeTown(), role);
    expect([seen.counts.rows, list.total]).toEqual([1, 0]);
  });

  it.each<Role>(['tier2', 'member', 'provider', 'centre'])('is closed to %s', async (role) => {
    expect((await refusal(look(await makeTown(), role))).kind).toBe('not-allowed');
  });

  it('is closed to an administrator of a part of the town only', async () => {
    const town = await makeTown();
    const previewing = preview(town, 'administrator', await fixture(), `/${town.root}/${town.east}/`);
    expect((await refusal(previewing)).kind).toBe('not-allowed');
  });
});

describe('confirmImport', () => {
  it('makes services, their bodies and areas, and lists itself', async () => {
    const town = await makeTown();
    const record = await confirm(town, 'administrator', await fixture());
    expect(record).toMatchObject({
      fileName: '通いの場.csv',
      counts: { created: 3, rejected: 0 },
      createdBy: '係の人',
      undoneAt: null,
      version: 1,
    });
    const stored = await services(town);
    expect(
      stored.map(({ name, type_key, days, areaIds }) => [name, type_key, JSON.parse(days), areaIds.length]),
    ).toEqual([
      ['ひだまりサロン「陽だまり」', 'salon', ['mon', 'wed', 'fri'], 1],
      ['ことぶき配食', 'meals', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], 2],
      ['①番 見守り隊髙﨑', 'watch', ['mon', 'tue', 'wed', 'thu', 'fri'], 1],
    ]);
    expect(stored[0]?.organisation_id).toBe(stored[2]?.organisation_id);
    expect(await count('organisations', town)).toBe(2);
    expect(await as(town, 'tier1', (ctx) => listImports(ctx, serviceImport, { limit: 10 }))).toMatchObject({
      total: 1,
      items: [{ id: record.id, can: { undo: true } }],
    });
    const lines = await database.knex('audit').where({ municipality_id: town.id }).orderBy('id').pluck('action');
    expect(lines).toEqual([
      'organisation.create',
      'organisation.create',
      'service.create',
      'service.create',
      'service.create',
      'import.create',
    ]);
  });

  it('changes nothing when the same list comes again', async () => {
    const town = await makeTown();
    await confirm(town, 'administrator', await fixture());
    const again = await confirm(town, 'administrator', await fixture());
    expect(again.counts).toEqual({ rows: 3, created: 0, updated: 0, unchanged: 3, rejected: 0 });
    expect((await services(town)).map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it('keeps what another town has out of sight', async () => {
    const [own, other] = [await makeTown(), await makeTown()];
    await confirm(own, 'administrator', await fixture());
    expect((await preview(other, 'administrator', await fixture())).counts).toMatchObject({ created: 3, unchanged: 0 });
    expect((await as(other, 'administrator', (ctx) => listImports(ctx, serviceImport, { limit: 10 }))).total).toBe(0);
  });

  it('asks for the column of the name', async () => {
    const town = await makeTown();
    const error = await refusal(confirm(town, 'administrator', csv('種別,住所\nサロン,東町\n')));
    expect(error.extras.issues).toMatchObject([{ path: '/mapping/fields/name', code: 'nameUnmapped' }]);
    expect(await count('imports', town)).toBe(0);
  });
});

describe('undoImport', () => {
  const first = '名称,運営主体,種別,地区,電話番号,所在地\nあさひサロン,甲の会,サロン,東,099-555-0101,東町1\n';
  const second =
    '名称,運営主体,種別,地区,電話番号,所在地\nあさひサロン,甲の会,サロン,東、西,099-555-0199,東町1\nゆうひ配食,乙の会,配食,西,,西町2\n';
  const setUp = async () => {
    const town = await makeTown();
    await confirm(town, 'administrator', csv(first));
    const before = await services(town);
    const record = await confirm(town, 'administrator', csv(second));
    expect(record.counts).toMatchObject({ created: 1, updated: 1 });
    return { town, before, record };
  };
  const without = <T extends { version: number }>(rows: T[]) => rows.map((row) => ({ ...row, version: 0 }));

  it('says by its room that nothing of a day counts any more; undone, the day counts again', async () => {
    const town = await makeTown();
    const row = (capacity: string) => csv(`名称,運営主体,種別,地区,空き\nあさひサロン,甲の会,サロン,東,${capacity}\n`);
    await confirm(town, 'administrator', row('空きあり'));
    const full = { capacity: 'none', full_until: '2026-12-31', full_before: 'waiting' };
    const own = () => database.knex('services').where({ municipality_id: town.id });
    await own().update(full);
    const record = await confirm(town, 'administrator', row('要問合せ'));
    expect(await own().first()).toMatchObject({ capacity: 'ask', full_until: null, full_before: null });
    await as(town, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 1));
    expect(await own().first()).toMatchObject(full);
    expect(await database.knex('effects').where({ municipality_id: town.id, type: 'endFull' }).first('due_at')).toEqual(
      { due_at: '2026-12-30T15:00:00.000Z' },
    );
  });

  it('removes what was made and brings back what was changed', async () => {
    const { town, before, record } = await setUp();
    await as(town, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 1));
    const after = await services(town);
    expect(without(after)).toEqual(without(before));
    expect(after[0]?.version).toBe(3);
    expect(await count('organisations', town)).toBe(1);
    const { items } = await as(town, 'administrator', (ctx) => listImports(ctx, serviceImport, { limit: 10 }));
    expect(items[0]).toMatchObject({
      id: record.id,
      undoneAt: '2026-11-23T01:00:00.000Z',
      can: { undo: false },
      version: 2,
    });
    expect((await refusal(as(town, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 2)))).code).toBe(
      'importUndone',
    );
  });

  it.each([
    ['a service that it made has been changed', 'services', 'ゆうひ配食', 'ゆうひ配食'],
    ['a service that it changed has been changed again', 'services', 'あさひサロン', 'あさひサロン'],
    ['a body that it made has been changed', 'organisations', '乙の会', '乙の会'],
  ] as const)('is refused when %s', async (_, table, name, what) => {
    const { town, record } = await setUp();
    await database.knex(table).where({ municipality_id: town.id, name }).increment('version', 1);
    const error = await refusal(as(town, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 1)));
    expect([error.code, error.extras.params]).toEqual(['importChanged', { what }]);
    expect(await count('services', town)).toBe(2);
  });

  it('is refused when a service that it made has been referred to', async () => {
    const { town, record } = await setUp();
    const service = (await services(town)).find(({ name }) => name === 'ゆうひ配食');
    await refer(town, service?.id ?? '', service?.organisation_id ?? '');
    const error = await refusal(as(town, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 1)));
    expect([error.code, error.extras.params]).toEqual(['importUsed', { what: 'ゆうひ配食' }]);
    expect(await count('services', town)).toBe(2);
  });

  it('is refused when a body that it made has been used', async () => {
    const { town, record } = await setUp();
    const body = (await database
      .knex('organisations')
      .where({ municipality_id: town.id, name: '乙の会' })
      .first('id')) as { id: string };
    await database.knex('memberships').insert({
      id: uuid(),
      user_id: clerk,
      municipality_id: town.id,
      area_id: town.root,
      role: 'provider',
      organisation_id: body.id,
      starts_on: '2026-11-23',
      ends_on: null,
      version: 1,
    });
    const error = await refusal(as(town, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 1)));
    expect([error.code, error.extras.params]).toEqual(['importUsed', { what: '乙の会' }]);
  });

  it('is no way into another town, nor open to those who may not import, nor with an old version', async () => {
    const { town, record } = await setUp();
    const other = await makeTown();
    expect((await refusal(as(other, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 1)))).kind).toBe(
      'not-found',
    );
    expect((await refusal(as(town, 'tier2', (ctx) => undoImport(ctx, importKinds, record.id, 1)))).kind).toBe(
      'not-allowed',
    );
    expect((await refusal(as(town, 'administrator', (ctx) => undoImport(ctx, importKinds, record.id, 7)))).code).toBe(
      'stale',
    );
  });
});
