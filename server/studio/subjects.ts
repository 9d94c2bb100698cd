import type { z } from 'zod';
import { subjectOf } from '../../registers/index.ts';
import { registerOfModel } from '../../rules/index.ts';
import type { FactModel, Facts } from '../../rules/types.ts';
import { normaliseForSearch } from '../database/normalise.ts';
import { readFormFacts } from '../decisions/form-facts.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { invalid, notFound } from '../kernel/errors.ts';
import { may, reachBy } from '../kernel/rights.ts';
import { say } from '../kernel/texts/index.ts';
import { councilFacts, readCouncil } from '../kinds/council/index.ts';
import {
  areaTypeFacts,
  mayFinding,
  listWatchedCouncils,
  readLacks,
  type WatchedCouncil,
} from '../kinds/finding/index.ts';
import { mayNeed, listNeedTypes, listNeeds, needReach, prepareFacts, readNeed } from '../kinds/need/index.ts';
import { dataDescription } from '../records/data-description.ts';
import { listDataRecords } from '../records/data-records.ts';
import { listCandidates, readCandidates, readService } from '../kinds/service/index.ts';
import { serviceTypeNames } from '../settings/codes/service-types.ts';
import type * as contract from './contract.ts';
import { areasOf } from '../settings/areas/kept-areas.ts';

export type Subject = z.infer<typeof contract.ruleSubject>;
export type NamedSubject = { name: string; record: Subject };

const MOST = 50;
const MOST_NEEDS = 8;
const MOST_SERVICES = 6;

/**
 * The facts of a real record as they are now, for trying rules on it. Throws not-found for
 * one that the asker may not see, and `invalid` for a record that this model says nothing about.
 */
export async function readSubjectFacts(ctx: MunicipalContext, model: FactModel, subject: Subject): Promise<Facts> {
  const register = registerOfModel(model.key);
  if (register !== null && subject.kind === subjectOf(register)) return registerFacts(ctx, model, subject);
  if (model.key === 'need-service' && 'serviceId' in subject)
    return needFacts(ctx, model, subject.id, subject.serviceId);
  if (subject.kind === 'council' && register === null && model.key !== 'need-service') {
    const council = await readCouncil(ctx.db, ctx.municipality.id, subject.id);
    if (!council || !mayFinding(ctx.actor, 'see', council)) throw notFound();
    const formFacts = (await readFormFacts(ctx, model, [council.id]))(council.id);
    if (model.key === 'council') return { ...formFacts, ...(await councilFacts(ctx, council)) };
    if (model.key === 'area-type' && 'type' in subject && subject.type !== undefined)
      return { ...formFacts, ...areaTypeFacts(await readLacks(ctx, [subject.type]), council, subject.type) };
  }
  throw invalid([{ path: '/record', code: 'record', message: say(ctx.language, 'rules.issue.record') }]);
}

async function registerFacts(ctx: MunicipalContext, model: FactModel, { kind, id }: Subject): Promise<Facts> {
  const description = dataDescription(ctx, kind);
  const row = await description.load(ctx, id);
  if (!row || !may(description.rights, ctx.actor, 'see', description.judged(row))) throw notFound();
  return { ...(await readFormFacts(ctx, model, [id]))(id), ...(await description.facts(ctx, row, model.key)) };
}

async function needFacts(ctx: MunicipalContext, model: FactModel, id: string, serviceId: string): Promise<Facts> {
  const need = await readNeed(ctx.db, ctx.municipality.id, id);
  const service = await readService(ctx.db, ctx.municipality.id, serviceId);
  const [candidate] = service ? await readCandidates(ctx.db, [serviceId]) : [];
  if (!need || !candidate || !mayNeed(ctx.actor, 'case', need)) throw notFound();
  const types = (await listNeedTypes(ctx.db, [id])).get(id) ?? [];
  return (await prepareFacts(ctx, need, [serviceId], types, model))(candidate);
}

/** Records that rules of this model can be tried on: some that fit the words. */
export async function listSubjects(ctx: MunicipalContext, model: FactModel, q: string): Promise<NamedSubject[]> {
  const words = normaliseForSearch(q)
    .split(' ')
    .filter((word) => word !== '');
  if (model.key === 'need-service') return listNeedSubjects(ctx, words);
  const register = registerOfModel(model.key);
  if (register !== null) return listRegisterSubjects(ctx, subjectOf(register), q);
  const councils = (await listWatchedCouncils(ctx.db, ctx.municipality.id)).filter((council) =>
    mayFinding(ctx.actor, 'see', council),
  );
  const named =
    model.key === 'council'
      ? councils.map((council): NamedSubject => ({ name: council.name, record: { kind: 'council', id: council.id } }))
      : await withTypes(ctx, councils);
  return named.filter(({ name }) => words.every((word) => normaliseForSearch(name).includes(word))).slice(0, MOST);
}

/** Records by their numbers and areas: their titles may be names. */
async function listRegisterSubjects(ctx: MunicipalContext, kind: string, q: string): Promise<NamedSubject[]> {
  const isSeen =
    Object.hasOwn(ctx.kinds, kind) && reachBy(dataDescription(ctx, kind).rights, ctx.actor, 'see').length > 0;
  if (!isSeen) return [];
  const { items } = (await listDataRecords(ctx, kind, q === '' ? {} : { q }, { limit: MOST })).body;
  return items.map(({ id, number, area }) => ({
    name: say(ctx.language, 'rules.pair', { one: number, other: area.name }),
    record: { kind, id },
  }));
}

/** Each council with each service type; types that somebody needs in vain come first. */
async function withTypes(ctx: MunicipalContext, councils: WatchedCouncil[]): Promise<NamedSubject[]> {
  const { unmet } = await readLacks(ctx);
  const lacking = new Set(unmet.map((need) => need.type_key));
  const types = [...(await serviceTypeNames(ctx))].toSorted(
    ([a], [b]) => Number(lacking.has(b)) - Number(lacking.has(a)),
  );
  return types.flatMap(([type, typeName]) =>
    councils.map((council): NamedSubject => ({
      name: say(ctx.language, 'rules.pair', { one: council.name, other: typeName }),
      record: { kind: 'council', id: council.id, type },
    })),
  );
}

async function listNeedSubjects(ctx: MunicipalContext, words: string[]): Promise<NamedSubject[]> {
  // Names of residents are not searched here: a hit would give one away.
  const reach = needReach(ctx.actor)
    .filter((right) => right.paths.length > 0)
    .map((right) => ({ ...right, names: false }));
  const areas = await areasOf(ctx);
  const { items } = await listNeeds(ctx.db, { municipalityId: ctx.municipality.id, areas, reach, words }, 'newest', {
    limit: MOST_NEEDS,
  });
  const types = await listNeedTypes(
    ctx.db,
    items.map((need) => need.id),
  );
  const subjects: NamedSubject[] = [];
  for (const need of items) {
    const services = await listCandidates(
      ctx.db,
      ctx.municipality.id,
      types.get(need.id) ?? [],
      need.area_path.split('/').filter((id) => id !== ''),
    );
    for (const service of services.slice(0, MOST_SERVICES))
      subjects.push({
        name: say(ctx.language, 'rules.pair', { one: `#${need.number} ${need.title}`, other: service.name }),
        record: { kind: 'need', id: need.id, serviceId: service.id },
      });
  }
  return subjects;
}
