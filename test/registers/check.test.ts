import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFit, checkRegister, isSubject, writeNumber, type Named } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';

const { register } = JSON.parse(
  readFileSync(new URL('../fixtures/kinds/gathering-place.json', import.meta.url), 'utf8'),
) as { register: Register };

const known = { audiences: ['members', 'tier1'] };

type Loose = Record<string, unknown> & { rights: Record<string, unknown>[]; list: Record<string, unknown> };
const spoilt = (spoil: (copy: Loose) => void): unknown => {
  const copy = structuredClone(register) as unknown as Loose;
  spoil(copy);
  return copy;
};
const codesOf = (document: unknown): string[] =>
  checkRegister(document, known).map(({ path, code }) => `${path} ${code}`);

describe('a register', () => {
  it('that is right has nothing wrong with it', () => {
    expect(checkRegister(register, known)).toEqual([]);
  });

  it.each<[string, (copy: Loose) => void, string[]]>([
    ['a role that nobody has', (it) => (it.rights[0]!.roles = ['mayor', 'tier2']), ['/rights/0/roles/0 unknown-value']],
    [
      'an action that there is not',
      (it) => (it.rights[0]!.may = ['see', 'add', 'peek']),
      ['/rights/0/may/2 unknown-value'],
    ],
    ['an audience that no form knows', (it) => (it.rights[2]!.told = 'press'), ['/rights/2/told unknown-value']],
    ['a key that nobody reads', (it) => (it.colour = 'red'), ['/colour unknown-key']],
    ['a number without its number', (it) => (it.number = 'IB'), ['/number number-shape']],
    ['capitals in its key', (it) => (it.key = 'Gathering'), ['/key key-shape']],
    ['no Japanese', (it) => (it.texts = { en: { name: 'a', one: 'b', many: 'c' } }), ['/texts missing']],
    ['half of its English', (it) => ((it.texts as Loose).en = { name: 'a', one: 'b' }), ['/texts/en missing']],
    ['no rights at all', (it) => (it.rights = []), ['/rights nobody-sees']],
    [
      'a description that is no text',
      (it) => ((it.texts as { ja: Loose }).ja['description'] = { a: 1 }),
      ['/texts/ja/description wrong-type'],
    ],
    [
      'a name as long as a book',
      (it) => ((it.texts as { ja: Loose }).ja['name'] = '居'.repeat(2001)),
      ['/texts/ja/name too-long'],
    ],
    [
      'a view whose English is a number',
      (it) => (it.list['views'] = [{ key: 'planned', state: 'waiting', text: { ja: 'これから', en: 5 } }]),
      ['/list/views/0/text/en wrong-type'],
    ],
    [
      'a view in a language that nobody reads',
      (it) => (it.list['views'] = [{ key: 'planned', state: 'waiting', text: { ja: 'これから', fr: 'x' } }]),
      ['/list/views/0/text/fr unknown-key'],
    ],
    ['nobody who sees', (it) => (it.rights = [{ roles: ['tier2'], may: ['add'] }]), ['/rights nobody-sees']],
    ['nobody who adds', (it) => (it.rights = [{ roles: ['tier2'], may: ['see'] }]), ['/rights nobody-adds']],
    [
      'who may add and not see',
      (it) => it.rights.push({ roles: ['provider'], may: ['add'] }),
      ['/rights/4/roles/0 unseen-right'],
    ],
    ['a drawing that nobody draws', (it) => (it['views'] = [{ kind: 'globe' }]), ['/views/0/kind unknown-value']],
    ['a calendar that goes by nothing', (it) => (it['views'] = [{ kind: 'calendar' }]), ['/views/0 missing']],
    [
      'a board twice, one of them by a day',
      (it) => (it['views'] = [{ kind: 'board' }, { kind: 'board', field: 'x' }, { kind: 'board' }]),
      ['/views/1/field unknown-key', '/views/2 twice'],
    ],
    [
      'a drawing by time that counts by what is not counted, and another',
      (it) =>
        (it['views'] = [
          {
            kind: 'gantt',
            from: 'period.from',
            counts: { field: 'sort', figures: { a: ['needs'], b: 'coordinators' } },
          },
          { kind: 'gantt', from: 'opensOn', until: 'x' },
          { kind: 'gantt', to: 'period.to', counts: { figures: [] } },
        ]),
      [
        '/views/0/counts/figures/a/0 unknown-value',
        '/views/0/counts/figures/b wrong-type',
        '/views/1/until unknown-key',
        '/views/2 missing',
        '/views/2/counts missing',
        '/views/2/counts/figures wrong-type',
        '/views/1 twice',
        '/views/2 twice',
      ],
    ],
    ['a column twice', (it) => (it.list.columns = ['seats', 'seats']), ['/list/columns/1 twice']],
    ['no word whether it is about people', (it) => delete it.personal, [' missing']],
  ])('with %s is refused where it stands', (_what, spoil, expected) => {
    expect(codesOf(spoilt(spoil))).toEqual(expected);
  });

  it.each([null, [], 'x', 3])('that is no object (%j) is refused', (document) => {
    expect(codesOf(document)).toEqual([' not-an-object']);
  });

  it('that is made of anything is told about, never thrown at', () => {
    const values = [null, 1, 'x', [], {}, [null], [[]], { ja: 1 }, [{ roles: 1, may: {} }], true];
    for (const member of Object.keys(register))
      for (const value of values)
        expect(
          Array.isArray(checkRegister({ ...register, [member]: value }, known)),
          `${member} ${JSON.stringify(value)}`,
        ).toBe(true);
  });

  it('is told in the words of each language', () => {
    const document = spoilt((it) => (it.number = 'IB'));
    expect(checkRegister(document, known, 'ja')[0]?.message).toContain('番号の書き方');
    expect(checkRegister(document, known, 'en')[0]?.message).toContain('{number}');
  });
});

describe('a register and what it names', () => {
  const fitting: { form: NonNullable<Named['form']>; workflow: NonNullable<Named['workflow']> } = {
    form: { purpose: 'record', fields: ['name', 'seats', 'leader', 'wish'], days: [] },
    workflow: {
      subject: 'register-gathering-place',
      words: ['waiting', 'running', 'planning'],
      steps: [{ name: '開いた', roles: ['tier2', 'system'] }],
    },
  };
  it('fit', () => {
    expect(checkFit(register, fitting)).toEqual([]);
  });

  it.each<[string, Named, string[]]>([
    [
      'neither is there',
      { form: null, workflow: null },
      ['/form form-not-in-force', '/workflow workflow-not-in-force'],
    ],
    [
      'the form is another’s',
      { ...fitting, form: { purpose: 'meeting', fields: [], days: [] } },
      ['/form form-purpose'],
    ],
    [
      'a column is not asked',
      { ...fitting, form: { purpose: 'record', fields: ['seats', 'wish'], days: [] } },
      ['/list/columns/1 unknown-column'],
    ],
    [
      'the workflow is another’s',
      { ...fitting, workflow: { ...fitting.workflow, subject: 'need' } },
      ['/workflow workflow-subject'],
    ],
    [
      'nothing stands so',
      { ...fitting, workflow: { ...fitting.workflow, words: ['planning'] } },
      ['/rights/3/when/0 unknown-standing', '/list/views/0/state unknown-standing'],
    ],
    [
      'a step is for whom no row lets take any',
      { ...fitting, workflow: { ...fitting.workflow, steps: [{ name: '記す', roles: ['provider'] }] } },
      ['/rights step-for-nobody'],
    ],
  ])('do not where %s', (_what, named, expected) => {
    expect(checkFit(register, named).map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
  });

  it('do not where a calendar goes by what is no day, and do where it is one', () => {
    const drawn: Register = { ...register, views: [{ kind: 'board' }, { kind: 'calendar', field: 'period.from' }] };
    const issues = (days: string[]): string[] =>
      checkFit(drawn, { ...fitting, form: { ...fitting.form, days } }).map(({ path, code }) => `${path} ${code}`);
    expect(issues(['heldOn'])).toEqual(['/views/1/field unknown-day']);
    expect(issues(['period.from'])).toEqual([]);
  });

  it('do not where a drawing by time goes by what is no day, choice or number', () => {
    const gantt = {
      kind: 'gantt',
      from: 'period.from',
      to: 'until',
      track: 'who',
      aim: 'how-many',
      counts: { field: 'by', figures: { hand: [], meetings: ['council-meetings/tier-2'] } },
    } as const;
    const drawn = { ...register, views: [structuredClone(gantt)] } as unknown as Register;
    const issues = (more: Partial<NonNullable<Named['form']>>): string[] =>
      checkFit(drawn, { ...fitting, form: { ...fitting.form, ...more } }).map(({ path, code }) => `${path} ${code}`);
    expect(issues({ days: ['period.from'], choices: { by: ['hand'] }, numbers: ['seats'] })).toEqual([
      '/views/0/to unknown-day',
      '/views/0/track unknown-choice',
      '/views/0/aim unknown-number',
      '/views/0/counts/figures/meetings unknown-choice-value',
    ]);
    const choices = { by: ['hand', 'meetings'], who: ['city'] };
    expect(issues({ days: ['period.from', 'until'], choices, numbers: ['how-many'] })).toEqual([]);
  });

  it('have one name: the subject of the workflow', () => {
    expect(['register-supporter', 'register-', 'register-A', 'need'].map(isSubject)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(writeNumber({ number: 'NI-{年度}-{number}' }, { year: 2026, number: 7 })).toBe('NI-2026-7');
  });
});
