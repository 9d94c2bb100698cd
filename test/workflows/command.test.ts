import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runWorkflow } from '../../server/commands/workflow.ts';

/** Runs the command over files given as text or JSON. */
async function run(args: string[], files: Record<string, unknown>) {
  const out: string[] = [];
  const err: string[] = [];
  const readFile = async (path: string) => {
    const content = files[path];
    if (content === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
    return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  };
  const code = await runWorkflow(args, { readFile, out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.map((line): unknown => JSON.parse(line)), err };
}

const ours = readFileSync(new URL('../../workflows/library/ishinomaki.workflow.json', import.meta.url), 'utf8');
const plain = {
  id: 'light',
  initial: 'red',
  context: { count: 0 },
  states: {
    red: {
      exit: 'click',
      on: {
        NEXT: { target: 'green', actions: { type: 'log', params: { text: 'go' } } },
        ASK: { target: 'green', guard: 'isFree' },
      },
      after: { 1000: 'green' },
    },
    green: { on: { END: 'off' } },
    off: { type: 'final' },
  },
};

describe('workflow run', () => {
  it('prints a line for the start and one per event of a plain machine', async () => {
    expect(await run(['run', 'm', 'e'], { m: plain, e: ['NEXT', 'NEXT', { type: 'END' }, 'END'] })).toEqual({
      code: 0,
      err: [],
      out: [
        { event: null, accepted: true, value: 'red', status: 'active', effects: [] },
        {
          event: 'NEXT',
          accepted: true,
          value: 'green',
          status: 'active',
          effects: [
            { type: 'click', params: {} },
            { type: 'log', params: { text: 'go' } },
          ],
        },
        { event: 'NEXT', accepted: false, value: 'green', status: 'active', effects: [] },
        { event: 'END', accepted: true, value: 'off', status: 'done', effects: [] },
        { event: 'END', accepted: false, value: 'off', status: 'done', effects: [] },
      ],
    });
  });

  it('asks a decision of the guard of a workflow of ours', async () => {
    const { code, out } = await run(['run', 'm', 'e'], {
      m: ours,
      e: ['START_ESTABLISHMENT', { type: 'START_ESTABLISHMENT', decision: { allowed: true } }],
    });
    expect(code).toBe(0);
    expect(out).toMatchObject([
      { value: { preparation: 'planning' } },
      { accepted: false, value: { preparation: 'planning' } },
      { accepted: true, value: 'establishment' },
    ]);
  });

  it('names the guard that was asked, not its like in another state', async () => {
    const guarded = {
      initial: 'a',
      states: {
        a: { on: { GO: { target: 'c', guard: 'isFree' }, NEXT: 'b' } },
        b: { on: { GO: { target: 'c', guard: { type: 'isFree', params: { of: 1 } } } } },
        c: {},
      },
    };
    expect(await run(['run', 'm', 'e'], { m: guarded, e: ['NEXT', 'GO'] })).toEqual({
      code: 2,
      out: [],
      err: [expect.stringMatching(/^m: \/states\/b\/on\/GO\/guard: .*"isFree"/)],
    });
  });

  it.each([
    ['a file that is not there', ['run', 'x', 'e'], /^x: .*ENOENT/],
    ['a file that is no JSON', ['run', 'broken', 'e'], /^broken: line 2, column 3/],
    ['a machine that XState would refuse', ['run', 'bad', 'e'], /^bad: \/states\/a\/on\/GO: .*nowhere/],
    ['events that are no list', ['run', 'm', 'm'], /^m: \/: a list of events/],
    ['an event without a type', ['run', 'm', 'typeless'], /^typeless: \/1: /],
    ['a guard that only a program could answer', ['run', 'm', 'ask'], /^m: \/states\/red\/on\/ASK\/guard: .*isFree/],
    ['too few arguments', ['run', 'm'], /^workflow check/],
    ['another command', ['draw', 'm'], /^workflow check/],
  ])('answers 2 with one line for %s', async (_, args, line) => {
    const files = {
      m: plain,
      e: [],
      broken: '{\n  oops',
      bad: { initial: 'a', states: { a: { on: { GO: 'nowhere' } } } },
      typeless: ['NEXT', {}],
      ask: ['ASK'],
    };
    const { code, out, err } = await run(args, files);
    expect({ code, out, lines: err.length }).toEqual({ code: 2, out: [], lines: 1 });
    expect(err[0]).toMatch(line);
    expect(err[0]).not.toContain('\n');
  });
});

describe('workflow check', () => {
  it.each([
    ['a lifecycle of ours', ours, 0],
    ['a plain machine', plain, 0],
    ['a plain machine with a target that does not exist', { initial: 'a', states: { a: { on: { GO: 'b' } } } }, 1],
    [
      'a lifecycle of ours without words',
      { key: 'x', subject: 'need', texts: {}, machine: plain, states: {}, steps: {} },
      1,
    ],
    ['a list', [], 1],
  ])('judges %s', async (_, document, code) => {
    const answer = await run(['check', 'm'], { m: document });
    expect(answer).toMatchObject({ code, err: [], out: [{ valid: code === 0 }] });
  });
});
