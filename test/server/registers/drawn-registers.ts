import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aroundRecords } from '../../../forms/purposes.ts';
import type { Role } from '../../../server/kernel/context.ts';
import { routes } from '../../../server/routes.ts';
import type { Register, RegisterAction, RegisterRight } from '../../../registers/types.ts';
import type { Client } from '../../support/app.ts';
import { askers, type Asker } from '../permissions/askers.ts';
import { makeRecords, type Records } from '../permissions/records.ts';

/*
 * Registers that nobody thought of: who may do what and what is told to whom is drawn by lot, and everybody asks everything. What should come is
 * worked out here from the definition's own words, and not by the code that answers.
 */

type Words = Record<string, unknown>;
type Tell = Record<string, 'always' | 'consent'>;
type Drawn = { tells: Tell[]; rights: RegisterRight[]; stepTell: Tell; approvers: Role[] };
type Kept = { id: string; area: 'north' | 'south'; agreed: boolean; moved: boolean };
type Holder = { role: Role; path: string };

const fieldsDrawn = 5;
/** What a new record is: the tag and the stage of the first state. */
const beginning = ['waiting', 'early'];
const others: Role[] = ['administrator', 'tier1', 'member', 'provider', 'centre'];
const keepers: RegisterRight = { roles: ['tier2'], may: ['see', 'names', 'add', 'change', 'step'] };

const tell = fc.uniqueArray(fc.constantFrom(...aroundRecords), { maxLength: 4 }).chain((audiences) =>
  fc
    .array(fc.constantFrom('always' as const, 'consent' as const), {
      minLength: audiences.length,
      maxLength: audiences.length,
    })
    .map((how): Tell => Object.fromEntries(audiences.map((audience, index) => [audience, how[index] ?? 'always']))),
);
const right = fc
  .record({
    roles: fc.uniqueArray(fc.constantFrom(...others), { minLength: 1, maxLength: 3 }),
    may: fc.subarray<RegisterAction>(['names', 'add', 'change', 'step', 'export']),
    where: fc.constantFrom(undefined, 'around' as const, 'anywhere' as const),
    when: fc.constantFrom<string[] | undefined>(undefined, ['moving'], ['late']),
    as: fc.constantFrom(undefined, undefined, 'tier2' as const),
    told: fc.option(fc.constantFrom(...aroundRecords), { nil: undefined }),
  })
  .map((drawn): RegisterRight => ({ ...drawn, may: ['see', ...drawn.may] }));
const drawing: fc.Arbitrary<Drawn> = fc.record({
  tells: fc.array(tell, { minLength: fieldsDrawn, maxLength: fieldsDrawn }),
  rights: fc.array(right, { minLength: 3, maxLength: 6 }),
  stepTell: tell,
  approvers: fc.subarray<Role>(['centre', 'tier1'], { minLength: 0 }),
});

const nameOf = (nth: number): string => `f${nth}`;

/** The three definitions of a drawing. */
function define(key: string, { tells, rights, stepTell, approvers }: Drawn) {
  const field = (nth: number): Words => ({
    type: nth % 2 === 0 ? 'string' : 'integer',
    'x-tell': tells[nth],
    ...(nth === 0 && { 'x-role': 'title', 'x-personal': false }),
  });
  const numbers = tells.map((_, nth) => nth);
  const form = {
    key,
    purpose: 'record',
    texts: {
      ja: {
        name: '試しの記入',
        fields: {
          place: { title: '圏域' },
          agreed: { title: '伝えることへの同意', choices: { given: '得た', 'not-given': 'まだ' } },
          ...Object.fromEntries(numbers.map((nth) => [nameOf(nth), { title: `項目${nth}` }])),
        },
      },
    },
    schema: {
      type: 'object',
      required: [nameOf(0), 'place'],
      properties: {
        place: {
          type: 'string',
          'x-source': 'areas',
          'x-role': 'area',
          'x-tell': Object.fromEntries(aroundRecords.map((audience) => [audience, 'always'])),
        },
        agreed: { type: 'string', enum: ['given', 'not-given'], 'x-role': 'consent' },
        ...Object.fromEntries(numbers.map((nth) => [nameOf(nth), field(nth)])),
      },
    },
  };
  const stepForm = {
    key: `${key}-moved`,
    purpose: 'record-step',
    texts: { ja: { name: '動かした記録', fields: { said: { title: '話したこと' } } } },
    schema: { type: 'object', properties: { said: { type: 'string', 'x-tell': stepTell } } },
  };
  const steppers = new Set(rights.filter(({ may }) => may.includes('step')).flatMap(({ roles, as }) => as ?? roles));
  const movers: Role[] = ['tier2', ...approvers.filter((role) => steppers.has(role))];
  const workflow = {
    key,
    subject: `register-${key}`,
    texts: { ja: { name: '試しの流れ' } },
    stages: [
      { key: 'early', text: { ja: 'はじめ' } },
      { key: 'late', text: { ja: 'あと' } },
    ],
    machine: {
      initial: 'begun',
      states: {
        begun: { tags: ['waiting'], on: { MOVE: 'moved' } },
        moved: { tags: ['moving'], on: { BACK: 'begun', END: 'over' } },
        over: { type: 'final' },
      },
    },
    states: {
      begun: { texts: { ja: { name: '始めた', meaning: '始めました。' } }, stage: 'early' },
      moved: { texts: { ja: { name: '動いた', meaning: '動いています。' } }, stage: 'late' },
      over: { texts: { ja: { name: '終えた', meaning: '終わりました。' } }, stage: 'late' },
    },
    steps: {
      MOVE: { texts: { ja: { name: '動かす' } }, roles: movers, form: stepForm.key },
      BACK: { texts: { ja: { name: '戻す' } }, roles: ['tier2'] },
      END: { texts: { ja: { name: '終える' } }, roles: ['tier2'] },
    },
  };
  const register: Register = {
    key,
    texts: { ja: { name: `${key}台帳`, one: '試し', many: '試し' } },
    form: key,
    workflow: key,
    number: `${key.toUpperCase()}-{number}`,
    personal: true,
    rights: [keepers, ...rights].map((each) => JSON.parse(JSON.stringify(each)) as RegisterRight),
    list: { columns: numbers.slice(1).map(nameOf) },
  };
  return { forms: [form, stepForm], workflow, register, movers };
}

/** One town, in which a register is drawn from each seed and asked everything. */
export function tryDrawnRegisters(seeds: readonly number[]): void {
  let records: Records;
  const holders = new Map<Asker, Holder[]>();
  const clientOf = (asker: Asker): Client => records.askers.clients[asker];

  beforeAll(async () => {
    records = await makeRecords();
    for (const asker of askers)
      holders.set(
        asker,
        await records.app.installation
          .db('memberships')
          .join('areas', 'areas.id', 'memberships.area_id')
          .where({ user_id: records.askers.ids[asker] ?? '', 'memberships.municipality_id': records.town.id })
          .select('memberships.role', 'areas.path'),
      );
  });
  afterAll(async () => {
    expect(records.app.logged).toEqual([]);
    await records.app.close();
  });

  describe.each(seeds)('a register drawn by lot (%i)', (seed) => {
    const key = `drawn-${seeds.indexOf(seed)}`;
    const [drawn] = fc.sample(drawing, { seed, numRuns: 1 }) as [Drawn];
    const { forms, workflow, register, movers } = define(key, drawn);
    const kept: Kept[] = [];
    let base: string;

    /** What stands in a field of one record and nowhere else. */
    const mark = (nth: number, field: number): string =>
      field % 2 === 0
        ? `印${seeds.indexOf(seed)}${nth}${field}番`
        : String(7_310_000 + seeds.indexOf(seed) * 1000 + nth * 100 + field);
    const said = (nth: number): string => `話${seeds.indexOf(seed)}${nth}番`;
    const pathOf = ({ area }: Pick<Kept, 'area'>): string => records.town.areas[area].path;

    const rowsFor = (asker: Asker, record: Kept): RegisterRight[] =>
      register.rights.filter(
        ({ roles, where, when = [] }) =>
          when.every((word) => (record.moved ? ['moving', 'late'] : beginning).includes(word)) &&
          (holders.get(asker) ?? []).some(
            ({ role, path }) =>
              roles.includes(role) &&
              (where === 'anywhere' ||
                pathOf(record).startsWith(path) ||
                (where === 'around' && path.startsWith(pathOf(record)))),
          ),
      );
    const can = (asker: Asker, record: Kept, action: RegisterAction): boolean =>
      rowsFor(asker, record).some(({ may }) => may.includes(action));
    const steps = (asker: Asker, record: Kept): boolean =>
      rowsFor(asker, record).some(
        ({ may, as, roles }) =>
          may.includes('step') &&
          (as === undefined
            ? (holders.get(asker) ?? []).some(({ role }) => roles.includes(role) && movers.includes(role))
            : movers.includes(as)),
      );
    const isTold = (asker: Asker, record: Kept, how: Tell): boolean =>
      can(asker, record, 'names') ||
      rowsFor(asker, record).some(({ told: audience }) => {
        const condition = audience === undefined ? undefined : how[audience];
        return condition === 'always' || (condition === 'consent' && record.agreed);
      });
    /** Every mark of every record, and whether the asker may be told it. */
    const marksFor = (asker: Asker): { words: string; allowed: boolean; id: string }[] =>
      kept.flatMap((record, nth) => {
        const sees = can(asker, record, 'see');
        return [
          ...drawn.tells.map((how, field) => ({
            words: mark(nth, field),
            allowed: sees && isTold(asker, record, how),
            id: record.id,
          })),
          ...(record.moved
            ? [{ words: said(nth), allowed: sees && isTold(asker, record, drawn.stepTell), id: record.id }]
            : []),
        ];
      });
    const wronglyTold = (asker: Asker, text: string): string[] =>
      marksFor(asker)
        .filter(({ words, allowed }) => !allowed && text.includes(words))
        .map(({ words }) => words);
    const isOf = (asker: Asker): boolean => (holders.get(asker) ?? []).length > 0;
    const refused = (asker: Asker, otherwise: number): number =>
      asker === 'anonymous' ? 401 : isOf(asker) ? otherwise : 404;
    const givenAnywhere = (asker: Asker, action: RegisterAction, standing?: readonly string[]): boolean =>
      register.rights.some(
        ({ roles, may, when = [] }) =>
          may.includes(action) &&
          when.every((word) => standing?.includes(word) ?? true) &&
          (holders.get(asker) ?? []).some(({ role }) => roles.includes(role)),
      );

    beforeAll(async () => {
      base = records.work.path(`registers/${key}/records`);
      const publish = async (what: string, body: unknown) => {
        const reply = await clientOf('administrator').post(records.work.path(`definitions/${what}`), {
          body,
          reason: '試す',
        });
        if (reply.status !== 201) throw new Error(`${what}: ${reply.text}`);
      };
      for (const form of forms) await publish('form', form);
      await publish('workflow', workflow);
      await publish('register', register);
      for (const area of ['north', 'south'] as const)
        for (const agreed of [true, false])
          for (const moved of [true, false]) {
            const keeper = clientOf(area === 'north' ? 'tier2' : 'tier2South');
            const nth = kept.length;
            const fields = drawn.tells.map((_, field): [string, unknown] => [
              nameOf(field),
              field % 2 === 0 ? mark(nth, field) : Number(mark(nth, field)),
            ]);
            const begun = await keeper.post<{ id: string }>(base, {
              answers: {
                place: records.town.areas[area].id,
                agreed: agreed ? 'given' : 'not-given',
                ...Object.fromEntries(fields),
              },
            });
            if (begun.status !== 201) throw new Error(begun.text);
            const { id } = begun.body;
            const answers = { said: said(nth) };
            if (moved) {
              const step = await keeper.post(`${base}/${id}/steps`, { event: 'MOVE', answers }, { version: 1 });
              if (step.status !== 200) throw new Error(step.text);
            }
            kept.push({ id, area, agreed, moved });
          }
    });

    it('shows each record to whom its table lets see it, and of it what its form lets tell', async () => {
      for (const asker of askers)
        for (const record of kept) {
          const reply = await clientOf(asker).get(`${base}/${record.id}`);
          const sees = can(asker, record, 'see');
          const own = marksFor(asker).filter(({ id }) => id === record.id);
          expect({
            asker,
            record,
            status: reply.status,
            told: own.filter(({ words }) => reply.text.includes(words)).map(({ words }) => words),
          }).toEqual({
            asker,
            record,
            status: sees ? 200 : refused(asker, 404),
            told: own.filter(({ allowed }) => allowed).map(({ words }) => words),
          });
        }
    });

    it('lists, finds and writes out no more than that, and says who looked', async () => {
      for (const asker of askers) {
        const list = await clientOf(asker).get<{ items: { id: string }[] }>(`${base}?limit=200`);
        const listing = givenAnywhere(asker, 'see');
        expect([asker, list.status]).toEqual([asker, listing ? 200 : refused(asker, 403)]);
        if (listing)
          expect(list.body.items.map(({ id }) => id).toSorted()).toEqual(
            kept.flatMap((record) => (can(asker, record, 'see') ? [record.id] : [])).toSorted(),
          );
        const out = await clientOf(asker).get<{ items: { id: string }[] }>(`${base}/export?limit=200`);
        expect([asker, out.status]).toEqual([asker, givenAnywhere(asker, 'export') ? 200 : refused(asker, 403)]);
        if (out.status === 200)
          expect(out.body.items.map(({ id }) => id).toSorted()).toEqual(
            kept.flatMap((record) => (can(asker, record, 'export') ? [record.id] : [])).toSorted(),
          );
        for (const { words, allowed, id } of marksFor(asker)) {
          const reply = await clientOf(asker).get<{ items?: { id: string }[] }>(
            `${base}?q=${encodeURIComponent(words)}`,
          );
          if (!allowed)
            expect([asker, words, reply.body.items?.some((item) => item.id === id) ?? false]).toEqual([
              asker,
              words,
              false,
            ]);
        }
      }
    });

    it('is told by no route of the product to anybody whom it is not for', async () => {
      const questions = routes
        .filter(({ method, path }) => method === 'get' && path.includes('{municipality}'))
        .map(({ path }) =>
          path
            .replace('/municipalities/{municipality}', '')
            .replace('{register}', key)
            .replace('{kind}/{id}', `register-${key}/ID`)
            .replace('records/{id}', 'records/ID'),
        )
        .filter((path) => !path.includes('{'));
      expect(questions.some((path) => path.endsWith('records/ID'))).toBe(true);
      const { db } = records.app.installation;
      let countTold = 0;
      for (const asker of askers) {
        if (!isOf(asker)) continue;
        for (const path of questions)
          for (const { id } of path.includes('ID') ? kept.slice(0, 4) : kept.slice(0, 1)) {
            const query = path.endsWith('/search') ? `?q=${encodeURIComponent(mark(0, 0))}` : '';
            const reply = await clientOf(asker).get(records.work.path(path.replace('ID', id).slice(1)) + query);
            expect([asker, path, reply.status < 500, wronglyTold(asker, reply.text)]).toEqual([asker, path, true, []]);
            if (!marksFor(asker).some(({ words }) => reply.text.includes(words))) continue;
            countTold += 1;
            const lines = await db('audit').where({ request_id: reply.headers.get('x-request-id') });
            expect([asker, path, lines.length > 0]).toEqual([asker, path, true]);
          }
      }
      expect(countTold).toBeGreaterThan(10);
    });

    it('is begun, corrected and moved by whom its table says', async () => {
      for (const asker of askers) {
        const record: Kept = { id: '', area: 'north', agreed: false, moved: false };
        const place = records.town.areas.north.id;
        const begin = (client: Client) =>
          client.post<{ id: string }>(base, { answers: { [nameOf(0)]: '試し', place } });
        const begun = await begin(clientOf(asker));
        const adds = givenAnywhere(asker, 'add', beginning);
        expect([asker, 'add', begun.status]).toEqual([
          asker,
          'add',
          can(asker, record, 'add') ? 201 : refused(asker, adds ? 422 : 403),
        ]);
        const { id } = (await begin(clientOf('tier2'))).body;
        const corrected = await clientOf(asker).patch(
          `${base}/${id}`,
          { answers: { [nameOf(0)]: '直し', place } },
          { version: 1 },
        );
        const sees = can(asker, record, 'see');
        const changes = can(asker, record, 'change') && can(asker, record, 'names');
        expect([asker, 'change', corrected.status]).toEqual([
          asker,
          'change',
          changes ? 200 : refused(asker, sees ? 403 : 404),
        ]);
        const moved = await clientOf(asker).post(
          `${base}/${id}/steps`,
          { event: 'MOVE', answers: {} },
          { version: changes ? 2 : 1 },
        );
        expect([asker, 'step', moved.status]).toEqual([
          asker,
          'step',
          steps(asker, record) ? 200 : refused(asker, sees ? 403 : 404),
        ]);
      }
    });
  });
}
