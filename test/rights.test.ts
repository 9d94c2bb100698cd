import { describe, expect, it } from 'vitest';
import type { Membership, Role } from '../server/kernel/context.ts';
import { audienceBy, may, reachBy, stepsAs, type Judged, type Rights } from '../server/kernel/rights.ts';

const held = (role: Role, areaPath: string, organisationId: string | null = null): Membership => ({
  id: 'm',
  municipalityId: 't',
  role,
  areaId: areaPath,
  areaPath,
  organisationId,
});
const who = (...memberships: Membership[]) => ({ memberships });
const at = (area: string, is: string[] = [], more: Partial<Judged> = {}): Judged => ({ area, is, ...more });

const rights: Rights<'see' | 'names' | 'step' | 'change'> = [
  { roles: ['tier2'], may: ['see', 'names', 'step'] },
  { roles: ['tier2'], when: ['draft', 'own'], may: ['change'] },
  { roles: ['tier1'], may: ['see'], told: 'tier1' },
  { roles: ['member'], where: 'around', when: ['shared'], may: ['see'], told: 'members' },
  { roles: ['provider'], where: 'organisation', may: ['see', 'step'] },
  { roles: ['administrator'], where: 'anywhere', may: ['change'] },
  { roles: ['tier1'], at: 'to', may: ['step'], as: 'centre' },
];

describe('a table of rights', () => {
  it('gives what a row gives in the area of the role and below, and nothing above or beside it', () => {
    const ward = who(held('tier2', '/r/w/'));
    expect(['/r/w/', '/r/w/n/'].map((area) => may(rights, ward, 'see', at(area)))).toEqual([true, true]);
    expect(['/r/', '/r/e/', '/r/wide/'].map((area) => may(rights, ward, 'see', at(area)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(may(rights, ward, 'change', at('/r/w/'))).toBe(false);
    expect(may(rights, who(), 'see', at('/r/w/'))).toBe(false);
  });

  it('asks all the words of a row of the record', () => {
    const tier2 = who(held('tier2', '/r/'));
    expect(may(rights, tier2, 'change', at('/r/', ['draft']))).toBe(false);
    expect(may(rights, tier2, 'change', at('/r/', ['own', 'other', 'draft']))).toBe(true);
  });

  it('reaches what lies around an area, anywhere, or with an organisation', () => {
    const member = who(held('member', '/r/w/n/'));
    expect(['/r/w/', '/r/w/n/x/', '/r/e/'].map((area) => may(rights, member, 'see', at(area, ['shared'])))).toEqual([
      true,
      true,
      false,
    ]);
    expect(may(rights, who(held('administrator', '/r/e/')), 'change', at('/r/w/'))).toBe(true);
    const provider = who(held('provider', '/r/', 'o1'));
    expect(['o1', 'o2', undefined].map((organisation) => may(rights, provider, 'see', at('/r/', [], { organisation }))))
      // Who acts for no organisation has no records of none.
      .toEqual([true, false, false]);
    expect(may(rights, who(held('provider', '/r/')), 'see', at('/r/'))).toBe(false);
  });

  it('says by which role of a workflow somebody takes steps, each role by itself', () => {
    const both = who(held('tier2', '/r/e/'), held('tier1', '/r/w/'));
    const sent = at('/r/e/', [], { places: { to: '/r/w/n/' } });
    expect(['tier2', 'centre', 'tier1'].map((role) => stepsAs(rights, both, role as Role, sent))).toEqual([
      true,
      true,
      false,
    ]);
    expect(stepsAs(rights, who(held('centre', '/r/')), 'centre', sent)).toBe(false);
  });

  it('tells everything to whom it gives names, and others what their audiences are told', () => {
    expect(audienceBy(rights, who(held('tier1', '/r/'), held('tier2', '/r/')), at('/r/'))).toBe('staff');
    const others = who(held('tier1', '/r/'), held('member', '/r/'));
    expect(audienceBy(rights, others, at('/r/', ['shared']), (name) => name === 'members')).toEqual([
      { name: 'tier1', consent: false },
      { name: 'members', consent: true },
    ]);
    expect(audienceBy(rights, who(held('provider', '/r/', 'o1')), at('/r/', [], { organisation: 'o1' }))).toEqual([]);
  });

  it('gives lists the areas and organisations of each row that reaches something', () => {
    const actor = who(held('tier2', '/r/n/'), held('tier2', '/r/n/'), held('provider', '/r/', 'o1'));
    expect(reachBy(rights, actor, 'see')).toMatchObject([
      { may: ['see', 'names', 'step'], paths: ['/r/n/'], organisationIds: [] },
      { where: 'organisation', paths: [], organisationIds: ['o1'] },
    ]);
    expect(reachBy(rights, who(held('centre', '/r/')), 'see')).toEqual([]);
  });
});
