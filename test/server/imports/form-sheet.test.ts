import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { toTable, type Book } from '../../../forms/sheet/book.ts';
import { writeSheets } from '../../../forms/sheet/write-sheet.ts';
import type { Form } from '../../../forms/types.ts';
import { runCommand } from '../../../server/commands/run-command.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type Sheet = {
  body: Form;
  isNew: boolean;
  changes: { sheet: string; change: string; column: string; before: string; after: string }[];
  notices: { sheet: string; row: number; column: string; code: string; message: string }[];
};

const library = path.resolve(import.meta.dirname, '../../../forms/library');
const readLibrary = async (key: string): Promise<Form> =>
  JSON.parse(await readFile(path.join(library, `${key}.form.json`), 'utf8')) as Form;
const toWorkbook = (sheets: Record<string, string[][]>): Promise<Uint8Array> =>
  writeWorkbook(
    Object.entries(sheets).map(([sheet, rows]) => ({
      sheet,
      data: rows.map((cells) => cells.map((value) => (value === '' ? null : { value, type: String }))),
    })),
  ).toBuffer();
const edited = (form: Form, edit: (book: Required<Book>) => void): Promise<Uint8Array> => {
  const book = writeSheets(form) as Required<Book>;
  edit(book);
  return toWorkbook(Object.fromEntries(Object.entries(book).map(([name, sheet]) => [name, toTable(sheet)])));
};

describe(`a form's workbook on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  let folder: string;
  const at = (rest: string) => `/municipalities/${town.code}/definitions/form/${rest}`;
  const hand = (key: string, bytes: Uint8Array, more = '') =>
    administrator.post<Sheet>(`${at(key)}/sheet?fileName=form.xlsx${more}`, bytes);

  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app, '88811');
    administrator = await signIn(app, town.email('administrator'));
    folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-sheet-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await app.close();
  });

  it('goes out as Excel, and comes in without a difference', async () => {
    const file = await administrator.get(`${at('need-intake')}/sheet`);
    expect([file.status, file.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
    const { status, body } = await hand('need-intake', file.bytes);
    expect(status).toBe(200);
    expect([body.changes, body.notices, body.isNew]).toEqual([[], [], false]);
    expect(body.body).toEqual(await readLibrary('need-intake'));
  });

  it('may be any list of which a register is made: its columns are told to whoever may make one, and what is no list is refused in words', async () => {
    const columns = `/municipalities/${town.code}/imports/columns?fileName=list.xlsx`;
    const list = await toWorkbook({
      居場所: [
        ['名称', '圏域', '定員'],
        ['見本の場', '門脇', '20'],
        ['仮の家', '釜', '8'],
      ],
    });
    const looked = await administrator.post<{ title: string; area: string; columns: { kind: string }[] }>(
      columns,
      list,
    );
    expect([looked.status, looked.body.title, looked.body.area]).toEqual([200, '名称', '圏域']);
    expect(looked.body.columns.map(({ kind }) => kind)).toEqual(['text', 'text', 'number']);
    const refusal = await administrator.post<{ issues: { code: string; message: string }[] }>(
      columns,
      Buffer.from('<html></html>'),
    );
    expect([refusal.status, refusal.body.issues[0]?.code]).toEqual([422, 'html']);
    expect(refusal.body.issues[0]?.message).toContain('list.xlsx');
    const coordinator = await signIn(app, town.email('tier2-north'));
    expect((await coordinator.post(columns, list)).status).toBe(403);
  });

  it('comes in with what was changed listed and nothing stored, also onto an open draft', async () => {
    const form = await readLibrary('report');
    form.texts.ja.name = '報告（下書き）';
    expect((await administrator.put(`${at('report')}/draft`, { body: form, base: 1 }, { version: 0 })).status).toBe(
      200,
    );
    const bytes = await edited(form, ({ survey, settings }) => {
      survey.rows[0]!.cells['label'] = '別の見出し';
      settings.rows[0]!.cells['form_title'] = '報告（Excel）';
    });
    const { body } = await hand('report', bytes);
    expect(body.changes.map(({ sheet, column, after }) => [sheet, column, after])).toEqual([
      ['survey', 'label', '別の見出し'],
      ['settings', 'form_title', '報告（Excel）'],
    ]);
    const stored = await administrator.get<{ body: Form }>(`${at('report')}/draft`);
    expect(stored.body.body.texts.ja.name).toBe('報告（下書き）');
  });

  it('of others becomes a new form, kept as a draft that can be published', async () => {
    const bytes = await toWorkbook({
      survey: [
        ['type', 'name', 'label', 'relevant', 'relevance of nothing'],
        ['select_one yn', 'snow', '雪の困りごと', '', 'x'],
        ['integer', 'days', '日数', "${snow} = 'yes'", ''],
      ],
      choices: [
        ['list_name', 'name', 'label'],
        ['yn', 'yes', 'はい'],
        ['yn', 'no', 'いいえ'],
      ],
    });
    const { body } = await hand('snow-survey', bytes, '&purpose=record-step');
    expect([body.isNew, body.notices.map(({ row, code }) => [row, code])]).toEqual([true, [[2, 'unknown-column']]]);
    const saved = await administrator.put<{ check: { issues: unknown[]; blocks: unknown[] } }>(
      `${at('snow-survey')}/draft`,
      { body: body.body },
      { version: 0 },
    );
    expect([saved.status, saved.body.check.issues, saved.body.check.blocks]).toEqual([200, [], []]);
    expect((await hand('snow-survey', bytes, '&purpose=nonsense')).status).toBe(422);
  });

  it('with more fields than a form may have is refused before it is read as one', async () => {
    const rows = Array.from({ length: 1001 }, (_, index) => ['text', `f${index}`, '項目']);
    const refused = await hand('large', await toWorkbook({ survey: [['type', 'name', 'label'], ...rows] }));
    const { issues } = refused.body as unknown as { issues: { code: string; message: string }[] };
    expect([refused.status, issues.map((issue) => issue.code)]).toEqual([422, ['tooManyRows']]);
    expect(issues[0]?.message).toContain('1001行まで');
  });

  it('that is none is refused in words', async () => {
    const tried: [Uint8Array, string][] = [
      [new TextEncoder().encode('名前,電話\n'), 'notTable'],
      [await toWorkbook({ 一覧: [['名前']] }), 'noSurvey'],
      [new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), 'notTable'],
    ];
    for (const [bytes, code] of tried) {
      const refused = await hand('report', bytes);
      const { issues } = refused.body as unknown as { issues: { code: string; message: string }[] };
      expect([refused.status, issues.map((issue) => issue.code)]).toEqual([422, [code]]);
      expect(issues[0]?.message).toContain('form.xlsx');
    }
  });

  it('is written and read by the command line as by the studio', async () => {
    const file = path.join(folder, 'report.xlsx');
    const source = path.join(library, 'report.form.json');
    const run = async (...args: string[]) => {
      const [out, err]: [string[], string[]] = [[], []];
      const code = await runCommand(args, {
        readFile,
        readStdin: async () => '',
        out: (line) => void out.push(line),
        err: (line) => void err.push(line),
      });
      return { code, out: out.join('\n'), err };
    };
    expect(await run('form', 'export', source, '--xlsx', file)).toEqual({ code: 0, out: '', err: [] });
    expect((await run('form', 'export', source, '--xlsx', file)).code).toBe(2);
    const back = await run('form', 'import', file, '--onto', source);
    expect([back.code, back.err, JSON.parse(back.out)]).toEqual([0, [], await readLibrary('report')]);
    const anew = await run('form', 'import', file, '--key', 'other');
    expect([anew.code, JSON.parse(anew.out)]).toEqual([0, { ...(await readLibrary('report')), key: 'other' }]);
    expect((await run('form', 'import', source)).code).toBe(2);
  });
});
