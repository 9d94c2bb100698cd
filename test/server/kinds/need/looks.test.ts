import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessment, intake, startCasework, type Casework } from '../../../support/casework.ts';

type Looks = {
  opened: { by: string; what: string; names: boolean }[];
  seen: { by: string; day: string; times: number }[];
};

let work: Casework;
beforeAll(async () => {
  work = await startCasework();
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

describe('who looked at a need', () => {
  it('is told to an administrator: who opened it, newest first, and who had it in a list, by day', async () => {
    const { id } = await work.takeIn('tier2-north');
    const other = await work.takeIn('tier2-north');
    const list = async (person: 'tier1' | 'centre-north', query = '') =>
      (await work.as(person)).get(work.path(`needs${query}`));
    await (await work.as('centre-north')).get(work.path(`needs/${id}`));
    await list('tier1');
    await list('tier1');
    // Midnight in Japan has passed, in UTC it has not.
    work.app.clock.advanceMinutes(15 * 60 + 30);
    await list('centre-north');
    await list('tier1');
    await list('tier1', '?state=closed');
    await (await work.as('tier1')).get(work.path(`needs/${id}`));
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', assessment);

    const administrator = await work.as('administrator');
    const { body } = await administrator.get<Looks>(work.path(`needs/${id}/looks`));
    expect(body.opened.map(({ by, what, names }) => [by, what, names])).toEqual([
      ['見本市 tier2-north', '困りごとの閲覧', true],
      ['見本市 tier1', '困りごとの閲覧', false],
      ['見本市 centre-north', '困りごとの閲覧', true],
    ]);
    expect(body.seen.toSorted((a, b) => (`${a.day}${a.by}` < `${b.day}${b.by}` ? -1 : 1))).toEqual([
      { by: '見本市 tier1', day: '2026-11-23', times: 2 },
      { by: '見本市 centre-north', day: '2026-11-24', times: 1 },
      { by: '見本市 tier1', day: '2026-11-24', times: 1 },
    ]);
    expect((await administrator.get<Looks>(work.path(`needs/${other.id}/looks`))).body.opened).toEqual([]);
    const lines = await work.app.installation.db('audit').where({ action: 'need.looks', record_id: id });
    expect(lines).toHaveLength(1);
  });

  it('counts other pages too: the home page that tells of it, and nobody who is told nothing of it', async () => {
    const { id } = await work.takeIn('tier2-north', { title: '見守りがない' });
    const home = async (person: 'tier2-north' | 'tier2-east'): Promise<string> =>
      (await (await work.as(person)).get(work.path('home'))).text;
    expect(await home('tier2-north')).toContain('見守りがない');
    expect(await home('tier2-north')).toContain('見守りがない');
    expect(await home('tier2-east')).not.toContain('見守りがない');
    const { body } = await (await work.as('administrator')).get<Looks>(work.path(`needs/${id}/looks`));
    expect(body.seen.map(({ by, times }) => [by, times])).toEqual([['見本市 tier2-north', 2]]);
  });

  it('names who gathered all that is kept of the resident', async () => {
    const client = await work.as('tier2-north');
    const answers = { ...intake(work.town), residentName: '見本 アツメ' };
    const { id } = (await client.post<{ id: string }>(work.path('needs'), { answers, person: 'new' })).body;
    const { person_id: person } = await work.app.installation.db('needs').where({ id }).first('person_id');
    const administrator = await work.as('administrator');
    expect((await administrator.get(work.path(`people/${person}/data`))).status).toBe(200);
    const { body } = await administrator.get<Looks>(work.path(`people/${person}/looks`));
    expect(body.opened.map(({ by, what, names }) => [by, what, names])).toEqual([
      ['見本市 administrator', expect.stringMatching(/\S/), true],
    ]);
    expect(body.opened[0]?.what).not.toBe('person.data');
  });

  it('cannot be changed or removed', async () => {
    const { db } = work.app.installation;
    await expect(db('audit_looks').update({ record_id: 'x' })).rejects.toThrow(/append-only/);
    await expect(db('audit_looks').delete()).rejects.toThrow(/append-only/);
  });
});
