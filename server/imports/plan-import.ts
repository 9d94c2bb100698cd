import { normaliseName } from '../database/normalise.ts';
import { areaKey, findKindColumn, splitAreas } from './guess-mapping.ts';
import { limits as fileLimits } from './limits.ts';
import {
  isBlank,
  isInJapan,
  narrow,
  openDays,
  readCapacity,
  readDays,
  readDegrees,
  readPhone,
  readPoint,
  readUrl,
  readYen,
} from './read-values.ts';
import type {
  Existing,
  ExistingOrganisation,
  ExistingService,
  ImportField,
  ImportMapping,
  ImportPlan,
  Named,
  OrganisationLink,
  PlanIssue,
  PlannedOrganisation,
  PlannedRow,
  ReadTable,
  ServiceValues,
  TableRow,
} from './types.ts';

/** The longest text that a field takes; the contract's own limits. */
const limits: Partial<Record<ImportField, number>> = {
  name: 200,
  nameKana: 200,
  organisation: 200,
  address: 300,
  url: 500,
  fee: 200,
  eligibility: 10_000,
  description: 10_000,
  externalKey: 100,
};
const maxHours = 200;

const group = <T>(items: T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const members = groups.get(name);
    if (members) members.push(item);
    else groups.set(name, [item]);
  }
  return groups;
};

const findNamed = (list: Named[], word: string): Named | undefined =>
  list.find(({ key, name }) => key === word || normaliseName(name) === normaliseName(word));

/** Words in an organisation's name that say what kind it is, and the word its kind is called by. */
const kindHints: [RegExp, string][] = [
  [/社会福祉協議会/, '社協|社会福祉協議会'],
  [/シルバー人材/, 'シルバー'],
  [/地域包括支援/, '包括'],
  [/特定非営利活動法人/, '特定非営利活動|npo'],
  [/社会福祉法人/, '社会福祉法人'],
  [/医療法人/, '医療'],
  [/株式会社|有限会社|合同会社/, '会社|企業'],
  [/農業協同組合/, '農協|農業協同|協同組合'],
  [/協同組合/, '協同組合|生協'],
  [/自治会|町内会/, '町内会|自治会'],
  [/老人クラブ/, '老人クラブ'],
  [/民生委員/, '民生委員'],
  [/^.{1,6}[市町村]立/, '^市町村$'],
];

/** The kind that an organisation's name tells; otherwise the list's `other` or last. */
function guessKind(name: string, kinds: Named[]): string {
  const normal = normaliseName(name);
  const word = kindHints.find(([pattern]) => pattern.test(normal))?.[1];
  const hinted = word === undefined ? undefined : kinds.find((kind) => new RegExp(word).test(normaliseName(kind.name)));
  return (hinted ?? kinds.find(({ key }) => key === 'other') ?? kinds.at(-1))?.key ?? 'other';
}

/** Finds organisations by corporate number, else by name, and remembers those that the import will make. */
function organisationBook(existing: Existing) {
  const planned: PlannedOrganisation[] = [];
  const numbers = new Map<string, OrganisationLink>();
  const names = new Map<string, { link: OrganisationLink; corporateNumber: string | null }[]>();
  const remember = (
    link: OrganisationLink,
    { name, corporateNumber }: Pick<ExistingOrganisation, 'name' | 'corporateNumber'>,
  ) => {
    if (corporateNumber && !numbers.has(corporateNumber)) numbers.set(corporateNumber, link);
    const namesakes = names.get(normaliseName(name));
    if (namesakes) namesakes.push({ link, corporateNumber });
    else names.set(normaliseName(name), [{ link, corporateNumber }]);
  };
  for (const organisation of existing.organisations) remember({ id: organisation.id }, organisation);

  /** Two bodies of one name with different numbers are two. */
  const find = (name: string, corporateNumber: string | null): OrganisationLink | undefined => {
    const byNumber = corporateNumber ? numbers.get(corporateNumber) : undefined;
    const known = names.get(normaliseName(name)) ?? [];
    return (
      byNumber ??
      known.find((each) => !corporateNumber || !each.corporateNumber || each.corporateNumber === corporateNumber)?.link
    );
  };
  const add = (wanted: Omit<PlannedOrganisation, 'ref'>): OrganisationLink => {
    const ref = `new:${planned.length + 1}`;
    planned.push({ ref, ...wanted });
    remember({ ref }, wanted);
    return { ref };
  };
  return { find, add, planned };
}

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
 *
 * A row is the service with its external key (the list's number together with the word for its kind: one 事業所番号 stands
 * for several kinds); without a key, the one of the same name, organisation and type, or of the same name and organisation
 * where there is only one. An organisation is found by corporate number, then by name. Empty cells never erase what is stored.
 */
export function planImport(table: ReadTable, mapping: ImportMapping, existing: Existing): ImportPlan {
  const columns = new Map(table.columns.map((name, index) => [name, index]));
  const issues: PlanIssue[] = [];
  const book = organisationBook(existing);
  const kindColumn =
    mapping.fields.type && 'column' in mapping.fields.type ? mapping.fields.type.column : findKindColumn(table);
  const typeWords = new Map(Object.entries(mapping.types).map(([word, key]) => [normaliseName(word), key]));
  const areas = group(existing.areas, ({ name }) => areaKey(name));
  const areaNames = new Map(existing.areas.map(({ id, name }) => [id, name]));
  const fallbackAreas =
    mapping.defaultAreaId !== undefined && areaNames.has(mapping.defaultAreaId) ? [mapping.defaultAreaId] : [];
  const byKey = new Map(
    existing.services.flatMap((service) => (service.externalKey ? [[service.externalKey, service] as const] : [])),
  );
  const nameKey = (name: string, owner: OrganisationLink | undefined) =>
    `${normaliseName(name)}\n${owner && 'id' in owner ? owner.id : ''}`;
  const byName = group(existing.services, ({ name, organisationId }) => nameKey(name, { id: organisationId }));

  const cell = (row: TableRow, field: ImportField): string => {
    const source = mapping.fields[field];
    const text = !source
      ? ''
      : 'fixed' in source
        ? source.fixed.trim()
        : (row.cells[columns.get(source.column) ?? -1] ?? '');
    return text.length > fileLimits.cellLength || (field !== 'name' && field !== 'capacity' && isBlank(text))
      ? ''
      : text;
  };
  const columnOf = (field: ImportField): string | null => {
    const source = mapping.fields[field];
    return source && 'column' in source ? source.column : null;
  };

  /** Reads the cells of one row; the issues it raises are collected with it. */
  function readRow(row: TableRow) {
    const own: PlanIssue[] = [];
    const raise = (level: 'error' | 'warning', field: ImportField, code: string, params: PlanIssue['params'] = {}) => {
      own.push({ row: row.row, column: columnOf(field), code, level, params });
    };
    for (const [field, source] of Object.entries(mapping.fields) as [
      ImportField,
      ImportMapping['fields'][ImportField],
    ][]) {
      const length = source && 'column' in source ? (row.cells[columns.get(source.column) ?? -1] ?? '').length : 0;
      if (length > fileLimits.cellLength)
        raise('error', field, 'tooLong', { limit: limits[field] ?? fileLimits.cellLength, length });
    }
    const said: Partial<ServiceValues> = {};
    const text = (field: ImportField): string => {
      const value = cell(row, field).replace(/[ \u3000]+/g, (spaces) => spaces[0] ?? '');
      const limit = limits[field];
      if (limit !== undefined && value.length > limit)
        raise('error', field, 'tooLong', { limit, length: value.length });
      if (value.includes('\ufffd')) raise('error', field, 'garbled');
      return value;
    };

    const name = narrowLines(text('name'));
    if (name === '') raise('error', 'name', 'nameMissing');
    said.name = name;
    for (const field of ['nameKana', 'address', 'eligibility', 'description', 'fee'] as const) {
      const value = field === 'description' || field === 'eligibility' ? text(field) : narrowLines(text(field));
      if (value !== '') said[field] = field === 'nameKana' ? narrow(value) : value;
    }
    if (said.fee) said.feeYen = readYen(said.fee);
    const key = narrow(text('externalKey'));
    const kindWord = kindColumn === null ? '' : narrow(row.cells[columns.get(kindColumn) ?? -1] ?? '');
    if (key !== '') said.externalKey = [key, kindWord].filter((part) => part !== '').join(' ');

    const phone = cell(row, 'phone');
    const readNumber = readPhone(phone);
    if (readNumber) said.phone = readNumber.value;
    if (phone !== '' && !readNumber) raise('error', 'phone', 'phoneUnreadable', { value: phone });
    if (readNumber?.left) raise('warning', 'phone', 'phonePicked', { kept: readNumber.value, value: phone });

    const url = text('url');
    const readAddress = readUrl(url);
    if (readAddress) said.url = readAddress.value;
    if (url !== '' && !readAddress) raise('error', 'url', 'urlUnreadable', { value: url });
    if (readAddress?.left) raise('warning', 'url', 'urlMended', { kept: readAddress.value, value: url });

    readPlace(row, said, raise);
    readOpening(row, said, raise);

    const capacity = cell(row, 'capacity');
    const word = readCapacity(capacity);
    if (word) said.capacity = word;
    if (capacity !== '' && !word) raise('warning', 'capacity', 'capacityUnknown', { value: capacity });

    const type = readType(row, raise);
    if (type) said.typeKey = type.key;
    // The default area is for new services; it does not move one that has its areas already.
    const named = readAreas(row, raise);
    if (named.length > 0) said.areaIds = named;
    const areaIds = named.length > 0 ? named : fallbackAreas;
    const organisation = readOrganisation(row, name, text, raise);
    return {
      row,
      own,
      said,
      name,
      type,
      areaIds,
      kindWord,
      organisation,
      fullName: `${normaliseName(name)}\n${normaliseName(organisation.name)}`,
    };
  }

  type Raise = (level: 'error' | 'warning', field: ImportField, code: string, params?: PlanIssue['params']) => void;

  function readPlace(row: TableRow, said: Partial<ServiceValues>, raise: Raise): void {
    const [both, lat, lng] = [cell(row, 'latlng'), cell(row, 'latitude'), cell(row, 'longitude')];
    const field = both === '' ? (lat === '' ? 'longitude' : 'latitude') : 'latlng';
    if (both === '' && lat === '' && lng === '') return;
    const point = both === '' ? { latitude: readDegrees(lat), longitude: readDegrees(lng) } : readPoint(both);
    const value = both === '' ? `${lat}, ${lng}` : both;
    if (!point || point.latitude === null || point.longitude === null)
      raise('error', field, 'coordinatesUnreadable', { value });
    else if (!isInJapan(point.latitude, point.longitude)) raise('error', field, 'coordinatesOutside', { value });
    else Object.assign(said, point);
  }

  /** Days, and the hours with what is said about them; words about days that were not understood are kept beside the hours. */
  function readOpening(row: TableRow, said: Partial<ServiceValues>, raise: Raise): void {
    const days = cell(row, 'days');
    const read = readDays(days);
    const closed = /(休|閉).*日$/.test(columnOf('days') ?? '');
    if (read && !(closed && read.left)) said.days = closed ? openDays(read.value) : read.value;
    const unclear = days !== '' && (!read || read.left) ? days : '';
    if (unclear !== '') raise('warning', 'days', 'daysUnknown', { value: days });
    const span = [cell(row, 'hours'), cell(row, 'hoursUntil')].filter((part) => part !== '').join('～');
    const parts = [
      span,
      unclear === '' ? '' : `${closed ? `${columnOf('days') ?? ''}: ` : ''}${unclear}`,
      cell(row, 'hoursNote'),
    ]
      .filter((part) => part !== '')
      .map(narrowLines);
    while (parts.length > 1 && parts.join(' ').length > maxHours) {
      const left = parts.pop() ?? '';
      raise('warning', 'hoursNote', 'noteLeftOut', { limit: maxHours, value: left.slice(0, 40) });
    }
    const hours = parts.join(' ');
    if (hours.length > maxHours) raise('error', 'hours', 'tooLong', { limit: maxHours, length: hours.length });
    if (hours !== '') said.hours = hours;
  }

  function readType(row: TableRow, raise: Raise): Named | undefined {
    const word = cell(row, 'type');
    if (word === '') {
      raise('error', 'type', 'typeMissing');
      return undefined;
    }
    const type = findNamed(existing.types, typeWords.get(normaliseName(word)) ?? word);
    if (!type) raise('error', 'type', 'typeUnknown', { value: word });
    return type;
  }

  function readAreas(row: TableRow, raise: Raise): string[] {
    const text = cell(row, 'areas');
    const known = (word: string) => areas.get(areaKey(word)) ?? [];
    const words =
      known(text).length > 0
        ? [text]
        : splitAreas(text).flatMap((word) => (known(word).length > 0 ? [word] : word.split('・')));
    const found = words.map((word) => ({ word: word.trim(), hits: known(word) }));
    const clear = found.flatMap(({ hits }) => (hits.length === 1 && hits[0] ? [hits[0].id] : []));
    const usable = clear.length > 0 || fallbackAreas.length > 0;
    for (const { word, hits } of found)
      if (hits.length !== 1 && word !== '')
        raise(usable ? 'warning' : 'error', 'areas', hits.length > 1 ? 'areaAmbiguous' : 'areaUnknown', {
          value: word,
        });
    if (text === '' && !usable) raise('error', 'areas', 'areaMissing');
    return [...new Set(clear)];
  }

  function readOrganisation(row: TableRow, serviceName: string, text: (field: ImportField) => string, raise: Raise) {
    const written = narrowLines(text('organisation'));
    if (written === '' && mapping.fields.organisation) raise('warning', 'organisation', 'organisationFromName');
    const number = narrow(cell(row, 'corporateNumber')).replace(/\D/g, '');
    if (number !== '' && number.length !== 13)
      raise('warning', 'corporateNumber', 'corporateNumberBad', { value: cell(row, 'corporateNumber') });
    const kindWord = cell(row, 'organisationKind');
    const kind = kindWord === '' ? undefined : findNamed(existing.organisationKinds, kindWord);
    if (kindWord !== '' && !kind) raise('warning', 'organisationKind', 'kindUnknown', { value: kindWord });
    const name = written === '' ? serviceName : written;
    return {
      name,
      isItself: written === '',
      corporateNumber: number.length === 13 ? number : null,
      kind: kind?.key ?? guessKind(name, existing.organisationKinds),
    };
  }

  const read = table.rows.map(readRow);
  const identity = ({ said, fullName, kindWord }: (typeof read)[number]) =>
    said.externalKey ?? `${fullName}\n${kindWord}`;
  const firstOf = new Map<string, number>();
  const namesakes = group(read, ({ fullName }) => fullName);
  const isOnly = ({ fullName }: (typeof read)[number]) => namesakes.get(fullName)?.length === 1;

  /** The stored service that a row is about. One with another external key is another service, whatever its name. */
  function findService(item: (typeof read)[number], owner: OrganisationLink | undefined): ExistingService | undefined {
    const { externalKey, typeKey } = item.said;
    const keyed = externalKey === undefined || externalKey === null ? undefined : byKey.get(externalKey);
    if (keyed || !owner || !('id' in owner)) return keyed;
    const candidates = (byName.get(nameKey(item.name, owner)) ?? []).filter(
      (service) => !externalKey || !service.externalKey,
    );
    return (
      candidates.find((service) => service.typeKey === typeKey) ??
      (candidates.length === 1 && isOnly(item) ? candidates[0] : undefined)
    );
  }

  function planRow(item: (typeof read)[number]): PlannedRow {
    const { row, own, said, name, organisation } = item;
    const shown = {
      row: row.row,
      name,
      organisation: organisation.name,
      type: item.type?.name ?? cell(row, 'type'),
      areas: item.areaIds.map((id) => areaNames.get(id) ?? id).join('、'),
    };
    const isBad = () => own.some(({ level }) => level === 'error');
    if (!isBad()) {
      const first = firstOf.get(identity(item));
      if (first === undefined) firstOf.set(identity(item), row.row);
      else
        own.push({
          row: row.row,
          column: columnOf(said.externalKey ? 'externalKey' : 'name'),
          code: 'duplicateRow',
          level: 'error',
          params: { first },
        });
    }
    const owner = isBad() ? undefined : book.find(organisation.name, organisation.corporateNumber);
    const service = isBad() ? undefined : findService(item, owner);
    if (service?.closed) own.push({ row: row.row, column: null, code: 'serviceClosed', level: 'warning', params: {} });
    issues.push(...own);
    if (isBad() || said.typeKey === undefined) return { ...shown, action: 'reject' };

    const link = () =>
      owner ??
      book.add({
        name: organisation.name,
        nameKana: organisation.isItself ? (said.nameKana ?? '') : '',
        kind: organisation.kind,
        corporateNumber: organisation.corporateNumber,
        phone: organisation.isItself ? (said.phone ?? null) : null,
        url: organisation.isItself ? (said.url ?? null) : null,
        address: organisation.isItself ? (said.address ?? null) : null,
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
      mapping.fields.organisation !== undefined &&
      !organisation.isItself &&
      !(owner && 'id' in owner && owner.id === service.organisationId);
    if (Object.keys(changes).length === 0 && !moves) return { ...shown, action: 'unchanged', service };
    return { ...shown, action: 'update', service, changes, owner: moves ? link() : null };
  }

  const rows = read.map(planRow);
  const count = (action: PlannedRow['action']) => rows.filter((row) => row.action === action).length;
  return {
    rows,
    organisations: book.planned,
    issues,
    counts: {
      rows: rows.length,
      created: count('create'),
      updated: count('update'),
      unchanged: count('unchanged'),
      rejected: count('reject'),
    },
  };
}

/** A line break inside a one-line field is a space. */
function narrowLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
