import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { checkFacts, factModels } from '../../../../rules/index.ts';
import type * as shared from '../../../../server/http/contract.ts';
import type * as contract from '../../../../server/kinds/council/contract.ts';
import { addMember } from '../../../../server/kinds/council/add-members.ts';
import { councilFacts } from '../../../../server/kinds/council/facts.ts';
import { readCouncil } from '../../../../server/kinds/council/store.ts';
import type * as meetingContract from '../../../../server/kinds/meeting/contract.ts';
import {
  connect,
  createTown,
  persons,
  signIn,
  startTestApp,
  type Client,
  type Person,
  type TestApp,
  type Town,
} from '../../../support/app.ts';

type Council = z.infer<typeof contract.councilRecord>;
type CouncilPage = z.infer<typeof contract.councilPage>;
type Meeting = z.infer<typeof meetingContract.meeting>;
type Saved = z.infer<typeof shared.saved>;
type Taken = z.infer<typeof shared.stepTaken>;
type Problem = z.infer<typeof shared.problem>;

let app: TestApp;
let town: Town;
let base: string;
const clients = new Map<Person, Client>();

const as = async (person: Person): Promise<Client> => {
  const client = clients.get(person) ?? (await signIn(app, town.email(person)));
  clients.set(person, client);
  return client;
};

beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  base = `/municipalities/${town.code}`;
});
afterAll(() => app.close());

async function createCouncil(input: Partial<z.input<typeof contract.councilInput>> = {}): Promise<string> {
  const reply = await (
    await as('administrator')
  ).post<Saved>(`${base}/councils`, {
    name: '北圏域 支え合い会議',
    nameKana: 'キタケンイキ ササエアイカイギ',
    tier: 2,
    areaId: town.areas.north.id,
    workflowKey: 'ishinomaki',
    ...input,
  });
  expect(reply).toMatchObject({ status: 201 });
  return reply.body.id;
}

const read = async (id: string, person: Person = 'tier2-north'): Promise<Council> => {
  const reply = await (await as(person)).get<Council>(`${base}/councils/${id}`);
  expect(reply).toMatchObject({ status: 200 });
  return reply.body;
};

/** Takes a step with the version that stands now. */
async function step(
  id: string,
  event: string,
  answers?: Record<string, unknown>,
  person: Person = 'tier2-north',
): Promise<Taken & Problem> {
  const { version } = await read(id);
  const reply = await (
    await as(person)
  ).post<Taken & Problem>(`${base}/councils/${id}/steps`, { event, answers }, { version });
  return reply.body;
}

const roundtable = (title: string) => ({
  title,
  heldOn: '2026-11-20',
  place: '公民館',
  attendance: 18,
  attendees: ['見本の会'],
  minutes: '買い物の話が多く出た。',
  decisions: ['次回は移動を話し合う'],
});
const planned = { purpose: '困りごとを出し合う', plannedOn: '2026-11-20' };
const examined = { problems: '買い物に行けない人がいる', next: 'roundtable' };

describe('the board of councils', () => {
  it('has every stage of the workflows in use, in order, and the areas without a council', async () => {
    const board = async (person: Person) => {
      const reply = await (await as(person)).get<z.infer<typeof contract.councilBoard>>(`${base}/councils/board`);
      expect(reply.status).toBe(200);
      return reply.body;
    };
    const lacking = async (person: Person) =>
      (await board(person)).lacking.map(({ area, tier }) => `${area.name} ${tier}`);
    const before = await lacking('administrator');
    const id = await createCouncil({ workflowKey: 'ishinomaki', areaId: town.areas.east.id });
    const { name } = await read(id, 'administrator').then(({ area }) => area);
    const { stages } = await board('administrator');
    expect(stages.map((stage) => stage.name)).toEqual(expect.arrayContaining(['準備', '運営']));
    expect(stages.findIndex((stage) => stage.name === '準備')).toBeLessThan(
      stages.findIndex((stage) => stage.name === '運営'),
    );
    expect(before).toContain(`${name} 2`);
    expect(await lacking('administrator')).toEqual(before.filter((each) => each !== `${name} 2`));
    // Only of areas whose councils they see.
    expect(await lacking('tier2-north')).not.toContain(`${town.areas.south.name} 2`);
    expect(await board('provider')).toEqual({ stages: [], lacking: [] });
  });
});

describe('an Ishinomaki council', () => {
  it('goes from the first roundtable to operation, and is told what is missing on the way', async () => {
    const id = await createCouncil();
    expect((await read(id)).standing).toMatchObject({ state: 'preparation.planning', done: false });

    expect(await step(id, 'PLAN_ROUNDTABLE', planned)).toMatchObject({ state: 'preparation.scheduled' });
    expect(await step(id, 'HOLD_ROUNDTABLE', roundtable('第1回座談会'))).toMatchObject({
      state: 'preparation.examining',
    });
    expect(await step(id, 'EXAMINE_ROUNDTABLE', examined)).toMatchObject({ state: 'preparation.planning' });

    const early = await read(id);
    expect(early.meetings).toMatchObject([
      { kind: 'roundtable', title: '第1回座談会', attendance: 18, decisions: ['次回は移動を話し合う'], examined: true },
    ]);
    const closed = early.steps.find((each) => each.event === 'START_ESTABLISHMENT');
    expect(closed).toMatchObject({ open: false, form: null });
    expect(closed?.reasons.join('')).toContain('あと1回の座談会が必要です。');
    expect(closed?.decision?.rules[0]?.tree.children?.length).toBeGreaterThan(0);
    const refused = await step(id, 'START_ESTABLISHMENT');
    expect(refused).toMatchObject({ status: 409, code: 'stepClosed' });
    expect(refused.detail).toContain('あと1回の座談会が必要です。');
    expect(refused.detail).toContain('何も変わっていません');

    expect(await step(id, 'PLAN_ROUNDTABLE', planned)).toMatchObject({ state: 'preparation.scheduled' });
    expect(await step(id, 'HOLD_ROUNDTABLE', roundtable('第2回座談会'))).toMatchObject({
      state: 'preparation.examining',
    });
    expect(await step(id, 'EXAMINE_ROUNDTABLE', examined)).toMatchObject({ state: 'preparation.planning' });
    expect((await step(id, 'START_ESTABLISHMENT')).detail).toContain('あと5人の構成員が必要です。');

    const tier2 = await as('tier2-north');
    const bodies = await addOrganisations(3);
    for (const [index, organisationId] of [...bodies, null, null].entries()) {
      const reply = await tier2.post(`${base}/councils/${id}/members`, {
        name: `見本 花子${index}`,
        role: 'member',
        organisationId,
        startsOn: '2026-11-01',
      });
      expect(reply).toMatchObject({ status: 201 });
    }
    const opened = await step(id, 'START_ESTABLISHMENT');
    expect(opened).toMatchObject({ state: 'establishment' });
    const founding = (await read(id)).steps.find((each) => each.event === 'FOUND_COUNCIL')?.form?.initial;
    expect(founding).toMatchObject({
      establishedOn: '2026-11-23',
      members: Array.from({ length: 5 }, () => ({ role: 'member' })),
    });
    const members = [
      { name: '見本 太郎', role: 'chair', organisation: bodies[0] },
      { name: '見本　花子0', role: 'vice-chair' },
    ];
    expect(
      await step(id, 'FOUND_COUNCIL', {
        establishedOn: '2026-11-23',
        localName: '北の輪',
        operation: '月に一度集まる',
        meetingsPerYear: 6,
        members,
      }),
    ).toMatchObject({ state: 'operation.active' });

    const council = await read(id);
    expect(council).toMatchObject({
      establishedOn: '2026-11-23',
      localName: '北の輪',
      standing: { stage: { key: expect.any(String) } },
    });
    // Who was a member before has taken another seat, from that day on.
    expect(new Set(council.members.map(({ person }) => person)).size).toBe(6);
    expect(council.members.find((member) => member.name === '見本 花子0' && member.current)).toMatchObject({
      role: 'vice-chair',
      startsOn: '2026-11-23',
      organisation: { id: bodies[0] },
    });
    expect(council.members.find((member) => member.name === '見本 太郎')).toMatchObject({
      role: 'chair',
      current: true,
      organisation: { id: bodies[0] },
    });
    expect(council.diagram.nodes.filter((node) => node.current).map((node) => node.id)).toContain('operation.active');
    expect(council.diagram.nodes.find((node) => node.id === 'establishment')).toMatchObject({
      visited: true,
      current: false,
    });
    expect(council.diagram.nodes.find((node) => node.id === 'dissolved')).toMatchObject({ visited: false });
    expect(council.story.map((line) => line.event)).toEqual([
      'FOUND_COUNCIL',
      'START_ESTABLISHMENT',
      'EXAMINE_ROUNDTABLE',
      'HOLD_ROUNDTABLE',
      'PLAN_ROUNDTABLE',
      'EXAMINE_ROUNDTABLE',
      'HOLD_ROUNDTABLE',
      'PLAN_ROUNDTABLE',
      'START',
    ]);
    expect(council.story[0]).toMatchObject({
      by: '見本市 tier2-north',
      name: '協議体を発足する',
      form: { key: 'council-founding', number: 1 },
    });
    expect(council.story[0]?.answers.map((answer) => answer.value).join()).toContain('北の輪');
    expect(council.story[1]?.decision?.sentence).toContain('協議体を設置できます');
    expect(council.story.map((line) => line.version)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(app.logged).toEqual([]);
  });

  it('says in English what it says in Japanese', async () => {
    const id = await createCouncil();
    const reply = await (
      await as('tier2-north')
    ).get<Council>(`${base}/councils/${id}`, { headers: { 'Accept-Language': 'en' } });
    expect(reply.body.story[0]?.name).toBe('Council registered');
    const { steps, standing, diagram } = reply.body;
    const words = [
      steps.map(({ name, help, reasons, roles, decision }) => ({ name, help, reasons, roles, decision })),
      standing,
      diagram,
    ];
    expect(JSON.stringify(words)).not.toMatch(/[ぁ-んァ-ヶ一-龠]/);
  });
});

let organisations = 0;
async function addOrganisations(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number++) {
    const reply = await (
      await as('administrator')
    ).post<Saved>(`${base}/organisations`, { name: `架空の会${(organisations += 1)}`, kind: 'npo' });
    expect(reply).toMatchObject({ status: 201 });
    ids.push(reply.body.id);
  }
  return ids;
}

describe('a Niigata council', () => {
  beforeAll(async () => {
    const { body } = await (await as('administrator')).get<{ version: number }>(`${base}/practice`);
    const practice = { matching: true, coordinator: 'election' };
    const set = await (await as('administrator')).patch(`${base}/practice`, practice, { version: body.version });
    expect(set.status).toBe(200);
  });

  it('elects its coordinator at the first council', async () => {
    const id = await createCouncil({ workflowKey: 'niigata' });
    const bodies = await addOrganisations(5);
    const members = bodies.map((organisation, index) => ({ name: `見本 委員${index}`, role: 'member', organisation }));
    const gathering = (title: string) => ({ title, heldOn: '2026-11-10', attendance: 20 });
    for (const [event, answers] of [
      ['HOLD_STUDY_MEETING', gathering('第1回勉強会')],
      ['HOLD_STUDY_MEETING', gathering('第2回勉強会')],
      ['GO_TO_BRIEFING', undefined],
      ['BRIEF_DISTRICT_COUNCIL', { ...gathering('区自治協議会への説明'), opinions: '進めてよい' }],
      ['HOLD_LOCAL_STUDY_MEETING', gathering('地縁組織との勉強会')],
      ['START_SELECTION', undefined],
      [
        'SELECT_MEMBERS',
        {
          selectedOn: '2026-11-12',
          reason: '各分野から',
          members: [
            ...members,
            { name: '見本 委員5', role: 'member' },
            { name: '見本 委員6', role: 'member' },
            { name: '見本 委員7', role: 'member' },
          ],
        },
      ],
      ['HOLD_PREPARATION_MEETING', gathering('準備会')],
      ['CONVENE_FIRST_COUNCIL', { ...gathering('第1回協議体'), establishedOn: '2026-11-20' }],
    ] as const) {
      const taken = await step(id, event, answers);
      expect({ event, taken }).toMatchObject({ event, taken: { version: expect.any(Number) } });
    }
    const first = (await read(id)).meetings.find(({ title }) => title === '第1回協議体');
    expect(
      (await step(id, 'ELECT_COORDINATOR', { name: '見本 推子', startsOn: '2026-11-23', reason: '適任' })).issues,
    ).toMatchObject(['title', 'heldOn', 'attendance'].map((field) => ({ path: `/answers/${field}` })));
    const elected = await step(id, 'ELECT_COORDINATOR', {
      meeting: first?.id,
      name: '見本 推子',
      nameKana: 'ミホン スイコ',
      startsOn: '2026-11-23',
      reason: '地域の活動に長く携わっている',
    });
    expect(elected).toMatchObject({ state: 'operation.active' });
    const council = await read(id);
    expect(council.coordinators).toEqual(['見本 推子']);
    expect(council.members.find((member) => member.role === 'coordinator')).toMatchObject({
      name: '見本 推子',
      startsOn: '2026-11-23',
    });
    expect(council.establishedOn).toBe('2026-11-20');
    expect(council.meetings.map((meeting) => meeting.kind).toSorted()).toEqual([
      'briefing',
      'council',
      'preparation',
      'study',
      'study',
      'study',
    ]);

    // Elected anew: the former one's term ends on the day before. The council met once on that day, and its people count once.
    await step(id, 'REELECT_COORDINATOR', {
      ...gathering('推進員の改選'),
      name: '見本 改子',
      nameKana: 'ミホン カイコ',
      startsOn: '2026-11-23',
      reason: '前任者の退任',
    });
    const later = await read(id);
    expect(later.coordinators).toEqual(['見本 改子']);
    expect(later.meetings.filter(({ kind }) => kind === 'council').map(({ attendance }) => attendance)).toEqual([20]);
    await step(id, 'REELECT_COORDINATOR', {
      ...gathering('推進員の再選'),
      heldOn: '2026-11-22',
      name: '見本 改子',
      startsOn: '2026-11-23',
      reason: '再選',
    });
    expect((await read(id)).meetings.filter(({ kind }) => kind === 'council')).toHaveLength(2);
    expect(later.members.find((member) => member.name === '見本 推子')).toMatchObject({
      endsOn: '2026-11-22',
      current: false,
    });
    expect(app.logged).toEqual([]);
  });
});

describe('an area’s council of Niigata', () => {
  it('has the short course: it begins with choosing the member bodies, and its first gathering elects, on record once', async () => {
    const id = await createCouncil({ name: '圏域の会議', workflowKey: 'niigata-area' });
    const bodies = await addOrganisations(3);
    expect((await read(id)).standing.state).toBe('preparation.selection');
    const members = bodies.map((organisation, index) => ({ name: `圏域 委員${index}`, role: 'member', organisation }));
    await step(id, 'SELECT_MEMBERS', { selectedOn: '2026-11-02', reason: '各分野から', members });
    await step(id, 'HOLD_PREPARATION_MEETING', { title: '準備会', heldOn: '2026-11-05', attendance: 8 });
    const firstCouncil = { title: '第1回', heldOn: '2026-11-10', attendance: 12, establishedOn: '2026-11-10' };
    await step(id, 'CONVENE_FIRST_COUNCIL', firstCouncil);
    const council = await read(id);
    const election = council.steps.find(({ event }) => event === 'ELECT_COORDINATOR')?.form;
    expect(election?.initial).toMatchObject({ meeting: council.meetings[0]?.id });
    const elect = { meeting: council.meetings[0]?.id, name: '圏域 推進員', startsOn: '2026-11-10', reason: '互選' };
    expect(await step(id, 'ELECT_COORDINATOR', elect)).toMatchObject({ state: 'operation.active' });
    const elected = await read(id);
    expect(elected.coordinators).toEqual(['圏域 推進員']);
    expect(elected.meetings.map(({ kind, attendance }) => [kind, attendance])).toEqual([
      ['council', 12],
      ['preparation', 8],
    ]);
  });

  it('elects at a joint meeting that another council keeps, which stays the one meeting that it was', async () => {
    const [id, keeper] = [
      await createCouncil({ name: '合同で選ぶ圏域', workflowKey: 'niigata-area' }),
      await createCouncil({ name: '合同の会を開く圏域', workflowKey: 'standard' }),
    ];
    const bodies = await addOrganisations(3);
    const members = bodies.map((organisation, index) => ({ name: `合同 委員${index}`, role: 'member', organisation }));
    await step(id, 'SELECT_MEMBERS', { selectedOn: '2026-11-02', reason: '各分野から', members });
    await step(id, 'HOLD_PREPARATION_MEETING', { title: '準備会', heldOn: '2026-11-05', attendance: 8 });
    const firstCouncil = { title: '第1回', heldOn: '2026-11-10', attendance: 12, establishedOn: '2026-11-10' };
    await step(id, 'CONVENE_FIRST_COUNCIL', firstCouncil);
    const together = { kind: 'council', title: '合同の会', heldOn: '2026-11-10', attendance: 30, jointIds: [id] };
    const joint = await (
      await as('administrator')
    ).post<Saved>(`${base}/councils/${keeper}/meetings`, { ...together, attendees: [] });
    expect(joint).toMatchObject({ status: 201 });
    const elect = { meeting: joint.body.id, name: '合同 推進員', startsOn: '2026-11-10', reason: '互選' };
    expect(await step(id, 'ELECT_COORDINATOR', elect)).toMatchObject({ state: 'operation.active' });
    const heads = async () => (await read(id)).meetings.map(({ attendance }) => attendance).toSorted((a, b) => a - b);
    expect(await heads()).toEqual([8, 12, 30]);

    // Elected anew on a day on which only the joint meeting was held.
    await app.installation.db('meetings').where({ id: joint.body.id }).update({ held_on: '2026-11-12' });
    const anew = { title: '改選', heldOn: '2026-11-12', attendance: 30, name: '合同 改子', startsOn: '2026-11-13' };
    expect(await step(id, 'REELECT_COORDINATOR', { ...anew, reason: '退任' })).not.toHaveProperty('issues');
    expect((await read(id)).coordinators).toEqual(['合同 改子']);
    expect(await heads()).toEqual([8, 12, 30]);
  });

  it('sends up to the nearest council above, a ward’s to the city’s', async () => {
    const [north, ward, city] = [
      await createCouncil({ name: '上げる圏域', workflowKey: 'niigata-area' }),
      await createCouncil({ name: '上げる区', areaId: town.areas.ward.id, tier: 1, workflowKey: 'niigata' }),
      await createCouncil({ name: '受ける市', areaId: town.areas.root.id, tier: 1, workflowKey: 'standard' }),
    ];
    const nearest = async (person: Person, council: string) =>
      (
        await (await as(person)).get<{ to: { id: string }[] }>(`${base}/proposals/form?council=${council}&kind=report`)
      ).body.to
        .map(({ id }) => id)
        .filter((id) => [ward, city].includes(id));
    expect(await nearest('tier2-north', north)).toEqual([ward, city]);
    expect(await nearest('tier1', ward)).toEqual([city]);
    expect((await read(ward, 'tier1')).can['propose']).toBe(true);
    expect((await read(city, 'tier1')).can['propose']).toBe(false);
    expect((await read(ward, 'tier2-north')).can['propose']).toBe(false);
  });
});

describe('the people of a council', () => {
  const entries = async (id: string) =>
    (await read(id)).members
      .map(({ name, role, startsOn, endsOn }) => [name, role, startsOn, endsOn])
      .toSorted((entry, other) => (String(entry) < String(other) ? -1 : 1));
  const memberOf = async (id: string, role: string) =>
    (await read(id)).members.find((member) => member.role === role && member.current);

  it('keep their seat and its days when they become coordinator', async () => {
    const id = await createCouncil({ workflowKey: 'niigata' });
    const client = await as('tier2-north');
    const chair = { name: '見本　会長', role: 'chair', startsOn: '2026-04-01' };
    expect((await client.post(`${base}/councils/${id}/members`, chair)).status).toBe(201);
    await app.run(async (ctx) => {
      const inside = { ...ctx, municipality: { id: town.id, code: town.code, name: '見本市' } };
      await addMember(inside, id, { name: '見本 会長', role: 'coordinator', startsOn: '2026-11-20' });
    });
    expect(await entries(id)).toEqual([
      ['見本　会長', 'chair', '2026-04-01', null],
      ['見本　会長', 'coordinator', '2026-11-20', null],
    ]);
    const council = await read(id);
    expect(new Set(council.members.map(({ person }) => person)).size).toBe(1);
    expect(council.coordinators).toEqual(['見本　会長']);
    const facts = await app.run(async (ctx) => {
      const row = await readCouncil(ctx.db, town.id, id);
      return row && councilFacts({ ...ctx, municipality: { id: town.id, code: town.code, name: '見本市' } }, row);
    });
    expect(facts).toMatchObject({ 'council.members': 1, 'council.coordinators': 1 });
  });

  it('change roles in one step: what the new role takes the place of ends on the day before', async () => {
    const id = await createCouncil();
    const client = await as('tier2-north');
    const add = (body: object) => client.post<Saved & Problem>(`${base}/councils/${id}/members`, body);
    await add({ name: '前の会長', role: 'chair', startsOn: '2026-04-01' });
    await add({ name: '次の会長', role: 'member', startsOn: '2026-04-01' });
    const [former, next] = [await memberOf(id, 'chair'), await memberOf(id, 'member')];
    const given = { name: '次の会長', role: 'chair', startsOn: '2026-11-10', person: next?.person };
    expect((await add({ ...given, ends: ['nobody'] })).body.issues?.map(({ path }) => path)).toEqual(['/ends']);
    expect((await add({ ...given, person: 'nobody' })).body.issues?.map(({ path }) => path)).toEqual(['/person']);
    expect((await add({ ...given, ends: [former?.id, next?.id] })).status).toBe(201);
    expect(await entries(id)).toEqual([
      ['前の会長', 'chair', '2026-04-01', '2026-11-09'],
      ['次の会長', 'chair', '2026-11-10', null],
      ['次の会長', 'member', '2026-04-01', '2026-11-09'],
    ]);
    expect((await add(given)).body.issues?.map(({ path }) => path)).toEqual(['/role']);
  });

  it('are taken out while the council has not met in their term', async () => {
    const id = await createCouncil();
    const client = await as('tier2-north');
    const add = async (startsOn: string, person?: string) =>
      (
        await client.post<Saved>(`${base}/councils/${id}/members`, {
          name: '間違い',
          role: person ? 'coordinator' : 'member',
          startsOn,
          person,
        })
      ).body.id;
    const first = await add('2026-11-05');
    await add('2026-11-06', first);
    const remove = (member: string, version = 1) =>
      client.delete<Problem>(`${base}/councils/${id}/members/${member}`, { version });
    expect((await remove(first, 7)).body.code).toBe('stale');
    expect((await remove(first)).status).toBe(204);
    const [left] = (await read(id)).members;
    expect(left).toMatchObject({ role: 'coordinator', person: left?.id });
    const task = { councilId: id, kind: 'task', text: '名簿を作る', memberId: left?.id };
    expect((await client.post(`${base}/tasks`, task)).status).toBe(201);
    expect(await remove(left?.id ?? '')).toMatchObject({ status: 409, body: { code: 'memberInUse' } });
    const second = await add('2026-11-06');
    await client.post(`${base}/councils/${id}/meetings`, {
      kind: 'council',
      title: '会議',
      heldOn: '2026-11-07',
      attendance: 3,
    });
    expect(await remove(second)).toMatchObject({ status: 409, body: { code: 'memberInUse' } });
    expect(await remove(left?.id ?? '')).toMatchObject({ status: 409, body: { code: 'memberInUse' } });
    expect((await read(id)).members).toHaveLength(2);
  });

  it('are of the kinds of body that the workflow wants, or it says which are missing', async () => {
    const id = await createCouncil();
    const client = await as('administrator');
    const salon = await client.post<Saved>(`${base}/organisations`, { name: '架空のサロン', kind: 'salon' });
    const seat = { name: '見本 四郎', role: 'member', organisationId: salon.body.id };
    await client.post(`${base}/councils/${id}/members`, { ...seat, startsOn: '2026-11-01' });
    await client.post(`${base}/councils/${id}/members`, { ...seat, name: '先の人', startsOn: '2026-12-01' });
    const { bodies } = await read(id);
    expect(bodies.map(({ kind, there }) => [kind, there])).toEqual([
      ['support-centre', []],
      ['district-body', []],
      ['neighbourhood-association', []],
      ['welfare-commissioners', []],
      ['salon', ['架空のサロン']],
      ['public-health', []],
    ]);
    expect(bodies[4]?.name).toBe('サロン活動団体');
    const above = await createCouncil({ name: '市の協議体', tier: 1, areaId: town.areas.root.id });
    expect((await read(above)).bodies.map(({ kind }) => kind)).toContain('volunteer');
  });

  it('get an account: a coordinator without one waits on the administrator’s home, one click from an invitation', async () => {
    const id = await createCouncil({ name: 'アカウントの会議' });
    const administrator = await as('administrator');
    const waiting = async (person: Person) =>
      (
        await (await as(person)).get<{ waiting: { kind: string; text: string; path: string }[] }>(`${base}/home`)
      ).body.waiting.filter(({ kind, path }) => kind === 'coordinator-without-account' && path.includes(id));
    await (
      await as('tier2-north')
    ).post(`${base}/councils/${id}/members`, {
      name: '新任 さん',
      nameKana: 'シンニン サン',
      role: 'coordinator',
      startsOn: '2026-11-20',
    });
    const member = await memberOf(id, 'coordinator');
    expect(await waiting('tier1')).toEqual([]);
    expect(await waiting('administrator')).toMatchObject([
      { path: `settings/users?council=${id}&member=${member?.id}`, text: expect.stringContaining('新任 さん') },
    ]);
    const account = `${base}/councils/${id}/members/${member?.id}/account`;
    const made = await administrator.post<{ userId: string; invitation: { link: string } | null }>(account, {
      email: 'shinnin@example.jp',
    });
    expect(made).toMatchObject({ status: 200, body: { invitation: { link: expect.stringContaining('/invitation') } } });
    const user = await administrator.get<{ name: string; invitations: { roles: object[] }[] }>(
      `${base}/users/${made.body.userId}`,
    );
    expect(user.body).toMatchObject({
      name: '新任 さん',
      invitations: [{ roles: [{ role: 'tier2', area: { id: town.areas.north.id } }] }],
    });
    expect(await waiting('administrator')).toEqual([]);
    expect(await memberOf(id, 'coordinator')).toMatchObject({ userId: made.body.userId });
    const over = await administrator.post<Problem>(account, { userId: town.users['tier2-north'] });
    expect(over).toMatchObject({ status: 409, body: { code: 'stale' } });
    expect(await memberOf(id, 'coordinator')).toMatchObject({ userId: made.body.userId });

    // An account that holds the role already is named only; who coordinates there under that name is known by it.
    const { users } = town;
    const other = await createCouncil({ name: '同じ名の会議' });
    const add = (name: string) =>
      administrator.post<Saved>(`${base}/councils/${other}/members`, {
        name,
        role: 'coordinator',
        startsOn: '2026-11-20',
      });
    const foreign = await add('別の 名前');
    const linked = await administrator.post<{ invitation: null }>(
      `${base}/councils/${other}/members/${foreign.body.id}/account`,
      { userId: users['tier2-north'] },
    );
    expect(linked.body.invitation).toBeNull();
    const named = await add('見本市 tier2-north');
    expect((await read(other)).members.find((member) => member.id === named.body.id)?.userId).toBe(
      users['tier2-north'],
    );
  });
});

describe('a step', () => {
  it('is won by one of two who take it at once; the other is told what changed', async () => {
    const id = await createCouncil();
    const [north, tier1] = [await as('tier2-north'), await as('tier1')];
    const take = (client: Client) =>
      client.post<Taken & Problem>(
        `${base}/councils/${id}/steps`,
        { event: 'PLAN_ROUNDTABLE', answers: planned },
        { version: 1 },
      );
    const replies = await Promise.all([take(north), take(tier1)]);
    expect(replies.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const lost = replies.find((reply) => reply.status === 409);
    expect(lost?.body).toMatchObject({ code: 'stale', current: { version: 2, state: 'preparation.scheduled' } });
    expect(lost?.body.changes).toHaveLength(1);
    expect(lost?.body.changes?.[0]?.what).toContain('座談会を計画する');
    const council = await read(id);
    expect(council.version).toBe(2);
    expect(council.story).toHaveLength(2);
  });

  it('done twice with one key is done once and answered twice', async () => {
    const id = await createCouncil();
    const client = await as('tier2-north');
    const send = () =>
      client.post<Taken>(
        `${base}/councils/${id}/steps`,
        { event: 'HOLD_TRAINING', answers: { title: '研修会', heldOn: '2026-11-01', attendance: 5 } },
        { version: 1, key: `training-${id}` },
      );
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('ETag')).toBe('"2"');
    expect((await read(id)).meetings).toHaveLength(1);
  });

  it.each([
    ['nobody knows', 'NO_SUCH_STEP', undefined, 409, 'stepNotPossible'],
    ['the state does not know', 'FOUND_COUNCIL', undefined, 409, 'stepNotPossible'],
    ['lacks its answers', 'PLAN_ROUNDTABLE', {}, 422, 'invalid'],
  ])('that %s is refused and changes nothing', async (_what, event, answers, status, code) => {
    const id = await createCouncil();
    const reply = await (
      await as('tier2-north')
    ).post<Problem>(`${base}/councils/${id}/steps`, { event, answers }, { version: 1 });
    expect(reply.status).toBe(status);
    expect(reply.body.code).toBe(code);
    expect((await read(id)).version).toBe(1);
  });

  it('names the fields to mend by JSON pointer', async () => {
    const id = await createCouncil();
    const reply = await (
      await as('tier2-north')
    ).post<Problem>(
      `${base}/councils/${id}/steps`,
      { event: 'PLAN_ROUNDTABLE', answers: { plannedOn: 'soon' } },
      { version: 1 },
    );
    expect(reply.body.issues?.map((issue) => issue.path).toSorted()).toEqual([
      '/answers/plannedOn',
      '/answers/purpose',
    ]);
  });

  it('of an older version is refused with what changed since', async () => {
    const id = await createCouncil();
    await step(id, 'PLAN_ROUNDTABLE', planned);
    const reply = await (
      await as('tier2-north')
    ).post<Problem>(
      `${base}/councils/${id}/steps`,
      { event: 'CHANGE_PLAN', answers: { reason: '雨' } },
      { version: 1 },
    );
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({ code: 'stale', changes: [{ by: '見本市 tier2-north' }] });
  });

  it('without a version is refused', async () => {
    const id = await createCouncil();
    expect(
      (
        await (
          await as('tier2-north')
        ).post(`${base}/councils/${id}/steps`, { event: 'PLAN_ROUNDTABLE', answers: planned })
      ).status,
    ).toBe(428);
  });

  it('is closed to who reads but does not hold its role, with the reason in words', async () => {
    const id = await createCouncil();
    const council = await read(id, 'member-north');
    const plan = council.steps.find((each) => each.event === 'PLAN_ROUNDTABLE');
    expect(plan).toMatchObject({ open: false, form: null });
    expect(plan?.reasons).toEqual(['第1層コーディネーターまたは第2層コーディネーターが行います。']);
    const reply = await (
      await as('member-north')
    ).post(`${base}/councils/${id}/steps`, { event: 'PLAN_ROUNDTABLE', answers: planned }, { version: 1 });
    expect(reply.status).toBe(403);
  });

  it('is closed while the council is closed', async () => {
    const id = await createCouncil();
    const closed = await (
      await as('administrator')
    ).patch<Saved>(`${base}/councils/${id}`, { closed: true }, { version: 1 });
    expect(closed.body.version).toBe(2);
    expect((await read(id)).steps.every((each) => !each.open)).toBe(true);
    const reply = await (
      await as('tier2-north')
    ).post<Problem>(`${base}/councils/${id}/steps`, { event: 'PLAN_ROUNDTABLE', answers: planned }, { version: 2 });
    expect(reply.body).toMatchObject({ status: 409, code: 'stepClosed' });
  });
});

describe('who sees and does what with a council of the northern area', () => {
  const expected: Record<Person, [read: number, step: number, edit: number, member: number]> = {
    administrator: [200, 403, 200, 201],
    'administrator-ward': [200, 403, 200, 201],
    tier1: [200, 200, 403, 201],
    'tier2-north': [200, 200, 403, 201],
    'tier2-east': [404, 404, 404, 404],
    'member-north': [200, 403, 403, 403],
    provider: [404, 404, 404, 404],
    'centre-north': [200, 403, 403, 403],
  };
  it.each(persons)('%s', async (person) => {
    const id = await createCouncil({ name: '秘密のない会議' });
    const client = await as(person);
    const [reading, stepping, editing, joining] = expected[person];
    const seen = await client.get(`${base}/councils/${id}`);
    expect(seen.status).toBe(reading);
    expect(seen.text.includes('秘密のない会議')).toBe(reading === 200);
    const list = await client.get<CouncilPage>(`${base}/councils?limit=200`);
    expect(list.status).toBe(200);
    expect(list.body.items.some((council) => council.id === id)).toBe(reading === 200);
    expect(
      (
        await client.post(`${base}/councils/${id}/members`, {
          name: '見本 次郎',
          role: 'member',
          startsOn: '2026-11-01',
        })
      ).status,
    ).toBe(joining);
    expect(
      (
        await client.post(`${base}/councils/${id}/meetings`, {
          kind: 'study',
          title: '勉強会',
          heldOn: '2026-11-01',
          attendance: 3,
        })
      ).status,
    ).toBe(joining);
    expect(
      (
        await client.post(
          `${base}/councils/${id}/steps`,
          { event: 'PLAN_ROUNDTABLE', answers: planned },
          { version: 1 },
        )
      ).status,
    ).toBe(stepping);
    const { version } = await read(id);
    expect((await client.patch(`${base}/councils/${id}`, { name: '新しい名前' }, { version })).status).toBe(editing);
  });

  it('is nothing at all to other municipalities and strangers', async () => {
    const id = await createCouncil();
    const other = await createTown(app, '99902', '隣市');
    const neighbour = await signIn(app, other.email('administrator'));
    expect((await neighbour.get(`${base}/councils/${id}`)).status).toBe(404);
    expect((await neighbour.get(`/municipalities/99902/councils/${id}`)).status).toBe(404);
    expect(
      (
        await neighbour.post(
          `/municipalities/99902/councils/${id}/steps`,
          { event: 'PLAN_ROUNDTABLE', answers: planned },
          { version: 1 },
        )
      ).status,
    ).toBe(404);
    expect((await connect(app).get(`${base}/councils/${id}`)).status).toBe(401);
  });

  it('lets a council above be read from below, not worked in', async () => {
    const id = await createCouncil({ name: '市の協議体', tier: 1, areaId: town.areas.root.id });
    expect((await (await as('tier2-east')).get(`${base}/councils/${id}`)).status).toBe(200);
    expect(
      (
        await (
          await as('tier2-east')
        ).post(`${base}/councils/${id}/steps`, { event: 'PLAN_ROUNDTABLE', answers: planned }, { version: 1 })
      ).status,
    ).toBe(403);
  });
});

describe('registering a council', () => {
  it.each([
    ['a city', 'root', 1],
    ['a ward', 'ward', 1],
    ['a daily-life area', 'north', 2],
  ] as const)('of %s gives it the tier of the area, and refuses another', async (_what, area, tier) => {
    const client = await as('administrator');
    const input = { name: `${area}の会議`, areaId: town.areas[area].id, workflowKey: 'standard' };
    const wrong = await client.post<Problem>(`${base}/councils`, { ...input, tier: tier === 1 ? 2 : 1 });
    expect(wrong).toMatchObject({ status: 422, body: { issues: [{ path: '/tier', code: 'unfit' }] } });
    expect(wrong.body.issues?.[0]?.message).toContain(`第${tier}層`);
    const made = await client.post<Saved>(`${base}/councils`, input);
    expect(await read(made.body.id, 'administrator')).toMatchObject({ tier, area: { id: town.areas[area].id } });
  });

  it('at the wrong area or with the wrong workflow is mended until something has happened', async () => {
    const id = await createCouncil({ name: '場所ちがいの会議', areaId: town.areas.east.id, workflowKey: 'niigata' });
    const client = await as('administrator');
    const change = async (body: object) =>
      client.patch<Problem>(`${base}/councils/${id}`, body, { version: (await read(id, 'administrator')).version });
    expect((await read(id, 'administrator')).can).toMatchObject({ mend: true });
    expect((await change({ areaId: 'nowhere' })).body.issues?.map(({ path }) => path)).toEqual(['/areaId']);
    expect((await change({ areaId: town.areas.ward.id, workflowKey: 'ishinomaki' })).status).toBe(200);
    const moved = await read(id, 'administrator');
    expect(moved).toMatchObject({
      tier: 1,
      area: { id: town.areas.ward.id },
      standing: { state: 'preparation.planning' },
    });
    expect(moved.story.map(({ event }) => event)).toEqual(['START']);
    const page = await client.get<CouncilPage>(`${base}/councils?q=${encodeURIComponent('場所ちがい 中央区')}`);
    expect(page.body.items.map((each) => each.id)).toEqual([id]);

    expect(await step(id, 'PLAN_ROUNDTABLE', planned, 'tier1')).toMatchObject({ state: 'preparation.scheduled' });
    expect(await read(id, 'administrator')).toMatchObject({ can: { mend: false, edit: true } });
    for (const body of [{ areaId: town.areas.north.id }, { workflowKey: 'standard' }])
      expect(await change(body)).toMatchObject({ status: 409, body: { code: 'councilBegun' } });
    // What it is already is no change.
    expect((await change({ areaId: town.areas.ward.id, workflowKey: 'ishinomaki', name: '直した会議' })).status).toBe(
      200,
    );
  });

  it('can be mended by who administers both areas only', async () => {
    const id = await createCouncil();
    const ward = await as('administrator-ward');
    const reply = await ward.patch(`${base}/councils/${id}`, { areaId: town.areas.east.id }, { version: 1 });
    expect(reply.status).toBe(403);
  });
});

describe('the list of councils', () => {
  it('is searched whatever the width and kana, and narrowed by area, tier and stage', async () => {
    const south = await createCouncil({
      name: 'みなみﾎｯﾄ会議',
      nameKana: 'ミナミホットカイギ',
      areaId: town.areas.south.id,
    });
    const client = await as('administrator');
    const find = async (query: string): Promise<string[]> =>
      (await client.get<CouncilPage>(`${base}/councils?${query}&limit=200`)).body.items.map((council) => council.id);
    for (const words of ['ミナミ', 'みなみ', 'ﾐﾅﾐ', 'ほっと 会議'])
      expect(await find(`q=${encodeURIComponent(words)}`)).toEqual([south]);
    expect(await find(`q=${encodeURIComponent('100%')}`)).toEqual([]);
    expect(await find(`area=${town.areas.ward.id}`)).toContain(south);
    expect(await find(`area=${town.areas.north.id}`)).not.toContain(south);
    expect(await find('tier=1')).not.toContain(south);
    const stage = (await read(south, 'administrator')).standing.stage?.key ?? '';
    expect(await find(`stage=${stage}`)).toContain(south);
    expect(await find('stage=nothing')).toEqual([]);
  });

  it('gives its pages one after the other', async () => {
    const client = await as('administrator');
    const all = (await client.get<CouncilPage>(`${base}/councils?limit=200`)).body;
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: CouncilPage = (
        await client.get<CouncilPage>(`${base}/councils?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      ).body;
      seen.push(...page.items.map((council) => council.id));
      cursor = page.next;
    }
    expect(seen).toEqual(all.items.map((council) => council.id));
  });
});

describe('meetings and members', () => {
  it('are changed only by who has seen the latest version', async () => {
    const id = await createCouncil();
    const client = await as('tier2-north');
    const made = await client.post<Saved>(`${base}/councils/${id}/meetings`, {
      kind: 'council',
      title: '第1回',
      heldOn: '2026-11-01',
      attendance: 9,
    });
    expect(made.status).toBe(201);
    const mended = await client.patch<Saved>(`${base}/meetings/${made.body.id}`, { attendance: 10 }, { version: 1 });
    expect(mended.body).toMatchObject({ version: 2 });
    const late = await client.patch<Problem>(`${base}/meetings/${made.body.id}`, { attendance: 11 }, { version: 1 });
    expect(late.body).toMatchObject({ code: 'stale', current: { version: 2 } });
    expect(late.body.changes).toHaveLength(1);
    expect((await client.get<Meeting>(`${base}/meetings/${made.body.id}`)).body).toMatchObject({
      attendance: 10,
      title: '第1回',
      can: { edit: true },
    });
    expect((await (await as('member-north')).get<Meeting>(`${base}/meetings/${made.body.id}`)).body.can.edit).toBe(
      false,
    );
    expect((await (await as('provider')).get(`${base}/meetings/${made.body.id}`)).status).toBe(404);
    const member = await client.post<Saved>(`${base}/councils/${id}/members`, {
      name: '見本 三郎',
      role: 'member',
      startsOn: '2026-04-01',
    });
    expect(
      (await client.patch(`${base}/councils/${id}/members/${member.body.id}`, { endsOn: '2026-11-01' }, { version: 1 }))
        .status,
    ).toBe(200);
    expect(
      (await client.patch(`${base}/councils/${id}/members/${member.body.id}`, { endsOn: '2026-10-01' }, { version: 1 }))
        .status,
    ).toBe(409);
    expect((await read(id)).members[0]).toMatchObject({ endsOn: '2026-11-01', current: false });
  });

  it('tell of the needs dealt with, an individual one without consent only to who may read it', async () => {
    const id = await createCouncil();
    const client = await as('tier2-north');
    const intake = {
      area: town.areas.north.id,
      types: ['transport'],
      urgency: 'normal',
      title: '通院の足がない',
      situation: '坂の上に一人で住む',
      receivedOn: '2026-11-01',
    };
    const individual = await client.post<Saved>(`${base}/needs`, {
      answers: {
        ...intake,
        scope: 'individual',
        residentName: '架空 ウメ',
        residentKana: 'カクウ ウメ',
        consent: 'given',
        consentScope: ['council'],
      },
    });
    const community = await client.post<Saved>(`${base}/needs`, {
      answers: { ...intake, scope: 'community', title: '坂の上に店がない' },
    });
    expect([individual.status, community.status]).toEqual([201, 201]);
    await step(id, 'PLAN_ROUNDTABLE', planned);
    await step(id, 'HOLD_ROUNDTABLE', {
      ...roundtable('座談会'),
      needs: [{ needId: individual.body.id }, { needId: community.body.id, plan: '移動販売に頼む' }],
    });
    const withdrawn = { consent: 'not-given', askedOn: '2026-11-20', askedBy: '見本 担当', how: 'phone' };
    expect((await client.post(`${base}/needs/${individual.body.id}/consent`, withdrawn, { version: 1 })).status).toBe(
      200,
    );
    const needs = (council: Council) => council.meetings[0]?.needs.map((need) => [need.title, need.plan]);
    expect(needs(await read(id))).toEqual([
      ['通院の足がない', null],
      ['坂の上に店がない', '移動販売に頼む'],
    ]);
    expect((await read(id)).counts).toMatchObject({ openNeeds: 2, unmetNeeds: 0 });
    const member = await read(id, 'member-north');
    expect(needs(member)).toEqual([['坂の上に店がない', '移動販売に頼む']]);
    expect(JSON.stringify(member)).not.toContain('通院の足がない');
    expect(JSON.stringify(member)).not.toContain(individual.body.id);
    expect(JSON.stringify(member)).not.toContain('架空 ウメ');
    const [meeting] = member.meetings;
    expect(
      (
        await client.patch(
          `${base}/meetings/${meeting?.id}`,
          { needs: [{ needId: community.body.id, plan: null }] },
          { version: meeting?.version ?? 0 },
        )
      ).status,
    ).toBe(200);
    expect(needs(await read(id))).toEqual([['坂の上に店がない', null]]);
  });

  it('are what the rules count: held, present and in office today', async () => {
    const id = await createCouncil();
    const client = await as('tier2-north');
    const [body] = await addOrganisations(1);
    for (const meeting of [
      { kind: 'roundtable', title: '座談会', heldOn: '2026-11-13', attendance: 10 },
      { kind: 'roundtable', title: '古い座談会', heldOn: '2025-11-22', attendance: 7 },
      { kind: 'study', title: '勉強会', heldOn: '2026-10-01', attendance: 3 },
    ])
      expect((await client.post(`${base}/councils/${id}/meetings`, meeting)).status).toBe(201);
    for (const member of [
      { name: '見本 一', role: 'coordinator', startsOn: '2026-04-01', organisationId: body },
      { name: '見本 二', role: 'member', startsOn: '2026-04-01', organisationId: body },
      { name: '見本 三', role: 'member', startsOn: '2025-04-01', endsOn: '2026-11-22' },
      { name: '見本 四', role: 'member', startsOn: '2026-11-24' },
    ])
      expect((await client.post(`${base}/councils/${id}/members`, member)).status).toBe(201);
    const facts = await app.run(async (ctx) => {
      const inside = { ...ctx, municipality: { id: town.id, code: town.code, name: '見本市' } };
      const council = await readCouncil(ctx.db, town.id, id);
      return council && councilFacts(inside, council);
    });
    expect(facts).toMatchObject({
      'council.tier': 2,
      'council.state': 'preparation.planning',
      'council.stage': 'preparation',
      'council.roundtablesHeld': 2,
      'council.roundtablesExamined': 0,
      'council.studyMeetingsHeld': 1,
      'council.trainingsHeld': 0,
      'council.attendanceTotal': 20,
      'council.members': 2,
      'council.memberOrganisations': 1,
      'council.coordinators': 1,
      'council.daysSinceLastMeeting': 10,
      'council.daysInState': 0,
      'council.meetingsLast365Days': 2,
    });
    expect(facts).not.toHaveProperty('council.daysSinceEstablished');
    expect((await read(id)).coordinators).toEqual(['見本 一']);
    const model = factModels.council;
    expect(model && facts && checkFacts(model, facts)).toEqual([]);
  });

  it.each(['hearing', 'care-meeting', 'network-gathering', 'provider-meeting', 'liaison'])(
    'have a place for a %s too',
    async (kind) => {
      const id = await createCouncil();
      const meeting = { kind, title: '記録', heldOn: '2026-11-01', attendance: 4 };
      expect((await (await as('tier2-north')).post(`${base}/councils/${id}/meetings`, meeting)).status).toBe(201);
      expect((await read(id)).meetings).toMatchObject([meeting]);
    },
  );

  it('are refused when they cannot be', async () => {
    const id = await createCouncil();
    const client = await as('tier2-north');
    const meeting = { kind: 'council', title: '会議', heldOn: '2026-11-01', attendance: 1 };
    const paths = async (path: string, body: unknown) =>
      (await client.post<Problem>(`${base}/councils/${id}/${path}`, body)).body.issues?.map((issue) => issue.path);
    expect(await paths('meetings', { ...meeting, heldOn: '2026-11-24' })).toEqual(['/heldOn']);
    expect(await paths('meetings', { ...meeting, needs: [{ needId: 'nothing' }] })).toEqual(['/needs/0/needId']);
    expect(
      await paths('members', { name: '見本', role: 'member', startsOn: '2026-11-01', organisationId: 'nothing' }),
    ).toEqual(['/organisationId']);
    expect(
      await paths('members', { name: '見本', role: 'member', startsOn: '2026-11-01', endsOn: '2026-10-01' }),
    ).toEqual(['/endsOn']);
  });
});
