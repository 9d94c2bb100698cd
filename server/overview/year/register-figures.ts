import { answerOf, chosenFrom, fieldsFrom } from '../../../forms/index.ts';
import { subjectOf } from '../../../registers/index.ts';
import type { Register } from '../../../registers/types.ts';
import { listStandings } from '../../../workflows/index.ts';
import { listEveryVersion } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachBy } from '../../kernel/rights.ts';
import { say } from '../../kernel/texts/index.ts';
import { listWorkflows, standingsTagged } from '../../records/standings.ts';
import { listRegisters } from '../../registers/registers-in-force.ts';
import { tellKind, type YearFigure, type YearRows } from './figure.ts';
import { reachedRecords, standingRecords, withAnswers } from './registers-store.ts';

/** What of a register is counted, by the tags of its workflow: `since` the first time that a record stood so, or who stands so on the last day. */
type Counted = { word: 'registered' | 'began' | 'running' | 'open'; tag: string; counts: YearFigure['counts'] };

const counted = (tags: ReadonlySet<string>): Counted[] => {
  if (!tags.has('running')) return [{ word: 'open', tag: 'open', counts: 'on-last-day' }];
  return [
    tags.has('offerable')
      ? { word: 'registered', tag: 'offerable', counts: 'within' }
      : { word: 'began', tag: 'running', counts: 'within' },
    { word: 'running', tag: 'running', counts: 'on-last-day' },
  ];
};

/** The figures of the registers that the asker sees records of, whatever registers there are. */
export async function registerFigures(ctx: MunicipalContext): Promise<YearFigure[]> {
  const figures: YearFigure[] = [];
  for (const { data } of listRegisters(ctx)) {
    if (reachBy(data.rights, ctx.actor, 'see').length === 0) continue;
    const workflows = await listWorkflows(ctx, subjectOf(data.key));
    const tags = new Set(workflows.flatMap(({ body }) => listStandings(body).flatMap((standing) => standing.tags)));
    for (const what of counted(tags)) figures.push(await figureOf(ctx, data, what, tags.has('offerable')));
  }
  return figures;
}

async function figureOf(
  ctx: MunicipalContext,
  register: Register,
  { word, tag, counts }: Counted,
  ofSupporters: boolean,
): Promise<YearFigure> {
  const kind = subjectOf(register.key);
  const texts = register.texts[ctx.language] ?? register.texts.ja;
  const forms = new Map(
    (await listEveryVersion(ctx, 'form')).filter(({ key }) => key === register.form).map(({ id, body }) => [id, body]),
  );
  const severalAreas = [...forms.values()].some((form) => fieldsFrom(form, 'areas').length > 1);
  const query = (standings: Awaited<ReturnType<typeof standingsTagged>>) =>
    (counts === 'within' ? reachedRecords : standingRecords)(ctx.db, ctx.municipality.id, kind, standings);
  /** Somebody who helps in several areas counts in each; where nobody says where, in their own. */
  async function rows(): Promise<YearRows> {
    const standings = await standingsTagged(ctx, kind, tag);
    if (!severalAreas) return { query: query(standings) };
    const answered = await withAnswers(ctx.db, query(standings));
    return {
      rows: answered.flatMap(({ record, area, since, until, form_id, answers }) => {
        const form = forms.get(form_id);
        const given = JSON.parse(answers) as Record<string, unknown>;
        const chosen = form ? chosenFrom(form, given, 'areas') : [];
        const own = form && chosen.indexOf(String(answerOf(form, given, 'area')));
        const others = chosen.filter((_area, index) => index !== own);
        return [...new Set(others.length > 0 ? others : [area])].map((each) => ({
          what: record,
          record,
          area: each,
          line: '',
          since,
          until,
          amount: null,
        }));
      }),
    };
  }
  return {
    key: `${register.key}-${word}`,
    name: ({ language }) => say(language, `year.register.${word}.name`, { name: texts.many }),
    how: ({ language }) => say(language, `year.register.${word}.how`, { name: texts.many }),
    group: ofSupporters ? 'supporters' : 'registers',
    unit: register.personal ? 'people' : 'cases',
    origin: 'S',
    counts,
    times: 'instants',
    measure: 'count',
    ...(severalAreas ? { shared: true as const } : {}),
    rows,
    tell: tellKind(kind),
    ...(register.personal ? { shows: true as const } : {}),
  };
}
