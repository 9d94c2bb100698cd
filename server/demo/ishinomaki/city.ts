import { ishinomakiPlans } from '../plans.ts';
import type { DemoCity } from '../types.ts';
import { activities } from './activities.ts';
import { areas } from './areas.ts';
import { councils, tier1Council } from './councils.ts';
import { lacks } from './lacks.ts';
import { needs } from './needs.ts';
import { organisations } from './organisations.ts';
import { outreach } from './outreach.ts';
import { proposals } from './proposals.ts';
import { services } from './services.ts';
import { supporters } from './supporters.ts';
import { networks } from './networks.ts';
import { together } from './together.ts';
import { users } from './users.ts';

/*
 * 石巻市 as its own plan describes the work (16 councils in three years). Areas are real; every person, body, service and
 * need is made up, and the names say so on purpose (見本, あおぞら, なぎさ …).
 */
export const ishinomaki: DemoCity = {
  code: '042021',
  name: '石巻市',
  nameKana: 'イシノマキシ',
  nameEn: 'Ishinomaki',
  template: 'ishinomaki',
  areas,
  users,
  organisations,
  services,
  tier1Council,
  councils,
  needs,
  proposals,
  records: (day) => [
    ...outreach(day),
    ...supporters(day),
    ...activities(day),
    ...together(day),
    ...networks(day),
    ...lacks(day),
    ...ishinomakiPlans(day),
  ],
};
