import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertSubmissions, readSubmissions } from '../../../server/decisions/submissions-store.ts';
import { assessment, communityIntake, intake, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';

type Line = { is: string; title: string; number?: string; value?: string; when?: string };
type Sheet = {
  id: string;
  form: { key: string; number: number };
  paper: { name: string; number?: string; lines: Line[] };
};
type Sheets = { record: { title: string; page: string }; sheets: Sheet[]; older?: string };
type Form = {
  texts: { ja: { name: string; formNumber?: string; fields: Record<string, { title: string }> } };
  schema: { properties: Record<string, object> };
  uiSchema: { 'ui:order': string[] };
};

const library = path.join(import.meta.dirname, '../../../forms/library/need-intake.form.json');

describe(`forms on paper, on ${testEngine()}`, () => {
  let work: Casework;
  let before: string;
  let after: string;
  const sheetsOf = async (person: Parameters<Casework['as']>[0], id: string) =>
    (await work.as(person)).get<Sheets>(work.path(`paper/records/need/${id}`));
  const valueOf = (sheet: Sheet | undefined, title: string) =>
    sheet?.paper.lines.find((line) => line.title === title)?.value;

  beforeAll(async () => {
    work = await startCasework();
    before = (await work.takeIn('tier2-north', { situation: 'バスがなく買い物に行けない' })).id;
    await work.step('tier2-north', `needs/${before}`, 'ASSESS', assessment);
    const form = JSON.parse(await readFile(library, 'utf8')) as Form;
    form.texts.ja.formNumber = '様式第3号';
    form.texts.ja.fields.situation = { title: 'ふだんの暮らし' };
    delete form.schema.properties.tried;
    delete form.texts.ja.fields.tried;
    delete (form.texts as { en?: unknown }).en;
    delete (form.uiSchema as { tried?: unknown }).tried;
    form.uiSchema['ui:order'] = form.uiSchema['ui:order'].filter((name) => name !== 'tried');
    const administrator = await work.as('administrator');
    const reply = await administrator.post(work.path('definitions/form'), { body: form, reason: '言い方を変えた' });
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
    after = (await work.takeIn('tier2-north', { situation: '雪で出られない' })).id;
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('an answer is shown with the version that it was given with, whatever was published since', async () => {
    const [old, assessed] = (await sheetsOf('tier2-north', before)).body.sheets;
    expect([old?.form, assessed?.form.key]).toMatchObject([{ key: 'need-intake', number: 1 }, 'need-assessment']);
    expect(old?.paper.number).toBeUndefined();
    expect(valueOf(old, '暮らしの様子')).toBe('バスがなく買い物に行けない');
    const [fresh] = (await sheetsOf('tier2-north', after)).body.sheets;
    expect([fresh?.form.number, fresh?.paper.number]).toEqual([2, '様式第3号']);
    expect(valueOf(fresh, 'ふだんの暮らし')).toBe('雪で出られない');
  });

  it('what did not apply is not there, and chosen values are in words', async () => {
    const [sheet] = (await sheetsOf('tier2-north', before)).body.sheets;
    expect(valueOf(sheet, 'だれの困りごとか')).toBe('個人（ひとりの方）');
    const { id } = await work.takeIn('tier2-north', communityIntake(work.town));
    const [community] = (await sheetsOf('tier2-north', id)).body.sheets;
    expect(community?.paper.lines.map(({ title }) => title)).not.toContain('氏名');
  });

  it('a member reads of a need of the community what its form tells members, and none of its steps', async () => {
    const { id } = await work.takeIn('tier2-north', communityIntake(work.town));
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    expect((await sheetsOf('tier2-north', id)).body.sheets.map(({ form }) => form.key)).toEqual([
      'need-intake',
      'need-assessment',
    ]);
    const { body } = await sheetsOf('member-north', id);
    expect(body.sheets.map(({ form }) => form.key)).toEqual(['need-intake']);
    expect(body.sheets[0]?.paper.lines.map(({ title }) => title)).not.toContain('暮らしの様子');
  });

  it('what was corrected is told to nobody who reads the need as it stands now', async () => {
    const { town } = work;
    const { id } = await work.takeIn(
      'tier2-north',
      intake(town, { consent: 'not-given', consentScope: undefined, title: '秘密の題名' }),
    );
    const tier2 = await work.as('tier2-north');
    const { body } = await tier2.get<{ version: number }>(work.path(`needs/${id}`));
    const corrected = await tier2.patch(
      work.path(`needs/${id}`),
      { answers: communityIntake(town, { title: '地域の足' }) },
      { version: body.version },
    );
    expect([corrected.status, corrected.text]).toEqual([200, expect.any(String)]);
    for (const person of ['member-north', 'tier1', 'tier2-north'] as const) {
      const answer = await sheetsOf(person, id);
      expect(answer.status, person).toBe(200);
      expect(
        answer.body.sheets.map(({ form }) => form.key),
        person,
      ).toEqual(['need-intake']);
      expect(answer.text, person).toContain('地域の足');
      expect(answer.text, person).not.toMatch(/秘密の題名|架空 ハナ|0225-00-0000/);
    }
  });

  it('the latest fifty come first, and what is older is asked for', async () => {
    const { id } = await work.takeIn('tier2-north', communityIntake(work.town));
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    const [first, assessed] = (await sheetsOf('tier2-north', id)).body.sheets;
    await work.app.run(async (ctx) => {
      const [stored] = await readSubmissions(ctx.db, [String(assessed?.id)]);
      if (!stored) throw new Error('no assessment');
      for (let count = 0; count < 50; count += 1) await insertSubmissions(ctx.db, [{ ...stored, id: ctx.newId() }]);
    });
    const latest = (await sheetsOf('tier2-north', id)).body;
    expect([latest.sheets.length, latest.older]).toEqual([50, latest.sheets[0]?.id]);
    const older = await (
      await work.as('tier2-north')
    ).get<Sheets>(work.path(`paper/records/need/${id}?before=${latest.older}`));
    expect(older.body.sheets.map((sheet) => sheet.id)).toEqual([first?.id, assessed?.id]);
    expect(older.body.older).toBeUndefined();
  });

  it('who had a resident’s answers printed is on record', async () => {
    const { db } = work.app.installation;
    const count = async () =>
      Number((await db('audit').where({ action: 'need.read', record_id: before }).count({ n: '*' }).first())?.n);
    const known = await count();
    await sheetsOf('tier2-north', before);
    expect(await count()).toBe(known + 1);
  });

  it('every form in force is there blank, and conditions are words', async () => {
    const member = await work.as('member-north');
    const { body } = await member.get<{ items: { key: string; number: number; formNumber?: string }[] }>(
      work.path('paper/forms'),
    );
    expect(body.items.find(({ key }) => key === 'need-intake')).toMatchObject({ number: 2, formNumber: '様式第3号' });
    const blank = await member.get<{ paper: Sheet['paper'] }>(work.path('paper/forms/need-intake'));
    const lines = blank.body.paper.lines;
    expect(lines.find(({ title }) => title === '氏名')?.when).toBe('問1が「個人（ひとりの方）」の方のみ');
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_line, index) => String(index + 1)));
    expect((await member.get(work.path('paper/forms/no-such-form'))).status).toBe(404);
  });

  it('a kind that there is not has nothing to print', async () => {
    const tier2 = await work.as('tier2-north');
    for (const kind of ['toString', 'nothing'])
      expect((await tier2.get(work.path(`paper/records/${kind}/${before}`))).status).toBe(404);
  });
});
