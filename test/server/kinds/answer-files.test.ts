import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putField, setTelling } from '../../../forms/edit.ts';
import type { AnswerFile, Form } from '../../../forms/index.ts';
import { makeField, type PresetId } from '../../../forms/presets.ts';
import { restoreBackup, writeBackup } from '../../../server/kernel/backup.ts';
import { runDue } from '../../../server/runner.ts';
import type { Person } from '../../support/app.ts';
import { intake, startCasework, type Casework } from '../../support/casework.ts';
import { createTestDatabase, testEngine } from '../../support/database.ts';
import { jpeg, pdf, png } from '../../support/files.ts';

/* An officer adds two photographs, and papers that a department is told of, to the intake. */
const added: [PresetId, string][] = [
  ['photo', '家の前の写真'],
  ['document', '書類'],
];
const shipped = (): Form =>
  JSON.parse(readFileSync(new URL('../../../forms/library/need-intake.form.json', import.meta.url), 'utf8')) as Form;
const withFiles = (): Form =>
  setTelling(
    added.reduce((form, [id, title], index) => {
      const field = makeField(id);
      field.texts.ja[''] = { ...field.texts.ja[''], title };
      return putField(form, field, { holder: '', index }, id);
    }, shipped()),
    'document',
    'tier1',
    'always',
  );

type Problem = { id: string; issues: { path: string; code: string; message: string }[] };

describe(`files in forms on ${testEngine()}`, () => {
  let work: Casework;
  const at = (rest = '') => work.path(`answer-files${rest}`);
  const handOver = async (person: Person, bytes: Buffer, name: string, kind = 'document') =>
    (await work.as(person)).post<AnswerFile & Problem>(at(`?kind=${kind}&name=${encodeURIComponent(name)}`), bytes);
  const given = async (person: Person, bytes: Buffer, name: string, kind = 'document'): Promise<AnswerFile> => {
    const { status, body, text } = await handOver(person, bytes, name, kind);
    expect([status, text]).toEqual([201, text]);
    return body;
  };
  const send = async (answers: object, person: Person = 'tier2-north') =>
    (await work.as(person)).post<Problem>(work.path('needs'), { answers: intake(work.town, { ...answers }) });
  const open = async (person: Person, id: string) => (await work.as(person)).get(at(`/${id}`));
  const rows = (table = 'answer_files'): Promise<{ id: string }[]> => work.app.installation.db(table).select('*');

  beforeAll(async () => {
    work = await startCasework();
    const published = await (
      await work.as('administrator')
    ).post(work.path('definitions/form'), { body: withFiles(), reason: '写真のため' });
    if (published.status !== 201) throw new Error(published.text);
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it.each([
    ['a page that is called a photograph', Buffer.from('<html><script>alert(1)</script>'), 'a.jpg', 'type'],
    ['a drawing with a script', Buffer.from('<svg onload="alert(1)"/>'), 'a.svg', 'type'],
    ['a picture and a page in one', Buffer.concat([jpeg, Buffer.from('<script>1</script>')]), 'a.jpg', 'mixed'],
    ['paper in place of a photograph', pdf, 'a.pdf', 'type'],
    ['more than 10 MB', Buffer.concat([jpeg, Buffer.alloc(10 * 1_048_576)]), 'a.jpg', 'too-large'],
    ['nothing at all', Buffer.alloc(0), 'a.jpg', 'empty'],
  ])('are refused in words where they are %s, and nothing is left behind', async (_what, bytes, name, code) => {
    const { status, body } = await handOver('tier2-north', bytes, name, 'photo');
    expect([status, body.issues[0]?.code]).toEqual([422, code]);
    expect(body.issues[0]?.message).toMatch(/(ください|入れられます|入れられません).*。/);
    expect([await rows(), await rows('answer_file_pieces')]).toEqual([[], []]);
  });

  it('are their writer’s alone until they are sent, and may be taken back', async () => {
    const file = await given('tier2-north', png, '<b>雪.html', 'photo');
    expect(file).toMatchObject({ name: 'b雪.html.png', type: 'image/png', size: png.length });
    const mine = await open('tier2-north', file.id);
    expect([mine.status, Buffer.from(mine.bytes).equals(png)]).toEqual([200, true]);
    expect(mine.headers.get('content-type')).toBe('image/png');
    expect(mine.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(mine.headers.get('x-content-type-options')).toBe('nosniff');
    expect(mine.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    for (const other of ['administrator', 'tier1', 'member-north'] as const) {
      expect((await open(other, file.id)).status).toBe(404);
      expect((await (await work.as(other)).delete(at(`/${file.id}`))).status).toBe(404);
    }
    expect((await (await work.as('tier2-north')).delete(at(`/${file.id}`))).status).toBe(204);
    expect([await rows(), await rows('answer_file_pieces')]).toEqual([[], []]);
  });

  it('hang on the record that they are sent with, and are opened by who may know of their field', async () => {
    const photo = await given('tier2-north', jpeg, '家.jpg', 'photo');
    const paper = await given('tier2-north', pdf, '申請.pdf');
    const sent = await send({ photo: [photo], document: [paper] });
    expect([sent.status, sent.text]).toEqual([201, sent.text]);
    const needs = work.path(`needs/${sent.body.id}`);
    const filesTold = async (person: Person) =>
      (
        await (await work.as(person)).get<{ answers: { label: string; files?: AnswerFile[] }[] }>(needs)
      ).body.answers.flatMap(({ files = [] }) => files.map(({ name }) => name));
    expect(await filesTold('tier2-north')).toEqual(['家.jpg', '申請.pdf']);
    // The tier above sees the case without what says who it is.
    expect(await filesTold('tier1')).toEqual(['申請.pdf']);
    const status = async (person: Person, id: string) => (await open(person, id)).status;
    for (const person of ['tier2-north', 'administrator', 'centre-north'] as const)
      expect([await status(person, photo.id), await status(person, paper.id)]).toEqual([200, 200]);
    expect([await status('tier1', photo.id), await status('tier1', paper.id)]).toEqual([404, 200]);
    for (const person of ['tier2-east', 'member-north', 'provider'] as const)
      expect([await status(person, photo.id), await status(person, paper.id)]).toEqual([404, 404]);
    // Who opened it has looked at the need.
    const looks = (await work.app.installation
      .db('audit')
      .where({ action: 'need.read', record_id: sent.body.id, actor_id: work.town.users.tier1 })
      .select('id')) as object[];
    expect(looks.length).toBeGreaterThanOrEqual(2);
    expect((await (await work.as('tier2-north')).delete(at(`/${photo.id}`))).status).toBe(404);
  });

  it('are refused where they are another’s, another record’s, not what they are said to be, or of no use there', async () => {
    const others = await given('tier2-east', jpeg, '東.jpg', 'photo');
    const mine = await given('tier2-north', jpeg, '北.jpg', 'photo');
    const paper = await given('tier2-north', pdf, '紙.pdf');
    const used = await given('tier2-north', jpeg, '済.jpg', 'photo');
    expect((await send({ photo: [used] })).status).toBe(201);
    for (const photo of [
      others,
      used,
      paper,
      { ...mine, name: '=1+1' },
      { ...mine, type: 'text/html' },
      { ...mine, id: 'no-such-file' },
    ]) {
      const { status, body } = await send({ photo: [photo] });
      expect([status, body.issues[0]?.path]).toEqual([422, '/answers/photo/0']);
    }
    expect((await send({ photo: [mine, mine] })).status).toBe(422);
    expect((await send({ photo: [{ ...mine, more: 1 }] })).status).toBe(422);
    expect((await send({ photo: ['a.jpg'] })).status).toBe(422);
    expect((await send({ photo: [mine] })).status).toBe(201);
  });

  it('stay with a record that is corrected, and what is added comes to them', async () => {
    const first = await given('tier2-north', jpeg, '前.jpg', 'photo');
    const { body } = await send({ photo: [first] });
    const second = await given('administrator', png, '後.png', 'photo');
    const corrected = await (
      await work.as('administrator')
    ).patch(work.path(`needs/${body.id}`), { answers: intake(work.town, { photo: [first, second] }) }, { version: 1 });
    expect([corrected.status, corrected.text]).toEqual([200, corrected.text]);
    expect((await open('tier2-north', second.id)).status).toBe(200);
  });

  it('that a correction takes out are opened by those who answer for the record only', async () => {
    const [wrong, right] = [await given('tier2-north', pdf, '別人.pdf'), await given('tier2-north', pdf, '本人.pdf')];
    const { body } = await send({ document: [wrong] });
    expect((await open('tier1', wrong.id)).status).toBe(200);
    const corrected = await (
      await work.as('tier2-north')
    ).patch(work.path(`needs/${body.id}`), { answers: intake(work.town, { document: [right] }) }, { version: 1 });
    expect([corrected.status, corrected.text]).toEqual([200, corrected.text]);
    const status = async (person: Person, id: string) => (await open(person, id)).status;
    expect([await status('tier1', wrong.id), await status('tier1', right.id)]).toEqual([404, 200]);
    expect([await status('tier2-north', wrong.id), await status('tier2-north', right.id)]).toEqual([200, 200]);
  });

  it('are kept with half-done answers and go with them, or after a day where nobody keeps them', async () => {
    const { db } = work.app.installation;
    const isThere = async (id: string) => (await db('answer_files').where({ id })).length === 1;
    const versions = (
      await (
        await work.as('administrator')
      ).get<{ key: string; versions: { id: string }[] }[]>(work.path('definitions/form'))
    ).body;
    const formId = versions.find(({ key }) => key === 'need-intake')?.versions[0]?.id ?? '';
    const draft = work.path('answer-drafts/need-intake');
    const keep = async (place: string, photo: AnswerFile[]) =>
      expect(
        (
          await (
            await work.as('tier2-north')
          ).put(draft, { place, formId, answers: intake(work.town, { photo }) }, { version: 0 })
        ).status,
      ).toBe(200);
    const [kept, given1, sent, forgotten] = [
      await given('tier2-north', jpeg, 'a.jpg', 'photo'),
      await given('tier2-north', jpeg, 'b.jpg', 'photo'),
      await given('tier2-north', jpeg, 'c.jpg', 'photo'),
      await given('tier2-north', jpeg, 'd.jpg', 'photo'),
    ];
    await keep('kept', [kept]);
    await keep('given-up', [given1]);
    await keep('sent', [sent]);
    expect((await (await work.as('tier2-north')).delete(`${draft}?place=given-up`)).status).toBe(204);
    expect(await isThere(given1.id)).toBe(false);
    const answers = intake(work.town, { photo: [sent] });
    expect((await (await work.as('tier2-north')).post(work.path('needs'), { answers, draft: 'sent' })).status).toBe(
      201,
    );
    expect(await isThere(sent.id)).toBe(true);
    work.app.clock.advanceDays(2);
    await runDue(work.app.installation);
    expect([await isThere(kept.id), await isThere(forgotten.id), await isThere(sent.id)]).toEqual([true, false, true]);
  });

  it('stop coming from who hands over more than anybody needs', async () => {
    for (let count = 0; count < 60; count += 1) await given('centre-north', png, `${count}.png`);
    const { status, body } = await handOver('centre-north', png, '61.png');
    expect([status, body.issues[0]?.code]).toEqual([422, 'too-many']);
  });

  it('are in a backup, and gone with the resident who is erased', async () => {
    const photo = await given('tier2-north', jpeg, '消える.jpg', 'photo');
    const answers = intake(work.town, {
      photo: [photo],
      residentName: '消える 人',
      residentKana: 'きえる ひと',
      phone: '',
    });
    const tier2 = await work.as('tier2-north');
    const { body } = await tier2.post<{ id: string }>(work.path('needs'), {
      answers: { ...answers, phone: undefined },
      person: 'new',
    });
    await work.step('tier2-north', `needs/${body.id}`, 'CLOSE', { cause: 'moved' });

    const lines: string[] = [];
    await writeBackup(work.app.installation, async (line) => void lines.push(line));
    const copy = await createTestDatabase({ empty: true });
    await restoreBackup(
      { ...work.app.installation, db: copy.knex },
      (async function* each() {
        yield* lines;
      })(),
    );
    expect(await copy.knex('answer_file_pieces').where({ file_id: photo.id }).pluck('bytes')).toEqual([
      jpeg.toString('base64'),
    ]);
    await copy.destroy();

    const { db } = work.app.installation;
    const { person_id: person } = (await db('needs').where({ id: body.id }).first('person_id')) as {
      person_id: string;
    };
    const { version } = (await db('people').where({ id: person }).first('version')) as { version: number };
    const erased = await (await work.as('administrator')).post(work.path(`people/${person}/erasure`), {}, { version });
    expect([erased.status, erased.text]).toEqual([200, erased.text]);
    expect(await db('answer_files').where({ id: photo.id })).toEqual([]);
    expect(await db('answer_file_pieces').where({ file_id: photo.id })).toEqual([]);
    expect((await open('tier2-north', photo.id)).status).toBe(404);
    const after = await tier2.get(work.path(`needs/${body.id}`));
    expect(after.status).toBe(200);
    expect(after.text).not.toContain('消える.jpg');
  });
});
