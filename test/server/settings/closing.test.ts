import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTown } from '../../support/app.ts';
import { addCasework, assessment, intake, startCasework, type Casework } from '../../support/casework.ts';

type Usage = { items: { what: string; count: number; list: string | null }[] };
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
    { what: 'needs', count: 1, list: `needs?area=${north.id}&state=open` },
    { what: 'services', count: 1, list: `services?area=${north.id}` },
    { what: 'roles', count: 3, list: null },
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
    { what: 'organisations', count: 1, list: `services/organisations?kind=${kind.key}` },
  ]);
  expect(await usage(`kind=user&id=${work.town.users['tier2-north']}`)).toMatchObject([
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
  expect(page.answers.map((one) => one.value)).toEqual(
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
    const asked = `usage?kind=${kind}&id=${id}`;
    expect([kind, (await stranger.get(other.path(asked))).status]).toEqual([kind, 404]);
    expect([kind, (await (await work.as('administrator')).get(work.path(asked))).status]).toEqual([kind, 200]);
  }
  const ofUser = (id: string | undefined) => work.path(`usage?kind=user&id=${id}`);
  const ward = await work.as('administrator-ward');
  expect((await ward.get(ofUser(work.town.users['tier2-north']))).body).toMatchObject({
    items: [{ what: 'needs' }, { what: 'roles', count: 1 }],
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
    { what: 'services', count: 1, list: null },
    { what: 'referrals', count: 1, list: null },
  ]);
  const listed = async (query = '') =>
    (await client.get<{ items: { id: string }[] }>(work.path(`services?limit=200${query}`))).body.items.some(
      (one) => one.id === service,
    );
  expect([await listed(), await listed('&closed=true')]).toEqual([true, false]);
  await patch('organisations', 'organisations', organisationId, { closed: true });
  expect([await listed(), await listed('&closed=true')]).toEqual([false, true]);
  await work.runDue();
  const again = await work.as('tier2-north');
  const referral = (
    await again.get<{ standing: { tags: string[] }; story: { details: object | null }[] }>(
      work.path(`referrals/${sent.body.id}`),
    )
  ).body;
  expect(referral.standing.tags).toContain('withdrawn');
  expect(JSON.stringify(referral.story)).toContain('団体の登録が閉じられました。');
  const { standing } = (await again.get<{ standing: { tags: string[] } }>(work.path(`needs/${need}`))).body;
  expect(standing.tags).toContain('seeking');

  // What it holds may stay while the rest is corrected.
  const { version } = await work.app.installation.db('services').where({ id: service }).first('version');
  const corrected = await (
    await work.as('administrator')
  ).patch(work.path(`services/${service}`), { organisationId, name: '閉じた送迎' }, { version });
  expect(corrected.status, corrected.text).toBe(200);
});
