import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { advance, checkMachine, checkWorkflow, possible, start, type Workflow } from '../../workflows/index.ts';

const folder = path.join(import.meta.dirname, '../fixtures/workflows');
const read = (name: string): Workflow =>
  JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Workflow;

/** Each was taken for something else by software that one can buy; the right answer is here. */
const answers: Record<string, string[]> = {
  'w1-always-allowed': ['guard-without-event /machine/states/sent/always/guard'],
  'w4-ondone-circle': ['cascade /machine/states/check/onDone'],
  'w8-forbidden-child': [],
  'w9-empty-only': ['dead-end /machine/states/sent'],
  'w11-guard-object': [
    'unknown-guard /machine/states/draft/on/SEND/guard',
    'step-unguarded /machine/states/draft/on/SEND',
  ],
  'w13-after-lead': [],
  'w17-history-first': [],
  'w20-always-circle': ['cascade /machine/states/a/always'],
  'w24-target-conflict': ['target-conflict /machine/states/draft/on/SEND/target'],
  'w25-reach-fp': [],
  'w26-reach-fp-order': [],
};

describe('a workflow that is easily taken wrong', () => {
  it('has its right answer here, each of them', () => {
    expect(
      readdirSync(folder)
        .map((name) => name.replace('.json', ''))
        .sort(),
    ).toEqual(Object.keys(answers).sort());
  });

  it.each(Object.entries(answers))('%s', (name, issues) => {
    expect(checkWorkflow(read(name)).map((issue) => `${issue.code} ${issue.path}`)).toEqual(issues);
    for (const { message } of checkWorkflow(read(name))) expect(message).toMatch(/[ぁ-ん]/);
  });

  it('does not offer what a state forbids, though the state around it knows it', () => {
    const workflow = read('w8-forbidden-child');
    const begun = start(workflow);
    expect(possible(workflow, begun.snapshot)).toEqual(['LOCK', 'CLOSE']);
    const locked = advance(workflow, begun.snapshot, { type: 'LOCK' });
    expect(possible(workflow, locked?.snapshot ?? {})).toEqual(['UNLOCK']);
    expect(advance(workflow, locked?.snapshot ?? {}, { type: 'CLOSE' })).toBeNull();
  });

  it('begins beside a history that it has not got yet', () => {
    expect(start(read('w17-history-first')).state).toEqual(['open.a']);
  });
});

type Config = Parameters<typeof checkMachine>[0];
const codes = (config: Config): string[] => checkMachine(config).map((issue) => `${issue.code} ${issue.path}`);

describe('a plain machine', () => {
  it('may not go round by itself, but may with a guard or a wait', () => {
    const round = (b: object) => ({ initial: 'a', states: { a: { always: 'b' }, b } });
    expect(codes(round({ always: 'a' }))).toEqual(['circle /states/a/always']);
    expect(codes(round({ always: { target: 'a', guard: 'again' } }))).toEqual([]);
    expect(codes(round({ after: { 10: 'a' } }))).toEqual([]);
    expect(
      codes({
        initial: 'a',
        states: { a: { initial: 'end', states: { end: { type: 'final' } }, onDone: { target: 'a', reenter: true } } },
      }),
    ).toEqual(['circle /states/a/onDone']);
    const regions = {
      one: { initial: 'x', states: { x: { type: 'final' } } },
      two: { initial: 'y', states: { y: { type: 'final' } } },
    };
    expect(
      codes({
        initial: 'p',
        states: { p: { type: 'parallel', states: regions, onDone: { target: 'p', reenter: true } } },
      }),
    ).toEqual(['circle /states/p/onDone']);
  });

  it('moves to one state of a region at once', () => {
    const states = {
      a: { on: { GO: { target: ['#p.one.x', '#p.two.y'] } } },
      p: {
        id: 'p',
        type: 'parallel',
        states: { one: { initial: 'w', states: { w: {}, x: {} } }, two: { initial: 'w', states: { w: {}, y: {} } } },
      },
    };
    expect(codes({ initial: 'a', states })).toEqual([]);
    expect(
      codes({ initial: 'a', states: { ...states, a: { on: { GO: { target: ['#p.one.x', '#p.one.w'] } } } } }),
    ).toEqual(['target-conflict /states/a/on/GO/target']);
  });
});
