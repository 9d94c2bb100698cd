import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as contract from '../../../server/studio/contract.ts';
import { intake } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { startStudio, type Problem, type Studio } from './support.ts';

type Test = z.infer<typeof contract.testAnswers>;

describe(`test answers to a published form on ${testEngine()}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(async () => {
    expect(studio.app.logged).toEqual([]);
    await studio.app.close();
  });

  const at = (rest = '') => studio.path(`definitions/form/need-intake/test-answers${rest}`);
  const read = async (): Promise<Test> => (await studio.administrator.get<Test>(at())).body;

  const give = async (answers: object) => {
    const { form } = await read();
    return studio.administrator.post<Problem & { id: string }>(at(), { formId: form.id, answers });
  };

  it('are refused as real ones are, and change nothing then', async () => {
    const { residentName: _name, ...rest } = intake(studio.town);
    const reply = await give({ ...rest, receivedOn: '2026-02-30' });
    expect(reply.status).toBe(422);
    expect(reply.body.issues.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/answers/receivedOn', '/answers/residentName']),
    );
    expect((await read()).given).toEqual([]);
  });

  it('are kept with the version that was answered, in words, and make no record', async () => {
    const tables = ['needs', 'submissions', 'events', 'field_values', 'decision_cases', 'effects', 'people'];
    const count = () => Promise.all(tables.map((table) => studio.app.installation.db(table).count({ n: '*' })));
    const before = await count();
    const { status, body } = await give(intake(studio.town));
    expect(status).toBe(201);
    expect(await count()).toEqual(before);
    const { form, given } = await read();
    expect(form.key).toBe('need-intake');
    expect(given).toEqual([
      expect.objectContaining({
        id: body.id,
        number: 1,
        answers: expect.arrayContaining([{ label: '氏名', value: '架空 ハナ' }]),
      }),
    ]);
  });

  it('are not taken for another version than was filled in', async () => {
    const reply = await studio.administrator.post<Problem>(at(), {
      formId: '00000000-0000-7000-8000-000000000000',
      answers: intake(studio.town),
    });
    expect([reply.status, reply.body.code]).toEqual([409, 'testedVersion']);
  });

  it('go when they are discarded, one by one or all', async () => {
    await give(intake(studio.town));
    const [first] = (await read()).given;
    expect((await studio.administrator.delete(at(`/${first?.id}`))).status).toBe(204);
    expect((await studio.administrator.delete(at(`/${first?.id}`))).status).toBe(404);
    expect((await read()).given).toHaveLength(1);
    expect((await studio.administrator.delete(at())).status).toBe(204);
    expect((await read()).given).toEqual([]);
    const lines = await studio.app.installation.db('audit').where('action', 'definition.untest').select('action');
    expect(lines).toHaveLength(2);
  });

  it('keeps the latest fifty of a form', async () => {
    const given: string[] = [];
    while (given.length < 52) given.push((await give(intake(studio.town))).body.id);
    const kept = (await studio.app.installation.db('test_answers').orderBy('id').select('id')) as { id: string }[];
    expect(kept.map(({ id }) => id)).toEqual(given.slice(2));
  });
});
