import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { councilFacts } from '../../../../server/kinds/council/facts.ts';
import { readCouncil } from '../../../../server/kinds/council/store.ts';
import type * as contract from '../../../../server/kinds/council/contract.ts';
import type * as handoverContract from '../../../../server/kinds/handover/contract.ts';
import type * as overview from '../../../../server/overview/contract.ts';
import type { Person } from '../../../support/app.ts';
import { startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';
import { addNiigataCouncil, gathering, letElect } from '../../../support/niigata.ts';

type Council = z.infer<typeof contract.councilRecord>;
type CouncilPage = z.infer<typeof contract.councilPage>;
type Words = Record<string, unknown>;
type Problem = { code: string; detail: string; issues: { path: string; code: string }[] };
type Usage = { items: { what: string; count: number; becomes: string }[] };
type Closed = { moved: Record<string, number> };

let work: Casework;
let council: string;
let support: string;
let trustee: string;

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
  (await work.as(person)).ask<T>(method, work.path(path), body, version === undefined ? {} : { version });
const read = async (): Promise<Council> => (await ask<Council>('administrator', 'GET', `councils/${council}`)).body;
const listed = async () =>
  (await ask<CouncilPage>('administrator', 'GET', 'councils')).body.items.find(({ id }) => id === council);
const acting = async () =>
  (await read()).members.filter(({ role, current, heldByBody }) => role === 'coordinator' && current && heldByBody);
const counted = () =>
  work.app.run(async (ctx) => {
    const city = { ...ctx, municipality: { id: work.town.id, code: work.town.code, name: '見本市' } };
    const row = await readCouncil(ctx.db, work.town.id, council);
    return row && (await councilFacts(city, row))['council.coordinators'];
  });
const withoutAccount = async () =>
  (await ask<z.infer<typeof overview.home>>('administrator', 'GET', 'home')).body.waiting
    .filter(({ kind, text }) => kind === 'coordinator-without-account' && text.includes('団体の会議'))
    .map(({ text }) => text);
const step = (event: string, answers: Words) => work.step('tier2-north', `councils/${council}`, event, answers);
const elect = (event: string, name: string, startsOn: string, more: Words = {}) =>
  step(event, gathering('選出', { name, startsOn, reason: '中間支援の実績がある', ...more }));
const versionOf = async (table: string, id: string): Promise<number> =>
  (await work.app.installation.db(table).where({ id }).first('version')).version;
const close = async (id: string, successorId: string | null, person: Person = 'administrator') =>
  ask<Closed & Problem>(
    person,
    'POST',
    'closings',
    { kind: 'organisation', id, successorId },
    await versionOf('organisations', id),
  );

beforeAll(async () => {
  work = await startCasework();
  await letElect(work);
  council = await addNiigataCouncil(work, '団体の会議');
  support = await work.addOrganisation('架空の中間支援の会');
  trustee = await work.addOrganisation('見本の受託法人');
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe(`a body that coordinates a council, on ${testEngine()}`, () => {
  it('is elected by the shipped form, and told with who acts for it on the page and in the list', async () => {
    await elect('ELECT_COORDINATOR', '見本 担当', '2026-11-10', { body: support });
    const title = '架空の中間支援の会（担当：見本 担当）';
    expect((await read()).coordinators).toEqual([title]);
    expect((await listed())?.coordinators).toEqual([title]);
    expect(await acting()).toMatchObject([{ name: '見本 担当', organisation: { id: support }, userId: null }]);
    const english = await (
      await work.as('administrator')
    ).ask<Council>('GET', work.path(`councils/${council}`), undefined, { headers: { 'accept-language': 'en' } });
    expect(english.body.coordinators[0]).toContain('見本 担当');
  });

  it('is one office, however many act for it, and each who acts without an account is told of', async () => {
    expect(await counted()).toBe(1);
    const added = await ask('administrator', 'POST', `councils/${council}/members`, {
      name: '見本 副担当',
      role: 'coordinator',
      organisationId: support,
      heldByBody: true,
      startsOn: '2026-11-11',
    });
    expect(added.status, added.text).toBe(201);
    expect(await counted()).toBe(1);
    expect((await listed())?.coordinators).toEqual(['架空の中間支援の会（担当：見本 担当、見本 副担当）']);
    expect((await read()).coordinators).toEqual(['架空の中間支援の会（担当：見本 担当、見本 副担当）']);
    expect(await withoutAccount()).toEqual([
      expect.stringContaining('見本 担当さん'),
      expect.stringContaining('見本 副担当さん'),
    ]);
    await work.app.installation
      .db('council_members')
      .where({ name: '見本 副担当' })
      .update({ user_id: work.town.users['centre-north'] });
    expect(await withoutAccount()).toEqual([expect.stringContaining('見本 担当さん')]);
  });

  it('passes from who acts for it to another, and to another body, with a handover each time', async () => {
    await work.takeIn('tier2-north', { title: '通院の足' });
    const handovers = () => work.app.installation.db('handovers').where({ council_id: council }).orderBy('id');
    await elect('REELECT_COORDINATOR', '見本市 tier2-north', '2026-11-15', { body: support, heldOn: '2026-11-14' });
    expect((await read()).coordinators).toEqual(['架空の中間支援の会（担当：見本市 tier2-north）']);
    expect(await acting()).toMatchObject([{ userId: work.town.users['tier2-north'], organisation: { id: support } }]);
    expect(await withoutAccount()).toEqual([]);

    await elect('REELECT_COORDINATOR', '例示 後任', '2026-11-20', { body: trustee, heldOn: '2026-11-19' });
    expect((await read()).coordinators).toEqual(['見本の受託法人（担当：例示 後任）']);
    const [last] = (await handovers()).toReversed();
    expect(last).toMatchObject({ from_name: '見本市 tier2-north', ends_on: '2026-11-19', role: 'tier2' });
    const sheet = await ask<z.infer<typeof handoverContract.handoverRecord>>(
      'administrator',
      'GET',
      `handovers/${last.id}`,
    );
    expect(sheet.body.items.map(({ title }) => title)).toContainEqual(expect.stringContaining('通院の足'));
  });

  it('becomes a person’s office, and a person’s becomes a body’s: one term follows the other', async () => {
    await elect('REELECT_COORDINATOR', '例示 後任', '2026-11-21', { organisation: trustee, heldOn: '2026-11-20' });
    expect((await read()).coordinators).toEqual(['例示 後任']);
    expect(await acting()).toEqual([]);
    await elect('REELECT_COORDINATOR', '例示 後任', '2026-11-22', { body: trustee, heldOn: '2026-11-21' });
    expect((await read()).coordinators).toEqual(['見本の受託法人（担当：例示 後任）']);
    const entries = (await read()).members.filter(({ name }) => name === '例示 後任');
    expect(new Set(entries.map(({ person }) => person)).size).toBe(1);
    expect(entries.map(({ heldByBody, startsOn, endsOn }) => [heldByBody, startsOn, endsOn])).toEqual(
      expect.arrayContaining([
        [true, '2026-11-20', '2026-11-20'],
        [false, '2026-11-21', '2026-11-21'],
        [true, '2026-11-22', null],
      ]),
    );
    expect(await counted()).toBe(1);
  });

  it('is no office of a member, and none without a body', async () => {
    const add = (more: Words) =>
      ask<Problem>('administrator', 'POST', `councils/${council}/members`, {
        name: '見本 試',
        heldByBody: true,
        startsOn: '2026-11-11',
        ...more,
      });
    for (const [more, issue] of [
      [
        { role: 'member', organisationId: support },
        { path: '/heldByBody', code: 'bodyCoordinatesOnly' },
      ],
      [{ role: 'coordinator' }, { path: '/organisationId', code: 'bodyNeeded' }],
    ] as const) {
      const refused = await add(more);
      expect([refused.status, refused.body.issues]).toMatchObject([422, [issue]]);
    }
    // Who was noted as a coordinator of their own is corrected, on record.
    const [entry] = await acting();
    const path = `councils/${council}/members/${entry?.id}`;
    for (const heldByBody of [false, true])
      expect(
        (await ask('administrator', 'PATCH', path, { heldByBody }, await versionOf('council_members', entry?.id ?? '')))
          .status,
      ).toBe(200);
    const log = await ask('administrator', 'GET', 'audit?action=council_member.change');
    expect(log.text).toContain('団体として受ける');
    expect(log.text).toContain('はい → いいえ');
  });

  it('hangs on a body that is closed: refused without a successor, and the successor’s with one', async () => {
    const before = (await acting())[0];
    const usage = await ask<Usage>('administrator', 'GET', `usage?kind=organisation&id=${trustee}`);
    expect(usage.body.items).toMatchObject([{ what: 'offices', count: 1, becomes: 'moves' }]);
    const refused = await close(trustee, null);
    expect([refused.status, refused.body.code]).toEqual([409, 'bodyInOffice']);
    expect(refused.body.detail).toContain('団体の会議');
    // Nor by changing the body itself.
    const changed = await ask<Problem>(
      'administrator',
      'PATCH',
      `organisations/${trustee}`,
      { closed: true },
      await versionOf('organisations', trustee),
    );
    expect([changed.status, changed.body.code]).toEqual([409, 'bodyInOffice']);
    // Who does not look after the council does not say who coordinates it.
    expect((await close(trustee, support, 'tier2-east')).body.code).toBe('bodyInOffice');
    expect(await acting()).toEqual([before]);

    const closed = await close(trustee, support);
    expect(closed.status, closed.text).toBe(201);
    expect(closed.body.moved).toEqual({ services: 0, offices: 1 });
    expect((await read()).coordinators).toEqual(['架空の中間支援の会（担当：例示 後任）']);
    expect(await acting()).toMatchObject([{ id: before?.id, organisation: { id: support } }]);
    const [line] = await work.app.installation
      .db('audit')
      .where({ action: 'council_member.change', record_id: before?.id })
      .orderBy('id', 'desc')
      .limit(1);
    expect(line).toMatchObject({ record_kind: 'council_member', record_title: null });
    expect(JSON.parse(line.details)).toMatchObject({ changed: { organisation_id: [trustee, support] } });
    // What is over stays where it was.
    expect((await read()).members.some(({ organisation }) => organisation?.id === trustee)).toBe(true);
  });

  it('is appointed by a form that has no such field, as a person', async () => {
    const { db } = work.app.installation;
    const form = await db('definitions')
      .where({ municipality_id: work.town.id, kind: 'form', key: 'coordinator-election' })
      .first();
    const older = JSON.parse(form.body);
    for (const part of [older.schema.properties, older.uiSchema, older.texts.ja.fields, older.texts.en.fields])
      delete part.body;
    older.uiSchema['ui:order'] = older.uiSchema['ui:order'].filter((name: string) => name !== 'body');
    expect(JSON.stringify(older)).not.toContain('"body"');
    const given = await ask('administrator', 'POST', 'definitions/form', { body: older, reason: '前の様式' });
    expect(given.status, given.text).toBe(201);
    await elect('REELECT_COORDINATOR', '架空 個人', '2026-11-23', { organisation: support, heldOn: '2026-11-22' });
    expect((await read()).coordinators).toEqual(['架空 個人']);
    expect(await acting()).toEqual([]);
  });
});
