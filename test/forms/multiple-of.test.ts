import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../client/forms/check-answers.ts';
import { openPlainSchema, validate } from '../../forms/index.ts';
import { isMultipleOf } from '../../forms/multiple-of.ts';

describe('multipleOf', () => {
  it.each([
    [0.3, 0.1, true],
    [2.4, 0.1, true],
    [2.45, 0.1, false],
    [-0.3, 0.1, true],
    [0, 0.1, true],
    [1.1, 0.01, true],
    [4.35, 0.01, true],
    [0.075, 0.0001, true],
    [1e-7, 1e-8, true],
    [1.5e-7, 1e-7, false],
    [1e21, 1, true],
    [1e308, 0.1, true],
    [7, 5, false],
    [2 ** 53, 2, true],
    [0.5, 1, false],
  ])('%d of %d: %s, on the server, in the browser and on the command line', (value, step, fine) => {
    const schema = { type: 'object', properties: { hours: { type: 'number', multipleOf: step } } };
    expect(validate({ schema }, { hours: value }).map(({ path, code }) => `${path} ${code}`)).toEqual(
      fine ? [] : ['/hours multipleOf'],
    );
    expect(checkAnswers(schema, { hours: value }).map(({ path, code }) => `${path} ${code}`)).toEqual(
      fine ? [] : ['/hours multipleOf'],
    );
    const plain = openPlainSchema(schema);
    expect('issues' in plain || plain.validate({ hours: value }, 'ja')).toHaveLength(fine ? 0 : 1);
  });

  it('counts in tenths, hundredths …: what is written with so many places is a multiple of the last one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.integer({ min: 0, max: 6 }),
        (digits, places) => {
          const value = Number(`${digits}e-${places}`);
          expect(isMultipleOf(value, Number(`1e-${places}`))).toBe(true);
          if (places > 0) expect(isMultipleOf(value, Number(`1e-${places - 1}`))).toBe(digits % 10 === 0);
        },
      ),
    );
  });

  it('says of which number', () => {
    const schema = { type: 'object', properties: { hours: { type: 'number', multipleOf: 0.5, title: '時間' } } };
    expect(validate({ schema }, { hours: 0.7 })[0]?.message).toBe('時間は0.5の倍数で入力してください');
  });
});
