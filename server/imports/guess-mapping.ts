import { normaliseName } from '../database/normalise.ts';
import type { ImportField, ImportMapping, Named, ReadTable } from './types.ts';

const kana = '(カナ|かな|仮名|フリガナ|ふりがな|ヨミ|よみ|よみがな|ヨミガナ)';
const thing = '(サービス|事業所|施設|活動|サロン|教室|会場|拠点|店舗)';

/**
 * How columns are called, the surest first. Fields are taken in this order and each column once, so that 法人番号 is not
 * taken for a telephone number. 定員 is left alone: how many seats there are says nothing about a free one. So is 開設日, the day
 * on which a place was opened. `_` is how the national standard data set parts its names.
 */
const names: [ImportField, RegExp[]][] = [
  ['corporateNumber', [/^法人番号$/, /^corporate_?number$/]],
  ['nameKana', [new RegExp(`^${thing}(の?名称?)?の?_?${kana}$`), new RegExp(`^(名称?の?_?)?${kana}$`), /^name_?kana$/]],
  ['name', [new RegExp(`^${thing}の?名称?$`), /^(名称|名前|name|title)$/, /^(団体|グループ)の?名称?$/]],
  [
    'organisation',
    [
      /^(法人|運営|実施|提供|設置|開設)(の|主体|者|法人|団体)*(の)?(名称?|主体|者|団体)$/,
      /^(団体|主体|組織|グループ)の?名称?$/,
      /^organi[sz]ation(_?name)?$/,
      /^運営$/,
    ],
  ],
  ['organisationKind', [/^(団体|法人|主体|組織)の?(種別|種類|区分)$/]],
  [
    'type',
    [
      /^サービスの?(種類|種別|分野|区分|類型)$/,
      /^(活動の?)?(種類|種別|分野|区分|カテゴリー?)$/,
      /^(service|type|category)$/,
    ],
  ],
  [
    'areas',
    [
      /^(日常生活)?(圏域|区域|地区|エリア)名?$/,
      /^(担当|対応|対象|活動|(サービス)?提供|実施|利用可能)(圏域|区域|地区|地域|エリア)名?$/,
      /^通常の事業の実施地域$/,
      /^areas?$/,
    ],
  ],
  [
    'address',
    [
      /^(住所|所在地)_連結表記$/,
      /^(住所|所在地|address)$/,
      new RegExp(`^(${thing}の?|開催|実施|活動)(住所|所在地|場所)$`),
      /^(?!代表者).*(住所|所在地)$/,
    ],
  ],
  [
    'phone',
    [
      /^(電話番号|電話|tel|phone|telephone(number)?)$/,
      /^(?!代表者).*電話番号$/,
      /^(連絡先|問い?合わ?せ先?)(電話|tel)?$/,
    ],
  ],
  ['url', [/^(url|ホームページ(url|アドレス)?|hp|web(サイト|ページ)?|ウェブ(サイト|ページ)|referenceobject|リンク)$/]],
  [
    'days',
    [
      /^(利用|開催|開所|開館|開設|営業|活動|実施|(サービス)?提供)(可能)?曜日$/,
      /^(利用|開催|開所|開館|営業|活動|実施|(サービス)?提供)(可能)?日$/,
      /^(曜日|availabledate)$/,
      /^(休館|定休|休業|休所|閉館)(曜)?日$/,
    ],
  ],
  [
    'hours',
    [
      /^(利用|開催|開所|開館|開設|営業|活動|実施|(サービス)?提供)(可能)?時間帯?$/,
      /^(開始|開館|開所)(時間|時刻)$/,
      /^(時間|starttime|hours)$/,
    ],
  ],
  ['hoursUntil', [/^(終了|閉館|閉所)(時間|時刻)$/, /^endtime$/]],
  ['hoursNote', [/(曜日|時間|日時|営業日|開館日)の?(特記事項|備考|注記)$/, /^availabledatenote$/]],
  ['fee', [/^(利用)?(料金|料|費用|負担額?)$/, /^(参加費|会費|利用者負担|金額|fee)$/]],
  ['eligibility', [/^(利用)?(対象者?|要件|条件)$/, /^参加(条件|資格)$/]],
  ['capacity', [/^(空き|受入れ?|受け入れ)(状況|情報)?$/]],
  ['description', [/^(活動|サービス|事業)の?(内容|概要)$/, /^(内容|概要|説明|特徴|description)$/, /^(備考|note)$/]],
  ['latlng', [/^(緯度経度|緯度・経度|座標|位置情報|location|latlng)$/]],
  ['latitude', [/^(緯度|lat|latitude)$/]],
  ['longitude', [/^(経度|lng|lon|longitude)$/]],
  [
    'externalKey',
    [/^(事業所|施設|サービス|団体)の?(番号|コード|id)$/, /^(管理番号|識別番号|コード|id)$/, /^(no\.?|番号)$/],
  ],
];

/** `#name`, 「電話番号（代表）」, `TEL `: what a column is called, without what decorates it. */
const bare = (column: string): string =>
  column
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/^#/, '')
    .replace(/(.)\(.*\)$/, '$1');

const columnIndex = (
  table: ReadTable,
  field: ImportField,
  taken: ReadonlySet<number>,
  fits: (index: number) => boolean,
): number => {
  for (const pattern of names.find(([name]) => name === field)?.[1] ?? []) {
    const found = table.columns.findIndex(
      (column, index) => !taken.has(index) && pattern.test(bare(column)) && fits(index),
    );
    if (found >= 0) return found;
  }
  return -1;
};

const cells = (table: ReadTable, index: number): string[] =>
  table.rows.map((row) => row.cells[index] ?? '').filter((cell) => cell !== '');

/** 1, 2, 3 … down the list: the place in it, which the next edition gives to another. It identifies nothing. */
const countsRows = (values: string[]): boolean =>
  values.every((value) => /^\d+$/.test(value) && Number(value) <= values.length * 10);

/**
 * The column whose words say what kind of service a row is, whether or not the mapping uses it. One 事業所番号 can stand for
 * several kinds, so the words are part of a row's identity.
 */
export function findKindColumn(table: ReadTable): string | null {
  const index = columnIndex(table, 'type', new Set(), (at) => cells(table, at).length > 0);
  return table.columns[index] ?? null;
}

/** Words of the type column and how many rows have each, the most frequent first. Empty without such a column. */
export function countTypeWords(table: ReadTable, mapping: ImportMapping): { word: string; rows: number }[] {
  const source = mapping.fields.type;
  if (!source || !('column' in source)) return [];
  const counts = new Map<string, number>();
  for (const word of cells(table, table.columns.indexOf(source.column))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, rows]) => ({ word, rows })).sort((a, b) => b.rows - a.rows);
}

/** The service type that a word names: the same, or one whose name (or part of it, at ・) is within the word. */
function guessType(word: string, types: Named[]): string | undefined {
  const wanted = normaliseName(word);
  const same = types.find(({ key, name }) => key === word || normaliseName(name) === wanted);
  const inside = types.find(({ name }) =>
    name
      .split(/[・、,]/)
      .map(normaliseName)
      .some((part) => part.length > 1 && wanted.includes(part)),
  );
  return (same ?? inside)?.key;
}

/** 「釜・大街道」 is one area and 「釜、大街道」 two, so the middle dot only parts words that are no area as they stand. */
export const splitAreas = (text: string): string[] =>
  text
    .split(/[、,，;；/／\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** What an area is compared by: 「石巻地区」 and 「石巻」 are the same. */
export const areaKey = (name: string): string =>
  normaliseName(name).replace(/(日常生活)?(圏域|地区|区域|エリア)$/, '') || normaliseName(name);

/**
 * A first mapping from the names of the columns, for a person to check. What no column offers stays out: without a type column
 * the person picks one type for all, and without an organisation each service is its own organisation.
 */
export function guessMapping(table: ReadTable, serviceTypes: Named[], areas: { name: string }[]): ImportMapping {
  const knownAreas = new Set(areas.map(({ name }) => areaKey(name)));
  const fields: ImportMapping['fields'] = {};
  const taken = new Set<number>();
  for (const [field] of names) {
    const found = columnIndex(table, field, taken, (index) => {
      const values = cells(table, index);
      if (field === 'type') return values.length > 0;
      if (field === 'areas')
        return values.some((value) => splitAreas(value).some((word) => knownAreas.has(areaKey(word))));
      return field !== 'externalKey' || (values.length > 0 && !countsRows(values));
    });
    const column = table.columns[found];
    if (column === undefined) continue;
    fields[field] = { column };
    taken.add(found);
  }
  const mapping: ImportMapping = { fields, types: {} };
  for (const { word } of countTypeWords(table, mapping)) {
    const key = word.length > 1 ? guessType(word, serviceTypes) : undefined;
    if (key) mapping.types[word] = key;
  }
  return mapping;
}

/** Words for what the long-term care insurance pays, and what a municipality calls that type and that of a place to go to. */
const careWord = /介護|看護|リハビリ|福祉用具/;
const careType = /介護/;
const placeType = /施設|居場所|集いの場/;

/**
 * The types that an import takes where nobody can be asked: for each word that names none of the municipality's types, and
 * (as the word '') for a list without a column for them. A word stays out where no type comes near it.
 */
export function guessOtherTypes(typeWords: string[], mapping: ImportMapping, types: Named[]): Record<string, string> {
  const named = (pattern: RegExp) => types.findLast(({ name }) => pattern.test(name))?.key;
  const words = mapping.fields.type
    ? typeWords.filter((word) => mapping.types[word] === undefined && guessType(word, types) === undefined)
    : [''];
  return Object.fromEntries(
    words.flatMap((word) => {
      const key = named(careWord.test(word) ? careType : placeType);
      return key === undefined ? [] : [[word, key]];
    }),
  );
}
