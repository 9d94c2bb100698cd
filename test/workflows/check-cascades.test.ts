import { describe, expect, it } from 'vitest';
import { checkCascades, type SentBy } from '../../workflows/index.ts';
import type { Workflow, WorkflowSubject } from '../../workflows/types.ts';

const sentBy: SentBy = ({ type, params }) =>
  type === 'tell' ? { to: params.to as WorkflowSubject, event: String(params.event) } : null;
const tell = (to: WorkflowSubject, event: string) => ({ type: 'tell', params: { to, event } });
const words = { texts: { ja: { name: '' } }, roles: ['system' as const] };

/** A workflow of these states; every event is a step named as itself. */
function workflow(subject: WorkflowSubject, states: Record<string, object>): Workflow {
  const events = Object.values(states).flatMap((state) => ('on' in state ? Object.keys(state.on as object) : []));
  return {
    key: subject,
    subject,
    texts: { ja: { name: subject } },
    states: {},
    machine: { id: subject, initial: Object.keys(states)[0] ?? '', states },
    steps: Object.fromEntries(events.map((event) => [event, { ...words, texts: { ja: { name: event } } }])),
  };
}

describe('checkCascades', () => {
  it.each<[string, string[], Workflow, Workflow[]]>([
    [
      'an effect that sends the event of its own transition',
      ['ASK → ASK'],
      workflow('need', { open: { on: { ASK: { actions: [tell('need', 'ASK')] } } } }),
      [],
    ],
    [
      'two states that send each other on',
      ['GO → BACK → GO'],
      workflow('need', {
        here: { on: { GO: { target: 'there', actions: [tell('need', 'BACK')] } } },
        there: { on: { BACK: { target: 'here', actions: [tell('need', 'GO')] } } },
      }),
      [],
    ],
    [
      'what entering a state does',
      ['GO → BACK → GO'],
      workflow('need', {
        here: { entry: tell('need', 'GO'), on: { GO: 'there' } },
        there: { entry: [tell('need', 'BACK')], on: { BACK: 'here' } },
      }),
      [],
    ],
    [
      'two lifecycles that answer each other',
      ['A → B → A'],
      workflow('need', { open: { on: { A: { actions: [tell('referral', 'B')] } } } }),
      [workflow('referral', { sent: { on: { B: { actions: [tell('need', 'A')] } } } })],
    ],
    [
      'waits too short to be any',
      ['「tick」からの自動の移動 → 「tock」からの自動の移動 → 「tick」からの自動の移動'],
      workflow('need', { tick: { after: { 1000: 'tock' } }, tock: { after: { 1000: 'tick' } } }),
      [],
    ],
  ])('finds %s', (_, chains, workflow, others) => {
    expect(checkCascades(workflow, others, sentBy).map((issue) => [issue.code, issue.params?.['chain']])).toEqual(
      chains.map((chain) => ['cascade', chain]),
    );
  });

  it.each<[string, Workflow, Workflow[]]>([
    [
      'a chain that ends',
      workflow('need', {
        here: { on: { GO: { target: 'there', actions: [tell('need', 'DONE')] } } },
        there: { on: { DONE: 'end' } },
        end: { type: 'final' },
      }),
      [],
    ],
    [
      'an event that the next state does not take',
      workflow('need', {
        here: { on: { GO: { target: 'there', actions: [tell('need', 'GO')] } } },
        there: { on: { BACK: 'here' } },
      }),
      [],
    ],
    [
      'a circle that waits for a day',
      workflow('need', { tick: { after: { 86400000: 'tock' } }, tock: { after: { 1000: 'tick' } } }),
      [],
    ],
    [
      'a circle of other lifecycles',
      workflow('council', { open: { on: { A: { actions: [tell('need', 'A')] } } } }),
      [workflow('need', { open: { on: { A: { actions: [tell('need', 'A')] } } } })],
    ],
  ])('says nothing of %s', (_, workflow, others) => {
    expect(checkCascades(workflow, others, sentBy)).toEqual([]);
  });

  it('names the place', () => {
    expect(
      checkCascades(
        workflow('need', { open: { on: { ASK: [{ target: 'open' }, { actions: [tell('need', 'ASK')] }] } } }),
        [],
        sentBy,
      ),
    ).toMatchObject([{ path: '/machine/states/open/on/ASK/1' }]);
  });

  it('of a large workflow are told, a few of them', () => {
    const states = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `s${index}`,
        { on: { [`E${index}`]: { target: `s${index}`, actions: [tell('need', `E${index}`)] } } },
      ]),
    );
    expect(checkCascades(workflow('need', states), [], sentBy)).toHaveLength(20);
    const chain = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`s${index}`, { always: `s${(index + 1) % 300}` }]),
    );
    expect(checkCascades(workflow('need', chain), [], sentBy)).toMatchObject([
      { path: '/machine/states/s0/always', code: 'cascade' },
    ]);
  });
});
