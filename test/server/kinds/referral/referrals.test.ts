import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../../support/app.ts';
import { assessment, communityIntake, intake, startCasework, type Casework } from '../../../support/casework.ts';

let work: Casework;
const services: Record<string, string> = {};
beforeAll(async () => {
  work = await startCasework();
  const others = await work.addOrganisation('ほかの会');
  services.far = await work.addService({
    name: '東の送迎',
    type: 'transport',
    areas: ['east'],
    organisationId: others,
  });
  services.full = await work.addService({
    name: '満員の送迎',
    type: 'transport',
    areas: ['north'],
    capacity: 'none',
    organisationId: others,
  });
  services.best = await work.addService({
    name: 'い 空きのある送迎',
    type: 'transport',
    areas: ['north'],
    feeYen: 300,
  });
  services.second = await work.addService({
    name: 'あ 待ちのある送迎',
    type: 'transport',
    areas: ['ward'],
    capacity: 'waiting',
    organisationId: others,
  });
  services.salon = await work.addService({
    name: '北のサロン',
    type: 'salon',
    areas: ['north'],
    organisationId: others,
  });
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

type Problem = { code: string; detail?: string; issues?: { path: string }[] };
type Candidate = {
  service: { id: string; name: string; type: string };
  rank: number | null;
  score: number;
  leftOut: string | null;
  explanation: { sentence: string; rules: { name: string; held: string }[] };
};
type Ranking = {
  decisionId: string;
  ruleSet: { key: string; number: number };
  candidates: Candidate[];
  others: { ranked: number; leftOut: number };
};
type Need = {
  version: number;
  standing: { state: string };
  next: { service: { id: string } } | null;
  referrals: { id: string; standing: { state: string }; rank: number }[];
  story: { event: string; details: Record<string, unknown> | null }[];
};
type Referral = {
  id: string;
  version: number;
  standing: { state: string };
  needFacts: { label: string; value: string }[];
  answerReason: string | null;
  message: string | null;
  steps: { event: string; open: boolean }[];
};

const assessed = async (answers: Record<string, unknown> = {}): Promise<string> => {
  const { id } = await work.takeIn('tier2-north', answers);
  await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
  return id;
};
const rank = async (needId: string): Promise<Ranking> =>
  (await (await work.as('tier2-north')).post<Ranking>(work.path(`needs/${needId}/ranking`))).body;
const refer = async (needId: string, serviceId: string, decisionId: string) =>
  (await work.as('tier2-north')).post<Problem & { id: string; version: number }>(
    work.path(`needs/${needId}/referrals`),
    { serviceId, decisionId, message: 'お願いします' },
  );
const need = async (id: string): Promise<Need> =>
  (await (await work.as('tier2-north')).get<Need>(work.path(`needs/${id}`))).body;
const referral = async (client: Client, id: string) => client.get<Referral & Problem>(work.path(`referrals/${id}`));
const outcome = { askedOn: '2026-11-24', answeredBy: 'person', satisfied: 'yes', words: '通院できるようになった。' };
const refusal = { cause: 'staff', reason: '担い手が足りません' };

describe('ranking services for a need', () => {
  it('orders by score with reasons, and says why others were left out', async () => {
    const id = await assessed();
    const ranking = await rank(id);
    expect(ranking.ruleSet).toMatchObject({ key: 'referral', number: 1 });
    expect(ranking.candidates.map((candidate) => [candidate.service.id, candidate.rank])).toEqual([
      [services.best, 1],
      [services.second, 2],
      ...ranking.candidates.slice(2).map((candidate) => [candidate.service.id, null]),
    ]);
    const [best, second] = ranking.candidates;
    expect(best!.score).toBeGreaterThan(second!.score);
    expect(best!.explanation.rules).toContainEqual(expect.objectContaining({ name: 'has-capacity', held: 'held' }));
    expect(best!.service.type).toBe('外出支援・移動サービス');
    const out = Object.fromEntries(
      ranking.candidates.slice(2).map((candidate) => [candidate.service.id, candidate.leftOut]),
    );
    expect(out[services.far!]).toContain('圏域に対応していません');
    expect(out[services.full!]).toContain('空きがありません');
    expect(out[services.salon!]).toContain('種類に合いません');
    const stored = await work.app.installation.db('decisions').where({ id: ranking.decisionId }).first();
    expect(JSON.parse(stored.decision).ranked).toHaveLength(5);
  });

  it('shows the first of many with their reasons and counts the others, which can be asked for all the same', async () => {
    const many: string[] = [];
    for (let count = 0; count < 33; count += 1) {
      await work.addService({ name: `見守り${count}`, type: 'watching-over', areas: ['north'] });
      many.push(
        await work.addService({
          name: `満員の見守り${count}`,
          type: 'watching-over',
          areas: ['north'],
          capacity: 'none',
        }),
      );
    }
    const id = await assessed({ ...intake(work.town), types: ['watching-over'] });
    const ranking = await rank(id);
    const shown = ranking.candidates.filter((candidate) => candidate.rank !== null);
    expect([shown.length, ranking.candidates.length, ranking.others.ranked]).toEqual([30, 60, 3]);
    const hidden = many.filter((service) => !ranking.candidates.some((candidate) => candidate.service.id === service));
    expect(ranking.others.leftOut).toBeGreaterThanOrEqual(hidden.length);
    expect((await refer(id, hidden[0] ?? '', ranking.decisionId)).body.detail).toContain('空きがありません');
    const position = (
      JSON.parse((await work.app.installation.db('decisions').where({ id: ranking.decisionId }).first()).decision) as {
        ranked: { serviceId: string }[];
      }
    ).ranked.findIndex((ranked) => ranked.serviceId === hidden[0]);
    const example = await (
      await work.as('administrator')
    ).post<{ example: object }>(work.path(`decisions/${ranking.decisionId}/example?position=${position}`));
    expect(example.body.example).toMatchObject({ facts: { 'service.capacity': 'none' }, expect: { excluded: true } });
  });

  it('is told again from what was stored, to who may see the need', async () => {
    const ranking = await rank(await assessed());
    const again = await (await work.as('centre-north')).get<Ranking>(work.path(`decisions/${ranking.decisionId}`));
    expect(again.body.candidates.map((candidate) => candidate.service.id)).toEqual(
      ranking.candidates.map((candidate) => candidate.service.id),
    );
    for (const person of ['tier2-east', 'member-north', 'provider'] as const)
      expect((await (await work.as(person)).get(work.path(`decisions/${ranking.decisionId}`))).status).toBe(404);
  });

  it('is the second tier’s: the centre and the first tier may look but not rank', async () => {
    const id = await assessed();
    for (const [person, status] of [
      ['centre-north', 403],
      ['tier1', 403],
      ['tier2-east', 404],
      ['provider', 404],
    ] as const)
      expect((await (await work.as(person)).post(work.path(`needs/${id}/ranking`))).status).toBe(status);
  });
});

describe('sending a referral', () => {
  it.each([
    ['no consent', { consent: 'not-given', consentScope: undefined }],
    ['a consent that leaves services out', { consentScope: ['council'] }],
  ])('refuses %s, and goes on once consent has been given', async (_name, answers) => {
    const id = await assessed(answers);
    const ranking = await rank(id);
    const refused = await refer(id, services.best!, ranking.decisionId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'noConsent' } });
    expect(await need(id)).toMatchObject({ standing: { state: 'assessed' }, referrals: [] });
    const { version } = await need(id);
    await (await work.as('tier2-north')).patch(work.path(`needs/${id}`), { answers: intake(work.town) }, { version });
    expect((await refer(id, services.best!, ranking.decisionId)).status).toBe(201);
  });

  it('needs no consent for the community’s need', async () => {
    const id = await assessed(communityIntake(work.town));
    expect((await refer(id, services.best!, (await rank(id)).decisionId)).status).toBe(201);
  });

  it('refuses what was left out, an old ranking, another need’s ranking, and the same service twice', async () => {
    const id = await assessed();
    const old = await rank(id);
    const ranking = await rank(id);
    expect(await refer(id, services.full!, ranking.decisionId)).toMatchObject({
      status: 409,
      body: { code: 'leftOut', detail: expect.stringContaining('空きがありません') },
    });
    expect(await refer(id, services.best!, old.decisionId)).toMatchObject({
      status: 409,
      body: { code: 'rankingOld' },
    });
    expect(await refer(id, services.best!, (await rank(await assessed())).decisionId)).toMatchObject({
      status: 409,
      body: { code: 'rankingOld' },
    });
    const both = await Promise.all([
      refer(id, services.best!, ranking.decisionId),
      refer(id, services.second!, ranking.decisionId),
    ]);
    // Both are under way at once; the same one is not asked twice.
    expect(both.map((reply) => reply.status)).toEqual([201, 201]);
    expect(await refer(id, services.best!, ranking.decisionId)).toMatchObject({
      status: 409,
      body: { code: 'alreadyReferred', detail: expect.stringContaining('い 空きのある送迎') },
    });
    expect((await need(id)).referrals).toHaveLength(2);
  });

  it('goes to nobody who has closed since, and names the next one', async () => {
    const closing = await work.addOrganisation('やめる会');
    const type = 'watching-over';
    const ownIds: string[] = [];
    for (const name of ['ああ 一番目', 'ああ 二番目', 'ああ 三番目'])
      ownIds.push(
        await work.addService({
          name,
          type,
          areas: ['north'],
          feeYen: 0,
          ...(name === 'ああ 二番目' ? { organisationId: closing } : {}),
        }),
      );
    const id = await assessed({ ...intake(work.town), types: [type] });
    const ranking = await rank(id);
    const next = async () => (await need(id)).next?.service.id;
    const order = ranking.candidates.flatMap((candidate) => (candidate.rank === null ? [] : [candidate.service.id]));
    const close = async (table: string, each: string) =>
      work.app.installation.db(table).where({ id: each }).update({ closed_at: work.app.clock.now.toISOString() });
    // Whatever stood before these, more than are looked up at once, is closed too.
    const [first, body, last] = ownIds as [string, string, string];
    const others = order.filter((serviceId) => !ownIds.includes(serviceId));
    expect([ownIds.every((serviceId) => order.includes(serviceId)), others.length > 20]).toEqual([true, true]);
    for (const serviceId of others) await close('services', serviceId);
    const shown = await next();
    expect(ownIds).toContain(shown);
    await close('services', first);
    await close('organisations', closing);
    expect(await next()).toBe(last);
    for (const serviceId of [first, body])
      expect(await refer(id, serviceId, ranking.decisionId)).toMatchObject({
        status: 409,
        body: { code: 'serviceClosed', detail: expect.stringContaining('終了しました') },
      });
    expect((await need(id)).referrals).toEqual([]);
    expect((await refer(id, last, ranking.decisionId)).status).toBe(201);
  });

  it('refuses a need that nobody has looked into yet', async () => {
    const { id } = await work.takeIn('tier2-north');
    expect(await refer(id, services.best!, (await rank(id)).decisionId)).toMatchObject({
      status: 409,
      body: { code: 'stepNotPossible' },
    });
  });
});

describe('what a provider sees', () => {
  it('shows who it is only with consent, only to the organisation asked, and writes it down', async () => {
    const id = await assessed();
    const { body: sent } = await refer(id, services.best!, (await rank(id)).decisionId);
    const provider = await work.as('provider');
    const reply = await referral(provider, sent.id);
    for (const secret of ['架空', 'かくう', '0225-00-0000', '膝が悪い']) expect(reply.text).not.toContain(secret);
    expect(reply.body).toMatchObject({ message: 'お願いします', standing: { state: 'sent' } });
    expect(reply.body.steps.filter((step) => step.open).map((step) => step.event)).toEqual(['ACCEPT', 'REFUSE']);
    await work.step('provider', `referrals/${sent.id}`, 'ACCEPT');
    const seen = await referral(provider, sent.id);
    expect(seen.body.needFacts).toContainEqual({ label: '氏名', value: '架空 ハナ' });
    expect(seen.body.needFacts).toContainEqual({ label: '電話番号', value: '0225-00-0000' });
    // What was found reaches it with the case, and goes with the consent.
    expect(reply.text).not.toContain(assessment.findings);
    expect(seen.body.needFacts).toContainEqual({ label: '分かったこと', value: assessment.findings });
    const lines = await work.app.installation
      .db('audit')
      .where({ action: 'referral.read', record_id: sent.id })
      .orderBy('id');
    // Before it was taken (the step looks once more), and after.
    expect(lines.map((line: { details: string }) => line.details)).toEqual(
      [false, false, true].map((contact) => JSON.stringify({ contact })),
    );
    for (const [person, status] of [
      ['tier2-east', 404],
      ['member-north', 404],
      ['centre-north', 200],
      ['tier1', 200],
    ] as const)
      expect((await referral(await work.as(person), sent.id)).status).toBe(status);
    expect((await referral(await work.as('tier1'), sent.id)).text).not.toContain('架空 ハナ');
    // Consent taken back: from then on the provider sees no more who it is.
    const { version } = await need(id);
    await (
      await work.as('tier2-north')
    ).patch(
      work.path(`needs/${id}`),
      { answers: intake(work.town, { consent: 'not-given', consentScope: undefined }) },
      { version },
    );
    const after = await referral(provider, sent.id);
    for (const secret of ['架空', 'かくう', '0225-00-0000', '膝が悪い', assessment.findings])
      expect(after.text).not.toContain(secret);
    expect(after.body.needFacts.map((fact) => fact.label)).toContain('圏域');
    // Nor what was written to it in so many words, which may say who it is.
    expect(after.body.message).toBeNull();
  });

  it('tells those who work on the case why this service was chosen, and the service nothing of it', async () => {
    const id = await assessed();
    const { decisionId } = await rank(id);
    const sent = await refer(id, services.best!, decisionId);
    const explanationFor = async (person: 'tier2-north' | 'tier1' | 'provider') =>
      (
        await (
          await work.as(person)
        ).get<{ decision: { ruleSet: { key: string }; score: number; sentence: string } | null }>(
          work.path(`referrals/${sent.body.id}`),
        )
      ).body.decision;
    expect(await explanationFor('tier2-north')).toMatchObject({
      ruleSet: { key: 'referral', number: 1 },
      score: expect.any(Number) as number,
    });
    expect((await explanationFor('tier1'))?.sentence).toBe((await explanationFor('tier2-north'))?.sentence);
    expect(await explanationFor('provider')).toBeNull();
  });

  it('lists only its own organisation’s referrals, and hides who it was after a refusal', async () => {
    const id = await assessed();
    const ranking = await rank(id);
    const other = await refer(id, services.second!, ranking.decisionId);
    const provider = await work.as('provider');
    expect((await referral(provider, other.body.id)).status).toBe(404);
    expect(
      (await provider.post(work.path(`referrals/${other.body.id}/steps`), { event: 'ACCEPT' }, { version: 1 })).status,
    ).toBe(404);
    const own = await provider.get<{ items: { id: string; organisation: { id: string } }[]; total: number }>(
      work.path('referrals?limit=200'),
    );
    expect(own.body.items.length).toBeGreaterThan(0);
    expect(own.body.items.every((service) => service.organisation.id === work.town.organisation.id)).toBe(true);
    const mine = await assessed();
    const { body: sent } = await refer(mine, services.best!, (await rank(mine)).decisionId);
    await work.step('provider', `referrals/${sent.id}`, 'REFUSE', refusal);
    expect((await referral(provider, sent.id)).text).not.toContain('架空');
  });

  it('does not exist for another municipality', async () => {
    const id = await assessed();
    const { body: sent } = await refer(id, services.best!, (await rank(id)).decisionId);
    expect((await (await work.as('provider')).get(`/municipalities/00000/referrals/${sent.id}`)).status).toBe(404);
  });
});

describe('the course of a referral', () => {
  it('goes from a refusal to the next candidate, to acceptance and completion, after which the person is asked', async () => {
    const id = await assessed();
    const ranking = await rank(id);
    const { body: first } = await refer(id, services.best!, ranking.decisionId);
    expect((await need(id)).standing.state).toBe('referred');
    const provider = await work.as('provider');
    const bare = await provider.post<Problem>(
      work.path(`referrals/${first.id}/steps`),
      { event: 'REFUSE', answers: { cause: 'staff' } },
      { version: 1 },
    );
    expect(bare.body.issues?.map((issue) => issue.path)).toContain('/answers/reason');
    await work.step('provider', `referrals/${first.id}`, 'REFUSE', refusal);

    const back = await need(id);
    expect(back.standing.state).toBe('assessed');
    expect(back.next?.service.id).toBe(services.second);
    expect(back.story[0]).toMatchObject({
      event: 'REFUSED',
      details: { service: 'い 空きのある送迎', reason: '担い手が足りません' },
    });
    expect((await referral(await work.as('tier2-north'), first.id)).body.answerReason).toBe('担い手が足りません');
    const again = await rank(id);
    expect(again.candidates.find((candidate) => candidate.service.id === services.best)?.leftOut).toContain(
      '前に断られています',
    );

    const { body: second } = await refer(id, services.second!, again.decisionId);
    await work.step('tier2-north', `referrals/${second.id}`, 'ACCEPT');
    expect((await need(id)).standing.state).toBe('beingMet');
    await work.step('tier2-north', `referrals/${second.id}`, 'START');
    await work.step('tier2-north', `referrals/${second.id}`, 'COMPLETE', {
      completedOn: '2026-11-23',
      result: 'solved',
    });
    expect((await need(id)).standing.state).toBe('reviewed');
    await work.step('tier2-north', `needs/${id}`, 'FINISH', outcome);
    const closed = await need(id);
    expect(closed.standing.state).toBe('closed');
    expect(closed.referrals.map((referral) => referral.standing.state)).toEqual(['completed', 'refused']);
    expect((await work.app.installation.db('needs').where({ id }).first()).closed_at).not.toBeNull();
  });

  it('makes the need unmet, and a lack of its area, when nobody is left', async () => {
    const id = await assessed({ types: ['dementia-support'], title: '認知症の相談' });
    const only = await work.addService({ name: '北のカフェ', type: 'dementia-support', areas: ['north'] });
    const { body: sent } = await refer(id, only, (await rank(id)).decisionId);
    await work.step('provider', `referrals/${sent.id}`, 'REFUSE', refusal);
    expect(await need(id)).toMatchObject({ standing: { state: 'unmet' }, next: null });
    const lacks = await (
      await work.as('tier2-north')
    ).get<{ cells: object[]; types: { key: string }[] }>(work.path('lacks'));
    expect(lacks.body.cells).toContainEqual({
      areaId: work.town.areas.north.id,
      type: 'dementia-support',
      open: 1,
      needs: 1,
      services: 1,
      room: 1,
      mark: 'unjoined',
    });
    // Each number is that of its list.
    const total = async (query: string) =>
      (await (await work.as('tier2-north')).get<{ total: number }>(work.path(`needs?${query}`))).body.total;
    const cell = `area=${work.town.areas.north.id}&type=dementia-support`;
    expect([await total(`${cell}&state=open`), await total(`${cell}&state=lacking`)]).toEqual([1, 1]);
    // Outside of one's own areas small counts are not told, and of a period nothing at all.
    type Table = {
      areas: { id: string; own: boolean }[];
      types: { key: string }[];
      cells: { areaId: string }[];
      period: object | null;
    };
    const table = async (person: Parameters<typeof work.as>[0], query = '') =>
      (await (await work.as(person)).get<Table>(work.path(`lacks${query}`))).body;
    const foreign = (await table('tier2-east')).cells.filter(({ areaId }) => areaId === work.town.areas.north.id);
    expect(foreign).toContainEqual(expect.objectContaining({ open: null, needs: null, services: 1, mark: null }));
    const quarter = await table('tier2-east', '?year=2026&quarter=3');
    expect(quarter.areas.filter(({ own }) => !own)).toEqual([]);
    // Nor by an empty column: what nobody offers is in the table only where somebody in these areas asks for it.
    const typesOf = async (person: Parameters<typeof work.as>[0], query: string) =>
      (await table(person, query)).types.map(({ key }) => key);
    await assessed({ types: ['local-currency'] });
    expect(await typesOf('tier2-north', '?year=2026&quarter=3')).toContain('local-currency');
    expect(await typesOf('tier2-east', '?year=2026&quarter=3')).not.toContain('local-currency');
    expect(quarter.period).toEqual({ year: 2026, quarter: 3, from: '2026-10-01', to: '2026-12-31' });
    // What was received in another year goes on in no cell of this one, and the list says the same.
    const before = await table('tier2-north', '?year=2020');
    expect(before.cells).not.toContainEqual(expect.objectContaining({ mark: 'unjoined' }));
    expect(await total(`${cell}&receivedFrom=2020-04-01&receivedTo=2021-03-31`)).toBe(0);
    const office = await work.as('administrator');
    const kept = await office.get<{ practice: object; version: number }>(work.path('practice'));
    const practice = { ...kept.body.practice, hidesBelow: 1 };
    expect((await office.patch(work.path('practice'), practice, { version: kept.body.version })).status).toBe(200);
    expect((await table('tier2-east')).cells).toContainEqual(
      expect.objectContaining({ areaId: work.town.areas.north.id, open: 1, mark: 'unjoined' }),
    );
    expect((await (await work.as('provider')).get(work.path('lacks'))).status).toBe(403);
  });

  it('looks for the next one when help stops on the way', async () => {
    const id = await assessed();
    const { body: sent } = await refer(id, services.best!, (await rank(id)).decisionId);
    await work.step('provider', `referrals/${sent.id}`, 'ACCEPT');
    await work.step('provider', `referrals/${sent.id}`, 'STOP', {
      stoppedOn: '2026-11-23',
      reason: '車が使えなくなりました',
    });
    expect(await need(id)).toMatchObject({
      standing: { state: 'assessed' },
      next: { service: { id: services.second } },
    });
  });

  it('says whose turn it is by who looks, until when, and who could be asked next once the reply is late', async () => {
    type Turn = {
      turn: { mine: boolean; text: string; dueOn: string | null; late: boolean } | null;
      next: object | null;
    };
    const id = await assessed({ urgency: 'high', title: '急ぎの通院' });
    const { body: sent } = await refer(id, services.best!, (await rank(id)).decisionId);
    const seen = async (person: 'provider' | 'tier2-north' | 'tier1') =>
      (await (await work.as(person)).get<Turn>(work.path(`referrals/${sent.id}`))).body;
    expect((await seen('provider')).turn).toEqual({
      mine: true,
      text: '引き受けられるかどうかを返事してください。',
      dueOn: '2026-11-25',
      late: false,
    });
    for (const person of ['tier2-north', 'tier1'] as const) {
      const { turn, next } = await seen(person);
      expect(turn).toMatchObject({ mine: false, dueOn: '2026-11-25', late: false });
      expect(turn?.text).toMatch(/の返事を待っています。期限の2026年11月25日/);
      expect(next).toBeNull();
    }
    work.app.clock.advanceDays(2);
    try {
      expect((await seen('provider')).turn).toMatchObject({ mine: true, late: true });
      const late = await seen('tier2-north');
      expect(late.turn).toMatchObject({ mine: false, late: true });
      expect(late.turn?.text).toContain('次の候補に紹介してください');
      expect(late.next).toMatchObject({ service: { id: services.second } });
      expect((await seen('tier1')).next).toBeNull();
      const { body: home } = await (
        await work.as('tier2-north')
      ).get<{ waiting: { path: string; text: string; late: boolean; dueOn: string | null }[] }>(work.path('home'));
      expect(home.waiting.filter(({ path }) => path === `referrals/${sent.id}`)).toMatchObject([
        { text: expect.stringContaining('次の候補「あ 待ちのある送迎」'), late: false, dueOn: '2026-11-27' },
      ]);
    } finally {
      work.app.clock.advanceDays(-2);
    }
    await work.step('provider', `referrals/${sent.id}`, 'ACCEPT');
    expect((await seen('provider')).turn).toMatchObject({ mine: true, text: expect.stringContaining('支援を始めた') });
    expect((await seen('tier2-north')).turn).toMatchObject({ mine: false, dueOn: '2026-11-30' });
    await work.step('provider', `referrals/${sent.id}`, 'STOP', { stoppedOn: '2026-11-23', reason: '故障' });
    expect((await seen('provider')).turn).toBeNull();
  });

  it('leaves withdrawing to the coordinator', async () => {
    const id = await assessed();
    const { body: sent } = await refer(id, services.best!, (await rank(id)).decisionId);
    expect(
      (
        await (
          await work.as('provider')
        ).post(work.path(`referrals/${sent.id}/steps`), { event: 'WITHDRAW', answers: { reason: 'x' } }, { version: 1 })
      ).status,
    ).toBe(403);
    await work.step('tier2-north', `referrals/${sent.id}`, 'WITHDRAW', { reason: '本人の希望' });
    expect((await need(id)).standing.state).toBe('assessed');
  });
});

describe('a refusal for want of room', () => {
  type Service = { capacity: string; fullUntil: string | null; capacityConfirmedOn: string; version: number };
  const service = async (id: string): Promise<Service> =>
    (await (await work.as('tier2-north')).get<Service>(work.path(`services/${id}`))).body;
  const referred = async (name: string, capacity = 'waiting') => {
    const serviceId = await work.addService({ name, type: 'meals', areas: ['north'], capacity });
    const id = await assessed({ types: ['meals'] });
    return { serviceId, sent: (await refer(id, serviceId, (await rank(id)).decisionId)).body.id };
  };
  const full = { cause: 'no-capacity', reason: '満員です', full: 'yes' };
  const lines = (id: string): Promise<{ actor_name: string; details: string }[]> =>
    work.app.installation.db('audit').where({ action: 'service.confirm', record_id: id }).orderBy('id');
  const later = async (days: number): Promise<void> => {
    work.app.clock.advanceDays(days);
    await work.runDue();
  };

  it('takes the service out until a day, by the provider; on that day it is what it was before', async () => {
    const { serviceId, sent } = await referred('満員になる配食');
    const provider = await work.as('provider');
    const past = await provider.post<Problem>(
      work.path(`referrals/${sent}/steps`),
      { event: 'REFUSE', answers: { ...full, fullUntil: '2026-11-23' } },
      { version: 1 },
    );
    expect([past.status, past.body.issues?.[0]?.path]).toEqual([422, '/answers/fullUntil']);
    expect(await service(serviceId)).toMatchObject({ capacity: 'waiting', fullUntil: null });
    await work.step('provider', `referrals/${sent}`, 'REFUSE', { ...full, fullUntil: '2026-11-30' });
    const closed = await service(serviceId);
    expect(closed).toMatchObject({ capacity: 'none', fullUntil: '2026-11-30', capacityConfirmedOn: '2026-11-23' });
    const [line] = await lines(serviceId);
    expect([line?.actor_name, JSON.parse(line?.details ?? '{}').changed]).toEqual([
      '見本市 provider',
      expect.objectContaining({ capacity: ['waiting', 'none'], full_until: [null, '2026-11-30'] }),
    ]);
    const other = await assessed({ types: ['meals'] });
    expect((await rank(other)).candidates.find((candidate) => candidate.service.id === serviceId)?.leftOut).toContain(
      '空きがありません',
    );
    try {
      await later(6);
      expect((await service(serviceId)).capacity).toBe('none');
      await later(1);
      expect(await service(serviceId)).toMatchObject({ capacity: 'waiting', fullUntil: null });
      expect((await lines(serviceId)).length).toBe(2);
    } finally {
      work.app.clock.advanceDays(-7);
    }
  });

  it('is said for the body by the coordinator too, for as long as nobody says otherwise', async () => {
    const { serviceId, sent } = await referred('電話で断った配食', 'has');
    await work.step('tier2-north', `referrals/${sent}`, 'REFUSE', full);
    expect(await service(serviceId)).toMatchObject({ capacity: 'none', fullUntil: null });
  });

  it('leaves without room what was so already, for as long as nobody said otherwise', async () => {
    const { serviceId, sent } = await referred('前から満員の配食', 'has');
    await work.app.installation.db('services').where({ id: serviceId }).update({ capacity: 'none' });
    await work.step('provider', `referrals/${sent}`, 'REFUSE', { ...full, fullUntil: '2026-11-30' });
    try {
      await later(8);
      expect(await service(serviceId)).toMatchObject({ capacity: 'none', fullUntil: null });
    } finally {
      work.app.clock.advanceDays(-8);
    }
  });

  it('ends with what somebody says since: the day then changes nothing', async () => {
    const { serviceId, sent } = await referred('すぐ空いた配食', 'has');
    await work.step('provider', `referrals/${sent}`, 'REFUSE', { ...full, fullUntil: '2026-11-30' });
    const capacity = async (word: string) =>
      (await work.as('provider')).ask(
        'PUT',
        work.path(`services/${serviceId}/capacity`),
        { capacity: word },
        { version: (await service(serviceId)).version },
      );
    await capacity('ask');
    await capacity('none');
    expect(await service(serviceId)).toMatchObject({ capacity: 'none', fullUntil: null });
    try {
      await later(8);
      expect((await service(serviceId)).capacity).toBe('none');
    } finally {
      work.app.clock.advanceDays(-8);
    }
  });

  it('changes nothing where it is not said', async () => {
    const { serviceId, sent } = await referred('人手のない配食', 'has');
    await work.step('provider', `referrals/${sent}`, 'REFUSE', { ...refusal, full: 'no' });
    expect((await service(serviceId)).capacity).toBe('has');
  });
});
