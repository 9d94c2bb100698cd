import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import * as contract from './contract.ts';
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
        params: z.object(
          Object.fromEntries([...entry.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [String(name), z.string()])),
        ),
        ...(isObject(entry.query) ? { query: entry.query } : {}),
        headers,
        ...(entry.body === 'bytes'
          ? {
              body: {
                content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } },
              },
            }
          : entry.body
            ? { body: { content: { 'application/json': { schema: named(entry.body, 'Request') } } } }
            : {}),
      },
      responses: {
        ...(entry.answer
          ? {
              [entry.status ?? 200]: {
                description: entry.summary,
                headers: answerHeaders,
                content: { 'application/json': { schema: named(entry.answer, 'Response') } },
              },
            }
          : entry.file
            ? {
                200: {
                  description: entry.summary,
                  headers: answerHeaders,
                  content: { [entry.file]: { schema: { type: 'string' as const } } },
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
    servers: [{ url: '/' }],
    info: { title: 'Sasaeai', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
  });
}
