import { describe, expect, it } from 'vitest';
import { checkMachine, checkWorkflow } from '../../workflows/index.ts';

type Loose = Record<string, unknown>;

/** A small workflow in order; each case spoils one thing. */
function good() {
  return {
    key: 'small',
    subject: 'council',
    texts: { ja: { name: '小さな流れ' } },
    stages: [{ key: 'preparation', text: { ja: '準備' } }],
    machine: {
      id: 'small',
      initial: 'open',
      states: {
        open: {
          on: {
            HOLD: { actions: [{ type: 'recordMeeting', params: { kind: 'council' } }] },
            END: { target: 'ended', guard: 'allowed' },
          },
        } as Loose,
        ended: { type: 'final' } as Loose,
      } as Record<string, Loose>,
    } as Loose & { states: Record<string, Loose> },
    states: {
      open: { texts: { ja: { name: '活動中', meaning: '活動しています。' } }, stage: 'preparation' },
      ended: { texts: { ja: { name: '終了', meaning: '終わりました。' } } },
    } as Record<string, Loose>,
    steps: {
      HOLD: { texts: { ja: { name: '会議' } }, roles: ['tier2'], form: 'meeting' },
      END: { texts: { ja: { name: '終える' } }, roles: ['tier2'], rules: 'ready' },
    } as Record<string, Loose>,
  };
}
const known = {
  forms: ['meeting'],
  rules: ['ready'],
  effects: ['recordMeeting'],
  choices: { coordinator: ['election', 'appointment'] },
  requires: { council: { tags: {}, marks: {} } },
};
type Good = ReturnType<typeof good>;

const on = (d: Good, transition: Loose) => Object.assign(d.machine.states.open ?? {}, transition);

/** Somebody's turn while it is open, with one thing spoilt. */
const turn = (d: Good, spoilt: Loose) =>
  Object.assign(d.states.open ?? {}, {
    turns: [
      {
        roles: ['tier2'],
        texts: { ja: { text: '{{title}}の会議を記録してください。' } },
        answer: { event: 'HOLD' },
        late: { days: { low: 30, normal: 14, high: 2 }, from: 'last-meeting-on' },
        ...spoilt,
      },
    ],
  });
const requires = { council: { tags: {}, marks: {}, words: ['place'], days: ['last-meeting-on'] } };

describe('checkWorkflow', () => {
  it('finds nothing in a workflow that is in order', () => {
    expect(checkWorkflow(good(), known)).toEqual([]);
  });

  it('takes turns that say whose, in words, what answers them and how soon', () => {
    const document = good();
    turn(document, {});
    expect(checkWorkflow(document, { ...known, requires })).toEqual([]);
    turn(document, {
      answer: { does: 'hold' },
      after: { days: 0 },
      texts: { ja: { text: '{{ place }}', action: '見る' } },
    });
    Object.assign(document.steps.HOLD ?? {}, { does: 'hold' });
    expect(checkWorkflow(document, { ...known, requires })).toEqual([]);
    Object.assign(document.states.open ?? {}, { turns: [] });
    expect(checkWorkflow(document, { ...known, requires })).toEqual([]);
  });

  it.each<[string, string, (d: Good) => unknown]>([
    ['unknown-key', '/states/open/turn', (d) => Object.assign(d.states.open ?? {}, { turn: [] })],
    ['wrong-type', '/states/open/turns', (d) => Object.assign(d.states.open ?? {}, { turns: {} })],
    ['wrong-type', '/states/open/turns/0', (d) => Object.assign(d.states.open ?? {}, { turns: [3] })],
    [
      'too-many-turns',
      '/states/open/turns',
      (d) =>
        Object.assign(d.states.open ?? {}, {
          turns: Array.from({ length: 11 }, () => ({ roles: ['tier2'], texts: { ja: { text: 'x' } } })),
        }),
    ],
    ['turn-without-roles', '/states/open/turns/0/roles', (d) => turn(d, { roles: [] })],
    ['unknown-value', '/states/open/turns/0/roles/0', (d) => turn(d, { roles: ['mayor'] })],
    ['unknown-value', '/states/open/turns/0/roles/0', (d) => turn(d, { roles: ['system'] })],
    ['missing', '/states/open/turns/0', (d) => turn(d, { texts: undefined })],
    ['missing', '/states/open/turns/0/texts/ja', (d) => turn(d, { texts: { ja: {} } })],
    [
      'unknown-key',
      '/states/open/turns/0/texts/fr',
      (d) => turn(d, { texts: { ja: { text: 'x' }, fr: { text: 'x' } } }),
    ],
    ['unknown-word', '/states/open/turns/0/texts/ja/text', (d) => turn(d, { texts: { ja: { text: '{{name}}さん' } } })],
    ['answer-shape', '/states/open/turns/0/answer', (d) => turn(d, { answer: 'HOLD' })],
    ['answer-shape', '/states/open/turns/0/answer', (d) => turn(d, { answer: { event: 'HOLD', does: 'hold' } })],
    ['answer-not-possible', '/states/open/turns/0/answer/event', (d) => turn(d, { answer: { event: 'HELD' } })],
    ['answer-not-possible', '/states/open/turns/0/answer/does', (d) => turn(d, { answer: { does: 'held' } })],
    ['unknown-key', '/states/open/turns/0/due', (d) => turn(d, { due: 3 })],
    ['wrong-type', '/states/open/turns/0/late', (d) => turn(d, { late: 3 })],
    ['bad-days', '/states/open/turns/0/late/days', (d) => turn(d, { late: {} })],
    ['bad-days', '/states/open/turns/0/late/days', (d) => turn(d, { late: { days: -1 } })],
    ['bad-days', '/states/open/turns/0/after/days', (d) => turn(d, { after: { days: 1.5 } })],
    ['bad-days', '/states/open/turns/0/late/days', (d) => turn(d, { late: { days: { low: 3, normal: 3 } } })],
    ['bad-days', '/states/open/turns/0/late/days', (d) => turn(d, { late: { days: 99_999 } })],
    [
      'unknown-key',
      '/states/open/turns/0/late/days/now',
      (d) => turn(d, { late: { days: { low: 3, normal: 3, high: 3, now: 0 } } }),
    ],
    ['unknown-day', '/states/open/turns/0/late/from', (d) => turn(d, { late: { days: 3, from: 'held-on' } })],
  ])('refuses a turn with the code %s at %s, in words', (code, path, spoil) => {
    const document = good();
    spoil(document);
    const issues = checkWorkflow(document, { ...known, requires });
    expect(issues.map((issue) => `${issue.code} ${issue.path}`)).toContain(`${code} ${path}`);
    for (const { message } of issues) expect(message).toMatch(/[ぁ-ん]/);
    for (const { message } of checkWorkflow(document, { ...known, requires }, 'en'))
      expect(message).not.toMatch(/[ぁ-ん]/);
  });

  it.each<[string, string, (d: Good) => unknown]>([
    ['missing', '', (d) => Reflect.deleteProperty(d, 'key')],
    ['wrong-type', '/machine', (d) => Object.assign(d, { machine: 3 })],
    ['unknown-value', '/subject', (d) => Object.assign(d, { subject: 'dog' })],
    ['wrong-type', '/subject', (d) => Object.assign(d, { subject: 3 })],
    ['unknown-key', '/stepz', (d) => Object.assign(d, { stepz: {} })],
    ['missing', '/texts', (d) => Object.assign(d, { texts: {} })],
    ['missing', '/stages/0', (d) => Object.assign(d, { stages: [{ key: 'preparation' }] })],
    ['unknown-initial', '/machine/initial', (d) => Object.assign(d.machine, { initial: 'nowhere' })],
    ['no-initial', '/machine', (d) => Reflect.deleteProperty(d.machine, 'initial')],
    [
      'unknown-target',
      '/machine/states/open/on/END',
      (d) => on(d, { on: { HOLD: { actions: 'recordMeeting' }, END: { target: 'nowhere', guard: 'allowed' } } }),
    ],
    ['machine-shape', '/machine/states/open/on', (d) => on(d, { on: 5 })],
    ['machine-shape', '/machine/states/ended', (d) => Object.assign(d.machine.states, { ended: 'x' })],
    [
      'machine-shape',
      '/machine/states/ended/type',
      (d) => Object.assign(d.machine.states, { ended: { type: 'weird' } }),
    ],
    ['bad-action', '/machine/states/open/entry', (d) => on(d, { entry: 5 })],
    ['not-json', '/machine/states/open/entry', (d) => on(d, { entry: () => 1 })],
    ['invoke', '/machine/states/open/invoke', (d) => on(d, { invoke: { src: 'fetch' } })],
    [
      'unknown-guard',
      '/machine/states/open/on/END/guard',
      (d) => on(d, { on: { HOLD: { actions: 'recordMeeting' }, END: { target: 'ended', guard: 'always' } } }),
    ],
    [
      'unknown-key',
      '/machine/states/open/on/END/cond',
      (d) =>
        on(d, { on: { HOLD: { actions: 'recordMeeting' }, END: { target: 'ended', guard: 'allowed', cond: 'x' } } }),
    ],
    ['unknown-effect', '/machine/states/open/entry', (d) => on(d, { entry: 'launchRocket' })],
    ['unknown-effect', '/machine/states/open/entry', (d) => on(d, { entry: { type: 'xstate.spawnChild' } })],
    [
      'reserved-event',
      '/machine/states/open/on/*',
      (d) =>
        on(d, { on: { HOLD: { actions: 'recordMeeting' }, END: { target: 'ended', guard: 'allowed' }, '*': 'ended' } }),
    ],
    ['unknown-delay', '/machine/states/open/after/soon', (d) => on(d, { after: { soon: 'ended' } })],
    ['state-without-notes', '/machine/states/open', (d) => Reflect.deleteProperty(d.states, 'open')],
    ['notes-without-state', '/states/other', (d) => Object.assign(d.states, { other: d.states.open })],
    [
      'missing',
      '/states/open/texts/ja',
      (d) => Object.assign(d.states, { open: { texts: { ja: { name: '活動中' } } } }),
    ],
    [
      'missing',
      '/states/open/texts/en',
      (d) =>
        Object.assign(d.states, { open: { texts: { ja: { name: '活動中', meaning: '活動' }, en: { name: 'Open' } } } }),
    ],
    ['unknown-stage', '/states/open/stage', (d) => Object.assign(d.states.open ?? {}, { stage: 'later' })],
    ['event-without-step', '/machine/states/open/on/HOLD', (d) => Reflect.deleteProperty(d.steps, 'HOLD')],
    ['step-without-event', '/steps/OTHER', (d) => Object.assign(d.steps, { OTHER: d.steps.HOLD })],
    ['unknown-value', '/steps/HOLD/when', (d) => Object.assign(d.steps.HOLD ?? {}, { when: 'election' })],
    [
      'unknown-value',
      '/steps/HOLD/when/mayor',
      (d) => Object.assign(d.steps.HOLD ?? {}, { when: { mayor: 'election' } }),
    ],
    [
      'unknown-value',
      '/steps/HOLD/when/coordinator',
      (d) => Object.assign(d.steps.HOLD ?? {}, { when: { coordinator: 'lot' } }),
    ],
    ['no-roles', '/steps/HOLD/roles', (d) => Object.assign(d.steps.HOLD ?? {}, { roles: [] })],
    ['unknown-value', '/steps/HOLD/roles/0', (d) => Object.assign(d.steps.HOLD ?? {}, { roles: ['mayor'] })],
    ['unknown-value', '/steps/HOLD/tone', (d) => Object.assign(d.steps.HOLD ?? {}, { tone: 'loud' })],
    ['unknown-form', '/steps/HOLD/form', (d) => Object.assign(d.steps.HOLD ?? {}, { form: 'other' })],
    ['unknown-rules', '/steps/END/rules', (d) => Object.assign(d.steps.END ?? {}, { rules: 'other' })],
    [
      'step-unguarded',
      '/machine/states/open/on/END',
      (d) => on(d, { on: { HOLD: { actions: 'recordMeeting' }, END: 'ended' } }),
    ],
    [
      'guard-without-rules',
      '/machine/states/open/on/END/guard',
      (d) => Reflect.deleteProperty(d.steps.END ?? {}, 'rules'),
    ],
    [
      'unreachable-state',
      '/machine/states/island',
      (d) => {
        Object.assign(d.machine.states, { island: { on: { END: { target: 'ended', guard: 'allowed' } } } });
        Object.assign(d.states, { island: d.states.open });
      },
    ],
    ['dead-end', '/machine/states/ended', (d) => Object.assign(d.machine.states, { ended: {} })],
    [
      'dead-end',
      '/machine/states/ended/states/last',
      (d) => {
        Object.assign(d.machine.states, { ended: { initial: 'last', states: { last: { type: 'final' } } } });
        Object.assign(d.states, { 'ended.last': d.states.open });
      },
    ],
    [
      'delay-too-long',
      '/machine/states/open/after/31557600000000',
      (d) => on(d, { after: { 31557600000000: 'ended' } }),
    ],
    [
      'state-name',
      '/machine/states/not ended',
      (d) => {
        Object.assign(d.machine.states, { 'not ended': { always: 'ended' } });
        on(d, { after: { 3600000: 'not ended' } });
        Object.assign(d.states, { 'not ended': d.states.open });
      },
    ],
    [
      'guard-without-event',
      '/machine/states/open/after/3600000/guard',
      (d) => on(d, { after: { 3600000: { target: 'ended', guard: 'allowed' } } }),
    ],
    [
      'unreachable-state-by-choice',
      '/machine/states/ended',
      (d) => Object.assign(d.steps.END ?? {}, { when: { coordinator: 'election' } }),
    ],
    [
      'dead-end-by-choice',
      '/machine/states/open',
      (d) => {
        for (const step of Object.values(d.steps)) step['when'] = { coordinator: 'election' };
      },
    ],
    [
      'cascade',
      '/machine/states/open/always',
      (d) =>
        on(d, { always: { target: 'round' } }) &&
        Object.assign(d.machine.states, { round: { always: { target: 'open' } } }) &&
        Object.assign(d.states, { round: d.states.open }),
    ],
  ])('reports %s at %s', (code, path, spoil) => {
    const document = good();
    spoil(document);
    const issues = checkWorkflow(document, known);
    expect(issues).toContainEqual(expect.objectContaining({ code, path }));
    for (const { message } of issues) expect(message).toMatch(/[ぁ-ん]/);
    for (const { message } of checkWorkflow(document, known, 'en')) expect(message).not.toMatch(/[ぁ-ん]/);
  });

  it.each([null, 3, 'text', [], true])('refuses %j, which is no lifecycle', (document) => {
    expect(checkWorkflow(document)).toMatchObject([{ code: 'not-an-object', path: '' }]);
  });

  it('leaves names unchecked where it is not told which exist', () => {
    const document = good();
    Object.assign(document.steps.HOLD ?? {}, { form: 'other' });
    expect(checkWorkflow(document)).toEqual([]);
  });

  it('takes steps for some cities where there is a way in each', () => {
    const document = good();
    on(document, {
      on: {
        HOLD: { actions: [{ type: 'recordMeeting', params: { kind: 'council' } }] },
        END: { target: 'ended', guard: 'allowed' },
        STOP: { target: 'ended' },
      },
    });
    Object.assign(document.steps.END ?? {}, { when: { coordinator: 'election' } });
    Object.assign(document.steps, {
      STOP: { texts: { ja: { name: 'やめる' } }, roles: ['tier2'], when: { coordinator: 'appointment' } },
    });
    expect(checkWorkflow(document, known)).toEqual([]);
  });

  it('takes parallel, history and delayed states', () => {
    const document = good();
    on(document, {
      type: 'parallel',
      states: {
        a: {
          initial: 'one',
          states: {
            one: { on: { HOLD: 'two' } },
            two: { after: { 1000: 'one' } },
            back: { type: 'history', history: 'deep' },
          },
        },
        b: {},
      },
    });
    for (const path of ['open.a', 'open.a.one', 'open.a.two', 'open.b'])
      Object.assign(document.states, { [path]: document.states.open });
    expect(checkWorkflow(document, known)).toEqual([]);
  });
});

describe('checkMachine', () => {
  it.each([
    [
      'a machine with named guards and delays',
      {
        initial: 'a',
        states: { a: { on: { GO: { target: 'b', guard: 'isReady' } }, after: { soon: 'b' } }, b: { type: 'final' } },
      },
    ],
    [
      'targets by id, of a child, and of a nested sibling',
      {
        id: 'm',
        initial: 'a',
        states: {
          a: { initial: 'x', on: { IN: '.y', OUT: '#m.b', FAR: 'b.p', ID: '#special' }, states: { x: {}, y: {} } },
          b: { initial: 'p', states: { p: { id: 'special' } } },
        },
      },
    ],
    ['a state with a dot in its name', { initial: 'a.b', states: { 'a.b': { on: { GO: 'c' } }, c: {} } }],
    ['a parallel machine', { type: 'parallel', states: { a: {}, b: {} } }],
  ])('takes %s', (_, config) => {
    expect(checkMachine(config)).toEqual([]);
  });

  it.each([
    ['not-an-object', '', []],
    ['no-states', '', { foo: 1 }],
    ['no-initial', '', { states: { a: {} } }],
    ['unknown-initial', '/states/a/initial', { initial: 'a', states: { a: { initial: 'z', states: { x: {} } } } }],
    [
      'unknown-target',
      '/states/a/on/GO/1',
      { initial: 'a', states: { a: { on: { GO: [{ target: 'a' }, { target: 'zz' }] } } } },
    ],
    ['unknown-initial', '/states/a/initial', { initial: 'a', states: { a: { initial: 'x', states: {} } } }],
    ['unknown-target', '/on/GO', { initial: 'a', on: { GO: 'b' }, states: { a: {}, b: {} } }],
    ['machine-shape', '/states/a/on/GO', { initial: 'a', states: { a: { on: { GO: null } } } }],
    ['machine-refused', '', { initial: 'a', states: { a: { on: { '': 'a' } } } }],
    ['unknown-target', '/states/a/always', { initial: 'a', states: { a: { always: '#gone' } } }],
    ['machine-shape', '/states/a/on/GO', { initial: 'a', states: { a: { on: { GO: 5 } } } }],
  ])('reports %s at "%s"', (code, path, config) => {
    expect(checkMachine(config)).toContainEqual(expect.objectContaining({ code, path }));
  });
});
