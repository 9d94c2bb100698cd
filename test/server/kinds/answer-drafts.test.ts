import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as contract from '../../../server/records/answer-drafts/contract.ts';
import type { Person, Reply } from '../../support/app.ts';
import { intake } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { startStudio, type Studio } from '../studio/support.ts';

type Told = z.infer<typeof contract.answerDraft>;
type Body = {
  uiSchema: Record<string, unknown> & { 'ui:order': string[] };
  schema: { required: string[]; properties: Record<string, Record<string, unknown>> };
  texts: Record<'ja' | 'en', { fields: Record<string, { title: string }> }>;
};
type Entry = { key: string; versions: { id: string; number: number }[] };

describe(`half-done answers on ${testEngine()}`, () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await startStudio();
  });
  afterAll(async () => {
    expect(studio.app.logged).toEqual([]);
    await studio.app.close();
  });

  const versions = async (key = 'need-intake') =>
    (await studio.administrator.get<Entry[]>(studio.path('definitions/form'))).body.find((entry) => entry.key === key)
      ?.versions ?? [];
  const newest = async (): Promise<string> => (await versions())[0]?.id ?? '';
  const bodyOf = async (id: string): Promise<Body> =>
    (await studio.administrator.get<{ body: Body }>(studio.path(`definitions/form/${id}`))).body.body;
  /** Publishes the next version and returns its id. */
  const publish = async (change: (body: Body) => void): Promise<string> => {
    const body = structuredClone(await bodyOf(await newest()));
    change(body);
    const reply = await studio.administrator.post(studio.path('definitions/form'), { body, reason: '試し' });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    return newest();
  };
  const at = (query = ''): string => studio.path(`answer-drafts/need-intake${query}`);
  const keep = async (person: Person, formId: string, answers: object, more: object = {}): Promise<Reply<unknown>> =>
    (await studio.as(person)).put(at(), { place: 'new', formId, answers, ...more });
  const read = async (person: Person, formId: string): Promise<Told['draft']> => {
    const reply = await (await studio.as(person)).get<Told>(at(`?place=new&formId=${formId}`));
    expect(reply.status).toBe(200);
    return reply.body.draft;
  };
  const typed = () => ({ ...intake(studio.town), tried: '家族の送迎', household: 'alone' });

  it('are kept as they are typed, for their writer alone, and go when they are sent', async () => {
    const form = await newest();
    expect(await read('tier2-north', form)).toBeNull();
    expect((await keep('tier2-north', form, { title: '通' })).status).toBe(200);
    expect((await keep('tier2-north', form, typed())).status).toBe(200);
    expect(await read('tier2-north', form)).toMatchObject({ answers: typed(), from: 1, asks: [], aside: [] });
    expect(await read('tier2-east', form)).toBeNull();
    expect(await read('administrator', form)).toBeNull();
    expect((await (await studio.as('tier2-north')).delete(at('?place=new'))).status).toBe(204);
    expect(await read('tier2-north', form)).toBeNull();
    const other = (await versions('need-closing'))[0]?.id ?? '';
    expect((await keep('tier2-north', other, {})).status).toBe(422);
  });

  it('move to a version that cannot hurt them, unasked', async () => {
    await keep('tier2-north', await newest(), typed());
    const next = await publish((body) => {
      const { tried, household } = body.texts.ja.fields;
      if (!tried || !household) throw new Error('not as it was');
      tried.title = '試みたこと';
      body.schema.required = body.schema.required.filter((name) => name !== 'urgency');
      body.schema.properties.snowDays = { type: 'integer' };
      body.texts.ja.fields.snowDays = { title: '雪の日数' };
      body.uiSchema['ui:order'].push('snowDays');
    });
    expect(await read('tier2-north', next)).toMatchObject({ answers: typed(), from: 1, asks: [], aside: [] });
  });

  it('ask what has changed where it could hurt, and keep what has no place until their writer decides', async () => {
    await keep('tier2-north', await newest(), { ...typed(), snowDays: 12 });
    await keep('tier2-east', await newest(), { title: '何も触れない' });
    const next = await publish((body) => {
      delete body.schema.properties.snowDays;
      delete body.texts.ja.fields.snowDays;
      body.uiSchema['ui:order'].pop();
      delete body.schema.properties.tried;
      for (const language of ['ja', 'en'] as const) delete body.texts[language].fields.tried;
      delete body.uiSchema.tried;
      body.uiSchema['ui:order'] = body.uiSchema['ui:order'].filter((name) => name !== 'tried');
      body.schema.required.push('phone');
    });
    const { tried: _tried, ...rest } = typed();
    const moved = await read('tier2-north', next);
    expect(moved?.answers).toEqual(rest);
    expect(moved?.asks).toEqual(['「試みたこと」がなくなる', '「雪の日数」がなくなる']);
    expect(moved?.aside).toEqual([
      { label: '試みたこと', value: '家族の送迎' },
      { label: '雪の日数', value: '12' },
    ]);
    // Nobody is asked about what they have not touched, but for what must be answered now.
    expect(await read('tier2-east', next)).toMatchObject({
      answers: { title: '何も触れない' },
      asks: ['「電話番号」が、必ず書くものになる'],
      aside: [],
    });
    // The old page still open somewhere loses nothing; the new one goes on with what was set aside.
    await keep('tier2-north', next, { ...rest, title: '直した' });
    const kept = await read('tier2-north', next);
    expect([kept?.asks, kept?.from, kept?.aside.length, kept?.answers]).toEqual([
      [],
      3,
      2,
      { ...rest, title: '直した' },
    ]);
    await keep('tier2-north', next, rest, { aside: 'drop' });
    expect((await read('tier2-north', next))?.aside).toEqual([]);
  });

  it('are told of before a form is published, with how many are touched', async () => {
    const body = structuredClone(await bodyOf(await newest()));
    body.schema.required.push('age');
    const place = studio.path('definitions/form/need-intake');
    await studio.administrator.put(`${place}/draft`, { body }, { version: 0 });
    const counted = async () =>
      (
        await studio.administrator.get<{
          halfDone: number;
          changes: { path: string; halfDone: number; stored: number }[];
        }>(`${place}/changes`)
      ).body;
    expect(await counted()).toMatchObject({ halfDone: 2, changes: [{ path: 'age', stored: 0, halfDone: 2 }] });
    await keep('tier1', await newest(), { age: 80 });
    expect(await counted()).toMatchObject({ halfDone: 3, changes: [{ path: 'age', halfDone: 2 }] });
  });

  it('are given up after ninety days untouched', async () => {
    const form = await newest();
    studio.app.clock.advanceDays(91);
    await keep('tier1', form, { title: '新しい' });
    const other = await (await studio.as('tier1')).put(at(), { place: 'another', formId: form, answers: {} });
    expect(other.status).toBe(200);
    expect(await read('tier2-north', form)).toBeNull();
    expect((await read('tier1', form))?.answers).toEqual({ title: '新しい' });
  });
});
