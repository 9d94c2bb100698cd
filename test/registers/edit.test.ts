import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  addColumn,
  addDrawing,
  addRight,
  addView,
  changeRight,
  choose,
  changeDrawing,
  moveColumn,
  moveDrawing,
  removeDrawing,
  moveView,
  readRegister,
  removeColumn,
  removeRight,
  removeView,
  setText,
  setViewText,
} from '../../registers/edit.ts';
import { checkRegister } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';

const load = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const shipped = readdirSync(new URL('../../registers/library', import.meta.url)).map(
  (file) => load(`registers/library/${file}`) as Register,
);
const { register: gathering } = load('test/fixtures/kinds/gathering-place.json') as { register: Register };

/** Numbers that look drawn, the same each time. */
const drawing = (seed: number) => (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};
/** A register that nobody would write, with members that nobody knows. */
const drawn = (seed: number): Register => {
  const random = drawing(seed);
  const some = <T>(list: readonly T[]): T[] => list.filter(() => random() < 0.5);
  const words = { name: `台帳${seed}`, one: '記録', many: '記録' };
  return {
    ...(random() < 0.5 && { colour: { deep: [seed] } }),
    key: `drawn-${seed}`,
    texts: { ja: words, ...(random() < 0.5 && { en: { ...words, description: 'x', mood: 'y' } }) },
    form: 'a',
    workflow: 'b',
    number: '{number}',
    personal: random() < 0.5,
    rights: Array.from({ length: Math.floor(random() * 5) }, () => ({
      roles: some(['member', 'tier2', 'mayor', 'centre'] as never[]),
      may: some(['export', 'see', 'peek'] as never[]),
      ...(random() < 0.5 && { when: some(['open', 'late']) }),
      ...(random() < 0.5 && { told: 'press', until: '2030-01-01' }),
    })),
    list: {
      columns: some(['c', 'a', 'b']),
      ...(random() < 0.5 && { views: [{ key: 'v', text: { ja: '見え方' }, state: 'open' }] }),
      sort: 'c',
    },
  } as Register;
};
const all = [...shipped, gathering, ...Array.from({ length: 40 }, (_, seed) => drawn(seed + 1))];

describe('editing a register', () => {
  it('opens what is there as it is, whatever else stands in it', () => {
    for (const register of all) {
      const written = JSON.stringify(register);
      expect(JSON.stringify(readRegister(JSON.parse(written) as Record<string, unknown>))).toBe(written);
    }
  });

  it('changes nothing by an edit that is taken back by hand', () => {
    for (const register of all) {
      const before = JSON.stringify(register);
      const { length } = register.rights;
      const views = register.list.views?.length ?? 0;
      const last = register.list.columns.length;
      for (const [what, after] of [
        ['text', setText(setText(register, 'ja', 'name', 'x'), 'ja', 'name', register.texts.ja.name)],
        ['right', removeRight(addRight(register, { roles: ['tier2'], may: ['see'] }), length)],
        ['column', removeColumn(addColumn(register, 'new'), last)],
        ['order', moveColumn(moveColumn(addColumn(addColumn(register, 'x'), 'y'), last, 1), last + 1, -1)],
      ] as const)
        expect([
          what,
          JSON.stringify(what === 'order' ? removeColumn(removeColumn(after, last + 1), last) : after),
        ]).toEqual([what, before]);
      // A list of views is spoken of at its end.
      expect(removeView(addView(register, 'open', { ja: 'v' }), views)).toEqual(register);
    }
  });

  it('keeps whatever it does not know, and what nobody was asked about', () => {
    for (const register of all) {
      if (register.rights.length === 0) continue;
      const { roles, may } = register.rights[0]!;
      const choices = { roles: ['tier2', 'centre', 'member'], may: ['see', 'export'] };
      const unasked = (name: 'roles' | 'may') =>
        ({ roles, may })[name].filter((value) => !choices[name].includes(value));
      const next = changeRight(register, 0, {
        roles: choose(roles, ['tier2'], choices.roles) as never,
        may: choose(may, [], choices.may) as never,
      });
      expect(next.rights[0]!.roles).toEqual(expect.arrayContaining([...unasked('roles'), 'tier2']));
      expect(next.rights[0]!.may).toEqual(unasked('may'));
      expect({ ...next, rights: [] }).toEqual({ ...register, rights: [] });
      expect({ ...next.rights[0], roles, may }).toEqual(register.rights[0]);
    }
  });

  it('drops what says nothing any more', () => {
    const bare = changeRight(gathering, 3, { when: [], where: undefined, told: undefined });
    expect(bare.rights[3]).toEqual({ roles: ['member'], may: ['see'] });
    const english = setText(setText(setText(gathering, 'en', 'name', ''), 'en', 'one', ''), 'en', 'many', '');
    expect(english.texts).toEqual({ ja: gathering.texts.ja });
    expect(setText(setText(gathering, 'ja', 'description', '説明'), 'ja', 'description', '').texts).toEqual(
      gathering.texts,
    );
    expect(removeView(gathering, 0).list).toEqual({ columns: gathering.list.columns });
    expect(setViewText(gathering, 0, 'en', '').list.views?.[0]?.text).toEqual({ ja: 'これから' });
  });

  it('adds views under keys of their own, and moves nothing beyond the ends', () => {
    const two = addView(addView(gathering, 'alive', { ja: '一' }), 'asleep', { ja: '二' });
    expect(two.list.views?.map(({ key }) => key)).toEqual(['planned', 'view-2', 'view-3']);
    const again = addView(removeView(two, 1), 'alive', { ja: '三' });
    expect(again.list.views?.map(({ key }) => key)).toEqual(['planned', 'view-3', 'view-4']);
    expect(checkRegister(again, { audiences: ['members', 'tier1'] })).toEqual([]);
    expect(moveView(two, 0, -1)).toEqual(two);
    expect(moveView(two, 0, 2).list.views?.map(({ key }) => key)).toEqual(['view-2', 'view-3', 'planned']);
    expect(moveColumn(gathering, 2, 1).list.columns).toEqual(gathering.list.columns);
    expect(addColumn(gathering, 'seats')).toBe(gathering);
  });

  it('draws its list in other ways, each once, and speaks of none where there are none', () => {
    const board = addDrawing(gathering, { kind: 'board' });
    expect(addDrawing(board, { kind: 'board' })).toBe(board);
    const both = addDrawing(board, { kind: 'calendar', field: 'opensOn' });
    expect(changeDrawing(both, 1, { kind: 'board' })).toBe(both);
    expect(changeDrawing(both, 1, { kind: 'calendar', field: 'endsOn' }).views).toEqual([
      { kind: 'board' },
      { kind: 'calendar', field: 'endsOn' },
    ]);
    expect(moveDrawing(both, 1, -1).views?.map(({ kind }) => kind)).toEqual(['calendar', 'board']);
    expect(removeDrawing(removeDrawing(both, 1), 0)).toEqual(gathering);
  });

  it('leaves to its document what is no register yet', () => {
    const spoilt: [string, unknown][] = [
      ['texts', { ja: 'x' }],
      ['rights', [{ roles: 'tier2', may: ['see'] }]],
      ['rights', {}],
      ['list', { columns: [1] }],
      ['list', { columns: [], views: [{ key: 'v', state: 'x', text: 'y' }] }],
      ['personal', 'no'],
      ['form', 1],
    ];
    for (const [name, value] of spoilt) expect(readRegister({ ...gathering, [name]: value })).toBeNull();
  });
});
