import { describe, expect, it } from 'vitest';
import type { Form } from '../../../forms/index.ts';
import { countMissing, listTexts, setText } from '../../../forms/sheet/text-lines.ts';
import { checkForm } from '../../../forms/index.ts';
import { localize } from '../../../forms/localize.ts';

const form: Form = {
  key: 'snow',
  purpose: 'record-step',
  texts: {
    ja: {
      name: '雪かき',
      fields: {
        snow: { title: '積雪の困難', help: '冬のあいだ' },
        who: { title: 'だれが', choices: { self: '本人', family: '家族' } },
      },
    },
  },
  schema: {
    type: 'object',
    properties: { snow: { type: 'string' }, who: { type: 'string', enum: ['self', 'family'] } },
  },
};

describe('the texts of a form side by side', () => {
  it('are all that it says, with what a language lacks counted', () => {
    const lines = listTexts(form);
    expect(lines.map(({ path, part, value, texts }) => [path, part, value, texts.ja])).toEqual([
      [null, 'name', undefined, '雪かき'],
      ['snow', 'title', undefined, '積雪の困難'],
      ['snow', 'help', undefined, '冬のあいだ'],
      ['who', 'title', undefined, 'だれが'],
      ['who', 'choice', 'self', '本人'],
      ['who', 'choice', 'family', '家族'],
    ]);
    expect([countMissing(lines, 'ja'), countMissing(lines, 'en'), countMissing(lines, 'easy')]).toEqual([0, 6, 6]);
  });

  it('are changed one at a time, and a text that is taken back leaves nothing behind', () => {
    const written = listTexts(form).reduce((next, line) => setText(next, line, 'easy', 'やさしく'), form);
    expect(written.texts.easy).toEqual({
      name: 'やさしく',
      fields: {
        snow: { title: 'やさしく', help: 'やさしく' },
        who: { title: 'やさしく', choices: { self: 'やさしく', family: 'やさしく' } },
      },
    });
    expect([written.texts.ja, written.schema]).toEqual([form.texts.ja, form.schema]);
    expect(countMissing(listTexts(written), 'easy')).toBe(0);
    expect(checkForm(written)).toEqual([]);
    const back = listTexts(written).reduce((next, line) => setText(next, line, 'easy', ''), written);
    expect(back.texts.easy?.fields ?? {}).toEqual({});
    expect(back.texts.easy?.name).toBeUndefined();
    const english = setText(form, listTexts(form)[4]!, 'en', 'Myself');
    expect(english.texts.en).toEqual({ name: '雪かき', fields: { who: { choices: { self: 'Myself' } } } });
  });

  it('in plain Japanese fall back to Japanese where there are none', () => {
    const [, title] = listTexts(form);
    const easy = localize(setText(form, title!, 'easy', '雪が多くて困ること'), 'easy');
    expect(easy.name).toBe('雪かき');
    expect(easy.schema['properties']).toMatchObject({
      snow: { title: '雪が多くて困ること' },
      who: { title: 'だれが', oneOf: [{ title: '本人' }, { title: '家族' }] },
    });
    const half = { ...form, texts: { ...form.texts, easy: { fields: { who: { choices: { self: 'じぶん' } } } } } };
    expect(localize(half, 'easy').schema['properties']).toMatchObject({
      who: { title: 'だれが', oneOf: [{ title: 'じぶん' }, { title: '家族' }] },
    });
  });
});
