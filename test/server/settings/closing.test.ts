import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTown } from '../../support/app.ts';
import { addCasework, assessment, giveRole, intake, startCasework, type Casework } from '../../support/casework.ts';

type Usage = {
  items: { what: string; count: number; list: string | null; becomes: string }[];
  follows: boolean;
  successors: { id: string; name: string }[] | null;
  planned: { id: string; from: string; successor: { id: string; name: string } | null } | null;
};
type Form = { schema: { properties: Record<string, { oneOf?: { const: string; title: string }[] }> } };

let work: Casework;
beforeAll(async () => {
  work = await startCasework();
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const patch = async (path: string, table: string, id: string, body: unknown) => {
  const { version } = await work.app.installation.db(table).where({ id }).first('version');
  const reply = await (await work.as('administrator')).patch(work.path(`${path}/${id}`), body, { version });
  expect(reply.status, reply.text).toBe(200);
};
const usage = async (query: string) =>
  (await (await work.as('administrator')).get<Usage>(work.path(`usage?${query}`))).body.items;

it('an area and a service type say what hangs on them; a need that holds them can still be corrected, and no other be given them', async () => {
  const { north } = work.town.areas;
  const { id } = await work.takeIn('tier2-north');
  await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
  expect(await usage(`kind=area&id=${north.id}`)).toEqual([
    { what: 'needs', count: 1, list: `needs?area=${north.id}&state=open`, becomes: 'moves' },
    { what: 'services', count: 1, list: `services?area=${north.id}`, becomes: 'moves' },
    { what: 'roles', count: 3, list: null, becomes: 'stays' },
  ]);
  const type = await work.app.installation
    .db('code_entries')
    .where({ municipality_id: work.town.id, list: 'service-type', key: 'transport' })
    .first();
  expect(await usage(`kind=service-type&id=${type.id}`)).toMatchObject([
    { what: 'needs', count: 1, list: 'needs?type=transport&state=open' },
    { what: 'services', count: 1 },
  ]);
  const kind = await work.app.installation
    .db('code_entries')
    .where({ municipality_id: work.town.id, list: 'organisation-kind' })
    .whereIn('key', work.app.installation.db('organisations').select('kind'))
    .first();
  expect(await usage(`kind=organisation-kind&id=${kind.id}`)).toEqual([
    { what: 'organisations', count: 1, list: `services/organisations?kind=${kind.key}`, becomes: 'moves' },
  ]);
  expect(await usage(`kind=user&id=${work.town.users['tier2-north']}`)).toMatchObject([
    { what: 'open', count: 1, becomes: 'moves' },
    { what: 'needs', count: 1 },
    { what: 'roles', count: 1 },
  ]);

  await patch('areas', 'areas', north.id, { closed: true });
  await patch('codes/service-type', 'code_entries', type.id, { retired: true });
  const client = await work.as('tier2-north');
  const form = await client.get<Form>(work.path(`needs/form?need=${id}`));
  expect(JSON.stringify(form.body)).toContain('北圏域（廃止）');
  expect((await client.get(work.path('needs/form'))).text).not.toContain('北圏域');
  const corrected = await client.patch(
    work.path(`needs/${id}`),
    { answers: intake(work.town, { title: '直した見出し' }) },
    { version: 1 },
  );
  expect(corrected.status, corrected.text).toBe(200);
  const page = (await client.get<{ answers: { label: string; value: string }[] }>(work.path(`needs/${id}`))).body;
  expect(page.answers.map((answer) => answer.value)).toEqual(
    expect.arrayContaining(['北圏域（廃止）', expect.stringMatching(/（廃止）$/)]),
  );
  expect((await client.post(work.path('needs'), { answers: intake(work.town) })).status).toBe(422);
  await patch('areas', 'areas', north.id, { closed: false });
  await patch('codes/service-type', 'code_entries', type.id, { retired: false });
});

it('a body, a user and an area of another city are nothing to ask for, and who may disable a user of their ward is told', async () => {
  const other = addCasework(work.app, await createTown(work.app, '99902', '別の市'));
  const stranger = await other.as('administrator');
  for (const [kind, id] of [
    ['organisation', work.town.organisation.id],
    ['user', work.town.users['tier2-north']],
    ['area', work.town.areas.north.id],
  ]) {
    const query = `usage?kind=${kind}&id=${id}`;
    expect([kind, (await stranger.get(other.path(query))).status]).toEqual([kind, 404]);
    expect([kind, (await (await work.as('administrator')).get(work.path(query))).status]).toEqual([kind, 200]);
  }
  const ofUser = (id: string | undefined) => work.path(`usage?kind=user&id=${id}`);
  const ward = await work.as('administrator-ward');
  expect((await ward.get(ofUser(work.town.users['tier2-north']))).body).toMatchObject({
    items: [{ what: 'open' }, { what: 'needs' }, { what: 'roles', count: 1, becomes: 'ends' }],
  });
  expect((await ward.get(ofUser(work.town.users['tier1']))).status).toBe(404);
  expect((await (await work.as('tier2-north')).get(ofUser(work.town.users['tier2-north']))).status).toBe(403);
});

it('a body that is closed leaves the directory with its services, and its open referrals go back', async () => {
  const organisationId = await work.addOrganisation('閉じる会');
  const service = await work.addService({ name: '閉じる送迎', type: 'transport', areas: ['north'], organisationId });
  const { id: need } = await work.takeIn('tier2-north', { title: '戻る困りごと' });
  await work.step('tier2-north', `needs/${need}`, 'ASSESS', assessment);
  const client = await work.as('tier2-north');
  const { body: ranking } = await client.post<{ decisionId: string }>(work.path(`needs/${need}/ranking`));
  const sent = await client.post<{ id: string }>(work.path(`needs/${need}/referrals`), {
    serviceId: service,
    decisionId: ranking.decisionId,
  });
  expect(sent.status, sent.text).toBe(201);
  expect(await usage(`kind=organisation&id=${organisationId}`)).toEqual([
    { what: 'services', count: 1, list: `services/organisations/${organisationId}`, becomes: 'moves' },
    { what: 'referrals', count: 1, list: null, becomes: 'returns' },
  ]);
  const listed = async (query = '') =>
    (await client.get<{ items: { id: string }[] }>(work.path(`services?limit=200${query}`))).body.items.some(
      (item) => item.id === service,
    );
  expect([await listed(), await listed('&closed=true')]).toEqual([true, false]);
  await patch('organisations', 'organisations', organisationId, { closed: true });
  expect([await listed(), await listed('&closed=true')]).toEqual([false, true]);
  expect((await client.get(work.path(`services/${service}`))).body).toMatchObject({
    closed: true,
    organisationClosed: true,
  });
  await work.runDue();
  const again = await work.as('tier2-north');
  const referral = (
    await again.get<{ standing: { tags: string[] }; story: { details: object | null }[] }>(
      work.path(`referrals/${sent.body.id}`),
    )
  ).body;
  expect(referral.standing.tags).toContain('withdrawn');
  expect(JSON.stringify(referral.story)).toContain('団体が閉じられました。');
  const { standing } = (await again.get<{ standing: { tags: string[] } }>(work.path(`needs/${need}`))).body;
  expect(standing.tags).toContain('seeking');

  // What it holds may stay while the rest is corrected.
  const { version } = await work.app.installation.db('services').where({ id: service }).first('version');
  const corrected = await (
    await work.as('administrator')
  ).patch(work.path(`services/${service}`), { organisationId, name: '閉じた送迎' }, { version });
  expect(corrected.status, corrected.text).toBe(200);
});

type Closed = { id: string; from: string | null; moved: Record<string, number> };
const versionOf = async (table: string, id: string): Promise<number> =>
  (await work.app.installation.db(table).where({ id }).first('version')).version;
const close = async (table: string, body: { kind: string; id: string; from?: string; successorId?: string }) =>
  (await work.as('administrator')).post<Closed & { issues: { path: string; code: string }[] }>(
    work.path('closings'),
    body,
    { version: await versionOf(table, body.id) },
  );
const actionsOf = (id: string): Promise<string[]> =>
  work.app.installation.db('audit').where({ record_id: id }).orderBy('id').pluck('action');

it('an area may be closed from a day on: until then it is as before, and then what is open in it goes to its successor', async () => {
  const { north, east } = work.town.areas;
  const admin = await work.as('administrator');
  const { id: need } = await work.takeIn('tier2-north', { title: '移る困りごと' });
  const service = await work.addService({ name: '北の配食', type: 'meals', areas: ['north', 'east'] });
  const target = { kind: 'area', id: north.id };
  const past = await close('areas', { ...target, from: '2026-11-01' });
  expect([past.status, past.body.issues]).toMatchObject([422, [{ path: '/from' }]]);
  const itself = await close('areas', { ...target, successorId: north.id });
  expect([itself.status, itself.body.issues]).toMatchObject([422, [{ path: '/successorId' }]]);
  const planned = await close('areas', { ...target, from: '2026-12-01', successorId: east.id });
  expect([planned.status, planned.body]).toMatchObject([201, { from: '2026-12-01', moved: {} }]);
  // A second plan takes the place of the first.
  expect((await close('areas', { ...target, from: '2026-11-30', successorId: east.id })).status).toBe(201);
  expect((await admin.get<Usage>(work.path(`usage?kind=area&id=${north.id}`))).body).toMatchObject({
    follows: true,
    planned: { from: '2026-11-30', successor: { id: east.id, name: '東圏域' } },
  });

  work.app.clock.advanceDays(6);
  await work.runDue();
  const stillOpen = await (await work.as('administrator')).get<{ area: { id: string } }>(work.path(`needs/${need}`));
  expect(stillOpen.body.area.id).toBe(north.id);

  work.app.clock.advanceDays(1);
  await work.runDue();
  const { db } = work.app.installation;
  expect((await db('areas').where({ id: north.id }).first()).closed_at).not.toBeNull();
  const client = await work.as('administrator');
  const moved = (
    await client.get<{ area: { id: string }; answers: { value: string }[]; story: { event: string; by: string }[] }>(
      work.path(`needs/${need}`),
    )
  ).body;
  expect(moved.area.id).toBe(east.id);
  expect(moved.answers.map(({ value }) => value)).toContain('東圏域');
  expect(moved.story.map(({ event }) => event)).toContain('EDIT');
  expect((await client.get<{ areas: { id: string }[] }>(work.path(`services/${service}`))).body.areas).toEqual([
    { id: east.id, name: '東圏域', kind: 'daily-life' },
  ]);
  expect((await actionsOf(north.id)).slice(-4)).toEqual([
    'closing.plan',
    'closing.plan',
    'area.update',
    'closing.follow',
  ]);
  expect(await actionsOf(need)).toContain('need.update');
  // The first plan's day passes and nothing happens.
  await patch('areas', 'areas', north.id, { closed: false });
  work.app.clock.advanceDays(1);
  await work.runDue();
  expect((await db('areas').where({ id: north.id }).first()).closed_at).toBeNull();
});

it('a plan can be given up by who may close, and by nobody else', async () => {
  const { south } = work.town.areas;
  const { body } = await close('areas', { kind: 'area', id: south.id, from: '2026-12-24' });
  const path = work.path(`closings/${body.id}`);
  expect((await (await work.as('tier1')).delete(path)).status).toBe(403);
  expect((await (await work.as('administrator')).delete(path)).status).toBe(204);
  expect((await (await work.as('administrator')).delete(path)).status).toBe(404);
  work.app.clock.advanceDays(30);
  await work.runDue();
  const { db } = work.app.installation;
  expect((await db('areas').where({ id: south.id }).first()).closed_at).toBeNull();
});

it('a type of service and a kind of organisation go to another key, in the needs, services and bodies that are open', async () => {
  const { db } = work.app.installation;
  const entry = (list: string, key: string) =>
    db('code_entries').where({ municipality_id: work.town.id, list, key }).first();
  const [from, to] = [await entry('service-type', 'transport'), await entry('service-type', 'watching-over')];
  const { id: need } = await work.takeIn('tier2-north', { title: '種類が移る困りごと' });
  const reply = await close('code_entries', { kind: 'service-type', id: from.id, successorId: to.id });
  expect([reply.status, reply.body.from]).toEqual([201, null]);
  expect(reply.body.moved['needs']).toBeGreaterThan(0);
  expect(await db('need_types').where({ need_id: need }).pluck('type_key')).toEqual(['watching-over']);
  expect(await db('services').where({ municipality_id: work.town.id, type_key: 'transport', closed_at: null })).toEqual(
    [],
  );
  const stored = await db('submissions').where({ record_id: need }).orderBy('id', 'desc').first('answers');
  expect(JSON.parse(stored.answers).types).toEqual(['watching-over']);
  await patch('codes/service-type', 'code_entries', from.id, { retired: false });

  const body = await work.addOrganisation('種別が移る会');
  const [npo, other] = [await entry('organisation-kind', 'npo'), await entry('organisation-kind', 'company')];
  await close('code_entries', { kind: 'organisation-kind', id: npo.id, successorId: other.id });
  expect((await db('organisations').where({ id: body }).first()).kind).toBe('company');
  await patch('codes/organisation-kind', 'code_entries', npo.id, { retired: false });
});

it('what is planned of a kind of meeting goes to another kind; what was held, and what a step planned, stays', async () => {
  const { db } = work.app.installation;
  const council = await work.addCouncil('集まりの会', 2, 'north');
  const made = async (title: string, more: object): Promise<string> => {
    const body = { kind: 'workshop', title, heldOn: '2026-12-10', ...more };
    const reply = await (
      await work.as('administrator')
    ).post<{ id: string }>(work.path(`councils/${council}/meetings`), body);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.id;
  };
  const planned = await made('予定', { state: 'planned' });
  const byStep = await made('手続きの予定', { state: 'planned' });
  const held = await made('開いた', { heldOn: '2026-11-01', attendance: 3 });
  await db('effects').insert({
    id: byStep,
    municipality_id: work.town.id,
    record_kind: 'council',
    record_id: council,
    type: 'planMeeting',
    params: '{}',
    status: 'done',
    due_at: '2026-11-01T00:00:00.000Z',
    created_at: '2026-11-01T00:00:00.000Z',
  });
  const entry = (key: string) =>
    db('code_entries').where({ municipality_id: work.town.id, list: 'meeting-kind', key }).first();
  const [from, to] = [await entry('workshop'), await entry('training')];
  expect(await usage(`kind=meeting-kind&id=${from.id}`)).toEqual([
    { what: 'meetings', count: 1, list: null, becomes: 'moves' },
    { what: 'stepMeetings', count: 1, list: null, becomes: 'stays' },
  ]);
  const reply = await close('code_entries', { kind: 'meeting-kind', id: from.id, successorId: to.id });
  expect([reply.status, reply.body.moved]).toEqual([201, { meetings: 1 }]);
  const kindOf = async (id: string) => (await db('meetings').where({ id }).first('kind', 'version')) as object;
  expect(await kindOf(planned)).toEqual({ kind: 'training', version: 2 });
  expect([await kindOf(byStep), await kindOf(held)]).toMatchObject([{ kind: 'workshop' }, { kind: 'workshop' }]);
  expect(await db('audit').where({ action: 'meeting.change', record_id: planned }).pluck('record_id')).toEqual([
    planned,
  ]);
  await patch('codes/meeting-kind', 'code_entries', from.id, { retired: false });
});

it('the services of a closed body go to its successor and stay in the directory; what was sent to it goes back', async () => {
  const [closing, following] = [await work.addOrganisation('たたむ会'), await work.addOrganisation('ひきつぐ会')];
  const service = await work.addService({
    name: '移る送迎',
    type: 'transport',
    areas: ['north'],
    organisationId: closing,
  });
  const reply = await close('organisations', { kind: 'organisation', id: closing, successorId: following });
  expect([reply.status, reply.body.moved]).toEqual([201, { services: 1, offices: 0 }]);
  const page = await (await work.as('tier2-north')).get(work.path(`services/${service}`));
  expect(page.body).toMatchObject({ closed: false, organisation: { id: following, name: 'ひきつぐ会' } });
  const closedOne = await close('organisations', { kind: 'organisation', id: following, successorId: closing });
  expect([closedOne.status, closedOne.body.issues]).toMatchObject([422, [{ path: '/successorId' }]]);
});

it('a council says what it has before it, and hands its tasks on', async () => {
  const [closing, following] = [
    await work.addCouncil('たたむ協議体', 2, 'north'),
    await work.addCouncil('つづく協議体', 2, 'east'),
  ];
  const above = await work.addCouncil('市の協議体', 1, 'root');
  const admin = await work.as('administrator');
  const { body: task } = await admin.post<{ id: string }>(work.path('tasks'), {
    councilId: closing,
    text: '声をかける',
  });
  expect(await usage(`kind=council&id=${closing}`)).toEqual([
    { what: 'tasks', count: 1, list: `tasks?council=${closing}`, becomes: 'moves' },
  ]);
  const joint = { kind: 'council', state: 'planned', title: '合同の会', heldOn: '2026-12-04', jointIds: [closing] };
  expect((await admin.post(work.path(`councils/${following}/meetings`), joint)).status).toBe(201);
  expect(await usage(`kind=council&id=${closing}`)).toContainEqual(
    expect.objectContaining({ what: 'meetings', count: 1, becomes: 'stays' }),
  );
  expect((await close('councils', { kind: 'council', id: closing, successorId: above })).status).toBe(422);
  const reply = await close('councils', { kind: 'council', id: closing, successorId: following });
  expect([reply.status, reply.body.moved]).toEqual([201, { tasks: 1, received: 0 }]);
  const { db } = work.app.installation;
  expect((await db('tasks').where({ id: task.id }).first()).council_id).toBe(following);
  expect((await db('councils').where({ id: closing }).first()).closed_at).not.toBeNull();
  expect((await close('councils', { kind: 'council', id: closing })).status).toBe(422);
  expect((await (await work.as('tier2-north')).get(work.path(`usage?kind=council&id=${following}`))).status).toBe(404);
});

it('an account is shut on its day, and not before', async () => {
  const id = work.town.users['centre-north'];
  expect((await close('users', { kind: 'user', id, from: '2027-01-10' })).status).toBe(201);
  const { db } = work.app.installation;
  expect((await db('users').where({ id }).first()).disabled_at).toBeNull();
  work.app.clock.advanceDays(30);
  await work.runDue();
  expect((await db('users').where({ id }).first()).disabled_at).not.toBeNull();
});

it('a stale version closes nothing', async () => {
  const { east } = work.town.areas;
  const reply = await (
    await work.as('administrator')
  ).post(work.path('closings'), { kind: 'area', id: east.id }, { version: 99 });
  expect(reply.status).toBe(409);
});

type Failure = { id: string; reason: string; path: string | null };
/** What was due and failed is tried again until it is given up; the log has said so. */
const untilGivenUp = async (): Promise<void> => {
  for (let attempt = 1; attempt <= 8; attempt++) {
    await work.runDue();
    work.app.clock.advanceMinutes(30);
  }
  work.app.logged.length = 0;
};
const failures = async (language = 'ja'): Promise<Failure[]> =>
  (
    await (
      await work.as('administrator')
    ).get<{ items: Failure[] }>(work.path('failures'), { headers: { 'Accept-Language': language } })
  ).body.items;
const plannedOf = (id: string): Promise<{ id: string }[]> =>
  work.app.installation.db('closings').where({ record_id: id, ended_at: null });
const inDays = (days: number): string =>
  new Date(work.app.clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

it('on its day a plan is done as who planned it, and says on the page of failures that they may not any more, or that another has to follow', async () => {
  const { db } = work.app.installation;
  const { south } = work.town.areas;
  const ward = work.town.users['administrator-ward'];
  const from = inDays(3);
  const planned = await (
    await work.as('administrator-ward')
  ).post<Closed>(
    work.path('closings'),
    { kind: 'area', id: south.id, from },
    { version: await versionOf('areas', south.id) },
  );
  expect(planned.status, planned.text).toBe(201);
  const [closing, following, third] = [
    await work.addOrganisation('予定の会'),
    await work.addOrganisation('先に閉じる会'),
    await work.addOrganisation('代わりの会'),
  ];
  expect(
    (await close('organisations', { kind: 'organisation', id: closing, from, successorId: following })).status,
  ).toBe(201);
  expect((await close('organisations', { kind: 'organisation', id: following })).status).toBe(201);
  await db('memberships').where({ user_id: ward }).update({ ended_at: work.app.clock.now.toISOString() });

  work.app.clock.advanceDays(3);
  await untilGivenUp();
  const openOf = async (table: string, id: string) => (await db(table).where({ id }).first()).closed_at;
  expect([await openOf('areas', south.id), await openOf('organisations', closing)]).toEqual([null, null]);
  const failed = await failures();
  const [ofArea, ofBody] = [
    failed.find(({ path }) => path === 'settings/areas'),
    failed.find(({ path }) => path === `services/organisations/${closing}`),
  ];
  expect(ofArea?.reason).toContain('予定した人に、今は廃止する権限がありません');
  expect(ofBody?.reason).toContain('別の引き継ぐ先を選んで');
  expect((await failures('en')).find(({ id }) => id === ofBody?.id)?.reason).toContain('name another successor');

  // The plans stand: one is done once its planner may again, the other planned anew.
  const admin = await work.as('administrator');
  const decide = (failure: Failure | undefined, decision: string) =>
    admin.post(work.path(`failures/${failure?.id}/decision`), { decision });
  await db('memberships').where({ user_id: ward }).update({ ended_at: null });
  await decide(ofArea, 'again');
  expect(await openOf('areas', south.id)).not.toBeNull();
  const line = await db('audit').where({ record_id: south.id, action: 'area.update' }).orderBy('id', 'desc').first();
  expect(line.actor_id).toBe(ward);
  expect(await plannedOf(closing)).toHaveLength(1);
  expect((await close('organisations', { kind: 'organisation', id: closing, successorId: third })).status).toBe(201);
  expect([await plannedOf(closing), (await decide(ofBody, 'drop')).status]).toEqual([[], 204]);
  await patch('areas', 'areas', south.id, { closed: false });
});

it('nobody shuts their own account by closing it, now or some day', async () => {
  const id = work.town.users['administrator'];
  for (const from of [{}, { from: inDays(5) }]) {
    const reply = await close('users', { kind: 'user', id, ...from });
    expect([reply.status, (reply.body as unknown as { code: string }).code]).toEqual([409, 'ownAccess']);
  }
  expect(await plannedOf(id)).toEqual([]);
});

it('an area is planned to be closed only where that can be done on its day: never the whole city, and those below it first', async () => {
  const { root, ward, north, south } = work.town.areas;
  const plan = async (id: string, from: string) => (await close('areas', { kind: 'area', id, from })).status;
  expect([await plan(root.id, inDays(9)), await plan(ward.id, inDays(9))]).toEqual([409, 409]);
  expect([await plan(north.id, inDays(9)), await plan(south.id, inDays(9))]).toEqual([201, 201]);
  expect([await plan(ward.id, inDays(8)), await plan(ward.id, inDays(9))]).toEqual([409, 201]);
  const admin = await work.as('administrator');
  for (const { id } of [ward, north, south])
    expect((await admin.delete(work.path(`closings/${(await plannedOf(id))[0]?.id}`))).status).toBe(204);
});

it('of two plans at once one stays, and of two who give it up one is told that it is gone', async () => {
  const { db } = work.app.installation;
  const { id } = work.town.areas.east;
  const plans = await Promise.all([20, 21].map((days) => close('areas', { kind: 'area', id, from: inDays(days) })));
  expect(plans.every(({ status }) => status === 201 || status === 409)).toBe(true);
  const [planned, ...more] = await plannedOf(id);
  expect(more).toEqual([]);
  await expect(db('closings').insert({ ...planned, id: 'a second one' })).rejects.toThrow(/unique/i);
  const admin = await work.as('administrator');
  const before = (await actionsOf(id)).length;
  const replies = await Promise.all([1, 2].map(() => admin.delete(work.path(`closings/${planned?.id}`))));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([204, 404]);
  expect((await actionsOf(id)).slice(before)).toEqual(['closing.cancel']);
});

it('who closes a body names a successor only where they keep all of its services', async () => {
  const following = await work.addOrganisation('北と東の会');
  const tryClosing = async (person: 'tier2-north' | 'administrator', id: string) =>
    (await work.as(person)).post<Closed & { code: string }>(
      work.path('closings'),
      { kind: 'organisation', id, successorId: following },
      { version: await versionOf('organisations', id) },
    );
  const [near, far] = [await work.addOrganisation('北だけの会'), await work.addOrganisation('東でも働く会')];
  await work.addService({ name: '北の散歩', type: 'transport', areas: ['north'], organisationId: near });
  await work.addService({ name: '北の買い物', type: 'transport', areas: ['north'], organisationId: far });
  const east = await work.addService({ name: '東の散歩', type: 'transport', areas: ['east'], organisationId: far });
  expect((await tryClosing('tier2-north', near)).body.moved).toEqual({ services: 1, offices: 0 });
  const refused = await tryClosing('tier2-north', far);
  expect([refused.status, refused.body.code]).toEqual([403, 'closingServices']);
  const { db } = work.app.installation;
  expect((await db('services').where({ id: east }).first()).organisation_id).toBe(far);
  expect((await tryClosing('administrator', far)).body.moved).toEqual({ services: 2, offices: 0 });
});

it('the tasks of a closed council go to the seats there of who does them, or stay theirs by name; no council of another’s follows', async () => {
  const { db } = work.app.installation;
  const [closing, following] = [
    await work.addCouncil('席が移る協議体', 2, 'north'),
    await work.addCouncil('席のある協議体', 2, 'east'),
  ];
  const admin = await work.as('administrator');
  const join = async (council: string, name: string, more: object = {}): Promise<string> => {
    const reply = await admin.post<{ id: string }>(work.path(`councils/${council}/members`), {
      name,
      role: 'member',
      startsOn: '2026-04-01',
      ...more,
    });
    expect(reply.status, reply.text).toBe(201);
    return reply.body.id;
  };
  const userId = work.town.users['member-north'];
  const [left, alone] = [await join(closing, '見本 委員', { userId }), await join(closing, '架空 ひさし')];
  const seat = await join(following, '見本 委員', { userId });
  const add = async (memberId: string): Promise<string> =>
    (await admin.post<{ id: string }>(work.path('tasks'), { councilId: closing, text: '聞く', memberId })).body.id;
  const [ofSeat, ofName] = [await add(left), await add(alone)];

  const ward = await (
    await work.as('administrator-ward')
  ).post<{ issues: { path: string }[] }>(
    work.path('closings'),
    { kind: 'council', id: closing, successorId: following },
    { version: await versionOf('councils', closing) },
  );
  expect([ward.status, ward.body.issues]).toMatchObject([422, [{ path: '/successorId' }]]);
  expect((await close('councils', { kind: 'council', id: closing, successorId: following })).body.moved).toEqual({
    tasks: 2,
    received: 0,
  });
  const held = async (id: string) => db('tasks').where({ id }).first('council_id', 'member_id', 'assignee');
  expect(await held(ofSeat)).toEqual({ council_id: following, member_id: seat, assignee: null });
  expect(await held(ofName)).toEqual({ council_id: following, member_id: null, assignee: '架空 ひさし' });
});

it('the escalation rules look once at all that moves, however many needs that nobody meets are among it', async () => {
  const { db } = work.app.installation;
  const entry = (key: string) =>
    db('code_entries').where({ municipality_id: work.town.id, list: 'service-type', key }).first();
  for (const title of ['一つ目', '二つ目']) {
    const { id } = await work.takeIn('tier2-north', { types: ['housework'], title });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
  }
  const looks = (): Promise<{ params: string }[]> =>
    db('effects').where({ municipality_id: work.town.id, type: 'evaluateEscalation' }).orderBy('id');
  const before = (await looks()).length;
  const [from, to] = [await entry('housework'), await entry('salon')];
  const reply = await close('code_entries', { kind: 'service-type', id: from.id, successorId: to.id });
  expect(reply.body.moved['needs'], reply.text).toBe(2);
  const jobs = (await looks()).slice(before);
  expect(jobs.map(({ params }) => JSON.parse(params).params.types.toSorted())).toEqual([['housework', 'salon']]);
  await patch('codes/service-type', 'code_entries', from.id, { retired: false });
});

it('what is open with an account that is shut goes to its successor as in a handover; where they lack the role it waits for one; with nothing open nobody is asked for', async () => {
  const { app, town } = work;
  const { db } = app.installation;
  const id = town.users['tier2-north'];
  const to = town.users['tier2-east'];
  const council = await work.addCouncil('停止する人の協議体', 2, 'north');
  const admin = await work.as('administrator');
  const seat = await admin.post<{ id: string }>(work.path(`councils/${council}/members`), {
    name: '見本 停止する人',
    role: 'coordinator',
    userId: id,
    startsOn: '2026-04-01',
  });
  expect(seat.status, seat.text).toBe(201);
  const task = { councilId: council, text: '店に聞く', memberId: seat.body.id };
  const { body: added } = await admin.post<{ id: string }>(work.path('tasks'), task);
  const need = await work.takeIn('tier2-north', { title: '停止する人の困りごと' });
  const ofUser = async (whose: string) =>
    (await (await work.as('administrator')).get<Usage>(work.path(`usage?kind=user&id=${whose}`))).body;

  expect(await ofUser(id)).toMatchObject({ follows: false, successors: [] });
  const unfit = await close('users', { kind: 'user', id, successorId: to });
  expect([unfit.status, unfit.body.issues]).toMatchObject([422, [{ path: '/successorId' }]]);

  await giveRole(work, 'tier2-east', 'tier2');
  const roleBeside = await giveRole(work, 'tier2-north', 'tier1', { area: 'root' });
  const before = await ofUser(id);
  expect(before).toMatchObject({
    follows: true,
    successors: expect.arrayContaining([{ id: to, name: expect.any(String) }]),
  });
  expect(before.items).toEqual(
    expect.arrayContaining([
      { what: 'open', count: expect.any(Number), list: `settings/users/${id}`, becomes: 'moves' },
      { what: 'seats', count: 1, list: null, becomes: 'moves' },
      { what: 'roles', count: 2, list: `settings/users/${id}`, becomes: 'ends' },
    ]),
  );

  // The role runs out on the day before the account is shut: it is handed over all the same.
  await db('memberships')
    .where({ user_id: id, role: 'tier2' })
    .update({ ends_on: inDays(2) });
  expect((await close('users', { kind: 'user', id, from: inDays(3), successorId: to })).status).toBe(201);
  app.clock.advanceDays(2);
  await work.runDue();
  expect((await db('users').where({ id }).first()).disabled_at).toBeNull();
  app.clock.advanceDays(1);
  await work.runDue();
  expect((await db('users').where({ id }).first()).disabled_at).not.toBeNull();

  const seats = await db('council_members').where({ council_id: council }).orderBy('id');
  expect(seats.map(({ user_id }) => user_id)).toEqual([id, to]);
  expect((await db('tasks').where({ id: added.id }).first()).member_id).toBe(seats[1].id);
  const handovers = await db('handovers').where({ from_user_id: id });
  const ofRole = (role: string) => handovers.find((handover) => handover.role === role);
  expect(ofRole('tier2')).toMatchObject({ to_user_id: to, ends_on: inDays(-1) });
  expect(ofRole('tier2').passed_at).not.toBeNull();
  expect(
    await db('handover_items')
      .where({ handover_id: ofRole('tier2').id })
      .pluck('record_id'),
  ).toContain(need.id);
  const waits = ofRole('tier1');
  expect(waits).toMatchObject({ to_user_id: null });
  expect((await db('memberships').where({ id: roleBeside }).first()).ended_at).not.toBeNull();
  const home = await (await work.as('administrator')).get<{ waiting: { path: string }[] }>(work.path('home'));
  expect(home.body.waiting.map(({ path }) => path)).toContain(`handovers/${waits.id}`);
  const { details } = await db('audit').where({ record_id: id, action: 'closing.follow' }).first('details');
  expect(JSON.parse(details).moved.open).toBeGreaterThan(0);

  expect(await ofUser(town.users['member-north'])).toMatchObject({ follows: false });
});
