import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/*
 * Which test shows that each of the eighteen systems of the programme can be worked with: a test by a part of its name as it stands in its
 * file, a register by its key (`shipped.test.ts` walks each along its lifecycle). `docs/domain.md` says where a person finds each.
 */

type Shown = { file: string; test: string };

const root = new URL('../', import.meta.url);
const walked: Shown = {
  file: 'test/server/registers/shipped.test.ts',
  test: '%s: every step of its lifecycle is taken from every state that knows it, to an end and back',
};

const functions = 'test/server/functions.test.ts';

const systems: { key: string; name: string; shown: Shown[]; registers?: string[] }[] = [
  {
    key: 'S1',
    name: 'what coordinators are there for',
    shown: [
      { file: functions, test: 'are C in the second tier only; the first sees what is asked for, and not of whom' },
      { file: functions, test: 'are A and B alone where the city has its coordinators match nothing' },
    ],
  },
  {
    key: 'S2',
    name: 'the six activities',
    shown: [{ file: functions, test: 'are A and B in both tiers, each in its own area' }],
  },
  {
    key: 'S3',
    name: 'tiers and areas',
    shown: [
      {
        file: 'test/server/settings/areas.test.ts',
        test: 'adds an area below another, renames it, closes it, and has it all on record',
      },
    ],
  },
  {
    key: 'S4',
    name: 'members of councils',
    shown: [
      {
        file: 'test/server/kinds/council/councils.test.ts',
        test: 'are of the kinds of body that the workflow wants, or it says which are missing',
      },
    ],
  },
  {
    key: 'S5',
    name: 'proposals and reports',
    shown: [
      {
        file: 'test/browser/proposal.test.ts',
        test: 'goes up to tier 1 as a proposal with its evidence, and the answer comes back',
      },
    ],
  },
  {
    key: 'S6',
    name: 'the course of Ishinomaki’s councils',
    shown: [
      {
        file: 'test/browser/ishinomaki-council.test.ts',
        test: 'goes from its first roundtable to operation, refused with the reason while something is lacking',
      },
    ],
  },
  {
    key: 'S7',
    name: 'the course of Niigata’s councils',
    shown: [
      {
        file: 'test/browser/niigata-council.test.ts',
        test: 'elects its coordinator at its first gathering, once the preparation meeting was held',
      },
      {
        file: 'test/server/kinds/council/councils.test.ts',
        test: 'has the short course: it begins with choosing the member bodies, and its first gathering elects, on record once',
      },
    ],
  },
  {
    key: 'S8',
    name: 'the rollout plan',
    shown: [
      walked,
      {
        file: 'test/server/registers/shipped.test.ts',
        test: 'a plan stands beside what happened, as the asker may know it, and says what is late',
      },
    ],
    registers: ['rollout-plan'],
  },
  {
    key: 'S9',
    name: 'the coordinator’s office',
    shown: [
      walked,
      {
        file: 'test/server/registers/shipped.test.ts',
        test: 'a coordinator is elected, in office and handed over: the office is the council’s own, once',
      },
    ],
    registers: ['coordinator-appointment'],
  },
  {
    key: 'S10',
    name: 'finding what is lacking',
    shown: [
      walked,
      {
        file: 'test/server/kinds/finding/findings.test.ts',
        test: 'stands as a candidate on the council as soon as a need makes it so, with its needs and reasons',
      },
    ],
    registers: ['survey'],
  },
  {
    key: 'S11',
    name: 'creating activities',
    shown: [
      walked,
      {
        file: 'test/server/registers/shipped.test.ts',
        test: 'an activity that starts is a service of the directory, once, and each leads to the other',
      },
      { file: 'test/server/registers/shipped.test.ts', test: 'nobody starts an activity %s' },
    ],
    registers: ['activity'],
  },
  {
    key: 'S12',
    name: 'networks around one person',
    shown: [
      walked,
      {
        file: 'test/server/registers/networks.test.ts',
        test: 'a network goes from need to review, and who takes part is told by consent alone',
      },
      {
        file: 'test/server/registers/networks.test.ts',
        test: 'a member %s is told nothing, wherever they look',
      },
      {
        file: 'test/server/registers/networks.test.ts',
        test: 'one that is needed and missing is on the 2nd-tier coordinator’s home page',
      },
    ],
    registers: ['individual-network'],
  },
  {
    key: 'S13',
    name: 'networks among providers',
    shown: [
      walked,
      {
        file: 'test/server/registers/networks.test.ts',
        test: 'a network of one type is asked to name a provider, and a body in it answers',
      },
      {
        file: 'test/server/registers/networks.test.ts',
        test: 'a network of different types advises with the cause, and is told whose network it is by a number alone',
      },
    ],
    registers: ['provider-network'],
  },
  {
    key: 'S14',
    name: 'neighbourhood bodies and others that help',
    shown: [
      walked,
      {
        file: 'test/server/registers/networks.test.ts',
        test: 'a neighbourhood body passes on a need that it cannot answer, and a standing conference grows out of it',
      },
    ],
    registers: ['neighbourhood-network'],
  },
  { key: 'S15', name: 'work with other systems', shown: [walked], registers: ['linkage'] },
  {
    key: 'S16',
    name: 'a network or a new service',
    shown: [
      walked,
      {
        file: 'test/server/registers/rules.test.ts',
        test: 'says whether a network answers it or something new is needed, with the grounds, by what there is now',
      },
      {
        file: 'test/server/registers/rules.test.ts',
        test: 'keeps what was decided with what was advised, leads to what became of it, and comes back when it is lacking again',
      },
    ],
    registers: ['lack-decision'],
  },
  { key: 'S17', name: 'a shared vision', shown: [walked], registers: ['vision'] },
  {
    key: 'S18',
    name: 'outreach and training',
    shown: [walked, { file: 'test/registers/forms.test.ts', test: 'does not close outreach' }],
    registers: ['outreach', 'supporter'],
  },
];

/** The rows of the page that says where each lives. */
const rows = readFileSync(new URL('docs/domain.md', root), 'utf8')
  .split('\n')
  .filter((line) => /^\| S\d/.test(line));

it('names each of the eighteen once, as the page does that says where they live', () => {
  const all = Array.from({ length: 18 }, (_, index) => `S${index + 1}`);
  expect(systems.map(({ key }) => key).toSorted()).toEqual(all.toSorted());
  expect(rows.map((row) => row.split(' ')[1])).toEqual(all);
});

it('says of each register to which systems it belongs', () => {
  const shipped = readdirSync(new URL('registers/library', root)).map((file) => file.replace('.register.json', ''));
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const paths = named.filter((name) => name.includes('/'));
  expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  expect([...new Set(named.filter((name) => !name.includes('/')))].toSorted()).toEqual(shipped.toSorted());
});

describe.each(systems)('$key, $name', ({ shown, registers = [] }) => {
  it('is shown by tests that there are', () => {
    expect(shown.length).toBeGreaterThan(0);
    for (const { file, test } of shown) {
      const url = new URL(file, root);
      expect([file, existsSync(url) && readFileSync(url, 'utf8').includes(test)]).toEqual([file, true]);
    }
  });

  it('has the registers that it is kept in, and each is walked', () => {
    for (const key of registers)
      expect([key, existsSync(new URL(`registers/library/${key}.register.json`, root))]).toEqual([key, true]);
    expect(registers.length === 0 || shown.includes(walked)).toBe(true);
  });
});
