import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validate } from '../../forms/index.ts';
import { fitsPattern, readPattern, TooManySteps, withinSteps } from '../../forms/pattern.ts';

/** As ECMA-262 says: tried from each character on. (V8 tries `\\B` between the halves of one, too.) */
function native(source: string, text: string): boolean {
  const sticky = new RegExp(source, 'uy');
  for (let from = 0; from <= text.length; from += (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1) {
    sticky.lastIndex = from;
    if (sticky.test(text)) return true;
  }
  return false;
}

describe('a pattern means what JSON Schema says', () => {
  it.each<[string, ...string[]]>([
    [
      '\\S',
      '',
      ' ',
      '\u3000',
      '\t\n\v\f\r',
      '\ufeff\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f',
      '\u200b',
      '\u180e',
      'あ',
      ' x ',
    ],
    ['^\\s+$', '\u3000\u3000', ' \u3000', '\u2003', '\u200b', ''],
    ['^[^\\s]+$', 'あ\u3000い', 'あい'],
    ['^[\\S]+$', 'あ\u3000い', 'あい', ' '],
    ['^[^\\S]+$', 'あ', '\u3000 '],
    ['^.$', '\n', '\r', '\u2028', '\u2029', '\u0085', '😀', 'a', '\v'],
    ['a$', 'a', 'a\n', 'ab'],
    ['^a', 'a', '\na'],
    ['^\\w+$', 'é', 'あ', 'a_1', 'ſ', 'K'],
    ['^\\d+$', '１２', '12', '٣'],
    ['\\bあ', 'あ', 'aあ', ' あ'],
    ['\\B', '', 'a', 'ab', 'あ'],
    ['^\\u3042\\u{20BB7}\\uD842\\uDFB7\\x41\\cA\\0\\/$', 'あ𠮷𠮷A\u0001\0/'],
    ['^[\\u{1F600}-\\u{1F64F}]{2}$', '😀😁', '😀', '😀a'],
    ['^\\p{Script=Han}\\p{sc=Hira}\\p{Script=Katakana}\\p{sc=Latn}$', '漢ひカa', '漢カひa', '𠮷ひカa'],
    ['^\\p{L}\\p{Lu}\\p{Lowercase_Letter}\\p{gc=Nd}\\P{General_Category=Letter}$', 'あAz9!', 'あaz9!', 'あAz９、'],
    ['^[\\p{Script=Hiragana}ー・-]+$', 'らーめん・そば', 'ラーメン', 'あ-い'],
    ['^\\p{Emoji_Presentation}\\p{Extended_Pictographic}$', '😀😀', '1😀'],
    ['^(?<year>\\d{4})-(?<month>\\d\\d)$', '2026-11', '2026-1'],
    ['^[]$', '', 'a'],
    ['^[^]$', '\n', '😀', ''],
    ['^[a\\-z]+$', 'a-z', 'b'],
    ['^[\\b\\]\\\\^-]+$', '\b]\\^-', 'b'],
    ['^[\\w-]+$', 'a-b', 'a b'],
    ['^[+--]+$', '+,-', '.'],
    ['(?:)|a', '', 'b'],
    ['^(?:a|\\b)*?b{2,3}?$', 'aabb', 'aab', 'bbbb'],
    ['^(?:){3}a{0}$', '', 'a'],
    ['^\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\^\\$\\|$', '.*+?()[]{}^$|'],
  ])('%s', (source, ...texts) => {
    expect(texts.map((text) => [text, fitsPattern(source, text)])).toEqual(
      texts.map((text) => [text, native(source, text)]),
    );
  });

  const character = fc.constantFrom(
    ...'abAZ09_- \t\n\r\v\0\u2028\u2029\u0085\u00a0\u3000\ufeffあいアー漢々９ａé😀😁𠮷\u{10ffff}/.]^',
  );
  const literal = character.map((letter) => letter.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&'));
  const escape = fc.constantFrom(
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\t',
    '\\n',
    '\\v',
    '\\u3042',
    '\\u{1F600}',
    '\\uD842\\uDFB7',
    '\\x41',
    '\\cJ',
    '\\0',
    '\\/',
    '\\p{L}',
    '\\P{L}',
    '\\p{Script=Han}',
    '\\P{sc=Hira}',
    '\\p{Lu}',
    '\\p{Number}',
    '\\p{gc=Zs}',
    '\\p{White_Space}',
    '\\p{Any}',
    '\\p{ASCII}',
    '\\p{Alphabetic}',
    '\\P{Assigned}',
  );
  const range = fc
    .tuple(character, character)
    .filter(([first, other]) => [...first].length === 1 && [...other].length === 1)
    .map((pair) => pair.sort((first, other) => first.codePointAt(0)! - other.codePointAt(0)!))
    .map(([from, to]) => [from, to].map((letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`).join('-'));
  const set = fc
    .tuple(
      fc.boolean(),
      fc.array(fc.oneof(escape, range, fc.constantFrom('a', 'あ', '\\-', '\\b', '😀', '\u3000', ' ', '.')), {
        maxLength: 4,
      }),
      fc.boolean(),
    )
    .map(([negated, members, hyphen]) => `[${negated ? '^' : ''}${members.join('')}${hyphen ? '-' : ''}]`);
  const { pattern } = fc.letrec<{ pattern: string; term: string; atom: string }>((tie) => ({
    pattern: fc
      .array(
        fc.array(tie('term'), { maxLength: 4 }).map((terms) => terms.join('')),
        { minLength: 1, maxLength: 3 },
      )
      .map((list) => list.join('|')),
    term: fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B') },
      {
        weight: 6,
        arbitrary: fc
          .tuple(
            tie('atom'),
            fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{1,}', '{0,2}', '{1,3}?'),
          )
          .map((parts) => parts.join('')),
      },
    ),
    atom: fc.oneof(
      { maxDepth: 3 },
      literal,
      fc.constant('.'),
      escape,
      set,
      tie('pattern').map((inner) => `(${inner})`),
      tie('pattern').map((inner) => `(?:${inner})`),
      tie('pattern').map((inner) => `(?<name>${inner})`),
    ),
  }));

  it('whatever the pattern and the text', () => {
    let run = 0;
    fc.assert(
      fc.property(
        pattern,
        fc
          .array(fc.oneof(character, fc.constantFrom('\ud83d', '\ude00')), { maxLength: 7 })
          .map((list) => list.join('')),
        (source, text) => {
          const read = readPattern(source);
          if ('code' in read) {
            // Two groups of one name.
            if (read.code === 'pattern-none') expect(() => native(source, text)).toThrow(SyntaxError);
            else expect(read.code).toMatch(/^pattern-too-(long|big)$/);
            return;
          }
          run += 1;
          expect([source, text, read.test(text)]).toEqual([source, text, native(source, text)]);
        },
      ),
      { numRuns: 4000 },
    );
    expect(run).toBeGreaterThan(2000);
  });

  it('for every shipped pattern', () => {
    const folder = new URL('../../forms/library/', import.meta.url);
    const sources = new Set(
      readdirSync(folder).flatMap((file) =>
        [...readFileSync(new URL(file, folder), 'utf8').matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)].map(
          ([, source]) => JSON.parse(source!) as string,
        ),
      ),
    );
    expect(sources.size).toBeGreaterThanOrEqual(3);
    const points = Array.from({ length: 0x2_0000 }, (_, point) => String.fromCodePoint(point));
    for (const source of sources)
      expect([source, points.filter((text) => fitsPattern(source, text) !== native(source, text))]).toEqual([
        source,
        [],
      ]);
  });
});

describe('no pattern takes long', () => {
  const timed = (work: () => unknown): number => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const long = 'ab'.repeat(5000);

  it.each([
    '^(a|a)*$',
    '^((a)+)+$',
    '^(a|aa)+$',
    '^(\\w|\\d)*$',
    'a*a*a*a*a*a*a*a*b',
    '^(?:a?){30}a{30}$',
    '^(a+)+$',
    '(a*)*c',
    '(?:[^あ]|[^い]){300}[xy]$',
  ])('%s', (source) => {
    for (const text of [`${'a'.repeat(61)}!`, `${'a'.repeat(10_000)}!`, long])
      expect(timed(() => fitsPattern(source, text))).toBeLessThan(2000);
  });

  it('and all of a form together are stopped, however many they are', () => {
    const patterns = Array.from({ length: 20 }, (_, index) => `[^${String.fromCodePoint(0x3042 + index)}].{980}[xy]`);
    const text = Array.from({ length: 10_000 }, (_, index) =>
      String.fromCodePoint(0x3042 + ((index * 7919) % 500)),
    ).join('');
    expect(() => withinSteps(() => patterns.map((source) => fitsPattern(source, text)))).toThrow(TooManySteps);
    const form = {
      schema: {
        type: 'object',
        properties: { title: { type: 'string', allOf: patterns.map((pattern) => ({ pattern })) } },
      },
    };
    const took = timed(() =>
      expect(validate(form, { title: text })).toEqual([
        { path: '', code: 'too-much-text', message: expect.stringContaining('短く') },
      ]),
    );
    expect(took).toBeLessThan(4000);
    expect(validate(form, { title: 'x' }).map(({ path, code }) => `${path} ${code}`)).toEqual(['/title pattern']);
  });

  it('nor does the format url', () => {
    const form = { schema: { type: 'object', properties: { site: { type: 'string', format: 'url' } } } };
    expect(timed(() => expect(validate(form, { site: `http://${':'.repeat(200_000)}` })).toHaveLength(1))).toBeLessThan(
      500,
    );
    expect(validate(form, { site: 'https://example.jp/見本' })).toEqual([]);
  });
});

describe('a form published before patterns were checked', () => {
  const form = (schema: object) => ({ schema: { type: 'object', ...schema } });

  it('does not run what cannot be run, and runs the others', () => {
    const old = form({
      properties: {
        code: { type: 'string', pattern: '^(?!0)\\d+$', minLength: 2 },
        name: { type: 'string', pattern: '^[あ-ん]+$' },
      },
    });
    expect(validate(old, { code: '01', name: 'あ' })).toEqual([]);
    expect(validate(old, { code: '1', name: 'x' }).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/code minLength',
      '/name pattern',
    ]);
  });

  it('forbids no answer because of it', () => {
    expect(validate(form({ properties: { code: { not: { pattern: '(?=x)' } } } }), { code: 'x' })).toEqual([]);
    expect(
      validate(
        form({
          patternProperties: { '^(?=x)': { type: 'string' }, '^y': { type: 'string' } },
          additionalProperties: false,
        }),
        { x1: 'a' },
      ),
    ).toEqual([]);
    expect(
      validate(
        form({
          patternProperties: { '^(?=x)': { type: 'string' }, '^y': { type: 'string' } },
          additionalProperties: false,
        }),
        { y1: 1 },
      ),
    ).toHaveLength(1);
  });

  it('keeps a field that is called like a keyword', () => {
    const old = form({
      properties: {
        not: { type: 'string', pattern: '(?=x)', minLength: 3 },
        pattern: { type: 'string', maxLength: 1 },
      },
    });
    expect(validate(old, { not: 'a', pattern: 'ab' }).map(({ path, code }) => `${path} ${code}`)).toEqual([
      '/not minLength',
      '/pattern maxLength',
    ]);
  });
});
