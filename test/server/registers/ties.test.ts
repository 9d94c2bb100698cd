import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putField, setKeywords, setTelling } from '../../../forms/edit.ts';
import type { Form } from '../../../forms/index.ts';
import { makeField } from '../../../forms/presets.ts';
import { sourceOfKinds } from '../../../forms/ties.ts';
import type { Client, Reply } from '../../support/app.ts';
import { readFileSync } from 'node:fs';
import { makeRecords, supporterAnswers, type Records } from '../permissions/records.ts';

type Words = Record<string, unknown>;
type Saved = { id: string; version: number };
type Pickable = { items: { id: string; kind: string; kindName: string; title: string; note: string; page: string }[] };
type Page = Saved & {
  answers: { label: string; value: string }[];
  columns: { field: string; value: string | null }[];
  given: Words | null;
};
type Problem = { issues: { path: string; code: string }[] };

const library = (name: string): Form =>
  JSON.parse(readFileSync(new URL(`../../../forms/library/${name}.form.json`, import.meta.url), 'utf8')) as Form;

/** The shipped form with a field for several records of these kinds, told to the first tier. */
function withRecords(form: Form, kinds: string[]): Form {
  const field = makeField('records');
  field.texts.ja[''] = { title: 'つながる先' };
  const named = putField(form, { ...field, name: 'knots' }, { holder: '', index: 0 }, 'knots');
  const items = { type: 'string', 'x-source': sourceOfKinds(kinds) };
  return setTelling(setKeywords(named, 'knots', { items }), 'knots', 'tier1', 'always');
}

let records: Records;
let tier2: Client;
let tier1: Client;
let administrator: Client;
const path = (rest: string): string => records.work.path(rest);
const base = () => path('registers/supporter/records');

async function publish(what: string, body: unknown): Promise<void> {
  const reply = await administrator.post(path(`definitions/${what}`), { body, reason: 'つながりを聞く' });
  if (reply.status !== 201) throw new Error(reply.text);
}

const begin = (knots: unknown, more: Words = {}, by = tier2): Promise<Reply<Saved & Problem>> =>
  by.post<Saved & Problem>(base(), { answers: supporterAnswers(records.town, { knots, ...more }) });

beforeAll(async () => {
  records = await makeRecords();
  ({ tier2, tier1, administrator } = records.askers.clients);
  await publish('form', withRecords(library('supporter'), ['organisation', 'need', 'person', 'register-supporter']));
});
afterAll(() => records.app.close());

describe('what a field is answered with', () => {
  it('is found by its words, by who may see it', async () => {
    const titles = async (by: Client, query: string) =>
      (await by.get<Pickable>(path(`pickable?${query}`))).body.items.map(({ kind, title }) => `${kind} ${title}`);
    const { ids } = records;
    const [need] = (await tier2.get<Pickable>(path(`pickable?kinds=need&chosen=${ids.need},${ids.southNeed}`))).body
      .items;
    expect(need).toMatchObject({ id: ids.need, kind: 'need', page: `needs/${ids.need}` });
    // The south is not theirs: it is not told apart from what there is not.
    expect(await titles(tier2, `kinds=need&chosen=${ids.southNeed}`)).toEqual([]);
    expect(await titles(tier2, `kinds=service&chosen=${ids.need}`)).toEqual([]);
    expect(await titles(tier2, 'kinds=password,register-none')).toEqual([]);
    expect(await titles(tier2, `kinds=register-supporter&q=${encodeURIComponent('助手')}`)).toHaveLength(1);
    expect(await titles(tier1, `kinds=register-supporter&q=${encodeURIComponent('助手')}`)).toEqual([]);
    expect(await titles(tier1, 'kinds=person')).toEqual([]);
    expect((await titles(tier2, 'kinds=organisation,meeting,proposal')).length).toBeGreaterThan(2);
    const foreign = await records.askers.clients.outsider.get(path('pickable?kinds=need'));
    expect(foreign.status).toBe(404);
  });

  it('is on record where it tells of residents', async () => {
    const lines = async () => (await records.app.installation.db('audit').where({ action: 'tie.read' })).length;
    const before = await lines();
    await tier2.get(path('pickable?kinds=organisation'));
    expect(await lines()).toBe(before);
    await tier2.get(path('pickable?kinds=person'));
    expect(await lines()).toBe(before + 1);
  });

  it('must be there, of a kind that is asked for, and seen by who writes; what is held already stays', async () => {
    const { ids } = records;
    const refused = async (knots: string[], more: Words = {}) => {
      const reply = await begin(knots, more);
      return [reply.status, ...(reply.body.issues ?? []).map(({ path: at, code }) => `${at} ${code}`)];
    };
    expect(await refused([ids.organisation, ids.southNeed])).toEqual([422, '/answers/knots/1 enum']);
    expect(await refused([ids.foreignNeed])).toEqual([422, '/answers/knots/0 enum']);
    expect(await refused([ids.service])).toEqual([422, '/answers/knots/0 enum']);
    expect(await refused([ids.organisation], { body: ids.need })).toEqual([422, '/answers/body enum']);

    const begun = await begin([ids.organisation, ids.need], { body: ids.organisation });
    expect(begun.status).toBe(201);
    const { db } = records.app.installation;
    const held = JSON.stringify(supporterAnswers(records.town, { knots: [ids.organisation, ids.southNeed] }));
    await db('records').where({ id: begun.body.id }).update({ answers: held });
    const corrected = await tier2.patch<Problem>(
      `${base()}/${begun.body.id}`,
      { answers: { ...supporterAnswers(records.town), knots: [ids.southNeed], body: ids.organisation } },
      { version: 1 },
    );
    expect(corrected.status).toBe(200);
    // Who knows it from elsewhere only may not hand it on to another field.
    const elsewhere = await tier2.patch<Problem>(
      `${base()}/${begun.body.id}`,
      { answers: { ...supporterAnswers(records.town), knots: [ids.silent, ids.foreignNeed] } },
      { version: 2 },
    );
    expect(elsewhere.body.issues.map(({ path: at }) => at)).toEqual(['/answers/knots/1']);
  });

  it('is told by its title to who may see it, and not at all to who may not', async () => {
    const { ids } = records;
    const begun = await begin([ids.organisation, ids.person, ids.supporter], { body: ids.organisation });
    const knots = async (by: Client) => {
      const { body, text } = await by.get<Page>(`${base()}/${begun.body.id}`);
      return { lines: body.answers.find(({ label }) => label === 'つながる先')?.value.split('\n') ?? [], text };
    };
    const whole = await knots(tier2);
    expect(whole.lines).toHaveLength(3);
    expect(whole.lines).not.toContain('見られない記録');
    expect(whole.lines[2]).toContain('助手 タスク');
    const numbered = await knots(tier1);
    expect(numbered.lines[0]).toBe(whole.lines[0]);
    expect(numbered.lines[1]).toBe('見られない記録');
    expect(numbered.lines[2]).toMatch(/^担い手\d+-\d+$/);
    expect(numbered.text).not.toContain('助手');
    expect(numbered.text).not.toContain(whole.lines[1]);
    // Nobody finds a record by the title of what it is tied to.
    const title = encodeURIComponent(whole.lines[0] ?? '');
    expect((await tier2.get<{ total: number }>(`${base()}?q=${title}`)).body.total).toBe(0);
  });

  it('is on record where its title told of a resident, wherever answers are told in words', async () => {
    const { ids } = records;
    const begun = await begin([ids.organisation, ids.need, ids.person], {});
    const bodyOnly = await begin([ids.organisation], {});
    const { db } = records.app.installation;
    const record = `${base()}/${begun.body.id}`;
    const looksBy = async (by: Client, at: string) => {
      const before = await db('audit').where({ action: 'tie.read' }).pluck<string[]>('id');
      expect((await by.get(at)).status).toBe(200);
      const lines = await db('audit').where({ action: 'tie.read' }).whereNotIn('id', before).pluck<string[]>('id');
      return db('audit_looks').whereIn('audit_id', lines).pluck<string[]>('record_id');
    };
    const both = [ids.need, ids.person].toSorted();
    expect((await looksBy(tier2, record)).toSorted()).toEqual(both);
    expect((await looksBy(tier2, path(`paper/records/register-supporter/${begun.body.id}`))).toSorted()).toEqual(both);
    // Nobody is told of whom they may not see, nor of a field that is no column of the list.
    expect(await looksBy(tier1, record)).toEqual([ids.need]);
    expect(await looksBy(administrator, `${base()}/export`)).toEqual(expect.arrayContaining(both));
    expect(await looksBy(tier2, `${base()}/${bodyOnly.body.id}`)).toEqual([]);
    expect(await looksBy(tier2, base())).toEqual([]);
  });

  it('is told in a step of it, and no further than its field', async () => {
    const { ids, work } = records;
    const begun = await begin([], {});
    const record = `registers/supporter/records/${begun.body.id}`;
    await work.step('tier2-north', record, 'REGISTER');
    const offer = { place: '北の茶の間', at: ids.service, askedOn: '2026-11-20', content: '頼みの内輪話' };
    const wrong = await tier2.post<Problem>(
      `${path(record)}/steps`,
      { event: 'ASK', answers: { ...offer, at: ids.need } },
      { version: 2 },
    );
    expect(wrong.body.issues.map(({ path: at, code }) => `${at} ${code}`)).toEqual(['/answers/at enum']);
    await work.step('tier2-north', record, 'ASK', offer);
    const { body } = await tier1.get<{ story: { answers: { label: string; value: string }[] }[] }>(path(record));
    const lines = body.story.flatMap(({ answers }) => answers);
    expect(lines.find(({ label }) => label.startsWith('活動先のサービス'))?.value).not.toBe('見られない記録');
  });
});

describe('what is tied', () => {
  type Group = { label: string; items: { id: string; title: string; page: string }[] };
  type Ties = { outgoing: Group[]; incoming: Group[] };
  const tiesOf = async (by: Client, kind: string, id: string) => by.get<Ties>(path(`ties?kind=${kind}&id=${id}`));
  const named = (groups: Group[], id: string) => groups.flatMap(({ items }) => items).filter((item) => item.id === id);

  it('is shown on both pages, to who may see both and be told of the field', async () => {
    const { ids } = records;
    const begun = await begin([ids.organisation, ids.need, ids.person], { body: ids.organisation });
    const { id } = begun.body;
    const own = (await tiesOf(tier2, 'register-supporter', id)).body;
    expect(own.outgoing.map(({ label, items }) => [label, items.length])).toEqual([
      ['所属する団体（名簿から）', 1],
      ['つながる先', 3],
    ]);
    const of = async (by: Client, kind: string, to: string) => named((await tiesOf(by, kind, to)).body.incoming, id);
    expect(await of(tier2, 'organisation', ids.organisation)).toMatchObject([
      { page: `registers/supporter/${id}` },
      { page: `registers/supporter/${id}` },
    ]);
    expect(await of(tier2, 'need', ids.need)).toHaveLength(1);
    expect(await of(tier2, 'person', ids.person)).toHaveLength(1);
    // The first tier is told of one field, by number.
    const [numbered, ...others] = await of(tier1, 'organisation', ids.organisation);
    expect(others).toEqual([]);
    expect(numbered?.title).toMatch(/^担い手\d+-\d+$/);
    const fromTier1 = (await tiesOf(tier1, 'register-supporter', id)).body;
    expect(fromTier1.outgoing.map(({ label, items }) => [label, items.map((item) => item.id)])).toEqual([
      ['つながる先', [ids.organisation, ids.need]],
    ]);
    // A provider sees the body, and no supporter: not even that there is one.
    const { body, text } = await tiesOf(records.askers.clients.provider, 'organisation', ids.organisation);
    expect(body).toEqual({ outgoing: [], incoming: [] });
    expect(text).not.toContain('担い手');
    expect((await tiesOf(records.askers.clients.provider, 'need', ids.need)).status).toBe(404);
    expect((await tiesOf(records.askers.clients.outsider, 'organisation', ids.organisation)).status).toBe(404);
  });

  it('follows a correction, keeps what the writer may not see, and names each step', async () => {
    const { ids, work } = records;
    const { db } = records.app.installation;
    const begun = await begin([ids.organisation, ids.need], { body: ids.organisation });
    const { id } = begun.body;
    const kept = async () =>
      (await db('record_ties').where({ from_id: id }).select<{ field: string; to_kind: string; to_id: string }[]>())
        .map(({ field, to_kind: kind, to_id: to }) => `${field} ${kind} ${to}`)
        .toSorted();
    // Somebody who knew the south's need put it there.
    await db('records')
      .where({ id })
      .update({ answers: JSON.stringify(supporterAnswers(records.town, { knots: [ids.need, ids.southNeed] })) });
    await db('record_ties')
      .where({ from_id: id, to_id: ids.organisation, field: 'knots' })
      .update({ to_kind: 'need', to_id: ids.southNeed });
    const corrected = await tier2.patch(
      `${base()}/${id}`,
      { answers: supporterAnswers(records.town, { knots: [ids.southNeed] }) },
      { version: 1 },
    );
    expect(corrected.status).toBe(200);
    expect(await kept()).toEqual([`knots need ${ids.southNeed}`]);
    await work.step('tier2-north', `registers/supporter/records/${id}`, 'REGISTER');
    const offer = { place: '北の茶の間', at: ids.service, askedOn: '2026-11-20', content: '頼み' };
    await work.step('tier2-north', `registers/supporter/records/${id}`, 'ASK', offer);
    expect(await kept()).toEqual([`at service ${ids.service}`, `knots need ${ids.southNeed}`]);
    expect(named((await tiesOf(tier1, 'service', ids.service)).body.incoming, id)).toHaveLength(1);
  });

  it('leads nowhere once a resident has been erased', async () => {
    const person = await records.make.person();
    const begun = await begin([records.ids.organisation, person]);
    const ofPerson = async () =>
      (await records.app.installation.db('record_ties').where({ from_id: begun.body.id })).map(
        (tie: { to_kind: string }) => tie.to_kind,
      );
    expect((await ofPerson()).toSorted()).toEqual(['organisation', 'person']);
    const { body: shown } = await administrator.get<Saved>(path(`people/${person}`));
    const erased = await administrator.post(path(`people/${person}/erasure`), undefined, { version: shown.version });
    expect(erased.status).toBe(200);
    expect(await ofPerson()).toEqual(['organisation']);
    expect((await tier2.get<Page>(`${base()}/${begun.body.id}`)).text).not.toContain('消える 人');
  });
});
