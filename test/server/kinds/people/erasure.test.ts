import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonSchema } from '../../../../forms/types.ts';
import { findFields, propertiesOf } from '../../../../forms/walk.ts';
import { advance, start, type Workflow } from '../../../../workflows/index.ts';
import { normaliseForSearch } from '../../../../server/database/normalise.ts';
import * as searchedAnew from '../../../../migrations/20261203010000_records_searched_anew.ts';
import { fillDataSearch } from '../../../../server/records/fill-data-search.ts';
import { testEngine } from '../../../support/database.ts';
import { intake, startCasework, type Casework } from '../../../support/casework.ts';
import { supporterAnswers } from '../../permissions/records.ts';

type Saved = { id: string; version: number };
type Words = Record<string, unknown>;
type Form = { key: string; schema: JsonSchema; texts: { ja: { fields: Words } }; uiSchema: { 'ui:order'?: string[] } };

let work: Casework;
const ids: Record<string, string> = {};

/** Everything typed carries it, whatever field it was typed into. */
const MARK = '◆印';
const NAME = '消野 ケシコ';
const KANA = 'けしの けしこ';
const PHONE = '0225-99-1234';
/** A file that an answer names. */
const PAPER = 'paper-of-theirs';
const traces = [
  MARK,
  PAPER,
  NAME,
  '消野ケシコ',
  KANA,
  'けしのけしこ',
  'ケシノケシコ',
  PHONE,
  '0225991234',
  '1939-04-05',
];

let count = 0;
const libraryForm = (key: string): Form =>
  JSON.parse(readFileSync(new URL(`../../../../forms/library/${key}.form.json`, import.meta.url), 'utf8')) as Form;

/** The intake with a group, a list of groups within it and lists of texts, marked in no way, as an officer may add them. */
const nestedIntake = ((): Form => {
  const form = libraryForm('need-intake');
  const text = { type: 'string', maxLength: 200 };
  const texts = { type: 'array', items: text };
  const entry = { type: 'object', properties: { who: text, days: texts } };
  const household = { type: 'object', properties: { key: text, relatives: { type: 'array', items: entry } } };
  const added = { nicknames: texts, family: household, papers: texts };
  Object.assign(form.schema.properties as Words, added);
  for (const { path } of findFields({ type: 'object', properties: added }))
    form.texts.ja.fields[path] = { title: path };
  form.uiSchema['ui:order']?.push(...Object.keys(added));
  return form;
})();

/** What can be typed into a field, a mark in each text of it, within groups and lists too; undefined: it is no text. */
function typedInto(field: JsonSchema, path: string): unknown {
  if (['enum', 'format', 'x-source', 'const'].some((word) => word in field)) return undefined;
  if (field['type'] === 'string')
    return (field['pattern'] ?? '\\S') === '\\S' ? `${path}${MARK}${(count += 1)}` : undefined;
  if (field['type'] === 'array') {
    const entry = typedInto((field['items'] ?? {}) as JsonSchema, `${path}[]`);
    return entry === undefined ? undefined : [entry];
  }
  if (field['type'] !== 'object') return undefined;
  return Object.fromEntries(
    propertiesOf(field).flatMap(([name, inner]) => {
      const value = typedInto(inner, `${path}.${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Answers with every text of the form filled in that is not: a mark of its own in each. */
function filled(key: string, answers: Words): Words {
  const { schema } = key === 'need-intake' ? nestedIntake : libraryForm(key);
  const typed = findFields(schema).flatMap(({ path, schema: field }) => {
    if (path.includes('.') || path.includes('[]') || path in answers) return [];
    const value = typedInto(field, `${key}の${path}`);
    return value === undefined ? [] : [[path, value] as const];
  });
  return { ...Object.fromEntries(typed), ...answers };
}

/** Every form that these workflows ask, and the intake. */
const formsOf = (...workflows: string[]): string[] => {
  const forms = workflows.flatMap((key) => {
    const file = new URL(`../../../../workflows/library/${key}.workflow.json`, import.meta.url);
    const { steps } = JSON.parse(readFileSync(file, 'utf8')) as { steps: Record<string, { form?: string }> };
    return Object.values(steps).flatMap(({ form }) => form ?? []);
  });
  return [...new Set(['need-intake', ...forms])].toSorted();
};

const post = async <T = Saved>(
  person: Parameters<Casework['as']>[0],
  path: string,
  body?: unknown,
  version?: number,
) => {
  const reply = await (
    await work.as(person)
  ).post<T>(work.path(path), body, {
    key: `key-${(count += 1)}`,
    ...(version === undefined ? {} : { version }),
  });
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`);
  return reply.body;
};
const versionOf = async (path: string): Promise<number> =>
  (await (await work.as('administrator')).get<Saved>(work.path(path))).body.version;
const erase = async (person: Parameters<Casework['as']>[0] = 'administrator') =>
  (await work.as(person)).post<{ code?: string; detail?: string; erased: Words }>(
    work.path(`people/${ids.person}/erasure`),
    undefined,
    { version: await versionOf(`people/${ids.person}`), key: `erase-${(count += 1)}` },
  );

const mine = (answers: Words = {}): Words => {
  // What the town's example says in fields of free text is left to `filled`.
  const { title: _title, situation: _situation, ...rest } = intake(work.town, answers);
  return filled('need-intake', {
    ...rest,
    residentName: NAME,
    residentKana: KANA,
    phone: PHONE,
    birth: '1939-04-05',
    age: 87,
    papers: [PAPER],
    ...answers,
  });
};

beforeAll(async () => {
  work = await startCasework();
  await post('administrator', 'definitions/form', { body: nestedIntake, reason: '項目を加えた' });
  await work.addCouncil('見本市の協議体', 1, 'root');
  ids.council = await work.addCouncil('北の支え合い会議', 2, 'north');
  for (const name of ['北の送迎', '南北の送迎', '東の送迎', '西の送迎'])
    await work.addService({ name, type: 'transport', areas: ['north'] });
  const other = await work.takeIn('tier2-north', {
    residentName: '他野 ホカ',
    residentKana: 'ほかの ほか',
    title: `他の足。${NAME}の隣`,
    situation: `電話は${PHONE}、消野　ケシコさんと暮らす`,
  });
  ids.other = other.id;

  // Somebody's file that stays, theirs, and a list that waits to be imported; each says their name.
  const { db } = work.app.installation;
  for (const [id, deleteAt] of [
    ['paper-of-others', null],
    [PAPER, null],
    ['list', '2030-01-01T00:00:00.000Z'],
  ] as const) {
    await db('files').insert({
      id,
      municipality_id: work.town.id,
      name: `${NAME}さん.xlsx`,
      size: 1,
      created_at: '2026-11-20T00:00:00.000Z',
      delete_at: deleteAt,
    });
    await db('file_pieces').insert({
      file_id: id,
      number: 0,
      bytes: Buffer.from(id === 'paper-of-others' ? '-' : MARK),
    });
  }
  const note = `${NAME}さん（${PHONE}）の隣`;
  ids.body = (await post('administrator', 'organisations', { name: '隣の会', kind: 'npo', note })).id;
  ids.service = await work.addService({
    name: '隣の家事',
    type: 'housework',
    areas: ['south'],
    description: note,
    eligibility: note,
    fee: note,
    hours: note,
  });
  // Somebody of them had a seat until the spring.
  const seat = { role: 'member', startsOn: '2024-04-01', endsOn: '2026-03-31' };
  await post('administrator', `councils/${ids.council}/members`, { ...seat, name: NAME, nameKana: KANA });

  // One that was referred four times, solved, opened again and closed: every form of both workflows is answered.
  const need = (await post('tier2-north', 'needs', { answers: mine(), person: 'new' })).id;
  ids.need = need;
  ids.person = (await work.app.installation.db('needs').where({ id: need }).first('person_id')).person_id;
  const client = await work.as('tier2-north');
  await client.patch(work.path(`needs/${need}`), { answers: mine({ urgency: 'high' }) }, { version: 1, key: 'edit' });
  await work.step(
    'tier2-north',
    `needs/${need}`,
    'ASSESS',
    filled('need-assessment', {
      assessedOn: '2026-11-21',
      method: 'phone',
    }),
  );
  const refer = async (): Promise<string> => {
    const ranking = await post<{
      decisionId: string;
      candidates: { leftOut: string | null; service: { id: string } }[];
    }>('tier2-north', `needs/${need}/ranking`);
    const service = ranking.candidates.find((candidate) => candidate.leftOut === null)!.service.id;
    return (
      await post('tier2-north', `needs/${need}/referrals`, {
        serviceId: service,
        decisionId: ranking.decisionId,
        message: `伝言${MARK}${NAME}`,
      })
    ).id;
  };
  await work.step('provider', `referrals/${await refer()}`, 'REFUSE', filled('referral-refusal', { cause: 'staff' }));
  ids.referral = await refer();
  await work.step('provider', `referrals/${ids.referral}`, 'ACCEPT');
  await work.step('provider', `referrals/${ids.referral}`, 'START');
  const checkUp = { checkedOn: '2026-11-23', method: 'phone', condition: 'same' };
  await work.step('tier2-north', `needs/${need}`, 'CHECK', filled('need-checkup', checkUp));
  const completion = filled('referral-completion', { completedOn: '2026-11-23', result: 'solved' });
  await work.step('provider', `referrals/${ids.referral}`, 'COMPLETE', completion);
  const outcome = { askedOn: '2026-11-24', answeredBy: 'person', satisfied: 'yes' };
  await work.step('tier2-north', `needs/${need}`, 'FINISH', filled('need-outcome', outcome));

  const agreed = {
    consent: 'given',
    scope: ['service', 'council'],
    askedOn: '2026-11-22',
    askedBy: `家族${MARK}`,
    how: 'phone',
    note: `2026-11-22に電話で${MARK}`,
  };
  await work.step('tier2-north', `needs/${need}`, 'REOPEN', filled('need-reopening', {}));
  const stopped = await refer();
  await work.step('provider', `referrals/${stopped}`, 'ACCEPT');
  await work.step('provider', `referrals/${stopped}`, 'STOP', filled('referral-stop', { stoppedOn: '2026-11-23' }));
  await work.step('tier2-north', `referrals/${await refer()}`, 'WITHDRAW', filled('referral-withdrawal', {}));
  const toDepartment = { ...agreed, scope: [...agreed.scope, 'department'] };
  await post('tier2-north', `needs/${need}/consent`, toDepartment, await versionOf(`needs/${need}`));
  const report = filled('need-to-department', { toldOn: '2026-11-23', how: 'phone' });
  await work.step('tier2-north', `needs/${need}`, 'TELL_DEPARTMENT', report);
  await work.step('tier2-north', `needs/${need}`, 'RAISE', filled('need-to-council', {}));
  await work.step('tier2-north', `needs/${need}`, 'CLOSE', filled('need-closing', { cause: 'other' }));
  await post('tier2-north', `needs/${need}/consent`, agreed, await versionOf(`needs/${need}`));
  const overridden = { scope: 'department', reason: `やむを得ない${MARK}` };
  await post('administrator', `needs/${need}/consent/override`, overridden, await versionOf(`needs/${need}`));

  // One of theirs and one of somebody else's that nobody meets: a meeting deals with both, a proposal draws them up.
  ids.unmet = (
    await post('tier2-north', 'needs', { answers: mine({ types: ['meals'] }), person: { id: ids.person } })
  ).id;
  const second = await work.takeIn('tier2-north', {
    residentName: '別人 サン',
    residentKana: 'べつ',
    title: '別の弁当',
    types: ['meals'],
  });
  for (const [id, answers] of [
    [ids.unmet, filled('need-unmet', { cause: 'no-service' })],
    [second.id, { cause: 'no-service', reason: '無い' }],
  ] as const) {
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', {
      assessedOn: '2026-11-21',
      method: 'phone',
      findings: '弁当',
    });
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', answers);
  }
  await post('tier2-north', `councils/${ids.council}/meetings`, {
    kind: 'council',
    title: '十一月の会議',
    heldOn: '2026-11-22',
    attendance: 8,
    minutes: `${NAME}さん（電話 ${PHONE}）のことを話した。消野ケシコさんに聞く。`,
    needs: [
      { needId: ids.unmet, plan: `計画${MARK}` },
      { needId: second.id, plan: `別の計画。${NAME}さんにも聞く` },
    ],
    aim: `${NAME}さんの足`,
    agenda: [
      { title: `${NAME}さんのこと`, discussion: `${KANA}さんに聞く`, decisions: [`${PHONE}にかける`] },
      {
        title: `足${MARK}`,
        needId: ids.unmet,
        discussion: `話し合い${MARK}`,
        decisions: [`計画を決めた${MARK}`],
      },
    ],
    people: [{ name: NAME, body: `${NAME}の家`, note: `電話 ${PHONE}`, presence: 'present' }],
  });
  // Somebody is writing of the need in what is no record of it.
  const [meetingForm, proposalForm] = await Promise.all(
    ['meeting', 'proposal'].map(
      async (key) => (await db('definitions').where({ key, kind: 'form' }).first('id')).id as string,
    ),
  );
  const { number, title } = await db('needs').where({ id: ids.unmet }).first();
  const aside = [{ formId: meetingForm, path: 'needs[]', value: { needId: ids.unmet, plan: `置いた計画${MARK}` } }];
  for (const [formKey, formId, answers] of [
    ['meeting', meetingForm, { needs: [{ needId: ids.unmet, plan: `次の計画${MARK}` }], minutes: 'ほかの話' }],
    ['proposal', proposalForm, { body: `No.${number} ${title}が続いています。` }],
  ] as const)
    await client.put(
      work.path(`answer-drafts/${formKey}`),
      { place: 'new', formId, answers },
      { version: 0, key: formKey },
    );
  await db('answer_drafts')
    .where({ form_key: 'meeting' })
    .update({ aside: JSON.stringify(aside) });
  const { items } = (await client.get<{ items: { id: string }[] }>(work.path('findings?purpose=escalation'))).body;
  const form = await client.get<{ form: { initial: Words }; to: { id: string }[] }>(
    work.path(`proposals/form?council=${ids.council}&kind=proposal&finding=${items[0]?.id}`),
  );
  expect(JSON.stringify(form.body.form.initial)).toContain(MARK);
  await post('tier2-north', 'proposals', {
    kind: 'proposal',
    fromCouncilId: ids.council,
    toCouncilId: form.body.to[0]?.id,
    findingId: items[0]?.id,
    answers: { ...form.body.form.initial, request: `${NAME}さんのような方のために` },
  });
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

/** Every column of every table; `text`: it holds words, keys or JSON. */
async function listColumns(db: Knex): Promise<{ table: string; column: string; text: boolean }[]> {
  const rows: { table: string; column: string; type: string }[] =
    testEngine() === 'sqlite'
      ? await db.raw(
          `select m.name as "table", p.name as "column", p.type as "type" from sqlite_master m, pragma_table_info(m.name) p where m.type = 'table'`,
        )
      : (
          await db.raw(
            `select table_name as "table", column_name as "column", data_type as "type" from information_schema.columns where table_schema = 'public'`,
          )
        ).rows;
  return rows.map(({ type, ...column }) => ({ ...column, text: type.toLowerCase() === 'text' }));
}

/** Every column of every table that holds one of these, as `table.column`. */
async function holding(db: Knex, words: string[]): Promise<string[]> {
  const columns = await listColumns(db);
  expect(columns.length).toBeGreaterThan(200);
  const places: string[] = [];
  for (const [table, own] of Map.groupBy(columns, (column) => column.table)) {
    const pairs = own.flatMap(({ column }) => words.map((word) => [column, word] as const));
    const row = await db(table).first(
      pairs.map(([column, word], index) =>
        db.raw('max(case when cast(?? as text) like ? then 1 else 0 end) as ??', [column, `%${word}%`, `held${index}`]),
      ),
    );
    pairs.forEach(([column, word], index) => {
      if (row?.[`held${index}`] === 1) places.push(`${table}.${column}: ${word}`);
    });
  }
  return places;
}

it('gathers all that is stored of a resident, for the municipality’s administrator alone', async () => {
  const path = work.path(`people/${ids.person}/data`);
  const task = await post('tier2-north', 'tasks', {
    councilId: ids.council,
    kind: 'question',
    text: `足のこと${MARK}`,
    needId: ids.unmet,
  });
  await post('tier2-north', `tasks/${task.id}/replies`, { text: `返事${MARK}` });
  await (
    await work.as('tier2-north')
  ).patch(work.path(`tasks/${task.id}`), { state: 'done', result: `結果${MARK}` }, { version: 1, key: 'task-done' });
  await post('tier2-north', 'needs/views', { name: `${NAME}さんの表示`, query: {} });
  await post('tier2-north', `councils/${ids.council}/meetings`, {
    kind: 'council',
    state: 'planned',
    title: '一月の会議',
    heldOn: '2027-01-22',
    agenda: [{ title: `次の議題${MARK}`, needId: ids.unmet }],
  });
  const [membership] = await work.app.installation
    .db('memberships')
    .where({ user_id: work.town.users['centre-north'] });
  // A role over the same area, whose need, task and referral somebody else writes about.
  await work.app.installation.db('memberships').insert({ ...membership, id: 'leaving', role: 'tier2' });
  const ofRole = `user=${work.town.users['centre-north']}&membership=leaving`;
  const open = await (
    await work.as('administrator')
  ).get<{ items: { key: string; path: string | null }[] }>(work.path(`handovers/open?${ofRole}`));
  const aboutNeed = open.body.items.find((item) => item.path === `needs/${ids.unmet}`);
  await post(
    'administrator',
    'handovers',
    {
      ended: { userId: work.town.users['centre-north'], membershipId: 'leaving' },
      endsOn: '2026-11-23',
      toUserId: null,
      notes: [{ key: aboutNeed?.key, note: `添え書き${MARK}` }],
    },
    membership.version,
  );
  const { body, text, status } = await (await work.as('administrator')).get<{ needs: Words[] }>(path);
  // About that need, and about no other of theirs.
  expect(body.needs.map((need) => need['handovers'])).toEqual(
    body.needs.map(({ id }) =>
      id === ids.unmet
        ? [{ from: '見本市 centre-north', endsOn: '2026-11-23', title: null, note: `添え書き${MARK}` }]
        : [],
    ),
  );
  expect([status, body.needs.length]).toEqual([200, 2]);
  for (const word of [
    NAME,
    KANA,
    PHONE,
    '伝言',
    '計画',
    `話し合い${MARK}`,
    '計画を決めた',
    '次の議題',
    `足のこと${MARK}`,
    `返事${MARK}`,
    `結果${MARK}`,
    'referral-completionの',
    'need-unmetの',
    'need-assessmentの',
    '1939-04-05',
  ])
    expect(text).toContain(word);
  // The same as a file, on record as such.
  const file = await (await work.as('administrator')).get<{ needs: Words[]; person: Words }>(`${path}/export`);
  expect(file.headers.get('Content-Disposition')).toMatch(/^attachment; filename=resident-\d+-2026-11-23\.json$/);
  const { needs, person } = JSON.parse(file.text) as { needs: Words[]; person: Words };
  expect({ needs, person }).toEqual({ needs: body.needs, person: (body as Words)['person'] });
  expect(
    await work.app.installation.db('audit').where({ action: 'person.disclose', record_id: ids.person }),
  ).toHaveLength(1);
  expect((await (await work.as('tier2-north')).get(`${path}/export`)).status).toBe(403);
  expect((await (await work.as('tier2-north')).get(path)).status).toBe(403);
  expect((await (await work.as('administrator-ward')).get(path)).status).toBe(403);
});

it('erases nobody with a need under way, nor for whom it is not theirs to do', async () => {
  const open = await erase();
  expect([open.status, open.body.code, open.body.detail]).toEqual([
    409,
    'erasureOpen',
    expect.stringMatching(/No\.\d/),
  ]);
  expect((await erase('tier2-north')).status).toBe(403);
  expect(await holding(work.app.installation.db, [NAME])).not.toEqual([]);
});

it('leaves no mark in any column of any table, and all keys, states and counts', async () => {
  const { db } = work.app.installation;
  await work.step('tier2-north', `needs/${ids.unmet}`, 'CLOSE', filled('need-closing', { cause: 'other' }));
  const {
    id: _id,
    workflow_id,
    submission_id,
    area_id,
    municipality_id,
  } = await db('needs').where({ id: ids.other }).first();
  expect(await holding(db, ['family.relatives[].days[]◆', 'nicknames[]◆'])).toEqual([
    'submissions.answers: family.relatives[].days[]◆',
    'submissions.answers: nicknames[]◆',
  ]);
  await db('field_values').insert({
    municipality_id,
    kind: 'need',
    field: 'need.form.once',
    text: '1939-04-05',
    record_id: ids.need,
  });
  await db('records').insert({
    id: 'record-of-others',
    municipality_id,
    kind: 'visit',
    area_id,
    year: 0,
    number: 1,
    form_id: (await db('submissions').where({ id: submission_id }).first('form_id')).form_id,
    submission_id,
    answers: JSON.stringify({ note: NAME }),
    search: `1\n${normaliseForSearch(NAME)}`,
    created_at: '2026-11-20T00:00:00Z',
    workflow_id,
    snapshot: '{}',
    state: 'open',
    state_since: '2026-11-20T00:00:00Z',
  });
  const forms = await db('submissions')
    .join('definitions', 'definitions.id', 'submissions.form_id')
    .whereIn('record_id', [ids.need, ids.unmet, ...(await db('referrals').where({ need_id: ids.need }).pluck('id'))])
    .distinct()
    .pluck('definitions.key');
  expect(forms.toSorted()).toEqual(formsOf('need', 'referral'));
  for (const word of traces.filter((trace) => !['けしのけしこ'].includes(trace)))
    expect([word, (await holding(db, [word])).length > 0]).toEqual([word, true]);
  const counted = async () =>
    Promise.all(
      ['needs', 'referrals', 'events', 'submissions', 'decisions', 'decision_cases', 'meetings', 'proposals'].map(
        async (table) => [table, (await db(table)).length],
      ),
    );
  const history = () =>
    db('events').orderBy('id').select('id', 'record_id', 'type', 'from_state', 'to_state', 'version');
  await db('handovers').insert({
    id: 'handover',
    municipality_id,
    area_id,
    role: 'tier2',
    from_name: '去った 人',
    ends_on: '2026-11-30',
    note: `${NAME}さんの鍵を預かる。ほかは台帳に。`,
    created_at: '2026-11-20T00:00:00Z',
  });
  for (const [position, item] of [
    { kind: 'need', record_id: ids.unmet, path: `needs/${ids.unmet}`, note: `添え書き${MARK}` },
    { kind: 'task-mine', record_id: null, path: 'tasks', title: `${NAME}さんに電話する`, note: '急がない' },
    {
      kind: 'need-back',
      need_id: ids.unmet,
      path: `needs/${ids.unmet}`,
      title: 'No.12「足」が戻ってきました',
      note: '',
    },
    { kind: 'task-mine', need_id: ids.unmet, path: 'tasks', title: '困りごとについて', note: '隣に聞く' },
  ].entries())
    await db('handover_items').insert({
      id: `item-${position}`,
      municipality_id,
      handover_id: 'handover',
      position,
      ...item,
    });
  // Meetings that name the resident in nothing but one of their parts: who has them open is told.
  const meetings = [];
  for (const part of [
    { people: [{ name: NAME }] },
    { agenda: [{ title: NAME }] },
    { agenda: [{ title: '足のこと', needId: ids.unmet }] },
  ])
    meetings.push(
      (
        await post('tier2-north', `councils/${ids.council}/meetings`, {
          kind: 'council',
          state: 'planned',
          title: '十二月の会議',
          heldOn: '2026-12-22',
          ...part,
        })
      ).id,
    );
  const before = [await counted(), await history()];

  const { status, body, text } = await erase();
  for (const id of meetings) expect(await versionOf(`meetings/${id}`)).toBeGreaterThan(1);
  expect([status, text]).toEqual([200, expect.stringContaining('"namesakes":false')]);
  expect(body.erased).toMatchObject({ needs: 2, referrals: 4 });
  expect(await holding(db, traces)).toEqual([]);
  expect([await counted(), await history()]).toEqual(before);
  for (const [path, body] of [
    ['consent', { consent: 'not-given', scope: [], askedOn: '2026-11-22', askedBy: '家族', how: 'phone' }],
    ['consent/override', { scope: 'council', reason: '法令による' }],
  ] as const) {
    const again = await (
      await work.as('administrator')
    ).post(work.path(`needs/${ids.need}/${path}`), body, {
      version: await versionOf(`needs/${ids.need}`),
      key: `again-${path}`,
    });
    expect([path, again.status]).toEqual([path, 403]);
  }
  expect(await db('field_values').where({ record_id: ids.need })).toEqual([]);
  // What is somebody else's is as it was.
  expect(await db('files').orderBy('id').select('id', 'name')).toEqual([
    { id: 'paper-of-others', name: '消去済みさん.xlsx' },
  ]);
  expect(await db('file_pieces').pluck('file_id')).toEqual(['paper-of-others']);
  expect(
    (await db('answer_drafts').orderBy('form_key').select('answers', 'aside')).map((draft) => [
      JSON.parse(draft.answers),
      JSON.parse(draft.aside),
    ]),
  ).toEqual([
    [{ needs: [{ needId: ids.unmet, plan: '消去済み' }], minutes: 'ほかの話' }, []],
    [{ body: expect.stringMatching(/^No\.\d+ 消去済みが続いています。$/) }, []],
  ]);
  expect(await db('organisations').where({ id: ids.body }).first('note', 'version')).toEqual({
    note: '消去済みさん（消去済み）の隣',
    version: 2,
  });
  expect(await db('council_members').where({ ends_on: '2026-03-31' }).select('name', 'name_kana', 'version')).toEqual([
    { name: '消去済み', name_kana: '消去済み', version: 2 },
  ]);
  expect(
    await holding(db, [
      '別の計画。消去済みさん',
      '別の弁当',
      '他野 ホカ',
      '他の足。消去済みの隣',
      '電話は消去済み、',
      '消去済み',
    ]),
  ).toEqual(
    expect.arrayContaining([
      'meeting_needs.plan: 別の計画。消去済みさん',
      'needs.title: 別の弁当',
      'needs.resident_name: 他野 ホカ',
      'needs.title: 他の足。消去済みの隣',
      'submissions.answers: 電話は消去済み、',
      'records.answers: 消去済み',
      'handovers.note: 消去済み',
      'handover_items.note: 消去済み',
      'handover_items.title: 消去済み',
    ]),
  );
  // What is about the need goes with it, whoever it names.
  expect(await db('handover_items').whereNotNull('need_id').orderBy('id').select('title', 'note')).toEqual([
    { title: '消去済み', note: '' },
    { title: '消去済み', note: '消去済み' },
  ]);
  const administrator = await work.as('administrator');
  const page = await administrator.get<{
    title: string;
    residentName: string;
    can: Words;
    steps: { open: boolean; reasons: string[] }[];
  }>(work.path(`needs/${ids.need}`));
  expect(page.body).toMatchObject({ title: '消去済み', residentName: '消去済み', can: { edit: false, refer: false } });
  expect(page.body.steps.map((step) => step.open)).toEqual([false]);
  expect(page.body.steps[0]?.reasons[0]).toContain('消去');
  const referral = await administrator.get<{ message: string }>(work.path(`referrals/${ids.referral}`));
  expect([referral.status, referral.body.message]).toEqual([200, '消去済み']);
  expect((await administrator.get(work.path(`people/${ids.person}`))).body).toMatchObject({
    name: '消去済み',
    erasedOn: '2026-11-23',
    can: { edit: false },
  });
  const lines = await db('audit').whereIn('action', ['person.erase', 'need.erase']).orderBy('id');
  expect(lines.map((line) => [line.action, /^No\.\d+$/.test(line.record_title)])).toEqual([
    ['person.erase', true],
    ['need.erase', true],
    ['need.erase', true],
  ]);
});

it('histories of what was erased still replay', async () => {
  const { db } = work.app.installation;
  for (const [table, kind] of [
    ['needs', 'need'],
    ['referrals', 'referral'],
  ] as const)
    for (const row of await db(table).whereIn('id', Object.values(ids))) {
      const { body } = await db('definitions').where({ id: row.workflow_id }).first('body');
      const workflow = JSON.parse(body) as Workflow;
      let now = start(workflow);
      const events = await db('events').where({ record_kind: kind, record_id: row.id }).orderBy('version');
      for (const event of events.filter(
        (candidate) => candidate.from_state !== null && candidate.from_state !== candidate.to_state,
      )) {
        const next = advance(workflow, now.snapshot, { type: event.type });
        if (!next) throw new Error(`${event.type} is not accepted`);
        now = next;
      }
      expect(now.state.join()).toBe(row.state);
    }
});

/** Somebody new with one need that is over. */
const somebody = async (answers: Words): Promise<void> => {
  const { id } = await post('tier2-north', 'needs', {
    answers: intake(work.town, { phone: '0225-98-0000', ...answers }),
    person: 'new',
  });
  await work.step('tier2-north', `needs/${id}`, 'CLOSE', filled('need-closing', { cause: 'other' }));
  ids.need = id;
  ids.person = (await work.app.installation.db('needs').where({ id }).first('person_id')).person_id;
};
const minutes = async (text: string): Promise<() => Promise<string>> => {
  const { id } = await post('tier2-north', `councils/${ids.council}/meetings`, {
    kind: 'council',
    title: '次の会議',
    heldOn: '2026-11-23',
    attendance: 3,
    minutes: text,
    needs: [],
  });
  return async () => (await work.app.installation.db('meetings').where({ id }).first('minutes')).minutes;
};

it('leaves a name and a telephone in others’ texts where somebody else has them, however they write it, and says so', async () => {
  await somebody({ residentName: '髙同 タケ', residentKana: 'たかどう たけ' });
  const other = { residentName: '高同　タケ', residentKana: 'べつの よみ', phone: '0225-98-0000', title: 'もう一人' };
  await post('tier2-north', 'needs', { answers: intake(work.town, other), person: 'new' });
  const readMinutes = await minutes('髙同 タケさん（たかどう たけ、電話 0225-98-0000）のこと');
  expect((await erase()).body.erased).toMatchObject({ namesakes: true });
  // Nobody else is read so.
  expect(await readMinutes()).toBe('髙同 タケさん（消去済み、電話 0225-98-0000）のこと');
});

it('leaves the name of who has a seat or an account: it may be somebody else’s', async () => {
  const seat = { name: '席野 スワル', nameKana: 'せきの すわる', role: 'member', startsOn: '2026-04-01' };
  await post('administrator', `councils/${ids.council}/members`, seat);
  const account = '見本市 centre-north';
  for (const [residentName, phone] of [
    [seat.name, '0225-93-0000'],
    [account, '0225-93-0001'],
  ] as const) {
    await somebody({ residentName, residentKana: 'ほかの よみかた', phone });
    const readMinutes = await minutes(`${residentName}さん（電話 ${phone}）が話した`);
    expect((await erase()).body.erased).toMatchObject({ namesakes: true });
    expect(await readMinutes()).toBe(`${residentName}さん（電話 消去済み）が話した`);
  }
  expect(await work.app.installation.db('council_members').where({ name: seat.name })).toHaveLength(1);
});

it('finds a name in any form of its kanji, in either kana, with a space or without; and nobody of a name that is another', async () => {
  await somebody({ residentName: '髙渡 ヨシ邊', residentKana: 'たかわたり よしべ', phone: '0225-95-0000' });
  const readMinutes = await minutes(
    '高渡　ヨシ辺さん、髙渡よし邉、高\u{e0100}渡 ヨシ邊\u{e0101}、タカワタリヨシベの話。高渡ヨシ部、渡 ヨシ辺、たかわたり さん',
  );
  expect((await erase()).body.erased).toMatchObject({ namesakes: false });
  expect(await readMinutes()).toBe(
    '消去済みさん、消去済み、消去済み、消去済みの話。高渡ヨシ部、渡 ヨシ辺、たかわたり さん',
  );
});

it('finds a register’s record no more by what was personal in it of a resident, and still by the rest', async () => {
  const form = libraryForm('supporter');
  const { skills } = form.schema.properties as { skills: { items: { properties: Words } } };
  for (const name of ['need', 'remark']) {
    skills.items.properties[name] = { type: 'string', maxLength: 200 };
    form.texts.ja.fields[`skills[].${name}`] = { title: name };
  }
  await post('administrator', 'definitions/form', { body: form, reason: '項目を加えた' });
  await somebody({ residentName: '棚田 タナコ', residentKana: 'たなだ たなこ', phone: '0225-95-0000' });
  const entry = { skill: '車いすの介助', need: ids.need, remark: '夜ごとの徘徊を見守る' };
  const answers = { ...supporterAnswers(work.town), skills: [entry, { skill: '囲碁' }] };
  const { id } = await post('tier2-north', 'registers/supporter/records', { answers });
  const findBy = async (words: string): Promise<string[]> => {
    const path = work.path(`registers/supporter/records?q=${encodeURIComponent(words)}`);
    const { status, body } = await (await work.as('tier2-north')).get<{ items: Saved[] }>(path);
    expect(status).toBe(200);
    return body.items.map((item) => item.id);
  };
  const search = async (): Promise<string> =>
    (await work.app.installation.db('records').where({ id }).first('search')).search;
  const [number = '', title = ''] = (await search()).split('\n');
  const plain = [number, title, '囲碁'];
  const personal = ['徘徊', '車いす'];
  for (const words of [...personal, ...plain]) expect([words, await findBy(words)]).toEqual([words, [id]]);
  expect((await erase()).status).toBe(200);
  for (const words of personal) expect([words, await findBy(words)]).toEqual([words, []]);
  for (const words of plain) expect([words, await findBy(words)]).toEqual([words, [id]]);
  const left = await search();
  expect(left.split('\n')).toEqual([number, title, expect.any(String)]);

  // One that was erased before words followed: the upgrade forgets them, and a server that begins writes those that are left.
  const { db } = work.app.installation;
  const { version } = await db('records').where({ id }).first('version');
  await db('records')
    .where({ id })
    .update({ search: `${left} 徘徊 車イス` });
  expect(await findBy('徘徊')).toEqual([id]);
  await searchedAnew.up(db);
  for (const words of [...personal, '囲碁']) expect([words, await findBy(words)]).toEqual([words, []]);
  expect(await findBy(number)).toEqual([id]);
  // One that cannot be read keeps no other from its words, nor the server from beginning; the log repeats nothing of it.
  const { id: broken } = await post('tier2-north', 'registers/supporter/records', { answers });
  const unread = { answers: '棚田 タナコ', search: `${number}-9\n\n` };
  await db('records').where({ id: broken }).update(unread);
  await fillDataSearch(work.app.installation);
  expect([await search(), await db('records').where({ id }).first('version')]).toEqual([left, { version }]);
  expect(await db('records').where({ id: broken }).first('answers', 'search')).toEqual(unread);
  expect(work.app.logged.splice(0)).toEqual([{ kind: 'register-supporter', record: broken, failed: 'SyntaxError' }]);
  await db('records').where({ id: broken }).delete();
});

it('leaves what says too little of who is meant, and changes nothing of JSON but its texts', async () => {
  const { db } = work.app.installation;
  await somebody({ residentName: '佐々木', residentKana: 'ささき', phone: '0225-99-0110' });
  const readMinutes = await minutes('佐々木さんの隣の佐々木商店。電話 0225990110、番号 90225990110');
  await (
    await work.as('administrator')
  ).patch(
    work.path(`people/${ids.person}`),
    { telephone: '110' },
    { version: await versionOf(`people/${ids.person}`), key: 'short' },
  );
  const decision = await db('decisions').first('id', 'decision');
  const facts = { score: 1100, '0225990110': 225990110, number: 10225990110, text: '0225-99-0110' };
  await db('decisions')
    .where({ id: decision.id })
    .update({ decision: JSON.stringify(facts) });
  expect((await erase()).body.erased).toMatchObject({ namesakes: true });
  expect(JSON.parse((await db('decisions').where({ id: decision.id }).first()).decision)).toEqual({
    ...facts,
    text: '消去済み',
  });
  expect(await readMinutes()).toBe('佐々木さんの隣の佐々木商店。電話 消去済み、番号 90225990110');
  await db('decisions').where({ id: decision.id }).update({ decision: decision.decision });
});

it('erases nobody while it is not said whose the needs are that may be theirs', async () => {
  const { db } = work.app.installation;
  await somebody({ residentName: '未定 サダ', residentKana: 'みてい さだ', phone: '0225-96-0001' });
  const mistaken: string[] = [];
  for (const [title, answers] of Object.entries({
    同じかな: { residentKana: 'ミテイサダ', phone: undefined },
    同じ電話: { residentKana: 'べつのひと', phone: '0225960001' },
    違う電話: { residentKana: 'べつのひと', phone: '0225-96-00012' },
  })) {
    const { id } = await work.takeIn('tier2-north', { residentName: '書き違い', title, ...answers });
    if (title !== '違う電話') mistaken.push(id);
  }
  const { body } = await (
    await work.as('administrator')
  ).get<{ undecided: Saved[] }>(work.path(`people/${ids.person}/data`));
  expect(body.undecided.map(({ id }) => id)).toEqual(mistaken);
  for (const [index, id] of mistaken.entries()) {
    const { status, body: problem } = await erase();
    const numbers = await db('needs').whereIn('id', mistaken.slice(index)).orderBy('number').pluck<number[]>('number');
    expect([status, problem.code]).toEqual([409, 'erasureUndecided']);
    expect(problem.detail).toContain(numbers.map((number) => `No.${number}`).join('または'));
    // The one is theirs, and over; the other somebody else's.
    if (index === 0) await work.step('tier2-north', `needs/${id}`, 'CLOSE', filled('need-closing', { cause: 'other' }));
    const set = await (
      await work.as('tier2-north')
    ).put(
      work.path(`needs/${id}/person`),
      { person: index === 0 ? { id: ids.person } : 'new' },
      { version: await versionOf(`needs/${id}`), key: `decided-${index}` },
    );
    expect(set.status).toBe(200);
  }
  expect((await erase()).body.erased).toMatchObject({ needs: 2 });
});

it('erases only with the needs that were seen, and gives no need to whom was erased', async () => {
  await somebody({ residentName: '版野 ミル', residentKana: 'はんの みる', phone: '0225-97-0000' });
  const client = await work.as('administrator');
  const seen = await versionOf(`people/${ids.person}`);
  const answers = intake(work.town, { residentName: '版野 ミル', residentKana: 'はんの みる', phone: '0225-97-0000' });
  const { id } = await post('tier2-north', 'needs', { answers, person: { id: ids.person } });
  const path = work.path(`people/${ids.person}/erasure`);
  const stale = await client.post<{ code: string }>(path, undefined, { version: seen, key: 'seen-before' });
  expect([stale.status, stale.body.code]).toEqual([409, 'erasureOpen']);
  await work.step('tier2-north', `needs/${id}`, 'CLOSE', filled('need-closing', { cause: 'other' }));
  const again = await client.post<{ code: string }>(path, undefined, { version: seen, key: 'seen-still' });
  expect([again.status, again.body.code]).toEqual([409, 'stale']);

  // Given to somebody else after all, and both are told.
  const before = await versionOf(`people/${ids.person}`);
  const set = await client.put(
    work.path(`needs/${id}/person`),
    { person: 'new' },
    { version: await versionOf(`needs/${id}`), key: 'another' },
  );
  expect([set.status, await versionOf(`people/${ids.person}`)]).toEqual([200, before + 1]);
  expect((await erase()).status).toBe(200);
  const refused = await client.post<{ issues: { path: string; message: string }[] }>(
    work.path('needs'),
    { answers, person: { id: ids.person } },
    { key: 'to-erased' },
  );
  expect([refused.status, refused.body.issues]).toEqual([
    422,
    [expect.objectContaining({ path: '/person', message: expect.stringContaining('消去') })],
  ]);
});

/** Tables of which nothing is said of a resident in words: settings and definitions, who works here, what is sealed or only counted. */
const ofNobody = [
  'access_tokens areas closings code_entries counters definitions drafts erasure_list_needs erasure_lists field_uses',
  'finding_needs invitations membership_offers memberships municipalities need_types proposal_joins service_areas',
  'rate_limits recovery_codes second_factors user_news user_reads user_sessions users',
  // A line names a resident's record by its number.
  'audit audit_anchors audit_looks audit_seals audit_unsealed',
  // What rules that are tried would have decided of cases: their outcomes, by the case's id.
  'backtests backtest_rows',
  // What a picture or a paper shows, which goes with the record that it hangs on.
  'answer_file_pieces',
  'postal_codes postal_tables',
  // Residents themselves: another who is called so is a namesake.
  'people',
].flatMap((line) => line.split(' '));
/** Columns of the other tables that hold a key, a word of a list, a day, an instant, a body's own name or another resident's, or what a machine needs. */
const ofNothing = [
  /^handovers\.seats_given$/, // ids
  /(^|_)(id|ids|key|keys|at|on|by|since|state|kind|type|types|status|outcome|sha256|path|number)$/,
  /^(field_values\.(field|text)|idempotency_keys\.(request|headers)|imports\.counts|answer_drafts\.(memberships|saved_in|place))$/,
  // Behind a line end the search words of a need say whom it is about.
  /^(needs\.(search|urgency|consent|consent_scope|consent_override|links|scope|resident_name|resident_kana)|referrals\.rank)$/,
  /^(needs|referrals|proposals|councils|records)\.snapshot$/,
  /^(councils|organisations)\.(name|name_kana|local_name|search|corporate_number|phone|email|url|postal_code|address)$/,
  /^services\.(name|name_kana|search|phone|url|address|urgencies|days|capacity|full_until|full_before)$/,
  /^(meeting_people\.(answer|presence)|findings\.purpose|handovers\.role|council_members\.role|list_views\.role)$/,
  /^((answer_files|record_ties)\.field|record_ties\.told_before)$/, // a day
  /^(proposals\.(answer|fiscal_year)|decision_cases\.(subject|area_path))$/,
];

it('finds a name in whatever column can hold one: each is gone through, or is known to say nothing of residents', async () => {
  const { db } = work.app.installation;
  await somebody({ residentName: '植田 ウエコ', residentKana: 'うえだ うえこ', phone: '0225-94-0000' });
  const columns = (await listColumns(db)).filter(
    ({ table, column, text }) =>
      text &&
      !table.startsWith('knex_') &&
      !ofNobody.includes(table) &&
      !ofNothing.some((known) => known.test(column) || known.test(`${table}.${column}`)),
  );
  expect(columns.length).toBeGreaterThan(55);
  await db('imports').insert({
    id: 'list-of-services',
    municipality_id: work.town.id,
    file_name: 'list.xlsx',
    sha256: '-',
    // The words of a list are keys where it says what each of them means.
    mapping: '{"types":{"植田 ウエコ":"meals"}}',
    counts: '{}',
    changes: '{}',
    created_at: '2026-11-20T00:00:00Z',
  });
  await db('member_candidates').insert({
    id: 'candidate',
    municipality_id: work.town.id,
    council_id: ids.council,
    name: '-',
    state: 'open',
    created_at: '2026-11-20T00:00:00Z',
  });
  const ofMinutes = {
    municipality_id: work.town.id,
    meeting_id: (await db('meetings').first('id')).id,
    name: '-',
    words: '-',
  };
  await db('minutes_replies').insert({
    ...ofMinutes,
    id: 'said-to-minutes',
    round: 1,
    user_id: work.town.users['member-north'],
    kind: 'comment',
    replied_at: '2026-11-20T00:00:00Z',
  });
  await db('minutes_addenda').insert({
    ...ofMinutes,
    id: 'added-to-minutes',
    reason: '-',
    added_at: '2026-11-20T00:00:00Z',
  });
  await db('test_answers').insert({
    id: 'tried',
    municipality_id: work.town.id,
    form_key: 'need-intake',
    form_id: (await db('submissions').first('form_id')).form_id,
    answers: '{}',
    answered_at: '2026-11-20T00:00:00Z',
  });
  await db('answer_files').insert({
    id: 'picture',
    municipality_id: work.town.id,
    name: '-',
    type: 'image/png',
    size: 1,
    created_at: '2026-11-20T00:00:00Z',
  });
  const empty: string[] = [];
  const name = '植田 ウエコ';
  for (const { table, column } of columns) {
    // Into JSON as one more entry; an event without details has none.
    const rows = column === 'details' ? db(table).whereNotNull(column) : db(table);
    const planted = await rows.update({
      [column]: db.raw(
        `case when ?? = '[]' then ? when ?? = '{}' then ? when ?? like '[%' then ? || substr(??, 2)
          when ?? like '{%' then ? || substr(??, 2) else coalesce(??, '') || ? end`,
        [
          0,
          `["${name}"]`,
          0,
          `{"planted":"${name}"}`,
          0,
          `["${name}",`,
          0,
          0,
          `{"planted":"${name}",`,
          0,
          0,
          `。${name}`,
        ].map((value) => value || column),
      ),
    });
    if (planted === 0) empty.push(`${table}.${column}`);
  }
  // What has no row is tried by nothing.
  expect(empty).toEqual([]);
  expect((await holding(db, ['植田'])).length).toBeGreaterThanOrEqual(columns.length);
  const { status, body } = await erase();
  expect([status, body.erased]).toEqual([200, expect.objectContaining({ namesakes: false })]);
  expect(await holding(db, ['植田', 'うえだ', '0225-94-0000'])).toEqual([]);
});
