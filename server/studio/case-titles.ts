import type { z } from 'zod';
import type { DecisionCaseRow } from '../decisions/cases-store.ts';
import { ruleModels } from '../decisions/models.ts';
import { recordPlaces } from '../decisions/record-places.ts';
import type * as contract from '../http/contract.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import { readCandidates } from '../kinds/service/index.ts';
import type { AreaRow } from '../settings/areas/store.ts';
import { serviceTypeNames } from '../settings/codes/service-types.ts';

type NamedCase = Pick<DecisionCaseRow, 'record_kind' | 'record_id' | 'subject'>;

/** What cases and facts are called. Never a resident's name: a need is its number and its line. */
export type CaseTitles = {
  record(decisionCase: NamedCase): { kind: string; id: string; title: string };
  /** The service or the service type; null: the record is all that it was about. */
  subject(decisionCase: NamedCase): string | null;
  fact(path: string): string;
};

/** Reads the names of these cases' records, services and types, in a few queries however many there are. */
export async function readCaseTitles(ctx: MunicipalContext, cases: NamedCase[]): Promise<CaseTitles> {
  const places = await recordPlaces(
    ctx,
    cases.map((decisionCase) => ({ kind: decisionCase.record_kind, id: decisionCase.record_id })),
  );
  const serviceIds = [
    ...new Set(
      cases.flatMap((decisionCase) =>
        decisionCase.record_kind === 'need' && decisionCase.subject !== '' ? [decisionCase.subject] : [],
      ),
    ),
  ];
  const services = new Map(
    (serviceIds.length === 0 ? [] : await readCandidates(ctx.db, serviceIds)).map((service) => [
      service.id,
      service.name,
    ]),
  );
  const types = await serviceTypeNames(ctx);
  const labels = new Map(
    Object.values(await ruleModels(ctx)).flatMap((model) =>
      model.facts.map((fact) => [fact.path, fact.label[ctx.language] ?? fact.label.ja]),
    ),
  );
  return {
    record: (decisionCase) => ({
      kind: decisionCase.record_kind,
      id: decisionCase.record_id,
      title: places.get(`${decisionCase.record_kind} ${decisionCase.record_id}`)?.title ?? '',
    }),
    subject: (decisionCase) =>
      decisionCase.subject === ''
        ? null
        : (services.get(decisionCase.subject) ?? types.get(decisionCase.subject) ?? decisionCase.subject),
    fact: (path) => labels.get(path) ?? path,
  };
}

/** The area at the end of a path. */
export function presentArea(areas: AreaRow[], path: string): z.infer<typeof contract.areaLink> | null {
  const area = areas.find((area) => area.path === path);
  return area ? { id: area.id, name: area.name, kind: area.kind } : null;
}
