import { describe, expect, it } from 'vitest';
import { readPhone, readPoint, readUrl } from '../../../server/imports/read-values.ts';
import { readCapacity, readDays, readYen } from '../../../server/kinds/service/import/read-offer.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
const all = [...weekdays, 'sat', 'sun', 'holiday'];

describe('readDays', () => {
  it.each([
    ['平日', weekdays],
    ['平日,土曜日,祝日', [...weekdays, 'sat', 'holiday']],
    ['月～金', weekdays],
    ['月－金', weekdays],
    ['月曜日から金曜日まで', weekdays],
    ['月・水・金', ['mon', 'wed', 'fri']],
    ['毎週火曜日', ['tue']],
    ['月火水木金土日', all.slice(0, 7)],
    ['土日祝', ['sat', 'sun', 'holiday']],
    ['日曜・祝日', ['sun', 'holiday']],
    ['年中無休', all],
    ['月～土（祝日を除く）', [...weekdays, 'sat']],
    ['年中無休（日曜定休）', all.filter((day) => day !== 'sun')],
    ['金〜月', ['mon', 'fri', 'sat', 'sun']],
    ['月曜日、木曜日及び土曜日', ['mon', 'thu', 'sat']],
  ])('reads %j whole', (text, days) => {
    expect(readDays(text)).toEqual({ value: days });
  });

  it.each([
    ['水・木（12月29日～1月3日は休み）', ['wed', 'thu'], '(12月29日~1月3日は休み)'],
    ['平日（年末年始を除く）', weekdays, '年末年始'],
  ])('reads the days of %j and hands back the rest', (text, days, left) => {
    const read = readDays(text);
    expect(read?.value).toEqual(days);
    expect(read?.left).toContain(left);
  });

  it.each(['土曜日（第2・第4）', '第2月曜日', '月1回', '12月29日', '随時', '24時間対応', ''])(
    'finds no weekday of every week in %j',
    (text) => {
      expect(readDays(text)).toBeNull();
    },
  );
});

describe('readPhone', () => {
  it.each([
    ['087-839-2811', '087-839-2811'],
    ['０８７－８４５－９３３９', '087-845-9339'],
    ['087ｰ802ｰ8102', '087-802-8102'],
    ['087‐899‐8280', '087-899-8280'],
    ['(087)811-5555', '087-811-5555'],
    ['087（811）5555', '087-811-5555'],
    ['0878022237', '0878022237'],
    ['080-6374-1026', '080-6374-1026'],
    ['0120-123-456', '0120-123-456'],
    ['087-831-2105（', '087-831-2105'],
  ])('reads %j', (text, phone) => {
    expect(readPhone(text)).toEqual({ value: phone });
  });

  it('takes the first of several and hands back the rest', () => {
    expect(readPhone('（東係）099-555-0101（西係）099-555-0102')).toEqual({
      value: '099-555-0101',
      left: '(東係)(西係)099-555-0102',
    });
  });

  it.each(['（直通）0225-98-4', '12345', '電話なし', '099-555-01011'])('refuses %j', (text) => {
    expect(readPhone(text)).toBeNull();
  });
});

describe('readUrl', () => {
  it.each([
    ['https://example.jp/a?b=1', { value: 'https://example.jp/a?b=1' }],
    ['http:/www.example.jp', { value: 'http://www.example.jp', left: 'http:/www.example.jp' }],
    ['http:example.jp/x', { value: 'http://example.jp/x', left: 'http:example.jp/x' }],
    ['www.example.jp/~a/', { value: 'http://www.example.jp/~a/', left: 'www.example.jp/~a/' }],
  ])('reads %j', (text, read) => {
    expect(readUrl(text)).toEqual(read);
  });

  it.each(['someone@example.jp', 'http.www.example.jp', 'javascript:alert(1)', '準備中', 'ftp://example.jp'])(
    'refuses %j',
    (text) => {
      expect(readUrl(text)).toBeNull();
    },
  );
});

describe('other values', () => {
  it('reads a point from one cell', () => {
    expect(readPoint('34.339945, 134.030323 ')).toEqual({ latitude: 34.339945, longitude: 134.030323 });
    expect(readPoint(',')).toBeNull();
    expect(readPoint('34.3')).toBeNull();
    expect(readPoint('34.3,134.0,5')).toBeNull();
  });

  it('reads a fee that names one amount', () => {
    expect(readYen('1回 ５００円')).toBe(500);
    expect(readYen('月額1,200円')).toBe(1200);
    expect(readYen('無料')).toBe(0);
    expect(readYen('300円～500円')).toBeNull();
    expect(readYen('実費')).toBeNull();
  });

  it('reads the four words for capacity', () => {
    expect(['空きあり', '空きなし', '待機', '要問合せ', 'なし', '○', '多少'].map(readCapacity)).toEqual([
      'has',
      'none',
      'waiting',
      'ask',
      'none',
      'has',
      null,
    ]);
  });
});
