import { describe, expect, it } from 'vitest';
import { toAnswerPath, toExtraErrors, toSummary } from '../../../client/forms/places.ts';

const schema = {
  properties: { title: { title: '題名' }, people: { title: '人', items: { properties: { name: { title: '氏名' } } } } },
  allOf: [{ then: { properties: { teacher: { title: '講師' } } } }],
};

describe('places of errors', () => {
  it('brings the server’s place in the body to the place in the answers', () => {
    expect(toAnswerPath('/answers/title', schema)).toBe('/title');
    expect(toAnswerPath('/title', schema)).toBe('/title');
    expect(toAnswerPath('/answers/title', { properties: { answers: {} } })).toBe('/answers/title');
  });

  it('hangs the server’s words on the fields', () => {
    expect(toExtraErrors([{ path: '/people/1/name', code: 'x', message: '直してください' }])).toEqual({
      people: { 1: { name: { __errors: ['直してください'] } } },
    });
  });

  it('names the field and its control in the summary', () => {
    const errors = [
      { property: '.people.1.name', message: '入力してください', stack: '' },
      { property: '.teacher', message: '入力してください', stack: '' },
    ];
    expect(toSummary(errors, schema)).toEqual([
      { id: 'root_people_1_name', label: '人 2 氏名', message: '入力してください' },
      { id: 'root_teacher', label: '講師', message: '入力してください' },
    ]);
  });
});
