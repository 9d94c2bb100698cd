import { describe, expect, it } from 'vitest';
import { codeOf, expectSeen, expectTitle, openStage, type Person } from './app.ts';

type Listed = {
  items: { id: string; title?: string; name?: string; area?: { name: string }; organisation?: { name: string } }[];
  total: number;
};

/** Who finds which places in the navigation, and how many councils, needs and referrals of the demonstration. */
const reach: [Person, string[], { councils: number | null; needs: number | null; referrals: number | null }][] = [
  [
    'admin',
    ['きょう', '協議体', '困りごと', '団体・サービス', '台帳', '提案・報告', '設定'],
    { councils: 8, needs: 24, referrals: 8 },
  ],
  [
    'tier1',
    ['きょう', '協議体', '困りごと', '団体・サービス', '台帳', '提案・報告'],
    { councils: 8, needs: 24, referrals: 8 },
  ],
  [
    'tier2',
    ['きょう', '協議体', '困りごと', '団体・サービス', '台帳', '提案・報告'],
    { councils: 4, needs: 18, referrals: 6 },
  ],
  [
    'tier2-oshika',
    ['きょう', '協議体', '困りごと', '団体・サービス', '台帳', '提案・報告'],
    { councils: 2, needs: 3, referrals: 0 },
  ],
  [
    'member',
    ['きょう', '協議体', '困りごと', '団体・サービス', '台帳', '提案・報告'],
    { councils: 2, needs: 1, referrals: null },
  ],
  ['provider', ['きょう', '紹介', '団体・サービス', '台帳'], { councils: null, needs: null, referrals: 2 }],
  ['centre', ['きょう', '協議体', '困りごと', '団体・サービス', '台帳'], { councils: 4, needs: 18, referrals: 6 }],
  [
    'niigata-admin',
    ['きょう', '協議体', '困りごと', '団体・サービス', '台帳', '提案・報告', '設定'],
    { councils: 4, needs: 5, referrals: 2 },
  ],
  ['niigata-provider', ['きょう', '紹介', '団体・サービス', '台帳'], { councils: null, needs: null, referrals: 1 }],
];

/** Scripts and styles, as they went over the network (the files of letters are taken as a page shows them). */
const listLoaded = () =>
  performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => /\.(?:js|css)$/.test(entry.name))
    .map(({ name, encodedBodySize }) => ({
      name: name.replace(/^.*\/|-[\w-]{8}(?=\.)/g, ''),
      sent: encodedBodySize,
    }));

describe('each role', () => {
  const stage = openStage();

  it('has the home page of a coordinator with at most 200 kB of scripts and styles, and no studio among them', async () => {
    const page = await stage.as('tier2', 'home');
    await expectSeen(page.getByRole('heading', { level: 1 }));
    const loaded = await page.evaluate(listLoaded);
    expect(loaded.length).toBeGreaterThan(10);
    expect(loaded.filter(({ name }) => /studio|later|builder/.test(name))).toEqual([]);
    expect(loaded.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThanOrEqual(200_000);
  });

  it.each(reach)('%s finds its own places and no others', async (person, places, counts) => {
    const page = await stage.as(person);
    const links = page.getByRole('navigation', { name: '主なページ' }).getByRole('link');
    await expectSeen(links);
    expect(await links.allInnerTexts()).toEqual(places);
    for (const [list, total] of Object.entries(counts)) {
      await page.goto(`/${codeOf(person)}/${list}`);
      if (total === null)
        await expectSeen(
          page
            .getByRole('heading', { level: 1, name: /このページを開く権限がありません|このページは見つかりません/ })
            .or(page.getByText(/まだありません/)),
        );
      else if (total === 0) await expectSeen(page.getByText(/まだありません/));
      else await expectSeen(page.getByText(`${total}件中${total}件を表示しています`));
    }
  });

  it('finds what is of another area to be missing, by its address too', async () => {
    const needs = await stage.ask<Listed>('tier1', 'needs?limit=100');
    const kama = needs.items.find((need) => need.title === '通院の足がない');
    const oshika = needs.items.find((need) => need.area?.name === '牡鹿');
    const page = await stage.as('tier2-oshika', `needs/${oshika?.id}`);
    await expectTitle(page, new RegExp(oshika?.title ?? 'none'));
    for (const at of [`needs/${kama?.id}`, `needs/${kama?.id}/ranking`, `needs/${kama?.id}/edit`]) {
      await page.goto(`/042021/${at}`);
      await expectTitle(page, 'このページは見つかりません');
      expect(await page.getByRole('main').innerText()).not.toContain('通院');
    }
    expect(await stage.status('tier2-oshika', `needs/${kama?.id}`)).toBe(404);
  });

  it('keeps everybody but the administrator from the whole of a page of settings', async () => {
    const page = await stage.as('tier1', 'settings/users');
    await expectTitle(page, 'このページを開く権限がありません');
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.getByRole('button', { name: '利用者を招待する' }).count()).toBe(0);
  });

  it('hides who a need is about from those who do not work on it', async () => {
    const { items } = await stage.ask<Listed>('tier1', 'needs?q=通院の足がない');
    const page = await stage.as('tier1', `needs/${items[0]?.id}`);
    await expectSeen(page.getByText('氏名を見る権限がありません'));
    expect(await page.getByRole('main').innerText()).not.toContain('仮名');
    const own = await stage.as('tier2', `needs/${items[0]?.id}`);
    await expectSeen(own.getByRole('main').getByText(/仮名/));
  });

  it('lets a provider see the referrals to its own organisation, and no needs', async () => {
    const { items } = await stage.ask<Listed>('tier1', 'referrals?limit=100');
    const [own, other] = [
      items.find((referral) => referral.organisation?.name.includes('あおぞら')),
      items.find((referral) => !referral.organisation?.name.includes('あおぞら')),
    ];
    const page = await stage.as('provider', `referrals/${own?.id}`);
    await expectSeen(page.getByText('次にできること'));
    await page.goto(`/042021/referrals/${other?.id}`);
    await expectTitle(page, 'このページは見つかりません');
  });

  it('never shows one city to another', async () => {
    const { items } = await stage.ask<Listed>('tier1', 'councils');
    const page = await stage.as('niigata-admin');
    for (const at of [
      '/042021',
      '/042021/councils',
      `/042021/councils/${items[0]?.id}`,
      `/151009/councils/${items[0]?.id}`,
    ]) {
      await page.goto(at);
      await expectTitle(page, 'このページは見つかりません');
      expect(await page.locator('body').innerText()).not.toMatch(/石巻|釜・大街道/);
    }
    expect(await stage.status('niigata-admin', `councils/${items[0]?.id}`)).toBe(404);
  });
});
