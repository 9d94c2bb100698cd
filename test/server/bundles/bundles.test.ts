import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { listLinks, putSection } from '../../../forms/sections.ts';
import type { Form } from '../../../forms/types.ts';
import { runCommand } from '../../../server/commands/run-command.ts';
import { packBundle, readBundle } from '../../../server/bundles/bundle-file.ts';
import type * as contract from '../../../server/bundles/contract.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type Plan = z.infer<typeof contract.bundlePlan>;
type Kind = 'form' | 'rules' | 'workflow';
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Body = Record<string, any>;
type Problem = { code: string; issues: { path: string; code: string; message: string }[] };

describe(`bundles on ${testEngine()}`, () => {
  let app: TestApp;
  let folder: string;
  let from: Town;
  let to: Town;
  let there: Client;
  let here: Client;
  const at = (town: Town, rest: string) => `/municipalities/${town.code}/${rest}`;

  const inForce = async (town: Town): Promise<Record<string, Body>> => {
    const bodies: Record<string, Body> = {};
    for (const kind of ['form', 'rules', 'workflow'] as const) {
      const rows = await app.installation
        .db('definitions')
        .join('municipalities', 'municipalities.id', 'definitions.municipality_id')
        .where({ 'municipalities.code': town.code, kind })
        .where('effective_on', '<=', '2026-11-23')
        .orderBy('number')
        .select('key', 'body');
      for (const { key, body } of rows as { key: string; body: string }[])
        bodies[`${kind}/${key}`] = JSON.parse(body) as Body;
    }
    return bodies;
  };
  const codes = async (town: Town) =>
    app.installation
      .db('code_entries')
      .join('municipalities', 'municipalities.id', 'code_entries.municipality_id')
      .where({ 'municipalities.code': town.code })
      .orderBy(['list', 'key'])
      .select('list', 'key', 'code_entries.name_ja', 'code_entries.name_en', 'marks', 'position');

  const exportAll = async (query = ''): Promise<Uint8Array> => {
    const exported = await there.get(`${at(from, 'bundles')}${query}`);
    expect([exported.status, exported.headers.get('content-type')]).toEqual([200, 'application/zip']);
    return exported.bytes;
  };
  const handOver = <T = Plan>(bytes: Uint8Array) => here.post<T>(at(to, 'bundles/files?fileName=mihon.zip'), bytes);

  beforeAll(async () => {
    app = await startTestApp();
    [from, to] = [await createTown(app, '88801'), await createTown(app, '88802')];
    [there, here] = [await signIn(app, from.email('administrator')), await signIn(app, to.email('administrator'))];
    folder = await mkdtemp(path.join(tmpdir(), 'sasaeai-bundle-'));
    // What makes the one town another than the other: a form's words, a rule set of its own, an entry of a list, another's name.
    const before = await inForce(from);
    const form = before['form/need-intake'] ?? {};
    const publish = async (kind: Kind, body: Body) => {
      const done = await there.post(at(from, `definitions/${kind}`), { body, reason: '町のことば' });
      expect([done.status, done.text]).toEqual([201, done.text]);
    };
    await publish('form', {
      ...form,
      texts: { ...form.texts, ja: { ...form.texts.ja, name: '困りごとの聞き取り（見本の町）' } },
    });
    const escalation = before['rules/escalation'] ?? {};
    await publish('rules', { ...escalation, key: 'escalation-of-town' });
    const list = at(from, 'codes/service-type');
    expect((await there.post(list, { key: 'snow', nameJa: '雪かき' })).status).toBe(201);
    const kinds = at(from, 'codes/meeting-kind');
    expect((await there.post(kinds, { key: 'mihon-kai', nameJa: '見本の会', marks: ['examined'] })).status).toBe(201);
    const entries = (await there.get<{ id: string; key: string; version: number }[]>(list)).body;
    const meals = entries.find(({ key }) => key === 'meals')!;
    await there.patch(`${list}/${meals.id}`, { nameJa: '食事の宅配' }, { version: meals.version });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('makes one town as the other: told first, taken as drafts, in force once it is published', async () => {
    expect(await inForce(to)).not.toEqual(await inForce(from));
    const plan = await handOver(await exportAll());
    expect([plan.status, plan.body.from]).toEqual([201, { code: '88801', name: '見本市' }]);
    const other = plan.body.definitions.filter(({ standing }) => standing !== 'same');
    expect(other.map(({ kind, key, standing, draft }) => [`${kind}/${key}`, standing, draft])).toEqual([
      ['form/need-intake', 'changed', null],
      ['rules/escalation-of-town', 'new', null],
    ]);
    expect(other[0]?.differences?.map(({ message, after }) => [message, after])).toEqual([
      ['名前：変えました。', '困りごとの聞き取り（見本の町）'],
    ]);
    const otherCodes = plan.body.codes.filter(({ standing }) => standing !== 'same');
    expect(otherCodes.map(({ key, standing, name, here: named }) => [key, standing, name, named])).toEqual([
      ['meals', 'changed', '食事の宅配', expect.any(String)],
      ['snow', 'new', '雪かき', null],
      ['mihon-kai', 'new', '見本の会', null],
    ]);

    const before = await inForce(to);
    const take = {
      fileId: plan.body.fileId,
      definitions: other.map(({ kind, key, version }) => ({ kind, key, version })),
      codes: otherCodes.map(({ list, key, version }) => ({ list, key, version })),
    };
    const taken = await here.post(at(to, 'bundles'), take);
    expect([taken.status, taken.body]).toEqual([201, { definitions: 2, codes: 3 }]);
    // Nothing is in force by itself.
    expect(await inForce(to)).toEqual(before);
    const drafts = take.definitions.map(({ kind, key }) => ({ kind, key, version: 1 }));
    const published = await here.post(at(to, 'publications'), {
      drafts,
      reason: '隣の町から',
      effectiveOn: '2026-11-23',
    });
    expect([published.status, published.text]).toEqual([201, published.text]);
    expect(await inForce(to)).toEqual(await inForce(from));
    expect(await codes(to)).toEqual(await codes(from));
    const again = (await handOver(await exportAll())).body;
    expect([...again.definitions, ...again.codes].filter(({ standing }) => standing !== 'same')).toEqual([]);
  });

  it('brings what is chosen with what it needs, and no more', async () => {
    const names = (bytes: Uint8Array) =>
      Object.keys(unzipSync(bytes)).filter((name) => !['bundle.json', 'codes.json'].includes(name));
    const need = names(await exportAll('?definition=workflow/need'));
    expect(need).toContain('workflow/need.json');
    const body = JSON.parse(
      strFromU8(unzipSync(await exportAll('?definition=workflow/need'))['workflow/need.json']!),
    ) as { steps: Record<string, { form?: string; rules?: string }> };
    for (const { form, rules } of Object.values(body.steps)) {
      if (form) expect(need).toContain(`form/${form}.json`);
      if (rules) expect(need).toContain(`rules/${rules}.json`);
    }
    expect(need).not.toContain('workflow/proposal.json');
    // A rule set brings the form that it asks.
    expect(names(await exportAll('?definition=rules/referral'))).toContain('form/need-intake.json');
    const single = await exportAll('?definition=form/report');
    expect(names(single)).toEqual(['form/report.json']);
    const unknown = await there.get<Problem>(`${at(from, 'bundles')}?definition=form/nothing`);
    expect([unknown.status, unknown.body.issues[0]?.path]).toEqual([422, '/definition/0']);
  });

  it('is made while it is sent, one definition at a time, and reads as what it was made of', async () => {
    const written: string[] = [];
    const bundle = {
      from: { code: '88801', name: '見本市' },
      release: '0.2.0',
      made: '2026-11-23T01:00:00.000Z',
      definitions: ['first', 'second', 'third'].map((key) => {
        const body = { key, texts: { ja: { name: `様式 ${key}` } } };
        // Not listed, so that it is no part of what is compared.
        Object.defineProperty(body, 'toJSON', { value: () => (written.push(key), { ...body }) });
        return { kind: 'form' as const, key, body };
      }),
      codes: [{ list: 'service-type', key: 'snow', nameJa: '雪かき', nameEn: null, position: 0, marks: [] }],
    };
    const pieces: Uint8Array[] = [];
    const atPieces: number[] = [];
    for await (const piece of packBundle(bundle)) {
      pieces.push(piece);
      atPieces.push(written.length);
    }
    expect(written).toEqual(['first', 'second', 'third']);
    expect(new Set(atPieces)).toEqual(new Set([1, 2, 3]));
    expect(await readBundle(Buffer.concat(pieces))).toEqual(bundle);
    const { headers } = await there.get(at(from, 'bundles'));
    expect([headers.get('content-length'), headers.get('content-disposition')]).toEqual([
      null,
      expect.stringContaining('sasaeai-88801-2026-11-23.zip'),
    ]);
  });

  it('brings what was written, not the words that the city puts in its place', async () => {
    const words = at(from, 'words');
    const council = { ja: '支え合い会議', en: null };
    const { version } = (await there.get<{ version: number }>(words)).body;
    const set = await there.patch<{ version: number }>(words, { council, coordinator: null }, { version });
    expect([set.status, set.text]).toEqual([200, set.text]);
    const files = unzipSync(await exportAll());
    for (const [name, body] of Object.entries(await inForce(from)))
      expect(JSON.parse(strFromU8(files[`${name}.json`] ?? new Uint8Array()))).toEqual(body);
    const back = { council: null, coordinator: null };
    expect((await there.patch(words, back, { version: set.body.version })).status).toBe(200);
  });

  it('takes no mark from a kind of meeting, for one that an older release wrote knew fewer', async () => {
    const kinds = at(from, 'codes/meeting-kind');
    const { body } = await there.get<{ id: string; key: string; version: number }[]>(kinds);
    const training = body.find(({ key }) => key === 'training')!;
    const bare = await there.patch(`${kinds}/${training.id}`, { marks: [], nameJa: '学び' }, training);
    expect(bare.status).toBe(200);
    const plan = (await handOver(await exportAll())).body;
    const code = plan.codes.find(({ key }) => key === 'training')!;
    expect(code.standing).toBe('changed');
    const taken = {
      fileId: plan.fileId,
      definitions: [],
      codes: [{ list: code.list, key: code.key, version: code.version }],
    };
    expect((await here.post(at(to, 'bundles'), taken)).status).toBe(201);
    expect((await codes(to)).find(({ key }) => key === 'training')).toMatchObject({
      name_ja: '学び',
      marks: 'training',
    });
    expect((await handOver(await exportAll())).body.codes.find(({ key }) => key === 'training')?.standing).toBe('same');
    await app.installation
      .db('code_entries')
      .where({ list: 'meeting-kind', key: 'training' })
      .update({ name_ja: '研修', marks: 'training' });
  });

  it('puts new entries between those that they stand between there', async () => {
    const { db } = app.installation;
    const kindsOf = async (town: Town) =>
      (await codes(town))
        .filter(({ list }) => list === 'area-kind')
        .toSorted((a, b) => a.position - b.position)
        .map(({ key }) => key);
    expect((await there.post(at(from, 'codes/area-kind'), { key: 'aza', nameJa: '字' })).status).toBe(201);
    const place = (key: string, position: number) =>
      db('code_entries').where({ municipality_id: from.id, list: 'area-kind', key }).update({ position });
    for (const [position, key] of ['municipality', 'ward', 'aza', 'group', 'daily-life'].entries())
      await place(key, position);
    const plan = (await handOver(await exportAll())).body;
    const fresh = plan.codes.filter(({ list, standing }) => list === 'area-kind' && standing === 'new');
    expect(fresh.map(({ key }) => key)).toEqual(['aza']);
    const taken = await here.post(at(to, 'bundles'), {
      fileId: plan.fileId,
      definitions: [],
      codes: fresh.map(({ list, key, version }) => ({ list, key, version })),
    });
    expect([taken.status, taken.text]).toEqual([201, taken.text]);
    expect(await kindsOf(to)).toEqual(await kindsOf(from));
    const all = await codes(to);
    const places = all.filter(({ list }) => list === 'area-kind').map(({ position }) => position);
    expect(new Set(places).size).toBe(places.length);
    await db('code_entries').where({ key: 'aza' }).delete();
  });

  it('says what is closed here and would come back, and what this release cannot use', async () => {
    const list = at(to, 'codes/service-type');
    const entries = (await here.get<{ id: string; key: string; version: number }[]>(list)).body;
    const snow = entries.find(({ key }) => key === 'snow');
    await here.patch(`${list}/${snow?.id}`, { retired: true }, { version: snow?.version ?? 0 });
    const files = unzipSync(await exportAll());
    const listed = JSON.parse(strFromU8(files['codes.json'] ?? new Uint8Array())) as Body[];
    const odd = { list: 'weather', key: 'rain', nameJa: '雨', nameEn: null, position: 0, marks: [] };
    const written = strToU8(JSON.stringify([...listed, odd]));
    const manifest = JSON.parse(strFromU8(files['bundle.json'] ?? new Uint8Array())) as Body;
    manifest['codes'].sha256 = createHash('sha256').update(written).digest('hex');
    const plan = (
      await handOver(zipSync({ ...files, 'codes.json': written, 'bundle.json': strToU8(JSON.stringify(manifest)) }))
    ).body;
    const other = plan.codes.filter(({ standing }) => standing !== 'same');
    expect(other.map(({ key, standing }) => [key, standing])).toEqual([
      ['snow', 'retired'],
      ['rain', 'unknown'],
    ]);
    const take = { list: 'service-type', key: 'snow', version: other[0]?.version };
    expect((await here.post(at(to, 'bundles'), { fileId: plan.fileId, definitions: [], codes: [take] })).status).toBe(
      201,
    );
    const after = (await here.get<{ key: string; retired: boolean }[]>(list)).body;
    expect(after.find(({ key }) => key === 'snow')?.retired).toBe(false);
  });

  it('leaves an open draft alone that somebody changed since it was told', async () => {
    const body = (await inForce(to))['form/report'] ?? {};
    const mine = { ...body, texts: { ...body.texts, ja: { ...body.texts.ja, name: 'この町の報告' } } };
    await here.put(at(to, 'definitions/form/report/draft'), { body: mine }, { version: 0 });
    const plan = (await handOver(await exportAll('?definition=form/report'))).body;
    expect(plan.definitions).toMatchObject([{ key: 'report', standing: 'changed', version: 1, draft: {} }]);
    const take = (version: number) =>
      here.post<Problem>(at(to, 'bundles'), {
        fileId: plan.fileId,
        definitions: [{ kind: 'form', key: 'report', version }],
        codes: [],
      });
    const [tooEarly, lists] = [await take(0), await codes(to)];
    expect([tooEarly.status, tooEarly.body.code]).toEqual([409, 'stale']);
    expect(await codes(to)).toEqual(lists);
    expect((await take(1)).status).toBe(201);
    const draft = (await here.get<{ body: Body; version: number }>(at(to, 'definitions/form/report/draft'))).body;
    expect([draft.version, draft.body]).toEqual([2, body]);
    await here.delete(at(to, 'definitions/form/report/draft'), { version: 2 });
  });

  it('refuses what is no bundle, what was changed in it, and what it does not hold, in words, and keeps nothing of it', async () => {
    const good = unzipSync(await exportAll('?definition=form/report'));
    const manifest = JSON.parse(strFromU8(good['bundle.json']!)) as Body;
    const packed = (files: Record<string, Uint8Array>, about?: Body) =>
      zipSync({ ...files, ...(about && { 'bundle.json': strToU8(JSON.stringify(about)) }) });
    const { 'codes.json': lists, ...without } = good;
    expect(lists).toBeDefined();
    const nested = strToU8(`{"key":"report","a":${'['.repeat(5000)}${']'.repeat(5000)}}`);
    const deep = { 'form/report.json': nested };
    const sha256 = createHash('sha256').update(nested).digest('hex');
    const deepEntry = { kind: 'form', key: 'report', file: 'form/report.json', sha256 };
    const cases: [string, Uint8Array][] = [
      ['notZip', strToU8('名称,電話番号')],
      ['notBundle', zipSync({ 'a.txt': strToU8('a') })],
      ['notJson', packed({ ...good, 'bundle.json': strToU8('{') })],
      // 「様式」 as CP932 writes it.
      [
        'notJson',
        packed({ ...good, 'bundle.json': Buffer.from([...Buffer.from('{"a":"'), 0x97, 0x6c, 0x8e, 0xae, 0x22, 0x7d]) }),
      ],
      ['notBundle', packed(good, { ...manifest, format: 'other' })],
      ['newer', packed(good, { ...manifest, version: 2 })],
      ['shape', packed(good, { ...manifest, definitions: {} })],
      ['missing', packed(without)],
      ['changed', packed({ ...good, 'form/report.json': strToU8('{"key":"report"}') })],
      ['tooLargePart', packed({ ...good, ...deep }, { ...manifest, definitions: [deepEntry] })],
      ['tooLarge', packed({ ...good, 'codes.json': new Uint8Array(21 * 1_048_576) })],
    ];
    const kept = async () => (await app.installation.db('files').count({ n: '*' }).first())?.['n'];
    const before = await kept();
    for (const [code, bytes] of cases) {
      const refused = await handOver<Problem>(bytes);
      expect([code, refused.status, refused.body.issues.map((issue) => issue.code)]).toEqual([code, 422, [code]]);
      expect(refused.body.issues[0]?.message).toMatch(/ください。$/);
    }
    expect(await kept()).toEqual(before);
    const plan = (await handOver(packed(good))).body;
    for (const more of [{ definitions: [{ kind: 'form', key: 'need-intake', version: 0 }] }, { fileId: 'none' }]) {
      const refused = await here.post<Problem>(at(to, 'bundles'), {
        fileId: plan.fileId,
        definitions: [],
        codes: [],
        ...more,
      });
      expect(refused.status).toBe(422);
    }
  });

  it('does the same by command', async () => {
    const third = await createTown(app, '88803');
    const file = path.join(folder, 'all.zip');
    const run = async (...args: string[]) => {
      const [out, err]: string[][] = [[], []];
      process.env['DATABASE_URL'] = app.databaseUrl;
      const code = await runCommand(args, {
        readFile,
        readStdin: () => Promise.resolve(''),
        out: (line) => void out?.push(line),
        err: (line) => void err?.push(line),
      });
      return { code, lines: (out ?? []).map((line) => JSON.parse(line) as Body), err: (err ?? []).join('\n') };
    };
    const into = ['--municipality', third.code];
    expect(await run('bundle', 'export', file, '--municipality', from.code)).toMatchObject({ code: 0, err: '' });
    expect(await run('bundle', 'export', file, '--municipality', from.code)).toMatchObject({ code: 1 });
    const other = await run('bundle', 'diff', file, ...into);
    expect([other.code, other.lines.map(({ key }) => String(key))]).toEqual([
      1,
      ['need-intake', 'escalation-of-town', 'meals', 'snow', 'mihon-kai'],
    ]);
    const taken = await run('bundle', 'import', file, ...into);
    expect(taken.lines).toEqual([{ definitions: 2, codes: 2, left: ['service-type/meals'] }]);
    expect((await run('bundle', 'import', file, ...into)).lines).toEqual([
      { definitions: 0, codes: 0, left: ['service-type/meals'] },
    ]);
    expect((await run('bundle', 'import', file, ...into, '--over-names')).lines).toEqual([
      { definitions: 0, codes: 1, left: [] },
    ]);
    // The drafts say what the bundle says: what is left is to publish them.
    expect(await run('bundle', 'diff', file, ...into)).toEqual({ code: 0, lines: [], err: '' });
    await writeFile(path.join(folder, 'none.zip'), 'nothing');
    expect(await run('bundle', 'diff', path.join(folder, 'none.zip'), ...into)).toMatchObject({ code: 2 });
    expect(await run('bundle', 'import', file, ...into, '--only', 'form/none')).toMatchObject({ code: 2 });
  });

  it('carries the sections that forms share, pinned to what this city publishes of them', async () => {
    const third = await createTown(app, '88804');
    const keeper = await signIn(app, third.email('administrator'));
    const section = (title: string): Form => ({
      key: 'snow-section',
      purpose: 'section',
      schema: { type: 'object', properties: { days: { type: 'integer' } } },
      texts: { ja: { name: '雪のこと', fields: { days: { title } } } },
    });
    const sections = [section('雪の日数'), section('降った日数')];
    const visit = (key: string): Form => ({
      key,
      purpose: 'need-step',
      schema: { type: 'object', properties: {} },
      texts: { ja: { name: key, fields: {} } },
    });
    for (const [index, each] of sections.entries()) {
      const publish = async (body: Form) => there.post(at(from, 'definitions/form'), { body, reason: '共通にした' });
      expect((await publish(each)).status).toBe(201);
      const key = index === 0 ? 'visit-old' : 'visit-new';
      const made = putSection(visit(key), each, index + 1, { holder: '', index: 0 }, 'linked', Math.random);
      expect((await publish(made!.form)).status).toBe(201);
    }
    const bytes = await exportAll('?definition=form/visit-old&definition=form/visit-new');
    const plan = await keeper.post<Plan>(at(third, 'bundles/files?fileName=mihon.zip'), bytes);
    expect(plan.body.definitions.map(({ key, standing }) => [key, standing])).toEqual([
      ['snow-section', 'new'],
      ['visit-new', 'new'],
      ['visit-old', 'new'],
    ]);
    const definitions = plan.body.definitions.map(({ kind, key, version }) => ({ kind, key, version }));
    const taken = await keeper.post(at(third, 'bundles'), { fileId: plan.body.fileId, definitions, codes: [] });
    expect([taken.status, taken.text]).toEqual([201, taken.text]);
    const published = await keeper.post(at(third, 'publications'), {
      drafts: definitions.map(({ kind, key }) => ({ kind, key, version: 1 })),
      reason: '隣の町から',
      effectiveOn: '2026-11-23',
    });
    expect([published.status, published.text]).toEqual([201, published.text]);
    const pinned = Object.entries(await inForce(third)).flatMap(([name, body]) =>
      name.startsWith('form/') ? listLinks(body as Form).map(({ number }) => [name, number]) : [],
    );
    // What the older version said is in no bundle: that form stands as it came.
    expect(pinned.toSorted()).toEqual([
      ['form/visit-new', 1],
      ['form/visit-old', 0],
    ]);
    const again = await keeper.post<Plan>(at(third, 'bundles/files?fileName=mihon.zip'), bytes);
    expect(again.body.definitions.map(({ standing }) => standing)).toEqual(['same', 'same', 'same']);
  });
});
