import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as councilContract from '../../../../server/kinds/council/contract.ts';
import type * as contract from '../../../../server/kinds/meeting/contract.ts';
import type * as overview from '../../../../server/overview/contract.ts';
import { performEffects } from '../../../../server/effects/perform-effects.ts';
import type { Person } from '../../../support/app.ts';
import { communityIntake, startCasework, type Casework } from '../../../support/casework.ts';
import { supporterAnswers } from '../../permissions/records.ts';

type Meeting = z.infer<typeof contract.meeting>;
type Council = z.infer<typeof councilContract.councilRecord>;
type Saved = z.infer<typeof shared.saved>;
type Problem = z.infer<typeof shared.problem>;
type Home = z.infer<typeof overview.home>;
type Words = Record<string, unknown>;

let work: Casework;
let council: string;
const members: Record<'account' | 'none', string> = { account: '', none: '' };

beforeAll(async () => {
  work = await startCasework();
  council = await work.addCouncil('北の支え合い会議', 2, 'north');
  const join = async (name: string, more: Words = {}): Promise<string> =>
    (
      await post<Saved>('administrator', `councils/${council}/members`, {
        name,
        role: 'member',
        startsOn: '2026-04-01',
        ...more,
      })
    ).id;
  members.account = await join('見本 委員', { userId: work.town.users['member-north'] });
  members.none = await join('架空 ひさし', { organisationId: work.town.organisation.id });
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
  (await work.as(person)).ask<T & Problem>(method, work.path(path), body, version === undefined ? {} : { version });
const post = async <T>(person: Person, path: string, body: unknown, version?: number): Promise<T & Problem> =>
  (await ask<T>(person, 'POST', path, body, version)).body;
const read = async (id: string, person: Person = 'tier2-north'): Promise<Meeting> =>
  (await ask<Meeting>(person, 'GET', `meetings/${id}`)).body;
const councilOf = async (id = council): Promise<Council> =>
  (await ask<Council>('tier2-north', 'GET', `councils/${id}`)).body;
const homeOf = async (person: Person) =>
  (await ask<Home>(person, 'GET', 'home')).body.waiting.filter(({ kind }) => kind.startsWith('meeting'));

/** Ahead: the clock stands on 2026-11-23. */
const ahead = (more: Words = {}): Words => ({
  kind: 'workshop',
  state: 'planned',
  title: '移動を考える会',
  heldOn: '2026-12-04',
  startsAt: '10:00',
  endsAt: '11:30',
  place: '見本公民館',
  ...more,
});
const plan = async (more: Words = {}): Promise<string> =>
  (await post<Saved>('tier2-north', `councils/${council}/meetings`, ahead(more))).id;
const change = async (id: string, body: Words) =>
  ask<Saved>('tier2-north', 'PATCH', `meetings/${id}`, body, (await read(id)).version);

describe('a planned meeting', () => {
  it('stands ahead with its agenda and who is invited, and counts as no meeting until it is held', async () => {
    const before = await councilOf();
    const id = await plan({
      aim: '足を出し合う',
      agenda: [{ title: '前回の宿題' }, { title: '買い物の足' }],
      people: [
        { memberId: members.account, name: 'x' },
        { memberId: members.none, name: 'x' },
        { name: '例示 まこと' },
      ],
    });
    expect(await read(id)).toMatchObject({
      state: 'planned',
      heldOn: '2026-12-04',
      startsAt: '10:00',
      aim: '足を出し合う',
      attendance: 0,
      agenda: [{ title: '前回の宿題' }, { title: '買い物の足' }],
      people: [
        { memberId: members.account, name: '見本 委員', body: null, answer: null },
        { memberId: members.none, name: '架空 ひさし', body: '見本の会' },
        { memberId: null, name: '例示 まこと' },
      ],
      step: null,
    });
    const after = await councilOf();
    expect(after.lastMeetingOn).toBe(before.lastMeetingOn);
    expect(after.meetings.map((each) => [each.id, each.state])).toContainEqual([id, 'planned']);
    expect((await read(id, 'member-north')).can).toEqual({ edit: false, keep: false, council: true });
    expect(await change(id, { state: 'dropped', stateReason: '大雪のため' })).toMatchObject({ status: 200 });
  });

  it('is refused where it cannot be: held ahead, ending before it begins, a member of another council, needs that it has not dealt with', async () => {
    const reply = await post<Saved>('tier2-north', `councils/${council}/meetings`, {
      ...ahead({
        state: 'held',
        attendance: 1,
        startsAt: '12:00',
        people: [{ memberId: work.town.organisation.id, name: 'x' }],
      }),
    });
    expect(reply.issues?.map(({ path, code }) => [path, code])).toEqual([
      ['/people/0/memberId', 'unknownMember'],
      ['/heldOn', 'future'],
      ['/endsAt', 'endBeforeStart'],
    ]);
    const { id } = await work.takeIn('tier2-north', communityIntake(work.town));
    expect(
      (await post<Saved>('tier2-north', `councils/${council}/meetings`, ahead({ needs: [{ needId: id }] }))).issues,
    ).toMatchObject([{ path: '/needs', code: 'planned' }]);
    expect(
      (await post<Saved>('tier2-north', `councils/${council}/meetings`, ahead({ state: 'held', heldOn: '2026-11-20' })))
        .issues,
    ).toMatchObject([{ path: '/attendance', code: 'required' }]);
  });

  it('invites members who have an account on their home page, where they answer; others’ answers are noted for them', async () => {
    const id = await plan({
      people: [
        { memberId: members.account, name: 'x' },
        { memberId: members.none, name: 'x' },
      ],
    });
    expect(await homeOf('member-north')).toMatchObject([
      { kind: 'meeting-invitation', path: `meetings/${id}`, dueOn: '2026-12-01', late: false },
    ]);
    expect(await ask('tier2-north', 'POST', `meetings/${id}/answer`, { answer: 'coming' })).toMatchObject({
      status: 403,
    });
    const seen = await read(id);
    expect(
      await ask('member-north', 'POST', `meetings/${id}/answer`, { answer: 'absent', note: '通院のため' }),
    ).toMatchObject({ status: 200 });
    // Whose role in the council's area has ended is invited to nothing more there.
    const roles = work.app.installation.db('memberships').where({ user_id: work.town.users['member-north'] });
    await roles.clone().update({ area_id: work.town.areas.south.id });
    expect(await homeOf('member-north')).toEqual([]);
    await roles.clone().update({ area_id: work.town.areas.north.id });
    // Whoever has the list open hears of it, and does not wipe the answer away.
    expect(await ask('tier2-north', 'PATCH', `meetings/${id}`, { people: seen.people }, seen.version)).toMatchObject({
      status: 409,
    });
    const [, other] = (await read(id)).people;
    expect(await change(id, { people: [(await read(id)).people[0], { ...other, answer: 'coming' }] })).toMatchObject({
      status: 200,
    });
    expect((await read(id)).people).toMatchObject([
      { name: '見本 委員', answer: 'absent', note: '通院のため' },
      { name: '架空 ひさし', answer: 'coming' },
    ]);
    const meeting = await read(id, 'member-north');
    expect(meeting.invitation).toEqual({ answer: 'absent', note: '通院のため' });
    expect(meeting.people.map(({ note }) => note)).toEqual([null, null]);
    expect(await homeOf('member-north')).toMatchObject([{ kind: 'meeting-planned', dueOn: null }]);
    await change(id, { state: 'dropped' });
    expect(await homeOf('member-north')).toEqual([]);
    expect(await ask('member-north', 'POST', `meetings/${id}/answer`, { answer: 'coming' })).toMatchObject({
      status: 409,
    });
  });

  it('is recorded: who was there is ticked, guests are added, and what was agreed at an item about a need is what is planned for it', async () => {
    const need = await work.takeIn('tier2-north', communityIntake(work.town, { title: '雪かきの手がない' }));
    const id = await plan({
      heldOn: '2026-11-23',
      agenda: [{ title: '雪かき', needId: need.id }],
      people: [
        { memberId: members.account, name: 'x' },
        { memberId: members.none, name: 'x' },
      ],
    });
    expect(await homeOf('tier2-north')).toMatchObject([
      { kind: 'meeting-unrecorded', path: `meetings/${id}`, dueOn: '2026-11-30', late: false },
    ]);
    const { people, agenda } = await read(id);
    const ticked = [
      { ...people[0], presence: 'present' },
      { ...people[1], presence: 'absent' },
      { name: '例示 まこと', presence: 'present' },
    ];
    expect((await change(id, { state: 'held', attendance: 1, people: ticked })).body.issues).toMatchObject([
      { path: '/attendance', code: 'tooFew' },
    ]);
    expect(
      await change(id, {
        state: 'held',
        people: ticked,
        minutes: '話し合った。',
        agenda: [
          {
            id: agenda[0]?.id,
            title: '雪かき',
            needId: need.id,
            discussion: '手が足りない。',
            decisions: ['12月に4回ためす'],
            outcome: 'decided',
          },
        ],
      }),
    ).toMatchObject({ status: 200 });
    expect(await read(id)).toMatchObject({
      state: 'held',
      attendance: 2,
      attendees: ['見本 委員', '例示 まこと'],
      needs: [{ needId: need.id, plan: '12月に4回ためす' }],
      agenda: [{ title: '雪かき', discussion: '手が足りない。', decisions: ['12月に4回ためす'], outcome: 'decided' }],
    });
    expect((await councilOf()).lastMeetingOn).toBe('2026-11-23');
    expect(await homeOf('tier2-north')).toEqual([]);
    // Whose names are taken out of the list of guests leaves those who were ticked.
    expect(await change(id, { attendees: [] })).toMatchObject({ status: 200 });
    expect((await read(id)).people.map(({ presence }) => presence)).toEqual(['present', 'absent', 'present']);
    // Of the same item or person told twice the second is one more.
    const again = await read(id);
    expect(
      await change(id, {
        agenda: ['雪かき', '除雪'].map((title) => ({ id: again.agenda[0]?.id, title })),
        people: ['架空 ひさし', '仮名 みどり'].map((name) => ({ id: again.people[1]?.id, name })),
      }),
    ).toMatchObject({ status: 200 });
    const twice = await read(id);
    expect([twice.agenda.length, twice.people.length]).toEqual([2, 2]);
    expect([twice.agenda[0]?.id, twice.people[0]?.id]).toEqual([again.agenda[0]?.id, again.people[1]?.id]);
    expect((await change(id, { state: 'planned' })).body.issues).toMatchObject([{ path: '/state', code: 'held' }]);
  });

  it('tells of an item about a resident only whom the consent reaches, and keeps it when others change the agenda', async () => {
    const need = await work.takeIn('tier2-north', { title: '夜のひとり歩きが心配' });
    const id = await plan({
      heldOn: '2026-11-22',
      state: 'held',
      attendance: 3,
      agenda: [
        { title: '架空さんの見守り', needId: need.id, discussion: '架空さんの夜の様子', decisions: ['隣の人が見る'] },
        { title: 'その他' },
      ],
    });
    const meeting = await read(id, 'member-north');
    expect(meeting.agenda).toMatchObject([
      { title: '架空さんの見守り', discussion: null, decisions: [], hidden: false },
      { title: 'その他' },
    ]);
    await work.app.installation.db('needs').where({ id: need.id }).update({ consent: 'not-given' });
    const silent = await read(id, 'member-north');
    expect(silent.agenda[0]).toMatchObject({ need: null, discussion: null, decisions: [], hidden: true });
    expect(JSON.stringify(silent)).not.toContain('架空さん');
    // Who keeps the record and may not be told of the need any more leaves its item where it is.
    await work.app.installation.db('needs').where({ id: need.id }).update({ area_id: work.town.areas.south.id });
    const [first, second] = (await read(id)).agenda;
    expect(first?.hidden).toBe(true);
    expect(
      await change(id, {
        agenda: [
          { id: first?.id, title: 'x' },
          { id: second?.id, title: 'その他のこと' },
        ],
      }),
    ).toMatchObject({ status: 200 });
    expect(await work.app.installation.db('meeting_items').where({ meeting_id: id }).orderBy('place')).toMatchObject([
      { title: '架空さんの見守り', discussion: '架空さんの夜の様子' },
      { title: 'その他のこと' },
    ]);
  });

  it('names on home pages what the next meeting is about, as far as each is told, and says who was named', async () => {
    const { db } = work.app.installation;
    const need = await work.takeIn('tier2-north', { title: '坂道がこわい' });
    const id = await plan({
      heldOn: '2026-11-24',
      bring: '地図',
      agenda: [
        { title: '見本さんの坂道', needId: need.id },
        ...['除雪', '送迎', '会場', '会計', '次回'].map((title) => ({ title })),
      ],
    });
    const { council_id } = await db('meetings').where({ id }).first('council_id');
    const seat = await ask<Saved>('administrator', 'POST', `councils/${council_id}/members`, {
      name: '見本 委員',
      role: 'member',
      startsOn: '2026-11-01',
      userId: work.town.users['member-north'],
    });
    expect(seat.status).toBe(201);
    const next = async (person: 'tier2-north' | 'member-north') => {
      const reply = await (
        await work.as(person)
      ).get<{ waiting: { kind: string; path: string; text: string }[] }>(work.path('home'));
      expect(reply.text).not.toContain('"about"');
      return reply.body.waiting.find(({ kind, path }) => kind === 'meeting-next' && path === `meetings/${id}`)?.text;
    };
    for (const person of ['tier2-north', 'member-north'] as const) {
      expect(await next(person)).toMatch(
        /（持ち物・準備：地図）.*議題：見本さんの坂道、除雪、送迎、会場、会計、ほか1件。$/,
      );
    }
    const named = await db('audit')
      .join('audit_looks', 'audit_looks.audit_id', 'audit.id')
      .where({ action: 'home.read', 'audit_looks.record_id': need.id })
      .pluck('actor_id');
    expect(named).toContain(work.town.users['member-north']);
    await db('needs').where({ id: need.id }).update({ consent: 'not-given' });
    expect(await next('member-north')).toMatch(/議題：除雪、送迎、会場、会計、次回。$/);
    expect(await next('tier2-north')).toContain('見本さんの坂道');
    await db('meeting_items').where({ meeting_id: id }).whereNull('need_id').delete();
    expect(await next('member-north')).not.toContain('議題');
    await db('council_members').where({ id: seat.body.id }).delete();
    await db('meetings').where({ id }).update({ state: 'dropped' });
  });
});

describe('a step that records a meeting', () => {
  const answers = (more: Words = {}): Words => ({
    title: '第1回座談会',
    heldOn: '2026-11-20',
    attendance: 18,
    ...more,
  });
  let ishinomaki: string;
  const hold = async (body: Words) =>
    ask<Saved>(
      'tier2-north',
      'POST',
      `councils/${ishinomaki}/meetings/held`,
      body,
      (await councilOf(ishinomaki)).version,
    );

  beforeAll(async () => {
    ishinomaki = (
      await post<Saved>('administrator', 'councils', {
        name: '北の新しい会議',
        tier: 2,
        areaId: work.town.areas.north.id,
        workflowKey: 'ishinomaki',
      })
    ).id;
  });

  it('is told by the council’s page, with the kind of meeting', async () => {
    expect((await councilOf(ishinomaki)).meetingSteps).toEqual([{ event: 'HOLD_TRAINING', kind: 'training' }]);
  });

  it('makes the planned meeting that it is taken for the one that was held; what the form leaves open stays as planned', async () => {
    const { id } = await post<Saved>(
      'tier2-north',
      `councils/${ishinomaki}/meetings`,
      ahead({
        kind: 'training',
        heldOn: '2026-11-21',
        aim: '学ぶ',
        people: [{ name: '例示 まこと' }, { name: '仮名 みどり' }],
      }),
    );
    // Of two plans, the later one is not the one that was held.
    await post<Saved>(
      'tier2-north',
      `councils/${ishinomaki}/meetings`,
      ahead({ kind: 'training', heldOn: '2026-11-22' }),
    );
    expect((await read(id)).step).toBe('HOLD_TRAINING');
    const held = await hold({
      event: 'HOLD_TRAINING',
      meetingId: id,
      answers: answers({
        title: '支え合い研修',
        heldOn: '2026-11-22',
        attendees: ['例示 まこと', '老人クラブ'],
        content: '移動',
      }),
    });
    expect(held).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(await read(id)).toMatchObject({
      state: 'held',
      title: '支え合い研修',
      heldOn: '2026-11-22',
      place: '見本公民館',
      aim: '学ぶ',
      attendance: 18,
      attendees: ['例示 まこと', '老人クラブ'],
      people: [
        { name: '例示 まこと', presence: 'present' },
        { name: '仮名 みどり', presence: 'absent' },
      ],
      version: 2,
    });
    expect((await councilOf(ishinomaki)).meetings.map(({ state }) => state).toSorted()).toEqual(['held', 'planned']);
    // Somebody said that it is dropped after the step and before its effect: it was held.
    const { db } = work.app.installation;
    await db('meetings').where({ id }).update({ state: 'dropped' });
    await db('effects').where({ type: 'recordMeeting', record_id: ishinomaki }).update({ status: 'pending' });
    await performEffects(work.app.installation);
    expect(await read(id)).toMatchObject({ state: 'held', attendance: 18 });
    expect(await hold({ event: 'HOLD_TRAINING', meetingId: id, answers: answers({ content: '移動' }) })).toMatchObject({
      status: 409,
      body: { code: 'meetingNotPlanned' },
    });
  });

  it('records one that nobody planned, and tells what is to be mended in its form', async () => {
    expect(await hold({ event: 'PLAN_ROUNDTABLE', answers: {} })).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/event', code: 'noMeeting' }] },
    });
    const count = (await councilOf(ishinomaki)).meetings.length;
    expect((await hold({ event: 'HOLD_TRAINING', answers: {} })).body.issues?.map(({ path }) => path)).toContain(
      '/answers/title',
    );
    expect((await councilOf(ishinomaki)).meetings).toHaveLength(count);
    const held = await hold({ event: 'HOLD_TRAINING', answers: answers({ heldOn: '2026-11-19', content: '見守り' }) });
    expect(held).toMatchObject({ status: 200 });
    expect(await read(held.body.id)).toMatchObject({ state: 'held', heldOn: '2026-11-19', version: held.body.version });
  });

  it('plans the roundtable that the next step records, or that is not held when it is planned anew', async () => {
    const plan = {
      purpose: '困りごとを出し合う',
      plannedOn: '2026-11-23',
      place: '公民館',
      invited: '町内会、架空 ひさし',
    };
    const planned = async () => (await councilOf(ishinomaki)).meetings.filter(({ kind }) => kind === 'roundtable');
    await work.step('tier2-north', `councils/${ishinomaki}`, 'PLAN_ROUNDTABLE', plan);
    const [first] = await planned();
    expect(await read(first?.id ?? '')).toMatchObject({
      state: 'planned',
      heldOn: '2026-11-23',
      place: '公民館',
      aim: '困りごとを出し合う',
      people: [{ name: '町内会' }, { name: '架空 ひさし' }],
      step: 'HOLD_ROUNDTABLE',
    });
    // One that somebody planned by hand stands apart from the workflow's plan.
    const byHand = await post<Saved>(
      'tier2-north',
      `councils/${ishinomaki}/meetings`,
      ahead({ kind: 'roundtable', heldOn: '2026-11-22' }),
    );
    await work.step('tier2-north', `councils/${ishinomaki}`, 'CHANGE_PLAN', { reason: '雪のため' });
    expect(await read(byHand.id)).toMatchObject({ state: 'planned' });
    await change(byHand.id, { state: 'dropped' });
    expect((await planned()).find(({ id }) => id === first?.id)).toMatchObject({ state: 'dropped' });
    await work.step('tier2-north', `councils/${ishinomaki}`, 'PLAN_ROUNDTABLE', plan);
    const need = await work.takeIn('tier2-north');
    await work.step('tier2-north', `councils/${ishinomaki}`, 'HOLD_ROUNDTABLE', {
      ...answers({ heldOn: '2026-11-23', attendees: ['町内会'] }),
      needs: [{ needId: need.id, plan: '架空さんを隣の人が送る' }],
    });
    const [held] = (await planned()).filter(({ state }) => state === 'held');
    expect(await read(held?.id ?? '')).toMatchObject({
      place: '公民館',
      attendance: 18,
      people: [{ presence: 'present' }, { presence: 'absent' }],
      needs: [{ needId: need.id, plan: '架空さんを隣の人が送る' }],
    });
    expect(await planned()).toHaveLength(3);
    // What is planned for a resident is told in the story to whom it is told on the meeting's page.
    expect(JSON.stringify((await councilOf(ishinomaki)).story)).toContain('架空さんを隣の人が送る');
    const reply = await ask<Council>('member-north', 'GET', `councils/${ishinomaki}`);
    expect([reply.status, reply.text.includes('架空さんを隣の人が送る')]).toEqual([200, false]);
    const above = await ask<Council>('tier1', 'GET', `councils/${ishinomaki}`);
    expect([above.status, above.text.includes('架空さんを隣の人が送る')]).toEqual([200, false]);
  });

  it('has what its examination finds taken in as needs of the community and named as candidates, once', async () => {
    const candidates = async () =>
      (await ask<{ items: Words[] }>('tier2-north', 'GET', `councils/${ishinomaki}/candidates`)).body.items;
    const examined = {
      problems: '買い物と雪かき',
      next: 'roundtable',
      newNeeds: [
        { title: '店まで歩けない', type: 'transport' },
        { title: '店まで　歩けない', type: 'transport' },
      ],
      candidates: [{ name: '例示 しげる', body: '商店会' }, { name: '架空 ひさし' }],
    };
    await post('administrator', `councils/${ishinomaki}/members`, {
      name: '架空 ひさし',
      role: 'member',
      startsOn: '2026-04-01',
    });
    await work.step('tier2-north', `councils/${ishinomaki}`, 'EXAMINE_ROUNDTABLE', examined);
    const needs = async () =>
      work.app.installation
        .db('needs')
        .where({ scope: 'community' })
        .whereLike('title', '店まで%')
        .select('title', 'area_id');
    expect(await needs()).toEqual([{ title: '店まで歩けない', area_id: work.town.areas.north.id }]);
    const effects = await work.app.installation.db('effects').where({ type: 'takeInProblem' }).select('params');
    expect(effects).toHaveLength(1);
    // What somebody wrote stands only where it is erased.
    expect(JSON.stringify(effects)).not.toContain('店まで');
    // Who is a member already is no candidate.
    expect(await candidates()).toMatchObject([{ name: '例示 しげる', body: '商店会', state: 'open', meeting: {} }]);
    await work.step('tier2-north', `councils/${ishinomaki}`, 'PLAN_ROUNDTABLE', {
      purpose: 'x',
      plannedOn: '2026-11-23',
    });
    await work.step('tier2-north', `councils/${ishinomaki}`, 'HOLD_ROUNDTABLE', answers({ heldOn: '2026-11-23' }));
    await work.step('tier2-north', `councils/${ishinomaki}`, 'EXAMINE_ROUNDTABLE', examined);
    expect([(await needs()).length, (await candidates()).length]).toEqual([1, 1]);
    const [candidate] = await candidates();
    const path = `councils/${ishinomaki}/candidates/${String(candidate?.['id'])}`;
    expect(await ask('tier2-north', 'PATCH', path, { state: 'joined' }, 1)).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect((await councilOf(ishinomaki)).members.map(({ name }) => name)).toContain('例示 しげる');
    expect(await ask('tier2-north', 'PATCH', path, { state: 'declined' }, 1)).toMatchObject({ status: 409 });
    expect(await ask('member-north', 'GET', `councils/${ishinomaki}/candidates`)).toMatchObject({ status: 403 });
  });
});

describe('minutes', () => {
  const held = async (people: Words[] = []): Promise<string> =>
    (
      await post<Saved>('tier2-north', `councils/${council}/meetings`, {
        kind: 'workshop',
        title: '議事録の会',
        heldOn: '2026-11-20',
        attendance: 5,
        minutes: '送り迎えを4回ためすことにした。',
        people: [{ memberId: members.account, name: 'x', presence: 'present' }, ...people],
      })
    ).id;
  const move = async (id: string, to: string, person: Person = 'tier2-north') =>
    ask<Saved>(person, 'POST', `meetings/${id}/minutes`, { to }, (await read(id)).version);
  const reply = (id: string, body: Words, person: Person = 'member-north') =>
    ask<Saved>(person, 'POST', `meetings/${id}/minutes/replies`, body);

  it('are drafted, read by those who were there, and confirmed: then nobody changes the record any more, but what is found later is added', async () => {
    const id = await held([
      { memberId: members.none, name: 'x', presence: 'present' },
      { name: '欠席 の人', presence: 'absent' },
    ]);
    expect(await read(id)).toMatchObject({ minutesState: 'draft', confirmation: null, confirmed: null, addenda: [] });
    expect(await move(id, 'confirmed')).toMatchObject({ status: 409, body: { code: 'minutesElsewhere' } });
    expect(await move(id, 'confirming')).toMatchObject({ status: 200 });
    expect(await change(id, { minutes: '別のこと' })).toMatchObject({ status: 409, body: { code: 'minutesSent' } });
    // Who has no account is asked on paper.
    expect((await read(id)).confirmation?.replies).toEqual([
      { name: '見本 委員', mine: false, answer: null, words: null },
    ]);
    expect(await reply(id, { round: 1, answer: 'comment' })).toMatchObject({ status: 422 });
    expect(await reply(id, { round: 2, answer: 'as-it-was' })).toMatchObject({ status: 409 });
    expect(await reply(id, { round: 1, answer: 'as-it-was' }, 'tier1')).toMatchObject({ status: 403 });
    expect(await reply(id, { round: 1, answer: 'comment', words: '4回ではなく5回' })).toMatchObject({ status: 200 });
    const ownReply = async (person: Person) => (await read(id, person)).confirmation?.replies[0];
    expect(await ownReply('member-north')).toEqual({
      name: '見本 委員',
      mine: true,
      answer: 'comment',
      words: '4回ではなく5回',
    });
    expect(await ownReply('tier2-north')).toMatchObject({ mine: false, answer: 'comment', words: '4回ではなく5回' });
    expect(await ownReply('centre-north')).toMatchObject({ answer: 'comment', words: null });

    // Taken back, mended and sent anew: they are asked anew, and what was said stays for who mends.
    expect(await move(id, 'draft')).toMatchObject({ status: 200 });
    expect(await change(id, { minutes: '送り迎えを5回ためすことにした。' })).toMatchObject({ status: 200 });
    expect(await reply(id, { round: 1, answer: 'as-it-was' })).toMatchObject({ status: 409 });
    await move(id, 'confirming');
    expect((await read(id)).confirmation).toMatchObject({
      round: 2,
      replies: [{ answer: null }],
      earlier: [{ name: '見本 委員', words: '4回ではなく5回' }],
    });
    expect(await reply(id, { round: 2, answer: 'as-it-was' })).toMatchObject({ status: 200 });
    expect(await reply(id, { round: 2, answer: 'as-it-was' })).toMatchObject({ status: 200 });
    expect(
      await ask('tier2-north', 'POST', `meetings/${id}/minutes/addenda`, { words: 'x', reason: 'y' }),
    ).toMatchObject({ status: 409 });
    expect(await move(id, 'confirmed')).toMatchObject({ status: 200 });

    const confirmed = await read(id);
    expect(confirmed).toMatchObject({
      minutesState: 'confirmed',
      minutes: '送り迎えを5回ためすことにした。',
      confirmed: { by: expect.any(String) },
      can: { edit: false, keep: true },
    });
    for (const person of ['tier2-north', 'tier1', 'administrator'] as const)
      for (const body of [{ minutes: '別' }, { attendance: 9 }, { agenda: [] }, { people: [] }])
        expect(await ask(person, 'PATCH', `meetings/${id}`, body, confirmed.version)).toMatchObject({
          status: 409,
          body: { code: 'minutesConfirmed' },
        });
    for (const to of ['draft', 'confirming', 'confirmed'])
      expect(await move(id, to, 'administrator')).toMatchObject({ status: 409 });
    expect(await reply(id, { round: 2, answer: 'comment', words: 'まだ' })).toMatchObject({ status: 409 });
    expect(
      await ask('tier2-north', 'POST', `meetings/${id}/minutes/addenda`, {
        words: '保険は社会福祉協議会が払う。',
        reason: '後日、社協に確かめた',
      }),
    ).toMatchObject({ status: 201 });
    const after = await read(id, 'member-north');
    expect(after.addenda).toEqual([
      expect.objectContaining({
        words: '保険は社会福祉協議会が払う。',
        reason: '後日、社協に確かめた',
        by: confirmed.confirmed?.by,
      }),
    ]);
    expect({ ...after, ...shown(confirmed) }).toMatchObject(shown(after));
    const log = await work.app.installation.db('audit').where({ record_id: id }).orderBy('id').pluck('action');
    expect(log).toEqual([
      'meeting.create',
      'meeting.send',
      'meeting.reply',
      'meeting.unsend',
      'meeting.change',
      'meeting.send',
      'meeting.reply',
      'meeting.reply',
      'meeting.confirm',
      'meeting.add',
    ]);
  });

  /** The record itself. */
  const shown = ({ minutes, agenda, people, decisions, attendance, title, heldOn }: Meeting) => ({
    minutes,
    agenda,
    people,
    decisions,
    attendance,
    title,
    heldOn,
  });

  it('of a meeting that is only planned are sent to nobody', async () => {
    expect(await move(await plan(), 'confirming')).toMatchObject({ status: 409, body: { code: 'meetingNotHeld' } });
  });
});

describe('an item of an agenda', () => {
  type Ties = Record<'outgoing' | 'incoming', { label: string; items: { id: string }[] }[]>;
  const tiesOf = async (kind: string, id: string, person: Person = 'tier2-north') =>
    (await ask<Ties>(person, 'GET', `ties?kind=${kind}&id=${id}`)).body;
  const supporter = () =>
    post<Saved>('tier2-north', 'registers/supporter/records', { answers: supporterAnswers(work.town) });
  const follow = (id: string, item: string, made: Words, person: Person = 'tier2-north') =>
    ask<Saved>(person, 'POST', `meetings/${id}/items/${item}/follows`, made);

  it('is about records of any kind, and what is made of it is tied both ways, also once the minutes are confirmed', async () => {
    const [{ id: helper }, body] = [await supporter(), work.town.organisation.id];
    const agenda = [{ title: '担い手のこと', about: [helper, body] }, { title: 'そのほか' }];
    const { id } = await post<Saved>('tier2-north', `councils/${council}/meetings`, {
      kind: 'workshop',
      title: '記録を取り上げる会',
      heldOn: '2026-11-20',
      attendance: 3,
      agenda,
    });
    const [item] = (await read(id)).agenda;
    expect(item).toMatchObject({
      about: [
        { id: helper, kind: 'register-supporter', page: `registers/supporter/${helper}` },
        { id: body, kind: 'organisation', title: '見本の会' },
      ],
      follows: [],
    });
    // What is told of a supporter is told to whom their register tells it.
    expect((await read(id, 'member-north')).agenda[0]?.about.map((record) => record.id)).toEqual([body]);
    expect((await tiesOf('organisation', body)).incoming).toContainEqual({
      label: expect.stringContaining('取り上げた議題'),
      items: [expect.objectContaining({ id })],
    });
    expect((await tiesOf('meeting', id)).outgoing).toEqual([
      {
        label: '取り上げた議題',
        items: [expect.objectContaining({ id: helper }), expect.objectContaining({ id: body })],
      },
    ]);

    // An older client that knows of no records leaves them; a list says which they are from now on.
    const keep = { id: item?.id, title: '担い手のこと（続き）' };
    await change(id, { agenda: [keep] });
    expect((await read(id)).agenda.map(({ about }) => about.length)).toEqual([2]);
    await change(id, { agenda: [{ ...keep, about: [body] }] });
    expect((await read(id)).agenda[0]?.about.map((record) => record.id)).toEqual([body]);
    expect(await change(id, { agenda: [{ ...keep, about: [council] }] })).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/agenda/0/about', code: 'unknown' }] },
    });

    for (const to of ['confirming', 'confirmed'])
      await ask('tier2-north', 'POST', `meetings/${id}/minutes`, { to }, (await read(id)).version);
    const need = await work.takeIn('tier2-north', communityIntake(work.town));
    const made = { kind: 'need', id: need.id };
    expect(await follow(id, String(item?.id), made)).toMatchObject({ status: 201 });
    expect(await follow(id, String(item?.id), made)).toMatchObject({ status: 201 });
    expect((await read(id)).agenda[0]?.follows).toMatchObject([made]);
    expect((await tiesOf('need', need.id)).incoming).toEqual([
      { label: expect.stringContaining('議題から生じた'), items: [expect.objectContaining({ id, kind: 'meeting' })] },
    ]);
    expect(await follow(id, String(item?.id), { kind: 'organisation', id: council })).toMatchObject({ status: 404 });
    expect(await follow(id, council, made)).toMatchObject({ status: 404 });
    expect(await follow(id, String(item?.id), made, 'member-north')).toMatchObject({ status: 403 });
  });
});

describe('a joint meeting', () => {
  let east: string;
  const listOf = async (person: Person, id: string) =>
    (await ask<{ items: Meeting[] }>(person, 'GET', `councils/${id}/meetings`)).body.items.map((meeting) => meeting.id);

  beforeAll(async () => {
    east = await work.addCouncil('東の支え合い会議', 2, 'east');
  });

  it('is shown by each of its councils and kept by one', async () => {
    const guest = await post<Saved>('administrator', `councils/${east}/members`, {
      name: '東野 見本',
      role: 'member',
      startsOn: '2026-04-01',
      userId: work.town.users['tier2-east'],
    });
    const body = ahead({ title: '北と東の合同の会', people: [{ memberId: guest.id, name: 'x' }], jointIds: [east] });
    // Who sees no council of the east can name none.
    expect(await ask('tier2-north', 'POST', `councils/${council}/meetings`, body)).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/jointIds/0', code: 'unknown' }] },
    });
    const { id } = await post<Saved>('tier1', `councils/${council}/meetings`, body);
    expect([await listOf('tier2-north', council), await listOf('tier2-east', east)]).toEqual([
      expect.arrayContaining([id]),
      [id],
    ]);
    expect((await ask<Council>('tier2-east', 'GET', `councils/${east}`)).body.meetings).toMatchObject([
      { id, council: { id: council }, joint: [{ id: east, canOpen: true }] },
    ]);
    expect(await read(id, 'tier2-east')).toMatchObject({
      can: { edit: false, keep: false, council: false },
      people: [{ name: '東野 見本' }],
      invitation: { answer: null },
    });
    expect((await read(id)).joint).toEqual([{ id: east, name: '東の支え合い会議', canOpen: false }]);
    expect((await homeOf('tier2-east')).map(({ path }) => path)).toContain(`meetings/${id}`);
    expect(await ask('tier2-east', 'POST', `meetings/${id}/answer`, { answer: 'coming' })).toMatchObject({
      status: 200,
    });
    const search = await ask<{ groups: { items: { path: string }[] }[] }>('tier2-east', 'GET', 'search?q=合同の会');
    expect(JSON.stringify(search.body)).toContain(`meetings/${id}`);

    // Who keeps it and is not told of the east's council leaves it as it is, without knowing of it or naming it.
    expect(await change(id, { place: '別の公民館' })).toMatchObject({ status: 200 });
    expect(await change(id, { jointIds: [] })).toMatchObject({ status: 200 });
    expect((await read(id)).joint).toHaveLength(1);
    expect(await change(id, { jointIds: [east] })).toMatchObject({ status: 200 });

    const held = await change(id, { state: 'held', heldOn: '2026-11-20', attendance: 7 });
    expect(held).toMatchObject({ status: 200 });
    expect((await ask<Council>('tier1', 'GET', `councils/${east}`)).body).toMatchObject({
      lastMeetingOn: '2026-11-20',
    });

    const { version } = await read(id, 'tier1');
    expect(await ask('tier1', 'PATCH', `meetings/${id}`, { jointIds: [] }, version)).toMatchObject({ status: 200 });
    expect(await ask('tier2-east', 'GET', `meetings/${id}`)).toMatchObject({ status: 404 });
    expect([await listOf('tier2-east', east), (await read(id)).joint]).toEqual([[], []]);
    // Its members who were listed stay, and others of it cannot be added any more.
    const { people } = await read(id);
    const listed = people.map((person) => ({ ...person, name: 'x', body: 'x' }));
    expect(await change(id, { people: listed })).toMatchObject({ status: 200 });
    expect((await read(id)).people).toEqual(people);
    const other = await post<Saved>('administrator', `councils/${east}/members`, {
      name: '東山 例示',
      role: 'member',
      startsOn: '2026-04-01',
    });
    expect(await change(id, { people: [...listed, { memberId: other.id, name: 'x' }] })).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/people/1/memberId', code: 'unknownMember' }] },
    });
  });

  it('is on the home page of each of its councils: the next one, counted once where it was held, and news', async () => {
    const next = async (person: Person) =>
      (await homeOf(person)).filter(({ kind }) => kind === 'meeting-next').map(({ path }) => path);
    const figure = async (person: Person): Promise<number | undefined> =>
      (await ask<{ groups: { items: { key: string; count: number }[] }[] }>(person, 'GET', 'figures')).body.groups
        .flatMap(({ items }) => items)
        .find(({ key }) => key === 'meetings')?.count;
    const news = async (person: Person) =>
      (await ask<{ items: { path: string }[] }>(person, 'GET', 'news')).body.items.map(({ path }) => path);
    // Whoever coordinates the other council, and whoever sits in it, until that council meets before.
    const both = async (id: string) =>
      (await Promise.all([next('tier2-north'), next('member-north')])).map(
        (paths) => paths.filter((path) => path === `meetings/${id}`).length,
      );
    const plan = { jointIds: [council], heldOn: '2026-11-25' };
    const { id } = await post<Saved>('tier1', `councils/${east}/meetings`, ahead(plan));
    expect(await both(id)).toEqual([1, 1]);
    const sooner = await post<Saved>('tier1', `councils/${council}/meetings`, ahead({ heldOn: '2026-11-24' }));
    expect([await both(id), await both(sooner.id)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(await next('tier2-east')).toEqual([`meetings/${id}`]);

    const people: Person[] = ['tier2-east', 'tier2-north', 'tier1'];
    const before = await Promise.all(people.map(figure));
    // What comes at the instant of a step of the council is told as that.
    work.app.clock.advanceMinutes(1);
    const entered = {
      kind: 'workshop',
      title: '合同の会の記録',
      heldOn: '2026-11-21',
      attendance: 9,
      jointIds: [east],
    };
    const held = await post<Saved>('tier1', `councils/${council}/meetings`, entered);
    expect(await Promise.all(people.map(figure))).toEqual(before.map((count) => Number(count) + 1));
    for (const person of ['tier2-east', 'tier2-north'] as const)
      expect((await news(person)).filter((path) => path === `meetings/${held.id}`)).toHaveLength(1);
  });

  it('lists who sits in several of its councils once', async () => {
    const seat = { name: '見本 委員', role: 'member', startsOn: '2026-04-01', userId: work.town.users['member-north'] };
    const second = await post<Saved>('administrator', `councils/${east}/members`, seat);
    const line = (memberId: string) => ({ memberId, name: 'x' });
    const at = `councils/${council}/meetings`;
    const twice = ahead({ jointIds: [east], people: [line(members.account), line(second.id)] });
    const refused = (place: number) => ({
      status: 422,
      body: { issues: [{ path: `/people/${place}/memberId`, code: 'memberTwice' }] },
    });
    expect(await ask('tier1', 'POST', at, twice)).toMatchObject(refused(1));
    const { id } = await post<Saved>('tier1', at, { ...twice, people: [line(second.id)] });
    const { people, version } = await read(id, 'tier1');
    const put = async (list: object[]) => ask('tier1', 'PATCH', `meetings/${id}`, { people: list }, version);
    expect(await put([line(members.account), ...people])).toMatchObject(refused(0));
    expect(await put([line(members.account)])).toMatchObject({ status: 200 });
  });

  it.each([
    ['its own', () => council],
    ['none', () => work.town.areas.east.id],
  ])('refuses as another council %s', async (_what, of) => {
    expect(await ask('tier1', 'POST', `councils/${council}/meetings`, ahead({ jointIds: [of()] }))).toMatchObject({
      status: 422,
      body: { issues: [{ path: '/jointIds/0', code: 'unknown' }] },
    });
  });
});
