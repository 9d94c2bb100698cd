import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertDefinition, readDefinitionInForce, readDefinitionOf } from '../../../server/definitions/store.ts';
import { intake, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';

type Home = { waiting: { kind: string; text: string; action: string; path: string }[] };
type Field = Record<string, unknown>;
type Body = { schema: { properties: Record<string, Field> } };

describe(`patterns of forms on ${testEngine()}`, () => {
  let work: Casework;
  beforeAll(async () => {
    work = await startCasework();
  });
  afterAll(async () => {
    expect(work.app.logged).toEqual([]);
    await work.app.close();
  });

  const intakeBody = async (title: Field): Promise<Body> => {
    const row = await readDefinitionInForce(
      work.app.installation.db,
      work.town.id,
      'form',
      'need-intake',
      '2026-11-23',
    );
    const body = JSON.parse(row!.body) as Body;
    // What the field is to the product, and whom it may be told to, stays.
    const marks = Object.entries(body.schema.properties['title'] ?? {}).filter(([name]) => name.startsWith('x-'));
    body.schema.properties['title'] = { ...Object.fromEntries(marks), type: 'string', ...title };
    return body;
  };
  /** As it was stored before publishing looked at patterns. */
  const store = async (title: Field): Promise<void> => {
    const { db, newId } = work.app.installation;
    const number = ((await readDefinitionOf(db, work.town.id, 'form', 'need-intake'))?.number ?? 0) + 1;
    await insertDefinition(db, {
      id: newId(),
      municipality_id: work.town.id,
      kind: 'form',
      key: 'need-intake',
      number,
      body: JSON.stringify(await intakeBody(title)),
      reason: '以前の版',
      effective_on: '2026-11-01',
      published_by: null,
      published_at: '2026-11-01T00:00:00.000Z',
    });
  };
  const takeIn = async (title: string) =>
    (await work.as('tier2-north')).post<{ issues?: { path: string; code: string }[] }>(work.path('needs'), {
      answers: intake(work.town, { title }),
    });
  const waiting = async (language = 'ja') =>
    (
      await (await work.as('administrator')).get<Home>(work.path('home'), { headers: { 'Accept-Language': language } })
    ).body.waiting.filter(({ kind }) => kind === 'pattern-skipped');

  it.each(['^(a|a)*$', '^((a)+)+$', '^(a|aa)+$', '^(\\w|\\d)*$', 'a*a*a*a*a*a*a*a*b', '^(?:a?){30}a{30}$'])(
    '%s keeps nobody waiting',
    async (pattern) => {
      await store({ pattern });
      const from = Date.now();
      const [reply, health] = await Promise.all([takeIn(`${'a'.repeat(60)}!`), fetch(`${work.app.url}/healthz`)]);
      expect(Date.now() - from).toBeLessThan(3000);
      expect(health.status).toBe(200);
      expect([reply.status, reply.body.issues]).toMatchObject([422, [{ path: '/answers/title', code: 'pattern' }]]);
      expect(await waiting()).toEqual([]);
    },
  );

  it('that cannot be run are refused when a form is published, with their place', async () => {
    const administrator = await work.as('administrator');
    const reply = await administrator.post<{ issues: { path: string; code: string; message: string }[] }>(
      work.path('definitions/form'),
      { body: await intakeBody({ pattern: '^(?!会)' }), reason: '先読み' },
    );
    expect([reply.status, reply.body.issues]).toMatchObject([
      422,
      [
        {
          path: '/body/schema/properties/title/pattern',
          code: 'pattern-lookaround',
          message: expect.stringContaining('allOf'),
        },
      ],
    ]);
  });

  it('that cannot be run are not run where they are in force already, which the administrator is told until they are gone', async () => {
    await store({ pattern: '^(?!会)', maxLength: 10 });
    expect((await takeIn('会の相談')).status).toBe(201);
    expect((await takeIn('会についての長い長い見出し')).body.issues).toMatchObject([
      { path: '/answers/title', code: 'maxLength' },
    ]);
    const form = await (
      await work.as('tier2-north')
    ).get<{ schema: { properties: Record<string, Field> } }>(work.path('needs/form'));
    expect(form.text).not.toContain('(?!');
    const [item, ...more] = await waiting();
    expect(more).toEqual([]);
    expect(item).toMatchObject({ action: '様式を直す', path: 'settings/definitions/form/need-intake' });
    for (const piece of ['困りごと', '見出し', '^(?!会)']) expect(item!.text).toContain(piece);
    expect((await waiting('en'))[0]!.text).toMatch(/^Form “.+”, field “.+”: .*\^\(\?!会\)/);
    expect((await (await work.as('tier1')).get<Home>(work.path('home'))).text).not.toContain('(?!');
    const mended = await (
      await work.as('administrator')
    ).post(work.path('definitions/form'), {
      body: await intakeBody({ not: { pattern: '^会' } }),
      reason: '書き直した',
    });
    expect(mended.status).toBe(201);
    expect(await waiting()).toEqual([]);
    expect((await takeIn('会の相談')).status).toBe(422);
  });

  it('may be long, and texts too, but not both together', async () => {
    await store({
      allOf: Array.from({ length: 10 }, (_, index) => ({
        pattern: `[^${String.fromCodePoint(0x3042 + index)}].{980}[xy]`,
      })),
    });
    const from = Date.now();
    const reply = await takeIn('あいうえお'.repeat(15_000));
    expect(Date.now() - from).toBeLessThan(5000);
    expect([reply.status, reply.body.issues]).toMatchObject([422, [{ path: '/answers', code: 'too-much-text' }]]);
  });
});
