import type { Db } from '../database/db.ts';
import { addDays, dayInJapan, instantInJapan } from '../kernel/clock.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import { inTransaction, systemAsker } from '../kernel/transaction.ts';
import { createCouncil, createMember } from '../kinds/council/index.ts';
import { evaluateEscalation, evaluateWatch } from '../kinds/finding/index.ts';
import { rankServices, takeInNeed } from '../kinds/need/index.ts';
import { createOrganisation } from '../kinds/organisation/index.ts';
import { writeProposal } from '../kinds/proposal/index.ts';
import { sendReferral } from '../kinds/referral/index.ts';
import { confirmCapacity, createService } from '../kinds/service/index.ts';
import { recordKind, type RecordKind } from '../records/record-kind.ts';
import { takeStep } from '../records/take-step.ts';
import { insertArea, listAreas } from '../settings/areas/store.ts';
import { createMunicipality } from '../settings/municipality/municipalities.ts';
import { demoState, setDemoWhole } from '../settings/municipality/store.ts';
import { demoPassword } from '../settings/sign-in/demo-password.ts';
import { hashPassword } from '../settings/sign-in/passwords.ts';
import { actorOf, enterMunicipality } from '../settings/sign-in/recognise.ts';
import { insertMembership } from '../settings/users/memberships-store.ts';
import { insertUser, readUser } from '../settings/users/store.ts';
import { councilSteps } from './council-steps.ts';
import { ishinomaki } from './ishinomaki.ts';
import { niigata } from './niigata.ts';
import type { DemoCity, DemoCouncil } from './types.ts';

export { demoPassword };

const cities = [ishinomaki, niigata];

/** The accounts that `npm start` prints. */
export const demoAccounts = cities.flatMap((city) =>
  city.users.map((user) => ({ email: user.email, name: user.name, role: user.title, municipality: city.name })),
);

/** Is the demonstration in this database: wholly, in part (its loading was cut off), or not? */
export const readDemoState = (db: Db): Promise<'none' | 'partial' | 'whole'> => demoState(db);

/**
 * Fills an empty database with the demonstration cities by playing their history through the real use cases, each on its
 * own day and by the person who would have done it. So all that the product derives (decisions, findings, audit) is real.
 */
export async function loadDemo(installation: Installation): Promise<void> {
  const passwordHash = await hashPassword(demoPassword);
  for (const city of cities) await new Stage(installation, city, passwordHash).play();
  await setDemoWhole(installation.db);
}

/** Given names of made-up residents, all of the family 仮名 (a made-up name). */
const residents = [
  'あき',
  'いと',
  'うめ',
  'えい',
  'おと',
  'かな',
  'きく',
  'くに',
  'けい',
  'こう',
  'さと',
  'しの',
  'すず',
  'せつ',
  'そよ',
  'たか',
  'ちよ',
  'つる',
  'てる',
  'とし',
  'なつ',
  'のぶ',
  'はる',
  'ひさ',
  'ふみ',
];

type Act = { day: number; order: number; perform: () => Promise<unknown> };

/** One city's play: acts are collected with their days, then performed in the order of time. */
class Stage {
  readonly #installation: Installation;
  readonly #city: DemoCity;
  readonly #passwordHash: string;
  readonly #today: string;
  readonly #acts: Act[] = [];
  readonly #ids = new Map<string, string>();
  #minute = 0;

  constructor(installation: Installation, city: DemoCity, passwordHash: string) {
    this.#installation = installation;
    this.#city = city;
    this.#passwordHash = passwordHash;
    this.#today = dayInJapan(installation.clock().toISOString());
  }

  async play(): Promise<void> {
    await this.#found();
    this.#planDirectory();
    this.#planCouncil(this.#city.tier1Council, 1);
    for (const council of this.#city.councils) this.#planCouncil(council, 2);
    for (const [index, need] of this.#city.needs.entries()) this.#planNeed(need, index);
    for (const proposal of this.#city.proposals) this.#planProposal(proposal);
    this.#acts.sort((a, b) => a.day - b.day || a.order - b.order);
    for (const act of this.#acts) await act.perform();
    await this.#as(null, 0, async (ctx) => {
      await evaluateEscalation(ctx);
      await evaluateWatch(ctx);
    });
  }

  #id(name: string): string {
    const id = this.#ids.get(name);
    if (!id) throw new Error(`the demonstration names ${name}, which it does not have`);
    return id;
  }

  #dayOf = (offset: number): string => addDays(this.#today, offset);

  #add(day: number, perform: () => Promise<unknown>): void {
    // Never later than now: the last acts are of today's first hours.
    this.#acts.push({ day: Math.min(day, 0), order: this.#acts.length, perform });
  }

  /** Runs a use case on a day of the past, as one of the city's people (or the system). */
  async #as<T>(email: string | null, day: number, work: (ctx: MunicipalContext) => Promise<T>): Promise<T> {
    this.#minute += 1;
    const past = Date.parse(instantInJapan(this.#dayOf(day), 9)) + (this.#minute % 480) * 60_000;
    const clock = () => new Date(Math.min(past, this.#installation.clock().getTime()));
    return inTransaction({ ...this.#installation, clock }, systemAsker, async (ctx) => {
      const own = { id: this.#id('municipality'), code: this.#city.code, name: this.#city.name };
      if (!email) return work({ ...ctx, municipality: own });
      const user = await readUser(ctx.db, this.#id(email));
      const actor = user && (await actorOf(ctx, { ...user, second_factor_roles: '' }));
      const inside = actor && enterMunicipality({ ...ctx, actor, own }, own.code);
      if (!inside) throw new Error(`the demonstration's ${email} cannot enter`);
      return work(inside);
    });
  }

  /** The municipality, its areas and its people, a long time ago. */
  async #found(): Promise<void> {
    const { code, name, nameKana, nameEn } = this.#city;
    const clock = () => new Date(instantInJapan(this.#dayOf(-1300), 9));
    await inTransaction({ ...this.#installation, clock }, systemAsker, async (base) => {
      const { ctx, root } = await createMunicipality(base, { code, name, nameKana, nameEn, demo: true });
      this.#ids.set('municipality', ctx.municipality.id).set('area:root', root.id);
      for (const [position, area] of this.#city.areas.entries()) {
        const parent = area.parent ? this.#id(`area:${area.parent}`) : root.id;
        const parentPath =
          (await listAreas(ctx.db, ctx.municipality.id)).find((row) => row.id === parent)?.path ?? root.path;
        const id = ctx.newId();
        await insertArea(ctx.db, {
          id,
          municipality_id: ctx.municipality.id,
          parent_id: parent,
          kind: area.kind,
          name: area.name,
          name_kana: area.nameKana,
          path: `${parentPath}${id}/`,
          position,
          closed_at: null,
          version: 1,
        });
        this.#ids.set(`area:${area.key}`, id);
      }
    });
    for (const user of this.#city.users) this.#ids.set(user.email, this.#installation.newId());
    const admin = this.#city.users.find((user) => user.role === 'administrator');
    if (!admin) throw new Error('the demonstration has no administrator');
    await this.#as(null, -1300, (ctx) => this.#addUser(ctx, admin));
    for (const organisation of this.#city.organisations)
      await this.#as(admin.email, -1299, async (ctx) => {
        const row = await createOrganisation(ctx, {
          name: organisation.name,
          nameKana: organisation.nameKana,
          kind: organisation.kind,
          phone: organisation.phone,
          email: null,
          url: null,
          postalCode: null,
          address: null,
          corporateNumber: null,
          note: null,
        });
        this.#ids.set(`organisation:${organisation.key}`, row.id);
      });
    for (const user of this.#city.users)
      if (user !== admin) await this.#as(null, -1298, (ctx) => this.#addUser(ctx, user));
  }

  async #addUser(ctx: MunicipalContext, user: DemoCity['users'][number]): Promise<void> {
    const id = this.#id(user.email);
    await insertUser(ctx.db, {
      id,
      municipality_id: ctx.municipality.id,
      email: user.email,
      name: user.name,
      name_kana: user.nameKana,
      password_hash: this.#passwordHash,
      password_set_at: ctx.now,
      created_by: null,
      language: 'ja',
      demo: 1,
      credentials: 1,
      last_seen_at: null,
      disabled_at: null,
      created_at: ctx.now,
      version: 1,
    });
    for (const area of user.area ?? ['root'])
      await insertMembership(ctx.db, {
        id: ctx.newId(),
        user_id: id,
        municipality_id: ctx.municipality.id,
        area_id: this.#id(`area:${area}`),
        role: user.role,
        organisation_id: user.organisation ? this.#id(`organisation:${user.organisation}`) : null,
        starts_on: ctx.today,
        ends_on: null,
        version: 1,
      });
  }

  #email(role: string, area: string | null = null): string {
    const people = this.#city.users.filter((user) => user.role === role);
    const user =
      people.find((each) => area !== null && each.area?.includes(area)) ??
      people.find((each) => each.area === null) ??
      people[0];
    if (!user) throw new Error(`the demonstration has no ${role}`);
    return user.email;
  }

  /** Who works in an area: its 2nd-tier coordinator, or where there is none yet, the 1st-tier one. */
  #coordinator(area: string | null): string {
    const own = this.#city.users.find((user) => user.role === 'tier2' && area !== null && user.area?.includes(area));
    return own?.email ?? this.#email('tier1');
  }

  #planDirectory(): void {
    const admin = this.#email('administrator');
    for (const service of this.#city.services) {
      this.#add(-900, () =>
        this.#as(admin, -900, async (ctx) => {
          const { id } = await createService(ctx, {
            organisationId: this.#id(`organisation:${service.organisation}`),
            type: service.type,
            name: service.name,
            nameKana: service.nameKana,
            areaIds: service.areas.map((area) => this.#id(`area:${area}`)),
            description: null,
            eligibility: service.eligibility,
            urgencies: ['low', 'normal', 'high'],
            fee: service.fee,
            feeYen: service.feeYen,
            days: service.days,
            hours: null,
            capacity: service.capacity,
            phone:
              this.#city.organisations.find((organisation) => organisation.key === service.organisation)?.phone ?? null,
            url: null,
            address: null,
            latitude: null,
            longitude: null,
          });
          this.#ids.set(`service:${service.key}`, id);
        }),
      );
      this.#add(service.confirmed, () =>
        this.#as(admin, service.confirmed, (ctx) =>
          confirmCapacity(ctx, this.#id(`service:${service.key}`), 1, service.capacity),
        ),
      );
    }
  }

  /** A step by somebody, on the version that is there. */
  async #step(
    email: string,
    day: number,
    kind: RecordKind,
    id: string,
    event: string,
    answers: Record<string, unknown> = {},
  ): Promise<void> {
    await this.#as(email, day, async (ctx) => {
      const row = await recordKind(ctx, kind).load(ctx, id);
      if (!row) throw new Error(`no ${kind} ${id}`);
      const asked = { event, answers, version: row.version };
      await takeStep(ctx, kind, id, asked);
    });
  }

  #planCouncil(council: DemoCouncil & { name?: string; nameKana?: string; coordinator?: string }, tier: 1 | 2): void {
    const area = this.#city.areas.find((each) => each.key === council.area);
    const key = `council:${council.key}`;
    const by = tier === 1 ? this.#email('tier1', council.area) : this.#coordinator(council.area);
    const steps = councilSteps(council, this.#city.users.find((user) => user.email === by)?.name ?? '', this.#dayOf);
    const first = Math.min(-20, ...steps.map((step) => step.day)) - 5;
    this.#add(first, () =>
      this.#as(this.#email('administrator'), first, async (ctx) => {
        const { id } = await createCouncil(ctx, {
          name: council.name ?? `${area?.name}地区協議体（第2層）`,
          nameKana: council.nameKana ?? `${area?.nameKana}チクキョウギタイ`,
          localName: council.localName ?? null,
          tier,
          areaId: this.#id(`area:${council.area ?? 'root'}`),
          workflowKey: council.lifecycle,
        });
        this.#ids.set(key, id);
      }),
    );
    for (const [index, member] of this.#membersOf(council).entries())
      this.#add(first + 1, () =>
        this.#as(this.#email('administrator'), first + 1, (ctx) =>
          createMember(ctx, this.#id(key), {
            name: member.name,
            nameKana: member.nameKana,
            role: index === 0 ? 'chair' : 'member',
            organisationId: this.#id(`organisation:${member.organisation}`),
            userId: council.key === 'kama' && index === 1 ? this.#id('member@ishinomaki.example.jp') : null,
            startsOn: ctx.today,
            endsOn: null,
          }),
        ),
      );
    for (const step of steps)
      this.#add(step.day, () => this.#step(by, step.day, 'council', this.#id(key), step.event, step.answers));
  }

  #membersOf(council: DemoCouncil): { name: string; nameKana: string; organisation: string }[] {
    const family = ['見本', '例示', '架空', '仮名', '試作', '想定', '範例', '模擬', '例題'];
    const given: [string, string][] = [
      ['しげる', 'シゲル'],
      ['太郎', 'タロウ'],
      ['きみえ', 'キミエ'],
      ['よしこ', 'ヨシコ'],
      ['たもつ', 'タモツ'],
      ['すみれ', 'スミレ'],
      ['まさる', 'マサル'],
      ['ひろし', 'ヒロシ'],
      ['かずえ', 'カズエ'],
    ];
    const kana = ['ミホン', 'レイジ', 'カクウ', 'カメイ', 'シサク', 'ソウテイ', 'ハンレイ', 'モギ', 'レイダイ'];
    const bodies = this.#city.organisations.filter((organisation) => !['company'].includes(organisation.kind));
    return Array.from({ length: council.members ?? 0 }, (_, index) => {
      const [name, nameKana] = given[index % given.length] ?? ['', ''];
      const turn = (index + council.key.length) % family.length;
      return {
        name: `${family[turn]} ${name}`,
        nameKana: `${kana[turn]} ${nameKana}`,
        organisation: bodies[(index + council.key.length) % bodies.length]?.key ?? '',
      };
    });
  }

  #planNeed([area, day, scope, type, urgency, title, situation, path]: DemoCity['needs'][number], index: number): void {
    const by = this.#coordinator(area);
    const key = `need:${index}`;
    const [what, service, outcome] = path.split(':');
    const given = residents[index % residents.length];
    this.#add(day, () =>
      this.#as(by, day, async (ctx) => {
        const person =
          scope === 'individual'
            ? {
                residentName: `仮名 ${given}`,
                residentKana: `かめい ${given}`,
                consent: 'given',
                consentScope: ['service', 'council'],
              }
            : {};
        // Who comes again is not decided yet, as in a city that has needs from before.
        const isFirst = scope === 'individual' && index < residents.length;
        const answers = {
          scope,
          area: this.#id(`area:${area}`),
          types: [type],
          urgency,
          title,
          situation,
          receivedOn: ctx.today,
          links: type === 'dementia-support' ? ['dementia'] : [],
          ...person,
        };
        const { id } = await takeInNeed(ctx, answers, isFirst ? 'new' : undefined);
        this.#ids.set(key, id);
      }),
    );
    const step = (after: number, event: string, answers: Record<string, unknown>) =>
      this.#add(day + after, () => this.#step(by, day + after, 'need', this.#id(key), event, answers));
    if (what === 'open') return;
    step(1, 'ASSESS', {
      assessedOn: this.#dayOf(Math.min(day + 1, 0)),
      method: scope === 'individual' ? 'visit' : 'meeting',
      findings: situation,
    });
    if (what === 'unmet')
      step(3, 'DECLARE_UNMET', { cause: 'no-service', reason: 'この圏域で受けられる団体が見つかりませんでした。' });
    if (what === 'refer' && service) this.#planReferral(area, day, key, service, outcome);
  }

  #planReferral(area: string, day: number, need: string, service: string, outcome: string | undefined): void {
    const by = this.#coordinator(area);
    const key = `referral:${need}`;
    this.#add(day + 2, () =>
      this.#as(by, day + 2, async (ctx) => {
        const ranking = await rankServices(ctx, this.#id(need));
        const { id } = await sendReferral(ctx, this.#id(need), {
          serviceId: this.#id(`service:${service}`),
          decisionId: ranking.decisionId,
          message: 'よろしくお願いします。',
        });
        this.#ids.set(key, id);
      }),
    );
    // The provider answers where it has an account; for the others the coordinator writes down what was said on the telephone.
    const organisation = this.#city.services.find((each) => each.key === service)?.organisation;
    const answering = this.#city.users.find((user) => user.organisation === organisation)?.email ?? by;
    const step = (after: number, event: string, answers: Record<string, unknown> = {}) =>
      this.#add(day + after, () => this.#step(answering, day + after, 'referral', this.#id(key), event, answers));
    if (outcome === 'refuse')
      step(4, 'REFUSE', { cause: 'no-capacity', reason: '担当者の都合がつかず、今月はお受けできません。' });
    if (outcome === 'accept' || outcome === 'complete') {
      step(4, 'ACCEPT');
      step(6, 'START');
    }
    if (outcome === 'complete') {
      const after = Math.min(20, -day - 2);
      step(after, 'COMPLETE', {
        completedOn: this.#dayOf(day + after),
        result: 'solved',
        note: '利用が始まり、落ち着いています。',
      });
      this.#add(day + after + 1, () =>
        this.#step(by, day + after + 1, 'need', this.#id(need), 'FINISH', {
          askedOn: this.#dayOf(day + after + 1),
          answeredBy: 'person',
          satisfied: 'yes',
          words: '助かっています。このまま続けたいです。',
        }),
      );
    }
  }

  #planProposal(proposal: DemoCity['proposals'][number]): void {
    const key = `proposal:${proposal.title}`;
    const council = this.#city.councils.find((each) => each.key === proposal.council);
    const by = this.#coordinator(council?.area ?? null);
    this.#add(proposal.day, () =>
      this.#as(by, proposal.day, async (ctx) => {
        const { id } = await writeProposal(ctx, {
          kind: proposal.kind,
          fromCouncilId: this.#id(`council:${proposal.council}`),
          toCouncilId: this.#id('council:tier1'),
          answers: {
            title: proposal.title,
            body: proposal.body,
            ...(proposal.request && { request: proposal.request }),
          },
        });
        this.#ids.set(key, id);
      }),
    );
    this.#add(proposal.day, () => this.#step(by, proposal.day, 'proposal', this.#id(key), 'SEND'));
    const { answer } = proposal;
    if (!answer) return;
    this.#add(answer.day - 1, () =>
      this.#step(this.#email('tier1'), answer.day - 1, 'proposal', this.#id(key), 'RECEIVE'),
    );
    this.#add(answer.day, () =>
      this.#step(this.#email('tier1'), answer.day, 'proposal', this.#id(key), answer.event, { comment: answer.reason }),
    );
  }
}
