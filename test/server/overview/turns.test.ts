import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advance, listStandings, possible, start, stepsDoing, type Advance } from '../../../workflows/index.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { persons, type Person } from '../../support/app.ts';
import { assessment, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';
import { proposalAnswers, registerAnswers } from '../permissions/records.ts';

/* Every state of every shipped lifecycle, at rest for so long that whoever should move it on is told: who that is, and that they may. */

const folder = new URL('../../../workflows/library/', import.meta.url);
const workflows = readdirSync(folder)
  .filter((name) => name.endsWith('.workflow.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Workflow);

type Row = { id: string } & Record<string, unknown>;
type Step = { event: string; roles: string[]; reasons: string[] };
type Shown = { steps: Step[]; can: Record<string, boolean> };
/** A record that stands in a state. `of`: what the table calls it. */
type Standing = { of: string; page: string; api: string; workflow: Workflow; state: string };

/** A snapshot of every state that can be reached. */
function explore(workflow: Workflow): Map<string, Advance> {
  const first = start(workflow);
  const reached = new Map([[first.state.join(' '), first]]);
  for (const at of reached.values())
    for (const type of possible(workflow, at.snapshot)) {
      const next = advance(workflow, structuredClone(at.snapshot), { type, decision: { allowed: true } });
      if (next && !reached.has(next.state.join(' '))) reached.set(next.state.join(' '), next);
    }
  return reached;
}

/** Whose turn each open state is. Of a council (` 1`, ` 2`: its tier) it is its own tier’s coordinator’s. */
const expected: Record<string, Person[]> = {
  'ishinomaki preparation.planning 1': ['tier1'],
  'ishinomaki preparation.scheduled 1': ['tier1'],
  'ishinomaki preparation.examining 1': ['tier1'],
  'ishinomaki establishment 1': ['tier1'],
  'ishinomaki operation.active 1': ['tier1'],
  'ishinomaki operation.paused 1': ['tier1'],
  'niigata-area preparation.selection 1': ['tier1'],
  'niigata-area preparation.preparatory 1': ['tier1'],
  'niigata-area establishment 1': ['tier1'],
  'niigata-area operation.active 1': ['tier1'],
  'niigata-area operation.paused 1': ['tier1'],
  'niigata preparation.study 1': ['tier1'],
  'niigata preparation.briefing 1': ['tier1'],
  'niigata preparation.localStudy 1': ['tier1'],
  'niigata preparation.selection 1': ['tier1'],
  'niigata preparation.preparatory 1': ['tier1'],
  'niigata establishment 1': ['tier1'],
  'niigata operation.active 1': ['tier1'],
  'niigata operation.paused 1': ['tier1'],
  'proposal sent': ['tier1'],
  'proposal received': ['tier1'],
  'proposal underStudy': ['tier1'],
  'proposal adopted': ['tier1'],
  'proposal underWay': ['tier1'],
  'report sent': ['tier1'],
  'report received': ['tier1'],
  'standard preparation 1': ['tier1'],
  'standard establishment 1': ['tier1'],
  'standard operation.active 1': ['tier1'],
  'standard operation.paused 1': ['tier1'],
  'ishinomaki preparation.planning 2': ['tier2-north'],
  'ishinomaki preparation.scheduled 2': ['tier2-north'],
  'ishinomaki preparation.examining 2': ['tier2-north'],
  'ishinomaki establishment 2': ['tier2-north'],
  'ishinomaki operation.active 2': ['tier2-north'],
  'ishinomaki operation.paused 2': ['tier2-north'],
  'need received': ['tier2-north', 'centre-north'],
  'need assessed': ['tier2-north'],
  'need beingMet': ['tier2-north'],
  'need reviewed': ['tier2-north'],
  'need kept': ['tier2-north'],
  'need unmet': ['tier2-north'],
  'need atCouncil': ['tier2-north'],
  'niigata-area preparation.selection 2': ['tier2-north'],
  'niigata-area preparation.preparatory 2': ['tier2-north'],
  'niigata-area establishment 2': ['tier2-north'],
  'niigata-area operation.active 2': ['tier2-north'],
  'niigata-area operation.paused 2': ['tier2-north'],
  'niigata preparation.study 2': ['tier2-north'],
  'niigata preparation.briefing 2': ['tier2-north'],
  'niigata preparation.localStudy 2': ['tier2-north'],
  'niigata preparation.selection 2': ['tier2-north'],
  'niigata preparation.preparatory 2': ['tier2-north'],
  'niigata establishment 2': ['tier2-north'],
  'niigata operation.active 2': ['tier2-north'],
  'niigata operation.paused 2': ['tier2-north'],
  'proposal draft': ['tier2-north'],
  'referral sent': ['tier2-north', 'provider'],
  'referral accepted': ['tier2-north', 'provider'],
  'report draft': ['tier2-north'],
  'standard preparation 2': ['tier2-north'],
  'standard establishment 2': ['tier2-north'],
  'standard operation.active 2': ['tier2-north'],
  'standard operation.paused 2': ['tier2-north'],
  'supporter interested': ['tier2-north', 'centre-north'],
  'supporter enrolled': ['tier2-north', 'centre-north'],
  'supporter trained': ['tier2-north', 'centre-north'],
  'supporter registered': ['tier2-north', 'centre-north'],
  'supporter asked': ['tier2-north', 'centre-north'],
  'supporter active': ['tier2-north', 'centre-north'],
  'supporter activeAsked': ['tier2-north', 'centre-north'],
  'supporter resting': ['tier2-north', 'centre-north'],
  'vision drafting': ['tier1', 'tier2-north'],
  'vision agreed': ['tier1', 'tier2-north'],
  'vision revisiting': ['tier1', 'tier2-north'],
  'provider-network surveying': ['tier1', 'tier2-north'],
  'provider-network surveyed': ['tier1', 'tier2-north'],
  'provider-network lacking': ['tier1', 'tier2-north'],
  'provider-network approaching': ['tier1', 'tier2-north'],
  'provider-network working': ['tier1', 'tier2-north'],
  'provider-network asked': ['tier1', 'tier2-north'],
  'provider-network hollow': ['tier1', 'tier2-north'],
  'neighbourhood-network seeking': ['tier2-north'],
  'neighbourhood-network linked': ['tier2-north'],
  'neighbourhood-network conference': ['tier2-north'],
  'neighbourhood-network dormant': ['tier2-north'],
  'individual-network needed': ['tier2-north'],
  'individual-network calling': ['tier2-north', 'centre-north'],
  'individual-network joining': ['tier2-north', 'centre-north'],
  'individual-network running': ['tier2-north', 'centre-north'],
  'individual-network troubled': ['tier2-north'],
  'linkage preparing': ['tier2-north', 'centre-north'],
  'linkage asked': ['tier2-north', 'centre-north'],
  'linkage handedOver': ['tier2-north', 'centre-north'],
  'linkage joint': ['tier2-north', 'centre-north'],
  'linkage refused': ['tier2-north', 'centre-north'],
  'survey planned': ['tier1', 'tier2-north', 'centre-north'],
  'survey collecting': ['tier1', 'tier2-north', 'centre-north'],
  'survey sorting': ['tier1', 'tier2-north', 'centre-north'],
  'activity idea': ['tier2-north'],
  'activity partners': ['tier2-north'],
  'activity joined': ['tier2-north'],
  'activity preparing': ['tier2-north'],
  'activity trial': ['tier2-north'],
  'activity tried': ['tier2-north'],
  'activity running': ['tier2-north'],
  'activity resting': ['tier2-north'],
  'coordinator-appointment candidate': ['administrator', 'administrator-ward', 'tier1', 'tier2-north'],
  'coordinator-appointment considering': ['administrator', 'administrator-ward', 'tier1', 'tier2-north'],
  'coordinator-appointment active': ['administrator', 'administrator-ward', 'tier1'],
  'coordinator-appointment handover': ['administrator', 'administrator-ward', 'tier1'],
  'lack-decision open': ['tier2-north'],
  'lack-decision studying': ['tier2-north'],
  'lack-decision watching': ['tier2-north'],
  'lack-decision decided': ['tier2-north'],
  'rollout-plan draft': ['administrator', 'administrator-ward', 'tier1'],
  'rollout-plan planned': ['administrator', 'administrator-ward', 'tier1', 'tier2-north'],
  'rollout-plan doing': ['administrator', 'administrator-ward', 'tier1', 'tier2-north'],
  'outreach planned': ['tier1', 'tier2-north'],
  'outreach announced': ['tier1', 'tier2-north'],
  'outreach held': ['tier1', 'tier2-north'],
  'outreach following': ['tier1', 'tier2-north'],
  'referral inProgress': ['provider'],
};

/** Of councils and of what was refused others are told, too; it is not their turn. */
const besides = ['council-silent', 'council-without-coordinator', 'need-next'];

/** What a state without a turn of its own waits for: another kind's open states, each of which is somebody's. */
const waitsFor: Record<string, string> = { 'need referred': 'referral' };

describe(`turns of shipped lifecycles on ${testEngine()}`, () => {
  let work: Casework;
  const standings: Standing[] = [];
  const receivers: Record<string, Person[]> = {};

  beforeAll(async () => {
    work = await startCasework();
    const { db } = work.app.installation;
    const post = async (person: Person, path: string, body: object): Promise<string> => {
      const reply = await (await work.as(person)).post<{ id: string }>(work.path(path), body);
      if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${reply.text}`);
      return reply.body.id;
    };
    const ward = await work.addCouncil('中央の協議体', 1, 'ward');
    const north = await work.addCouncil('北の協議体', 2, 'north');
    const service = await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
    const need = (await work.takeIn('tier2-north', { receivedOn: '2025-11-01' })).id;
    await work.step('tier2-north', `needs/${need}`, 'ASSESS', assessment);
    const { body: ranking } = await (
      await work.as('tier2-north')
    ).post<{ decisionId: string }>(work.path(`needs/${need}/ranking`));
    const referral = await post('tier2-north', `needs/${need}/referrals`, {
      serviceId: service,
      decisionId: ranking.decisionId,
    });
    const write = (kind: string) =>
      post('tier2-north', 'proposals', {
        kind,
        fromCouncilId: north,
        toCouncilId: ward,
        answers: { ...proposalAnswers, title: kind },
      });
    const models: Record<string, [table: string, page: string, ids: Record<string, string>, api?: string]> = {
      need: ['needs', 'needs', { '': need }],
      referral: ['referrals', 'referrals', { '': referral }],
      proposal: ['proposals', 'proposals', { '': await write('proposal') }],
      report: ['proposals', 'proposals', { '': await write('report') }],
    };
    for (const [key, answers] of Object.entries(registerAnswers(work.town))) {
      const id = await post('tier2-north', `registers/${key}/records`, { answers });
      models[key] = ['records', `registers/${key}`, { '': id }, `registers/${key}/records`];
    }
    let copies = 0;
    for (const workflow of workflows) {
      const [table, page, ids, api = page] = models[workflow.key] ?? [
        'councils',
        'councils',
        { ' 1': ward, ' 2': north },
      ];
      const { id: workflow_id } = (await db('definitions')
        .where({ municipality_id: work.town.id, kind: 'workflow', key: workflow.key })
        .first('id')) as { id: string };
      const reached = explore(workflow);
      for (const { state, tags } of listStandings(workflow)) {
        const at = reached.get(state);
        if (tags.includes('over') || !at) continue;
        for (const [tier, model] of Object.entries(ids)) {
          const row = (await db(table).where({ id: model }).first()) as Row;
          const id = `${workflow.key}-${(copies += 1)}`;
          await db(table).insert({
            ...row,
            id,
            ...('number' in row ? { number: 1000 + copies } : {}),
            ...('established_on' in row ? { established_on: '2025-01-01' } : {}),
            ...('sent_at' in row && !tags.includes('draft') && table === 'proposals'
              ? { sent_at: '2025-11-01T00:00:00.000Z' }
              : {}),
            workflow_id,
            state,
            snapshot: JSON.stringify(at.snapshot),
            state_since: '2025-11-01T00:00:00.000Z',
            ...('moved_at' in row ? { moved_at: '2025-11-01T00:00:00.000Z' } : {}),
          });
          standings.push({
            of: `${workflow.key} ${state}${tier}`,
            page: `${page}/${id}`,
            api: `${api}/${id}`,
            workflow,
            state,
          });
        }
      }
    }
    for (const person of persons) {
      const { body } = await (
        await work.as(person)
      ).get<{ waiting: { kind: string; path: string }[] }>(work.path('home'));
      for (const { of, page } of standings)
        if (body.waiting.some((item) => item.path === page && !besides.includes(item.kind)))
          receivers[of] = [...(receivers[of] ?? []), person];
    }
  }, 60_000);
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('reach whom the table says', () => {
    expect(receivers).toEqual(expected);
  });

  it('leave no open state to nobody', () => {
    const alone = standings.filter(({ of }) => !receivers[of]).map(({ of }) => of);
    expect(alone).toEqual(Object.keys(waitsFor));
    for (const kind of Object.values(waitsFor))
      expect(standings.filter(({ of }) => of.startsWith(`${kind} `)).every(({ of }) => receivers[of])).toBe(true);
  });

  it('are of those alone who may open the record and take the step', async () => {
    const wrong: string[] = [];
    for (const { of, api, workflow, state } of standings)
      for (const person of receivers[of] ?? []) {
        const { status, body } = await (await work.as(person)).get<Shown>(work.path(api));
        if (status !== 200) {
          wrong.push(`${person} opens ${of}: ${status}`);
          continue;
        }
        const turns = listStandings(workflow).find((standing) => standing.state === state)?.turns ?? [];
        // Of several steps with one mark a city takes those that it has chosen.
        const answers = turns.flatMap(({ answer }) =>
          !answer ? [] : 'event' in answer ? [answer.event] : stepsDoing(workflow, answer.does),
        );
        if (answers.length === 0) wrong.push(`${of} is answered by no step`);
        const isOpen = answers.some((event) => {
          const { does = '', roles = [] } = workflow.steps[event] ?? {};
          // What the server does by itself has a button of its own.
          if (roles.every((role) => role === 'system')) return body.can[does] === true;
          const step = body.steps.find((shown) => shown.event === event);
          return step && !step.reasons.some((reason) => reason.endsWith('が行います。'));
        });
        if (!isOpen) wrong.push(`${person} answers ${of} (${answers.join()})`);
      }
    expect(wrong).toEqual([]);
  });

  it('of a body for which nobody can sign in are its coordinator’s, once each, in every state that waits for it', async () => {
    const { db } = work.app.installation;
    const referrals = standings.filter(({ page }) => page.startsWith('referrals/'));
    const provider = { id: work.town.users.provider };
    const membership = db('memberships').where({ user_id: provider.id });
    const { password_hash } = await db('users').where(provider).first('password_hash');
    const homeOf = async (person: Person) => {
      const client = await work.as(person);
      return (await client.get<{ waiting: { text: string; action: string; path: string }[] }>(work.path('home'))).body
        .waiting;
    };
    /** As it is told to the coordinator, by state; what the page says, and to whom. */
    const toldInstead = async () => {
      const lines = await homeOf('tier2-north');
      return Object.fromEntries(
        referrals.map(({ of, page }) => {
          const ofRecord = lines.filter(({ path }) => path === page);
          return [of, ofRecord.map(({ text }) => text.includes('サインインできる人がいません'))];
        }),
      );
    };
    const attended = await toldInstead();
    expect(attended).toEqual({
      'referral sent': [false],
      'referral accepted': [false],
      'referral inProgress': [],
    });
    for (const [how, done, undone] of [
      [
        'it is disabled',
        () => db('users').where(provider).update({ disabled_at: '2026-11-01T00:00:00.000Z' }),
        () => db('users').where(provider).update({ disabled_at: null }),
      ],
      [
        'it was invited only',
        () => db('users').where(provider).update({ password_hash: '' }),
        () => db('users').where(provider).update({ password_hash }),
      ],
      [
        'its role has ended',
        () => membership.clone().update({ ends_on: '2026-11-01' }),
        () => membership.clone().update({ ends_on: null }),
      ],
    ] as const) {
      await done();
      expect([how, await toldInstead()]).toEqual([
        how,
        { 'referral sent': [true], 'referral accepted': [true], 'referral inProgress': [true] },
      ]);
      await undone();
    }
    expect(await toldInstead()).toEqual(attended);

    await db('users').where(provider).update({ disabled_at: '2026-11-01T00:00:00.000Z' });
    const [{ api, page } = { api: '', page: '' }] = referrals;
    expect((await homeOf('tier2-north')).find(({ path }) => path === page)?.action).toBe('団体に代わって記録する');
    const said = async (person: Person) =>
      (await (await work.as(person)).get<{ turn: { mine: boolean; text: string } }>(work.path(api))).body.turn;
    expect(await said('tier2-north')).toMatchObject({
      mine: true,
      text: expect.stringMatching(/代わりに記録してください。$/),
    });
    expect(await said('tier1')).toMatchObject({ mine: false, text: expect.stringMatching(/代わりに記録します。$/) });
    await db('users').where(provider).update({ disabled_at: null });
    expect(await said('tier2-north')).toMatchObject({ mine: false, text: expect.not.stringContaining('サインイン') });
  });
});
