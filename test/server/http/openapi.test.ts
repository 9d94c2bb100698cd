import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../../server/routes.ts';
import { connect } from '../../support/app.ts';
import { askRow, goodStatus, routeOf } from '../permissions/ask-row.ts';
import type { Asker } from '../permissions/askers.ts';
import { makeRecords, type Records } from '../permissions/records.ts';
import { isRead, table } from '../permissions/table.ts';

type Operation = {
  summary: string;
  tags: string[];
  security: object[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
};
type Document = {
  openapi: string;
  info: object;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: object };
};

let records: Records;
let api: Document;
beforeAll(async () => {
  records = await makeRecords();
  api = (await connect(records.app).get<Document>('/openapi.json')).body;
});
afterAll(() => records.app.close());

const nameOf = (entry: { method: string; path: string }): string => `${entry.method} ${entry.path}`;
const operationOf = (entry: { method: string; path: string }): Operation | undefined =>
  api.paths[`/api${entry.path}`]?.[entry.method];
const pointer = (...parts: string[]): string =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

describe('the API’s description', () => {
  it('is OpenAPI 3.1 and is anybody’s to read', () => {
    expect(api.openapi).toBe('3.1.0');
    expect(api.info).toMatchObject({ title: 'Sasaeai', version: expect.any(String) });
    expect(Object.keys(api.components.securitySchemes)).toEqual(['session', 'token']);
  });

  it('names every route and no other', () => {
    const described = Object.entries(api.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual(routes.map((entry) => `${entry.method} /api${entry.path}`).toSorted());
  });

  it.each(routes.map((entry) => ({ name: nameOf(entry), entry })))(
    'says of $name what it takes and answers',
    ({ entry }) => {
      const operation = operationOf(entry)!;
      expect(operation).toMatchObject({ summary: entry.summary, tags: [entry.tag] });
      const named = (place: string) =>
        (operation.parameters ?? []).filter((parameter) => parameter.in === place).map((parameter) => parameter.name);
      expect(named('path')).toEqual([...entry.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(named('header').includes('If-Match')).toBe(entry.ifMatch === true);
      expect(operation.security).toHaveLength(entry.access === 'public' ? 0 : 2);
      expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(
        entry.body === 'bytes' ? ['application/octet-stream'] : entry.body ? ['application/json'] : [],
      );
      const types = entry.answer ? ['application/json'] : [entry.file ?? []].flat();
      const good = String(entry.status ?? (types.length > 0 ? 200 : 204));
      expect(Object.keys(operation.responses)).toContain(good);
      expect(Object.keys(operation.responses[good]?.content ?? {})).toEqual(types);
    },
  );

  it('refers only to what it holds', () => {
    const missing = [...JSON.stringify(api).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
      .map(([, name]) => String(name))
      .filter((name) => !(name in api.components.schemas));
    expect(missing).toEqual([]);
  });
});

describe('a good answer', () => {
  // Reads first, and nothing that the next row needs is used up: each row is asked once, by the first who may.
  const rows = [...table.filter(isRead), ...table.filter((row) => !isRead(row))].filter((row) => row.may !== '');
  it.each(rows.map((row) => ({ name: row.note ? `${row.route} (${row.note})` : row.route, row })))(
    'is what is described for $name',
    async ({ row }) => {
      const entry = routeOf(row)!;
      const asker = row.may.split(' ').find((candidate) => candidate !== 'anonymous') as Asker;
      const reply = await askRow<unknown>(records, row, asker, row.made ? await records.make[row.made]() : '');
      expect(reply.status).toBe(goodStatus(row));
      if (entry.file) {
        expect([entry.file].flat()).toContain(reply.headers.get('content-type')?.split(';')[0]);
        return expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename=/);
      }
      if (!entry.answer) return expect(reply.text).toBe('');
      expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(reply.headers.get('cache-control')).toBe('private, no-store');
      // Parsing leaves out what the shape does not name: nothing may be missing afterwards.
      expect(entry.answer.parse(reply.body)).toEqual(reply.body);
      const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
      ajv.addSchema(api, 'api');
      const check = ajv.compile({
        $ref: `api#${encodeURI(pointer('paths', `/api${entry.path}`, entry.method, 'responses', String(goodStatus(row)), 'content', 'application/json', 'schema'))}`,
      });
      expect(check(42)).toBe(false);
      check(reply.body);
      expect(check.errors).toBeNull();
    },
  );
});
