import { readFileSync, readdirSync } from 'node:fs';
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
    ['too few arguments', ['run', 'm'], /^usage: workflow check/],
    ['another command', ['draw', 'm'], /^usage: workflow check/],
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

  const fixtures = new URL('../fixtures/workflows/', import.meta.url);
  const cases = readdirSync(fixtures).map((name) => [name, readFileSync(new URL(name, fixtures), 'utf8')] as const);
  const sound = ['w8', 'w13', 'w17', 'w25', 'w26'];
  type Answer = { valid: boolean; issues: { code: string }[]; findings?: { severity: string; code: string }[] };

  it.each(cases)('judges the machine of %s, as running it does', async (name, document) => {
    const isSound = sound.includes(name.split('-')[0] ?? '');
    const { code, out } = await run(['check', 'm'], { m: document });
    const { valid, issues, findings } = out[0] as Answer;
    expect([code, valid, issues.length > 0]).toEqual(isSound ? [0, true, false] : [1, false, true]);
    expect(issues.map((issue) => issue.code).filter((issue) => /^(tag|mark)-missing$/.test(issue))).toEqual([]);
    // What publishing asks beside that stands apart.
    expect(findings?.every(({ severity, code }) => severity === 'note' && /^(tag|mark)-missing$/.test(code))).toBe(
      true,
    );
    expect((await run(['run', 'm', 'e'], { m: document, e: [] })).code).toBe(isSound ? 0 : 2);
    const { subject } = JSON.parse(document) as { subject: string };
    const published = await run(['check', 'm', '--kind', subject], { m: document });
    expect(published).toMatchObject({ code: 1, out: [{ valid: false }] });
    expect((published.out[0] as Answer).issues).toEqual(
      expect.arrayContaining([...issues, expect.objectContaining({ code: 'tag-missing' })]),
    );
  });

  it('asks what publishing asks of a kind that it is given', async () => {
    expect(await run(['check', 'm', '--kind', 'council'], { m: ours })).toEqual({
      code: 0,
      err: [],
      out: [{ valid: true, issues: [] }],
    });
    expect((await run(['check', '--kind=need', 'm'], { m: ours })).out).toMatchObject([
      { valid: false, issues: [{ path: '/subject', code: 'unknown-value' }] },
    ]);
    for (const kind of ['road', 'toString']) {
      const { code, out, err } = await run(['check', 'm', '--kind', kind], { m: ours });
      expect([code, out, err]).toEqual([2, [], [expect.stringMatching(/^--kind: one of need, referral, council/)]]);
    }
    const plain = JSON.stringify({ id: 'lamp', initial: 'off', states: { off: {} } });
    const { code, out, err } = await run(['check', 'm', '--kind', 'need'], { m: plain });
    expect([code, out, err]).toEqual([2, [], [expect.stringMatching(/^--kind: only for a workflow of ours/)]]);
  });
});
