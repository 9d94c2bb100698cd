import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { hashBody } from '../../../server/definitions/hash-body.ts';
import { libraryOf, readLibrary, type Library, type LibraryEntry } from '../../../server/definitions/library.ts';
import type * as contract from '../../../server/studio/contract.ts';
import { offerLibrary } from '../../../server/studio/product-updates.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

// Whatever a body is made of: each test changes it where it must.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Body = Record<string, any>;
type Entry = z.infer<typeof contract.definition>;
type Draft = z.infer<typeof contract.ruleDraft>;
type Update = z.infer<typeof contract.productUpdate>;
type Problem = { code: string };
type Home = { waiting: { kind: string; text: string; path: string }[] };

describe(`what a release brings to a city on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  let current: Library;
  let towns = 0;
  beforeAll(async () => {
    app = await startTestApp();
    current = await readLibrary();
  });
  beforeEach(async () => {
    towns += 1;
    town = await createTown(app, `8770${towns}`);
    administrator = await signIn(app, town.email('administrator'));
  });
  afterAll(async () => {
    expect(app.logged).toEqual([]);
    await app.close();
  });

  const at = (rest: string) => `/municipalities/${town.code}/${rest}`;
  const entryOf = async (kind: string, key: string): Promise<Entry | undefined> =>
    (await administrator.get<Entry[]>(at(`definitions/${kind}`))).body.find((definition) => definition.key === key);
  const life = (key: string, rest: string) => at(`definitions/form/${key}/${rest}`);
  const bodyOf = (key: string): Body => structuredClone(current.entries.find((entry) => entry.key === key)!.body);
  const waiting = async (): Promise<Home['waiting']> =>
    (await administrator.get<Home>(at('home'))).body.waiting.filter(({ kind }) => kind === 'product-updates');
  /** The library of a release to come, in which these stand instead of those with their keys, or beside them. */
  const release = (version: string, ...bodies: Body[]): Library => {
    const changed = bodies.map((body): LibraryEntry => {
      const kind = current.entries.find((entry) => entry.key === body.key)?.kind ?? 'form';
      return { kind, key: body.key, body, text: JSON.stringify(body), hash: hashBody(body) };
    });
    const kept = current.entries.filter(({ key }) => !changed.some((entry) => entry.key === key));
    return libraryOf(version, [...kept, ...changed], current.entries);
  };
  const titled = (body: Body, field: string, title: string): Body => {
    const changed = structuredClone(body);
    changed.texts.ja.fields[field].title = title;
    return changed;
  };
  const fields = (body: Body): [string, string] => Object.keys(body.texts.ja.fields) as [string, string];

  it('adds what it lacks, as the product published it', async () => {
    const added = { ...bodyOf('need-closing'), key: 'new-closing' };
    await offerLibrary(app.installation, release('1.0.0', added));
    expect(await entryOf('form', 'new-closing')).toMatchObject({
      current: 1,
      draft: null,
      versions: [{ number: 1, reason: '製品の更新（1.0.0）', publishedBy: null }],
    });
    expect(await waiting()).toEqual([]);
    // A form that is found by its purpose would take the place of the city's.
    await offerLibrary(app.installation, release('1.1.0', added, { ...bodyOf('need-intake'), key: 'new-intake' }));
    expect(await entryOf('form', 'new-intake')).toMatchObject({
      current: 0,
      versions: [],
      draft: { release: '1.1.0' },
    });
  });

  it('has a register that begins records by itself wait until an administrator takes it up', async () => {
    const { db } = app.installation;
    // As a city that began before there was one.
    const keys = ['lack-decision', 'network-or-service'];
    const ofIt = () => db('definitions').where({ municipality_id: town.id });
    await ofIt().whereIn('key', keys).delete();
    const begins = async () => (await db('effects').where({ municipality_id: town.id, type: 'openLacks' })).length;
    await offerLibrary(app.installation, release('1.0.0', { ...bodyOf('need-closing'), key: 'beside' }));
    expect(await entryOf('form', 'beside')).toMatchObject({ current: 1 });
    expect(await entryOf('register', 'lack-decision')).toMatchObject({ current: 0, draft: { release: '1.0.0' } });
    expect(await begins()).toBe(0);
    const drafts = [];
    for (const kind of ['rules', 'form', 'workflow', 'register'])
      for (const key of keys) {
        const draft = (await entryOf(kind, key))?.draft;
        if (draft) drafts.push({ kind, key, version: draft.version });
      }
    const taken = await administrator.post(at('publications'), {
      drafts,
      reason: '製品の更新を取り込む',
      effectiveOn: '2026-11-23',
    });
    expect([taken.status, taken.text]).toEqual([201, taken.text]);
    expect(await begins()).toBe(1);
  });

  it('puts what it changes of an unchanged form into a draft, which nobody works by until it is published', async () => {
    const [first] = fields(bodyOf('need-closing'));
    const changed = titled(bodyOf('need-closing'), first, '製品の新しい題');
    const next = release('1.0.0', changed);
    // Two servers start.
    await Promise.all([offerLibrary(app.installation, next), offerLibrary(app.installation, next)]);
    expect(await entryOf('form', 'need-closing')).toMatchObject({
      current: 1,
      latest: 1,
      draft: { version: 1, base: 1, release: '1.0.0', savedBy: '' },
      update: null,
    });
    const [item, ...more] = await waiting();
    expect([item?.text.includes('1件'), item?.path, more]).toEqual([true, 'settings/definitions', []]);
    const draft = (await administrator.get<Draft>(life('need-closing', 'draft'))).body;
    expect([draft.body, draft.check.blocks]).toEqual([changed, []]);
    const compared = await administrator.get<{ differences: object[] }>(
      life('need-closing', 'compare?from=1&to=draft'),
    );
    expect(compared.body.differences).toHaveLength(1);
    const done = await administrator.post(
      life('need-closing', 'publish'),
      { reason: '製品の更新を取り込む', effectiveOn: '2026-11-23' },
      { version: 1 },
    );
    expect([done.status, await waiting()]).toEqual([201, []]);
    // Nothing of it comes again.
    await offerLibrary(app.installation, release('1.0.1', changed, { ...bodyOf('need-closing'), key: 'other' }));
    expect(await entryOf('form', 'need-closing')).toMatchObject({ current: 2, draft: null, update: null });
  });

  it('waits beside what the city changed, and is joined with it', async () => {
    const before = bodyOf('need-closing');
    const [first, second] = fields(before);
    const own = titled(titled(before, first, '市の題'), second, '市のもう一つの題');
    const published = await administrator.post(at('definitions/form'), { body: own, reason: '市の言葉' });
    expect(published.status).toBe(201);
    const theirs = titled(before, first, '製品の題');
    theirs.texts.ja.name = '製品の名前';
    await offerLibrary(app.installation, release('1.0.0', theirs));
    expect(await entryOf('form', 'need-closing')).toMatchObject({
      current: 2,
      draft: null,
      update: { release: '1.0.0', base: 1 },
    });
    expect(await waiting()).toHaveLength(1);
    const { body: update } = await administrator.get<Update>(life('need-closing', 'update'));
    expect([update.theirs.length, update.ours.length, update.differences.length, update.check.ok]).toEqual([
      2,
      2,
      3,
      true,
    ]);
    const place = `/texts/ja/fields/${first}/title`;
    expect(update.conflicts).toMatchObject([{ path: place, mine: '市の題', theirs: '製品の題' }]);
    expect(update.merged).toEqual({ ...own, texts: { ...own.texts, ja: { ...own.texts.ja, name: '製品の名前' } } });

    const { hash } = update;
    const stale = await administrator.post(life('need-closing', 'update/take'), { as: 'merged', hash }, { version: 3 });
    expect(stale.status).toBe(409);
    const taken = await administrator.post<{ version: number; check: { blocks: object[] } }>(
      life('need-closing', 'update/take'),
      { as: 'merged', take: { [place]: 'theirs' }, hash },
      { version: 0 },
    );
    expect([taken.status, taken.body.check.blocks]).toEqual([200, []]);
    const draft = (await administrator.get<Draft>(life('need-closing', 'draft'))).body;
    expect(draft).toMatchObject({ release: '1.0.0', savedBy: '見本市 administrator' });
    expect((draft.body as Body).texts.ja.fields[first].title).toBe('製品の題');
    expect((draft.body as Body).texts.ja.fields[second].title).toBe('市のもう一つの題');
    expect((await administrator.get(life('need-closing', 'update'))).status).toBe(404);
  });

  it('waits beside an open draft, which stays as it is, and is put aside once', async () => {
    const before = bodyOf('need-closing');
    const [first] = fields(before);
    const typed = titled(before, first, '書きかけ');
    await administrator.put(life('need-closing', 'draft'), { body: typed }, { version: 0 });
    const theirs = titled(before, first, '製品の題');
    await offerLibrary(app.installation, release('1.0.0', theirs));
    expect(await entryOf('form', 'need-closing')).toMatchObject({
      draft: { version: 1, release: null },
      update: { release: '1.0.0', base: 1 },
    });
    expect((await administrator.get<Draft>(life('need-closing', 'draft'))).body.body).toEqual(typed);
    // Neither put aside nor taken for another that has come since it was looked at.
    const { hash } = (await administrator.get<Update>(life('need-closing', 'update'))).body;
    const newer = titled(before, first, '製品のもっと新しい題');
    await offerLibrary(app.installation, release('1.0.1', newer));
    for (const reply of [
      await administrator.delete<Problem>(life('need-closing', `update?hash=${hash}`)),
      await administrator.post<Problem>(life('need-closing', 'update/take'), { as: 'theirs', hash }, { version: 1 }),
    ])
      expect([reply.status, reply.body.code]).toEqual([409, 'updateOld']);
    expect((await administrator.delete(life('need-closing', 'update'))).status).toBe(422);
    const { body: waits } = await administrator.get<Update>(life('need-closing', 'update'));
    expect([waits.release, waits.body]).toEqual(['1.0.1', newer]);
    const aside = await administrator.delete(life('need-closing', `update?hash=${waits.hash}`));
    expect(aside.status).toBeLessThan(300);
    expect([(await entryOf('form', 'need-closing'))?.update, await waiting()]).toEqual([null, []]);
    await offerLibrary(app.installation, release('1.0.2', newer, { ...before, key: 'beside' }));
    expect((await entryOf('form', 'need-closing'))?.update).toBeNull();
  });

  it('waits beside a draft that somebody saves at the moment it comes', async () => {
    const before = bodyOf('need-closing');
    const [first] = fields(before);
    const typed = titled(before, first, '書きかけ');
    const { db } = app.installation;
    await administrator.put(life('need-closing', 'draft'), { body: before }, { version: 0 });
    await administrator.delete(life('need-closing', 'draft'), { version: 1 });
    const theirs = titled(before, first, '製品の題');
    let offered = Promise.resolve();
    await db.transaction(async (saving) => {
      const row = { municipality_id: town.id, kind: 'form', key: 'need-closing' };
      const values = { body: JSON.stringify(typed), saved_by: town.users.administrator, version: 3 };
      expect(
        await saving('drafts')
          .where({ ...row, version: 2 })
          .update(values),
      ).toBe(1);
      offered = offerLibrary(app.installation, release('1.0.0', theirs));
      // It has read the row as it was, and now waits for the one who saves.
      if (testEngine() === 'postgres')
        await expect
          .poll(
            async () =>
              (
                await db('pg_stat_activity').where({
                  datname: db.raw('current_database()'),
                  wait_event: 'transactionid',
                })
              ).length,
          )
          .toBeGreaterThan(0);
    });
    await offered;
    const draft = (await administrator.get<Draft>(life('need-closing', 'draft'))).body;
    expect([draft.body, draft.version, draft.release]).toEqual([typed, 3, null]);
    expect((await administrator.get<Update>(life('need-closing', 'update'))).body.body).toEqual(theirs);
  });

  it.each(['need-intake', 'proposal', 'report'])('does not push out the city’s own form for %s', async (purpose) => {
    // The city's own, and not the shipped one: as a city that began before there was one.
    await app.installation
      .db('definitions')
      .where({ municipality_id: town.id, kind: 'form', key: purpose })
      .update({ key: `own-${purpose}`, body: JSON.stringify({ ...bodyOf(purpose), key: `own-${purpose}` }) });
    await offerLibrary(app.installation, release('1.0.0', { ...bodyOf('need-closing'), key: 'beside' }));
    expect(await entryOf('form', purpose)).toMatchObject({ current: 0, versions: [], draft: { release: '1.0.0' } });
    expect(await entryOf('form', 'beside')).toMatchObject({ current: 1 });
  });
});
