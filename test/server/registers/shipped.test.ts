import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Form, Sources } from '../../../forms/index.ts';
import type { Register } from '../../../registers/types.ts';
import { advance, listStandings, possible, start, type Advance, type Workflow } from '../../../workflows/index.ts';
import type { Person } from '../../support/app.ts';
import { startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { generateAnswers } from '../../support/generate-answers.ts';

/* Every register that comes with the product, walked over HTTP along every transition of its lifecycle, with answers made from its forms. */

const folder = (name: string) => new URL(`../../../${name}/library/`, import.meta.url);
const load = (name: string, key: string, suffix: string): unknown =>
  JSON.parse(readFileSync(new URL(`${key}.${suffix}.json`, folder(name)), 'utf8'));
const loadForm = (key: string) => load('forms', key, 'form') as Form;
const loadWorkflow = (key: string) => load('workflows', key, 'workflow') as Workflow;
const keys = readdirSync(folder('registers')).map((file) => file.replace('.register.json', ''));

/** What rules of a lifecycle ask of the record that it begins with: of a supporter, no qualification that has ended. */
const begunWith: Partial<Record<string, object>> = { supporter: { skills: [] } };

const personOf: Partial<Record<string, Person>> = {
  tier2: 'tier2-north',
  centre: 'centre-north',
  tier1: 'tier1',
  administrator: 'administrator',
};

type Saved = { id: string; version: number; state: string };
type Way = { from: string; event: string; to: string };

/** Every transition that somebody takes, from every state that can be reached. */
function listWays(workflow: Workflow): { first: string; ways: Way[] } {
  const begun = start(workflow);
  const reached = new Map<string, Advance>([[begun.state.join(), begun]]);
  const ways: Way[] = [];
  for (const [from, at] of reached)
    for (const event of possible(workflow, at.snapshot)) {
      const next = advance(workflow, structuredClone(at.snapshot), { type: event, decision: { allowed: true } });
      if (!next) throw new Error(`${event} is possible in ${from} and yet not accepted`);
      const to = next.state.join();
      if (!workflow.steps[event]?.roles.every((role) => role === 'system')) ways.push({ from, event, to });
      if (!reached.has(to)) reached.set(to, next);
    }
  return { first: begun.state.join(), ways };
}

/** The next way from a state: one that was not taken yet, or the first on the shortest path to one. */
function nextWay(ways: Way[], left: ReadonlySet<Way>, from: string): Way | undefined {
  const paths: { at: string; first: Way | undefined }[] = [{ at: from, first: undefined }];
  const seen = new Set([from]);
  for (const { at, first } of paths)
    for (const way of ways.filter((each) => each.from === at)) {
      if (left.has(way)) return first ?? way;
      if (!seen.has(way.to)) paths.push({ at: way.to, first: first ?? way });
      seen.add(way.to);
    }
  return undefined;
}

type Activity = {
  version: number;
  standing: { state: string };
  became: { kind: string; title: string; path: string }[];
  steps: { event: string; form: { initial?: Record<string, unknown> } | null }[];
};
type Refused = { issues?: { path: string; code: string }[] };
type Listed = { items: { id: string; name: string }[] };
type Service = { name: string; type: { key: string }; areas: { name: string }[]; from: { path: string } | null };

describe(`registers that come with the product, on ${testEngine()}`, () => {
  let work: Casework;
  let sources: Sources;
  let picked: Record<string, string>;

  beforeAll(async () => {
    work = await startCasework();
    sources = {
      areas: [{ value: work.town.areas.north.id, label: '北' }],
      'service-types': [{ value: 'salon', label: 'サロン' }],
      organisations: [{ value: work.town.organisation.id, label: '団体' }],
    };
    const council = await work.addCouncil('北の協議体', 2, 'north');
    const meeting = await (
      await work.as('tier2-north')
    ).post<Saved>(work.path(`councils/${council}/meetings`), {
      kind: 'council',
      title: '第1回',
      heldOn: '2026-11-01',
      place: '北の公民館',
      attendance: 5,
    });
    expect([meeting.status, meeting.text]).toEqual([201, meeting.text]);
    sources['meetings'] = [{ value: meeting.body.id, label: '第1回' }];
    picked = { organisation: work.town.organisation.id, meeting: meeting.body.id, council };
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it.each(keys)(
    '%s: every step of its lifecycle is taken from every state that knows it, to an end and back',
    async (key) => {
      const register = load('registers', key, 'register') as Register;
      const workflow = loadWorkflow(register.workflow);
      const form = loadForm(register.form);
      const { first, ways } = listWays(workflow);
      const left = new Set(ways);
      const visited = new Set([first]);
      while (left.size > 0) {
        const client = await work.as('tier2-north');
        const begun = await client.post<Saved>(work.path(`registers/${key}/records`), {
          answers: { ...generateAnswers(form, sources, picked), ...begunWith[key] },
        });
        expect([begun.status, begun.text]).toEqual([201, begun.text]);
        const path = work.path(`registers/${key}/records/${begun.body.id}`);
        let state = first;
        let version = 1;
        let taken = 0;
        for (let way = nextWay(ways, left, state); way; way = nextWay(ways, left, state)) {
          const notes = workflow.steps[way.event];
          const person = notes?.roles.flatMap((role) => personOf[role] ?? [])[0];
          if (!notes || !person) throw new Error(`${key}: nobody takes ${way.event}`);
          const answers = notes.form && generateAnswers(loadForm(notes.form), sources, picked);
          const reply = await (
            await work.as(person)
          ).post<Saved>(`${path}/steps`, { event: way.event, ...(answers && { answers }) }, { version });
          expect([way, reply.status, reply.status === 200 ? reply.body.state : reply.text]).toEqual([way, 200, way.to]);
          left.delete(way);
          state = way.to;
          visited.add(state);
          version = reply.body.version;
          taken += 1;
        }
        if (taken === 0) break;
        const { body } = await client.get<{ story: unknown[]; standing: { state: string } }>(path);
        expect(body.standing.state).toBe(state);
        expect(body.story).toHaveLength(taken + 1);
      }
      expect([...left]).toEqual([]);
      const standings = listStandings(workflow);
      expect([...visited].toSorted()).toEqual(standings.map((standing) => standing.state).toSorted());
      expect(standings.some(({ state, tags }) => visited.has(state) && tags.includes('over'))).toBe(true);
    },
  );

  it('a coordinator is elected, in office and handed over: the office is the council’s own, once', async () => {
    const council = String(picked['council']);
    const officers = async (name: string): Promise<{ starts_on: string; ends_on: string | null }[]> =>
      work.app.installation
        .db('council_members')
        .where({ council_id: council, role: 'coordinator', name })
        .select('starts_on', 'ends_on');
    const begin = async (name: string, more: object = {}): Promise<string> => {
      const answers = { ...generateAnswers(loadForm('coordinator-candidate'), sources, picked), name, ...more };
      const reply = await (
        await work.as('tier2-north')
      ).post<Saved>(work.path('registers/coordinator-appointment/records'), { answers });
      expect([reply.status, reply.text]).toEqual([201, reply.text]);
      const path = `registers/coordinator-appointment/records/${reply.body.id}`;
      await work.step('tier2-north', path, 'CONSIDER');
      return path;
    };
    const election = {
      ...generateAnswers(loadForm('coordinator-candidate-elected'), sources, picked),
      startsOn: '2026-11-10',
    };
    const elect = (path: string, answers: object) =>
      work.step('tier2-north', path, 'ELECT', { ...election, ...answers });
    const read = async (path: string): Promise<{ version: number; standing: { state: string } }> =>
      (await (await work.as('tier2-north')).get<Activity>(work.path(path))).body;

    // Nobody is elected without agreeing to it, nor into a council whose records are not theirs to keep.
    const undecided = await begin('仮名 まだ', { consent: 'not-given' });
    const tried = async (path: string, answers: object) =>
      (
        await (
          await work.as('tier2-north')
        ).post<Refused>(
          work.path(`${path}/steps`),
          { event: 'ELECT', answers: { ...election, ...answers } },
          { version: (await read(path)).version },
        )
      ).status;
    expect(await tried(undecided, { name: '仮名 まだ' })).toBe(409);
    const path = await begin('仮名 つなぐ');
    const south = await work.addCouncil('南の協議体', 2, 'south');
    expect(await tried(path, { name: '仮名 つなぐ', council: south })).toBe(422);

    await elect(path, { name: '仮名 つなぐ' });
    await work.runDue();
    expect((await read(path)).standing.state).toBe('active');
    expect(await officers('仮名 つなぐ')).toEqual([{ starts_on: '2026-11-10', ends_on: null }]);

    // Whom the council has already is not its coordinator twice.
    const reply = await (
      await work.as('administrator')
    ).post(work.path(`councils/${council}/members`), {
      name: '仮名 さきに',
      role: 'coordinator',
      startsOn: '2026-11-10',
    });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    await elect(await begin('仮名 さきに'), { name: '仮名 さきに' });
    await work.runDue();
    expect(await officers('仮名 さきに')).toHaveLength(1);

    await work.step('tier2-north', path, 'HAND_OVER');
    await work.step('tier1', path, 'END', {
      ...generateAnswers(loadForm('coordinator-candidate-ending'), sources, picked),
      name: '仮名 つなぐ',
      endsOn: '2026-11-22',
    });
    await work.runDue();
    expect((await read(path)).standing.state).toBe('ended');
    expect(await officers('仮名 つなぐ')).toEqual([{ starts_on: '2026-11-10', ends_on: '2026-11-22' }]);
    expect((await officers('仮名 さきに')).map(({ ends_on }) => ends_on)).toEqual([null]);
  });

  it('a plan stands beside what happened, as the asker may know it, and says what is late', async () => {
    const plan = { plan: '整備計画（見本）', track: 'councils', sort: 'regular', certainty: 'own' };
    const area = work.town.areas.north.id;
    const rows = {
      met: { counts: 'meetings', target: 1, period: { from: '2026-10-01', to: '2026-11-10' } },
      late: { counts: 'roundtables', target: 2, period: { from: '2026-09-01', to: '2026-10-31' } },
      open: { counts: 'meetings', target: 2, period: { from: '2026-10-01' } },
      byHand: { counts: 'hand', target: 5, period: { from: '2026-10-01', to: '2026-11-01' } },
      draft: { counts: 'roundtables', target: 2, period: { from: '2026-09-01', to: '2026-10-31' } },
    };
    const begin = async (title: string, answers: object): Promise<string> => {
      const reply = await (
        await work.as('tier2-north')
      ).post<Saved>(work.path('registers/rollout-plan/records'), { answers: { ...plan, title, area, ...answers } });
      expect([reply.status, reply.text]).toEqual([201, reply.text]);
      return `registers/rollout-plan/records/${reply.body.id}`;
    };
    for (const [title, answers] of Object.entries(rows)) {
      const path = await begin(`計画 ${title}`, answers);
      if (title !== 'draft') await work.step('tier1', path, 'SETTLE');
      if (title === 'byHand') {
        await work.step('tier2-north', path, 'START');
        for (const [day, done] of [
          ['2026-10-20', 3],
          ['2026-11-05', 1],
        ] as const)
          await work.step('tier2-north', path, 'PROGRESS', { day, done, what: '開いた。' });
      }
    }
    type Drawn = {
      items: { title: string; aim: string; late: boolean; done: { said: string; happened: unknown[] } | null }[];
      tracks: { name: string }[];
    };
    const seenBy = async (person: Person) => {
      const reply = await (await work.as(person)).get<Drawn>(work.path('registers/rollout-plan/gantt?q=計画'));
      const said = reply.body.items.flatMap(({ title, aim, late, done }) =>
        title.startsWith('計画 ') ? [[title.slice(3), `${done?.said ?? '?'}/${aim}${late ? ' late' : ''}`]] : [],
      );
      return { said: Object.fromEntries(said) as Record<string, string>, body: reply.body };
    };
    const { said, body } = await seenBy('tier1');
    expect(said).toEqual({
      met: '1回/1回',
      late: '0回/2回 late',
      open: '1回/2回',
      byHand: '4/5 late',
      draft: '0回/2回',
    });
    expect(body.tracks.map(({ name }) => name)).toContain('第2層協議体');
    const happened = body.items.find(({ title }) => title === '計画 met')?.done?.happened;
    expect(happened).toEqual([
      { day: '2026-11-01', title: expect.stringContaining('第1回'), path: `meetings/${picked['meeting']}` },
    ]);
    // Who reads no year's sheet of the north is told the plan, and not what happened there.
    expect((await seenBy('member-north')).said['met']).toBe('?/1 late');
  });

  /** The steps by which an activity comes to where it may be started. */
  const beforeStart = ['FIND_PARTNERS', 'AGREED', 'PREPARE', 'TRY', 'TRIAL'];
  const answersTo = (event: string): Record<string, unknown> | undefined => {
    const { form } = loadWorkflow('activity').steps[event] ?? {};
    return form === undefined ? undefined : generateAnswers(loadForm(form), sources, picked);
  };
  const take = (path: string, event: string) => work.step('tier2-north', path, event, answersTo(event));
  const services = async (name: string): Promise<Listed['items']> =>
    (await (await work.as('tier2-north')).get<Listed>(work.path(`services?q=${encodeURIComponent(name)}`))).body.items;

  async function prepare(name: string): Promise<string> {
    const reply = await (
      await work.as('tier2-north')
    ).post<Saved>(work.path('registers/activity/records'), {
      answers: { ...generateAnswers(loadForm('activity'), sources, picked), name },
    });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    const path = `registers/activity/records/${reply.body.id}`;
    for (const event of beforeStart) await take(path, event);
    return path;
  }

  it('an activity that starts is a service of the directory, once, and each leads to the other', async () => {
    const client = await work.as('tier2-north');
    const path = await prepare('北の買い物便');
    const { body: before } = await client.get<Activity>(work.path(path));
    expect(before.became).toEqual([]);
    expect(before.steps.find(({ event }) => event === 'START')?.form?.initial).toEqual({
      startsOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      service: '北の買い物便',
      type: 'salon',
      areas: [work.town.areas.north.id],
    });
    const answers = { ...answersTo('START'), service: '北の買い物便', fee: '1回 200円', capacity: 'has' };
    // The same request twice, as a browser sends it that did not hear the answer.
    for (const _ of [1, 2]) {
      const reply = await client.post<Saved>(
        work.path(`${path}/steps`),
        { event: 'START', answers },
        { version: before.version, key: 'start-of-the-shopping-trips' },
      );
      expect([reply.status, reply.body.state]).toEqual([200, 'running']);
    }
    await work.runDue();
    const [service, ...others] = await services('北の買い物便');
    expect(others).toEqual([]);
    const { body: after } = await (await work.as('tier2-north')).get<Activity>(work.path(path));
    expect(after.became).toEqual([{ kind: 'サービス', title: '北の買い物便', path: `services/${service?.id}` }]);
    const seenBy = async (person: Person): Promise<Service> =>
      (await (await work.as(person)).get<Service>(work.path(`services/${service?.id}`))).body;
    expect(await seenBy('tier2-north')).toMatchObject({
      type: { key: 'salon' },
      fee: '1回 200円',
      capacity: 'has',
      from: { path: path.replace('/records', '') },
    });
    // Whoever sees no activities is not told of this one.
    expect((await seenBy('provider')).from).toBeNull();
    const logged = await work.app.installation
      .db('audit')
      .where({ action: 'service.create', record_id: service?.id })
      .select('details');
    expect(logged).toHaveLength(1);

    // Begun again, it is still the one service.
    for (const event of ['END', 'REOPEN', 'TRY', 'TRIAL', 'START']) await take(path, event);
    await work.runDue();
    const { body: again } = await (await work.as('tier2-north')).get<Activity>(work.path(path));
    expect([again.standing.state, again.became.length]).toEqual(['running', 1]);
  });

  it.each([
    ['for an area that is not theirs', () => ({ areas: [work.town.areas.south.id] }), '/answers/areas'],
    ['by a body that there is not', () => ({ organisation: 'nobody' }), '/answers/organisation'],
    ['of no name', () => ({ service: undefined }), '/answers/service'],
  ])('nobody starts an activity %s', async (_, wrong, place) => {
    const client = await work.as('tier2-north');
    const path = await prepare('北の見守り便');
    const { body: before } = await client.get<Activity>(work.path(path));
    const answers = { ...answersTo('START'), service: '北の見守り便', ...wrong() };
    const reply = await client.post<Refused>(
      work.path(`${path}/steps`),
      { event: 'START', answers },
      { version: before.version },
    );
    expect([reply.status, reply.body.issues?.map((issue) => issue.path)]).toEqual([422, [place]]);
    const { body: after } = await client.get<Activity>(work.path(path));
    expect([after.version, after.standing.state, after.became]).toEqual([before.version, 'tried', []]);
    expect(await services('北の見守り便')).toEqual([]);
  });
});
