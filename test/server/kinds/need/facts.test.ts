import { describe, expect, it } from 'vitest';
import { checkFacts, factModels, type Facts } from '../../../../rules/index.ts';
import { areaTypeFacts, type Lacks } from '../../../../server/kinds/finding/facts.ts';
import type { WatchedCouncil } from '../../../../server/kinds/finding/store.ts';
import { areaDistance, needServiceFacts } from '../../../../server/kinds/need/facts.ts';
import type { UnmetRow } from '../../../../server/kinds/need/store.ts';
import type { CandidateRow } from '../../../../server/kinds/service/candidates-store.ts';

describe('areaDistance', () => {
  it.each<[what: string, need: string, served: string[], distance: number]>([
    ['the area itself', '/city/ward/north/', ['/city/ward/north/'], 0],
    ['an area above it', '/city/ward/north/', ['/city/'], 0],
    ['a sibling', '/city/ward/north/', ['/city/ward/south/'], 1],
    ['a part of a wider need’s area', '/city/ward/', ['/city/ward/south/'], 1],
    ['an area under another parent', '/city/ward/north/', ['/city/east/'], 2],
    ['an id that only begins alike', '/city/ward/nor/', ['/city/ward/north/x/'], 2],
    ['several, by the nearest', '/city/ward/north/', ['/city/east/', '/city/ward/south/'], 1],
    ['none', '/city/ward/north/', [], 2],
  ])('takes %s', (_what, need, served, distance) => {
    expect(areaDistance(need, served)).toBe(distance);
  });
});

describe('needServiceFacts', () => {
  const need = {
    scope: 'individual',
    urgency: 'high',
    consent: 'given',
    links: '["dementia"]',
    types: ['meals'],
    area_path: '/city/north/',
  } as const;
  const service: CandidateRow = {
    id: 's',
    name: '配食',
    organisation_id: 'o',
    organisation_name: '会',
    type_key: 'meals',
    urgencies: '["low"]',
    fee: null,
    fee_yen: 600,
    days: '["mon","holiday"]',
    capacity: 'has',
    capacity_confirmed_on: '2026-11-13',
    phone: null,
  };
  const history = { areas: [{ path: '/city/' }], open: 2, completed: 1, refused: true };

  it('fits the model and leaves out what is not known', () => {
    const facts = needServiceFacts({ ...need, types: ['meals'] }, service, history, '2026-11-23');
    expect(facts).toMatchObject({
      'match.type': true,
      'match.area': true,
      'match.urgency': false,
      'match.refusedBefore': true,
      'match.activeReferrals': 2,
      'match.completedBefore': 1,
      'service.daysSinceConfirmed': 10,
      'service.openDays': 1,
      'service.feeYen': 600,
    });
    expect(checkFacts(factModels['need-service']!, facts)).toEqual([]);
    const bare = needServiceFacts(
      { ...need, types: ['meals'] },
      { ...service, fee_yen: null, days: '[]', capacity_confirmed_on: null },
      history,
      '2026-11-23',
    );
    for (const fact of ['service.feeYen', 'service.openDays', 'service.daysSinceConfirmed'])
      expect(bare).not.toHaveProperty([fact]);
    expect(checkFacts(factModels['need-service']!, bare)).toEqual([]);
  });
});

describe('areaTypeFacts', () => {
  const council: WatchedCouncil = { id: 'c', name: '北', tier: 2, area_id: 'north', area_path: '/city/north/' };
  const unmet = (id: string, area: string, received_on: string, more: Partial<UnmetRow> = {}): UnmetRow => ({
    need_id: id,
    number: 1,
    title: id,
    type_key: 'meals',
    area_id: area,
    area_path: `/city/${area}/`,
    area_name: area,
    received_on,
    urgency: 'normal',
    links: '[]',
    ...more,
  });
  const lacks: Lacks = {
    unmet: [
      unmet('new', 'north', '2026-11-20', { urgency: 'high' }),
      unmet('old', 'north', '2026-05-01', { links: '["hardship"]' }),
      unmet('other type', 'north', '2026-11-20', { type_key: 'salon', urgency: 'high' }),
      unmet('east 1', 'east', '2026-11-20'),
      unmet('east 2', 'east', '2026-11-20'),
      unmet('west', 'west', '2026-11-20'),
    ],
    offers: [
      { service_id: 's1', type_key: 'meals', capacity: 'has', area_id: 'city', area_path: '/city/' },
      { service_id: 's1', type_key: 'meals', capacity: 'has', area_id: 'north', area_path: '/city/north/' },
      { service_id: 's2', type_key: 'meals', capacity: 'waiting', area_id: 'north', area_path: '/city/north/' },
      { service_id: 's3', type_key: 'meals', capacity: 'has', area_id: 'east', area_path: '/city/east/' },
      { service_id: 's4', type_key: 'salon', capacity: 'has', area_id: 'north', area_path: '/city/north/' },
    ],
    counted: [],
    discussions: [
      { council_id: 'c', meeting_id: 'm1', title: '', held_on: '2026-11-01', need_id: 'new', plan: null },
      { council_id: 'c', meeting_id: 'm2', title: '', held_on: '2026-11-02', need_id: 'new', plan: null },
      { council_id: 'c', meeting_id: 'm2', title: '', held_on: '2026-11-02', need_id: 'old', plan: '見守りを頼む' },
      { council_id: 'c', meeting_id: 'm3', title: '', held_on: '2026-11-03', need_id: 'other type', plan: null },
      { council_id: 'd', meeting_id: 'm4', title: '', held_on: '2026-11-04', need_id: 'new', plan: null },
    ],
    lastSent: new Map([['c', '2026-11-12T20:00:00.000Z']]),
    today: '2026-11-23',
  };
  const expected: Facts = {
    'area.unmetSameType': 1,
    'area.unmetOldestDays': 206,
    'area.areasWithSameLack': 2,
    'area.services': 2,
    'area.servicesWithCapacity': 1,
    'council.tier': 2,
    'council.meetingsDiscussed': 2,
    'council.meetingsDiscussedNoPlan': 1,
    'need.highUrgency': 1,
    'need.otherDepartment': true,
    'council.daysSinceLastProposal': 10,
  };

  it('counts what is of this type and area, each once', () => {
    const facts = areaTypeFacts(lacks, council, 'meals');
    expect(facts).toEqual(expected);
    expect(checkFacts(factModels['area-type']!, facts)).toEqual([]);
  });

  it('counts of those received of late the ones that a value was kept of', () => {
    const needs = new Set(['new', 'old', 'other type', 'east 1']);
    const facts = areaTypeFacts({ ...lacks, counted: [{ fact: 'area.need.form.snow', needs }] }, council, 'meals');
    expect(facts).toEqual({ ...expected, 'area.need.form.snow': 1 });
  });

  it('is all zeros, and never sent, where nothing is known', () => {
    const facts = areaTypeFacts(
      { ...lacks, unmet: [], offers: [], discussions: [], lastSent: new Map() },
      council,
      'meals',
    );
    expect(Object.values(facts).filter((value) => value !== 0 && value !== false)).toEqual([2]);
    expect(facts).not.toHaveProperty(['council.daysSinceLastProposal']);
    expect(checkFacts(factModels['area-type']!, facts)).toEqual([]);
  });
});
