import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as contract from '../../../../server/kinds/handover/contract.ts';
import type * as drafts from '../../../../server/records/answer-drafts/contract.ts';
import type { Person } from '../../../support/app.ts';
import { giveRole, startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';

type Words = Record<string, unknown>;
type Handover = z.infer<typeof contract.handoverRecord>;
type Saved = z.infer<typeof shared.saved>;

let work: Casework;
const needs: string[] = [];
let membershipId: string;
let handover: string;

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
  (await work.as(person)).ask<T>(method, work.path(path), body, version === undefined ? {} : { version });
const formId = async (key: string): Promise<string> =>
  (await work.app.installation.db('definitions').where({ kind: 'form', key }).first('id')).id;
const begin = async (person: Person, key: string, need: string | null, answers: Words): Promise<void> => {
  const record = need === null ? null : { kind: 'need', id: need };
  const body = { place: need ?? 'new', record, formId: await formId(key), answers };
  expect(await ask(person, 'PUT', `answer-drafts/${key}`, body, 0)).toMatchObject({ status: 200 });
};
const begunOf = async (person: Person) =>
  (await ask<z.infer<typeof drafts.answerDrafts>>(person, 'GET', 'answer-drafts')).body.items.map(
    ({ form, record }) => `${form.key} ${record?.id ?? 'new'}`,
  );
const answersAt = async (person: Person, key: string, place: string) =>
  (
    await ask<z.infer<typeof drafts.answerDraft>>(
      person,
      'GET',
      `answer-drafts/${key}?place=${place}&formId=${await formId(key)}`,
    )
  ).body.draft?.answers;
const itemsOf = async (person: Person) =>
  (await ask<Handover>(person, 'GET', `handovers/${handover}`)).body.items.filter(({ kind }) => kind === '書きかけ');

beforeAll(async () => {
  work = await startCasework();
  for (const title of ['通院の足', '買い物の足', '東の足']) {
    const area = work.town.areas[title === '東の足' ? 'east' : 'north'].id;
    needs.push((await work.takeIn('administrator', { title, area })).id);
  }
  await giveRole(work, 'tier2-north', 'tier2', { area: 'east' });
  const [first = '', second = '', east = ''] = needs;
  await begin('tier2-north', 'need-intake', null, { residentName: '見本 ハナ', title: '庭の草' });
  await begin('tier2-north', 'need-assessment', first, { findings: '送迎があれば通える' });
  await begin('tier2-north', 'need-closing', second, { reason: '前任の書きかけ' });
  await begin('tier2-north', 'need-assessment', east, { findings: '東のこと' });
  await giveRole(work, 'member-north', 'tier2');
  await begin('member-north', 'need-closing', second, { reason: '後任の書きかけ' });
  membershipId = (
    await work.app.installation
      .db('memberships')
      .where({ user_id: work.town.users['tier2-north'], area_id: work.town.areas.north.id })
      .first('id')
  ).id;
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe(`half-done answers of a role that ends, on ${testEngine()}`, () => {
  it('are among what is handed over: those of its records, and that others stay', async () => {
    const user = work.town.users['tier2-north'];
    const { body, text } = await ask<z.infer<typeof contract.handoverOpen>>(
      'administrator',
      'GET',
      `handovers/open?user=${user}&membership=${membershipId}`,
    );
    const begun = body.items.filter(({ kind }) => kind === '書きかけ');
    expect(begun.map(({ title, path, next }) => [title, path?.split('#')[0] ?? null, next]).toSorted()).toEqual([
      ['内容の確認（No.1）', `needs/${needs[0]}`, '続きを書いて送る'],
      ['困りごとの受付（書いた人にしか見えず、引き継げません）', null, null],
      ['終了の記録（No.2）', `needs/${needs[1]}`, '続きを書いて送る'],
    ]);
    // What is written in them is nobody's to read yet; nor is what belongs to another role of theirs told.
    for (const words of ['見本 ハナ', '庭の草', '送迎があれば', '東の']) expect(text).not.toContain(words);
    const given = await ask<Saved>(
      'administrator',
      'POST',
      'handovers',
      {
        ended: { userId: user, membershipId },
        endsOn: '2026-11-30',
        toUserId: work.town.users['member-north'],
        notes: [{ key: begun.find(({ path }) => path?.includes(needs[0] ?? '-'))?.key, note: '電話のあとで' }],
      },
      1,
    );
    expect(given.status, given.text).toBe(201);
    handover = given.body.id;
    const looks = work.app.installation.db('audit_looks').where({ record_id: needs[0] });
    expect((await looks).length).toBeGreaterThan(0);
    expect(await begunOf('member-north')).toEqual([`need-closing ${needs[1]}`]);
  });

  it('are the successor’s once the last day is over, where they may see the record and have begun none', async () => {
    work.app.clock.advanceDays(8);
    await work.runDue();
    expect((await begunOf('member-north')).toSorted()).toEqual(
      [`need-assessment ${needs[0]}`, `need-closing ${needs[1]}`].toSorted(),
    );
    expect(await answersAt('member-north', 'need-assessment', needs[0] ?? '')).toEqual({
      findings: '送迎があれば通える',
    });
    expect(await answersAt('member-north', 'need-closing', needs[1] ?? '')).toEqual({ reason: '後任の書きかけ' });
    // What is due to their other role is theirs.
    expect(await begunOf('tier2-north')).toEqual([`need-assessment ${needs[2]}`]);
    expect(
      (await itemsOf('member-north'))
        .map(({ title, path, note, over }) => [title, path !== null, note, over])
        .toSorted(),
    ).toEqual([
      ['内容の確認（No.1）', true, '電話のあとで', false],
      ['困りごとの受付（書いた人にしか見えず、引き継げません）', false, '', false],
      ['終了の記録（No.2）', true, '', false],
    ]);
  });

  it('are another’s who is named later, and over once they are sent or discarded', async () => {
    await giveRole(work, 'centre-north', 'tier2');
    const toUserId = work.town.users['centre-north'];
    const named = await ask('administrator', 'PATCH', `handovers/${handover}`, { toUserId }, 1);
    expect(named.status, named.text).toBe(200);
    expect([await begunOf('member-north'), await begunOf('centre-north')]).toEqual([
      [`need-closing ${needs[1]}`],
      [`need-assessment ${needs[0]}`],
    ]);
    expect(await ask('centre-north', 'DELETE', `answer-drafts/need-assessment?place=${needs[0]}`)).toMatchObject({
      status: 204,
    });
    expect((await itemsOf('administrator')).map(({ title, over }) => [title.slice(0, 5), over]).toSorted()).toEqual([
      ['内容の確認', true],
      ['困りごとの', false],
      // The former one's, whose place was taken.
      ['終了の記録', false],
    ]);
  });
});
