import { daysOf, listStandings, stepAnswering } from '../../workflows/index.ts';
import type { PossibleStanding } from '../../workflows/index.ts';
import type { Turn, Urgency, Wait, Workflow } from '../../workflows/types.ts';
import { MOST_COUNTED } from '../database/parts.ts';
import { definitionById } from '../definitions/definitions.ts';
import { addDays, dayInJapan, instantInJapan } from '../kernel/clock.ts';
import type { Actor, MunicipalContext, Role } from '../kernel/context.ts';
import { may } from '../kernel/rights.ts';
import { say } from '../kernel/texts/index.ts';
import { reachAs, type TurnItem, type TurnGroup, type TurnReader } from '../records/home.ts';
import type { MovingRow, RecordDescription } from '../records/record-kind.ts';
import { stateName, stepName } from '../records/standing.ts';
import { listWorkflows, standingsTagged, standingsWhere } from '../records/standings.ts';
import { sayDay } from '../settings/say-day.ts';
import { stepsOfCity } from '../settings/municipality/practice.ts';

/** As many of each kind and state as a page can show; the list behind it shows the others. */
const SHOWN = 10;

/** A group with its kind, the rows of it that the asker may see, and how many more there are than were read: what is withheld is none of them. */
type Wanted<Group extends TurnGroup> = { description: RecordDescription; reader: TurnReader<MovingRow>; group: Group };
type Read<Group extends TurnGroup> = Wanted<Group> & { rows: MovingRow[]; total: number; unread: number };

/** Asks for the groups of kinds that are read by one function in one statement; of each group the rows that the asker may see. */
async function readGroups<Group extends TurnGroup>(
  ctx: MunicipalContext,
  wanted: Wanted<Group>[],
  limit: number,
): Promise<Read<Group>[]> {
  const read: Read<Group>[] = [];
  for (const [, together] of Map.groupBy(wanted, ({ reader }) => reader.read)) {
    const [{ reader } = {}] = together;
    const groups = together.map(({ group }) => group);
    const rows = Map.groupBy((await reader?.read(ctx, groups, limit)) ?? [], ({ part }) => part);
    for (const [part, each] of together.entries()) {
      const ofPart = rows.get(part) ?? [];
      const { total } = ofPart[0] ?? { total: 0 };
      read.push({
        ...each,
        rows: ofPart.filter((row) => may(each.description.rights, ctx.actor, 'see', each.description.judged(row))),
        total,
        unread: total - ofPart.length,
      });
    }
  }
  return read.filter(({ rows, unread }) => rows.length > 0 || unread > 0);
}

/** The records of these kinds whose turn it is the asker's to move on, by what each record's own workflow version says. */
export async function readTurns(ctx: MunicipalContext, descriptions: RecordDescription[]): Promise<TurnItem[]> {
  const wanted: Wanted<NamedGroup>[] = [];
  for (const description of descriptions) {
    const reader = description.home?.turns;
    if (!reader) continue;
    for (const group of await listGroups(ctx, description, reader)) wanted.push({ description, reader, group });
  }
  const items: TurnItem[] = [];
  const instead: TurnItem[] = [];
  const read = await readGroups(ctx, wanted, SHOWN);
  for (const [description, groups] of Map.groupBy(read, (each) => each.description)) {
    const [{ reader } = {}] = groups;
    if (!reader) continue;
    const city = await readCity(
      ctx,
      reader,
      groups.flatMap(({ rows }) => rows),
    );
    for (const { group, rows, total, unread } of groups) {
      const ofRole = group.unattended ? instead : items;
      for (const row of rows) ofRole.push(...tellTurns(ctx, description, reader, row, group, city));
      if (unread > 0 && group.before === null) ofRole.push(tellMore(ctx, description, group, total, unread));
    }
  }
  // Whoever stands in is told of a record once, and not that they wait for somebody.
  const paths = new Set(instead.map(({ path }) => path));
  return [...items.filter(({ path }) => !paths.has(path)), ...instead];
}

/** An open record as whoever takes it over is told of it. `next`: what their role does with it now; null: it is not its turn. */
export type OpenRecord = Pick<TurnItem, 'path' | 'dueOn' | 'late'> & {
  kind: string;
  id: string;
  title: string;
  state: string;
  since: string;
  next: string | null;
  /** May this actor see it? */
  seenBy: (actor: Actor) => boolean;
};

/** So many of each kind are told one by one. */
const OPEN_SHOWN = 200;

/** So many more of a kind are open than are told one by one. */
export type MoreOpen = { kind: string; page: string; count: number };

/** The open records of these kinds that the asker looks after by this role: their workflows call the role for something, now or at another time. */
export async function readOpenRecords(
  ctx: MunicipalContext,
  descriptions: RecordDescription[],
  role: Role,
): Promise<{ records: OpenRecord[]; more: MoreOpen[] }> {
  const wanted: Wanted<NamedGroup>[] = [];
  for (const description of descriptions) {
    const { kind, rights } = description;
    const reader = description.home?.turns;
    const reach = reachAs(rights, ctx, role);
    const isCalled = (await listWorkflows(ctx, kind)).some(({ body }) =>
      listStandings(body).some((standing) =>
        (reader ? turnsAt(reader, standing) : []).some(({ roles }) => roles.includes(role)),
      ),
    );
    if (!reader || reach.length === 0 || !isCalled) continue;
    const standings = await standingsTagged(ctx, kind, 'open');
    wanted.push({
      description,
      reader,
      group: { kind, role, name: '', reach, standings, before: null, unattended: false },
    });
  }
  const records: OpenRecord[] = [];
  const more: MoreOpen[] = [];
  for (const { description, reader, group, rows, unread } of await readGroups(ctx, wanted, OPEN_SHOWN)) {
    const { kind, page } = description;
    const city = await readCity(ctx, reader, rows);
    for (const row of rows) records.push(tellOpen(ctx, { description, reader, group }, row, city));
    if (unread > 0) more.push({ kind, page, count: unread });
  }
  return { records, more };
}

function tellOpen(
  ctx: MunicipalContext,
  { description, reader, group }: Wanted<NamedGroup>,
  row: MovingRow,
  city: City,
): OpenRecord {
  const [turn] = tellTurns(ctx, description, reader, row, group, city);
  const { number, title, service } = reader.words(row);
  const judged = description.judged(row);
  return {
    kind: description.kind,
    id: row.id,
    path: `${description.page}/${row.id}`,
    // Whom it is told to may know less of a register's record than whose turn it is: its number says which one.
    title: description.data
      ? description.title(row)
      : [...(number === undefined ? [] : [`No.${number}`]), title, ...(service ? [`（${service}）`] : [])].join(' '),
    state: stateName(city.workflowOf(row), row.state, ctx.language),
    since: dayInJapan(row.state_since),
    next: turn?.action ?? null,
    dueOn: turn?.dueOn ?? null,
    late: turn?.late ?? false,
    seenBy: (actor) => may(description.rights, actor, 'see', judged),
  };
}

type NamedGroup = TurnGroup & { name: string };

const turnsAt = (reader: Pick<TurnReader<never>, 'otherwise'>, { turns, tags }: PossibleStanding): readonly Turn[] =>
  turns ?? (tags.includes('over') ? [] : reader.otherwise);

/** A standing's first tag, which is the same in every version whatever its states are called; undefined where it has none. */
const tagOf = ({ tags: [first] }: PossibleStanding): string | undefined =>
  first === 'open' || first === 'over' ? undefined : first;
const nameOf = (standing: PossibleStanding): string => tagOf(standing) ?? standing.state;

async function listGroups(
  ctx: MunicipalContext,
  description: RecordDescription,
  reader: TurnReader<MovingRow>,
): Promise<NamedGroup[]> {
  type Called = { role: Role; name: string; unattended: boolean; turns: Turn[] };
  const byName = new Map<string, Called>();
  const note = (turn: Turn, { turns: _, ...called }: Called): void => {
    const key = JSON.stringify(called);
    const before = byName.get(key) ?? { ...called, turns: [] };
    before.turns.push(turn);
    byName.set(key, before);
  };
  const { standIn } = reader;
  for (const { body } of await listWorkflows(ctx, description.kind))
    for (const standing of listStandings(body))
      for (const turn of turnsAt(reader, standing))
        for (const role of turn.roles) {
          const called = { name: nameOf(standing), turns: [] };
          note(turn, { ...called, role, unattended: false });
          if (role === standIn?.for) note(turn, { ...called, role: standIn.by, unattended: true });
        }
  const groups: NamedGroup[] = [];
  for (const { role, name, unattended, turns } of byName.values()) {
    const reach = reachAs(description.rights, ctx, role);
    if (reach.length === 0) continue;
    const called = unattended && standIn ? standIn.for : role;
    const standings = await standingsWhere(
      ctx,
      description.kind,
      (standing) => nameOf(standing) === name && turnsAt(reader, standing).some((turn) => turn.roles.includes(called)),
    );
    groups.push({
      kind: description.kind,
      role,
      name,
      reach,
      standings,
      unattended,
      before: standsSince(ctx, turns),
      due: dueSince(ctx, turns),
    });
  }
  return groups;
}

/** Where each of the turns begins only some days after the state did: the instant by which a record must have come to stand there. */
function standsSince(ctx: MunicipalContext, turns: Turn[]): string | null {
  const days = turns.map(({ after }) =>
    !after || after.from !== undefined
      ? 0
      : Math.min(...(['low', 'normal', 'high'] as const).map((urgency) => daysOf(after, urgency))),
  );
  const least = Math.min(...days);
  return least > 0 ? instantInJapan(addDays(ctx.today, 1 - least)) : null;
}

/** Where all of the turns begin with one day that the kind knows: by when it must have come. */
function dueSince(ctx: MunicipalContext, turns: Turn[]): { from: string; by: string; before: string } | null {
  const [from, ...others] = new Set(turns.map(({ after }) => after?.from));
  if (from === undefined || others.length > 0) return null;
  const least = Math.min(
    ...turns.flatMap(({ after }) =>
      after ? (['low', 'normal', 'high'] as const).map((each) => daysOf(after, each)) : [],
    ),
  );
  return { from, by: addDays(ctx.today, -least), before: instantInJapan(addDays(ctx.today, 1 - least)) };
}

/** Which steps the city takes, by its choices and by what it does of the programme, and the workflows of all records: read once for them all. */
type City = {
  isOfCity: Awaited<ReturnType<typeof stepsOfCity>>;
  untaken: readonly string[];
  workflowOf: (row: MovingRow) => Workflow;
};

async function readCity(ctx: MunicipalContext, reader: TurnReader<MovingRow>, rows: MovingRow[]): Promise<City> {
  const workflows = new Map<string, Workflow>();
  for (const id of new Set(rows.map((row) => row.workflow_id)))
    workflows.set(id, (await definitionById(ctx, 'workflow', id)).body);
  return {
    isOfCity: await stepsOfCity(ctx),
    untaken: (await reader.untaken?.(ctx)) ?? [],
    workflowOf: (row) => {
      const workflow = workflows.get(row.workflow_id);
      if (!workflow) throw new Error(`no workflow ${row.workflow_id}`);
      return workflow;
    },
  };
}

function tellTurns(
  ctx: MunicipalContext,
  description: RecordDescription,
  reader: TurnReader<MovingRow>,
  row: MovingRow,
  { role, unattended }: NamedGroup,
  { isOfCity, untaken, workflowOf }: City,
): TurnItem[] {
  const body = workflowOf(row);
  const standing = listStandings(body).find(({ state }) => state === row.state);
  if (!standing) return [];
  const stateSince = dayInJapan(reader.since?.(row) ?? row.state_since);
  const days = reader.days?.(row) ?? {};
  const urgency = reader.urgency?.(row) ?? null;
  const begins = (wait: Wait | undefined): string => (wait?.from === undefined ? null : days[wait.from]) ?? stateSince;
  const ends = (wait: Wait): string => addDays(begins(wait), daysOf(wait, urgency ?? undefined));
  const words = {
    day: sayDay(ctx.language, stateSince),
    state: stateName(body, row.state, ctx.language),
    ...reader.words(row),
  };
  const isTaken = (turn: Turn): boolean => {
    const step = stepAnswering(body, turn, isOfCity);
    return step === undefined || !untaken.includes(body.steps[step]?.does ?? '');
  };
  const [neutral] = reader.otherwise;
  const standIn = unattended ? reader.standIn : undefined;
  const mayStandIn = (turn: Turn): boolean => {
    const step = stepAnswering(body, turn, isOfCity);
    return step === undefined || body.steps[step]?.roles.includes(role) === true;
  };
  return turnsAt(reader, standing).flatMap((own): TurnItem[] => {
    const turn = standIn
      ? { ...own, texts: standIn.texts }
      : neutral && !isTaken(own)
        ? { ...own, texts: neutral.texts }
        : own;
    if (!turn.roles.includes(standIn?.for ?? role) || (turn.after && ends(turn.after) > ctx.today)) return [];
    if (standIn && !mayStandIn(own)) return [];
    const dueOn = turn.late ? ends(turn.late) : null;
    return [
      {
        kind: `${description.kind}-${tagOf(standing) ?? 'turn'}`,
        text: fill((turn.texts[ctx.language] ?? turn.texts.ja).text, words),
        action: actionOf(ctx, body, turn, words, isOfCity),
        path: `${description.page}/${row.id}`,
        since: begins(turn.late ?? turn.after),
        dueOn,
        late: dueOn !== null && dueOn <= ctx.today,
        urgency: urgency satisfies Urgency | null,
      },
    ];
  });
}

function actionOf(
  ctx: MunicipalContext,
  workflow: Workflow,
  turn: Turn,
  words: Words,
  isOfCity: City['isOfCity'],
): string {
  const { action } = turn.texts[ctx.language] ?? turn.texts.ja;
  if (action !== undefined) return fill(action, words);
  const step = stepAnswering(workflow, turn, isOfCity);
  return step === undefined ? say(ctx.language, 'home.action.see') : stepName(workflow, step, ctx.language);
}

type Words = Record<string, string | number>;
const fill = (text: string, words: Words): string =>
  text.replaceAll(/\{\{\s*([^{}]*?)\s*\}\}/g, (_whole, name: string) => String(words[name] ?? ''));

const tellMore = (
  ctx: MunicipalContext,
  { kind, page }: RecordDescription,
  { name }: NamedGroup,
  total: number,
  unread: number,
): TurnItem => ({
  kind: `${kind}-more`,
  text:
    total > MOST_COUNTED
      ? say(ctx.language, 'home.moreThan', { most: MOST_COUNTED })
      : say(ctx.language, 'home.more', { count: unread }),
  action: say(ctx.language, 'home.action.see'),
  path: `${page}?state=${name}`,
  since: null,
  dueOn: null,
  late: false,
  urgency: null,
});
