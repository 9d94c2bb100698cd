import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleSet } from '../../../rules/types.ts';
import { readTable } from '../../../server/imports/read-table.ts';
import { createTown, signIn } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';
import {
  startStudio,
  withValue,
  type Check,
  type Draft,
  type Page,
  type Problem,
  type Row,
  type Saved,
  type Studio,
} from './support.ts';

type Case = {
  id: string;
  decisionId: string | null;
  position: number;
  ruleSet: { key: string; number: number };
  record: { kind: string; id: string; title: string };
  subject: string | null;
  outcome: string;
  outcomeText: string;
  score: number | null;
};
type Explained = {
  sentence: string;
  ruleSet: { number: number };
  outcomes: { type: string }[];
  rules: { held: string }[];
};

describe(`the rule studio on ${testEngine()}`, () => {
  let studio: Studio;
  let escalation: RuleSet;
  beforeAll(async () => {
    studio = await startStudio();
    escalation = await studio.bodyOf('escalation');
  });
  afterAll(async () => {
    expect(studio.app.logged).toEqual([]);
    await studio.app.close();
  });

  const draft = (key: string) => studio.administrator.get<Draft>(studio.rules(`/${key}/draft`));
  const discard = (key: string, version: number) =>
    studio.administrator.delete(studio.rules(`/${key}/draft`), { version });
  const publish = (key: string, version: number, effectiveOn = '2026-11-23') =>
    studio.administrator.post<Problem & { number: number }>(
      studio.rules(`/${key}/publish`),
      { reason: '三件では遅いため', effectiveOn },
      { version },
    );
  const log = async (query: string): Promise<Page<Case>> =>
    (await studio.administrator.get<Page<Case>>(studio.path(`decisions?limit=200&${query}`))).body;
  /** Two of a kind are enough for a proposal: what was a report becomes one. */
  const stricter = (): RuleSet => ({
    ...escalation,
    rules: escalation.rules.map((rule) =>
      rule.name === 'many-unmet'
        ? (withValue({ ...escalation, rules: [rule] }, 'area.unmetSameType', 2).rules[0] ?? rule)
        : rule,
    ),
  });

  describe('the log', () => {
    it('has every case that rules decided, a ranking’s one by one, and those from which nothing followed', async () => {
      const ranked = (await log('rules=referral')).items;
      expect(
        ranked
          .map((decisionCase) => [
            decisionCase.subject,
            decisionCase.outcome,
            decisionCase.decisionId === studio.ids.ranking,
          ])
          .toSorted(),
      ).toEqual([
        ['北の送迎', 'rank', true],
        ['南の送迎', 'exclude', true],
      ]);
      const councils = (await log('rules=escalation&kind=council')).items;
      expect(
        councils.map((decisionCase) => [
          decisionCase.subject,
          decisionCase.outcomeText,
          decisionCase.decisionId !== null,
        ]),
      ).toEqual(
        expect.arrayContaining([
          ['配食', '報告を送る', true],
          ['配食', '何も当てはまらない', false],
        ]),
      );
      expect((await log('outcome=report')).items.every((decisionCase) => decisionCase.outcome === 'report')).toBe(true);
      expect((await log('from=2026-11-24')).total).toBe(0);
    });

    it('explains each of its lines, and names no resident', async () => {
      const all = await log('');
      expect(all.total).toBeGreaterThan(4);
      for (const decisionCase of all.items) {
        const reply = await studio.administrator.get<{ explanation: Explained }>(
          studio.path(`decisions/cases/${decisionCase.id}`),
        );
        expect([reply.status, reply.body.explanation.sentence.length > 0, reply.text.includes('架空')]).toEqual([
          200,
          true,
          false,
        ]);
      }
    });

    it('shows a coordinator the own area alone', async () => {
      const east = await studio.as('tier2-east');
      expect((await east.get<Page<Case>>(studio.path('decisions'))).body.total).toBe(0);
      const [decisionCase] = (await log('rules=escalation')).items;
      expect((await east.get(studio.path(`decisions/cases/${decisionCase?.id}`))).status).toBe(404);
      expect((await (await studio.as('member-north')).get(studio.path('decisions'))).status).toBe(403);
    });
  });

  describe('a draft', () => {
    it('is saved right or wrong, with what is wrong, and given up', async () => {
      const wrong = await studio.save('escalation', 0, {
        ...escalation,
        rules: [{ name: 'x', conditions: { all: [] }, event: { type: 'report' } }],
      });
      expect([
        wrong.status,
        wrong.body.version,
        wrong.body.check.ok,
        wrong.body.check.issues[0]?.path,
        wrong.body.check.blocks.map((block) => block.code),
      ]).toEqual([200, 1, false, '/rules/0/conditions/all', ['check']]);
      expect((await publish('escalation', 1)).body).toMatchObject({ code: 'draftNotReady' });
      const failing = await studio.save('escalation', 1, withValue(escalation, 'need.highUrgency', 99));
      expect(
        failing.body.check.examples.filter((example) => !example.ok).map((example) => example.messages.length),
      ).toEqual([1]);
      expect(failing.body.check.blocks.map((block) => block.code)).toEqual(['examples', 'backtest']);
      expect((await draft('escalation')).body).toMatchObject({
        version: 2,
        base: 1,
        savedBy: '見本市 administrator',
        body: withValue(escalation, 'need.highUrgency', 99),
      });
      expect([(await discard('escalation', 2)).status, (await draft('escalation')).status]).toEqual([204, 404]);
    });

    it('is not overwritten by a second editor, who is told who was there and with what', async () => {
      const first = await studio.save('hollowing-out', 0, { key: 'hollowing-out' });
      const late = await studio.administrator.put<Problem>(
        studio.rules('/hollowing-out/draft'),
        { body: { key: 'mine' } },
        { version: 0 },
      );
      expect([late.status, late.body.code, late.body.current.draft?.body, late.body.current.draft?.savedBy]).toEqual([
        409,
        'stale',
        { key: 'hollowing-out' },
        '見本市 administrator',
      ]);
      expect(late.body.changes).toMatchObject([
        { by: '見本市 administrator', what: '様式・ルール・進め方・台帳の下書きの保存' },
      ]);
      expect((await studio.administrator.put(studio.rules('/hollowing-out/draft'), { body: {} })).status).toBe(428);
      // Given up and begun anew, the number goes on: whoever still has the old one open is noticed.
      await discard('hollowing-out', first.body.version);
      const anew = await studio.save('hollowing-out', 0, { key: 'hollowing-out', anew: true });
      expect([
        anew.body.version > first.body.version,
        (await studio.save('hollowing-out', first.body.version, {})).status,
      ]).toEqual([true, 409]);
      await discard('hollowing-out', anew.body.version);
    });

    it('of two at once is saved by one', async () => {
      const replies = await Promise.all([studio.save('referral', 0, { a: 1 }), studio.save('referral', 0, { a: 2 })]);
      expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
      await discard('referral', 1);
    });

    it('keeps its key, purpose and facts', async () => {
      const { body } = await studio.save('escalation', 0, { ...escalation, key: 'other', purpose: 'watch' });
      expect(body.check.issues.map((issue) => issue.path)).toEqual(['/key', '/purpose']);
      await discard('escalation', body.version);
    });

    it('can begin a new rule set as a copy, which needs no back-test', async () => {
      const copied = await studio.administrator.post<Saved>(
        studio.rules('/quiet-councils/draft/from'),
        { number: 1, key: 'hollowing-out' },
        { version: 0 },
      );
      expect([copied.status, copied.body.check.issues, copied.body.check.blocks]).toEqual([200, [], []]);
      const entry = (
        await studio.administrator.get<{ key: string; latest: number; draft: object | null }[]>(studio.rules())
      ).body.find((each) => each.key === 'quiet-councils');
      expect(entry).toMatchObject({ latest: 0, current: 0, draft: { base: null, version: 1 } });
      expect(await publish('quiet-councils', 1)).toMatchObject({ status: 201, body: { number: 1 } });
      expect((await draft('quiet-councils')).status).toBe(404);
    });

    it('is the administrator’s of the whole municipality', async () => {
      for (const person of ['tier1', 'tier2-north', 'administrator-ward', 'member-north'] as const)
        expect(
          (await (await studio.as(person)).put(studio.rules('/escalation/draft'), { body: {} }, { version: 0 })).status,
        ).toBe(403);
      const neighbour = await createTown(studio.app, '99902', '隣の市');
      const stranger = await signIn(studio.app, neighbour.email('administrator'));
      expect((await stranger.get(studio.rules('/escalation/draft'))).status).toBe(404);
    });
  });

  describe('trying', () => {
    const attempt = (key: string, body: object) =>
      studio.administrator.post<Problem & { facts: Record<string, unknown>; explanation: Explained }>(
        studio.rules(`/${key}/try`),
        body,
      );

    it('on typed-in facts says what would follow; what is left out is unknown, and "9" is not a number', async () => {
      const first = await attempt('escalation', { number: 1, facts: { 'council.tier': 1 } });
      expect([first.status, first.body.explanation.outcomes[0]?.type, first.body.explanation.ruleSet.number]).toEqual([
        200,
        'none',
        1,
      ]);
      expect(first.body.explanation.rules.some((rule) => rule.held === 'unknown')).toBe(true);
      const text = await attempt('escalation', { facts: { 'council.tier': '1' } });
      expect([text.status, text.body.issues[0]?.path]).toEqual([422, '/facts/council.tier']);
      expect((await attempt('escalation', { body: { rules: [] }, facts: {} })).status).toBe(422);
    });

    it('tells where a council stands by the names that its workflows have for it', async () => {
      const facts = (await studio.bodyOf('hollowing-out')).examples?.find(
        (example) => example.facts['council.stage'] === 'operation',
      )?.facts;
      const tried = await studio.administrator.post<{ explanation: Explained }>(studio.rules('/hollowing-out/try'), {
        facts,
      });
      expect([tried.status, tried.text.includes('「運営」'), tried.text.includes('「operation」')]).toEqual([
        200,
        true,
        false,
      ]);
    });

    it('on a real record takes its facts as they are now, and a look at a need is on record', async () => {
      type Subjects = { name: string; record: { kind: string; id: string; serviceId?: string; type?: string } }[];
      const subjects = (
        await studio.administrator.get<Subjects>(studio.rules(`/referral/subjects?q=${encodeURIComponent('通院')}`))
      ).body;
      expect(subjects.map((subject) => subject.name)).toContain('#1 通院の足がない × 北の送迎');
      const tried = await attempt('referral', { record: subjects[0]?.record });
      expect([tried.status, tried.body.facts['match.type'], tried.text.includes('架空')]).toEqual([200, true, false]);
      const audit = await studio.administrator.get<Page<{ action: string; recordId: string }>>(
        studio.path(`audit?action=need.read&recordId=${studio.ids.need}`),
      );
      expect(audit.body.items.length).toBeGreaterThan(0);
      const lack = (
        await studio.administrator.get<Subjects>(
          studio.rules(`/escalation/subjects?q=${encodeURIComponent('北の 配食')}`),
        )
      ).body;
      expect(lack.map((subject) => subject.name)).toEqual(['北の支え合い会議 × 配食']);
      expect((await attempt('escalation', { record: lack[0]?.record })).body.explanation.outcomes[0]?.type).toBe(
        'report',
      );
      expect((await attempt('escalation', { record: subjects[0]?.record })).status).toBe(422);
      expect(
        (await attempt('hollowing-out', { record: { kind: 'council', id: studio.ids.council } })).body.facts,
      ).toMatchObject({ 'council.tier': 2 });
    });
  });

  it('makes an example of a real decision, without names', async () => {
    const added = await studio.administrator.post<{
      key: string;
      version: number;
      index: number;
      example: { facts: object };
    }>(studio.path(`decisions/${studio.ids.ranking}/example?position=1`));
    expect([added.status, added.body.key, added.text.includes('架空'), added.text.includes('通院')]).toEqual([
      201,
      'referral',
      false,
      false,
    ]);
    expect(added.body.example).toMatchObject({ facts: { 'service.capacity': 'none' }, expect: { excluded: true } });
    const { body } = await draft('referral');
    expect(body.check.examples.at(-1)).toMatchObject({ index: added.body.index, ok: true });
    expect(
      (await studio.administrator.post(studio.path(`decisions/${studio.ids.ranking}/example?position=9`))).status,
    ).toBe(404);
    await discard('referral', body.version);
  });

  it('checks a body that is not saved', async () => {
    const reply = await studio.administrator.post<Check>(studio.rules('/check'), { body: escalation });
    expect([reply.status, reply.body.ok, reply.body.examples.every((example) => example.ok)]).toEqual([
      200,
      true,
      true,
    ]);
    expect((await draft('escalation')).status).toBe(404);
  });

  it('compares versions in words', async () => {
    const saved = await studio.save('escalation', 0, withValue(escalation, 'need.highUrgency', 2));
    const reply = await studio.administrator.get<{
      differences: { message: string; rule: string }[];
      to: { body: RuleSet };
    }>(studio.rules('/escalation/compare?from=1&to=draft'));
    expect([reply.status, reply.body.differences.map((difference) => difference.rule), reply.body.to.body]).toEqual([
      200,
      ['urgent-and-old'],
      withValue(escalation, 'need.highUrgency', 2),
    ]);
    expect((await studio.administrator.get(studio.rules('/escalation/compare?from=1&to=9'))).status).toBe(422);
    await discard('escalation', saved.body.version);
  });

  it('back-tests a draft, publishes it for tomorrow, and goes back to the old one', async () => {
    const saved = await studio.save('escalation', 0, stricter());
    expect(saved.body.check.blocks.map((block) => block.code)).toContain('backtest');
    const blocked = await publish('escalation', saved.body.version, '2026-11-24');
    expect([blocked.status, blocked.body.code]).toEqual([409, 'draftNotReady']);
    expect(blocked.body.detail).toContain('過去の判断で試す');

    const job = await studio.backtest('escalation', { from: 1, to: 'draft' });
    expect(job).toMatchObject({
      status: 'done',
      isCurrent: true,
      from: 1,
      to: 'draft',
      counts: { changed: 1, unknown: 0, failed: 0 },
      moves: [{ before: 'report', after: 'proposal', beforeText: '報告を送る', afterText: '提案を送る', cases: 1 }],
    });
    expect([job.done, job.counts.unchanged]).toEqual([job.total, job.total - 1]);
    const rows = (
      await studio.administrator.get<Page<Row>>(studio.rules(`/escalation/backtests/${job.id}/rows?kind=changed`))
    ).body;
    expect(rows.items).toMatchObject([
      {
        kind: 'changed',
        before: 'report',
        after: 'proposal',
        record: { title: '北の支え合い会議' },
        subject: '配食',
        area: { name: '北圏域' },
        decidedOn: '2026-11-23',
      },
    ]);
    expect(
      (await studio.administrator.get<Page<Row>>(studio.rules(`/escalation/backtests/${job.id}/rows?before=none`))).body
        .total,
    ).toBe(0);
    const explained = (
      await studio.administrator.get<{ before: Explained; after: Explained }>(
        studio.rules(`/escalation/backtests/${job.id}/rows/${rows.items[0]?.position}`),
      )
    ).body;
    expect([
      explained.before.outcomes[0]?.type,
      explained.before.ruleSet.number,
      explained.after.outcomes[0]?.type,
      explained.after.ruleSet.number,
    ]).toEqual(['report', 1, 'proposal', 0]);
    const save = (query: string) =>
      studio.administrator.get(studio.rules(`/escalation/backtests/${job.id}/export${query}`));
    const file = await save('');
    const text = Buffer.from(file.bytes).toString();
    expect([text.startsWith('\uFEFF"判断した日"'), text.split('\r\n')[1]]).toEqual([
      true,
      '"2026-11-23","北の支え合い会議","配食","北圏域","変わる","報告を送る","提案を送る",""',
    ]);
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="?backtest-escalation-.*\.csv"?$/);
    expect((await save('?before=none')).text.trim().split('\r\n')).toHaveLength(1);
    const workbook = await save('?as=xlsx&kind=changed');
    const [, name = ''] = /filename="?([^"]*)/.exec(workbook.headers.get('content-disposition') ?? '') ?? [];
    expect(name).toMatch(/^backtest-escalation-.*\.xlsx$/);
    expect(workbook.headers.get('content-type')).toMatch(/spreadsheetml\.sheet$/);
    expect((await readTable(Buffer.from(workbook.bytes), name)).rows).toEqual([
      { row: 2, cells: ['2026-11-23', '北の支え合い会議', '配食', '北圏域', '変わる', '報告を送る', '提案を送る', ''] },
    ]);
    for (const [scope, total] of [
      [{ areaId: studio.town.areas.east.id }, 0],
      [{ fromDay: '2026-11-24' }, 0],
      [{ toDay: '2026-11-23' }, job.total],
    ] as const)
      expect((await studio.backtest('escalation', { from: 1, to: 'draft', ...scope })).total).toBe(total);

    expect((await draft('escalation')).body.check.blocks).toEqual([]);
    // The real decision as an example says otherwise now. It is mended, which makes another body: to be back-tested again.
    const [report] = (await log('rules=escalation&outcome=report')).items;
    await studio.administrator.post(studio.path(`decisions/${report?.decisionId}/example`));
    const { body } = await draft('escalation');
    expect(body.check.blocks.map((block) => block.code)).toEqual(['examples', 'backtest']);
    expect(body.check.examples.filter((example) => !example.ok)).toMatchObject([
      { name: '2026-11-23の判断から（例9）', messages: ['今の結果は「提案を送る」です。'] },
    ]);
    const written = body.body as RuleSet;
    const mended = {
      ...written,
      examples: written.examples?.map((example, index) =>
        index === 8 ? { ...example, expect: { outcomes: ['proposal'] } } : example,
      ),
    };
    const again = await studio.save('escalation', body.version, mended);
    expect(again.body.check.blocks.map((block) => block.code)).toEqual(['backtest']);
    expect((await publish('escalation', again.body.version, '2026-11-22')).status).toBe(422);
    await studio.backtest('escalation', { from: 1, to: 'draft' });
    const done = await publish('escalation', again.body.version, '2026-11-24');
    expect([done.status, done.body.number]).toEqual([201, 2]);
    expect((await publish('escalation', again.body.version, '2026-11-24')).status).toBe(404);

    const evaluate = async (): Promise<number[]> => {
      await studio.administrator.post(studio.path('findings/evaluate'));
      return [
        ...new Set(
          (await log('rules=escalation&outcome=proposal')).items.map((decisionCase) => decisionCase.ruleSet.number),
        ),
      ];
    };
    expect(await evaluate()).toEqual([]);
    studio.app.clock.advanceDays(1);
    expect(await evaluate()).toEqual([2]);

    const back = await studio.administrator.post<Saved>(
      studio.rules('/escalation/draft/from'),
      { number: 1 },
      { version: 0 },
    );
    expect(back.body.check.blocks.map((block) => block.code)).toEqual(['backtest']);
    await studio.backtest('escalation', { from: 2, to: 'draft' });
    expect(await publish('escalation', back.body.version, '2026-11-24')).toMatchObject({
      status: 201,
      body: { number: 3 },
    });
    expect(await studio.bodyOf('escalation', 3)).toEqual(escalation);

    // Every decision, by whichever version it was made, comes out the same once more.
    const replayed = await studio.administrator.post<{ id: string }>(studio.rules('/escalation/replay'), {});
    const proof = await studio.ended('escalation', replayed.body.id);
    expect(proof).toMatchObject({ kind: 'replay', status: 'done', counts: { changed: 0, unknown: 0, failed: 0 } });
    expect(proof.counts.unchanged).toBe((await log('rules=escalation')).total);
    const replay = await studio.administrator.post<{ id: string }>(studio.rules('/referral/replay'), {
      decisionId: studio.ids.ranking,
    });
    expect(await studio.ended('referral', replay.body.id)).toMatchObject({ total: 2, counts: { unchanged: 2 } });
  });
});
