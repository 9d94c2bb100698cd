import { expect, it } from 'vitest';
import { chosenFrom, keepTold } from '../../forms/index.ts';

const members = { 'x-tell': { members: 'always' } };
const schema = {
  type: 'object',
  properties: {
    photos: {
      ...members,
      type: 'array',
      items: { type: 'object', 'x-file': 'photo', properties: { id: { type: 'string' }, name: { type: 'string' } } },
    },
    papers: {
      type: 'array',
      items: { type: 'object', 'x-file': 'document', properties: { id: { type: 'string' } } },
    },
    plans: {
      type: 'array',
      items: {
        type: 'object',
        properties: { need: { ...members, type: 'string', 'x-source': 'needs' }, note: { type: 'string' } },
      },
    },
    others: { type: 'array', items: { type: 'string', 'x-source': 'needs' } },
  },
};
const answers = {
  photos: [{ id: 'a', name: '玄関.jpg' }],
  papers: [{ id: 'b' }],
  plans: [{ need: 'need-12', note: '秘密' }],
  others: ['need-112'],
};

it('keeps of answers what an audience is told, files as their field says', () => {
  expect(keepTold({ schema }, answers, [{ name: 'members', consent: false }])).toEqual({
    photos: answers.photos,
    plans: [{ need: 'need-12' }],
  });
  expect(keepTold({ schema }, answers, 'staff')).toEqual(answers);
});

it('finds what was chosen of a source, in lists too', () => {
  const chosen = (audience: Parameters<typeof keepTold>[2]) =>
    chosenFrom({ schema }, keepTold({ schema }, answers, audience), 'needs');
  expect(chosen('staff')).toEqual(['need-12', 'need-112']);
  expect(chosen([{ name: 'members', consent: false }])).toEqual(['need-12']);
});
