import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldOfRole } from '../../../../forms/index.ts';
import { withSnow } from '../../../support/form-logic.ts';
import { intake, startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';

/* An officer adds fields to the intake that are asked, required, limited, set and refused by rules. */

type Problem = { code: string; issues?: { path: string; code: string; message: string }[] };

describe(`needs taken in by a form with logic, on ${testEngine()}`, () => {
  let work: Casework;
  const publish = async (body: object, checkOnly = false) =>
    (await work.as('administrator')).post<Problem & { issues: { path: string; code: string }[] }>(
      work.path('definitions/form'),
      { body, reason: '雪の季節のため', ...(checkOnly && { checkOnly }) },
    );
  const send = async (answers: Record<string, unknown>) =>
    (await work.as('tier2-north')).post<Problem & { id: string }>(work.path('needs'), {
      answers: intake(work.town, answers),
    });
  const stored = async (id: string): Promise<Record<string, unknown>> => {
    const rows = await work.app.installation
      .db('submissions')
      .where({ record_id: id })
      .orderBy('id', 'desc')
      .select('answers');
    return JSON.parse((rows[0] as { answers: string }).answers) as Record<string, unknown>;
  };

  beforeAll(async () => {
    work = await startCasework();
    const published = await publish(withSnow());
    if (published.status !== 201) throw new Error(published.text);
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('gives the rules to the screen with the form', async () => {
    const { body } = await (await work.as('tier2-north')).get<{ logic: { id: string }[] }>(work.path('needs/form'));
    expect(body.logic.map(({ id }) => id)).toEqual(withSnow().logic.map(({ id }) => id));
  });

  it('stores no answer of a field that the rules hide, and what they set whatever was sent', async () => {
    const reply = await send({
      snow: false,
      snowDays: 'たくさん',
      snowWho: 'nobody',
      helpers: [
        { name: '佐藤', hours: 2 },
        { name: '鈴木', hours: 1.5 },
      ],
      hoursAll: 99,
    });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    const answers = await stored(reply.body.id);
    expect(answers).toMatchObject({ snow: false, hoursAll: 3.5 });
    expect(answers).not.toHaveProperty('snowDays');
    expect(answers).not.toHaveProperty('snowWho');
    const record = await (
      await work.as('tier2-north')
    ).get<{ answers: { label: string; value: string }[] }>(work.path(`needs/${reply.body.id}`));
    expect(record.body.answers).toContainEqual({ label: '手伝いの時間の合計', value: '3.5時間' });
    expect(record.body.answers.map(({ label }) => label)).not.toContain('雪の日数');
  });

  it('demands, limits and refuses at the field, in the asker’s language', async () => {
    const missing = await send({ snow: true });
    expect(missing.status).toBe(422);
    expect(missing.body.issues).toEqual([
      { path: '/answers/snowDays', code: 'required', message: '雪の日数を入力してください' },
    ]);
    const wrong = await send({ snow: true, snowDays: 20, snowWho: 'nobody', helpers: [{ name: '佐藤', hours: 25 }] });
    expect(wrong.body.issues?.map(({ path, code, message }) => [path, code, message])).toEqual([
      ['/answers/snowWho', 'enum', 'だれが雪をかくかは選択肢から選んでください'],
      ['/answers/helpers/0/hours', 'refused', '1日は24時間までです。'],
    ]);
  });

  it('leaves an answer with the version that it was given with, when a later one has other rules', async () => {
    const first = await send({ snow: true, snowDays: 3 });
    expect(first.status).toBe(201);
    const number = async (id: string): Promise<unknown> =>
      (await work.app.installation.db('submissions').where({ record_id: id }).select('form_id'))[0];
    const before = await number(first.body.id);
    const { logic, ...form } = withSnow();
    const later = await publish({ ...form, logic: logic.filter(({ id }) => id !== 'snow-days-needed') });
    expect([later.status, later.text]).toEqual([201, later.text]);
    expect(await number(first.body.id)).toEqual(before);
    expect((await send({ snow: true })).status).toBe(201);
  });

  it('publishes no rules that the check refuses, and names their places', async () => {
    const form = withSnow();
    const reply = await publish({
      ...form,
      logic: [
        ...form.logic,
        { id: 'x', when: { all: [{ fact: 'gone', operator: 'equal', value: 1 }] }, then: { show: ['hoursAll'] } },
      ],
    });
    expect(reply.status).toBe(422);
    expect(reply.body.issues?.map(({ path, code }) => [path, code])).toEqual([
      [expect.stringContaining(`/logic/${form.logic.length}/when/all/0/fact`), 'unknown-field'],
    ]);
  });

  it('judges the day that is kept, which a form in force may set, and not the one that was sent', async () => {
    // Of a version that was published before rules for this field were refused.
    const field = fieldOfRole(withSnow(), 'received-on') ?? '';
    const logic = [{ id: 'received', then: { set: field, value: '2025-04-01' } }];
    await work.app.installation
      .db('definitions')
      .where({ kind: 'form', key: 'need-intake' })
      .update({ supplement: JSON.stringify({ logic }) });
    const reply = await send({ [field]: '2999-01-01' });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    expect(await stored(reply.body.id)).toMatchObject({ [field]: '2025-04-01' });
  });
});
