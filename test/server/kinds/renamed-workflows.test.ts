import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Requirements, StateNotes, Turn, Workflow } from '../../../workflows/types.ts';
import { kindsAndEffects } from '../../../server/kinds/index.ts';
import { createTown, startTestApp, type Person } from '../../support/app.ts';
import { addCasework, assessment, communityIntake, type Casework } from '../../support/casework.ts';

/*
 * Two towns live the same days: one with the workflows that are shipped, one with those in which every state and every event
 * is called something else, tags and marks kept. Nobody may tell them apart by anything but the ids.
 */

type Loose = Record<string, unknown>;
type Happened = { id: string; version: number };
const keys = ['need', 'referral', 'proposal', 'report', 'standard', 'ishinomaki', 'niigata'] as const;
type Key = (typeof keys)[number];

const load = (key: Key): Workflow =>
  JSON.parse(
    readFileSync(new URL(`../../../workflows/library/${key}.workflow.json`, import.meta.url), 'utf8'),
  ) as Workflow;

const stateId = (id: string): string => `${[...id].toReversed().join('')}Z`;
const eventId = (event: string): string => `Q${[...event].toReversed().join('')}`;
const statePath = (path: string): string => path.split('.').map(stateId).join('.');
const rename = (holder: unknown, name: (key: string) => string, each = (value: unknown): unknown => value): Loose =>
  Object.fromEntries(Object.entries((holder ?? {}) as Loose).map(([key, value]) => [name(key), each(value)]));

function renameNode(node: unknown): Loose {
  const { initial, states, on, ...others } = node as Loose;
  return {
    ...others,
    ...(typeof initial === 'string' ? { initial: stateId(initial) } : {}),
    ...(on ? { on: rename(on, eventId, renameTransition) } : {}),
    ...(states ? { states: rename(states, stateId, renameNode) } : {}),
  };
}

function renameTransition(transition: unknown): unknown {
  const { target, ...others } = transition as Loose;
  if (typeof target !== 'string') return others;
  const [first = '', ...rest] = target.split('.');
  return { ...others, target: [first.startsWith('#') ? first : stateId(first), ...rest.map(stateId)].join('.') };
}

/** A turn may name the step that answers it by its event. */
function renameAnswers(note: unknown): unknown {
  const { turns, ...others } = note as StateNotes;
  if (!turns) return others;
  const named = ({ answer, ...turn }: Turn): Turn =>
    answer ? { ...turn, answer: 'event' in answer ? { event: eventId(answer.event) } : answer } : turn;
  return { ...others, turns: turns.map(named) };
}

function renamed(workflow: Workflow): Workflow {
  return {
    ...workflow,
    machine: renameNode(workflow.machine),
    states: rename(workflow.states, statePath, renameAnswers) as Workflow['states'],
    steps: rename(workflow.steps, eventId) as Workflow['steps'],
  };
}

const towns: Record<
  'shipped' | 'other',
  { work: Casework; event: (name: string) => string; state: (id: string) => string }
> = {} as never;

const publish = async (work: Casework, body: unknown) =>
  (await work.as('administrator')).post<{ issues?: { path: string; code: string; message: string }[] }>(
    work.path('definitions/workflow'),
    { body, reason: '別の呼び名にする' },
  );

beforeAll(async () => {
  const app = await startTestApp();
  const work = addCasework(app, await createTown(app, '99901'));
  const other = addCasework(app, await createTown(app, '99902'));
  towns.shipped = { work, event: (name) => name, state: (id) => id };
  towns.other = { work: other, event: eventId, state: statePath };
  for (const key of keys) {
    const reply = await publish(other, renamed(load(key)));
    if (reply.status !== 201) throw new Error(`${key}: ${reply.text}`);
  }
});
afterAll(async () => {
  expect(towns.shipped.work.app.logged).toEqual([]);
  await towns.shipped.work.app.close();
});

/** What everybody is shown, without ids. */
async function look(work: Casework): Promise<Loose> {
  const get = async <T>(person: Person, path: string): Promise<T> => {
    const reply = await (await work.as(person)).get<T>(work.path(path));
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  type Listed = {
    total: number;
    items: { title?: string; standing: { state?: string; tags: string[]; name: string } }[];
  };
  const listed = async (person: Person, path: string) => {
    const { total, items } = await get<Listed>(person, path);
    return [total, items.map(({ title, standing }) => [title, standing.name, standing.tags])];
  };
  const seen: Loose = {};
  for (const person of ['tier2-north', 'tier1', 'provider', 'centre-north', 'member-north', 'administrator'] as const) {
    const { waiting, noticed, recent } = await get<{
      waiting: { kind: string; urgency: string; text: string; action: string; path: string }[];
      noticed: { text: string }[];
      recent: { text: string }[];
    }>(person, 'home');
    seen[`home of ${person}`] = {
      waiting: waiting.map(({ kind, urgency, text, action, path }) => [
        kind,
        urgency,
        text,
        action,
        path.replace(/[0-9a-f-]{36}/g, '…'),
      ]),
      noticed: noticed.map(({ text }) => text),
      recent: recent.map(({ text }) => text),
    };
  }
  for (const kind of ['need', 'referral', 'proposal'] as const) {
    const { items } = await get<{ items: { value: string; name: string }[] }>('tier1', `standings?kind=${kind}`);
    seen[`filter of ${kind}s`] = items;
    for (const value of ['open', 'over', 'lacking', 'given-back', ...items.map((item) => item.value)])
      seen[`${kind}s ${value}`] = await listed('tier2-north', `${kind}s?state=${value}`);
    seen[`${kind}s of a stage`] = await listed(
      'tier2-north',
      `${kind}s?state=${kind === 'need' ? 'matching' : 'with-tier1'}`,
    );
  }
  const lacks = await get<{ cells: { type: string; needs: number; services: number }[] }>('tier2-north', 'lacks');
  // The page places each cell by its area and type; they come in no order.
  seen['lacks'] = lacks.cells.map(({ type, needs, services }) => [type, needs, services].join()).sort();
  seen['findings'] = (
    await get<{ items: { sentence: string; status: string }[] }>('tier2-north', 'findings')
  ).items.map(({ sentence, status }) => [sentence, status]);
  seen['councils'] = await get<{ items: (Listed['items'][number] & { id: string; name: string })[] }>(
    'tier1',
    'councils',
  ).then(async ({ items }) =>
    Promise.all(
      items.map(async ({ id, name, standing }) => {
        const { counts } = await get<{ counts: Loose }>('tier1', `councils/${id}`);
        return [name, standing.name, standing.tags, counts];
      }),
    ),
  );
  return seen;
}

const refusal = { cause: 'staff', reason: '担い手が足りません' };
const outcome = { askedOn: '2026-11-24', answeredBy: 'person', satisfied: 'yes', words: '助かった。' };
const checkUp = { checkedOn: '2026-11-24', method: 'phone', condition: 'same' };
const completion = { completedOn: '2026-11-23', result: 'solved' };

/** The main journeys of each kind; answers what is seen on the way. */
async function live({ work, event, state }: (typeof towns)['shipped']): Promise<Loose[]> {
  const seen: Loose[] = [];
  const take = (person: Person, record: string, name: string, answers?: Loose): Promise<Happened & { state: string }> =>
    work.step(person, record, event(name), answers);
  const post = async <T = Happened>(person: Person, path: string, body?: Loose): Promise<T> => {
    const reply = await (await work.as(person)).post<T>(work.path(path), body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  const others = await work.addOrganisation('ほかの会');
  const best = await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'], feeYen: 300 });
  const second = await work.addService({
    name: '中央の送迎',
    type: 'transport',
    areas: ['ward'],
    capacity: 'waiting',
    organisationId: others,
  });
  const ward = await work.addCouncil('中央の協議体', 1, 'ward');
  const north = await work.addCouncil('北の協議体', 2, 'north');

  const takeIn = async (title: string, answers: Loose = {}): Promise<string> =>
    (await work.takeIn('tier2-north', { title, ...answers })).id;
  const assessed = async (title: string, answers: Loose = {}): Promise<string> => {
    const id = await takeIn(title, answers);
    await take('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    return id;
  };
  const refer = async (needId: string, serviceId: string): Promise<string> => {
    const { decisionId } = await post<{ decisionId: string }>('tier2-north', `needs/${needId}/ranking`);
    return (await post('tier2-north', `needs/${needId}/referrals`, { serviceId, decisionId, message: 'よろしく' })).id;
  };
  const need = async (id: string) =>
    (
      await (
        await work.as('tier2-north')
      ).get<{ standing: { state: string; tags: string[] }; next: { service: { id: string } } | null; can: Loose }>(
        work.path(`needs/${id}`),
      )
    ).body;
  const stands = async (id: string): Promise<string> => (await need(id)).standing.state;

  /** What the provider is told of a referral and its need. */
  const tellProvider = async (id: string): Promise<unknown> => {
    const { body } = await (
      await work.as('provider')
    ).get<{ needFacts: Loose[]; message: string | null; can: Loose }>(work.path(`referrals/${id}`));
    return { facts: body.needFacts, message: body.message, can: body.can };
  };

  // A need: accepted, done, asked how it went, closed.
  await takeIn('来たばかりの困りごと');
  const met = await assessed('通院の足');
  seen.push(await look(work));
  expect((await need(met)).can.refer).toBe(true);
  const first = await refer(met, best);
  expect(await stands(met)).toBe(state('referred'));
  expect((await need(met)).can.refer).toBe(true);
  seen.push(await look(work));
  seen.push({ 'told before accepting': await tellProvider(first) });
  await take('provider', `referrals/${first}`, 'ACCEPT');
  seen.push(await look(work));
  seen.push({ 'told after accepting': await tellProvider(first) });
  expect(await stands(met)).toBe(state('beingMet'));
  await take('provider', `referrals/${first}`, 'START');
  const answer = await (
    await work.as('provider')
  ).get<{ steps: { event: string; form: { initial: Loose } | null }[] }>(work.path(`referrals/${first}`));
  expect(answer.body.steps.find((step) => step.event === event('COMPLETE'))?.form?.initial).toMatchObject({
    completedOn: expect.any(String),
  });
  await take('provider', `referrals/${first}`, 'COMPLETE', completion);
  seen.push({ 'told after the end': await tellProvider(first) });
  expect(await stands(met)).toBe(state('reviewed'));
  await take('tier2-north', `needs/${met}`, 'FINISH', outcome);
  expect(await stands(met)).toBe(state('closed'));

  // Two services at once: it stands by those that go on.
  const both = await assessed('通院と買い物の足');
  const referred = await refer(both, best);
  const other = await refer(both, second);
  await take('provider', `referrals/${referred}`, 'ACCEPT');
  await take('tier2-north', `needs/${both}`, 'CHECK', checkUp);
  await take('provider', `referrals/${referred}`, 'STOP', { stoppedOn: '2026-11-23', reason: '故障' });
  expect(await stands(both)).toBe(state('referred'));
  seen.push(await look(work));
  await take('tier2-north', `referrals/${other}`, 'ACCEPT');
  expect(await stands(both)).toBe(state('beingMet'));

  // Refused by one, the next is offered; refused by all, it is unmet, goes to the council and is closed.
  const refused = await assessed('買い物の足');
  const sent = await refer(refused, best);
  await take('provider', `referrals/${sent}`, 'REFUSE', refusal);
  expect(await need(refused)).toMatchObject({
    standing: { state: state('assessed') },
    next: { service: { id: second } },
  });
  seen.push(await look(work));
  const again = await refer(refused, second);
  await take('tier2-north', `referrals/${again}`, 'REFUSE', refusal);
  expect(await stands(refused)).toBe(state('unmet'));
  seen.push(await look(work));
  await take('tier2-north', `needs/${refused}`, 'TAKE_TO_COUNCIL', { question: 'だれができるか' });
  const closed = await assessed('解決した困りごと');
  await take('tier2-north', `needs/${closed}`, 'CLOSE', { cause: 'solved' });

  // Withdrawn, stopped on the way, and taken up once more.
  const back = await assessed('庭の手入れ');
  await take('tier2-north', `referrals/${await refer(back, best)}`, 'WITHDRAW', { reason: '本人の希望' });
  expect(await stands(back)).toBe(state('assessed'));
  const once = await refer(back, best);
  await take('provider', `referrals/${once}`, 'ACCEPT');
  await take('provider', `referrals/${once}`, 'STOP', { stoppedOn: '2026-11-23', reason: '故障' });
  expect(await need(back)).toMatchObject({ standing: { state: state('assessed') }, next: { service: { id: second } } });
  await take('tier2-north', `referrals/${await refer(back, second)}`, 'ACCEPT');

  // What nobody meets is told as lacking, and found as a candidate.
  for (const title of ['食事一', '食事二', '食事三']) {
    const { id } = await work.takeIn('tier2-north', communityIntake(work.town, { title, types: ['meals'] }));
    await take('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    await take('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '無い' });
  }
  seen.push(await look(work));

  // A proposal: draft, changed, sent, studied, adopted; a report noted; one given up.
  const answers = { title: '食事の仕組み', body: '足りません。', background: '3件', request: '検討してください。' };
  const draft = async (kind: string): Promise<string> =>
    (await post('tier2-north', 'proposals', { kind, fromCouncilId: north, toCouncilId: ward, answers })).id;
  const proposal = await draft('proposal');
  expect((await (await work.as('tier1')).get(work.path(`proposals/${proposal}`))).status).toBe(404);
  const patched = await (
    await work.as('tier2-north')
  ).patch(work.path(`proposals/${proposal}`), { answers: { ...answers, title: '食事を届ける仕組み' } }, { version: 1 });
  expect(patched.status).toBe(200);
  const report = await draft('report');
  seen.push(await look(work));
  await take('tier2-north', `proposals/${await draft('report')}`, 'DISCARD');
  for (const id of [proposal, report]) await take('tier2-north', `proposals/${id}`, 'SEND');
  const late = await (
    await work.as('tier2-north')
  ).patch<{ code: string }>(work.path(`proposals/${proposal}`), { answers }, { version: 3 });
  expect(late.body.code).toBe('notDraft');
  seen.push(await look(work));
  for (const id of [proposal, report]) await take('tier1', `proposals/${id}`, 'RECEIVE');
  await take('tier1', `proposals/${report}`, 'NOTE', {});
  await take('tier1', `proposals/${proposal}`, 'STUDY', { reason: '来月話し合う' });
  seen.push(await look(work));
  await take('tier1', `proposals/${proposal}`, 'ADOPT', { reason: '試行する' });

  // A council: roundtables, founding, a meeting.
  const council = `councils/${north}`;
  for (const title of ['第1回', '第2回', '第3回']) {
    await take('tier2-north', council, 'HOLD_ROUNDTABLE', {
      title,
      heldOn: '2026-11-20',
      place: '公民館',
      attendance: 18,
      attendees: ['見本の会'],
      minutes: '話が出た。',
      decisions: [],
    });
    await take('tier2-north', council, 'EXAMINE_ROUNDTABLE', { problems: '買い物', next: 'roundtable' });
  }
  for (const [index, organisationId] of [
    others,
    work.town.organisation.id,
    await work.addOrganisation('みっつめの会'),
    null,
    null,
  ].entries())
    await post('tier2-north', `${council}/members`, {
      name: `見本 花子${index}`,
      role: 'member',
      organisationId,
      startsOn: '2026-11-01',
    });
  await take('tier2-north', council, 'START_ESTABLISHMENT');
  await take('tier2-north', council, 'FOUND_COUNCIL', {
    establishedOn: '2026-11-23',
    operation: '月に一度集まる',
    meetingsPerYear: 6,
    members: [{ name: '見本 太郎', role: 'chair' }],
  });
  await take('tier2-north', council, 'HOLD_COUNCIL_MEETING', {
    title: '第1回協議体',
    heldOn: '2026-11-23',
    attendance: 9,
    minutes: '話し合った。',
    decisions: [],
  });
  const founded = await (
    await work.as('tier2-north')
  ).get<{ establishedOn: string; meetings: { kind: string }[]; standing: { state: string; stage: { key: string } } }>(
    work.path(council),
  );
  expect(founded.body).toMatchObject({
    establishedOn: '2026-11-23',
    standing: { state: state('operation.active'), stage: { key: 'operation' } },
  });
  expect(founded.body.meetings.map(({ kind }) => kind).toSorted()).toEqual([
    'council',
    'roundtable',
    'roundtable',
    'roundtable',
  ]);
  seen.push(await look(work));
  return seen;
}

describe('a town whose workflows call every state and event otherwise', () => {
  it('takes every record through its journeys, and shows, filters, counts and reminds as with the shipped ids', async () => {
    const shipped = await live(towns.shipped);
    const other = await live(towns.other);
    expect(other).toEqual(shipped);
    // The same of nothing would be the same too.
    const toldOf = (when: string) =>
      shipped.find((entry) => `told ${when}` in entry)?.[`told ${when}`] as { facts: Loose[]; message: unknown };
    const [before, accepted, after] = ['before accepting', 'after accepting', 'after the end'].map(toldOf);
    expect(before).toMatchObject({ message: 'よろしく', can: { names: false } });
    expect(accepted).toMatchObject({ message: 'よろしく', can: { names: true } });
    expect(after).toMatchObject({ message: null, can: { names: false } });
    expect(accepted?.facts.length).toBeGreaterThan(before?.facts.length ?? 0);
    const last = shipped.at(-1) ?? {};
    expect(last['lacks']).toEqual(expect.arrayContaining(['meals,3,0', expect.stringMatching(/^transport,1,\d+$/)]));
    const totals = Object.fromEntries(
      Object.entries(last).flatMap(([name, value]) =>
        Array.isArray(value) && typeof value[0] === 'number' ? [[name, value[0]]] : [],
      ),
    );
    expect(totals).toMatchObject({
      'needs new': 1,
      'needs unmet': 3,
      'needs at-council': 1,
      'needs lacking': 4,
      'needs over': 2,
      'needs supported': 2,
      'referrals given-back': 4,
      'referrals accepted': 2,
      'referrals waiting': 0,
      'proposals adopted': 1,
      'proposals discarded': 1,
      'proposals noted': 1,
    });
    const kinds = shipped.flatMap((entry) =>
      Object.entries(entry).flatMap(([name, value]) =>
        name.startsWith('home') ? (value as { waiting: string[][] }).waiting.map(([kind]) => kind) : [],
      ),
    );
    expect(kinds).toEqual(
      expect.arrayContaining([
        'need-new',
        'need-next',
        'need-seeking',
        'need-unmet',
        'referral-waiting',
        'referral-accepted',
        'proposal-draft',
        'proposal-sent',
        'proposal-under-study',
        'finding',
      ]),
    );
  });

  it('keeps filters that were saved with an id of the shipped workflow, where it has one', async () => {
    const list = await (
      await towns.shipped.work.as('tier2-north')
    ).get<{ total: number }>(towns.shipped.work.path('needs?state=atCouncil'));
    expect(list.body.total).toBe(1);
    const none = await (
      await towns.other.work.as('tier2-north')
    ).get<{ total: number }>(towns.other.work.path('needs?state=atCouncil'));
    expect(none.body.total).toBe(0);
  });
});

const required = Object.entries(kindsAndEffects.kinds as Record<string, { requires: Requirements }>);
const workflows: Record<string, Key> = { need: 'need', referral: 'referral', proposal: 'proposal' };

describe('a workflow that lacks what its kind asks for', () => {
  const without = (kind: string, change: (text: string) => string): unknown =>
    JSON.parse(change(JSON.stringify(renamed(load(workflows[kind] ?? 'need')))));
  const cases = required.flatMap(([kind, { requires }]) => [
    ...Object.keys(requires.tags).map((tag) => [kind, 'tag-missing', '/machine/states', tag] as const),
    ...Object.keys(requires.marks).map((mark) => [kind, 'mark-missing', '/steps', mark] as const),
  ]);

  it('is asked of every kind but councils, whose steps and stages say all', () => {
    expect([...new Set(cases.map(([kind]) => kind))].toSorted()).toEqual(['need', 'proposal', 'referral']);
  });

  it.each(cases.filter(([, , , name]) => name !== 'over'))(
    'refuses a %s with %s at %s: %s',
    async (kind, code, path, name) => {
      const body = without(kind, (text) =>
        code === 'tag-missing'
          ? text.replaceAll(new RegExp(`"tags":\\[[^\\]]*\\]`, 'g'), (tags) => tags.replace(`"${name}"`, '"something"'))
          : text
              .replaceAll(`"does":"${name}","roles"`, '"roles"')
              .replaceAll(`,"does":"${name}"`, (match, at: number) =>
                text.slice(0, at).includes('"steps":') ? '' : match,
              ),
      );
      const { work } = towns.other;
      for (const [language, script] of [
        ['ja', /[ぁ-ん]/],
        ['en', /^[^ぁ-ん]+$/],
      ] as const) {
        const reply = await (
          await work.as('administrator')
        ).post<{ issues: { path: string; code: string; message: string }[] }>(
          work.path('definitions/workflow'),
          { body, reason: '別の呼び名にする', checkOnly: true },
          { headers: { 'Accept-Language': language } },
        );
        const issues = reply.body.issues.filter((issue) => issue.code.endsWith('-missing'));
        expect(issues).toEqual(
          [{ path, code, message: expect.stringMatching(script) }].map((issue) => expect.objectContaining(issue)),
        );
        expect(issues[0]?.message).toContain(name);
      }
      expect((await publish(work, body)).status).toBe(422);
    },
  );
});
