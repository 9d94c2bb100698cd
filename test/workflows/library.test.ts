import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kindsAndEffects } from '../../server/kinds/index.ts';
import { listRequires } from '../../server/records/record-kind.ts';
import { stepChoices } from '../../server/settings/municipality/practice.ts';
import { advance, checkWorkflow, drawDiagram, listStandings, possible, start } from '../../workflows/index.ts';
import type { Advance, Effect, Workflow } from '../../workflows/index.ts';

const folder = (name: string) => new URL(`../../${name}/library/`, import.meta.url);
const keysOf = (name: string, suffix: string) =>
  readdirSync(folder(name))
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length));
const load = (key: string): Workflow =>
  JSON.parse(readFileSync(new URL(`${key}.workflow.json`, folder('workflows')), 'utf8'));

const forms = keysOf('forms', '.form.json');
const rules = keysOf('rules', '.rules.json');
const effects = [
  'recordMeeting',
  'planMeeting',
  'dropMeeting',
  'examineMeeting',
  'establishCouncil',
  'appointCoordinator',
  'addMembers',
  'seekNext',
  'followReferrals',
  'sendEvent',
  'recordAnswer',
  'raiseFinding',
  'openService',
  'holdOffice',
  'leaveOffice',
];
const workflows = [
  'standard',
  'ishinomaki',
  'niigata',
  'niigata-area',
  'need',
  'referral',
  'proposal',
  'report',
  'supporter',
  'vision',
  'linkage',
  'individual-network',
  'provider-network',
  'neighbourhood-network',
  'survey',
  'activity',
  'outreach',
  'rollout-plan',
  'lack-decision',
  'coordinator-appointment',
];

const send = (workflow: Workflow, at: Advance, type: string) =>
  advance(workflow, JSON.parse(JSON.stringify(at.snapshot)), { type, decision: { allowed: true } });

/** Every standing that can be reached, by a shortest path to it. */
function explore(workflow: Workflow): Map<string, { at: Advance; path: string[] }> {
  const first = start(workflow);
  const reached = new Map([[first.state.join(), { at: first, path: [] as string[] }]]);
  for (const { at, path } of reached.values()) {
    for (const type of possible(workflow, at.snapshot)) {
      const next = send(workflow, at, type);
      if (!next) throw new Error(`${type} is possible in ${at.state.join()} and yet not accepted`);
      if (!reached.has(next.state.join())) reached.set(next.state.join(), { at: next, path: [...path, type] });
    }
  }
  return reached;
}

function walk(key: string, events: string[]): { at: Advance; effects: Effect[] } {
  const workflow = load(key);
  let at = start(workflow);
  const done: Effect[] = [];
  for (const type of events) {
    const next = send(workflow, at, type);
    if (!next) throw new Error(`${type} was not accepted in ${at.state.join()}`);
    at = next;
    done.push(...next.effects);
  }
  return { at, effects: done };
}

it('has exactly the workflows that are listed here', () => {
  expect(keysOf('workflows', '.workflow.json').sort()).toEqual([...workflows].sort());
});

describe.each(workflows)('the workflow %s', (key) => {
  const workflow = load(key);
  const atomic = drawDiagram(workflow, 'ja').nodes.filter(({ id }, _, all) => !all.some(({ parent }) => parent === id));

  it('is in order, and every form, rule set and effect it names exists', () => {
    expect(workflow.key).toBe(key);
    expect(checkWorkflow(workflow, { forms, rules, effects, choices: stepChoices })).toEqual([]);
  });

  it('says of every open state whose turn it is, in both languages and in words that its kind knows', () => {
    expect(checkWorkflow(workflow, { requires: listRequires(kindsAndEffects.kinds, workflow.subject) })).toEqual([]);
    for (const { state, tags, turns } of listStandings(workflow))
      if (tags.includes('open')) {
        expect(turns, state).not.toBeNull();
        for (const { texts } of turns ?? []) expect(Object.keys(texts)).toEqual(['ja', 'en']);
      }
  });

  it('reaches every state', () => {
    expect([...explore(workflow).keys()].sort()).toEqual(atomic.map(({ id }) => id).sort());
  });

  it('can be left from every state that is not final', () => {
    for (const { at } of explore(workflow).values())
      expect([at.state, at.status === 'done' || possible(workflow, at.snapshot).length > 0]).toEqual([at.state, true]);
  });

  it('is complete in English', () => {
    const { nodes, edges } = drawDiagram(workflow, 'en');
    const words = [
      ...nodes.flatMap(({ name, meaning }) => [name, meaning]),
      ...edges.map(({ name }) => name),
      workflow.texts.en?.name,
      ...(workflow.stages ?? []).map(({ text }) => text.en),
    ];
    expect(words.filter((word) => !word || /[ぁ-んァ-ヶ一-龠]/.test(word))).toEqual([]);
    for (const [event, { texts }] of Object.entries(workflow.steps))
      expect([event, Boolean(texts.en?.help) === Boolean(texts.ja.help)]).toEqual([event, true]);
    for (const [state, { texts }] of Object.entries(workflow.states))
      expect([state, Boolean(texts.en?.todo) === Boolean(texts.ja.todo)]).toEqual([state, true]);
  });

  it('names a stage for every state', () => {
    expect(drawDiagram(workflow, 'ja').nodes.filter(({ stage }) => stage === null)).toEqual([]);
  });

  it('asks for a form wherever an effect needs answers', () => {
    const needing: Record<string, string[]> = {
      recordMeeting: ['title', 'heldOn', 'attendance'],
      appointCoordinator: ['name', 'startsOn'],
      addMembers: ['members'],
      openService: ['organisation', 'service', 'type', 'areas'],
      holdOffice: ['name', 'council', 'startsOn'],
      leaveOffice: ['name', 'council', 'endsOn'],
    };
    for (const { at } of explore(workflow).values())
      for (const type of possible(workflow, at.snapshot))
        for (const effect of send(workflow, at, type)?.effects ?? []) {
          const form = workflow.steps[type]?.form;
          const properties =
            form === undefined
              ? {}
              : JSON.parse(readFileSync(new URL(`${form}.form.json`, folder('forms')), 'utf8')).schema.properties;
          for (const field of needing[effect.type] ?? [])
            expect([type, effect.type, field, Object.hasOwn(properties, field)]).toEqual([
              type,
              effect.type,
              field,
              true,
            ]);
        }
  });
});

describe('the ways that the sources describe', () => {
  it('takes an Ishinomaki council through roundtables, repeated, to operation', () => {
    const round = ['PLAN_ROUNDTABLE', 'HOLD_ROUNDTABLE', 'EXAMINE_ROUNDTABLE'];
    const { at, effects: done } = walk('ishinomaki', [
      ...round,
      'HOLD_TRAINING',
      ...round,
      'ADD_MEMBERS',
      'START_ESTABLISHMENT',
      'FOUND_COUNCIL',
      'HOLD_COUNCIL_MEETING',
      'HOLD_COUNCIL_MEETING',
    ]);
    expect(at.state).toEqual(['operation.active']);
    expect(done.filter(({ type }) => type === 'recordMeeting').map(({ params }) => params.kind)).toEqual([
      'roundtable',
      'training',
      'roundtable',
      'council',
      'council',
    ]);
    expect(done.map(({ type }) => type)).toContain('establishCouncil');
  });

  it('keeps an Ishinomaki council in preparation while the rules say no', () => {
    const workflow = load('ishinomaki');
    expect(
      advance(workflow, start(workflow).snapshot, { type: 'START_ESTABLISHMENT', decision: { allowed: false } }),
    ).toBeNull();
  });

  it('asks a Niigata council for the same readiness whether its coordinator is elected or appointed', () => {
    for (const key of ['niigata', 'niigata-area'])
      for (const step of ['ELECT_COORDINATOR', 'APPOINT_COORDINATOR'])
        expect([key, step, load(key).steps[step]?.rules]).toEqual([key, step, 'niigata-election-ready']);
  });

  it('takes a Niigata council to the election of its coordinator', () => {
    const { at, effects: done } = walk('niigata', [
      'HOLD_STUDY_MEETING',
      'GO_TO_BRIEFING',
      'BRIEF_DISTRICT_COUNCIL',
      'HOLD_LOCAL_STUDY_MEETING',
      'START_SELECTION',
      'SELECT_MEMBERS',
      'HOLD_PREPARATION_MEETING',
      'CONVENE_FIRST_COUNCIL',
      'ELECT_COORDINATOR',
    ]);
    expect(at.state).toEqual(['operation.active']);
    expect(done.map(({ type }) => type)).toEqual([
      'recordMeeting',
      'recordMeeting',
      'recordMeeting',
      'addMembers',
      'recordMeeting',
      'recordMeeting',
      'establishCouncil',
      'recordMeeting',
      'appointCoordinator',
    ]);
  });

  it.each([
    ['accepted and completed: somebody asks', ['ASSESS', 'REFER', 'ACCEPTED', 'COMPLETED'], 'reviewed', []],
    ['met, as the person says', ['ASSESS', 'REFER', 'ACCEPTED', 'CHECK', 'COMPLETED', 'FINISH'], 'closed', []],
    ['partly met', ['ASSESS', 'REFER', 'ACCEPTED', 'COMPLETED', 'SEEK_AGAIN'], 'assessed', ['followReferrals']],
    ['going on', ['ASSESS', 'REFER', 'ACCEPTED', 'COMPLETED', 'KEEP', 'CHECK'], 'kept', ['followReferrals']],
    ['with two services', ['ASSESS', 'REFER', 'REFER', 'ACCEPTED', 'OTHERS_SUPPORTED'], 'beingMet', []],
    ['the area’s, and goes straight to the council', ['RAISE'], 'atCouncil', []],
    ['refused, so that the next is sought', ['ASSESS', 'REFER', 'REFUSED'], 'assessed', ['seekNext']],
    [
      'refused by everyone and taken to the council',
      ['ASSESS', 'REFER', 'REFUSED', 'NOBODY_LEFT', 'TAKE_TO_COUNCIL'],
      'atCouncil',
      ['seekNext'],
    ],
    ['stopped half-way', ['ASSESS', 'REFER', 'ACCEPTED', 'STOPPED'], 'assessed', ['seekNext']],
    ['closed and reopened', ['CLOSE', 'REOPEN'], 'assessed', []],
  ])('follows a need that is %s', (_, events, state, done) => {
    const walked = walk('need', events);
    expect(walked.at.state).toEqual([state]);
    expect(walked.effects.map(({ type }) => type)).toEqual(done);
  });

  it.each([
    [['ACCEPT', 'START', 'COMPLETE'], 'completed', ['accepted', 'completed']],
    [['REFUSE'], 'refused', ['refused']],
    [['WITHDRAW'], 'withdrawn', ['withdrawn']],
    [['ACCEPT', 'WITHDRAW'], 'withdrawn', ['accepted', 'withdrawn']],
    [['ACCEPT', 'START', 'STOP'], 'stopped', ['accepted', 'stopped']],
  ])('tells the need what became of a referral: %j', (events, state, sent) => {
    const walked = walk('referral', events);
    expect(walked.at).toMatchObject({ state: [state], status: 'done' });
    expect(walked.effects.map(({ params }) => params)).toEqual(sent.map((does) => ({ to: 'need', does })));
  });

  it('lets the need understand every event that a referral sends it', () => {
    const { steps } = load('need');
    const sent = [...explore(load('referral')).values()].flatMap(({ at }) =>
      at.effects.map(({ params }) => String(params.does)),
    );
    expect(sent).toContain('refused');
    const system = Object.values(steps).flatMap(({ does, roles }) => (roles.includes('system') ? [does] : []));
    expect(sent.filter((mark) => !system.includes(mark))).toEqual([]);
  });

  it.each([
    [
      'proposal',
      ['SEND', 'RECEIVE', 'STUDY', 'ADOPT', 'PLAN', 'PROGRESS', 'CARRY_OUT'],
      'carriedOut',
      ['under-study', 'adopted'],
    ],
    ['proposal', ['SEND', 'RECEIVE', 'ADOPT', 'GIVE_UP'], 'givenUp', ['adopted']],
    ['proposal', ['SEND', 'RECEIVE', 'NOT_ADOPT'], 'notAdopted', ['not-adopted']],
    ['proposal', ['SEND', 'RECEIVE', 'PASS_ON'], 'passedOn', ['passed-on']],
    ['report', ['SEND', 'RECEIVE', 'NOTE'], 'noted', ['noted']],
  ])('answers a %s: %j', (key, events, state, answers) => {
    const walked = walk(key, events);
    expect(walked.at).toMatchObject({ state: [state], status: 'done' });
    expect(walked.effects[0]?.type).toBe('raiseFinding');
    expect(walked.effects.filter(({ type }) => type === 'recordAnswer').map(({ params }) => params.answer)).toEqual(
      answers,
    );
  });
});
