import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../support/app.ts';
import { startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';

/* S12 to S14: networks around one person, among providers, and of neighbourhood bodies, as the product ships them. Whom an entry of the list of members names is told of the person as long as that entry's own consent holds. */

type Words = Record<string, unknown>;
type Saved = { id: string; version: number };
type Line = { label: string; value: string };
type Page = Saved & {
  title: string | null;
  number: string;
  standing: { state: string };
  answers: Line[];
  given: Words | null;
  story: { event: string; answers: Line[] }[];
  steps: { event: string; form: { initial?: Words } | null; closed?: unknown }[];
};
type List = { items: { id: string; title: string | null; columns: { value: string | null }[] }[]; total: number };
type Home = { waiting: { kind: string; text: string; path: string }[] };

let work: Casework;
let other: string;
const base = 'registers/individual-network/records';
const name = '見本 トメさん';

beforeAll(async () => {
  work = await startCasework();
  other = await work.addOrganisation('よその団体（見本）');
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const member = (more: Words = {}): Words => ({
  name: '手伝い隊',
  body: work.town.organisation.id,
  position: 'mutual',
  does: '買い物の同行',
  since: '2026-11-20',
  consent: 'given',
  consentUntil: '2026-12-31',
  ...more,
});
const neighbour = (): Words => ({
  name: '向かいの家の方',
  position: 'neighbours',
  does: '雨戸を気にかける',
  since: '2026-11-20',
  consent: 'not-given',
});
const gathering: Words = {
  day: '2026-11-23',
  way: 'all',
  attended: [{ name: '主治医' }, { name: '手伝い隊' }],
  person: true,
  family: false,
  condition: '杖で歩ける。',
  aim: '家で暮らし続ける。',
  agreed: '気づいたことは連絡帳に書く。',
  contact: ['notebook'],
  reviewOn: '2026-12-14',
};

async function begin(more: Words = {}): Promise<string> {
  const reply = await (
    await work.as('tier2-north')
  ).post<Saved>(work.path(base), {
    answers: {
      title: name,
      area: work.town.areas.north.id,
      why: '退院する。一人暮らし。',
      help: ['medical', 'meals'],
      discharge: true,
      callerAs: 'nobody',
      consent: 'given',
      consentBy: 'person',
      consentOn: '2026-11-20',
      ...more,
    },
  });
  expect([reply.status, reply.text]).toEqual([201, reply.text]);
  return `${base}/${reply.body.id}`;
}

const take = (path: string, event: string, answers?: Words, by: Person = 'tier2-north') =>
  work.step(by, path, event, answers);
const call = (path: string) =>
  take(path, 'CALL', { day: '2026-11-23', callerAs: 'doctor', caller: '見本病院の主治医' });
const join = (path: string, members: Words[]) => take(path, 'ADD_MEMBER', { members });

async function joined(members: Words[], more: Words = {}): Promise<string> {
  const path = await begin(more);
  await call(path);
  await join(path, members);
  return path;
}
const read = async (person: Person, path: string) => (await work.as(person)).get<Page>(work.path(path));
const listed = async (person: Person): Promise<List> =>
  (await (await work.as(person)).get<List>(work.path(`${base}?limit=100`))).body;

const onPaper = (register: string, path: string): string =>
  `paper/records/register-${register}/${path.slice(path.lastIndexOf('/') + 1)}`;

/** Is the provider told of this record anywhere: its page, the list, words that find it, what the body is named in, the home page? */
async function isToldTo(person: Person, path: string): Promise<boolean[]> {
  const client = await work.as(person);
  const id = path.slice(base.length + 1);
  const search = await client.get<{ groups: unknown }>(work.path(`search?q=${encodeURIComponent('個別2026')}`));
  const ties = await client.get(work.path(`ties?kind=organisation&id=${work.town.organisation.id}`));
  return [
    (await client.get(work.path(path))).status === 200,
    (await listed(person)).items.some((item) => item.id === id),
    search.text.includes(id),
    ties.text.includes(id),
  ];
}

describe(`networks around one person, on ${testEngine()}`, () => {
  it('a network goes from need to review, and who takes part is told by consent alone', async () => {
    const need = await work.takeIn('tier2-north');
    const path = await begin({ needs: [need.id] });
    const { body: begun } = await read('tier2-north', path);
    expect(begun.number).toMatch(/^個別2026-\d+$/);
    await call(path);
    expect(await isToldTo('provider', path)).toEqual([false, false, false, false]);
    await join(path, [member(), neighbour()]);
    // What the step asked is what the record says, and the next such step begins with it.
    const { body: whole } = await read('tier2-north', path);
    expect(whole.given?.['members']).toEqual([member(), neighbour()]);
    expect(whole.steps.find(({ event }) => event === 'ADD_MEMBER')?.form?.initial).toEqual({
      members: [member(), neighbour()],
    });
    await take(path, 'HOLD_GATHERING', gathering);

    expect(await isToldTo('provider', path)).toEqual([true, true, true, true]);
    const { body: page, text } = await read('provider', path);
    expect(page.title).toBe(name);
    expect(text).toContain('買い物の同行');
    expect(text).toContain('杖で歩ける。');
    // Neither who did not consent, nor what only the staff is told, nor the need.
    for (const hidden of ['向かいの家の方', '雨戸を気にかける', '退院する。一人暮らし。', need.id])
      expect([hidden, text.includes(hidden)]).toEqual([hidden, false]);
    expect(page.given).toBeNull();
    // Nor on paper.
    const paper = (await (await work.as('provider')).get(work.path(onPaper('individual-network', path)))).text;
    expect(paper).toContain('買い物の同行');
    for (const hidden of ['向かいの家の方', '雨戸を気にかける'])
      expect([hidden, paper.includes(hidden)]).toEqual([hidden, false]);

    // They write in the notebook, and add nobody.
    const note = { day: '2026-11-24', writer: '手伝い隊', said: '買い物に同行した。', condition: 'same' };
    expect((await take(path, 'WRITE', note, 'provider')).state).toBe('running');
    const refusedStep = await (
      await work.as('provider')
    ).post(work.path(`${path}/steps`), { event: 'ADD_MEMBER', answers: { members: [] } }, { version: 5 });
    expect(refusedStep.status).toBe(403);
    const alarm = { day: '2026-11-25', writer: '手伝い隊', said: '足がむくんでいる。' };
    expect((await take(path, 'ALARM', alarm, 'provider')).state).toBe('troubled');
    expect((await take(path, 'REVIEW', { day: '2026-11-26', reviewOn: '2026-12-14' })).state).toBe('running');

    // Both records know of each other.
    const ties = await (await work.as('tier2-north')).get(work.path(`ties?kind=need&id=${need.id}`));
    expect(ties.text).toContain(path.slice(base.length + 1));
  });

  it.each([
    ['without consent', () => [member({ consent: 'not-given' })]],
    ['whose consent has ended', () => [member({ consentUntil: '2026-11-22' })]],
    ['who has left', () => [member({ left: '2026-11-23' })]],
    ['of another body', () => [member({ body: other })]],
  ])('a member %s is told nothing, wherever they look', async (_, members) => {
    const path = await joined(members());
    await take(path, 'HOLD_GATHERING', gathering);
    expect(await isToldTo('provider', path)).toEqual([false, false, false, false]);
    const note = { day: '2026-11-24', writer: '手伝い隊', said: '様子', condition: 'same' };
    const { body: now } = await read('tier2-north', path);
    const reply = await (
      await work.as('provider')
    ).post(work.path(`${path}/steps`), { event: 'WRITE', answers: note }, { version: now.version });
    expect(reply.status).toBe(404);
  });

  it('consent ends with its last day, and at once where it is taken back', async () => {
    const path = await joined([member({ consentUntil: '2026-11-24' })]);
    expect(await isToldTo('provider', path)).toEqual([true, true, true, true]);
    work.app.clock.advanceDays(1);
    expect((await read('provider', path)).status).toBe(200);
    work.app.clock.advanceDays(1);
    expect(await isToldTo('provider', path)).toEqual([false, false, false, false]);
    await join(path, [member()]);
    expect(await isToldTo('provider', path)).toEqual([true, true, true, true]);
    await join(path, [member({ consent: 'not-given' })]);
    expect(await isToldTo('provider', path)).toEqual([false, false, false, false]);
    // Left out, the list stays as it was.
    await join(path, [member({ body: other })]);
    await take(path, 'ADD_MEMBER', {});
    expect((await read('tier2-north', path)).body.given?.['members']).toEqual([member({ body: other })]);
    // Nobody is named any more whom the list does not name.
    await join(path, []);
    expect((await read('tier2-north', path)).body.given?.['members']).toEqual([]);
    const named = await (
      await work.as('tier2-north')
    ).get(work.path(`ties?kind=organisation&id=${work.town.organisation.id}`));
    expect(named.text).not.toContain(path.slice(base.length + 1));
    work.app.clock.advanceDays(-2);
  });

  it('without the person’s own consent nobody gathers, and a member is told no name', async () => {
    const path = await joined([member(), neighbour()], {
      consent: 'not-given',
      consentBy: undefined,
      consentOn: undefined,
    });
    const { body: before, text } = await read('provider', path);
    expect(before.title).toBeNull();
    for (const hidden of [name, '買い物の同行']) expect([hidden, text.includes(hidden)]).toEqual([hidden, false]);
    const reply = await (
      await work.as('tier2-north')
    ).post(work.path(`${path}/steps`), { event: 'HOLD_GATHERING', answers: gathering }, { version: before.version });
    expect([reply.status, reply.text]).toEqual([409, expect.stringContaining('同意')]);
  });

  it('tier 1 sees how many there are and where they stand, and nobody’s name', async () => {
    const path = await joined([member(), neighbour()]);
    await take(path, 'HOLD_GATHERING', gathering);
    const { items, total } = await listed('tier1');
    expect(total).toBe(items.length);
    expect(items.some(({ id }) => path.endsWith(id))).toBe(true);
    expect(items.every(({ title }) => title === null)).toBe(true);
    const register = await (
      await work.as('tier1')
    ).get<{ stages: { key: string; count: number }[] }>(work.path('registers/individual-network'));
    expect(register.body.stages.find(({ key }) => key === 'running')?.count).toBeGreaterThan(0);
    const { text, status } = await read('tier1', path);
    expect(status).toBe(200);
    for (const hidden of [name, '手伝い隊', '向かいの家の方', '買い物の同行', '杖で歩ける。', '主治医'])
      expect([hidden, text.includes(hidden)]).toEqual([hidden, false]);
    expect((await read('member-north', path)).status).toBe(404);
    expect((await read('tier2-east', path)).status).toBe(404);
  });

  it('one that is needed and missing is on the 2nd-tier coordinator’s home page, and so is one whose day of review has come', async () => {
    const waiting = async (person: Person, path: string) =>
      (await (await work.as(person)).get<Home>(work.path('home'))).body.waiting.filter(
        (item) => item.path === path.replace('/records', ''),
      );
    const needed = await begin();
    const running = await joined([member()]);
    await take(running, 'HOLD_GATHERING', gathering);
    expect(await waiting('tier2-north', needed)).toEqual([]);
    expect(await waiting('tier2-north', running)).toEqual([]);
    work.app.clock.advanceDays(14);
    expect((await waiting('tier2-north', needed)).map(({ text }) => text)).toEqual([
      expect.stringContaining('個別ネットワークが必要な方がいますが、つくられていません。'),
    ]);
    for (const person of ['tier1', 'provider', 'tier2-east', 'administrator'] as const)
      expect([person, await waiting(person, needed)]).toEqual([person, []]);
    expect(await waiting('tier2-north', running)).toEqual([]);
    work.app.clock.advanceDays(7);
    expect((await waiting('tier2-north', running)).map(({ text }) => text)).toEqual([
      expect.stringContaining('見直す日になりました。'),
    ]);
    // Looked at again: the next day counts.
    await take(running, 'REVIEW', { day: '2026-12-14', reviewOn: '2027-03-01' });
    expect(await waiting('tier2-north', running)).toEqual([]);
    await call(needed);
    expect(await waiting('tier2-north', needed)).toEqual([]);
    work.app.clock.advanceDays(-21);
  });
});

describe(`networks among providers, on ${testEngine()}`, () => {
  const providers = 'registers/provider-network/records';
  const inside = (organisation: string, consent = 'given'): Words => ({ body: organisation, consent });

  async function survey(more: Words): Promise<string> {
    const reply = await (
      await work.as('tier2-north')
    ).post<Saved>(work.path(providers), {
      answers: {
        title: '配食の会（見本）',
        sort: 'same',
        type: 'meals',
        unit: 'area',
        area: work.town.areas.north.id,
        shape: 'regular',
        origin: 'new',
        ...more,
      },
    });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    return `${providers}/${reply.body.id}`;
  }
  const surveyed = { day: '2026-11-23', asked: ['providers'], naming: 'none', words: '紹介できる相手が分からない。' };
  const agreement = (members: Words[]) => ({
    day: '2026-11-23',
    who: '見本 リーダー',
    members,
    reviewOn: '2027-05-23',
  });

  async function working(members: Words[], more: Words = {}): Promise<string> {
    const path = await survey(more);
    await take(path, 'SURVEY', surveyed);
    await take(path, 'LACKS');
    await take(path, 'FOUND');
    const said = {
      day: '2026-11-23',
      whom: '見本 リーダー',
      office: 'present',
      said: '意義を説明した。',
      answer: 'agrees',
    };
    await take(path, 'APPROACH', said, 'administrator');
    await take(path, 'AGREE', agreement(members));
    return path;
  }

  it('nobody decides before the field was asked, and a network has two bodies at least', async () => {
    const path = await survey({});
    const client = await work.as('tier2-north');
    const early = await client.post(work.path(`${path}/steps`), { event: 'LACKS' }, { version: 1 });
    expect(early.status).toBe(409);
    for (const event of ['SURVEY', 'LACKS', 'EXTEND'])
      await take(path, event, event === 'SURVEY' ? surveyed : undefined);
    const { body } = await client.get<Saved>(work.path(path));
    const alone = { event: 'AGREE', answers: agreement([inside(work.town.organisation.id)]) };
    const reply = await client.post<{ issues: { path: string }[] }>(work.path(`${path}/steps`), alone, {
      version: body.version,
    });
    expect([reply.status, reply.body.issues.map((issue) => issue.path)]).toEqual([422, ['/answers/members']]);
  });

  it.each([
    ['refuses', () => inside(other, 'not-given')],
    ['has left', () => ({ ...inside(other), left: '2026-11-23' })],
  ])(
    'a body that agreed and %s since is told to staff alone: on the page, in its history, on paper, in ties',
    async (_, now) => {
      const path = await working([inside(work.town.organisation.id), inside(other)]);
      const id = path.slice(providers.length + 1);
      const whereNamed = async (person: Person) => {
        const client = await work.as(person);
        const places = [path, onPaper('provider-network', path), `ties?kind=register-provider-network&id=${id}`];
        const replies = await Promise.all(places.map((each) => client.get(work.path(each))));
        const own = await client.get(work.path(`ties?kind=organisation&id=${other}`));
        return [...replies.map(({ text }) => text.includes('よその団体（見本）')), own.text.includes(id)];
      };
      const others = ['provider', 'member-north', 'administrator'] as const;
      const everywhere = [true, true, true, true];
      for (const person of others) expect([person, await whereNamed(person)]).toEqual([person, everywhere]);
      await take(path, 'MEMBERS', { members: [inside(work.town.organisation.id), now()] });
      const nowhere = [false, false, false, false];
      for (const person of others) expect([person, await whereNamed(person)]).toEqual([person, nowhere]);
      expect(await whereNamed('tier2-north')).toEqual(everywhere);
      // Nobody corrects what they are not told all of.
      expect((await read('administrator', path)).body.given).toBeNull();
    },
  );

  it('a network of one type is asked to name a provider, and a body in it answers', async () => {
    const path = await working([inside(work.town.organisation.id), inside(other)]);
    const waiting = async () =>
      (await (await work.as('tier2-north')).get<Home>(work.path('home'))).body.waiting.filter(
        (item) => item.path === path.replace('/records', ''),
      );
    const request = {
      day: '2026-11-23',
      by: 'tier2',
      type: 'meals',
      area: work.town.areas.north.id,
      wish: '平日の昼。',
    };
    expect((await take(path, 'REQUEST', request, 'centre-north')).state).toBe('asked');
    expect(await waiting()).toEqual([]);
    work.app.clock.advanceDays(7);
    expect((await waiting()).map(({ text }) => text)).toEqual([expect.stringContaining('紹介の返事がありません。')]);
    const answer = { day: '2026-11-30', type: 'meals', result: 'named', named: [work.town.organisation.id] };
    expect((await take(path, 'ANSWER', answer, 'provider')).state).toBe('working');
    expect(await waiting()).toEqual([]);
    work.app.clock.advanceDays(-7);
    // One that is in it and is not shown it neither sees nor answers.
    const closed = await working([inside(work.town.organisation.id, 'not-given'), inside(other)]);
    expect((await read('provider', closed)).status).toBe(404);
  });

  it('a network of different types advises with the cause, and is told whose network it is by a number alone', async () => {
    const person = await joined([member()]);
    const { body: network } = await read('tier2-north', person);
    const path = await working([inside(work.town.organisation.id), inside(other)], {
      sort: 'different',
      type: undefined,
    });
    const advice = {
      day: '2026-11-23',
      network: network.id,
      situation: '一つの団体が情報の共有に加わらない。',
      measure: '連絡帳への記入を申し入れる。',
      whom: other,
      result: 'waiting',
    };
    const client = await work.as('tier2-north');
    const { body } = await client.get<Saved>(work.path(path));
    const without = await client.post<{ issues: { path: string }[] }>(
      work.path(`${path}/steps`),
      { event: 'ADVISE', answers: advice },
      { version: body.version },
    );
    expect([without.status, without.body.issues.map((issue) => issue.path)]).toEqual([422, ['/answers/cause']]);
    await take(path, 'ADVISE', { ...advice, cause: 'attitude' });
    const byTier1 = (await read('tier1', path)).text;
    expect(byTier1).toContain('特定の団体の姿勢');
    expect(byTier1).not.toContain(name);
    const byProvider = (await read('provider', path)).text;
    expect(byProvider).toContain('特定の団体の姿勢');
    for (const hidden of [name, network.number, network.id])
      expect([hidden, byProvider.includes(hidden)]).toEqual([hidden, false]);
    const tied = await client.get(work.path(`ties?kind=register-individual-network&id=${network.id}`));
    expect(tied.text).toContain(path.slice(providers.length + 1));
    // Whether it still meets the field's problems is asked again and again.
    const hollow = { day: '2026-11-23', meets: 'no', grounds: '半年集まっていない。', reviewOn: '2027-05-23' };
    expect((await take(path, 'HOLLOW', hollow)).state).toBe('hollow');
    expect((await take(path, 'REVIVE', { ...hollow, meets: 'yes' })).state).toBe('working');
  });
});

describe(`networks of neighbourhood bodies, on ${testEngine()}`, () => {
  it('a neighbourhood body passes on a need that it cannot answer, and a standing conference grows out of it', async () => {
    const need = await work.takeIn('tier2-north');
    const association = await work.addOrganisation('北見本町内会');
    const reply = await (
      await work.as('tier2-north')
    ).post<Saved>(work.path('registers/neighbourhood-network/records'), {
      answers: {
        title: '北見本町内会とNPO',
        body: association,
        area: work.town.areas.north.id,
        types: ['transport'],
        why: '車を出せる人がいない。',
      },
    });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    const path = `registers/neighbourhood-network/records/${reply.body.id}`;
    const { body: home } = await (await work.as('tier2-north')).get<Home>(work.path('home'));
    expect(home.waiting.map(({ text }) => text)).toContainEqual(expect.stringContaining('つなぐ相手がいません。'));
    const handing = {
      day: '2026-11-23',
      need: need.id,
      type: 'transport',
      why: '車を出せる人がいない。',
      partner: other,
      result: 'taken',
    };
    const early = await (
      await work.as('tier2-north')
    ).post(work.path(`${path}/steps`), { event: 'HAND_OVER', answers: handing }, { version: 1 });
    expect(early.status).toBe(409);
    await take(path, 'MEET', { day: '2026-11-23', said: '送迎なら手伝える。' });
    const agreed = { day: '2026-11-23', partner: other, how: '会長から電話する。', reviewOn: '2027-11-23' };
    expect((await take(path, 'AGREE', agreed)).state).toBe('linked');
    await take(path, 'HAND_OVER', handing);
    const ties = await (await work.as('tier2-north')).get(work.path(`ties?kind=need&id=${need.id}`));
    expect(ties.text).toContain(reply.body.id);
    // The council's members see the relation and that something was passed on, not whose need it was.
    const { text, status } = await read('member-north', path);
    expect(status).toBe(200);
    expect(text).toContain('引き受けた');
    for (const hidden of [need.id, '架空 ハナ', '通院の足がない'])
      expect([hidden, text.includes(hidden)]).toEqual([hidden, false]);
    const conference = {
      name: '北の連絡会議',
      day: '2026-11-23',
      bodies: [{ body: association }, { body: other }],
      times: 4,
      themes: '移動の手助け',
      reviewOn: '2027-11-23',
    };
    expect((await take(path, 'FOUND_CONFERENCE', conference)).state).toBe('conference');
    expect((await take(path, 'HAND_OVER', handing)).state).toBe('conference');
  });
});
