import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessment, intake, startCasework, type Casework } from '../../support/casework.ts';

type Words = Record<string, unknown>;
/** Says that it is closed, or that it can be chosen no more. */
const inWords = /閉じられ|廃止|使われなくなりました/;
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
    const outcomes: unknown[] = [];
    for (const { name, path, table, id, correct, anew, shown } of cases) {
      const client = await work.as(path.startsWith('needs') ? 'tier2-north' : 'administrator');
      const { version } = await db(table).where({ id }).first('version');
      const corrected = await client.patch(work.path(path), correct, { version });
      const asker = anew.as ? await work.as(anew.as) : client;
      const refused = await asker.post<{ issues?: { path: string; message: string }[] }>(
        work.path(anew.path),
        anew.body,
      );
      outcomes.push({
        name,
        corrected: corrected.status === 200 ? 200 : corrected.text,
        shown: shown === undefined || (await client.get(work.path(path))).text.includes(shown),
        refused: [refused.status, refused.body.issues?.[0]?.path],
        said: refused.body.issues?.[0]?.message,
      });
    }
    expect(outcomes).toEqual(
      cases.map(({ name, anew }) => ({
        name,
        corrected: 200,
        shown: true,
        refused: [422, anew.at],
        said: expect.stringMatching(inWords),
      })),
    );
  });

  it('is chosen in no step of a council or a need, whatever fields a city gives its forms', async () => {
    const { db } = work.app.installation;
    const { id: council } = await db('councils').where({ municipality_id: work.town.id }).first('id');
    const admin = await work.as('administrator');
    // The assessment of the city asks for an area and a type of its own.
    const inForce = { municipality_id: work.town.id, kind: 'form', key: 'need-assessment' };
    const form = JSON.parse((await db('definitions').where(inForce).first('body')).body);
    form.schema.properties.visited = { type: 'string', 'x-source': 'areas', 'x-tell': {} };
    form.schema.properties.tried = { type: 'string', 'x-source': 'service-types', 'x-tell': {} };
    for (const words of Object.values<{ fields: Words }>(form.texts)) {
      words.fields['visited'] = { title: '訪ねた圏域' };
      words.fields['tried'] = { title: '試した手助け' };
    }
    if (form.uiSchema?.['ui:order']) form.uiSchema['ui:order'].push('visited', 'tried');
    const published = await admin.post(work.path('definitions/form'), { body: form, reason: '訪ねた先も書く' });
    expect(published.status, published.text).toBe(201);
    const officer = await work.as('tier2-east');
    const taken = await officer.post<{ id: string }>(work.path('needs'), {
      answers: intake(work.town, { area: work.town.areas.east.id, types: ['meals'] }),
    });
    expect(taken.status, taken.text).toBe(201);
    const held = { heldOn: '2026-11-20', title: '座談会', attendance: 8, minutes: '足が欲しい。' };
    await work.step('tier2-north', `councils/${council}`, 'HOLD_ROUNDTABLE', held);
    const steps: [name: string, record: string, table: string, as: 'tier2-east' | 'tier2-north', body: Words][] = [
      ...[{ visited: work.town.areas.north.id }, { tried: 'transport' }].map((more): (typeof steps)[number] => [
        Object.keys(more).join(),
        `needs/${taken.body.id}`,
        'needs',
        'tier2-east',
        { event: 'ASSESS', answers: { ...assessment, ...more } },
      ]),
      [
        'a problem’s type',
        `councils/${council}`,
        'councils',
        'tier2-north',
        {
          event: 'EXAMINE_ROUNDTABLE',
          answers: { newNeeds: [{ title: '足', type: 'transport' }], problems: '足', next: 'roundtable' },
        },
      ],
    ];
    const outcomes: unknown[] = [];
    for (const [name, record, table, as, body] of steps) {
      const { version } = await db(table)
        .where({ id: record.split('/')[1] })
        .first('version');
      const reply = await (
        await work.as(as)
      ).post<{ issues?: { message: string }[] }>(work.path(`${record}/steps`), body, { version });
      outcomes.push([name, reply.status, reply.body.issues?.map(({ message }) => message).join() ?? reply.text]);
    }
    expect(outcomes).toEqual(steps.map(([name]) => [name, 422, expect.stringMatching(inWords)]));
  });

  it('comes in by no list, and the row says so', async () => {
    const admin = await work.as('administrator');
    const services = {
      fields: { name: { column: '名称' }, areas: { column: '圏域' }, type: { column: 'サービス種別' } },
      types: {},
    };
    const lists: [kind: string, text: string][] = [
      ['areas', '圏域名,区\n新しい圏域,北圏域\n'],
      ['councils', '協議体名,圏域\n新しい会,北圏域\n'],
      ['users', '氏名,メール,役割,圏域\n架空 花,hana@99901.example,コーディネーター,北圏域\n'],
      ['users', '氏名,メール,役割,所属\n架空 花,hana@99901.example,事業者,まもなく閉じる会\n'],
      ['organisations', '団体名,団体の種別\n新しい団体,NPO法人\n'],
      ['services', '名称,圏域,サービス種別\n新しい送迎,北圏域,配食\n'],
      ['services', '名称,圏域,サービス種別\n新しい送迎,東圏域,外出支援・移動サービス\n'],
    ];
    const outcomes: unknown[] = [];
    for (const [kind, text] of lists) {
      const file = `${work.path('imports/files')}?fileName=list.csv&kind=${kind}`;
      const { body: kept } = await admin.post<{ id: string }>(file, new TextEncoder().encode(text));
      const { status, body } = await admin.post<{ issues: { message: string }[] }>(work.path('imports/preview'), {
        kind,
        fileId: kept.id,
        ...(kind === 'services' && { mapping: services }),
      });
      outcomes.push([kind, status, body.issues?.map(({ message }) => message).join()]);
    }
    expect(outcomes).toEqual(lists.map(([kind]) => [kind, 200, expect.stringMatching(inWords)]));
  });

  it('is told as closed in lists and on the pages of what holds it', async () => {
    const { db } = work.app.installation;
    const { id: council } = await db('councils').where({ name: '直した協議体' }).first('id');
    const area = '"name":"北圏域（廃止）"';
    const body = '"name":"まもなく閉じる会（廃止）"';
    const shown: [path: string, as: 'administrator' | 'tier2-north', ...words: string[]][] = [
      [`needs?area=${work.town.areas.north.id}`, 'tier2-north', area, '外出支援・移動サービス（廃止）'],
      ['needs?type=transport', 'tier2-north', area],
      ['people', 'tier2-north', area],
      ['councils', 'tier2-north', area],
      [`councils/${council}`, 'tier2-north', area, body],
      ['services?closed=true', 'tier2-north', area, body, '外出支援・移動サービス（廃止）'],
      ['organisations', 'tier2-north', 'NPO法人（廃止）'],
      ['users', 'administrator', area],
      [`users/${work.town.users['tier2-north']}`, 'administrator', area],
    ];
    const outcomes: unknown[] = [];
    for (const [path, as, ...words] of shown) {
      const { text } = await (await work.as(as)).get(work.path(path));
      outcomes.push([path, words.filter((word) => !text.includes(word))]);
    }
    expect(outcomes).toEqual(shown.map(([path]) => [path, []]));
    expect((await (await work.as('tier2-north')).get('/me')).text).toContain(area);
  });

  it('stays in the field that holds it alone; what is written in another field lets nothing past the asker’s areas', async () => {
    const { db } = work.app.installation;
    const { north, south, east } = work.town.areas;
    const admin = await work.as('administrator');
    const inForce = { municipality_id: work.town.id, kind: 'form', key: 'need-intake' };
    const form = JSON.parse((await db('definitions').where(inForce).first('body')).body);
    form.schema.properties.visited = { type: 'string', 'x-source': 'areas', 'x-tell': {} };
    for (const words of Object.values<{ fields: Words }>(form.texts)) words.fields['visited'] = { title: '訪ねた圏域' };
    if (form.uiSchema?.['ui:order']) form.uiSchema['ui:order'].push('visited');
    const published = await admin.post(work.path('definitions/form'), { body: form, reason: '訪ねた先も書く' });
    expect(published.status, published.text).toBe(201);

    const officer = await work.as('tier2-east');
    const written = {
      area: east.id,
      types: ['meals'],
      title: south.id,
      situation: 'transport',
      residentName: north.id,
    };
    const began = await officer.post<{ id: string }>(work.path('needs'), { answers: intake(work.town, written) });
    expect(began.status, began.text).toBe(201);
    const { body: taken } = began;
    const inNorth = cases[0]?.id ?? '';
    const corrections: [as: 'tier2-east' | 'tier2-north', id: string, more: Words][] = [
      ['tier2-east', taken.id, { ...written, area: south.id }],
      ['tier2-east', taken.id, { ...written, types: ['transport'] }],
      ['tier2-east', taken.id, { ...written, visited: north.id }],
      ['tier2-north', inNorth, { visited: north.id }],
    ];
    const outcomes: unknown[] = [];
    for (const [as, id, more] of corrections) {
      const { version } = await db('needs').where({ id }).first('version');
      const reply = await (
        await work.as(as)
      ).patch<{ issues?: { path: string }[] }>(
        work.path(`needs/${id}`),
        { answers: intake(work.town, more) },
        { version },
      );
      outcomes.push([reply.status, reply.body.issues?.map(({ path }) => path)]);
    }
    expect(outcomes).toEqual([
      [422, ['/answers/area']],
      [422, ['/answers/types/0']],
      [422, ['/answers/visited']],
      [422, ['/answers/visited']],
    ]);
    expect((await db('needs').where({ id: taken.id }).first('area_id')).area_id).toBe(east.id);

    const { body: localForm } = await (
      await work.as('tier2-north')
    ).get<{ schema: { properties: Record<string, { oneOf: { const: string }[] }> } }>(
      work.path(`needs/form?need=${inNorth}`),
    );
    const offers = (field: string) =>
      localForm.schema.properties[field]?.oneOf.some((choice) => choice.const === north.id);
    expect([offers('area'), offers('visited')]).toEqual([true, false]);
  });
});
