import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { runDue } from '../../../server/runner.ts';
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
  const draftOf = async (person: Person, formId: string, place = 'new') =>
    (await (await studio.as(person)).get<Told>(at(`?place=${place}&formId=${formId}`))).body.draft;
  /** As a window does that has just read what there is. */
  const keep = async (person: Person, formId: string, answers: object, more: object = {}): Promise<Reply<unknown>> =>
    (await studio.as(person)).put(
      at(),
      { place: 'new', formId, answers, ...more },
      { version: (await draftOf(person, formId))?.version ?? 0 },
    );
  const rows = (): Promise<{ place: string; record_id: string | null }[]> =>
    studio.app.installation.db('answer_drafts').orderBy('id').select('place', 'record_id');
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

  it('are written by one window at a time: the other is told, and nothing is overwritten', async () => {
    const form = await newest();
    const client = await studio.as('tier2-east');
    const place = 'intake.two-windows';
    const save = (title: string, version: number, more: object = {}) =>
      client.put<{ version: number; code?: string; current?: unknown }>(
        at(),
        { place, window: 'first', formId: form, answers: { title }, ...more },
        { version },
      );
    const title = async () => (await draftOf('tier2-east', form, place))?.answers['title'];
    expect([(await save('一つめ', 0)).body.version, (await save('続き', 1)).body.version]).toEqual([1, 2]);
    const late = await save('古い画面', 1);
    expect([late.status, late.body.code, late.body.current]).toEqual([
      409,
      'draftElsewhere',
      { version: 2, window: 'first' },
    ]);
    expect((await save('初めてのつもり', 0)).status).toBe(409);
    expect((await save('消すつもり', 1, { aside: 'drop' })).status).toBe(409);
    expect(await title()).toBe('続き');
    const both = await Promise.all([save('同時の甲', 2), save('同時の乙', 2)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await client.delete(at(`?place=${place}`))).status).toBe(204);
    const gone = await save('送った後', 3);
    expect([gone.status, gone.body.current]).toEqual([409, { version: 0, window: null }]);
    expect((await client.put(at(), { place, formId: form, answers: {} })).status).toBe(428);
  });

  it('do not pile up what has no place where somebody goes back and forth between two versions', async () => {
    const [last, , first] = await versions();
    if (!last || !first) throw new Error('there are not so many');
    await (await studio.as('tier2-east')).delete(at('?place=new'));
    const counts: number[] = [];
    for (const form of [first, last, first, last, first, last]) {
      expect((await keep('tier2-east', form.id, { title: '行き来', tried: '家族の送迎' })).status).toBe(200);
      counts.push((await draftOf('tier2-east', last.id))?.aside.length ?? 0);
    }
    expect(counts).toEqual([1, 1, 1, 1, 1, 1]);
    await (await studio.as('tier2-east')).delete(at('?place=new'));
  });

  it('are one for each intake that was begun, listed for their writer, and go in the transaction that stores them', async () => {
    const form = await newest();
    const client = await studio.as('tier2-north');
    for (const [place, title] of [
      ['intake.a', '甲さんの雪かき'],
      ['intake.b', '乙さんの通院'],
    ])
      await client.put(at(), { place, formId: form, answers: { title } }, { version: 0 });
    const listed = async () =>
      (
        await client.get<{ items: { place: string; title: string | null }[] }>(
          studio.path('answer-drafts?form=need-intake'),
        )
      ).body.items.flatMap(({ place, title }) => (place.startsWith('intake.') ? [[place, title]] : []));
    expect(await listed()).toEqual([
      ['intake.b', '乙さんの通院'],
      ['intake.a', '甲さんの雪かき'],
    ]);
    const answers = { ...intake(studio.town), phone: '0225-00-0000', age: 80 };
    const wrong = await client.post(studio.path('needs'), { answers: {}, draft: 'intake.a' });
    expect([wrong.status, (await listed()).length]).toEqual([422, 2]);
    const { tried: _tried, ...sent } = answers as Record<string, unknown>;
    const taken = await client.post<{ id: string }>(studio.path('needs'), { answers: sent, draft: 'intake.a' });
    expect([taken.status, taken.text]).toEqual([201, taken.text]);
    expect(await listed()).toEqual([['intake.b', '乙さんの通院']]);
  });

  it('from a device arrive once, however often and late they are sent; their name is the sender’s alone', async () => {
    const form = await newest();
    const north = await studio.as('tier2-north');
    const { tried: _tried, ...answers } = { ...intake(studio.town), title: '台所で書いたこと', age: 80, tried: '' };
    const clientKey = '0b54f4bb-5c79-4d0e-9b68-a1f1f3f7f001';
    const writer = studio.town.users['tier2-north'];
    const send = async (person: Person, device: object, more: object = {}, path = 'needs') =>
      (await studio.as(person)).post<{ id: string; version: number; code?: string }>(
        studio.path(path),
        { answers, ...more, device },
        { key: crypto.randomUUID() },
      );
    const counted = async (): Promise<unknown[]> =>
      studio.app.installation.db('needs').where({ title: answers.title }).select('id');
    const both = await Promise.all([1, 2].map(() => send('tier2-north', { clientKey, formId: form, writer })));
    const [first, second] = both;
    expect([first?.status, second?.status, second?.body]).toEqual([201, 201, first?.body]);
    expect(await counted()).toEqual([{ id: first?.body.id }]);
    // A day later no Idempotency-Key is known any more.
    studio.app.clock.advanceDays(3);
    await studio.runDue();
    expect(await studio.app.installation.db('idempotency_keys').select('key')).toEqual([]);
    const again = await send('tier2-north', { clientKey, formId: form, writer }, { answers: { ...answers, age: 81 } });
    expect([again.status, again.body]).toEqual([201, first?.body]);
    for (const [person, as, path, refusal] of [
      ['tier1', writer, 'needs', [403, 'writerElse']],
      ['tier1', studio.town.users.tier1, 'needs', [422, 'clientKeyTaken']],
      ['tier2-north', writer, 'registers/supporter/records', [422, 'clientKeyTaken']],
    ] as const) {
      const other = await send(person, { clientKey, formId: form, writer: as }, {}, path);
      expect([other.status, other.body.code]).toEqual(refusal);
      expect(other.text).not.toContain(first?.body.id);
    }
    expect(await counted()).toHaveLength(1);
    expect(await studio.app.installation.db('submissions').where({ client_key: clientKey }).pluck('record_id')).toEqual(
      [first?.body.id],
    );
    expect(
      (await north.post(studio.path('needs'), { answers, device: { clientKey: 'x', formId: form, writer } })).status,
    ).toBe(422);
  });

  it('from a device, begun with an older version, move by what cannot hurt them; else their writer is asked', async () => {
    const [last, , first] = await versions();
    const device = (n: number, formId = last?.id) => ({
      clientKey: `0b54f4bb-5c79-4d0e-9b68-a1f1f3f7f10${n}`,
      formId,
      writer: studio.town.users['tier2-north'],
    });
    const north = await studio.as('tier2-north');
    const { tried: _tried, ...answers } = { ...intake(studio.town), age: 80, tried: '' };
    const send = (given: object, from: object) =>
      north.post<{ code: string; current: unknown; issues: { path: string }[] }>(studio.path('needs'), {
        answers: given,
        device: from,
      });
    const hurt = await send({ ...answers, tried: '家族の送迎' }, device(1, first?.id));
    expect([hurt.status, hurt.body.code, hurt.body.current]).toEqual([
      409,
      'answersMoved',
      { form: last?.id, asks: expect.arrayContaining([expect.stringContaining('なくなる')]) },
    ]);
    const next = await publish((body) => {
      body.schema.properties['snow'] = { type: 'integer' };
      body.texts.ja.fields['snow'] = { title: '雪の日' };
      body.uiSchema['ui:order'].push('snow');
    });
    const moved = await send(answers, device(1));
    expect([moved.status, moved.text]).toEqual([201, moved.text]);
    const { db } = studio.app.installation;
    expect(
      await db('submissions')
        .where({ client_key: device(1).clientKey })
        .pluck('form_id'),
    ).toEqual([next]);
    const [closing] = await versions('need-closing');
    const foreign = await send(answers, device(2, closing?.id));
    expect([foreign.status, foreign.body.issues[0]?.path]).toEqual([422, '/device/formId']);
  });

  it("are nobody's to read by an access token", async () => {
    const form = await newest();
    const made = await studio.administrator.post<{ secret: string }>('/me/tokens', {
      name: '台帳の取り出し',
      kinds: ['records'],
    });
    expect([made.status, made.text]).toEqual([201, made.text]);
    const byToken = async (path: string) =>
      (await fetch(`${studio.app.url}/api${path}`, { headers: { Authorization: `Bearer ${made.body.secret}` } }))
        .status;
    expect(await byToken(studio.path('standings?kind=need'))).toBe(200);
    expect(await byToken(at(`?place=new&formId=${form}`))).toBe(403);
    expect(await byToken(studio.path('answer-drafts'))).toBe(403);
  });

  it('about a record go with it: out of sight with the right to see it, told where all of a resident is gathered, and erased', async () => {
    const [closing] = await versions('need-closing');
    const form = closing?.id ?? '';
    const north = await studio.as('tier2-north');
    const own = { residentName: '仮名 フキ', residentKana: 'かめい ふき', phone: '0225-00-1111' };
    const need = await studio.takeIn('tier2-north', intake(studio.town, own));
    const write = (id: string, kind = 'need') =>
      north.put(
        studio.path('answer-drafts/need-closing'),
        { place: `step.${id}`, record: { kind, id }, formId: form, answers: { note: '甥の家へ移った' } },
        { version: 0 },
      );
    expect((await write(need.id)).status).toBe(200);
    const others = await studio.takeIn('tier2-east', intake(studio.town, { area: studio.town.areas.east.id }));
    expect([(await write(others.id)).status, (await write('nowhere', 'nothing')).status]).toEqual([404, 404]);
    const read = async () =>
      (await north.get<Told>(studio.path(`answer-drafts/need-closing?place=step.${need.id}&formId=${form}`))).body
        .draft;
    expect(await read()).toMatchObject({ version: 1 });
    const { db } = studio.app.installation;
    const { area_id } = (await db('needs').where({ id: need.id }).first('area_id')) as { area_id: string };
    await db('needs').where({ id: need.id }).update({ area_id: studio.town.areas.east.id });
    expect(await read()).toBeNull();
    await db('needs').where({ id: need.id }).update({ area_id });

    const chosen = await north.put<{ personId: string }>(
      studio.path(`needs/${need.id}/person`),
      { person: 'new' },
      { version: 1 },
    );
    expect([chosen.status, chosen.text]).toEqual([200, chosen.text]);
    const { person_id: person } = (await db('needs').where({ id: need.id }).first('person_id')) as {
      person_id: string;
    };
    const data = await studio.administrator.get<{ needs: { halfDone: { answers: { value: string }[] }[] }[] }>(
      studio.path(`people/${person}/data`),
    );
    expect(data.body.needs[0]?.halfDone[0]?.answers.map(({ value }) => value)).toContain('甥の家へ移った');
    const left = async () => (await rows()).filter(({ record_id }) => record_id === need.id).length;
    expect(await left()).toBe(1);
    const { version } = (await north.get<{ version: number }>(studio.path(`needs/${need.id}`))).body;
    const closed = await north.post(
      studio.path(`needs/${need.id}/steps`),
      { event: 'CLOSE', answers: { cause: 'moved' }, draft: `step.${need.id}` },
      { version },
    );
    expect([closed.status, closed.text, await left()]).toEqual([200, closed.text, 0]);
    expect([(await write(need.id)).status, await left()]).toEqual([200, 1]);
    const known = (await db('people').where({ id: person }).first('version')) as { version: number };
    const erased = await studio.administrator.post(studio.path(`people/${person}/erasure`), {}, known);
    expect([erased.status, erased.text, await left()]).toEqual([200, erased.text, 0]);
    // A window that still has it open does not bring it back.
    const late = await north.put(
      studio.path('answer-drafts/need-closing'),
      { place: `step.${need.id}`, record: { kind: 'need', id: need.id }, formId: form, answers: { note: '甥' } },
      { version: 1 },
    );
    expect([late.status, await left()]).toEqual([409, 0]);
  });

  it('are given up after ninety days untouched', async () => {
    const form = await newest();
    studio.app.clock.advanceDays(91);
    await keep('tier1', form, { title: '新しい' });
    expect((await rows()).length).toBeGreaterThan(1);
    // Nobody has to begin another one for it.
    await runDue(studio.app.installation);
    expect((await rows()).map(({ place }) => place)).toEqual(['new']);
    expect((await read('tier1', form))?.answers).toEqual({ title: '新しい' });
  });
});
