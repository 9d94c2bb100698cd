import { answerOf, chosenFrom, fieldOfRole, fieldsFrom, marksOf } from '../../../forms/index.ts';
import { subjectOf } from '../../../registers/index.ts';
import type { Register } from '../../../registers/types.ts';
import type { Form } from '../../../forms/types.ts';
import { listStandings } from '../../../workflows/index.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { isInStandings } from '../../database/standings.ts';
import { listEveryVersion } from '../../definitions/definitions.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { reachBy } from '../../kernel/rights.ts';
import { say } from '../../kernel/texts/index.ts';
import { dataReach } from '../../records/data-description.ts';
import type { DataReach } from '../../records/data-store.ts';
import { stateName } from '../../records/standing.ts';
import { listWorkflows, standingsWhere } from '../../records/standings.ts';
import { listRegisters } from '../../registers/registers-in-force.ts';
import { tellKind, type YearFigure, type YearRows } from './figure.ts';
import { listSubmitted, reachedRecords, reachedRows, standingRecords, withAnswers } from './registers-store.ts';

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

/** The figures of the registers that the asker sees records of, whatever registers there are: only what the asker's rights reach is counted. */
export async function registerFigures(ctx: MunicipalContext): Promise<YearFigure[]> {
  const figures: YearFigure[] = [];
  for (const { data } of listRegisters(ctx)) {
    const reach = reachBy(data.rights, ctx.actor, 'see');
    if (reach.length === 0) continue;
    const ways = await dataReach(ctx, subjectOf(data.key), reach);
    const workflows = await listWorkflows(ctx, subjectOf(data.key));
    const tags = new Set(workflows.flatMap(({ body }) => listStandings(body).flatMap((standing) => standing.tags)));
    const ofSupporters = tags.has('offerable');
    const latest = workflows.at(-1)?.body;
    for (const what of counted(tags))
      figures.push(await figureOf(ctx, data, ways, { ...what, ofSupporters, states: namesOf(ctx, latest, what.tag) }));
    figures.push(
      ...(await doneFigures(
        ctx,
        data,
        ways,
        workflows.map(({ body }) => body),
        ofSupporters,
      )),
    );
  }
  return figures;
}

/** What the states with a tag are called. */
const namesOf = (ctx: MunicipalContext, workflow: Workflow | undefined, tag: string): string[] =>
  workflow
    ? listStandings(workflow).flatMap(({ state, tags }) =>
        tags.includes(tag) ? [stateName(workflow, state, ctx.language)] : [],
      )
    : [];

/** What the fields that say where somebody helps, beside their own area, say of whom they may be told to. */
const areaMarks = (form: Form) =>
  fieldsFrom(form, 'areas')
    .filter((path) => path !== fieldOfRole(form, 'area'))
    .map((path) => marksOf(form).get(path));

async function figureOf(
  ctx: MunicipalContext,
  register: Register,
  ways: readonly DataReach[],
  { word, tag, counts, ofSupporters, states }: Counted & { ofSupporters: boolean; states: string[] },
): Promise<YearFigure> {
  const kind = subjectOf(register.key);
  const texts = register.texts[ctx.language] ?? register.texts.ja;
  const forms = new Map(
    (await listEveryVersion(ctx, 'form')).filter(({ key }) => key === register.form).map(({ id, body }) => [id, body]),
  );
  const severalAreas = [...forms.values()].some((form) => fieldsFrom(form, 'areas').length > 1);
  const query = (standings: Awaited<ReturnType<typeof standingsWhere>>) =>
    (counts === 'within' ? reachedRecords : standingRecords)(ctx.db, ctx.municipality.id, kind, standings);
  /** Somebody who helps in several areas counts in each; where nobody says where, in their own. */
  async function rows(): Promise<YearRows> {
    // What is only being written counts nowhere.
    const standings = await standingsWhere(ctx, kind, ({ tags }) => tags.includes(tag) && !tags.includes('draft'));
    if (!severalAreas) return { query: reachedRows(ctx.db, query(standings), ways) };
    const answered = await withAnswers(ctx.db, query(standings));
    return {
      rows: answered.flatMap(({ record, area, since, until, form_id, answers, ...stands }) => {
        const form = forms.get(form_id);
        const given = JSON.parse(answers) as Record<string, unknown>;
        const chosen = form ? chosenFrom(form, given, 'areas') : [];
        const own = form && chosen.indexOf(String(answerOf(form, given, 'area')));
        const others = chosen.filter((_area, index) => index !== own);
        // The right is asked for where somebody counts: whoever helps here counts here, wherever their own area is.
        const counts = [...new Set(others.length > 0 ? others : [area])].filter((each) =>
          ways.some(
            ({ areaIds, standings: fitting }) =>
              (areaIds?.includes(each) ?? true) && (!fitting || isInStandings(stands, fitting)),
          ),
        );
        return counts.map((each) => ({
          what: record,
          record,
          area: each,
          line: '',
          since,
          until,
          amount: null,
          ...(form && others.length > 0 && { marks: { area: areaMarks(form) } }),
        }));
      }),
    };
  }
  return {
    key: `${register.key}-${word}`,
    name: ({ language }) =>
      say(language, `year.register.${word}.name`, {
        name: texts.many,
        state: states[0] ?? '',
        states: [...new Set(states)].join('・'),
      }),
    how: ({ language }) => say(language, `year.register.${word}.how`, { name: texts.many }),
    group: ofSupporters ? 'supporters' : 'registers',
    unit: ofSupporters ? 'people' : 'cases',
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

const doneRoles = ['times', 'hours'] as const;

/** What its records' steps put on record as done: how often, and for how many hours. Each in the area that the record belongs to. */
async function doneFigures(
  ctx: MunicipalContext,
  register: Register,
  ways: readonly DataReach[],
  workflows: readonly Workflow[],
  ofSupporters: boolean,
): Promise<YearFigure[]> {
  const kind = subjectOf(register.key);
  const texts = register.texts[ctx.language] ?? register.texts.ja;
  const keys = new Set(workflows.flatMap(({ steps }) => Object.values(steps).flatMap(({ form }) => form ?? [])));
  const forms = new Map<string, Form>();
  for (const { id, key, body } of await listEveryVersion(ctx, 'form'))
    if (keys.has(key) && fieldOfRole(body, 'done-on') !== undefined)
      if (doneRoles.some((role) => fieldOfRole(body, role) !== undefined)) forms.set(id, body);
  // Read once for both.
  let read: ReturnType<typeof listSubmitted> | undefined;
  const readSubmitted = () => (read ??= listSubmitted(ctx.db, ctx.municipality.id, kind, [...forms.keys()], ways));
  return doneRoles.flatMap((role): YearFigure[] => {
    const asking = [...forms].filter(([, form]) => fieldOfRole(form, role) !== undefined).map(([id]) => id);
    if (asking.length === 0) return [];
    return [
      {
        key: `${register.key}-${role}`,
        name: ({ language }) => say(language, `year.register.${role}.name`, { name: texts.many }),
        how: ({ language }) => say(language, `year.register.${role}.how`),
        group: ofSupporters ? 'supporters' : 'registers',
        unit: role === 'hours' ? 'hours' : 'attendances',
        unknownUnit: 'cases',
        origin: 'G',
        counts: 'within',
        times: 'days',
        measure: 'sum',
        async rows() {
          const submitted = (await readSubmitted()).filter(({ form_id }) => asking.includes(form_id));
          return {
            rows: submitted.flatMap(({ id, record, area, form_id, answers }) => {
              const form = forms.get(form_id);
              const given = JSON.parse(answers) as Record<string, unknown>;
              const [day, amount] = [form && answerOf(form, given, 'done-on'), form && answerOf(form, given, role)];
              if (typeof day !== 'string') return [];
              const known = typeof amount === 'number' ? amount : null;
              const marks = form && { amount: [marksOf(form).get(fieldOfRole(form, role) ?? '')] };
              return [
                { what: id, record, area, line: '', since: day, until: null, amount: known, ...(marks && { marks }) },
              ];
            }),
          };
        },
        tell: tellKind(kind),
        ...(register.personal ? { shows: true as const } : {}),
      },
    ];
  });
}
