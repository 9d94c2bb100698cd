import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../../server/commands/audit.ts';
import type { Db } from '../../../../server/database/db.ts';
import { isPostgres } from '../../../../server/database/dialect.ts';
import { openDatabase } from '../../../../server/database/open.ts';
import type { AuditRow } from '../../../../server/kernel/audit-store.ts';
import { restoreBackup, writeBackup } from '../../../../server/kernel/backup.ts';
import { audit, type MunicipalContext } from '../../../../server/kernel/context.ts';
import type { Installation } from '../../../../server/kernel/installation.ts';
import { keepSealing } from '../../../../server/settings/audit/keep-sealing.ts';
import { pruneAudit } from '../../../../server/settings/audit/prune-lines.ts';
import { sealLines } from '../../../../server/settings/audit/seal-lines.ts';
import type { SealRow } from '../../../../server/settings/audit/seals-store.ts';
import { createTown, startTestApp, type TestApp, type Town } from '../../../support/app.ts';
import { createTestDatabase } from '../../../support/database.ts';

let app: TestApp;
let town: Town;
let db: Db;
beforeAll(async () => {
  app = await startTestApp();
  town = await createTown(app);
  db = app.installation.db;
  await sealLines(app.installation);
});
afterAll(async () => {
  expect(app.logged).toEqual([]);
  await app.close();
});

/** Writes lines as the system does, one transaction each. */
async function write(count: number, installation: Installation = app.installation): Promise<void> {
  for (let number = 0; number < count; number++)
    await installation.db.transaction((trx) => {
      const ctx = {
        db: trx,
        actor: { kind: 'system', id: null, name: 'system', memberships: [] },
        language: 'ja',
        now: installation.clock().toISOString(),
        today: '2026-11-23',
        newId: installation.newId,
        kinds: installation.kinds,
        related: {},
        effectTypes: {},
        requestId: null,
        effects: [],
      } satisfies Omit<MunicipalContext, 'municipality'>;
      return audit({ ...ctx, municipality: { id: town.id } }, 'finding.evaluate', null, { shown: number });
    });
}

type Said = Record<string, unknown>;

async function verify(...args: string[]): Promise<{ code: number; findings: Said[]; said: Said[] }> {
  const before = process.env.DATABASE_URL;
  process.env.DATABASE_URL = app.databaseUrl;
  const said: Said[] = [];
  try {
    const code = await runAudit(['verify', ...args], {
      readFile: () => Promise.reject(new Error('none')),
      out: (line) => void said.push(JSON.parse(line) as Said),
      err: () => {},
      language: 'en',
    });
    return {
      code,
      said,
      findings: said.filter((line) => typeof line.finding === 'string').map(({ says: _says, ...line }) => line),
    };
  } finally {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  }
}

/** What only the owner of the database can do: without the triggers that refuse it, and taken back afterwards. */
async function asOwner(work: (trx: Db) => Promise<void>, look: () => Promise<void>): Promise<void> {
  const names = [
    'audit_no_update',
    'audit_no_delete',
    'audit_unsealed',
    'audit_seals_no_update',
    'audit_seals_no_delete',
  ];
  const lift = isPostgres(db)
    ? ['alter table audit disable trigger all', 'alter table audit_seals disable trigger all']
    : names.map((name) => `drop trigger ${name}`);
  const triggers: string[] = isPostgres(db)
    ? ['alter table audit enable trigger all', 'alter table audit_seals enable trigger all']
    : await db('sqlite_master').whereIn('name', names).where({ type: 'trigger' }).pluck('sql');
  const [audits, seals, waiting] = [
    await db<AuditRow>('audit'),
    await db<SealRow>('audit_seals'),
    await db<{ audit_id: string }>('audit_unsealed'),
  ];
  for (const statement of lift) await db.raw(statement);
  try {
    await work(db);
    await look();
  } finally {
    for (const [table, rows] of [
      ['audit', audits],
      ['audit_seals', seals],
      ['audit_unsealed', waiting],
    ] as [string, object[]][]) {
      await db(table).delete();
      await db.batchInsert(table, rows, 100);
    }
    for (const statement of triggers) await db.raw(statement);
  }
}

/** What only the owner of the database can do: take an anchor out again. */
async function liftAnchors(work: () => Promise<void>): Promise<void> {
  const name = 'audit_anchors_no_delete';
  const [trigger] = isPostgres(db) ? [] : await db('sqlite_master').where({ name }).pluck<string[]>('sql');
  await db.raw(trigger ? `drop trigger ${name}` : 'alter table audit_anchors disable trigger all');
  await work();
  await db.raw(trigger ?? 'alter table audit_anchors enable trigger all');
}

const chain = (): Promise<SealRow[]> => db<SealRow>('audit_seals').where({ chain: town.id }).orderBy('number');

describe('lines of the audit', () => {
  it('are sealed in one unbroken chain for each municipality, and cannot lose their seals', async () => {
    const other = await createTown(app, '99902', '隣の市');
    await write(450);
    expect((await verify()).said).toContainEqual(expect.objectContaining({ municipality: town.code, waiting: 450 }));
    const heads = await sealLines(app.installation);
    expect(heads.map((head) => head.chain).toSorted()).toEqual([town.id, other.id].toSorted());
    const seals = await chain();
    expect(seals.map((seal) => seal.number)).toEqual(seals.map((_seal, index) => index + 1));
    expect(await db('audit_unsealed')).toEqual([]);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
    expect((await verify()).said).toContainEqual({
      municipality: town.code,
      begins: 1,
      seals: seals.length,
      number: seals.length,
      head: seals.at(-1)?.hash,
      waiting: 0,
    });
    await expect(db('audit_seals').update({ hash: 'x' })).rejects.toThrow(/append-only/);
    await expect(db('audit_seals').delete()).rejects.toThrow(/append-only/);
  });

  it('are sealed wherever their ids stand among those sealed already', async () => {
    const late = app.installation.newId();
    await write(3);
    await sealLines(app.installation);
    const [known] = await db<AuditRow>('audit').orderBy('id', 'desc').limit(1);
    await db('audit').insert({ ...known, id: late });
    await sealLines(app.installation);
    expect((await chain()).at(-1)?.audit_id).toBe(late);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  it('are sealed once by several servers at once, in one chain', async () => {
    const others = [app.databaseUrl, app.databaseUrl].map((url) => ({ ...app.installation, db: openDatabase(url) }));
    const before = (await chain()).length;
    await Promise.all([
      ...others.map((other) => write(60, other)),
      ...[app.installation, ...others].map(async (each) => {
        for (let round = 0; round < 8; round++) await sealLines(each);
      }),
    ]);
    for (const other of others) {
      await sealLines(other);
      await other.db.destroy();
    }
    expect((await chain()).length).toBe(before + 120);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  it('keep their seals in a backup, and go on from there', async () => {
    await write(2);
    await sealLines(app.installation);
    await write(1);
    const lines: string[] = [];
    await writeBackup(app.installation, async (line) => void lines.push(line));
    const copy = await createTestDatabase({ empty: true });
    const restored = { ...app.installation, db: copy.knex };
    await restoreBackup(
      restored,
      (async function* each() {
        yield* lines;
      })(),
    );
    const before = await chain();
    await sealLines(restored);
    expect(await copy.knex('audit_unsealed')).toEqual([]);
    const after = await copy.knex<SealRow>('audit_seals').where({ chain: town.id }).orderBy('number');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBe(before.length + 1);
    await copy.destroy();
    await sealLines(app.installation);
  });

  it('go to the log as heads, each chain at most once a minute and at the end', async () => {
    const heads: { audit: { municipality: string; number: number; head: string } }[] = [];
    const installation: Installation = {
      ...app.installation,
      log: { ...app.installation.log, audit: (line) => void heads.push(line as never) },
    };
    const sealing = keepSealing(installation, {});
    for (let round = 0; round < 3; round++) {
      await write(1);
      await sealing.round();
    }
    const first = (await chain()).at(-3);
    expect(heads).toEqual([{ audit: { municipality: town.id, number: first?.number, head: first?.hash } }]);
    app.clock.advanceMinutes(1);
    await sealing.round();
    await sealing.round();
    expect(heads.slice(1)).toEqual([
      { audit: { municipality: town.id, number: (first?.number ?? 0) + 2, head: (await chain()).at(-1)?.hash } },
    ]);
    await write(1);
    await sealing.round();
    expect(heads).toHaveLength(2);
    sealing.flush();
    sealing.flush();
    expect(heads).toHaveLength(3);
  });

  it('can be sent to the log, each with its number and without anybody’s name', async () => {
    const sent: { auditLine: { id: string; number: number; actor: string | null; action: string } }[] = [];
    await write(2);
    await sealLines(
      { ...app.installation, log: { ...app.installation.log, audit: (line) => void sent.push(line as never) } },
      { sendLines: true },
    );
    const last = (await chain()).slice(-2);
    expect(sent.map(({ auditLine }) => [auditLine.id, auditLine.number, auditLine.action])).toEqual(
      last.map((seal) => [seal.audit_id, seal.number, 'finding.evaluate']),
    );
    expect(JSON.stringify(sent)).not.toContain('system');
  });
});

describe('a chain of which the oldest part is not kept', () => {
  const before = async () =>
    (await db<AuditRow>('audit').where({ municipality_id: town.id }).orderBy('happened_at')).at(0);

  it('begins behind an anchor that is on record, and verifies from there', async () => {
    await write(3);
    await sealLines(app.installation);
    app.clock.advanceDays(2 * 365 + 2);
    await write(2);
    await db('audit_looks').insert({ record_id: 'need', audit_id: (await chain())[0]?.audit_id });
    await sealLines(app.installation);
    const whole = await chain();
    await pruneAudit(app.installation);
    expect(await chain()).toEqual(whole);

    await db('municipalities').where({ id: town.id }).update({ audit_kept_years: 2 });
    await pruneAudit(app.installation);
    await sealLines(app.installation);
    const rest = await chain();
    const gone = whole.length - 2;
    expect(rest.map((seal) => seal.number)).toEqual([gone + 1, gone + 2, gone + 3]);
    expect(rest.slice(0, 2)).toEqual(whole.slice(-2));
    expect((await before())?.happened_at.slice(0, 4)).toBe('2028');
    expect(await db('audit_looks')).toEqual([]);
    const [line] = await db<AuditRow>('audit').where({ action: 'audit.prune' });
    expect(JSON.parse(line?.details ?? '')).toEqual({
      number: gone,
      head: whole[gone - 1]?.hash,
      counts: { lines: gone },
    });
    const verified = await verify('--municipality', town.code, '--head', whole[gone - 1]?.hash ?? '');
    expect(verified).toMatchObject({ code: 0, findings: [] });
    expect(verified.said).toContainEqual(
      expect.objectContaining({ municipality: town.code, begins: gone + 1, seals: 3, number: gone + 3 }),
    );
    // Another day, nothing is past its years.
    app.clock.advanceDays(1);
    await pruneAudit(app.installation);
    expect(await chain()).toEqual(rest);
  });

  it('loses nothing else, not even by who writes an anchor himself: that is found', async () => {
    const [first] = await chain();
    await expect(db('audit').where({ id: first?.audit_id }).delete()).rejects.toThrow(/append-only/);
    await expect(db('audit_seals').where({ chain: town.id }).delete()).rejects.toThrow(/append-only/);
    await expect(db('audit_anchors').delete()).rejects.toThrow(/append-only/);
    await expect(db('audit_anchors').update({ number: 1 })).rejects.toThrow(/append-only/);
    const rows = await db('audit_anchors');
    const number = first?.number ?? 0;
    await db('audit_anchors').insert({ ...rows[0], number, hash: first?.hash });
    expect(await verify('--municipality', town.code)).toMatchObject({
      code: 1,
      findings: [{ finding: 'anchor-untold', number }],
    });
    await liftAnchors(async () => void (await db('audit_anchors').where({ chain: town.id, number }).delete()));
  });
});

describe('audit verify', () => {
  const third = async (): Promise<SealRow> => (await chain()).at(-3) as SealRow;

  it('names a line that was changed', async () => {
    const { audit_id: line, number } = await third();
    await asOwner(
      (trx) => trx('audit').where({ id: line }).update({ actor_name: '別の人' }),
      async () =>
        expect(await verify()).toMatchObject({
          code: 1,
          findings: [{ finding: 'line-changed', municipality: town.code, number, line, action: 'finding.evaluate' }],
        }),
    );
  });

  it('names a line that was taken out', async () => {
    const { audit_id: line, number } = await third();
    await asOwner(
      (trx) => trx('audit').where({ id: line }).delete(),
      async () =>
        expect(await verify()).toMatchObject({ code: 1, findings: [{ finding: 'line-missing', number, line }] }),
    );
  });

  it('names a line that was put in past the program', async () => {
    const before = await third();
    const [known] = await db<AuditRow>('audit').where({ id: before.audit_id });
    const id = `${before.audit_id.slice(0, -1)}${before.audit_id.endsWith('0') ? '1' : '0'}`;
    await asOwner(
      (trx) => trx('audit').insert({ ...known, id }),
      async () => expect(await verify()).toMatchObject({ code: 1, findings: [{ finding: 'line-unsealed', line: id }] }),
    );
  });

  it('names a line of another day that was added and then sealed like any other', async () => {
    const [known] = await db<AuditRow>('audit').where({ id: (await third()).audit_id });
    const id = app.installation.newId();
    app.clock.advanceDays(1);
    await write(1);
    await sealLines(app.installation);
    app.clock.advanceMinutes(11);
    await asOwner(
      async (trx) => {
        await trx('audit').insert({ ...known, id });
        await trx('audit_unsealed').insert({ audit_id: id });
        await sealLines(app.installation);
      },
      async () =>
        expect(await verify()).toMatchObject({
          code: 1,
          findings: [
            { finding: 'line-added', line: id, at: known?.happened_at, sealedAt: app.clock.now.toISOString() },
          ],
        }),
    );
  });

  it('names seals that were taken out, or changed', async () => {
    const { number, audit_id: line } = await third();
    await asOwner(
      (trx) => trx('audit_seals').where({ number, chain: town.id }).delete(),
      async () =>
        expect(await verify()).toMatchObject({
          code: 1,
          findings: [
            { finding: 'seals-missing', municipality: town.code, number, until: number },
            { finding: 'line-unsealed', line },
          ],
        }),
    );
    for (const change of [
      { hash: 'f'.repeat(64) },
      { digest: 'f'.repeat(64) },
      { sealed_at: '2020-01-01T00:00:00.000Z' },
    ])
      await asOwner(
        (trx) => trx('audit_seals').where({ number, chain: town.id }).update(change),
        async () =>
          expect(await verify()).toMatchObject({ code: 1, findings: [{ finding: 'seal-changed', number, line }] }),
      );
  });

  it('finds a chain that was made anew by a head of earlier, which is in the true one', async () => {
    const { hash, number, audit_id } = await third();
    expect(await verify('--head', hash)).toMatchObject({ code: 0, findings: [] });
    expect((await verify('--head', hash)).said).toContainEqual({
      head: hash,
      found: true,
      municipality: town.code,
      number,
    });
    await asOwner(
      async (trx) => {
        await trx('audit').where({ id: audit_id }).update({ actor_name: '別の人' });
        await trx('audit_seals').delete();
        await trx('audit_unsealed').insert(trx('audit').select('id'));
        await sealLines(app.installation);
      },
      async () => {
        expect(await verify()).toMatchObject({ code: 0, findings: [] });
        expect(await verify('--head', hash)).toMatchObject({
          code: 1,
          findings: [{ finding: 'head-unknown', head: hash }],
        });
      },
    );
  });

  it('looks at one municipality when asked, and refuses what is no head', async () => {
    expect((await verify('--municipality', '99902')).said.map((line) => line.municipality)).toEqual([
      '99902',
      undefined,
    ]);
    await expect(verify('--municipality', '00000')).rejects.toThrow('no such municipality');
    await expect(verify('--head', 'abc')).rejects.toThrow('64 hexadecimal digits');
  });

  it('takes no offence at a clock that was ahead and has been put right', async () => {
    app.clock.advanceDays(30);
    await write(2);
    await sealLines(app.installation);
    app.clock.advanceDays(-30);
    await write(2);
    await sealLines(app.installation);
    app.clock.advanceMinutes(30);
    await write(2);
    await sealLines(app.installation);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });
});
