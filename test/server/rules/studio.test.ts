import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../rules/types.ts';
import { testEngine } from '../../support/database.ts';
import { signIn } from '../../support/app.ts';
import { startStudio, type Check, type Draft, type Job, type Page, type Problem, type Row, type Saved, type Studio } from './support.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(async () => {
  expect(studio.app.logged).toEqual([]);
  await studio.app.close();
});

type Case = { id: string; decisionId: string | null; position: number; ruleSet: { key: string; number: number }; record: { kind: string; id: string; title: string }; subject: string | null; outcome: string; outcomeText: string; score: number | null };
const log = async (query = ''): Promise<Page<Case>> => (await studio.administrator.get<Page<Case>>(studio.path(`decisions?limit=200${query}`))).body;

describe(`the rule studio on ${testEngine()}`, () => {
  it('has the cases of what was decided', async () => {
    const ranked = await log('&rules=referral');
    expect(ranked.items.map((one) => [one.subject, one.outcome, one.position, one.decisionId === studio.ids.ranking]).toSorted()).toEqual([['北の送迎', 'rank', 0, true], ['南の送迎', expect.any(String), 1, true]].toSorted());
    expect((await log('&rules=escalation')).items.some((one) => one.subject === '配食')).toBe(true);
    console.log((await log()).items.map((one) => [one.ruleSet.key, one.record.title, one.subject, one.outcome, one.outcomeText, one.decisionId !== null].join(' ')));
  });

  it('backtests', async () => {
    const body = await studio.bodyOf('escalation');
    const saved = await studio.save('escalation', 0, { ...body, rules: body.rules.map((rule) => ({ ...rule, conditions: { all: [rule.conditions, { fact: 'area.unmetSameType', operator: 'greaterThan', value: 100 }] } })) });
    console.log(JSON.stringify(saved.body));
    const job = await studio.backtest('escalation', { from: 1, to: 'draft' });
    console.log(JSON.stringify(job));
    const rows = await studio.administrator.get(studio.rules(`/escalation/backtests/${job.id}/rows`));
    console.log(rows.text);
    console.log((await studio.administrator.get(studio.rules(`/escalation/backtests/${job.id}/rows/0`))).text.slice(0, 500));
  });
});
