import type { z } from 'zod';
import { answerOf, chosenFrom, fieldOfRole, fieldsFrom, listFields, marksOf, tells } from '../../../forms/index.ts';
import type { Audience, Form } from '../../../forms/types.ts';
import { subjectOf } from '../../../registers/index.ts';
import type { RegisterGantt } from '../../../registers/types.ts';
import { areasBelow } from '../../database/parts.ts';
import { definitionInForce, listEveryVersion } from '../../definitions/definitions.ts';
import { addDays, dayInJapan, instantInJapan } from '../../kernel/clock.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { notFound } from '../../kernel/errors.ts';
import { reachBy } from '../../kernel/rights.ts';
import { dataDescription, dataReach } from '../../records/data-description.ts';
import { drawDataRecords, type DataNarrowed, type DrawnData } from '../../records/data-records.ts';
import { listWorkflows } from '../../records/standings.ts';
import { areasOf } from '../../settings/areas/kept-areas.ts';
import { coversPage } from '../told-to-token.ts';
import { yearReach, type ToldRecord, type YearFigure } from '../year/figure.ts';
import { sayValue } from '../year/read-year.ts';
import { listSubmitted } from '../year/registers-store.ts';
import { listRows, type FoundRow } from '../year/store.ts';
import { fits } from '../year/tally.ts';
import { compareByHand, compareHappened, compareStanding, type Compared, type Happened, type Plan } from './compare.ts';
import type * as contract from './contract.ts';

type Gantt = z.infer<typeof contract.gantt>;
type Item = Gantt['items'][number];

/** So many records are drawn; so many rows of a figure are looked at; so much of what happened is named for each. */
const MOST = 500;
const MOST_ROWS = 5000;
const MOST_NAMED = 20;

/** A record with what it is drawn by. */
type Drawn = { record: DrawnData; plan: Plan; track: string | null; counts: string | null; areas: string[] };

/**
 * A register's list drawn by time as its definition says: what is planned, and beside it what happened, counted as the year's sheet counts
 * it. Who does not read the sheet of the areas that a record is about is not told what happened there. Throws not-found where the register
 * is not drawn by time.
 */
export async function readGantt(
  ctx: MunicipalContext,
  declared: readonly YearFigure[],
  kind: string,
  query: DataNarrowed,
): Promise<{ body: Gantt; shown: { items: { id: string }[] } }> {
  const description = dataDescription(ctx, kind);
  const drawing = (description.data.views ?? []).find((each): each is RegisterGantt => each.kind === 'gantt');
  if (!drawing) throw notFound();
  const { items: records, total } = await drawDataRecords(ctx, kind, query, MOST);
  const form = (await definitionInForce(ctx, 'form', description.data.form))?.body;
  const drawn = records.flatMap((record) => drawnBy(drawing, record) ?? []);
  const tracks = tracksOf(ctx, form, drawing, drawn);
  const count = await counter(ctx, declared, description.data.key, drawing, drawn);
  const items: Item[] = [];
  const counted: Counted[] = [];
  for (const each of drawn) counted.push(await count(each));
  const tell = await nameLatest(
    ctx,
    counted.flatMap(({ done }) => done?.latest ?? []),
  );
  for (const [index, each] of drawn.entries()) {
    const compared = counted[index];
    if (compared) items.push(present(each, compared));
  }
  const place = new Map(tracks.map(({ key }, index) => [key, index]));
  const placeOf = ({ track }: Item): number => place.get(track ?? '') ?? tracks.length;
  items.sort((a, b) => placeOf(a) - placeOf(b) || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return {
    body: { today: ctx.today, tracks, items, undated: records.length - drawn.length, more: total > records.length },
    shown: { items: drawn.map(({ record }) => ({ id: record.item.id })) },
  };

  function present(each: Drawn, { aim, done, late }: Counted): Item {
    const { item } = each.record;
    return {
      id: item.id,
      number: item.number,
      title: item.title,
      area: item.area,
      standing: item.standing,
      track: each.track,
      from: each.plan.from,
      to: each.plan.to,
      aim,
      done: done && { count: done.count, said: done.said, happened: done.latest.map(tell), more: done.more },
      late,
    };
  }
}

const at = (answers: unknown, path: string | undefined): unknown =>
  path === undefined
    ? undefined
    : path
        .split('.')
        .reduce<unknown>(
          (holder, name) =>
            typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[name] : undefined,
          answers,
        );
const textAt = (answers: unknown, path: string | undefined): string | null => {
  const value = at(answers, path);
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Null where the record has no day to begin on, or the asker is not told of it. */
function drawnBy(drawing: RegisterGantt, record: DrawnData): Drawn | null {
  const { told: answers, form, item } = record;
  const from = textAt(answers, drawing.from);
  if (from === null) return null;
  const to = drawing.to === undefined ? from : textAt(answers, drawing.to);
  const aim = at(answers, drawing.aim);
  const { tags } = item.standing;
  const own = answerOf(form, answers, 'area');
  const others = chosenFrom(form, answers, 'areas').filter((area) => area !== own);
  return {
    record,
    plan: {
      from,
      to: to !== null && to < from ? from : to,
      aim: typeof aim === 'number' ? aim : null,
      isOpen: !tags.includes('over') && !tags.includes('draft'),
    },
    track: textAt(answers, drawing.track),
    counts: textAt(answers, drawing.counts?.field),
    // What says where it is beside its own area is more exact.
    areas: others.length > 0 && fieldsFrom(form, 'areas').length > 1 ? others : [item.area.id],
  };
}

function tracksOf(
  { language }: MunicipalContext,
  form: Form | undefined,
  { track }: RegisterGantt,
  drawn: readonly Drawn[],
): Gantt['tracks'] {
  const used = new Set(drawn.flatMap((each) => each.track ?? []));
  const choices = (form && listFields(form).find(({ path }) => path === track)?.choices) ?? [];
  const named = choices.flatMap(({ value, text }) =>
    used.has(value) ? [{ key: value, name: text[language] ?? text.ja }] : [],
  );
  const known = new Set(named.map(({ key }) => key));
  return [...named, ...[...used].filter((key) => !known.has(key)).map((key) => ({ key, name: key }))];
}

/** Something that happened before it has its name; without a figure it has none. */
type Latest = { day: string; record: string; figure?: YearFigure | undefined };
type Counted = Pick<Item, 'aim' | 'late'> & {
  done: (Pick<NonNullable<Item['done']>, 'count' | 'said' | 'more'> & { latest: Latest[] }) | null;
};

/** Tells of what happened as the asker may be told of it. Each figure is asked once, whatever number of rows it is counted for. */
async function nameLatest(
  ctx: MunicipalContext,
  latest: readonly Latest[],
): Promise<(each: Latest) => NonNullable<Item['done']>['happened'][number]> {
  const named = new Map<YearFigure, Map<string, ToldRecord>>();
  for (const [figure, own] of Map.groupBy(latest, (each) => each.figure))
    if (figure) named.set(figure, await figure.tell(ctx, [...new Set(own.map(({ record }) => record))]));
  return ({ day, record, figure }) => {
    const page = figure && named.get(figure)?.get(record);
    return page && coversPage(ctx, page.path)
      ? { day, title: page.title, path: page.path }
      : { day, title: null, path: null };
  };
}

/** What says of each record what happened: by the figures that the drawing names, or by what its own steps put on record. */
async function counter(
  ctx: MunicipalContext,
  declared: readonly YearFigure[],
  register: string,
  drawing: RegisterGantt,
  drawn: readonly Drawn[],
): Promise<(each: Drawn) => Promise<Counted>> {
  const areas = await areasOf(ctx);
  const reached = new Set(areasBelow(areas, yearReach(ctx)).map(({ id }) => id));
  const begins = drawn.map(({ plan }) => plan.from).toSorted()[0] ?? ctx.today;
  const rows = new Map<string, Promise<Found>>();
  const byHand = await listDone(ctx, register);
  const number = new Intl.NumberFormat(ctx.language);

  const rowsOf = (figure: YearFigure): Promise<Found> => {
    const known = rows.get(figure.key);
    if (known) return known;
    const made = findRows(ctx, figure, begins, [...reached]);
    rows.set(figure.key, made);
    return made;
  };
  const unknown = ({ plan }: Drawn, isLate = plan.isOpen && plan.to !== null && plan.to < ctx.today): Counted => ({
    aim: plan.aim === null ? null : number.format(plan.aim),
    done: null,
    late: isLate,
  });

  return async (each) => {
    const named = each.counts === null ? [] : (drawing.counts?.figures[each.counts] ?? []);
    const figures = named.flatMap((name) => {
      const [key = '', line] = name.split('/');
      // One of whom the list tells residents by name is no figure of a plan.
      const figure = declared.find((known) => known.key === key && known.measure === 'count' && !known.shows);
      return figure ? [{ figure, line }] : [];
    });
    const [first] = figures;
    if (!first) return countByHand(each);
    if (each.areas.some((area) => !reached.has(area))) return unknown(each);
    const paths = areas.filter(({ id }) => each.areas.includes(id)).map(({ path }) => path);
    const inside = new Set(areas.filter(({ path }) => paths.some((own) => path.startsWith(own))).map(({ id }) => id));
    const events: (Happened & { what: string; figure: YearFigure })[] = [];
    for (const { figure, line } of figures) {
      const lineOf = (line !== undefined && (await figure.lines?.(ctx))) || null;
      const whats = new Set<string>();
      const { rows: counted, isCut } = await rowsOf(figure);
      // Of so many only the latest are known: what is not counted to its end is neither told nor called late.
      if (isCut && (figure.counts === 'on-last-day' || each.plan.from <= dayOf(figure, counted.at(-1))))
        return unknown(each, false);
      for (const row of counted) {
        if (!inside.has(row.area) || whats.has(row.what)) continue;
        if (lineOf && lineOf(row.line)?.key !== line) continue;
        whats.add(row.what);
        events.push({ day: dayOf(figure, row), amount: 1, record: row.record, what: row.what, figure });
      }
    }
    const isStanding = first.figure.counts === 'on-last-day';
    const compared = isStanding
      ? compareStanding(each.plan, events.length, ctx.today)
      : compareHappened(each.plan, events, ctx.today);
    const say = (count: number): string => sayValue(ctx, first.figure, { count, unknown: 0, of: 0 });
    return {
      aim: each.plan.aim === null ? null : say(each.plan.aim),
      done: doneOf(compared, say),
      late: compared.isLate,
    };

    function doneOf({ count, happened }: Compared, said: (count: number) => string): Counted['done'] {
      const figureOf = new Map(events.map(({ record, figure }) => [record, figure]));
      return {
        count,
        said: said(count),
        latest: happened.slice(-MOST_NAMED).map(({ day, record }) => ({ day, record, figure: figureOf.get(record) })),
        more: happened.length > MOST_NAMED,
      };
    }
  };

  function countByHand(each: Drawn): Counted {
    const own = byHand.filter(({ record, isTold }) => record === each.record.item.id && isTold(each.record.audience));
    const compared = compareByHand(each.plan, own, ctx.today);
    return {
      aim: each.plan.aim === null ? null : number.format(each.plan.aim),
      done:
        own.length === 0
          ? null
          : {
              count: compared.count,
              said: number.format(compared.count),
              latest: compared.happened.slice(-MOST_NAMED),
              more: compared.happened.length > MOST_NAMED,
            },
      late: compared.isLate,
    };
  }
}

const dayOf = (figure: YearFigure, row: FoundRow | undefined): string =>
  row === undefined ? '' : figure.times === 'days' ? row.since : dayInJapan(row.since);

/** The latest so many; of those that are in memory all. `isCut`: there may be more. */
type Found = { rows: FoundRow[]; isCut: boolean };

async function findRows(ctx: MunicipalContext, figure: YearFigure, from: string, areaIds: string[]): Promise<Found> {
  const source = await figure.rows(ctx);
  if (!source) return { rows: [], isCut: false };
  const onLastDay = figure.counts === 'on-last-day';
  const tomorrow = addDays(ctx.today, 1);
  const [begins, ends, last] =
    figure.times === 'days'
      ? [from, tomorrow, ctx.today]
      : [instantInJapan(from), instantInJapan(tomorrow), instantInJapan(tomorrow)];
  const span = { place: 0, begins, ends, last };
  if ('query' in source) {
    const rows = await listRows(ctx.db, source.query, { spans: [span], onLastDay, areaIds, most: MOST_ROWS });
    return { rows, isCut: rows.length === MOST_ROWS };
  }
  const rows = source.rows.filter((row) => areaIds.includes(row.area) && fits(row, span, onLastDay));
  return { rows, isCut: false };
}

type Done = Happened & { isTold: (audience: Audience) => boolean };

/** What steps of a register's records put on record as done, by the roles of their forms' fields: on which day, and how much. */
async function listDone(ctx: MunicipalContext, register: string): Promise<Done[]> {
  const kind = subjectOf(register);
  const workflows = await listWorkflows(ctx, kind);
  const keys = new Set(workflows.flatMap(({ body }) => Object.values(body.steps).flatMap(({ form }) => form ?? [])));
  const forms = new Map(
    (await listEveryVersion(ctx, 'form'))
      .filter(({ key, body }) => keys.has(key) && fieldOfRole(body, 'done-on') && fieldOfRole(body, 'amount'))
      .map(({ id, body }) => [id, body]),
  );
  if (forms.size === 0) return [];
  const ways = await dataReach(ctx, kind, reachBy(dataDescription(ctx, kind).rights, ctx.actor, 'see'));
  const submitted = await listSubmitted(ctx.db, ctx.municipality.id, kind, [...forms.keys()], ways);
  return submitted.flatMap(({ record, form_id, answers }) => {
    const form = forms.get(form_id);
    const given = JSON.parse(answers) as Record<string, unknown>;
    const [day, amount] = [form && answerOf(form, given, 'done-on'), form && answerOf(form, given, 'amount')];
    if (!form || typeof day !== 'string' || typeof amount !== 'number') return [];
    const marks = ['done-on', 'amount'].map((role) => marksOf(form).get(fieldOfRole(form, role) ?? ''));
    return [{ day, amount, record, isTold: (audience) => marks.every((each) => tells(each, audience)) }];
  });
}
