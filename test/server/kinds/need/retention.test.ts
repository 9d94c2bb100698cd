import { afterAll, beforeAll, expect, it } from 'vitest';
import { intake, startCasework, type Casework } from '../../../support/casework.ts';

type Saved = { id: string; version: number };
type Retention = {
  needsKeptYears: number | null;
  approver: { id: string } | null;
  candidates: { id: string }[];
  due: number;
  waiting: { id: string; number: number } | null;
  version: number;
};
type Listed = { id: string; number: number; title: string; outcome: string; doneAt: string | null };
type Page<T> = { items: T[]; total: number; next: string | null };
type List = {
  needs: number;
  erased: number;
  canApprove: boolean;
  version: number;
};

let work: Casework;
const needs: Record<string, string> = {};
const people: Record<string, string> = {};

beforeAll(async () => {
  work = await startCasework();
  for (const [name, kana] of [
    ['古野 フル', 'ふるの ふる'],
    ['続野 ツヅ', 'つづの つづ'],
    ['残野 ノコ', 'のこの のこ'],
    ['再野 サイ', 'さいの さい'],
  ] as const) {
    const client = await work.as('tier2-north');
    const answers = intake(work.town, {
      residentName: name,
      residentKana: kana,
      title: `${name}の足`,
      phone: undefined,
    });
    const { body } = await client.post<Saved>(work.path('needs'), { answers, person: 'new' });
    needs[name.slice(0, 1)] = body.id;
    people[name.slice(0, 1)] = (await work.app.installation.db('needs').where({ id: body.id }).first()).person_id;
    await work.step('tier2-north', `needs/${body.id}`, 'CLOSE', { cause: 'other' });
  }
  work.app.clock.advanceDays(5 * 365 + 2);
  await work.runDue();
  // Of somebody who is still with us.
  const answers = intake(work.town, {
    residentName: '続野 ツヅ',
    residentKana: 'つづの つづ',
    receivedOn: '2031-11-20',
  });
  await (await work.as('tier2-north')).post(work.path('needs'), { answers, person: { id: people['続'] } });
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const administrator = () => work.as('administrator');
const read = async () => (await (await administrator()).get<Retention>(work.path('retention'))).body;
const patch = async (body: object) =>
  (await administrator()).patch<Saved>(work.path('retention'), body, { version: (await read()).version });
const draw = async () => (await administrator()).post<Saved & { code: string }>(work.path('retention/lists'));
const list = async (id: string) => (await (await administrator()).get<List>(work.path(`retention/lists/${id}`))).body;
/** What stands on it, read page by page. */
const listed = async (id: string): Promise<Listed[]> => {
  const all: Listed[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { body } = await (
      await administrator()
    ).get<Page<Listed>>(work.path(`retention/lists/${id}/needs?limit=3${more}`));
    all.push(...body.items);
    expect(body.total).toBe((await list(id)).needs);
    cursor = body.next;
  } while (cursor !== null);
  return all;
};
const approve = async (id: string, leaveOut: string[] = []) =>
  (await administrator()).post<Saved & { code: string }>(
    work.path(`retention/lists/${id}/approval`),
    { leaveOut },
    { version: (await list(id)).version },
  );
const waiting = async () =>
  JSON.stringify((await (await administrator()).get<{ waiting: object[] }>(work.path('home'))).body.waiting);
const titles = async () =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(needs).map(async ([name, id]) => [
        name,
        (await work.app.installation.db('needs').where({ id }).first('title')).title,
      ]),
    ),
  );

it('draws up nothing before a municipality has said how long, and who approves', async () => {
  expect(await read()).toMatchObject({ needsKeptYears: null, approver: null, due: 0, waiting: null });
  expect(await waiting()).not.toContain('保存期間');
  expect((await draw()).body.code).toBe('retentionUnset');
  const refused = await patch({ approverId: work.town.users['administrator-ward'] });
  expect(refused.status).toBe(422);
  expect((await patch({ needsKeptYears: 6, approverId: work.town.users['administrator'] })).status).toBe(200);
  expect((await draw()).body.code).toBe('nothingToErase');
  expect((await patch({ needsKeptYears: 5 })).status).toBe(200);
  expect(await read()).toMatchObject({ needsKeptYears: 5, due: 4 });
  expect(await waiting()).toContain('保存期間を過ぎた困りごとが4件');
  for (const person of ['administrator-ward', 'tier2-north', 'tier1'] as const)
    expect([person, (await (await work.as(person)).get(work.path('retention'))).status]).toEqual([person, 403]);
});

it('lets nothing go before the approver has approved it, and only what was not left out or opened again', async () => {
  const { db } = work.app.installation;
  const before = await titles();
  const both = await Promise.all([draw(), draw()]);
  expect(both.map(({ body }) => body.code).toSorted()).toEqual(['erasureListWaits', undefined]);
  const { id } = both.find(({ status }) => status === 201)!.body;
  expect(await waiting()).toContain('（No.1）が、あなたの承認を待っています');
  expect((await listed(id)).map((need) => [need.outcome, need.doneAt])).toEqual(
    Array.from({ length: 4 }, () => ['listed', null]),
  );
  expect(await read()).toMatchObject({ waiting: { id, number: 1 } });
  await work.runDue();
  expect(await titles()).toEqual(before);

  await db('municipalities').where({ id: work.town.id }).update({ erasure_approver: work.town.users['tier1'] });
  expect(await list(id)).toMatchObject({ canApprove: false });
  expect((await approve(id)).body.code).toBe('notApprover');
  expect(await titles()).toEqual(before);
  await db('municipalities').where({ id: work.town.id }).update({ erasure_approver: work.town.users['administrator'] });

  expect((await approve(id, ['nobody'])).status).toBe(422);
  await work.step('tier2-north', `needs/${needs['再']}`, 'REOPEN', { reason: 'また困っている' });
  expect((await approve(id, [needs['残'] ?? ''])).status).toBe(200);
  // One after the other, so that others can write between two. None of those that are still to go is due for the next list.
  await work.runDue();
  expect((await listed(id)).filter(({ outcome }) => outcome === 'listed')).toHaveLength(2);
  expect(await read()).toMatchObject({ due: 1 });
  work.app.clock.advanceMinutes(1);
  await work.runDue();
  expect(await titles()).toEqual({ ...before, 古: '消去済み', 続: '消去済み' });
  expect((await listed(id)).every(({ doneAt }) => doneAt !== null)).toBe(true);
  expect(Object.fromEntries((await listed(id)).map((need) => [need.id, need.outcome]))).toEqual({
    [needs['古'] ?? '']: 'erased',
    [needs['続'] ?? '']: 'erased',
    [needs['残'] ?? '']: 'left-out',
    [needs['再'] ?? '']: 'kept',
  });
  expect((await approve(id)).body.code).toBe('alreadyApproved');
  expect(await read()).toMatchObject({ waiting: null });
  const lists = await (await administrator()).get<Page<object>>(work.path('retention/lists'));
  expect(lists.body).toMatchObject({ items: [{ id, needs: 4, erased: 2 }], total: 1, next: null });
});

it('lets a resident go with their last need, and leaves who has others', async () => {
  const { db } = work.app.installation;
  const named = async (name: string) =>
    (await db('people').where({ id: people[name] }).first('name', 'erased_at')).name;
  expect([await named('古'), await named('続'), await named('残')]).toEqual(['消去済み', '続野 ツヅ', '残野 ノコ']);
  for (const table of ['submissions', 'needs', 'people', 'events', 'idempotency_keys'])
    expect([table, JSON.stringify(await db(table)).includes('古野')]).toEqual([table, false]);
});

it('is on record, with the list that each need went by', async () => {
  const lines = await work.app.installation
    .db('audit')
    .whereIn('action', ['retention.list', 'retention.approve', 'need.erase', 'person.erase'])
    .orderBy('id');
  expect(lines.map((line) => [line.action, line.record_title, JSON.parse(line.details)])).toEqual([
    ['retention.list', 'No.1', { version: 1, counts: { needs: 4 } }],
    ['retention.approve', 'No.1', { version: 2, counts: { needs: 3 } }],
    ['person.erase', 'No.1', { version: 2, number: 1 }],
    ['need.erase', 'No.1', { number: 1 }],
    ['need.erase', 'No.2', { number: 1 }],
  ]);
  const { body } = await (
    await administrator()
  ).get<{ items: { told: object[] }[] }>(work.path('audit?action=need.erase'));
  expect(body.items[0]?.told).toEqual([{ label: '消去の一覧', value: 'No.1' }]);
  // What was left out comes with the next list; this year's has been made.
  expect(await read()).toMatchObject({ due: 1 });
  expect(await waiting()).not.toContain('保存期間');
  work.app.clock.advanceDays(200);
  await work.runDue();
  expect(await waiting()).toContain('保存期間を過ぎた困りごとが1件');
});
