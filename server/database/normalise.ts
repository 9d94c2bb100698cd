/** Hyphens, dashes, waves and the katakana long-vowel mark: people type one for the other. */
const dashes = /[-‐‑‒–—―−ー~〜]/g;

/**
 * Characters of names and places that people take for one another: the everyday one, then its older and its other forms. What
 * was stored before a form stands here is found when a migration rewrites the `search` columns (see 20261128160100_kanji_variants).
 */
export const kanjiVariants: readonly string[] = [
  '高髙 崎﨑嵜㟢碕 辺邉邊 斎齋齊斉 沢澤 浜濱濵 広廣 国國囯 島嶋嶌 桜櫻 恵惠 徳德 橋𣘺槗 関關 館舘',
  '富冨 峰峯 柳栁 曽曾 竜龍 滝瀧 塩鹽 蔵藏 条條 万萬 与與 学學斈 会會 医醫 区區 県縣 鉄鐵鐡',
  '静靜 黒黑 薮藪籔 桧檜 吉𠮷 土圡 真眞 寿壽 栄榮 円圓 応應 楽樂 気氣 亀龜 帰歸 旧舊 尭堯 駆驅',
  '径徑 渓溪 経經 芸藝 検檢 剣劍剱 顕顯 権權 厳嚴 号號 済濟 実實 写寫冩 釈釋 収收 従從 渋澁',
  '縦縱 粛肅 処處 緒緖 奨奬 将將 焼燒 証證 乗乘 浄淨 畳疊 嬢孃 譲讓 穣穰 触觸 嘱囑 慎愼 尽盡',
  '図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨 声聲 摂攝 専專 戦戰 浅淺 潜潛 践踐 銭錢 繊纖',
  '禅禪 双雙 壮壯 荘莊 捜搜 挿插 巣巢 争爭 総總 聡聰 装裝 騒騷 増增 臓臟 続續 堕墮 対對 体體',
  '帯帶 滞滯 台臺 択擇 担擔 単單 団團 断斷 弾彈 遅遲 痴癡 虫蟲 昼晝 鋳鑄 庁廳 聴聽 勅敕 鎮鎭',
  '逓遞 点點 転轉 伝傳 党黨 盗盜 灯燈 当當 闘鬪 独獨 読讀 届屆 縄繩 弐貳 悩惱 脳腦 覇霸 廃廢',
  '拝拜 売賣 麦麥 発發 髪髮 抜拔 蛮蠻 秘祕 払拂 仏佛 並竝 変變 弁辨瓣辯 歩步 宝寶 豊豐 褒襃',
  '翻飜 毎每 満滿 黙默 弥彌 訳譯 薬藥 予豫 余餘 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 両兩',
  '猟獵 緑綠 塁壘 涙淚 励勵 礼禮 隷隸 霊靈 齢齡 暦曆 歴歷 恋戀 炉爐 労勞 楼樓 郎郞 録錄 湾灣',
  '亜亞 悪惡 圧壓 囲圍 為爲 壱壹 隠隱 営營 衛衞 駅驛 艶艷 奥奧 横橫 温溫 穏穩 仮假 価價 画畫',
  '絵繪 壊壞 懐懷 概槪 拡擴 殻殼 覚覺 岳嶽 巻卷 陥陷 勧勸 寛寬 歓歡 観觀 偽僞 戯戲 犠犧 拠據',
  '挙擧 虚虛 峡峽 挟挾 狭狹 郷鄕 暁曉 勲勳 薫薰 茎莖 継繼 鶏鷄雞 欠缺 研硏 倹儉 険險 圏圈 献獻',
  '験驗 効效 恒恆 鉱鑛 砕碎 剤劑 雑雜 参參 桟棧 蚕蠶 惨慘 賛贊 残殘 糸絲 歯齒 児兒 辞辭 湿濕',
  '称稱 状狀 桑桒 芦蘆 鴎鷗 鯵鰺 鴬鶯 蝿蠅 靱靭 頚頸 掴摑 填塡 剥剝 頬頰 竃竈 噛嚙 繋繫 莱萊',
  '祷禱 侠俠 躯軀 鹸鹼 麹麴 屡屢 蒋蔣 醤醬 蝉蟬 掻搔 痩瘦 箪簞 顛顚 嚢囊 溌潑 醗醱 麺麵 蝋蠟',
  '弯彎 渕淵渊 船舩 野埜 凜凛 遥遙 槙槇 瑶瑤 晋晉 達逹 稲稻 兎兔 亘亙 巌巖 籠篭 喜㐂 叱𠮟 昂昻',
  '教敎 清淸 青靑 戸戶 尚尙 彦彥 錬鍊 黄黃 呉吳 倶俱 喩喻 内內 呑吞 説說 税稅 鋭銳 閲閱 脱脫',
  '掲揭 即卽 既旣 鉢缽 蛍螢 茂𦱳 梅楳 杉杦 松枩 桝枡 那𨙻 宮宫',
].flatMap((line) => line.split(' '));

const everyday = new Map(
  kanjiVariants.flatMap((group) => {
    const [first = '', ...others] = group;
    return others.map((other): [string, string] => [other, first]);
  }),
);
const others = new RegExp(`[${[...everyday.keys()].join('')}]`, 'gu');
/** Which of a character's shapes is meant (IVS, and the standard's own selectors). */
const selectors = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/**
 * The form in which words are stored in `search` columns and compared: width, case, hiragana or katakana, the form of a kanji
 * (髙 or 高), the kind of dash and the number of spaces make no difference. Not for showing.
 */
export const normaliseForSearch = (text: string): string => foldKanji(fold(text));

const foldKanji = (text: string): string => text.replace(others, (form) => everyday.get(form) ?? form);

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(selectors, '')
    .replace(/[ぁ-ゖゝゞ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .replace(dashes, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** The digits of a Japanese telephone, whichever way it is written, also from abroad. */
export const telephoneDigits = (telephone: string): string =>
  telephone
    .normalize('NFKC')
    .replaceAll(/\D/g, '')
    .replace(/^81(?=\d{9,10}$)/, '0');

/** Where Japanese telephones are divided. */
const groupings = [
  /^(\d{2})(\d{4})(\d{4})$/,
  /^(\d{3})(\d{3})(\d{4})$/,
  /^(\d{4})(\d{2})(\d{4})$/,
  /^(\d{3})(\d{4})(\d{4})$/,
];

/** The ways in which a telephone may be written, for texts that are stored as they were typed. */
export function spellTelephone(telephone: string): string[] {
  const digits = telephoneDigits(telephone);
  const grouped = groupings.flatMap((grouping) =>
    grouping.test(digits) ? [digits.replace(grouping, '$1-$2-$3')] : [],
  );
  return [...new Set([telephone.trim(), digits, ...grouped])];
}

const formsOf = new Map(kanjiVariants.flatMap((group) => [...group].map((form) => [form, [...group]] as const)));
const mostSpellings = 64;

/** The forms in which a kanji may be written, or a kana (in either script): itself first. */
export function formsOfCharacter(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  if (/[ぁ-ゖゝゞ]/.test(character)) return [character, String.fromCodePoint(code + 0x60)];
  if (/[ァ-ヶヽヾ]/.test(character)) return [character, String.fromCodePoint(code - 0x60)];
  return [character, ...(formsOf.get(character) ?? []).filter((form) => form !== character)];
}

/** Without what says which shape of a character is meant. */
export const withoutSelectors = (text: string): string => text.replace(selectors, '');

/** The ways in which the kanji of a text may be written, for names that are stored as they were typed; the text itself first. */
export function spellKanji(text: string): string[] {
  let spellings = [''];
  for (const character of text) {
    const forms = formsOf.get(character) ?? [];
    const next = [character, ...forms.filter((form) => form !== character)];
    const few = spellings.length * next.length <= mostSpellings ? next : [character];
    spellings = few.flatMap((form) => spellings.map((before) => before + form));
  }
  return spellings;
}

/** Short forms of legal forms, as they look after `normaliseForSearch`. */
const legalForms: [RegExp, string][] = [
  [/\(株\)/g, '株式会社'],
  [/\(有\)/g, '有限会社'],
  [/\((?:同|合)\)/g, '合同会社'],
  [/\((?:特非|npo)\)|npo法人/g, '特定非営利活動法人'],
  [/\((?:福|社福)\)/g, '社会福祉法人'],
  [/\(医\)/g, '医療法人'],
  [/\(一社\)/g, '一般社団法人'],
  [/\(公社\)/g, '公益社団法人'],
  [/\(一財\)/g, '一般財団法人'],
  [/\(公財\)/g, '公益財団法人'],
];

/**
 * A name reduced to what tells two bodies apart: as `normaliseForSearch`, without spaces and middle dots, legal forms written
 * out; but 斉藤 and 斎藤 are two, see `nameAlike`.
 */
export function normaliseName(name: string): string {
  const bare = fold(name).replace(/[ ・]/g, '');
  return legalForms.reduce((text, [short, long]) => text.replace(short, long), bare);
}

/** The same for names of which only the forms of their kanji differ: perhaps one body, perhaps two. */
export const nameAlike = (name: string): string => foldKanji(normaliseName(name));

const toHiragana = (text: string): string =>
  text.replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

/** Ways in which words may be written in a name that is stored as it was typed, in lower case. */
export function spellingsOf(words: string): string[] {
  const katakana = normaliseForSearch(words);
  const typed = [words.trim().toLowerCase(), katakana, toHiragana(katakana)];
  return [...new Set(typed.flatMap(spellKanji))];
}
