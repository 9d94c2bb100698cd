import { describe, expect, it } from 'vitest';
import { clipField, type Clip } from '../../forms/clipboard.ts';
import { readForm } from '../../forms/edit.ts';
import { checkForm, type Form } from '../../forms/index.ts';
import { itemsOf } from '../../forms/outline.ts';
import {
  cutTogether,
  moveInto,
  moveTogether,
  pasteTogether,
  rangeOf,
  removeTogether,
  sortTogether,
} from '../../forms/several.ts';
import { checkConditions } from '../../rules/index.ts';

let drawn = 0;
const lot = () => ((drawn += 1) * 0.618) % 1;
const text = { type: 'string' };
const made = (more: Record<string, unknown> = {}): Form => {
  const form = readForm({
    key: 'try',
    purpose: 'record-step',
    schema: {
      type: 'object',
      properties: {
        a: { type: 'boolean' },
        b: text,
        c: text,
        d: text,
        group: { type: 'object', properties: { e: text } },
      },
    },
    logic: [{ id: 'b', when: { all: [{ fact: 'a', operator: 'equal', value: true }] }, then: { show: ['b'] } }],
    texts: {
      ja: {
        name: '試し',
        fields: Object.fromEntries(['a', 'b', 'c', 'd', 'group', 'group.e'].map((path) => [path, { title: path }])),
      },
    },
    ...more,
  });
  if (!form) throw new Error('no form');
  return form;
};
const names = (form: Form, holder = ''): string =>
  itemsOf(form, holder)
    .map(({ name }) => name)
    .join(' ');
const faults = (form: Form) => checkForm(form, 'ja', checkConditions).map(({ code }) => code);
const changed = (result: Form | { bar: string }): Form => {
  if ('bar' in result) throw new Error(result.bar);
  return result;
};

describe('several fields at once', () => {
  it('are those that stand together, in their order', () => {
    expect(sortTogether(made(), ['d', 'group.e', 'b']).map(({ path }) => path)).toEqual(['b', 'd']);
    expect(rangeOf(made(), 'd', 'b')).toEqual(['b', 'c', 'd']);
    expect(rangeOf(made(), 'a', 'group.e')).toEqual(['group.e']);
  });

  it.each([
    [['b', 'd'], 'up', 'b d a c group'],
    [['a', 'c'], 'down', 'b d a c group'],
    [['a', 'b'], 4, 'c d a b group'],
    [['c', 'd'], 'down', 'a b group c d'],
    [['d', 'group'], 'down', 'a b c d group'],
    [['a', 'b'], 'up', 'a b c d group'],
  ] as const)('move as one block: %s %s', (paths, to, expected) => {
    const moved = moveTogether(made(), paths, to);
    expect(names(moved)).toBe(expected);
    if (expected === 'a b c d group') expect(moved).toEqual(made());
  });

  it('go into a group together, or stay together', () => {
    const moved = moveInto(made(), ['d', 'c'], { holder: 'group', index: 0 }, lot);
    expect([names(moved), names(moved, 'group')]).toEqual(['a b group', 'c d e']);
    const form = made();
    // Others are asked depending on it.
    expect(moveInto(form, ['c', 'a'], { holder: 'group', index: 0 }, lot)).toBe(form);
  });

  it('are removed, or all stay for the one that cannot go', () => {
    expect(names(changed(removeTogether(made(), ['c', 'd'])))).toBe('a b group');
    expect(removeTogether(made(), ['c', 'a'])).toEqual({ path: 'a', bar: 'condition' });
    const linked = made();
    const schema = structuredClone(linked.schema) as { properties: Record<string, Record<string, unknown>> };
    schema.properties.group = { ...schema.properties.group, 'x-section': { key: 'section', number: 1 } };
    expect(removeTogether({ ...linked, schema }, ['group.e'])).toEqual({ path: 'group.e', bar: 'linked' });
  });

  it('are cut and pasted with the rules among them, whichever was chosen first', () => {
    const form = made();
    expect(cutTogether(form, ['a'])).toEqual({ path: 'a', bar: 'condition' });
    const clips = sortTogether(form, ['b', 'a']).flatMap(({ path }): Clip[] =>
      [clipField(form, path, true, 1)].filter((clip) => clip !== undefined),
    );
    const cut = changed(cutTogether(form, ['a', 'b']));
    expect([names(cut), cut.logic, faults(cut)]).toEqual(['c d group', undefined, []]);
    const back = pasteTogether(cut, clips, { holder: '', index: 1 }, lot);
    expect(back && [names(back.form), back.form.logic, back.paths, back.missing, faults(back.form)]).toEqual([
      'c a b d group',
      form.logic,
      ['a', 'b'],
      [],
      [],
    ]);
    // In another form, what only one of them asks about is missing.
    const other = made({
      key: 'other',
      logic: [],
      schema: { type: 'object', properties: { z: text } },
      texts: { ja: { name: '別', fields: { z: { title: 'z' } } } },
    });
    expect(pasteTogether(other, clips.slice(1), { holder: '', index: 0 }, lot)?.missing).toEqual(['a']);
  });
});
