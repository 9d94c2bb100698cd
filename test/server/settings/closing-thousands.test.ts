import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intake, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { statementsOf } from '../../support/statements.ts';

/* A city closes an area, and a type of service, in which thousands of needs are open. */

const NEEDS = 3_000;
type Row = Record<string, unknown>;
type Closed = { moved: Record<string, number> };

describe(`what is closed with thousands of needs in it, on ${testEngine()}`, () => {
  let work: Casework;
  /** All of them, by number. */
  let ids: string[];
  let service: string;

  beforeAll(async () => {
    work = await startCasework();
    const { db } = work.app.installation;
    service = await work.addService({ name: '北と東の送迎', type: 'transport', areas: ['north', 'east'] });
    const answers = intake(work.town, { household: 'alone', consent: 'not-given', consentScope: undefined });
    const body = { answers, person: 'new' };
    const first = await (await work.as('tier2-north')).post<{ id: string }>(work.path('needs'), body);
    expect(first.status, first.text).toBe(201);
    const { id } = first.body;
    const need = (await db('needs').where({ id }).first()) as Row;
    const submission = (await db('submissions').where({ record_id: id }).first()) as Row;
    const person = (await db('people').where({ id: need['person_id'] }).first()) as Row;
    const copies = Array.from({ length: NEEDS - 1 }, (_, at) => String(at).padStart(5, '0'));
    const insert = (table: string, row: (copy: string, at: number) => Row) =>
      db.batchInsert(table, copies.map(row), 300);
    await insert('people', (copy, at) => ({ ...person, id: `person-${copy}`, number: 10_000 + at }));
    await insert('submissions', (copy) => ({ ...submission, id: `answers-${copy}`, record_id: `need-${copy}` }));
    await insert('needs', (copy, at) => ({
      ...need,
      id: `need-${copy}`,
      number: 10_000 + at,
      submission_id: `answers-${copy}`,
      person_id: `person-${copy}`,
    }));
    // Every other one asks for what follows, too.
    await insert('need_types', (copy) => ({ need_id: `need-${copy}`, type_key: 'transport' }));
    await db.batchInsert(
      'need_types',
      copies.filter((_, at) => at % 2 === 0).map((copy) => ({ need_id: `need-${copy}`, type_key: 'watching-over' })),
      300,
    );
    ids = [id, ...copies.map((copy) => `need-${copy}`)];
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  const close = async (kind: string, table: string, id: string, successorId: string) => {
    const { version } = await work.app.installation.db(table).where({ id }).first('version');
    const admin = await work.as('administrator');
    const replies: { status: number; body: Closed }[] = [];
    const statements = await statementsOf(work.app.installation.db, async () => {
      replies.push(await admin.post<Closed>(work.path('closings'), { kind, id, successorId }, { version }));
    });
    return { reply: replies[0]!, statements };
  };
  const all = async (table: string, where: Row = {}): Promise<Row[]> =>
    work.app.installation.db(table).where(where).select();
  /** How often each value stands in a column. */
  const tally = (rows: Row[], of: (row: Row) => unknown) =>
    Object.fromEntries([...Map.groupBy(rows, (row) => String(of(row)))].map(([value, those]) => [value, those.length]));

  it('moves none where it fails in the middle', async () => {
    const { db } = work.app.installation;
    const { north, east } = work.town.areas;
    const answers = { record_id: ids.at(-1) };
    const { answers: whole } = await db('submissions').where(answers).first('answers');
    await db('submissions').where(answers).update({ answers: '{' });
    const [before, auditBefore] = [await all('needs'), await all('audit')];
    const { reply } = await close('area', 'areas', north.id, east.id);
    expect(reply.status).toBe(500);
    work.app.logged.length = 0;
    expect(await all('needs')).toEqual(before);
    expect(await all('audit')).toEqual(auditBefore);
    expect((await all('areas', { id: north.id }))[0]).toMatchObject({ closed_at: null });
    expect(await all('events', { type: 'EDIT' })).toEqual([]);
    await db('submissions').where(answers).update({ answers: whole });
  });

  it('gives them all another area in a few statements, each with its history, its line in the log and what was answered', async () => {
    const { north, east } = work.town.areas;
    const { reply, statements } = await close('area', 'areas', north.id, east.id);
    expect([reply.status, reply.body.moved]).toEqual([201, { needs: NEEDS, people: NEEDS, services: 1 }]);
    expect(statements.length).toBeLessThan(150);
    const needs = await all('needs');
    expect(tally(needs, ({ area_id, version }) => `${String(area_id)} ${String(version)}`)).toEqual({
      [`${east.id} 2`]: NEEDS,
    });
    expect(tally(await all('people'), ({ area_id }) => area_id)).toEqual({ [east.id]: NEEDS });
    const events = await all('events', { record_kind: 'need', type: 'EDIT', version: 2 });
    expect(new Set(events.map((event) => event['record_id'])).size).toBe(NEEDS);
    const submissions = new Map((await all('submissions')).map((row) => [row['id'], row]));
    for (const need of needs) {
      const kept = submissions.get(need['submission_id']);
      expect([kept?.['record_id'], JSON.parse(String(kept?.['answers'])).area]).toEqual([need['id'], east.id]);
    }
    expect(tally(await all('audit', { action: 'need.update' }), ({ details }) => details)).toEqual({
      [JSON.stringify({ version: 2, changed: { area_id: null } })]: NEEDS,
    });
    expect(await all('audit', { action: 'person.update' })).toHaveLength(NEEDS);
    expect((await all('service_areas', { service_id: service })).map((row) => row['area_id'])).toEqual([east.id]);
  });

  it('gives them all another type, once where they ask for both, and what is kept of their fields is as they say', async () => {
    const { db } = work.app.installation;
    const entry = (key: string) => db('code_entries').where({ list: 'service-type', key }).first('id');
    const at = '2026-11-23T00:00:00.000Z';
    await db('field_uses').insert({
      municipality_id: work.town.id,
      kind: 'need',
      field: 'need.form.household',
      filled_to: '',
      filled_at: at,
      created_at: at,
    });
    const [from, to] = [await entry('transport'), await entry('watching-over')];
    const { reply, statements } = await close('service-type', 'code_entries', from.id, to.id);
    expect([reply.status, reply.body.moved]).toEqual([201, { needs: NEEDS, services: 1 }]);
    expect(statements.length).toBeLessThan(150);
    expect(tally(await all('need_types'), ({ type_key }) => type_key)).toEqual({ 'watching-over': NEEDS });
    expect(tally(await all('needs'), ({ version }) => version)).toEqual({ 3: NEEDS });
    expect(tally(await all('field_values'), ({ field, text }) => `${String(field)} ${String(text)}`)).toEqual({
      'need.form.household alone': NEEDS,
    });
    const client = await work.as('tier2-east');
    for (const id of [ids[0], ids.at(-1)]) {
      const { body } = await client.get<{ answers: { value: string }[]; story: unknown[] }>(work.path(`needs/${id}`));
      expect(body.answers.map(({ value }) => value)).toEqual(expect.arrayContaining(['東圏域', '見守り・安否確認']));
    }
  });
});
