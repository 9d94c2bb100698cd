import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessment, intake, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';

type Schema = Record<string, unknown>;
type Form = {
  key: string;
  schema: Schema;
  uiSchema?: unknown;
  texts: { ja: { fields: Record<string, object> }; en?: object };
};

const library = path.join(import.meta.dirname, '../../../forms/library');
const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const renamed = (name: string): string => `f_${name}`;
const renamedPath = (field: string): string => field.replace(/[^.[\]]+/g, renamed);

/** The same schema with every field called otherwise; what says what they are stays. */
function rename(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(rename);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]): [string, unknown] => {
      if (key === 'properties' && isObject(value))
        return [key, Object.fromEntries(Object.entries(value).map(([name, field]) => [renamed(name), rename(field)]))];
      if (key === 'required' && Array.isArray(value)) return [key, value.map((name) => renamed(String(name)))];
      return [key, ['if', 'then', 'else', 'items', 'allOf'].includes(key) ? rename(value) : value];
    }),
  );
}

async function renamedForm(file: string, key: string): Promise<Form> {
  const form = JSON.parse(await readFile(path.join(library, `${file}.form.json`), 'utf8')) as Form;
  const { ja } = form.texts;
  const fields = Object.fromEntries(Object.entries(ja.fields).map(([name, words]) => [renamedPath(name), words]));
  return { ...form, key, schema: rename(form.schema) as Schema, uiSchema: {}, texts: { ja: { ...ja, fields } } };
}

const renameAnswers = (answers: unknown): unknown =>
  Array.isArray(answers)
    ? answers.map(renameAnswers)
    : isObject(answers)
      ? Object.fromEntries(Object.entries(answers).map(([name, value]) => [renamed(name), renameAnswers(value)]))
      : answers;
const ours = (answers: object): Record<string, unknown> => renameAnswers(answers) as Record<string, unknown>;

describe(`forms in which no field is called as it was, on ${testEngine()}`, () => {
  let work: Casework;
  beforeAll(async () => {
    work = await startCasework();
    const administrator = await work.as('administrator');
    const form = await renamedForm('need-intake', 'our-intake');
    // One field stands in a definition, and an officer's own is added.
    const { f_title: title, ...properties } = form.schema.properties as Record<string, Schema>;
    form.schema.$defs = { headline: title };
    form.schema.properties = {
      emergency: { type: 'string' },
      ...properties,
      f_title: { $ref: '#/$defs/headline' },
    };
    form.texts.ja.fields.emergency = { title: '緊急連絡先' };
    const forms = [form];
    for (const key of ['roundtable-record', 'referral-refusal', 'proposal', 'proposal-answer', 'council-founding'])
      forms.push(await renamedForm(key, key));
    // Found by what they are for, under keys of the city's own.
    forms.push(await renamedForm('report', 'our-report'), await renamedForm('proposal', 'our-proposal'));
    for (const body of forms) {
      const reply = await administrator.post(work.path('definitions/form'), { body, reason: '名前を変えた' });
      expect([body.key, reply.status, reply.text]).toEqual([body.key, 201, expect.any(String)]);
    }
    await work.addService({ name: '送迎', type: 'transport', areas: ['north'] });
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  type Need = {
    version: number;
    title: string;
    residentName: string | null;
    urgency: string;
    answers: { label: string; value: string }[];
    given: Record<string, unknown> | null;
    consentScope: string[];
  };
  const answers = () => ({ ...ours(intake(work.town)), emergency: '緊急 連絡夫' });
  const takeIn = async (): Promise<string> => {
    const reply = await (await work.as('tier2-north')).post<{ id: string }>(work.path('needs'), { answers: answers() });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    return reply.body.id;
  };

  it('a need is taken in, found, read and corrected', async () => {
    const tier2 = await work.as('tier2-north');
    const form = await tier2.get<{ key: string; initial: object }>(work.path('needs/form'));
    expect(form.body).toMatchObject({
      key: 'our-intake',
      initial: { f_urgency: 'normal', f_receivedOn: '2026-11-23', f_area: work.town.areas.north.id },
    });
    const id = await takeIn();
    const need = await tier2.get<Need>(work.path(`needs/${id}`));
    expect(need.body).toMatchObject({
      title: '通院の足がない',
      residentName: '架空 ハナ',
      consentScope: ['service', 'council'],
    });
    expect(need.body.answers).toContainEqual({ label: '緊急連絡先', value: '緊急 連絡夫' });
    const countFound = async (person: 'tier2-north' | 'tier1') =>
      (await (await work.as(person)).get<{ total: number }>(work.path(`needs?q=${encodeURIComponent('架空')}`))).body
        .total;
    expect([(await countFound('tier2-north')) > 0, await countFound('tier1')]).toEqual([true, 0]);
    const tier1 = await (await work.as('tier1')).get<Need>(work.path(`needs/${id}`));
    expect(tier1.status).toBe(200);
    for (const secret of ['架空 ハナ', 'かくう', '0225-00-0000', '緊急 連絡夫'])
      expect(tier1.text).not.toContain(secret);
    const corrected = { ...need.body.given, f_urgency: 'high' };
    const edit = await tier2.patch(work.path(`needs/${id}`), { answers: corrected }, { version: need.body.version });
    expect([edit.status, (await tier2.get<Need>(work.path(`needs/${id}`))).body.urgency]).toEqual([200, 'high']);
    const late = await tier2.post<{ issues: { path: string }[] }>(work.path('needs'), {
      answers: { ...answers(), f_receivedOn: '2027-01-01' },
    });
    expect([late.status, late.body.issues.map((issue) => issue.path)]).toEqual([422, ['/answers/f_receivedOn']]);
  });

  it('a referral is told what it may be, and its reason reaches the need', async () => {
    const id = await takeIn();
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    const tier2 = await work.as('tier2-north');
    const ranking = await tier2.post<{ decisionId: string; candidates: { service: { id: string } }[] }>(
      work.path(`needs/${id}/ranking`),
    );
    const sent = await tier2.post<{ id: string }>(work.path(`needs/${id}/referrals`), {
      decisionId: ranking.body.decisionId,
      serviceId: ranking.body.candidates[0]?.service.id,
    });
    const provider = await work.as('provider');
    const read = async () => (await provider.get(work.path(`referrals/${sent.body.id}`))).text;
    expect(await read()).not.toContain('架空 ハナ');
    await work.step(
      'provider',
      `referrals/${sent.body.id}`,
      'REFUSE',
      ours({ cause: 'staff', reason: '運転手が足りない' }),
    );
    for (const secret of ['架空 ハナ', '緊急 連絡夫', '膝が悪い']) expect(await read()).not.toContain(secret);
    const story = (await tier2.get(work.path(`needs/${id}`))).text;
    expect(story).toContain('"answerReason":"運転手が足りない"');
    expect(story).toContain('"reason":"運転手が足りない"');
  });

  it('a meeting is kept, with the needs it dealt with', async () => {
    const council = await work.addCouncil('北の支え合い会議', 2, 'north');
    const need = await takeIn();
    await work.step(
      'tier2-north',
      `councils/${council}`,
      'HOLD_ROUNDTABLE',
      ours({
        title: '第1回座談会',
        heldOn: '2026-11-22',
        attendance: 14,
        needs: [{ needId: need, plan: '見守りを始める' }],
      }),
    );
    const read = await (await work.as('tier2-north')).get<{ meetings: object[] }>(work.path(`councils/${council}`));
    expect(read.body.meetings).toMatchObject([
      { title: '第1回座談会', heldOn: '2026-11-22', attendance: 14, needs: [{ needId: need, plan: '見守りを始める' }] },
    ]);
  });

  it('rules are offered what a meeting’s step asks, and not the form of meetings that no step records', async () => {
    const administrator = await work.as('administrator');
    const bare = await renamedForm('meeting', 'our-meeting');
    const reply = await administrator.post(work.path('definitions/form'), { body: bare, reason: '名前を変えた' });
    expect([reply.status, reply.text]).toEqual([201, reply.text]);
    const models = await administrator.get<{ key: string; facts: { path: string }[] }[]>(work.path('rules/models'));
    const paths = models.body.flatMap(({ facts }) => facts.map(({ path: fact }) => fact));
    expect(paths).toContain('council.form.roundtable-record.f_attendance');
    expect(paths.filter((fact) => /^council\.form\.(our-)?meeting\./.test(fact))).toEqual([]);
  });

  it.each(['proposal', 'report'] as const)(
    'a %s is written with the city’s own form, sent and read above',
    async (kind) => {
      const above = await work.addCouncil(`上の協議体（${kind}）`, 1, 'ward');
      const from = await work.addCouncil(`北の協議体（${kind}）`, 2, 'north');
      const tier2 = await work.as('tier2-north');
      const offered = await tier2.get<{ form: { key: string } }>(
        work.path(`proposals/form?council=${from}&kind=${kind}`),
      );
      expect(offered.body.form.key).toBe(`our-${kind}`);
      const written = await tier2.post<{ id: string }>(work.path('proposals'), {
        kind,
        fromCouncilId: from,
        toCouncilId: above,
        answers: ours({
          title: '移動の足',
          body: '送迎が足りない',
          ...(kind === 'proposal' && { request: '話し合ってほしい' }),
        }),
      });
      expect([written.status, written.text]).toEqual([201, written.text]);
      await work.step('tier2-north', `proposals/${written.body.id}`, 'SEND');
      const read = await (await work.as('tier1')).get(work.path(`proposals/${written.body.id}`));
      expect(read.body).toMatchObject({ kind, title: '移動の足', body: '送迎が足りない' });
    },
  );
});
