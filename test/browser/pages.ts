import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { day, emailOf, openStage, password, type Person } from './app.ts';
import { settle } from './support.ts';

const root = path.resolve(import.meta.dirname, '../..');

type Listed = {
  items: {
    id: string;
    name?: string;
    localName?: string | null;
    title?: string;
    kind?: string;
    email?: string;
    standing?: { state: string };
  }[];
};
/** A page as somebody sees it. */
export type Look = {
  /** The page as the client's `routes.ts` name it. */
  route: string;
  who: Person | null;
  /** The picture's name, where one is kept. */
  shot?: string;
  /** The list in which the record is found, and which it is. */
  find?: [list: string, which: (item: Listed['items'][number]) => boolean];
  /** The route's other parameters (`key=escalation`), and what stands behind the question mark. */
  query?: string;
  /** What is done on the page before it is looked at. */
  first?: (page: Page) => Promise<void>;
};

const any = (): boolean => true;
const kama: Look['find'] = ['councils', (council) => council.localName === '釜・大街道支え合い会議'];
const oshika: Look['find'] = ['councils', (council) => council.name === '牡鹿地区協議体（第2層）'];
const unmet: Look['find'] = ['needs?limit=100', (need) => need.title === '通院の足がない'];
const assessed: Look['find'] = ['needs?state=seeking', any];
const communityNeed: Look['find'] = ['needs', any];
const undecided: Look['find'] = ['needs?scope=individual', any];
const rank = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '合うサービスを探す' }).first().click();
  await page.getByRole('heading', { level: 2, name: /つなげるサービス/ }).waitFor();
};

/** A fresh invitation, opened by nobody that is signed in. */
const openInvitation = async (page: Page): Promise<void> => {
  const session = { data: { municipality: '042021', email: emailOf('admin'), password } };
  if (!(await page.request.post('/api/session', session)).ok()) throw new Error('the administrator cannot sign in');
  const { areas } = (await (await page.request.get('/api/municipalities/042021')).json()) as {
    areas: { id: string }[];
  };
  const data = {
    email: 'invited@example.jp',
    name: '招待 さち',
    memberships: [{ areaId: areas[1]?.id, role: 'tier2' }],
  };
  const made = (await (await page.request.post('/api/municipalities/042021/users', { data })).json()) as {
    invitation: { link: string };
  };
  await page.request.delete('/api/session');
  await page.goto(made.invitation.link);
  await page.reload();
  await page.getByRole('button', { name: 'このパスワードに決める' }).waitFor();
};

const rules = '/api/municipalities/042021/rules/escalation';
/** What asks the server beside the page, as its person. */
const write = async (
  page: Page,
  method: 'POST' | 'PUT',
  path: string,
  data: object,
  version = 0,
): Promise<{ id: string; version: number }> => {
  const response = await page.request.fetch(`${rules}/${path}`, {
    method,
    data,
    headers: { 'Idempotency-Key': crypto.randomUUID(), 'If-Match': `"${version}"` },
  });
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as { id: string; version: number };
};
/** A draft of the escalation rules that asks for five areas where two were enough. */
const draft = async (page: Page): Promise<void> => {
  if ((await page.request.get(`${rules}/draft`)).ok()) return;
  const { version } = await write(page, 'POST', 'draft/from', { number: 1 });
  const { body } = (await (await page.request.get(`${rules}/draft`)).json()) as { body: object };
  await write(
    page,
    'PUT',
    'draft',
    {
      body: JSON.parse(
        JSON.stringify(body).replace(
          '"area.areasWithSameLack","operator":"greaterThanInclusive","value":2',
          '"area.areasWithSameLack","operator":"greaterThanInclusive","value":5',
        ),
      ) as object,
    },
    version,
  );
};
const withDraft = async (page: Page): Promise<void> => {
  await draft(page);
  await page.reload();
};
/** Opens a back-test or a replay; `ended`: once it is over, else as the server's first answer told of it. */
const openJob = async (page: Page, kind: 'backtests' | 'replay', ended: boolean): Promise<void> => {
  await draft(page);
  const { id } = await write(page, 'POST', kind, kind === 'replay' ? {} : { from: 1, to: 'draft' });
  const backtest = await page.request.get(`${rules}/backtests/${id}`);
  if (!ended) await page.route(`**${rules}/backtests/${id}`, (route) => route.fulfill({ response: backtest }));
  await page.goto(page.url().replace(/backtests\/.*/, `backtests/${id}`));
  await (
    ended ? page.getByText(kind === 'replay' ? /^違う \d+件/ : /^変わる \d+件/) : page.getByRole('progressbar')
  ).waitFor();
};

/** The demonstration's needs are too young for a list of the server's own; `retention.test.ts` makes one. */
const showErasureList = async (page: Page): Promise<void> => {
  const area = { id: 'area', name: '石巻', kind: 'daily-life' };
  await page.route('**/retention/lists/none', (route) =>
    route.fulfill({
      json: {
        id: 'none',
        number: 3,
        closedBefore: '2021-11-28',
        createdAt: '2026-11-28T00:00:00.000Z',
        createdBy: '見本 花子',
        approvedAt: null,
        approvedBy: null,
        needs: 2,
        erased: 0,
        canApprove: true,
        version: 1,
      },
    }),
  );
  await page.route('**/retention/lists/none/needs*', (route) =>
    route.fulfill({
      json: {
        items: ['通院の足がない', '庭の草取り'].map((title, index) => ({
          id: `need-${index}`,
          number: 4 + index,
          title,
          area,
          closedOn: '2021-10-01',
          outcome: 'listed',
          doneAt: null,
        })),
        total: 2,
        next: null,
      },
    }),
  );
  await page.reload();
};

type UserOfPages = { id: string; email: string; memberships: { id: string; version: number }[] };
const town = '/api/municipalities/042021';
/** The role of the coordinator of Oshika, as the administrator sees it. */
const roleOfOshika = async (page: Page): Promise<{ userId: string; membershipId: string; version: number }> => {
  const { items } = (await (await page.request.get(`${town}/users?limit=200`)).json()) as { items: UserOfPages[] };
  const user = items.find(({ email }) => email === 'tier2-oshika@ishinomaki.example.jp');
  const [membership] = user?.memberships ?? [];
  if (!user || !membership) throw new Error('there is no such coordinator');
  return { userId: user.id, membershipId: membership.id, version: membership.version };
};
const openHandoverForm = async (page: Page): Promise<void> => {
  const { userId, membershipId } = await roleOfOshika(page);
  await page.goto(page.url() + `?user=${userId}&membership=${membershipId}`);
  await page.getByRole('heading', { level: 2, name: /引き継ぐもの/ }).waitFor();
};
const openHandover = async (page: Page): Promise<void> => {
  const { version, ...ended } = await roleOfOshika(page);
  const response = await page.request.post(`${town}/handovers`, {
    data: { ended, endsOn: day(30), toUserId: null, note: '月の初めに、区長さんの所へ顔を出してください。' },
    headers: { 'Idempotency-Key': crypto.randomUUID(), 'If-Match': `"${version}"` },
  });
  const { id } = (await response.json()) as { id: string };
  await page.goto(page.url().replace(/handovers\/.*/, `handovers/${id}`));
  await page.getByRole('heading', { level: 2, name: /引き継ぐもの/ }).waitFor();
};

const looks: Look[] = [
  { route: 'sign-in', who: null, shot: 'sign-in' },
  { route: 'invitation', who: null, shot: 'invitation', first: openInvitation },
  // As somebody sees them who has nothing on the device; filled in and waiting: `offline.test.ts`.
  { route: ':municipality/offline', who: null, query: 'municipality=042021' },
  { route: ':municipality/offline/:key', who: null, query: 'municipality=042021&key=none' },
  { route: 'account', who: 'tier2', shot: 'account' },
  { route: 'settings/postal-codes', who: 'admin', shot: 'postal-codes' },
  { route: 'settings/sign-in', who: 'admin', shot: 'sign-in-settings' },
  { route: 'home', who: 'tier2', shot: 'home-tier2' },
  { route: 'home', who: 'tier1', shot: 'home-tier1' },
  { route: 'home', who: 'admin', shot: 'home-administrator' },
  { route: 'home', who: 'provider', shot: 'home-provider' },
  { route: 'home', who: 'member' },
  { route: 'home', who: 'centre' },
  { route: 'news', who: 'tier2' },
  { route: 'year', who: 'admin', shot: 'year' },
  { route: 'year', who: 'tier2', query: 'by=area' },
  { route: 'year/:figure', who: 'tier2', query: 'figure=needs-received', shot: 'year-records' },
  { route: 'help', who: 'tier2', shot: 'help' },
  { route: 'print', who: 'tier2', shot: 'print' },
  { route: 'print/forms/:key', who: 'tier2', query: 'key=council-founding', shot: 'print-blank' },
  {
    route: 'print/records/:kind/:id',
    who: 'tier2',
    query: 'kind=need',
    find: ['needs?state=unmet', any],
    shot: 'print-filled',
  },
  { route: 'search', who: 'tier2', query: 'q=送迎', shot: 'search' },
  { route: 'councils', who: 'tier1', shot: 'council-list' },
  { route: 'councils', who: 'tier1', query: 'view=board', shot: 'council-board' },
  { route: 'councils', who: 'niigata-tier2' },
  { route: 'councils/:id', who: 'tier2', find: kama, shot: 'council' },
  { route: 'councils/:id', who: 'tier2-oshika', find: oshika, shot: 'council-preparing' },
  { route: 'councils/:id', who: 'member', find: kama },
  { route: 'councils/:id', who: 'tier2', find: kama, first: (page) => page.getByRole('tab', { name: '経過' }).click() },
  {
    route: 'councils/:id',
    who: 'tier2',
    find: kama,
    first: (page) => page.getByRole('tab', { name: /構成員/ }).click(),
  },
  {
    route: 'councils/:id',
    who: 'niigata-tier2',
    find: ['councils', (council) => council.localName?.startsWith('坂井輪') ?? false],
    shot: 'council-niigata',
  },
  { route: 'councils/:id/meetings/new', who: 'tier2', find: kama, query: 'state=planned', shot: 'meeting-new' },
  { route: 'councils/:id/meetings/new', who: 'tier2', find: kama },
  {
    route: 'meetings/:id',
    who: 'tier2',
    first: async (page) => {
      await page.goto(page.url().replace(/meetings\/.*/, 'councils'));
      await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
      await page.getByRole('tab', { name: /集まり/ }).click();
      await page.getByRole('tabpanel').getByRole('row').getByRole('link').first().click();
      await page.getByRole('heading', { name: '決まったこと' }).waitFor();
    },
    shot: 'meeting',
  },
  { route: 'tasks', who: 'tier2' },
  { route: 'handovers/new', who: 'admin', first: openHandoverForm, shot: 'handover-new' },
  { route: 'handovers/:id', who: 'admin', first: openHandover, shot: 'handover' },
  { route: 'handovers', who: 'admin' },
  {
    route: 'meetings/:id/edit',
    who: 'tier2',
    first: async (page) => {
      await page.goto(page.url().replace(/meetings\/.*/, 'councils'));
      await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
      await page.getByRole('tab', { name: /集まり/ }).click();
      await page.getByRole('tabpanel').getByRole('row').getByRole('link').first().click();
      await page.getByRole('link', { name: '議事録を書く' }).click();
      await page.getByRole('button', { name: '議題を加える' }).click();
    },
    shot: 'meeting-edit',
  },
  { route: 'needs', who: 'tier2', shot: 'need-list' },
  { route: 'needs', who: 'member' },
  { route: 'needs/new', who: 'tier2', shot: 'need-new' },
  { route: 'needs/lacks', who: 'tier1', shot: 'lacks' },
  { route: 'needs/:id', who: 'tier2', find: unmet, shot: 'need' },
  { route: 'needs/:id', who: 'tier1', find: unmet },
  { route: 'needs/:id/looks', who: 'admin', find: unmet, shot: 'need-looks' },
  { route: 'needs/:id/person', who: 'tier2', find: undecided, shot: 'need-person' },
  { route: 'people', who: 'tier2', shot: 'person-list' },
  { route: 'people/:id', who: 'admin', find: ['people', any], shot: 'person' },
  { route: 'people/:id/edit', who: 'tier2', find: ['people', any], shot: 'person-edit' },
  { route: 'people/:id/data', who: 'admin', find: ['people', any], shot: 'person-data' },
  { route: 'people/:id/looks', who: 'admin', find: ['people', any] },
  { route: 'needs/:id', who: 'member', find: communityNeed },
  { route: 'needs/:id/edit', who: 'centre', find: unmet, shot: 'need-edit' },
  { route: 'needs/:id/ranking', who: 'tier2', find: assessed, first: rank, shot: 'ranking' },
  { route: 'referrals', who: 'provider', shot: 'referral-list' },
  { route: 'referrals/:id', who: 'provider', find: ['referrals?state=waiting', any], shot: 'referral' },
  { route: 'referrals/:id', who: 'tier2', find: ['referrals?state=refused', any] },
  { route: 'services', who: 'tier2', shot: 'service-list' },
  { route: 'services', who: 'provider' },
  { route: 'services/new', who: 'admin', shot: 'service-new' },
  { route: 'services/import', who: 'admin', shot: 'import' },
  { route: 'imports/:kind', who: 'admin', query: 'kind=areas' },
  { route: 'imports/:kind', who: 'admin', query: 'kind=users' },
  {
    route: 'services/:id',
    who: 'provider',
    find: ['services', (service) => service.name === 'あおぞら家事お手伝い'],
    shot: 'service',
  },
  {
    route: 'services/:id/edit',
    who: 'provider',
    find: ['services', (service) => service.name === 'あおぞら家事お手伝い'],
    shot: 'service-edit',
  },
  { route: 'services/organisations', who: 'tier1', shot: 'organisation-list' },
  { route: 'services/organisations/new', who: 'tier1', shot: 'organisation-new' },
  {
    route: 'services/organisations/:id',
    who: 'provider',
    find: ['organisations', (organisation) => organisation.name === 'NPO法人あおぞら手伝い隊'],
    shot: 'organisation',
  },
  {
    route: 'services/organisations/:id/edit',
    who: 'provider',
    find: ['organisations', (organisation) => organisation.name === 'NPO法人あおぞら手伝い隊'],
    shot: 'organisation-edit',
  },
  { route: 'registers', who: 'tier2', shot: 'registers' },
  { route: 'registers/:register', who: 'tier2', query: 'register=supporter', shot: 'register' },
  { route: 'registers/:register', who: 'tier1', query: 'register=supporter' },
  { route: 'registers/:register/new', who: 'tier2', query: 'register=supporter', shot: 'register-new' },
  {
    route: 'registers/:register/:id',
    who: 'tier2',
    find: ['registers/supporter/records', ({ title }) => title === '模擬 さくら'],
    query: 'register=supporter',
    shot: 'register-record',
  },
  {
    route: 'registers/:register/:id/edit',
    who: 'tier2',
    find: ['registers/supporter/records', any],
    query: 'register=supporter',
  },
  { route: 'proposals', who: 'tier1', shot: 'proposal-list' },
  {
    route: 'proposals/new',
    who: 'tier2',
    first: async (page) => {
      await page.goto(page.url().replace(/proposals\/new.*/, 'councils'));
      await page.getByRole('link', { name: '釜・大街道支え合い会議' }).click();
      await page.getByRole('link', { name: '提案を書く' }).first().click();
      await page.getByLabel('背景・根拠').waitFor();
    },
    shot: 'proposal-new',
  },
  { route: 'proposals/:id', who: 'tier2', find: ['proposals', any], shot: 'proposal' },
  {
    route: 'proposals/:id/edit',
    who: 'tier2',
    first: async (page) => {
      await page.goto(page.url().replace(/proposals\/.*/, 'councils'));
      await page.getByRole('link', { name: '石巻地区支え合い会議' }).click();
      await page.getByRole('link', { name: '提案を書く' }).first().click();
      await page.getByLabel('件名').fill('透析の送迎について');
      await page.getByLabel('提案の内容').fill('送迎のない曜日を、隣の圏域と分け合いたい。');
      await page.getByLabel('第1層にお願いしたいこと').fill('調整の場を設けてほしい。');
      await page.getByRole('button', { name: '下書きを保存する' }).click();
      await page.getByRole('link', { name: '下書きを直す' }).click();
      await page.getByLabel('件名').waitFor();
    },
    shot: 'proposal-edit',
  },
  { route: 'settings', who: 'admin', shot: 'settings' },
  { route: 'settings/areas', who: 'niigata-admin', shot: 'settings-areas' },
  { route: 'settings/failures', who: 'admin' },
  { route: 'settings/councils', who: 'admin', shot: 'settings-councils' },
  { route: 'settings/users', who: 'admin', shot: 'settings-users' },
  { route: 'settings/users/:id', who: 'admin', find: ['users', any], shot: 'settings-user' },
  { route: 'settings/codes', who: 'admin', shot: 'settings-codes' },
  { route: 'settings/words', who: 'admin', shot: 'settings-words' },
  { route: 'settings/practice', who: 'admin', shot: 'settings-practice' },
  { route: 'settings/offline', who: 'admin', shot: 'settings-offline' },
  { route: 'settings/definitions', who: 'admin', shot: 'settings-definitions' },
  { route: 'settings/definitions/rules/:key', who: 'admin', query: 'key=referral' },
  {
    route: 'settings/definitions/workflow/:key',
    who: 'admin',
    query: 'key=ishinomaki&at=state+establishment&step=FOUND_COUNCIL',
    shot: 'settings-lifecycle',
  },
  { route: 'settings/definitions/form/:key', who: 'admin', query: 'key=need-closing', shot: 'settings-form' },
  {
    route: 'settings/definitions/register/:key',
    who: 'admin',
    query: 'key=supporter&tab=rights',
    shot: 'register-studio',
  },
  { route: 'settings/definitions/form/:key/test', who: 'admin', query: 'key=need-closing', shot: 'form-test' },
  { route: 'settings/definitions/:kind/:key/versions', who: 'admin', query: 'kind=workflow&key=need' },
  { route: 'settings/definitions/:kind/:key/publish', who: 'admin', query: 'kind=workflow&key=need' },
  { route: 'settings/definitions/:kind/:key/update', who: 'admin', query: 'kind=form&key=need-closing' },
  { route: 'settings/audit', who: 'admin', shot: 'settings-audit' },
  { route: 'settings/retention', who: 'admin', shot: 'settings-retention' },
  { route: 'settings/retention/:id', who: 'admin', first: showErasureList, shot: 'settings-erasure-list' },
  { route: 'settings/rules', who: 'admin', first: withDraft, shot: 'rules' },
  { route: 'settings/rules/new', who: 'admin', shot: 'rules-new' },
  { route: 'settings/rules/:key', who: 'admin', query: 'key=referral', shot: 'rules-studio-list' },
  {
    route: 'settings/rules/:key',
    who: 'admin',
    query: 'key=escalation&at=rule:several-areas&condition=/rules/1/conditions/all/1',
    first: withDraft,
    shot: 'rules-studio-condition',
  },
  { route: 'settings/rules/:key', who: 'admin', query: 'key=hollowing-out&tab=check', shot: 'rules-studio-check' },
  {
    route: 'settings/rules/:key',
    who: 'admin',
    query: 'key=escalation&tab=examples',
    first: withDraft,
    shot: 'rules-studio-examples',
  },
  {
    route: 'settings/rules/:key',
    who: 'admin',
    query: 'key=escalation&tab=try',
    first: async (page) => {
      await page.getByRole('button', { name: '試す', exact: true }).click();
      await page.getByRole('heading', { name: '結果' }).waitFor();
    },
    shot: 'rules-studio-try',
  },
  { route: 'settings/rules/:key', who: 'admin', query: 'key=referral&tab=json', shot: 'rules-studio-json' },
  { route: 'settings/rules/:key', who: 'admin', query: 'key=escalation&at=named:lacking&tab=properties' },
  { route: 'settings/rules/:key', who: 'admin', query: 'key=escalation&at=otherwise&tab=properties' },
  {
    route: 'settings/rules/:key',
    who: 'admin',
    query: 'key=escalation&at=set&tab=properties',
    shot: 'rules-studio-set',
  },
  {
    route: 'settings/rules/:key/versions',
    who: 'admin',
    query: 'key=escalation',
    first: withDraft,
    shot: 'rules-versions',
  },
  {
    route: 'settings/rules/:key/backtests',
    who: 'admin',
    query: 'key=escalation',
    first: withDraft,
    shot: 'rules-backtests',
  },
  {
    route: 'settings/rules/:key/backtests/:id',
    who: 'admin',
    query: 'key=escalation',
    first: (page) => openJob(page, 'backtests', false),
    shot: 'rules-backtest-running',
  },
  {
    route: 'settings/rules/:key/backtests/:id',
    who: 'admin',
    query: 'key=escalation',
    first: (page) => openJob(page, 'backtests', true),
    shot: 'rules-backtest-done',
  },
  {
    route: 'settings/rules/:key/backtests/:id',
    who: 'admin',
    query: 'key=escalation',
    first: (page) => openJob(page, 'replay', true),
    shot: 'rules-replay',
  },
  {
    route: 'settings/rules/:key/publish',
    who: 'admin',
    query: 'key=escalation',
    first: withDraft,
    shot: 'rules-publish-blocked',
  },
  { route: 'settings/rules/:key/publish', who: 'admin', query: 'key=referral' },
  { route: 'settings/rules/:key/update', who: 'admin', query: 'key=referral' },
  { route: 'settings/bundles', who: 'admin', shot: 'bundles' },
  { route: 'settings/new-form', who: 'admin', shot: 'new-form' },
  { route: 'settings/new-register', who: 'admin', shot: 'new-register' },
  { route: 'settings/decisions', who: 'admin', shot: 'decisions' },
  { route: 'settings/decisions/:id', who: 'admin', find: ['decisions?rules=escalation', any], shot: 'decision' },
  { route: 'settings/facts', who: 'admin', shot: 'fact-map' },
];

const routes = globSync('client/{features,studio}/*/routes.ts', { cwd: root }).flatMap((file) =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/\b(?:p|firstP)age\('([^']+)'/g)].map(
    (match) => match[1] ?? '',
  ),
);

/** Runs in the page. */
const listRefused = (): string[] =>
  performance
    .getEntriesByType('resource')
    .filter((entry) => entry instanceof PerformanceResourceTiming && entry.responseStatus >= 400)
    .map(({ name }) => name);

/** The tests: every page is opened and handed to `check`, which throws where it does not hold what is promised of it. */
export function describePages(promise: string, check: (page: Page, look: Look) => Promise<void>): void {
  const stage = openStage();

  it('every page is in this table', () => {
    expect([...new Set(looks.map((look) => look.route))].toSorted()).toEqual(routes.toSorted());
  });

  const open = async ({ route, who, find, query = '', first }: Look): Promise<Page> => {
    const list = who && find && (await stage.ask<Listed>(who, find[0])).items.find(find[1]);
    if (who && find && !list) throw new Error(`${who} finds no such record in ${find[0]}`);
    const params = new URLSearchParams(query);
    const at = route.replace(/:(\w+)/g, (_, name: string) => {
      const value = name === 'id' ? (list?.id ?? 'none') : (params.get(name) ?? '');
      params.delete(name);
      return value;
    });
    if (!who) {
      const open = await stage.openPage(`/${at}`);
      await first?.(open);
      return open;
    }
    const page =
      route === 'account'
        ? await stage.as(who, 'home', { shared: true })
        : await stage.as(who, at + (params.size > 0 ? `?${params.toString()}` : ''), { shared: true });
    if (route === 'account') await page.goto('/account');
    await first?.(page);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await settle(page);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toMatch(
      /見つかりません|権限がありません|表示できません/,
    );
    expect(await page.evaluate(listRefused), 'what the page asked the server for in vain').toEqual([]);
    return page;
  };

  it.each(
    looks.map((look) => ({
      ...look,
      name: `${look.route}${look.query ? `?${look.query}` : ''}`,
      as: look.who ?? 'nobody',
    })),
  )(`$name for $as is ${promise}`, async (look) => check(await open(look), look));
}
