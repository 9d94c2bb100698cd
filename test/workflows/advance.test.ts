import { describe, expect, it } from 'vitest';
import { advance, possible, start } from '../../workflows/index.ts';
import type { Advance, MachineConfig, Snapshot, Workflow } from '../../workflows/index.ts';

const wrap = (machine: MachineConfig): Workflow => ({
  key: 'test',
  subject: 'council',
  texts: { ja: { name: '試し' } },
  machine,
  states: {},
  steps: {},
});
const throughJson = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot));

/** Sends events one after another, each time through JSON as the server does. */
function walk(workflow: Workflow, events: string[]): Advance {
  return events.reduce((at, type) => {
    const next = advance(workflow, throughJson(at.snapshot), { type });
    if (!next) throw new Error(`${type} was not accepted in ${at.state.join()}`);
    return next;
  }, start(workflow));
}

describe('advance', () => {
  const door = wrap({
    id: 'door',
    initial: 'closed',
    states: {
      closed: {
        entry: 'ring',
        on: {
          OPEN: { target: 'open', actions: [{ type: 'sendEvent', params: { to: 'need' } }] },
          KNOCK: { actions: 'ring' },
          UNLOCK: { target: 'open', guard: 'allowed' },
          PUSH: {},
        },
      },
      open: { on: { CLOSE: 'closed', REMOVE: 'gone' } },
      gone: { type: 'final' },
    },
  });

  it('gives the first state with its effects', () => {
    expect(start(door)).toMatchObject({
      state: ['closed'],
      value: 'closed',
      status: 'active',
      effects: [{ type: 'ring', params: {} }],
      timers: [],
    });
  });

  it('moves and hands out the effects as data', () => {
    expect(advance(door, start(door).snapshot, { type: 'OPEN' })).toMatchObject({
      state: ['open'],
      effects: [{ type: 'sendEvent', params: { to: 'need' } }],
    });
  });

  it('accepts a step that has effects only, though the state stays', () => {
    expect(advance(door, start(door).snapshot, { type: 'KNOCK' })).toMatchObject({
      state: ['closed'],
      effects: [{ type: 'ring' }],
    });
  });

  it.each([
    ['an event that the state does not know', { type: 'CLOSE' }],
    ['an event that the state forbids', { type: 'PUSH' }],
    ['a guarded event without a decision', { type: 'UNLOCK' }],
    ['a guarded event with an unfavourable decision', { type: 'UNLOCK', decision: { allowed: false } }],
  ])('answers null to %s', (_, event) => {
    expect(advance(door, start(door).snapshot, event)).toBeNull();
  });

  it('lets a guarded event pass with a favourable decision', () => {
    expect(advance(door, start(door).snapshot, { type: 'UNLOCK', decision: { allowed: true } })?.state).toEqual([
      'open',
    ]);
  });

  it('is done in a final state and accepts nothing there', () => {
    const end = walk(door, ['OPEN', 'REMOVE']);
    expect(end.status).toBe('done');
    expect(advance(door, throughJson(end.snapshot), { type: 'OPEN' })).toBeNull();
    expect(possible(door, end.snapshot)).toEqual([]);
  });

  it('does not change the snapshot it is given', () => {
    const { snapshot } = start(door);
    const before = JSON.stringify(snapshot);
    advance(door, snapshot, { type: 'OPEN' });
    expect(JSON.stringify(snapshot)).toBe(before);
  });

  it('lists what the state knows, guards aside, in document order', () => {
    expect(possible(door, start(door).snapshot)).toEqual(['OPEN', 'KNOCK', 'UNLOCK']);
  });

  it('refuses a snapshot whose state the machine no longer has', () => {
    const { snapshot } = walk(door, ['OPEN']);
    const smaller = wrap({ id: 'door', initial: 'closed', states: { closed: { on: { OPEN: 'closed' } } } });
    expect(() => advance(smaller, throughJson(snapshot), { type: 'OPEN' })).toThrow(/open/);
  });

  it('throws where a machine never comes to rest', () => {
    const circle = wrap({ initial: 'a', states: { a: { always: { target: 'b' } }, b: { always: { target: 'a' } } } });
    expect(() => start(circle)).toThrow(/[Ii]nfinite/);
  });
});

describe('a snapshot that went through JSON', () => {
  it('keeps parallel regions apart', () => {
    const both = wrap({
      type: 'parallel',
      states: {
        city: { initial: 'plan', states: { plan: { on: { CITY: 'run' } }, run: {} } },
        ward: { initial: 'plan', states: { plan: { on: { WARD: 'run' } }, run: {} } },
      },
    });
    expect(start(both).state).toEqual(['city.plan', 'ward.plan']);
    expect(walk(both, ['WARD']).state).toEqual(['city.plan', 'ward.run']);
    expect(walk(both, ['WARD', 'CITY']).value).toEqual({ city: 'run', ward: 'run' });
  });

  it.each([
    ['deep', 'work.late.two'],
    ['shallow', 'work.late.one'],
  ])('comes back to what a %s history remembers', (history, expected) => {
    const resting = wrap({
      initial: 'work',
      states: {
        work: {
          initial: 'early',
          on: { REST: 'rest' },
          states: {
            early: { on: { NEXT: 'late' } },
            late: { initial: 'one', states: { one: { on: { NEXT: 'two' } }, two: {} } },
            back: { type: 'history', history },
          },
        },
        rest: { on: { RETURN: 'work.back' } },
      },
    });
    expect(walk(resting, ['NEXT', 'NEXT', 'REST', 'RETURN']).state).toEqual([expected]);
  });

  it('sets, cancels and fires timers', () => {
    const waiting = wrap({
      id: 'w',
      initial: 'sent',
      states: {
        sent: { after: { 86400000: { target: 'late', actions: 'remind' } }, on: { ANSWER: 'answered' } },
        late: { on: { ANSWER: 'answered' } },
        answered: {},
      },
    });
    const begun = start(waiting);
    const [timer] = begun.timers;
    expect(begun.timers).toEqual([
      {
        kind: 'set',
        id: 'xstate.after.86400000.w.sent',
        event: { type: 'xstate.after.86400000.w.sent' },
        delayMs: 86_400_000,
      },
    ]);
    expect(begun.effects).toEqual([]);
    expect(advance(waiting, throughJson(begun.snapshot), { type: 'ANSWER' })?.timers).toEqual([
      { kind: 'cancel', id: 'xstate.after.86400000.w.sent' },
    ]);
    const fired = advance(waiting, throughJson(begun.snapshot), timer?.kind === 'set' ? timer.event : { type: '' });
    expect(fired).toMatchObject({ state: ['late'], effects: [{ type: 'remind' }] });
    expect(possible(waiting, begun.snapshot)).toEqual(['ANSWER']);
  });
});
