import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Form, Sources } from '../../forms/index.ts';
import type { Register } from '../../registers/types.ts';
import { assessment, startCasework, type Casework } from '../support/casework.ts';
import { testEngine } from '../support/database.ts';
import { generateAnswers } from '../support/generate-answers.ts';

/*
 * What a coordinator is there for (S1): A resource development and B network building in both tiers, C matching in the second only; and the six
 * activities (S2) that these consist of. Each is shown by what the coordinator of each tier begins in their own area.
 */

type Tier = 'tier1' | 'tier2-north';
const areaOf = { tier1: 'root', 'tier2-north': 'north' } as const;
const both: Tier[] = ['tier1', 'tier2-north'];

/** An activity of 001 with the function that it belongs to, the register in which it is kept, and whose it is. */
const activities: { activity: string; register: string; by: Tier[] }[] = [
  { activity: '① needs and resources are made visible (A)', register: 'survey', by: both },
  { activity: '② local bodies are called on (B)', register: 'outreach', by: both },
  { activity: '③ they are brought together (B)', register: 'linkage', by: both },
  { activity: '④ what the area wants to be is agreed (B)', register: 'vision', by: both },
  { activity: '⑤ services are developed (A)', register: 'activity', by: both },
  { activity: '⑤ supporters are trained (A)', register: 'supporter', by: ['tier2-north'] },
];

const load = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

describe(`the functions of coordinators, on ${testEngine()}`, () => {
  let work: Casework;
  beforeAll(async () => {
    work = await startCasework();
    await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  const begin = async (register: string, tier: Tier) => {
    const area = work.town.areas[areaOf[tier]].id;
    const sources: Sources = {
      areas: [{ value: area, label: '区域' }],
      'service-types': [{ value: 'salon', label: 'サロン' }],
      organisations: [{ value: work.town.organisation.id, label: '団体' }],
    };
    const { form } = load(`registers/library/${register}.register.json`) as Register;
    const answers = generateAnswers(load(`forms/library/${form}.form.json`) as Form, sources, {
      organisation: work.town.organisation.id,
    });
    const client = await work.as(tier);
    return client.post(work.path(`registers/${register}/records`), { answers });
  };
  /** Each activity, with the tiers in which it was begun. */
  const beginAll = async () => {
    const begun: { activity: string; by: Tier[] }[] = [];
    for (const { activity, register } of activities) {
      const by: Tier[] = [];
      for (const tier of both) if ((await begin(register, tier)).status === 201) by.push(tier);
      begun.push({ activity, by });
    }
    return begun;
  };
  const wanted = activities.map(({ activity, by }) => ({ activity, by }));
  /** ⑥, C: a need of the area is ranked against its services. */
  const match = async (tier: Tier) => {
    const { id } = await work.takeIn('tier2-north');
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);
    return (await work.as(tier)).post<{ candidates: unknown[] }>(work.path(`needs/${id}/ranking`));
  };

  it('are A and B in both tiers, each in its own area', async () => expect(await beginAll()).toEqual(wanted));

  it('are C in the second tier only; the first sees what is asked for, and not of whom', async () => {
    const ranking = await match('tier2-north');
    expect([ranking.status, ranking.body.candidates.length]).toEqual([200, 1]);
    expect((await match('tier1')).status).toBe(403);
    const listAndOpen = async (tier: Tier) => {
      const client = await work.as(tier);
      const listed = await client.get<{ items: { id: string }[] }>(work.path('needs'));
      const opened = await client.get(work.path(`needs/${listed.body.items[0]?.id}`));
      return [listed, opened].map(({ status, text }) => [
        status,
        text.includes('通院の足'),
        text.includes('架空 ハナ'),
      ]);
    };
    expect((await listAndOpen('tier2-north')).at(-1)).toEqual([200, true, true]);
    for (const [status, , named] of await listAndOpen('tier1')) expect([status, named]).toEqual([200, false]);
  });

  it('are A and B alone where the city has its coordinators match nothing', async () => {
    const client = await work.as('administrator');
    const path = work.path('practice');
    const { body } = await client.get<{ practice: object; version: number }>(path);
    const changed = await client.patch(path, { ...body.practice, matching: false }, { version: body.version });
    expect(changed.status).toBe(200);
    expect((await match('tier2-north')).status).toBe(409);
    expect(await beginAll()).toEqual(wanted);
  });
});
