import type { tiedKinds } from '../../forms/ties.ts';
import type { ComputedFact } from '../decisions/computed-facts.ts';
import type { EffectDeclaration } from '../effects/effect.ts';
import { performEffects } from '../effects/perform-effects.ts';
import type { Route } from '../http/route.ts';
import { areaImport } from '../imports/areas/area-import.ts';
import type { ImportKind } from '../imports/import-kind.ts';
import { userImport } from '../imports/users/user-import.ts';
import type { Installation } from '../kernel/installation.ts';
import type { YearFigure } from '../overview/year/figure.ts';
import type { HomePart } from '../records/home.ts';
import type { RelatedToRegister } from '../records/related-to-register.ts';
import type { RecordDescription } from '../records/record-kind.ts';
import { withRegisters } from '../registers/registers-in-force.ts';
import type { SearchPart } from '../records/search.ts';
import type { TiePart } from '../records/ties/tie-parts.ts';
import { recordFacts } from '../records/record-facts.ts';
import { fillField } from '../records/fill-field.ts';
import { timer } from '../records/timer.ts';
import { digestEffects } from '../overview/digest.ts';
import { mailInvitation } from '../settings/users/mail-invitation.ts';
import { backtest } from '../studio/run-back-test.ts';
import { closingEffects } from './closing/effects.ts';
import { closingRoutes } from './closing/routes.ts';
import { councilEffects } from './council/effects.ts';
import { councilImport } from './council/import/council-import.ts';
import { councilKind } from './council/kind.ts';
import type { RelatedToCouncil } from './council/related.ts';
import { councilTie } from './council/tie.ts';
import { councilRoutes } from './council/routes.ts';
import { officesOfOrganisations } from './council/tells.ts';
import { councilYear } from './council/year.ts';
import { findingEffects } from './finding/effects.ts';
import { findingHome } from './finding/home.ts';
import { findingSearch } from './finding/search.ts';
import type { RelatedToFinding } from './finding/related.ts';
import { findingRoutes } from './finding/routes.ts';
import { findingsOfCouncils, findingsOfNeeds } from './finding/tells.ts';
import { handoverHome } from './handover/home.ts';
import { openingEffect } from './handover/open-handover.ts';
import { handoverEffects } from './handover/pass-on.ts';
import { handoverRoutes } from './handover/routes.ts';
import { handoverSearch } from './handover/search.ts';
import { handoversOfNeeds } from './handover/tells.ts';
import { meetingEffects } from './meeting/effects.ts';
import { meetingHome } from './meeting/home.ts';
import { meetingRoutes } from './meeting/routes.ts';
import { meetingsOfCouncils, meetingsOfNeeds } from './meeting/tells.ts';
import { meetingSearch } from './meeting/search.ts';
import { meetingTie } from './meeting/tie.ts';
import { meetingYear } from './meeting/year.ts';
import { needImport } from './need/import/need-import.ts';
import { needFacts } from './need/computed.ts';
import { needKind } from './need/kind.ts';
import { lackEffects } from './need/lack-effects.ts';
import type { RelatedToNeed } from './need/related.ts';
import { retentionEffects } from './need/retention/effects.ts';
import { retentionHome } from './need/retention/home.ts';
import { retentionRoutes } from './need/retention/routes.ts';
import { needTie } from './need/tie.ts';
import { needRoutes } from './need/routes.ts';
import { needYear } from './need/year.ts';
import type { RelatedToOrganisation } from './organisation/related.ts';
import { organisationTie } from './organisation/tie.ts';
import { organisationRoutes } from './organisation/routes.ts';
import { organisationSearch } from './organisation/search.ts';
import { peopleRoutes } from './people/routes.ts';
import { personSearch } from './people/search.ts';
import { personTie } from './people/tie.ts';
import { proposalEffects } from './proposal/effects.ts';
import { proposalKind } from './proposal/kind.ts';
import { proposalRoutes } from './proposal/routes.ts';
import { proposalsOfCouncils, proposalsOfFindings } from './proposal/tells.ts';
import { proposalTie } from './proposal/tie.ts';
import { proposalYear } from './proposal/year.ts';
import { referralEffects } from './referral/effects.ts';
import { referralKind } from './referral/kind.ts';
import { referralRoutes } from './referral/routes.ts';
import { referralsOfNeeds } from './referral/tells.ts';
import { referralYear } from './referral/year.ts';
import { serviceFacts } from './service/computed.ts';
import { serviceEffects } from './service/effects.ts';
import { taskHome } from './task/home.ts';
import { taskRoutes } from './task/routes.ts';
import { taskSearch } from './task/search.ts';
import { tasksOfNeeds } from './task/tells.ts';
import { serviceHome } from './service/home.ts';
import { organisationImport } from './service/import/organisation-import.ts';
import { serviceImport } from './service/import/service-import.ts';
import { serviceRoutes } from './service/routes.ts';
import { servicesOfOrganisations, servicesOfRecords } from './service/tells.ts';
import { serviceSearch } from './service/search.ts';
import { serviceTie } from './service/tie.ts';
import { serviceYear } from './service/year.ts';

/** What home pages tell of nouns that are no records. */
export const otherHomeParts: readonly HomePart[] = [
  meetingHome,
  taskHome,
  serviceHome,
  findingHome,
  retentionHome,
  handoverHome,
];

/** Each declared once, by the kind or the room that performs it. */
const effects: readonly EffectDeclaration[] = [
  timer,
  fillField,
  backtest,
  mailInvitation,
  ...retentionEffects,
  ...lackEffects,
  ...councilEffects,
  ...meetingEffects,
  ...findingEffects,
  ...serviceEffects,
  ...referralEffects,
  ...proposalEffects,
  ...closingEffects(otherHomeParts),
  ...handoverEffects,
  openingEffect(otherHomeParts),
  ...digestEffects(otherHomeParts),
];

const kinds: readonly RecordDescription[] = [needKind, referralKind, councilKind, proposalKind];

/** What each kind's pages show of the kinds above it. */
const related: {
  organisation: RelatedToOrganisation;
  need: RelatedToNeed;
  council: RelatedToCouncil;
  finding: RelatedToFinding;
  /** How what answers name is picked and told: of all kinds, also of those that are no records. */
  tie: Record<(typeof tiedKinds)[number], TiePart>;
  register: RelatedToRegister;
  /** What registers may have worked out for their records. */
  fact: Readonly<Record<string, ComputedFact>>;
} = {
  organisation: { ...servicesOfOrganisations, ...officesOfOrganisations },
  need: { ...referralsOfNeeds, ...meetingsOfNeeds, ...findingsOfNeeds, ...tasksOfNeeds, ...handoversOfNeeds },
  council: { ...meetingsOfCouncils, ...findingsOfCouncils, ...proposalsOfCouncils },
  finding: proposalsOfFindings,
  tie: {
    organisation: organisationTie,
    service: serviceTie,
    council: councilTie,
    meeting: meetingTie,
    proposal: proposalTie,
    need: needTie,
    person: personTie,
  },
  register: servicesOfRecords,
  fact: Object.fromEntries([...recordFacts, ...needFacts, ...serviceFacts].map((fact) => [fact.key, fact])),
};

/** What an installation does: `main`, the commands and tests hand it on. The only list of kinds that there is. */
export const kindsAndEffects: Pick<Installation, 'kinds' | 'enter' | 'related' | 'effectTypes' | 'performEffects'> = {
  kinds: Object.fromEntries(kinds.map((each) => [each.kind, each])),
  enter: withRegisters,
  related,
  effectTypes: Object.fromEntries(effects.map((effect) => [effect.type, effect])),
  performEffects,
};

/** How nouns that are no records are found from every page. */
export const otherSearchParts: readonly SearchPart[] = [
  meetingSearch,
  personSearch,
  serviceSearch,
  organisationSearch,
  taskSearch,
  findingSearch,
  handoverSearch,
];
/** The figures of the year's sheet, in its order within each group. */
export const yearFigures: readonly YearFigure[] = [
  ...councilYear,
  ...meetingYear,
  ...needYear,
  ...referralYear,
  ...serviceYear,
  ...proposalYear,
];
/** What lists may be imported of. */
export const importKinds: readonly ImportKind[] = [
  serviceImport,
  organisationImport,
  areaImport,
  councilImport,
  userImport,
];

/** What lists may be imported of over HTTP: needs are taken in by somebody who answers for them. */
export const listedImports: readonly ImportKind[] = [...importKinds, needImport];

/** The kinds' part of the API. */
export const kindRoutes: readonly Route[] = [
  ...organisationRoutes,
  ...serviceRoutes,
  ...peopleRoutes,
  ...needRoutes,
  ...retentionRoutes,
  ...referralRoutes,
  ...councilRoutes,
  ...meetingRoutes,
  ...findingRoutes,
  ...proposalRoutes,
  ...taskRoutes,
  ...closingRoutes(otherHomeParts),
  ...handoverRoutes(otherHomeParts),
];
