import { expect } from 'vitest';
import type { z } from 'zod';
import type { RuleSet } from '../../../rules/types.ts';
import type * as contract from '../../../server/studio/contract.ts';
import type { Client, Reply } from '../../support/app.ts';
import { assessment, communityIntake, startCasework, type Casework } from '../../support/casework.ts';

export type Job = z.infer<typeof contract.ruleJob>;
export type Row = z.infer<typeof contract.ruleRow>;
export type Draft = z.infer<typeof contract.ruleDraft>;
export type Saved = z.infer<typeof contract.ruleDraftSaved>;
export type Check = z.infer<typeof contract.ruleCheck>;
export type Page<T> = { items: T[]; total: number; next: string | null };
export type Problem = {
  code: string;
  detail: string;
  issues: { path: string; code: string; message: string }[];
  current: { draft: { version: number; savedBy: string; body: RuleSet } | null };
  changes: { by: string; what: string }[];
};

/** A town whose rules have decided: a need ranked, unmet needs that escalate, councils watched. */
export type Studio = Casework & {
  administrator: Client;
  rules: (rest?: string) => string;
  /** The body in force, or of a number. */
  bodyOf: (key: string, number?: number) => Promise<RuleSet>;
  save: (key: string, version: number, body: unknown) => Promise<Reply<Saved>>;
  backtest: (key: string, input: object) => Promise<Job>;
  /** Drafts a body, back-tests it against the version in force, and publishes it for today. */
  publish: (key: string, body: RuleSet) => Promise<void>;
  /** The job once it has ended. */
  ended: (key: string, id: string) => Promise<Job>;
  ids: { need: string; ranking: string; council: string };
};

export async function startStudio(code = '99901'): Promise<Studio> {
  const work = await startCasework(code);
  const administrator = await work.as('administrator');
  const tier2 = await work.as('tier2-north');
  await work.addCouncil('中央区の協議体', 1, 'ward');
  const council = await work.addCouncil('北の支え合い会議', 2, 'north');
  await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
  await work.addService({ name: '南の送迎', type: 'transport', areas: ['south'], capacity: 'none' });
  const need = (await work.takeIn('tier2-north')).id;
  await work.step('tier2-north', `needs/${need}`, 'ASSESS', assessment);
  const { decisionId } = (await tier2.post<{ decisionId: string }>(work.path(`needs/${need}/ranking`))).body;
  for (const title of ['北の食事の不足', '北の弁当の不足']) {
    const { id } = await work.takeIn('tier2-north', communityIntake(work.town, { title, types: ['meals'] }));
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
  }
  const rules = (rest = '') => work.path(`rules${rest}`);
  const ended = async (key: string, id: string): Promise<Job> => {
    for (let tries = 0; tries < 1200; tries += 1) {
      const { body } = await administrator.get<Job>(rules(`/${key}/backtests/${id}`));
      if (body.status !== 'waiting' && body.status !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`back-test ${id} does not end`);
  };
  const save: Studio['save'] = (key, version, body) =>
    administrator.put<Saved>(rules(`/${key}/draft`), { body }, { version });
  const backtest: Studio['backtest'] = async (key, input) => {
    const queued = await administrator.post<{ id: string }>(rules(`/${key}/backtests`), input);
    expect([queued.status, queued.text]).toEqual([201, queued.text]);
    return ended(key, queued.body.id);
  };
  return {
    ...work,
    administrator,
    rules,
    bodyOf: async (key, number) => {
      const entries = (
        await administrator.get<{ key: string; current: number; versions: { id: string; number: number }[] }[]>(
          work.path('definitions/rules'),
        )
      ).body;
      const entry = entries.find((each) => each.key === key);
      const id = entry?.versions.find((version) => version.number === (number ?? entry.current))?.id;
      return (await administrator.get<{ body: RuleSet }>(work.path(`definitions/rules/${id}`))).body.body;
    },
    save,
    backtest,
    publish: async (key, body) => {
      const { current } =
        (await administrator.get<{ key: string; current: number }[]>(rules())).body.find((each) => each.key === key) ??
        {};
      const { version } = (await save(key, 0, body)).body;
      await backtest(key, { from: current, to: 'draft' });
      const done = await administrator.post(
        rules(`/${key}/publish`),
        { reason: '試験', effectiveOn: '2026-11-23' },
        { version },
      );
      expect([done.status, done.text]).toEqual([201, done.text]);
    },
    ended,
    ids: { need, ranking: decisionId, council },
  };
}

/** A rule set with one leaf's number changed, wherever it stands. */
export function withValue(body: RuleSet, fact: string, value: unknown): RuleSet {
  const changed = JSON.parse(JSON.stringify(body), (_key, part: unknown) =>
    typeof part === 'object' && part !== null && 'fact' in part && part.fact === fact && 'operator' in part
      ? { ...part, value }
      : part,
  ) as RuleSet;
  return changed;
}
