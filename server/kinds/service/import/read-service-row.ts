import { nameAlike } from '../../../database/normalise.ts';
import { limits } from '../../../imports/limits.ts';
import type { readCells, RowReader } from '../../../imports/read-cells.ts';
import { isInJapan, narrow, readDegrees, readPoint } from '../../../imports/read-values.ts';
import type { ImportMapping, Named, TableRow } from '../../../imports/types.ts';
import { addressReader, areaKey, areasByKey, splitAreas } from './guess-mapping.ts';
import { findNamed, guessKind } from './organisation-book.ts';
import { readContact } from './read-contact.ts';
import { openDays, readCapacity, readDays, readYen } from './read-offer.ts';
import type { Existing, ServiceValues } from './types.ts';

/** The longest text that a field takes; the contract's own limits. */
const longest = {
  name: 200,
  nameKana: 200,
  organisation: 200,
  address: 300,
  fee: 200,
  eligibility: limits.cellLength,
  description: limits.cellLength,
  externalKey: 100,
  hours: 200,
};

/** What a row's body is called, and whether that is only the service's own name. */
type Body = { name: string; isItself: boolean; corporateNumber: string | null; kind: string };

/** A row as it was read: what it says of a service (what it leaves open is not there), and of whose it is. */
export type ReadRow = {
  row: TableRow;
  cells: RowReader;
  name: string;
  said: Partial<ServiceValues>;
  type: Named | undefined;
  typeWord: string;
  areaIds: string[];
  kindWord: string;
  body: Body;
};

/** Reads rows of a list of services by a mapping. A cell that cannot be used costs that cell; a row stays out for what it cannot do without. */
export function serviceReader(
  table: ReturnType<typeof readCells>,
  mapping: ImportMapping,
  kindColumn: string | null,
  existing: Pick<Existing, 'types' | 'organisationKinds' | 'areas'>,
): (row: TableRow) => ReadRow {
  const typeWords = new Map(Object.entries(mapping.types ?? {}).map(([word, key]) => [nameAlike(word), key]));
  const areas = areasByKey(existing.areas);
  const findInAddress = addressReader(existing.areas);
  const fallback = existing.areas.filter(({ id }) => id === mapping.defaultAreaId).map(({ id }) => id);
  const isSame = (a: string, b: string): boolean =>
    JSON.stringify(mapping.fields[a]) === JSON.stringify(mapping.fields[b]);
  const fromAddress = mapping.fields['areas'] !== undefined && isSame('areas', 'address');

  function readPlace({ cell, raise }: RowReader, said: Partial<ServiceValues>): void {
    const [both, lat, lng] = [cell('latlng'), cell('latitude'), cell('longitude')];
    if (both === '' && lat === '' && lng === '') return;
    const field = both === '' ? (lat === '' ? 'longitude' : 'latitude') : 'latlng';
    const point = both === '' ? { latitude: readDegrees(lat), longitude: readDegrees(lng) } : readPoint(both);
    const value = both === '' ? `${lat}, ${lng}` : both;
    if (!point || point.latitude === null || point.longitude === null)
      raise('warning', field, 'coordinatesUnreadable', { value });
    else if (!isInJapan(point.latitude, point.longitude)) raise('warning', field, 'coordinatesOutside', { value });
    else Object.assign(said, point);
  }

  /** Days, and the hours with what is said about them; words about days that were not understood are kept beside the hours. */
  function readOpening({ cell, text, raise }: RowReader, said: Partial<ServiceValues>): void {
    const days = cell('days');
    const read = readDays(days);
    const column = table.columnOf('days') ?? '';
    const closed = /(休|閉).*日$/.test(column);
    if (read && !(closed && read.left)) said.days = closed ? openDays(read.value) : read.value;
    const unclear = days !== '' && (!read || read.left) ? days : '';
    if (unclear !== '') raise('warning', 'days', 'daysUnknown', { value: days });
    const span = [text('hours', longest.hours), text('hoursUntil', longest.hours)]
      .filter((part) => part !== '')
      .join('～');
    const parts = [
      span,
      unclear === '' ? '' : `${closed ? `${column}: ` : ''}${unclear.replace(/\s*\n\s*/g, ' ')}`,
      text('hoursNote', limits.cellLength),
    ].filter((part) => part !== '');
    while (parts.length > 0 && parts.join(' ').length > longest.hours) {
      const left = parts.pop() ?? '';
      raise('warning', 'hoursNote', 'noteLeftOut', { limit: longest.hours, value: left.slice(0, 40) });
    }
    if (parts.length > 0) said.hours = parts.join(' ');
  }

  function readType(cells: RowReader): { type: Named | undefined; typeWord: string } {
    const typeWord = cells.cell('type');
    if (typeWord === '') {
      cells.raise('error', 'type', 'typeMissing');
      return { type: undefined, typeWord };
    }
    const type = findNamed(existing.types, typeWords.get(nameAlike(typeWord)) ?? typeWord);
    if (!type) cells.raise('error', 'type', 'typeUnknown', { value: typeWord });
    return { type, typeWord };
  }

  /** The areas that a row names; where they are to be found in its address, at most one. */
  function readAreas({ cell, raise }: RowReader): string[] {
    const text = cell('areas');
    const usable = fallback.length > 0;
    if (text === '') {
      if (!usable) raise('error', 'areas', 'areaMissing');
      return [];
    }
    const known = (word: string) => areas.get(areaKey(word)) ?? [];
    if (fromAddress && known(text).length !== 1) {
      const hits = findInAddress(text);
      if (hits.length === 1) return hits.map(({ id }) => id);
      raise(usable ? 'warning' : 'error', 'areas', 'areaNotInAddress');
      return [];
    }
    const words =
      known(text).length > 0
        ? [text]
        : splitAreas(text).flatMap((word) => (known(word).length > 0 ? [word] : word.split('・')));
    const parts = words.map((word) => ({ word: word.trim(), hits: known(word) }));
    const clear = parts.flatMap(({ hits }) => (hits.length === 1 && hits[0] ? [hits[0].id] : []));
    for (const { word, hits } of parts)
      if (hits.length !== 1 && word !== '')
        raise(
          clear.length > 0 || usable ? 'warning' : 'error',
          'areas',
          hits.length > 1 ? 'areaAmbiguous' : 'areaUnknown',
          { value: word },
        );
    return [...new Set(clear)];
  }

  function readBody({ cell, text, raise }: RowReader, serviceName: string): Body {
    const written = text('organisation', longest.organisation);
    if (written === '' && mapping.fields['organisation']) raise('warning', 'organisation', 'organisationFromName');
    const number = narrow(cell('corporateNumber')).replace(/\D/g, '');
    if (number !== '' && number.length !== 13)
      raise('warning', 'corporateNumber', 'corporateNumberBad', { value: cell('corporateNumber') });
    const kindWord = cell('organisationKind');
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

  /** The number of the list, with the word for its kind: one 事業所番号 stands for several. A lost first 0 is put back. */
  function readKey({ text, raise }: RowReader, kindWord: string): string {
    const written = narrow(text('externalKey', longest.externalKey)).replace(/(?<=^\d{1,3}),(?=\d{3})/g, '');
    const isCut = /^事業所の?番号/.test(table.columnOf('externalKey') ?? '') && /^[1-9]\d{8}$/.test(written);
    if (isCut) raise('warning', 'externalKey', 'keyMended', { kept: `0${written}`, value: written });
    const key = isCut ? `0${written}` : written;
    return key === '' ? '' : [key, kindWord].filter((part) => part !== '').join(' ');
  }

  return (row) => {
    const cells = table.read(row);
    const { text, cell, raise } = cells;
    const said: Partial<ServiceValues> = {};
    const name = row.broken ? text('name', longest.name) : text('name', longest.name, { needed: true });
    if (name === '' && !row.broken) raise('error', 'name', 'nameMissing');
    said.name = name;
    for (const field of ['nameKana', 'address', 'eligibility', 'description', 'fee'] as const) {
      const value = text(field, longest[field], { lines: field === 'description' || field === 'eligibility' });
      if (value !== '') said[field] = field === 'nameKana' ? narrow(value) : value;
    }
    if (said.fee) said.feeYen = readYen(said.fee);
    const kindWord = kindColumn === null ? '' : narrow(table.at(row, kindColumn));
    const key = readKey(cells, kindWord);
    if (key !== '') said.externalKey = key;
    const { phone, url } = readContact(cells);
    if (phone !== null) said.phone = phone;
    if (url !== null) said.url = url;
    readPlace(cells, said);
    readOpening(cells, said);
    const capacity = mapping.fields['capacity'] ? table.raw(row, 'capacity') : '';
    const word = readCapacity(capacity);
    if (word) said.capacity = word;
    if (cell('capacity') !== '' && !word) raise('warning', 'capacity', 'capacityUnknown', { value: capacity });
    const { type, typeWord } = readType(cells);
    if (type) said.typeKey = type.key;
    // The default area is for new services; it does not move one that has its areas already.
    const named = readAreas(cells);
    if (named.length > 0) said.areaIds = named;
    const body = readBody(cells, name);
    return { row, cells, name, said, type, typeWord, areaIds: named.length > 0 ? named : fallback, kindWord, body };
  };
}
