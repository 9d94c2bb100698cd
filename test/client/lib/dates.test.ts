import { describe, expect, it } from 'vitest';
import {
  formatDay,
  formatFiscalYear,
  formatInstant,
  formatShortDay,
  parseDay,
  toDay,
  toEraYear,
} from '../../../client/lib/dates.ts';

describe('days in words', () => {
  it.each([
    ['2026-11-23', '2026年11月23日（令和8年）'],
    ['2019-04-30', '2019年4月30日（平成31年）'],
    ['2019-05-01', '2019年5月1日（令和元年）'],
    ['1989-01-07', '1989年1月7日（昭和64年）'],
  ])('writes %s as %s', (day, words) => {
    expect(formatDay(day, 'ja')).toBe(words);
  });

  it('writes English days without the era', () => {
    expect(formatDay('2026-11-23', 'en')).toBe('23 November 2026');
    expect(formatShortDay('2026-11-23', 'en')).toBe('23 Nov 2026');
  });

  it('writes nothing for no day', () => {
    expect([formatDay(null, 'ja'), formatShortDay(undefined, 'ja'), formatInstant(null, 'ja')]).toEqual(['', '', '']);
  });

  it('puts a point in time on the day it was in Tokyo', () => {
    expect(toDay('2026-11-22T15:00:00Z')).toBe('2026-11-23');
    expect(toDay('2026-11-22T14:59:59Z')).toBe('2026-11-22');
    expect(formatInstant('2026-11-22T15:05:00Z', 'ja')).toBe('2026年11月23日（令和8年）00:05');
  });

  it('names the year of an era', () => {
    expect(toEraYear('2019-12-31')).toBe('令和元年');
  });
});

describe('fiscal years', () => {
  it.each([
    ['2026-04-01', '令和8年度'],
    ['2027-03-31', '令和8年度'],
    ['2026-03-31', '令和7年度'],
    ['2019-04-01', '令和元年度'],
  ])('puts %s in %s', (day, year) => {
    expect(formatFiscalYear(day, 'ja')).toBe(year);
  });

  it('writes FY in English', () => {
    expect(formatFiscalYear('2027-03-31', 'en')).toBe('FY2026');
  });
});

describe('days as people type them', () => {
  it.each([
    ['2026-11-23', '2026-11-23'],
    ['2026/1/3', '2026-01-03'],
    ['20261123', '2026-11-23'],
    ['２０２６年１１月２３日', '2026-11-23'],
    ['令和8年11月23日', '2026-11-23'],
    ['令和元年5月1日', '2019-05-01'],
    ['R8.11.23', '2026-11-23'],
    ['r8/11/23', '2026-11-23'],
    ['昭和15年2月29日', '1940-02-29'],
    ['S15.02.29', '1940-02-29'],
  ])('reads %s', (typed, day) => {
    expect(parseDay(typed)).toBe(day);
  });

  it.each(['', '2026', '2026-02-29', '2026-13-01', '11月23日', '令和8年2月30日', 'あした'])('refuses %j', (typed) => {
    expect(parseDay(typed)).toBeNull();
  });
});
