import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../../server/commands/run-command.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { listTablesInOrder } from '../../../server/kernel/backup-store.ts';
import { acceptLink, createTown, signIn, startTestApp, type TestApp, type Town } from '../../support/app.ts';
import { createTestDatabase, testEngine, type TestDatabase } from '../../support/database.ts';

type Run = { code: number | null; out: string; err: string };

const root = path.resolve(import.meta.dirname, '../../..');

/** The real command line, in a process of its own. */
const run = (databaseUrl: string, args: string[], stdin = '', env: NodeJS.ProcessEnv = {}): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['server/cli.ts', ...args], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: databaseUrl, NODE_OPTIONS: '', ...env },
    });
    const run: Run = { code: null, out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => (run.out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (run.err += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...run, code }));
    child.stdin.end(stdin);
  });

/** The same within this process, which is quicker. */
const runHere = async (databaseUrl: string, args: string[], stdin = ''): Promise<Run> => {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = databaseUrl;
  const said: Run = { code: null, out: '', err: '' };
  const io = {
    readFile: (file: string) => readFile(file),
    readStdin: async () => stdin,
    out: (line: string) => (said.out += `${line}\n`),
    err: (line: string) => (said.err += `${line}\n`),
  };
  const code = await runCommand(args, io);
  if (before === undefined) delete process.env.DATABASE_URL;
  else process.env.DATABASE_URL = before;
  return { ...said, code };
};

const oneLine = /^[^\n]+\n$/;

/** The whole way through npm and a pipe, as a person would type it in `cwd`. */
const shell = (cwd: string, line: string): Run => {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${line}`], { cwd, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

describe(`command line on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let folder: string;
  let empty: TestDatabase;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-cli-'));
    empty = await createTestDatabase({ empty: true });
  });
  afterAll(async () => {
    await app.close();
    await empty.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    [[]],
    [['nonsense']],
    [['constructor']],
    [['user']],
    [['user', 'add', '--email', 'a@b.example']],
    [['user', 'reset']],
    [['user', 'list']],
    [['backup']],
    [['migrate', 'now']],
    [['import', 'services', 'x.csv']],
    [['restore', 'no-such-file']],
    [['backup', 'x', '--nonsense']],
  ])('answers %j with 2 and one line', async (args) => {
    const { code, out, err } = await runHere(app.databaseUrl, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(oneLine);
  });

  it('says which setting is wrong', async () => {
    const { code, err } = await runHere('mysql://nowhere', ['migrate']);
    expect(code).toBe(2);
    expect(err).toMatch(/DATABASE_URL/);
  });

  it.each([
    ['a server that is not there', 'postgres://nobody@127.0.0.1:1/none'],
    ['a file that is no database', `sqlite:${path.join(root, 'package.json')}`],
    ['a folder that cannot be made', 'sqlite:/dev/null/x/y.sqlite'],
  ])('says in one line that the database cannot be opened: %s', async (_name, url) => {
    for (const args of [['migrate'], ['backup', path.join(folder, 'never')]]) {
      const { code, out, err } = await runHere(url, args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(oneLine);
      expect(err).toContain('DATABASE_URL');
    }
  });

  it('tells of one command what it is for and how it is used, in the language of the shell', async () => {
    const usage = '\n  backup FILE [--encrypt [--passphrase-file FILE | --passphrase-stdin]]\n';
    for (const [LANG, sentence] of [
      ['C.UTF-8', 'データベース全体を一つのファイルに書き出します。'],
      ['en_GB.UTF-8', 'Writes the whole database into one file.'],
    ])
      expect(await run(app.databaseUrl, ['backup', '--help'], '', { LANG, LC_ALL: '', LC_MESSAGES: '' })).toEqual({
        code: 0,
        out: sentence + usage,
        err: '',
      });
  });

  it('tells of every command what it is for, each way of use on a line of its own, and its version', async () => {
    const { code, out } = await runHere(app.databaseUrl, ['--help']);
    expect(code).toBe(0);
    for (const line of ['  rules check RULES', '  municipality list', '  user list --municipality CODE'])
      expect(out.split('\n')).toContain(line);
    expect(out.split('\n').filter((line) => line !== '' && !line.startsWith('  '))).toHaveLength(12);
    expect(out).not.toMatch(/^commands?\b/m);
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await runHere(app.databaseUrl, ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    [['rules', 'check', 'x', '--nonsense']],
    [['workflow', 'check', 'x', '--nonsense']],
    [['form', 'check', 'x', '--nonsense']],
    [['backup', 'x', '--nonsense']],
    [['municipality', 'add', '--nonsense', 'x']],
  ])('names the option that it does not know: %j', async (args) => {
    const { code, err } = await runHere(app.databaseUrl, args);
    expect([code, err]).toEqual([2, expect.stringMatching(/^Unknown option '--nonsense'; usage: [^\n]+\n$/)]);
  });

  it('reads standard input where a file is called -', async () => {
    const form = await readFile(path.join(root, 'forms/library/need-intake.form.json'), 'utf8');
    expect(JSON.parse((await run(app.databaseUrl, ['form', 'check', '-'], form)).out)).toEqual({
      valid: true,
      issues: [],
    });
  });

  it('lists the municipalities', async () => {
    const { code, out } = await runHere(app.databaseUrl, ['municipality', 'list']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(code).toBe(0);
    expect(lines).toContainEqual(expect.objectContaining({ code: town.code, name: '見本市', nameEn: null }));
  });

  it('is not ended by what a failed rule leaves behind', async () => {
    const rules = path.join(folder, 'half.json');
    await writeFile(
      rules,
      JSON.stringify([
        { conditions: { all: [{ fact: 'absent', operator: 'equal', value: 1 }] }, event: { type: 'a' } },
        { conditions: { condition: 'none' }, event: { type: 'b' } },
      ]),
    );
    await writeFile(path.join(folder, 'facts.ndjson'), '{}\n{}\n');
    const { code, out, err } = await run(app.databaseUrl, ['rules', 'eval', rules, path.join(folder, 'facts.ndjson')]);
    expect([code, out.trim().split('\n').length, err]).toEqual([1, 2, '']);
  });

  it('takes files from where it is typed, and ends quietly when its reader has enough', async () => {
    const facts = path.join(folder, 'many.ndjson');
    await writeFile(facts, '{"a":1}\n'.repeat(50_000));
    await writeFile(path.join(folder, 'yes.json'), JSON.stringify({ conditions: { all: [] }, event: { type: 'yes' } }));
    const npm = `npm --prefix ${root} run -s sasaeai --`;
    expect(shell(folder, `${npm} rules check yes.json`)).toEqual({
      code: 0,
      out: '{"valid":true,"issues":[]}\n',
      err: '',
    });
    expect(shell(folder, `${npm} rules eval yes.json many.ndjson | head -n 1`)).toEqual({
      code: 0,
      out: '{"events":[{"type":"yes"}],"rules":[null]}\n',
      err: '',
    });
  });

  it('migrates an empty database once, and asks for it before anything else', async () => {
    expect(
      (
        await run(empty.url, [
          'user',
          'add',
          '--email',
          'a@b.example',
          '--name',
          'A',
          '--municipality',
          '99901',
          '--role',
          'tier1',
        ])
      ).code,
    ).toBe(1);
    const first = await run(empty.url, ['migrate']);
    expect([first.code, JSON.parse(first.out).migrated.length > 0]).toEqual([0, true]);
    expect(JSON.parse((await run(empty.url, ['migrate'])).out)).toEqual({ migrated: [] });
  });

  it('makes a municipality and its first administrator, who can then sign in', async () => {
    // The command line goes by the real clock.
    app.clock.now = new Date();
    const made = await run(app.databaseUrl, [
      'municipality',
      'add',
      '--code',
      '99911',
      '--name',
      '新しい町',
      '--kana',
      'アタラシイマチ',
    ]);
    expect([made.code, JSON.parse(made.out).code]).toEqual([0, '99911']);
    expect(
      (await run(app.databaseUrl, ['municipality', 'add', '--code', '99911', '--name', 'x', '--kana', 'x'])).code,
    ).toBe(1);
    const add = (email: string, more: string[] = []) =>
      runHere(app.databaseUrl, [
        'user',
        'add',
        '--email',
        email,
        '--name',
        '初めの人',
        '--municipality',
        '99911',
        '--role',
        'administrator',
        ...more,
      ]);
    const first = await run(app.databaseUrl, [
      'user',
      'add',
      '--email',
      'first@99911.example',
      '--name',
      '初めの人',
      '--municipality',
      '99911',
      '--role',
      'administrator',
    ]);
    const { link, isNew } = JSON.parse(first.out) as { link: string; isNew: boolean };
    // Without PUBLIC_URL only the path is known, which is said beside it.
    expect([isNew, /^\/invitation\?city=99911#[\w-]{43}$/.test(link), first.err]).toEqual([
      true,
      true,
      expect.stringContaining('PUBLIC_URL'),
    ]);
    const client = await acceptLink(app, link, 'chosen by whoever opens it');
    expect((await client.get('/municipalities/99911/users')).status).toBe(200);
    const refused = await add('second@99911.example', ['--password-stdin']);
    expect([refused.code, refused.out, refused.err]).toEqual([
      2,
      '',
      expect.stringMatching(/^--password-stdin is no longer taken: .*"user add" prints a link.*\n$/),
    ]);
    // An account that is there is offered the role; nobody's password is touched.
    const again = await add('first@99911.example');
    expect([again.code, JSON.parse(again.out).isNew]).toEqual([0, false]);
    await signIn(app, 'first@99911.example', 'chosen by whoever opens it');
    expect((await add('third@99911.example', ['--area', 'どこか'])).code).toBe(2);
    expect((await add('not-an-address')).code).toBe(2);
    const person = [
      'user',
      'add',
      '--email',
      'fourth@99911.example',
      '--name',
      '人',
      '--municipality',
      '99911',
      '--role',
    ];
    for (const [args, message] of [
      [[...person, 'mayor'], '--role: '],
      [[...person, 'tier1', '--role', 'tier2'], 'usage: user add'],
      [[...person, 'tier1', '--organisation', 'none'], '--organisation: '],
      [[...person, 'provider'], '--organisation: '],
      [['municipality', 'add', '--code', '372011', '--name', 'x', '--kana', 'x'], '--code 372011: '],
      [['municipality', 'add', '--code', '99912', '--name', ' ', '--kana', 'x'], '--name: '],
      [['municipality', 'add', '--code', '99912', '--name', 'x', '--kana', 'x'.repeat(201)], '--kana: '],
    ] as const) {
      const { code, out, err } = await runHere(app.databaseUrl, [...args]);
      expect([code, out, oneLine.test(err)]).toEqual([2, '', true]);
      expect(err.startsWith(message), err).toBe(true);
    }
    expect(
      (
        await runHere(app.databaseUrl, [
          'municipality',
          'add',
          '--code',
          '372013',
          '--name',
          '高松市',
          '--kana',
          'タカマツシ',
        ])
      ).code,
    ).toBe(0);
  });

  it('gives a locked-out sole administrator a way back: list, reset, disable, enable', async () => {
    const user = (...words: string[]) => runHere(app.databaseUrl, ['user', ...words, '--municipality', town.code]);
    const who = ['--email', town.email('administrator').toUpperCase()];
    const before = await signIn(app, town.email('administrator'));
    const listed = (await user('list')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { email: string; hasPassword: boolean; roles: object[] });
    expect(listed).toHaveLength(8);
    expect(listed.find((line) => line.email === town.email('administrator'))).toMatchObject({
      hasPassword: true,
      disabled: false,
      roles: [{ role: 'administrator', area: '見本市' }],
      openInvitations: [],
    });

    expect(JSON.parse((await user('disable', ...who)).out)).toMatchObject({ disabled: true });
    expect((await before.get('/me')).status).toBe(401);
    expect((await user('reset', ...who)).code).toBe(1);
    expect(JSON.parse((await user('enable', ...who)).out)).toMatchObject({ disabled: false });
    const reset = await user('reset', ...who);
    expect(reset.code).toBe(0);
    const back = await acceptLink(app, (JSON.parse(reset.out) as { link: string }).link, 'chosen after the reset');
    expect((await back.get(`/municipalities/${town.code}/users`)).status).toBe(200);
    const nobody = await user('reset', '--email', 'nobody@99901.example');
    expect([nobody.code, nobody.out, nobody.err]).toEqual([
      2,
      '',
      '--email nobody@99901.example: there is no such account in 見本市\n',
    ]);
    expect((await user('list', '--email', 'x')).code).toBe(2);
  });

  it('makes one account a city of the same e-mail: who invites first gets nothing of the other', async () => {
    // The command line has the machine's clock, and roles begin on its day.
    const stood = app.clock.now;
    app.clock.now = new Date();
    const other = await createTown(app, '99905', '先回りの市');
    const invite = async (code: string): Promise<string> => {
      const person = ['--email', 'future@example.jp', '--name', '将来 ひと', '--role', 'administrator'];
      const { code: exit, out } = await runHere(app.databaseUrl, ['user', 'add', ...person, '--municipality', code]);
      expect(exit).toBe(0);
      return (JSON.parse(out) as { link: string }).link;
    };
    const inviters = await acceptLink(app, await invite(other.code), 'known to who invited');
    const employee = await acceptLink(app, await invite(town.code), 'of the employee alone');
    expect((await inviters.get(`/municipalities/${other.code}/users`)).status).toBe(200);
    expect((await inviters.get(`/municipalities/${town.code}/users`)).status).toBe(404);
    expect((await employee.get(`/municipalities/${town.code}/users`)).status).toBe(200);
    await expect(signIn(app, 'future@example.jp', 'known to who invited', town.code)).rejects.toThrow('401');
    app.clock.now = stood;
  });

  it('keeps drafts of forms, rules and workflows by the use cases of the studio, several published together', async () => {
    const draft = async (...args: string[]) => {
      const said = await runHere(app.databaseUrl, ['draft', ...args, '--municipality', town.code]);
      const lines = said.out.split('\n').filter((line) => line.startsWith('{"'));
      return { ...said, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
    };
    const put = async (kind: string, name: string, change: (body: { texts: { ja: { name: string } } }) => void) => {
      const body = JSON.parse(await readFile(path.join(root, name), 'utf8')) as { texts: { ja: { name: string } } };
      change(body);
      const file = path.join(folder, 'draft.json');
      await writeFile(file, JSON.stringify(body));
      return draft('put', kind, file);
    };
    const form = ['form/need-closing', 'forms/library/need-closing.form.json'] as const;
    const workflow = ['workflow/need', 'workflows/library/need.workflow.json'] as const;
    expect(await draft('check', form[0])).toMatchObject({ code: 1, err: 'form/need-closing: no draft is open\n' });
    expect((await put(...form, () => {})).lines).toMatchObject([{ version: 1, blocks: [{ code: 'unchanged' }] }]);
    // Who has not seen what is there does not write over it.
    expect(await put(...form, () => {})).toMatchObject({ code: 1, err: expect.stringContaining('--version 1') });
    expect((await draft('check', form[0])).code).toBe(1);
    expect(await draft('discard', form[0])).toMatchObject({ code: 0 });

    await put(...form, ({ texts }) => void (texts.ja.name = '困りごとを終える'));
    await put(...workflow, ({ texts }) => void (texts.ja.name = '困りごとの道のり'));
    expect(JSON.parse((await draft('show', form[0])).out)).toMatchObject({
      texts: { ja: { name: '困りごとを終える' } },
    });
    expect((await draft('list')).lines.map(({ kind, key, savedBy }) => [kind, key, savedBy])).toEqual([
      ['form', 'need-closing', ''],
      ['workflow', 'need', ''],
    ]);
    expect((await draft('compare', form[0])).lines).toMatchObject([
      { path: '/texts/ja/name', before: '終了の記録', after: '困りごとを終える' },
    ]);
    expect((await draft('check', form[0], workflow[0])).lines).toMatchObject([{ ready: true }, { ready: true }]);
    const published = await draft('publish', form[0], workflow[0], '--reason', '言葉を直す');
    expect([published.code, published.lines]).toMatchObject([0, [{ number: 2 }, { kind: 'workflow', number: 2 }]]);
    const administrator = await signIn(app, town.email('administrator-ward'));
    const { body: shown } = await administrator.get<{ key: string; latest: number; draft: unknown }[]>(
      `/municipalities/${town.code}/definitions/form`,
    );
    expect(shown.find(({ key }) => key === 'need-closing')).toMatchObject({ latest: 2, draft: null });

    // A change that asks again is named before it goes.
    await put(...form, (body) => {
      const { schema } = body as unknown as { schema: { properties: Record<string, object> } };
      body.texts.ja.name = '困りごとを終える';
      schema.properties.note = { type: 'string', maxLength: 50 };
    });
    const unseen = await draft('check', form[0]);
    const toConfirm = (unseen.lines[0]?.toConfirm ?? []) as { id: string; level: string; path: string }[];
    expect([unseen.code, unseen.lines, toConfirm.map(({ level, path }) => [level, path])]).toMatchObject([
      1,
      [{ ready: false, blocks: [] }],
      [
        ['asks', 'note'],
        ['asks', 'note'],
      ],
    ]);
    const publishing = ['publish', form[0], '--reason', '短く書く', '--confirm'];
    const ids = toConfirm.map(({ id }) => id);
    expect(await draft(...publishing, ids[0] ?? '')).toMatchObject({ code: 1, lines: [] });
    expect((await draft('check', form[0], '--confirm', ids.join(','))).lines).toMatchObject([
      { ready: true, toConfirm: [] },
    ]);
    expect(await draft(...publishing, ids.join(','))).toMatchObject({ code: 0, lines: [{ number: 3 }] });
    for (const wrong of [
      ['put', 'forms/need', 'x'],
      ['publish', form[0]],
      ['check', form[0], '--from', 'soon'],
    ])
      expect((await draft(...wrong)).code).toBe(2);
  });

  it('imports a list of services, after a dry run that stores nothing', async () => {
    const file = path.join(folder, 'services.csv');
    await writeFile(
      file,
      '名称,カナ,団体名,種別,住所,電話番号\nこもれび配食,コモレビハイショク,こもれびの会,配食,見本市北町1-2,022-000-0001\n,,,,見本市,\n',
    );
    const count = async () => (await app.installation.db('services').where({ municipality_id: town.id })).length;
    const dry = await run(app.databaseUrl, [
      'import',
      'services',
      file,
      '--municipality',
      town.code,
      '--area',
      '北圏域',
      '--dry-run',
    ]);
    expect([dry.code, JSON.parse(dry.out)]).toMatchObject([0, { dryRun: true, counts: { created: 1 } }]);
    expect(await count()).toBe(0);
    const real = await run(app.databaseUrl, [
      'import',
      'services',
      file,
      '--municipality',
      town.code,
      '--area',
      '北圏域',
    ]);
    expect([real.code, JSON.parse(real.out)]).toMatchObject([0, { dryRun: false, counts: { created: 1 } }]);
    expect(await count()).toBe(1);
    expect((await run(app.databaseUrl, ['import', 'services', file, '--municipality', '00000'])).code).toBe(2);
    await writeFile(path.join(folder, 'empty.csv'), '');
    const bad = await run(app.databaseUrl, [
      'import',
      'services',
      path.join(folder, 'empty.csv'),
      '--municipality',
      town.code,
    ]);
    expect(bad.code).toBe(2);
    expect(bad.err).toMatch(oneLine);
    expect(bad.err).toContain('empty.csv');
  });

  it('takes a list whose types it has to guess, says so, and only brings it up to date the second time', async () => {
    const place = path.join(folder, 'places.csv');
    await writeFile(place, '施設名称,住所\n西集会所,見本市西町1\n東集会所,見本市東町2\n');
    const care = path.join(folder, 'care.csv');
    await writeFile(care, '事業所名,サービスの種類\nリハビリの家,通所リハビリテーション\n軽費の家,軽費老人ホーム\n');
    const take = (file: string, ...more: string[]) =>
      runHere(app.databaseUrl, ['import', 'services', file, '--municipality', town.code, ...more]);
    const first = await take(place);
    expect([first.code, JSON.parse(first.out).counts]).toEqual([
      0,
      { rows: 2, created: 2, updated: 0, unchanged: 0, rejected: 0 },
    ]);
    expect(first.err).toContain('no column has the type of service');
    expect(JSON.parse((await take(place)).out).counts).toMatchObject({ created: 0, unchanged: 2 });
    expect((await take(care)).err.split('\n')).toEqual([
      expect.stringContaining('"通所リハビリテーション" is taken for "care-service"'),
      expect.stringContaining('"軽費老人ホーム" is taken for "community-place"'),
      '',
    ]);
    const types = await app.installation
      .db('services')
      .where({ municipality_id: town.id })
      .whereIn('name', ['西集会所', 'リハビリの家'])
      .orderBy('type_key')
      .pluck('type_key');
    expect(types).toEqual(['care-service', 'community-place']);
    expect(JSON.parse((await take(place, '--type', 'salon')).out).counts).toMatchObject({ updated: 2 });
  });

  it('refuses in one line what is no list of services, and a type that does not exist', async () => {
    const figures = path.join(folder, 'figures.csv');
    await writeFile(figures, '年度,人口\n2025,100\n2026,99\n');
    for (const [more, message] of [
      [[], 'figures.csv: line 1: no column'],
      [['--type', 'nothing'], '--type nothing: there is no such type (there are: housework'],
    ] as const) {
      const { code, out, err } = await runHere(app.databaseUrl, [
        'import',
        'services',
        figures,
        '--municipality',
        town.code,
        ...more,
      ]);
      expect([code, out, oneLine.test(err)]).toEqual([2, '', true]);
      expect(err).toContain(message);
    }
  });

  describe('backup and restore', () => {
    const contents = async (url: string): Promise<Record<string, string[]>> => {
      const db = openDatabase(url);
      const tables: Record<string, string[]> = {};
      for (const { name } of await listTablesInOrder(db))
        tables[name] = (await db(name))
          // Raised by each row that comes back, so that no server takes what it kept before for what is there now.
          .map((row: object) => Object.entries(row).filter(([column]) => column !== 'settings_version'))
          .map((entries: [string, unknown][]) => JSON.stringify(entries.sort()))
          .sort();
      await db.destroy();
      return tables;
    };
    let file: string;
    beforeAll(async () => {
      await app.installation
        .db('users')
        .where('id', (await app.installation.db('users').first('id')).id)
        .update({ name: '行を\u2028分ける\u2029人\r\n😀' });
      file = path.join(folder, 'whole.backup');
      const made = await run(app.databaseUrl, ['backup', file]);
      expect([made.code, made.err]).toEqual([0, '']);
    });

    it('keeps the file from others, and never writes over one', async () => {
      expect((await stat(file)).mode & 0o077).toBe(0);
      const again = await run(app.databaseUrl, ['backup', file]);
      expect([again.code, oneLine.test(again.err)]).toEqual([1, true]);
    });

    it('brings everything back on either engine', async () => {
      const before = await contents(app.databaseUrl);
      expect(before.audit?.length).toBeGreaterThan(0);
      // The same engine, and SQLite (which on the PostgreSQL run is the other one).
      const targets = [empty.url, `sqlite:${path.join(folder, 'restored.sqlite')}`];
      for (const target of targets) {
        const restored = await run(target, ['restore', file]);
        expect([restored.code, restored.err]).toEqual([0, '']);
        expect(await contents(target)).toEqual(before);
      }
      // And back from there.
      const back = path.join(folder, 'back.backup');
      expect((await run(targets[1] ?? '', ['backup', back])).code).toBe(0);
      const again = await createTestDatabase({ empty: true });
      expect((await run(again.url, ['restore', back])).code).toBe(0);
      expect(await contents(again.url)).toEqual(before);
      await again.destroy();
    });

    it('refuses a database that has data, and leaves it as it is', async () => {
      const before = await contents(app.databaseUrl);
      const refused = await run(app.databaseUrl, ['restore', file]);
      expect([refused.code, refused.out, oneLine.test(refused.err)]).toEqual([1, '', true]);
      expect(await contents(app.databaseUrl)).toEqual(before);
    });

    it('refuses one of an older schema as well, and does not bring it up to date', async () => {
      const old = await createTestDatabase({ empty: true });
      const db = openDatabase(old.url);
      await db.schema.createTable('councils', (table) => table.string('id').primary());
      await db('councils').insert({ id: 'old' });
      await db.destroy();
      expect((await run(old.url, ['restore', file])).code).toBe(1);
      expect(Object.keys(await contents(old.url))).toEqual(['councils']);
      await old.destroy();
    });

    it('refuses a file that is cut off, damaged or no backup, and restores nothing of it', async () => {
      const target = `sqlite:${path.join(folder, 'untouched.sqlite')}`;
      const whole = await readFile(file);
      const wholeButWrong: string[] = [];
      const lines = gunzipSync(whole).toString().trimEnd().split('\n');
      for (const [name, bytes] of Object.entries({
        'cut.backup': whole.subarray(0, whole.length - 200),
        'short.backup': gzipSync(lines.slice(0, -1).join('\n')),
        'missing.backup': gzipSync([...lines.slice(0, 10), ...lines.slice(11)].join('\n')),
        'json.backup': gzipSync([...lines.slice(0, 5), '{"table":'].join('\n')),
        'other.backup': gzipSync('{"hello":1}\n'),
        'plain.backup': Buffer.from('no gzip'),
        'null.backup': gzipSync(lines.with(5, 'null').join('\n')),
        'nothing.backup': gzipSync(lines.with(5, (lines[5] ?? '').replace(/"row":.*/, '"row":null}')).join('\n')),
        'changed.backup': gzipSync(lines.map((line) => line.replace('"version":1,', '"version":2,')).join('\n')),
        'column.backup': gzipSync(lines.with(5, (lines[5] ?? '').replace('"row":{', '"row":{"none":1,')).join('\n')),
      })) {
        await writeFile(path.join(folder, name), bytes);
        const bad = await runHere(target, ['restore', path.join(folder, name)]);
        expect([name, bad.code, bad.out, oneLine.test(bad.err)]).toEqual([name, 2, '', true]);
        // What a table cannot hold shows only where there is one.
        const checked = await runHere('', ['restore', '--check', path.join(folder, name)]);
        expect([name, checked.code]).toEqual([name, wholeButWrong.includes(name) ? 0 : 2]);
      }
      expect(await runHere('', ['restore', '--check', file])).toMatchObject({ code: 0, err: '' });
      expect(Object.values(await contents(target)).flat()).toEqual([]);
    });

    describe('encrypted by a pass phrase', () => {
      const passphrase = '見本の合言葉 correct horse';
      let secret: string;
      let phrase: string;
      beforeAll(async () => {
        secret = path.join(folder, 'secret.backup');
        phrase = path.join(folder, 'phrase');
        await writeFile(phrase, `${passphrase}\n`);
        expect(
          await runHere(app.databaseUrl, ['backup', secret, '--encrypt', '--passphrase-file', phrase]),
        ).toMatchObject({ code: 0, err: '' });
      });

      it('holds nothing that can be read, and brings everything back', async () => {
        const bytes = await readFile(secret);
        expect(bytes.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n-> scrypt /);
        expect((await stat(secret)).mode & 0o077).toBe(0);
        expect(() => gunzipSync(bytes)).toThrow('incorrect header check');
        const before = await contents(app.databaseUrl);
        const targets: [args: string[], stdin: string, env: string][] = [
          [['--passphrase-stdin'], `${passphrase}\n`, ''],
          [['--passphrase-file', phrase], '', ''],
          [[], '', passphrase],
        ];
        // Each takes about a second on purpose, and is the same on either engine: one is enough on the second.
        for (const [index, [args, stdin, env]] of targets.slice(testEngine() === 'sqlite' ? 0 : -1).entries()) {
          const target = `sqlite:${path.join(folder, `decrypted-${index}.sqlite`)}`;
          process.env.BACKUP_PASSPHRASE = env;
          const restored = await runHere(target, ['restore', secret, ...args], stdin);
          delete process.env.BACKUP_PASSPHRASE;
          expect([restored.code, restored.err]).toEqual([0, '']);
          expect(await contents(target)).toEqual(before);
        }
      });

      it('is refused with another pass phrase, with none, and when it was changed or cut off', async () => {
        const target = `sqlite:${path.join(folder, 'locked.sqlite')}`;
        const whole = await readFile(secret);
        const changed = Buffer.from(whole);
        changed[changed.length - 100] = (changed[changed.length - 100] ?? 0) ^ 1;
        await writeFile(path.join(folder, 'cut.age'), whole.subarray(0, whole.length - 50));
        await writeFile(path.join(folder, 'changed.age'), changed);
        const tries = [
          ['changed.age', passphrase],
          ['secret.backup', 'another pass phrase'],
          ['secret.backup', ''],
          ['cut.age', passphrase],
        ] as const;
        for (const [name, given] of testEngine() === 'sqlite' ? tries : tries.slice(0, 1)) {
          const bad = await runHere(target, ['restore', path.join(folder, name), '--passphrase-stdin'], given);
          expect([name, bad.code, bad.out, oneLine.test(bad.err)]).toEqual([name, 2, '', true]);
          expect(bad.err).not.toContain(passphrase);
        }
        expect(Object.values(await contents(target)).flat()).toEqual([]);
      });

      it('is not made with a short pass phrase, without one, into a folder that is not there, or where nobody asked for it', async () => {
        for (const [args, stdin] of [
          [['--encrypt', '--passphrase-stdin'], 'short'],
          [['--encrypt'], ''],
          [['--passphrase-stdin'], passphrase],
          [['--encrypt', '--passphrase-file', phrase, '--passphrase-stdin'], passphrase],
        ] as const) {
          const bad = await runHere(app.databaseUrl, ['backup', path.join(folder, 'none.backup'), ...args], stdin);
          expect([args, bad.code, oneLine.test(bad.err)]).toEqual([args, 2, true]);
        }
        await expect(stat(path.join(folder, 'none.backup'))).rejects.toThrow('ENOENT');
        const nowhere = await runHere(app.databaseUrl, [
          'backup',
          path.join(folder, 'no', 'such.backup'),
          '--encrypt',
          '--passphrase-file',
          phrase,
        ]);
        expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('cannot be written')]);
      });
    });
  });
});
