import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listFieldUses } from '../../../server/decisions/field-values-store.ts';
import { assessment, communityIntake } from '../../support/casework.ts';
import type { Person } from '../../support/app.ts';
import { startStudio, type Problem, type Studio } from './support.ts';

/* A rule counts an area's needs by a field that an officer added to the intake: by the values that are kept, not by reading answers. */

const snow = 'area.need.form.snow';
const lane = 'area.need.form.place.lane';

const intakeForm = () => {
  const url = new URL('../../../forms/library/need-intake.form.json', import.meta.url);
  const form = JSON.parse(readFileSync(url, 'utf8')) as {
    schema: { properties: Record<string, object> };
    uiSchema: { 'ui:order': string[] };
    texts: { ja: { fields: Record<string, object> } };
  };
  const place = ['lane', 'roof'].map((value) => ({ const: value, title: { lane: '道', roof: '屋根' }[value] }));
  form.schema.properties['snow'] = { type: 'boolean' };
  form.schema.properties['place'] = { type: 'string', oneOf: place };
  form.texts.ja.fields['snow'] = { title: '雪かきが必要' };
  form.texts.ja.fields['place'] = { title: '雪の場所' };
  form.uiSchema['ui:order'].push('snow', 'place');
  return form;
};

let studio: Studio;
const publishForm = (body: object) =>
  studio.administrator.post<Problem>(studio.path('definitions/form'), { body, reason: '雪の季節のため' });
const unmet = async (answers: Record<string, unknown>): Promise<string> => {
  const { id } = await studio.takeIn(
    'tier2-north',
    communityIntake(studio.town, { types: ['transport'], title: '雪の道', ...answers }),
  );
  await studio.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
  await studio.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
  return id;
};
const facts = async (): Promise<Record<string, unknown>> => {
  const tried = await studio.administrator.post<{ facts: Record<string, unknown> }>(studio.rules('/escalation/try'), {
    record: { kind: 'council', id: studio.ids.council, type: 'transport' },
  });
  expect([tried.status, tried.text]).toEqual([200, tried.text]);
  return tried.body.facts;
};
const used = () =>
  studio.app.run(async ({ db }) =>
    (await listFieldUses(db, studio.town.id, 'need')).map(({ field, filled_at }) => [field, filled_at !== null]),
  );
const finding = async (person: Person) =>
  (
    await (
      await studio.as(person)
    ).get<{ items: { outcome: string; sentence: string; type: { key: string } | null }[] }>(
      studio.path(`findings?council=${studio.ids.council}&purpose=escalation`),
    )
  ).body.items.find(({ type }) => type?.key === 'transport');

beforeAll(async () => {
  studio = await startStudio();
  expect((await publishForm(intakeForm())).status).toBe(201);
});
afterAll(async () => {
  expect(studio.app.logged).toEqual([]);
  await studio.app.close();
});

it('offers the count of each value as a fact, which nobody knows before a rule has asked for it', async () => {
  await unmet({ snow: true, place: 'lane' });
  await unmet({ snow: true, place: 'roof' });
  const { body } = await studio.administrator.get<{ key: string; facts: { path: string; label: { ja: string } }[] }[]>(
    studio.rules('/models'),
  );
  const offered = body.find(({ key }) => key === 'area-type')?.facts ?? [];
  expect(offered.filter(({ path }) => path.startsWith('area.need.form.')).map(({ path }) => path)).toEqual(
    expect.arrayContaining([snow, lane, 'area.need.form.place.roof']),
  );
  expect(offered.find(({ path }) => path === lane)?.label.ja).toContain('「雪の場所」が「道」');
  expect(await facts()).not.toHaveProperty([snow]);
  expect(await used()).toEqual([]);
});

it('counts once such a rule is published: what was answered before is filled in, what comes later is kept', async () => {
  const escalation = await studio.bodyOf('escalation');
  await studio.publish('escalation', {
    ...escalation,
    rules: [
      {
        name: 'snowed-in',
        priority: 90,
        conditions: { all: [{ fact: snow, operator: 'greaterThanInclusive', value: 2 }] },
        event: { type: 'proposal' },
        texts: { ja: { name: '雪', reason: `雪かきの要る困りごとが{{${snow}}}あります。` } },
      },
      ...escalation.rules,
    ],
  });
  expect(await used()).toEqual([['need.form.snow', true]]);
  expect(await facts()).toMatchObject({ [snow]: 2 });
  expect(await facts()).not.toHaveProperty([lane]);
  const third = await unmet({ snow: true });
  await unmet({ snow: false });
  expect(await facts()).toMatchObject({ [snow]: 3 });
  expect(await finding('tier2-north')).toMatchObject({ outcome: 'proposal', sentence: expect.stringContaining('3件') });
  // It is the kept values that are counted.
  await studio.app.installation.db('field_values').where({ record_id: third }).delete();
  expect(await facts()).toMatchObject({ [snow]: 2 });
});

it('keeps the field in the form as long as a rule counts by it', async () => {
  const form = intakeForm();
  delete form.schema.properties['snow'];
  delete form.texts.ja.fields['snow'];
  form.uiSchema['ui:order'] = form.uiSchema['ui:order'].filter((name) => name !== 'snow');
  const refused = await publishForm(form);
  expect([refused.status, refused.body.issues.map(({ code }) => code)]).toEqual([422, ['field-removed']]);
  expect(refused.text).toContain('雪');
});
