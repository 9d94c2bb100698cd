import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemKinds } from '../../../server/records/home.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { persons, type Person } from '../../support/app.ts';
import { assessment, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';

/* Every item of home pages that no step answers: whom it stands for, where its link leads, and what makes it leave. */

type Waiting = { kind: string; path: string; text: string; late: boolean; urgency: string | null };
type Row = {
  kind: string;
  for: Person[];
  /** Makes it wait; answers the page that it leads to. */
  make: () => Promise<string>;
  /** What is done about it, and whom it leaves by that (left out: all). Several ways, each of which is undone again, but the last. */
  leaves: [how: string, done: () => Promise<unknown>, undone?: () => Promise<unknown> | undefined, whom?: Person[]][];
};

describe(`items of home pages on ${testEngine()}`, () => {
  let work: Casework;
  beforeAll(async () => {
    work = await startCasework();
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  const db = (table: string) => work.app.installation.db(table);
  const waiting = async (person: Person): Promise<Waiting[]> =>
    (await (await work.as(person)).get<{ waiting: Waiting[] }>(work.path('home'))).body.waiting ?? [];
  /** Who is told, by the path that it leads to. */
  const toldOf = async (kind: string, path: string, among: readonly Person[] = persons): Promise<Person[]> => {
    const receivers: Person[] = [];
    for (const person of among)
      if ((await waiting(person)).some((item) => item.kind === kind && item.path === path)) receivers.push(person);
    return receivers;
  };
  const post = async (person: Person, path: string, body: object): Promise<string> => {
    const reply = await (await work.as(person)).post<{ id: string }>(work.path(path), body);
    expect([path, reply.status, reply.text]).toEqual([path, 201, reply.text]);
    return reply.body.id;
  };
  const set = (table: string, id: string, values: object) => db(table).where({ id }).update(values);
  const now = () => work.app.clock.now.toISOString();
  /** A council of the north that works since a day. */
  const council = async (name: string, establishedOn: string): Promise<string> => {
    const id = await work.addCouncil(name, 2, 'north');
    await set('councils', id, { established_on: establishedOn, state: 'operation.active' });
    return id;
  };
  const ids: Record<string, string> = {};
  const id = (name: string): string => ids[name] ?? '';
  const closing = (name: string, how = 'it is closed'): Row['leaves'][number] => [
    how,
    () => set('councils', id(name), { closed_at: now() }),
    () => set('councils', id(name), { closed_at: null }),
  ];
  const dissolving = (name: string): Row['leaves'][number] => [
    'it is dissolved',
    () => set('councils', id(name), { state: 'dissolved' }),
    () => set('councils', id(name), { state: 'operation.active' }),
  ];

  const backtest = (id: string, status: string) =>
    db('backtests').insert({
      id,
      municipality_id: work.town.id,
      kind: 'backtest',
      rules_key: 'escalation',
      status,
      counts: '{}',
      created_at: now(),
    });
  const shippedForm = async (key: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(`../../../forms/library/${key}.form.json`, import.meta.url), 'utf8'));

  const shippedWorkflow = async (key: string): Promise<Workflow> =>
    JSON.parse(
      await readFile(new URL(`../../../workflows/library/${key}.workflow.json`, import.meta.url), 'utf8'),
    ) as Workflow;
  const publishWorkflow = (body: object) => post('administrator', 'definitions/workflow', { body, reason: '順番' });

  const rows: Row[] = [
    {
      kind: 'council-silent',
      for: ['administrator', 'administrator-ward', 'tier1'],
      make: async () => `councils/${(ids['silent'] = await council('静かな会', '2026-01-10'))}`,
      leaves: [
        closing('silent'),
        dissolving('silent'),
        [
          'it has met',
          () =>
            post('tier2-north', `councils/${id('silent')}/meetings`, {
              kind: 'council',
              title: '会議',
              heldOn: '2026-11-20',
              attendance: 5,
            }),
        ],
      ],
    },
    {
      kind: 'council-without-coordinator',
      for: ['administrator', 'administrator-ward', 'tier1'],
      make: async () => `councils/${(ids['without'] = await council('推進員のいない会', '2026-11-01'))}`,
      leaves: [
        dissolving('without'),
        [
          'somebody is in office',
          async () =>
            (ids['coordinator'] = await post('administrator', `councils/${id('without')}/members`, {
              name: '架空 推進員',
              role: 'coordinator',
              startsOn: '2026-11-01',
            })),
        ],
      ],
    },
    {
      kind: 'coordinator-without-account',
      for: ['administrator', 'administrator-ward'],
      make: () => Promise.resolve(`settings/users?council=${id('without')}&member=${id('coordinator')}`),
      leaves: [
        [
          'the office is over',
          () => set('council_members', id('coordinator'), { ends_on: '2026-11-22' }),
          () => set('council_members', id('coordinator'), { ends_on: null }),
        ],
        [
          'there is an account',
          () => set('council_members', id('coordinator'), { user_id: work.town.users['tier2-north'] }),
        ],
      ],
    },
    {
      kind: 'meeting-invitation',
      for: ['member-north'],
      make: async () => {
        ids['seat'] = await post('administrator', `councils/${id('without')}/members`, {
          name: '見本 委員',
          role: 'member',
          startsOn: '2026-11-01',
          userId: work.town.users['member-north'],
        });
        ids['meeting'] = await post('tier2-north', `councils/${id('without')}/meetings`, {
          kind: 'council',
          state: 'planned',
          title: '次の会議',
          heldOn: '2026-12-10',
          people: [{ memberId: id('seat'), name: '見本 委員' }],
        });
        return `meetings/${id('meeting')}`;
      },
      leaves: [
        [
          'the seat is over before',
          () => set('council_members', id('seat'), { ends_on: '2026-12-09' }),
          () => set('council_members', id('seat'), { ends_on: null }),
        ],
        [
          'the meeting is dropped',
          () => set('meetings', id('meeting'), { state: 'dropped' }),
          () => set('meetings', id('meeting'), { state: 'planned' }),
        ],
        [
          'it is answered',
          async () =>
            (await work.as('member-north')).post(work.path(`meetings/${id('meeting')}/answer`), { answer: 'coming' }),
        ],
      ],
    },
    {
      // Who has a seat and is not invited by name, and who coordinates; who is invited is told that they are.
      kind: 'meeting-next',
      for: ['tier2-north', 'member-north'],
      make: async () => {
        const plan = { kind: 'council', state: 'planned', title: 'その次の会議', heldOn: '2026-12-01', bring: '地図' };
        ids['next'] = await post('tier2-north', `councils/${id('without')}/meetings`, plan);
        return `meetings/${id('next')}`;
      },
      leaves: [
        closing('without', 'its council is closed'),
        [
          'they are invited',
          () =>
            db('meeting_people').insert({
              id: 'invited',
              municipality_id: work.town.id,
              meeting_id: id('next'),
              member_id: id('seat'),
              name: '見本 委員',
              place: 0,
            }),
          () => db('meeting_people').where({ id: 'invited' }).delete(),
          ['member-north'],
        ],
        [
          'another comes before',
          () => set('meetings', id('meeting'), { held_on: '2026-11-30' }),
          () => set('meetings', id('meeting'), { held_on: '2026-12-10' }),
        ],
        ['it is dropped', () => set('meetings', id('next'), { state: 'dropped' })],
      ],
    },
    {
      kind: 'task-mine',
      for: ['member-north'],
      make: async () => {
        ids['task'] = await post('tier2-north', 'tasks', {
          councilId: id('without'),
          memberId: id('seat'),
          text: '聞いてくる',
        });
        return `tasks?council=${id('without')}&task=${id('task')}`;
      },
      leaves: [['it is done', () => set('tasks', id('task'), { state: 'done' })]],
    },
    {
      kind: 'task-asked',
      for: ['member-north'],
      make: async () => {
        const question = { councilId: id('without'), kind: 'question', text: 'どう思いますか' };
        ids['question'] = await post('tier2-north', 'tasks', question);
        return `tasks?council=${id('without')}&task=${id('question')}`;
      },
      leaves: [
        [
          'it is done',
          () => set('tasks', id('question'), { state: 'done' }),
          () => set('tasks', id('question'), { state: 'open' }),
        ],
        [
          'they have replied',
          () => post('member-north', `tasks/${id('question')}/replies`, { text: 'よいと思います' }),
        ],
      ],
    },
    {
      kind: 'meeting-planned',
      // Those who were invited and have answered.
      for: ['member-north'],
      make: () => Promise.resolve(`meetings/${id('meeting')}`),
      leaves: [
        [
          'the seat is over before',
          () => set('council_members', id('seat'), { ends_on: '2026-12-09' }),
          () => set('council_members', id('seat'), { ends_on: null }),
        ],
        [
          'the meeting is dropped',
          () => set('meetings', id('meeting'), { state: 'dropped' }),
          () => set('meetings', id('meeting'), { state: 'planned' }),
        ],
      ],
    },
    {
      kind: 'task-others',
      for: ['tier2-north'],
      make: async () => {
        const task = { councilId: id('without'), assignee: '架空 会長', text: '鍵を預かる' };
        ids['others'] = await post('tier2-north', 'tasks', task);
        return `tasks?council=${id('without')}&task=${id('others')}`;
      },
      leaves: [['it is done', () => set('tasks', id('others'), { state: 'done' })]],
    },
    {
      kind: 'task-asking',
      for: ['tier2-north'],
      make: async () => {
        const question = { councilId: id('without'), kind: 'question', text: 'いつがよいですか' };
        ids['asking'] = await post('tier2-north', 'tasks', question);
        return `tasks?council=${id('without')}&task=${id('asking')}`;
      },
      leaves: [['it is ended', () => set('tasks', id('asking'), { state: 'dropped' })]],
    },
    {
      kind: 'handover-open',
      for: ['administrator', 'administrator-ward'],
      make: async () => {
        await db('handovers').insert({
          id: 'handover',
          municipality_id: work.town.id,
          area_id: work.town.areas.north.id,
          role: 'tier2',
          from_name: '見本 前任',
          ends_on: '2026-11-01',
          note: '',
          passed_at: now(),
          created_at: now(),
        });
        await db('handover_items').insert({
          id: 'handed',
          municipality_id: work.town.id,
          handover_id: 'handover',
          position: 0,
          kind: 'task-mine',
          path: 'councils',
          note: '',
        });
        return 'handovers/handover';
      },
      leaves: [
        ['somebody is named', () => set('handovers', 'handover', { to_user_id: work.town.users['tier2-north'] })],
      ],
    },
    {
      kind: 'capacity',
      for: ['provider'],
      make: async () => {
        ids['entry'] = await work.addService({ name: '昼の配食', type: 'meals', areas: ['north'] });
        await set('services', id('entry'), { capacity_confirmed_on: '2026-10-01' });
        return `services/${id('entry')}`;
      },
      leaves: [
        [
          'it is closed',
          () => set('services', id('entry'), { closed_at: now() }),
          () => set('services', id('entry'), { closed_at: null }),
        ],
        ['it is confirmed', () => set('services', id('entry'), { capacity_confirmed_on: '2026-11-22' })],
      ],
    },
    {
      kind: 'effects-failed',
      for: ['administrator'],
      make: async () => {
        await db('effects').insert({
          id: 'failed',
          municipality_id: work.town.id,
          type: 'seekNext',
          params: '{}',
          due_at: now(),
          status: 'failed',
          attempts: 8,
          created_at: now(),
        });
        return 'settings/failures';
      },
      leaves: [
        [
          'it is let be',
          async () =>
            (await work.as('administrator')).post(work.path('failures/failed/decision'), { decision: 'drop' }),
        ],
      ],
    },
    {
      kind: 'backtest-failed',
      for: ['administrator'],
      make: async () => {
        await backtest('job-1', 'failed');
        return 'settings/rules/escalation/backtests/job-1';
      },
      leaves: [['a later one is done', () => backtest('job-2', 'done')]],
    },
    {
      kind: 'draft-open',
      for: ['administrator'],
      make: async () => {
        const admin = await work.as('administrator');
        const body = await shippedForm('need-intake');
        const saved = await admin.put(work.path('definitions/form/need-intake/draft'), { body }, { version: 0 });
        expect([saved.status < 300, saved.text]).toEqual([true, saved.text]);
        return 'settings/definitions/form/need-intake';
      },
      leaves: [['it is thrown away', () => db('drafts').update({ body: null })]],
    },
    {
      kind: 'product-updates',
      for: ['administrator'],
      make: async () => {
        await db('drafts').update({ update_body: '{}' });
        return 'settings/definitions';
      },
      leaves: [['it is joined or put aside', () => db('drafts').update({ update_body: null })]],
    },
    {
      kind: 'state-without-turn',
      for: ['administrator'],
      make: async () => {
        const report = await shippedWorkflow('report');
        const turned = Object.entries(report.states).map(([path, { turns: _turns, ...state }]) => [path, state]);
        await publishWorkflow({ ...report, states: Object.fromEntries(turned) });
        return 'settings/definitions/workflow/report';
      },
      leaves: [['the states say whose turn it is', async () => publishWorkflow(await shippedWorkflow('report'))]],
    },
    {
      kind: 'erasure-due',
      for: ['administrator'],
      make: async () => {
        await db('municipalities').where({ id: work.town.id }).update({
          needs_kept_years: 1,
          erasure_approver: work.town.users['administrator'],
        });
        const { id: need } = await work.takeIn('tier2-north', { title: '昔のこと' });
        await set('needs', (ids['old'] = need), { closed_at: '2020-01-01T00:00:00.000Z' });
        return 'settings/retention';
      },
      leaves: [
        [
          'the city keeps all',
          () => db('municipalities').where({ id: work.town.id }).update({ needs_kept_years: null }),
          () => db('municipalities').where({ id: work.town.id }).update({ needs_kept_years: 1 }),
        ],
        ['a list is drawn up', async () => (ids['list'] = await post('administrator', 'retention/lists', {}))],
      ],
    },
    {
      kind: 'erasure-list',
      for: ['administrator'],
      make: () => Promise.resolve(`settings/retention/${id('list')}`),
      leaves: [['it is approved', () => set('erasure_lists', id('list'), { approved_at: now() })]],
    },
    {
      kind: 'meeting-unrecorded',
      for: ['tier2-north'],
      make: async () => {
        await set('meetings', id('meeting'), { held_on: '2026-11-22' });
        return `meetings/${id('meeting')}`;
      },
      leaves: [
        closing('without', 'its council is closed'),
        [
          'it was dropped',
          () => set('meetings', id('meeting'), { state: 'dropped' }),
          () => set('meetings', id('meeting'), { state: 'planned' }),
        ],
        ['it is on record', () => set('meetings', id('meeting'), { state: 'held' })],
      ],
    },
    {
      // Of the meeting before, to which the member was invited.
      kind: 'minutes-unread',
      for: ['member-north'],
      make: async () => {
        await set('meetings', id('meeting'), {
          minutes_state: 'confirming',
          minutes_round: 1,
          minutes_sent_at: now(),
        });
        await db('meeting_people')
          .where({ meeting_id: id('meeting') })
          .update({ presence: 'present' });
        return `meetings/${id('meeting')}`;
      },
      leaves: [
        [
          'they were away',
          () =>
            db('meeting_people')
              .where({ meeting_id: id('meeting') })
              .update({ presence: 'absent' }),
          () =>
            db('meeting_people')
              .where({ meeting_id: id('meeting') })
              .update({ presence: 'proxy' }),
        ],
        [
          'it is confirmed',
          () => set('meetings', id('meeting'), { minutes_state: 'confirmed' }),
          () => set('meetings', id('meeting'), { minutes_state: 'confirming' }),
        ],
        [
          'they have said what they think',
          async () =>
            (await work.as('member-north')).post(work.path(`meetings/${id('meeting')}/minutes/replies`), {
              round: 1,
              answer: 'as-it-was',
            }),
        ],
      ],
    },
    {
      // Everybody has answered what was sent.
      kind: 'minutes-answered',
      for: ['tier2-north'],
      make: () => Promise.resolve(`meetings/${id('meeting')}`),
      leaves: [
        [
          'they were sent anew',
          () => set('meetings', id('meeting'), { minutes_round: 2 }),
          () => set('meetings', id('meeting'), { minutes_round: 1 }),
        ],
        ['they are confirmed', () => set('meetings', id('meeting'), { minutes_state: 'confirmed' })],
      ],
    },
    {
      kind: 'services-stale',
      for: ['tier2-north'],
      make: async () => {
        ids['body'] = await work.addOrganisation('確かめない会');
        ids['service'] = await work.addService({
          name: '古い送迎',
          type: 'transport',
          areas: ['north'],
          organisationId: id('body'),
        });
        await set('services', id('service'), { capacity_confirmed_on: '2026-01-10' });
        return 'services?staleDays=90';
      },
      leaves: [
        [
          'its body is closed',
          () => set('organisations', id('body'), { closed_at: now() }),
          () => set('organisations', id('body'), { closed_at: null }),
        ],
        [
          'it is closed',
          () => set('services', id('service'), { closed_at: now() }),
          () => set('services', id('service'), { closed_at: null }),
        ],
        ['it is confirmed', () => set('services', id('service'), { capacity_confirmed_on: '2026-11-22' })],
      ],
    },
    {
      kind: 'membership-ending',
      for: ['administrator'],
      make: async () => {
        const { id: role } = await db('memberships').where({ user_id: work.town.users['centre-north'] }).first('id');
        await set('memberships', (ids['role'] = role), { ends_on: '2026-12-01' });
        return `settings/users/${work.town.users['centre-north']}`;
      },
      leaves: [
        [
          'they have another role from the day after',
          async () => {
            const row = await db('memberships')
              .where({ id: id('role') })
              .first();
            await db('memberships').insert({ ...row, id: 'next-role', starts_on: '2026-12-02', ends_on: null });
          },
          () => db('memberships').where({ id: 'next-role' }).delete(),
        ],
        [
          'it is taken back',
          () => set('memberships', id('role'), { ended_at: now() }),
          () => set('memberships', id('role'), { ended_at: null }),
        ],
        ['it goes on', () => set('memberships', id('role'), { ends_on: null })],
      ],
    },
    {
      kind: 'account-waiting',
      for: ['administrator'],
      make: async () => {
        const user = work.town.users['tier2-east'];
        ids['hash'] = (await db('users').where({ id: user }).first('password_hash')).password_hash;
        await set('users', user, { password_hash: '' });
        return `settings/users/${user}`;
      },
      leaves: [
        [
          'the account is shut',
          () => set('users', work.town.users['tier2-east'], { disabled_at: now() }),
          () => set('users', work.town.users['tier2-east'], { disabled_at: null }),
        ],
        ['they have set one', () => set('users', work.town.users['tier2-east'], { password_hash: id('hash') })],
      ],
    },
    {
      kind: 'finding',
      for: ['tier2-north'],
      make: async () => {
        for (const title of ['一', '二', '三']) {
          const { id: need } = await work.takeIn('tier2-north', { types: ['meals'], title: `食事${title}` });
          await work.step('tier2-north', `needs/${need}`, 'ASSESS', assessment);
          await work.step('tier2-north', `needs/${need}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '無い' });
        }
        const { council_id } = await db('findings')
          .where({ status: 'open', purpose: 'escalation' })
          .first('council_id');
        return `councils/${(ids['found'] = council_id)}`;
      },
      leaves: [
        [
          'its council is closed',
          () => set('councils', id('found'), { closed_at: now() }),
          () => set('councils', id('found'), { closed_at: null }),
        ],
        ['it is put aside', () => db('findings').update({ status: 'dismissed' })],
      ],
    },
  ];

  /** What it takes a journey to make is a test of its own there. */
  const elsewhere: Record<string, string> = {
    'need-next': 'home.test.ts',
    'referral-waiting': 'home.test.ts',
    'pattern-skipped': '../studio/patterns.test.ts',
  };

  it('are all here: for each kind that the server makes there is a row, or a test elsewhere', async () => {
    expect([...rows.map(({ kind }) => kind), ...Object.keys(elsewhere)].toSorted()).toEqual([...itemKinds].toSorted());
    for (const [kind, file] of Object.entries(elsewhere))
      expect(await readFile(new URL(file, import.meta.url), 'utf8'), kind).toContain(`'${kind}'`);
  });

  it('stand for whom they are meant and lead where it can be done, and leave once that is done', async () => {
    for (const row of rows) {
      // An account without a password signs in no more, so that everybody has to have been there.
      for (const person of persons) await work.as(person);
      const path = await row.make();
      expect([row.kind, await toldOf(row.kind, path)]).toEqual([row.kind, row.for]);
      for (const [how, done, undone, whom = row.for] of row.leaves) {
        await done();
        expect([row.kind, how, await toldOf(row.kind, path, whom)]).toEqual([row.kind, how, []]);
        if (!undone) continue;
        await undone();
        expect([row.kind, how, await toldOf(row.kind, path, row.for)]).toEqual([row.kind, how, row.for]);
      }
    }
  });

  it('tell of lateness and of urgency apart: what is urgent is not late by that, nor what is late urgent', async () => {
    const make = async (urgency: string, receivedOn: string, title: string) =>
      work.takeIn('tier2-north', { urgency, receivedOn, title });
    await make('high', '2026-11-23', '今日の急ぎ');
    await make('low', '2026-10-01', '昔の急がないこと');
    const items = (await waiting('tier2-north')).filter(({ kind }) => kind === 'need-new');
    const of = (title: string) => items.find(({ text }) => text.includes(title));
    expect(of('今日の急ぎ')).toMatchObject({ urgency: 'high', late: false });
    expect(of('昔の急がないこと')).toMatchObject({ urgency: 'low', late: true });
  });
});
