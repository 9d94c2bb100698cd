import i18n from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkAnswers } from '../../client/forms/check-answers.ts';
import { describeAnswers } from '../../client/forms/describe-answers.ts';
import {
  copyField,
  isCalculation,
  isInConditions,
  moveField,
  putField,
  readCalculation,
  removeField,
  setCalculation,
  setKeywords,
  setMarks,
  setRequired,
  setTelling,
} from '../../forms/edit.ts';
import {
  checkForm,
  eraseAnswers,
  keepAsked,
  listFields,
  localize,
  marksOf,
  tellAnswers,
  validate,
  type Form,
} from '../../forms/index.ts';
import { listChanges } from '../../forms/changes.ts';
import { effectsFor } from '../../forms/logic/edit-logic.ts';
import { findItem } from '../../forms/outline.ts';
import { makeField, type PresetId } from '../../forms/presets.ts';
import { checkConditions } from '../../rules/index.ts';

beforeAll(() => i18n.init({ lng: 'ja', resources: {} }));

const empty: Form = {
  key: 'kinds',
  purpose: 'record-step',
  texts: { ja: { name: '例', fields: {} }, en: { name: 'Example', fields: {} } },
  schema: { type: 'object', properties: {} },
};
/** A form of these kinds, each under its own name. */
const formOf = (...ids: PresetId[]): Form =>
  ids.reduce((form, id, index) => {
    const field = makeField(id);
    field.texts.ja[''] = { ...field.texts.ja[''], title: `見出し${id}` };
    field.texts.en = { ...field.texts.en, '': { ...field.texts.en?.[''], title: `Title ${id}` } };
    return putField(form, field, { holder: '', index }, id);
  }, empty);
const lot = () => 0.5;
const unit = (ja: string) => ({ 'x-unit': { ja } });
const codes = (form: Form) => checkForm(form, 'ja', checkConditions).map(({ code }) => code);
const inBrowser = (form: Form, answers: Record<string, unknown>) => {
  const local = { id: '1', key: form.key, number: 1, ...localize(form, 'ja') };
  return {
    issues: checkAnswers(local.schema, answers).map(({ path, code }) => `${path} ${code}`),
    told: describeAnswers(local, answers, { yes: 'はい', no: 'いいえ', separator: '、' }).map(({ value }) => value),
  };
};

describe('a day with a time', () => {
  const form = formOf('dateTime');

  it('is checked the same in the browser and on the server, and told as it is here', () => {
    expect(codes(form)).toEqual([]);
    const given = { dateTime: '2026-11-23T14:05:00+09:00' };
    expect(validate(form, given)).toEqual([]);
    expect(inBrowser(form, given)).toEqual({ issues: [], told: ['2026年11月23日（令和8年）14:05'] });
    expect(tellAnswers(form, given, 'staff', 'ja')).toEqual([
      { label: '見出しdateTime', value: '2026年11月23日（令和8年）14:05' },
    ]);
    // Written elsewhere, it is the same moment.
    expect(tellAnswers(form, { dateTime: '2026-11-23T15:30:00Z' }, 'staff', 'en')[0]?.value).toBe(
      '24 November 2026 00:30',
    );
  });

  it.each(['2026-11-23T', 'T14:05:00+09:00', '2026-02-30T14:05:00+09:00', '2026-11-23', '2026-11-23T14:05'])(
    'is not %s',
    (dateTime) => {
      expect(validate(form, { dateTime }).map(({ path, code }) => `${path} ${code}`)).toEqual(['/dateTime format']);
      expect(inBrowser(form, { dateTime }).issues).toEqual(['/dateTime date-time']);
    },
  );

  it('may also be a time of day alone', () => {
    const clock = { ...form, schema: { type: 'object', properties: { dateTime: { type: 'string', format: 'time' } } } };
    expect(codes(clock)).toEqual([]);
    expect(tellAnswers(clock, { dateTime: '09:30:00+09:00' }, 'staff', 'ja')[0]?.value).toBe('09:30');
    expect(validate(clock, { dateTime: '9:30' })).toHaveLength(1);
  });
});

describe('a period', () => {
  const form = formOf('period');

  it.each([
    [{ from: '2026-04-01', to: '2027-03-31' }, true, '2026年4月1日（令和8年）〜2027年3月31日（令和9年）'],
    [{ from: '2026-04-01', to: '2026-04-01' }, true, '2026年4月1日（令和8年）〜2026年4月1日（令和8年）'],
    [{ from: '2026-04-01' }, true, '2026年4月1日（令和8年）〜'],
    [{ to: '2026-04-01' }, true, '〜2026年4月1日（令和8年）'],
    [{}, true, undefined],
    [{ from: '2026-04-02', to: '2026-04-01' }, false, '2026年4月2日（令和8年）〜2026年4月1日（令和8年）'],
  ])('%j fits: %s, in browser and server alike', (period, fits, line) => {
    expect(validate(form, { period }).map(({ path, code }) => `${path} ${code}`)).toEqual(
      fits ? [] : ['/period/to x-period'],
    );
    expect(inBrowser(form, { period })).toEqual({
      issues: fits ? [] : ['/period/to period'],
      told: line === undefined ? [] : [line],
    });
    expect(tellAnswers(form, { period }, 'staff', 'ja').map(({ value }) => value)).toEqual(line ? [line] : []);
  });

  it('says in words that it ends before it begins, also in an entry of a list', () => {
    const list = putField(formOf('list'), makeField('period'), { holder: 'list[]', index: 0 }, 'stay');
    const answers = { list: [{ stay: { from: '2026-04-02', to: '2026-04-01' } }] };
    expect(validate(form, { period: answers.list[0]?.stay })[0]?.message).toBe(
      '見出しperiodの終わりは始まりより前にできません',
    );
    expect(validate(list, answers).map(({ path }) => path)).toEqual(['/list/0/stay/to']);
    expect(inBrowser(list, answers).issues).toEqual(['/list/0/stay/to period']);
  });

  it('may ask for the time too, must be known whole where it is required, and is two facts', () => {
    expect(codes(form)).toEqual([]);
    const required = setRequired(form, 'period', true);
    expect(validate(required, { period: { from: '2026-04-01' } }).map(({ path }) => path)).toEqual(['/period/to']);
    expect(validate(setRequired(required, 'period', false), {})).toEqual([]);
    expect(listFields(form).map(({ label }) => label)).toContainEqual({
      ja: '見出しperiod：始まり',
      en: 'Title period: From',
    });
  });

  it('is told, and personal, as both of its ends are', () => {
    const marked = setTelling(setMarks(form, 'period', { 'x-personal': true }), 'period', 'tier1', 'always');
    expect(codes(marked).filter((code) => code !== 'unknown-audience')).toEqual([]);
    for (const end of ['period.from', 'period.to'])
      expect(marksOf(marked).get(end)).toEqual({ personal: true, tell: { tier1: 'always' } });
  });

  it.each([
    [{ type: 'object', 'x-period': true, properties: { from: { type: 'string', format: 'date' } } }],
    [
      {
        type: 'object',
        'x-period': true,
        properties: { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date-time' } },
      },
    ],
  ])('of other ends is refused: %j', (period) => {
    expect(codes({ ...form, schema: { type: 'object', properties: { period } } })).toContain('period-ends');
  });
});

describe('a calculated field', () => {
  const form = formOf('number', 'list', 'date', 'period', 'calculated');
  const field = makeField('number');
  field.texts.ja[''] = { title: '時間' };
  const hours = putField(form, field, { holder: 'list[]', index: 0 }, 'hours');

  it('is refused as long as nothing says from what it is calculated', () => {
    expect(codes(form)).toContain('calculated-nothing');
  });

  it.each([
    [{ sum: ['number', 'list[].hours'] }, { number: 1, list: [{ hours: 2 }, {}, { hours: 4 }] }, 7],
    [{ difference: ['number', 'number'] as [string, string] }, { number: 5 }, 0],
    [{ count: 'list' }, { list: [{ hours: 2 }, {}, { hours: 4 }] }, 2],
    [{ count: 'list' }, { list: [] }, 0],
    [
      { difference: ['period.to', 'date'] as [string, string] },
      { date: '2026-02-27', period: { to: '2026-03-01' } },
      2,
    ],
    [{ difference: ['period.to', 'date'] as [string, string] }, { date: '2026-02-27' }, undefined],
  ])('%j of %j is %s, whatever was sent for it', (calculation, answers, value) => {
    const set = setCalculation(hours, 'calculated', calculation);
    expect(readCalculation(set, 'calculated')).toEqual(calculation);
    expect(keepAsked(set, { ...answers, calculated: 99 })['calculated']).toBe(value);
  });

  it.each([
    [{ sum: ['date'] }, 'logic-no-number'],
    [{ count: 'number' }, 'logic-no-list-of'],
    [{ difference: ['number', 'date'] as [string, string] }, 'logic-no-difference'],
    [{ difference: ['list[].hours', 'number'] as [string, string] }, 'logic-no-difference'],
    [{ sum: ['calculated'] }, 'logic-circle'],
    [{ count: 'nothing' }, 'unknown-field'],
  ])('%j is refused: %s', (calculation, code) => {
    expect(codes(setCalculation(hours, 'calculated', calculation))).toContain(code);
  });

  it('takes the unit of its parts, and days between days', () => {
    const counted = setCalculation(hours, 'calculated', { difference: ['date', 'date'] });
    expect(findItem(counted, 'calculated')?.schema).toMatchObject({ type: 'integer', 'x-unit': { ja: '日' } });
  });

  it('becomes a whole number or not, and of another unit, with what it is calculated from', () => {
    const sum = { sum: ['number', 'list[].hours'] };
    const twice = putField(hours, makeField('calculated'), { holder: '', index: 0 }, 'twice');
    const set = setCalculation(setCalculation(twice, 'calculated', sum), 'twice', { sum: ['calculated'] });
    const decimals = setKeywords(set, 'list[].hours', { type: 'number' });
    expect(findItem(decimals, 'calculated')?.schema['type']).toBe('number');
    expect(findItem(decimals, 'twice')?.schema['type']).toBe('number');
    expect(setKeywords(decimals, 'list[].hours', { type: 'integer' })).toEqual(set);
    const counted = setKeywords(setKeywords(set, 'number', unit('時間')), 'list[].hours', unit('時間'));
    expect(findItem(counted, 'twice')?.schema).toMatchObject(unit('時間'));
    // In a circle, which the check refuses, it ends all the same.
    const circle = setCalculation(set, 'calculated', { sum: ['twice', 'number'] });
    expect(findItem(setKeywords(circle, 'number', { type: 'number' }), 'twice')?.schema['type']).toBe('number');
  });

  it('is refused as a whole number of what may have decimals: nobody could send it', () => {
    for (const value of [{ sum: ['number'] }, { difference: ['number', 'number'] as [string, string] }]) {
      const { schema, ...rest } = setCalculation(formOf('number', 'calculated'), 'calculated', value);
      const properties = { ...(schema['properties'] as object), number: { type: 'number', 'x-personal': false } };
      expect(codes({ ...rest, schema: { ...schema, properties } })).toContain('logic-whole');
    }
  });

  it('has no unit of days left when it counts entries, or nothing yet', () => {
    const days = setCalculation(hours, 'calculated', { difference: ['date', 'date'] });
    for (const next of [{ count: 'list' }, undefined])
      expect(findItem(setCalculation(days, 'calculated', next), 'calculated')?.schema).not.toHaveProperty('x-unit');
  });

  it('keeps how it is calculated when it is copied or moved, and takes that along when it goes', () => {
    const set = setCalculation(formOf('number', 'group', 'calculated'), 'calculated', { sum: ['number'] });
    expect(isInConditions(set, 'calculated')).toBe(false);
    expect(isInConditions(set, 'number')).toBe(true);
    const copy = copyField(set, 'calculated', lot);
    expect(readCalculation(copy?.form ?? set, copy?.path ?? '')).toEqual({ sum: ['number'] });
    const moved = moveField(set, 'calculated', { holder: 'group', index: 0 }, lot);
    expect(readCalculation(moved, 'group.calculated')).toEqual({ sum: ['number'] });
    expect(codes(moved)).toEqual([]);
    expect(removeField(set, 'calculated').logic).toBeUndefined();
  });

  it('goes along with the group or list that it stands in, calculated from what goes along too', () => {
    const inner = (name: string, kind: PresetId, holder: string, form: Form) => {
      const made = makeField(kind);
      made.texts.ja[''] = { title: name };
      return putField(form, made, { holder, index: 0 }, name);
    };
    for (const [kind, entry] of [
      ['group', 'group'],
      ['list', 'list[]'],
    ] as const) {
      const held = inner(
        'price',
        'number',
        entry,
        inner('total', 'calculated', entry, formOf('group', 'list', 'number')),
      );
      const sum = { sum: [`${entry}.price`, 'number'] };
      const set = setCalculation(held, `${entry}.total`, sum);
      expect(isInConditions(set, kind)).toBe(false);
      const copy = copyField(set, kind, lot);
      if (!copy) throw new Error('not copied');
      const copied = kind === 'list' ? `${copy.path}[]` : copy.path;
      expect(readCalculation(copy.form, `${copied}.total`)).toEqual({ sum: [`${copied}.price`, 'number'] });
      expect(readCalculation(copy.form, `${entry}.total`)).toEqual(sum);
      expect(removeField(copy.form, copy.path)).toEqual(set);
      expect(removeField(set, kind).logic).toBeUndefined();
    }
  });

  it('is calculated always: its rule is not one to be given a condition, and no second one sets it', () => {
    const set = setCalculation(formOf('number', 'calculated'), 'calculated', { sum: ['number'] });
    const [rule] = set.logic ?? [];
    expect(rule && isCalculation(set, rule)).toBe(true);
    expect(isCalculation(set, { id: 'a', then: { set: 'number', value: { sum: ['calculated'] } } })).toBe(false);
    expect(isCalculation(set, { id: 'a', then: { set: 'calculated', value: 1 } })).toBe(false);
    const item = findItem(set, 'calculated');
    expect(item && effectsFor(set, item)).toEqual(['show', 'refuse']);
  });
});

it.each([
  ['an input that nobody has', { 'ui:widget': 'colour' }, '/uiSchema/text/ui:widget'],
  ['a file, which no input takes', { 'ui:widget': 'file' }, '/uiSchema/text/ui:widget'],
  ['one among the options', { 'ui:options': { widget: 'password' } }, '/uiSchema/text/ui:options/widget'],
])('%s is refused with its place', (_, ui, path) => {
  expect(checkForm({ ...formOf('text'), uiSchema: { text: ui } }, 'ja')).toMatchObject([
    { path, code: 'widget-not-drawn' },
  ]);
});

describe('what a change of these kinds does to answers', () => {
  const levels = (before: Form, after: Form) => listChanges(before, after).map(({ kind, level }) => `${kind} ${level}`);

  it('is harmless where something only shown comes or goes', () => {
    const [without, withIt] = [formOf('text'), formOf('text', 'heading')];
    for (const change of [levels(without, withIt), levels(withIt, without)])
      expect(change.filter((line) => !line.endsWith('harmless'))).toEqual([]);
  });

  it('asks again where a group becomes a period, for it may end before it begins', () => {
    const period = formOf('period');
    const group: Form = {
      ...period,
      schema: JSON.parse(JSON.stringify(period.schema).replace('"x-period":true,', '')) as Form['schema'],
    };
    expect(levels(group, period)).toEqual(['narrower asks']);
    expect(levels(period, group)).toEqual(['wider harmless']);
  });
});

describe('what is shown between fields', () => {
  const form = formOf('heading', 'text', 'explanation', 'signature');

  it('is no answer, no fact and no column, and cannot be sent', () => {
    expect(codes(form)).toEqual([]);
    expect(listFields(form).map(({ path }) => path)).toEqual(['text']);
    expect(validate(form, { heading: 'x' })).toHaveLength(1);
    expect(keepAsked(form, { heading: null, text: 'あ' })).toEqual({ text: 'あ' });
  });

  it('leaves a line to sign in the record, and nothing else', () => {
    expect(tellAnswers(form, { text: 'あ' }, 'staff', 'ja')).toEqual([
      { label: '見出しtext', value: 'あ' },
      { label: '見出しsignature', value: '＿'.repeat(16) },
    ]);
  });

  it('leaves the line where it is asked, and for whom its marks tell it', () => {
    const given = { text: 'あ' };
    const labels = (of: Form, audience: Parameters<typeof tellAnswers>[2]) =>
      tellAnswers(of, given, audience, 'ja').map(({ label }) => label);
    const hidden: Form = {
      ...form,
      logic: [
        {
          id: 'sign',
          when: { all: [{ fact: 'text', operator: 'equal', value: 'い' }] },
          then: { show: ['signature'] },
        },
      ],
    };
    expect(labels(hidden, 'staff')).toEqual(['見出しtext']);
    expect(labels({ ...hidden, logic: [{ id: 'sign', then: { show: ['signature'] } }] }, 'staff')).toHaveLength(2);
    const toMembers = setTelling(form, 'text', 'members', 'always');
    expect(labels(toMembers, [{ name: 'members', consent: true }])).toEqual(['見出しtext']);
    const both = setTelling(toMembers, 'signature', 'members', 'always');
    expect(labels(both, [{ name: 'members', consent: true }])).toEqual(['見出しtext', '見出しsignature']);
  });

  it('breaks pages among the form’s own fields only', () => {
    expect(codes(formOf('text', 'page', 'date'))).toEqual([]);
    const page = makeField('page');
    page.texts.ja[''] = { title: '次' };
    expect(codes(putField(formOf('group'), page, { holder: 'group', index: 0 }, 'inner'))).toContain('page-place');
  });

  it.each([
    [{ heading: { type: 'string', 'x-shown': 'heading' } }, undefined, 'shown-answered'],
    [{ heading: { type: 'null', 'x-shown': 'heading' } }, ['heading'], 'shown-required'],
    [{ heading: { type: 'null' } }, undefined, 'null-not-drawn'],
    [{ heading: { type: 'null', 'x-shown': 'picture' } }, undefined, 'null-not-drawn'],
  ])('%j (required: %j) is refused: %s', (properties, required, code) => {
    const schema = { type: 'object', properties, ...(required && { required }) };
    expect(codes({ ...formOf('heading'), schema })).toContain(code);
  });
});

describe('files', () => {
  const form = formOf('photo', 'document');
  const file = { id: '01', name: '雪 の 道.jpg', type: 'image/jpeg', size: 1_258_291 };

  it('are told by their names and sizes, with what opens them, to who may know of the field', () => {
    expect(codes(form)).toEqual([]);
    const given = { photo: [file, { ...file, id: '02', name: '門.png', size: 80 }] };
    expect(validate(form, given)).toEqual([]);
    expect(inBrowser(form, given)).toEqual({ issues: [], told: ['雪 の 道.jpg（1.2 MB）\n門.png（1 KB）'] });
    expect(tellAnswers(form, given, 'staff', 'en')).toEqual([
      { label: 'Title photo', value: '雪 の 道.jpg (1.2 MB)\n門.png (1 KB)', files: given.photo },
    ]);
    expect(tellAnswers(form, given, [{ name: 'service', consent: true }], 'ja')).toEqual([]);
    expect(listFields(form).map(({ path, type, marks }) => [path, type, marks.personal])).toEqual([
      ['photo', 'array', true],
      ['document', 'array', true],
    ]);
  });

  it('are nothing but what was handed over', () => {
    for (const wrong of ['a.jpg', { name: 'a.jpg' }, { ...file, size: -1 }, { ...file, more: 1 }, { ...file, id: 1 }])
      expect(validate(form, { photo: [wrong] })).toHaveLength(1);
    expect(
      validate(form, { photo: Array.from({ length: 6 }, (_each, index) => ({ ...file, id: String(index) })) }),
    ).toEqual([{ path: '/photo', code: 'maxItems', message: expect.any(String) as string }]);
    expect(validate(setRequired(form, 'photo', true), {})).toMatchObject([{ path: '/photo', code: 'required' }]);
  });

  it('lose their name and the way to them when somebody is erased', () => {
    const erased = eraseAnswers(form, { photo: [file] }, '（消去）');
    expect(tellAnswers(form, erased, 'staff', 'ja')).toEqual([{ label: '見出しphoto', value: '（消去）' }]);
  });

  it('stand in the entries of a list only', () => {
    const wrong = (schema: object): Form => ({
      ...form,
      schema: { type: 'object', properties: { ...(form.schema['properties'] as object), photo: schema } },
      texts: form.texts,
    });
    expect(codes(wrong({ type: 'object', 'x-file': 'photo' }))).toContain('file-place');
    expect(codes(wrong({ type: 'array', items: { type: 'string', 'x-file': 'photo' } }))).toContain('file-place');
    expect(codes(wrong({ type: 'array', items: { type: 'object', 'x-file': 'film' } }))).not.toEqual([]);
  });
});

describe('a postal address', () => {
  const form = formOf('address');
  const address = { postalCode: '986-0825', prefecture: '宮城県', city: '石巻市', town: '穀町', rest: '14-1' };

  it('is told in one line, on screen and by the server, to who may know of it', () => {
    expect(codes(form)).toEqual([]);
    expect(validate(form, { address })).toEqual([]);
    const line = '〒986-0825 宮城県石巻市穀町14-1';
    expect(inBrowser(form, { address })).toEqual({ issues: [], told: [line] });
    expect(tellAnswers(form, { address }, 'staff', 'ja')).toEqual([{ label: '見出しaddress', value: line }]);
    expect(tellAnswers(form, { address: { city: '石巻市' } }, 'staff', 'en')[0]?.value).toBe('石巻市');
    expect(tellAnswers(form, { address }, [{ name: 'service', consent: true }], 'ja')).toEqual([]);
    expect(listFields(form).find(({ path }) => path === 'address.city')).toMatchObject({
      label: { ja: '見出しaddress：市区町村', en: 'Title address: City, town or village' },
      marks: { personal: true },
    });
  });

  it('is marked, required and copied as one field', () => {
    const open = setTelling(setMarks(form, 'address', { 'x-personal': false }), 'address', 'service', 'always');
    expect(listFields(open).filter(({ path, marks }) => path !== 'address' && marks.personal)).toEqual([]);
    expect(tellAnswers(open, { address }, [{ name: 'service', consent: false }], 'ja')).toHaveLength(1);
    const required = setRequired(form, 'address', true);
    expect(validate(required, { address: { city: '石巻市' } }).map(({ path }) => path)).toEqual([
      '/address/prefecture',
      '/address/rest',
    ]);
    expect(codes(copyField(required, 'address', lot)?.form ?? form)).toEqual([]);
  });

  it('refuses a postal code that is none, and parts that no address has', () => {
    expect(validate(form, { address: { postalCode: '986' } })).toMatchObject([{ path: '/address/postalCode' }]);
    const other = structuredClone(form);
    Object.assign((other.schema['properties'] as { address: { properties: object } }).address.properties, {
      planet: { type: 'string' },
    });
    expect(codes(other)).toContain('address-parts');
  });
});
