import type { Workflow } from '../../../workflows/types.ts';
import { definitionById } from '../../definitions/definitions.ts';
import type { AuditDetails } from '../../kernel/audit-details.ts';
import type { AuditRow } from '../../kernel/audit-store.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { hasText, say } from '../../kernel/texts/index.ts';
import { readCodeNames } from '../codes/code-entries.ts';
import { serviceTypeNames } from '../codes/service-types.ts';
import { sayDay, sayInstant } from '../say-day.ts';
import { sayList } from '../say-list.ts';
import { readWorkflows, readNames, type NamedTable } from './names-store.ts';

/** One thing that a line says beside who, what and when, in words. */
export type Told = { label: string; value: string };

/** Details and changed fields that hold an id, by what it is the id of. */
const idsOf: Record<string, NamedTable> = {
  council: 'councils',
  council_id: 'councils',
  to_council_id: 'councils',
  member: 'council_members',
  member_id: 'council_members',
  person: 'people',
  successor: 'organisations',
  organisation_id: 'organisations',
  organisationId: 'organisations',
  area_id: 'areas',
  areaId: 'areas',
  user_id: 'users',
  erasure_approver: 'users',
};

/** What all lines of one page are told with, read once. */
type Words = {
  names: Map<string, string>;
  types: Map<string, string>;
  organisationKinds: Map<string, string>;
  meetingKinds: Map<string, string>;
  areaKinds: Map<string, string>;
  workflows: Map<string, Workflow>;
};

/** What each of these lines says, in the reader's words: fields by their labels, values by their names. By the line's id. */
export async function tellDetails(ctx: MunicipalContext, rows: AuditRow[]): Promise<Map<string, Told[]>> {
  const given = rows.map((row) => ({ row, details: row.details ? (JSON.parse(row.details) as AuditDetails) : {} }));
  const words = await readWords(ctx, given);
  return new Map(given.map(({ row, details }) => [row.id, tell(ctx, words, row, details)]));
}

type Given = { row: AuditRow; details: AuditDetails };

async function readWords(ctx: MunicipalContext, given: Given[]): Promise<Words> {
  const ids = new Map<NamedTable, Set<string>>();
  const steps = new Map<string, Set<string>>();
  const note = (name: string, value: unknown): void => {
    const table = idsOf[name];
    if (table && typeof value === 'string') ids.set(table, (ids.get(table) ?? new Set()).add(value));
  };
  for (const { row, details } of given) {
    for (const [name, value] of Object.entries({ ...details, ...details.period, ...details.filter })) note(name, value);
    for (const [name, values] of Object.entries(details.changed ?? {}))
      for (const value of values ?? []) note(name, value);
    const { record_kind: kind, record_id: id } = row;
    if (kind && id && details.changed?.['state']) steps.set(kind, (steps.get(kind) ?? new Set()).add(id));
  }
  const workflows = new Map<string, Workflow>();
  for (const [id, version] of await readWorkflows(ctx.db, steps))
    workflows.set(id, (await definitionById(ctx, 'workflow', version)).body);
  return {
    names: await readNames(ctx.db, ids),
    types: await serviceTypeNames(ctx),
    organisationKinds: await readCodeNames(ctx, 'organisation-kind'),
    meetingKinds: await readCodeNames(ctx, 'meeting-kind'),
    areaKinds: await readCodeNames(ctx, 'area-kind'),
    workflows,
  };
}

function tell(ctx: MunicipalContext, words: Words, row: AuditRow, details: AuditDetails): Told[] {
  const lines: Told[] = [];
  const { changed, step, event, ...others } = details;
  if (step) lines.push({ label: label(ctx, 'step'), value: step[ctx.language] });
  else if (event) lines.push({ label: label(ctx, 'step'), value: event });
  for (const [field, values] of Object.entries(changed ?? {}))
    lines.push({ label: fieldLabel(ctx, field), value: sayChange(ctx, words, row, field, values) });
  for (const [name, value] of Object.entries(others)) {
    // Only a publication's number is a version's; others are an erasure list's, or a seal's.
    if (name === 'number' && row.record_kind !== 'definition') {
      const of = row.action.endsWith('.erase') ? 'log.kind.erasure-list' : 'log.filter.number';
      lines.push({ label: say(ctx.language, of), value: `No.${String(value)}` });
      continue;
    }
    const said = sayDetail(ctx, words, row, name, value);
    if (said !== '') lines.push({ label: label(ctx, name), value: said });
  }
  return lines;
}

const textOr = (ctx: MunicipalContext, key: string, otherwise: string): string =>
  hasText(key) ? say(ctx.language, key) : otherwise;
const label = (ctx: MunicipalContext, name: string): string => textOr(ctx, `log.label.${name}`, name);
const fieldLabel = (ctx: MunicipalContext, field: string): string => textOr(ctx, `log.field.${field}`, field);
const sayOne = (ctx: MunicipalContext, list: string, value: unknown): string =>
  textOr(ctx, `log.value.${list}.${String(value)}`, String(value));
const join = (ctx: MunicipalContext, all: string[]): string => sayList(ctx.language, all);

function sayChange(
  ctx: MunicipalContext,
  words: Words,
  row: AuditRow,
  field: string,
  values: [unknown, unknown] | null,
): string {
  if (values === null) return say(ctx.language, 'log.value.unsaid');
  const [before, after] = values.map((value) => sayValue(ctx, words, row, field, value));
  return say(ctx.language, 'log.value.from', { before, after });
}

/** A list as its column keeps it: JSON. */
const listIn = (value: unknown): unknown[] =>
  typeof value === 'string' && value.startsWith('[') ? (JSON.parse(value) as unknown[]) : [value];

/** A value of a changed field, or of a detail of the same name. */
function sayValue(ctx: MunicipalContext, words: Words, row: AuditRow, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return say(ctx.language, 'log.value.none');
  const text = String(value);
  if (idsOf[field]) return words.names.get(text) ?? text;
  switch (field) {
    case 'state': {
      const workflow = words.workflows.get(row.record_id ?? '');
      return workflow ? sayState(ctx, workflow, text) : sayOne(ctx, 'state', text);
    }
    case 'kind':
      return sayKind(ctx, words, row, text);
    case 'type_key':
      return words.types.get(text) ?? text;
    case 'days':
      return join(
        ctx,
        listIn(value).map((day) => sayOne(ctx, 'day', day)),
      );
    case 'urgencies':
      return join(
        ctx,
        listIn(value).map((urgency) => sayOne(ctx, 'urgency', urgency)),
      );
    case 'role':
      return row.record_kind === 'council_member'
        ? sayOne(ctx, 'role', text)
        : textOr(ctx, `records.role.${text}`, text);
    case 'held_by_body':
      return sayPlain(ctx, value === 1);
    case 'capacity':
    case 'coordinatorBy':
    case 'urgency':
    case 'scope':
    case 'status':
    case 'language':
      return sayOne(ctx, field, text);
    default:
      return sayPlain(ctx, value);
  }
}

/** What says itself: a day, an instant, yes or no, a number, a text. */
function sayPlain(ctx: MunicipalContext, value: unknown): string {
  if (typeof value === 'boolean') return say(ctx.language, value ? 'log.value.yes' : 'log.value.no');
  if (typeof value !== 'string') return typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return sayDay(ctx.language, value);
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? sayInstant(ctx.language, value) : value;
}

function sayKind(ctx: MunicipalContext, words: Words, { record_kind: kind }: AuditRow, text: string): string {
  if (kind === 'organisation') return words.organisationKinds.get(text) ?? text;
  if (kind === 'meeting') return words.meetingKinds.get(text) ?? text;
  if (kind === 'area') return words.areaKinds.get(text) ?? text;
  if (kind === 'user') return sayOne(ctx, 'invitation', text);
  return sayOne(ctx, 'import', text);
}

/** A state of a workflow by its name, or by that of the one around it. */
function sayState(ctx: MunicipalContext, workflow: Workflow, column: string): string {
  const name = (state: string): string => {
    const texts = workflow.states[state]?.texts;
    if (texts) return (texts[ctx.language] ?? texts.ja).name;
    const around = state.slice(0, Math.max(0, state.lastIndexOf('.')));
    return around === '' ? state : name(around);
  };
  return join(ctx, column.split(' ').map(name));
}

/** '' for what says nothing. */
function sayDetail(ctx: MunicipalContext, words: Words, row: AuditRow, name: string, value: unknown): string {
  if (value === null || value === undefined)
    return name === 'person' || name === 'endsOn' ? sayPlain(ctx, say(ctx.language, 'log.value.none')) : '';
  if (name === 'filters' && Array.isArray(value))
    return join(
      ctx,
      value.map((filter) => textOr(ctx, `log.filter.${String(filter)}`, String(filter))),
    );
  if (name === 'filter')
    return join(
      ctx,
      Object.entries(value).map(
        ([filter, wanted]) =>
          `${textOr(ctx, `log.filter.${filter}`, filter)}: ${words.names.get(String(wanted)) ?? words.types.get(String(wanted)) ?? String(wanted)}`,
      ),
    );
  if (name === 'columns' && Array.isArray(value)) return join(ctx, value.map(String));
  if (name === 'roles' && Array.isArray(value))
    return value.length === 0
      ? say(ctx.language, 'log.value.none')
      : join(
          ctx,
          value.map((role) => textOr(ctx, `records.role.${String(role)}`, String(role))),
        );
  if (name === 'counts')
    return join(
      ctx,
      Object.entries(value).map(([what, count]) => `${sayOne(ctx, 'counts', what)} ${String(count)}`),
    );
  if (name === 'period') return sayPeriod(ctx, words, value);
  if (name === 'tier') return say(ctx.language, 'log.value.tier', { value });
  if (name === 'number' || name === 'base') return say(ctx.language, 'log.value.numbered', { value });
  return sayValue(ctx, words, row, name, value);
}

function sayPeriod(ctx: MunicipalContext, words: Words, value: object): string {
  const { fromDay, toDay, areaId } = value as NonNullable<AuditDetails['period']>;
  const day = (date: string | undefined): string => (date === undefined ? '' : sayDay(ctx.language, date));
  const days = fromDay || toDay ? [say(ctx.language, 'log.value.until', { from: day(fromDay), to: day(toDay) })] : [];
  return join(ctx, [...days, ...(areaId === undefined ? [] : [words.names.get(areaId) ?? areaId])]);
}

/** A register says itself what one of its records is called. */
function nameOfRegister(ctx: MunicipalContext, kind: string): string {
  const register: { data?: { texts: Partial<Record<string, { one: string }>> } } | undefined = ctx.kinds[kind];
  const texts = register?.data?.texts;
  return (texts?.[ctx.language] ?? texts?.['ja'])?.one ?? kind;
}

/** A line's record as it is shown: what it is, and which. */
export function tellRecord(ctx: MunicipalContext, kind: string | null, title: string | null): string | null {
  if (kind === null) return title;
  const name = textOr(ctx, `log.kind.${kind}`, textOr(ctx, 'log.kind.record', nameOfRegister(ctx, kind)));
  return title === null ? name : `${name} ${title}`;
}
