import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, Reply } from '../../support/app.ts';
import { startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { readSheets } from '../../support/machine-readable.ts';

/* Rows of a list become records of a register: looked at before, each begun as one that is written by hand, and taken back together. */

const kind = 'register-supporter';
const header =
  '氏名,ふりがな,連絡先,住まいの圏域,活動できる圏域,できること,活動できる曜日と時間帯,きっかけ,紹介への同意,活動先に伝えてよいこと,同意を得た日';

type Preview = {
  counts: Record<string, number>;
  rows: { row: number; action: string; name: string }[];
  issues: { row: number; column: string | null; message: string }[];
};
type Imported = { id: string; version: number };
type Listed = { items: { id: string; number: string; title: string; standing: { state: string }; version: number }[] };

describe(`rows read into a register, on ${testEngine()}`, () => {
  let work: Casework;
  const ask = async <T>(person: Person, part: string, body: object | Uint8Array, version?: number) =>
    (await work.as(person)).post<T>(work.path(part), body, version === undefined ? {} : { version });
  const hand = async (person: Person, rows: string[]): Promise<Reply<{ id: string }>> =>
    ask<{ id: string }>(
      person,
      `imports/files?fileName=${encodeURIComponent('担い手.csv')}&kind=${kind}`,
      new TextEncoder().encode([header, ...rows, ''].join('\n')),
    );
  const rowOf = (name: string, area: string, more = '紹介'): string => {
    const kana = name === '架空 一' ? 'かくう いち' : name === '架空 五' ? 'かくう ご' : 'かくう に';
    return `${name},${kana},0225-00-0000,${area},${area},外出支援・移動サービス,月曜午前、火曜午前,${more},得た,氏名,令和8年11月1日`;
  };
  const list = async (person: Person) =>
    (await (await work.as(person)).get<Listed>(work.path('registers/supporter/records?limit=50'))).body.items;

  beforeAll(async () => {
    work = await startCasework();
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('says before what each row becomes, and what is wrong with a cell', async () => {
    const { north, south } = work.town.areas;
    const file = await hand('tier2-north', [
      rowOf('架空 一', north.name),
      rowOf('架空 二', south.name),
      rowOf('架空 三', north.name, '思いつき'),
    ]);
    expect([file.status, file.text]).toEqual([201, file.text]);
    const { status, body } = await ask<Preview>('tier2-north', 'imports/preview', { kind, fileId: file.body.id });
    expect([status, body.rows.map(({ action, name }) => [action, name])]).toEqual([
      200,
      [
        ['create', '架空 一'],
        ['reject', '架空 二'],
        ['reject', '架空 三'],
      ],
    ]);
    // Of another area they begin no record by hand either.
    expect(body.issues.map(({ row, column }) => [row, column])).toEqual([
      [3, '住まいの圏域'],
      [3, '活動できる圏域'],
      [4, 'きっかけ'],
    ]);
    expect(body.issues[2]?.message).toBe(
      '「きっかけ」に「思いつき」という選択肢はありません。様式の言葉のとおりに書くか、様式に選択肢を足してください。',
    );
    expect(await list('tier2-north')).toEqual([]);
  });

  it('begins the records with number, lifecycle and history, once, and takes them back until one is used', async () => {
    const { north } = work.town.areas;
    const rows = [rowOf('架空 一', north.name), rowOf('架空 二', north.name)];
    const { body: file } = await hand('tier2-north', rows);
    const imported = await ask<Imported>('tier2-north', 'imports', { kind, fileId: file.id });
    expect([imported.status, imported.text]).toEqual([201, imported.text]);
    const records = await list('tier2-north');
    expect(records.map(({ number, title, standing }) => [number, title, standing.state])).toEqual([
      ['担い手2026-2', '架空 二', 'interested'],
      ['担い手2026-1', '架空 一', 'interested'],
    ]);
    const { body: again } = await ask<Preview>('tier2-north', 'imports/preview', { kind, fileId: file.id });
    expect(again.counts).toMatchObject({ created: 0, unchanged: 2 });

    await work.step('tier2-north', `registers/supporter/records/${records[0]?.id}`, 'REGISTER');
    const { id, version } = imported.body;
    const refused = await ask<{ code: string }>('tier2-north', `imports/${id}/undo`, {}, version);
    expect([refused.status, refused.body.code]).toEqual([409, 'importChanged']);
    expect(await list('tier2-north')).toHaveLength(2);
  });

  it('leaves nothing behind when it is taken back', async () => {
    const { north } = work.town.areas;
    const before = await list('tier2-north');
    const { body: file } = await hand('tier2-north', [rowOf('架空 三', north.name)]);
    const { body } = await ask<Imported>('tier2-north', 'imports', { kind, fileId: file.id });
    const [made] = await list('tier2-north');
    expect(made?.title).toBe('架空 三');
    const undone = await ask('tier2-north', `imports/${body.id}/undo`, {}, body.version);
    expect([undone.status, undone.text]).toEqual([200, undone.text]);
    expect(await list('tier2-north')).toEqual(before);
    const { db } = work.app.installation;
    for (const table of ['events', 'submissions'])
      expect([table, await db(table).where({ record_id: made?.id ?? '' })]).toEqual([table, []]);
  });

  it('is listed to whoever did it, and to nobody of another area', async () => {
    type Imports = { total: number; items: { createdBy: string }[] };
    const importsOf = async (person: Person) =>
      (await (await work.as(person)).get<Imports>(work.path(`imports?kind=${kind}`))).body;
    expect((await importsOf('tier2-north')).total).toBe(2);
    expect(await importsOf('tier2-east')).toMatchObject({ total: 0, items: [] });
  });

  it('stays when a record is named by an agenda, or has been moved on by somebody at the same time', async () => {
    const { north } = work.town.areas;
    const { db } = work.app.installation;
    const { body: file } = await hand('tier2-north', [rowOf('架空 五', north.name)]);
    const { body } = await ask<Imported>('tier2-north', 'imports', { kind, fileId: file.id });
    const [made] = await list('tier2-north');
    const undo = () => ask<{ code: string }>('tier2-north', `imports/${body.id}/undo`, {}, body.version);

    const client = await work.as('tier2-north');
    const council = await work.addCouncil('北の支え合い会議', 2, 'north');
    const meeting = await client.post<Imported>(work.path(`councils/${council}/meetings`), {
      kind: 'workshop',
      title: '担い手を取り上げる会',
      heldOn: '2026-11-20',
      attendance: 3,
      agenda: [{ title: '担い手のこと', about: [made?.id] }],
    });
    expect([meeting.status, meeting.text]).toEqual([201, meeting.text]);
    const named = await undo();
    expect([named.status, named.body.code]).toEqual([409, 'importUsed']);
    await db('agenda_ties').where({ to_id: made?.id }).delete();

    let undone: ReturnType<typeof undo> | undefined;
    await db.transaction(async (stepping) => {
      await stepping('records').where({ id: made?.id }).update({ version: 2 });
      undone = undo();
      // Where two write at once, it waits for the one who takes the step.
      if (testEngine() === 'postgres')
        await expect
          .poll(
            async () =>
              (
                await db('pg_stat_activity').where({
                  datname: db.raw('current_database()'),
                  wait_event: 'transactionid',
                })
              ).length,
          )
          .toBeGreaterThan(0);
    });
    const late = await undone;
    expect([late?.status, late?.body.code]).toEqual([409, 'importChanged']);
    expect((await list('tier2-north')).map(({ title }) => title)).toContain('架空 五');
  });

  it('can be written in a workbook made for it, whose choices are offered in its cells', async () => {
    const client = await work.as('tier2-north');
    const { status, bytes } = await client.get(work.path('paper/forms/supporter/sheet'));
    expect(status).toBe(200);
    const [sheet] = readSheets(bytes);
    const header = sheet?.rows[0]?.map(({ value }) => value) ?? [];
    expect(header).toEqual(expect.arrayContaining(['氏名（必須）', '一度に活動できる時間（時間）']));
    const files = unzipSync(bytes);
    const said = (part: string): string => strFromU8(files[part] ?? new Uint8Array());
    const offered = said('xl/worksheets/sheet3.xml');
    expect([offered.includes('月曜午前'), offered.includes(work.town.areas.north.name)]).toEqual([true, true]);
    // No name of a body leaves the office in it.
    expect(Object.keys(files).some((part) => said(part).includes(work.town.organisation.name))).toBe(false);
    expect(said('xl/worksheets/sheet1.xml')).toMatch(/<dataValidation type="list"[^>]*sqref="[A-Z]+2:/);
    expect(said('xl/workbook.xml')).toContain('state="hidden"');

    const cells: Record<string, string> = {
      氏名: '架空 四',
      ふりがな: 'かくう よん',
      連絡先: '0225-00-0004',
      住まいの圏域: work.town.areas.north.name,
      活動できる圏域: work.town.areas.north.name,
      できること: '外出支援・移動サービス',
      活動できる曜日と時間帯: '月曜午前',
      一度に活動できる時間: '2',
      きっかけ: '紹介',
      紹介への同意: 'まだ得ていない',
      '得意なこと・資格：名称': '手話',
    };
    const row = header.map((name) => cells[name.replace(/（[^（]*）$/, '')] ?? '');
    const file = await ask<{ id: string }>(
      'tier2-north',
      `imports/files?fileName=back.csv&kind=${kind}`,
      new TextEncoder().encode(`${header.join(',')}\n${row.join(',')}\n`),
    );
    const { body } = await ask<Preview>('tier2-north', 'imports/preview', { kind, fileId: file.body.id });
    expect([body.issues, body.counts['created']]).toEqual([[], 1]);
    // Answers to a step's form come in no list.
    expect((await client.get(work.path('paper/forms/need-closing/sheet'))).status).toBe(404);
  });

  it('is for who may add records of it', async () => {
    for (const person of ['administrator', 'tier1', 'member-north', 'provider'] as const) {
      expect([person, (await hand(person, [])).status]).toEqual([person, 403]);
      const { body } = await (await work.as(person)).get<{ key: string; can: boolean }[]>(work.path('imports/kinds'));
      expect(body.filter((each) => each.key === kind && each.can)).toEqual([]);
    }
    const missing = await ask('tier2-north', 'imports/files?fileName=a.csv&kind=register-none', new Uint8Array([97]));
    expect(missing.status).toBe(404);
  });
});
