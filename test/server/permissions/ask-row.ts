import type { Route } from '../../../server/http/route.ts';
import { routes } from '../../../server/routes.ts';
import { signIn, type Reply } from '../../support/app.ts';
import type { Asker } from './askers.ts';
import type { Records } from './records.ts';
import type { Asked, Row } from './table.ts';

export const routeOf = (row: Row): Route | undefined =>
  routes.find((entry) => `${entry.method} ${entry.path}` === row.route);

/** What the route's own entry says that a good answer has. */
export const goodStatus = (row: Row): number => {
  const entry = routeOf(row);
  return entry?.status ?? (entry?.answer || entry?.file ? 200 : 204);
};

/** The version that a question names: the one that the row has now. */
export async function versionNamed({ app }: Records, version: Asked['version']): Promise<number | undefined> {
  if (typeof version !== 'object') return version;
  const stored: { version: number } | undefined = await app.installation
    .db(version.table)
    .where({ id: version.id })
    .first('version');
  return stored?.version;
}

/** Asks a row's question as one of the askers, with an `Idempotency-Key` where one is given. */
export async function askRow<T>(
  records: Records,
  row: Row,
  asker: Asker,
  made: string,
  key?: string,
): Promise<Reply<T>> {
  const { path, body, version } = row.ask(records, asker, made);
  const seen = await versionNamed(records, version);
  const url = path.startsWith('/') ? path : `/municipalities/${records.town.code}${path === '' ? '' : `/${path}`}`;
  const { clients, emails } = records.askers;
  const client = row.alone && asker !== 'anonymous' ? await signIn(records.app, emails[asker]) : clients[asker];
  return client.ask<T>((row.route.split(' ')[0] ?? '').toUpperCase(), url, body, {
    ...(seen === undefined ? {} : { version: seen }),
    ...(key ? { key } : {}),
  });
}
