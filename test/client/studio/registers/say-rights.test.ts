import { readFileSync } from 'node:fs';
import i18n, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { columnChoices, listStandingWords } from '../../../../client/studio/registers/named.ts';
import { sayRight, sayRights } from '../../../../client/studio/registers/words.ts';
import type { Form } from '../../../../forms/types.ts';
import type { Register } from '../../../../registers/types.ts';
import type { Workflow } from '../../../../workflows/types.ts';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'));
const { register, forms, workflow } = read('test/fixtures/kinds/gathering-place.json') as {
  register: Register;
  forms: Form[];
  workflow: Workflow;
};
const supporters = read('workflows/library/supporter.workflow.json') as Workflow;

let say: { ja: TFunction<'register-studio'>; en: TFunction<'register-studio'> };
beforeAll(async () => {
  const spoken = (language: string) =>
    Object.fromEntries(
      ['register-studio', 'common', 'builder'].map((file) => [
        file,
        read(`client/texts/${language}/${file}.json`) as object,
      ]),
    );
  await i18n.init({
    lng: 'ja',
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    resources: { ja: spoken('ja'), en: spoken('en') },
  });
  say = { ja: i18n.getFixedT('ja', 'register-studio'), en: i18n.getFixedT('en', 'register-studio') };
});

describe('the rights of a register in plain words', () => {
  it('say for every role what it may do, and of whom that is nothing', () => {
    const standings = listStandingWords(workflow, 'ja');
    expect(
      Object.fromEntries(sayRights(say.ja, register, standings).map((read) => [read.role, read.sentences])),
    ).toEqual({
      administrator: [
        '管理者（担当課）は、自分の圏域の記録を見る・名前などすべての内容を見る・書き出すことができます。',
      ],
      tier1: [
        '第1層コーディネーターは、すべての圏域の記録を見る・進めることができます。見えるのは、「第1層のコーディネーター」に伝える項目だけです。',
      ],
      tier2: [
        '第2層コーディネーターは、自分の圏域の記録を見る・名前などすべての内容を見る・加える・直す・進めることができます。',
      ],
      member: [
        '協議体構成員は、自分の圏域とその上の圏域の記録のうち、段階「活動」に当たるものを見ることができます。見えるのは、「協議体の構成員」に伝える項目だけです。',
      ],
      provider: ['サービス提供主体は、この台帳を見られません。'],
      centre: [
        '地域包括支援センターは、自分の圏域の記録を見る・名前などすべての内容を見る・加える・直す・進めることができます。',
      ],
    });
    const [member] = sayRights(say.en, register, listStandingWords(workflow, 'en')).filter(
      ({ role }) => role === 'member',
    );
    expect(member?.sentences).toEqual([
      'Council member: may do this with records of their own area and those above it that are at the stage "Running": see. They see only the fields that are told to: Council members.',
    ]);
  });

  it('tell stages and states by their names, and what a workflow does not have as it is', () => {
    const standings = listStandingWords(supporters, 'ja');
    const read = (when: string[], more: object = {}) =>
      sayRight(say.ja, { personal: true }, standings, { roles: ['provider'], may: ['see'], when, ...more });
    expect(read(['registered', 'waiting'])).toContain('段階「頼める」、かつ状況「');
    expect(read(['offerable'])).toMatch(/状況「.+・.+」に当たるもの/);
    expect(read(['nowhere'])).toContain('「nowhere」（この進め方にはありません）');
    expect(read([], { as: 'tier2' })).toBe(
      'サービス提供主体は、自分の圏域の記録を見ることができます。見えるのは、だれにでも伝える項目だけです。進め方の中では第2層コーディネーターとして行います。',
    );
    expect(sayRight(say.ja, register, standings, { roles: [], may: ['see'] })).toBe('だれの行かを選んでください。');
  });

  it('offer the fields that a list may show, by what they are called', () => {
    const [form] = forms;
    expect(columnChoices(form ?? null, 'ja')).toContainEqual({ value: 'seats', label: '席の数' });
    const nested = read('forms/library/supporter.form.json') as Form;
    expect(columnChoices(nested, 'ja').filter(({ value }) => /[.[]/.test(value))).toEqual([]);
  });
});
