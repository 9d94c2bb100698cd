import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runForm } from '../../server/commands/form.ts';

async function run(args: string[], files: Record<string, unknown>) {
  const out: string[] = [];
  const err: string[] = [];
  const readFile = async (path: string) => {
    const content = files[path];
    if (content === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
    return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  };
  const code = await runForm(args, { readFile, out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.map((line): unknown => JSON.parse(line)), err };
}

const ours = readFileSync(new URL('../../forms/library/need-closing.form.json', import.meta.url), 'utf8');
const plain = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', title: '名前' }, age: { type: 'integer', minimum: 0 } },
};

describe('form validate', () => {
  it.each([
    ['a form of ours', ours, { cause: 'solved' }, 0, []],
    [
      'a form of ours',
      ours,
      { cause: 'unknown' },
      1,
      [{ path: '/cause', code: 'enum', message: '終了の理由は選択肢から選んでください' }],
    ],
    [
      'a schema in a wrapper',
      { schema: plain, uiSchema: {} },
      {},
      1,
      [{ path: '/name', code: 'required', message: '名前を入力してください' }],
    ],
    [
      'a plain schema',
      plain,
      { name: 'x', age: -1 },
      1,
      [{ path: '/age', code: 'minimum', message: 'ageは0以上で入力してください' }],
    ],
    ['a plain schema', plain, { name: 'x' }, 0, []],
    [
      'a schema that refuses all',
      false,
      {},
      1,
      [{ path: '', code: 'false schema', message: '回答はこの内容では受け付けられません' }],
    ],
  ])('validates by %s', async (_, file, data, code, issues) => {
    expect(await run(['validate', 'f', 'd'], { f: typeof file === 'boolean' ? 'false' : file, d: data })).toEqual({
      code,
      err: [],
      out: [{ valid: code === 0, issues }],
    });
  });

  it.each([
    ['data that is not there', ['validate', 'f', 'x'], /^x: .*ENOENT/],
    ['data that is no JSON', ['validate', 'f', 'broken'], /^broken: line 1, column 2/],
    ['a schema that is none', ['validate', 'bad', 'd'], /^bad: \/properties\/a\/type: /],
    ['an unknown draft', ['validate', 'draft', 'd'], /^draft: \/\$schema: /],
    ['a text', ['validate', 'text', 'd'], /^text: \/: /],
    ['too few arguments', ['validate', 'f'], /^form check/],
  ])('answers 2 with one line for %s', async (_, args, line) => {
    const { code, out, err } = await run(args, {
      f: plain,
      d: {},
      broken: '{',
      bad: { properties: { a: { type: 'x' } } },
      draft: { $schema: 'http://example.com/own' },
      text: '"text"',
    });
    expect({ code, out, lines: err.length }).toEqual({ code: 2, out: [], lines: 1 });
    expect(err[0]).toMatch(line);
  });
});

describe('form check', () => {
  it.each([
    ['a form of ours', ours, 0],
    ['a plain schema', plain, 0],
    ['a form of ours without a schema', { key: 'x', purpose: 'meeting', texts: {} }, 1],
    ['a schema that is none', { schema: { type: 'x' } }, 1],
    ['a uiSchema that is none', { schema: plain, uiSchema: 5 }, 1],
  ])('judges %s', async (_, file, code) => {
    expect(await run(['check', 'f'], { f: file })).toMatchObject({ code, err: [], out: [{ valid: code === 0 }] });
  });
});
