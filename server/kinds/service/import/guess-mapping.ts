import { nameAlike } from '../../../database/normalise.ts';
import { cellsOf, countWords, findColumn, guessColumns } from '../../../imports/guess-columns.ts';
import type { Guess, ImportColumn } from '../../../imports/import-kind.ts';
import type { ImportMapping, Named, ReadTable } from '../../../imports/types.ts';
import { addressParts } from '../../../imports/address-parts.ts';
import type { Existing } from './types.ts';

const kana = '(カナ|かな|仮名|フリガナ|ふりがな|ヨミ|よみ|よみがな|ヨミガナ)';
const thing = '(サービス|事業所|施設|活動|サロン|教室|会場|拠点|店舗)';

/**
 * Fields in the order in which they are asked, and how columns are called. 定員 is left alone: how many seats there are says
 * nothing about a free one. So is 開設日, the day on which a place was opened. `_` is how the national standard data set parts
 * its names.
 */
export const serviceColumns: readonly ImportColumn[] = [
  {
    field: 'name',
    names: [new RegExp(`^${thing}の?名称?$`), /^(名称|名前|name|title)$/, /^(団体|グループ)の?名称?$/],
    needed: true,
  },
  {
    field: 'organisation',
    names: [
      /^(法人|運営|実施|提供|設置|開設)(の|主体|者|法人|団体)*(の)?(名称?|主体|者|団体)$/,
      /^(団体|主体|組織|グループ)の?名称?$/,
      /^organi[sz]ation(_?name)?$/,
      /^運営$/,
    ],
  },
  {
    field: 'type',
    names: [
      /^サービスの?(種類|種別|分野|区分|類型)$/,
      /^(活動の?)?(種類|種別|分野|区分|カテゴリー?)$/,
      /^(service|type|category)$/,
    ],
    needed: true,
  },
  {
    field: 'areas',
    names: [
      /^(日常生活)?(圏域|区域|地区|エリア)名?$/,
      /^(担当|対応|対象|活動|(サービス)?提供|実施|利用可能)(圏域|区域|地区|地域|エリア)名?$/,
      /^通常の事業の実施地域$/,
      /^areas?$/,
    ],
  },
  {
    field: 'phone',
    names: [
      /^(電話番号|電話|tel|phone|telephone(number)?)$/,
      /^(?!代表者).*電話番号$/,
      /^(連絡先|問い?合わ?せ先?)(電話|tel)?$/,
    ],
  },
  {
    field: 'address',
    names: [
      /^(住所|所在地)_連結表記$/,
      /^(住所|所在地|address)$/,
      new RegExp(`^(${thing}の?|開催|実施|活動)(住所|所在地|場所)$`),
      /^(?!代表者).*(住所|所在地)$/,
    ],
    parts: addressParts,
  },
  { field: 'capacity', names: [/^(空き|受入れ?|受け入れ)(状況|情報)?$/] },
  { field: 'fee', names: [/^(利用)?(料金|料|費用|負担額?)$/, /^(参加費|会費|利用者負担|金額|fee)$/] },
  {
    field: 'days',
    names: [
      /^(利用|開催|開所|開館|開設|営業|活動|実施|(サービス)?提供)(可能)?曜日$/,
      /^(利用|開催|開所|開館|営業|活動|実施|(サービス)?提供)(可能)?日$/,
      /^(曜日|availabledate)$/,
      /^(休館|定休|休業|休所|閉館)(曜)?日$/,
    ],
  },
  {
    field: 'hours',
    names: [
      /^(利用|開催|開所|開館|開設|営業|活動|実施|(サービス)?提供)(可能)?時間帯?$/,
      /^(開始|開館|開所)(時間|時刻)$/,
      /^(時間|starttime|hours)$/,
    ],
  },
  {
    field: 'nameKana',
    names: [new RegExp(`^${thing}(の?名称?)?の?_?${kana}$`), new RegExp(`^(名称?の?_?)?${kana}$`), /^name_?kana$/],
    seldom: true,
  },
  { field: 'organisationKind', names: [/^(団体|法人|主体|組織)の?(種別|種類|区分)$/], seldom: true },
  { field: 'corporateNumber', names: [/^法人番号$/, /^corporate_?number$/], seldom: true },
  {
    field: 'url',
    names: [/^(url|ホームページ(url|アドレス)?|hp|web(サイト|ページ)?|ウェブ(サイト|ページ)|referenceobject|リンク)$/],
    seldom: true,
  },
  { field: 'hoursUntil', names: [/^(終了|閉館|閉所)(時間|時刻)$/, /^endtime$/], seldom: true },
  {
    field: 'hoursNote',
    names: [/(曜日|時間|日時|営業日|開館日)の?(特記事項|備考|注記)$/, /^availabledatenote$/],
    seldom: true,
  },
  { field: 'eligibility', names: [/^(利用)?(対象者?|要件|条件)$/, /^参加(条件|資格)$/], seldom: true },
  {
    field: 'description',
    names: [/^(活動|サービス|事業)の?(内容|概要)$/, /^(内容|概要|説明|特徴|description)$/, /^(備考|note)$/],
    seldom: true,
  },
  { field: 'latlng', names: [/^(緯度経度|緯度・経度|座標|位置情報|location|latlng)$/], seldom: true },
  { field: 'latitude', names: [/^(緯度|lat|latitude)$/], seldom: true },
  { field: 'longitude', names: [/^(経度|lng|lon|longitude)$/], seldom: true },
  {
    field: 'externalKey',
    names: [/^(事業所|施設|サービス|団体)の?(番号|コード|id)$/, /^(管理番号|識別番号|コード|id)$/, /^(no\.?|番号)$/],
    seldom: true,
  },
];

/** 1, 2, 3 … down the list: the place in it, which the next edition gives to another. It identifies nothing. */
const countsRows = (values: string[]): boolean =>
  values.every((value) => /^\d+$/.test(value) && Number(value) <= values.length * 10);

/**
 * The column whose words say what kind of service a row is, whether or not the mapping uses it. One 事業所番号 can stand for
 * several kinds, so the words are part of a row's identity.
 */
export function findKindColumn(table: ReadTable): string | null {
  const type = serviceColumns.find(({ field }) => field === 'type');
  const index = type ? findColumn(table, type, new Set(), (at) => cellsOf(table, at).length > 0) : -1;
  return table.columns[index] ?? null;
}

/** The service type that a word names: the same, or one whose name (or part of it, at ・) is within the word. */
function guessType(word: string, types: Named[]): string | undefined {
  const wanted = nameAlike(word);
  const same = types.find(({ key, name }) => key === word || nameAlike(name) === wanted);
  const inside = types.find(({ name }) =>
    name
      .split(/[・、,]/)
      .map(nameAlike)
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
  nameAlike(name).replace(/(日常生活)?(圏域|地区|区域|エリア)$/, '') || nameAlike(name);

/** Areas by what they are compared by; one part of 「釜・大街道」 stands for it where no area is called so. */
export function areasByKey<A extends { name: string }>(areas: readonly A[]): Map<string, A[]> {
  const whole = Map.groupBy(areas, ({ name }) => areaKey(name));
  const parts = Map.groupBy(
    areas.flatMap((area) => (area.name.includes('・') ? area.name.split('・').map((part) => ({ area, part })) : [])),
    ({ part }) => areaKey(part),
  );
  for (const [part, hits] of parts)
    if (!whole.has(part))
      whole.set(
        part,
        hits.map(({ area }) => area),
      );
  return whole;
}

/** Words for what the long-term care insurance pays, what a municipality calls that type, and that of a place to go to. */
const careWord = /介護|看護|リハビリ|福祉用具/;
const careType = /介護/;
const placeType = /施設|居場所|集いの場/;

/** The type that comes nearest to a word which names none: it is shown, for a person to choose another. */
const proposeType = (word: string, types: Named[]): string | undefined =>
  types.findLast(({ name }) => (careWord.test(word) ? careType : placeType).test(name))?.key;

/** For a list without a column of types: what most of its names say. */
function proposeForAll(table: ReadTable, fields: ImportMapping['fields'], types: Named[]): string | undefined {
  const { name } = fields;
  const names = name && 'column' in name ? cellsOf(table, table.columns.indexOf(name.column)) : [];
  const ofCare = names.filter((text) => careWord.test(text)).length;
  return proposeType(ofCare * 2 > names.length ? '介護' : '施設', types);
}

/**
 * Finds in an address the areas whose name (or part of it, at ・) it holds below the municipality's own, the longest name first;
 * several where two are as long.
 */
export function addressReader<A extends Existing['areas'][number]>(areas: readonly A[]): (address: string) => A[] {
  const roots = areas.filter(({ root }) => root).map(({ name }) => nameAlike(name));
  const keys = areas
    .filter(({ root }) => !root)
    .flatMap((area) => [areaKey(area.name), ...area.name.split('・').map(areaKey)].map((key) => ({ area, key })))
    // 「湊」 stands in many words, so it counts at the beginning only, and 「東」 not even there.
    .filter(({ key }) => key.length > 1 || (key !== '' && !/[東西南北中]/.test(key)));
  return (address) => {
    const whole = nameAlike(address);
    const text = roots.reduce((left, root) => left.split(root).at(-1) ?? '', whole);
    const hits = keys.filter(({ key }) => (key.length > 1 ? text.includes(key) : text.startsWith(key)));
    const longest = Math.max(0, ...hits.map(({ key }) => key.length));
    return [...new Set(hits.filter(({ key }) => key.length === longest).map(({ area }) => area))];
  };
}

/**
 * A first mapping from the names of the columns, for a person to check, and what is proposed where the list says nothing that
 * is known: the area from the address, the whole municipality for the rest, a type that comes near. Without an organisation each
 * service is its own.
 */
export function guessMapping(table: ReadTable, { types, areas }: Pick<Existing, 'types' | 'areas'>): Guess {
  const knownAreas = areasByKey(areas);
  const fields = guessColumns(table, serviceColumns, (field, values) => {
    if (field === 'type') return values.length > 0;
    if (field === 'areas')
      return values.some((value) => splitAreas(value).some((word) => knownAreas.has(areaKey(word))));
    return field !== 'externalKey' || (values.length > 0 && !countsRows(values));
  });
  const { address } = fields;
  const findInAddress = addressReader(areas);
  if (!fields.areas && address && 'column' in address) {
    const texts = cellsOf(table, table.columns.indexOf(address.column));
    if (texts.some((text) => findInAddress(text).length === 1)) fields.areas = address;
  }
  if (!fields.areas && address && 'columns' in address) {
    const at = address.columns.map((name) => table.columns.indexOf(name));
    if (table.rows.some(({ cells }) => findInAddress(at.map((index) => cells[index] ?? '').join('')).length === 1))
      fields.areas = address;
  }
  const mapping: ImportMapping = { fields, types: {} };
  const words: string[] = [];
  for (const { word } of countWords(table, mapping, 'type')) {
    if (word.length < 2) continue;
    const key = guessType(word, types);
    const proposed = key ?? proposeType(word, types);
    if (proposed) mapping.types[word] = proposed;
    if (proposed && !key) words.push(word);
  }
  if (!fields.type) {
    const all = proposeForAll(table, fields, types);
    if (all !== undefined) {
      fields.type = { fixed: all };
      words.push('');
    }
  }
  const root = areas.find((area) => area.root);
  if (root) mapping.defaultAreaId = root.id;
  return { mapping, proposed: { words, area: root !== undefined } };
}
