import { describe, expect, it } from 'vitest';
import { moveAnswers } from '../../forms/move-answers.ts';
import type { Form, JsonSchema } from '../../forms/types.ts';

const formOf = (properties: Record<string, JsonSchema>, more: Partial<Form> = {}, rest: JsonSchema = {}): Form => ({
  key: 'try',
  purpose: 'need-step',
  texts: { ja: { name: '試し', fields: {} } },
  schema: { type: 'object', properties, ...rest },
  ...more,
});
const text = { type: 'string' };
const people = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'array',
  items: { type: 'object', properties },
});

describe('half-done answers that go on with another version', () => {
  it('stay as they are where nothing can hurt them', () => {
    const answers = { a: 'x', people: [{ name: '架空 ハナ' }], unknown: 1 };
    const moved = moveAnswers(
      formOf({ a: { ...text, maxLength: 5 }, people: people({ name: text }) }),
      formOf({ a: { ...text, maxLength: 9 }, b: text, people: people({ name: text, kana: text }) }),
      answers,
    );
    expect(moved).toEqual({ answers, aside: [], asks: [] });
    expect(moved.answers).not.toBe(answers);
  });

  it('lose what has no place to what is set aside, entry by entry and choice by choice', () => {
    const several = (...values: string[]): JsonSchema => ({ type: 'array', items: { type: 'string', enum: values } });
    const { answers, aside, asks } = moveAnswers(
      formOf({
        help: several('meals', 'snow'),
        one: { enum: ['a', 'b'] },
        people: people({ name: text, age: text }),
        n: text,
      }),
      formOf({ help: several('meals'), one: { enum: ['a'] }, people: people({ name: text }), n: { type: 'integer' } }),
      {
        help: ['snow', 'meals'],
        one: 'b',
        people: [{ name: '架空 ハナ', age: '80' }, { name: '架空 タロウ' }, { age: '7' }],
        n: '三',
      },
    );
    expect(answers).toEqual({ help: ['meals'], people: [{ name: '架空 ハナ' }, { name: '架空 タロウ' }, {}] });
    expect(aside).toEqual([
      { path: 'help', value: ['snow'] },
      { path: 'one', value: 'b' },
      { path: 'n', value: '三' },
      { path: 'people[].age', value: '80' },
      { path: 'people[].age', value: '7' },
    ]);
    expect(asks.every(({ level }) => level === 'loses')).toBe(true);
  });

  it('show what is no longer asked in this case, and keep it where it is', () => {
    const snow = (value: boolean): JsonSchema => ({
      if: { properties: { snow: { const: value } }, required: ['snow'] },
      then: { properties: { roof: text } },
    });
    const answers = { snow: true, roof: '急' };
    const yes = { snow: { type: 'boolean' } };
    const moved = moveAnswers(formOf(yes, {}, snow(true)), formOf(yes, {}, snow(false)), answers);
    expect(moved.answers).toEqual(answers);
    expect([moved.aside, moved.asks.map(({ kind }) => kind)]).toEqual([
      [{ path: 'roof', value: '急' }],
      ['asked-less'],
    ]);
    const logic = [{ id: 'show', when: { fact: 'snow', operator: 'equal', value: false }, then: { show: ['roof'] } }];
    const all = { ...yes, roof: text };
    expect(moveAnswers(formOf(all), formOf(all, { logic }), answers).aside).toEqual([{ path: 'roof', value: '急' }]);
  });
});
