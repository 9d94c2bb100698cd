import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as contract from '../../../../server/kinds/need/contract.ts';
import type { Person } from '../../../support/app.ts';
import { startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';

/* What somebody looks at the list of needs by, kept under a name: for themselves, or for all who hold a role. */

type Views = z.infer<typeof contract.needViews>;
type Saved = { id: string; version: number };
type Refused = { code: string; issues?: { path: string; code: string; message: string }[] };

const everybody = { tier1: 'always', members: 'always' };
const added: Record<string, [title: string, schema: object]> = {
  snow: ['雪かきが必要', { type: 'boolean', 'x-tell': everybody }],
  heardOn: ['聞いた日', { type: 'string', format: 'date', 'x-tell': { tier1: 'consent' } }],
  paths: ['雪の道', { type: 'integer', 'x-tell': { members: 'always' } }],
};
const of = (name: string): string => `need.form.${name}`;

function intakeForm(other: Record<string, object> = {}) {
  const url = new URL('../../../../forms/library/need-intake.form.json', import.meta.url);
  const form = JSON.parse(readFileSync(url, 'utf8')) as {
    schema: { properties: Record<string, object> };
    uiSchema: { 'ui:order': string[] };
    texts: { ja: { fields: Record<string, object> } };
  };
  for (const [name, [title, schema]] of Object.entries(added)) {
    form.schema.properties[name] = other[name] ?? schema;
    form.texts.ja.fields[name] = { title };
    form.uiSchema['ui:order'].push(name);
  }
  return form;
}

describe(`saved views of the list of needs, on ${testEngine()}`, () => {
  let work: Casework;
  const path = (id = ''): string => work.path(`needs/views${id && `/${id}`}`);
  const save = async (person: Person, name: string, more: object = {}) =>
    (await work.as(person)).post<Saved & Refused>(path(), { name, query: {}, ...more });
  const mustSave = async (person: Person, name: string, more: object = {}): Promise<Saved> => {
    const reply = await save(person, name, more);
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    return reply.body;
  };
  const views = async (person: Person): Promise<Views> => {
    const reply = await (await work.as(person)).get<Views>(path());
    expect([reply.status, reply.text]).toEqual([200, reply.text]);
    return reply.body;
  };
  const view = async (person: Person, name: string) => (await views(person)).items.find((item) => item.name === name);
  const change = async (person: Person, { id, version }: Saved, body: object) =>
    (await work.as(person)).patch<Saved & Refused>(path(id), body, { version });
  const publish = async (form: object): Promise<void> => {
    const reply = await (
      await work.as('administrator')
    ).post(work.path('definitions/form'), { body: form, reason: '雪の季節のため', acknowledge: [] });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
  };

  beforeAll(async () => {
    work = await startCasework();
    await publish(intakeForm());
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('keeps filter, order and columns as they were, for their owner alone', async () => {
    const query = {
      area: work.town.areas.north.id,
      state: 'open',
      urgency: 'high',
      sort: 'oldest',
      where: [`${of('snow')}=true`],
      sortBy: `-${of('heardOn')}`,
      fields: [of('heardOn'), of('snow')],
      hide: ['types', 'received'],
    };
    const saved = await mustSave('tier2-north', '雪の急ぎ', { query });
    expect(await view('tier2-north', '雪の急ぎ')).toEqual({
      ...saved,
      name: '雪の急ぎ',
      role: null,
      isDefault: false,
      query,
      notes: [],
      mayChange: true,
    });
    for (const other of ['administrator', 'tier1', 'tier2-east'] as const) {
      expect((await views(other)).items).toEqual([]);
      expect((await change(other, saved, { name: '横取り' })).status).toBe(404);
      expect((await (await work.as(other)).delete(path(saved.id), { version: 1 })).status).toBe(404);
    }
  });

  it('is shared with a role by an administrator alone: who holds it sees it and changes nothing', async () => {
    expect((await save('tier2-north', '勝手な共有', { role: 'tier2' })).status).toBe(403);
    const saved = await mustSave('administrator', '課の見方', { role: 'tier2', query: { state: 'lacking' } });
    expect(await view('tier2-north', '課の見方')).toMatchObject({ role: 'tier2', mayChange: false });
    expect((await view('tier2-east', '課の見方'))?.query).toMatchObject({ state: 'lacking' });
    expect(await view('tier1', '課の見方')).toBeUndefined();
    expect((await change('tier2-north', saved, { name: '別名' })).status).toBe(403);
    expect((await change('tier1', saved, { name: '別名' })).status).toBe(404);
    expect((await views('tier2-north')).mayShare).toBe(false);
    expect((await views('administrator')).mayShare).toBe(true);
  });

  it('holds nothing that its saver may not be told, and no search words', async () => {
    const refused = await save('tier1', '聞いた日で', {
      query: { where: [`${of('heardOn')}>=2026-11-01`], fields: [of('paths')] },
    });
    expect([refused.status, refused.body.issues?.map((issue) => [issue.path, issue.code])]).toEqual([
      422,
      [
        ['/query/fields/0', 'unknown-field'],
        ['/query/where/0', 'not-told'],
      ],
    ]);
    const searched = await save('tier2-north', '人の名前', { query: { q: '架空 ハナ' } });
    expect([searched.status, searched.body.issues?.[0]?.path]).toEqual([422, '/query/q']);
  });

  it('shows who may be told less no column of it, and no list by a condition of it', async () => {
    await mustSave('administrator', '列だけ', { role: 'tier1', query: { fields: [of('snow'), of('paths')] } });
    await mustSave('administrator', '条件つき', {
      role: 'tier1',
      isDefault: true,
      query: { fields: [of('snow')], where: [`${of('heardOn')}<=2026-11-30`] },
    });
    const columns = await view('tier1', '列だけ');
    expect(columns?.query?.fields).toEqual([of('snow')]);
    expect(columns?.notes).toHaveLength(1);
    const condition = await view('tier1', '条件つき');
    expect(condition).toMatchObject({ query: null, isDefault: true });
    expect(condition?.notes[0]).toContain('聞いた日');
    expect((await view('administrator', '条件つき'))?.query?.where).toEqual([`${of('heardOn')}<=2026-11-30`]);
    // Nor does the list open with it.
    expect((await views('tier1')).opens).toBeNull();
  });

  it('opens with one’s own default, else with that of a role; a new default takes the place of the last', async () => {
    const shared = await mustSave('administrator', '役割のはじめ', { role: 'centre', isDefault: true });
    expect((await views('centre-north')).opens).toBe(shared.id);
    // The administrator holds another role.
    expect((await views('administrator')).opens).toBeNull();
    const own = await mustSave('centre-north', '自分のはじめ', { isDefault: true });
    expect((await views('centre-north')).opens).toBe(own.id);
    const next = await mustSave('centre-north', '次のはじめ', { isDefault: true });
    expect((await views('centre-north')).opens).toBe(next.id);
    expect(await view('centre-north', '自分のはじめ')).toMatchObject({ isDefault: false, version: 1 });
    expect((await change('centre-north', next, { isDefault: false })).status).toBe(200);
    expect((await views('centre-north')).opens).toBe(shared.id);
  });

  it('is renamed, rewritten and removed in the version that was seen, and on record', async () => {
    const saved = await mustSave('tier2-east', '東の見方');
    expect((await save('tier2-east', '東の見方')).body.issues?.[0]).toMatchObject({ path: '/name', code: 'taken' });
    // Another's may be called so.
    await mustSave('tier2-north', '東の見方');
    expect((await change('tier2-east', saved, { name: '東の急ぎ', query: { urgency: 'high' } })).body.version).toBe(2);
    const stale = await change('tier2-east', saved, { name: '古いまま' });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale']);
    expect(await view('tier2-east', '東の急ぎ')).toMatchObject({ version: 2, query: { urgency: 'high' } });
    const east = await work.as('tier2-east');
    expect((await east.delete(path(saved.id), { version: 1 })).status).toBe(409);
    expect((await east.delete(path(saved.id), { version: 2 })).status).toBe(204);
    expect(await view('tier2-east', '東の急ぎ')).toBeUndefined();
    const { db } = work.app.installation;
    const lines = await db('audit').where({ record_id: saved.id }).orderBy('action').select('action', 'record_title');
    expect(lines).toEqual(
      ['view.create', 'view.delete', 'view.update'].map((action) => ({ action, record_title: null })),
    );
  });

  it('is kept once for a request that is sent twice', async () => {
    const client = await work.as('tier2-north');
    const ask = () => client.post<Saved>(path(), { name: '一度だけ', query: {} }, { key: 'view-once' });
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.body]).toEqual([201, first.body]);
  });

  it('follows the form: of a field that says who somebody is from now on, no column and no condition is left', async () => {
    await mustSave('tier2-east', '道の列', { query: { fields: [of('snow'), of('paths')] } });
    await mustSave('tier2-east', '道の条件', { query: { where: [`${of('paths')}=2`] } });
    await publish(intakeForm({ paths: { type: 'integer', 'x-personal': true } }));
    const listed = [await view('tier2-east', '道の列'), await view('tier2-east', '道の条件')];
    expect(listed.map((item) => item?.query?.fields ?? null)).toEqual([[of('snow')], null]);
    expect(listed.map((item) => item?.notes.length)).toEqual([1, 1]);
  });
});
