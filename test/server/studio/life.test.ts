import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as contract from '../../../server/studio/contract.ts';
import {
  createTown,
  signIn,
  startTestApp,
  type Client,
  type Reply,
  type TestApp,
  type Town,
} from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type Kind = 'form' | 'workflow';
// Whatever a body is made of: each test changes it where it must.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Body = Record<string, any>;
type Draft = z.infer<typeof contract.ruleDraft>;
type Saved = z.infer<typeof contract.ruleDraftSaved>;
type Entry = z.infer<typeof contract.definition>;
type Told = z.infer<typeof contract.publicationTold>;
type Problem = { code: string; detail: string; issues: { path: string; code: string; message: string }[] };

describe(`forms and workflows from draft to version on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  let at: (rest: string) => string;
  beforeAll(async () => {
    app = await startTestApp();
  });
  let towns = 0;
  beforeEach(async () => {
    towns += 1;
    town = await createTown(app, `8880${towns}`);
    administrator = await signIn(app, town.email('administrator'));
    at = (rest) => `/municipalities/${town.code}/${rest}`;
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  const entryOf = async (kind: Kind, key: string): Promise<Entry> =>
    (await administrator.get<Entry[]>(at(`definitions/${kind}`))).body.find((definition) => definition.key === key)!;
  const bodyOf = async (kind: Kind, key: string): Promise<Body> => {
    const { versions } = await entryOf(kind, key);
    return (await administrator.get<{ body: Body }>(at(`definitions/${kind}/${versions[0]?.id}`))).body.body;
  };
  const life = (kind: Kind, key: string, rest = '') => at(`definitions/${kind}/${key}/${rest}`);
  const save = (kind: Kind, key: string, version: number, body: Body): Promise<Reply<Saved>> =>
    administrator.put<Saved>(life(kind, key, 'draft'), { body }, { version });
  const publish = <T = Problem>(kind: Kind, key: string, version: number, more: object = {}) =>
    administrator.post<T>(
      life(kind, key, 'publish'),
      { reason: '言葉を直す', effectiveOn: '2026-11-23', ...more },
      { version },
    );
  const together = <T>(rest: string, drafts: [Kind, string, number][], more: object) =>
    administrator.post<T>(at(`publications${rest}`), {
      drafts: drafts.map(([kind, key, version]) => ({ kind, key, version })),
      ...more,
    });
  const renamed = (body: Body, name: string): Body => ({
    ...body,
    texts: { ...body.texts, ja: { ...body.texts.ja, name } },
  });

  it.each([
    ['form', 'need-closing'],
    ['workflow', 'need'],
  ] as const)('a %s is drafted, compared, published, and gone back from', async (kind, key) => {
    const before = await bodyOf(kind, key);
    expect(await entryOf(kind, key)).toMatchObject({ stages: [], draft: null });
    const { body: saved } = await save(kind, key, 0, renamed(before, '別の名前'));
    expect([saved.version, saved.check.ok, saved.check.blocks, saved.backtest]).toEqual([1, true, [], null]);
    expect((await entryOf(kind, key)).draft).toMatchObject({ version: 1, base: 1, savedBy: '見本市 administrator' });
    // Nothing counts yet.
    expect((await entryOf(kind, key)).versions).toHaveLength(1);

    const compared = await administrator.get<{ differences: { path: string; before: string; after: string }[] }>(
      life(kind, key, 'compare?from=1&to=draft'),
    );
    expect(compared.body.differences).toEqual([
      expect.objectContaining({
        path: '/texts/ja/name',
        kind: 'changed',
        before: before.texts.ja.name,
        after: '別の名前',
      }),
    ]);
    expect((await publish(kind, key, 7)).status).toBe(409);
    const done = await publish<{ number: number }>(kind, key, 1);
    expect([done.status, done.body]).toEqual([201, { kind, key, number: 2, effectiveOn: '2026-11-23' }]);
    expect(await entryOf(kind, key)).toMatchObject({ current: 2, name: '別の名前', draft: null });

    const again = await administrator.post<Saved>(life(kind, key, 'draft/from'), { number: 1 }, { version: 0 });
    expect([again.status, again.body.check.blocks]).toEqual([200, []]);
    expect((await publish(kind, key, again.body.version)).status).toBe(201);
    expect(await entryOf(kind, key)).toMatchObject({ current: 3, name: before.texts.ja.name });
    expect(await bodyOf(kind, key)).toEqual(before);
  });

  it('a draft may be wrong; published it is not', async () => {
    const before = await bodyOf('workflow', 'need');
    const { body: saved } = await save('workflow', 'need', 0, {
      ...before,
      steps: { ...before.steps, CLOSE: { ...before.steps.CLOSE, form: 'no-such-form' } },
    });
    expect([saved.check.ok, saved.check.issues.map(({ path }) => path)]).toEqual([false, ['/steps/CLOSE/form']]);
    const refused = await publish('workflow', 'need', saved.version);
    expect([refused.status, refused.body.code]).toEqual([409, 'draftNotReady']);
    expect(refused.body.issues.map(({ path }) => path)).toEqual(['', '/body/steps/CLOSE/form']);
    expect(await entryOf('workflow', 'need')).toMatchObject({ latest: 1, draft: { version: 1 } });
    const unchanged = await save('workflow', 'need', saved.version, before);
    expect(unchanged.body.check.blocks.map(({ code }) => code)).toEqual(['unchanged']);
  });

  it('a form and the workflow that asks it come into force together, or neither', async () => {
    const form = { ...(await bodyOf('form', 'need-closing')), key: 'own-closing' };
    const workflow = await bodyOf('workflow', 'need');
    const asking = {
      ...workflow,
      steps: { ...workflow.steps, CLOSE: { ...workflow.steps.CLOSE, form: 'own-closing' } },
    };
    expect((await save('form', 'own-closing', 0, form)).body.check.ok).toBe(true);
    expect((await save('workflow', 'need', 0, asking)).body.check.ok).toBe(false);
    expect((await publish('workflow', 'need', 1)).status).toBe(409);

    const both: [Kind, string, number][] = [
      ['workflow', 'need', 1],
      ['form', 'own-closing', 1],
    ];
    const reply = await together<Told>('/check', both, { effectiveOn: '2026-12-01' });
    expect([reply.status, reply.body.ok, reply.body.drafts.map(({ check }) => check.blocks)]).toEqual([
      200,
      true,
      [[], []],
    ]);
    expect((await entryOf('form', 'own-closing')).versions).toEqual([]);
    expect((await entryOf('workflow', 'need')).draft?.version).toBe(1);

    // One of them wrong: none is published, and the place says whose it is.
    await save('form', 'own-closing', 1, { ...form, schema: { type: 'nonsense' } });
    const refused = await together<Problem>(
      '',
      [
        ['workflow', 'need', 1],
        ['form', 'own-closing', 2],
      ],
      {
        reason: 'まとめて',
        effectiveOn: '2026-12-01',
      },
    );
    expect([refused.status, refused.body.code]).toEqual([409, 'draftNotReady']);
    expect(refused.body.issues.some(({ path }) => path.startsWith('/drafts/1/body/schema'))).toBe(true);
    expect([(await entryOf('workflow', 'need')).latest, (await entryOf('form', 'own-closing')).latest]).toEqual([1, 0]);

    await save('form', 'own-closing', 2, form);
    const done = await together(
      '',
      [
        ['workflow', 'need', 1],
        ['form', 'own-closing', 3],
      ],
      {
        reason: 'まとめて',
        effectiveOn: '2026-12-01',
      },
    );
    expect([done.status, done.body]).toEqual([
      201,
      [
        { kind: 'workflow', key: 'need', number: 2, effectiveOn: '2026-12-01' },
        { kind: 'form', key: 'own-closing', number: 1, effectiveOn: '2026-12-01' },
      ],
    ]);
    expect((await entryOf('workflow', 'need')).versions[0]).toMatchObject({
      reason: 'まとめて',
      effectiveOn: '2026-12-01',
    });
    const twice = await together(
      '',
      [
        ['form', 'need', 1],
        ['form', 'need', 1],
      ],
      { reason: 'x', effectiveOn: '2026-12-01' },
    );
    expect(twice.status).toBe(422);
  });

  it('a version that waits for its day is told of before another keeps it from ever counting', async () => {
    const before = await bodyOf('form', 'need-closing');
    await save('form', 'need-closing', 0, renamed(before, '四月からの様式'));
    await publish('form', 'need-closing', 1, { effectiveOn: '2027-04-01' });
    const { body: saved } = await save('form', 'need-closing', 0, renamed(before, '今日からの様式'));
    const later = [{ number: 2, effectiveOn: '2027-04-01' }];
    expect((await administrator.get<Draft>(life('form', 'need-closing', 'draft'))).body.later).toEqual(later);
    const replacedFrom = async (effectiveOn: string) =>
      (await together<Told>('/check', [['form', 'need-closing', saved.version]], { effectiveOn })).body.drafts[0]
        ?.replaced;
    expect(await replacedFrom('2026-11-23')).toEqual(later);
    expect(await replacedFrom('2027-04-02')).toEqual([]);
    // What is in force, published once more, takes the waiting version back.
    const again = await save('form', 'need-closing', saved.version, before);
    expect(again.body.check.blocks).toEqual([]);
  });

  it('what the product adds to a version while the server runs is read at once', async () => {
    const { id } = (await entryOf('form', 'need-closing')).versions[0]!;
    const read = async () =>
      (await administrator.get<{ body: Body }>(at(`definitions/form/${id}`))).body.body.added as string | undefined;
    expect(await read()).toBeUndefined();
    await app.installation
      .db('definitions')
      .where({ id })
      .update({ supplement: JSON.stringify({ added: 'later' }) });
    expect(await read()).toBe('later');
  });

  it('two who changed different places are joined; where they touch is asked', async () => {
    const before = await bodyOf('form', 'need-closing');
    const [first, second] = Object.keys(before.texts.ja.fields) as [string, string];
    const titled = (body: Body, field: string, title: string): Body => {
      const changed = structuredClone(body);
      changed.texts.ja.fields[field].title = title;
      return changed;
    };
    await save('form', 'need-closing', 0, titled(before, first, 'ひとり目の題'));
    const merge = async (body: Body, take = {}) =>
      (
        await administrator.post<z.infer<typeof contract.draftMerged>>(life('form', 'need-closing', 'draft/merge'), {
          base: 1,
          body,
          take,
        })
      ).body;
    const joined = await merge(titled(before, second, 'ふたり目の題'));
    expect([joined.theirs.version, joined.conflicts, joined.body]).toEqual([
      1,
      [],
      titled(titled(before, first, 'ひとり目の題'), second, 'ふたり目の題'),
    ]);
    expect(joined.theirs.body).toEqual(titled(before, first, 'ひとり目の題'));
    const mine = titled(before, first, '別の題');
    const touching = await merge(mine);
    expect([touching.body, touching.conflicts]).toEqual([
      mine,
      [
        {
          path: `/texts/ja/fields/${first}/title`,
          text: expect.stringContaining('項目「別の題」'),
          base: before.texts.ja.fields[first].title,
          mine: '別の題',
          theirs: 'ひとり目の題',
        },
      ],
    ]);
    expect((await merge(mine, { [`/texts/ja/fields/${first}/title`]: 'theirs' })).body).toEqual(
      titled(before, first, 'ひとり目の題'),
    );
  });
});
