import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as contract from '../../../../server/kinds/meeting/contract.ts';
import type { Person } from '../../../support/app.ts';
import { readCouncil } from '../../../../server/kinds/council/store.ts';
import { councilFacts } from '../../../../server/kinds/council/facts.ts';
import type { Facts } from '../../../../rules/types.ts';
import { startCasework, type Casework } from '../../../support/casework.ts';
import { testEngine } from '../../../support/database.ts';

type Meeting = z.infer<typeof contract.meeting>;
type Saved = z.infer<typeof shared.saved>;
type Problem = z.infer<typeof shared.problem>;
type Checked = { ok: boolean; issues: { path: string; code: string; message: string }[] };
/** Changed in places, as its uploader would, by hand. */
type Loose = ReturnType<typeof JSON.parse>;

/** A city's own course: the standard one under another key, its roundtable and its training of kinds of the city's own. */
function ownCourse(): Loose {
  const file = new URL('../../../../workflows/library/standard.workflow.json', import.meta.url);
  const course: Loose = JSON.parse(readFileSync(file, 'utf8'));
  course.key = 'our-course';
  course.texts.ja.name = '見本市の進め方';
  const { on } = course.machine.states.preparation;
  on.HOLD_ROUNDTABLE.actions[0].params.kind = 'voices';
  on.HOLD_TRAINING.actions[0].params.kind = 'fair';
  return course;
}

describe(`kinds of meeting on ${testEngine()}`, () => {
  let work: Casework;
  let council: string;
  beforeAll(async () => {
    work = await startCasework();
    council = await work.addCouncil('北の会', 2, 'north');
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) =>
    (await work.as(person)).ask<T & Problem>(method, work.path(path), body, version === undefined ? {} : { version });
  const plan = (kind: string) =>
    ask<Saved>('tier2-north', 'POST', `councils/${council}/meetings`, {
      kind,
      state: 'planned',
      title: '秋の集まり',
      heldOn: '2026-12-04',
    });
  const upload = (checkOnly: boolean) =>
    ask<Checked>('administrator', 'POST', 'definitions/workflow', {
      body: ownCourse(),
      reason: '市の進め方',
      checkOnly,
    });

  it('are refused where the city has none such, in a meeting and in a workflow, with the place', async () => {
    const refused = await plan('fair');
    expect([refused.status, refused.body.issues?.map(({ path }) => path)]).toEqual([422, ['/kind']]);
    const { body } = await upload(true);
    expect(body.issues.map(({ path, code }) => [path, code])).toEqual(
      expect.arrayContaining([
        ['/machine/states/preparation/on/HOLD_ROUNDTABLE/actions/0/params/kind', 'code-unknown'],
        ['/machine/states/preparation/on/HOLD_TRAINING/actions/0/params/kind', 'code-unknown'],
      ]),
    );
    expect(body.issues.map(({ message }) => message).join()).toContain('roundtable (座談会)');
  });

  it('are added by an administrator, and a course of the city’s own works by them from then on', async () => {
    for (const [key, nameJa, marks] of [
      ['fair', '支え合いまつり', []],
      ['voices', '声を聞く会', ['examined']],
    ] as const)
      expect((await ask('administrator', 'POST', 'codes/meeting-kind', { key, nameJa, marks })).status).toBe(201);
    expect((await plan('fair')).status).toBe(201);
    expect((await upload(false)).status).toBe(201);
    // What may be chosen for a new council is what is published for councils.
    const offered = await ask<{ key: string; name: string; purpose: string }[]>(
      'administrator',
      'GET',
      'definitions/workflow',
    );
    expect(offered.body).toContainEqual(
      expect.objectContaining({ key: 'our-course', name: '見本市の進め方', purpose: 'council' }),
    );
    const made = await ask<Saved>('administrator', 'POST', 'councils', {
      name: '東の会',
      tier: 2,
      areaId: work.town.areas.east.id,
      workflowKey: 'our-course',
    });
    expect(made.status).toBe(201);
    const at = `councils/${made.body.id}`;
    const held = { title: '', heldOn: '2026-11-20', attendance: 12 };
    await work.step('tier2-east', at, 'HOLD_TRAINING', { ...held, title: '第1回 まつり' });
    await work.step('tier2-east', at, 'HOLD_ROUNDTABLE', {
      ...held,
      title: '声を聞く会',
      minutes: '移動の足が欲しい。',
    });
    const list = async () =>
      (await ask<{ items: Meeting[] }>('tier2-east', 'GET', `${at}/meetings`)).body.items.map((meeting) => [
        meeting.kind,
        meeting.title,
        meeting.examined,
      ]);
    expect((await list()).toSorted()).toEqual([
      ['fair', '第1回 まつり', false],
      ['voices', '声を聞く会', false],
    ]);
    type Steps = { steps: { event: string; open: boolean; reasons: string[] }[] };
    const stepOf = async (event: string) =>
      (await ask<Steps>('tier2-east', 'GET', at)).body.steps.find((step) => step.event === event);
    // It counts as a roundtable for the rules of the shipped course, which have neither heard of it.
    expect((await stepOf('START_ESTABLISHMENT'))?.reasons.join()).toContain('あと1回の座談会の精査が必要です');
    // Only what has the mark is examined.
    await work.step('tier2-east', at, 'EXAMINE_ROUNDTABLE', {
      problems: '移動の声が多かった。',
      next: 'establishment',
    });
    expect((await list()).toSorted()).toEqual([
      ['fair', '第1回 まつり', false],
      ['voices', '声を聞く会', true],
    ]);
    expect(await stepOf('EXAMINE_ROUNDTABLE')).toMatchObject({
      open: false,
      reasons: ['あと1回の座談会が必要です。'],
    });
    expect((await stepOf('START_ESTABLISHMENT'))?.reasons.join()).not.toContain('精査が必要です');
  });

  it('count in a council’s facts as what they are marked, whatever their key, and as nothing without a mark', async () => {
    const marks = ['examined', 'study', 'preparation', 'council', 'training', 'briefing'];
    const id = await work.addCouncil('数える会', 2, 'north');
    const counts = (): Promise<Facts> =>
      work.app.run(async (ctx) => {
        const inside = { ...ctx, municipality: { id: work.town.id, code: work.town.code, name: '見本市' } };
        const row = await readCouncil(ctx.db, work.town.id, id);
        return row ? councilFacts(inside, row) : {};
      });
    const facts = [
      'roundtables',
      'studyMeetings',
      'preparationMeetings',
      'councilMeetings',
      'trainings',
      'briefings',
    ].map((name) => `council.${name}Held`);
    const counted = async () => {
      const now = await counts();
      return facts.map((fact) => now[fact]);
    };
    const hold = async (kind: string) =>
      expect(
        (
          await ask('tier2-north', 'POST', `councils/${id}/meetings`, {
            kind,
            title: '集まり',
            heldOn: '2026-11-01',
            attendance: 3,
          })
        ).status,
      ).toBe(201);
    for (const mark of marks) {
      await hold(mark === 'examined' ? 'roundtable' : mark);
      const key = `own-${mark}`;
      const made = await ask<Saved>('administrator', 'POST', 'codes/meeting-kind', {
        key,
        nameJa: `市の${mark}`,
        marks: [mark],
      });
      expect(made.status).toBe(201);
      await hold(key);
      if (mark !== 'training') continue;
      expect(await counted()).toEqual([2, 2, 2, 2, 2, 0]);
      const bare = await ask('administrator', 'PATCH', `codes/meeting-kind/${made.body.id}`, { marks: [] }, 1);
      expect(bare.status).toBe(200);
      expect(await counted()).toEqual([2, 2, 2, 2, 1, 0]);
    }
    expect(await counted()).toEqual([2, 2, 2, 2, 1, 2]);
  });

  it('open a new meeting with an agenda that the administrator writes; other lists have none', async () => {
    type Code = { id: string; key: string; agenda: string[]; version: number };
    const codes = async (list: string) => (await ask<Code[]>('administrator', 'GET', `codes/${list}`)).body;
    const council = async () => (await codes('meeting-kind')).find(({ key }) => key === 'council');
    const shipped = await council();
    expect(shipped?.agenda.slice(0, 2)).toEqual(['前回の宿題', '現状把握・新しい困りごと']);
    const patch = (list: string, code: Code | undefined, agenda: string[]) =>
      ask<Saved>('administrator', 'PATCH', `codes/${list}/${code?.id}`, { agenda }, code?.version);
    expect((await patch('meeting-kind', shipped, ['あいさつ', '宿題'])).status).toBe(200);
    expect((await council())?.agenda).toEqual(['あいさつ', '宿題']);
    expect((await patch('meeting-kind', await council(), [])).status).toBe(200);
    expect((await council())?.agenda).toEqual([]);
    const [type] = await codes('service-type');
    expect((await patch('service-type', type, ['あいさつ'])).status).toBe(200);
    expect((await codes('service-type'))[0]?.agenda).toEqual([]);
  });

  it('are renamed for all, and when closed stay on what has them and are not offered any more', async () => {
    const entry = async (key: string) =>
      (
        await ask<{ id: string; key: string; name: string; version: number }[]>(
          'administrator',
          'GET',
          'codes/meeting-kind',
        )
      ).body.find((code) => code.key === key);
    const workshop = await plan('workshop');
    const before = await entry('workshop');
    const patched = await ask<Saved>(
      'administrator',
      'PATCH',
      `codes/meeting-kind/${before?.id}`,
      { nameJa: '話し合いの場', retired: true },
      before?.version,
    );
    expect(patched.status).toBe(200);
    expect((await entry('workshop'))?.name).toBe('話し合いの場');
    expect((await plan('workshop')).status).toBe(422);
    const kept = await ask<Saved>(
      'tier2-north',
      'PATCH',
      `meetings/${workshop.body.id}`,
      { kind: 'workshop', title: '冬の集まり' },
      1,
    );
    expect(kept.status).toBe(200);
  });
});
