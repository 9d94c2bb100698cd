import { addDays, dayInJapan, instantInJapan } from '../kernel/clock.ts';
import type { MunicipalContext, Role } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import { inTransaction, systemAsker } from '../kernel/transaction.ts';
import { recordKind, type RecordKind } from '../records/record-kind.ts';
import { takeStep } from '../records/take-step.ts';
import { withRegisters } from '../registers/registers-in-force.ts';
import { actorOf, enterMunicipality } from '../settings/sign-in/recognise.ts';
import { readUser } from '../settings/users/store.ts';
import type { DemoCity } from './types.ts';

/** The day on which a city begins. */
export const BEGINNING = -1300;

type Act = { day: number; order: number; perform: () => Promise<unknown> };

/** One city's play: acts are collected with their days, then performed in the order of time. */
export class Stage {
  readonly installation: Installation;
  readonly city: DemoCity;
  readonly #today: string;
  readonly #acts: Act[] = [];
  readonly #ids = new Map<string, string>();
  #minute = 0;

  constructor(installation: Installation, city: DemoCity) {
    this.installation = installation;
    this.city = city;
    this.#today = dayInJapan(installation.clock().toISOString());
  }

  async perform(): Promise<void> {
    this.#acts.sort((a, b) => a.day - b.day || a.order - b.order);
    for (const act of this.#acts) await act.perform();
  }

  /** The id of what an act kept under this name. */
  id(name: string): string {
    const id = this.#ids.get(name);
    if (!id) throw new Error(`the demonstration names ${name}, which it does not have`);
    return id;
  }

  keep(name: string, id: string): void {
    this.#ids.set(name, id);
  }

  dayOf = (offset: number): string => addDays(this.#today, offset);

  add(day: number, perform: () => Promise<unknown>): void {
    // Never later than now: the last acts are of today's first hours.
    this.#acts.push({ day: Math.min(day, 0), order: this.#acts.length, perform });
  }

  /** Runs a use case on a day of the past, as one of the city's people (or the system). */
  async as<T>(email: string | null, day: number, work: (ctx: MunicipalContext) => Promise<T>): Promise<T> {
    this.#minute += 1;
    const past = Date.parse(instantInJapan(this.dayOf(day), 9)) + (this.#minute % 480) * 60_000;
    const clock = () => new Date(Math.min(past, this.installation.clock().getTime()));
    return inTransaction({ ...this.installation, clock }, systemAsker, async (ctx) => {
      const own = { id: this.id('municipality'), code: this.city.code, name: this.city.name };
      if (!email) return work(await withRegisters({ ...ctx, municipality: own }));
      const user = await readUser(ctx.db, this.id(email));
      const actor = user && (await actorOf(ctx, { ...user, second_factor_roles: '' }));
      const inside = actor && enterMunicipality({ ...ctx, actor, own }, own.code);
      if (!inside) throw new Error(`the demonstration's ${email} cannot enter`);
      return work(await withRegisters(inside));
    });
  }

  /** Who has this role: in this area, or else in the whole municipality. */
  user(role: Role, area: string | null = null): DemoCity['users'][number] {
    const users = this.city.users.filter((user) => user.role === role);
    const user =
      users.find((each) => area !== null && each.area?.includes(area)) ??
      users.find((each) => each.area === null) ??
      users[0];
    if (!user) throw new Error(`the demonstration has no ${role}`);
    return user;
  }

  email(role: Role, area: string | null = null): string {
    return this.user(role, area).email;
  }

  /** Who works in an area: its 2nd-tier coordinator, or where there is none yet, the 1st-tier one. */
  coordinator(area: string | null): string {
    const own = this.city.users.find((user) => user.role === 'tier2' && area !== null && user.area?.includes(area));
    return own?.email ?? this.email('tier1');
  }

  /** A step by somebody, on the version that is there. */
  async step(
    email: string,
    day: number,
    kind: RecordKind,
    id: string,
    event: string,
    answers: Record<string, unknown> = {},
  ): Promise<void> {
    await this.as(email, day, async (ctx) => {
      const row = await recordKind(ctx, kind).load(ctx, id);
      if (!row) throw new Error(`no ${kind} ${id}`);
      await takeStep(ctx, kind, id, { event, answers, version: row.version });
    });
  }
}
