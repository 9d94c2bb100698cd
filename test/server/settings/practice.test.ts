import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown } from '../../support/app.ts';
import { addCasework, assessment, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { addNiigataCouncil, gathering } from '../../support/niigata.ts';

type Saved = { id: string; version: number };
type Problem = { code: string; title: string };
type Ranking = { decisionId: string; candidates: { service: { id: string } }[] };
type Need = {
  standing: { todo: string | null };
  can: Record<string, boolean>;
  referrals: { id: string }[];
  next: object | null;
};
type City = { can: Record<string, boolean>; practice: Practice };
type Practice = { matching: boolean; coordinator: 'election' | 'appointment' };
type Council = {
  standing: { state: string };
  steps: { event: string; name: string; open: boolean; form: { key: string } | null }[];
  diagram: { edges: { event: string }[] };
  coordinators: string[];
  meetings: { title: string }[];
};
type Home = { waiting: { path: string; text: string; action: string }[] };

describe(`how a city works, on ${testEngine()}`, () => {
  let work: Casework;
  let other: Casework;
  beforeAll(async () => {
    work = await startCasework();
    other = addCasework(work.app, await createTown(work.app, '99902', '隣の市'));
  });
  afterAll(async () => {
    await work.app.close();
    expect(work.app.logged).toEqual([]);
  });

  const set = async (practice: Partial<Practice>) => {
    const client = await work.as('administrator');
    const { body } = await client.get<{ practice: Practice; version: number }>(work.path('practice'));
    return client.patch<Saved & Problem>(
      work.path('practice'),
      { ...body.practice, ...practice },
      { version: body.version },
    );
  };
  const ofCity = async (each: Casework, person: 'tier2-north' | 'provider') =>
    (await (await each.as(person)).get<City>(each.path(''))).body;

  describe('which hands no needs to services', () => {
    let referred: string;
    let seeking: string;
    let referral: string;
    let ranking: Ranking;
    let late: string;
    let lateReferral: string;
    let lateService: string;
    const read = async (id: string) => (await (await work.as('tier2-north')).get<Need>(work.path(`needs/${id}`))).body;
    const rank = async (id: string) =>
      (await work.as('tier2-north')).post<Ranking & Problem>(work.path(`needs/${id}/ranking`));
    const refer = async (id: string, { decisionId, candidates }: Ranking) =>
      (await work.as('tier2-north')).post<Saved & Problem>(work.path(`needs/${id}/referrals`), {
        decisionId,
        serviceId: candidates[0]?.service.id,
      });
    const home = async () => (await (await work.as('tier2-north')).get<Home>(work.path('home'))).body.waiting;

    beforeAll(async () => {
      await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
      await work.addService({ name: '北のもう一つの送迎', type: 'transport', areas: ['north'] });
      const assessed = async (): Promise<string> => {
        const { id } = await work.takeIn('tier2-north');
        await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
        return id;
      };
      [referred, seeking, late] = [await assessed(), await assessed(), await assessed()];
      const ofLate = (await rank(late)).body;
      lateService = ofLate.candidates[0]?.service.id ?? '';
      lateReferral = (await refer(late, ofLate)).body.id;
      referral = (await refer(referred, (await rank(referred)).body)).body.id;
      ranking = (await rank(seeking)).body;
    });

    it('offers neither ranking nor referring, and refuses both with what can be done', async () => {
      expect((await read(seeking)).can).toMatchObject({ rank: true, refer: true });
      const before = (await home()).find(({ path }) => path === `needs/${seeking}`);
      expect(before?.text).toContain('つなぎ先');
      expect((await set({ matching: false })).status).toBe(200);

      expect(await read(seeking)).toMatchObject({
        can: { rank: false, refer: false },
        standing: { todo: expect.stringContaining('サービスにつなぎません') },
      });
      for (const reply of [await rank(seeking), await refer(seeking, ranking)]) {
        expect([reply.status, reply.body.code]).toEqual([409, 'matchingOff']);
        expect(reply.body.title).toBe('この市町村では、困りごとをサービスにつなぎません');
      }
      for (const person of ['tier2-north', 'provider'] as const)
        expect(await ofCity(work, person)).toMatchObject({ can: { referrals: false }, practice: { matching: false } });
      expect(await ofCity(other, 'tier2-north')).toMatchObject({
        can: { referrals: true },
        practice: { matching: true },
      });
      // The need still waits for its coordinator, who is not sent to look for a service.
      const after = (await home()).find(({ path }) => path === `needs/${seeking}`);
      expect([after?.text.includes('通院の足がない'), after?.action]).toEqual([true, '見る']);
      expect(after?.text).not.toContain('つなぎ先を探');
    });

    it('keeps what was referred: it can be read, and goes on to its end', async () => {
      expect((await read(referred)).referrals.map(({ id }) => id)).toEqual([referral]);
      const provider = await work.as('provider');
      expect((await provider.get<Home>(work.path('home'))).body.waiting.map(({ path }) => path)).toContain(
        `referrals/${referral}`,
      );
      await work.step('provider', `referrals/${referral}`, 'ACCEPT');
      expect((await (await work.as('tier2-north')).get(work.path(`referrals/${referral}`))).status).toBe(200);
    });

    it('looks for nobody else: neither while a reply is late nor when the service stops', async () => {
      const person = await work.as('tier2-north');
      const decisions = () => work.app.installation.db('decisions').where({ record_id: late }).orderBy('id');
      const count = (await decisions()).length;
      work.app.clock.advanceDays(30);
      try {
        const { body } = await person.get<{ turn: { late: boolean; text: string } | null; next: object | null }>(
          work.path(`referrals/${lateReferral}`),
        );
        expect(body).toMatchObject({ turn: { late: true }, next: null });
        expect(body.turn?.text).not.toContain('候補');
      } finally {
        work.app.clock.advanceDays(-30);
      }
      // Without the second service nobody is left: a ranking would make the need unmet.
      await work.app.installation
        .db('services')
        .whereNot({ id: lateService })
        .update({ closed_at: work.app.clock.now.toISOString() });
      await work.step('provider', `referrals/${lateReferral}`, 'REFUSE', {
        cause: 'staff',
        reason: '人手が足りません',
      });
      expect(await read(late)).toMatchObject({ standing: { state: 'assessed' }, next: null });
      expect(await decisions()).toHaveLength(count);
    });

    it('may do so again', async () => {
      expect((await set({ matching: true })).status).toBe(200);
      expect((await refer(seeking, ranking)).status).toBe(201);
      expect((await ofCity(work, 'provider')).can).toMatchObject({ referrals: true });
      const { items } = (
        await (
          await work.as('administrator')
        ).get<{ items: { action: string; told?: { label: string; value: string }[] }[] }>(
          work.path('audit?action=practice.update'),
        )
      ).body;
      expect(JSON.stringify(items)).toContain('困りごとをサービスにつなぐ');
    });
  });

  describe('which appoints its coordinators', () => {
    let council: string;
    const step = (event: string, answers: Record<string, unknown>) =>
      work.step('tier2-north', `councils/${council}`, event, answers);
    const read = async () =>
      (await (await work.as('tier2-north')).get<Council & Saved>(work.path(`councils/${council}`))).body;
    const choosing = async () =>
      (await read()).steps.flatMap(({ event, name, form }) =>
        /LECT_COORDINATOR|APPOINT_COORDINATOR/.test(event) ? [[name, form?.key]] : [],
      );
    const turn = async () =>
      (await (await work.as('tier2-north')).get<Home>(work.path('home'))).body.waiting.find(
        ({ path }) => path === `councils/${council}`,
      )?.action;
    const take = async (event: string, answers: object) =>
      (await work.as('tier2-north')).post<Problem & { detail: string }>(
        work.path(`councils/${council}/steps`),
        { event, answers },
        { version: (await read()).version },
      );

    beforeAll(async () => {
      council = await addNiigataCouncil(work, '北の会議');
    });

    const person = { name: '見本 推子', startsOn: '2026-11-12', reason: '地域の活動の経験がある' };

    it('offers the step, the words and the form of appointing, and refuses an election', async () => {
      expect(await choosing()).toEqual([['推進員を任命する', 'coordinator-appointment']]);
      expect(await turn()).toBe('推進員を任命する');
      expect((await read()).diagram.edges.map(({ event }) => event)).not.toContain('ELECT_COORDINATOR');
      const refused = await take('ELECT_COORDINATOR', gathering('選出', person));
      expect([refused.status, refused.body.code]).toEqual([409, 'stepClosed']);
      expect(refused.body.detail).toContain('設定の「取り組み方」');
    });

    it('elects them from the day on that it says so, with a meeting on record', async () => {
      expect((await set({ coordinator: 'election' })).status).toBe(200);
      expect(await choosing()).toEqual([['推進員を選出する', 'coordinator-election']]);
      expect(await turn()).toBe('推進員を選出する');
      expect((await take('APPOINT_COORDINATOR', person)).body.code).toBe('stepClosed');
      const elected = await take('ELECT_COORDINATOR', gathering('選出の会議', { ...person, heldOn: '2026-11-11' }));
      expect([elected.status, elected.text]).toEqual([200, expect.any(String)]);
      expect(await read()).toMatchObject({ standing: { state: 'operation.active' }, coordinators: ['見本 推子'] });
      expect((await read()).meetings.map(({ title }) => title)).toContain('選出の会議');
    });

    it('appoints the next one once it appoints again, in place of the former', async () => {
      expect((await set({ coordinator: 'appointment' })).status).toBe(200);
      expect(await choosing()).toEqual([['推進員を任命し直す', 'coordinator-appointment']]);
      const count = (await read()).meetings.length;
      await step('REAPPOINT_COORDINATOR', { ...person, name: '見本 後子', startsOn: '2026-11-15' });
      expect(await read()).toMatchObject({ coordinators: ['見本 後子'] });
      expect((await read()).meetings).toHaveLength(count);
      const log = await (await work.as('administrator')).get(work.path('audit?action=practice.update'));
      expect(log.text).toContain('コーディネーターの決め方');
      expect(log.text).toContain('協議体が選出する');
    });
  });

  it('is for an administrator of the whole municipality to say, of what they saw', async () => {
    for (const person of ['administrator-ward', 'tier1', 'member-north'] as const)
      expect(
        (
          await (
            await work.as(person)
          ).patch(work.path('practice'), { matching: false, coordinator: 'election' }, { version: 1 })
        ).status,
      ).toBe(403);
    const administrator = await work.as('administrator');
    const late = await administrator.patch<Problem>(
      work.path('practice'),
      { matching: false, coordinator: 'election' },
      { version: 1 },
    );
    expect([late.status, late.body.code]).toEqual([409, 'stale']);
  });

  it('lets nobody take forms along on a device before an administrator of the whole says so, on record', async () => {
    const cityOf = async () =>
      (await (await work.as('tier2-north')).get<{ offline: boolean }>(work.path(''))).body.offline;
    expect(await cityOf()).toBe(false);
    const administrator = await work.as('administrator');
    const { body } = await administrator.get<{ allowed: boolean; version: number }>(work.path('offline'));
    expect(body.allowed).toBe(false);
    for (const person of ['administrator-ward', 'tier1'] as const)
      expect(
        (await (await work.as(person)).patch(work.path('offline'), { allowed: true }, { version: body.version }))
          .status,
      ).toBe(403);
    const change = () =>
      administrator.patch<Problem>(work.path('offline'), { allowed: true }, { version: body.version });
    expect([(await change()).status, (await change()).body.code]).toEqual([200, 'stale']);
    expect(await cityOf()).toBe(true);
    const log = await administrator.get(work.path('audit?action=offline.update'));
    for (const words of ['端末への持ち出しの設定の変更', '様式の端末への持ち出し', 'はい'])
      expect(log.text).toContain(words);
  });
});
