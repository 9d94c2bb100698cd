import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putField, setCalculation } from '../../../../forms/edit.ts';
import type { Form } from '../../../../forms/types.ts';
import { makeField, type PresetId } from '../../../../forms/presets.ts';
import { intake, startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';

/* An officer adds a heading, a period, a moment, a calculated field and a line to sign to the intake. */

const added: [PresetId, string][] = [
  ['heading', '使う期間'],
  ['period', '借りる期間'],
  ['calculated', '借りる日数'],
  ['dateTime', '受け取り'],
  ['signature', '署名'],
];

const shippedIntake = (): Form =>
  JSON.parse(readFileSync(new URL('../../../../forms/library/need-intake.form.json', import.meta.url), 'utf8')) as Form;

const withKinds = (): Form =>
  setCalculation(
    added.reduce((form, [id, title], index) => {
      const field = makeField(id);
      field.texts.ja[''] = { ...field.texts.ja[''], title };
      return putField(form, field, { holder: '', index }, id);
    }, shippedIntake()),
    'calculated',
    { difference: ['period.to', 'period.from'] },
  );

describe(`needs taken in by a form of many kinds, on ${testEngine()}`, () => {
  let work: Casework;
  const send = async (answers: Record<string, unknown>) =>
    (await work.as('tier2-north')).post<{ id: string; issues?: { path: string; message: string }[] }>(
      work.path('needs'),
      { answers: intake(work.town, answers) },
    );

  beforeAll(async () => {
    work = await startCasework();
    const published = await (
      await work.as('administrator')
    ).post(work.path('definitions/form'), { body: withKinds(), reason: '貸し出しのため' });
    if (published.status !== 201) throw new Error(published.text);
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  it('stores what is calculated, whatever was sent, and tells each as it is here', async () => {
    const response = await send({
      heading: null,
      period: { from: '2026-04-01', to: '2026-04-30' },
      calculated: 99,
      dateTime: '2026-04-01T10:30:00+09:00',
    });
    expect([response.status, response.text]).toEqual([201, response.text]);
    const record = await (
      await work.as('tier2-north')
    ).get<{ answers: { label: string; value: string }[] }>(work.path(`needs/${response.body.id}`));
    expect(record.body.answers.filter(({ label }) => added.some(([, title]) => title === label))).toEqual([
      { label: '借りる期間', value: '2026年4月1日（令和8年）〜2026年4月30日（令和8年）' },
      { label: '借りる日数', value: '29日' },
      { label: '受け取り', value: '2026年4月1日（令和8年）10:30' },
      { label: '署名', value: '＿'.repeat(16) },
    ]);
  });

  it('refuses a period that ends before it begins, and half a moment, each at its field', async () => {
    const response = await send({ period: { from: '2026-04-02', to: '2026-04-01' }, dateTime: '2026-04-01T' });
    expect(response.status).toBe(422);
    expect(response.body.issues?.map(({ path, message }) => [path, message])).toEqual([
      ['/answers/period/to', '借りる期間の終わりは始まりより前にできません'],
      ['/answers/dateTime', '受け取りは日時で入力してください（例：2026-11-23T13:30:00+09:00）'],
    ]);
  });
});
