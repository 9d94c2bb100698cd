/** Rows as 日本郵便's table of addresses has them: code, prefecture, city, town. */
export const kenAll = (rows: readonly (readonly [string, string, string, string])[]): Buffer =>
  Buffer.from(
    rows
      .map(
        ([code, prefecture, city, town]) =>
          `04202,"986  ","${code}","ミヤギケン","イシノマキシ","チヨウ","${prefecture}","${city}","${town}",0,0,0,0,0,0\r\n`,
      )
      .join(''),
  );
