import type { Knex } from 'knex';
import type { Db } from '../database/db.ts';
import { anywhere } from '../database/dialect.ts';
import { normaliseForSearch } from '../database/normalise.ts';
import { deleteFiles } from '../files/store.ts';

/** What stands in a place that was erased. */
export const ERASED = '消去済み';

/*
 * Every place where a resident may be named is in this file: records' own columns and answers, and the free texts of others.
 * `test/server/kinds/people/erasure.test.ts` looks through all columns of all tables for what should have gone.
 */

/** Answers to a form; `aside` of half-done ones: what lost its place there; `search` of a register's records: what these are found by. */
export type HeldAnswers = { id: string; form_id: string; answers: string; aside?: string; search?: string };

/** Answers to forms of these records. */
export async function listSubmissionsOf(db: Db, recordIds: string[]): Promise<HeldAnswers[]> {
  return db('submissions').whereIn('record_id', recordIds).select('id', 'form_id', 'answers');
}

/** Where answers of records stand: those that were sent, those of a kind that is only data, and what somebody has begun to write. */
export type AnswersTable = 'submissions' | 'records' | 'answer_drafts';
const recordOf: Record<AnswersTable, string> = { submissions: 'record_id', records: 'id', answer_drafts: 'record_id' };

/** Answers of other records that hold one of these: the id of an erased one (a meeting that dealt with it), or its title. */
export async function listAnswersHolding(
  db: Db,
  municipalityId: string,
  table: AnswersTable,
  words: string[],
  recordIds: string[],
): Promise<HeldAnswers[]> {
  const columns = table === 'answer_drafts' ? ['answers', 'aside'] : ['answers'];
  const held = new Map<string, HeldAnswers>();
  for (const word of words) {
    const rows = (await db(table)
      .where({ municipality_id: municipalityId })
      .where((other) => void other.whereNull(recordOf[table]).orWhereNotIn(recordOf[table], recordIds))
      .where((any) => {
        for (const column of columns) void any.orWhereRaw("?? like ? escape '\\'", [column, anywhere(inJson(word))]);
      })
      .select('id', 'form_id', ...columns, ...(table === 'records' ? ['search'] : []))) as HeldAnswers[];
    for (const row of rows) held.set(row.id, row);
  }
  return [...held.values()];
}

export async function setAnswers(
  db: Db,
  table: AnswersTable,
  { id, ...values }: Omit<HeldAnswers, 'form_id'>,
): Promise<void> {
  await db(table)
    .where({ id })
    .update({ ...values, ...(table === 'submissions' ? {} : { version: db.raw('version + 1') }) });
}

export async function listEventDetails(db: Db, recordIds: string[]): Promise<{ id: string; details: string }[]> {
  return db('events').whereIn('record_id', recordIds).whereNotNull('details').select('id', 'details');
}

export async function setEventDetails(db: Db, id: string, details: string): Promise<void> {
  await db('events').where({ id }).update({ details });
}

/** Takes what is personal out of needs' own rows, and of what hangs on them by key. Versions rise: who has them open is told. */
export async function eraseNeedRows(db: Db, needIds: string[], now: string): Promise<void> {
  const blank = (column: string) => db.raw('case when ?? is null then null else ? end', [column, ERASED]);
  await db('needs')
    .whereIn('id', needIds)
    .update({
      title: ERASED,
      resident_name: blank('resident_name'),
      resident_kana: blank('resident_kana'),
      search: db.raw("'#' || number || ?", [` ${normaliseForSearch(ERASED)}\n`]),
      erased_at: now,
      version: db.raw('version + 1'),
    });
  await db('referrals')
    .whereIn('need_id', needIds)
    .update({ message: blank('message'), answer_reason: blank('answer_reason'), version: db.raw('version + 1') });
  await db('meetings')
    .where((any) => {
      for (const part of ['meeting_needs', 'meeting_items'])
        void any.orWhereIn('id', db(part).whereIn('need_id', needIds).select('meeting_id'));
    })
    .update({ version: db.raw('version + 1') });
  await db('meeting_needs').whereIn('need_id', needIds).whereNotNull('plan').update({ plan: ERASED });
  await db('tasks')
    .whereIn('need_id', needIds)
    .update({ text: ERASED, result: blank('result'), version: db.raw('version + 1') });
  await db('task_replies')
    .whereIn('task_id', db('tasks').whereIn('need_id', needIds).select('id'))
    .update({ text: ERASED });
  await db('meeting_items')
    .whereIn('need_id', needIds)
    .update({
      title: ERASED,
      discussion: blank('discussion'),
      decisions: db.raw("case when decisions = '[]' then decisions else ? end", [JSON.stringify([ERASED])]),
    });
  // What a field tells may have been personal in an earlier version of its form; lists do without.
  const records = [...needIds, ...(await db('referrals').whereIn('need_id', needIds).pluck<string[]>('id'))];
  await db('field_values').whereIn('record_id', records).delete();
  // What was being written about one of them.
  await db('answer_drafts').whereIn('record_id', records).delete();
  await db('handover_items').whereIn('record_id', records).whereNot({ note: '' }).update({ note: ERASED });
  await db('handover_items')
    .whereIn('need_id', needIds)
    .update({ title: blank('title'), note: db.raw("case when note = '' then note else ? end", [ERASED]) });
}

export async function erasePersonRow(db: Db, id: string, version: number, now: string): Promise<boolean> {
  const changed = await db('people')
    .where({ id, version })
    .update({
      name: ERASED,
      kana: ERASED,
      birth: null,
      telephone: null,
      kana_key: '',
      telephone_key: '',
      search: '',
      erased_at: now,
      version: version + 1,
    });
  return changed === 1;
}

export type HeldProposal = { id: string; evidence: string; body: string; title: string };

/** Proposals that may have drawn up a need: their evidence holds its number. */
export async function listProposalsWith(db: Db, municipalityId: string, number: number): Promise<HeldProposal[]> {
  return db('proposals')
    .where({ municipality_id: municipalityId })
    .whereRaw("evidence like ? escape '\\'", [anywhere(`"number":${number},`)])
    .select('id', 'evidence', 'body', 'title');
}

export async function setProposalTexts(
  db: Db,
  id: string,
  texts: Pick<HeldProposal, 'evidence' | 'body' | 'title'>,
): Promise<void> {
  await db('proposals')
    .where({ id })
    .update({ ...texts, search: normaliseForSearch(texts.title), version: db.raw('version + 1') });
}

/**
 * Texts of other records, in which a resident may be named without a key. `texts`: columns of words; `json`: of JSON; `search`: what stands in them
 * normalised. `keyed`: of JSON whose keys are words of a list, too. `record`: the column by which the erased records' own rows are left out. `version`: whoever has one open is told; `meeting`: whoever has its
 * meeting open. What was drafted or tried of
 * rules is not here: it is about nobody.
 */
type Place = {
  table: string;
  key?: string[];
  /** The table that knows the municipality, and the column that names its row. */
  through?: [table: string, column: string];
  texts?: string[];
  json?: string[];
  keyed?: string[];
  search?: string[];
  record?: string;
  version?: true;
  meeting?: true;
};
const places: Place[] = [
  { table: 'submissions', json: ['answers'], record: 'record_id' },
  { table: 'answer_drafts', json: ['answers', 'aside'], version: true },
  { table: 'test_answers', json: ['answers'] },
  { table: 'events', json: ['details'], record: 'record_id' },
  { table: 'needs', texts: ['title'], search: ['search'], record: 'id', version: true },
  { table: 'referrals', texts: ['message', 'answer_reason'], record: 'id', version: true },
  {
    table: 'meeting_needs',
    key: ['meeting_id', 'need_id'],
    through: ['meetings', 'meeting_id'],
    texts: ['plan'],
    record: 'need_id',
    meeting: true,
  },
  { table: 'records', json: ['answers'], search: ['search'], version: true },
  {
    table: 'meetings',
    texts: ['title', 'place', 'minutes', 'aim', 'bring', 'state_reason'],
    json: ['attendees', 'decisions'],
    search: ['search'],
    version: true,
  },
  { table: 'meeting_items', texts: ['title', 'discussion'], json: ['decisions'], meeting: true },
  { table: 'tasks', texts: ['text', 'assignee', 'result'], search: ['search'], version: true },
  { table: 'member_candidates', texts: ['name', 'body'], version: true },
  { table: 'task_replies', texts: ['name', 'text'] },
  { table: 'minutes_replies', texts: ['name', 'words'], meeting: true },
  { table: 'minutes_addenda', texts: ['name', 'words', 'reason'], meeting: true },
  { table: 'meeting_people', texts: ['name', 'body', 'note'], meeting: true },
  {
    table: 'proposals',
    texts: ['title', 'body', 'answer_reason'],
    json: ['evidence'],
    search: ['search'],
    version: true,
  },
  { table: 'findings', texts: ['status_reason'], version: true },
  // Who is a member still has an account or a seat: that name is somebody's in office, and is left (`listCalled`).
  { table: 'council_members', through: ['councils', 'council_id'], texts: ['name', 'name_kana'], version: true },
  // A body's own name, address and telephone are the body's.
  { table: 'organisations', texts: ['note'], version: true },
  { table: 'services', texts: ['description', 'eligibility', 'fee', 'hours'], version: true },
  { table: 'files', texts: ['name'] },
  { table: 'answer_files', texts: ['name'] },
  { table: 'handovers', texts: ['from_name', 'note'], version: true },
  { table: 'handover_items', texts: ['title', 'note'] },
  { table: 'list_views', texts: ['name'], json: ['query'], version: true },
  { table: 'decisions', json: ['decision'] },
  { table: 'decision_cases', json: ['facts'] },
  { table: 'imports', texts: ['file_name'], json: ['changes'], keyed: ['mapping'], version: true },
  { table: 'effects', texts: ['error'], json: ['params'] },
];

/** Texts that may hold something: they hold all of these, each in any of its forms. */
type Holding = string[][];

/** What is looked for (`ways`: where it may stand), and how a text looks without it; and the same normalised. */
export type Sought = Record<'words' | 'normalised', { ways: Holding[]; without: (text: string) => string }>;

/** One of the ways is found in the column. Each stands in brackets of its own: SQLite nests conditions, no deeper than a thousand. */
function orHolds(
  any: Knex.QueryBuilder,
  column: string,
  ways: Holding[],
  written = (form: string): string => form,
): void {
  for (const way of ways)
    void any.orWhere((all) => {
      for (const forms of way)
        void all.where((any) => {
          for (const form of forms) void any.orWhereRaw("?? like ? escape '\\'", [column, anywhere(written(form))]);
        });
    });
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** JSON with its text values changed: never its keys, numbers or structure. */
export const mapTexts = (json: string, change: (text: string) => string): string =>
  JSON.stringify(JSON.parse(json, (_key, value: unknown) => (typeof value === 'string' ? change(value) : value)));

/** The same, its keys changed too. */
const mapWords = (json: string, change: (text: string) => string): string =>
  JSON.stringify(
    JSON.parse(mapTexts(json, change), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, held]: [string, unknown]) => [change(key), held]))
        : value,
    ),
  );

/** Takes what is sought out of other records' texts. Answers how many rows held it. */
export async function eraseFromTexts(
  db: Db,
  municipalityId: string,
  recordIds: string[],
  { words, normalised }: Sought,
): Promise<number> {
  if (words.ways.length === 0) return 0;
  let rows = 0;
  for (const place of places) {
    const { table, key = ['id'], through, texts = [], json = [], keyed = [], search = [] } = place;
    const { record, version, meeting } = place;
    const all = [...texts, ...json, ...keyed, ...search];
    const query = db(table).select([...key, ...all]);
    const ofMunicipality = { municipality_id: municipalityId };
    if (through) void query.whereIn(through[1], db(through[0]).where(ofMunicipality).select('id'));
    else void query.where(ofMunicipality);
    if (record) void query.whereNotIn(record, recordIds);
    void query.where((any) => {
      for (const column of texts) orHolds(any, column, words.ways);
      for (const column of [...json, ...keyed]) orHolds(any, column, words.ways, inJson);
      for (const column of search) orHolds(any, column, normalised.ways);
    });
    // Before its parts, as whoever changes a meeting does.
    if (meeting)
      await db('meetings')
        .whereIn('id', query.clone().clearSelect().select('meeting_id'))
        .update({ version: db.raw('version + 1') });
    void query.orderBy(key);
    for (const row of (await query.forNoKeyUpdate()) as Record<string, string | null>[]) {
      const without = (column: string): string | null => {
        const held = row[column] ?? null;
        if (held === null) return null;
        if (json.includes(column)) return mapTexts(held, words.without);
        if (keyed.includes(column)) return mapWords(held, words.without);
        if (texts.includes(column)) return words.without(held);
        // What names a need's own resident stands behind the line end, and stays.
        const [first = '', ...more] = held.split('\n');
        return table === 'needs' ? [normalised.without(first), ...more].join('\n') : normalised.without(held);
      };
      const changed = all.flatMap((column): [string, string | null][] => {
        const now = without(column);
        return now === row[column] ? [] : [[column, now]];
      });
      if (changed.length === 0) continue;
      rows += 1;
      await db(table)
        .where(Object.fromEntries(key.map((column) => [column, row[column]])))
        .update({ ...Object.fromEntries(changed), ...(version ? { version: db.raw('version + 1') } : {}) });
    }
  }
  return rows;
}

const isJson = (text: string): boolean => /^[[{]/.test(text);

/** How many conditions one query has: SQLite nests them, no deeper than a thousand. */
const AT_ONCE = 200;

/** The same in answers that are kept for a repeated request; in those that name one of the ids, also texts that are wholly one of `own`. */
export async function eraseFromKeptAnswers(
  db: Db,
  municipalityId: string,
  ids: string[],
  own: ReadonlySet<string>,
  { words }: Sought,
): Promise<void> {
  const users = db('users').where({ municipality_id: municipalityId }).select('id');
  const holdings: Holding[] = [...ids.map((id) => [[id]]), ...words.ways];
  for (let at = 0; at < holdings.length; at += AT_ONCE) {
    const held = (await db('idempotency_keys')
      .whereIn('user_id', users.clone())
      .where((any) => orHolds(any, 'body', holdings.slice(at, at + AT_ONCE), inJson))
      .select('user_id', 'key', 'body')) as { user_id: string; key: string; body: string }[];
    for (const { user_id, key, body } of held) {
      const named = ids.some((id) => body.includes(id));
      const change = (text: string): string => (named && own.has(text) ? ERASED : words.without(text));
      await db('idempotency_keys')
        .where({ user_id, key })
        .update({ body: isJson(body) ? mapTexts(body, change) : change(body) });
    }
  }
}

/**
 * Files that the erased records' answers name, and what was uploaded to be imported and waits (a day at most): it is packed, so that nobody
 * can say whom it holds; whoever uploaded it does so again.
 */
export async function eraseFiles(db: Db, municipalityId: string, named: string[]): Promise<void> {
  const ids = await db('files')
    .where({ municipality_id: municipalityId })
    .where((any) => void any.whereIn('id', named).orWhereNotNull('delete_at'))
    .pluck<string[]>('id');
  await deleteFiles(db, ids);
}

/**
 * How others may be called whose name, kana or both, normalised without spaces, is one of these: another resident, or whom another need is about;
 * and all who have an account or a seat in a council.
 */
export async function listCalled(
  db: Db,
  municipalityId: string,
  bare: string[],
  except: { people: string[]; needs: string[] },
  today: string,
): Promise<(string | null)[]> {
  if (bare.length === 0) return [];
  const namesIn = async (table: string, names: [string, string], not: string[]): Promise<(string | null)[]> => {
    const rows = (await db(table)
      .where({ municipality_id: municipalityId })
      .whereNotIn('id', not)
      .where((any) => {
        // Names stand in it also without their spaces.
        for (const name of bare) void any.orWhereRaw("search like ? escape '\\'", [anywhere(name)]);
      })
      .select(names)) as Record<string, string | null>[];
    return rows.flatMap((row) => names.map((name) => row[name] ?? null));
  };
  return [
    ...(await namesIn('people', ['name', 'kana'], except.people)),
    ...(await namesIn('needs', ['resident_name', 'resident_kana'], except.needs)),
    ...(await namesInOffice(db, municipalityId, today)),
  ];
}

async function namesInOffice(db: Db, municipalityId: string, today: string): Promise<string[]> {
  const seats = db('council_members')
    .whereIn('council_id', db('councils').where({ municipality_id: municipalityId }).select('id'))
    .where((any) => void any.whereNull('ends_on').orWhere('ends_on', '>=', today));
  const rows: { name: string; name_kana: string }[] = [
    ...(await db('users').where({ municipality_id: municipalityId }).select('name', 'name_kana')),
    ...(await seats.select('name', 'name_kana')),
  ];
  return rows.flatMap(({ name, name_kana: kana }) => [name, kana]);
}

/** Has somebody else this telephone, whose digits and other ways of writing are given: another resident, or one of another need's answers? */
export async function isTelephoneOfOthers(
  db: Db,
  municipalityId: string,
  telephone: { digits: string; ways: string[] },
  except: { people: string[]; records: string[] },
): Promise<boolean> {
  const person = await db('people')
    .where({ municipality_id: municipalityId, telephone_key: telephone.digits })
    .whereNotIn('id', except.people)
    .first('id');
  if (person) return true;
  const answered = await db('submissions')
    .where({ municipality_id: municipalityId, record_kind: 'need' })
    .whereNotIn('record_id', except.records)
    .where((any) => {
      for (const way of telephone.ways)
        void any.orWhereRaw("answers like ? escape '\\'", [anywhere(JSON.stringify(way))]);
    })
    .first('id');
  return answered !== undefined;
}
