import { runDue } from '../../server/runner.ts';
import { insertMembership } from '../../server/settings/users/memberships-store.ts';
import type { Role } from '../../server/kernel/context.ts';
import { createTown, signIn, startTestApp, type Client, type Person, type TestApp, type Town } from './app.ts';

type Saved = { id: string; version: number };
type Words = Record<string, unknown>;

/** A town at work: services and councils to be added, needs taken in and moved over HTTP. */
export type Casework = {
  app: TestApp;
  town: Town;
  path: (rest: string) => string;
  as: (person: Person) => Promise<Client>;
  /** Lets the server's runner do what is due on the clock's day. It forgets sessions too, so everybody signs in again. */
  runDue: () => Promise<void>;
  addService: (
    service: { name: string; type: string; areas: (keyof Town['areas'])[]; organisationId?: string } & Words,
  ) => Promise<string>;
  addOrganisation: (name: string) => Promise<string>;
  addCouncil: (name: string, tier: 1 | 2, area: keyof Town['areas']) => Promise<string>;
  takeIn: (person: Person, answers?: Words) => Promise<Saved>;
  step: (person: Person, record: string, event: string, answers?: Words) => Promise<Saved & { state: string }>;
};

/** Answers to the intake: an individual of the northern area who consents to everything. */
export const intake = (town: Town, answers: Words = {}): Words => ({
  scope: 'individual',
  area: town.areas.north.id,
  types: ['transport'],
  urgency: 'normal',
  title: '通院の足がない',
  situation: '一人暮らし。膝が悪い。',
  receivedOn: '2026-11-20',
  residentName: '架空 ハナ',
  residentKana: 'かくう はな',
  phone: '0225-00-0000',
  consent: 'given',
  consentScope: ['service', 'council'],
  ...answers,
});

export const communityIntake = (town: Town, answers: Words = {}): Words => ({
  scope: 'community',
  area: town.areas.north.id,
  types: ['transport'],
  urgency: 'normal',
  title: '買い物の手段がない',
  situation: '歩ける範囲に店がない。',
  receivedOn: '2026-11-20',
  ...answers,
});

export const assessment = { assessedOn: '2026-11-21', method: 'phone', findings: '送迎があれば通院を続けられる。' };

/** Gives an account one more role, as if it had been offered and accepted. Answers the membership's id. */
export const giveRole = (
  { app, town }: Casework,
  person: Person,
  role: Role,
  { area = 'north', starts = '2020-04-01' }: { area?: keyof Town['areas']; starts?: string } = {},
): Promise<string> =>
  app.run(async (ctx) => {
    const id = ctx.newId();
    await insertMembership(ctx.db, {
      id,
      user_id: town.users[person],
      municipality_id: town.id,
      area_id: town.areas[area].id,
      role,
      organisation_id: role === 'provider' ? town.organisation.id : null,
      starts_on: starts,
      ends_on: null,
      version: 1,
    });
    return id;
  });

export async function startCasework(code = '99901'): Promise<Casework> {
  const app = await startTestApp();
  return addCasework(app, await createTown(app, code));
}

/** The same on an app that runs already: a second town. */
export function addCasework(app: TestApp, town: Town): Casework {
  const clients = new Map<Person, Client>();
  const path = (rest: string): string => `/municipalities/${town.code}/${rest}`;
  const as = async (person: Person): Promise<Client> => {
    const client = clients.get(person) ?? (await signIn(app, town.email(person)));
    clients.set(person, client);
    return client;
  };
  const made = async (person: Person, rest: string, body: Words): Promise<Saved> => {
    const reply = await (await as(person)).post<Saved>(path(rest), body);
    if (reply.status !== 201) throw new Error(`${rest}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  return {
    app,
    town,
    path,
    as,
    runDue: async () => {
      await runDue(app.installation);
      clients.clear();
    },
    addService: async ({ areas, organisationId, ...service }) =>
      (
        await made('administrator', 'services', {
          capacity: 'has',
          ...service,
          organisationId: organisationId ?? town.organisation.id,
          areaIds: areas.map((area) => town.areas[area].id),
        })
      ).id,
    addOrganisation: async (name) => (await made('administrator', 'organisations', { name, kind: 'npo' })).id,
    addCouncil: async (name, tier, area) =>
      (await made('administrator', 'councils', { name, tier, areaId: town.areas[area].id, workflowKey: 'standard' }))
        .id,
    takeIn: (person, answers = {}) =>
      made(person, 'needs', { answers: answers.scope ? answers : intake(town, answers) }),
    step: async (person, record, event, answers) => {
      const client = await as(person);
      const { body } = await client.get<{ version: number }>(path(record));
      const reply = await client.post<Saved & { state: string }>(
        path(`${record}/steps`),
        { event, ...(answers ? { answers } : {}) },
        { version: body.version },
      );
      if (reply.status !== 200) throw new Error(`${event} of ${record}: ${reply.status} ${reply.text}`);
      return reply.body;
    },
  };
}
