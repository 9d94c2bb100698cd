import { numberTitle } from '../../kernel/audit-details.ts';
import { say } from '../../kernel/texts/index.ts';
import type { RecordDescription } from '../../records/record-kind.ts';
import { needHome } from './home.ts';
import { needChanged } from './need-changed.ts';
import { consentsTo, judgedNeed, mayNeed, needAudience } from './policy.ts';
import { tellRanking } from './rank-services.ts';
import { needRequires } from './requires.ts';
import { needRights } from './rights.ts';
import { needSources } from './sources.ts';
import { readNeed, type PlacedNeed } from './store.ts';

/** How the engine moves a need. Its own steps decide by no rule set; services are ranked beside it (`rank-services.ts`). */
export const needKind: RecordDescription<PlacedNeed> = {
  kind: 'need',
  table: 'needs',
  page: 'needs',
  ofResident: true,
  requires: needRequires,
  stepForms: ['need-step'],
  stepModels: [],
  home: needHome,
  seesDecision: (actor, row) => mayNeed(actor, 'case', row),
  tellDecision: tellRanking,
  load: (ctx, id) => readNeed(ctx.db, ctx.municipality.id, id),
  title: (row) => numberTitle(row.number),
  rights: needRights,
  judged: judgedNeed,
  audience: (actor, row) => needAudience(actor, row),
  facts: async () => ({}),
  sources: (ctx) => needSources(ctx),
  closedReason: async (ctx, row, does) =>
    row.erased_at
      ? say(ctx.language, 'people.erased')
      : does === 'take-to-council' && !consentsTo(row, 'council')
        ? say(ctx.language, 'needs.noConsent.council')
        : null,
  changed: (ctx, before, step) => needChanged(ctx, before, [step.from, step.to]),
  columns: async (ctx, row, step) => ({ closed_at: step.tags.includes('over') ? (row.closed_at ?? ctx.now) : null }),
};
