import { describe, expect, it } from 'vitest';
import { checkForm } from '../../forms/index.ts';

const form = (more: object): Record<string, unknown> => ({
  key: 'snow',
  purpose: 'record-step',
  texts: { ja: { name: '雪かき', fields: { days: { title: '日数' }, note: { title: 'メモ' } } } },
  schema: {
    type: 'object',
    required: ['days'],
    properties: { days: { type: 'integer', minimum: 1 }, note: { type: 'string' } },
  },
  ...more,
});
const codes = (more: object) => checkForm(form(more)).map(({ path, code }) => [path, code]);

describe('example answers kept with a form', () => {
  it('are fine as long as they could be sent', () => {
    expect(codes({ examples: [{ name: '大雪', answers: { days: 3 } }] })).toEqual([]);
    expect(codes({ examples: [] })).toEqual([]);
  });

  it.each([
    ['an answer is missing', { note: '朝' }, 'example-broken'],
    ['an answer is refused', { days: 0 }, 'example-broken'],
    ['a field is gone', { days: 3, hours: 2 }, 'example-field-gone'],
  ])('are told of where %s, by their name', (_what, answers, code) => {
    const issues = checkForm(
      form({
        examples: [
          { name: '大雪', answers: { days: 2 } },
          { name: '小雪', answers },
        ],
      }),
    );
    expect(issues.map(({ path, code: issueCode }) => [path, issueCode])).toEqual([['/examples/1', code]]);
    expect(issues[0]?.message).toContain('小雪');
  });

  it('are a list of names and answers', () => {
    for (const examples of [{}, 'x', [3], [{ name: '', answers: {} }], [{ name: '大雪', answers: [] }]])
      expect(codes({ examples })).toEqual([['/examples', 'examples-shape']]);
    expect(codes({ examples: Array.from({ length: 51 }, () => ({ name: '大雪', answers: { days: 1 } })) })).toEqual([
      ['/examples', 'examples-too-many'],
    ]);
  });

  it('are looked at once the form itself is right', () => {
    expect(
      codes({ schema: { type: 'object', properties: { days: { type: 'nothing' } } }, examples: [3] }),
    ).not.toContainEqual(['/examples', 'examples-shape']);
  });
});
