import { normaliseName } from '../../../database/normalise.ts';
import { readCells } from '../../../imports/read-cells.ts';
import type { ImportMapping, PlanDoubt, PlanIssue, ReadTable } from '../../../imports/types.ts';
import { identityOf, serviceFinder } from './find-service.ts';
import { findKindColumn } from './guess-mapping.ts';
import { organisationBook } from './organisation-book.ts';
import { serviceReader, type ReadRow } from './read-service-row.ts';
import type { Existing, ExistingService, PlannedService, ServicePlan, ServiceValues } from './types.ts';

const same = (
  field: keyof ServiceValues,
  before: ServiceValues[keyof ServiceValues],
  after: ServiceValues[keyof ServiceValues],
): boolean => {
  // A database may keep coordinates as single-precision numbers: two metres are no change.
  if ((field === 'latitude' || field === 'longitude') && typeof before === 'number' && typeof after === 'number')
    return Math.abs(before - after) < 2e-5;
  if (Array.isArray(before) && Array.isArray(after)) return [...before].sort().join() === [...after].sort().join();
  return before === after;
};

/** What a row says that differs. Cells left empty and fields without a source leave what is stored as it is. */
function findChanges(service: ExistingService, said: Partial<ServiceValues>): Partial<ServiceValues> {
  const changed = (Object.keys(said) as (keyof ServiceValues)[]).filter(
    (field) => !same(field, service[field], said[field] ?? null),
  );
  return Object.fromEntries(changed.map((field) => [field, said[field]]));
}

const emptyService: Omit<ServiceValues, 'name' | 'typeKey' | 'areaIds'> = {
  nameKana: '',
  description: null,
  eligibility: null,
  fee: null,
  feeYen: null,
  days: [],
  hours: null,
  capacity: 'ask',
  phone: null,
  url: null,
  address: null,
  latitude: null,
  longitude: null,
  externalKey: null,
};

/**
 * Decides for each row whether it makes a service, changes one, changes nothing or is kept out, and why. Pure: nothing is stored.
 * An organisation is found by corporate number, then by name. Empty cells never erase what is stored.
 */
export function planServices(table: ReadTable, mapping: ImportMapping, existing: Existing): ServicePlan {
  const cells = readCells(table, mapping);
  const source = mapping.fields['type'];
  const kindColumn = source && 'column' in source ? source.column : findKindColumn(table);
  const rows = table.rows.map(serviceReader(cells, mapping, kindColumn, existing));
  refuseDoubles(rows, cells.columnOf);
  const isBad = ({ cells: { issues } }: ReadRow) => issues.some(({ level }) => level === 'error');
  const book = organisationBook(existing);
  const decisions = mapping.decisions ?? {};
  const find = serviceFinder(
    existing.items,
    rows
      .filter((row) => !isBad(row))
      .map((row) => ({ row, owner: book.find(row.body.name, row.body.corporateNumber) })),
    decisions,
  );
  const areaNames = new Map(existing.areas.map(({ id, name }) => [id, name]));
  const sayAreas = (ids: string[]): string => ids.map((id) => areaNames.get(id) ?? id).join('、');
  const doubts: PlanDoubt[] = [];
  const issues: PlanIssue[] = [];

  function planRow(item: ReadRow): PlannedService {
    const { row, said, name, body } = item;
    const shown = {
      row: row.row,
      name,
      shown: {
        organisation: body.name,
        type: item.type?.name ?? item.typeWord,
        areas: sayAreas(item.areaIds),
        address: said.address ?? '',
      },
    };
    const existing = isBad(item) ? null : find(item);
    const labelOf = (service: ExistingService): string =>
      [service.name, service.address ?? sayAreas(service.areaIds)].join(' ');
    if (existing && ('doubt' in existing || decisions[String(row.row)])) {
      const candidates = 'doubt' in existing ? existing.doubt : existing.service ? [existing.service] : [];
      doubts.push({
        row: row.row,
        name,
        place: said.address ?? sayAreas(item.areaIds),
        candidates: candidates.map((service) => ({ id: service.id, label: labelOf(service) })),
        decision: 'doubt' in existing ? null : (decisions[String(row.row)] ?? null),
      });
    }
    if (existing && 'doubt' in existing) {
      item.cells.raise('error', 'name', 'doubt', { value: existing.doubt.map(labelOf).join('、') });
    }
    const service = existing && 'service' in existing ? existing.service : null;
    const alike = existing && !book.find(body.name, body.corporateNumber) ? book.findAlike(body.name) : undefined;
    if (alike !== undefined)
      item.cells.raise('warning', body.isItself ? 'name' : 'organisation', 'bodyAlike', { value: body.name, alike });
    if (service?.closed)
      item.cells.issues.push({ row: row.row, column: null, code: 'serviceClosed', level: 'warning', params: {} });
    issues.push(...item.cells.issues);
    if (isBad(item) || said.typeKey === undefined) return { ...shown, action: 'reject' };

    const owner = book.find(body.name, body.corporateNumber);
    const link = () =>
      owner ??
      book.add({
        name: body.name,
        nameKana: body.isItself ? (said.nameKana ?? '') : '',
        kind: body.kind,
        corporateNumber: body.corporateNumber,
        phone: body.isItself ? (said.phone ?? null) : null,
        url: body.isItself ? (said.url ?? null) : null,
        address: body.isItself ? (said.address ?? null) : null,
      });
    if (!service)
      return {
        ...shown,
        action: 'create',
        values: { ...emptyService, ...said, name, typeKey: said.typeKey, areaIds: item.areaIds },
        owner: link(),
      };
    const changes = findChanges(service, said);
    const moves =
      mapping.fields['organisation'] !== undefined &&
      !body.isItself &&
      !(owner && 'id' in owner && owner.id === service.organisationId);
    if (Object.keys(changes).length === 0 && !moves) return { ...shown, action: 'unchanged', service };
    return { ...shown, action: 'update', service, changes, owner: moves ? link() : null };
  }

  return { rows: rows.map(planRow), organisations: book.planned, issues, doubts };
}

/** Of rows that are the same service the first comes in; of those that may be, by name and body, without a place, the officer is told. */
function refuseDoubles(rows: ReadRow[], columnOf: (field: string) => string | null): void {
  const firstOf = new Map<string, number>();
  for (const item of rows) {
    if (item.cells.issues.some(({ level }) => level === 'error')) continue;
    const identity = identityOf(item);
    const first = firstOf.get(identity);
    if (first === undefined) firstOf.set(identity, item.row.row);
    else
      item.cells.issues.push({
        row: item.row.row,
        column: columnOf(item.said.externalKey ? 'externalKey' : 'name'),
        code: 'duplicateRow',
        level: 'error',
        params: { first },
      });
  }
  const alike = Map.groupBy(
    rows.filter(({ said, cells }) => !said.externalKey && !cells.issues.some(({ level }) => level === 'error')),
    ({ name, body, kindWord }) => [normaliseName(name), normaliseName(body.name), kindWord].join('\n'),
  );
  for (const group of alike.values())
    if (group.length > 1 && group.some(({ said }) => !said.address))
      for (const { cells } of group.slice(1))
        cells.raise('warning', 'name', 'sameName', { first: group[0]?.row.row ?? 0 });
}
