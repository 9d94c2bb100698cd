import { z } from 'zod';
import * as shared from '../../http/contract.ts';
import { route, type Route } from '../../http/route.ts';
import type { MunicipalContext } from '../../kernel/context.ts';
import { changeArea, createArea } from '../areas/areas.ts';
import * as areasContract from '../areas/contract.ts';
import { areaKindsOf, tierAt } from '../areas/area-kinds.ts';
import { areasOf } from '../areas/kept-areas.ts';
import { changeCodeEntry, codeName, createCodeEntry } from '../codes/code-entries.ts';
import * as codesContract from '../codes/contract.ts';
import { agendaIn, marksIn } from '../codes/store.ts';
import * as contract from './contract.ts';
import { readMunicipalityRecord, type MunicipalityRecord } from './municipalities.ts';
import { changeOffline, readOffline } from './offline.ts';
import { changePractice, readPractice, toPractice } from './practice.ts';
import { changeOwnWords, parseOwnWords, readOwnWords } from './own-words.ts';

const base = '/municipalities/{municipality}';

type AreaRow = Readonly<MunicipalityRecord['areas'][number]>;
type CodeRow = Readonly<MunicipalityRecord['codes'][number]>;

const toArea = (kinds: readonly CodeRow[], area: AreaRow): z.input<typeof areasContract.area> => ({
  id: area.id,
  parentId: area.parent_id,
  kind: area.kind,
  name: area.name,
  nameKana: area.name_kana,
  position: area.position,
  tier: tierAt(kinds, area.kind),
  // '/root/' has depth 0.
  depth: area.path.split('/').length - 3,
  closed: area.closed_at !== null,
  version: area.version,
});

const toCode = (ctx: MunicipalContext, entry: CodeRow): z.input<typeof codesContract.codeEntry> => ({
  id: entry.id,
  list: entry.list,
  key: entry.key,
  name: codeName(entry, ctx.language),
  nameJa: entry.name_ja,
  nameEn: entry.name_en,
  position: entry.position,
  retired: entry.retired_at !== null,
  marks: codesContract.codeMark.options.filter((mark) => marksIn(entry).includes(mark)),
  agenda: agendaIn(entry),
  version: entry.version,
});

const byId = z.object({ municipality: z.string(), id: shared.id });

export const municipalityRoutes: Route[] = [
  route({
    method: 'get',
    path: base,
    tag: 'municipality',
    summary: 'The municipality: areas, code lists, and what the asker may do',
    access: 'municipality',
    answer: contract.municipality,
    handle: async (ctx) => {
      const { row, areas, codes, roles, can } = await readMunicipalityRecord(ctx);
      const inList = (list: CodeRow['list']) =>
        codes.filter((entry) => entry.list === list).map((entry) => toCode(ctx, entry));
      const kinds = codes.filter(({ list }) => list === 'area-kind');
      const body: z.input<typeof contract.municipality> = {
        code: row.code,
        name: ctx.language === 'en' && row.name_en ? row.name_en : row.name,
        nameKana: row.name_kana,
        areas: areas.map((area) => toArea(kinds, area)),
        codes: {
          'service-type': inList('service-type'),
          'organisation-kind': inList('organisation-kind'),
          'meeting-kind': inList('meeting-kind'),
          'area-kind': inList('area-kind'),
        },
        roles,
        can,
        words: parseOwnWords(row.own_words),
        practice: toPractice(row),
        offline: row.offline === 1,
        today: ctx.today,
      };
      return { body };
    },
  }),
  route({
    method: 'get',
    path: `${base}/words`,
    tag: 'settings',
    summary: 'What the city calls councils and coordinators',
    access: 'municipality',
    answer: contract.ownWordsKept,
    handle: async (ctx) => {
      const { words, version } = await readOwnWords(ctx);
      return { body: { words, version }, version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/words`,
    tag: 'settings',
    summary:
      'Set what the city calls councils and coordinators; texts of pages, mails, forms, rules and lifecycles follow',
    access: 'municipality',
    body: contract.ownWords,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { body, version }) => {
      const next = await changeOwnWords(ctx, version, body);
      return { body: { id: ctx.municipality.id, version: next }, version: next };
    },
  }),
  route({
    method: 'get',
    path: `${base}/practice`,
    tag: 'settings',
    summary: 'What of the programme the city does, and how',
    access: 'municipality',
    answer: contract.practiceKept,
    handle: async (ctx) => {
      const { practice, version } = await readPractice(ctx);
      return { body: { practice, version }, version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/practice`,
    tag: 'settings',
    summary: 'Set what of the programme the city does, and how; pages and steps follow, records stay',
    access: 'municipality',
    body: contract.practice,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { body, version }) => {
      const next = await changePractice(ctx, version, body);
      return { body: { id: ctx.municipality.id, version: next }, version: next };
    },
  }),
  route({
    method: 'get',
    path: `${base}/offline`,
    tag: 'settings',
    summary: 'Whether forms may be taken along on a device',
    access: 'municipality',
    answer: contract.offlineKept,
    handle: async (ctx) => {
      const kept = await readOffline(ctx);
      return { body: kept, version: kept.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/offline`,
    tag: 'settings',
    summary: 'Allow or forbid taking forms along on a device; what lies on devices is still taken',
    access: 'municipality',
    body: contract.offline,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { body, version }) => {
      const next = await changeOffline(ctx, version, body.allowed);
      return { body: { id: ctx.municipality.id, version: next }, version: next };
    },
  }),
  route({
    method: 'get',
    path: `${base}/areas`,
    tag: 'settings',
    summary: 'The tree of areas, parents before children',
    access: 'municipality',
    answer: z.array(areasContract.area),
    handle: async (ctx) => {
      const kinds = await areaKindsOf(ctx);
      return { body: (await areasOf(ctx)).map((area) => toArea(kinds, area)) };
    },
  }),
  route({
    method: 'post',
    path: `${base}/areas`,
    tag: 'settings',
    summary: 'Add an area',
    access: 'municipality',
    body: areasContract.areaInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { body }) => {
      const area = await createArea(ctx, body);
      return { body: { id: area.id, version: area.version }, version: area.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/areas/{id}`,
    tag: 'settings',
    summary: 'Change an area',
    access: 'municipality',
    params: byId,
    body: areasContract.areaPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await changeArea(ctx, params.id, version, body);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
  route({
    method: 'get',
    path: `${base}/codes/{list}`,
    tag: 'settings',
    summary: 'A code list, retired entries too',
    access: 'municipality',
    params: z.object({ municipality: z.string(), list: codesContract.codeList }),
    answer: z.array(codesContract.codeEntry),
    handle: async (ctx, { params }) => ({
      body: (await readMunicipalityRecord(ctx)).codes
        .filter((entry) => entry.list === params.list)
        .map((entry) => toCode(ctx, entry)),
    }),
  }),
  route({
    method: 'post',
    path: `${base}/codes/{list}`,
    tag: 'settings',
    summary: 'Add an entry to a code list',
    access: 'municipality',
    params: z.object({ municipality: z.string(), list: codesContract.codeList }),
    body: codesContract.codeEntryInput,
    answer: shared.saved,
    status: 201,
    handle: async (ctx, { params, body }) => {
      const entry = await createCodeEntry(ctx, params.list, body);
      return { body: { id: entry.id, version: entry.version }, version: entry.version };
    },
  }),
  route({
    method: 'patch',
    path: `${base}/codes/{list}/{id}`,
    tag: 'settings',
    summary: 'Rename, move or retire an entry',
    access: 'municipality',
    params: byId.extend({ list: codesContract.codeList }),
    body: codesContract.codeEntryPatch,
    ifMatch: true,
    answer: shared.saved,
    handle: async (ctx, { params, body, version }) => {
      const next = await changeCodeEntry(ctx, params.list, params.id, version, body);
      return { body: { id: params.id, version: next }, version: next };
    },
  }),
];
