import { readdirSync, readFileSync } from 'node:fs';
import type { Register } from '../../../registers/types.ts';
import { kenAll } from '../../support/ken-all.ts';
import { testPassword } from '../../support/app.ts';
import { assessment, communityIntake, intake } from '../../support/casework.ts';
import type { Asker } from './askers.ts';
import { csv, proposalAnswers, supporterAnswers, testAnswers, type Records } from './records.ts';

/** What a row asks: a path below the town (or below `/api`, with a slash), what is sent, and the version that is named, or the table whose row has it. */
export type Asked = { path: string; body?: unknown; version?: number | { table: string; id: string } };

/**
 * One row: a route as its entry in `routes.ts` has it, what is asked, and who may. `may` gets the route's good status;
 * `refused` names others by status; the rest of those who belong to the town get `otherwise`. Nobody signed in is 401
 * and another town's administrator 404, except where the row says so. `made` makes what a write uses up.
 */
export type Row = {
  route: string;
  note?: string;
  ask: (records: Records, asker: Asker, made: string) => Asked;
  may: string;
  refused?: Partial<Record<401 | 403 | 404 | 409 | 422, string>>;
  otherwise: 401 | 403 | 404;
  /** Asked by somebody freshly signed in, because it ends the session. */
  alone?: boolean;
  made?: keyof Records['make'];
  /** How many a list counts, by asker; those who are not named: none. */
  totals?: Partial<Record<Asker, number>>;
};

const north = 'administrator tier1 tier2 member provider centre';
const south = 'administratorSouth tier1South tier2South memberSouth providerSouth centreSouth';
const town = `${north} ${south}`;
const signedIn = `${town} outsider`;
/** Who sees some of the shipped register's records. */
const ofRegister = 'administrator tier1 tier2 centre administratorSouth tier1South tier2South centreSouth';
const keepers = 'administrator tier1 tier2 administratorSouth tier1South tier2South';
const base = '/municipalities/{municipality}';
const each = (askers: string, total: number): Partial<Record<Asker, number>> =>
  Object.fromEntries(askers.split(' ').map((asker) => [asker, total]));

/** How many of the registers that come with the product somebody of each role sees. */
const registersSeen = (): Partial<Record<Asker, number>> => {
  const folder = new URL('../../../registers/library/', import.meta.url);
  const seen: Partial<Record<Asker, number>> = {};
  for (const file of readdirSync(folder)) {
    const { rights } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Register;
    for (const asker of town.split(' ') as Asker[])
      if (
        rights.some(
          ({ roles, may }) => may.includes('see') && roles.some((role) => role === asker.replace('South', '')),
        )
      )
        seen[asker] = (seen[asker] ?? 0) + 1;
  }
  return seen;
};

const session: Row[] = [
  { route: 'get /sign-in', ask: () => ({ path: '/sign-in' }), may: `anonymous ${signedIn}`, otherwise: 401 },
  {
    route: 'post /session',
    ask: ({ askers }, asker) => ({
      path: '/session',
      body:
        asker === 'anonymous'
          ? { municipality: '99901', email: 'nobody@99901.example', password: 'wrong' }
          : {
              municipality: asker === 'outsider' ? '99902' : '99901',
              email: askers.emails[asker],
              password: testPassword,
            },
    }),
    may: signedIn,
    otherwise: 401,
  },
  {
    route: 'post /invitations/look',
    made: 'openLink',
    ask: (_r, _asker, secret) => ({ path: '/invitations/look', body: { secret } }),
    may: `anonymous ${signedIn}`,
    otherwise: 401,
  },
  {
    route: 'post /invitations/look',
    note: 'a bad link',
    ask: () => ({ path: '/invitations/look', body: { secret: 'x'.repeat(43) } }),
    may: '',
    refused: { 404: `anonymous ${signedIn}` },
    otherwise: 404,
  },
  {
    route: 'post /invitations/accept',
    made: 'openLink',
    ask: (_r, _asker, secret) => ({ path: '/invitations/accept', body: { secret, password: testPassword } }),
    may: `anonymous ${signedIn}`,
    otherwise: 401,
  },
  {
    route: 'post /invitations/accept',
    note: 'a bad link',
    ask: () => ({ path: '/invitations/accept', body: { secret: 'x'.repeat(43), password: testPassword } }),
    may: '',
    refused: { 404: `anonymous ${signedIn}` },
    otherwise: 404,
  },
  {
    route: 'post /me/invitations',
    note: 'another’s',
    made: 'roleLink',
    ask: (_r, _asker, secret) => ({ path: '/me/invitations', body: { secret, password: testPassword } }),
    may: 'centre',
    refused: { 409: signedIn.replace('centre ', '') },
    otherwise: 401,
  },
  { route: 'delete /session', alone: true, ask: () => ({ path: '/session' }), may: signedIn, otherwise: 401 },
  { route: 'get /me', ask: () => ({ path: '/me' }), may: signedIn, otherwise: 401 },
  { route: 'patch /me', ask: () => ({ path: '/me', body: { language: 'ja' } }), may: signedIn, otherwise: 401 },
  { route: 'get /me/sessions', ask: () => ({ path: '/me/sessions' }), may: signedIn, otherwise: 401 },
  {
    route: 'delete /me/sessions/{id}',
    note: 'another’s',
    made: 'session',
    ask: (_r, _asker, id) => ({ path: `/me/sessions/${id}` }),
    may: 'tier2',
    refused: { 404: 'outsider' },
    otherwise: 404,
  },
  { route: 'delete /me/sessions', ask: () => ({ path: '/me/sessions' }), may: signedIn, otherwise: 401 },
  { route: 'get /me/tokens', ask: () => ({ path: '/me/tokens' }), may: signedIn, otherwise: 401 },
  {
    route: 'post /me/tokens',
    ask: () => ({ path: '/me/tokens', body: { name: '集計' } }),
    may: signedIn,
    otherwise: 401,
  },
  {
    route: 'delete /me/tokens/{id}',
    note: 'another’s',
    ask: ({ ids }) => ({ path: `/me/tokens/${ids.token}` }),
    may: 'tier2',
    refused: { 404: 'outsider' },
    otherwise: 404,
  },
  {
    route: 'post /me/password',
    ask: () => ({ path: '/me/password', body: { current: testPassword, next: testPassword } }),
    may: signedIn,
    otherwise: 401,
  },
  { route: 'get /me/second-factor', ask: () => ({ path: '/me/second-factor' }), may: signedIn, otherwise: 401 },
  {
    route: 'post /me/second-factor',
    ask: () => ({ path: '/me/second-factor', body: { password: testPassword } }),
    may: signedIn,
    otherwise: 401,
  },
  {
    route: 'post /me/second-factor/confirmation',
    note: 'a wrong code',
    ask: () => ({ path: '/me/second-factor/confirmation', body: { code: '000000' } }),
    may: '',
    refused: { 422: signedIn },
    otherwise: 401,
  },
  {
    route: 'post /me/second-factor/removal',
    note: 'a wrong code',
    ask: () => ({ path: '/me/second-factor/removal', body: { password: testPassword, code: '000000' } }),
    may: '',
    refused: { 422: signedIn },
    otherwise: 401,
  },
];

let views = 0;
const registers: Row[] = [
  {
    route: `get ${base}/registers`,
    ask: () => ({ path: 'registers' }),
    may: town,
    otherwise: 404,
    totals: registersSeen(),
  },
  {
    route: `get ${base}/registers/{register}`,
    ask: () => ({ path: 'registers/supporter' }),
    may: ofRegister,
    otherwise: 403,
  },
  {
    route: `get ${base}/registers/{register}/form`,
    ask: () => ({ path: 'registers/supporter/form' }),
    may: 'tier2 centre tier2South centreSouth',
    otherwise: 403,
  },
  {
    route: `get ${base}/registers/{register}/gantt`,
    ask: () => ({ path: 'registers/rollout-plan/gantt' }),
    may: `${ofRegister} member memberSouth`,
    otherwise: 403,
  },
  {
    route: `get ${base}/registers/{register}/gantt`,
    note: 'of a register that is not drawn by time',
    ask: () => ({ path: 'registers/supporter/gantt' }),
    may: '',
    otherwise: 404,
  },
  {
    route: `get ${base}/registers/{register}/records`,
    ask: () => ({ path: 'registers/supporter/records' }),
    may: ofRegister,
    otherwise: 403,
    totals: { ...each(ofRegister, 1), administrator: 2, tier1: 2, tier1South: 2 },
  },
  {
    route: `get ${base}/registers/{register}/records`,
    note: 'by a name',
    ask: () => ({ path: `registers/supporter/records?q=${encodeURIComponent('助手')}` }),
    may: ofRegister,
    otherwise: 403,
    totals: { tier2: 1, centre: 1 },
  },
  {
    route: `post ${base}/registers/{register}/records`,
    ask: (r) => ({ path: 'registers/supporter/records', body: { answers: supporterAnswers(r.town) } }),
    may: 'tier2 centre',
    // They begin records in the south only.
    refused: { 422: 'tier2South centreSouth' },
    otherwise: 403,
  },
  {
    route: `get ${base}/registers/{register}/records/export`,
    ask: () => ({ path: 'registers/supporter/records/export' }),
    may: 'administrator administratorSouth',
    otherwise: 403,
    totals: { administrator: 2, administratorSouth: 1 },
  },
  ...['export', 'export/preview'].map((part): Row => ({
    route: `get ${base}/registers/{register}/${part}`,
    ask: () => ({ path: `registers/supporter/${part}?format=csv&encoding=utf-8` }),
    may: 'administrator administratorSouth',
    otherwise: 403,
  })),
  {
    route: `get ${base}/registers/{register}/records/counts`,
    ask: () => ({ path: 'registers/supporter/records/counts?by=stage' }),
    may: ofRegister,
    otherwise: 403,
  },
  {
    route: `get ${base}/registers/{register}/records/fields`,
    ask: () => ({ path: 'registers/supporter/records/fields' }),
    may: ofRegister,
    otherwise: 403,
  },
  {
    route: `post ${base}/registers/{register}/records/fields`,
    ask: () => ({ path: 'registers/supporter/records/fields', body: { fields: ['cause'] } }),
    may: ofRegister,
    otherwise: 403,
  },
  {
    route: `get ${base}/registers/{register}/records/views`,
    ask: () => ({ path: 'registers/supporter/records/views' }),
    may: ofRegister,
    otherwise: 403,
    // One that is shared with the first tier, and one of the second tier's own.
    totals: { administrator: 1, tier1: 1, tier1South: 1, tier2: 1 },
  },
  {
    route: `post ${base}/registers/{register}/records/views`,
    note: 'own',
    ask: () => ({ path: 'registers/supporter/records/views', body: { name: `表示${(views += 1)}`, query: {} } }),
    may: ofRegister,
    otherwise: 403,
  },
  {
    route: `post ${base}/registers/{register}/records/views`,
    note: 'shared with a role',
    ask: () => ({
      path: 'registers/supporter/records/views',
      body: { name: `表示${(views += 1)}`, role: 'tier1', query: {} },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `patch ${base}/registers/{register}/records/views/{id}`,
    note: 'somebody’s own',
    ask: (r) => ({
      path: `registers/supporter/records/views/${r.ids.dataView}`,
      body: { isDefault: true },
      version: { table: 'list_views', id: r.ids.dataView },
    }),
    may: 'tier2',
    refused: { 403: 'member memberSouth provider providerSouth' },
    otherwise: 404,
  },
  {
    route: `patch ${base}/registers/{register}/records/views/{id}`,
    note: 'shared with a role',
    ask: (r) => ({
      path: `registers/supporter/records/views/${r.ids.sharedDataView}`,
      body: { isDefault: true },
      version: { table: 'list_views', id: r.ids.sharedDataView },
    }),
    may: 'administrator',
    refused: { 403: 'tier1 tier1South member memberSouth provider providerSouth' },
    otherwise: 404,
  },
  {
    route: `delete ${base}/registers/{register}/records/views/{id}`,
    made: 'dataView',
    ask: (_r, _asker, made) => ({
      path: `registers/supporter/records/views/${made}`,
      version: { table: 'list_views', id: made },
    }),
    may: 'tier2',
    refused: { 403: 'member memberSouth provider providerSouth' },
    otherwise: 404,
  },
  {
    route: `get ${base}/registers/{register}/records/{id}`,
    ask: ({ ids }) => ({ path: `registers/supporter/records/${ids.supporter}` }),
    may: 'administrator tier1 tier1South tier2 centre',
    otherwise: 404,
  },
  {
    route: `get ${base}/registers/{register}/records/{id}`,
    note: 'of the south',
    ask: ({ ids }) => ({ path: `registers/supporter/records/${ids.southSupporter}` }),
    may: 'administrator tier1 administratorSouth tier1South tier2South centreSouth',
    otherwise: 404,
  },
  {
    route: `patch ${base}/registers/{register}/records/{id}`,
    made: 'supporter',
    ask: (r, _asker, id) => ({
      path: `registers/supporter/records/${id}`,
      body: { answers: supporterAnswers(r.town) },
      version: { table: 'records', id },
    }),
    may: 'tier2 centre',
    refused: { 403: 'administrator tier1 tier1South' },
    otherwise: 404,
  },
  {
    route: `post ${base}/registers/{register}/records/{id}/steps`,
    made: 'supporter',
    ask: (_r, _asker, id) => ({
      path: `registers/supporter/records/${id}/steps`,
      body: { event: 'REGISTER' },
      version: { table: 'records', id },
    }),
    may: 'tier2 centre',
    refused: { 403: 'administrator tier1 tier1South' },
    otherwise: 404,
  },
];

const settings: Row[] = [
  { route: `get ${base}`, ask: () => ({ path: '' }), may: town, otherwise: 404 },
  { route: `get ${base}/standings`, ask: () => ({ path: 'standings?kind=need' }), may: town, otherwise: 404 },
  // Each finds what they may see themselves: nothing that is told of anybody else's stands in the answer.
  {
    route: `get ${base}/pickable`,
    ask: () => ({ path: 'pickable?kinds=need,person,organisation,meeting,proposal,register-supporter' }),
    may: town,
    otherwise: 404,
  },
  {
    route: `get ${base}/ties`,
    ask: ({ ids }) => ({ path: `ties?kind=organisation&id=${ids.organisation}` }),
    may: town,
    otherwise: 404,
  },
  {
    route: `get ${base}/ties`,
    note: 'of a need',
    ask: ({ ids }) => ({ path: `ties?kind=need&id=${ids.need}` }),
    may: 'administrator tier1 tier2 centre',
    otherwise: 404,
  },
  { route: `get ${base}/answer-drafts`, ask: () => ({ path: 'answer-drafts' }), may: town, otherwise: 404 },
  {
    route: `get ${base}/answer-drafts/{form}`,
    ask: ({ ids }) => ({ path: `answer-drafts/${ids.formKey}?place=new&formId=${ids.definition}` }),
    may: town,
    otherwise: 404,
  },
  {
    route: `put ${base}/answer-drafts/{form}`,
    ask: ({ ids }) => ({
      path: `answer-drafts/${ids.formKey}`,
      body: { place: crypto.randomUUID(), formId: ids.definition, answers: {} },
      version: 0,
    }),
    may: town,
    otherwise: 404,
  },
  {
    route: `delete ${base}/answer-drafts/{form}`,
    ask: ({ ids }) => ({ path: `answer-drafts/${ids.formKey}?place=new` }),
    may: town,
    otherwise: 404,
  },
  {
    route: `post ${base}/answer-files`,
    ask: () => ({ path: 'answer-files?kind=document&name=a.pdf', body: Buffer.from('%PDF-1.4\n%%EOF\n') }),
    may: town,
    otherwise: 404,
  },
  {
    route: `get ${base}/answer-files/{id}`,
    ask: ({ ids }) => ({ path: `answer-files/${ids.answerFile}` }),
    may: 'administrator tier2 centre',
    otherwise: 404,
  },
  {
    route: `get ${base}/answer-files/{id}`,
    note: 'of a step whose answers are told to who knows the case, of a need that others see too',
    ask: ({ ids }) => ({ path: `answer-files/${ids.stepFile}` }),
    may: 'administrator tier1 tier2 centre',
    otherwise: 404,
  },
  {
    route: `delete ${base}/answer-files/{id}`,
    note: 'an unsent one',
    made: 'unsentFile',
    ask: (_r, _asker, id) => ({ path: `answer-files/${id}` }),
    may: 'tier2',
    otherwise: 404,
  },
  {
    route: `delete ${base}/answer-files/{id}`,
    note: 'one that was sent',
    ask: ({ ids }) => ({ path: `answer-files/${ids.answerFile}` }),
    may: '',
    otherwise: 404,
  },
  { route: `get ${base}/postal-codes`, ask: () => ({ path: 'postal-codes' }), may: town, otherwise: 404 },
  {
    route: `get ${base}/postal-codes/{code}`,
    ask: () => ({ path: 'postal-codes/9860825' }),
    may: town,
    otherwise: 404,
  },
  {
    route: `put ${base}/postal-codes`,
    ask: () => ({ path: 'postal-codes', body: kenAll([['9860825', '宮城県', '石巻市', '穀町']]) }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/areas`, ask: () => ({ path: 'areas' }), may: town, otherwise: 404 },
  {
    route: `post ${base}/areas`,
    ask: (r) => ({ path: 'areas', body: { parentId: r.town.areas.ward.id, kind: 'daily-life', name: '新しい圏域' } }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `patch ${base}/areas/{id}`,
    ask: (r) => ({
      path: `areas/${r.town.areas.north.id}`,
      body: { name: '北圏域' },
      version: { table: 'areas', id: r.town.areas.north.id },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/codes/{list}`, ask: () => ({ path: 'codes/service-type' }), may: town, otherwise: 404 },
  {
    route: `post ${base}/codes/{list}`,
    ask: () => ({ path: 'codes/service-type', body: { key: 'new-type', nameJa: '新しい種類' } }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `patch ${base}/codes/{list}/{id}`,
    ask: ({ ids }) => ({
      path: `codes/service-type/${ids.code}`,
      body: { position: 3 },
      version: { table: 'code_entries', id: ids.code },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/words`, ask: () => ({ path: 'words' }), may: town, otherwise: 404 },
  {
    route: `patch ${base}/words`,
    ask: (r) => ({
      path: 'words',
      body: { council: null, coordinator: null },
      version: { table: 'municipalities', id: r.town.id },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/practice`, ask: () => ({ path: 'practice' }), may: town, otherwise: 404 },
  {
    route: `patch ${base}/practice`,
    ask: (r) => ({
      path: 'practice',
      body: { matching: true, coordinator: 'appointment' },
      version: { table: 'municipalities', id: r.town.id },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/offline`, ask: () => ({ path: 'offline' }), may: town, otherwise: 404 },
  {
    route: `patch ${base}/offline`,
    ask: (r) => ({ path: 'offline', body: { allowed: true }, version: { table: 'municipalities', id: r.town.id } }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/second-factor`, ask: () => ({ path: 'second-factor' }), may: 'administrator', otherwise: 403 },
  {
    route: `patch ${base}/second-factor`,
    ask: (r) => ({ path: 'second-factor', body: { roles: [] }, version: { table: 'municipalities', id: r.town.id } }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/retention`, ask: () => ({ path: 'retention' }), may: 'administrator', otherwise: 403 },
  {
    route: `patch ${base}/retention`,
    ask: (r) => ({
      path: 'retention',
      body: { needsKeptYears: 5 },
      version: { table: 'municipalities', id: r.town.id },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `post ${base}/retention/lists`,
    note: 'before anybody is to approve it',
    ask: () => ({ path: 'retention/lists' }),
    may: '',
    refused: { 409: 'administrator' },
    otherwise: 403,
  },
  {
    route: `get ${base}/retention/lists`,
    ask: () => ({ path: 'retention/lists' }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `get ${base}/retention/lists/{id}/needs`,
    note: 'no such list',
    ask: () => ({ path: 'retention/lists/nothing/needs' }),
    may: '',
    refused: { 404: 'administrator' },
    otherwise: 403,
  },
  {
    route: `get ${base}/retention/lists/{id}`,
    note: 'no such list',
    ask: () => ({ path: 'retention/lists/nothing' }),
    may: '',
    refused: { 404: 'administrator' },
    otherwise: 403,
  },
  {
    route: `post ${base}/retention/lists/{id}/approval`,
    note: 'no such list',
    ask: (r) => ({
      path: 'retention/lists/nothing/approval',
      body: { leaveOut: [] },
      version: { table: 'municipalities', id: r.town.id },
    }),
    may: '',
    refused: { 404: 'administrator' },
    otherwise: 403,
  },
  { route: `get ${base}/settings`, ask: () => ({ path: 'settings' }), may: 'administrator', otherwise: 403 },
  {
    route: `get ${base}/usage`,
    ask: (r) => ({ path: `usage?kind=area&id=${r.town.areas.north.id}` }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `get ${base}/usage`,
    note: 'of a body',
    ask: ({ ids }) => ({ path: `usage?kind=organisation&id=${ids.organisation}` }),
    may: keepers,
    otherwise: 403,
  },
  {
    route: `get ${base}/usage`,
    note: 'of a user',
    ask: (r) => ({ path: `usage?kind=user&id=${r.town.users['tier2-north']}` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/closings`,
    note: 'an area',
    ask: (r) => ({
      path: 'closings',
      body: { kind: 'area', id: r.town.areas.north.id, from: '2027-04-01' },
      version: { table: 'areas', id: r.town.areas.north.id },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `post ${base}/closings`,
    note: 'of a user',
    ask: (r) => ({
      path: 'closings',
      body: { kind: 'user', id: r.town.users['tier2-north'], from: '2027-04-01' },
      version: { table: 'users', id: r.town.users['tier2-north'] },
    }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `delete ${base}/closings/{id}`,
    made: 'closing',
    ask: (_r, _asker, id) => ({ path: `closings/${id}` }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/failures`, ask: () => ({ path: 'failures' }), may: 'administrator', otherwise: 403 },
  {
    route: `post ${base}/failures/{id}/decision`,
    made: 'failure',
    ask: (_r, _asker, id) => ({ path: `failures/${id}/decision`, body: { decision: 'drop' } }),
    may: 'administrator',
    otherwise: 403,
  },
  { route: `get ${base}/home`, ask: () => ({ path: 'home' }), may: town, otherwise: 404 },
  { route: `get ${base}/news`, ask: () => ({ path: 'news' }), may: town, otherwise: 404 },
  {
    route: `post ${base}/news/read`,
    ask: () => ({ path: 'news/read', body: { ids: ['nothing'] } }),
    may: town,
    otherwise: 404,
  },
  { route: `patch ${base}/news`, ask: () => ({ path: 'news', body: { digest: false } }), may: town, otherwise: 404 },
  { route: `get ${base}/figures`, ask: () => ({ path: 'figures' }), may: town, otherwise: 404 },
  { route: `get ${base}/year`, ask: () => ({ path: 'year' }), may: keepers, otherwise: 403 },
  { route: `get ${base}/year/export`, ask: () => ({ path: 'year/export' }), may: keepers, otherwise: 403 },
  ...['needs-received', 'needs-closed', 'participation', 'councils', 'supporter-registered', 'proposals-sent'].map(
    (figure): Row => ({
      route: `get ${base}/year/{figure}/records`,
      note: figure,
      ask: () => ({ path: `year/${figure}/records` }),
      may: keepers,
      otherwise: 403,
    }),
  ),
  // What each finds is in search.test.ts; nobody is told a mark that they may not know.
  { route: `get ${base}/search`, ask: () => ({ path: 'search?q=の' }), may: town, otherwise: 404 },
  {
    route: `get ${base}/users`,
    ask: () => ({ path: 'users?limit=200' }),
    may: 'administrator administratorSouth',
    otherwise: 403,
    totals: { administrator: 14, administratorSouth: 6 },
  },
  {
    route: `post ${base}/users`,
    ask: (r, asker) => ({
      path: 'users',
      body: {
        email: `new-${asker}@99901.example`,
        name: '新人',
        memberships: [{ areaId: r.town.areas.north.id, role: 'member' }],
      },
    }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `get ${base}/users/{id}`,
    ask: (r) => ({ path: `users/${r.town.users['tier2-north']}` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `get ${base}/users/{id}`,
    note: 'another town’s',
    ask: (r) => ({ path: `users/${r.other.users.tier1}` }),
    may: '',
    refused: { 404: 'administrator administratorSouth' },
    otherwise: 403,
  },
  {
    route: `patch ${base}/users/{id}`,
    ask: (r) => ({
      path: `users/${r.town.users['tier2-north']}`,
      body: { nameKana: 'しんじん' },
      version: { table: 'users', id: r.town.users['tier2-north'] },
    }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  // Before somebody of the south has a role here too.
  {
    route: `get ${base}/users/{id}/sessions`,
    ask: (r) => ({ path: `users/${r.town.users['tier2-north']}/sessions` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `delete ${base}/users/{id}/sessions/{sessionId}`,
    made: 'session',
    ask: (r, _asker, id) => ({ path: `users/${r.town.users['tier2-north']}/sessions/${id}` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `delete ${base}/users/{id}/sessions`,
    ask: (r) => ({ path: `users/${r.town.users['tier2-east']}/sessions` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `get ${base}/users/{id}/tokens`,
    ask: (r) => ({ path: `users/${r.town.users['tier2-north']}/tokens` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `delete ${base}/users/{id}/tokens/{tokenId}`,
    made: 'token',
    ask: (r, _asker, id) => ({ path: `users/${r.town.users['tier2-north']}/tokens/${id}` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/users/{id}/memberships`,
    ask: (r) => ({
      path: `users/${r.town.users['tier2-north']}/memberships`,
      body: { areaId: r.town.areas.south.id, role: 'member' },
    }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/users/{id}/password-link`,
    ask: (r) => ({ path: `users/${r.town.users['member-north']}/password-link` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/users/{id}/password-link`,
    note: 'another town’s',
    ask: (r) => ({ path: `users/${r.other.users.tier1}/password-link` }),
    may: '',
    refused: { 404: 'administrator administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/users/{id}/email-link`,
    ask: (r, asker) => ({
      path: `users/${r.town.users['member-north']}/email-link`,
      body: { email: `other-${asker}@99901.example` },
    }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/users/{id}/invitations/{invitationId}/link`,
    made: 'invitation',
    ask: (r, _asker, id) => ({ path: `users/${r.town.users['member-north']}/invitations/${id}/link` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `delete ${base}/users/{id}/invitations/{invitationId}`,
    made: 'invitation',
    ask: (r, _asker, id) => ({ path: `users/${r.town.users['member-north']}/invitations/${id}` }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `patch ${base}/users/{id}/memberships/{membershipId}`,
    made: 'membership',
    ask: (_r, _asker, made) => ({
      path: `users/${made.replace(' ', '/memberships/')}`,
      body: { endsOn: null },
      version: { table: 'memberships', id: made.split(' ')[1] ?? '' },
    }),
    may: 'administrator',
    refused: { 403: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/users/{id}/memberships/{membershipId}/role`,
    made: 'membership',
    ask: ({ town: { areas } }, _asker, made) => ({
      path: `users/${made.replace(' ', '/memberships/')}/role`,
      body: { role: 'tier2', areaId: areas.north.id, startsOn: '2027-04-01' },
      version: { table: 'memberships', id: made.split(' ')[1] ?? '' },
    }),
    may: 'administrator',
    refused: { 403: 'administratorSouth' },
    otherwise: 403,
  },
  { route: `get ${base}/definitions/{kind}`, ask: () => ({ path: 'definitions/form' }), may: keepers, otherwise: 403 },
  {
    route: `get ${base}/definitions/{kind}/{id}`,
    ask: ({ ids }) => ({ path: `definitions/form/${ids.definition}` }),
    may: keepers,
    otherwise: 403,
  },
  {
    route: `get ${base}/bundles`,
    ask: () => ({ path: 'bundles?definition=form/report' }),
    may: keepers,
    otherwise: 403,
  },
  {
    route: `post ${base}/bundles/files`,
    ask: ({ bundle }) => ({ path: 'bundles/files?fileName=bundle.zip', body: bundle.bytes }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `get ${base}/definitions/form/{key}/sheet`,
    ask: () => ({ path: 'definitions/form/report/sheet' }),
    may: keepers,
    otherwise: 403,
  },
  {
    route: `post ${base}/definitions/form/{key}/sheet`,
    ask: ({ formSheet }) => ({ path: 'definitions/form/report/sheet?fileName=report.xlsx', body: formSheet }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `post ${base}/imports/columns`,
    ask: () => ({ path: 'imports/columns?fileName=list.csv', body: Buffer.from('名称,定員\n見本の茶の間,20') }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `post ${base}/bundles`,
    ask: ({ bundle }) => ({ path: 'bundles', body: { fileId: bundle.fileId, definitions: [], codes: [] } }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `post ${base}/definitions/{kind}`,
    ask: () => ({ path: 'definitions/form', body: { body: {}, reason: '試し', checkOnly: true } }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `get ${base}/audit/export`,
    ask: () => ({ path: 'audit/export?kind=area' }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `get ${base}/exports/{id}`,
    ask: () => ({ path: 'exports/nothing' }),
    may: '',
    otherwise: 404,
  },
  { route: `get ${base}/audit/choices`, ask: () => ({ path: 'audit/choices' }), may: 'administrator', otherwise: 403 },
  { route: `get ${base}/audit`, ask: () => ({ path: 'audit?limit=200' }), may: 'administrator', otherwise: 403 },
];

/** What the lists of the directory have beside their rows: everybody reads them, so everybody keeps views of them. */
const directoryViews = [
  ['organisations', 'kind', 'organisationView', 'sharedOrganisationView'],
  ['services', 'area', 'serviceView', 'sharedServiceView'],
] as const;
let kept = 0;
const besideDirectory = directoryViews.flatMap(([list, by, own, shared]): Row[] => [
  {
    route: `get ${base}/${list}/counts`,
    ask: () => ({ path: `${list}/counts?by=${by}` }),
    may: town,
    otherwise: 404,
  },
  {
    route: `get ${base}/${list}/views`,
    ask: () => ({ path: `${list}/views` }),
    may: town,
    otherwise: 404,
    // One that is shared with the first tier, and one of the second tier's own.
    totals: { administrator: 1, tier1: 1, tier1South: 1, tier2: 1 },
  },
  {
    route: `post ${base}/${list}/views`,
    note: 'own',
    ask: () => ({ path: `${list}/views`, body: { name: `表示${(kept += 1)}`, query: {} } }),
    may: town,
    otherwise: 404,
  },
  {
    route: `post ${base}/${list}/views`,
    note: 'shared with a role',
    ask: () => ({ path: `${list}/views`, body: { name: `表示${(kept += 1)}`, role: 'tier1', query: {} } }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `patch ${base}/${list}/views/{id}`,
    note: 'somebody’s own',
    ask: (r) => ({
      path: `${list}/views/${r.ids[own]}`,
      body: { isDefault: true },
      version: { table: 'list_views', id: r.ids[own] },
    }),
    may: 'tier2',
    otherwise: 404,
  },
  {
    route: `patch ${base}/${list}/views/{id}`,
    note: 'shared with a role',
    ask: (r) => ({
      path: `${list}/views/${r.ids[shared]}`,
      body: { isDefault: true },
      version: { table: 'list_views', id: r.ids[shared] },
    }),
    may: 'administrator',
    refused: { 403: 'tier1 tier1South' },
    otherwise: 404,
  },
  {
    route: `delete ${base}/${list}/views/{id}`,
    made: own,
    ask: (_r, _asker, made) => ({ path: `${list}/views/${made}`, version: { table: 'list_views', id: made } }),
    may: 'tier2',
    otherwise: 404,
  },
]);

const directory: Row[] = [
  ...besideDirectory,
  {
    route: `get ${base}/organisations`,
    ask: () => ({ path: 'organisations' }),
    may: town,
    otherwise: 404,
    totals: each(town, 2),
  },
  {
    route: `get ${base}/organisations/{id}`,
    ask: ({ ids }) => ({ path: `organisations/${ids.organisation}` }),
    may: town,
    otherwise: 404,
  },
  {
    route: `post ${base}/organisations`,
    ask: (_r, asker) => ({ path: 'organisations', body: { name: `新しい会 ${asker}`, kind: 'npo' } }),
    may: keepers,
    otherwise: 403,
  },
  {
    route: `patch ${base}/organisations/{id}`,
    ask: ({ ids }) => ({
      path: `organisations/${ids.organisation}`,
      body: { phone: '0225-00-9999' },
      version: { table: 'organisations', id: ids.organisation },
    }),
    may: `${keepers} provider`,
    otherwise: 403,
  },
  {
    route: `patch ${base}/organisations/{id}`,
    note: 'closing',
    ask: ({ ids }) => ({
      path: `organisations/${ids.organisation}`,
      body: { closed: false },
      version: { table: 'organisations', id: ids.organisation },
    }),
    may: keepers,
    otherwise: 403,
  },
  {
    route: `get ${base}/services`,
    ask: () => ({ path: 'services' }),
    may: town,
    otherwise: 404,
    totals: each(town, 3),
  },
  {
    route: `get ${base}/services/{id}`,
    ask: ({ ids }) => ({ path: `services/${ids.service}` }),
    may: town,
    otherwise: 404,
  },
  {
    route: `post ${base}/services`,
    ask: (r) => ({
      path: 'services',
      body: { organisationId: r.ids.organisation, type: 'meals', name: '新しい配食', areaIds: [r.town.areas.north.id] },
    }),
    may: 'administrator tier1 tier2 provider',
    otherwise: 403,
  },
  {
    route: `patch ${base}/services/{id}`,
    ask: ({ ids }) => ({
      path: `services/${ids.service}`,
      body: { fee: '300円' },
      version: { table: 'services', id: ids.service },
    }),
    may: 'administrator tier1 tier2 provider',
    otherwise: 403,
  },
  {
    route: `put ${base}/services/{id}/capacity`,
    ask: ({ ids }) => ({
      path: `services/${ids.service}/capacity`,
      body: { capacity: 'has' },
      version: { table: 'services', id: ids.service },
    }),
    may: 'administrator tier1 tier2 provider',
    otherwise: 403,
  },
  {
    route: `get ${base}/imports`,
    ask: () => ({ path: 'imports' }),
    may: 'administrator tier1',
    otherwise: 403,
    totals: each('administrator tier1', 1),
  },
  {
    route: `get ${base}/imports/kinds`,
    ask: () => ({ path: 'imports/kinds' }),
    may: town,
    otherwise: 404,
  },
  {
    route: `post ${base}/imports/files`,
    ask: () => ({ path: 'imports/files?fileName=list.csv', body: csv }),
    may: 'administrator tier1',
    otherwise: 403,
  },
  {
    route: `post ${base}/imports/files`,
    note: 'of a register',
    ask: () => ({ path: 'imports/files?fileName=list.csv&kind=register-supporter', body: csv }),
    may: 'tier2 centre tier2South centreSouth',
    otherwise: 403,
  },
  {
    route: `post ${base}/imports/preview`,
    ask: ({ lists }, asker) => ({ path: 'imports/preview', body: { fileId: lists[asker] ?? 'none' } }),
    may: 'administrator tier1',
    otherwise: 403,
  },
  {
    route: `post ${base}/imports`,
    ask: ({ lists }, asker) => ({
      path: 'imports',
      body: { fileId: lists[asker] ?? 'none', mapping: { fields: { name: { column: '名称' } } } },
    }),
    may: 'administrator tier1',
    otherwise: 403,
  },
  {
    route: `post ${base}/imports/{id}/undo`,
    made: 'import',
    ask: (_r, _asker, id) => ({ path: `imports/${id}/undo`, version: { table: 'imports', id } }),
    may: 'administrator tier1',
    otherwise: 403,
  },
];

const readers = 'administrator tier1 tier2 member centre';
const council = { name: '新しい会議', tier: 2, workflowKey: 'standard' };
const meeting = { kind: 'training', title: '研修', heldOn: '2026-11-21', attendance: 3 };
const member = { name: '架空 委員', role: 'member', startsOn: '2026-11-01' };

const councils: Row[] = [
  // The ward's council is everybody's who works in the ward.
  {
    route: `get ${base}/councils`,
    ask: () => ({ path: 'councils' }),
    may: town,
    otherwise: 404,
    totals: {
      administrator: 3,
      tier1: 3,
      ...each('tier2 member centre administratorSouth tier1South tier2South memberSouth centreSouth', 2),
    },
  },
  {
    // Its stages, and the areas that lack one: of what the list tells them.
    route: `get ${base}/councils/board`,
    ask: () => ({ path: 'councils/board' }),
    may: town,
    otherwise: 404,
  },
  {
    route: `post ${base}/councils`,
    ask: (r) => ({ path: 'councils', body: { ...council, areaId: r.town.areas.north.id } }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `get ${base}/councils/{id}`,
    ask: ({ ids }) => ({ path: `councils/${ids.council}` }),
    may: readers,
    otherwise: 404,
  },
  {
    route: `get ${base}/councils/{id}`,
    note: 'of the ward',
    ask: ({ ids }) => ({ path: `councils/${ids.ward}` }),
    may: `${readers} administratorSouth tier1South tier2South memberSouth centreSouth`,
    otherwise: 404,
  },
  {
    route: `patch ${base}/councils/{id}`,
    ask: ({ ids }) => ({
      path: `councils/${ids.council}`,
      body: { localName: '北の輪' },
      version: { table: 'councils', id: ids.council },
    }),
    may: 'administrator',
    refused: { 403: 'tier1 tier2 member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/councils/{id}/steps`,
    made: 'council',
    ask: (_r, _asker, id) => ({
      path: `councils/${id}/steps`,
      body: {
        event: 'HOLD_TRAINING',
        answers: { title: '研修', heldOn: '2026-11-21', attendance: 3, content: '移動の支え合い' },
      },
      version: { table: 'councils', id },
    }),
    may: 'tier1 tier2',
    refused: { 403: 'administrator member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/councils/{id}/members`,
    ask: ({ ids }) => ({ path: `councils/${ids.council}/members`, body: member }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `patch ${base}/councils/{id}/members/{member}`,
    ask: ({ ids }) => ({
      path: `councils/${ids.council}/members/${ids.councilMember}`,
      body: { role: 'chair' },
      version: { table: 'council_members', id: ids.councilMember },
    }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `delete ${base}/councils/{id}/members/{member}`,
    made: 'memberToRemove',
    ask: ({ ids }, _asker, id) => ({
      path: `councils/${ids.council}/members/${id}`,
      version: { table: 'council_members', id },
    }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/councils/{id}/members/{member}/account`,
    ask: ({ ids, town }) => ({
      path: `councils/${ids.council}/members/${ids.councilMember}/account`,
      body: { userId: town.users['member-north'] },
    }),
    may: 'administrator',
    refused: { 403: 'tier1 tier2 member centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/councils/{id}/meetings`,
    ask: ({ ids }) => ({ path: `councils/${ids.council}/meetings` }),
    may: readers,
    otherwise: 404,
    totals: each(readers, 1),
  },
  {
    route: `post ${base}/councils/{id}/meetings`,
    ask: ({ ids }) => ({ path: `councils/${ids.council}/meetings`, body: meeting }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  // Nobody has asked them yet: they are told to who keeps the members.
  {
    route: `get ${base}/councils/{id}/candidates`,
    ask: ({ ids }) => ({ path: `councils/${ids.council}/candidates` }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `patch ${base}/councils/{id}/candidates/{candidate}`,
    made: 'candidate',
    ask: ({ ids }, _asker, id) => ({
      path: `councils/${ids.council}/candidates/${id}`,
      body: { state: 'declined' },
      version: { table: 'member_candidates', id },
    }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/councils/{id}/meetings/held`,
    made: 'council',
    ask: (_r, _asker, id) => ({
      path: `councils/${id}/meetings/held`,
      body: {
        event: 'HOLD_TRAINING',
        answers: { title: '研修', heldOn: '2026-11-21', attendance: 3, content: '移動の支え合い' },
      },
      version: { table: 'councils', id },
    }),
    may: 'tier1 tier2',
    refused: { 403: 'administrator member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/meetings/{id}/answer`,
    note: 'of the member who is invited',
    made: 'invitedTo',
    ask: (_r, _asker, id) => ({ path: `meetings/${id}/answer`, body: { answer: 'coming' } }),
    may: 'member',
    refused: { 403: 'administrator tier1 tier2 centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/meetings/{id}/items/{item}/follows`,
    made: 'withItem',
    ask: ({ ids }, _asker, made) => {
      const [id, item] = made.split(' ');
      return { path: `meetings/${id}/items/${item}/follows`, body: { kind: 'organisation', id: ids.organisation } };
    },
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/meetings/{id}/minutes`,
    made: 'heldMeeting',
    ask: (_r, _asker, id) => ({
      path: `meetings/${id}/minutes`,
      body: { to: 'confirming' },
      version: { table: 'meetings', id },
    }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/meetings/{id}/minutes/replies`,
    note: 'of the member who was there',
    made: 'sentMinutes',
    ask: (_r, _asker, id) => ({ path: `meetings/${id}/minutes/replies`, body: { round: 1, answer: 'as-it-was' } }),
    may: 'member',
    refused: { 403: 'administrator tier1 tier2 centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/meetings/{id}/minutes/addenda`,
    made: 'confirmedMinutes',
    ask: (_r, _asker, id) => ({ path: `meetings/${id}/minutes/addenda`, body: { words: '補足', reason: '確かめた' } }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  // Those who read a council read what it means to do; one about a resident whom that may be told to.
  {
    route: `get ${base}/tasks`,
    ask: ({ ids }) => ({ path: `tasks?council=${ids.council}` }),
    may: town,
    otherwise: 404,
    totals: each(readers, 2),
  },
  {
    route: `post ${base}/tasks`,
    ask: ({ ids }) => ({ path: 'tasks', body: { councilId: ids.council, text: '足を調べる' } }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `patch ${base}/tasks/{id}`,
    note: 'of the member who does it',
    made: 'task',
    ask: (_r, _asker, id) => ({
      path: `tasks/${id}`,
      body: { state: 'done', result: '調べた' },
      version: { table: 'tasks', id },
    }),
    may: 'administrator tier1 tier2 member',
    refused: { 403: 'centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/tasks/{id}/replies`,
    ask: ({ ids }) => ({ path: `tasks/${ids.question}/replies`, body: { text: 'よいと思います' } }),
    may: readers,
    otherwise: 404,
  },
  // What was handed over concerns who gave and who got it, and administrators of the area.
  { route: `get ${base}/handovers`, ask: () => ({ path: 'handovers' }), may: town, otherwise: 404 },
  {
    route: `get ${base}/handovers/open`,
    note: 'of an account’s role',
    ask: ({ ids, town: { users } }) => ({
      path: `handovers/open?user=${users['tier2-north']}&membership=${ids.northRole}`,
    }),
    may: 'administrator',
    refused: { 404: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `get ${base}/handovers/open`,
    note: 'of an office in a council',
    ask: ({ ids }) => ({ path: `handovers/open?council=${ids.council}&member=${ids.councilMember}` }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/handovers`,
    note: 'at once',
    made: 'membership',
    ask: (_r, _asker, made) => {
      const [userId, membershipId = ''] = made.split(' ');
      return {
        path: 'handovers',
        body: { ended: { userId, membershipId }, endsOn: null, toUserId: null },
        version: { table: 'memberships', id: membershipId },
      };
    },
    may: 'administrator',
    refused: { 403: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `post ${base}/handovers`,
    made: 'membership',
    ask: (_r, _asker, made) => {
      const [userId, membershipId = ''] = made.split(' ');
      return {
        path: 'handovers',
        body: { ended: { userId, membershipId }, endsOn: '2027-03-31', toUserId: null },
        version: { table: 'memberships', id: membershipId },
      };
    },
    may: 'administrator',
    refused: { 403: 'administratorSouth' },
    otherwise: 403,
  },
  {
    route: `get ${base}/handovers/{id}`,
    made: 'handover',
    ask: (_r, _asker, id) => ({ path: `handovers/${id}` }),
    may: 'administrator tier2',
    otherwise: 404,
  },
  {
    route: `patch ${base}/handovers/{id}`,
    made: 'handover',
    ask: ({ askers }, _asker, id) => ({
      path: `handovers/${id}`,
      body: { toUserId: askers.ids.tier2 },
      version: { table: 'handovers', id },
    }),
    may: 'administrator',
    refused: { 403: 'tier2' },
    otherwise: 404,
  },
  {
    route: `post ${base}/handovers/{id}/receive`,
    made: 'handover',
    ask: (_r, _asker, id) => ({ path: `handovers/${id}/receive` }),
    may: 'tier2',
    refused: { 403: 'administrator' },
    otherwise: 404,
  },
  {
    route: `get ${base}/meetings/{id}`,
    ask: ({ ids }) => ({ path: `meetings/${ids.meeting}` }),
    may: readers,
    otherwise: 404,
  },
  {
    route: `patch ${base}/meetings/{id}`,
    ask: ({ ids }) => ({
      path: `meetings/${ids.meeting}`,
      body: { place: '公民館' },
      version: { table: 'meetings', id: ids.meeting },
    }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/meetings/{id}`,
    made: 'jointMeeting',
    ask: (_r, _asker, id) => ({ path: `meetings/${id}` }),
    may: `${readers} administratorSouth tier1South tier2South memberSouth centreSouth`,
    otherwise: 404,
  },
  {
    route: `patch ${base}/meetings/{id}`,
    made: 'jointMeeting',
    ask: (_r, _asker, id) => ({
      path: `meetings/${id}`,
      body: { place: '公民館' },
      version: { table: 'meetings', id },
    }),
    may: 'administrator tier1 tier2',
    refused: { 403: 'member centre administratorSouth tier1South tier2South memberSouth centreSouth' },
    otherwise: 404,
  },
];

const cases = 'administrator tier1 tier2 centre';
const southCases = 'administratorSouth tier1South tier2South centreSouth';

let names = 0;
const needs: Row[] = [
  {
    route: `get ${base}/needs/form`,
    ask: () => ({ path: 'needs/form' }),
    may: 'administrator tier2 centre administratorSouth tier2South centreSouth',
    otherwise: 403,
  },
  {
    route: `get ${base}/needs`,
    ask: () => ({ path: 'needs' }),
    may: `${cases} member ${southCases} memberSouth`,
    otherwise: 403,
    totals: { administrator: 6, tier1: 6, tier2: 5, centre: 5, member: 3, ...each(southCases, 1), memberSouth: 0 },
  },
  {
    route: `get ${base}/needs/counts`,
    ask: () => ({ path: 'needs/counts?by=area' }),
    may: `${cases} member ${southCases} memberSouth`,
    otherwise: 403,
  },
  {
    route: `get ${base}/needs/fields`,
    ask: () => ({ path: 'needs/fields' }),
    may: `${cases} member ${southCases} memberSouth`,
    otherwise: 403,
  },
  {
    route: `post ${base}/needs/fields`,
    ask: () => ({ path: 'needs/fields', body: { fields: ['need.form.household'] } }),
    may: `${cases} member ${southCases} memberSouth`,
    otherwise: 403,
  },
  {
    route: `get ${base}/needs/views`,
    ask: () => ({ path: 'needs/views' }),
    may: `${cases} member ${southCases} memberSouth`,
    otherwise: 403,
    // One that is shared with the first tier, and one of the second tier's own.
    totals: { administrator: 1, tier1: 1, tier1South: 1, tier2: 1 },
  },
  {
    route: `post ${base}/needs/views`,
    note: 'own',
    ask: () => ({ path: 'needs/views', body: { name: `表示${(names += 1)}`, query: {} } }),
    may: `${cases} member ${southCases} memberSouth`,
    otherwise: 403,
  },
  {
    route: `post ${base}/needs/views`,
    note: 'shared with a role',
    ask: () => ({ path: 'needs/views', body: { name: `表示${(names += 1)}`, role: 'tier1', query: {} } }),
    may: 'administrator',
    otherwise: 403,
  },
  {
    route: `patch ${base}/needs/views/{id}`,
    note: 'somebody’s own',
    ask: (r) => ({
      path: `needs/views/${r.ids.view}`,
      body: { isDefault: true },
      version: { table: 'list_views', id: r.ids.view },
    }),
    may: 'tier2',
    refused: { 403: 'provider providerSouth' },
    otherwise: 404,
  },
  {
    route: `patch ${base}/needs/views/{id}`,
    note: 'shared with a role',
    ask: (r) => ({
      path: `needs/views/${r.ids.sharedView}`,
      body: { isDefault: true },
      version: { table: 'list_views', id: r.ids.sharedView },
    }),
    may: 'administrator',
    refused: { 403: 'tier1 tier1South provider providerSouth' },
    otherwise: 404,
  },
  {
    route: `delete ${base}/needs/views/{id}`,
    made: 'view',
    ask: (_r, _asker, made) => ({ path: `needs/views/${made}`, version: { table: 'list_views', id: made } }),
    may: 'tier2',
    refused: { 403: 'provider providerSouth' },
    otherwise: 404,
  },
  // The south's people are not refused the form: the north is no choice of theirs in it.
  {
    route: `post ${base}/needs`,
    ask: (r) => ({ path: 'needs', body: { answers: intake(r.town) } }),
    may: 'administrator tier2 centre',
    refused: { 422: 'administratorSouth tier2South centreSouth' },
    otherwise: 403,
  },
  {
    route: `get ${base}/needs/{id}`,
    note: 'with consent',
    ask: ({ ids }) => ({ path: `needs/${ids.need}` }),
    may: cases,
    otherwise: 404,
  },
  {
    route: `get ${base}/needs/{id}`,
    note: 'without consent',
    ask: ({ ids }) => ({ path: `needs/${ids.silent}` }),
    may: cases,
    otherwise: 404,
  },
  {
    route: `get ${base}/needs/{id}`,
    note: 'the community’s',
    ask: ({ ids }) => ({ path: `needs/${ids.community}` }),
    may: `${cases} member`,
    otherwise: 404,
  },
  {
    route: `get ${base}/needs/{id}`,
    note: 'of the south',
    ask: ({ ids }) => ({ path: `needs/${ids.southNeed}` }),
    may: `administrator tier1 ${southCases}`,
    otherwise: 404,
  },
  {
    route: `get ${base}/needs/{id}`,
    note: 'another town’s',
    ask: ({ ids }) => ({ path: `needs/${ids.foreignNeed}` }),
    may: '',
    otherwise: 404,
  },
  { route: `get ${base}/paper/forms`, ask: () => ({ path: 'paper/forms' }), may: town, otherwise: 404 },
  {
    route: `get ${base}/paper/forms/{key}/sheet`,
    ask: () => ({ path: 'paper/forms/need-intake/sheet' }),
    may: town,
    otherwise: 404,
  },
  {
    route: `get ${base}/paper/forms/{key}`,
    ask: () => ({ path: 'paper/forms/need-intake' }),
    may: town,
    otherwise: 404,
  },
  {
    route: `get ${base}/paper/records/{kind}/{id}/sheet`,
    ask: ({ ids }) => ({ path: `paper/records/need/${ids.need}/sheet` }),
    may: cases,
    otherwise: 404,
  },
  {
    route: `get ${base}/paper/records/{kind}/{id}/sheet`,
    note: 'of a register',
    ask: ({ ids }) => ({ path: `paper/records/register-supporter/${ids.supporter}/sheet` }),
    may: 'administrator',
    refused: { 403: 'tier1 tier1South tier2 centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/paper/records/{kind}/{id}`,
    ask: ({ ids }) => ({ path: `paper/records/need/${ids.need}` }),
    may: cases,
    otherwise: 404,
  },
  {
    route: `get ${base}/paper/records/{kind}/{id}`,
    note: 'the community’s',
    ask: ({ ids }) => ({ path: `paper/records/need/${ids.community}` }),
    may: `${cases} member`,
    otherwise: 404,
  },
  {
    route: `get ${base}/paper/records/{kind}/{id}`,
    note: 'a referral',
    ask: ({ ids }) => ({ path: `paper/records/referral/${ids.referral}` }),
    may: `${cases} provider`,
    otherwise: 404,
  },
  {
    route: `get ${base}/paper/records/{kind}/{id}`,
    note: 'another town’s',
    ask: ({ ids }) => ({ path: `paper/records/need/${ids.foreignNeed}` }),
    may: '',
    otherwise: 404,
  },
  {
    route: `get ${base}/needs/{id}/looks`,
    ask: ({ ids }) => ({ path: `needs/${ids.need}/looks` }),
    may: 'administrator',
    refused: { 403: 'tier1 tier2 centre' },
    otherwise: 404,
  },
  {
    route: `patch ${base}/needs/{id}`,
    ask: (r) => ({
      path: `needs/${r.ids.community}`,
      body: { answers: communityIntake(r.town, { title: '北の買い物の手段' }) },
      version: { table: 'needs', id: r.ids.community },
    }),
    may: 'administrator tier2 centre',
    refused: { 403: 'tier1 member' },
    otherwise: 404,
  },
  {
    route: `post ${base}/needs/{id}/consent`,
    made: 'need',
    ask: (_r, _asker, id) => ({
      path: `needs/${id}/consent`,
      body: { consent: 'not-given', askedOn: '2026-11-20', askedBy: '見本 担当', how: 'visit' },
      version: { table: 'needs', id },
    }),
    may: 'administrator tier2 centre',
    refused: { 403: 'tier1' },
    otherwise: 404,
  },
  {
    route: `post ${base}/needs/{id}/consent/override`,
    made: 'need',
    ask: (_r, _asker, id) => ({
      path: `needs/${id}/consent/override`,
      body: { scope: 'department', reason: '命に関わるため、課長と相談した。' },
      version: { table: 'needs', id },
    }),
    may: 'administrator centre',
    refused: { 403: 'tier1 tier2' },
    otherwise: 404,
  },
  {
    route: `post ${base}/needs/{id}/steps`,
    made: 'need',
    ask: (_r, _asker, id) => ({
      path: `needs/${id}/steps`,
      body: { event: 'ASSESS', answers: assessment },
      version: { table: 'needs', id },
    }),
    may: 'tier2 centre',
    refused: { 403: 'administrator tier1' },
    otherwise: 404,
  },
  {
    route: `post ${base}/needs/{id}/ranking`,
    made: 'assessed',
    ask: (_r, _asker, id) => ({ path: `needs/${id}/ranking` }),
    may: 'administrator tier2',
    refused: { 403: 'tier1 centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/needs/{id}/referrals`,
    made: 'ranked',
    ask: ({ ids }, _asker, made) => ({
      path: `needs/${made.split(' ')[0]}/referrals`,
      body: { serviceId: ids.service, decisionId: made.split(' ')[1], message: '北への伝言' },
    }),
    may: 'administrator tier2',
    refused: { 403: 'tier1 centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/people`,
    ask: () => ({ path: 'people' }),
    may: 'administrator tier2 centre administratorSouth tier2South centreSouth',
    otherwise: 403,
    totals: { administrator: 1, tier2: 1, centre: 1 },
  },
  {
    route: `get ${base}/people/{id}`,
    ask: ({ ids }) => ({ path: `people/${ids.person}` }),
    may: 'administrator tier2 centre',
    otherwise: 404,
  },
  {
    route: `get ${base}/people/{id}/needs`,
    ask: ({ ids }) => ({ path: `people/${ids.person}/needs` }),
    may: 'administrator tier2 centre',
    otherwise: 404,
  },
  {
    route: `get ${base}/people/{id}/looks`,
    ask: ({ ids }) => ({ path: `people/${ids.person}/looks` }),
    may: 'administrator',
    refused: { 403: 'tier2 centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/people/{id}/data`,
    ask: ({ ids }) => ({ path: `people/${ids.person}/data` }),
    may: 'administrator',
    refused: { 403: 'tier2 centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/people/{id}/data/export`,
    ask: ({ ids }) => ({ path: `people/${ids.person}/data/export` }),
    may: 'administrator',
    refused: { 403: 'tier2 centre' },
    otherwise: 404,
  },
  {
    route: `post ${base}/people/{id}/erasure`,
    made: 'person',
    ask: (_r, _asker, id) => ({ path: `people/${id}/erasure`, version: { table: 'people', id } }),
    may: 'administrator',
    refused: { 403: 'tier2 centre' },
    otherwise: 404,
  },
  {
    route: `patch ${base}/people/{id}`,
    ask: ({ ids }) => ({
      path: `people/${ids.person}`,
      body: { telephone: '0225-00-0002' },
      version: { table: 'people', id: ids.person },
    }),
    may: 'administrator tier2 centre',
    otherwise: 404,
  },
  {
    route: `post ${base}/needs/likely-people`,
    ask: (r) => ({
      path: 'needs/likely-people',
      body: { answers: intake(r.town, { residentName: '別人', residentKana: 'ひみつたろう', phone: '0000000000' }) },
    }),
    may: 'administrator tier2 centre administratorSouth tier2South centreSouth',
    otherwise: 403,
    totals: { administrator: 1, tier2: 1, centre: 1 },
  },
  {
    route: `get ${base}/needs/{id}/likely-people`,
    ask: ({ ids }) => ({ path: `needs/${ids.silent}/likely-people` }),
    may: 'administrator tier2 centre',
    refused: { 403: 'tier1' },
    otherwise: 404,
  },
  {
    route: `put ${base}/needs/{id}/person`,
    ask: ({ ids }) => ({
      path: `needs/${ids.silent}/person`,
      body: { person: { id: ids.person } },
      version: { table: 'needs', id: ids.silent },
    }),
    may: 'administrator tier2 centre',
    refused: { 403: 'tier1' },
    otherwise: 404,
  },
  { route: `get ${base}/lacks`, ask: () => ({ path: 'lacks' }), may: `${cases} ${southCases}`, otherwise: 403 },
  {
    route: `get ${base}/lacks/export`,
    ask: () => ({ path: 'lacks/export' }),
    may: `${cases} ${southCases}`,
    otherwise: 403,
  },
  {
    route: `get ${base}/decisions/{id}`,
    ask: ({ ids }) => ({ path: `decisions/${ids.ranking}` }),
    may: cases,
    otherwise: 404,
  },
  {
    route: `get ${base}/referrals`,
    ask: () => ({ path: 'referrals' }),
    may: `${cases} provider ${southCases} providerSouth`,
    otherwise: 403,
    totals: { administrator: 2, tier1: 2, ...each(`tier2 centre provider ${southCases} providerSouth`, 1) },
  },
  {
    route: `get ${base}/referrals/{id}`,
    ask: ({ ids }) => ({ path: `referrals/${ids.referral}` }),
    may: `${cases} provider`,
    otherwise: 404,
  },
  {
    route: `get ${base}/referrals/{id}`,
    note: 'of the south',
    ask: ({ ids }) => ({ path: `referrals/${ids.southReferral}` }),
    may: `administrator tier1 ${southCases} providerSouth`,
    otherwise: 404,
  },
  {
    route: `post ${base}/referrals/{id}/steps`,
    made: 'referral',
    ask: (_r, _asker, id) => ({
      path: `referrals/${id}/steps`,
      body: { event: 'ACCEPT' },
      version: { table: 'referrals', id },
    }),
    may: 'tier2 provider',
    refused: { 403: 'administrator tier1 centre' },
    otherwise: 404,
  },
];

const exchange: Row[] = [
  {
    route: `get ${base}/findings`,
    ask: () => ({ path: 'findings' }),
    may: town,
    otherwise: 404,
    totals: each('administrator tier1 tier2', 1),
  },
  { route: `post ${base}/findings/evaluate`, ask: () => ({ path: 'findings/evaluate' }), may: keepers, otherwise: 403 },
  {
    route: `post ${base}/findings/{id}/dismiss`,
    made: 'finding',
    ask: (_r, _asker, id) => ({
      path: `findings/${id}/dismiss`,
      body: { reason: '来月、配食が始まる' },
      version: { table: 'findings', id },
    }),
    may: 'administrator tier1 tier2',
    otherwise: 404,
  },
  {
    route: `get ${base}/proposals/form`,
    ask: ({ ids }) => ({ path: `proposals/form?council=${ids.council}&kind=report&finding=${ids.finding}` }),
    may: 'administrator tier2',
    refused: { 403: 'tier1 member centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/proposals`,
    ask: () => ({ path: 'proposals' }),
    may: 'administrator tier1 tier2 member administratorSouth tier1South tier2South memberSouth',
    otherwise: 403,
    totals: { administrator: 3, tier1: 1, tier2: 2, member: 1, administratorSouth: 1, tier2South: 1 },
  },
  {
    route: `post ${base}/proposals`,
    ask: ({ ids }) => ({
      path: 'proposals',
      body: { kind: 'proposal', fromCouncilId: ids.council, toCouncilId: ids.ward, answers: proposalAnswers },
    }),
    may: 'administrator tier2',
    refused: { 403: 'tier1 member centre' },
    otherwise: 404,
  },
  {
    route: `get ${base}/proposals/covering`,
    ask: ({ ids }) => ({ path: `proposals/covering?council=${ids.council}` }),
    may: 'administrator tier1 tier2',
    otherwise: 404,
  },
  {
    route: `post ${base}/proposals/{id}/join`,
    made: 'covered',
    ask: (_r, _asker, made) => {
      const [proposal, findingId] = made.split(' ');
      return { path: `proposals/${proposal}/join`, body: { findingId } };
    },
    may: 'administrator tier2',
    refused: { 403: 'tier1' },
    otherwise: 404,
  },
  {
    route: `get ${base}/proposals/{id}`,
    note: 'sent',
    ask: ({ ids }) => ({ path: `proposals/${ids.sent}` }),
    may: 'administrator tier1 tier2 member',
    otherwise: 404,
  },
  {
    route: `get ${base}/proposals/{id}`,
    note: 'a draft',
    ask: ({ ids }) => ({ path: `proposals/${ids.draft}` }),
    may: 'administrator tier2',
    otherwise: 404,
  },
  {
    route: `get ${base}/proposals/{id}`,
    note: 'a draft of the south',
    ask: ({ ids }) => ({ path: `proposals/${ids.southDraft}` }),
    may: 'administrator administratorSouth tier2South',
    otherwise: 404,
  },
  {
    route: `patch ${base}/proposals/{id}`,
    ask: ({ ids }) => ({
      path: `proposals/${ids.draft}`,
      body: { answers: proposalAnswers },
      version: { table: 'proposals', id: ids.draft },
    }),
    may: 'administrator tier2',
    otherwise: 404,
  },
  {
    route: `post ${base}/proposals/{id}/steps`,
    made: 'draft',
    ask: (_r, _asker, id) => ({
      path: `proposals/${id}/steps`,
      body: { event: 'SEND' },
      version: { table: 'proposals', id },
    }),
    may: 'tier2',
    refused: { 403: 'administrator' },
    otherwise: 404,
  },
];

const asUsual = { otherwise: 403 } as const;
const testing = 'definitions/form/{key}/test-answers';
/** The draft's row, its key after a space. */
const ofDraft = (made: string): { key: string; version: { table: string; id: string } } => {
  const [id = '', key = ''] = made.split(' ');
  return { key, version: { table: 'drafts', id } };
};

const lifeRows = (place: string, at: string): Row[] => [
  {
    route: `get ${base}/${place}/{key}/draft`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({ path: `${at}/${ofDraft(made).key}/draft` }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `put ${base}/${place}/{key}/draft`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({
      path: `${at}/${ofDraft(made).key}/draft`,
      body: { body: {} },
      version: ofDraft(made).version,
    }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `delete ${base}/${place}/{key}/draft`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({ path: `${at}/${ofDraft(made).key}/draft`, version: ofDraft(made).version }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/${place}/{key}/draft/from`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({
      path: `${at}/${ofDraft(made).key}/draft/from`,
      body: { number: 1, key: 'hollowing-out' },
      version: ofDraft(made).version,
    }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/${place}/{key}/publish`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({
      path: `${at}/${ofDraft(made).key}/publish`,
      body: { reason: '新しい見守り', effectiveOn: '2026-11-24' },
      version: ofDraft(made).version,
    }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `get ${base}/${place}/{key}/compare`,
    ask: () => ({ path: `${at}/escalation/compare?from=1&to=1` }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `post ${base}/${place}/{key}/draft/merge`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({
      path: `${at}/${ofDraft(made).key}/draft/merge`,
      body: { base: {}, body: {} },
    }),
    may: 'administrator',
    ...asUsual,
  },
];

const studio: Row[] = [
  { route: `get ${base}/rules`, ask: () => ({ path: 'rules' }), may: keepers, ...asUsual },
  { route: `get ${base}/rules/computed`, ask: () => ({ path: 'rules/computed' }), may: keepers, ...asUsual },
  { route: `get ${base}/rules/models`, ask: () => ({ path: 'rules/models' }), may: keepers, ...asUsual },
  {
    route: `get ${base}/definitions/workflow/{key}/offers`,
    ask: () => ({ path: 'definitions/workflow/standard/offers' }),
    may: keepers,
    ...asUsual,
  },
  { route: `get ${base}/form-templates`, ask: () => ({ path: 'form-templates' }), may: keepers, ...asUsual },
  {
    route: `get ${base}/form-templates/{key}`,
    ask: () => ({ path: 'form-templates/need-closing' }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `get ${base}/definitions/form/{key}/values`,
    ask: () => ({ path: 'definitions/form/need-closing/values?path=cause' }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `get ${base}/definitions/form/{key}/newer`,
    made: 'section',
    ask: (_r, _asker, made) => ({ path: `definitions/form/${made}/newer?from=1` }),
    may: keepers,
    ...asUsual,
  },
  { route: `get ${base}/rules/uses`, ask: () => ({ path: 'rules/uses' }), may: keepers, ...asUsual },
  {
    route: `post ${base}/rules/check`,
    ask: () => ({ path: 'rules/check', body: { body: {} } }),
    may: keepers,
    ...asUsual,
  },
  // The same for any kind of definition, and once more at the address that rule sets had first.
  ...['rules', 'definitions/{kind}'].flatMap((place) => lifeRows(place, place.replace('{kind}', 'rules'))),
  {
    route: `get ${base}/definitions/{kind}/{key}/changes`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({ path: `definitions/rules/${ofDraft(made).key}/changes` }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `get ${base}/${testing}`,
    ask: () => ({ path: testing.replace('{key}', 'need-closing') }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `post ${base}/${testing}`,
    ask: ({ ids }) => ({
      path: testing.replace('{key}', 'need-closing'),
      body: { formId: ids.closingForm, answers: testAnswers },
    }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `delete ${base}/${testing}/{id}`,
    made: 'testAnswers',
    ask: (_r, _asker, made) => ({ path: `${testing.replace('{key}', 'need-closing')}/${made}` }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `delete ${base}/${testing}`,
    made: 'testAnswers',
    ask: () => ({ path: testing.replace('{key}', 'need-closing') }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `get ${base}/definitions/{kind}/{key}/update`,
    made: 'productUpdate',
    ask: (_r, _asker, made) => ({ path: `definitions/rules/${ofDraft(made).key}/update` }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `delete ${base}/definitions/{kind}/{key}/update`,
    made: 'productUpdate',
    ask: (_r, _asker, made) => ({ path: `definitions/rules/${ofDraft(made).key}/update?hash=seen` }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/definitions/{kind}/{key}/update/take`,
    made: 'productUpdate',
    ask: (_r, _asker, made) => ({
      path: `definitions/rules/${ofDraft(made).key}/update/take`,
      body: { as: 'theirs', hash: 'seen' },
      version: ofDraft(made).version,
    }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/publications`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({
      path: 'publications',
      body: {
        drafts: [{ kind: 'rules', key: ofDraft(made).key, version: 1 }],
        reason: '新しい見守り',
        effectiveOn: '2026-11-24',
      },
    }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/publications/check`,
    made: 'ruleDraft',
    ask: (_r, _asker, made) => ({
      path: 'publications/check',
      body: { drafts: [{ kind: 'rules', key: ofDraft(made).key, version: 1 }], effectiveOn: '2026-11-24' },
    }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/rules/{key}/try`,
    ask: () => ({ path: 'rules/escalation/try', body: { number: 1, facts: { 'council.tier': 1 } } }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `post ${base}/rules/{key}/try`,
    note: 'on a need',
    ask: ({ ids }) => ({
      path: 'rules/referral/try',
      body: { number: 1, record: { kind: 'need', id: ids.need, serviceId: ids.service } },
    }),
    may: 'administrator tier1 tier2',
    refused: { 404: 'administratorSouth tier1South tier2South' },
    ...asUsual,
  },
  {
    route: `get ${base}/rules/{key}/subjects`,
    ask: () => ({ path: 'rules/referral/subjects' }),
    may: keepers,
    ...asUsual,
  },
  {
    route: `get ${base}/rules/{key}/backtests`,
    ask: () => ({ path: 'rules/escalation/backtests' }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/rules/{key}/backtests`,
    ask: () => ({ path: 'rules/escalation/backtests', body: { from: 1, to: 1 } }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/rules/{key}/replay`,
    ask: () => ({ path: 'rules/escalation/replay', body: {} }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `get ${base}/rules/{key}/backtests/{id}`,
    made: 'job',
    ask: (_r, _asker, id) => ({ path: `rules/escalation/backtests/${id}` }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `get ${base}/rules/{key}/backtests/{id}/rows`,
    made: 'job',
    ask: (_r, _asker, id) => ({ path: `rules/escalation/backtests/${id}/rows` }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `get ${base}/rules/{key}/backtests/{id}/rows/{position}`,
    made: 'job',
    ask: (_r, _asker, id) => ({ path: `rules/escalation/backtests/${id}/rows/0` }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `get ${base}/rules/{key}/backtests/{id}/export`,
    made: 'job',
    ask: (_r, _asker, id) => ({ path: `rules/escalation/backtests/${id}/export` }),
    may: 'administrator',
    ...asUsual,
  },
  {
    route: `post ${base}/rules/{key}/backtests/{id}/cancel`,
    made: 'waitingJob',
    ask: (_r, _asker, id) => ({ path: `rules/escalation/backtests/${id}/cancel` }),
    may: 'administrator',
    ...asUsual,
  },
  { route: `get ${base}/decisions`, ask: () => ({ path: 'decisions' }), may: keepers, ...asUsual },
  {
    route: `get ${base}/decisions/cases/{id}`,
    ask: ({ ids }) => ({ path: `decisions/cases/${ids.case}` }),
    may: 'administrator tier1 tier2',
    refused: { 404: 'administratorSouth tier1South tier2South' },
    ...asUsual,
  },
  {
    route: `post ${base}/decisions/{id}/example`,
    ask: ({ ids }) => ({ path: `decisions/${ids.ranking}/example` }),
    may: 'administrator',
    ...asUsual,
  },
];

/** Lists that can be had as a file. */
export const exportedLists = [
  'organisations',
  'services',
  'people',
  'needs',
  'referrals',
  'councils',
  'proposals',
  'tasks',
] as const;

/** Whoever reads a list may have it as a file, and be told before what that would hold; nobody else. */
const exported: Row[] = [...directory, ...councils, ...needs, ...exchange]
  .filter(({ route, note }) => note === undefined && exportedLists.some((list) => route === `get ${base}/${list}`))
  .flatMap(({ route, ask, may, refused, otherwise }): Row[] =>
    ['export', 'export/preview'].map((part) => ({
      route: `${route}/${part}`,
      ask: (records, asker, made) => {
        const [list = '', query = ''] = ask(records, asker, made).path.split('?');
        return { path: `${list}/${part}?format=csv&encoding=utf-8&${query}` };
      },
      may,
      ...(refused ? { refused } : {}),
      otherwise,
    })),
  );

/** The session's own rows come last: a changed password ends the other sessions. */
export const table: readonly Row[] = [
  ...settings,
  ...registers,
  ...directory,
  ...councils,
  ...needs,
  ...exchange,
  ...exported,
  ...studio,
  ...session,
];

export const isRead = (row: Row): boolean => row.route.startsWith('get ');
