import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begin, change, undo } from '../../client/studio/kit/history.ts';
import { checkWorkflow, drawDiagram, listEffects, surveyMachine } from '../../workflows/index.ts';
import {
  addEffect,
  addStage,
  addState,
  addStep,
  hangsOn,
  listAllSteps,
  listStates,
  listSteps,
  moveEffect,
  moveStage,
  moveState,
  moveStep,
  placeOf,
  readStages,
  removeEffect,
  removeStage,
  removeState,
  removeStep,
  setEffectParam,
  setFirst,
  setName,
  setStageName,
  setStateEnd,
  setStateStage,
  setStateTags,
  setStateWords,
  setStepForm,
  setStepMark,
  setStepRoles,
  setStepRules,
  setStepTone,
  setStepWhen,
  setStepWords,
  setTarget,
  setTurn,
  setTurns,
  setTurnWords,
  stepsPossibleAt,
  takeStep,
} from '../../workflows/edit.ts';
import type { Workflow } from '../../workflows/types.ts';

const folder = new URL('../../workflows/library/', import.meta.url);
const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};
const shipped = readdirSync(folder).map((file): [string, Workflow] => [
  file.replace('.workflow.json', ''),
  freeze(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
]);
const load = (key: string): Workflow => {
  const workflow = shipped.find(([name]) => name === key)?.[1];
  if (!workflow) throw new Error(key);
  return workflow;
};
const write = (workflow: Workflow): string => JSON.stringify(workflow);
const codes = (workflow: Workflow): string[] => checkWorkflow(workflow).map(({ code }) => code);

/**
 * What an edit may leave to be mended, and the check names: a state that nothing leads to or on from, an answer that cannot be
 * given there, an English that lacks half of its words.
 */
const toMend = ['unreachable-state', 'dead-end', 'answer-not-possible', 'missing'];

type Edit = (workflow: Workflow, pick: <T>(list: readonly T[]) => T | undefined) => Workflow;

/** Every edit, each at a place that is drawn. */
const edits: Record<string, Edit> = {
  'a name': (workflow) => setName(workflow, 'ja', 'name', '新しい名前'),
  'a stage more': (workflow) => addStage(workflow, '見直し').workflow,
  'a stage renamed': (workflow, pick) =>
    setStageName(workflow, pick(workflow.stages ?? [])?.key ?? '', 'ja', '別の段階'),
  'a stage moved': (workflow, pick) => moveStage(workflow, pick(workflow.stages ?? [])?.key ?? '', 1),
  'a stage less': (workflow, pick) => removeStage(workflow, pick(workflow.stages ?? [])?.key ?? '', null),
  'a state more': (workflow, pick) =>
    addState(workflow, {
      after: pick(listStates(workflow))?.path ?? null,
      stage: pick(workflow.stages ?? [])?.key ?? null,
      ja: { name: '見直し', meaning: '見直しています。' },
    }).workflow,
  'a state renamed': (workflow, pick) =>
    setStateWords(workflow, pick(listStates(workflow))?.path ?? '', 'en', 'name', 'Another name'),
  'a state moved': (workflow, pick) => moveState(workflow, pick(listStates(workflow))?.path ?? '', -1),
  'a state in another stage': (workflow, pick) =>
    setStateStage(workflow, pick(listStates(workflow))?.path ?? '', pick(workflow.stages ?? [])?.key ?? null),
  'a state with a tag': (workflow, pick) => setStateTags(workflow, pick(listStates(workflow))?.path ?? '', ['over']),
  'a state as an end': (workflow, pick) => setStateEnd(workflow, pick(listStates(workflow))?.path ?? '', true),
  'another beginning': (workflow, pick) => setFirst(workflow, pick(listStates(workflow))?.path ?? ''),
  'a state less': (workflow, pick) => removeState(workflow, pick(listStates(workflow))?.path ?? '', null),
  'a state less, led past': (workflow, pick) => {
    const path = pick(listStates(workflow))?.path ?? '';
    const rest = listStates(workflow).filter((state) => !`${state.path}.`.startsWith(`${path}.`));
    return removeState(workflow, path, pick(rest)?.path ?? null);
  },
  "nobody's turn": (workflow, pick) => setTurns(workflow, pick(listStates(workflow))?.path ?? '', []),
  'a step more': (workflow, pick) =>
    addStep(workflow, pick(open(workflow)) ?? '', {
      ja: '見直しに進む',
      roles: ['tier2'],
      target: pick([null, ...listStates(workflow).map(({ path }) => path)]) ?? null,
    }).workflow,
  'a step from here too': (workflow, pick) =>
    takeStep(
      workflow,
      pick(open(workflow)) ?? '',
      pick(listAllSteps(workflow))?.event ?? '',
      pick(listStates(workflow))?.path ?? null,
    ),
  'a step led elsewhere': (workflow, pick) =>
    atStep(workflow, pick, (path, event) => setTarget(workflow, path, event, pick(listStates(workflow))?.path ?? null)),
  'a step that stays': (workflow, pick) =>
    atStep(workflow, pick, (path, event) => setTarget(workflow, path, event, null)),
  'a step moved': (workflow, pick) => atStep(workflow, pick, (path, event) => moveStep(workflow, path, event, 1)),
  'a step less': (workflow, pick) => atStep(workflow, pick, (path, event) => removeStep(workflow, path, event)),
  "a step's words": (workflow, pick) =>
    atStep(workflow, pick, (_path, event) => setStepWords(workflow, event, 'ja', 'help', '理由を書きます。')),
  "a step's form": (workflow, pick) =>
    atStep(workflow, pick, (_path, event) => setStepForm(workflow, event, pick(['council-returning', null]) ?? null)),
  "a step's rules": (workflow, pick) =>
    atStep(workflow, pick, (_path, event) =>
      setStepRules(workflow, event, pick(['establishment-readiness', null]) ?? null),
    ),
  "a step's look": (workflow, pick) =>
    atStep(workflow, pick, (_path, event) => setStepTone(workflow, event, pick(['danger', null] as const) ?? null)),
  "a step's roles": (workflow, pick) =>
    atStep(workflow, pick, (_path, event) => setStepRoles(workflow, event, ['administrator'])),
  "a step's mark": (workflow, pick) =>
    atStep(workflow, pick, (_path, event) => setStepMark(workflow, event, workflow.steps[event]?.does ?? 'asked')),
  "a step's cities": (workflow, pick) =>
    atStep(workflow, pick, (_path, event) => setStepWhen(workflow, event, 'coordinator', null)),
  'an effect more': (workflow, pick) =>
    atStep(workflow, pick, (path, event) =>
      addEffect(workflow, path, event, { type: 'recordMeeting', params: { kind: 'training' } }),
    ),
  'an effect less': (workflow, pick) => atStep(workflow, pick, (path, event) => removeEffect(workflow, path, event, 0)),
  'an effect earlier': (workflow, pick) =>
    atStep(workflow, pick, (path, event) => moveEffect(workflow, path, event, 0, 1)),
  'an effect done otherwise': (workflow, pick) =>
    atStep(workflow, pick, (path, event) => setEffectParam(workflow, path, event, 0, 'kind', 'council')),
};

const open = (workflow: Workflow) => listStates(workflow).flatMap(({ path, isEnd }) => (isEnd ? [] : [path]));

function atStep(
  workflow: Workflow,
  pick: Parameters<Edit>[1],
  edit: (path: string, event: string) => Workflow,
): Workflow {
  const rows = ['', ...open(workflow)].flatMap((path) =>
    listSteps(workflow, path).map(({ event }) => ({ path, event })),
  );
  const row = pick(rows);
  return row ? edit(row.path, row.event) : workflow;
}

describe.each(shipped)('the lifecycle “%s” as stages', (_key, workflow) => {
  it('is opened whole, and saying again what is there changes nothing', () => {
    expect(readStages(workflow as unknown as Record<string, unknown>)).toEqual({ workflow });
    let same = workflow;
    for (const { path, notes, tags, isEnd } of listStates(workflow)) {
      for (const language of ['ja', 'en'] as const)
        for (const name of ['name', 'meaning', 'todo'] as const)
          same = setStateWords(same, path, language, name, notes.texts[language]?.[name] ?? '');
      same = setStateEnd(setStateTags(setStateStage(same, path, notes.stage ?? null), path, tags), path, isEnd);
      (notes.turns ?? []).forEach((turn, index) => {
        for (const language of ['ja', 'en'] as const)
          for (const name of ['text', 'action'] as const)
            same = setTurn(same, path, index, setTurnWords(turn, language, name, turn.texts[language]?.[name] ?? ''));
      });
    }
    for (const path of ['', ...open(workflow)])
      for (const { event, notes, target, effects } of listSteps(workflow, path)) {
        same = setTarget(same, path, event, target);
        same = setStepForm(setStepRules(same, event, notes.rules ?? null), event, notes.form ?? null);
        same = setStepTone(setStepMark(same, event, notes.does ?? null), event, notes.tone ?? null);
        same = setStepRoles(takeStep(same, path, event, target), event, notes.roles);
        effects.forEach(({ params }, index) => {
          for (const [name, value] of Object.entries(params))
            same = setEffectParam(same, path, event, index, name, value);
        });
      }
    for (const { key, text } of workflow.stages ?? [])
      for (const language of ['ja', 'en'] as const) same = setStageName(same, key, language, text[language] ?? '');
    expect(same).toBe(workflow);
  });

  it('shows every state, step and effect that there is', () => {
    const rows = ['', ...listStates(workflow).map(({ path }) => path)].flatMap((path) => listSteps(workflow, path));
    expect(listStates(workflow).map(({ path }) => path)).toEqual(drawDiagram(workflow, 'ja').nodes.map(({ id }) => id));
    expect(rows).toHaveLength(surveyMachine(workflow.machine).transitions.length);
    expect(rows.flatMap(({ effects }) => effects)).toEqual(listEffects(workflow).map(({ effect }) => effect));
    expect(rows.filter(({ isIdle }) => isIdle)).toEqual([]);
  });

  it('is what it was when something is added and taken away again', () => {
    for (const path of open(workflow)) {
      const more = addState(workflow, { after: path, stage: null, ja: { name: 'あ', meaning: 'い' } });
      expect(write(removeState(more.workflow, more.path, null))).toBe(write(workflow));
      const stepped = addStep(workflow, path, { ja: 'う', roles: ['tier1'], target: null });
      expect(write(removeStep(stepped.workflow, path, stepped.event))).toBe(write(workflow));
      expect(write(moveState(moveState(workflow, path, 1), path, -1))).toSatisfy(
        (text: string) => text === write(workflow) || moveState(workflow, path, 1) === workflow,
      );
    }
    const { workflow: staged, key } = addStage(workflow, '段階');
    expect(write(removeStage(staged, key, null))).toBe(write({ ...workflow, stages: workflow.stages ?? [] }));
  });

  it('stays whole under any edits, or the check names what is to be mended, and undo brings all back', () => {
    const names = Object.keys(edits);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...names), fc.array(fc.nat(), { minLength: 4, maxLength: 4 })), {
          minLength: 1,
          maxLength: 8,
        }),
        (drawn) => {
          let history = begin(workflow);
          for (const [name, numbers] of drawn) {
            let at = 0;
            const pick = <T>(list: readonly T[]): T | undefined =>
              list[(numbers[at++ % 4] ?? 0) % Math.max(1, list.length)];
            const before = history.present;
            const after = edits[name]?.(before, pick) ?? before;
            if (after !== before) expect(write(after), name).not.toBe(write(before));
            history = change(history, freeze(after), null, 0);
            expect(readStages(after as unknown as Record<string, unknown>), name).toEqual({ workflow: after });
          }
          for (const code of codes(history.present)) expect(toMend).toContain(code);
          while (history.past.length > 0) history = undo(history);
          expect(history.present).toBe(workflow);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('editing 石巻’s lifecycle', () => {
  const workflow = load('ishinomaki');

  it('puts a stage between two, so that what led on leads through it', () => {
    const staged = addStage(workflow, '試行');
    const added = addState(staged.workflow, {
      after: 'establishment',
      stage: staged.key,
      ja: { name: '試行', meaning: '三か月ためしに開いています。' },
    });
    expect(codes(added.workflow)).toEqual(['unreachable-state']);
    const stepped = addStep(added.workflow, added.path, { ja: '運営に進む', roles: ['tier1'], target: 'operation' });
    const led = setTarget(stepped.workflow, 'establishment', 'FOUND_COUNCIL', added.path);
    expect(codes(led)).toEqual([]);
    expect(listStates(led).map(({ path }) => path)).toEqual([
      'preparation',
      'preparation.planning',
      'preparation.scheduled',
      'preparation.examining',
      'establishment',
      'state1',
      'operation',
      'operation.active',
      'operation.paused',
      'stopped',
      'dissolved',
    ]);
    expect(listSteps(led, 'establishment').find(({ event }) => event === 'FOUND_COUNCIL')).toMatchObject({
      target: 'state1',
      effects: [{ type: 'establishCouncil' }, { type: 'addMembers' }],
    });
  });

  it('asks what hangs on a state, and leads its steps elsewhere', () => {
    expect(hangsOn(workflow, 'preparation.scheduled')).toEqual({
      leadHere: [{ event: 'PLAN_ROUNDTABLE', from: 'preparation.planning' }],
      inner: [],
      only: ['HOLD_ROUNDTABLE', 'CHANGE_PLAN'],
      isFirst: false,
      isLast: false,
    });
    const less = removeState(workflow, 'preparation.scheduled', 'preparation.examining');
    expect(codes(less)).toEqual([]);
    expect(Object.keys(less.steps)).not.toContain('HOLD_ROUNDTABLE');
    expect(listSteps(less, 'preparation.planning')[0]).toMatchObject({ target: 'preparation.examining' });
  });

  it('takes a whole stage of states away, and turns whose answer is gone wait for none', () => {
    const less = removeState(workflow, 'preparation', 'establishment');
    expect(listStates(less)[0]).toMatchObject({ path: 'establishment', isFirst: true });
    expect(codes(less)).toEqual([]);
    const without = removeStep(workflow, 'operation.paused', 'RESUME');
    expect(without.states['operation.paused']?.turns?.[0]).not.toHaveProperty('answer');
  });

  it('guards a step wherever it is taken, once rules decide it', () => {
    const ruled = setStepRules(workflow, 'ADD_MEMBERS', 'establishment-readiness');
    expect(codes(ruled)).toEqual([]);
    expect(setStepRules(ruled, 'ADD_MEMBERS', null)).toEqual(workflow);
    // Also where it is taken only later.
    const taken = takeStep(ruled, 'operation.paused', 'ADD_MEMBERS', 'operation.active');
    expect(codes(taken)).toEqual([]);
  });

  it('lets nothing be said that only means nothing', () => {
    const step = addStep(workflow, 'operation.paused', { ja: '便りを出す', roles: ['tier2'], target: null });
    expect(codes(step.workflow)).toEqual([]);
    expect(listSteps(step.workflow, 'operation.paused').at(-1)).toMatchObject({ target: null, isIdle: false });
    // In a state that has states within, staying would begin them anew.
    const outer = addStep(workflow, 'operation', { ja: '便りを出す', roles: ['tier2'], target: null });
    expect(listSteps(outer.workflow, 'operation').at(-1)).toMatchObject({ target: null, isIdle: true });
    expect(setStateEnd(workflow, 'operation.active', true)).toBe(workflow);
    expect(removeState({ ...workflow, machine: { states: { only: {} } }, states: {} }, 'only', null)).toMatchObject({
      machine: { states: { only: {} } },
    });
  });

  it('offers as a turn’s answer what can be taken there', () => {
    expect(stepsPossibleAt(workflow, 'preparation.planning')).toEqual([
      'ADD_MEMBERS',
      'HOLD_TRAINING',
      'STOP_PREPARATION',
      'PLAN_ROUNDTABLE',
      'START_ESTABLISHMENT',
    ]);
  });

  it.each([
    ['/states/operation.active/texts/ja/name', { path: 'operation.active', event: null }],
    ['/steps/PAUSE/form', { path: 'operation.active', event: 'PAUSE' }],
    ['/machine/states/operation/states/paused', { path: 'operation.paused', event: null }],
    ['/machine/states/operation/states/paused/on/RESUME/actions/0', { path: 'operation.paused', event: 'RESUME' }],
    ['/machine', null],
    ['/texts/ja', null],
  ])('finds the place of %s', (pointer, place) => {
    expect(placeOf(workflow, pointer)).toEqual(place);
  });
});

describe('a richer lifecycle', () => {
  const { machine, ...rest } = load('referral');
  const richer = (config: Record<string, unknown>) =>
    readStages({
      ...rest,
      machine: {
        ...machine,
        states: { ...machine.states, sent: { ...(machine.states?.['sent'] as object), ...config } },
      },
    });

  it.each([
    ['parallel', { type: 'parallel' }],
    ['history', { type: 'history' }],
    ['after', { after: { 1000: 'accepted' } }],
    ['always', { always: 'accepted' }],
    ['done', { onDone: 'accepted' }],
    ['guard', { on: { ACCEPT: { target: 'accepted', guard: 'isOpen' } } }],
    ['ways', { on: { ACCEPT: [{ target: 'accepted', guard: 'allowed' }, 'refused'] } }],
    ['shape', { on: 3 }],
    ['shape', { on: { ACCEPT: 'nowhere' } }],
  ])('with %s is left to its file', (reason, config) => {
    const [event] = Object.keys(rest.steps);
    const renamed = JSON.parse(JSON.stringify(config).replaceAll('ACCEPT', event ?? '')) as Record<string, unknown>;
    expect(richer(renamed)).toMatchObject({ richer: expect.arrayContaining([expect.objectContaining({ reason })]) });
  });

  it('and what is no lifecycle at all', () => {
    expect(readStages({})).toEqual({ richer: [{ reason: 'shape', pointer: '' }] });
  });
});
