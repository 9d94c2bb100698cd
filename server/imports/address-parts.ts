/** How columns that say an address in parts are called: one with the building beside it, or prefecture, town and number apart. */
const building = [/^(所在地_)?(建物名等|建物名|建物|方書|ビル名|マンション名)$/];
export const addressParts: RegExp[][][] = [
  [[/^(住所|所在地|現住所)(_連結表記)?$/, /^(住所|所在地)1$/], building, [/^(住所|所在地)2$/]],
  [
    [/^(所在地_?|住所)?都道府県名?$/],
    [/^(所在地_?|住所)?市区?町村名?$/],
    [/^(所在地_?|住所)?(町字|町名|町域|大字|地名)$/],
    [/^(所在地_?|住所)?(番地|番地以下|丁目番地|丁目|街区)$/],
    building,
  ],
];
