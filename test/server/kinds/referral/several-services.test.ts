import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../support/app.ts';
import { assessment, communityIntake, startCasework, type Casework } from '../../../support/casework.ts';

let work: Casework;
let home = '';
let meals = '';
let council = '';
beforeAll(async () => {
  work = await startCasework();
  const others = await work.addOrganisation('ほかの会');
  home = await work.addService({ name: '北の家事', type: 'transport', areas: ['north'] });
  meals = await work.addService({ name: '北の配食', type: 'transport', areas: ['north'], organisationId: others });
  council = await work.addCouncil('北の支え合い会議', 2, 'north');
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

type Problem = { code: string; detail?: string };
type Need = {
  version: number;
  standing: { tags: string[]; name: string };
  next: { service: { id: string } } | null;
  checkedOn: string | null;
  can: Record<string, boolean>;
  steps: { event: string; open: boolean; reasons: string[]; form: { initial?: Record<string, unknown> } | null }[];
  story: { event: string; details: Record<string, unknown> | null; answers: { label: string; value: string }[] }[];
};

const coordinator = 'tier2-north' satisfies Person;
const need = async (id: string): Promise<Need> =>
  (await (await work.as(coordinator)).get<Need>(work.path(`needs/${id}`))).body;
const tags = async (id: string): Promise<string[]> => (await need(id)).standing.tags;
const assessed = async (): Promise<string> => {
  const { id } = await work.takeIn(coordinator);
  await work.step(coordinator, `needs/${id}`, 'ASSESS', assessment);
  return id;
};
const refer = async (id: string, serviceId: string): Promise<string> => {
  const client = await work.as(coordinator);
  const { decisionId } = (await client.post<{ decisionId: string }>(work.path(`needs/${id}/ranking`))).body;
  const sent = await client.post<{ id: string }>(work.path(`needs/${id}/referrals`), { serviceId, decisionId });
  if (sent.status !== 201) throw new Error(sent.text);
  return sent.body.id;
};
const take = (record: string, event: string, answers?: Record<string, unknown>) =>
  work.step(coordinator, record, event, answers);
const stop = { stoppedOn: '2026-11-23', reason: '車が使えなくなりました' };
const partly = { completedOn: '2026-11-23', result: 'partly' };
const outcome = (satisfied: string) => ({
  askedOn: '2026-11-24',
  answeredBy: 'person',
  satisfied,
  words: '週に一度は助かっている。',
});

describe('a need with two services at once', () => {
  it('stands by those that go on', async () => {
    const id = await assessed();
    const first = await refer(id, home);
    expect((await need(id)).next?.service.id).toBe(meals);
    const second = await refer(id, meals);
    // Nobody is left to ask, and that is no lack while two are asked.
    expect(await need(id)).toMatchObject({ next: null, can: { refer: true } });
    await take(`referrals/${first}`, 'ACCEPT');
    expect(await tags(id)).toContain('supported');
    await take(`referrals/${second}`, 'REFUSE', { cause: 'staff', reason: '担い手が足りません' });
    const supported = await need(id);
    expect(supported.standing.tags).toContain('supported');
    expect(supported.story[0]?.details).toMatchObject({
      service: '北の配食',
      reason: '担い手が足りません',
      ended: 'refused',
    });
    await take(`referrals/${first}`, 'STOP', stop);
    // Both have given it back.
    expect(await tags(id)).toContain('unmet');
  });

  it('waits for the answer of one when the other stops', async () => {
    const id = await assessed();
    const first = await refer(id, home);
    await take(`referrals/${first}`, 'ACCEPT');
    const second = await refer(id, meals);
    expect(await tags(id)).toContain('supported');
    await take(`referrals/${first}`, 'STOP', stop);
    expect(await tags(id)).toContain('referred');
    await take(`referrals/${second}`, 'ACCEPT');
    expect(await tags(id)).toContain('supported');
  });

  it('is not closed while one of them goes on, and says which', async () => {
    const id = await assessed();
    const first = await refer(id, home);
    await take(`referrals/${first}`, 'ACCEPT');
    await refer(id, meals);
    await take(`referrals/${first}`, 'START');
    await take(`referrals/${first}`, 'COMPLETE', partly);
    const after = await need(id);
    expect(after.standing.tags).toContain('reviewed');
    for (const event of ['FINISH', 'CLOSE'])
      expect(after.steps.find((step) => step.event === event)).toMatchObject({
        open: false,
        reasons: [expect.stringContaining('北の配食')],
      });
    const refused = await (
      await work.as(coordinator)
    ).post<Problem>(
      work.path(`needs/${id}/steps`),
      { event: 'FINISH', answers: outcome('yes') },
      { version: after.version },
    );
    expect([refused.status, refused.body.code]).toEqual([409, 'stepClosed']);
    await take(`needs/${id}`, 'KEEP', outcome('partly'));
    expect(await tags(id)).toContain('referred');
  });
});

describe('the end of a service', () => {
  const completed = async (): Promise<string> => {
    const id = await assessed();
    const sent = await refer(id, home);
    await take(`referrals/${sent}`, 'ACCEPT');
    await take(`referrals/${sent}`, 'START');
    await take(`referrals/${sent}`, 'COMPLETE', partly);
    expect(await tags(id)).toContain('reviewed');
    return id;
  };

  it.each([
    ['FINISH', 'yes', 'over'],
    ['SEEK_AGAIN', 'no', 'seeking'],
    ['KEEP', 'partly', 'kept'],
  ])('goes to the coordinator, who asks the person and decides: %s', async (event, satisfied, tag) => {
    const id = await completed();
    expect((await need(id)).steps.find((step) => step.event === event)?.form?.initial).toEqual({
      askedOn: expect.any(String),
    });
    await take(`needs/${id}`, event, outcome(satisfied));
    const after = await need(id);
    expect(after.standing.tags).toContain(tag);
    expect(after.story.find((line) => line.event === event)?.answers).toContainEqual({
      label: 'ご本人の言葉',
      value: '週に一度は助かっている。',
    });
  });

  it('asks for satisfaction unless nobody could be asked', async () => {
    const id = await completed();
    const client = await work.as(coordinator);
    const { version } = await need(id);
    const { satisfied: _left, ...without } = outcome('yes');
    const refused = await client.post<Problem & { issues: { path: string }[] }>(
      work.path(`needs/${id}/steps`),
      { event: 'FINISH', answers: without },
      { version },
    );
    expect(refused.body.issues.map(({ path }) => path)).toEqual(['/answers/satisfied']);
    await take(`needs/${id}`, 'FINISH', { ...without, answeredBy: 'nobody', words: '入院中で聞けなかった。' });
    expect(await tags(id)).toContain('over');
  });

  it('is followed by check-ups while help goes on, each with its day', async () => {
    const id = await completed();
    await take(`needs/${id}`, 'KEEP', outcome('partly'));
    expect((await need(id)).checkedOn).toBeNull();
    await take(`needs/${id}`, 'CHECK', { checkedOn: '2026-11-22', method: 'visit', condition: 'same', note: '元気' });
    const checked = await need(id);
    expect(checked.checkedOn).toBe('2026-11-22');
    expect(checked.standing.tags).toContain('kept');
    await take(`needs/${id}`, 'REVIEW');
    expect(await tags(id)).toContain('reviewed');
    // The coordinator's home asks for the answer of the person.
    const { waiting } = (
      await (await work.as(coordinator)).get<{ waiting: { path: string; action: string }[] }>(work.path('home'))
    ).body;
    expect(waiting).toContainEqual(expect.objectContaining({ path: `needs/${id}`, action: '結果を確かめる' }));
  });
});

describe('answering for a service', () => {
  it('is told apart from its own answer, with how they answered', async () => {
    const id = await assessed();
    const sent = `referrals/${await refer(id, home)}`;
    type Seen = { version: number; steps: { event: string; onBehalf: boolean }[]; story: { details: object | null }[] };
    const seen = async (person: Person) => (await (await work.as(person)).get<Seen>(work.path(sent))).body;
    const accept = ({ steps }: Seen) => steps.find(({ event }) => event === 'ACCEPT')?.onBehalf;
    expect([accept(await seen(coordinator)), accept(await seen('provider'))]).toEqual([true, false]);
    const taken = await (
      await work.as(coordinator)
    ).post(work.path(`${sent}/steps`), { event: 'ACCEPT', behalf: 'phone' }, { version: 1 });
    expect(taken.status).toBe(200);
    expect((await seen(coordinator)).story[0]?.details).toEqual({ behalf: 'phone' });
    // The service itself speaks for nobody.
    await (
      await work.as('provider')
    ).post(work.path(`${sent}/steps`), { event: 'START', behalf: 'fax' }, { version: 2 });
    expect((await seen(coordinator)).story[0]?.details).toBeNull();
  });
});

describe('what is the community’s', () => {
  it('goes straight to the council, and into its meeting', async () => {
    const { id } = await work.takeIn(coordinator, communityIntake(work.town));
    await take(`needs/${id}`, 'RAISE', { question: '店を呼べないか' });
    expect(await tags(id)).toEqual(expect.arrayContaining(['at-council', 'lacking']));
    const held = await (
      await work.as(coordinator)
    ).post(work.path(`councils/${council}/meetings`), {
      kind: 'council',
      title: '第1回',
      heldOn: '2026-11-22',
      attendance: 5,
      needs: [{ needId: id, plan: '移動販売を呼ぶ' }],
    });
    expect(held.status).toBe(201);
  });
});
