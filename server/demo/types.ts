import type { Role } from '../kernel/context.ts';
import type { CityTemplate } from '../settings/codes/starting-codes.ts';

/** A demonstration city in words; `load-demo.ts` plays it through the real use cases, day by day. Days count from the day of loading: -30 is a month ago. */
export type DemoCity = {
  code: string;
  name: string;
  nameKana: string;
  nameEn: string;
  template: CityTemplate;
  areas: { key: string; name: string; nameKana: string; kind: string; parent: string | null }[];
  /** `area`: the areas looked after; null is the whole municipality. */
  users: {
    email: string;
    name: string;
    nameKana: string;
    title: string;
    role: Role;
    area: string[] | null;
    organisation?: string;
  }[];
  organisations: { key: string; name: string; nameKana: string; kind: string; phone: string }[];
  services: DemoService[];
  tier1Council: DemoCouncil & { name: string; nameKana: string; coordinator: string };
  councils: DemoCouncil[];
  needs: DemoNeed[];
  /** Of registers; `day`: the date of so many days from today. */
  records?: (day: (offset: number) => string) => DemoRecord[];
  proposals: {
    council: string;
    day: number;
    kind: 'proposal' | 'report';
    title: string;
    body: string;
    request?: string;
    answer?: { event: string; day: number; reason: string };
  }[];
};

/** Answers in which areas and bodies are named: `id('area:kama')`. */
export type DemoAnswers = Record<string, unknown> | ((id: (name: string) => string) => Record<string, unknown>);

/** Begun and moved on by the area's coordinator, or by who has the role `by`. */
export type DemoRecord = {
  register: string;
  area: string;
  day: number;
  by?: Role;
  answers: DemoAnswers;
  steps: [day: number, event: string, answers?: DemoAnswers][];
};

export type DemoService = {
  key: string;
  organisation: string;
  type: string;
  name: string;
  nameKana: string;
  areas: string[];
  fee: string;
  feeYen: number;
  days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[];
  capacity: 'has' | 'none' | 'waiting' | 'ask';
  /** The day on which the capacity was confirmed. */
  confirmed: number;
  eligibility: string;
};

/** How far a council has come; its workflow is walked to there. */
export type DemoCouncil = {
  key: string;
  area: string | null;
  workflow: 'standard' | 'ishinomaki' | 'niigata' | 'niigata-area';
  localName?: string | null;
  roundtables?: number[];
  founded: number | null;
  meetings: number[];
  members?: number;
};

/** `path`: what became of it. open = received; assessed; refer:SERVICE[:accept|complete|refuse]; unmet. */
export type DemoNeed = [
  area: string,
  /** When it was received. */
  day: number,
  scope: 'individual' | 'community',
  type: string,
  urgency: 'low' | 'normal' | 'high',
  title: string,
  situation: string,
  path: string,
];
