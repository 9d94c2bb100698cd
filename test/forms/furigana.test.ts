import { describe, expect, it } from 'vitest';
import { checkForm, fieldWords, formName, listFields, localize, tellAnswers, validate } from '../../forms/index.ts';
import { furiganaFault, splitFurigana, withoutFurigana } from '../../forms/furigana.ts';
import { layOutBlank, layOutFilled } from '../../forms/paper/index.ts';
import { setWords } from '../../forms/edit.ts';
import { setText, listTexts } from '../../forms/sheet/text-lines.ts';
import type { Form } from '../../forms/types.ts';

const form: Form = {
  key: 'snow',
  purpose: 'section',
  texts: {
    ja: {
      name: '除雪《じょせつ》の申込《もうしこ》み',
      description: '冬《ふゆ》の間《あいだ》',
      fields: {
        title: { title: '名前《なまえ》' },
        days: { title: '日数《にっすう》', help: '1週間《しゅうかん》に何日《なんにち》か' },
        who: { title: 'だれに', choices: { firm: '業者《ぎょうしゃ》', none: '頼まない' } },
        note: { title: '｜お年寄り《おとしより》の方へ', help: '無料《むりょう》です' },
      },
    },
    easy: { fields: { days: { title: '雪《ゆき》の 日《ひ》' } } },
  },
  schema: {
    type: 'object',
    required: ['title'],
    properties: {
      title: { type: 'string', 'x-personal': false },
      days: { type: 'integer', 'x-unit': { ja: '日', en: 'day|days' }, 'x-personal': false },
      who: { type: 'string', enum: ['firm', 'none'], 'x-personal': false },
      note: { type: 'null', 'x-shown': 'explanation' },
    },
  },
};

describe('furigana', () => {
  it.each([
    ['漢字《かんじ》', [{ text: '漢字', reading: 'かんじ' }]],
    ['この漢字《かんじ》を', [{ text: 'この' }, { text: '漢字', reading: 'かんじ' }, { text: 'を' }]],
    [
      '人々《ひとびと》と一ヶ月《いっかげつ》',
      [{ text: '人々', reading: 'ひとびと' }, { text: 'と' }, { text: '一ヶ月', reading: 'いっかげつ' }],
    ],
    ['ひとりの｜お年寄り《おとしより》', [{ text: 'ひとりの' }, { text: 'お年寄り', reading: 'おとしより' }]],
    ['𠮷田《よしだ》', [{ text: '𠮷田', reading: 'よしだ' }]],
    ['《重要》お読みください', [{ text: '《重要》お読みください' }]],
    ['かな《仮名》', [{ text: 'かな《仮名》' }]],
    ['漢字《》と漢字《　》', [{ text: '漢字《》と漢字《　》' }]],
    ['漢字《かんじ', [{ text: '漢字《かんじ' }]],
    ['漢字《かん\nじ》', [{ text: '漢字《かん\nじ》' }]],
    ['｜ 縦の線', [{ text: '｜ 縦の線' }]],
    ['', [{ text: '' }]],
  ])('in %j stand over what they are of', (text, parts) => {
    expect(splitFurigana(text)).toEqual(parts);
    expect(withoutFurigana(text)).toBe(parts.map((part) => part.text).join(''));
  });

  it('of a long text are found at once', () => {
    // Tried from every place anew, it would not end.
    const long = '漢'.repeat(100_000) + '｜'.repeat(1000) + '《'.repeat(1000);
    expect(splitFurigana(long)).toEqual([{ text: long }]);
  });

  it.each([
    ['漢字《かんじ》', undefined],
    ['《重要》', undefined],
    ['漢字《かんじ', 'furigana-open'],
    ['漢字《かん\nじ》', 'furigana-open'],
    ['漢字《かんじ 《あ》', 'furigana-open'],
    ['漢字《》', 'furigana-empty'],
    ['漢字《 　》', 'furigana-empty'],
  ])('that are wrong are told: %j', (text, fault) => expect(furiganaFault(text)).toBe(fault));

  it('are told by the check of a form at their place, in every language and part', () => {
    expect(checkForm(form, 'ja')).toEqual([]);
    const { ja } = form.texts;
    const who = { title: 'だれに', choices: { firm: '業者《》', none: '頼まない《' } };
    const wrong = {
      ...form,
      texts: { ja: { ...ja, fields: { ...ja.fields, who } }, easy: { name: '雪《ゆき', fields: {} } },
    };
    expect(checkForm(wrong, 'en').map(({ path, code }) => [path, code])).toEqual([
      ['/texts/ja/fields/who/choices/firm', 'furigana-empty'],
      ['/texts/ja/fields/who/choices/none', 'furigana-open'],
      ['/texts/easy/name', 'furigana-open'],
    ]);
  });

  it('stand beside the words of a form that is filled in, which are without', () => {
    const { furigana, ...words } = localize(form, 'ja');
    expect(JSON.stringify(words)).not.toMatch(/[《》｜]/);
    expect(words.name).toBe('除雪の申込み');
    expect(furigana).toEqual({
      除雪の申込み: '除雪《じょせつ》の申込《もうしこ》み',
      冬の間: '冬《ふゆ》の間《あいだ》',
      名前: '名前《なまえ》',
      日数: '日数《にっすう》',
      '日数（日）': '日数《にっすう》（日）',
      '1週間に何日か': '1週間《しゅうかん》に何日《なんにち》か',
      業者: '業者《ぎょうしゃ》',
      お年寄りの方へ: '｜お年寄り《おとしより》の方へ',
      無料です: '無料《むりょう》です',
    });
    expect(localize(form, 'easy').furigana).toMatchObject({ '雪の 日（日）': '雪《ゆき》の 日《ひ》（日）' });
    expect(localize(setWords(form, 'note', 'ja', {}), 'ja')).toHaveProperty('furigana');
  });

  it('stand beside the words of paper, blank and filled in', () => {
    const answers = { title: '北町', days: 3, who: 'firm' };
    for (const paper of [layOutBlank(form, 'ja'), layOutFilled(form, answers, 'staff', 'ja')]) {
      const { furigana, ...plain } = paper;
      expect(JSON.stringify(plain)).not.toMatch(/[《》｜]/);
      expect(furigana).toMatchObject({ 日数: '日数《にっすう》', 業者: '業者《ぎょうしゃ》' });
    }
    const { furigana: _none, ...bare } = layOutBlank({ ...form, texts: { ja: { name: '申込み', fields: {} } } }, 'ja');
    expect(bare).toEqual(layOutBlank({ ...form, texts: { ja: { name: '申込み', fields: {} } } }, 'ja'));
  });

  it('are in nothing that is plain: names, facts, columns, answers in words, errors', () => {
    const said = [
      formName(form, 'ja'),
      fieldWords(form, 'days', 'ja'),
      listFields(form),
      tellAnswers(form, { title: '北町', days: 3, who: 'firm' }, 'staff', 'ja'),
      validate(form, { days: 'a' }, 'ja'),
    ];
    expect(JSON.stringify(said)).not.toMatch(/[《》｜]/);
    expect(JSON.stringify(said)).toContain('業者');
  });

  it('are kept as they were typed where texts are edited and carried', () => {
    const [line] = listTexts(form).filter(({ path, part }) => path === 'days' && part === 'title');
    expect(line?.texts).toMatchObject({ ja: '日数《にっすう》', easy: '雪《ゆき》の 日《ひ》' });
    expect(line && setText(form, line, 'ja', '日数《にっすう》')).toEqual(form);
  });

  it('make no two fields that are called the same', () => {
    const twice = setWords(form, 'note', 'ja', { title: '日数《ひすう》' });
    expect(checkForm(twice).map(({ code }) => code)).toContain('title-twice');
    expect(checkForm(form).map(({ code }) => code)).not.toContain('title-twice');
  });
});
