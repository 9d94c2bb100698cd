import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../../server/imports/read-table.ts';
import type { Person, Reply } from '../../support/app.ts';
import { communityIntake, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { breachesOf, readSheets, readZippedCsv, type ReadSheet } from '../../support/machine-readable.ts';

/* The list of needs as a file: what is in it, what is not, and what is on record of it. */

type Preview = {
  rows: number;
  notes: string[];
  columns: { key: string; label: string }[];
  unwritable: { letter: string; code: string; records: number; first: string }[];
};

const everybody = { tier1: 'always', members: 'always' };
const added: Record<string, [title: string, schema: object]> = {
  snow: ['雪かきが必要', { type: 'boolean', 'x-tell': everybody }],
  snowDays: ['雪の日数', { type: 'integer', 'x-unit': { ja: '日' }, 'x-tell': everybody }],
  heardOn: ['聞いた日', { type: 'string', format: 'date' }],
};
const of = (name: string): string => `need.form.${name}`;

function intakeForm(): object {
  const url = new URL('../../../forms/library/need-intake.form.json', import.meta.url);
  const form = JSON.parse(readFileSync(url, 'utf8')) as {
    schema: { properties: Record<string, object> };
    uiSchema: { 'ui:order': string[] };
    texts: { ja: { fields: Record<string, object> } };
  };
  for (const [name, [title, schema]] of Object.entries(added)) {
    form.schema.properties[name] = schema;
    form.texts.ja.fields[name] = { title };
    form.uiSchema['ui:order'].push(name);
  }
  return form;
}

/** A formula as somebody may type one, and a name that CP932 has no letter for. */
const formula = '=HYPERLINK("http://example.invalid")';

describe(`the list of needs as a file, on ${testEngine()}`, () => {
  let work: Casework;
  const ask = async (person: Person, query = '', part = 'export'): Promise<Reply> =>
    (await work.as(person)).get(work.path(`needs/${part}${query && `?${query}`}`));
  const file = async (person: Person, query = ''): Promise<Reply> => {
    const reply = await ask(person, query);
    expect([reply.status, reply.status === 200 ? '' : reply.text]).toEqual([200, '']);
    return reply;
  };
  const preview = async (person: Person, query = ''): Promise<Preview> => {
    const reply = await ask(person, query, 'export/preview');
    expect([reply.status, reply.status === 200 ? '' : reply.text]).toEqual([200, '']);
    return reply.body as unknown as Preview;
  };
  const rowsOf = ({ bytes }: Reply): string[][] => parse(new TextDecoder().decode(bytes), { bom: true });
  const cells = ({ rows }: ReadSheet): string[][] => rows.map((row) => row.map(({ value }) => value));

  beforeAll(async () => {
    work = await startCasework();
    const administrator = await work.as('administrator');
    const published = await administrator.post(work.path('definitions/form'), {
      body: intakeForm(),
      reason: '雪の季節のため',
      acknowledge: [],
    });
    expect([published.status, published.text]).toEqual([201, published.text]);
    await work.takeIn('tier2-north', { title: 'い', snow: true, snowDays: 3, heardOn: '2026-11-01' });
    await work.takeIn('tier2-north', { title: formula, snowDays: 12 });
    await work.takeIn('tier2-north', communityIntake(work.town, { title: '𠮷野の道〜−', snow: false }));
    await (
      await work.as('tier2-north')
    ).post(work.path('needs/fields'), { fields: ['snow', 'snowDays', 'heardOn'].map(of) });
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('holds what the list shows, with its filter, order and columns', async () => {
    const query = `format=csv&sort=oldest&hide=types&fields=${of('snow')}&fields=${of('snowDays')}`;
    const [header, ...rows] = rowsOf(await file('tier2-north', query));
    expect(header).toEqual([
      '番号',
      '件名',
      '状況',
      '急ぎ',
      '圏域',
      'だれの困りごとか',
      'ご本人の名前',
      'ご本人のふりがな',
      '受付日',
      '受付からの日数（日）',
      '雪かきが必要',
      '雪の日数（日）',
    ]);
    expect(rows.map((row) => [row[1], row[10], row[11]])).toEqual([
      ['い', 'はい', '3'],
      [`'${formula}`, '', '12'],
      ['𠮷野の道〜−', 'いいえ', ''],
    ]);
    expect(
      rowsOf(await file('tier2-north', 'format=csv&scope=community'))
        .slice(1)
        .map((row) => row[1]),
    ).toEqual(['𠮷野の道〜−']);
  });

  it('is a workbook whose days are days, numbers numbers and texts never formulas', async () => {
    const reply = await file('tier2-north', `sort=oldest&fields=${of('snowDays')}&fields=${of('heardOn')}`);
    expect(reply.headers.get('content-type')).toContain('spreadsheetml');
    const [list, about] = readSheets(reply.bytes);
    expect([list?.name, about?.name]).toEqual(['困りごと', 'この表について']);
    const column = (label: string): number => list?.rows[0]?.findIndex(({ value }) => value === label) ?? -1;
    expect(list?.rows[1]?.[column('雪の日数（日）')]).toEqual({ kind: 'number', value: '3' });
    expect(list?.rows[1]?.[column('聞いた日')]).toEqual({ kind: 'number', value: '46327' });
    expect(list?.rows[2]?.[1]).toEqual({ kind: 'text', value: formula });
    expect(about && cells(about)).toEqual(
      expect.arrayContaining([
        ['書き出した人', '見本市 tier2-north'],
        ['件数', '3'],
      ]),
    );
    // What it is narrowed to stands there in words; its order leaves nothing out.
    const filtersOf = async (query: string, person: Person = 'tier2-north') =>
      readSheets((await file(person, query)).bytes)
        .at(-1)
        ?.rows.find(([name]) => name?.value === 'しぼり込んだ項目')?.[1]?.value;
    expect(await filtersOf('sort=oldest')).toBe('しぼり込みなし');
    const north = work.town.areas.north;
    const condition = encodeURIComponent(`${of('snow')}=true`);
    expect(await filtersOf(`area=${north.id}&urgency=normal&type=transport&hide=area`)).toMatch(
      /^圏域：[^、]*北[^、]*、手助けの種類：[^、]*移動[^、]*、急ぎ：ふつう$/,
    );
    expect(await filtersOf(`where=${condition}&fields=${of('snow')}`)).toBe('雪かきが必要：はい');
    // As any other program reads it: ours that takes lists in.
    const table = await readTable(reply.bytes, 'needs.xlsx');
    expect(table.rows).toHaveLength(3);
    expect(table.rows[0]?.cells.at(-1)).toBe('2026-11-01');
  });

  it.each(['xlsx', 'csv'] as const)(
    'is machine-readable by the rules for statistical tables, as %s',
    async (format) => {
      const fields = ['snow', 'snowDays', 'heardOn'].map((name) => `fields=${of(name)}`).join('&');
      const { bytes } = await file('tier2-north', `format=${format}&face=machine&sort=oldest&${fields}`);
      const sheets = format === 'xlsx' ? readSheets(bytes) : readZippedCsv(bytes);
      expect(sheets.map(({ name }) => name)).toEqual(['data', 'dictionary']);
      expect(breachesOf(sheets)).toEqual([]);
      const [data] = sheets.map(cells);
      expect(data?.[0]).toEqual(['record_id', 'item', 'item_name', 'position', 'code', 'word', 'number', 'unit']);
      const said = (data ?? [])
        .filter(([id]) => id === data?.[1]?.[0])
        .map((row) => row.slice(1).join('|').replace(/\|+$/, ''));
      expect(said).toEqual(
        expect.arrayContaining([
          'urgency|急ぎ|1|normal|ふつう',
          `${of('snow')}|雪かきが必要|1|true|はい`,
          `${of('snowDays')}|雪の日数|1|||3|日`,
          `${of('heardOn')}|聞いた日|1|2026-11-01|2026年11月1日（令和8年）`,
        ]),
      );
    },
  );

  it('would be found not to be machine-readable', () => {
    const cell = (value: string, kind: 'text' | 'number' | 'formula' = 'text') => ({ kind, value });
    const sheet = (rows: ReturnType<typeof cell>[][]): ReadSheet => ({ name: '', merged: true, objects: true, rows });
    const data = sheet([
      ['record_id', 'item', 'item_name', 'position', 'code', 'word', 'number', 'unit', '①'].map((name) => cell(name)),
      ['1', 'area', '', '1', '', '　釜', '12人', '人'].map((value) => cell(value)),
      [cell('1'), cell('day'), cell('日'), cell('1'), cell('令和8年'), cell(''), cell('1+1', 'formula'), cell('')],
      ['1', 'kind', '種類', '1', 'a、b', '', '', ''].map((value) => cell(value)),
      Array(10).fill(cell('')) as ReturnType<typeof cell>[],
    ]);
    const dictionary = sheet([
      ['item', 'area', '圏域', 'choice', ''].map((value) => cell(value)),
      ['item', 'day', '日', 'day', ''].map((value) => cell(value)),
      ['item', 'kind', '種類', 'choice', ''].map((value) => cell(value)),
      ['code', 'kind', '種類', 'choice', '', 'a', 'あ'].map((value) => cell(value)),
    ]);
    expect(breachesOf([data, dictionary])).toEqual(
      [
        '1-2',
        '1-3',
        '1-4',
        '1-5',
        '1-6',
        '1-7',
        '1-8',
        '1-9',
        '1-10',
        '1-11',
        '1-12',
        '2-1',
        '2-2',
        'code',
        'dictionary',
      ].toSorted(),
    );
  });

  it('says before what CP932 cannot write, and writes 〓 for it; what only looks the same is written', async () => {
    const query = 'format=csv&encoding=cp932&sort=oldest';
    const { rows, unwritable } = await preview('tier2-north', query);
    expect([rows, unwritable]).toEqual([3, [{ letter: '𠮷', code: 'U+20BB7', records: 1, first: '3 𠮷野の道〜−' }]]);
    expect((await preview('tier2-north', 'format=csv&sort=oldest')).unwritable).toEqual([]);
    const { bytes } = await file('tier2-north', query);
    const text = new TextDecoder('shift_jis', { fatal: true }).decode(bytes);
    expect(parse(text).map((row) => row[1])).toEqual(['件名', 'い', `'${formula}`, '〓野の道～－']);
  });

  it('begins with a byte order mark only where that is asked for', async () => {
    const begins = async (encoding: string): Promise<number | undefined> =>
      (await file('tier2-north', `format=csv&encoding=${encoding}`)).bytes[0];
    expect(await begins('utf-8-bom')).toBe(0xef);
    expect(await begins('utf-8')).toBe(0x22);
  });

  it('tells nobody more than the list does, and says so before', async () => {
    const fields = ['snow', 'heardOn'].map((name) => `fields=${of(name)}`).join('&');
    // The first tier is not told of a field without marks: it cannot ask for it.
    expect((await ask('tier1', fields)).status).toBe(422);
    const { bytes, text } = await file('tier1', `format=csv&face=people&fields=${of('snow')}`);
    const names = (await work.app.installation
      .db('needs')
      .whereNotNull('resident_name')
      .pluck('resident_name')) as string[];
    expect(names).not.toEqual([]);
    for (const name of names) {
      expect(text).not.toContain(name);
      expect((await file('tier2-north', 'format=csv')).text).toContain(name);
      expect(JSON.stringify(readSheets((await file('tier1', 'face=machine')).bytes))).not.toContain(name);
    }
    expect(bytes.length).toBeGreaterThan(0);
    expect((await preview('tier1')).notes).toEqual(['ご本人の名前は、あなたが知ってよいものだけが入ります。']);
    expect((await preview('tier2-north')).notes).toEqual([]);
    // Members are told of the community's needs only, services of none.
    expect(rowsOf(await file('member-north', 'format=csv'))).toHaveLength(2);
    expect((await ask('provider')).status).toBe(403);
    expect((await ask('provider', '', 'export/preview')).status).toBe(403);
  });

  it('is on record before it is sent: what was asked, its columns, and each of its rows', async () => {
    const reply = await file('centre-north', 'format=csv&urgency=normal&q=い&hide=area');
    const id = reply.headers.get('x-export-id') ?? '';
    const { db } = work.app.installation;
    const line = (await db('audit').where({ id }).first()) as { action: string; details: string };
    expect([line.action, JSON.parse(line.details)]).toEqual([
      'need.export',
      {
        filters: expect.arrayContaining(['q', 'urgency', 'sort']) as unknown,
        filter: { urgency: 'normal', sort: 'newest' },
        rows: 1,
        columns: expect.arrayContaining(['number', 'title', 'residentName']) as unknown,
        format: 'csv utf-8-bom',
        face: 'people',
      },
    ]);
    expect(line.details).not.toContain('い');
    const shown = (await db('audit_looks').where({ audit_id: id }).pluck('record_id')) as string[];
    expect(await db('needs').whereIn('id', shown).pluck('title')).toEqual(['い']);
    const progress = await (await work.as('centre-north')).get(work.path(`exports/${id}`));
    expect([progress.status, progress.body]).toEqual([200, { rows: 1 }]);
    // How far somebody else's has come is nobody's to know.
    expect((await (await work.as('administrator')).get(work.path(`exports/${id}`))).status).toBe(404);
  });

  it('is counted exactly by what is told of all of it, and by nothing else', async () => {
    type Counts = { total: number; several: boolean; rows: { value: string | null; label: string; count: number }[] };
    const counts = async (person: Person, by: string, query = '') => {
      const { status, body } = await ask(person, `by=${by}${query}`, 'counts');
      const { total, rows, several } = body as unknown as Counts;
      return status === 200 ? { total, several, rows: rows.map(({ label, count }) => [label, count]) } : status;
    };
    const single = { several: false };
    expect(await counts('tier2-north', of('snow'))).toEqual({
      ...single,
      total: 3,
      rows: [
        ['はい', 1],
        ['いいえ', 1],
        ['分からない・未記入', 1],
      ],
    });
    expect(await counts('tier2-north', 'scope', `&where=${of('snow')}%3Dtrue`)).toEqual({
      ...single,
      total: 1,
      rows: [['個人', 1]],
    });
    expect(await counts('tier2-north', 'month')).toEqual({ ...single, total: 3, rows: [['2026年11月', 3]] });
    expect(await counts('tier2-north', 'state')).toEqual({ ...single, total: 3, rows: [['受付済み', 3]] });
    expect(await counts('tier2-north', 'urgency', '&q=い')).toEqual({ ...single, total: 1, rows: [['ふつう', 1]] });
    expect(await counts('tier2-north', 'type')).toMatchObject({
      several: true,
      total: 3,
      rows: [[expect.any(String), 3]],
    });
    // Members hear of the community's needs only: others are in no count either.
    expect(await counts('member-north', 'scope')).toEqual({ ...single, total: 1, rows: [['地域の課題', 1]] });
    // What is not told is not counted by, nor a number, nor what there is not.
    expect(await counts('tier1', of('heardOn'))).toBe(422);
    expect(await counts('tier2-north', of('snowDays'))).toBe(422);
    expect(await counts('tier2-north', 'title')).toBe(422);
    expect(await counts('provider', 'area')).toBe(403);
  });

  it('is counted as nothing in an area that there is not, as the list has it', async () => {
    for (const area of ['01900000-0000-7000-8000-000000000000', 'x']) {
      const { body } = await ask('tier2-north', `by=scope&area=${area}`, 'counts');
      expect(body).toEqual({ total: 0, rows: [], several: false });
    }
  });

  it('is on record where it is counted: what was asked, not for whom, and which needs where they are few', async () => {
    const { db } = work.app.installation;
    const lines = async () =>
      (await db('audit').where({ action: 'need.count' }).orderBy('id').select('id', 'details')) as {
        id: string;
        details: string;
      }[];
    const before = new Set((await lines()).map(({ id }) => id));
    expect((await ask('tier2-north', `by=${of('snow')}&q=い`, 'counts')).body).toMatchObject({ total: 1 });
    const [line, ...more] = (await lines()).filter(({ id }) => !before.has(id));
    expect(more).toEqual([]);
    expect(JSON.parse(line?.details ?? '')).toEqual({ filters: expect.arrayContaining(['by', 'q']), shown: 1 });
    expect(line?.details).not.toContain('い');
    const shown = (await db('audit_looks')
      .where({ audit_id: line?.id ?? '' })
      .pluck('record_id')) as string[];
    expect(await db('needs').whereIn('id', shown).pluck('title')).toEqual(['い']);
  });
});
