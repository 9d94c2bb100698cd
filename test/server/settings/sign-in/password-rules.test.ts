import { describe, expect, it } from 'vitest';
import { demoPassword } from '../../../../server/settings/sign-in/demo-password.ts';
import { findWeakness, type Owner } from '../../../../server/settings/sign-in/password-rules.ts';

const owner: Owner = {
  email: 'hanako.yamamoto@city.mihon.example.jp',
  name: '山本 花子',
  name_kana: 'ヤマモト ハナコ',
  city: { name: '見本市', name_kana: 'ミホンシ', name_en: 'Mihon' },
};

describe('a new password', () => {
  it.each([
    ['eleven chars', 'みじかいパスワード', 'short'],
    ['twelve halves of characters are six', '𠮷𠮷𠮷𠮷𠮷𠮷', 'short'],
    ['one on the list', '1qaz2wsx3edc', 'common'],
    ['one on the list in capitals', 'ADMINISTRATOR', 'common'],
    ['a common word with a year', 'Password2026!', 'common'],
    ['the same in full width', 'Ｐａｓｓｗｏｒｄ２０２６！', 'common'],
    ['a common word behind signs', '!!2026--sunshine', 'common'],
    ['a Japanese one with digits', 'doraemon123456', 'common'],
    ['a Japanese word, in hiragana', 'ぱすわーど１２３４５６７８', 'common'],
    ['an office’s word', 'shiyakusho2026', 'common'],
    ['one character', 'aaaaaaaaaaaa', 'sequence'],
    ['a word three times', 'sasasaeeaesasasaeeae', 'sequence'],
    ['a word twice', 'asagaoasagao', 'sequence'],
    ['the alphabet', 'abcdefghijklmn', 'sequence'],
    ['the alphabet from behind', 'zyxwvutsrqpo', 'sequence'],
    ['the keyboard', 'qwertyuiopasdf', 'sequence'],
    ['digits', '123456789012', 'sequence'],
    ['kana in their order', 'あいうえおかきくけこさし', 'sequence'],
    ['the family name', '山本さんの朝のさんぽ道', 'own'],
    ['the first name in hiragana', 'はなこのあさごはんはパン', 'own'],
    ['part of the e-mail address', 'it is yamamoto here', 'own'],
    ['the city', '見本市の夏のお祭りの夜', 'own'],
    ['the city without 市', '夏の見本のお祭りの夜です', 'own'],
    ['the city in letters', 'a summer in mihon', 'own'],
  ])('is refused when it is %s', (_what, password, code) => {
    // Eleven characters and fewer are short whatever else they are.
    const weakness = findWeakness(password.padEnd(code === 'short' ? 0 : 12, '。'), owner);
    expect(weakness?.code).toBe(code);
  });

  it.each([
    'correct horse battery',
    'ながい あたらしい ことば',
    'velocity of a paper boat',
    'zK4#pp0-Wmv9',
    '桜の咲くころに植えた大根',
    'あかい とまとを たべた ねこ',
  ])('may be %s', (password) => {
    expect(findWeakness(password, owner)).toBeNull();
  });

  it('is good enough in the demonstration', () => {
    const demo: Owner = {
      email: 'tier2@ishinomaki.example.jp',
      name: '佐藤 美咲',
      name_kana: 'サトウ ミサキ',
      city: { name: '石巻市', name_kana: 'イシノマキシ', name_en: 'Ishinomaki' },
    };
    expect(findWeakness(demoPassword, demo)).toBeNull();
  });

  it('may be a name that is none of the account’s', () => {
    expect(
      findWeakness('hanako in the rain', {
        ...owner,
        email: 'soumu@city.mihon.example.jp',
        name: '総務',
        name_kana: 'ソウム',
      }),
    ).toBeNull();
  });
});
