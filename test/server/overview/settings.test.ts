import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as contract from '../../../server/contract.ts';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';

type Settings = z.infer<typeof contract.settings>;
const shipped = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')) as object;

describe(`what the settings hold on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  const at = (rest: string) => `/municipalities/${town.code}/${rest}`;
  const read = async () => (await administrator.get<Settings>(at('settings'))).body;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app, '88801');
    administrator = await signIn(app, town.email('administrator'));
  });
  afterAll(async () => {
    await app.close();
    expect(app.logged).toEqual([]);
  });

  it('counts each place as its list does, and goes on counting', async () => {
    const before = await read();
    const { body: town } = await administrator.get<{ areas: unknown[] }>(at(''));
    expect(before.areas).toBe(town.areas.length);
    expect(before.users).toBe((await administrator.get<{ total: number }>(at('users'))).body.total);
    expect(before.kinds.form.keys).toBe((await administrator.get<unknown[]>(at('definitions/form'))).body.length);
    expect(before.drafts).toEqual([]);
  });

  it('says of each place that holds no list what is decided there, and counts on as it is', async () => {
    expect(await read()).toMatchObject({
      words: 0,
      practice: { matching: true, coordinator: 'appointment' },
      secondFactorRoles: 0,
      decisions: 0,
      erasureLists: 0,
      erasureListsWaiting: 0,
      retentionUnset: 1,
    });
    const { body } = await administrator.get<{ version: number }>(at('words'));
    const words = { council: { ja: '支え合い会議', en: null }, coordinator: null, office: '介護福祉課' };
    expect((await administrator.patch(at('words'), words, { version: body.version })).status).toBe(200);
    const retention = await administrator.get<{ version: number }>(at('retention'));
    const years = { needsKeptYears: 5, auditKeptYears: null, approverId: null };
    expect((await administrator.patch(at('retention'), years, { version: retention.body.version })).status).toBe(200);
    const after = await read();
    expect(after).toMatchObject({ words: 2, retentionUnset: 0 });
    const models = await administrator.get<{ facts: unknown[] }[]>(at('rules/models'));
    expect(after.facts).toBe(models.body.flatMap(({ facts }) => facts).length);
    const city = await administrator.get<{ words: { office?: string } }>(at(''));
    expect(city.body.words.office).toBe('介護福祉課');
  });

  it('tells the latest drafts first, with what each would become and what stands against it', async () => {
    const form = shipped('forms/library/need-closing.form.json');
    const rules = shipped('rules/library/escalation.rules.json');
    await administrator.put(
      at('definitions/form/need-closing/draft'),
      { body: { ...form, schema: 1 } },
      { version: 0 },
    );
    app.clock.advanceMinutes(1);
    await administrator.put(at('rules/escalation/draft'), { body: rules }, { version: 0 });
    const { drafts, kinds } = await read();
    expect(drafts.map(({ kind, key, name, number, against }) => [kind, key, name, number, against])).toEqual([
      // It says what is in force already.
      ['rules', 'escalation', '第1層へ上げるかどうか', 2, 1],
      ['form', 'need-closing', '終了の記録', 2, 1],
    ]);
    expect(kinds.form).toMatchObject({ drafts: 1, updates: 0 });
  });

  it('says in the list of forms and rules which workflows ask them', async () => {
    const usedBy = async (kind: string, key: string) =>
      (await administrator.get<z.infer<typeof contract.definition>[]>(at(`definitions/${kind}`))).body.find(
        (definition) => definition.key === key,
      )?.usedBy;
    expect(await usedBy('form', 'need-closing')).toEqual([{ key: 'need', name: '困りごとの流れ', pinned: null }]);
    expect((await usedBy('rules', 'establishment-readiness'))?.map(({ key }) => key)).toEqual([
      'ishinomaki',
      'standard',
    ]);
    expect(await usedBy('workflow', 'need')).toEqual([]);
  });
});
