import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { migrateExactly, migrateToLatest, migrationSource } from '../../../../server/database/open.ts';
import type { AuditRow } from '../../../../server/kernel/audit-store.ts';
import { restoreBackup } from '../../../../server/kernel/backup.ts';
import type { Installation } from '../../../../server/kernel/installation.ts';
import { kindsAndEffects } from '../../../../server/kinds/index.ts';
import { sealLines } from '../../../../server/settings/audit/seal-lines.ts';
import { verifySeals } from '../../../../server/settings/audit/verify-seals.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';

const backup = path.join(import.meta.dirname, '../../../fixtures/releases/0.1.0/demo.backup');
async function* lines(): AsyncGenerator<string> {
  yield* gunzipSync(await readFile(backup))
    .toString()
    .trimEnd()
    .split('\n');
}

let database: TestDatabase;
afterEach(() => database.destroy());

const silent = { info: () => {}, error: () => {}, audit: () => {} };
const installationOf = (knex: TestDatabase['knex']): Installation => ({
  db: knex,
  clock: () => new Date('2026-11-28T00:00:00.000Z'),
  newId: () => '',
  log: silent,
  secret: '',
  publicUrl: null,
  ...kindsAndEffects,
});

describe('lines that an older release wrote', () => {
  it('lose what they held about people, and nothing else; then they are sealed', async () => {
    const old: AuditRow[] = [];
    for await (const line of lines()) {
      const { table, row } = JSON.parse(line) as { table?: string; row: AuditRow };
      if (table === 'audit') old.push(row);
    }
    database = await createTestDatabase({ empty: true });
    const { knex } = database;
    await restoreBackup(installationOf(knex), lines());

    const secrets: string[] = [
      ...(await knex('needs').pluck('title')),
      ...(await knex('needs').whereNotNull('resident_name').pluck('resident_name')),
      ...(await knex('proposals').pluck('title')),
      ...(await knex('meetings').pluck('title')),
      ...(await knex('council_members').pluck('name')),
      ...(await knex('users').pluck('name')),
    ];
    const holding = (rows: AuditRow[]): string[] =>
      rows
        .map(({ actor_name: _actor, ...row }) =>
          JSON.stringify({ ...row, details: { ...(JSON.parse(row.details ?? '{}') as object), step: null } }),
        )
        .filter((text) => secrets.some((words) => text.includes(words)));
    expect(holding(old).length).toBeGreaterThan(100);
    const now = await knex<AuditRow>('audit').orderBy('id');
    expect(holding(now)).toEqual([]);
    const bare = (rows: AuditRow[]) =>
      rows
        .map(({ record_title: _title, details: _details, ...row }) => row)
        .toSorted((row, other) => (row.id < other.id ? -1 : 1));
    expect(bare(now)).toEqual(bare(old));

    await sealLines(installationOf(knex));
    expect(await verifySeals(installationOf(knex), {}, (finding) => expect(finding).toEqual('none'))).toMatchObject({
      findings: 0,
    });
    await expect(knex('audit').update({ actor_name: 'x' })).rejects.toThrow(/append-only/);
    await expect(knex('audit').delete()).rejects.toThrow(/append-only/);
  });

  const cases: [action: string, before: object, after: object | null][] = [
    [
      'need.update',
      { version: 3, changed: { resident_name: ['架空 ハナ', '架空 花'], urgency: ['normal', 'high'] } },
      { version: 3, changed: { resident_name: null, urgency: null } },
    ],
    ['need.list', { filters: { q: '架空 ハナ', limit: 50 }, shown: 2 }, { filters: ['q', 'limit'], shown: 2 }],
    [
      'need.step',
      { version: 2, event: 'ASSESS', step: { ja: '確認', en: 'Assess' }, changed: { state: ['received', 'assessed'] } },
      null,
    ],
    [
      'user.update',
      { version: 2, changed: { name: ['架空 職員', '架空 職人'], language: ['ja', 'en'] } },
      { version: 2, changed: { name: null, language: ['ja', 'en'] } },
    ],
    [
      'organisation.update',
      { version: 2, changed: { phone: [null, '0225-00-0000'], kind: ['npo', 'other'] } },
      { version: 2, changed: { phone: null, kind: ['npo', 'other'] } },
    ],
    ['council_member.create', { member: 'm', name: '架空 委員', role: 'member' }, { member: 'm', role: 'member' }],
    [
      'council.establish',
      { establishedOn: '2026-04-01', localName: '架空 会' },
      { establishedOn: '2026-04-01', changed: { local_name: null } },
    ],
    [
      'finding.dismiss',
      { version: 2, changed: { status: ['open', 'dismissed'] }, reason: '架空 ハナのため' },
      { version: 2, changed: { status: ['open', 'dismissed'] } },
    ],
    ['definition.publish', { reason: '見直し', effectiveOn: '2026-04-01', number: 2 }, null],
    ['effect.failed', { effect: 'daily', reason: 'near 架空 ハナ' }, { effect: 'daily' }],
    [
      'import.create',
      { rows: 5, created: 3, updated: 1, unchanged: 1, rejected: 0, version: 1 },
      { counts: { rows: 5, created: 3, updated: 1, unchanged: 1, rejected: 0 }, version: 1 },
    ],
    ['membership.create', { role: 'member', area: '北圏域', startsOn: '2026-04-01', endsOn: null }, null],
    ['sign-in.failed', { address: '192.0.2.1' }, null],
    ['token.create', { name: '架空 ハナの鍵' }, {}],
    ['something.new', { secret: '架空 ハナ', changed: { note: ['a', 'b'] } }, { changed: { note: null } }],
  ];
  it('keep states, days, counts and names of settings, and lose values of all other fields, once and for all', async () => {
    database = await createTestDatabase({ empty: true });
    const { knex } = database;
    await migrateExactly(
      knex,
      (await migrationSource.getMigrations([])).filter((name) => name < '20261128'),
    );
    const base = {
      municipality_id: null,
      happened_at: '2026-11-01T00:00:00.000Z',
      actor_id: null,
      actor_name: 'system',
      record_id: null,
      request_id: null,
    };
    for (const [index, [action, details]] of cases.entries())
      await knex('audit').insert({
        ...base,
        id: `line-${String(index).padStart(4, '0')}`,
        action,
        record_kind: null,
        record_title: '題',
        details: JSON.stringify(details),
      });
    for (const [index, kind] of ['user', 'membership', 'meeting', 'need', 'area'].entries())
      await knex('audit').insert({
        ...base,
        id: `title-${index}`,
        action: 'x',
        record_kind: kind,
        record_title: '架空 ハナ',
        details: null,
      });
    await migrateToLatest(knex);
    const read = () => knex<AuditRow>('audit').orderBy('id');
    const first = await read();
    expect(first.slice(0, cases.length).map((row) => [row.action, JSON.parse(row.details ?? '')])).toEqual(
      cases.map(([action, before, after]) => [action, after ?? before]),
    );
    expect(first.slice(cases.length).map((row) => row.record_title)).toEqual([null, null, null, null, '架空 ハナ']);
    await knex.migrate.down({ name: '20261128040000_audit_seals.ts', migrationSource });
    await migrateToLatest(knex);
    expect(await read()).toEqual(first);
  });
});
