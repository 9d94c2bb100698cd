import { afterAll, beforeAll, expect, it } from 'vitest';
import { isPostgres } from '../../../../server/database/dialect.ts';
import type { AuditRow } from '../../../../server/kernel/audit-store.ts';
import { createLog } from '../../../../server/kernel/log.ts';
import { runDue } from '../../../../server/runner.ts';
import { keepSealing } from '../../../../server/settings/audit/keep-sealing.ts';
import { intake } from '../../../support/casework.ts';
import { askRow, goodStatus } from '../../permissions/ask-row.ts';
import type { Asker } from '../../permissions/askers.ts';
import { makeRecords, type Records } from '../../permissions/records.ts';
import { isRead, table, type Asked } from '../../permissions/table.ts';

/*
 * Every text that a write may be given is marked before it is sent; no line of the audit and of the log may then hold a mark.
 * Excepted are texts that are public settings: what an area, a council, a code, an organisation, a service or a file of
 * services is called, and why a version was published.
 */
let records: Records;
let written = '';
beforeAll(async () => {
  records = await makeRecords();
  const { installation } = records.app;
  installation.log = createLog('trace', { write: (line) => void (written += line) });
});
afterAll(() => records.app.close());

const MARK = '◆印';
const KANA = 'めじるしのひと';
const PHONE = '0225-77-7701';
const holdsMark = (text: string): boolean => [MARK, KANA, PHONE].some((mark) => text.includes(mark));
/** Fields of which a form asks a certain spelling have marks of that spelling. */
const markOf = (field: string, text: string): string =>
  /kana$/i.test(field) ? KANA : /phone/i.test(field) ? PHONE : `${text}${MARK}`;
const publicNames: Record<string, string[]> = {
  areas: ['name', 'nameKana'],
  codes: ['nameJa', 'nameEn', 'key'],
  councils: ['name', 'nameKana', 'localName'],
  organisations: ['name'],
  services: ['name'],
  publish: ['reason'],
  publications: ['reason'],
  imports: ['column'],
};
/** Fields that the product itself reads: marked, they would be refused. */
const read = new Set([
  'event',
  'scope',
  'area',
  'urgency',
  'consent',
  'method',
  'kind',
  'role',
  'capacity',
  'language',
  'email',
  'password',
  'current',
  'next',
  'secret',
  'code',
  'workflowKey',
  'key',
  'cause',
  'corporateNumber',
]);
const isPlain = (text: string): boolean => /^(\d+|\d{4}-\d{2}-\d{2}|[0-9a-f-]{36}|[a-z][a-zA-Z-]*)$/.test(text);

/** The same body with a mark in every text that a person may type, and in those that it does not have. */
function mark(value: unknown, spared: string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => (typeof each === 'string' ? each : mark(each, spared)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      if (typeof inner !== 'string') return [field, mark(inner, spared)];
      return [
        field,
        read.has(field) || spared.includes(field) || (isPlain(inner) && !/phone/i.test(field))
          ? inner
          : markOf(field, inner),
      ];
    }),
  );
}

const extras: Record<string, object> = {
  'patch /municipalities/{municipality}/organisations/{id}': {
    phone: '0',
    email: 'x@example.jp',
    address: MARK,
    note: MARK,
    nameKana: MARK,
  },
  'patch /municipalities/{municipality}/services/{id}': {
    description: MARK,
    eligibility: MARK,
    fee: MARK,
    hours: MARK,
    phone: '0',
    address: MARK,
    nameKana: MARK,
  },
  'patch /municipalities/{municipality}/users/{id}': { name: MARK, nameKana: MARK },
  'patch /municipalities/{municipality}/councils/{id}/members/{member}': { name: MARK, nameKana: MARK },
  'patch /municipalities/{municipality}/meetings/{id}': { title: MARK, minutes: MARK, place: MARK },
  'patch /me': { name: MARK },
};

const sparedOf = (route: string): string[] =>
  Object.entries(publicNames).flatMap(([part, fields]) =>
    route.includes(`/${part}`) && !route.includes('/members') && !route.includes('/meetings') ? fields : [],
  );

function marked(route: string, request: Asked): Asked {
  if (request.body === undefined || request.body instanceof Uint8Array) return request;
  return { ...request, body: mark({ ...(request.body as object), ...extras[route] }, sparedOf(route)) };
}

type ToldLine = {
  action: string;
  recordKind: string | null;
  recordName: string | null;
  told: { label: string; value: string }[];
};
/** Details whose values are keys that somebody else made: of workflows, effects, errors. */
const keysInWords = new Set(['進め方', '自動の処理', '失敗の種類']);

const writes = table.filter((row) => !isRead(row) && row.may !== '');

it('neither the audit nor the log holds what was typed about people, whatever is written', async () => {
  const { db } = records.app.installation;
  const unmarked = new Set([
    'submissions',
    'needs',
    'referrals',
    'proposals',
    'findings',
    'meetings',
    'council_members',
    'users',
    'access_tokens',
    'organisations',
    'services',
  ]);
  for (const row of writes) {
    const asker = row.may.split(' ').find((candidate) => candidate !== 'anonymous') as Asker;
    const made = row.made ? await records.make[row.made]() : '';
    const reply = await askRow(
      records,
      { ...row, ask: (...given) => marked(row.route, row.ask(...given)) },
      asker,
      made,
    );
    expect([row.route, row.note, reply.status, reply.status === goodStatus(row) ? '' : reply.text]).toEqual([
      row.route,
      row.note,
      goodStatus(row),
      '',
    ]);
    // What comes later may write over a mark.
    for (const name of unmarked) if (holdsMark(JSON.stringify(await db(name)))) unmarked.delete(name);
  }
  // The marks are stored where they belong: this is no empty promise.
  expect([...unmarked]).toEqual([]);
  const { clients } = records.askers;
  const base = `/municipalities/${records.town.code}`;
  for (const list of [`needs?q=${encodeURIComponent(MARK)}`, `users?q=${encodeURIComponent(MARK)}`])
    expect((await clients.administrator.get(`${base}/${list}`)).status).toBe(200);
  // All of it can be read in words: no field, value or kind of record is left as the program calls it.
  const unsaid = new Set<string>();
  for (let cursor = ''; ;) {
    const { body } = await clients.administrator.get<{ items: ToldLine[]; next: string | null }>(
      `${base}/audit?limit=200${cursor}`,
    );
    for (const { action, recordKind, recordName, told: lines } of body.items) {
      if (recordKind && /^[a-z]/.test(recordName ?? 'a')) unsaid.add(`kind ${recordKind}`);
      for (const { label, value } of lines) {
        if (/^[a-z]/i.test(label)) unsaid.add(`${action} ${label}`);
        if (!keysInWords.has(label) && /[{}]|(^|→ |、)[a-zA-Z][a-zA-Z_-]*( →|、|$)/.test(value))
          unsaid.add(`${action} ${label} ${value}`);
      }
    }
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect([...unsaid]).toEqual([]);

  // A database that refuses a resident's row tells of its values; the log must not.
  await db.raw(
    isPostgres(db)
      ? `alter table needs add constraint no_marks check (title not like '%${MARK}refused%')`
      : `create trigger no_marks before insert on needs when new.title like '%${MARK}refused%' begin select raise(abort, 'refused'); end`,
  );
  const refused = await clients.tier2.post(`${base}/needs`, {
    answers: intake(records.town, { title: `${MARK}refused`, residentName: MARK }),
  });
  expect(refused.status).toBe(500);
  expect(written).toContain('request failed');

  await runDue(records.app.installation);
  const sealing = keepSealing(records.app.installation, { sendLines: true });
  await sealing.round();
  expect(written).toContain('auditLine');
  const lines = await db<AuditRow>('audit');
  expect(lines.filter((line) => holdsMark(JSON.stringify({ ...line, actor_name: '' })))).toEqual([]);
  expect(written.split('\n').filter(holdsMark)).toEqual([]);
  for (const words of [
    '架空 ハナ',
    '0225-00-0001',
    '北の通院の足',
    '北の座談会',
    '見本 委員',
    'tier2-north@99901.example',
  ]) {
    expect(lines.filter((line) => JSON.stringify({ ...line, actor_name: '' }).includes(words))).toEqual([]);
    expect(written).not.toContain(words);
  }
});
