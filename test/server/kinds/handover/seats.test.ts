import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as shared from '../../../../server/http/contract.ts';
import type * as councils from '../../../../server/kinds/council/contract.ts';
import type * as overview from '../../../../server/overview/contract.ts';
import type * as users from '../../../../server/settings/users/contract.ts';
import type { Person } from '../../../support/app.ts';
import { giveRole, startCasework, type Casework } from '../../../support/casework.ts';

type Words = Record<string, unknown>;
type Saved = z.infer<typeof shared.saved>;
type Term = [person: string, role: string, startsOn: string, endsOn: string | null];

let work: Casework;
beforeAll(async () => {
  work = await startCasework();
});
afterAll(async () => {
  expect(work.app.logged).toEqual([]);
  await work.app.close();
});

const ask = async <T>(person: Person, method: string, path: string, body?: unknown, version?: number) => {
  const reply = await (
    await work.as(person)
  ).ask<T>(method, work.path(path), body, version === undefined ? {} : { version });
  if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`);
  return reply.body;
};
const sit = async (council: string, person: Person, role: string, startsOn = '2026-04-01'): Promise<string> =>
  (
    await ask<Saved>('administrator', 'POST', `councils/${council}/members`, {
      name: `見本市 ${person}`,
      role,
      userId: work.town.users[person],
      startsOn,
    })
  ).id;
const termsOf = async (council: string): Promise<Term[]> =>
  (await ask<z.infer<typeof councils.councilRecord>>('administrator', 'GET', `councils/${council}`)).members
    .map(({ name, role, startsOn, endsOn }): Term => [name.replace('見本市 ', ''), role, startsOn, endsOn])
    .toSorted();
const handOver = async (ended: Words, to: Person, endsOn: string | null = null): Promise<string> =>
  (await ask<Saved>('administrator', 'POST', 'handovers', { ended, endsOn, toUserId: work.town.users[to] }, 1)).id;
const name = (id: string, to: Person, version: number) =>
  ask<Saved>('administrator', 'PATCH', `handovers/${id}`, { toUserId: work.town.users[to] }, version);

describe('a seat that is handed over', () => {
  it('has one holder at a time, however often and whenever another is named', async () => {
    const council = await work.addCouncil('東の支え合い会議', 2, 'east');
    for (const person of ['member-north', 'provider', 'tier2-east'] as const)
      await giveRole(work, person, 'member', { area: 'east' });
    const chair = await sit(council, 'tier2-north', 'chair');
    // A seat of one's own is none that was given.
    await sit(council, 'tier2-east', 'coordinator');
    const id = await handOver({ councilId: council, memberId: chair }, 'member-north');
    work.app.clock.advanceDays(3);
    await name(id, 'provider', 1);
    work.app.clock.advanceDays(4);
    await name(id, 'tier2-east', 2);
    work.app.clock.advanceDays(2);
    await name(id, 'member-north', 3);
    expect(await termsOf(council)).toEqual([
      ['member-north', 'chair', '2026-11-24', '2026-11-25'],
      ['member-north', 'chair', '2026-12-02', null],
      ['provider', 'chair', '2026-11-26', '2026-11-29'],
      ['tier2-east', 'chair', '2026-11-30', '2026-12-01'],
      ['tier2-east', 'coordinator', '2026-04-01', null],
      ['tier2-north', 'chair', '2026-04-01', '2026-11-23'],
    ]);
  });

  it('is left to who had it already when another is named', async () => {
    const council = await work.addCouncil('北の支え合い会議', 2, 'north');
    const seat = await sit(council, 'tier2-north', 'coordinator');
    for (const person of ['tier2-east', 'centre-north'] as const) await giveRole(work, person, 'tier2');
    await sit(council, 'tier2-east', 'coordinator', '2026-05-01');
    const id = await handOver({ councilId: council, memberId: seat }, 'tier2-east');
    await name(id, 'centre-north', 1);
    expect(await termsOf(council)).toEqual([
      ['centre-north', 'coordinator', '2026-12-03', null],
      ['tier2-east', 'coordinator', '2026-05-01', null],
      ['tier2-north', 'coordinator', '2026-04-01', '2026-12-02'],
    ]);
  });

  it('waits for a successor who does not hold the role yet; one that begins later is taken on its own first day', async () => {
    const council = await work.addCouncil('北の移動の会議', 2, 'north');
    await sit(council, 'member-north', 'member', '2027-04-01');
    const offer = { role: 'member', areaId: work.town.areas.north.id, organisationId: null };
    await ask('administrator', 'POST', `users/${work.town.users['centre-north']}/memberships`, offer);
    const { memberships } = await ask<z.infer<typeof users.user>>(
      'administrator',
      'GET',
      `users/${work.town.users['member-north']}`,
    );
    const role = memberships.find((held) => held.role === 'member' && held.area.id === work.town.areas.north.id);
    const ended = { userId: work.town.users['member-north'], membershipId: role?.id };
    const id = await handOver(ended, 'centre-north', '2026-12-02');
    work.app.clock.advanceDays(2);
    await work.runDue();
    const left: Term = ['member-north', 'member', '2027-04-01', '2026-12-02'];
    expect(await termsOf(council)).toEqual([left]);
    const { waiting } = await ask<z.infer<typeof overview.home>>('administrator', 'GET', 'home');
    expect(waiting.filter(({ kind }) => kind === 'handover-open')).toMatchObject([{ path: `handovers/${id}` }]);
    await giveRole(work, 'centre-north', 'member');
    await ask('centre-north', 'POST', `handovers/${id}/receive`);
    expect(await termsOf(council)).toEqual([['centre-north', 'member', '2027-04-01', null], left]);
  });
});
