import { putField, setTelling } from '../../../forms/edit.ts';
import type { Form } from '../../../forms/index.ts';
import { makeField } from '../../../forms/presets.ts';
import type { Installation } from '../../../server/kernel/installation.ts';
import { jobsEnded } from '../../../server/studio/run-back-test.ts';
import {
  acceptLink,
  createTown,
  secretOf,
  signIn,
  startTestApp,
  type Client,
  type Person,
  type Shown,
  type TestApp,
  type Town,
} from '../../support/app.ts';
import { addedAnswers, withAddedFields } from '../../support/added-fields.ts';
import { addCasework, assessment, communityIntake, intake, type Casework } from '../../support/casework.ts';
import type { TestDatabase } from '../../support/database.ts';
import { png } from '../../support/files.ts';
import { gatherAskers, type Asker, type Askers } from './askers.ts';

type Words = Record<string, unknown>;

/** Two towns at work, and the ids of what the table asks for. What is told in them stands in `marks.ts`. */
export type Records = {
  app: TestApp;
  town: Town;
  other: Town;
  work: Casework;
  askers: Askers;
  ids: Record<
    | 'organisation'
    | 'service'
    | 'council'
    | 'ward'
    | 'councilMember'
    | 'meeting'
    | 'question'
    | 'need'
    | 'silent'
    | 'person'
    | 'community'
    | 'southNeed'
    | 'foreignNeed'
    | 'ranking'
    | 'referral'
    | 'southReferral'
    | 'finding'
    | 'draft'
    | 'sent'
    | 'southDraft'
    | 'supporter'
    | 'southSupporter'
    | 'definition'
    | 'closingForm'
    | 'formKey'
    | 'sharedView'
    | 'view'
    | 'sharedDataView'
    | 'dataView'
    | 'sharedOrganisationView'
    | 'organisationView'
    | 'sharedServiceView'
    | 'serviceView'
    | 'code'
    | 'import'
    | 'token'
    | 'membership'
    | 'northRole'
    | 'case'
    | 'answerFile'
    | 'stepFile',
    string
  >;
  /** Lists that were handed over, each by who may. */
  lists: Partial<Record<Asker, string>>;
  /** A bundle of one form, and the id under which the administrator handed it over. */
  bundle: { bytes: Uint8Array; fileId: string };
  /** A form as an Excel workbook. */
  formSheet: Uint8Array;
  /** Makes one more of a kind, for a write that uses it up; answers its id. */
  make: Record<
    | 'need'
    | 'assessed'
    | 'person'
    | 'ranked'
    | 'referral'
    | 'draft'
    | 'council'
    | 'import'
    | 'covered'
    | 'finding'
    | 'invitedTo'
    | 'heldMeeting'
    | 'jointMeeting'
    | 'withItem'
    | 'sentMinutes'
    | 'confirmedMinutes'
    | 'task'
    | 'handover'
    | 'candidate'
    | 'view'
    | 'dataView'
    | 'organisationView'
    | 'serviceView'
    | 'supporter'
    | 'closing'
    | 'failure'
    | 'membership'
    | 'memberToRemove'
    | 'session'
    | 'token'
    | 'ruleDraft'
    | 'productUpdate'
    | 'section'
    | 'testAnswers'
    | 'job'
    | 'waitingJob'
    | 'invitation'
    | 'openLink'
    | 'roleLink'
    | 'unsentFile',
    () => Promise<string>
  >;
};

export const csv = new TextEncoder().encode('名称,電話番号\n北のつどい,0225-00-1111\n');

/** To the form with which a need is closed. */
export const testAnswers = { cause: 'solved' };

export const proposalAnswers = {
  title: '書きかけの提案',
  body: '移動の足が足りません。',
  background: '三人から声がありました。',
  request: '市全体で考えてください。',
};

/** What records of the registers that come with the product are begun with, by register. */
export const registerAnswers = (town: Town): Record<string, Words> => ({
  supporter: supporterAnswers(town),
  vision: {
    title: '声をかけ合うまち',
    area: town.areas.north.id,
    wish: 'ひとりで抱えない。',
    policies: [{ policy: '困りごとを話せる場をつくる' }],
  },
  linkage: {
    title: '雪かきの手伝い',
    area: town.areas.north.id,
    system: 'disability',
    way: 'joint',
    partnerName: '相談支援事業所（見本）',
    request: '一緒に雪かきの手伝いを探したい。',
  },
  'provider-network': {
    title: '見本 配食の会',
    sort: 'different',
    unit: 'area',
    area: town.areas.north.id,
    shape: 'regular',
    origin: 'existing',
  },
  'neighbourhood-network': {
    title: '見本町内会とNPO',
    body: town.organisation.id,
    area: town.areas.north.id,
    types: ['transport'],
    why: '通院の送迎を頼まれても、車を出せる人がいない。',
  },
  'individual-network': {
    title: '見本 トメさん',
    area: town.areas.north.id,
    why: '退院する。一人暮らし。',
    help: ['medical', 'meals'],
    callerAs: 'nobody',
    consent: 'not-given',
  },
  survey: {
    title: '聞き取り（見本）',
    way: 'hearing',
    area: town.areas.north.id,
    period: { from: '2026-10-01', to: '2026-10-31' },
    sent: 12,
    answered: 10,
  },
  activity: {
    name: '北の茶の間づくり',
    type: 'salon',
    linked: false,
    area: town.areas.north.id,
    tier: 'tier2',
    aim: '家にこもりがちな方が集まれる場をつくる。',
    existing: '集会所が昼は空いている。',
  },
  'lack-decision': {
    title: '北圏域 × サロン',
    area: town.areas.north.id,
    type: 'salon',
  },
  'coordinator-appointment': {
    tier: 'tier2',
    area: town.areas.north.id,
    kind: 'person',
    name: '候補 のぼる',
    experience: ['help'],
    experienceNote: '見守りを続けている。',
    understanding: '活動の会に加わっている。',
    connects: true,
    beyond: true,
    public: true,
    fair: true,
    training: 'none',
    consent: 'given',
  },
  'rollout-plan': {
    title: '北の座談会',
    plan: '整備計画（見本）',
    track: 'councils',
    sort: 'effort',
    period: { from: '2026-10-01', to: '2026-12-31' },
    area: town.areas.north.id,
    target: 2,
    counts: 'roundtables',
    certainty: 'own',
  },
  outreach: {
    kind: 'course',
    name: '北の養成講座',
    aims: ['supporters'],
    hosts: ['tier2'],
    target: 'どなたでも',
    area: town.areas.north.id,
    startsOn: '2026-12-01',
    endsOn: '2026-12-20',
  },
});

export const supporterAnswers = (town: Town, more: Words = {}): Words => ({
  name: '助手 タスク',
  kana: 'すけて たすく',
  contact: '0225-88-0001',
  area: town.areas.north.id,
  activeAreas: [town.areas.north.id],
  abilities: ['transport'],
  times: ['mon-morning'],
  cause: 'own',
  consent: 'given',
  consentScope: ['name'],
  consentOn: '2026-11-01',
  note: '膝の 持病',
  ...more,
});

/** With photographs: of a need for whoever knows whose it is, of its assessment for whoever the form's other answers are told. */
const withPhoto = (key: string, body: object): object => {
  if (key !== 'need-intake' && key !== 'need-assessment') return body;
  const field = makeField('photo');
  field.texts.ja[''] = { ...field.texts.ja[''], title: '写真' };
  const form = putField(body as Form, field, { holder: '', index: 0 }, 'photo');
  return key === 'need-intake'
    ? form
    : ['members', 'tier1'].reduce((marked, audience) => setTelling(marked, 'photo', audience, 'always'), form);
};
const picture = (id: string) => ({ id, name: 'a.png', type: 'image/png', size: png.length });

export async function makeRecords(database?: TestDatabase, kinds?: Installation['kinds']): Promise<Records> {
  const app = await startTestApp({ ...(database ? { database } : {}), ...(kinds ? { kinds } : {}) });
  const town = await createTown(app);
  const other = await createTown(app, '99902', '別の市');
  const work = addCasework(app, town);
  const { administrator, tier2 } = {
    administrator: await work.as('administrator'),
    tier2: await work.as('tier2-north'),
  };
  const post = async (path: string, body: unknown, client = administrator): Promise<string> => {
    const reply = await client.post<{ id: string }>(path, body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`);
    return reply.body.id;
  };

  // Fields that an officer added and marked in no way.
  for (const key of ['need-intake', 'need-assessment', 'roundtable-record', 'referral-completion', 'proposal']) {
    const reply = await administrator.post(work.path('definitions/form'), {
      body: withPhoto(key, await withAddedFields(key)),
      reason: '項目を加えた',
    });
    if (reply.status !== 201) throw new Error(`${key}: ${reply.text}`);
  }

  // Somebody of the other town goes by the same e-mail.
  const twin = await app.installation.db('users').where({ id: town.users['tier2-north'] }).first<object>();
  await app.installation.db('users').insert({ ...twin, id: 'twin', municipality_id: other.id, name: '別の市の同じ人' });
  const southOrganisation = await work.addOrganisation('南の会');
  const askers = await gatherAskers(app, town, other, southOrganisation);
  const { clients } = askers;
  const service = await work.addService({ name: '北の送迎', type: 'transport', areas: ['north'] });
  const southService = await work.addService({
    name: '南の送迎',
    type: 'transport',
    areas: ['south'],
    organisationId: southOrganisation,
  });
  const ward = await work.addCouncil('中央区の協議体', 1, 'ward');
  const council = await work.addCouncil('北の支え合い会議', 2, 'north');
  const southCouncil = await work.addCouncil('南の支え合い会議', 2, 'south');
  const councilMember = await post(work.path(`councils/${council}/members`), {
    name: '見本 委員',
    role: 'member',
    startsOn: '2026-04-01',
  });

  const invitee = await post(work.path(`councils/${council}/members`), {
    name: '招かれた 委員',
    role: 'member',
    startsOn: '2026-04-01',
    userId: town.users['member-north'],
  });

  const assessed = async (answers: Words = {}, client = tier2, assessing: Words = {}): Promise<string> => {
    const id = await post(work.path('needs'), { answers: intake(town, answers) }, client);
    const step = await client.post(
      work.path(`needs/${id}/steps`),
      { event: 'ASSESS', answers: { ...assessment, ...assessing } },
      { version: 1 },
    );
    if (step.status !== 200) throw new Error(step.text);
    return id;
  };
  const rank = async (id: string, client = tier2): Promise<string> =>
    (await client.post<{ decisionId: string }>(work.path(`needs/${id}/ranking`))).body.decisionId;
  const refer = async (
    need: string,
    serviceId: string,
    decisionId: string,
    message: string,
    client = tier2,
  ): Promise<string> => post(work.path(`needs/${need}/referrals`), { serviceId, decisionId, message }, client);
  const unmet = async (title: string, assessing: Words = {}): Promise<void> => {
    const { id } = await work.takeIn('tier2-north', communityIntake(town, { title, types: ['meals'] }));
    await work.step('tier2-north', `needs/${id}`, 'ASSESS', { ...assessment, ...assessing });
    await work.step('tier2-north', `needs/${id}`, 'DECLARE_UNMET', { cause: 'no-service', reason: '近くにない' });
  };

  // Also after other questions have ended sessions, and the coordinator's role.
  const anew = (person: Person): Promise<Client> => signIn(app, town.email(person));
  const handOverPicture = async (): Promise<string> =>
    post(work.path('answer-files?kind=photo&name=a.png'), png, await anew('tier2-north'));
  const [answerFile, stepFile] = [await handOverPicture(), await handOverPicture()];
  const need = await assessed(
    { title: '北の通院の足', phone: '0225-00-0001', photo: [picture(answerFile)], ...addedAnswers },
    tier2,
    addedAnswers,
  );
  const ranking = await rank(need);
  const referral = await refer(need, service, ranking, '北への伝言');
  const silent = (
    await work.takeIn(
      'tier2-north',
      intake(town, {
        title: '北の見守り',
        residentName: '秘密 タロウ',
        residentKana: 'ひみつ たろう',
        phone: '0225-00-0002',
        consent: 'not-given',
        consentScope: undefined,
      }),
    )
  ).id;
  // Whose it is has been decided: a resident of the north.
  const chosen = await tier2.put(work.path(`needs/${silent}/person`), { person: 'new' }, { version: 1 });
  if (chosen.status !== 200) throw new Error(chosen.text);
  const { person_id: person } = await app.installation.db('needs').where({ id: silent }).first('person_id');
  const community = (
    await work.takeIn('tier2-north', communityIntake(town, { title: '北の買い物の手段', ...addedAnswers }))
  ).id;
  const southNeed = await assessed(
    {
      area: town.areas.south.id,
      title: '南の通院の足',
      residentName: '南野 ミナミ',
      residentKana: 'みなみの みなみ',
      phone: '0225-00-0003',
    },
    clients.tier2South,
  );
  const southReferral = await refer(
    southNeed,
    southService,
    await rank(southNeed, clients.tier2South),
    '南への伝言',
    clients.tier2South,
  );
  const foreignNeed = await post(
    `/municipalities/${other.code}/needs`,
    { answers: intake(other, { title: '別の市の通院の足', residentName: '別野 ベツ', residentKana: 'べつの べつ' }) },
    clients.outsider,
  );
  const meeting = await post(work.path(`councils/${council}/meetings`), {
    kind: 'roundtable',
    title: '北の座談会',
    heldOn: '2026-11-20',
    attendance: 12,
    minutes: '北の座談会の議事録',
    needs: [
      { needId: need, plan: '北の足の計画' },
      { needId: community, plan: '北の店の計画' },
    ],
  });
  const question = await post(work.path('tasks'), {
    councilId: council,
    kind: 'question',
    text: '北の移動をどう思いますか',
  });
  await post(work.path('tasks'), { councilId: council, text: '北の足の宿題', needId: need });
  await unmet('北の食事の不足', { photo: [picture(stepFile)] });
  await unmet('北の弁当の不足');
  const finding =
    (await tier2.get<{ items: { id: string }[] }>(work.path('findings?purpose=escalation'))).body.items[0]?.id ?? '';

  const write = (title: string, fromCouncilId: string, client = tier2, added: Words = {}): Promise<string> =>
    post(
      work.path('proposals'),
      { kind: 'proposal', fromCouncilId, toCouncilId: ward, answers: { ...proposalAnswers, title, ...added } },
      client,
    );
  const sent = await write('送った提案', council, tier2, { emergencyContact: '提案に足した 言葉' });
  await work.step('tier2-north', `proposals/${sent}`, 'SEND');
  const draft = await write('書きかけの提案', council);
  const southDraft = await write('南の書きかけ', southCouncil, clients.tier2South);

  const supporter = await post(work.path('registers/supporter/records'), { answers: supporterAnswers(town) }, tier2);
  for (const [event, answers] of [
    ['REGISTER', undefined],
    ['ASK', { place: '北の茶の間', askedOn: '2026-11-20', content: '頼みの内輪話' }],
  ] as const)
    await work.step('tier2-north', `registers/supporter/records/${supporter}`, event, answers);
  const southSupporter = await post(
    work.path('registers/supporter/records'),
    {
      answers: supporterAnswers(town, {
        name: '南の 手助',
        kana: 'みなみの てだすけ',
        contact: '0225-88-0003',
        area: town.areas.south.id,
        activeAreas: [town.areas.south.id],
        consent: 'not-given',
        consentScope: undefined,
        consentOn: undefined,
        note: undefined,
      }),
    },
    clients.tier2South,
  );

  const { body: definitions } = await administrator.get<{ key: string; versions: { id: string }[] }[]>(
    work.path('definitions/form'),
  );
  const closingForm = definitions.find(({ key }) => key === 'need-closing')?.versions[0]?.id ?? '';
  const { body: ruleSets } = await administrator.get<{ key: string; versions: { id: string }[] }[]>(
    work.path('definitions/rules'),
  );
  const escalation = ruleSets.find((each) => each.key === 'escalation')?.versions[0]?.id ?? '';
  const { body: cases } = await administrator.get<{ items: { id: string; decisionId: string }[] }>(
    work.path('decisions?rules=referral'),
  );
  const { body: codes } = await administrator.get<{ id: string }[]>(work.path('codes/service-type'));
  const { body: user } = await administrator.get<{ memberships: { id: string }[] }>(
    work.path(`users/${town.users['tier2-north']}`),
  );
  const mapping = {
    fields: {
      name: { column: '名称' },
      type: { fixed: 'salon' },
      organisation: { fixed: '見本の会' },
      areas: { fixed: '北圏域' },
    },
    types: { salon: 'salon' },
    defaultAreaId: town.areas.north.id,
  };
  const handOver = (client = administrator): Promise<string> => {
    imports += 1;
    return post(
      `${work.path('imports/files')}?fileName=list-${imports}.csv`,
      new TextEncoder().encode(`名称,電話番号\n北のつどい${imports},0225-00-1111\n`),
      client,
    );
  };
  let imports = 0;
  const importList = async (): Promise<string> => post(work.path('imports'), { fileId: await handOver(), mapping });
  const token = await post('/me/tokens', { name: '北の集計の鍵' }, clients.tier2);

  const { bytes } = await administrator.get(work.path('bundles?definition=form/report'));
  const bundle = {
    bytes,
    fileId: (await administrator.post<{ fileId: string }>(work.path('bundles/files?fileName=bundle.zip'), bytes)).body
      .fileId,
  };
  const northRole: { id: string } = await app.installation
    .db('memberships')
    .where({ user_id: town.users['tier2-north'] })
    .first('id');

  let views = 0;
  const saveView = (more: Words = {}, client = tier2, list = 'needs'): Promise<string> =>
    post(work.path(`${list}/views`), { name: `北の表示${(views += 1)}`, query: {}, ...more }, client);
  const ids: Records['ids'] = {
    answerFile,
    stepFile,
    organisation: town.organisation.id,
    service,
    council,
    ward,
    councilMember,
    meeting,
    question,
    need,
    silent,
    person,
    community,
    southNeed,
    foreignNeed,
    ranking,
    referral,
    southReferral,
    finding,
    draft,
    sent,
    southDraft,
    supporter,
    southSupporter,
    token,
    definition: definitions[0]?.versions[0]?.id ?? '',
    closingForm,
    formKey: definitions[0]?.key ?? '',
    sharedView: await saveView({ role: 'tier1' }, administrator),
    view: await saveView(),
    sharedDataView: await saveView({ role: 'tier1' }, administrator, 'registers/supporter/records'),
    dataView: await saveView({}, tier2, 'registers/supporter/records'),
    sharedOrganisationView: await saveView({ role: 'tier1' }, administrator, 'organisations'),
    organisationView: await saveView({}, tier2, 'organisations'),
    sharedServiceView: await saveView({ role: 'tier1' }, administrator, 'services'),
    serviceView: await saveView({}, tier2, 'services'),
    code: codes[0]?.id ?? '',
    import: await importList(),
    membership: user.memberships[0]?.id ?? '',
    northRole: northRole.id,
    case: cases.items.find((decisionCase) => decisionCase.decisionId === ranking)?.id ?? '',
  };
  const { db } = app.installation;
  const held = () =>
    post(work.path(`councils/${council}/meetings`), {
      kind: 'workshop',
      title: '北の開いた集まり',
      heldOn: '2026-11-20',
      people: [{ memberId: invitee, name: '招かれた 委員', presence: 'present' }],
    });
  /** A meeting that was held, whose minutes went through these. */
  const minutes = async (...states: string[]): Promise<string> => {
    const id = await held();
    for (const [place, to] of states.entries())
      await administrator.post(work.path(`meetings/${id}/minutes`), { to }, { version: place + 1 });
    return id;
  };
  let copies = 0;
  let candidates = 0;
  let job: Promise<string> | undefined;
  /** A draft that would change everything, back-tested and given up again. */
  const backtest = async (): Promise<string> => {
    const draft = work.path('rules/escalation/draft');
    const body = (
      await administrator.get<{ body: { rules: { conditions: object }[] } }>(
        work.path(`definitions/rules/${escalation}`),
      )
    ).body.body;
    const rules = body.rules.map((rule) => ({
      ...rule,
      conditions: { all: [rule.conditions, { fact: 'area.unmetSameType', operator: 'greaterThan', value: 1000 }] },
    }));
    const { body: saved } = await administrator.put<{ version: number }>(
      draft,
      { body: { ...body, rules } },
      { version: 0 },
    );
    const id = await post(work.path('rules/escalation/backtests'), { from: 1, to: 'draft' });
    await jobsEnded(app.installation);
    await administrator.delete(draft, { version: saved.version });
    return id;
  };
  for (const [name, id] of Object.entries(ids)) if (!id) throw new Error(`no ${name} to ask for`);
  let councils = 0;
  /** The draft's id and its key, with a space between. */
  const ruleDraft = async (): Promise<string> => {
    const key = `watch-${(copies += 1)}`;
    const reply = await administrator.post(
      work.path(`rules/${key}/draft/from`),
      { number: 1, key: 'hollowing-out' },
      { version: 0 },
    );
    if (reply.status !== 200) throw new Error(reply.text);
    const row = (await db('drafts').where({ key }).first('id')) as { id: string };
    return `${row.id} ${key}`;
  };
  const reopen = async (): Promise<string> => {
    await app.installation.db('findings').where({ id: finding }).update({ status: 'open', status_reason: null });
    return finding;
  };
  return {
    app,
    town,
    other,
    work,
    askers,
    ids,
    bundle,
    formSheet: (await administrator.get(work.path('definitions/form/report/sheet'))).bytes,
    lists: { administrator: await handOver(), tier1: await handOver(clients.tier1) },
    make: {
      unsentFile: handOverPicture,
      need: async () => (await work.takeIn('tier2-north', { ...intake(town), title: '北の新しい困りごと' })).id,
      // A copy: by then other questions may have closed the area in which one would be begun.
      supporter: async () => {
        const [row] = (await db('records').where({ id: southSupporter })) as object[];
        const id = `supporter-${(copies += 1)}`;
        const answers = JSON.stringify(supporterAnswers(town));
        await db('records').insert({ ...row, id, answers, area_id: town.areas.north.id, number: 1000 + copies });
        return id;
      },
      assessed,
      /** A resident of the north without anything under way. */
      person: async () => {
        const answers = intake(town, { residentName: '消える 人', residentKana: 'きえるひと', phone: '0225-00-9999' });
        const id = await post(work.path('needs'), { answers, person: 'new' }, tier2);
        await work.step('tier2-north', `needs/${id}`, 'CLOSE', { cause: 'moved' });
        return (await db('needs').where({ id }).first('person_id')).person_id;
      },
      /** The need's id and its ranking's, with a space between. */
      ranked: async () => {
        const id = await assessed();
        return `${id} ${await rank(id)}`;
      },
      referral: async () => {
        const id = await assessed();
        return refer(id, service, await rank(id), '北への伝言');
      },
      /** Of the north's second tier, as the token is. */
      session: async () => {
        const id = app.installation.newId();
        await app.installation.db('user_sessions').insert({
          id,
          user_id: town.users['tier2-north'],
          hash: id,
          credentials: 1,
          browser: 'Firefox / Linux',
          created_at: app.clock.now.toISOString(),
          last_used_at: app.clock.now.toISOString(),
        });
        return id;
      },
      token: async () => (await tier2.post<{ id: string }>('/me/tokens', { name: '北の集計の鍵' })).body.id,
      draft: () => write('書きかけの提案', council),
      memberToRemove: async () =>
        post(work.path(`councils/${council}/members`), { name: '間違い', role: 'member', startsOn: '2027-04-01' }),
      council: () => work.addCouncil(`北の会議 ${(councils += 1)}`, 2, 'north'),
      import: importList,
      view: () => saveView(),
      dataView: () => saveView({}, tier2, 'registers/supporter/records'),
      organisationView: () => saveView({}, tier2, 'organisations'),
      serviceView: () => saveView({}, tier2, 'services'),
      candidate: async () => {
        candidates += 1;
        const id = `candidate-${candidates}`;
        await db('member_candidates').insert({
          id,
          municipality_id: town.id,
          council_id: council,
          name: `候補の人${candidates}`,
          state: 'open',
          created_at: '2026-11-23T00:00:00.000Z',
        });
        return id;
      },
      /** What somebody who left hands over to the north's coordinator: a need with a note. */
      handover: async () => {
        const id = `handover-${(copies += 1)}`;
        await db('handovers').insert({
          id,
          municipality_id: town.id,
          area_id: town.areas.north.id,
          role: 'tier2',
          from_name: '去った 人',
          ends_on: '2026-11-30',
          note: '',
          to_user_id: town.users['tier2-north'],
          created_at: '2026-11-23T00:00:00.000Z',
        });
        await db('handover_items').insert({
          id: `${id}-item`,
          municipality_id: town.id,
          handover_id: id,
          position: 0,
          kind: 'need',
          record_id: need,
          path: `needs/${need}`,
          note: '家族に連絡する',
        });
        return id;
      },
      task: () => post(work.path('tasks'), { councilId: council, text: '足を調べる', memberId: invitee }),
      invitedTo: () =>
        post(work.path(`councils/${council}/meetings`), {
          kind: 'workshop',
          state: 'planned',
          title: '北の集まりの計画',
          heldOn: '2026-12-04',
          people: [{ memberId: invitee, name: '招かれた 委員' }],
        }),
      heldMeeting: held,
      /** Kept by the north's council, and of the south's too. */
      jointMeeting: () =>
        post(work.path(`councils/${council}/meetings`), {
          kind: 'workshop',
          title: '合同の集まり',
          heldOn: '2026-11-20',
          attendance: 9,
          jointIds: [southCouncil],
        }),
      /** A meeting's id and its item's, with a space between. */
      withItem: async () => {
        const id = await post(work.path(`councils/${council}/meetings`), {
          kind: 'workshop',
          title: '北の議題のある集まり',
          heldOn: '2026-11-20',
          attendance: 4,
          agenda: [{ title: '北の議題' }],
        });
        const { item } = (await db('meeting_items').where({ meeting_id: id }).first({ item: 'id' })) as {
          item: string;
        };
        return `${id} ${item}`;
      },
      sentMinutes: () => minutes('confirming'),
      confirmedMinutes: () => minutes('confirming', 'confirmed'),
      closing: async () => {
        const id = town.areas.north.id;
        const { version } = (await db('areas').where({ id }).first('version')) as { version: number };
        const planned = { kind: 'area', id, from: '2027-04-01' };
        return (await administrator.post<{ id: string }>(work.path('closings'), planned, { version })).body.id;
      },
      failure: async () => {
        const id = `failure-${(copies += 1)}`;
        const at = app.clock.now.toISOString();
        await db('effects').insert({
          id,
          municipality_id: town.id,
          type: 'evaluateWatch',
          params: '{}',
          due_at: at,
          status: 'failed',
          attempts: 8,
          created_at: at,
        });
        return id;
      },
      finding: reopen,
      /** An adopted proposal and a candidate that it covers, with a space between. */
      covered: async () => {
        await reopen();
        const id = await post(
          work.path('proposals'),
          {
            kind: 'proposal',
            fromCouncilId: council,
            toCouncilId: ward,
            findingId: finding,
            answers: proposalAnswers,
          },
          tier2,
        );
        await work.step('tier2-north', `proposals/${id}`, 'SEND');
        await work.step('tier1', `proposals/${id}`, 'RECEIVE');
        await work.step('tier1', `proposals/${id}`, 'ADOPT', { reason: '来年度に試す' });
        return `${id} ${await reopen()}`;
      },
      ruleDraft,
      /** The same with something of the product waiting beside it. */
      productUpdate: async () => {
        const made = await ruleDraft();
        const [id] = made.split(' ');
        const { body } = (await db('drafts').where({ id }).first('body')) as { body: string };
        await db('drafts')
          .where({ id })
          .update({ update_body: body, update_release: '9.9.9', update_base: null, update_hash: 'seen' });
        return made;
      },
      /** The key of a section that is in force. */
      section: async () => {
        const row = (await db('definitions').where({ id: closingForm }).first()) as object;
        const key = `section-${(copies += 1)}`;
        const body = {
          key,
          purpose: 'section',
          schema: { type: 'object', properties: { days: { type: 'integer' } } },
          texts: { ja: { name: '雪のこと', fields: { days: { title: '雪の日数' } } } },
        };
        await db('definitions').insert({
          ...row,
          id: key,
          key,
          number: 1,
          body: JSON.stringify(body),
          supplement: null,
        });
        return key;
      },
      testAnswers: () =>
        post(work.path('definitions/form/need-closing/test-answers'), { formId: closingForm, answers: testAnswers }),
      job: () => (job ??= backtest()),
      waitingJob: async () => {
        const [row] = (await db('backtests').where({ id: await (job ??= backtest()) })) as object[];
        const id = `waiting-${(copies += 1)}`;
        await db('backtests').insert({ ...row, id, status: 'waiting' });
        return id;
      },
      /** Somebody with a role in the north and one in the south: the user's id and the northern membership's, with a space between. */
      membership: async () => {
        const memberships = [town.areas.north.id, town.areas.south.id].map((areaId) => ({ areaId, role: 'member' }));
        const { id, invitation } = (
          await administrator.post<{ id: string; invitation: Shown }>(work.path('users'), {
            email: `both-${(copies += 1)}@99901.example`,
            name: '両方の人',
            memberships,
          })
        ).body;
        await acceptLink(app, invitation.link);
        const user = await administrator.get<{ memberships: { id: string; area: { id: string } }[] }>(
          work.path(`users/${id}`),
        );
        return `${id} ${user.body.memberships.find((membership) => membership.area.id === town.areas.north.id)?.id}`;
      },
      /** An open one of the north's member. */
      invitation: async () =>
        (
          await administrator.post<Shown>(work.path(`users/${town.users['member-north']}/memberships`), {
            areaId: town.areas.north.id,
            role: 'member',
          })
        ).body.id,
      /** The secret of a link that makes a new account. */
      openLink: async () => {
        const made = await administrator.post<{ invitation: Shown }>(work.path('users'), {
          email: `invited-${(copies += 1)}@99901.example`,
          name: '新人',
          memberships: [{ areaId: town.areas.south.id, role: 'member' }],
        });
        return secretOf(made.body.invitation.link);
      },
      /** The secret of a link that gives the north's centre a role. */
      roleLink: async () =>
        secretOf(
          (
            await administrator.post<Shown>(work.path(`users/${town.users['centre-north']}/memberships`), {
              areaId: town.areas.north.id,
              role: 'centre',
            })
          ).body.link,
        ),
    },
  };
}
