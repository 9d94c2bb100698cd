import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import * as contract from './contract.ts';
import { exampleOf } from './example-of.ts';
import type { Route } from './route.ts';

const isObject = (shape: unknown): shape is z.ZodObject => shape instanceof z.ZodObject;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `get /municipalities/{municipality}/needs/{id}` is `getNeedsById`: a name that a made client calls it by. */
export function operationId({ method, path }: Pick<Route, 'method' | 'path'>): string {
  const parts = path.replace(/^\/municipalities\/\{municipality\}(?=\/)/, '').split(/[/-]/);
  const name = parts.map((part) =>
    capitalised(part.replace(/^\{(.*)\}$/, (_all, inner) => `by${capitalised(String(inner))}`)),
  );
  return `${method}${name.join('')}`;
}

/** What tells an answer from any other, good or not. */
const answerHeaders = z.object({
  'X-Request-Id': z.string().describe('to ask about this request by'),
  'Content-Language': contract.language.optional(),
});

/** And what a file is called. */
const fileHeaders = answerHeaders.extend({
  'Content-Disposition': z.string().describe('attachment; filename="…"'),
  'X-Total-Rows': z.string().optional().describe('of a list: how many records will be in it'),
  'X-Export-Id': z.string().optional().describe('of a list: by what `GET …/exports/{id}` says how far it has come'),
});
const fileShape = { type: 'string' as const, format: 'binary' };

/** And of a record, what a write of it names. */
const recordHeaders = answerHeaders.extend({
  ETag: z.string().optional().describe('its version in quotes, "3": what goes in If-Match'),
});

const parameterWords: Record<string, { description: string; example: string }> = {
  municipality: { description: 'the code of the municipality (全国地方公共団体コード)', example: '042021' },
  id: { description: 'the id of the record', example: '0199e0a4-7b1c-7000-8000-000000000001' },
};

/** Parts of the path by the shapes that they are checked by: what may be chosen is listed. */
function paramsOf({ path, params }: Pick<Route, 'path' | 'params'>): z.ZodObject {
  const shapes = isObject(params) ? params.shape : {};
  return z.object(
    Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
        const shape = (shapes[name] ?? z.string()) as z.ZodType;
        return [name, parameterWords[name] ? shape.meta(parameterWords[name]) : shape];
      }),
    ),
  );
}

function withExample(schema: z.ZodType, io: 'input' | 'output'): { schema: z.ZodType; example?: unknown } {
  const example = exampleOf(schema, io);
  return example === undefined ? { schema } : { schema, example };
}

const tagWords: Record<string, string> = {
  session: 'Signing in, and the own account',
  settings: 'Areas, users, code lists and what else a municipality sets',
  home: 'What waits for the asker, news and figures',
  rules: 'Rule sets, back-tests and the log of decisions',
  definitions: 'Forms, rules and lifecycles and their versions',
  imports: 'Lists from files',
  paper: 'Forms on A4, blank and filled in',
  audit: 'Who did or looked at what',
};

/** Error answers of a route, by status: what each means is in `problem`. */
const failures = (entry: Route): string[] => [
  ...(entry.body && entry.body !== 'bytes' ? ['400', '415'] : []),
  ...(entry.body ? ['413'] : []),
  ...(entry.access === 'public' ? [] : ['401']),
  ...(entry.access === 'municipality' ? ['403', '404'] : []),
  ...(entry.ifMatch ? ['409', '428'] : []),
  '422',
];

/** The API as OpenAPI 3.1, made from the very shapes that validate. */
export function describeApi(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry();
  const problem = contract.problem.meta({ id: 'Problem' });
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'sasaeai' });
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  for (const entry of routes) {
    const write = entry.method !== 'get' && !entry.reads;
    const headers = z.object({
      ...(entry.ifMatch ? { 'If-Match': z.string().describe('the version that was read, "3"') } : {}),
      ...(write && entry.access !== 'public' && !entry.secret
        ? { 'Idempotency-Key': z.string().max(200).optional() }
        : {}),
    });
    const id = operationId(entry);
    const named = (shape: z.ZodType, what: string): z.ZodType => shape.meta({ id: `${capitalised(id)}${what}` });
    registry.registerPath({
      operationId: id,
      method: entry.method,
      path: `/api${entry.path}`,
      tags: [entry.tag],
      summary: entry.summary,
      security: entry.access === 'public' ? [] : [{ session: [] }, { token: [] }],
      request: {
        params: paramsOf(entry),
        ...(isObject(entry.query) ? { query: entry.query } : {}),
        headers,
        ...(entry.body === 'bytes'
          ? {
              body: {
                content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } },
              },
            }
          : entry.body
            ? { body: { content: { 'application/json': withExample(named(entry.body, 'Request'), 'input') } } }
            : {}),
      },
      responses: {
        ...(entry.answer
          ? {
              [entry.status ?? 200]: {
                description: entry.summary,
                headers: isObject(entry.answer) && 'version' in entry.answer.shape ? recordHeaders : answerHeaders,
                content: { 'application/json': withExample(named(entry.answer, 'Response'), 'output') },
              },
            }
          : entry.file
            ? {
                200: {
                  description: entry.summary,
                  headers: fileHeaders,
                  content: Object.fromEntries([entry.file].flat().map((type) => [type, { schema: fileShape }])),
                },
              }
            : { 204: { description: entry.summary, headers: answerHeaders } }),
        ...Object.fromEntries(
          failures(entry).map((status) => [
            status,
            { description: 'Problem', content: { 'application/problem+json': { schema: problem } } },
          ]),
        ),
      },
    });
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    servers: [{ url: '/', description: 'this server' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({
      name,
      description: tagWords[name] ?? `Records: ${name}`,
    })),
    info: { title: 'Sasaeai', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
  });
}
