import { describe, expect, it } from 'vitest';
import { expectSeen, fillIn, openStage, type Person } from './app.ts';
import { settle } from './support.ts';

type Listed = { items: { id: string; name?: string; localName?: string | null; title?: string }[] };

const shipped = /.{0,20}(協議体|コーディネーター).{0,20}/g;

describe('a city’s own words', () => {
  const stage = openStage();

  /** What a page says with the product's words, without the names that people gave. */
  const says = async (person: Person, path: string): Promise<string[]> => {
    const page = await stage.as(person, path, { shared: true });
    await settle(page);
    const text = await page.locator('body').innerText();
    const lists = await Promise.all(
      ['councils', 'proposals', 'needs?limit=100', 'registers/rollout-plan/records?limit=100'].map((list) =>
        stage.ask<Listed>('admin', list),
      ),
    );
    const names = lists
      .flatMap(({ items }) => items.flatMap(({ name, localName, title }) => [name ?? '', localName ?? '', title ?? '']))
      .filter((name) => name !== '')
      .toSorted((name, other) => other.length - name.length);
    await page.close();
    return names.reduce((sofar, name) => sofar.replaceAll(name, ''), text).match(shipped) ?? [];
  };

  it('stand on every page once an administrator has set them', async () => {
    const page = await stage.as('admin', 'settings');
    const menu = page.getByRole('navigation').first();
    await expectSeen(menu.getByRole('link', { name: '協議体' }));
    await page.getByRole('link', { name: '呼び方' }).click();
    await fillIn(page, { '「協議体」の呼び方': '{{name}}会議' });
    await page.getByRole('button', { name: '保存' }).click();
    await expectSeen(page.getByText('「{」「}」「$」は使えません。ほかの言葉にしてください。'));
    await fillIn(page, { '「協議体」の呼び方': '支え合い会議', '「コーディネーター」の呼び方': '地域支え合い推進員' });
    await page.getByRole('button', { name: '保存' }).click();
    await expectSeen(page.getByText('保存しました。画面の言葉が変わりました。'));
    // What is on the screen already changes too.
    await expectSeen(menu.getByRole('link', { name: '支え合い会議' }));
  });

  it.each<[Person, string]>([
    ['admin', 'home'],
    ['tier1', 'home'],
    ['tier2', 'home'],
    ['member', 'home'],
    ['tier2', 'help'],
    ['tier1', 'councils?view=board'],
    ['tier2', 'councils/COUNCIL'],
    ['tier2', 'councils/COUNCIL/meetings/new'],
    ['tier2', 'needs/new'],
    ['tier1', 'proposals'],
    ['admin', 'settings'],
    ['admin', 'settings/councils'],
    ['admin', 'settings/audit'],
    ['admin', 'imports/councils'],
  ])('stand, once they are set, on what %s sees at %s', async (person, path) => {
    const [council] = (await stage.ask<Listed>('tier2', 'councils')).items;
    expect(await says(person, path.replace('COUNCIL', council?.id ?? ''))).toEqual([]);
  });
});
