import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Person } from '../../support/app.ts';
import { assessment, communityIntake, intake, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { statementsOf } from '../../support/statements.ts';
import { supporterAnswers } from '../permissions/records.ts';

/*
 * How many statements a request asks the database, audit lines included, `BEGIN` and `COMMIT` not. A ratchet: whoever needs fewer
 * lowers the number here, whoever needs more has to say why. Aims: every home 15, a list 5, taking in a need 10, a council 12. Who is shown residents' needs costs two: the line of
 * the audit, and which they were. There are several rows of everything, so that a statement a row is noticed.
 */

type Words = Record<string, unknown>;
type Asked = [
  name: string,
  most: number,
  person: Person,
  method: string,
  path: string,
  body?: () => Words,
  versions?: [first: number, second: number],
];

let work: Casework;
const ids: Record<'council' | 'need' | 'referral' | 'report' | 'supporter', string> = {
  council: '',
  need: '',
  referral: '',
  report: '',
  supporter: '',
};

beforeAll(async () => {
  work = await startCasework();
  const { town } = work;
  const post = async (person: Person, path: string, body?: unknown): Promise<Words & { id: string }> => {
    const reply = await (await work.as(person)).post<Words & { id: string }>(work.path(path), body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  const rank = (person: Person, id: string) =>
    post(person, `needs/${id}/ranking`) as Promise<{ decisionId?: string; candidates?: { service: { id: string } }[] }>;
  for (const name of ['北の送迎', '中央の送迎', '東西の送迎'])
    await work.addService({ name, type: 'transport', areas: ['north', 'ward'] });
  for (const name of ['東の送迎', '東の相乗り']) await work.addService({ name, type: 'transport', areas: ['east'] });
  await work.addCouncil('見本市の協議体', 1, 'root');
  await work.addCouncil('東の支え合い会議', 2, 'east');
  // A coordinator who has no meeting on record yet, and services that are late with their reply.
  for (const title of ['一', '二']) {
    const { id } = await work.takeIn('tier2-east', {
      ...intake(town),
      area: town.areas.east.id,
      title: `東の足${title}`,
    });
    await work.step('tier2-east', `needs/${id}`, 'ASSESS', assessment);
    const { decisionId, candidates } = await rank('tier2-east', id);
    await post('tier2-east', `needs/${id}/referrals`, { decisionId, serviceId: candidates?.[0]?.service.id });
  }
  work.app.clock.advanceDays(12);
  ids.council = await work.addCouncil('北の支え合い会議', 2, 'north');
  for (const name of ['北の見守り会議', '北の移動の会議']) await work.addCouncil(name, 2, 'north');
  for (const name of ['見本 一郎', '見本 二郎', '見本 三郎'])
    await post('administrator', `councils/${ids.council}/members`, { name, role: 'member', startsOn: '2026-04-01' });
  for (const title of ['一', '二', '三']) await work.takeIn('centre-north', { title: `通院の相談${title}` });
  for (const title of ['一', '二', '三']) {
    const { id } = await work.takeIn(
      'tier2-north',
      communityIntake(town, { title: `食事の相談${title}`, types: ['meals'] }),
    );
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '無い' });
    ids.need = id;
  }
  for (const title of ['一', '二', '三']) {
    const { id } = await work.takeIn('tier2-north', { title: `買い物の相談${title}` });
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    const { decisionId, candidates } = await rank('tier2-north', id);
    const referral = await post('tier2-north', `needs/${id}/referrals`, {
      decisionId,
      serviceId: candidates?.[0]?.service.id,
    });
    ids.referral = referral.id;
    if (title === '一')
      await work.step('provider', `referrals/${referral.id}`, 'REFUSE', { cause: 'staff', reason: '担い手不足' });
  }
  for (const heldOn of ['2026-11-20', '2026-11-21', '2026-11-22'])
    await post('tier2-north', `councils/${ids.council}/meetings`, {
      kind: 'council',
      title: '会議',
      heldOn,
      attendance: 8,
      needs: [{ needId: ids.need, plan: '次に決める' }],
    });
  for (const [day, text] of [
    ['2026-12-05', '今日の会議'],
    ['2026-12-12', '来週の会議'],
    ['2026-12-19', '再来週の会議'],
  ] as const) {
    await post('tier2-north', `councils/${ids.council}/meetings`, {
      kind: 'council',
      state: 'planned',
      title: text,
      heldOn: day,
    });
    await post('tier2-north', 'tasks', { councilId: ids.council, text: `${text}の支度`, dueOn: day });
  }
  // A year is set from which on needs are erased, and no list has been drawn up yet.
  const administrator = await work.as('administrator');
  const { version } = (await administrator.get<{ version: number }>(work.path('retention'))).body;
  await administrator.patch(
    work.path('retention'),
    { needsKeptYears: 5, approverId: town.users.administrator },
    { version },
  );
  const form = (
    await (await work.as('tier2-north')).get(work.path(`proposals/form?council=${ids.council}&kind=report`))
  ).body as { to?: { id: string }[] };
  for (const title of ['一', '二', '三']) {
    const report = await post('tier2-north', 'proposals', {
      kind: 'report',
      fromCouncilId: ids.council,
      toCouncilId: form.to?.[0]?.id,
      answers: { title: `北の足${title}`, body: '足りません' },
    });
    if (title !== '一') await work.step('tier2-north', `proposals/${report.id}`, 'SEND');
    ids.report = report.id;
  }
  // Handed over in the east: what is of other areas is looked up beside what is open there.
  const db = work.app.installation.db;
  await db('handovers').insert({
    id: 'handover',
    municipality_id: town.id,
    area_id: town.areas.east.id,
    role: 'tier2',
    from_name: '去った 人',
    ends_on: '2026-11-30',
    note: '鍵は棚に。',
    to_user_id: town.users['tier2-north'],
    passed_at: '2026-12-01T00:00:00.000Z',
    created_at: '2026-11-23T00:00:00.000Z',
  });
  for (const name of ['試作 の一', '試作 の二', '試作 の三'])
    ids.supporter = (
      await post('tier2-north', 'registers/supporter/records', { answers: supporterAnswers(town, { name }) })
    ).id;
  await post('tier2-north', 'registers/supporter/records/fields', { fields: ['abilities', 'cause'] });
  await work.runDue();
  let position = 0;
  for (const [kind, table, page] of [
    ['need', 'needs', 'needs'],
    ['referral', 'referrals', 'referrals'],
    ['proposal', 'proposals', 'proposals'],
    ['council', 'councils', 'councils'],
  ] as const)
    for (const id of await db(table).orderBy('id').limit(5).pluck<string[]>('id'))
      await db('handover_items').insert({
        id: `item-${position}`,
        municipality_id: town.id,
        handover_id: 'handover',
        position: (position += 1),
        kind,
        record_id: id,
        path: `${page}/${id}`,
        note: '',
      });
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

it('asks the database little for each route', async () => {
  const { town } = work;
  const rules = JSON.parse(
    readFileSync(new URL('../../../rules/library/escalation.rules.json', import.meta.url), 'utf8'),
  ) as Words;
  const [membership] = await work.app.installation
    .db('memberships')
    .where({ user_id: town.users['tier2-north'] })
    .pluck<string[]>('id');
  const registers = readdirSync(new URL('../../../registers/library', import.meta.url)).length;
  const requests: Asked[] = [
    // Invitations, and planned meetings that wait to be recorded, are one statement; tasks and questions another; all that is counted a third.
    // What the meetings ahead are about is one more than without them.
    ['home, 2nd tier', 17, 'tier2-north', 'GET', 'home'],
    ['home, 2nd tier without meetings', 16, 'tier2-east', 'GET', 'home'],
    // Councils that are silent, and what who is new has not seen yet; for the administrator drafts, jobs that were cut off and registers too.
    ['home, 1st tier', 13, 'tier1', 'GET', 'home'],
    ['home, administrator', 15, 'administrator', 'GET', 'home'],
    ['home, centre', 9, 'centre-north', 'GET', 'home'],
    ['home, provider', 7, 'provider', 'GET', 'home'],
    ['home, member', 7, 'member-north', 'GET', 'home'],
    // Tasks and handovers are news too, one statement each.
    ['news, 2nd tier', 10, 'tier2-north', 'GET', 'news'],
    ['figures, 1st tier', 2, 'tier1', 'GET', 'figures'],
    // One a figure, two of them of each register and two of what supporters did, however many areas and quarters; and when the municipality began to keep records.
    ["the year's sheet", 24 + 2 * registers, 'tier1', 'GET', 'year'],
    // Six nouns with a list of their own, and each register (its records, and which residents' were shown); meetings, proposals, tasks, what rules found, handovers and users are one statement.
    ['search, 2nd tier', 13, 'tier2-north', 'GET', 'search?q=の'],
    ['search, provider', 10, 'provider', 'GET', 'search?q=の'],
    ['list of needs', 5, 'tier2-north', 'GET', 'needs?limit=2'],
    ['list of referrals', 5, 'tier2-north', 'GET', 'referrals?limit=2'],
    ['list of proposals', 3, 'tier2-north', 'GET', 'proposals?limit=2'],
    ['list of councils', 5, 'tier2-north', 'GET', 'councils?limit=2'],
    ['list of services', 4, 'tier2-north', 'GET', 'services?limit=2'],
    ['list of organisations', 3, 'tier2-north', 'GET', 'organisations?limit=2'],
    ['registers', 1, 'tier2-north', 'GET', 'registers'],
    ['a register', 2, 'tier2-north', 'GET', 'registers/supporter'],
    ['list of a register', 5, 'tier2-north', 'GET', 'registers/supporter/records?limit=2'],
    // Beside the list: whose values are kept, which records the condition finds, and the values.
    [
      'list of a register by two fields',
      8,
      'tier2-north',
      'GET',
      'registers/supporter/records?limit=2&where=abilities%3Dtransport&sortBy=cause&fields=cause',
    ],
    // How many and which, by what, and that they were looked at.
    ['counts of a register', 7, 'tier2-north', 'GET', 'registers/supporter/records/counts?by=abilities'],
    ['the form of a register', 1, 'tier2-north', 'GET', 'registers/supporter/form'],
    ['a record of a register', 6, 'tier2-north', 'GET', `registers/supporter/records/${ids.supporter}`],
    ['records of a register written out', 5, 'administrator', 'GET', 'registers/supporter/records/export'],
    ['list of users', 5, 'administrator', 'GET', 'users'],
    ['list of findings', 4, 'tier2-north', 'GET', 'findings'],
    ['lacks', 3, 'tier2-north', 'GET', 'lacks'],
    ['audit', 7, 'administrator', 'GET', 'audit'],
    ['a council', 12, 'tier2-north', 'GET', `councils/${ids.council}`],
    ['a need', 12, 'tier2-north', 'GET', `needs/${ids.need}`],
    // With what was found when the need was looked into.
    ['a referral', 7, 'provider', 'GET', `referrals/${ids.referral}`],
    ['a report', 4, 'tier2-north', 'GET', `proposals/${ids.report}`],
    // What is open is what the role's home page asks, and the records that there are of each kind, registers among them.
    [
      'what is open of a role',
      24,
      'administrator',
      'GET',
      `handovers/open?user=${town.users['tier2-north']}&membership=${membership}`,
    ],
    // Among them what waits for whoever took the step that ended an office: 21 before there was that.
    ['a handover', 24, 'administrator', 'GET', 'handovers/handover'],
    ['the intake form', 1, 'tier2-north', 'GET', 'needs/form'],
    ['taking in a need', 10, 'tier2-north', 'POST', 'needs', () => ({ answers: intake(town) })],
    // The session and the user are read before the body is, and once more where it is written.
    [
      "saving a rule set's draft",
      12,
      'administrator',
      'PUT',
      'rules/escalation/draft',
      () => ({ body: rules }),
      [0, 1],
    ],
    ['a step', 9, 'tier2-north', 'POST', '', () => ({ event: 'ASSESS', answers: assessment }), [1, 1]],
  ];
  const counted: [name: string, statements: number, most: number][] = [];
  for (const [name, most, person, method, path, body, versions] of requests) {
    const client = await work.as(person);
    // Once before, for what is kept in memory; then the one that is counted.
    let sent: string[] = [];
    for (const [index, key] of ['first', 'second'].entries()) {
      const at = path === '' ? `needs/${(await work.takeIn('tier2-north')).id}/steps` : path;
      sent = await statementsOf(work.app.installation.db, async () => {
        const reply = await client.ask(method, work.path(at), body?.(), {
          ...(body ? { key: `${name} ${key}` } : {}),
          ...(versions ? { version: versions[index] ?? 0 } : {}),
        });
        expect(reply.status, `${name}: ${reply.text}`).toBeLessThan(300);
      });
    }
    if (process.env.SASAEAI_STATEMENTS === '1') console.log([name, ...sent].join('\n  '));
    counted.push([name, sent.length, most]);
  }
  console.log(
    [testEngine(), ...counted.map(([name, count, most]) => `${String(count).padStart(4)} ≤ ${most}  ${name}`)].join(
      '\n',
    ),
  );
  expect(counted.filter(([, count, most]) => count > most)).toEqual([]);
});
