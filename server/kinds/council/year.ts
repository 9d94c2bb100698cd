import { listWorkflows, standingsTagged } from '../../records/standings.ts';
import { stageOf, stateName } from '../../records/standing.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { say } from '../../kernel/texts/index.ts';
import { tellKind, yearWords, type YearFigure, type YearLine } from '../../overview/year/figure.ts';
import type { CouncilRow } from './store.ts';
import { founded, offices, standing } from './year-store.ts';

const tell = tellKind('council', ({ local_name, name }: CouncilRow) => local_name || name);

/** `tier-1` in words: what figures of councils and their meetings are told by. */
export const tierLines: NonNullable<YearFigure['lines']> = async (ctx) => (line) => ({
  key: line,
  name: say(ctx.language, `year.${line}`),
  place: Number(line.at(-1)),
});

/** A council's tier and stage; one that has no stage by where it stands. */
async function stageLines(ctx: MunicipalContext): Promise<(line: string) => YearLine | null> {
  const workflows = new Map((await listWorkflows(ctx, 'council')).map(({ id, body }) => [id, body]));
  return (line) => {
    const [tier = '', id = '', state = ''] = line.split('|');
    const workflow = workflows.get(id);
    if (!workflow) return null;
    const stage = stageOf(workflow, state, ctx.language) ?? {
      key: state,
      name: stateName(workflow, state, ctx.language),
    };
    const at = (workflow.stages ?? []).findIndex(({ key }) => key === stage.key);
    return {
      key: `${tier}/${stage.key}`,
      name: say(ctx.language, 'year.tierStage', { tier: say(ctx.language, `year.tier-${tier}`), stage: stage.name }),
      place: Number(tier) * 1000 + at,
    };
  };
}

/** Who coordinates, and which councils there are. */
export const councilYear: readonly YearFigure[] = [
  {
    key: 'coordinators',
    ...yearWords('coordinators'),
    group: 'coordinators',
    unit: 'people',
    origin: 'M',
    counts: 'on-last-day',
    times: 'days',
    measure: 'count',
    shared: true,
    rows: (ctx) => ({ query: offices(ctx.db, ctx.municipality.id, 'people') }),
    lines: tierLines,
    tell,
  },
  {
    key: 'coordinator-bodies',
    ...yearWords('coordinator-bodies'),
    group: 'coordinators',
    unit: 'bodies',
    origin: 'M',
    counts: 'on-last-day',
    times: 'days',
    measure: 'count',
    shared: true,
    rows: (ctx) => ({ query: offices(ctx.db, ctx.municipality.id, 'bodies') }),
    lines: tierLines,
    tell,
  },
  {
    key: 'councils',
    ...yearWords('councils'),
    group: 'talk',
    unit: 'councils',
    origin: 'S',
    counts: 'on-last-day',
    times: 'instants',
    measure: 'count',
    rows: async (ctx) => ({
      query: standing(ctx.db, ctx.municipality.id, await standingsTagged(ctx, 'council', 'open')),
    }),
    lines: stageLines,
    tell,
  },
  {
    key: 'councils-founded',
    ...yearWords('councils-founded'),
    group: 'talk',
    unit: 'councils',
    origin: 'S',
    counts: 'within',
    times: 'days',
    measure: 'count',
    rows: (ctx) => ({ query: founded(ctx.db, ctx.municipality.id) }),
    lines: tierLines,
    tell,
  },
];
