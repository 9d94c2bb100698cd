import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intake, startCasework, type Casework } from '../../support/casework.ts';

type Words = Record<string, unknown>;
/** A record that holds something which is closed after it was made. */
type Case = {
  name: string;
  /** Where it lies, and in which table its version. */
  path: string;
  table: string;
  id: string;
  /** Sent with PATCH: all that it holds, with something else corrected. */
  correct: Words;
  /** Asks for another one with the same closed value, and where that is refused. */
  anew: { path: string; body: Words; at: string; as?: 'tier2-east' };
  /** What says the value in words; nothing: it is shown by name nowhere else. */
  shown?: string;
};

let work: Casework;
let cases: Case[];

beforeAll(async () => {
  work = await startCasework();
  const { db } = work.app.installation;
  const { north } = work.town.areas;
  const admin = await work.as('administrator');
  const body = await work.addOrganisation('まもなく閉じる会');
  const taken = await (
    await work.as('tier2-north')
  ).post<{ id: string }>(work.path('needs'), { answers: intake(work.town), person: 'new' });
  expect(taken.status, taken.text).toBe(201);
  const need = taken.body.id;
  const service = await work.addService({
    name: '北の送迎',
    type: 'transport',
    areas: ['north'],
    organisationId: body,
  });
  const openBody = await work.addOrganisation('続く会');
  const council = await work.addCouncil('北の協議体', 2, 'north');
  const { body: member } = await admin.post<{ id: string }>(work.path(`councils/${council}/members`), {
    name: '委員',
    role: 'member',
    organisationId: body,
    startsOn: '2026-11-01',
  });
  const { person_id: person } = await db('needs').where({ id: need }).first('person_id');

  const close = async (kind: string, table: string, id: string) => {
    const row = await db(table).where({ id }).first('version');
    const reply = await admin.post(work.path('closings'), { kind, id }, { version: row.version });
    expect([kind, reply.status, reply.text]).toMatchObject([kind, 201, expect.anything()]);
  };
  const code = (list: string, key: string) =>
    db('code_entries').where({ municipality_id: work.town.id, list, key }).first('id');
  await close('area', 'areas', north.id);
  await close('service-type', 'code_entries', (await code('service-type', 'transport')).id);
  await close('organisation-kind', 'code_entries', (await code('organisation-kind', 'npo')).id);
  await close('organisation', 'organisations', body);

  const newService = {
    organisationId: openBody,
    type: 'meals',
    name: '新しいサービス',
    areaIds: [work.town.areas.south.id],
    capacity: 'has',
  };
  const ofService = { path: `services/${service}`, table: 'services', id: service };
  cases = [
    {
      name: 'a need’s area',
      path: `needs/${need}`,
      table: 'needs',
      id: need,
      correct: { answers: intake(work.town, { title: '直した見出し' }) },
      anew: { path: 'needs', body: { answers: intake(work.town) }, at: '/answers/area' },
      shown: '北圏域（廃止）',
    },
    {
      name: 'a need’s type',
      path: `needs/${need}`,
      table: 'needs',
      id: need,
      correct: { answers: intake(work.town, { title: 'もう一度直した見出し' }) },
      anew: {
        path: 'needs',
        body: { answers: intake(work.town, { area: work.town.areas.east.id }) },
        at: '/answers/types/0',
        as: 'tier2-east',
      },
      shown: '外出支援・移動サービス（廃止）',
    },
    {
      name: 'a service’s area',
      ...ofService,
      correct: { areaIds: [north.id], name: '直した送迎' },
      anew: { path: 'services', body: { ...newService, areaIds: [north.id] }, at: '/areaIds/0' },
      shown: '北圏域（廃止）',
    },
    {
      name: 'a service’s type',
      ...ofService,
      correct: { type: 'transport', name: 'また直した送迎' },
      anew: { path: 'services', body: { ...newService, type: 'transport' }, at: '/type' },
      shown: '外出支援・移動サービス（廃止）',
    },
    {
      name: 'a service’s body',
      ...ofService,
      correct: { organisationId: body, name: '三度直した送迎' },
      anew: { path: 'services', body: { ...newService, organisationId: body }, at: '/organisationId' },
      shown: 'まもなく閉じる会（廃止）',
    },
    {
      name: 'a body’s kind',
      path: `organisations/${openBody}`,
      table: 'organisations',
      id: openBody,
      correct: { kind: 'npo', name: '直した会' },
      anew: { path: 'organisations', body: { name: '新しい会', kind: 'npo' }, at: '/kind' },
      shown: 'NPO法人（廃止）',
    },
    {
      name: 'a member’s body',
      path: `councils/${council}/members/${member.id}`,
      table: 'council_members',
      id: member.id,
      correct: { organisationId: body, name: '直した委員' },
      anew: {
        path: `councils/${council}/members`,
        body: { name: '次の委員', role: 'member', organisationId: body, startsOn: '2026-11-01' },
        at: '/organisationId',
      },
    },
    {
      name: 'a resident’s area',
      path: `people/${person}`,
      table: 'people',
      id: person,
      correct: { areaId: north.id, telephone: '0225-00-1234' },
      anew: {
        path: 'users',
        body: {
          email: 'new@99901.example',
          name: '新しい 利用者',
          memberships: [{ areaId: north.id, role: 'tier2' }],
        },
        at: '/memberships/0/areaId',
      },
    },
    {
      name: 'a council’s area',
      path: `councils/${council}`,
      table: 'councils',
      id: council,
      correct: { areaId: north.id, name: '直した協議体' },
      anew: {
        path: 'councils',
        body: { name: '新しい協議体', areaId: north.id, workflowKey: 'standard' },
        at: '/areaId',
      },
    },
  ];
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe('what is closed', () => {
  it('stays with the record that holds it, which can be corrected and says so; no other is given it', async () => {
    const { db } = work.app.installation;
    const found: unknown[] = [];
    for (const { name, path, table, id, correct, anew, shown } of cases) {
      const client = await work.as(path.startsWith('needs') ? 'tier2-north' : 'administrator');
      const { version } = await db(table).where({ id }).first('version');
      const corrected = await client.patch(work.path(path), correct, { version });
      const asker = anew.as ? await work.as(anew.as) : client;
      const refused = await asker.post<{ issues?: { path: string }[] }>(work.path(anew.path), anew.body);
      found.push({
        name,
        corrected: corrected.status === 200 ? 200 : corrected.text,
        shown: shown === undefined || (await client.get(work.path(path))).text.includes(shown),
        refused: [refused.status, refused.body.issues?.[0]?.path],
      });
    }
    expect(found).toEqual(
      cases.map(({ name, anew }) => ({ name, corrected: 200, shown: true, refused: [422, anew.at] })),
    );
  });
});
