import type { Knex } from 'knex';

/**
 * A municipality may keep its audit for some years only. What is older goes from the beginning of a chain; an anchor says with which
 * seal the rest begins. The triggers let a line, its looks and its seal go only where such an anchor stands behind them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table municipalities add column audit_kept_years integer'); // null: for ever
  await knex.schema.createTable('audit_anchors', (t) => {
    t.text('chain').notNullable(); // the municipality's id
    t.integer('number').notNullable(); // of the last seal that went
    t.text('hash').notNullable(); // its hash: what the next seal covers
    t.text('before').notNullable(); // an instant: nothing that happened later went
    t.text('made_at').notNullable();
    t.primary(['chain', 'number']);
  });
  if (isPostgres(knex)) {
    for (const [table, may] of Object.entries(mayGo)) {
      await knex.raw(`create function ${table}_may_go() returns trigger language plpgsql as $$
        begin if ${may} then return old; end if; raise exception 'audit is append-only'; end $$`);
      await knex.raw(`drop trigger ${table}_final on ${table}`);
      await knex.raw(
        `create trigger ${table}_final before update or truncate on ${table} execute function audit_is_final()`,
      );
      await knex.raw(
        `create trigger ${table}_kept before delete on ${table} for each row execute function ${table}_may_go()`,
      );
    }
    await knex.raw(
      'create trigger audit_anchors_final before update or delete or truncate on audit_anchors execute function audit_is_final()',
    );
  } else {
    for (const [table, may] of Object.entries(mayGo)) {
      await knex.raw(`drop trigger ${table}_no_delete`);
      await knex.raw(
        `create trigger ${table}_no_delete before delete on ${table} when not ${may} begin select raise(abort, 'audit is append-only'); end`,
      );
    }
    for (const verb of ['update', 'delete'])
      await knex.raw(
        `create trigger audit_anchors_no_${verb} before ${verb} on audit_anchors begin select raise(abort, 'audit is append-only'); end`,
      );
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const table of Object.keys(mayGo))
    if (isPostgres(knex)) {
      await knex.raw(`drop trigger ${table}_kept on ${table}`);
      await knex.raw(`drop function ${table}_may_go()`);
      await knex.raw(`drop trigger ${table}_final on ${table}`);
      await knex.raw(
        `create trigger ${table}_final before update or delete or truncate on ${table} execute function audit_is_final()`,
      );
    } else {
      await knex.raw(`drop trigger ${table}_no_delete`);
      await knex.raw(
        `create trigger ${table}_no_delete before delete on ${table} begin select raise(abort, 'audit is append-only'); end`,
      );
    }
  if (!isPostgres(knex)) {
    // Last again, as it was made: the schema is then the same to the letter.
    const sql = await knex('sqlite_master').where({ type: 'trigger', name: 'audit_unsealed' }).pluck<string[]>('sql');
    await knex.raw('drop trigger audit_unsealed');
    for (const one of sql) await knex.raw(one);
  }
  await knex.schema.dropTable('audit_anchors');
  await knex.raw('alter table municipalities drop column audit_kept_years');
}

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

/** By table: may `old` go? */
const sealed = (id: string): string =>
  `exists (select 1 from audit_seals s join audit_anchors a on a.chain = s.chain where s.audit_id = ${id} and s.number <= a.number)`;
const mayGo = {
  audit: sealed('old.id'),
  audit_looks: sealed('old.audit_id'),
  audit_seals: 'exists (select 1 from audit_anchors a where a.chain = old.chain and old.number <= a.number)',
};
