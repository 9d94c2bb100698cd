import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../support/app.ts';
import { createTown } from '../../support/app.ts';
import { addCasework, startCasework, type Casework } from '../../support/casework.ts';
import { testEngine } from '../../support/database.ts';

/** Changed in places, as its uploader would, by hand. */
type Loose = ReturnType<typeof JSON.parse>;
type Saved = { id: string; version: number };
type Kept = { words: Record<'council' | 'coordinator', { ja: string } | null>; version: number };

const words = {
  council: { ja: '支え合い会議', en: { one: 'assembly', many: 'assemblies' } },
  coordinator: { ja: '地域支え合い推進員', en: null },
};
const shipped = /協議体|コーディネーター/;

describe(`a city's own words on ${testEngine()}`, () => {
  let work: Casework;
  let other: Casework;
  let administrator: Client;
  let council: string;
  beforeAll(async () => {
    work = await startCasework();
    other = addCasework(work.app, await createTown(work.app, '99902', '隣の市'));
    administrator = await work.as('administrator');
    for (const each of [work, other])
      council = await each.addCouncil('北地区の会', 2, 'north').then((id) => (each === work ? id : council));
  });
  afterAll(async () => {
    await work.app.close();
    expect(work.app.logged).toEqual([]);
  });

  const set = async (own: object): Promise<void> => {
    const { body } = await administrator.get<Kept>(work.path('words'));
    const saved = await administrator.patch<Saved>(work.path('words'), own, { version: body.version });
    expect(saved.status).toBe(200);
  };
  /** All that is read of a page, as it goes out. */
  const read = async (each: Casework, path: string, language = 'ja'): Promise<string> =>
    (await (await each.as('administrator')).get(each.path(path), { headers: { 'Accept-Language': language } })).text;

  it('stand in what is told from then on, in this city only, and go again', async () => {
    const own = await other
      .as('administrator')
      .then((client) => client.get<{ items: Saved[] }>(other.path('councils')))
      .then(({ body }) => body.items[0]?.id ?? '');
    const before = [await read(work, `councils/${council}`), await read(work, 'home')];
    expect(before.join()).toMatch(shipped);
    await set(words);
    for (const page of [`councils/${council}`, 'home', 'codes/organisation-kind', 'settings', 'figures'])
      expect(await read(work, page)).not.toMatch(shipped);
    expect(await read(work, `councils/${council}`)).toContain('支え合い会議を設置');
    expect(await read(other, `councils/${own}`)).toMatch(shipped);
    expect(await read(work, 'home', 'en')).not.toMatch(/"[^"]*\bcouncils? (?!\{)[^"]*"/i);
    await set({ council: null, coordinator: null });
    expect([await read(work, `councils/${council}`), await read(work, 'home')]).toEqual(before);
  });

  it('stand in what is refused, too', async () => {
    await set(words);
    const unknown = await administrator.post<{ issues: { message: string }[] }>(work.path('councils'), {
      name: '東の会',
      tier: 1,
      areaId: work.town.areas.east.id,
      workflowKey: 'standard',
    });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain('支え合い会議');
    expect(unknown.text).not.toMatch(shipped);
  });

  it('leave names and what the definitions say to who edits them', async () => {
    await set(words);
    await administrator.post(work.path('councils'), {
      name: '南地区協議体',
      tier: 2,
      areaId: work.town.areas.south.id,
      workflowKey: 'standard',
    });
    expect(await read(work, 'councils')).toContain('南地区協議体');
    const list = await administrator.get<{ key: string; versions: { id: string }[] }[]>(
      work.path('definitions/workflow'),
    );
    const standard = list.body.find(({ key }) => key === 'standard')?.versions[0]?.id;
    expect(await read(work, `definitions/workflow/${standard}`)).toContain('協議体を設置');
  });

  it('leave what the city wrote itself, in its code lists and in its forms', async () => {
    await set(words);
    for (const [key, nameJa] of [
      ['dementia', '認知症コーディネーター'],
      ['residents', '自治協議体'],
    ])
      expect((await administrator.post(work.path('codes/organisation-kind'), { key, nameJa })).status).toBe(201);
    const kinds = await read(work, 'codes/organisation-kind');
    expect(kinds).toContain('"name":"認知症コーディネーター"');
    expect(kinds).toContain('"name":"自治協議体"');
    const meetings = async () =>
      (
        await administrator.get<{ id: string; key: string; name: string; version: number }[]>(
          work.path('codes/meeting-kind'),
        )
      ).body.find(({ key }) => key === 'council');
    const shippedKind = await meetings();
    expect(shippedKind?.name).toBe('支え合い会議');
    await administrator.patch(
      work.path(`codes/meeting-kind/${shippedKind?.id}`),
      { nameJa: '協議体の定例会' },
      { version: shippedKind?.version ?? 0 },
    );
    expect((await meetings())?.name).toBe('協議体の定例会');

    // A workflow of the city's own: what it changed in the shipped one is its own, all else is still the product's.
    const course: Loose = JSON.parse(
      readFileSync(new URL('../../../workflows/library/standard.workflow.json', import.meta.url), 'utf8'),
    );
    const founding = course.steps.FOUND_COUNCIL.texts.ja;
    expect([founding.name, course.steps.HOLD_COUNCIL_MEETING.texts.ja.name].join()).toMatch(/協議体.*協議体/);
    founding.name = '自治協議体の立ち上げ';
    const published = await administrator.post(work.path('definitions/workflow'), { body: course, reason: '市の言葉' });
    expect(published.status).toBe(201);
    const begun = await work.addCouncil('西地区の会', 2, 'south');
    const page = await read(work, `councils/${begun}`);
    expect(page).toContain('自治協議体の立ち上げ');
    expect(page.replaceAll('自治協議体の立ち上げ', '')).not.toMatch(shipped);
  });

  it('are known to pages, tell on the record who changed them, and are not overwritten unseen', async () => {
    const { body } = await administrator.get<Kept>(work.path('words'));
    await set({ council: words.council, coordinator: null });
    const stale = await administrator.patch(work.path('words'), words, { version: body.version });
    expect(stale.status).toBe(409);
    const city = await administrator.get<{ words: typeof words }>(work.path('').slice(0, -1));
    expect(city.body.words).toEqual({ council: words.council, coordinator: null });
    const audit = await read(work, 'audit?limit=5');
    expect(audit).toContain('呼び方の変更');
    await set(words);
    const line = await read(work, 'audit?action=own-words.update');
    expect(line).toContain('の呼び名');
    expect(line).not.toContain('の決め方');
  });

  it('need both forms in English, are not empty, and fill nothing in', async () => {
    const { body } = await administrator.get<Kept>(work.path('words'));
    for (const council of [
      { ja: ' ', en: null },
      { ja: '会', en: { one: 'assembly' } },
      { ja: 'あ'.repeat(41), en: null },
      // What would be filled in, or is no word on a line.
      ...['{{name}}', '会{', '会}}', '$t(home:title)', '会\n議', '会\u0000議', '会\u2028議'].map((ja) => ({
        ja,
        en: null,
      })),
      { ja: '会', en: { one: 'assembly', many: '{{count}} assemblies' } },
    ])
      expect(
        (await administrator.patch(work.path('words'), { council, coordinator: null }, { version: body.version }))
          .status,
      ).toBe(422);
  });
});
