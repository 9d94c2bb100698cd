import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown, persons, type Person } from '../../../support/app.ts';
import {
  addCasework,
  assessment,
  communityIntake,
  intake,
  startCasework,
  type Casework,
} from '../../../support/casework.ts';

let work: Casework;
beforeAll(async () => {
  work = await startCasework();
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

type Problem = { code: string; issues?: { path: string; code: string; message: string }[]; changes?: { by: string }[] };
type Need = {
  id: string;
  number: number;
  title: string;
  residentName: string | null;
  version: number;
  standing: { state: string };
  consent: string;
};
type Listed = { items: Need[]; total: number; next: string | null };
type Record_ = Need & {
  answers: { label: string; value: string }[];
  story: { event: string; name: string; answers: unknown[] }[];
  given: object | null;
  steps: { event: string; open: boolean }[];
  can: Record<string, boolean>;
};

const list = async (person: Person, query = ''): Promise<Listed> =>
  (await (await work.as(person)).get<Listed>(work.path(`needs${query}`))).body;
const auditOf = async (action: string, recordId?: string) =>
  work.app.installation
    .db('audit')
    .where({ action, ...(recordId ? { record_id: recordId } : {}) })
    .orderBy('id', 'desc')
    .select('actor_name', 'details');

describe('taking in a need', () => {
  it('offers the form with the areas of the asker and the municipality’s service types', async () => {
    const reply = await (
      await work.as('centre-north')
    ).get<{ schema: { properties: { area: { oneOf: { const: string; title: string }[] } } }; initial: object }>(
      work.path('needs/form'),
    );
    expect(reply.status).toBe(200);
    expect(reply.body.schema.properties.area.oneOf).toEqual([{ const: work.town.areas.north.id, title: '北圏域' }]);
    expect(reply.body.initial).toMatchObject({ receivedOn: '2026-11-23', area: work.town.areas.north.id });
  });

  const wrong: [name: string, change: (answers: Record<string, unknown>) => Record<string, unknown>, path: string][] = [
    ['no title', (answers) => ({ ...answers, title: ' ' }), '/answers/title'],
    ['no consent asked of an individual', ({ consent: _consent, ...answers }) => answers, '/answers/consent'],
    ['consent without its scope', ({ consentScope: _scope, ...answers }) => answers, '/answers/consentScope'],
    ['an unknown service type', (answers) => ({ ...answers, types: ['teleportation'] }), '/answers/types/0'],
    ['an area of somebody else', (answers) => ({ ...answers, area: work.town.areas.east.id }), '/answers/area'],
    ['a day to come', (answers) => ({ ...answers, receivedOn: '2026-11-24' }), '/answers/receivedOn'],
  ];
  it.each(wrong)('refuses %s at its field and stores nothing', async (_name, change, path) => {
    const before = (await list('tier2-north')).total;
    const reply = await (
      await work.as('tier2-north')
    ).post<Problem>(work.path('needs'), { answers: change(intake(work.town)) });
    expect(reply.status).toBe(422);
    expect(reply.body.issues?.map((issue) => issue.path)).toContain(path);
    expect((await list('tier2-north')).total).toBe(before);
  });

  it('asks for the day of reception where it is empty, whatever the form in force asks, and calls it no day to come', async () => {
    const { db } = work.app.installation;
    const client = await work.as('tier2-north');
    const refused = async (day: unknown) => {
      const answers = { ...intake(work.town), receivedOn: day };
      const reply = await client.post<Problem>(work.path('needs'), { answers });
      return [reply.status, reply.body.issues?.map(({ path, message }) => [path, /(今日|未来)/.test(message)])];
    };
    const expected = [422, [['/answers/receivedOn', false]]];
    for (const day of ['', undefined, null]) expect([day, await refused(day)]).toEqual([day, expected]);
    // A city's own version of before it had to be asked.
    const inForce = { municipality_id: work.town.id, kind: 'form', key: 'need-intake' };
    const { id, body } = await db('definitions').where(inForce).first();
    const form = JSON.parse(body) as { schema: { required: string[] } };
    form.schema.required = form.schema.required.filter((name) => name !== 'receivedOn');
    await db('definitions')
      .where({ id })
      .update({ body: JSON.stringify(form) });
    await db('municipalities').where({ id: work.town.id }).increment('settings_version');
    expect(await refused(undefined)).toEqual(expected);
    await db('definitions').where({ id }).update({ body });
    await db('municipalities').where({ id: work.town.id }).increment('settings_version');
  });

  it('gives numbers in order, keeps answers and begins the workflow', async () => {
    const first = await work.takeIn('centre-north');
    const second = await work.takeIn('tier2-north', communityIntake(work.town));
    const earlier = (await (await work.as('tier2-north')).get<Record_>(work.path(`needs/${first.id}`))).body;
    const other = (await (await work.as('tier2-north')).get<Record_>(work.path(`needs/${second.id}`))).body;
    expect(other.number).toBe(earlier.number + 1);
    expect(earlier).toMatchObject({
      residentName: '架空 ハナ',
      consent: 'given',
      standing: { state: 'received' },
      version: 1,
    });
    expect(other).toMatchObject({ residentName: null, consent: 'not-needed' });
    expect(earlier.story.map((line) => line.event)).toEqual(['START']);
    expect(earlier.answers).toContainEqual({ label: '氏名', value: '架空 ハナ' });
    expect(await auditOf('need.create', first.id)).toHaveLength(1);
  });

  it('does the same request once when it is sent twice with one key', async () => {
    const client = await work.as('tier2-north');
    const send = () =>
      client.post<{ id: string }>(work.path('needs'), { answers: intake(work.town) }, { key: 'need-once' });
    const [first, other] = [await send(), await send()];
    expect(other.body.id).toBe(first.body.id);
  });

  it('writes every look at a need with names on record', async () => {
    const { id } = await work.takeIn('tier2-north');
    const before = (await auditOf('need.read', id)).length;
    await (await work.as('centre-north')).get(work.path(`needs/${id}`));
    const lines = await auditOf('need.read', id);
    expect(lines).toHaveLength(before + 1);
    expect(lines[0]).toMatchObject({ actor_name: '見本市 centre-north', details: JSON.stringify({ names: true }) });
  });
});

describe('who sees which needs', () => {
  let individual: string;
  let community: string;
  let elsewhere: string;
  beforeAll(async () => {
    individual = (
      await work.takeIn('tier2-north', {
        title: '雪かきの相談',
        residentName: '仮名 ゆき子',
        residentKana: 'かめい ゆきこ',
      })
    ).id;
    community = (await work.takeIn('tier2-north', communityIntake(work.town, { title: '集まる場所の相談' }))).id;
    elsewhere = (
      await work.takeIn('tier2-east', { area: work.town.areas.east.id, title: '東の相談', residentName: '見本 ひがし' })
    ).id;
  });

  // 200 with the name, 'unnamed' 200 without it, otherwise the status.
  const seen: [Person, individual: number | 'unnamed', community: number, elsewhere: number | 'unnamed'][] = [
    ['administrator', 200, 200, 200],
    ['administrator-ward', 200, 200, 404],
    ['tier1', 'unnamed', 200, 'unnamed'],
    ['tier2-north', 200, 200, 404],
    ['tier2-east', 404, 404, 200],
    ['centre-north', 200, 200, 404],
    ['member-north', 404, 200, 404],
    ['provider', 404, 404, 404],
  ];
  it('has a line for every kind of asker', () =>
    expect(seen.map(([person]) => person).toSorted()).toEqual([...persons].toSorted()));
  it.each(seen)('shows %s what the role allows and no more', async (person, ...expected) => {
    const client = await work.as(person);
    for (const [id, what] of [
      [individual, expected[0]],
      [community, expected[1]],
      [elsewhere, expected[2]],
    ] as const) {
      const reply = await client.get<Record_>(work.path(`needs/${id}`));
      expect(reply.status).toBe(what === 'unnamed' ? 200 : what);
      if (what === 200) continue;
      for (const secret of ['ゆき子', 'ゆきこ', 'ひがし', '0225-00-0000']) expect(reply.text).not.toContain(secret);
      if (what === 'unnamed') expect(reply.body).toMatchObject({ residentName: null, residentKana: null, given: null });
      else expect(reply.text).not.toContain('相談');
    }
  });

  it('keeps a provider from the list, and a member to the community’s needs', async () => {
    expect((await (await work.as('provider')).get(work.path('needs'))).status).toBe(403);
    const { items } = await list('member-north', '?limit=200');
    expect(items.map((need) => need.id)).toContain(community);
    expect(items.map((need) => need.id)).not.toContain(individual);
    expect(JSON.stringify(items)).not.toContain('架空');
  });

  it('finds a need by its number, however it is written', async () => {
    const { items } = await list('tier1', '?limit=200');
    const { id, number } = items.find((need) => need.id === individual)!;
    for (const q of [`No.${number}`, `no ${number}`, `Ｎｏ．${number}`, `#${number}`])
      expect((await list('tier1', `?q=${encodeURIComponent(q)}`)).items.map((need) => need.id)).toContain(id);
    expect((await list('tier1', `?q=${encodeURIComponent('No.9999')}`)).total).toBe(0);
  });

  it('finds a resident by kana of any width, but only for who may know the name', async () => {
    for (const q of ['ユキ子', 'ﾕｷｺ', 'かめいゆきこ', '仮名ゆき子']) {
      expect((await list('tier2-north', `?q=${encodeURIComponent(q)}`)).items.map((need) => need.id)).toEqual([
        individual,
      ]);
      expect((await list('tier1', `?q=${encodeURIComponent(q)}`)).total).toBe(0);
    }
    expect((await list('tier1', `?q=${encodeURIComponent('雪カキ')}`)).items.map((need) => need.id)).toEqual([
      individual,
    ]);
    expect((await list('tier2-north', `?q=${encodeURIComponent('100%')}`)).total).toBe(0);
  });

  it('does not exist for another municipality', async () => {
    const other = addCasework(work.app, await createTown(work.app, '99902', '別の市'));
    const client = await other.as('administrator');
    expect((await client.get(other.path(`needs/${individual}`))).status).toBe(404);
    expect((await client.get(work.path(`needs/${individual}`))).status).toBe(404);
    expect(
      (await client.post(other.path(`needs/${individual}/steps`), { event: 'ASSESS' }, { version: 1 })).status,
    ).toBe(404);
    expect((await client.get<Listed>(other.path('needs'))).body.total).toBe(0);
  });
});

describe('the list of needs', () => {
  it('filters, sorts and pages without losing or repeating any', async () => {
    const all = await list('administrator', '?limit=200&sort=urgency');
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list('administrator', `?limit=2&sort=urgency${cursor && `&cursor=${cursor}`}`);
      expect(page.total).toBe(all.total);
      seen.push(...page.items.map((need) => need.id));
      cursor = page.next ?? '';
    } while (cursor);
    expect(seen).toEqual(all.items.map((need) => need.id));
    expect(new Set(seen).size).toBe(all.total);
    const east = await list(
      'administrator',
      `?area=${work.town.areas.east.id}&state=open&scope=individual&type=transport`,
    );
    expect(east.items.map((need) => need.title)).toEqual(['東の相談']);
    expect((await list('administrator', '?urgency=high')).total).toBe(0);
  });
});

describe('moving and correcting a need', () => {
  it('takes a step by the form it asks for, and tells a late comer what changed', async () => {
    const { id } = await work.takeIn('tier2-north');
    const client = await work.as('centre-north');
    const without = await client.post<Problem>(
      work.path(`needs/${id}/steps`),
      { event: 'ASSESS', answers: {} },
      { version: 1 },
    );
    expect(without.status).toBe(422);
    expect(without.body.issues?.map((issue) => issue.path)).toContain('/answers/findings');
    const taken = await client.post<{ state: string; stateName: string }>(
      work.path(`needs/${id}/steps`),
      { event: 'ASSESS', answers: assessment },
      { version: 1 },
    );
    expect(taken.body).toMatchObject({ state: 'assessed', stateName: '確認済み', version: 2 });
    const late = await (
      await work.as('tier2-north')
    ).post<Problem>(work.path(`needs/${id}/steps`), { event: 'ASSESS', answers: assessment }, { version: 1 });
    expect(late).toMatchObject({ status: 409, body: { code: 'stale', changes: [{ by: '見本市 centre-north' }] } });
  });

  it('leaves the server’s own events to the server', async () => {
    const { id } = await work.takeIn('tier2-north');
    const reply = await (
      await work.as('tier2-north')
    ).post<Problem>(work.path(`needs/${id}/steps`), { event: 'REFER' }, { version: 1 });
    expect(reply.status).toBe(403);
  });

  it('keeps a correction beside what was taken in first', async () => {
    const { id } = await work.takeIn('tier2-north', { consent: 'not-given', consentScope: undefined });
    const client = await work.as('tier2-north');
    expect(
      (await (await work.as('tier1')).patch(work.path(`needs/${id}`), { answers: intake(work.town) }, { version: 1 }))
        .status,
    ).toBe(403);
    const saved = await client.patch<{ version: number }>(
      work.path(`needs/${id}`),
      { answers: intake(work.town, { title: '通院の足（訂正）' }) },
      { version: 1 },
    );
    expect(saved).toMatchObject({ status: 200, body: { version: 2 } });
    const need = (await client.get<Record_>(work.path(`needs/${id}`))).body;
    expect(need).toMatchObject({
      consent: 'given',
      title: '通院の足（訂正）',
      version: 2,
      standing: { state: 'received' },
    });
    expect(need.story.map((line) => [line.event, line.name])).toEqual([
      ['EDIT', '内容の訂正'],
      ['START', expect.any(String)],
    ]);
    expect(await work.app.installation.db('submissions').where({ record_id: id })).toHaveLength(2);
    const [line] = await auditOf('need.update', id);
    expect(JSON.parse(line.details).changed).toMatchObject({ consent: null });
    expect(
      (await client.patch<Problem>(work.path(`needs/${id}`), { answers: intake(work.town) }, { version: 1 })).body.code,
    ).toBe('stale');
  });
});
