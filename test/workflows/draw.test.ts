import { describe, expect, it } from 'vitest';
import { drawDiagram } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/index.ts';

const words = (ja: string, en?: string) => ({
  texts: { ja: { name: ja, meaning: `${ja}です。` }, ...(en && { en: { name: en, meaning: `${en}.` } }) },
});
const workflow: Workflow = {
  key: 'drawn',
  subject: 'council',
  texts: { ja: { name: '図' } },
  stages: [{ key: 'early', text: { ja: '準備' } }],
  machine: {
    id: 'drawn',
    initial: 'prepare',
    on: { END: '.ended' },
    states: {
      prepare: {
        initial: 'plan',
        on: { REST: 'rest' },
        states: {
          plan: { on: { HOLD: { actions: 'recordMeeting' }, NEXT: 'hold' } },
          hold: {},
          back: { type: 'history' },
        },
      },
      rest: { on: { RETURN: 'prepare.back' }, after: { 604800000: 'ended' } },
      ended: { type: 'final' },
    },
  },
  states: {
    prepare: { ...words('準備', 'Preparation'), stage: 'early' },
    'prepare.plan': words('計画'),
    'prepare.hold': words('開催'),
    rest: words('休み'),
    ended: words('終了'),
  },
  steps: {
    HOLD: { texts: { ja: { name: '開く' }, en: { name: 'Hold' } }, roles: ['tier2'] },
    NEXT: { texts: { ja: { name: '次へ' } }, roles: ['tier2'] },
  },
};

describe('drawDiagram', () => {
  const { nodes, edges } = drawDiagram(workflow, 'ja');

  it('draws every state but history, with parent, inherited stage and kind', () => {
    expect(nodes).toEqual([
      { id: 'prepare', name: '準備', meaning: '準備です。', stage: 'early', parent: null, kind: 'initial' },
      { id: 'prepare.plan', name: '計画', meaning: '計画です。', stage: 'early', parent: 'prepare', kind: 'initial' },
      { id: 'prepare.hold', name: '開催', meaning: '開催です。', stage: 'early', parent: 'prepare', kind: 'normal' },
      { id: 'rest', name: '休み', meaning: '休みです。', stage: null, parent: null, kind: 'normal' },
      { id: 'ended', name: '終了', meaning: '終了です。', stage: null, parent: null, kind: 'final' },
    ]);
  });

  it.each([
    [
      'a step that only has effects, as a loop',
      { from: 'prepare.plan', to: 'prepare.plan', event: 'HOLD', name: '開く' },
    ],
    ['a step to a sibling', { from: 'prepare.plan', to: 'prepare.hold', event: 'NEXT', name: '次へ' }],
    [
      'a step into history, to the state that it remembers',
      { from: 'rest', to: 'prepare', event: 'RETURN', name: 'RETURN' },
    ],
    ['a delay, by its time', { from: 'rest', to: 'ended', event: 'xstate.after.604800000', name: '7日後' }],
    [
      'a step of the whole machine, from its outermost states',
      { from: 'rest', to: 'ended', event: 'END', name: 'END' },
    ],
  ])('draws %s', (_, edge) => {
    expect(edges).toContainEqual(edge);
  });

  it('draws no step out of a final state', () => {
    expect(edges.filter(({ from }) => from === 'ended')).toEqual([]);
  });

  it('speaks English where it can, Japanese elsewhere', () => {
    const english = drawDiagram(workflow, 'en');
    expect(english.nodes.slice(0, 2).map(({ name }) => name)).toEqual(['Preparation', '計画']);
    expect(english.edges.map(({ name }) => name)).toContain('after 7 days');
  });
});
