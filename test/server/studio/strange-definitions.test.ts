import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTown, signIn, startTestApp, type Client, type TestApp, type Town } from '../../support/app.ts';
import { testEngine } from '../../support/database.ts';
import { leaveOut, sample } from '../../support/spoil.ts';

type Body = Record<string, unknown>;
const files = {
  form: 'forms/library/need-intake.form.json',
  rules: 'rules/library/escalation.rules.json',
  workflow: 'workflows/library/need.workflow.json',
};
const shipped = (kind: keyof typeof files): Body =>
  JSON.parse(readFileSync(new URL(`../../../${files[kind]}`, import.meta.url), 'utf8'));

describe(`strange definitions on ${testEngine()}`, () => {
  let app: TestApp;
  let town: Town;
  let administrator: Client;
  const base = () => `/municipalities/${town.code}`;
  beforeAll(async () => {
    app = await startTestApp();
    town = await createTown(app);
    administrator = await signIn(app, town.email('administrator'));
  });
  afterAll(async () => {
    expect(app.logged).toEqual([]);
    await app.close();
  });
  const count = async (): Promise<unknown> => app.installation.db('definitions').count({ n: '*' }).first();

  it.each(['form', 'rules', 'workflow'] as const)(
    'as a %s are told what is wrong with them, and change nothing',
    async (kind) => {
      const before = await count();
      const wrong: string[] = [];
      let refused = 0;
      for (const [what, body] of sample(shipped(kind), 19)) {
        const reply = await administrator.post<{ ok: boolean }>(`${base()}/definitions/${kind}`, {
          body,
          reason: '試し',
          checkOnly: true,
        });
        if (reply.status !== 200 && reply.status !== 422) wrong.push(`${what}: ${reply.status}`);
        if (reply.body.ok) continue;
        refused += 1;
        const published = await administrator.post(`${base()}/definitions/${kind}`, { body, reason: '試し' });
        if (published.status < 400 || published.status >= 500) wrong.push(`${what} published: ${published.status}`);
      }
      expect(wrong).toEqual([]);
      expect(refused).toBeGreaterThan(10);
      expect(await count()).toEqual(before);
    },
  );

  it('as a draft of rules are kept, and stand in the way of nothing else', async () => {
    const wrong: string[] = [];
    let version = 0;
    const ask = async (what: string, method: string, path: string, body?: unknown, options = {}) => {
      const reply = await administrator.ask<unknown>(method, `${base()}/rules${path}`, body, options);
      if (reply.status >= 500) wrong.push(`${what} ${method} ${path}: ${reply.status}`);
      return reply;
    };
    for (const [what, body] of sample(shipped('rules'), 67)) {
      const saved = await ask(what, 'PUT', '/escalation/draft', { body }, { version });
      const { check, ...mark } = saved.body as { version: number; check: { ok: boolean } };
      if (saved.status < 300) version = mark.version;
      const list = await ask(what, 'GET', '');
      for (const entry of list.body as Record<string, unknown>[])
        for (const name of ['name', 'description', 'purpose'])
          if (typeof entry[name] !== 'string') wrong.push(`${what}: ${name} of ${String(entry['key'])}`);
      await ask(what, 'GET', '/escalation/draft');
      await ask(what, 'GET', '/uses');
      await ask(what, 'GET', '/escalation/compare?from=1&to=draft');
      await ask(what, 'POST', '/check', { body });
      await ask(what, 'POST', '/escalation/try', { body, facts: {} });
      if (!check.ok) await ask(what, 'POST', '/escalation/backtests', { from: 1, to: 'draft' });
      await ask(what, 'PUT', '/new-set/draft', { body: { ...(body as Body), key: 'new-set' } }, { version: 0 });
      await ask(what, 'GET', '/new-set/subjects?q=');
      await ask(what, 'GET', '');
      await app.installation.db('drafts').where({ key: 'new-set' }).delete();
    }
    expect(wrong).toEqual([]);
    expect(version).toBeGreaterThan(10);
  });

  it('in English without fields are refused with the place', async () => {
    const form = shipped('form');
    const reply = await administrator.post<{ issues: { path: string; code: string }[] }>(`${base()}/definitions/form`, {
      body: leaveOut(form, ['texts', 'en', 'fields']),
      reason: '英語',
    });
    expect([reply.status, reply.body.issues]).toMatchObject([
      422,
      [{ path: '/body/texts/en/fields', code: 'missing' }],
    ]);
  });
});
