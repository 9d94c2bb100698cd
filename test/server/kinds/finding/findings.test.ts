import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown, type Person } from '../../../support/app.ts';
import { addCasework, assessment, startCasework, type Casework } from '../../../support/casework.ts';

let work: Casework;
let north: string;
let south: string;
let ward: string;
let city: string;
beforeAll(async () => {
  work = await startCasework();
  north = await work.addCouncil('北の支え合い会議', 2, 'north');
  south = await work.addCouncil('南の支え合い会議', 2, 'south');
  ward = await work.addCouncil('中央区の協議体', 1, 'ward');
  city = await work.addCouncil('見本市の協議体', 1, 'root');
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

type Finding = {
  id: string;
  purpose: string;
  council: { id: string };
  type: { key: string; name: string } | null;
  outcome: string;
  sentence: string;
  status: string;
  statusReason: string | null;
  needs: { id: string; title: string }[];
  can: Record<string, boolean>;
  version: number;
  explanation: { decisionId: string; ruleSet: { key: string } };
};
type Saved = { id: string; version: number };
type Proposal = {
  id: string;
  number: number;
  kind: string;
  title: string;
  body: string;
  version: number;
  standing: { state: string; done: boolean };
  answer: string | null;
  answerReason: string | null;
  sentAt: string | null;
  answeredAt: string | null;
  from: { id: string };
  to: { id: string };
  given: object | null;
  steps: { event: string; open: boolean }[];
  evidence: {
    explanation: { sentence: string } | null;
    needs: { number: number; title: string; area: string }[];
    meetings: { title: string }[];
  };
  answers: { label: string; value: string }[];
  dueOn: string | null;
  fiscalYear: number | null;
  story: { event: string; answers: { value: string }[]; details: object | null }[];
};
type Problem = { code: string; issues?: { path: string }[]; changes?: object[] };

const findings = async (person: Person = 'tier2-north', query = ''): Promise<Finding[]> =>
  (await (await work.as(person)).get<{ items: Finding[] }>(work.path(`findings${query}`))).body.items;
const candidate = async (type: string, status?: string): Promise<Finding | undefined> =>
  (await findings('tier2-north', `?council=${north}&purpose=escalation${status ? `&status=${status}` : ''}`)).find(
    (finding) => finding.type?.key === type,
  );
const unmet = async (type: string, answers: Record<string, unknown> = {}): Promise<string> => {
  const { id } = await work.takeIn('tier2-north', { types: [type], ...answers });
  await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
  await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
  return id;
};
const decisionsOf = async (councilId: string): Promise<number> =>
  (await work.app.installation.db('decisions').where({ record_kind: 'council', record_id: councilId })).length;
const proposal = async (person: Person, id: string) =>
  (await work.as(person)).get<Proposal & Problem>(work.path(`proposals/${id}`));

describe('what the escalation rules find', () => {
  it('says nothing of a need or two that have just come in', async () => {
    await unmet('transport', { title: '一人目の足' });
    expect(await findings()).toEqual([]);
  });

  it('stands as a candidate on the council as soon as a need makes it so, with its needs and reasons', async () => {
    await unmet('transport', { title: '二人目の足' });
    const proposed = await candidate('transport');
    expect(proposed).toMatchObject({
      outcome: 'report',
      status: 'open',
      needs: [{ title: '一人目の足' }, { title: '二人目の足' }],
      explanation: { ruleSet: { key: 'escalation' } },
      can: { dismiss: true, raise: true },
    });
    const third = await unmet('transport', { title: '三人目の足' });
    const grown = await candidate('transport');
    expect(grown).toMatchObject({ id: proposed!.id, outcome: 'proposal', needs: [{}, {}, { id: third }] });
    expect(grown!.sentence).toContain('3件');
    expect(JSON.stringify(grown)).not.toContain('架空');
    const page = await (await work.as('tier2-north')).get<{ findingList: Finding[] }>(work.path(`councils/${north}`));
    expect(page.body.findingList.map((finding) => finding.id)).toEqual([proposed!.id]);
    expect(await findings('tier2-north', `?council=${south}`)).toEqual([]);
    // The need's own page says so to those who steer, and to the centre that took it in only what is the need's own.
    const findingsOf = async (person: Person) =>
      (await (await work.as(person)).get<{ findings: Finding[] }>(work.path(`needs/${third}`))).body.findings.map(
        (finding) => [finding.id, finding.explanation.ruleSet.key],
      );
    expect([await findingsOf('tier2-north'), await findingsOf('tier1'), await findingsOf('centre-north')]).toEqual([
      [[proposed!.id, 'escalation']],
      [[proposed!.id, 'escalation']],
      [],
    ]);
  });

  it('is told to those who steer, below their own area only', async () => {
    expect(await findings('tier1')).toHaveLength(1);
    expect((await findings('tier1'))[0]?.can).toMatchObject({ raise: false });
    for (const person of ['tier2-east', 'member-north', 'centre-north', 'provider'] as const)
      expect(await findings(person)).toEqual([]);
    const other = addCasework(work.app, await createTown(work.app, '99902', '別の市'));
    expect(
      (await (await other.as('administrator')).get<{ items: Finding[] }>(other.path('findings'))).body.items,
    ).toEqual([]);
    const finding = await candidate('transport');
    expect(
      (
        await (
          await other.as('administrator')
        ).post(other.path(`findings/${finding!.id}/dismiss`), { reason: 'x' }, { version: 1 })
      ).status,
    ).toBe(404);
    expect(
      (await (await work.as('tier2-east')).get(work.path(`decisions/${finding!.explanation.decisionId}`))).status,
    ).toBe(404);
  });

  it('keeps no second decision while nothing has changed', async () => {
    const before = await decisionsOf(north);
    const finding = await candidate('transport');
    expect((await (await work.as('tier1')).post(work.path('findings/evaluate'))).status).toBe(204);
    expect((await (await work.as('member-north')).post(work.path('findings/evaluate'))).status).toBe(403);
    expect(await decisionsOf(north)).toBe(before);
    expect(await candidate('transport')).toMatchObject({ id: finding!.id, version: finding!.version });
  });

  it('comes by the daily round too, when only time has passed', async () => {
    await unmet('meals', { urgency: 'high', receivedOn: '2026-11-20', title: '急ぎの食事' });
    expect(await candidate('meals')).toBeUndefined();
    const start = work.app.clock.now;
    work.app.clock.advanceDays(12);
    await work.runDue();
    expect(await candidate('meals')).toMatchObject({ outcome: 'proposal', sentence: expect.stringContaining('15日') });
    work.app.clock.now = start;
  });

  it('is gone once the need is met, and open again when it comes back', async () => {
    const need = await unmet('housework', { title: '掃除' });
    await unmet('housework', { title: '洗濯' });
    const finding = await candidate('housework');
    expect(finding).toMatchObject({ status: 'open' });
    await work.step('tier2-north', `needs/${need}`, 'CLOSE', { cause: 'solved' });
    expect(await candidate('housework')).toBeUndefined();
    expect(await candidate('housework', 'gone')).toMatchObject({ id: finding!.id });
    await unmet('housework', { title: '買い物' });
    expect(await candidate('housework')).toMatchObject({ id: finding!.id, status: 'open' });
  });
});

describe('dismissing a finding', () => {
  it('asks for a reason and the version seen, and stays so until more needs hang on it', async () => {
    await unmet('salon', { title: '居場所 1' });
    await unmet('salon', { title: '居場所 2' });
    const finding = (await candidate('salon'))!;
    const client = await work.as('tier2-north');
    const url = work.path(`findings/${finding.id}/dismiss`);
    expect((await client.post(url, {}, { version: finding.version })).status).toBe(422);
    expect((await client.post<Problem>(url, { reason: 'x' }, { version: finding.version + 7 })).body.code).toBe(
      'stale',
    );
    expect(
      (await (await work.as('member-north')).post(url, { reason: 'x' }, { version: finding.version })).status,
    ).toBe(404);
    expect((await client.post(url, { reason: '来月、サロンが始まる' }, { version: finding.version })).status).toBe(200);
    await (await work.as('tier1')).post(work.path('findings/evaluate'));
    expect(await candidate('salon')).toBeUndefined();
    expect(await candidate('salon', 'dismissed')).toMatchObject({
      statusReason: '来月、サロンが始まる',
      can: { dismiss: false, raise: false },
    });
    const again = await candidate('salon', 'dismissed');
    expect((await client.post<Problem>(url, { reason: 'x' }, { version: again!.version })).body.code).toBe(
      'findingNotOpen',
    );
    await unmet('salon', { title: '居場所 3' });
    expect(await candidate('salon')).toMatchObject({
      id: finding.id,
      status: 'open',
      statusReason: null,
      needs: [{}, {}, {}],
    });
  });
});

describe('from a candidate to the first tier’s answer', () => {
  const answers = {
    title: '送迎の仕組みづくり',
    body: '南北で足りません。',
    background: '3件',
    request: '市全体で検討してください。',
  };

  it('writes a proposal from the finding’s evidence, sends it up, and brings the answer back to both sides', async () => {
    const finding = (await candidate('transport'))!;
    const client = await work.as('tier2-north');
    await client.post(work.path(`councils/${north}/meetings`), {
      kind: 'council',
      title: '十一月の会議',
      heldOn: '2026-11-22',
      attendance: 8,
      needs: finding.needs.map((need) => ({ needId: need.id, plan: null })),
    });
    // One that the southern council keeps and that was the northern one's too.
    const joint = await (
      await work.as('administrator')
    ).post(work.path(`councils/${south}/meetings`), {
      kind: 'council',
      title: '南北合同の会議',
      heldOn: '2026-11-21',
      attendance: 20,
      needs: finding.needs.map((need) => ({ needId: need.id, plan: null })),
      jointIds: [north],
    });
    expect(joint).toMatchObject({ status: 201 });
    const form = await client.get<{ form: { initial: { title: string; background: string } }; to: { id: string }[] }>(
      work.path(`proposals/form?council=${north}&kind=proposal&finding=${finding.id}`),
    );
    expect(form.body.to.map((council) => council.id)).toEqual([ward, city]);
    expect(form.body.form.initial.title).toBe('外出支援・移動サービスの不足への対応について');
    for (const part of ['3件', '一人目の足', '北圏域', '2026年11月22日（令和8年）', '十一月の会議'])
      expect(form.body.form.initial.background).toContain(part);
    expect(form.text).not.toContain('架空');

    const body = { kind: 'proposal', fromCouncilId: north, toCouncilId: city, findingId: finding.id, answers };
    expect(
      (await client.post<Problem>(work.path('proposals'), { ...body, answers: { title: 'x' } })).body.issues?.map(
        (issue) => issue.path,
      ),
    ).toEqual(expect.arrayContaining(['/answers/body', '/answers/request']));
    expect(
      (await client.post<Problem>(work.path('proposals'), { ...body, toCouncilId: south })).body.issues?.map(
        (issue) => issue.path,
      ),
    ).toEqual(['/toCouncilId']);
    const { body: draft } = await client.post<Saved>(work.path('proposals'), body);
    expect(await candidate('transport')).toMatchObject({ status: 'open' });
    expect((await proposal('tier1', draft.id)).status).toBe(404);
    expect((await proposal('member-north', draft.id)).status).toBe(404);
    const edited = await client.patch<Saved>(
      work.path(`proposals/${draft.id}`),
      { answers: { ...answers, title: '移動の足の仕組みづくり' } },
      { version: 1 },
    );
    expect(edited.body.version).toBe(2);
    expect(
      (await client.patch<Problem>(work.path(`proposals/${draft.id}`), { answers }, { version: 1 })).body.code,
    ).toBe('stale');

    await work.step('tier2-north', `proposals/${draft.id}`, 'SEND');
    expect(await candidate('transport', 'raised')).toMatchObject({ id: finding.id });
    const sent = (await proposal('tier1', draft.id)).body;
    expect(sent).toMatchObject({
      title: '移動の足の仕組みづくり',
      standing: { state: 'sent' },
      given: null,
      evidence: {
        needs: [{ title: '一人目の足', area: '北圏域' }, {}, {}],
        meetings: [{ title: '南北合同の会議' }, { title: '十一月の会議' }],
      },
    });
    expect(sent.evidence.explanation?.sentence).toContain('会合で2回話し合いました');
    expect(sent.sentAt).not.toBeNull();
    expect(
      (await client.patch<Problem>(work.path(`proposals/${draft.id}`), { answers }, { version: 3 })).body.code,
    ).toBe('notDraft');
    expect(
      (await client.post(work.path(`proposals/${draft.id}/steps`), { event: 'RECEIVE' }, { version: 3 })).status,
    ).toBe(403);

    await work.step('tier1', `proposals/${draft.id}`, 'RECEIVE');
    const bare = await (
      await work.as('tier1')
    ).post<Problem>(work.path(`proposals/${draft.id}/steps`), { event: 'ADOPT', answers: {} }, { version: 4 });
    expect(bare.body.issues?.map((issue) => issue.path)).toEqual(['/answers/reason']);
    await work.step('tier1', `proposals/${draft.id}`, 'STUDY', { reason: '来月の協議体で話し合います' });
    expect((await proposal('tier2-north', draft.id)).body).toMatchObject({
      answer: 'under-study',
      standing: { done: false },
    });
    await work.step('tier1', `proposals/${draft.id}`, 'ADOPT', { reason: '来年度に試行します' });
    for (const person of ['tier2-north', 'tier1', 'member-north', 'administrator'] as const) {
      const seen = (await proposal(person, draft.id)).body;
      expect(seen).toMatchObject({
        answer: 'adopted',
        answerReason: '来年度に試行します',
        standing: { state: 'adopted', done: false },
      });
      expect(seen.story.map((line) => line.event)).toEqual(['ADOPT', 'STUDY', 'RECEIVE', 'SEND', 'START']);
      expect(JSON.stringify(seen)).not.toContain('架空');
    }
    for (const person of ['tier2-east', 'provider', 'centre-north'] as const)
      expect((await proposal(person, draft.id)).status).toBe(404);
    expect(
      (await (await work.as('tier2-north')).get<{ items: Proposal[] }>(work.path('proposals?box=out'))).body.items.map(
        (item) => item.id,
      ),
    ).toContain(draft.id);
    expect(
      (await (await work.as('tier1')).get<{ items: Proposal[] }>(work.path('proposals?box=in'))).body.items.map(
        (item) => item.id,
      ),
    ).toContain(draft.id);
    expect((await (await work.as('tier2-east')).get<{ total: number }>(work.path('proposals'))).body.total).toBe(0);
    expect((await (await work.as('provider')).get(work.path('proposals'))).status).toBe(403);
  });

  it('opens a raised candidate again only when it gets worse', async () => {
    await (await work.as('tier1')).post(work.path('findings/evaluate'));
    expect(await candidate('transport', 'raised')).toBeDefined();
    await unmet('transport', { title: '四人目の足' });
    expect(await candidate('transport')).toMatchObject({ status: 'open' });
  });

  it('goes on when it is adopted: who does what, by when, in which year’s programme; how it goes is told to where it came from, and to who joins', async () => {
    const { body: list } = await (
      await work.as('tier1')
    ).get<{ items: Proposal[] }>(work.path('proposals?box=in&state=adopted'));
    const { id, number } = list.items.find((item) => item.answer === 'adopted')!;
    const plan = {
      what: '乗合タクシーを試す',
      who: '見本市 交通政策課',
      dueOn: '2027-06-30',
      fiscalYear: '2027',
      programme: '地域公共交通活性化事業',
      budgetLine: '款3 項1 目5',
      amount: 1200000,
    };
    type Home = { waiting: { kind: string; path: string; text: string; dueOn: string | null }[] };
    const home = async (person: Person, kind: string) =>
      (await (await work.as(person)).get<Home>(work.path('home'))).body.waiting.filter((item) => item.kind === kind);
    expect(await home('tier1', 'proposal-adopted')).toMatchObject([{ path: `proposals/${id}`, dueOn: '2026-12-23' }]);
    const { version } = (await proposal('tier2-north', id)).body;
    expect(
      (
        await (
          await work.as('tier2-north')
        ).post(work.path(`proposals/${id}/steps`), { event: 'PLAN', answers: plan }, { version })
      ).status,
    ).toBe(403);
    await work.step('administrator', `proposals/${id}`, 'PLAN', plan);
    expect(await home('tier1', 'proposal-adopted')).toEqual([]);
    expect(await home('tier1', 'proposal-under-way')).toMatchObject([{ path: `proposals/${id}`, dueOn: '2027-06-30' }]);
    const seen = (await proposal('member-north', id)).body;
    expect(seen).toMatchObject({ dueOn: '2027-06-30', fiscalYear: 2027, answer: 'adopted', standing: { done: false } });
    const values = seen.story[0]?.answers.map(({ value }) => value) ?? [];
    for (const words of ['見本市 交通政策課', '令和9年度（2027年度）', '地域公共交通活性化事業', '款3 項1 目5'])
      expect(values).toContain(words);
    const news = async () =>
      (await (await work.as('tier2-north')).get<{ items: { path: string; text: string }[] }>(work.path('news'))).body
        .items;
    expect((await news())[0]).toMatchObject({
      path: `proposals/${id}`,
      text: expect.stringContaining('取り組み中'),
    });

    // The same lack elsewhere: covered by what was adopted, and joined instead of proposed once more.
    const east = await work.addCouncil('東の支え合い会議', 2, 'east');
    for (const title of ['東の足一', '東の足二', '東の足三']) {
      const { id: needId } = await work.takeIn('tier2-east', {
        types: ['transport'],
        title,
        area: work.town.areas.east.id,
      });
      await work.step('tier2-east', `needs/${needId}`, 'ASSESS', assessment);
      await work.step('tier2-east', `needs/${needId}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
    }
    const own = (await findings('tier2-east', `?council=${east}&purpose=escalation`)).find(
      (finding) => finding.type?.key === 'transport',
    )!;
    type Covering = { finding: string; proposal: { id: string }; own: boolean; joined: boolean; can: object };
    const covering = async (person: Person, councilId: string) =>
      (await work.as(person)).get<{ items: Covering[] }>(work.path(`proposals/covering?council=${councilId}`));
    expect((await covering('tier2-east', east)).body.items).toMatchObject([
      {
        finding: own.id,
        proposal: { id, number },
        from: { name: '北の支え合い会議' },
        state: '取り組み中',
        fiscalYear: 2027,
        own: false,
        joined: false,
        can: { join: true, see: false },
      },
    ]);
    expect((await covering('tier2-east', north)).status).toBe(404);
    expect((await covering('member-north', north)).status).toBe(404);
    const join = async (person: Person, findingId: string, to = id) =>
      (await work.as(person)).post<Problem>(work.path(`proposals/${to}/join`), { findingId });
    expect((await join('tier2-north', own.id)).status).toBe(404);
    expect((await join('tier1', own.id)).status).toBe(403);
    const { body: others } = await (await work.as('tier2-north')).get<{ items: Proposal[] }>(work.path('proposals'));
    const report = others.items.find((item) => item.id !== id);
    if (report) expect((await join('tier2-east', own.id, report.id)).body.code).toBe('notCovering');
    expect((await join('tier2-east', own.id)).status).toBe(200);
    expect((await join('tier2-east', own.id)).body.code).toBe('findingNotOpen');
    expect(await work.app.installation.db('audit').where({ action: 'finding.raise', record_id: own.id })).toHaveLength(
      1,
    );
    const joined = (await findings('tier2-east', `?council=${east}&status=raised`))[0];
    expect(joined).toMatchObject({ id: own.id, statusReason: expect.stringContaining(`No.${number}`) });
    expect((await covering('tier2-east', east)).body.items).toMatchObject([{ joined: true, can: { join: false } }]);
    expect((await proposal('tier1', id)).body.story[0]).toMatchObject({
      event: 'JOIN',
      details: { council: '東の支え合い会議', needs: 3 },
    });
    expect(await work.app.installation.db('audit').where({ action: 'proposal.join', record_id: id })).toHaveLength(1);
    // Nothing of it is shown to who joined but what the candidate says.
    expect((await proposal('tier2-east', id)).status).toBe(404);

    await work.step('tier1', `proposals/${id}`, 'PROGRESS', {
      standing: 'late',
      done: '事業者と話し合った',
      dueOn: '2027-09-30',
    });
    expect((await proposal('tier2-north', id)).body).toMatchObject({ dueOn: '2027-09-30', fiscalYear: 2027 });
    expect((await news())[0]?.text).toContain('進み具合を知らせる');
    expect((await covering('tier2-east', east)).body.items).toMatchObject([{ dueOn: '2027-09-30' }]);
    work.app.clock.advanceDays(61);
    expect((await home('tier1', 'proposal-under-way')).map(({ text }) => text)).toEqual([
      expect.stringContaining('進み具合'),
      expect.stringContaining('行ったこと'),
    ]);
    work.app.clock.advanceDays(-61);
    await work.step('tier1', `proposals/${id}`, 'CARRY_OUT', { doneOn: '2026-11-23', result: '週二便が走り始めた' });
    expect((await proposal('tier2-north', id)).body.standing).toMatchObject({ state: 'carriedOut', done: true });
    expect(await home('tier1', 'proposal-under-way')).toEqual([]);
    expect((await covering('tier2-east', east)).body.items).toMatchObject([{ state: '実施済み' }]);
  });

  it('asks for nothing in a report, and needs no more than a note back', async () => {
    const client = await work.as('tier2-north');
    const { request: _request, ...reportAnswers } = answers;
    const { body: draft } = await client.post<Saved>(work.path('proposals'), {
      kind: 'report',
      fromCouncilId: north,
      toCouncilId: ward,
      answers: { ...reportAnswers, request: 'これもお願いします' },
    });
    await work.step('tier2-north', `proposals/${draft.id}`, 'SEND');
    await work.step('tier1', `proposals/${draft.id}`, 'RECEIVE');
    const received = (await proposal('tier1', draft.id)).body;
    expect(received.steps.map((step) => step.event)).toEqual(['NOTE']);
    expect(JSON.stringify(received)).not.toContain('これもお願いします');
    await work.step('tier1', `proposals/${draft.id}`, 'NOTE', {});
    expect((await proposal('tier2-north', draft.id)).body).toMatchObject({
      answer: 'noted',
      answerReason: null,
      standing: { state: 'noted' },
    });
  });

  it('is written for a council by its own coordinator', async () => {
    const body = { kind: 'report', fromCouncilId: north, toCouncilId: city, answers };
    for (const [person, status] of [
      ['tier1', 403],
      ['member-north', 403],
      ['centre-north', 403],
      ['tier2-east', 404],
      ['provider', 404],
      ['administrator', 201],
    ] as const)
      expect((await (await work.as(person)).post(work.path('proposals'), body)).status).toBe(status);
    expect(
      (await (await work.as('tier2-north')).get(work.path(`proposals/form?council=${south}&kind=report`))).status,
    ).toBe(404);
    const fromWard = await (
      await work.as('tier1')
    ).get<{ to: { id: string }[] }>(work.path(`proposals/form?council=${ward}&kind=proposal`));
    expect(fromWard.body.to.map((council) => council.id)).toEqual([city]);
  });
});

describe('what the watch rules find', () => {
  it('notices a council whose preparation stands still, one finding for each rule, and forgets it when it moves', async () => {
    work.app.clock.advanceDays(200);
    await work.runDue();
    const watch = await findings('tier2-north', `?council=${north}&purpose=watch`);
    expect(watch).toMatchObject([
      { outcome: 'stalled', type: null, status: 'open', can: { dismiss: true, raise: false } },
    ]);
    expect(watch[0]?.sentence).toContain('200日');
    await work.app.installation
      .db('councils')
      .where({ id: north })
      .update({ state_since: work.app.clock.now.toISOString() });
    work.app.clock.advanceDays(1);
    await work.runDue();
    expect(await findings('tier2-north', `?council=${north}&purpose=watch`)).toEqual([]);
    expect(await findings('tier2-north', `?council=${north}&purpose=watch&status=gone`)).toHaveLength(1);
  });
});
