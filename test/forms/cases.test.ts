import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkAnswers } from '../../client/forms/check-answers.ts';
import { describeAnswers } from '../../client/forms/describe-answers.ts';
import { checkForm, keepAsked, listFields, localize, tellAnswers, validate, type Form } from '../../forms/index.ts';
import { findDoubledNames } from '../../server/commands/find-doubled-names.ts';
import { runForm } from '../../server/commands/form.ts';

/* Causes of faults that users of comparable software reported, each with the right answer. */

const folder = new URL('../fixtures/forms/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const form = (name: string): Form => JSON.parse(read(`${name}.form.json`)) as Form;

async function judge(command: 'check' | 'validate', ...files: string[]): Promise<{ code: number; text: string }> {
  const said: string[] = [];
  const readFile = async (name: string) => readFileSync(new URL(name, folder));
  const code = await runForm([command, ...files], {
    readFile,
    out: (line) => said.push(line),
    err: (line) => said.push(line),
  });
  return { code, text: said.join('\n') };
}

it.each<[data: string, schema: string, code: number, says: string]>([
  ['f01-multipleof', 'f01-multipleof', 0, ''],
  ['f01b', 'f01-multipleof', 0, ''],
  ['f05-leap', 'f05-dates', 0, ''],
  ['f05-y2000', 'f05-dates', 0, ''],
  ['f05-c1900', 'f05-dates', 1, '/d'],
  ['f05-noleap', 'f05-dates', 1, '/d'],
  ['f05-full', 'f05-dates', 1, '/d'],
  ['f05-slash', 'f05-dates', 1, '/d'],
  ['f05-zero', 'f05-dates', 0, ''],
  ['f06', 'f06-formats', 1, '/mail'],
  ['f07', 'f07-length', 0, ''],
  ['f08', 'f08-closed-conditional', 1, '/x'],
  ['f09', 'f09-pattern', 1, '/kana'],
  ['f10', 'f10-entries', 1, '/list/11/name'],
  ['f11', 'f11-draft7-dependencies', 1, '/b'],
  ['f12', 'f12-null', 1, '/m'],
  ['f13', 'f13-unique', 1, '/l'],
  ['f14', 'f14-not', 1, '/c'],
  ['f15', 'f15-bigint', 1, '/n'],
  ['f16-dupkeys', 'f15-bigint', 1, '「n」が2回書かれています'],
  ['f17-bom', 'f05-dates', 0, ''],
])('form validate: %s by %s', async (data, schema, code, says) => {
  const { code: exitCode, text } = await judge('validate', `${schema}.schema.json`, `${data}.data.json`);
  expect([exitCode, text]).toEqual([code, expect.stringContaining(says)]);
});

it.each<[schema: string, code: number, says: string]>([
  ['f08-closed-conditional', 1, 'field-shut-out'],
  ['f11b-dependencies-2020', 1, 'dependencies'],
  ['f11-draft7-dependencies', 0, ''],
])('form check: %s', async (schema, code, says) => {
  const { code: exitCode, text } = await judge('check', `${schema}.schema.json`);
  expect([exitCode, text]).toEqual([code, expect.stringContaining(says)]);
});

it('form check: names that stand twice in one object', async () => {
  const { code, text } = await judge('check', 'f16-dupkeys.data.json');
  expect([code, text]).toEqual([1, expect.stringContaining('"path":"/n","code":"doubled-name"')]);
  expect(
    ['{"a":{"b":[1,{"c":"x","c":"y"}],"c":1}}', '{"a":"{\\"a\\"","b":["b",{"b":1}]}'].map(findDoubledNames),
  ).toEqual([['/a/b/1/c'], []]);
});

it.each<[name: string, codes: string[]]>([
  ['g01-ref-in-then', []],
  ['g01b-ref-in-then-no-texts', ['field-without-title']],
  ['g04-dot-slash-names', ['field-name', 'field-name']],
  ['g06-decimal-optional-date', []],
  ['g06b-optional-date-number', []],
  ['g07-ref-property', ['field-without-title', 'field-without-title']],
  ['g09-default-date-time', []],
  ['g11-default', []],
  ['g12-300-fields', []],
  ['g13-dependent-schemas', []],
  ['g14-closed-conditional', ['field-shut-out']],
])('the check says of %s: %j', (name, codes) => {
  expect(checkForm(form(name)).map(({ code }) => code)).toEqual(codes);
});

const given = { assessedOn: '2026-11-20', method: 'visit', findings: '膝が悪い' };
const words = { yes: 'はい', no: 'いいえ', separator: '、' };
/** What the browser is given, and says before sending. */
function inBrowser(of: Form, answers: Record<string, unknown>) {
  const local = { ...localize(of, 'ja'), key: of.key, number: 1, initial: {} };
  const described = describeAnswers(
    local as unknown as Parameters<typeof describeAnswers>[0],
    JSON.parse(JSON.stringify(answers)) as Record<string, unknown>,
    words,
  );
  return {
    schema: local.schema,
    told: described.map(({ label, value }) => `${label}：${value}`),
    issues: checkAnswers(local.schema, answers),
  };
}

describe('a field that a condition’s $ref asks for (g01)', () => {
  const g01 = form('g01-ref-in-then');
  it('is required, kept, told and summed up; without its condition nothing of it', () => {
    expect(validate(g01, given)).toMatchObject([{ path: '/visitor', message: '訪問した人を入力してください' }]);
    expect(inBrowser(g01, given).issues).toEqual([{ path: '/visitor', code: 'required' }]);
    const answers = { ...given, visitor: '架空 太郎', visitedWith: '見本 花子' };
    expect(keepAsked(g01, answers)).toEqual(answers);
    expect(keepAsked(g01, { ...answers, method: 'phone' })).toEqual({ ...given, method: 'phone' });
    const lines = tellAnswers(g01, answers, 'staff', 'ja').map(({ label, value }) => `${label}：${value}`);
    expect(lines).toEqual(expect.arrayContaining(['訪問した人：架空 太郎', '同行者：見本 花子']));
    expect(inBrowser(g01, answers).told).toEqual(expect.arrayContaining(['訪問した人：架空 太郎']));
    expect(tellAnswers(g01, answers, [{ name: 'tier1', consent: true }], 'ja').map(({ label }) => label)).not.toContain(
      '訪問した人',
    );
  });
});

it('a time and a moment are told as they are here (g09)', () => {
  const g09 = form('g09-default-date-time');
  const answers = { ...given, at: '09:30:00+09:00', when: '2026-11-20T00:30:00Z' };
  expect(validate(g09, answers)).toEqual([]);
  expect(inBrowser(g09, answers).issues).toEqual([]);
  const lines = ['訪問した時刻：09:30', '訪問した日時：2026年11月20日（令和8年）09:30'];
  expect(inBrowser(g09, answers).told).toContain(lines[0]);
  const record = tellAnswers(g09, answers, 'staff', 'ja').map(({ label, value }) => `${label}：${value}`);
  expect(record).toEqual(expect.arrayContaining(lines));
});

describe('a group by $ref (g07)', () => {
  it('is told wherever it stands, each field in its place', () => {
    const g07 = form('g07-ref-property');
    Object.assign(g07.texts.ja.fields, { 'contact.name': { title: '名前' }, 'contact.tel': { title: '電話' } });
    expect(checkForm(g07)).toEqual([]);
    const answers = { ...given, contact: { name: '架空 花子', tel: '0225', left: 'over' } };
    const kept = keepAsked(g07, answers);
    expect(kept).toEqual({ ...given, contact: { name: '架空 花子', tel: '0225' } });
    expect(tellAnswers(g07, kept, 'staff', 'ja')).toContainEqual({ label: '連絡先', value: '架空 花子・0225' });
    expect(inBrowser(g07, kept).told).toContain('連絡先：架空 花子、0225');
    expect(listFields(g07).filter(({ path }) => path.startsWith('contact'))).toMatchObject([
      { path: 'contact' },
      { path: 'contact.name', marks: { personal: true, tell: {} } },
      { path: 'contact.tel', marks: { personal: true, tell: {} } },
    ]);
  });
});

describe('a field that another one’s answer asks for (g13)', () => {
  const g13 = form('g13-dependent-schemas');
  it('is drawn by rjsf, which knows conditions only, and required', () => {
    const answers = { ...given, hasPet: true };
    expect(JSON.stringify(localize(g13, 'ja').schema)).not.toContain('dependentSchemas');
    expect(validate(g13, answers)).toMatchObject([{ path: '/pet', code: 'required' }]);
    expect(inBrowser(g13, answers).issues).toEqual([{ path: '/pet', code: 'required' }]);
    expect(inBrowser(g13, { ...answers, pet: '犬' }).told).toContain('ペットの種類：犬');
    expect(keepAsked(g13, { ...answers, hasPet: false, pet: '犬' })).toEqual({ ...given, hasPet: false });
    expect(validate(g13, given)).toEqual([]);
  });
});

it('counts in tenths in the browser and on the server alike (g06)', () => {
  for (const hours of [0.3, 2.4]) {
    const answers = { ...given, hours };
    expect(validate(form('g06-decimal-optional-date'), answers)).toEqual([]);
    expect(inBrowser(form('g06-decimal-optional-date'), answers).issues).toEqual([]);
  }
});

it('stops a text that is no date or number in an optional field (g06b)', () => {
  const answers = { ...given, lastVisit: '2026-02-30', people: '三人' };
  expect(validate(form('g06b-optional-date-number'), answers).map(({ path }) => path)).toEqual([
    '/lastVisit',
    '/people',
  ]);
  expect(
    inBrowser(form('g06b-optional-date-number'), answers)
      .issues.map(({ path }) => path)
      .toSorted(),
  ).toEqual(['/lastVisit', '/people']);
});

it('keeps and tells all of 300 fields (g12)', () => {
  const g12 = form('g12-300-fields');
  const names = listFields(g12).map(({ path }) => path);
  expect(names.length).toBeGreaterThan(300);
  expect(Object.keys(localize(g12, 'ja').schema.properties as object)).toEqual(names);
});

it('has no case without its test', () => {
  const here = readFileSync(import.meta.filename, 'utf8');
  const names = readdirSync(folder).map((file) => file.replace(/\.(data|schema|form)\.json$/, ''));
  expect(names.filter((name) => !here.includes(`'${name}'`))).toEqual([]);
});
